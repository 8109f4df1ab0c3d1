/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-network.h"

#include "learning-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  LearningNetwork network;
  gatomicrefcount references;
} Shared;

static const char *
kind_title (LearningLayerKind kind) {
  switch (kind) {
  case LEARNING_LAYER_DENSE:
    return _ ("dense");
  case LEARNING_LAYER_CONVOLUTION:
    return _ ("convolution");
  case LEARNING_LAYER_LOCAL:
    return _ ("local");
  case LEARNING_LAYER_RELU:
    return _ ("ReLU");
  case LEARNING_LAYER_MAX_POOL:
    return _ ("max pool");
  case LEARNING_LAYER_AVERAGE_POOL:
    return _ ("average pool");
  default:
    return _ ("flatten");
  }
}

/* A network that no memory holds is refused by a sentence, not by running out of it. */
static gboolean
check_size (const char *what, gint64 value, gint64 most, GError **error) {
  if (value <= most)
    return TRUE;
  g_autofree char *given = g_strdup_printf ("%" G_GINT64_FORMAT, value);
  g_autofree char *allowed = g_strdup_printf ("%" G_GINT64_FORMAT, most);
  g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_NETWORK,
               /* Translators: a word such as "weights", then numbers */
               _ ("%s: %s are too many; use at most %s"), what, given, allowed);
  return FALSE;
}

/* Dense layers take their input as a row, whatever its shape. */
static gboolean
init_dense (LearningLayer *self, GError **error) {
  if (!engine_count_dense (&self->count, self->inputs, self->spec.units, TRUE, error))
    return FALSE;
  self->out[0] = self->spec.units;
  self->out[1] = self->out[2] = 1;
  return TRUE;
}

static gboolean
window_shape (LearningLayer *self, gint64 filters, gint64 groups, gint64 stride, EngineConvShape *shape,
              GError **error) {
  EngineConvSpec spec = {
    .height = self->in[1],
    .width = self->in[2],
    .channels = self->in[0],
    .filters = filters,
    .kernel = { self->window[0], self->window[1] },
    .stride = { stride, stride },
    .dilation = { 1, 1 },
    .padding = ENGINE_PADDING_VALID,
    .groups = groups,
    .bias = TRUE,
  };

  if (!engine_conv_shape_init (shape, &spec, error))
    return FALSE;
  self->out[0] = filters;
  self->out[1] = shape->out_height;
  self->out[2] = shape->out_width;
  return TRUE;
}

static gboolean
init_convolution (LearningLayer *self, GError **error) {
  EngineConvShape shape;

  self->window[0] = self->window[1] = self->spec.size;
  return window_shape (self, self->spec.units, 1, 1, &shape, error)
         && (self->spec.kind == LEARNING_LAYER_LOCAL ? engine_count_local (&self->count, &shape, error)
                                                     : engine_count_conv (&self->count, &shape, error));
}

static gboolean
init_pool (LearningLayer *self, GError **error) {
  gboolean whole = self->spec.size == 0;
  EngineConvShape shape;

  self->window[0] = whole ? self->in[1] : self->spec.size;
  self->window[1] = whole ? self->in[2] : self->spec.size;
  if (whole)
    self->spec.stride = 1;
  else if (self->spec.stride == 0)
    self->spec.stride = self->spec.size;
  return window_shape (self, self->in[0], self->in[0], self->spec.stride, &shape, error)
         && engine_count_pool_shape (&self->count, &shape, self->spec.kind == LEARNING_LAYER_AVERAGE_POOL,
                                     error);
}

static gboolean
init_relu (LearningLayer *self, GError **error) {
  memcpy (self->out, self->in, sizeof self->out);
  return engine_count_relu (&self->count, self->inputs, error);
}

static gboolean
init_flatten (LearningLayer *self, GError **error) {
  self->out[0] = self->inputs;
  self->out[1] = self->out[2] = 1;
  self->count = (EngineCount){ .outputs = self->inputs, .uses_per_weight = 1 };
  return TRUE;
}

/* What a kind does not read is 0, so that networks can be compared. */
static LearningLayerSpec
normalized (const LearningLayerSpec *spec) {
  LearningLayerSpec result = { .kind = spec->kind };

  switch (spec->kind) {
  case LEARNING_LAYER_CONVOLUTION:
  case LEARNING_LAYER_LOCAL:
    result.size = spec->size;
    result.units = spec->units;
    break;
  case LEARNING_LAYER_DENSE:
    result.units = spec->units;
    break;
  case LEARNING_LAYER_MAX_POOL:
  case LEARNING_LAYER_AVERAGE_POOL:
    result.size = spec->size;
    result.stride = spec->stride;
    break;
  default:
    break;
  }
  return result;
}

static gboolean
init_by_kind (LearningLayer *self, GError **error) {
  switch (self->spec.kind) {
  case LEARNING_LAYER_DENSE:
    return init_dense (self, error);
  case LEARNING_LAYER_CONVOLUTION:
  case LEARNING_LAYER_LOCAL:
    return init_convolution (self, error);
  case LEARNING_LAYER_MAX_POOL:
  case LEARNING_LAYER_AVERAGE_POOL:
    return init_pool (self, error);
  case LEARNING_LAYER_RELU:
    return init_relu (self, error);
  default:
    return init_flatten (self, error);
  }
}

static gboolean
layer_init (LearningLayer *self, const gint64 in[3], const LearningLayerSpec *spec, GError **error) {
  *self = (LearningLayer){ .spec = normalized (spec) };
  memcpy (self->in, in, sizeof self->in);
  self->inputs = in[0] * in[1] * in[2]; /* at most LEARNING_VALUES_MAX, as the outputs before it */
  if (!init_by_kind (self, error))
    return FALSE;
  self->outputs = self->count.outputs;
  self->n_weights = self->count.weights;
  self->n_biases = self->count.biases;
  return check_size (_ ("values"), self->outputs, LEARNING_VALUES_MAX, error)
         && check_size (_ ("weights"), self->n_weights, LEARNING_PARAMETERS_MAX, error)
         && check_size (_ ("multiplications"), self->count.multiplications,
                        (gint64) LEARNING_PARAMETERS_MAX * 64, error);
}

/* "layer 2 (convolution): " and what the layer has to say. */
static gboolean
fail_layer (guint layer, LearningLayerKind kind, GError *why, GError **error) {
  /* Translators: the number of a layer, its kind, and a sentence about it */
  g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_NETWORK, _ ("layer %u (%s): %s"), layer + 1,
               kind_title (kind), why->message);
  g_error_free (why);
  return FALSE;
}

static gboolean
add_layer (LearningNetwork *self, const LearningLayerSpec *spec, GError **error) {
  LearningLayer *layer = &self->layers[self->n_layers];
  const gint64 *in = self->n_layers > 0 ? layer[-1].out : self->in;
  GError *why = NULL;

  if (!layer_init (layer, in, spec, &why))
    return fail_layer (self->n_layers, spec->kind, why, error);
  layer->first_weight = self->n_parameters;
  layer->first_bias = layer->first_weight + layer->n_weights;
  self->n_parameters = layer->first_bias + layer->n_biases;
  if (!check_size (_ ("weights"), self->n_parameters, LEARNING_PARAMETERS_MAX, &why))
    return fail_layer (self->n_layers, spec->kind, why, error);

  self->weights += layer->n_weights;
  self->biases += layer->n_biases;
  self->multiplications += layer->count.multiplications;
  self->n_layers++;
  return TRUE;
}

static gboolean
check_image (LearningNetwork *self, GError **error) {
  for (int i = 0; i < 3; i++)
    if (self->in[i] < 1) {
      g_set_error_literal (error, LEARNING_ERROR, LEARNING_ERROR_NETWORK,
                           _ ("image: it has no pixels; use at least one channel of 1x1"));
      return FALSE;
    }
  if (!__builtin_mul_overflow (self->in[0], self->in[1], &self->inputs)
      && !__builtin_mul_overflow (self->inputs, self->in[2], &self->inputs)
      && self->inputs <= LEARNING_VALUES_MAX)
    return TRUE;
  g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_NETWORK,
               _ ("image: it has too many values for a network; use at most %d"), LEARNING_VALUES_MAX);
  return FALSE;
}

static gboolean
check_last (const LearningNetwork *self, GError **error) {
  if (self->n_layers > 0 && self->layers[self->n_layers - 1].spec.kind == LEARNING_LAYER_DENSE)
    return TRUE;
  g_set_error_literal (error, LEARNING_ERROR, LEARNING_ERROR_NETWORK,
                       _ ("network: its last layer is not dense; end it with a dense layer of as many units "
                          "as there are classes"));
  return FALSE;
}

LearningNetwork *
learning_network_new (const gint64 in[3], const LearningLayerSpec *specs, guint n_specs, GError **error) {
  Shared *shared = g_new0 (Shared, 1);
  g_autoptr (LearningNetwork) self = &shared->network;

  g_atomic_ref_count_init (&shared->references);
  memcpy (self->in, in, sizeof self->in);
  self->layers = g_new0 (LearningLayer, n_specs);
  if (!check_image (self, error))
    return NULL;
  for (guint i = 0; i < n_specs; i++)
    if (!add_layer (self, &specs[i], error))
      return NULL;
  if (!check_last (self, error))
    return NULL;
  self->classes = self->layers[n_specs - 1].outputs;
  return g_steal_pointer (&self);
}

LearningNetwork *
learning_network_ref (LearningNetwork *self) {
  g_atomic_ref_count_inc (&((Shared *) self)->references);
  return self;
}

void
learning_network_unref (LearningNetwork *self) {
  if (!g_atomic_ref_count_dec (&((Shared *) self)->references))
    return;
  g_free (self->layers);
  g_free (self);
}

static gboolean
spec_equal (const LearningLayerSpec *a, const LearningLayerSpec *b) {
  return a->kind == b->kind && a->units == b->units && a->size == b->size && a->stride == b->stride;
}

gboolean
learning_network_equal (const LearningNetwork *a, const LearningNetwork *b) {
  if (a->n_layers != b->n_layers || memcmp (a->in, b->in, sizeof a->in) != 0)
    return FALSE;
  for (guint i = 0; i < a->n_layers; i++)
    if (!spec_equal (&a->layers[i].spec, &b->layers[i].spec))
      return FALSE;
  return TRUE;
}

const char *
learning_kind_name (LearningKind kind) {
  static const char *const names[LEARNING_N_KINDS] = { "dense", "local", "convolution" };

  return names[kind];
}

const char *
learning_kind_title (LearningKind kind) {
  static const char *const titles[LEARNING_N_KINDS] = { N_ ("Dense"), N_ ("Local"), N_ ("Convolution") };

  return _ (titles[kind]);
}

LearningRecipe
learning_recipe (LearningKind kind) {
  LearningRecipe recipe = { .kind = kind, .units = 32 };

  if (kind != LEARNING_DENSE) {
    recipe.kernel = 3;
    recipe.pool = kind == LEARNING_LOCAL ? 2 : 4;
  }
  return recipe;
}

/* Into `specs`, which holds four; how many there are. */
static guint
recipe_specs (const LearningRecipe *recipe, gint64 classes, LearningLayerSpec *specs) {
  guint n = 0;

  if (recipe->kind == LEARNING_DENSE)
    specs[n++] = (LearningLayerSpec){ .kind = LEARNING_LAYER_DENSE, .units = recipe->units };
  else
    specs[n++] = (LearningLayerSpec){
      .kind = recipe->kind == LEARNING_LOCAL ? LEARNING_LAYER_LOCAL : LEARNING_LAYER_CONVOLUTION,
      .units = recipe->units,
      .size = recipe->kernel,
    };
  specs[n++] = (LearningLayerSpec){ .kind = LEARNING_LAYER_RELU };
  if (recipe->kind != LEARNING_DENSE && recipe->pool != 1)
    specs[n++] = (LearningLayerSpec){
      .kind = recipe->average ? LEARNING_LAYER_AVERAGE_POOL : LEARNING_LAYER_MAX_POOL,
      .size = recipe->pool,
    };
  specs[n++] = (LearningLayerSpec){ .kind = LEARNING_LAYER_DENSE, .units = classes };
  return n;
}

LearningNetwork *
learning_network_new_from_recipe (const LearningRecipe *recipe, const gint64 in[3], gint64 classes,
                                  GError **error) {
  LearningLayerSpec specs[4];
  guint n = recipe_specs (recipe, classes, specs);

  return learning_network_new (in, specs, n, error);
}
