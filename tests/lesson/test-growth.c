/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "growth" */
#include "lesson-growth.h"
#include "lesson-fixture.h"

enum { START, SECOND, THIRD, LAST, PRICE, NETWORKS, LARGEST, LEANEST, N_STEPS };

static void
test_counters (Fixture *self, gconstpointer unused) {
  static const gint64 dense[] = { 3200, 25088, 1605632, 32000000, 32000000 };
  static const gint64 multiplications[] = { 18432, 194688, 14193792, 286849152, 286849152 };

  for (guint step = START; step <= PRICE; step++) {
    g_autoptr (LessonState) state = state_at_end (self->lesson, "growth", self->parameters, step);
    g_assert_cmpint (state->dense.weights, ==, dense[step]);
    g_assert_cmpint (state->convolution.weights, ==, 288);
    g_assert_cmpint (state->convolution.multiplications, ==, multiplications[step]);
    g_assert_cmpint (state->growth_view.dense.weights, ==, dense[step]);
  }
}

static void
test_runs (Fixture *self, gconstpointer unused) {
  gint64 before = 3200;

  for (double seconds = 3.5; seconds < 7; seconds += 0.5) {
    g_autoptr (LessonState) state = state_at (self->lesson, "growth", self->parameters, seconds);
    g_assert_cmpint (state->dense.weights, >=, before);
    g_assert_cmpint (state->convolution.weights, ==, 288);
    before = state->dense.weights;
  }
  g_assert_cmpint (before, >, 3200);
  g_assert_cmpint (before, <, 25088);
}

static void
test_networks (Fixture *self, gconstpointer unused) {
  g_autoptr (LessonState) largest = state_at_end (self->lesson, "growth", self->parameters, LARGEST);
  g_autoptr (LessonState) leanest = state_at_end (self->lesson, "growth", self->parameters, LEANEST);

  g_assert_cmpint (largest->growth_view.enlarged, ==, 2);
  g_assert_cmpint (largest->dense.weights, ==, 123642856);
  g_assert_cmpint (largest->convolution.weights, ==, 14714688);
  g_assert_cmpint (largest->convolution.multiplications, ==, G_GINT64_CONSTANT (15346630656));
  g_assert_cmpint (leanest->growth_view.enlarged, ==, 3);
  g_assert_cmpint (leanest->dense.weights, ==, 2049000);
}

/* A lesson may begin with any step. */
static void
test_before_networks (Fixture *self, gconstpointer unused) {
  g_autoptr (LessonState) grown = state_at_end (self->lesson, "growth", self->parameters, PRICE);
  LessonScene *scene = &self->lesson->scenes[scene_index (self->lesson, "growth")];

  scene->steps[0].id = NETWORKS;
  g_autoptr (LessonState) state = state_at (self->lesson, "growth", self->parameters, 0);
  g_assert_cmpfloat (state->growth_view.networks, ==, 0);
  g_assert_cmpfloat (state->growth_view.side, ==, grown->growth_view.side);
  g_assert_cmpfloat (state->growth_view.price, ==, 1);
}

static void
test_bars (Fixture *self, gconstpointer unused) {
  static const guint bars[] = { 5, 8, 16, 54 };

  for (guint i = 0; i < self->lesson->networks->len; i++)
    g_assert_cmpuint (lesson_growth_n_bars (self->lesson->networks->pdata[i]), ==, bars[i]);
  g_assert_cmpstr (lesson_growth_bar (self->lesson->networks->pdata[2], 13)->name, ==, "fc6");
  g_assert_null (lesson_growth_bar (self->lesson->networks->pdata[2], 16));
}

/* Sides rise, hold the four of the lesson, and the kernel fits into each. */
static void
check_sides (const LessonSettings *settings, const Lesson *lesson) {
  g_autoptr (LessonParameters) parameters = load_parameters (lesson, settings);
  gint64 sides[LESSON_GROWTH_SIDES_MAX];
  guint n = lesson_growth_sides (parameters, sides);
  EngineCount dense, convolution;
  guint steps = 0;

  g_assert_cmpuint (n, <=, LESSON_GROWTH_SIDES_MAX);
  for (guint i = 0; i < n; i++) {
    g_assert_true (lesson_growth_count (parameters, sides[i], &dense, &convolution));
    g_assert_true (i == 0 || sides[i] > sides[i - 1]);
    if (steps < LESSON_GROWTH_STEPS && lesson_growth_step_side (parameters, steps) == sides[i])
      steps++;
  }
  g_assert_cmpuint (steps, ==, LESSON_GROWTH_STEPS);
}

static void
test_sides (Fixture *self, gconstpointer unused) {
  static const gint64 grids[] = { 4, 10, 27, 28, 29, 64 };
  LessonSettings settings = self->parameters->settings;

  for (gsize i = 0; i < G_N_ELEMENTS (grids); i++) {
    settings.grid = grids[i];
    check_sides (&settings, self->lesson);
  }
  settings.grid = 19;
  lesson_settings_set_kernel (&settings, 7);
  settings.dilation = 3;
  check_sides (&settings, self->lesson);
  settings.same_padding = TRUE;
  settings.stride = 3;
  check_sides (&settings, self->lesson);
}

static void
assert_described (const LessonState *state, LessonTarget target, const char *expected) {
  g_autofree char *sentence = lesson_state_describe (state, &target);

  g_assert_cmpstr (sentence, ==, expected);
}

static void
test_describe (Fixture *self, gconstpointer unused) {
  g_autoptr (LessonState) image = state_at_end (self->lesson, "growth", self->parameters, LAST);
  g_autoptr (LessonState) networks = state_at_end (self->lesson, "growth", self->parameters, NETWORKS);

  assert_described (image, (LessonTarget){ LESSON_PART_SIZE, 2 },
                    "10 × 10: dense 3,200 weights; convolution 288, 18,432 multiplications");
  assert_described (image, (LessonTarget){ LESSON_PART_SIZE, 99 }, NULL);
  assert_described (image, (LessonTarget){ LESSON_PART_LAYER, 2, 0, 0 }, NULL);
  assert_described (networks, (LessonTarget){ LESSON_PART_LAYER, 2, 0, 13 },
                    "VGG-16, fc6 (dense): 102,764,544 parameters, 102,760,448 multiplications");
  assert_described (networks, (LessonTarget){ LESSON_PART_LAYER, 2, 0, 0 },
                    "VGG-16, conv1_1 (convolution): 1,792 parameters, 86,704,128 multiplications");
  assert_described (networks, (LessonTarget){ LESSON_PART_LAYER, 4, 0, 0 }, NULL);
  assert_described (networks, (LessonTarget){ LESSON_PART_SIZE, 2 }, NULL);
}

static void
test_question (Fixture *self, gconstpointer unused) {
  LessonSettings settings = self->parameters->settings;
  settings.questions = TRUE;
  g_autoptr (LessonParameters) asking = load_parameters (self->lesson, &settings);
  g_autoptr (LessonState) state = state_at_end (self->lesson, "growth", asking, SECOND);

  g_assert_nonnull (state->prediction.question);
  g_assert_cmpfloat (state->prediction.truth, ==, 288);
}

#define ADD(name, test) g_test_add ("/lesson/growth/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("dense-weights-grow-and-shared-ones-do-not", test_counters);
  ADD ("counters-run-while-the-image-grows", test_runs);
  ADD ("networks-are-counted-by-kind-of-layer", test_networks);
  ADD ("before-the-first-network-the-image-stands", test_before_networks);
  ADD ("convolutions-and-dense-layers-have-a-bar", test_bars);
  ADD ("sides-rise-whatever-the-settings", test_sides);
  ADD ("sizes-and-layers-are-told-in-words", test_describe);
  ADD ("the-question-knows-that-nothing-is-needed", test_question);
  return g_test_run ();
}
