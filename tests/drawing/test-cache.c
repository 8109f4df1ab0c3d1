/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cache makes pictures faster, never different. */
#include "drawing-test.h"

#define MOMENTS 7

static void
assert_same (const LessonState *state, int width, int height, gboolean dark, DrawCache *cache) {
  cairo_surface_t *fresh = draw_picture (state, width, height, dark, NULL);
  cairo_surface_t *cached = draw_picture (state, width, height, dark, cache);
  gint64 differences = count_differences (fresh, cached);

  if (differences > 0)
    g_error ("%s at %g s, %dx%d: %d pixels differ", state->scene->name, state->seconds, width, height,
             (int) differences);
  cairo_surface_destroy (fresh);
  cairo_surface_destroy (cached);
}

typedef struct {
  Lesson *lesson;
  LessonParameters *parameters;
  DrawCache *cache;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data) {
  self->lesson = load_builtin ();
  self->parameters = load_trained (self->lesson, NULL);
  self->cache = draw_cache_new ();
}

static void
tear_down (Fixture *self, gconstpointer data) {
  draw_cache_free (self->cache);
  lesson_parameters_unref (self->parameters);
  lesson_unref (self->lesson);
}

static LessonState *
moment (Fixture *self, guint scene, int number) {
  g_autoptr (LessonTimeline) timeline = lesson_timeline_new (self->lesson, scene, self->parameters);

  return lesson_timeline_state_at (timeline, lesson_timeline_duration (timeline) * number / (MOMENTS - 1));
}

static void
test_forward (Fixture *self, gconstpointer data) {
  for (guint scene = 0; scene < self->lesson->n_scenes; scene++)
    for (int i = 0; i < MOMENTS; i++) {
      g_autoptr (LessonState) state = moment (self, scene, i);
      assert_same (state, 480, 300, FALSE, self->cache);
    }
}

static void
test_backward (Fixture *self, gconstpointer data) {
  for (guint scene = self->lesson->n_scenes; scene-- > 0;)
    for (int i = MOMENTS; i-- > 0;) {
      g_autoptr (LessonState) state = moment (self, scene, i);
      assert_same (state, 480, 300, FALSE, self->cache);
    }
}

static void
test_sizes_and_themes (Fixture *self, gconstpointer data) {
  for (int i = 0; i < 3 * MOMENTS; i++) {
    g_autoptr (LessonState) state = moment (self, (guint) i % self->lesson->n_scenes, i * 5 % MOMENTS);
    assert_same (state, 400 + 40 * (i % 3), 300 + 20 * (i % 2), i % 2, self->cache);
  }
}

static void
test_other_settings (Fixture *self, gconstpointer data) {
  LessonSettings other = self->lesson->settings;

  other.seed++;
  other.grid = 7;
  other.nodes = 6;
  g_autoptr (LessonParameters) changed = load_trained (self->lesson, &other);
  for (guint scene = 0; scene < self->lesson->n_scenes; scene++) {
    const char *name = self->lesson->scenes[scene].name;
    g_autoptr (LessonState) first = state_at (self->lesson, name, self->parameters, G_MAXDOUBLE);
    g_autoptr (LessonState) second = state_at (self->lesson, name, changed, G_MAXDOUBLE);
    assert_same (first, 480, 300, FALSE, self->cache);
    assert_same (second, 480, 300, FALSE, self->cache);
    assert_same (first, 480, 300, FALSE, self->cache);
  }
}

/* More lines of text than are kept. */
static void
test_full (Fixture *self, gconstpointer data) {
  g_autoptr (LessonState) end = moment (self, 2, MOMENTS - 1);

  for (int width = 320; width < 420; width++) {
    g_autoptr (LessonState) state = moment (self, 1, 4);
    cairo_surface_destroy (draw_picture (state, width, 300, FALSE, self->cache));
  }
  assert_same (end, 480, 300, FALSE, self->cache);
}

static gpointer
draw_cb (gpointer state) {
  return draw_picture (state, 480, 300, FALSE, NULL);
}

/* Lines of text are kept by the thread that draws: a new one knows none. */
static void
test_kept_text (Fixture *self, gconstpointer data) {
  for (guint scene = 0; scene < self->lesson->n_scenes; scene++) {
    g_autoptr (LessonState) state = moment (self, scene, MOMENTS - 1);
    cairo_surface_t *first = g_thread_join (g_thread_new ("first", draw_cb, state));
    cairo_surface_destroy (draw_picture (state, 640, 300, FALSE, NULL));
    cairo_surface_destroy (draw_picture (state, 480, 300, TRUE, NULL));
    cairo_surface_t *later = draw_picture (state, 480, 300, FALSE, NULL);
    g_assert_cmpint (count_differences (first, later), ==, 0);
    cairo_surface_destroy (first);
    cairo_surface_destroy (later);
  }
}

static void
test_in_its_place (Fixture *self, gconstpointer data) {
  g_autoptr (LessonState) state = moment (self, 0, MOMENTS - 1);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, 480, 300);
  cairo_surface_t *plain = draw_picture (state, 480, 300, FALSE, NULL);
  cairo_surface_t *moved = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 520, 320);
  cairo_t *cr = cairo_create (moved);

  cairo_translate (cr, 40, 20);
  draw_scene (cr, state, layout, draw_style_get (FALSE, FALSE), NULL, self->cache);
  cairo_destroy (cr);
  cairo_surface_flush (moved);
  gint64 differences = 0;
  for (int y = 0; y < 300; y++)
    for (int x = 0; x < 480; x++)
      differences += pixel_at (plain, x, y) != pixel_at (moved, x + 40, y + 20);
  g_assert_cmpint (differences, <, 480 * 300 / 500);
  cairo_surface_destroy (plain);
  cairo_surface_destroy (moved);
}

static void
add (const char *path, void (*test) (Fixture *self, gconstpointer data)) {
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  draw_init ();
  add ("/drawing/cache/same-pixels-playing-forward", test_forward);
  add ("/drawing/cache/same-pixels-going-back", test_backward);
  add ("/drawing/cache/same-pixels-with-changing-sizes-and-themes", test_sizes_and_themes);
  add ("/drawing/cache/same-pixels-with-other-settings-between", test_other_settings);
  add ("/drawing/cache/same-pixels-when-it-was-full", test_full);
  add ("/drawing/cache/same-pixels-in-a-thread-that-has-set-no-text-yet", test_kept_text);
  add ("/drawing/scene/a-translated-picture-is-the-same", test_in_its_place);
  return g_test_run ();
}
