/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A photo of 12 megapixels at 1920x1080: what is done once for a photo, once for a filter, and for every picture. Medians. */
#include "draw-scene.h"
#include "draw-style.h"
#include "lesson-timeline.h"

#include <stdlib.h>

#define ROUNDS 7
#define WIDTH  4000
#define HEIGHT 3000

static int
compare_cb (const void *a, const void *b) {
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static void
tell (const char *what, double *times) {
  qsort (times, ROUNDS, sizeof (double), compare_cb);
  g_print ("%-58s %7.1f ms\n", what, times[ROUNDS / 2]);
}

static double
milliseconds_since (gint64 begin) {
  return (double) (g_get_monotonic_time () - begin) / 1000;
}

static EngineImage *
make_photo (void) {
  g_autofree guint32 *pixels = g_new (guint32, WIDTH * HEIGHT);
  g_autoptr (GRand) random = g_rand_new_with_seed (12);

  for (int i = 0; i < WIDTH * HEIGHT; i++)
    pixels[i] = 255u << 24 | (g_rand_int (random) & 0x7f7f7f);
  return engine_image_new_from_argb32 ((const guint8 *) pixels, WIDTH, HEIGHT, WIDTH * 4, NULL);
}

static void
time_photo (EngineImage *photo) {
  double times[ROUNDS];

  for (int i = 0; i < ROUNDS; i++) {
    g_autoptr (LessonPhotoGrey) grey = lesson_photo_grey_new (photo);
    gint64 begin = g_get_monotonic_time ();
    lesson_photo_grey_pyramid (grey);
    times[i] = milliseconds_since (begin);
  }
  tell ("once a photo: grey, its levels, a place", times);
}

static void
time_response (EngineImage *photo, const LessonSettings *settings, const char *what) {
  g_autoptr (LessonPhotoGrey) grey = lesson_photo_grey_new (photo);
  double times[ROUNDS];

  lesson_photo_grey_pyramid (grey);
  for (int i = 0; i < ROUNDS; i++) {
    g_autoptr (LessonResponse) response = lesson_response_new (grey, settings);
    gint64 begin = g_get_monotonic_time ();
    lesson_response_finish (response);
    times[i] = milliseconds_since (begin);
  }
  tell (what, times);
}

static void
draw (Lesson *lesson, LessonParameters *parameters, DrawCache *cache, cairo_surface_t *surface) {
  guint scene = (guint) lesson_find_scene (lesson, "photo", NULL);
  g_autoptr (LessonTimeline) timeline = lesson_timeline_new_free (lesson, scene, parameters);
  g_autoptr (LessonState) state = lesson_timeline_state_at (timeline, lesson_timeline_duration (timeline));
  g_autoptr (DrawLayout) layout = draw_layout_new (state, 1920, 1080);
  cairo_t *cr = cairo_create (surface);

  draw_scene (cr, state, layout, draw_style_get (FALSE, FALSE), NULL, cache);
  cairo_destroy (cr);
}

static void
time_pictures (Lesson *lesson, LessonParameters *parameters, double span, const char *what) {
  g_autoptr (DrawCache) cache = draw_cache_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1920, 1080);
  double times[ROUNDS];

  for (int i = 0; i < ROUNDS; i++) {
    LessonLens lens = { TRUE, 1900 + 3 * i, 1500 + i, span };
    g_autoptr (LessonParameters) looked = lesson_parameters_with_lens (parameters, &lens);
    gint64 begin = g_get_monotonic_time ();
    draw (lesson, looked, cache, surface);
    times[i] = milliseconds_since (begin);
  }
  cairo_surface_destroy (surface);
  tell (what, times);
}

int
main (void) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Lesson) lesson = lesson_new_builtin (&error);
  g_autoptr (LessonParameters) own = lesson != NULL ? lesson_load_parameters (lesson, &error) : NULL;

  if (own == NULL)
    g_error ("%s", error->message);
  draw_init ();
  g_autoptr (EngineImage) photo = make_photo ();
  g_autoptr (LessonParameters) parameters = lesson_parameters_with_photo (own, photo, "Noise");
  LessonSettings settings = parameters->settings;
  time_photo (photo);
  time_response (photo, &settings, "once a filter, 3x3: response, its levels, its scale");
  lesson_settings_set_kernel (&settings, 7);
  lesson_settings_set_weight (&settings, 0, 0.5);
  time_response (photo, &settings, "once a filter, 7x7");
  lesson_photo_grey_pyramid (parameters->photo_grey);
  lesson_response_postpone (parameters->photo_response);
  time_pictures (lesson, parameters, 4000, "a picture of the whole, before the response is there");
  lesson_response_finish (parameters->photo_response);
  time_pictures (lesson, parameters, 4000, "a picture of the whole");
  time_pictures (lesson, parameters, 1100, "a picture of 1,100 pixels a side, the costliest zoom");
  time_pictures (lesson, parameters, 300, "a picture of 300 pixels a side");
  time_pictures (lesson, parameters, 9, "a picture of 9 pixels a side, with numbers");
  return 0;
}
