/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two hundred steps of training as another framework did them; see reference/README.md. */
#include "engine-cpu-private.h"
#include "engine-npy.h"
#include "learning-data.h"
#include "learning-model-private.h"

#include <math.h>
#include <string.h>

#define STEPS 200
#define BATCH 32

typedef struct {
  const char *folder;
  LearningKind kind;
  double accuracy; /* after the last step */
} Run;

static const Run runs[] = { { "dense", LEARNING_DENSE, 0.93322 },
                            { "local_p2", LEARNING_LOCAL, 0.93990 },
                            { "conv_q4", LEARNING_CONVOLUTION, 0.91430 } };

/* What the steps work on. */
typedef struct {
  const Run *run;
  LearningData *data;
  LearningNetwork *network;
  LearningModel *model;
  EngineTensor *order;
  float *weights, *velocity, *gradient;
} Replay;

static EngineTensor *
load (const char *folder, const char *file) {
  g_autofree char *path = g_build_filename (g_getenv ("REFERENCE_DIR"), folder, file, NULL);
  g_autoptr (GError) error = NULL;
  EngineTensor *tensor = engine_npy_load (path, &error);

  g_assert_no_error (error);
  return tensor;
}

/* The four arrays of that moment, one after the other as in a set of weights. Free with g_free(). */
static float *
load_weights (const Replay *self, const char *moment) {
  static const char *const names[] = { "w1", "b1", "w2", "b2" };
  float *weights = g_new (float, self->network->n_parameters);
  gint64 n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *file = g_strdup_printf ("%s_%s.npy", moment, names[i]);
    g_autoptr (EngineTensor) tensor = load (self->run->folder, file);

    g_assert_cmpint (n + tensor->length, <=, self->network->n_parameters);
    memcpy (weights + n, tensor->data, (gsize) tensor->length * sizeof (float));
    n += tensor->length;
  }
  g_assert_cmpint (n, ==, self->network->n_parameters);
  return weights;
}

static void
replay_init (Replay *self, const Run *run) {
  g_autofree char *folder = g_build_filename (g_getenv ("NINE_WEIGHTS_DATA_DIR"), "digits", NULL);
  LearningRecipe recipe = learning_recipe (run->kind);
  g_autoptr (GError) error = NULL;

  *self = (Replay){ .run = run };
  self->data = learning_data_new_digits (folder, &error);
  g_assert_no_error (error);
  self->network = learning_network_new_from_recipe (&recipe, (const gint64[]){ 1, 10, 10 }, 10, &error);
  g_assert_no_error (error);
  self->model = learning_model_new (self->network, 1);
  self->order = load ("", "order_200x32.npy");
  self->weights = load_weights (self, "init");
  self->velocity = g_new0 (float, self->network->n_parameters);
  self->gradient = g_new0 (float, self->network->n_parameters);
}

static void
replay_clear (Replay *self) {
  learning_data_unref (self->data);
  learning_network_unref (self->network);
  learning_model_free (self->model);
  engine_tensor_unref (self->order);
  g_free (self->weights);
  g_free (self->velocity);
  g_free (self->gradient);
}

static void
assert_near (const Replay *self, const char *moment, const float *values, double most) {
  g_autofree float *expected = load_weights (self, moment);
  double distance = 0;

  for (gint64 i = 0; i < self->network->n_parameters; i++)
    distance = fmax (distance, fabs ((double) values[i] - (double) expected[i]));
  g_test_message ("%s, %s: within %g", self->run->folder, moment, distance);
  g_assert_cmpfloat (distance, <, most);
}

static void
assert_logits (const Replay *self, const char *file, double most) {
  g_autoptr (EngineTensor) expected = load (self->run->folder, file);
  float logits[16 * 10];

  g_assert_cmpint (expected->length, ==, G_N_ELEMENTS (logits));
  learning_model_logits (self->model, self->weights, self->data->test, 0, 16, logits);
  for (guint i = 0; i < G_N_ELEMENTS (logits); i++)
    g_assert_cmpfloat_with_epsilon (logits[i], expected->data[i], most);
}

/* A step of SGD; its line of loss.csv says what the loss and the right answers were. */
static void
do_step (Replay *self, guint step, const char *line) {
  g_auto (GStrv) fields = g_strsplit (line, ",", -1);
  guint32 indices[BATCH];
  gsize correct;
  double loss;

  for (guint i = 0; i < BATCH; i++)
    indices[i] = (guint32) self->order->data[step * BATCH + i];
  loss = learning_model_gradient (self->model, self->weights, self->data->train, indices, BATCH,
                                  self->gradient, &correct);
  for (gint64 i = 0; i < self->network->n_parameters; i++) {
    self->velocity[i] = 0.9f * self->velocity[i] + self->gradient[i];
    self->weights[i] -= 0.05f * self->velocity[i];
  }
  g_assert_cmpfloat_with_epsilon (loss, g_ascii_strtod (fields[1], NULL), step < 100 ? 1e-5 : 1e-4);
  g_assert_cmpuint (correct, ==, g_ascii_strtoull (fields[3], NULL, 10));
}

static void
do_steps (Replay *self) {
  g_autofree char *path = g_build_filename (g_getenv ("REFERENCE_DIR"), self->run->folder, "loss.csv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >, STEPS);
  for (guint step = 0; step < STEPS; step++) {
    do_step (self, step, lines[step + 1]);
    if (step == 0)
      assert_near (self, "grad1", self->gradient, 1e-6);
    if (step == 0)
      assert_near (self, "step1", self->weights, 1e-6);
    if (step == 9)
      assert_near (self, "step10", self->weights, 1e-6);
  }
}

static void
test_run (gconstpointer data) {
  for (int level = 0; level <= (int) engine_cpu_best_level (); level++) {
    Replay replay;
    double accuracy;

    engine_cpu_set_level ((EngineCpuLevel) level);
    g_test_message ("%s", engine_cpu_level_name ((EngineCpuLevel) level));
    replay_init (&replay, data);
    assert_logits (&replay, "logits_step0.npy", 1e-5);
    do_steps (&replay);
    assert_near (&replay, "step200", replay.weights, 1e-3);
    assert_logits (&replay, "logits_step200.npy", 1e-2);
    accuracy = learning_model_accuracy (replay.model, replay.weights, replay.data->test);
    g_assert_cmpfloat_with_epsilon (accuracy, replay.run->accuracy, 1.0 / 1797 + 1e-5);
    replay_clear (&replay);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (runs); i++) {
    g_autofree char *path = g_strconcat ("/learning/reference/agrees-step-by-step/", runs[i].folder, NULL);

    g_test_add_data_func (path, &runs[i], test_run);
  }
  return g_test_run ();
}
