/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What holds for everything that can be pointed at, in every scene. */
#pragma once

#include "draw-layout-private.h"
#include "drawing-test.h"

static inline void
assert_inside (DrawRect rect, DrawRect room) {
  g_assert_cmpfloat (rect.width, >, 0);
  g_assert_cmpfloat (rect.height, >, 0);
  g_assert_cmpfloat (rect.x, >=, room.x - 1e-6);
  g_assert_cmpfloat (rect.y, >=, room.y - 1e-6);
  g_assert_cmpfloat (rect.x + rect.width, <=, room.x + room.width + 1e-6);
  g_assert_cmpfloat (rect.y + rect.height, <=, room.y + room.height + 1e-6);
}

/* The middle of each region is found there, has words, and can be drawn as pointed at. */
static inline void
check_regions (const LessonState *state, int width, int height) {
  g_autoptr (DrawLayout) layout = draw_layout_new (state, width, height);
  g_autoptr (DrawCache) cache = draw_cache_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  guint n;
  const DrawRegion *regions = draw_layout_regions (layout, &n);

  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < n; i++) {
    DrawRect rect = draw_rect_cell (regions[i].rect, regions[i].rows, regions[i].columns,
                                    (double) (regions[i].rows / 2), (double) (regions[i].columns / 2));
    LessonTarget target = draw_layout_hit (layout, rect.x + rect.width / 2, rect.y + rect.height / 2);
    g_autofree char *words = lesson_state_describe (state, &target);
    cairo_t *cr = cairo_create (surface);
    assert_inside (regions[i].rect, layout->main);
    g_assert_cmpint (target.part, ==, regions[i].part);
    g_assert_cmpint (target.unit, ==, regions[i].unit);
    g_assert_cmpint (target.column, ==, regions[i].first_column + regions[i].columns / 2);
    g_assert_nonnull (words);
    draw_scene (cr, state, layout, draw_style_get (FALSE, FALSE), &target, cache);
    g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
    cairo_destroy (cr);
  }
  cairo_surface_destroy (surface);
}
