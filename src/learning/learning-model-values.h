/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the ways through a network have in common, sixteen images together (learning-model-chunk.c) or one alone
 * (learning-model-single.c): where values lie, and the gradient of a filter. */
#pragma once

#include "learning-model-private.h"

G_BEGIN_DECLS

/* Of a layer. ReLU and flatten work in place: their values and errors are those of the layer before. */
typedef struct {
  float *in, *out;               /* (feature, lane) */
  float *in_errors, *out_errors; /* the loss's gradient; NULL where nobody needs it */
  gint32 *winners;               /* of a max pool */
} LearningValues;

/* (layers); `lanes` 16 or 1. */
LearningValues *learning_values_new (const LearningPlan *plan, gsize lanes);
void learning_values_free (LearningValues *self, const LearningPlan *plan);

/* Floats at 64 bytes, zero, and some beyond that may be read. g_aligned_free(). */
float *learning_floats_new (gsize n);
/* For learning_filter_back(): (segments, 4), of a local layer (places, segments and one, 4). */
float *learning_sums_new (const LearningPlan *plan);
/* The next multiple of sixteen. */
gsize learning_lanes_rounded (gsize n);

/* A ReLU after a layer with weights has been done by it. */
gboolean learning_relu_is_done (const LearningPlan *plan, guint layer);
/* A layer's sum for `lanes` images: one layout of weights for the three kinds, unit by unit, in a local layer place by place
 * within. */
LearningSum learning_sum_of (const LearningPlanLayer *plan, const LearningValues *values,
                             const float *weights);
LearningPool learning_pool_of (const LearningPlanLayer *plan);
/* The gradient of a filter of a convolution, without its bias, or of a local layer. */
void learning_filter_back (const LearningKernel *kernel, const LearningPlanLayer *plan,
                           const LearningGather *gather, gsize filter, float *sums,
                           const LearningGradient *gradient);

G_END_DECLS
