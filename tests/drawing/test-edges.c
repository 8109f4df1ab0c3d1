/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every step from its first to its last moment, as the first of a lesson too, over the most extreme settings and photos. */
#include "drawing-test.h"

#define WIDTH  640
#define HEIGHT 400

static LessonSettings
make_settings (gint64 grid, gint64 kernel, float weight, gint64 stride, gint64 dilation, gboolean same) {
  LessonSettings settings;

  lesson_settings_init (&settings);
  settings.grid = grid;
  settings.nodes = settings.filters = grid < 16 ? LESSON_UNITS_MAX : LESSON_UNITS_MIN;
  settings.stride = stride;
  settings.dilation = dilation;
  settings.same_padding = same;
  lesson_settings_set_kernel (&settings, kernel);
  for (gint64 tap = 0; tap < kernel * kernel; tap++)
    lesson_settings_set_weight (&settings, tap, weight);
  return settings;
}

/* Also with the target in the middle of each region, or of some where there are many. */
static void
check_targets (const LessonState *state, DrawCache *cache) {
  g_autoptr (DrawLayout) layout = draw_layout_new (state, WIDTH, HEIGHT);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  guint n;
  const DrawRegion *regions = draw_layout_regions (layout, &n);

  for (guint i = 0; i < n; i += MAX (1, n / 4)) {
    DrawRect rect = regions[i].rect;
    LessonTarget target = draw_layout_hit (layout, rect.x + rect.width / 2, rect.y + rect.height / 2);
    g_autofree char *said = lesson_state_describe (state, &target);
    cairo_t *cr = cairo_create (surface);
    draw_scene (cr, state, layout, draw_style_get (FALSE, FALSE), &target, cache);
    g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
    cairo_destroy (cr);
    if (target.part == LESSON_PART_NONE)
      continue;
    g_assert_true (draw_layout_locate (layout, &target, &rect));
    if (said == NULL)
      g_error ("%s, step %u, %g s: no words for part %d, unit %d, row %d, column %d", state->scene->name,
               state->id, state->seconds, target.part, (int) target.unit, (int) target.row,
               (int) target.column);
  }
  cairo_surface_destroy (surface);
}

static void
check_moment (LessonTimeline *timeline, double seconds) {
  g_autoptr (LessonState) state = lesson_timeline_state_at (timeline, seconds);
  g_autoptr (DrawCache) cache = draw_cache_new ();

  cairo_surface_destroy (draw_picture (state, WIDTH, HEIGHT, FALSE, cache));
  check_targets (state, cache);
}

/* The first step stands in for each of the kind's in turn; then the playground. */
static void
check_scene (Lesson *lesson, guint index, LessonParameters *parameters) {
  LessonScene *scene = &lesson->scenes[index];
  g_autoptr (LessonTimeline) timeline = lesson_timeline_new (lesson, index, parameters);

  for (guint id = 0; id < scene->n_steps; id++) {
    double seconds = scene->steps[0].seconds;
    scene->steps[0].id = id;
    check_moment (timeline, 0);
    check_moment (timeline, 0.47 * seconds);
    check_moment (timeline, seconds);
  }
  scene->steps[0].id = 0;
  if (scene->playground == NULL)
    return;
  g_autoptr (LessonTimeline) free = lesson_timeline_new_free (lesson, index, parameters);
  check_moment (free, 0);
}

static void
test_settings (gconstpointer data) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = load_trained (lesson, data);

  for (guint i = 0; i < lesson->n_scenes; i++)
    check_scene (lesson, i, parameters);
}

static LessonParameters *
with_photo (const LessonParameters *base, gint64 width, gint64 height) {
  g_autofree float *values = g_new (float, width *height);

  for (gint64 i = 0; i < width * height; i++)
    values[i] = (float) (i % 5) / 4;
  g_autoptr (EngineImage) photo = engine_image_new_from_grey (values, height, width, NULL);
  return lesson_parameters_with_photo (base, photo, "photo");
}

static void
test_photos (void) {
  static const gint64 sizes[][2] = { { 1, 1 }, { 2, 1 }, { 10, 10 }, { 32767, 1 }, { 1, 32767 }, { 513, 3 } };
  static const LessonLens lenses[] = { { TRUE, 1e9, -1e9, 0 }, { TRUE, 0, 0, 1e9 } };
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) base = load_parameters (lesson, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (LessonParameters) parameters = with_photo (base, sizes[i][0], sizes[i][1]);
    check_scene (lesson, scene_index (lesson, "photo"), parameters);
    check_scene (lesson, scene_index (lesson, "tensor"), parameters);
    for (gsize j = 0; j < G_N_ELEMENTS (lenses); j++) {
      g_autoptr (LessonParameters) near = lesson_parameters_with_lens (parameters, &lenses[j]);
      check_scene (lesson, scene_index (lesson, "photo"), near);
    }
  }
}

int
main (int argc, char **argv) {
  LessonSettings one = make_settings (LESSON_GRID_MIN, 1, 0, LESSON_STEP_MAX, 1, FALSE);
  LessonSettings large = make_settings (LESSON_GRID_MIN, LESSON_KERNEL_MAX, 99, 1, LESSON_STEP_MAX, TRUE);
  LessonSettings most = make_settings (LESSON_GRID_MAX, LESSON_KERNEL_MAX, -99, 1, 1, TRUE);
  LessonSettings single = make_settings (LESSON_GRID_MIN, LESSON_GRID_MIN, 1, 1, 1, FALSE);

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/drawing/edges/one-weight-that-is-zero", &one, test_settings);
  g_test_add_data_func ("/drawing/edges/a-window-larger-than-the-image", &large, test_settings);
  g_test_add_data_func ("/drawing/edges/one-output", &single, test_settings);
  g_test_add_data_func ("/drawing/edges/the-largest-grid-and-kernel", &most, test_settings);
  g_test_add_func ("/drawing/edges/photos-of-any-shape", test_photos);
  return g_test_run ();
}
