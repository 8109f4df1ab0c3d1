/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "learned": what can be pointed at in its pictures, and that they stand in their room. */
#include "learning-trainer.h"
#include "lesson-learned.h"
#include "regions-test.h"

#include <math.h>

typedef struct {
  Lesson *lesson;
  LessonParameters *untrained, *trained;
} Fixture;

static const int sizes[][2] = { { 1280, 800 }, { 640, 400 }, { 1024, 768 }, { 1920, 1080 } };

static void
set_up (Fixture *self, gconstpointer unused) {
  draw_init ();
  self->lesson = load_builtin ();
  self->untrained = load_parameters (self->lesson, NULL);
  self->trained = load_trained (self->lesson, NULL);
}

static void
tear_down (Fixture *self, gconstpointer unused) {
  lesson_parameters_unref (self->untrained);
  lesson_parameters_unref (self->trained);
  lesson_unref (self->lesson);
}

static guint
steps_of (const Fixture *self) {
  return self->lesson->scenes[scene_index (self->lesson, "learned")].n_steps;
}

static void
test_regions (Fixture *self, gconstpointer unused) {
  for (guint step = 0; step < steps_of (self); step++) {
    g_autoptr (LessonState) state = state_at_end (self->lesson, "learned", self->trained, step);
    for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
      check_regions (state, sizes[i][0], sizes[i][1]);
  }
}

/* Without a record there is nothing to point at, but something to see. */
static void
test_untrained (Fixture *self, gconstpointer unused) {
  for (guint step = 0; step < steps_of (self); step++) {
    g_autoptr (LessonState) state = state_at_end (self->lesson, "learned", self->untrained, step);
    g_autoptr (DrawLayout) layout = draw_layout_new (state, 640, 400);
    guint n;
    draw_layout_regions (layout, &n);
    g_assert_cmpuint (n, ==, 0);
    cairo_surface_destroy (draw_picture (state, 640, 400, TRUE, NULL));
  }
}

/* Images of a user's own, in so many colours and sizes. */
static LearningData *
own_data (gsize channels, gsize side, guint classes) {
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (LearningSet) set = learning_set_new (64, channels, side, side, classes, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < set->n * set->pixels; i++)
    set->images[i] = (float) g_rand_double (random);
  for (gsize i = 0; i < set->n; i++)
    set->labels[i] = (guint16) (i % classes);
  for (guint i = 0; i < classes; i++)
    g_ptr_array_add (names, g_strdup_printf ("kind %u", i));
  g_ptr_array_add (names, NULL);
  return learning_data_new ("own", set, set, (const char *const *) names->pdata, NULL);
}

static LessonParameters *
with_own_data (const LessonParameters *base, gsize channels, gint64 side, gint64 kernel, guint classes) {
  g_autoptr (LearningData) data = own_data (channels, (gsize) side, classes);
  g_autoptr (LearningRecord) record = learning_record_ref (base->record);

  for (LearningKind kind = 0; kind < LEARNING_N_KINDS; kind++) {
    LearningRecipe recipe = learning_recipe (kind);
    LearningSettings settings;
    recipe.kernel = kernel;
    learning_settings_init (&settings);
    g_autoptr (LearningNetwork) network = learning_network_new_from_recipe (
        &recipe, (const gint64[]){ (gint64) channels, side, side }, classes, NULL);
    g_autoptr (LearningTrainer) trainer =
        learning_trainer_new (kind, network, data, &settings, NULL, 1, NULL);
    g_assert_true (learning_trainer_run (trainer, 14, NULL, NULL));
    g_autoptr (LearningTrace) trace = learning_trainer_trace (trainer);
    LearningRecord *next = learning_record_with_trace (record, LEARNING_COURSE_DIGITS, kind, trace);
    learning_record_unref (record);
    record = next;
  }
  return lesson_parameters_with_record (base, record);
}

static void
check_own (Fixture *self, gsize channels, gint64 side, gint64 kernel, guint classes) {
  g_autoptr (LessonParameters) own = with_own_data (self->trained, channels, side, kernel, classes);

  for (guint step = 0; step < steps_of (self); step++) {
    g_autoptr (LessonState) state = state_at_end (self->lesson, "learned", own, step);
    /* Of colours only the first plane of a filter is drawn. */
    if (state->learned_view.part == LESSON_LEARNED_GRADIENT)
      g_assert_cmpint (state->learned_view.tap, <, kernel * kernel);
    /* No network wants the image at hand where it has other colours: then there is nothing to point at. */
    if (state->learned_view.part == LESSON_LEARNED_CLASSIFY && channels > 1)
      cairo_surface_destroy (draw_picture (state, 640, 400, FALSE, NULL));
    else
      check_regions (state, 640, 400);
  }
}

static void
test_larger_images (Fixture *self, gconstpointer unused) {
  check_own (self, 1, 28, 3, 26);
}

static void
test_larger_kernels (Fixture *self, gconstpointer unused) {
  check_own (self, 1, 12, 5, 4);
}

static void
test_colours (Fixture *self, gconstpointer unused) {
  check_own (self, 3, 10, 3, 3);
}

/* Another weight of the kernel shows its own gradients. */
static void
test_pointed_weight (Fixture *self, gconstpointer unused) {
  g_autoptr (LessonState) state = state_at_end (self->lesson, "learned", self->trained, steps_of (self) - 2);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, 640, 400);
  gint64 other = (state->learned_view.tap + 1) % 9;
  LessonTarget target = { LESSON_PART_FILTER_WEIGHT, state->learned_view.filter, other / 3, other % 3 };
  cairo_surface_t *plain = draw_picture (state, 640, 400, FALSE, NULL);
  cairo_surface_t *pointed = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 640, 400);
  cairo_t *cr = cairo_create (pointed);

  g_assert_cmpint (state->learned_view.part, ==, LESSON_LEARNED_GRADIENT);
  draw_scene (cr, state, layout, draw_style_get (FALSE, FALSE), &target, NULL);
  cairo_destroy (cr);
  cairo_surface_flush (pointed);
  g_assert_cmpint (count_differences (plain, pointed), >, 3000);
  cairo_surface_destroy (plain);
  cairo_surface_destroy (pointed);
}

/* As large as the picture is, all stands at the same share of it. */
static void
test_same_at_all_sizes (Fixture *self, gconstpointer unused) {
  g_autoptr (LessonState) state = state_at_end (self->lesson, "learned", self->trained, 2);
  g_autoptr (DrawLayout) large = draw_layout_new (state, 1920, 1200);
  const DrawRegion *of_large, *of_small;
  guint n_large, n_small;

  of_large = draw_layout_regions (large, &n_large);
  for (int width = 480; width < 1920; width += 160) {
    double scale = 1920.0 / width;
    g_autoptr (DrawLayout) small = draw_layout_new (state, width, width * 5 / 8.0);
    of_small = draw_layout_regions (small, &n_small);
    g_assert_cmpuint (n_small, ==, n_large);
    for (guint i = 0; i < n_small; i++) {
      g_assert_cmpfloat_with_epsilon (scale * of_small[i].rect.x, of_large[i].rect.x, 1e-3);
      g_assert_cmpfloat_with_epsilon (scale * of_small[i].rect.y, of_large[i].rect.y, 1e-3);
    }
  }
}

static double
distance (guint32 pixel, DrawColor color) {
  return fabs ((pixel >> 16 & 255) / 255.0 - color.red) + fabs ((pixel >> 8 & 255) / 255.0 - color.green)
         + fabs ((pixel & 255) / 255.0 - color.blue);
}

/* How far the colours of the filters' weights are from that of 0, in the middle. */
static double
strength_of (Fixture *self, guint step) {
  g_autoptr (LessonState) state = state_at_end (self->lesson, "learned", self->trained, step);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, 1280, 800);
  cairo_surface_t *picture = draw_picture (state, 1280, 800, FALSE, NULL);
  double sum = 0;
  guint n, weights = 0;
  const DrawRegion *regions = draw_layout_regions (layout, &n);

  for (guint i = 0; i < n; i++)
    for (gint64 tap = 0; regions[i].part == LESSON_PART_FILTER_WEIGHT && tap < 9; tap++, weights++) {
      DrawRect cell = draw_rect_cell (regions[i].rect, 3, 3, (double) (tap / 3), (double) (tap % 3));
      sum += distance (pixel_at (picture, (int) (cell.x + cell.width / 2), (int) (cell.y + cell.height / 2)),
                       draw_style_get (FALSE, FALSE)->zero);
    }
  cairo_surface_destroy (picture);
  g_assert_cmpuint (weights, ==, 288);
  return sum / weights;
}

/* The random start is seen as noise, not as empty boxes: about as strongly as what it becomes. */
static void
test_noise_is_seen (Fixture *self, gconstpointer unused) {
  double noise = strength_of (self, 1), learned = strength_of (self, 2);

  g_assert_cmpfloat (noise, >, 0.6 * learned);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer)) {
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  add ("/drawing/learned/everything-to-point-at-has-words", test_regions);
  add ("/drawing/learned/there-is-a-picture-before-training", test_untrained);
  add ("/drawing/learned/larger-images-of-many-classes", test_larger_images);
  add ("/drawing/learned/larger-kernels", test_larger_kernels);
  add ("/drawing/learned/images-in-colour", test_colours);
  add ("/drawing/learned/a-weight-that-is-pointed-at-shows-its-gradients", test_pointed_weight);
  add ("/drawing/learned/everything-stands-at-the-same-place-in-all-sizes", test_same_at_all_sizes);
  add ("/drawing/learned/the-random-start-is-seen-as-noise", test_noise_is_seen);
  return g_test_run ();
}
