/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The innermost loops of training with one image at a time, compiled once per CPU level from learning-kernel-single.c.
 *
 * There are no sixteen images to fill the lanes, so neighbouring features do. Between layers values are stored as the network has
 * them: (feature), for maps (channel, row, column). Two loops serve all layers, since each of their sums either runs along rows of
 * weights, where the totals of the lanes are taken at the end, or across them, where each lane has a sum of its own:
 *
 *                 outputs                      inputs' gradient       weights' gradient
 *   dense         along                        across                 one product each
 *   convolution   across, weights transposed   across, at each place  across: the errors are the weights there
 *   local         along, at each place         across, at each place  one product each
 *
 * Maps whose lanes are channels are stored (block of 16 channels, place, channel); then the loops over pools are those of a chunk. */
#pragma once

#include "learning-kernel.h"

G_BEGIN_DECLS

/* out[u] = bias[u] + sum over i of weights[u * unit_weights + i] * in[i] */
typedef struct {
  const float *in, *weights, *biases;
  gsize n_units, n_inputs;
  gsize unit_weights, unit_biases; /* from one unit to the next */
  gboolean relu;
  float *out;
  gsize block; /* floats from sixteen units to the next sixteen; 16: side by side */
} LearningRows;

typedef struct {
  void (*along) (const LearningRows *self);
  /* A LearningSum with units in lanes: weights of a tap and biases lie side by side (unit_weights and unit_biases 1, no
   * place_weights), `in` (feature), `out` (block of 16 units, place, unit), of which lanes beyond the last unit are nobody's. */
  void (*across) (const LearningSum *self);
  /* to[u, i] = errors[u] * in[i] for i < n_inputs; or, with `add`, it is added */
  void (*product) (float *to, const float *errors, gsize n_units, const float *in, gsize n_inputs,
                   gboolean add);
} LearningSingleKernel;

extern const LearningSingleKernel learning_single_kernel_baseline;
#ifdef ENGINE_CPU_HAS_LEVELS
extern const LearningSingleKernel learning_single_kernel_avx2;
extern const LearningSingleKernel learning_single_kernel_avx512;
#endif

G_END_DECLS
