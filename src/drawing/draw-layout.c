/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-layout-private.h"

#include <math.h>

/* Bands from top to bottom, in units. */
#define TITLE_HEIGHT   0.55
#define CAPTION_HEIGHT 1.15
#define TOTALS_WIDTH   3.5
#define GAP            0.35
#define CARD_GAP       0.55 /* room for the label that compares the two */

static void
place_bands (DrawLayout *self) {
  double u = self->unit;
  double m = self->margin = 0.4 * u;
  double inner = self->width - 2 * m;
  double top = m + TITLE_HEIGHT * u + 0.1 * u;
  double bottom = self->height - m - CAPTION_HEIGHT * u;
  double main_width = inner - (TOTALS_WIDTH + GAP) * u;
  double main_height = bottom - GAP * u - top;
  double card = (main_height - CARD_GAP * u) / 2;
  double totals_x = m + main_width + GAP * u;

  self->title = (DrawRect){ m, m, inner, TITLE_HEIGHT * u };
  self->caption = (DrawRect){ m, bottom, inner, CAPTION_HEIGHT * u };
  self->main = (DrawRect){ m, top, main_width, main_height };
  self->totals[0] = (DrawRect){ totals_x, top, TOTALS_WIDTH * u, card };
  self->totals[1] = (DrawRect){ totals_x, top + card + CARD_GAP * u, TOTALS_WIDTH * u, card };
}

DrawLayout *
draw_layout_new (const LessonState *state, double width, double height) {
  DrawLayout *self = g_new0 (DrawLayout, 1);

  g_atomic_ref_count_init (&self->references);
  self->width = width;
  self->height = height;
  self->unit = MIN (width / 15, height / 10);
  self->parameters = lesson_parameters_ref (state->parameters);
  self->regions = g_array_new (FALSE, FALSE, sizeof (DrawRegion));
  place_bands (self);
  switch (state->scene->kind) {
  case LESSON_SCENE_DENSE:
    draw_dense_layout (self, state);
    break;
  case LESSON_SCENE_SLIDE:
    draw_slide_layout (self, state);
    break;
  case LESSON_SCENE_FILTERS:
    draw_filters_layout (self, state);
    break;
  case LESSON_N_SCENE_KINDS:
  default:
    g_assert_not_reached ();
  }
  return self;
}

DrawLayout *
draw_layout_ref (DrawLayout *self) {
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
draw_layout_unref (DrawLayout *self) {
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  lesson_parameters_unref (self->parameters);
  g_array_unref (self->regions);
  g_free (self);
}

void
draw_layout_add_region (DrawLayout *self, DrawRegion region) {
  g_array_append_val (self->regions, region);
}

const DrawRegion *
draw_layout_regions (const DrawLayout *self, guint *n_regions) {
  *n_regions = self->regions->len;
  return (const DrawRegion *) self->regions->data;
}
