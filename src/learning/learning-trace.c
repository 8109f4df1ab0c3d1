/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-trace-private.h"

#include "learning-model.h"

#include <math.h>

typedef struct {
  LearningTrace trace;
  gatomicrefcount references;
} Shared;

typedef struct {
  LearningSnapshot snapshot;
  gatomicrefcount references;
} SharedSnapshot;

LearningSnapshot *
learning_snapshot_new (const LearningSnapshot *values) {
  SharedSnapshot *shared = g_new0 (SharedSnapshot, 1);

  g_atomic_ref_count_init (&shared->references);
  shared->snapshot = *values;
  learning_weights_ref (values->weights);
  learning_set_ref (values->batch);
  return &shared->snapshot;
}

LearningSnapshot *
learning_snapshot_ref (LearningSnapshot *self) {
  g_atomic_ref_count_inc (&((SharedSnapshot *) self)->references);
  return self;
}

void
learning_snapshot_unref (LearningSnapshot *self) {
  if (!g_atomic_ref_count_dec (&((SharedSnapshot *) self)->references))
    return;
  learning_weights_unref (self->weights);
  learning_set_unref (self->batch);
  g_free (self);
}

float *
learning_snapshot_position_gradients (const LearningSnapshot *self, gsize filter) {
  const LearningLayer *layer = &self->weights->network->layers[0];
  g_autoptr (LearningModel) model = NULL;
  g_autofree guint32 *indices = NULL;
  float *gradients;

  if (layer->spec.kind != LEARNING_LAYER_CONVOLUTION && layer->spec.kind != LEARNING_LAYER_LOCAL)
    return NULL;
  model = learning_model_new (self->weights->network, 1);
  indices = g_new (guint32, self->batch->n);
  for (gsize i = 0; i < self->batch->n; i++)
    indices[i] = (guint32) i;
  gradients =
      g_new0 (float, layer->out[1] * layer->out[2] * layer->in[0] * layer->spec.size * layer->spec.size);
  learning_model_position_gradients (model, self->weights->values, self->batch, indices, self->batch->n,
                                     filter, gradients);
  return gradients;
}

#define ASTRAY 10
#define DEAD   0.9 /* of the loss of guessing: no better */

gboolean
learning_snapshot_is_astray (const LearningSnapshot *self) {
  return self->loss > ASTRAY * log ((double) self->weights->network->classes);
}

gboolean
learning_trace_is_lost (const LearningTrace *self, guint snapshot) {
  double guessing = log ((double) self->network->classes);

  if (self->diverged)
    return TRUE;
  for (guint i = snapshot + 1; i > 0 && self->snapshots[snapshot]->loss > DEAD * guessing; i--)
    if (learning_snapshot_is_astray (self->snapshots[i - 1]))
      return TRUE;
  return FALSE;
}

void
learning_snapshot_classify (const LearningSnapshot *self, const float *image, float *probabilities) {
  g_autoptr (LearningModel) model = learning_model_new (self->weights->network, 1);

  learning_model_classify (model, self->weights->values, image, probabilities);
}

gint64
learning_likeliest (const float *probabilities, gint64 classes) {
  gint64 best = 0;

  for (gint64 i = 1; i < classes; i++)
    if (probabilities[i] > probabilities[best])
      best = i;
  return best;
}

LearningTrace *
learning_trace_new (LearningKind kind, LearningNetwork *network, const char *data_name, guint n_snapshots,
                    guint n_losses) {
  Shared *shared = g_new0 (Shared, 1);

  g_atomic_ref_count_init (&shared->references);
  shared->trace = (LearningTrace){
    .data_name = g_strdup (data_name),
    .kind = kind,
    .network = learning_network_ref (network),
    .n_snapshots = n_snapshots,
    .snapshots = g_new0 (LearningSnapshot *, n_snapshots),
    .n_losses = n_losses,
    .loss_stride = 1,
    .losses = g_new0 (float, n_losses),
  };
  return &shared->trace;
}

LearningTrace *
learning_trace_ref (LearningTrace *self) {
  g_atomic_ref_count_inc (&((Shared *) self)->references);
  return self;
}

void
learning_trace_unref (LearningTrace *self) {
  if (!g_atomic_ref_count_dec (&((Shared *) self)->references))
    return;
  for (guint i = 0; i < self->n_snapshots; i++)
    g_clear_pointer (&self->snapshots[i], learning_snapshot_unref);
  g_free (self->snapshots);
  g_free (self->losses);
  g_free (self->data_name);
  learning_network_unref (self->network);
  g_free (self);
}

guint64
learning_trace_steps (const LearningTrace *self) {
  return self->snapshots[self->n_snapshots - 1]->step;
}

guint
learning_trace_find (const LearningTrace *self, double step) {
  guint low = 0, high = self->n_snapshots;

  while (high - low > 1) {
    guint middle = low + (high - low) / 2;

    if ((double) self->snapshots[middle]->step <= step)
      low = middle;
    else
      high = middle;
  }
  return low;
}

/* Forward; for the gradient of its weights; for that of its inputs, which the first layer needs not pass on. */
static gint64
multiplications_of (const LearningLayer *layer, gboolean first) {
  gint64 times = 1 + (layer->n_weights > 0) + !first;
  gint64 product;

  return __builtin_mul_overflow (layer->count.multiplications, times, &product) ? G_MAXINT64 : product;
}

gint64
learning_trace_multiplications (const LearningTrace *self, guint snapshot) {
  guint64 images = self->snapshots[snapshot]->images;
  gint64 sum = 0;

  for (guint i = 0; i < self->network->n_layers; i++)
    if (__builtin_add_overflow (sum, multiplications_of (&self->network->layers[i], i == 0), &sum))
      return G_MAXINT64;
  return __builtin_mul_overflow (sum, images, &sum) ? G_MAXINT64 : sum;
}
