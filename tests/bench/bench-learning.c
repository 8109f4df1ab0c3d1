/* SPDX-License-Identifier: GPL-3.0-or-later */
/* W5: training, in samples a second: forward, backward and a step of SGD with momentum, of the networks that the lesson compares, on
 * one thread. Beside it PyTorch, as one writes it and at its best, and ConvNetJS. Then in words, without a goal: the lesser CPU
 * levels, all threads, and plain loops. A minute. */
#include "bench.h"
#include "engine-cpu-private.h"
#include "engine-threads.h"
#include "learning-model-private.h"
#include "learning-optimizer.h"

#include <math.h>

#define ROUNDS       9
#define ROUNDS_WORDS 3
#define SECONDS      0.2 /* of a turn */
#define IMAGES       32  /* the same again and again, for everyone */

enum { PYTORCH, CONVNETJS, N_PEERS };
/* What trains: models of ours, plain loops, peers. */
enum { ONE_THREAD, ALL_THREADS, AVX2, BASELINE, N_MODELS, PLAIN = N_MODELS };

typedef struct {
  LearningKind kind;
  gsize batch;
  double least;                        /* samples a second that must be reached; 0: none */
  double over_pytorch, over_convnetjs; /* how many times as fast as that; 0: not compared */
} Goal;

static const Goal goals[] = {
  { LEARNING_DENSE, 32, 2e6, 20, 70 },
  { LEARNING_DENSE, 1, 0, 75, 0 },
  { LEARNING_CONVOLUTION, 32, 45e4, 20, 200 },
  { LEARNING_CONVOLUTION, 1, 0, 75, 0 },
  { LEARNING_LOCAL, 32, 0, 1, 0 },
  { LEARNING_LOCAL, 1, 0, 1, 0 },
};

typedef struct {
  const Goal *goal;
  LearningNetwork *network;
  LearningSet *set;
  LearningModel *models[N_MODELS];
  LearningMoments moments;
  float *weights, *gradient;
  guint32 indices[IMAGES];
  gsize first; /* of the next batch */
} Case;

/* One of those that train a case. */
typedef struct {
  Case *a_case;
  int own;
  BenchPeer *peer; /* NULL: it is ours */
  const char *how; /* asked of the peer, before the network's name */
} Trainer;

static LearningModel *
new_model (LearningNetwork *network, EngineCpuLevel level, guint threads) {
  engine_cpu_set_level (level);
  return learning_model_new (network, threads);
}

static void
fill_images (Case *self) {
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  self->set = learning_set_new (IMAGES, 1, 10, 10, 10, NULL);
  for (gsize i = 0; i < IMAGES * self->set->pixels; i++)
    self->set->images[i] = (float) g_rand_double (random);
  for (gsize i = 0; i < IMAGES; i++) {
    self->set->labels[i] = (guint16) g_rand_int_range (random, 0, 10);
    self->indices[i] = (guint32) g_rand_int_range (random, 0, IMAGES);
  }
  for (gint64 i = 0; i < self->network->n_parameters; i++)
    self->weights[i] = (float) g_rand_double_range (random, -0.2, 0.2);
}

static void
case_init (Case *self, const Goal *goal) {
  LearningRecipe recipe = learning_recipe (goal->kind);
  EngineCpuLevel best = engine_cpu_best_level ();
  gsize n;

  *self = (Case){ .goal = goal };
  self->network = learning_network_new_from_recipe (&recipe, (const gint64[]){ 1, 10, 10 }, 10, NULL);
  n = (gsize) self->network->n_parameters;
  self->weights = g_aligned_alloc0 (n, sizeof (float), 64);
  self->gradient = g_aligned_alloc0 (n, sizeof (float), 64);
  learning_moments_reset (&self->moments, LEARNING_SGD, n);
  fill_images (self);
  self->models[ALL_THREADS] = new_model (self->network, best, 0);
  self->models[AVX2] = new_model (self->network, ENGINE_CPU_AVX2, 1);
  self->models[BASELINE] = new_model (self->network, ENGINE_CPU_BASELINE, 1);
  self->models[ONE_THREAD] = new_model (self->network, best, 1);
}

static void
case_clear (Case *self) {
  for (guint i = 0; i < N_MODELS; i++)
    learning_model_free (self->models[i]);
  learning_network_unref (self->network);
  learning_set_unref (self->set);
  learning_moments_clear (&self->moments);
  g_aligned_free (self->weights);
  g_aligned_free (self->gradient);
}

static void
train_cb (gpointer data, gpointer more) {
  Trainer *trainer = data;
  Case *self = trainer->a_case;
  const guint32 *indices = self->indices + self->first;

  if (trainer->own == PLAIN)
    learning_model_naive_float (self->network, self->weights, self->set, indices, self->goal->batch,
                                self->gradient, NULL);
  else
    learning_model_gradient (self->models[trainer->own], self->weights, self->set, indices, self->goal->batch,
                             self->gradient, NULL);
  learning_moments_update (&self->moments, 0.01, 0.9, 0, self->gradient, self->weights);
  self->first = (self->first + self->goal->batch) % (IMAGES - self->goal->batch + 1);
}

static double
turn_cb (gpointer data) {
  Trainer *self = data;
  const Goal *goal = self->a_case->goal;

  if (self->peer)
    return bench_peer_ask (self->peer, "%s%s %" G_GSIZE_FORMAT " %g", self->how,
                           learning_kind_name (goal->kind), goal->batch, SECONDS);
  /* The optimiser asks for the level at each step. */
  engine_cpu_set_level (self->own == AVX2       ? ENGINE_CPU_AVX2
                        : self->own == BASELINE ? ENGINE_CPU_BASELINE
                                                : engine_cpu_best_level ());
  return (double) goal->batch / bench_repeat (SECONDS, train_cb, self, NULL);
}

static void
compare (Case *self, BenchPeer *const peers[N_PEERS]) {
  const Goal *goal = self->goal;
  g_autofree char *which =
      g_strdup_printf ("%s, batch %" G_GSIZE_FORMAT, learning_kind_name (goal->kind), goal->batch);
  const BenchCase row = { "W5", which, "samples/s", TRUE };
  Trainer trainers[] = { { self, ONE_THREAD, NULL, NULL },
                         { self, 0, peers[PYTORCH], "" },
                         { self, 0, peers[PYTORCH], "best-" },
                         { self, 0, peers[CONVNETJS], "" } };
  BenchContender all[] = { { "ours", turn_cb, &trainers[0], { 0 } },
                           { "PyTorch", turn_cb, &trainers[1], { 0 } },
                           { "PyTorch at its best", turn_cb, &trainers[2], { 0 } },
                           { "ConvNetJS", turn_cb, &trainers[3], { 0 } } };

  bench_measure (all, goal->over_convnetjs > 0 ? 4 : 3, ROUNDS);
  if (goal->least > 0)
    bench_row_limit (&row, all[0].figure, goal->least);
  bench_row (&row, all[0].figure, all[1].name, all[1].figure, goal->over_pytorch);
  bench_row (&row, all[0].figure, all[2].name, all[2].figure, goal->over_pytorch);
  if (goal->over_convnetjs > 0)
    bench_row (&row, all[0].figure, all[3].name, all[3].figure, goal->over_convnetjs);
}

static void
tell_others (Case *self) {
  Trainer trainers[] = { { self, ALL_THREADS, NULL, NULL },
                         { self, AVX2, NULL, NULL },
                         { self, BASELINE, NULL, NULL },
                         { self, PLAIN, NULL, NULL } };
  BenchContender all[] = { { "all threads", turn_cb, &trainers[0], { 0 } },
                           { "at most avx2", turn_cb, &trainers[1], { 0 } },
                           { "baseline", turn_cb, &trainers[2], { 0 } },
                           { "plain loops", turn_cb, &trainers[3], { 0 } } };

  bench_measure (all, G_N_ELEMENTS (all), ROUNDS_WORDS);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_print ("%s, batch %" G_GSIZE_FORMAT ", %s: %.0f samples/s\n", learning_kind_name (self->goal->kind),
             self->goal->batch, all[i].name, all[i].figure.median);
}

int
main (void) {
  BenchPeer *peers[] = { bench_peer_start ("PyTorch", "/usr/bin/python3", "peer-pytorch-training.py"),
                         bench_peer_start ("ConvNetJS", "node", "peer-convnetjs.js") };

  g_print ("%u threads, %s\n", engine_threads (), engine_cpu_level_name (engine_cpu_best_level ()));
  for (guint i = 0; i < G_N_ELEMENTS (goals); i++) {
    g_autofree Case *a_case = g_new (Case, 1);

    case_init (a_case, &goals[i]);
    compare (a_case, peers);
    tell_others (a_case);
    case_clear (a_case);
  }
  for (guint i = 0; i < N_PEERS; i++)
    bench_peer_free (peers[i]);
  return 0;
}
