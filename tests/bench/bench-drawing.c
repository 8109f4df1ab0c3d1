/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The drawing's speed at 1920x1080: each scene with a cache that knows the moment before, with an emptied one, and in the middle of a
 * step where all moves. Contenders take turns; medians are told. Only the scenes that are named are measured, where any are. */
#include "draw-scene.h"
#include "draw-style.h"
#include "engine-threads-private.h"
#include "learning-course.h"
#include "lesson-data.h"
#include "lesson-timeline.h"

#include <stdlib.h>

#define ROUNDS 9
#define PASSES 2
#define WIDTH  1920
#define HEIGHT 1080
#define FRAME  (1.0 / 60)
#define JUMP   0.41 /* seconds from one frame without a cache to the next */

static int
compare_cb (const void *a, const void *b) {
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static double
median (double *times) {
  qsort (times, ROUNDS, sizeof (double), compare_cb);
  return times[ROUNDS / 2];
}

static double
milliseconds_since (gint64 begin) {
  return (double) (g_get_monotonic_time () - begin) / 1000;
}

static double
draw (LessonTimeline *timeline, double seconds, DrawCache *cache) {
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  gint64 begin = g_get_monotonic_time ();

  g_autoptr (LessonState) state = lesson_timeline_state_at (timeline, seconds);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, WIDTH, HEIGHT);
  draw_scene (cr, state, layout, draw_style_get (FALSE, FALSE), NULL, cache);
  double time = milliseconds_since (begin);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return time;
}

typedef struct {
  double mean, slowest;
  double seconds; /* where the slowest one is */
} Frames;

/* One frame after the other, all of them several times: what other programs took is not the frame's own. The slowest of those
 * with a cache tells whether playing stutters. */
static Frames
draw_frames (LessonTimeline *timeline, double step, gboolean cached) {
  guint n = (guint) (lesson_timeline_duration (timeline) / step);
  g_autofree double *times = g_new (double, n);
  Frames frames = { 0 };

  for (int pass = 0; pass < PASSES; pass++) {
    g_autoptr (DrawCache) cache = cached ? draw_cache_new () : NULL;
    draw (timeline, 0, cache);
    for (guint i = 0; i < n; i++) {
      double time = draw (timeline, (i + 1) * step, cache);
      times[i] = pass == 0 ? time : MIN (times[i], time);
    }
  }
  for (guint i = 0; i < n; i++) {
    frames.mean += times[i] / n;
    if (times[i] > frames.slowest)
      frames = (Frames){ frames.mean, times[i], (i + 1) * step };
  }
  return frames;
}

static void
measure_playing (LessonTimeline *timeline) {
  Frames playing = draw_frames (timeline, FRAME, TRUE);
  Frames jumping = draw_frames (timeline, JUMP, FALSE);

  g_print ("  %-30s %10.3f ms\n", "playing, mean", playing.mean);
  g_print ("  %-30s %10.3f ms, at %.2f s\n", "playing, slowest frame", playing.slowest, playing.seconds);
  g_print ("  %-30s %10.3f ms, at %.2f s\n", "without cache, slowest frame", jumping.slowest,
           jumping.seconds);
}

static void
measure_scene (Lesson *lesson, guint scene, LessonParameters *parameters) {
  g_autoptr (LessonTimeline) timeline = lesson_timeline_new (lesson, scene, parameters);
  g_autoptr (DrawCache) cache = draw_cache_new ();
  double end = lesson_timeline_duration (timeline);
  double cached[ROUNDS], uncached[ROUNDS], moving[ROUNDS];

  for (int round = 0; round < ROUNDS; round++) {
    uncached[round] = draw (timeline, end, NULL);
    draw (timeline, end, cache);
    cached[round] = draw (timeline, end, cache);
    draw (timeline, end / 2, cache);
    moving[round] = draw (timeline, end / 2 + FRAME, cache);
  }
  g_print ("\nscene %s\n", lesson->scenes[scene].name);
  g_print ("  %-30s %10.3f ms\n", "end, without cache", median (uncached));
  g_print ("  %-30s %10.3f ms\n", "end, again from the cache", median (cached));
  g_print ("  %-30s %10.3f ms\n", "middle, from the frame before", median (moving));
  measure_playing (timeline);
}

/* The lesson's, with the networks trained: untrained ones are drawn in no time. */
static LessonParameters *
load_parameters (Lesson *lesson, GError **error) {
  g_autoptr (LessonParameters) plain = lesson_load_parameters (lesson, error);
  g_autofree char *folder = lesson_data_path ("digits");

  if (plain == NULL)
    return NULL;
  const LearningChoices choices = { .seed = plain->settings.seed,
                                    .nodes = plain->settings.nodes,
                                    .filters = plain->settings.filters };
  g_autoptr (LearningRecord) record = learning_course_run (plain->record, &choices, folder, NULL, error);
  return record != NULL ? lesson_parameters_with_record (plain, record) : NULL;
}

int
main (int argc, char **argv) {
  const char *const *names = (const char *const *) argv + 1;
  g_autoptr (GError) error = NULL;

  draw_init ();
  g_autoptr (Lesson) lesson = lesson_new_builtin (&error);
  g_autoptr (LessonParameters) parameters = lesson != NULL ? load_parameters (lesson, &error) : NULL;
  if (parameters == NULL)
    g_error ("%s", error->message);
  engine_threads_set (0);
  g_print ("%u threads, cairo %s\n", engine_threads (), cairo_version_string ());
  for (guint scene = 0; scene < lesson->n_scenes; scene++)
    if (argc < 2 || g_strv_contains (names, lesson->scenes[scene].name))
      measure_scene (lesson, scene, parameters);
  return 0;
}
