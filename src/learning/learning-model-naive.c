/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiled with LEARNING_REAL set to float and to double. No cleverness here: each sum is written as its formula. */
#include "learning-model-private.h"

#include <math.h>
#include <string.h>

typedef LEARNING_REAL Real;

/* What goes in and comes out of a layer for one image, and the loss's gradient for both. */
typedef struct {
  const LearningLayer *layer;
  const Real *weights, *biases;
  Real *d_weights, *d_biases; /* added to; NULL where no gradient is wanted */
  const Real *in;
  Real *out;
  Real *d_in; /* set by the backward pass */
  const Real *d_out;
} Pass;

static gint64
in_at (const LearningLayer *layer, gint64 channel, gint64 row, gint64 column) {
  return (channel * layer->in[1] + row) * layer->in[2] + column;
}

static gint64
out_at (const LearningLayer *layer, gint64 channel, gint64 row, gint64 column) {
  return (channel * layer->out[1] + row) * layer->out[2] + column;
}

static void
dense_forward (Pass *pass) {
  for (gint64 unit = 0; unit < pass->layer->outputs; unit++) {
    pass->out[unit] = pass->biases[unit];
    for (gint64 i = 0; i < pass->layer->inputs; i++)
      pass->out[unit] += pass->weights[unit * pass->layer->inputs + i] * pass->in[i];
  }
}

static void
dense_backward (Pass *pass) {
  for (gint64 unit = 0; unit < pass->layer->outputs; unit++) {
    pass->d_biases[unit] += pass->d_out[unit];
    for (gint64 i = 0; i < pass->layer->inputs; i++) {
      pass->d_weights[unit * pass->layer->inputs + i] += pass->d_out[unit] * pass->in[i];
      pass->d_in[i] += pass->d_out[unit] * pass->weights[unit * pass->layer->inputs + i];
    }
  }
}

/* Where the weights of an output begin, and its bias is: shared by all positions, or a set for each. */
static gint64
set_of (const LearningLayer *layer, gint64 unit, gint64 row, gint64 column) {
  return layer->spec.kind == LEARNING_LAYER_LOCAL ? out_at (layer, unit, row, column) : unit;
}

static void
window_forward (Pass *pass, gint64 unit, gint64 row, gint64 column) {
  const LearningLayer *layer = pass->layer;
  gint64 set = set_of (layer, unit, row, column);
  gint64 size = layer->spec.size;
  const Real *weight = pass->weights + set * layer->in[0] * size * size;
  Real sum = pass->biases[set];

  for (gint64 c = 0; c < layer->in[0]; c++)
    for (gint64 i = 0; i < size; i++)
      for (gint64 j = 0; j < size; j++)
        sum += *weight++ * pass->in[in_at (layer, c, row + i, column + j)];
  pass->out[out_at (layer, unit, row, column)] = sum;
}

static void
window_backward (Pass *pass, gint64 unit, gint64 row, gint64 column) {
  const LearningLayer *layer = pass->layer;
  gint64 set = set_of (layer, unit, row, column);
  gint64 size = layer->spec.size;
  gint64 tap = set * layer->in[0] * size * size;
  Real d_out = pass->d_out[out_at (layer, unit, row, column)];

  pass->d_biases[set] += d_out;
  for (gint64 c = 0; c < layer->in[0]; c++)
    for (gint64 i = 0; i < size; i++)
      for (gint64 j = 0; j < size; j++, tap++) {
        gint64 pixel = in_at (layer, c, row + i, column + j);

        pass->d_weights[tap] += d_out * pass->in[pixel];
        pass->d_in[pixel] += d_out * pass->weights[tap];
      }
}

static void
each_window (Pass *pass, void (*window) (Pass *pass, gint64 channel, gint64 row, gint64 column)) {
  for (gint64 c = 0; c < pass->layer->out[0]; c++)
    for (gint64 row = 0; row < pass->layer->out[1]; row++)
      for (gint64 column = 0; column < pass->layer->out[2]; column++)
        window (pass, c, row, column);
}

/* The first of equals, in row-major order. */
static gint64
largest_at (const Pass *pass, gint64 channel, gint64 row, gint64 column) {
  const LearningLayer *layer = pass->layer;
  gint64 best = in_at (layer, channel, row * layer->spec.stride, column * layer->spec.stride);

  for (gint64 i = 0; i < layer->window[0]; i++)
    for (gint64 j = 0; j < layer->window[1]; j++) {
      gint64 other = in_at (layer, channel, row * layer->spec.stride + i, column * layer->spec.stride + j);

      if (pass->in[other] > pass->in[best])
        best = other;
    }
  return best;
}

static void
max_forward (Pass *pass, gint64 channel, gint64 row, gint64 column) {
  pass->out[out_at (pass->layer, channel, row, column)] = pass->in[largest_at (pass, channel, row, column)];
}

static void
max_backward (Pass *pass, gint64 channel, gint64 row, gint64 column) {
  pass->d_in[largest_at (pass, channel, row, column)] +=
      pass->d_out[out_at (pass->layer, channel, row, column)];
}

static void
average_forward (Pass *pass, gint64 channel, gint64 row, gint64 column) {
  const LearningLayer *layer = pass->layer;
  Real sum = 0;

  for (gint64 i = 0; i < layer->window[0]; i++)
    for (gint64 j = 0; j < layer->window[1]; j++)
      sum += pass->in[in_at (layer, channel, row * layer->spec.stride + i, column * layer->spec.stride + j)];
  pass->out[out_at (layer, channel, row, column)] = sum / (Real) (layer->window[0] * layer->window[1]);
}

static void
average_backward (Pass *pass, gint64 channel, gint64 row, gint64 column) {
  const LearningLayer *layer = pass->layer;
  Real part =
      pass->d_out[out_at (layer, channel, row, column)] / (Real) (layer->window[0] * layer->window[1]);

  for (gint64 i = 0; i < layer->window[0]; i++)
    for (gint64 j = 0; j < layer->window[1]; j++)
      pass->d_in[in_at (layer, channel, row * layer->spec.stride + i, column * layer->spec.stride + j)] +=
          part;
}

static void
relu_forward (Pass *pass) {
  for (gint64 i = 0; i < pass->layer->outputs; i++)
    pass->out[i] = pass->in[i] < 0 ? 0 : pass->in[i]; /* what is no number stays none */
}

static void
relu_backward (Pass *pass) {
  for (gint64 i = 0; i < pass->layer->outputs; i++)
    pass->d_in[i] = pass->in[i] > 0 ? pass->d_out[i] : 0;
}

static void
forward (Pass *pass) {
  switch (pass->layer->spec.kind) {
  case LEARNING_LAYER_DENSE:
    dense_forward (pass);
    break;
  case LEARNING_LAYER_CONVOLUTION:
  case LEARNING_LAYER_LOCAL:
    each_window (pass, window_forward);
    break;
  case LEARNING_LAYER_RELU:
    relu_forward (pass);
    break;
  case LEARNING_LAYER_MAX_POOL:
    each_window (pass, max_forward);
    break;
  case LEARNING_LAYER_AVERAGE_POOL:
    each_window (pass, average_forward);
    break;
  default:
    memcpy (pass->out, pass->in, (gsize) pass->layer->outputs * sizeof (Real));
  }
}

static void
backward (Pass *pass) {
  memset (pass->d_in, 0, (gsize) pass->layer->inputs * sizeof (Real));
  switch (pass->layer->spec.kind) {
  case LEARNING_LAYER_DENSE:
    dense_backward (pass);
    break;
  case LEARNING_LAYER_CONVOLUTION:
  case LEARNING_LAYER_LOCAL:
    each_window (pass, window_backward);
    break;
  case LEARNING_LAYER_RELU:
    relu_backward (pass);
    break;
  case LEARNING_LAYER_MAX_POOL:
    each_window (pass, max_backward);
    break;
  case LEARNING_LAYER_AVERAGE_POOL:
    each_window (pass, average_backward);
    break;
  default:
    memcpy (pass->d_in, pass->d_out, (gsize) pass->layer->inputs * sizeof (Real));
  }
}

/* Softmax and cross-entropy of an image of class `label`: its loss, and the logits' gradient. */
static double
loss_of (const Real *logits, gint64 classes, guint label, Real *d_logits, gboolean *correct) {
  gint64 largest = 0;
  Real sum = 0;

  for (gint64 i = 1; i < classes; i++)
    if (logits[i] > logits[largest])
      largest = i;
  for (gint64 i = 0; i < classes; i++)
    sum += (Real) exp (logits[i] - logits[largest]);
  for (gint64 i = 0; i < classes; i++)
    d_logits[i] = (Real) exp (logits[i] - logits[largest]) / sum - (i == label ? 1 : 0);
  *correct = largest == label;
  return log ((double) sum) - (double) (logits[label] - logits[largest]);
}

static void
passes_init (Pass *passes, const LearningNetwork *network, const Real *weights, Real *gradient) {
  Real *values = g_new0 (Real, network->inputs);
  Real *d_values = g_new0 (Real, network->inputs);

  for (guint i = 0; i < network->n_layers; i++) {
    const LearningLayer *layer = &network->layers[i];

    passes[i] = (Pass){ layer, weights + layer->first_weight, weights + layer->first_bias };
    passes[i].d_weights = gradient ? gradient + layer->first_weight : NULL;
    passes[i].d_biases = gradient ? gradient + layer->first_bias : NULL;
    passes[i].in = values;
    passes[i].d_in = d_values;
    passes[i].out = values = g_new0 (Real, layer->outputs);
    passes[i].d_out = d_values = g_new0 (Real, layer->outputs);
  }
}

static void
passes_free (Pass *passes, guint n) {
  g_free ((Real *) passes[0].in);
  g_free (passes[0].d_in);
  for (guint i = 0; i < n; i++) {
    g_free (passes[i].out);
    g_free ((Real *) passes[i].d_out);
  }
  g_free (passes);
}

/* The loss of one image; its gradients are added to those there are. */
static double
run_image (Pass *passes, guint n_layers, const float *image, guint label, gsize *correct) {
  Pass *last = &passes[n_layers - 1];
  gboolean right;
  double loss;

  for (gint64 i = 0; i < passes[0].layer->inputs; i++)
    ((Real *) passes[0].in)[i] = image[i];
  for (guint i = 0; i < n_layers; i++)
    forward (&passes[i]);
  loss = loss_of (last->out, last->layer->outputs, label, (Real *) last->d_out, &right);
  for (guint i = n_layers; i-- > 0 && last->d_weights;)
    backward (&passes[i]);
  *correct += right;
  return loss;
}

#define PASTE_(a, b) a##b
#define PASTE(a, b)  PASTE_ (a, b)

double
PASTE (learning_model_naive_, LEARNING_REAL) (const LearningNetwork *network, const Real *weights,
                                              const LearningSet *set, const guint32 *indices, gsize n,
                                              Real *gradient, gsize *correct) {
  Pass *passes = g_new0 (Pass, network->n_layers);
  gsize right = 0;
  double loss = 0;

  passes_init (passes, network, weights, gradient);
  if (gradient)
    memset (gradient, 0, (gsize) network->n_parameters * sizeof (Real));
  for (gsize i = 0; i < n; i++)
    loss += run_image (passes, network->n_layers, set->images + indices[i] * set->pixels,
                       set->labels[indices[i]], &right);
  for (gint64 i = 0; i < network->n_parameters && gradient; i++)
    gradient[i] /= (Real) n;
  passes_free (passes, network->n_layers);
  if (correct)
    *correct = right;
  return loss / (double) n;
}
