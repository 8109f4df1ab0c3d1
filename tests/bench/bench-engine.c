/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The convolution's speed, as ratios of what was measured side by side: the loop nest to the fast one, one
 * thread to all, and each CPU level, with memcpy() of as many bytes as the output has beside them. Every
 * contender allocates its result, as a caller would have it. Contenders take turns; medians are told. */
#include "engine-conv.h"
#include "engine-cpu-private.h"
#include "engine-tensor-private.h"
#include "engine-threads-private.h"

#include <stdlib.h>
#include <string.h>

#define ROUNDS        5
#define SHORTEST_TURN 5000 /* microseconds: a faster contender is run several times in its turn */

typedef struct {
  EngineConvShape shape;
  EngineTensor *input, *weights, *output;
} Case;

static EngineTensor *
new_tensor (guint rank, const gint64 *extents) {
  g_autoptr (GError) error = NULL;
  EngineTensor *tensor = engine_tensor_new (rank, extents, &error);

  if (!tensor)
    g_error ("%s", error->message);
  for (gint64 i = 0; i < tensor->length; i++)
    tensor->data[i] = (float) (i * 7919 % 1009) / 1009;
  return tensor;
}

static void
case_init (Case *self, gint64 height, gint64 width, gint64 channels, gint64 filters) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  spec.height = height;
  spec.width = width;
  spec.channels = channels;
  spec.filters = filters;
  g_assert_true (engine_conv_shape_init (&self->shape, &spec, NULL));
  self->input = new_tensor (3, (const gint64[]){ height, width, channels });
  self->weights = new_tensor (4, (const gint64[]){ filters, 3, 3, channels });
  self->output = engine_conv_forward (&self->shape, self->input, self->weights, NULL, NULL);
}

static void
case_clear (Case *self) {
  engine_tensor_unref (self->input);
  engine_tensor_unref (self->weights);
  engine_tensor_unref (self->output);
}

static void
run_fast (const Case *self) {
  engine_tensor_unref (engine_conv_forward (&self->shape, self->input, self->weights, NULL, NULL));
}

static void
run_all_threads (const Case *self) {
  engine_threads_set (0);
  engine_cpu_set_level (engine_cpu_best_level ());
  run_fast (self);
}

static void
run_one_thread (const Case *self) {
  engine_threads_set (1);
  engine_cpu_set_level (engine_cpu_best_level ());
  run_fast (self);
}

static void
run_avx2 (const Case *self) {
  engine_threads_set (1);
  engine_cpu_set_level (ENGINE_CPU_AVX2);
  run_fast (self);
}

static void
run_baseline (const Case *self) {
  engine_threads_set (1);
  engine_cpu_set_level (ENGINE_CPU_BASELINE);
  run_fast (self);
}

static void
run_naive (const Case *self) {
  engine_tensor_unref (engine_conv_forward_naive (&self->shape, self->input, self->weights, NULL, NULL));
}

static void
run_memcpy (const Case *self) {
  g_autoptr (EngineTensor) copy = engine_tensor_new_unset (self->output->rank, self->output->shape, NULL);

  memcpy (copy->data, self->output->data, (gsize) copy->length * sizeof (float));
}

enum { ALL_THREADS, ONE_THREAD, AVX2, BASELINE, NAIVE, MEMCPY, N_CONTENDERS };

static const struct {
  const char *name;
  void (*run) (const Case *self);
} contenders[N_CONTENDERS] = {
  [ALL_THREADS] = { "fast, all threads", run_all_threads },
  [ONE_THREAD] = { "fast, 1 thread", run_one_thread },
  [AVX2] = { "fast, 1 thread, at most avx2", run_avx2 },
  [BASELINE] = { "fast, 1 thread, baseline", run_baseline },
  [NAIVE] = { "loop nest", run_naive },
  [MEMCPY] = { "memcpy of the output", run_memcpy },
};

/* Microseconds of one run. */
static double
take_turn (int contender, const Case *self) {
  gint64 begin = g_get_monotonic_time ();
  gint64 runs = 0;
  gint64 now;

  do {
    contenders[contender].run (self);
    runs++;
    now = g_get_monotonic_time ();
  } while (now - begin < SHORTEST_TURN);
  return (double) (now - begin) / (double) runs;
}

static int
compare_cb (const void *a, const void *b) {
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static void
print_medians (const char *title, const double *medians) {
  g_print ("\n%s\n", title);
  for (int c = 0; c < N_CONTENDERS; c++)
    g_print ("  %-30s %10.3f ms %8.2f memcpys\n", contenders[c].name, medians[c] / 1000,
             medians[c] / medians[MEMCPY]);
  g_print ("  loop nest : fast, all threads  %10.1f\n", medians[NAIVE] / medians[ALL_THREADS]);
  g_print ("  loop nest : fast, 1 thread     %10.1f\n", medians[NAIVE] / medians[ONE_THREAD]);
  g_print ("  1 thread : all threads         %10.2f\n", medians[ONE_THREAD] / medians[ALL_THREADS]);
  g_print ("  baseline : best level          %10.2f\n", medians[BASELINE] / medians[ONE_THREAD]);
}

static void
measure (const char *title, gint64 height, gint64 width, gint64 channels, gint64 filters) {
  double times[N_CONTENDERS][ROUNDS];
  double medians[N_CONTENDERS];
  Case self;

  case_init (&self, height, width, channels, filters);
  for (int round = 0; round < ROUNDS; round++)
    for (int c = 0; c < N_CONTENDERS; c++)
      times[c][round] = take_turn (c, &self);
  case_clear (&self);

  for (int c = 0; c < N_CONTENDERS; c++) {
    qsort (times[c], ROUNDS, sizeof (double), compare_cb);
    medians[c] = times[c][ROUNDS / 2];
  }
  print_medians (title, medians);
}

int
main (void) {
  engine_threads_set (0);
  g_print ("%u threads, %s\n", engine_threads (), engine_cpu_level_name (engine_cpu_best_level ()));
  measure ("10x10 grey, 32 filters 3x3", 10, 10, 1, 32);
  measure ("12 megapixels grey (4000x3000), one filter 3x3", 3000, 4000, 1, 1);
  measure ("1920x1080 RGB, 32 filters 3x3", 1080, 1920, 3, 32);
  return 0;
}
