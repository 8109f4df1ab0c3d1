/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A moved image in both layers, computed by the engine, and the shuffled pixels. */
#include "engine-conv.h"
#include "engine-layers.h"
#include "lesson-evidence.h"

#include <math.h>
#include <string.h>

/* The first layer of a network, in the engine's tensors. */
typedef struct {
  EngineTensor *weights, *biases; /* biases may be NULL */
} Layer;

static void
layer_clear (Layer *self) {
  g_clear_pointer (&self->weights, engine_tensor_unref);
  g_clear_pointer (&self->biases, engine_tensor_unref);
}

/* What never fails here: a few thousand numbers. */
static EngineTensor *
new_tensor (guint rank, const gint64 *shape) {
  g_autoptr (GError) error = NULL;
  EngineTensor *tensor = engine_tensor_new (rank, shape, &error);

  if (tensor == NULL)
    g_error ("%s", error->message);
  return tensor;
}

/* The weights at the end of training, where that was with images as large as the lesson's. */
static const LearningWeights *
trained_weights (const LessonParameters *p, LearningKind kind) {
  const LearningTrace *trace = p->record->traces[LEARNING_COURSE_DIGITS][kind];
  gint64 grid = p->settings.grid;

  if (trace == NULL || trace->network->in[0] != 1 || trace->network->in[1] != grid
      || trace->network->in[2] != grid)
    return NULL;
  return trace->snapshots[trace->n_snapshots - 1]->weights;
}

/* The last one is dense, so there is one with weights. */
static guint
find_first_layer (const LearningWeights *weights) {
  guint i = 0;

  while (weights->network->layers[i].n_weights == 0)
    i++;
  return i;
}

/* The first layer, in a shape of the engine's: for one channel the two are laid out alike. */
static Layer
first_layer (const LearningWeights *weights, guint rank, const gint64 *shape) {
  guint i = find_first_layer (weights);
  Layer layer = { new_tensor (rank, shape), new_tensor (1, shape) };

  memcpy (layer.weights->data, learning_weights_of (weights, i), layer.weights->length * sizeof (float));
  memcpy (layer.biases->data, learning_weights_biases_of (weights, i), layer.biases->length * sizeof (float));
  return layer;
}

static EngineTensor *
move_right (const EngineTensor *image, gint64 grid) {
  EngineTensor *moved = new_tensor (image->rank, image->shape);

  for (gint64 row = 0; row < grid; row++)
    memcpy (moved->data + row * grid + 1, image->data + row * grid, (grid - 1) * sizeof (float));
  return moved;
}

static EngineTensor *
convolve (const EngineTensor *image, const Layer *layer, gint64 grid) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  EngineConvShape shape;
  g_autoptr (GError) error = NULL;

  spec.height = spec.width = grid;
  spec.filters = layer->weights->shape[0];
  spec.kernel[0] = spec.kernel[1] = layer->weights->shape[1];
  /* A kernel larger than the image is there only with padding. */
  spec.padding = spec.kernel[0] > grid ? ENGINE_PADDING_SAME : ENGINE_PADDING_VALID;
  EngineTensor *responses = engine_conv_shape_init (&shape, &spec, &error)
                                ? engine_conv_forward (&shape, image, layer->weights, layer->biases, &error)
                                : NULL;
  if (responses == NULL)
    g_error ("%s", error->message);
  return responses;
}

static EngineTensor *
multiply (const EngineTensor *image, const Layer *layer) {
  g_autoptr (GError) error = NULL;
  EngineTensor *outputs = engine_dense_forward (image, layer->weights, layer->biases, &error);

  if (outputs == NULL)
    g_error ("%s", error->message);
  return outputs;
}

static gint64
strongest_filter (const EngineTensor *responses) {
  gint64 best = 0;

  for (gint64 i = 1; i < responses->length; i++)
    if (responses->data[i] > responses->data[best])
      best = i;
  return best % responses->shape[2];
}

static EngineTensor *
one_map (const EngineTensor *responses, gint64 filter) {
  gint64 filters = responses->shape[2];
  EngineTensor *map = new_tensor (3, (gint64[]){ responses->shape[0], responses->shape[1], 1 });

  for (gint64 i = 0; i < map->length; i++)
    map->data[i] = responses->data[i * filters + filter];
  return map;
}

static void
take_filter (LessonEvidenceShift *self, const Layer *layer, gint64 filter) {
  gint64 side = layer->weights->shape[1];

  self->filter = filter;
  self->kernel = new_tensor (4, (gint64[]){ 1, side, side, 1 });
  memcpy (self->kernel->data, layer->weights->data + filter * side * side, side * side * sizeof (float));
}

static void
respond (LessonEvidenceShift *self, const Layer *layer) {
  g_autoptr (EngineTensor) before = convolve (self->images[0], layer, self->grid);
  g_autoptr (EngineTensor) after = convolve (self->images[1], layer, self->grid);

  take_filter (self, layer, strongest_filter (before));
  self->side = before->shape[0];
  self->responses[0] = one_map (before, self->filter);
  self->responses[1] = one_map (after, self->filter);
}

static Layer
dense_layer (const LessonParameters *p, const LearningWeights *trained) {
  if (trained == NULL)
    return (Layer){ engine_tensor_ref (p->dense_weights), NULL };
  const LearningLayerSpec *spec = &trained->network->layers[find_first_layer (trained)].spec;
  return first_layer (trained, 2, (gint64[]){ spec->units, p->pixels->length });
}

static Layer
filter_layer (const LessonParameters *p, const LearningWeights *trained) {
  if (trained == NULL)
    return (Layer){ engine_tensor_ref (p->kernel), NULL };
  const LearningLayerSpec *spec = &trained->network->layers[find_first_layer (trained)].spec;
  return first_layer (trained, 4, (gint64[]){ spec->units, spec->size, spec->size, 1 });
}

static void
compare (LessonEvidenceShift *self) {
  const float *before = self->responses[0]->data, *after = self->responses[1]->data;

  for (gint64 i = 0; i < self->side * self->side; i++)
    if (i % self->side < self->side - 1) {
      self->comparable++;
      self->again += before[i] == after[i + 1];
    }
  for (gint64 i = 0; i < self->nodes; i++) {
    self->same += self->outputs[0]->data[i] == self->outputs[1]->data[i];
    self->changed_sides += (self->outputs[0]->data[i] > 0) != (self->outputs[1]->data[i] > 0);
  }
}

LessonEvidenceShift *
lesson_evidence_shift_new (const LessonParameters *p) {
  LessonEvidenceShift *self = g_new0 (LessonEvidenceShift, 1);
  const LearningWeights *dense = trained_weights (p, LEARNING_DENSE);
  const LearningWeights *filters = trained_weights (p, LEARNING_CONVOLUTION);

  self->trained = dense != NULL && filters != NULL;
  self->grid = p->settings.grid;
  Layer nodes = dense_layer (p, self->trained ? dense : NULL);
  Layer bank = filter_layer (p, self->trained ? filters : NULL);
  self->images[0] = engine_tensor_ref (p->pixels);
  self->images[1] = move_right (p->pixels, self->grid);
  for (guint i = 0; i < 2; i++)
    self->outputs[i] = multiply (self->images[i], &nodes);
  self->nodes = self->outputs[0]->length;
  respond (self, &bank);
  compare (self);
  layer_clear (&nodes);
  layer_clear (&bank);
  return self;
}

void
lesson_evidence_shift_free (LessonEvidenceShift *self) {
  for (guint i = 0; i < 2; i++) {
    engine_tensor_unref (self->images[i]);
    engine_tensor_unref (self->responses[i]);
    engine_tensor_unref (self->outputs[i]);
  }
  engine_tensor_unref (self->kernel);
  g_free (self);
}

/* An image whose values are the places of its pixels tells where each one has come from. */
void
lesson_evidence_shuffle (gint64 grid, gint64 *to) {
  g_autoptr (GError) error = NULL;
  g_autoptr (LearningSet) places = learning_set_new (1, 1, (gsize) grid, (gsize) grid, 1, &error);

  if (places == NULL)
    g_error ("%s", error->message);
  for (gint64 i = 0; i < grid * grid; i++)
    places->images[i] = (float) i;
  g_autoptr (LearningSet) permuted = learning_set_permuted (places, LEARNING_SHUFFLE_SEED);
  for (gint64 i = 0; i < grid * grid; i++)
    to[(gint64) permuted->images[i]] = i;
}

gint64
lesson_evidence_pairs (gint64 grid) {
  return 2 * grid * (grid - 1);
}

static gboolean
are_neighbours (gint64 a, gint64 b, gint64 grid) {
  return ABS (a / grid - b / grid) + ABS (a % grid - b % grid) == 1;
}

gint64
lesson_evidence_pairs_left (gint64 grid, const gint64 *to) {
  gint64 left = 0;

  for (gint64 i = 0; i < grid * grid; i++) {
    if (i % grid < grid - 1)
      left += are_neighbours (to[i], to[i + 1], grid);
    if (i / grid < grid - 1)
      left += are_neighbours (to[i], to[i + grid], grid);
  }
  return left;
}
