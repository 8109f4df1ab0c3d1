/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-model.h"

#include "learning-model-private.h"

#include <math.h>
#include <string.h>

struct _LearningModel {
  LearningNetwork *network;
};

LearningModel *
learning_model_new (LearningNetwork *network, guint threads) {
  LearningModel *self = g_new0 (LearningModel, 1);

  self->network = learning_network_ref (network);
  return self;
}

void
learning_model_free (LearningModel *self) {
  learning_network_unref (self->network);
  g_free (self);
}

double
learning_model_gradient (LearningModel *self, const float *weights, const LearningSet *set,
                         const guint32 *indices, gsize n, float *gradient, gsize *correct) {
  g_autofree float *own = gradient == NULL ? g_new0 (float, self->network->n_parameters) : NULL;

  return learning_model_naive_float (self->network, weights, set, indices, n,
                                     gradient != NULL ? gradient : own, correct);
}

static void
layer_forward (const LearningLayer *l, const float *weights, const float *in, float *out) {
  const float *w = weights + l->first_weight, *b = weights + l->first_bias;
  gint64 k = l->spec.size, positions = l->out[1] * l->out[2], taps = l->in[0] * k * k;

  if (l->spec.kind == LEARNING_LAYER_FLATTEN)
    memcpy (out, in, l->inputs * sizeof (float));
  else if (l->spec.kind == LEARNING_LAYER_RELU)
    for (gint64 i = 0; i < l->inputs; i++)
      out[i] = in[i] > 0 ? in[i] : 0;
  else if (l->spec.kind == LEARNING_LAYER_DENSE)
    for (gint64 u = 0; u < l->outputs; u++) {
      out[u] = b[u];
      for (gint64 i = 0; i < l->inputs; i++)
        out[u] += w[u * l->inputs + i] * in[i];
    }
  else
    for (gint64 o = 0; o < l->outputs; o++) {
      gint64 unit = o / positions, y = o % positions / l->out[2], x = o % l->out[2];
      gboolean pool = l->spec.kind == LEARNING_LAYER_MAX_POOL || l->spec.kind == LEARNING_LAYER_AVERAGE_POOL;
      gint64 set = l->spec.kind == LEARNING_LAYER_LOCAL ? o : unit, step = pool ? l->spec.stride : 1;
      float sum = pool ? 0 : b[set], most = -INFINITY;
      for (gint64 c = pool ? unit : 0; c < (pool ? unit + 1 : l->in[0]); c++)
        for (gint64 i = 0; i < k; i++)
          for (gint64 j = 0; j < k; j++) {
            float value = in[(c * l->in[1] + y * step + i) * l->in[2] + x * step + j];
            sum += pool ? value : value * w[set * taps + (c * k + i) * k + j];
            most = MAX (most, value);
          }
      out[o] = l->spec.kind == LEARNING_LAYER_MAX_POOL       ? most
               : l->spec.kind == LEARNING_LAYER_AVERAGE_POOL ? sum / (k * k)
                                                             : sum;
    }
}

static void
image_logits (LearningModel *self, const float *weights, const float *image, float *logits) {
  g_autofree float *values = g_memdup2 (image, self->network->inputs * sizeof (float));

  for (guint i = 0; i < self->network->n_layers; i++) {
    float *out = g_new (float, self->network->layers[i].outputs);
    layer_forward (&self->network->layers[i], weights, values, out);
    g_free (values);
    values = out;
  }
  memcpy (logits, values, self->network->classes * sizeof (float));
}

void
learning_model_logits (LearningModel *self, const float *weights, const LearningSet *set, gsize first,
                       gsize n, float *logits) {
  for (gsize i = 0; i < n; i++)
    image_logits (self, weights, learning_set_image (set, first + i), logits + i * self->network->classes);
}

/* Each position alone: the gradient of a batch in which only its products count is found by differences of nothing; interim. */
void
learning_model_position_gradients (LearningModel *self, const float *weights, const LearningSet *set,
                                   const guint32 *indices, gsize n, gsize filter, float *gradients) {
  const LearningLayer *l = &self->network->layers[0];
  gint64 taps = l->in[0] * l->spec.size * l->spec.size;

  memset (gradients, 0, l->out[1] * l->out[2] * taps * sizeof (float));
}

double
learning_model_accuracy (LearningModel *self, const float *weights, const LearningSet *set) {
  gint64 classes = self->network->classes;
  g_autofree float *logits = g_new (float, set->n *classes);
  gsize right = 0;

  learning_model_logits (self, weights, set, 0, set->n, logits);
  for (gsize i = 0; i < set->n; i++) {
    gint64 best = 0;
    for (gint64 c = 1; c < classes; c++)
      if (logits[i * classes + c] > logits[i * classes + best])
        best = c;
    right += best == set->labels[i];
  }
  return (double) right / set->n;
}

double
learning_model_shift_accuracy (LearningModel *self, const float *weights, const LearningSet *set,
                               int distance) {
  double sum = 0;

  for (int rows = -1; rows <= 1; rows++)
    for (int columns = -1; columns <= 1; columns++) {
      if (rows == 0 && columns == 0)
        continue;
      g_autoptr (LearningSet) moved = learning_set_shifted (set, rows * distance, columns * distance);
      sum += learning_model_accuracy (self, weights, moved);
    }
  return sum / 8;
}

void
learning_model_classify (LearningModel *self, const float *weights, const float *image,
                         float *probabilities) {
  gint64 classes = self->network->classes;
  float most = -INFINITY, sum = 0;

  image_logits (self, weights, image, probabilities);
  for (gint64 c = 0; c < classes; c++)
    most = MAX (most, probabilities[c]);
  for (gint64 c = 0; c < classes; c++)
    sum += probabilities[c] = expf (probabilities[c] - most);
  for (gint64 c = 0; c < classes; c++)
    probabilities[c] /= sum;
}
