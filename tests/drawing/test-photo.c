/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "photo": from a point to the pixel and back at any zoom, and one picture whoever computed the response. */
#include "drawing-test.h"

#include "draw-tone.h"

#include <math.h>

typedef struct {
  Lesson *lesson;
  LessonParameters *parameters;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data) {
  self->lesson = load_builtin ();
  self->parameters = lesson_load_parameters (self->lesson, NULL);
}

static void
tear_down (Fixture *self, gconstpointer data) {
  lesson_parameters_unref (self->parameters);
  lesson_unref (self->lesson);
}

static LessonState *
look_at (Fixture *self, double x, double y, double span) {
  LessonLens lens = { TRUE, x, y, span };
  g_autoptr (LessonParameters) parameters = lesson_parameters_with_lens (self->parameters, &lens);

  return state_at_end (self->lesson, "photo", parameters, 3);
}

/* The middle of the place where a target is said to be is on that target. */
static void
check_target (const DrawLayout *layout, const LessonTarget *target) {
  DrawRect rect;
  double row, column, scale;

  g_assert_true (draw_layout_locate (layout, target, &rect));
  double x = rect.x + rect.width / 2, y = rect.y + rect.height / 2;
  LessonTarget found = draw_layout_hit (layout, x, y);
  g_assert_true (lesson_target_equal (&found, target));
  g_assert_true (draw_layout_photo (layout, x, y, &row, &column, &scale));
  g_assert_cmpfloat_with_epsilon (row, (double) target->row + 0.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (column, (double) target->column + 0.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (scale, rect.width, 1e-9);
}

static void
test_round_trip (Fixture *self, gconstpointer data) {
  for (double span = 2; span < 512; span *= 1.37)
    for (int part = 0; part < 2; part++) {
      g_autoptr (LessonState) state = look_at (self, 200.3, 301.9, span);
      g_autoptr (DrawLayout) layout = draw_layout_new (state, 1280, 800);
      LessonTarget target = { part == 0 ? LESSON_PART_PHOTO : LESSON_PART_RESPONSE, 0, 301, 200 };
      check_target (layout, &target);
      target.row = (gint64) (301.9 + 0.3 * span);
      target.column = (gint64) (200.3 - 0.3 * span);
      check_target (layout, &target);
    }
}

/* Pixels of which only a part is in view are found too, and others are nowhere. */
static void
test_edges (Fixture *self, gconstpointer data) {
  g_autoptr (LessonState) state = look_at (self, 200.3, 301.9, 7);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, 1280, 800);
  LessonTarget outside = { LESSON_PART_PHOTO, 0, 301, 300 };
  DrawRect rect;
  int cells = 0;

  for (double x = 0; x < 1280; x += 1.7)
    for (double y = 0; y < 800; y += 13.1) {
      LessonTarget target = draw_layout_hit (layout, x, y);
      if (target.part != LESSON_PART_PHOTO && target.part != LESSON_PART_RESPONSE)
        continue;
      g_assert_true (draw_layout_locate (layout, &target, &rect));
      g_assert_true (x >= rect.x - 1e-6 && x <= rect.x + rect.width + 1e-6);
      cells++;
    }
  g_assert_cmpint (cells, >, 1000);
  g_assert_false (draw_layout_locate (layout, &outside, &rect));
}

static void
test_cursor (Fixture *self, gconstpointer data) {
  g_autoptr (LessonState) state = look_at (self, 200.3, 301.9, 7);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, 1280, 800);
  LessonTarget at = { LESSON_PART_PHOTO, 0, 301, 200 };
  LessonTarget right = draw_layout_move (layout, &at, 0, 1);
  LessonTarget expected = { LESSON_PART_PHOTO, 0, 301, 201 };

  g_assert_true (lesson_target_equal (&right, &expected));
}

/* A large photo, so that pyramids are drawn from. */
static LessonParameters *
with_large_photo (Fixture *self) {
  const gint64 width = 1700, height = 1300;
  g_autofree guint32 *pixels = g_new (guint32, width * height);
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (gint64 i = 0; i < width * height; i++)
    pixels[i] = (255u << 24) + (g_rand_int (random) & 0x3f3f3f) + (guint32) (i / 100 % 3) * 0x202020;
  g_autoptr (EngineImage) photo =
      engine_image_new_from_argb32 ((const guint8 *) pixels, width, height, (gsize) width * 4, NULL);
  return lesson_parameters_with_photo (self->parameters, photo, "Noise");
}

/* While a worker has the response a picture stands in; then it is the one that anybody else draws. */
static void
test_purity (Fixture *self, gconstpointer data) {
  g_autoptr (LessonParameters) alone = with_large_photo (self);
  g_autoptr (LessonParameters) worked = with_large_photo (self);
  g_autoptr (LessonState) here = state_at_end (self->lesson, "photo", alone, 3);
  g_autoptr (LessonState) there = state_at_end (self->lesson, "photo", worked, 3);

  g_assert_true (lesson_response_postpone (worked->photo_response));
  cairo_surface_t *expected = draw_picture (here, 480, 300, FALSE, NULL);
  cairo_surface_t *hurried = draw_picture (there, 480, 300, FALSE, NULL);
  lesson_response_finish (worked->photo_response);
  cairo_surface_t *finished = draw_picture (there, 480, 300, FALSE, NULL);
  g_assert_cmpint (count_differences (expected, hurried), >, 0);
  g_assert_cmpint (count_differences (expected, finished), ==, 0);
  cairo_surface_destroy (expected);
  cairo_surface_destroy (hurried);
  cairo_surface_destroy (finished);
}

static void
check_kept (Fixture *self, LessonParameters *parameters, double span, DrawCache *cache) {
  LessonLens lens = { TRUE, 200, 220, span };
  g_autoptr (LessonParameters) seen = lesson_parameters_with_lens (parameters, &lens);
  g_autoptr (LessonState) end = state_at_end (self->lesson, "photo", seen, 4);
  cairo_surface_t *fresh = draw_picture (end, 480, 300, FALSE, NULL);
  cairo_surface_t *kept = draw_picture (end, 480, 300, FALSE, cache);
  cairo_surface_t *again = draw_picture (end, 480, 300, FALSE, cache);

  g_assert_cmpint (count_differences (fresh, kept), ==, 0);
  g_assert_cmpint (count_differences (fresh, again), ==, 0);
  cairo_surface_destroy (fresh);
  cairo_surface_destroy (kept);
  cairo_surface_destroy (again);
}

/* One after the other, each in one thing different from the one before. */
static void
change_settings (const Fixture *self, int change, LessonSettings *settings) {
  *settings = self->parameters->settings;
  /* The filter the other way round has values of the same sizes. */
  for (gint64 tap = 0; change == 1 && tap < settings->kernel * settings->kernel; tap++)
    lesson_settings_set_weight (settings, tap, -settings->weights[tap]);
  settings->relu = change == 2;
  settings->tone = change == 3   ? LESSON_TONE_ABSOLUTE
                   : change == 4 ? LESSON_TONE_GREY
                                 : LESSON_TONE_DIVERGING;
  settings->dilation = change == 5 ? 3 : 1;
}

static void
test_kept (Fixture *self, gconstpointer data) {
  g_autoptr (DrawCache) cache = draw_cache_new ();
  g_autoptr (LessonParameters) other = with_large_photo (self);
  LessonSettings settings;

  for (double span = 40; span < 400; span *= 3)
    for (int change = 0; change < 6; change++) {
      change_settings (self, change, &settings);
      g_autoptr (LessonParameters) changed =
          lesson_parameters_with_settings (self->parameters, &settings, NULL);
      check_kept (self, changed, span, cache);
      check_kept (self, self->parameters, span, cache);
      check_kept (self, other, span, cache);
    }
}

static void
assert_color (const DrawTone *tone, double value, guint32 expected) {
  float single = (float) value;
  DrawTonePalette palette;
  guint32 pixel;

  draw_tone_palette (tone, &palette);
  draw_tone_paint (&palette, &single, 1, &pixel);
  g_assert_cmphex (pixel & 0xffffff, ==, expected);
}

static void
test_tones (Fixture *self, gconstpointer data) {
  LessonSettings settings = self->parameters->settings;
  const DrawStyle *style = draw_style_get (FALSE, FALSE);

  settings.tone = LESSON_TONE_GREY;
  g_autoptr (LessonParameters) grey = lesson_parameters_with_settings (self->parameters, &settings, NULL);
  DrawTone tone = draw_tone_of_response (style, grey, 2);
  assert_color (&tone, -2, 0x000000);
  assert_color (&tone, 2, 0xffffff);
  g_assert_cmpfloat_with_epsilon (draw_tone_color (&tone, 0).red, 0.5, 1e-9);
  settings.relu = TRUE;
  g_autoptr (LessonParameters) relu = lesson_parameters_with_settings (grey, &settings, NULL);
  tone = draw_tone_of_response (style, relu, 2);
  assert_color (&tone, 0, 0x000000);
  settings.tone = LESSON_TONE_ABSOLUTE;
  g_autoptr (LessonParameters) absolute = lesson_parameters_with_settings (grey, &settings, NULL);
  tone = draw_tone_of_response (style, absolute, 2);
  assert_color (&tone, -2, 0xffffff);
  assert_color (&tone, 0, 0x000000);
}

#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  draw_init ();
  ADD ("/drawing/photo/points-and-pixels-at-any-zoom", test_round_trip);
  ADD ("/drawing/photo/pixels-at-the-edge", test_edges);
  ADD ("/drawing/photo/the-cursor-moves-by-pixels", test_cursor);
  ADD ("/drawing/photo/the-same-picture-once-all-is-computed", test_purity);
  ADD ("/drawing/photo/the-same-picture-from-a-cache-that-has-seen-others", test_kept);
  ADD ("/drawing/photo/tones", test_tones);
  return g_test_run ();
}
