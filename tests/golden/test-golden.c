/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of the lesson against those kept beside this file. */
#include "drawing-test.h"
#include "golden-compare.h"

/* Of one moment; a picture has three, one above the other. */
#define WIDTH   480
#define HEIGHT  300
#define MOMENTS 3
/* Sixteen levels a channel: the files have less than half the size, and the eye hardly sees it. */
#define LEVELS 15

/* What another version of cairo or FreeType may smooth differently, and no more. */
#define MOST_MEAN  0.6
#define MOST_SHARE 0.003

typedef struct {
  const char *name;
  gboolean dark, contrast;
} Theme;

static const Theme themes[] = {
  { "light", FALSE, FALSE },
  { "dark", TRUE, FALSE },
  { "contrast", FALSE, TRUE },
};

typedef struct {
  guint scene, step;
  const Theme *theme;
} Golden;

static Lesson *lesson;
static LessonParameters *parameters;
static GHashTable *names; /* of all pictures that there are to be */

static char *
golden_name (const Golden *golden) {
  const LessonScene *scene = &lesson->scenes[golden->scene];

  return g_strdup_printf ("%s-%s-%s", scene->name, scene->steps[golden->step].name, golden->theme->name);
}

static char *
path_of (const char *folder, const char *name, const char *ending) {
  g_autofree char *file = g_strconcat (name, ending, NULL);

  return g_build_filename (folder, file, NULL);
}

/* A step begins when the one before has ended, and that moment is still the other's. */
static cairo_surface_t *
draw_moment (const Golden *golden, int number) {
  static const double shares[MOMENTS] = { 1e-6, 0.5, 1 };
  g_autoptr (LessonTimeline) timeline = lesson_timeline_new (lesson, golden->scene, parameters);
  double end = lesson_timeline_step_end (timeline, golden->step);
  double begin = golden->step > 0 ? lesson_timeline_step_end (timeline, golden->step - 1) : 0;
  g_autoptr (LessonState) state = lesson_timeline_state_at (timeline, begin + shares[number] * (end - begin));

  g_assert_cmpuint (state->step, ==, golden->step);
  return draw_picture_in (state, WIDTH, HEIGHT, draw_style_get (golden->theme->dark, golden->theme->contrast),
                          NULL);
}

static void
reduce_levels (cairo_surface_t *picture) {
  guint8 *pixels = cairo_image_surface_get_data (picture);
  int length = cairo_image_surface_get_stride (picture) * cairo_image_surface_get_height (picture);

  for (int i = 0; i < length; i++)
    pixels[i] = (guint8) ((pixels[i] * LEVELS + 127) / 255 * (255 / LEVELS));
  cairo_surface_mark_dirty (picture);
}

static cairo_surface_t *
draw_golden (const Golden *golden) {
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, MOMENTS * HEIGHT);
  cairo_t *cr = cairo_create (picture);

  for (int i = 0; i < MOMENTS; i++) {
    cairo_surface_t *moment = draw_moment (golden, i);
    cairo_set_source_surface (cr, moment, 0, i * HEIGHT);
    cairo_paint (cr);
    cairo_surface_destroy (moment);
  }
  cairo_destroy (cr);
  cairo_surface_flush (picture);
  reduce_levels (picture);
  return picture;
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
add (guint scene, guint step, const Theme *theme) {
  Golden golden = { scene, step, theme };
  char *name = golden_name (&golden);
  g_autofree char *path = g_strconcat ("/golden/looks-as-kept/", name, NULL);

  g_hash_table_add (names, name);
  g_test_add_data_func_full (path, g_memdup2 (&golden, sizeof golden), test_golden, g_free);
}

/* A step that has gone or was renamed leaves nothing behind. */
static void
test_no_more (void) {
  const char *folder = g_getenv ("NINE_WEIGHTS_GOLDEN_DIR");
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) files = g_dir_open (folder, 0, &error);
  const char *file;

  g_assert_no_error (error);
  while ((file = g_dir_read_name (files)) != NULL) {
    g_autofree char *name = g_str_has_suffix (file, ".png") ? g_strndup (file, strlen (file) - 4) : NULL;
    if (name != NULL && !g_hash_table_contains (names, name))
      g_test_fail_printf ("%s/%s: no step has this picture; remove it", folder, file);
  }
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
add_scene (guint scene) {
  for (guint step = 0; step < lesson->scenes[scene].n_steps; step++)
    for (gsize theme = 0; theme < G_N_ELEMENTS (themes); theme++)
      add (scene, step, &themes[theme]);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  draw_init ();
  lesson = load_builtin ();
  parameters = load_trained (lesson, NULL);
  names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_test_add_func ("/golden/the-comparison-sees-a-spot", test_comparison);
  for (guint scene = 0; scene < lesson->n_scenes; scene++)
    add_scene (scene);
  g_test_add_func ("/golden/every-kept-picture-has-its-step", test_no_more);
  int failed = g_test_run ();
  g_hash_table_unref (names);
  lesson_parameters_unref (parameters);
  lesson_unref (lesson);
  return failed;
}
