/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "learned": what it takes from the record of training, and what it says about it. */
#include "lesson-learned.h"
#include "lesson-scene-test.h"
#include "lesson-text.h"

#include "learning-model.h"

#include <math.h>

typedef struct {
  Lesson *lesson;
  LessonParameters *untrained, *trained;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused) {
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

/* The first step of the scene stands in for one of the others, so that it is reached without those before it. */
static void
check_alone (Lesson *lesson, LessonParameters *parameters, guint id) {
  static const double progress[] = { 0, 0.5, 1 };
  guint index = scene_index (lesson, "learned");
  LessonStep *step = &lesson->scenes[index].steps[0];
  guint before = step->id;

  step->id = id;
  g_autoptr (LessonTimeline) timeline = lesson_timeline_new (lesson, index, parameters);
  for (gsize i = 0; i < G_N_ELEMENTS (progress); i++) {
    g_autoptr (LessonState) state = lesson_timeline_state_at (timeline, progress[i] * step->seconds);
    g_autoptr (LessonState) again = lesson_timeline_state_at (timeline, progress[i] * step->seconds);
    const LessonLearnedView *view = &state->learned_view;
    g_assert_cmpmem (view, sizeof *view, &again->learned_view, sizeof *view);
    g_assert_cmpfloat (view->step, >=, 0);
    g_assert_cmpfloat (view->shown, >=, 0);
    g_assert_cmpfloat (view->shown, <=, 1);
    g_assert_cmpfloat (view->flow, <=, 1);
    g_assert_nonnull (state->caption);
  }
  step->id = before;
}

static void
test_any_order (Fixture *self, gconstpointer unused) {
  guint n = self->lesson->scenes[scene_index (self->lesson, "learned")].n_steps;

  for (guint i = 0; i < n; i++) {
    check_alone (self->lesson, self->untrained, n - 1 - i);
    check_alone (self->lesson, self->trained, n - 1 - i);
  }
}

static guint
found_at_end_of (Fixture *self, const char *step) {
  g_autoptr (LessonState) state = state_at_end_of (self->lesson, "learned", step, self->trained);
  LessonMatch matches[LEARNING_PATTERNS];

  lesson_learned_match (lesson_learned_snapshot (state, LEARNING_CONVOLUTION), matches);
  return lesson_learned_found (matches);
}

static void
test_patterns_are_found (Fixture *self, gconstpointer unused) {
  g_assert_cmpuint (found_at_end_of (self, "noise"), <=, 3);
  g_assert_cmpuint (found_at_end_of (self, "patterns"), >=, 9);
}

/* A filter that is one of the patterns, brightened and stronger, is that pattern; its negative is not. */
static void
test_correlation (Fixture *self, gconstpointer unused) {
  g_autoptr (LessonState) state = state_at_end_of (self->lesson, "learned", "patterns", self->trained);
  const LearningSnapshot *found = lesson_learned_snapshot (state, LEARNING_CONVOLUTION);
  g_autofree float *values =
      g_memdup2 (found->weights->values, (gsize) found->weights->network->n_parameters * sizeof (float));
  LearningWeights weights = *found->weights;
  LearningSnapshot snapshot = *found;
  LessonMatch matches[LEARNING_PATTERNS];
  gint64 first = found->weights->network->layers[0].first_weight;

  snapshot.weights = &weights;
  weights.values = values;
  for (int tap = 0; tap < 9; tap++)
    values[first + 9 * 5 + tap] = 3 * learning_data_patterns ()[9 * 4 + tap] + 0.5f;
  lesson_learned_match (&snapshot, matches);
  g_assert_cmpint (matches[4].filter, ==, 5);
  g_assert_cmpfloat_with_epsilon (matches[4].correlation, 1, 1e-6);
  for (int tap = 0; tap < 9; tap++)
    values[first + 9 * 5 + tap] *= -1;
  lesson_learned_match (&snapshot, matches);
  g_assert_cmpint (matches[4].filter, !=, 5);
}

/* What the positions add is the gradient that the trainer computes of the same batch. */
static void
test_parts_add_up (Fixture *self, gconstpointer unused) {
  g_autoptr (LessonState) state = state_at_end_of (self->lesson, "learned", "gradient", self->trained);
  const LearningSnapshot *snapshot = lesson_learned_snapshot (state, LEARNING_CONVOLUTION);
  LearningNetwork *network = snapshot->weights->network;
  g_autoptr (LearningModel) model = learning_model_new (network, 1);
  g_autofree float *gradient = g_new0 (float, network->n_parameters);
  g_autofree guint32 *indices = g_new (guint32, snapshot->batch->n);
  gint64 taps = network->layers[0].spec.size * network->layers[0].spec.size,
         filter = state->learned_view.filter;

  for (gsize i = 0; i < snapshot->batch->n; i++)
    indices[i] = (guint32) i;
  learning_model_gradient (model, snapshot->weights->values, snapshot->batch, indices, snapshot->batch->n,
                           gradient, NULL);
  for (gint64 tap = 0; tap < taps; tap++) {
    gint64 n;
    double sum = 0;
    g_autofree double *parts = lesson_learned_gradients (state, tap, &n);
    for (gint64 i = 0; i < n; i++)
      sum += parts[i];
    g_assert_cmpint (n, ==, network->layers[0].out[1] * network->layers[0].out[2]);
    g_assert_cmpfloat_with_epsilon (sum, gradient[network->layers[0].first_weight + filter * taps + tap],
                                    1e-6);
  }
}

static void
test_all_parts_arrive (Fixture *self, gconstpointer unused) {
  LessonLearnedView view = { .flow = 0 };

  g_assert_cmpint (lesson_learned_arrived (&view, 64), ==, 0);
  view.flow = 0.65;
  g_assert_cmpint (lesson_learned_arrived (&view, 64), ==, 33);
  view.flow = 1;
  g_assert_cmpint (lesson_learned_arrived (&view, 64), ==, 64);
}

/* Of colour images the weight that is looked at is one of those that are drawn. */
static void
test_weight_is_in_the_kernel (Fixture *self, gconstpointer unused) {
  g_autoptr (LessonState) state = state_at_end_of (self->lesson, "learned", "gradient", self->trained);
  const LearningLayer *layer = &lesson_learned_trace (state, LEARNING_CONVOLUTION)->network->layers[0];
  double before, after;

  g_assert_cmpint (state->learned_view.tap, <, layer->spec.size * layer->spec.size);
  g_assert_cmpint (state->learned_view.filter, <, layer->spec.units);
  g_assert_true (lesson_learned_weights (state, state->learned_view.tap, &before, &after));
  g_assert_cmpfloat (fabs (after - before), >, 0);
}

/* The pattern that has been hidden is at the place of the largest correlation. */
static void
test_place_of_pattern (Fixture *self, gconstpointer unused) {
  g_autoptr (LearningSet) set = learning_set_new (1, 1, 10, 10, LEARNING_PATTERNS, NULL);
  gint64 row = 0, column = 0;

  set->labels[0] = 6;
  for (int tap = 0; tap < 9; tap++)
    set->images[(4 + tap / 3) * 10 + 7 + tap % 3] = learning_data_patterns ()[9 * 6 + tap];
  lesson_learned_place (set, 0, &row, &column);
  g_assert_cmpint (row, ==, 4);
  g_assert_cmpint (column, ==, 7);
}

static void
test_answers_are_probabilities (Fixture *self, gconstpointer unused) {
  g_autoptr (LessonState) state = state_at_end_of (self->lesson, "learned", "classify", self->trained);

  for (int kind = 0; kind < LEARNING_N_KINDS; kind++) {
    gint64 classes = 0;
    double sum = 0;
    g_autofree float *answer = lesson_learned_answer (state, kind, &classes);
    g_assert_cmpint (classes, ==, 10);
    for (gint64 i = 0; i < classes; i++)
      sum += answer[i];
    g_assert_cmpfloat_with_epsilon (sum, 1, 1e-5);
  }
}

static void
test_untrained (Fixture *self, gconstpointer unused) {
  g_autoptr (LessonState) state = state_at_end_of (self->lesson, "learned", "gradient", self->untrained);
  gint64 n, height, width;
  double before, after;

  g_assert_null (lesson_learned_snapshot (state, LEARNING_CONVOLUTION));
  g_assert_null (lesson_learned_gradients (state, 4, &n));
  g_assert_false (lesson_learned_weights (state, 4, &before, &after));
  g_assert_null (lesson_learned_image (state, LEARNING_DENSE, &height, &width));
  g_assert_null (lesson_learned_answer (state, LEARNING_DENSE, &n));
  g_assert_true (g_str_has_suffix (state->spoken, "The networks have not been trained yet."));
}

/* In words, too, gradients are told in thousandths, as they are too small for two decimals. */
static void
test_spoken_gradient (Fixture *self, gconstpointer unused) {
  g_autoptr (LessonState) state = state_at_end_of (self->lesson, "learned", "gradient", self->trained);
  LessonTarget target = { LESSON_PART_GRADIENT, 0, 2, 3 };
  gint64 n;
  g_autofree double *parts = lesson_learned_gradients (state, state->learned_view.tap, &n);
  g_autofree char *part = lesson_format_value (1000 * parts[2 * 8 + 3]);
  g_autofree char *expected =
      g_strdup_printf ("Position row 3, column 4: its part in the weight’s gradient is "
                       "%s thousandths",
                       part);
  g_autofree char *said = lesson_state_describe (state, &target);

  g_assert_cmpint (n, ==, 64);
  g_assert_cmpstr (said, ==, expected);
  g_assert_nonnull (strstr (state->spoken, "thousandths"));
}

static void
test_outside (Fixture *self, gconstpointer unused) {
  static const LessonTarget outside[] = {
    { LESSON_PART_FILTER_WEIGHT, 10000, 0, 0 },
    { LESSON_PART_FILTER_WEIGHT, 31, 3, 0 },
    { LESSON_PART_LINE, 10000, 0, 0 },
    { LESSON_PART_LINE, 31, 10, 0 },
    { LESSON_PART_LOCAL, 0, 8, 0 },
    { LESSON_PART_CURVE, 0, 0, LESSON_LEARNED_MOMENTS },
    { LESSON_PART_GRADIENT, 0, 0, 8 },
    { LESSON_PART_PATTERN, LEARNING_PATTERNS, 0, 0 },
    { LESSON_PART_EXAMPLE, 10000, 0, 0 },
    { LESSON_PART_EXAMPLE, 0, 10, 0 },
    { LESSON_PART_PROBABILITY, 0, 0, 10000 },
    { LESSON_PART_PROBABILITY, LEARNING_N_KINDS, 0, 0 },
    { LESSON_PART_TOTAL, 0, 0, 0 },
  };
  g_autoptr (LessonState) state = state_at_end_of (self->lesson, "learned", "classify", self->trained);

  for (gsize i = 0; i < G_N_ELEMENTS (outside); i++)
    g_assert_null (lesson_state_describe (state, &outside[i]));
}

/* With a grid of the lesson's own the networks still get the picture in their size; it is reduced once for each picture, not
 * with every record that comes from training. */
static void
test_picture_in_the_networks_size (Fixture *self, gconstpointer unused) {
  g_autoptr (GError) error = NULL;
  LessonSettings settings = self->trained->settings;
  gint64 taken = self->trained->record->traces[LEARNING_COURSE_DIGITS][LEARNING_DENSE]->network->in[1];

  settings.grid = taken + 2;
  g_autoptr (LessonParameters) larger = lesson_parameters_with_settings (self->trained, &settings, &error);
  g_assert_no_error (error);
  g_autoptr (EngineTensor) expected = engine_image_to_grid (larger->original, taken, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (larger->network_pixels->data, larger->network_pixels->length * sizeof (float),
                   expected->data, expected->length * sizeof (float));
  g_autoptr (LessonParameters) again = lesson_parameters_with_record (larger, self->trained->record);
  g_autoptr (LessonParameters) carried = lesson_parameters_carrying (again, larger);
  g_assert_true (again->network_pixels == larger->network_pixels);
  g_assert_true (carried->network_pixels == larger->network_pixels);
  g_autoptr (EngineImage) black = engine_image_new_from_grey ((const float[]){ 0 }, 1, 1, &error);
  g_assert_no_error (error);
  g_autoptr (LessonParameters) other = lesson_parameters_with_image (again, black, "black", &error);
  g_assert_no_error (error);
  g_assert_cmpint (other->network_pixels->shape[0], ==, taken);
  g_assert_cmpfloat (other->network_pixels->data[taken * taken / 2], ==, 0);
  g_autoptr (LessonParameters) untrained = lesson_parameters_with_record (larger, self->untrained->record);
  g_assert_true (untrained->network_pixels == untrained->pixels);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer)) {
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  add ("/lesson/learned/steps-come-in-any-order", test_any_order);
  add ("/lesson/learned/patterns-are-found-by-training", test_patterns_are_found);
  add ("/lesson/learned/a-brighter-and-stronger-pattern-is-the-pattern", test_correlation);
  add ("/lesson/learned/parts-add-up-to-the-gradient", test_parts_add_up);
  add ("/lesson/learned/all-parts-arrive", test_all_parts_arrive);
  add ("/lesson/learned/the-weight-is-one-of-the-kernel-and-moves", test_weight_is_in_the_kernel);
  add ("/lesson/learned/a-hidden-pattern-is-found-where-it-is", test_place_of_pattern);
  add ("/lesson/learned/answers-are-probabilities", test_answers_are_probabilities);
  add ("/lesson/learned/nothing-is-there-before-training", test_untrained);
  add ("/lesson/learned/gradients-are-told-in-thousandths", test_spoken_gradient);
  add ("/lesson/learned/nothing-is-said-about-what-is-not-there", test_outside);
  add ("/lesson/learned/the-picture-comes-in-the-networks-size", test_picture_in_the_networks_size);
  return g_test_run ();
}
