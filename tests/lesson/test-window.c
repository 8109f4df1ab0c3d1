/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which pixel meets which weight at which output, against the engine's own loops. */
#include "engine-conv.h"
#include "lesson-test.h"
#include "lesson-window.h"

typedef void (*Check) (const LessonParameters *parameters);

static void
check_settings_cb (gconstpointer data) {
  static const struct {
    gint64 grid, kernel, stride, dilation;
    gboolean same;
  } all[] = { { 10, 3, 1, 1, FALSE }, { 10, 3, 1, 1, TRUE }, { 11, 4, 2, 1, TRUE }, { 9, 2, 3, 1, FALSE },
              { 13, 3, 1, 3, FALSE }, { 12, 5, 2, 2, TRUE }, { 4, 1, 1, 1, FALSE }, { 7, 7, 1, 1, TRUE } };
  Check check = *(const Check *) data;
  g_autoptr (Lesson) lesson = load_builtin ();

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++) {
    LessonSettings settings = lesson->settings;
    settings.grid = all[i].grid;
    lesson_settings_set_kernel (&settings, all[i].kernel);
    settings.stride = all[i].stride;
    settings.dilation = all[i].dilation;
    settings.same_padding = all[i].same;
    for (gint64 tap = 0; tap < all[i].kernel * all[i].kernel; tap++)
      lesson_settings_set_weight (&settings, tap, 0.25 * (double) tap - 1);
    g_autoptr (LessonParameters) parameters = load_parameters (lesson, &settings);
    check (parameters);
  }
}

/* The formula with the inputs that the window names is what the engine computes. */
static void
check_response (const LessonParameters *p) {
  for (gint64 output = 0; output < p->response->length; output++) {
    double sum = 0;
    for (gint64 tap = 0; tap < p->kernel->length; tap++)
      sum += p->kernel->data[tap] * lesson_window_input (&p->single, p->pixels, output, tap);
    g_assert_cmpfloat_with_epsilon (sum, p->response->data[output], 1e-4);
  }
}

static void
check_inverse (const LessonParameters *p) {
  gint64 met = 0;

  for (gint64 output = 0; output < p->response->length; output++) {
    gint64 under = 0;
    for (gint64 tap = 0; tap < p->kernel->length; tap++) {
      gint64 pixel = lesson_window_pixel (&p->single, output, tap);
      if (pixel < 0)
        continue;
      under++;
      g_assert_cmpint (lesson_window_tap (&p->single, output, pixel), ==, tap);
    }
    for (gint64 pixel = 0; pixel < p->pixels->length; pixel++)
      under -= lesson_window_tap (&p->single, output, pixel) >= 0;
    g_assert_cmpint (under, ==, 0);
  }
  for (gint64 i = 0; i < p->response->length * p->kernel->length; i++)
    met += lesson_window_pixel (&p->single, i / p->kernel->length, i % p->kernel->length) >= 0;
  g_assert_cmpint (met, ==, p->one_filter.multiplications_inside);
}

static void
add (const char *path, Check check) {
  g_test_add_data_func_full (path, g_memdup2 (&check, sizeof check), check_settings_cb, g_free);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  add ("/lesson/window/its-inputs-make-the-engines-response", check_response);
  add ("/lesson/window/pixels-and-weights-are-each-others-inverse-and-as-many-as-counted", check_inverse);
  return g_test_run ();
}
