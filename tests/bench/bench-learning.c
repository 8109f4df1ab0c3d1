/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Training, in samples a second: forward, backward and a step of SGD with momentum, of the networks that the lesson compares.
 * Beside it the plain loops, and what else people train with, each in a process of its own that says on a line how fast it was.
 * Contenders take turns; medians are told. A peer that is not installed is named, and the rest goes on. */
#include "engine-cpu-private.h"
#include "engine-threads.h"
#include "learning-model-private.h"
#include "learning-model.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS  5
#define SECONDS 0.2 /* of a turn */
#define IMAGES  4096

/* A process that answers "NETWORK BATCH SECONDS" with a number. */
typedef struct {
  const char *name;
  GSubprocess *process;
  GDataInputStream *answers;
} Peer;

enum { PYTORCH, CONVNETJS, N_PEERS };
enum { ONE_THREAD, ALL_THREADS, AVX2, BASELINE, NAIVE, FIRST_PEER, N_CONTENDERS = FIRST_PEER + N_PEERS };

static const char *const names[N_CONTENDERS] = { "ours, 1 thread",
                                                 "ours, all threads",
                                                 "ours, 1 thread, at most avx2",
                                                 "ours, 1 thread, baseline",
                                                 "plain loops",
                                                 "PyTorch, 1 thread",
                                                 "ConvNetJS" };

typedef struct {
  LearningKind kind;
  gsize batch;
  LearningNetwork *network;
  LearningSet *set;
  LearningModel *models[NAIVE];
  float *weights, *velocity, *gradient;
  guint32 indices[IMAGES];
} Case;

static gboolean
peer_start (Peer *self, const char *name, const char *program, const char *script) {
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *path = g_build_filename (g_getenv ("BENCH_DIR"), script, NULL);
  g_autofree char *hello = NULL;

  self->name = name;
  self->process = g_subprocess_launcher_spawn (launcher, NULL, program, path, NULL);
  if (self->process) {
    self->answers = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
    hello = g_data_input_stream_read_line (self->answers, NULL, NULL, NULL);
  }
  g_print ("%s: %s\n", name, hello ? hello : "not installed, its rows are missing");
  if (hello)
    return TRUE;
  g_clear_object (&self->process);
  return FALSE;
}

/* Samples a second; 0 where it does not have that. */
static double
peer_measure (Peer *self, const Case *a_case) {
  g_autofree char *question = g_strdup_printf ("%s %" G_GSIZE_FORMAT " %g\n",
                                               learning_kind_name (a_case->kind), a_case->batch, SECONDS);
  g_autofree char *answer = NULL;

  if (!self->process
      || !g_output_stream_write_all (g_subprocess_get_stdin_pipe (self->process), question, strlen (question),
                                     NULL, NULL, NULL))
    return 0;
  answer = g_data_input_stream_read_line (self->answers, NULL, NULL, NULL);
  return answer ? g_ascii_strtod (answer, NULL) : 0;
}

static LearningModel *
new_model (LearningNetwork *network, EngineCpuLevel level, guint threads) {
  engine_cpu_set_level (level);
  return learning_model_new (network, threads);
}

static void
case_init (Case *self, LearningKind kind, gsize batch) {
  LearningRecipe recipe = learning_recipe (kind);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  EngineCpuLevel best = engine_cpu_best_level ();

  *self = (Case){ .kind = kind, .batch = batch };
  self->network = learning_network_new_from_recipe (&recipe, (const gint64[]){ 1, 10, 10 }, 10, NULL);
  self->set = learning_set_new (IMAGES, 1, 10, 10, 10, NULL);
  for (gsize i = 0; i < IMAGES * self->set->pixels; i++)
    self->set->images[i] = (float) g_rand_double (random);
  for (gsize i = 0; i < IMAGES; i++) {
    self->set->labels[i] = (guint16) g_rand_int_range (random, 0, 10);
    self->indices[i] = (guint32) g_rand_int_range (random, 0, IMAGES);
  }
  self->weights = g_new (float, self->network->n_parameters);
  self->velocity = g_new0 (float, self->network->n_parameters);
  self->gradient = g_new (float, self->network->n_parameters);
  for (gint64 i = 0; i < self->network->n_parameters; i++)
    self->weights[i] = (float) g_rand_double_range (random, -0.2, 0.2);
  self->models[ONE_THREAD] = new_model (self->network, best, 1);
  self->models[ALL_THREADS] = new_model (self->network, best, 0);
  self->models[AVX2] = new_model (self->network, ENGINE_CPU_AVX2, 1);
  self->models[BASELINE] = new_model (self->network, ENGINE_CPU_BASELINE, 1);
}

static void
case_clear (Case *self) {
  for (guint i = 0; i < G_N_ELEMENTS (self->models); i++)
    learning_model_free (self->models[i]);
  learning_network_unref (self->network);
  learning_set_unref (self->set);
  g_free (self->weights);
  g_free (self->velocity);
  g_free (self->gradient);
}

static void
do_step (Case *self, int contender, gsize first) {
  const guint32 *indices = self->indices + first;

  if (contender == NAIVE)
    learning_model_naive_float (self->network, self->weights, self->set, indices, self->batch, self->gradient,
                                NULL);
  else
    learning_model_gradient (self->models[contender], self->weights, self->set, indices, self->batch,
                             self->gradient, NULL);
  for (gint64 i = 0; i < self->network->n_parameters; i++) {
    self->velocity[i] = 0.9f * self->velocity[i] + self->gradient[i];
    self->weights[i] -= 0.01f * self->velocity[i];
  }
}

static double
measure_own (Case *self, int contender) {
  gint64 begin = g_get_monotonic_time (), now;
  gsize samples = 0;

  do {
    do_step (self, contender, samples % (IMAGES - self->batch + 1));
    samples += self->batch;
    now = g_get_monotonic_time ();
  } while ((double) (now - begin) < SECONDS * 1e6);
  return (double) samples / (double) (now - begin) * 1e6;
}

static int
compare_cb (const void *a, const void *b) {
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static void
print_rates (const Case *self, double rates[N_CONTENDERS][ROUNDS]) {
  double ours = rates[ONE_THREAD][ROUNDS / 2];

  g_print ("\n%s, batch %" G_GSIZE_FORMAT "\n", learning_kind_title (self->kind), self->batch);
  for (int c = 0; c < N_CONTENDERS; c++) {
    double rate = rates[c][ROUNDS / 2];

    if (rate > 0)
      g_print ("  %-30s %12.0f samples/s  (%.0f to %.0f)  ours, 1 thread: %8.2f times\n", names[c], rate,
               rates[c][0], rates[c][ROUNDS - 1], ours / rate);
    else
      g_print ("  %-30s      missing\n", names[c]);
  }
}

static void
measure (LearningKind kind, gsize batch, Peer *peers) {
  double rates[N_CONTENDERS][ROUNDS];
  g_autofree Case *self = g_new (Case, 1);

  case_init (self, kind, batch);
  for (int round = 0; round < ROUNDS; round++)
    for (int c = 0; c < N_CONTENDERS; c++)
      rates[c][round] = c >= FIRST_PEER ? peer_measure (&peers[c - FIRST_PEER], self) : measure_own (self, c);
  for (int c = 0; c < N_CONTENDERS; c++)
    qsort (rates[c], ROUNDS, sizeof (double), compare_cb);
  print_rates (self, rates);
  case_clear (self);
}

int
main (void) {
  static const gsize batches[] = { 32, 1, 256 };
  Peer peers[N_PEERS] = { 0 };

  g_print ("%u threads, %s\n", engine_threads (), engine_cpu_level_name (engine_cpu_best_level ()));
  peer_start (&peers[PYTORCH], "PyTorch", "/usr/bin/python3", "peer-pytorch.py");
  peer_start (&peers[CONVNETJS], "ConvNetJS", "node", "peer-convnetjs.js");
  for (guint b = 0; b < G_N_ELEMENTS (batches); b++)
    for (LearningKind kind = 0; kind < LEARNING_N_KINDS; kind++)
      measure (kind, batches[b], peers);

  for (guint i = 0; i < N_PEERS; i++) {
    g_clear_object (&peers[i].answers);
    g_clear_object (&peers[i].process);
  }
  return 0;
}
