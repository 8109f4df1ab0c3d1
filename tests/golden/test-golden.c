/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of the lesson against those kept beside this file. */
#include "drawing-test.h"
#include "golden-compare.h"

#define WIDTH  960
#define HEIGHT 600

/* What another version of cairo or FreeType may smooth differently, and no more. */
#define MOST_MEAN  0.6
#define MOST_SHARE 0.003

typedef struct {
  const char *scene;
  guint step;
  double share; /* of the step that has been played */
  gboolean dark;
} Golden;

static Lesson *lesson;
static LessonParameters *parameters;

static char *
golden_name (const Golden *golden) {
  const char *moment = golden->share < 1 ? "-middle" : "";

  return g_strdup_printf ("%s-%u%s-%s", golden->scene, golden->step + 1, moment,
                          golden->dark ? "dark" : "light");
}

static char *
path_of (const char *folder, const char *name, const char *ending) {
  g_autofree char *file = g_strconcat (name, ending, NULL);

  return g_build_filename (folder, file, NULL);
}

static cairo_surface_t *
draw_golden (const Golden *golden) {
  g_autoptr (LessonTimeline) timeline =
      lesson_timeline_new (lesson, scene_index (lesson, golden->scene), parameters);
  double end = lesson_timeline_step_end (timeline, golden->step);
  double begin = golden->step > 0 ? lesson_timeline_step_end (timeline, golden->step - 1) : 0;
  g_autoptr (LessonState) state = lesson_timeline_state_at (timeline, begin + golden->share * (end - begin));

  return draw_picture (state, WIDTH, HEIGHT, golden->dark, NULL);
}

static void
save (cairo_surface_t *picture, const char *folder, const char *name, const char *ending) {
  g_autofree char *path = path_of (folder, name, ending);

  g_assert_cmpint (cairo_surface_write_to_png (picture, path), ==, CAIRO_STATUS_SUCCESS);
}

/* Into the build folder, which is where the test runs. */
static void
save_failure (cairo_surface_t *drawn, cairo_surface_t *kept, const char *name) {
  cairo_surface_t *differences = golden_picture_of_differences (drawn, kept);

  save (drawn, ".", name, ".out.png");
  save (differences, ".", name, ".diff.png");
  cairo_surface_destroy (differences);
}

static void
compare (cairo_surface_t *drawn, const char *folder, const char *name) {
  g_autofree char *path = path_of (folder, name, ".png");
  g_autofree char *here = g_get_current_dir ();
  cairo_surface_t *kept = cairo_image_surface_create_from_png (path);
  GoldenDifference difference;

  if (cairo_surface_status (kept) != CAIRO_STATUS_SUCCESS)
    g_error ("%s: %s; renew it as README.md says", path,
             cairo_status_to_string (cairo_surface_status (kept)));
  if (!golden_compare (&difference, drawn, kept))
    g_error ("%s: of another size; renew it as README.md says", path);
  if (difference.mean > MOST_MEAN || difference.share > MOST_SHARE) {
    save_failure (drawn, kept, name);
    g_test_fail_printf (
        "%s: differs by %.3f of 255 on average, visibly on %.3f %% of the pixels; see %s.out.png and "
        "%s.diff.png in %s",
        name, difference.mean, 100 * difference.share, name, name, here);
  }
  cairo_surface_destroy (kept);
}

static void
test_golden (gconstpointer data) {
  const char *folder = g_getenv ("NINE_WEIGHTS_GOLDEN_DIR");
  g_autofree char *name = golden_name (data);
  cairo_surface_t *drawn = draw_golden (data);

  if (g_getenv ("NINE_WEIGHTS_RENEW_GOLDENS") != NULL)
    save (drawn, folder, name, ".png");
  else
    compare (drawn, folder, name);
  cairo_surface_destroy (drawn);
}

static void
add (const char *scene, guint step, double share, gboolean dark) {
  Golden golden = { scene, step, share, dark };
  g_autofree char *name = golden_name (&golden);
  g_autofree char *path = g_strconcat ("/golden/looks-as-kept/", name, NULL);

  g_test_add_data_func_full (path, g_memdup2 (&golden, sizeof golden), test_golden, g_free);
}

/* A flat picture moved by one level, and one with a spot: the comparison sees what it is there to see. */
static void
test_comparison (void) {
  cairo_surface_t *flat = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 100, 100);
  cairo_surface_t *spotted = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 100, 100);
  cairo_surface_t *smaller = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 100, 99);
  GoldenDifference difference;

  cairo_t *cr = cairo_create (spotted);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_rectangle (cr, 10, 10, 10, 10);
  cairo_fill (cr);
  cairo_destroy (cr);
  g_assert_true (golden_compare (&difference, flat, flat));
  g_assert_cmpfloat (difference.mean + difference.share, ==, 0);
  g_assert_true (golden_compare (&difference, flat, spotted));
  g_assert_cmpfloat_with_epsilon (difference.mean, 2.55, 1e-9);
  g_assert_cmpfloat_with_epsilon (difference.share, 0.01, 1e-9);
  g_assert_false (golden_compare (&difference, flat, smaller));
  cairo_surface_destroy (flat);
  cairo_surface_destroy (spotted);
  cairo_surface_destroy (smaller);
}

static void
add_scene (const LessonScene *scene) {
  for (guint step = 0; step < scene->n_steps; step++)
    add (scene->name, step, 1, FALSE);
  add (scene->name, scene->n_steps / 2, 0.5, TRUE);
  add (scene->name, scene->n_steps - 1, 1, TRUE);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  draw_init ();
  lesson = load_builtin ();
  parameters = load_parameters (lesson, NULL);
  g_test_add_func ("/golden/the-comparison-sees-a-spot", test_comparison);
  for (guint i = 0; i < lesson->n_scenes; i++)
    add_scene (&lesson->scenes[i]);
  int failed = g_test_run ();
  lesson_parameters_unref (parameters);
  lesson_unref (lesson);
  return failed;
}
