/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plain loop nests: what learning_model_gradient() computes, one image after the other, as the formulas have it. Tests and
 * benchmarks compare with them. */
#pragma once

#include "learning-network.h"
#include "learning-set.h"

G_BEGIN_DECLS

/* As learning_model_gradient(); `weights` and `gradient` (n_parameters). Compiled from one source for both types. */
double learning_model_naive_float (const LearningNetwork *network, const float *weights,
                                   const LearningSet *set, const guint32 *indices, gsize n, float *gradient,
                                   gsize *correct);
double learning_model_naive_double (const LearningNetwork *network, const double *weights,
                                    const LearningSet *set, const guint32 *indices, gsize n, double *gradient,
                                    gsize *correct);

G_END_DECLS
