/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "tensor": shapes, the photo's numbers, and pixels that change. */
#include "lesson-scene-test.h"
#include "lesson-tensor.h"

static void
test_photo_values (void) {
  static const gint64 grids[] = { LESSON_GRID_MIN, 10, 28, LESSON_GRID_MAX };
  g_autoptr (Lesson) lesson = load_builtin ();

  for (gsize i = 0; i < G_N_ELEMENTS (grids); i++) {
    LessonSettings settings = lesson->settings;
    settings.grid = grids[i];
    g_autoptr (LessonParameters) p = load_parameters (lesson, &settings);
    g_assert_true (engine_tensor_has_shape (p->pixels, 3, (gint64[]){ grids[i], grids[i], 1 }));
    g_assert_true (engine_tensor_has_shape (p->photo_pixels, 3, (gint64[]){ grids[i], grids[i], 3 }));
    g_assert_cmpint (p->photo_pixels->length, ==, 3 * p->pixels->length);
  }
}

static void
test_photo_follows (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);
  g_autoptr (GError) error = NULL;
  LessonSettings settings = p->settings;

  /* The lesson's photo is not its digit. */
  g_assert_true (p->photo != p->original);
  settings.filters = 4;
  g_autoptr (LessonParameters) same = lesson_parameters_with_settings (p, &settings, &error);
  g_assert_true (same->photo_pixels == p->photo_pixels);
  settings.grid = 12;
  g_autoptr (LessonParameters) finer = lesson_parameters_with_settings (p, &settings, &error);
  g_assert_no_error (error);
  g_assert_cmpint (finer->photo_pixels->length, ==, 12 * 12 * 3);
  /* A grey picture has the same number three times. */
  g_autoptr (LessonParameters) grey = lesson_parameters_with_photo (p, p->original, "digit");
  for (gint64 i = 0; i < grey->photo_pixels->length; i++)
    g_assert_cmpfloat (grey->photo_pixels->data[i], ==, grey->pixels->data[i / 3]);
}

static void
test_change (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);
  g_autofree float *values = g_new (float, p->pixels->length);
  g_autofree gboolean *touched = g_new (gboolean, p->pixels->length);
  g_autofree gboolean *before = g_new0 (gboolean, p->pixels->length);

  for (gint64 changed = 0; changed <= p->pixels->length; changed++) {
    gint64 different = 0;
    lesson_tensor_change (p, changed, values, touched);
    for (gint64 i = 0; i < p->pixels->length; i++) {
      different += values[i] != p->pixels->data[i];
      g_assert_cmpint (touched[i], ==, values[i] != p->pixels->data[i]);
      g_assert_true (values[i] >= 0 && values[i] <= 1);
      g_assert_true (touched[i] || !before[i]); /* what has changed stays changed */
    }
    g_assert_cmpint (different, ==, changed);
    memcpy (before, touched, p->pixels->length * sizeof *before);
  }
}

static void
test_runs (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);
  g_autoptr (LessonState) picture = state_at_end_of (lesson, "tensor", "picture", p);
  g_autoptr (LessonState) numbers = state_at_end_of (lesson, "tensor", "numbers", p);
  g_autoptr (LessonState) shape = state_at_end_of (lesson, "tensor", "shape", p);
  g_autoptr (LessonState) unroll = state_at_end_of (lesson, "tensor", "unroll", p);
  g_autoptr (LessonState) roll = state_at_end_of (lesson, "tensor", "roll", p);
  g_autoptr (LessonState) change = state_at_end_of (lesson, "tensor", "change", p);

  g_assert_cmpfloat (picture->tensor_view.reduced, ==, 1);
  g_assert_cmpfloat (picture->tensor_view.numbers, ==, 0);
  g_assert_cmpfloat (numbers->tensor_view.zoom, ==, 1);
  g_assert_cmpint (numbers->tensor_view.row, ==, (10 - LESSON_TENSOR_NEAR) / 2);
  g_assert_cmpfloat (unroll->tensor_view.unrolled, ==, 1);
  /* Rolled up it is what it was. */
  g_assert_cmpmem (&roll->tensor_view, sizeof (LessonTensorView), &shape->tensor_view,
                   sizeof (LessonTensorView));
  g_assert_cmpint (change->tensor_view.changed, ==, 100 / 5);
}

static void
test_describes_photo (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);
  g_autoptr (LessonState) state = state_at_end_of (lesson, "tensor", "colour", p);
  const LessonTensorView *view = &state->tensor_view;
  LessonTarget target = { LESSON_PART_CHANNEL, 1, view->row, view->column };
  LessonTarget outside = { LESSON_PART_CHANNEL, 0, 10, 0 };
  g_autofree char *sentence = lesson_state_describe (state, &target);
  const float *rgb = p->photo_pixels->data + 3 * (view->row * 10 + view->column);
  g_autofree char *expected =
      g_strdup_printf ("Pixel in row %d, column %d: red %.2f, green %.2f, blue %.2f", (int) view->row + 1,
                       (int) view->column + 1, rgb[0], rgb[1], rgb[2]);

  g_assert_cmpstr (sentence, ==, expected);
  g_assert_null (lesson_state_describe (state, &outside));
  g_assert_nonnull (strstr (state->spoken, expected));
}

static void
test_describes_change (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);
  g_autoptr (LessonState) state = state_at_end_of (lesson, "tensor", "change", p);
  gint64 as_before = 0, was = 0;

  for (gint64 i = 0; i < p->pixels->length; i++) {
    LessonTarget target = { LESSON_PART_PIXEL, 1, i / 10, i % 10 };
    g_autofree char *sentence = lesson_state_describe (state, &target);
    as_before += strstr (sentence, ", as before") != NULL;
    was += strstr (sentence, ", was ") != NULL;
  }
  g_assert_cmpint (was, ==, 20);
  g_assert_cmpint (as_before, ==, 80);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/tensor/photo-has-three-numbers-a-pixel", test_photo_values);
  g_test_add_func ("/lesson/tensor/photo-is-reduced-anew-only-for-another-grid", test_photo_follows);
  g_test_add_func ("/lesson/tensor/change-touches-so-many-pixels", test_change);
  g_test_add_func ("/lesson/tensor/steps-end-where-they-say", test_runs);
  g_test_add_func ("/lesson/tensor/a-channels-pixel-is-described-with-all-three", test_describes_photo);
  g_test_add_func ("/lesson/tensor/a-changed-pixel-is-described-with-what-it-was", test_describes_change);
  return g_test_run ();
}
