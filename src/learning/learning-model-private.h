/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What learning-model.c is made of, and the plain loop nests that tests and benchmarks compare it with. */
#pragma once

#include "learning-kernel.h"
#include "learning-model.h"
#include "learning-network.h"
#include "learning-set.h"

G_BEGIN_DECLS

/* What a layer's loops need beyond its sizes: where its windows lie. Tables hold features; see learning-kernel.h. */
typedef struct {
  const LearningLayer *layer;
  gboolean relu;            /* the layer after it is a ReLU, which its sum does as well */
  gsize n_places, n_taps;   /* 1 and the inputs for a dense layer */
  guint32 *places, *taps;   /* of a pool: in the map of one channel */
  guint32 *filters;         /* convolution and local: where the map of each filter begins */
  gint32 *everywhere;       /* likewise: (n_places, lanes) each place itself, for every lane */
  gint32 *each;             /* likewise: (n_places) */
  gsize n_segments;         /* likewise: a row of a window in parts of at most four */
  guint32 *segments;        /* where they begin, from the window's place */
  guint32 *firsts, *widths; /* the taps that each holds */
} LearningPlanLayer;

/* How a network is computed. Immutable. */
typedef struct {
  LearningNetwork *network;
  const LearningKernel *kernel;
  LearningPlanLayer *layers;
  guint first_weighted; /* no layer up to this one needs the gradient of its input */
  /* The first layer is a convolution or local, then come perhaps a ReLU and certainly this max pool: the gradient is that of the
   * places that won, and the layers between are passed over. 0: it is not so. */
  guint pool;
  gboolean pairs;   /* likewise, and the first layer is computed by LearningKernel.pooled_pairs */
  gsize row_stride; /* floats from one image to the next */
} LearningPlan;

LearningPlan *learning_plan_new (LearningNetwork *network);
void learning_plan_free (LearningPlan *self);

/* Where a gradient goes: it is added to the values there, or set. Either is done but once for each value, so that the sum of several
 * is the same whether they are added as they come or later. */
typedef struct {
  float *values; /* (n_parameters) */
  gboolean add;
} LearningGradient;

/* Memory for sixteen images on their way through the network. */
typedef struct _LearningChunk LearningChunk;

LearningChunk *learning_chunk_new (const LearningPlan *plan);
void learning_chunk_free (LearningChunk *self);
/* The images n <= LEARNING_LANES at `indices`, or from `first` on where that is NULL; the other lanes are black. */
void learning_chunk_load (LearningChunk *self, const LearningSet *set, const guint32 *indices, gsize first,
                          gsize n);
/* One image. */
void learning_chunk_load_image (LearningChunk *self, const float *image);
/* What is wanted after the logits: nothing; the gradient; or the gradient of the first layer's output, which is then computed
 * whole even where only a pool reads it. */
typedef enum { LEARNING_PASS_LOGITS, LEARNING_PASS_GRADIENT, LEARNING_PASS_MAP } LearningPass;

/* Returns the logits, (classes, lane). */
const float *learning_chunk_forward (LearningChunk *self, const float *weights, LearningPass pass);
/* After forward: how many images are told right by their largest logit, the first of equals. */
gsize learning_chunk_correct (LearningChunk *self);
/* After forward: the logits become probabilities. */
const float *learning_chunk_softmax (LearningChunk *self);
/* After forward: the sum of the losses of the images loaded; how many are right is added to `correct`. The gradient that
 * backward starts from is divided by `batch`. */
double learning_chunk_loss (LearningChunk *self, gsize batch, gsize *correct);
/* After a forward pass likewise. For LEARNING_PASS_MAP, the gradient of the first layer's output is returned,
 * (outputs, lane), and that of its weights is left out. */
const float *learning_chunk_backward (LearningChunk *self, const float *weights,
                                      const LearningGradient *gradient, LearningPass pass);
/* (lane, input), as loaded. */
const float *learning_chunk_rows (const LearningChunk *self);

/* Memory for one image on its way, faster where there are but a few. */
typedef struct _LearningSingle LearningSingle;

LearningSingle *learning_single_new (const LearningPlan *plan);
void learning_single_free (LearningSingle *self);
void learning_single_load (LearningSingle *self, const LearningSet *set, gsize index);
/* As those of a chunk. */
void learning_single_forward (LearningSingle *self, const float *weights);
double learning_single_loss (LearningSingle *self, gsize batch, gsize *correct);
void learning_single_backward (LearningSingle *self, const float *weights, const LearningGradient *gradient);

/* As learning_model_gradient(), image after image, each sum as its formula has it; `weights` and `gradient` (n_parameters).
 * Compiled from one source for both types. */
double learning_model_naive_float (const LearningNetwork *network, const float *weights,
                                   const LearningSet *set, const guint32 *indices, gsize n, float *gradient,
                                   gsize *correct);
double learning_model_naive_double (const LearningNetwork *network, const double *weights,
                                    const LearningSet *set, const guint32 *indices, gsize n, double *gradient,
                                    gsize *correct);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LearningPlan, learning_plan_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LearningChunk, learning_chunk_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LearningSingle, learning_single_free)

/* For tests against recorded logits: of the images first … first + n - 1, (n, classes). */
void learning_model_logits (LearningModel *self, const float *weights, const LearningSet *set, gsize first,
                            gsize n, float *logits);

G_END_DECLS
