/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fast loops against the plain ones, at every CPU level, on any number of threads. */
#include "engine-cpu-private.h"
#include "engine-threads-private.h"
#include "model-test.h"

static const gsize batches[] = { 1, 2, 3, 6, 7, 15, 16, 17, 32, 37, 100 };

/* Largest difference, in parts of the largest value. */
static double
distance (const float *a, const float *b, gsize n) {
  double most = 0, scale = 1e-3;

  for (gsize i = 0; i < n; i++) {
    g_assert_true (isfinite (a[i]) && isfinite (b[i]));
    most = fmax (most, fabs ((double) a[i] - (double) b[i]));
    scale = fmax (scale, fabs ((double) b[i]));
  }
  return most / scale;
}

typedef struct {
  LearningNetwork *network;
  LearningSet *set;
  float *weights;
  guint32 *indices;
} Problem;

static Problem
new_problem (const NetworkCase *a_case) {
  Problem self = { .network = network_of (a_case) };

  self.set = random_set (self.network, 120, 1);
  self.weights = random_weights (self.network, 2);
  self.indices = random_indices (100, 120, 3);
  return self;
}

static void
clear_problem (Problem *self) {
  learning_network_unref (self->network);
  learning_set_unref (self->set);
  g_free (self->weights);
  g_free (self->indices);
}

static void
assert_as_naive (const Problem *self, LearningModel *model, gsize n) {
  gsize parameters = (gsize) self->network->n_parameters;
  g_autofree float *fast = g_new (float, parameters), *naive = g_new (float, parameters);
  gsize fast_right = 0, naive_right = 0;
  double fast_loss =
      learning_model_gradient (model, self->weights, self->set, self->indices, n, fast, &fast_right);
  double naive_loss = learning_model_naive_float (self->network, self->weights, self->set, self->indices, n,
                                                  naive, &naive_right);

  g_assert_cmpfloat_with_epsilon (fast_loss, naive_loss, 2e-6);
  g_assert_cmpuint (fast_right, ==, naive_right);
  g_assert_cmpfloat (distance (fast, naive, parameters), <, 2e-5);
}

static void
test_gradient_as_naive (void) {
  for (int level = 0; level <= (int) engine_cpu_best_level (); level++)
    for (guint i = 0; i < G_N_ELEMENTS (network_cases); i++) {
      Problem problem = new_problem (&network_cases[i]);
      g_autoptr (LearningModel) model = NULL;

      g_test_message ("%s, %s", engine_cpu_level_name ((EngineCpuLevel) level), network_cases[i].name);
      engine_cpu_set_level ((EngineCpuLevel) level);
      model = learning_model_new (problem.network, 1);
      for (guint b = 0; b < G_N_ELEMENTS (batches); b++)
        assert_as_naive (&problem, model, batches[b]);
      clear_problem (&problem);
    }
  engine_cpu_set_level (engine_cpu_best_level ());
}

/* 2,400 images of the lesson's own networks are worth threads. */
static void
test_threads_agree_to_the_bit (void) {
  static const guint threads[] = { 1, 2, 5, 0 };

  engine_threads_set (3);
  for (guint i = 0; i < LEARNING_N_KINDS; i++) {
    LearningRecipe recipe = learning_recipe ((LearningKind) i);
    g_autoptr (LearningNetwork) network =
        learning_network_new_from_recipe (&recipe, (const gint64[]){ 1, 10, 10 }, 10, NULL);
    g_autoptr (LearningSet) set = random_set (network, 1200, 4);
    g_autofree float *weights = random_weights (network, 5);
    g_autofree guint32 *indices = random_indices (2400, 1200, 6);
    gsize bytes = (gsize) network->n_parameters * sizeof (float);
    g_autofree float *first = g_malloc (bytes), *other = g_malloc (bytes);

    for (guint n = 2387; n <= 2393; n += 2) { /* with a rest of 3 to 9 images */
      double first_loss = 0;
      gsize first_right = 0;

      for (guint t = 0; t < G_N_ELEMENTS (threads); t++) {
        g_autoptr (LearningModel) model = learning_model_new (network, threads[t]);
        gsize right;
        double loss =
            learning_model_gradient (model, weights, set, indices, n, t == 0 ? first : other, &right);

        if (t == 0) {
          first_loss = loss;
          first_right = right;
          continue;
        }
        g_assert_cmpmem (first, bytes, other, bytes);
        g_assert_cmpfloat (loss, ==, first_loss);
        g_assert_cmpuint (right, ==, first_right);
      }
    }
  }
  engine_threads_set (0);
}

static void
test_gradient_may_be_left_out (void) {
  Problem problem = new_problem (&network_cases[3]);
  g_autoptr (LearningModel) model = learning_model_new (problem.network, 1);
  g_autofree float *gradient = g_new (float, problem.network->n_parameters);
  double with =
      learning_model_gradient (model, problem.weights, problem.set, problem.indices, 37, gradient, NULL);
  double without =
      learning_model_gradient (model, problem.weights, problem.set, problem.indices, 37, NULL, NULL);

  g_assert_cmpfloat (with, ==, without);
  clear_problem (&problem);
}

/* What went through before leaves no trace. */
static void
test_same_again (void) {
  for (guint i = 0; i < G_N_ELEMENTS (network_cases); i++) {
    Problem problem = new_problem (&network_cases[i]);
    g_autoptr (LearningModel) model = learning_model_new (problem.network, 1);
    gsize bytes = (gsize) problem.network->n_parameters * sizeof (float);
    g_autofree float *first = g_malloc (bytes), *again = g_malloc (bytes);

    learning_model_gradient (model, problem.weights, problem.set, problem.indices, 5, first, NULL);
    learning_model_gradient (model, problem.weights, problem.set, problem.indices + 20, 64, again, NULL);
    learning_model_gradient (model, problem.weights, problem.set, problem.indices, 5, again, NULL);
    g_assert_cmpmem (first, bytes, again, bytes);
    clear_problem (&problem);
  }
}

static void
test_position_gradients_sum (void) {
  for (guint i = 0; i < G_N_ELEMENTS (network_cases); i++) {
    Problem problem = new_problem (&network_cases[i]);
    const LearningLayer *layer = &problem.network->layers[0];
    gboolean local = layer->spec.kind == LEARNING_LAYER_LOCAL;
    g_autoptr (LearningModel) model = learning_model_new (problem.network, 1);
    gsize taps = (gsize) (layer->in[0] * layer->spec.size * layer->spec.size);
    gsize places = (gsize) (layer->out[1] * layer->out[2]);
    g_autofree float *gradient = g_new (float, problem.network->n_parameters);
    g_autofree float *parts = g_new (float, places *taps + 1);

    if (local || layer->spec.kind == LEARNING_LAYER_CONVOLUTION) {
      learning_model_gradient (model, problem.weights, problem.set, problem.indices, 37, gradient, NULL);
      for (gsize filter = 0; filter < (gsize) layer->spec.units; filter++) {
        learning_model_position_gradients (model, problem.weights, problem.set, problem.indices, 37, filter,
                                           parts);
        if (local)
          g_assert_cmpfloat (distance (parts, gradient + filter * places * taps, places * taps), <, 2e-5);
        for (gsize p = 1; p < places && !local; p++)
          for (gsize t = 0; t < taps; t++)
            parts[t] += parts[p * taps + t];
        if (!local)
          g_assert_cmpfloat (distance (parts, gradient + filter * taps, taps), <, 2e-5);
      }
    }
    clear_problem (&problem);
  }
}

static LearningNetwork *
lesson_network (LearningKind kind) {
  LearningRecipe recipe = learning_recipe (kind);

  return learning_network_new_from_recipe (&recipe, (const gint64[]){ 1, 10, 10 }, 10, NULL);
}

static gsize
largest (const float *values, gsize n) {
  gsize best = 0;

  for (gsize i = 1; i < n; i++)
    if (values[i] > values[best])
      best = i;
  return best;
}

static void
test_accuracy_and_logits (void) {
  g_autoptr (LearningNetwork) network = lesson_network (LEARNING_CONVOLUTION);
  g_autoptr (LearningSet) set = random_set (network, 333, 7);
  g_autofree float *weights = random_weights (network, 8);
  g_autofree float *logits = g_new (float, 333 * 10);
  g_autoptr (LearningModel) model = learning_model_new (network, 1);
  gsize right = 0;

  learning_model_logits (model, weights, set, 0, 333, logits);
  for (gsize i = 0; i < 333; i++)
    right += largest (logits + i * 10, 10) == set->labels[i];
  g_assert_cmpuint (right, >, 0);
  g_assert_cmpfloat (learning_model_accuracy (model, weights, set), ==, (double) right / 333);

  g_autofree float *some = g_new (float, 21 * 10);
  learning_model_logits (model, weights, set, 40, 21, some);
  g_assert_cmpmem (some, 21 * 10 * sizeof (float), logits + 40 * 10, 21 * 10 * sizeof (float));
}

static void
test_shift_is_the_mean_of_eight (void) {
  g_autoptr (LearningNetwork) network = lesson_network (LEARNING_DENSE);
  g_autoptr (LearningSet) set = random_set (network, 200, 9);
  g_autofree float *weights = random_weights (network, 10);
  g_autoptr (LearningModel) model = learning_model_new (network, 1);
  static const int directions[8][2] = { { -2, -2 }, { -2, 0 }, { -2, 2 }, { 0, -2 },
                                        { 0, 2 },   { 2, -2 }, { 2, 0 },  { 2, 2 } };
  double sum = 0;

  for (guint i = 0; i < 8; i++) {
    g_autoptr (LearningSet) moved = learning_set_shifted (set, directions[i][0], directions[i][1]);

    sum += learning_model_accuracy (model, weights, moved);
  }
  g_assert_cmpfloat_with_epsilon (learning_model_shift_accuracy (model, weights, set, 2), sum / 8, 1e-12);
}

static void
test_classify_is_softmax (void) {
  g_autoptr (LearningNetwork) network = lesson_network (LEARNING_LOCAL);
  g_autoptr (LearningSet) set = random_set (network, 3, 11);
  g_autofree float *weights = random_weights (network, 12);
  g_autoptr (LearningModel) model = learning_model_new (network, 1);
  float logits[10], probabilities[10];
  double sum = 0;

  learning_model_logits (model, weights, set, 2, 1, logits);
  learning_model_classify (model, weights, set->images + 2 * set->pixels, probabilities);
  for (int c = 0; c < 10; c++)
    sum += exp (logits[c]);
  for (int c = 0; c < 10; c++)
    g_assert_cmpfloat_with_epsilon (probabilities[c], exp (logits[c]) / sum, 1e-6);
}

/* Logits far apart: the loss is their distance, and nothing overflows. */
static void
test_large_logits (void) {
  g_autoptr (LearningNetwork) network = network_of (&network_cases[2]);
  g_autoptr (LearningSet) set = random_set (network, 1, 13);
  float weights[20] = { 0 }, gradient[20];
  g_autoptr (LearningModel) model = learning_model_new (network, 1);
  double loss;

  weights[18] = 1000; /* the bias of class 0 */
  set->labels[0] = 1;
  loss = learning_model_gradient (model, weights, set, (const guint32[]){ 0 }, 1, gradient, NULL);
  g_assert_cmpfloat_with_epsilon (loss, 1000, 1e-3);
  g_assert_cmpfloat_with_epsilon (gradient[18], 1, 1e-6);
  g_assert_cmpfloat_with_epsilon (gradient[19], -1, 1e-6);
}

/* A run that diverged is seen by its loss. */
static void
test_no_number_stays_none (void) {
  for (int level = 0; level <= (int) engine_cpu_best_level (); level++)
    for (guint i = 0; i < LEARNING_N_KINDS; i++) {
      g_autoptr (LearningNetwork) network = lesson_network ((LearningKind) i);
      g_autoptr (LearningSet) set = random_set (network, 20, 14);
      g_autofree float *weights = random_weights (network, 15);
      g_autofree guint32 *indices = random_indices (20, 20, 16);
      g_autoptr (LearningModel) model = NULL;

      engine_cpu_set_level ((EngineCpuLevel) level);
      model = learning_model_new (network, 1);
      for (gint64 w = 0; w < network->layers[0].n_weights; w++)
        weights[w] = NAN;
      g_assert_false (isfinite (learning_model_gradient (model, weights, set, indices, 20, NULL, NULL)));
    }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learning/model/gradient-is-that-of-the-plain-loops-at-every-level",
                   test_gradient_as_naive);
  g_test_add_func ("/learning/model/threads-agree-to-the-bit", test_threads_agree_to_the_bit);
  g_test_add_func ("/learning/model/gradient-may-be-left-out", test_gradient_may_be_left_out);
  g_test_add_func ("/learning/model/the-same-again", test_same_again);
  g_test_add_func ("/learning/model/positions-sum-to-the-gradient", test_position_gradients_sum);
  g_test_add_func ("/learning/model/accuracy-counts-the-largest-logits", test_accuracy_and_logits);
  g_test_add_func ("/learning/model/shift-is-the-mean-of-eight-directions", test_shift_is_the_mean_of_eight);
  g_test_add_func ("/learning/model/classify-is-softmax", test_classify_is_softmax);
  g_test_add_func ("/learning/model/large-logits-do-not-overflow", test_large_logits);
  g_test_add_func ("/learning/model/no-number-stays-none", test_no_number_stays_none);
  return g_test_run ();
}
