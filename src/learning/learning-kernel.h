/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The innermost loops of training, compiled once per CPU level from learning-kernel.c.
 *
 * Sixteen images go through a network together, a chunk. Values are stored (feature, lane), one image a lane: then every layer
 * of any size is a loop over whole vectors. A weight's gradient is a sum over the lanes; for that the inputs of a layer are also
 * stored (lane, feature), as the images come, and the vectors lie along the features ("rows" below). Tables hold features. */
#pragma once

#include "engine-cpu.h"

G_BEGIN_DECLS

/* The address of a table that each level has its own of. */
#ifdef ENGINE_CPU_HAS_LEVELS
#define LEARNING_OF_LEVEL(table)                                                                             \
  (engine_cpu_level () == ENGINE_CPU_AVX512 ? &table##_avx512                                                \
   : engine_cpu_level () == ENGINE_CPU_AVX2 ? &table##_avx2                                                  \
                                            : &table##_baseline)
#else
#define LEARNING_OF_LEVEL(table) (&table##_baseline)
#endif

#define LEARNING_LANES 16
#define LEARNING_SLACK 16 /* floats that may be read beyond the end of rows */

/* Dense, convolution and local layers are one thing here: units that sum taps, at places.
 * out[(u * places + p), lane] = bias + sum over t of weight (u, p, t) * in[place[p] + tap[t], lane] */
typedef struct {
  const float *in;
  const guint32 *places, *taps;
  gsize n_units, n_places, n_taps;
  const float
      *weights; /* of unit u, place p, tap t: u * unit_weights + p * place_weights + t * tap_weights */
  gsize unit_weights, place_weights, tap_weights;
  const float *biases; /* likewise; NULL: none */
  gsize unit_biases, place_biases;
  gboolean relu; /* negative sums become 0 */
  float *out;
} LearningSum;

/* The gradient of windows that slide over the input, from few places: those that won in a pool, or all.
 * Window i of lane i % 16 lies at place[winners[i]] and has the gradient errors[i]. A segment is four neighbouring inputs. */
typedef struct {
  const float *rows;
  gsize row_stride; /* 0: of one image alone */
  const guint32 *places, *segments;
  gsize n, n_segments; /* windows of all lanes */
  const gint32 *winners;
  const float *errors;
} LearningGather;

/* A pool over the map of one channel. */
typedef struct {
  const guint32 *places, *taps; /* where windows begin, and what they hold */
  gsize n_places, n_taps;
} LearningPool;

#define LEARNING_PAIRS_MOST 8 /* columns of the pool's windows */

/* The pooled sum of a convolution 3x3 whose pool has windows of an even number of rows. */
typedef struct {
  LearningSum sum;
  LearningPool pool;
  gsize columns;           /* of the pool's windows */
  gsize width, n_features; /* of the input: a row, and those that have three rows below them */
  gint32 *winners;
  float *values, *weights; /* memory for it: (inputs, 4, lane); (units, taps / 3, 4) */
} LearningPairs;

typedef struct {
  void (*sum) (const LearningSum *self);
  /* The same, then a max pool over its maps; there is nothing to be kept of what lies between. `out` (unit, window, lane) holds
   * what the pool leaves, `winners` likewise as in max_pool(), or is NULL. The sum has biases. */
  void (*pooled_sum) (const LearningSum *self, const LearningPool *pool, gint32 *winners);
  /* The same with fewer multiplications, but more loads; NULL where that is slower. See learning-kernel-pairs.c. */
  void (*pooled_pairs) (const LearningPairs *self);
  /* gradient[u, i] = sum over lanes of errors[u, lane] * rows[lane, i] for i < n_inputs; or, with `add`, it is added */
  void (*outer) (float *gradient, const float *errors, gsize n_units, const float *rows, gsize row_stride,
                 gsize n_inputs, gboolean add);
  /* sums[s, 0…3] = sum over windows of errors * rows at the window's place and segment s */
  void (*gather) (const LearningGather *self, float *sums);
  /* The same where each place has weights of its own: added to sums[winner, s, 0…3], and errors to sums[winner, n_segments, 0]. */
  void (*gather_local) (const LearningGather *self, float *sums);
  /* out[p, lane] the largest of the window, winners[p, lane] where the first such is in the map */
  void (*max_pool) (const LearningPool *self, const float *in, float *out, gint32 *winners);
  /* `in_errors` (map) is added to. */
  void (*max_pool_back) (const LearningPool *self, const float *out_errors, const gint32 *winners,
                         float *in_errors);
  void (*average_pool) (const LearningPool *self, const float *in, float *out);
  void (*average_pool_back) (const LearningPool *self, const float *out_errors, float *in_errors);
  void (*relu) (float *values, gsize n);
  /* Errors become 0 where the value is not above 0. */
  void (*relu_back) (float *errors, const float *values, gsize n);
  /* values[i] += others[i] for i < n, any n */
  void (*add) (float *values, const float *others, gsize n);
  /* totals[i] = the total of values (i, feature, lane) over `features` and lanes, for i < n; or, with `add`, it is added */
  void (*totals) (float *totals, const float *values, gsize n, gsize features, gboolean add);
  /* to[c, r] = from[r, c] */
  void (*transpose) (float *to, gsize to_stride, const float *from, gsize from_stride, gsize rows,
                     gsize columns);
  /* `logits` (classes, lane) become softmax; `sums` (lane) of the exponentials, `largest` (lane) the first largest class and
   * `tops` (lane) its logit */
  void (*softmax) (float *logits, gsize classes, float *sums, gint32 *largest, float *tops);
} LearningKernel;

extern const LearningKernel learning_kernel_baseline;
#ifdef ENGINE_CPU_HAS_LEVELS
extern const LearningKernel learning_kernel_avx2;
extern const LearningKernel learning_kernel_avx512;
#endif

G_END_DECLS
