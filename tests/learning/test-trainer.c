/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-error.h"
#include "learning-trainer.h"

#include <math.h>
#include <string.h>

#define IMAGES 300

static LearningData *
new_data (void) {
  return learning_data_new_patterns (IMAGES, 200, 7);
}

static LearningSettings
settings_of (LearningOptimizer optimizer, guint32 seed) {
  LearningSettings settings;

  learning_settings_init (&settings);
  settings.optimizer = optimizer;
  settings.seed = seed;
  settings.rate = optimizer == LEARNING_ADAM ? 0.01 : 0.05;
  return settings;
}

static LearningTrainer *
new_trainer (LearningKind kind, LearningData *data, const LearningSettings *settings, guint threads) {
  LearningRecipe recipe = { kind, 6, 3, 4, FALSE };
  const gint64 in[] = { 1, 10, 10 };
  g_autoptr (GError) error = NULL;
  g_autoptr (LearningNetwork) network =
      learning_network_new_from_recipe (&recipe, in, LEARNING_PATTERNS, &error);
  LearningTrainer *trainer;

  g_assert_no_error (error);
  trainer = learning_trainer_new (kind, network, data, settings, NULL, threads, &error);
  g_assert_no_error (error);
  return trainer;
}

static void
run (LearningTrainer *trainer, guint64 steps) {
  g_autoptr (GError) error = NULL;

  g_assert_true (learning_trainer_run (trainer, steps, NULL, &error));
  g_assert_no_error (error);
}

static gboolean
weights_equal (const LearningWeights *a, const LearningWeights *b) {
  return memcmp (a->values, b->values, (gsize) a->network->n_parameters * sizeof (float)) == 0;
}

static gboolean
same_weights (const LearningTrainer *a, const LearningTrainer *b) {
  g_autoptr (LearningWeights) of_a = learning_trainer_weights (a);
  g_autoptr (LearningWeights) of_b = learning_trainer_weights (b);

  return weights_equal (of_a, of_b);
}

static void
test_threads (void) {
  g_autoptr (LearningData) data = new_data ();
  LearningSettings settings = settings_of (LEARNING_SGD, 3);

  settings.batch = 256;
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++) {
    g_autoptr (LearningTrainer) one = new_trainer ((LearningKind) kind, data, &settings, 1);
    g_autoptr (LearningTrainer) two = new_trainer ((LearningKind) kind, data, &settings, 2);

    run (one, 30);
    run (two, 30);
    g_assert_true (same_weights (one, two));
  }
}

static void
test_seeds (void) {
  g_autoptr (LearningData) data = new_data ();
  LearningSettings first = settings_of (LEARNING_SGD, 3), second = settings_of (LEARNING_SGD, 4);
  g_autoptr (LearningTrainer) a = new_trainer (LEARNING_CONVOLUTION, data, &first, 1);
  g_autoptr (LearningTrainer) b = new_trainer (LEARNING_CONVOLUTION, data, &first, 1);
  g_autoptr (LearningTrainer) c = new_trainer (LEARNING_CONVOLUTION, data, &second, 1);

  g_assert_false (same_weights (a, c));
  run (a, 40);
  run (b, 40);
  run (c, 40);
  g_assert_true (same_weights (a, b));
  g_assert_false (same_weights (a, c));
}

/* What the batches of a run over one epoch hold, added up, is what the training set holds. */
static void
test_epoch (void) {
  g_autoptr (LearningData) data = new_data ();
  LearningSettings settings = settings_of (LEARNING_SGD, 3);
  g_autoptr (LearningTrainer) trainer = NULL;
  double sum = 0, total = 0;

  settings.batch = IMAGES / 10;
  trainer = new_trainer (LEARNING_DENSE, data, &settings, 1);
  for (int step = 0; step < 10; step++) {
    g_autoptr (LearningTrace) trace = learning_trainer_trace (trainer);
    const LearningSet *batch = trace->snapshots[trace->n_snapshots - 1]->batch;

    g_assert_cmpuint (batch->n, ==, IMAGES / 10);
    for (gsize i = 0; i < batch->n * batch->pixels; i++)
      sum += batch->images[i];
    run (trainer, 1);
  }
  for (gsize i = 0; i < data->train->n * data->train->pixels; i++)
    total += data->train->images[i];
  g_assert_cmpfloat_with_epsilon (sum, total, 1e-3);
}

/* One run to the end; the other stops, goes on, goes back and goes on. */
static void
check_rewind (LearningOptimizer optimizer, guint64 stop) {
  g_autoptr (LearningData) data = new_data ();
  LearningSettings settings = settings_of (optimizer, 3);
  g_autoptr (LearningTrainer) straight = new_trainer (LEARNING_CONVOLUTION, data, &settings, 1);
  g_autoptr (LearningTrainer) there_and_back = new_trainer (LEARNING_CONVOLUTION, data, &settings, 1);
  g_autoptr (LearningTrace) stopped = NULL, end = NULL, straight_end = NULL;

  run (straight, 100);
  run (there_and_back, stop);
  stopped = learning_trainer_trace (there_and_back);
  g_assert_cmpuint (learning_trace_steps (stopped), ==, stop);
  run (there_and_back, 20);
  learning_trainer_rewind (there_and_back, stopped->n_snapshots - 1);
  g_assert_cmpuint (learning_trainer_step (there_and_back), ==, stop);
  run (there_and_back, 100 - stop);

  g_assert_true (same_weights (straight, there_and_back));
  end = learning_trainer_trace (there_and_back);
  straight_end = learning_trainer_trace (straight);
  g_assert_cmpuint (end->n_snapshots, ==, straight_end->n_snapshots);
  g_assert_cmpuint (end->n_losses, ==, 100);
  for (guint i = 0; i < 100; i++)
    g_assert_cmpfloat (end->losses[i], ==, straight_end->losses[i]);
}

/* 67 is no step that is kept: only the record had it. */
static void
test_rewind (void) {
  check_rewind (LEARNING_SGD, 15);
  check_rewind (LEARNING_SGD, 67);
  check_rewind (LEARNING_ADAM, 15);
  check_rewind (LEARNING_ADAM, 67);
}

static void
test_decay_ends_it (void) {
  g_autoptr (LearningData) data = new_data ();
  LearningSettings settings = settings_of (LEARNING_ADAM, 3);
  g_autoptr (LearningTrainer) at_end = NULL, after = NULL, constant = NULL;

  constant = new_trainer (LEARNING_DENSE, data, &settings, 1);
  settings.decay = 20;
  at_end = new_trainer (LEARNING_DENSE, data, &settings, 1);
  after = new_trainer (LEARNING_DENSE, data, &settings, 1);
  run (constant, 20);
  run (at_end, 20);
  run (after, 25);
  g_assert_true (same_weights (at_end, after));
  g_assert_false (same_weights (at_end, constant));
}

/* Without momentum, a step is as long as the rate: after 10 of 20 steps that is half of it. */
static void
test_decay_is_linear (void) {
  g_autoptr (LearningData) data = new_data ();
  LearningSettings settings = settings_of (LEARNING_SGD, 3);
  g_autoptr (LearningTrainer) falling = NULL, halved = NULL;

  settings.momentum = 0;
  settings.decay = 20;
  falling = new_trainer (LEARNING_DENSE, data, &settings, 1);
  halved = new_trainer (LEARNING_DENSE, data, &settings, 1);
  run (falling, 11);
  run (halved, 10);
  settings.decay = 0;
  settings.rate /= 2;
  g_assert_true (learning_trainer_set_settings (halved, &settings, NULL));
  run (halved, 1);
  g_assert_true (same_weights (falling, halved));
}

static void
test_frozen (void) {
  g_autoptr (LearningData) data = new_data ();
  LearningSettings settings = settings_of (LEARNING_ADAM, 3);
  g_autoptr (LearningTrainer) trainer = NULL;
  g_autoptr (LearningWeights) start = NULL, end = NULL;
  const LearningLayer *first, *last;

  settings.frozen = TRUE;
  trainer = new_trainer (LEARNING_CONVOLUTION, data, &settings, 1);
  start = learning_trainer_weights (trainer);
  run (trainer, 20);
  end = learning_trainer_weights (trainer);
  first = &end->network->layers[0];
  last = &end->network->layers[end->network->n_layers - 1];
  g_assert_cmpint (last->first_weight, ==, first->n_weights + first->n_biases);
  g_assert_cmpmem (start->values, (gsize) last->first_weight * sizeof (float), end->values,
                   (gsize) last->first_weight * sizeof (float));
  for (gint64 i = 0; i < last->n_biases; i++)
    g_assert_cmpfloat (end->values[last->first_bias + i], !=, start->values[last->first_bias + i]);
}

static void
test_settings_at_once (void) {
  g_autoptr (LearningData) data = new_data ();
  LearningSettings settings = settings_of (LEARNING_SGD, 3);
  g_autoptr (LearningTrainer) trainer = new_trainer (LEARNING_DENSE, data, &settings, 1);
  g_autoptr (LearningTrace) trace = NULL;
  g_autoptr (LearningWeights) before = NULL, after = NULL;

  run (trainer, 5);
  settings.batch = 7;
  settings.optimizer = LEARNING_ADAM;
  settings.rate = 0.001;
  g_assert_true (learning_trainer_set_settings (trainer, &settings, NULL));
  before = learning_trainer_weights (trainer);
  run (trainer, 1);
  after = learning_trainer_weights (trainer);
  trace = learning_trainer_trace (trainer);
  g_assert_cmpuint (trace->snapshots[6]->images, ==, 5 * 32 + 7);
  g_assert_cmpuint (trace->snapshots[6]->batch->n, ==, 7);
  /* Adam's first step is as long as the rate, whatever the gradient. */
  for (gint64 i = 0; i < before->network->n_parameters; i++)
    g_assert_cmpfloat (fabsf (after->values[i] - before->values[i]), <, 0.00101f);
}

static void
test_diverging (void) {
  g_autoptr (LearningData) data = new_data ();
  LearningSettings settings = settings_of (LEARNING_SGD, 3);
  g_autoptr (LearningTrainer) trainer = NULL;
  g_autoptr (LearningTrace) trace = NULL;
  g_autoptr (GError) error = NULL;

  settings.rate = 1e5;
  trainer = new_trainer (LEARNING_CONVOLUTION, data, &settings, 1);
  g_assert_false (learning_trainer_run (trainer, 1000, NULL, &error));
  g_assert_error (error, LEARNING_ERROR, LEARNING_ERROR_DIVERGED);
  trace = learning_trainer_trace (trainer);
  g_assert_true (trace->diverged);
  g_assert_cmpuint (learning_trace_steps (trace), ==, learning_trainer_step (trainer));
  for (guint i = 0; i < trace->n_snapshots; i++)
    for (gint64 k = 0; k < trace->network->n_parameters; k++)
      g_assert_true (isfinite (trace->snapshots[i]->weights->values[k]));

  learning_trainer_rewind (trainer, 0);
  settings.rate = 0.01;
  g_assert_true (learning_trainer_set_settings (trainer, &settings, NULL));
  run (trainer, 10);
}

static void
test_order (void) {
  g_autoptr (LearningData) data = new_data ();
  LearningSettings settings = settings_of (LEARNING_SGD, 3);
  g_autoptr (LearningTrainer) trainer = new_trainer (LEARNING_DENSE, data, &settings, 1);
  g_autoptr (LearningTrace) trace = NULL;
  g_autoptr (GError) error = NULL;
  const gint32 order[] = { 5, 6, 299, 0 }, wrong[] = { 1, 300 };

  g_assert_true (learning_trainer_set_order (trainer, order, 2, 2, NULL));
  run (trainer, 1);
  trace = learning_trainer_trace (trainer);
  g_assert_cmpmem (trace->snapshots[0]->batch->images, 200 * sizeof (float),
                   learning_set_image (data->train, 5), 200 * sizeof (float));
  g_assert_cmpmem (trace->snapshots[1]->batch->images, 100 * sizeof (float),
                   learning_set_image (data->train, 299), 100 * sizeof (float));
  g_assert_false (learning_trainer_set_order (trainer, wrong, 1, 2, &error));
  g_assert_error (error, LEARNING_ERROR, LEARNING_ERROR_DATA);
}

/* Long runs keep few snapshots and losses, the first and the last among them. */
static void
test_long_run (void) {
  g_autoptr (LearningData) data = new_data ();
  LearningSettings settings = settings_of (LEARNING_SGD, 3);
  g_autoptr (LearningTrainer) trainer = NULL;
  g_autoptr (LearningTrace) trace = NULL;
  double sum = 0;

  settings.batch = 1;
  settings.rate = 0.001;
  trainer = new_trainer (LEARNING_DENSE, data, &settings, 1);
  run (trainer, 10001);
  trace = learning_trainer_trace (trainer);
  g_assert_cmpuint (trace->n_snapshots, <=, LEARNING_SNAPSHOTS_MAX);
  g_assert_cmpuint (trace->snapshots[0]->step, ==, 0);
  g_assert_cmpuint (learning_trace_steps (trace), ==, 10001);
  g_assert_cmpuint (trace->n_losses, ==, 10001 / trace->loss_stride);
  g_assert_cmpuint (trace->n_losses, <, LEARNING_LOSSES_MAX);
  for (guint i = 1; i < trace->n_snapshots; i++)
    sum += trace->snapshots[i]->loss * (double) (trace->snapshots[i]->step - trace->snapshots[i - 1]->step);
  for (guint i = 0; i < trace->n_losses; i++)
    sum -= trace->losses[i] * (double) trace->loss_stride;
  /* what is left are the steps of the last stride, which is not complete */
  g_assert_cmpfloat (sum / (double) (10001 % trace->loss_stride), <, 4);
  g_assert_cmpfloat (sum, >, 0);
}

static void
test_multiplications (void) {
  g_autoptr (LearningData) data = new_data ();
  LearningSettings settings = settings_of (LEARNING_SGD, 3);
  g_autoptr (LearningTrainer) trainer = new_trainer (LEARNING_DENSE, data, &settings, 1);
  g_autoptr (LearningTrace) trace = NULL;

  run (trainer, 2);
  trace = learning_trainer_trace (trainer);
  /* 64 images; 100 x 6 forward and for the weights, 6 x 10 for the inputs too */
  g_assert_cmpint (learning_trace_multiplications (trace, 0), ==, 0);
  g_assert_cmpint (learning_trace_multiplications (trace, 2), ==, 64 * (2 * 600 + 3 * 60));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learning/trainer/threads-change-nothing", test_threads);
  g_test_add_func ("/learning/trainer/a-seed-is-a-run", test_seeds);
  g_test_add_func ("/learning/trainer/an-epoch-shows-every-image-once", test_epoch);
  g_test_add_func ("/learning/trainer/rewinding-goes-on-as-it-did", test_rewind);
  g_test_add_func ("/learning/trainer/the-rate-falls-to-nothing", test_decay_ends_it);
  g_test_add_func ("/learning/trainer/the-rate-falls-linearly", test_decay_is_linear);
  g_test_add_func ("/learning/trainer/a-frozen-layer-does-not-move", test_frozen);
  g_test_add_func ("/learning/trainer/settings-take-effect-at-once", test_settings_at_once);
  g_test_add_func ("/learning/trainer/diverging-keeps-what-was-before", test_diverging);
  g_test_add_func ("/learning/trainer/an-order-can-be-given", test_order);
  g_test_add_func ("/learning/trainer/a-long-run-stays-small", test_long_run);
  g_test_add_func ("/learning/trainer/multiplications-are-counted", test_multiplications);
  return g_test_run ();
}
