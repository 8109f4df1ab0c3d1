/* SPDX-License-Identifier: GPL-3.0-or-later */
/* W7: what the worst moment of each scene of the lesson, and of each scene's playground, takes to draw: its state, its layout and its
 * picture, on as many threads as the program uses. Three states: at 1920x1080 with nothing cached, at 1920x1080 with the frame
 * before just drawn by the same cache (in a playground: the same frame), at 3840x2160 with nothing cached. A pass over the whole
 * timeline finds the slowest moments, these are timed again to find the worst of them, and this one is measured: the three states
 * take turns. After scene "photo" the same of a large photo. What is looked for by processor time, which other programs disturb less,
 * is measured by the clock on the wall; both are told. One to two minutes; with names of scenes as arguments only these. */
#include "bench.h"

#include "draw-scene.h"
#include "draw-style.h"
#include "draw-text-layout-private.h"
#include "engine-threads-private.h"
#include "learning-course.h"
#include "lesson-data.h"
#include "lesson-timeline.h"

#include <stdlib.h>
#include <time.h>

#define FRAME      (1.0 / 60)
#define STEP       0.2 /* seconds between two moments of the pass; nothing that moves is that short */
#define LARGE_STEP 1.0 /* the same of the large picture, which shows what the small one shows */
#define CANDIDATES 6   /* of the pass, the slowest; timed again */
#define REPEATS    3
#define ROUNDS     11
#define SEARCH     CLOCK_PROCESS_CPUTIME_ID

typedef enum { FRESH, KEPT, LARGE, N_STATES } State;

static const struct {
  const char *name;
  double step, limit; /* ms */
} states[N_STATES] = {
  [FRESH] = { "nothing cached, 1920x1080", STEP, 8 },
  [KEPT] = { "cached, 1920x1080", STEP, 3 },
  [LARGE] = { "nothing cached, 3840x2160", LARGE_STEP, 16 },
};

/* Both sizes, made once: a window does not make its surface in draw_scene() either. */
static cairo_surface_t *surfaces[2];

typedef struct {
  LessonTimeline *timeline;
  State state;
  double seconds;  /* the moment */
  double cpu_time; /* of the fastest repetition, ms */
} Moment;

static void
draw (const Moment *moment, double seconds, DrawCache *cache) {
  cairo_surface_t *surface = surfaces[moment->state == LARGE];
  cairo_t *cr = cairo_create (surface);

  g_autoptr (LessonState) state = lesson_timeline_state_at (moment->timeline, seconds);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, cairo_image_surface_get_width (surface),
                                                   cairo_image_surface_get_height (surface));
  draw_scene (cr, state, layout, draw_style_get (FALSE, FALSE), NULL, cache);
  cairo_destroy (cr);
}

/* Milliseconds: CLOCK_MONOTONIC, or CLOCK_PROCESS_CPUTIME_ID for that of all threads. */
static double
now (clockid_t clock) {
  struct timespec time;

  clock_gettime (clock, &time);
  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec * 1e-6;
}

/* Milliseconds. `cache` is what has drawn earlier moments; the frame before this one is drawn first. */
static double
time_kept (const Moment *moment, DrawCache *cache, clockid_t clock) {
  draw (moment, MAX (moment->seconds - FRAME, 0), cache);
  double begin = now (clock);
  draw (moment, moment->seconds, cache);
  return now (clock) - begin;
}

/* Lines of text are kept by the thread and not by the cache: as many others drive them out. */
static void
forget_text (void) {
  for (int i = 0; i < 2 * DRAW_TEXT_LAYOUTS; i++)
    draw_text_layout ("", 1000 + i, DRAW_REGULAR, 0, 1);
}

static double
time_moment (const Moment *moment, clockid_t clock) {
  if (moment->state == KEPT) {
    g_autoptr (DrawCache) cache = draw_cache_new ();
    return time_kept (moment, cache, clock);
  }
  forget_text ();
  double begin = now (clock);
  draw (moment, moment->seconds, NULL);
  return now (clock) - begin;
}

static double
turn (gpointer data) {
  return time_moment (data, CLOCK_MONOTONIC);
}

typedef struct {
  double seconds, time;
} Sample;

static int
slowest_first_cb (gconstpointer a, gconstpointer b) {
  const Sample *x = a, *y = b;

  return (x->time < y->time) - (x->time > y->time);
}

/* Of the whole timeline, its end too; a cache sees the moments in their order, as in playing. */
static GArray *
pass (const Moment *scene) {
  GArray *samples = g_array_new (FALSE, FALSE, sizeof (Sample));
  double end = lesson_timeline_duration (scene->timeline);
  guint n = (guint) (end / states[scene->state].step) + 1;
  g_autoptr (DrawCache) cache = draw_cache_new ();
  Moment moment = *scene;

  for (guint i = 0; i <= n; i++) {
    moment.seconds = end * i / n;
    Sample sample = { moment.seconds, moment.state == KEPT ? time_kept (&moment, cache, SEARCH)
                                                           : time_moment (&moment, SEARCH) };
    g_array_append_val (samples, sample);
  }
  g_array_sort (samples, slowest_first_cb);
  return samples;
}

/* Sets the moment to the worst one: that whose least time is the largest, as what other programs take is not its own. */
static void
find_worst (Moment *moment) {
  g_autoptr (GArray) samples = pass (moment);
  Sample *candidates = (Sample *) (gpointer) samples->data;
  guint n = MIN (CANDIDATES, samples->len);

  for (int repeat = 0; repeat < REPEATS; repeat++)
    for (guint i = 0; i < n; i++) {
      moment->seconds = candidates[i].seconds;
      candidates[i].time = MIN (candidates[i].time, time_moment (moment, SEARCH));
    }
  qsort (candidates, n, sizeof *candidates, slowest_first_cb);
  moment->seconds = candidates[0].seconds;
  moment->cpu_time = candidates[0].time;
}

static void
tell (const char *name, const Moment *moment, BenchFigure figure) {
  guint step = lesson_timeline_step_at (moment->timeline, moment->seconds);
  g_autofree char *which = g_strdup_printf ("%s, %s", name, states[moment->state].name);
  const BenchCase row = { "W7", which, "ms", FALSE };

  bench_row_limit (&row, figure, states[moment->state].limit);
  g_printerr ("       worst at %.2f of %.2f s, step %u; processor time %.2f ms\n", moment->seconds,
              lesson_timeline_duration (moment->timeline), step + 1, moment->cpu_time);
}

static void
measure (const char *name, LessonTimeline *timeline) {
  Moment moments[N_STATES];
  BenchContender contenders[N_STATES];

  for (State state = 0; state < N_STATES; state++) {
    moments[state] = (Moment){ timeline, state, 0, 0 };
    find_worst (&moments[state]);
    contenders[state] = (BenchContender){ states[state].name, turn, &moments[state] };
  }
  bench_measure (contenders, N_STATES, ROUNDS);
  for (State state = 0; state < N_STATES; state++)
    tell (name, &moments[state], contenders[state].figure);
}

static void
measure_scene (Lesson *lesson, guint scene, LessonParameters *parameters) {
  const char *name = lesson->scenes[scene].name;
  g_autofree char *free_name = g_strdup_printf ("%s, playground", name);
  g_autoptr (LessonTimeline) timeline = lesson_timeline_new (lesson, scene, parameters);

  measure (name, timeline);
  if (lesson->scenes[scene].playground == NULL)
    return;
  g_autoptr (LessonTimeline) free_timeline = lesson_timeline_new_free (lesson, scene, parameters);
  measure (free_name, free_timeline);
}

/* A photo whose response is not kept in full, where a frame computes much of it: farther away its means are drawn, nearer there is less
 * of it in view. */
static void
measure_large_photo (Lesson *lesson, LessonParameters *parameters) {
  const gint64 width = 4000, height = 3000;
  const LessonLens lens = { TRUE, 1900, 1500, 1100 };
  g_autofree guint32 *pixels = g_new (guint32, width * height);
  g_autoptr (GRand) random = g_rand_new_with_seed (12);

  for (gint64 i = 0; i < width * height; i++)
    pixels[i] = 255u << 24 | (g_rand_int (random) & 0x7f7f7f);
  g_autoptr (EngineImage) photo =
      engine_image_new_from_argb32 ((const guint8 *) pixels, width, height, (gsize) width * 4, NULL);
  g_autoptr (LessonParameters) large = lesson_parameters_with_photo (parameters, photo, "Noise");
  g_autoptr (LessonParameters) seen = lesson_parameters_with_lens (large, &lens);
  guint scene = (guint) lesson_find_scene (lesson, "photo", NULL);
  g_autoptr (LessonTimeline) timeline = lesson_timeline_new_free (lesson, scene, seen);

  measure ("photo of 12 megapixels, a zoom", timeline);
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
  surfaces[0] = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1920, 1080);
  surfaces[1] = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 3840, 2160);
  for (guint scene = 0; scene < lesson->n_scenes; scene++)
    if (argc < 2 || g_strv_contains (names, lesson->scenes[scene].name))
      measure_scene (lesson, scene, parameters);
  if (argc < 2 || g_strv_contains (names, "photo"))
    measure_large_photo (lesson, parameters);
  cairo_surface_destroy (surfaces[0]);
  cairo_surface_destroy (surfaces[1]);
  return 0;
}
