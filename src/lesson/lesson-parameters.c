/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-parameters.h"

#include "engine-conv.h"
#include "engine-layers.h"
#include "lesson-error.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef struct {
  LessonParameters parameters;
  gatomicrefcount references;
} Shared;

void
lesson_settings_init (LessonSettings *self) {
  *self = (LessonSettings){
    .grid = 10,
    .nodes = 32,
    .filters = 32,
    .stride = 1,
    .dilation = 1,
    .filter = engine_preset_find ("sobel-x"),
    .seed = 9,
  };
}

static gboolean
check_range (const char *what, gint64 value, gint64 least, gint64 most, GError **error) {
  if (value >= least && value <= most)
    return TRUE;
  g_autofree char *given = lesson_format_count (value);
  g_autofree char *from = lesson_format_count (least);
  g_autofree char *to = lesson_format_count (most);
  g_set_error (error, LESSON_ERROR, LESSON_ERROR_SETTINGS,
               /* Translators: a name such as "grid", then numbers */
               _ ("%s: %s cannot be shown; choose from %s to %s"), what, given, from, to);
  return FALSE;
}

gboolean
lesson_settings_check (const LessonSettings *settings, GError **error) {
  return check_range (_ ("grid"), settings->grid, LESSON_GRID_MIN, LESSON_GRID_MAX, error)
         && check_range (_ ("nodes"), settings->nodes, LESSON_UNITS_MIN, LESSON_UNITS_MAX, error)
         && check_range (_ ("filters"), settings->filters, LESSON_UNITS_MIN, LESSON_UNITS_MAX, error)
         && check_range (_ ("stride"), settings->stride, 1, LESSON_STEP_MAX, error)
         && check_range (_ ("dilation"), settings->dilation, 1, LESSON_STEP_MAX, error);
}

/* Box and Muller (1958); GRand is the same on every machine. */
static double
normal (GRand *random) {
  double radius = sqrt (-2 * log (1 - g_rand_double (random)));

  return radius * cos (2 * G_PI * g_rand_double (random));
}

/* He et al. (2015): standard deviation sqrt (2 / fan in), so that signals keep their size from layer to layer. */
static void
fill_he (EngineTensor *weights, gint64 fan_in, guint32 seed) {
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  double deviation = sqrt (2.0 / fan_in);

  for (gint64 i = 0; i < weights->length; i++)
    weights->data[i] = (float) (deviation * normal (random));
}

static gboolean
shape_convolution (LessonParameters *self, EngineConvShape *shape, gint64 filters, GError **error) {
  const LessonSettings *settings = &self->settings;
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  spec.height = spec.width = settings->grid;
  spec.filters = filters;
  spec.stride[0] = spec.stride[1] = settings->stride;
  spec.dilation[0] = spec.dilation[1] = settings->dilation;
  spec.padding = settings->same_padding ? ENGINE_PADDING_SAME : ENGINE_PADDING_VALID;
  return engine_conv_shape_init (shape, &spec, error);
}

static gboolean
compute_counts (LessonParameters *self, GError **error) {
  gint64 inputs = self->pixels->length;

  return engine_count_dense (&self->dense, inputs, self->settings.nodes, FALSE, error)
         && engine_count_conv (&self->convolution, &self->shape, error)
         && engine_count_conv (&self->one_filter, &self->single, error)
         && engine_count_dense (&self->dense_equal, inputs, self->convolution.outputs, FALSE, error);
}

static gboolean
compute_dense (LessonParameters *self, GError **error) {
  gint64 inputs = self->pixels->length;

  self->dense_weights = engine_tensor_new (2, (gint64[]){ self->settings.nodes, inputs }, error);
  if (self->dense_weights == NULL)
    return FALSE;
  fill_he (self->dense_weights, inputs, self->settings.seed);
  self->dense_outputs = engine_dense_forward (self->pixels, self->dense_weights, NULL, error);
  return self->dense_outputs != NULL;
}

/* The first filter of the bank is the one that slid over the image; the others are at their random start. */
static gboolean
compute_convolution (LessonParameters *self, GError **error) {
  const gint64 *kernel = self->shape.spec.kernel;
  gint64 taps = kernel[0] * kernel[1];

  self->kernel = engine_tensor_new (4, (gint64[]){ 1, kernel[0], kernel[1], 1 }, error);
  self->bank = engine_tensor_new (4, (gint64[]){ self->settings.filters, kernel[0], kernel[1], 1 }, error);
  if (self->kernel == NULL || self->bank == NULL)
    return FALSE;
  memcpy (self->kernel->data, self->settings.filter->weights, sizeof self->settings.filter->weights);
  fill_he (self->bank, taps, self->settings.seed + 1);
  memcpy (self->bank->data, self->kernel->data, taps * sizeof (float));
  self->response = engine_conv_forward (&self->single, self->pixels, self->kernel, NULL, error);
  if (self->response == NULL)
    return FALSE;
  self->responses = engine_conv_forward (&self->shape, self->pixels, self->bank, NULL, error);
  return self->responses != NULL;
}

LessonParameters *
lesson_parameters_new (EngineImage *original, const char *image_name, const LessonSettings *settings,
                       GError **error) {
  if (!lesson_settings_check (settings, error))
    return NULL;

  Shared *shared = g_new0 (Shared, 1);
  g_autoptr (LessonParameters) self = &shared->parameters;
  g_atomic_ref_count_init (&shared->references);
  self->settings = *settings;
  self->original = engine_image_ref (original);
  self->image_name = g_strdup (image_name);
  self->pixels = engine_image_to_grid (original, settings->grid, error);
  if (self->pixels == NULL || !shape_convolution (self, &self->shape, settings->filters, error)
      || !shape_convolution (self, &self->single, 1, error) || !compute_counts (self, error)
      || !compute_dense (self, error) || !compute_convolution (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

LessonParameters *
lesson_parameters_ref (LessonParameters *self) {
  g_atomic_ref_count_inc (&((Shared *) self)->references);
  return self;
}

void
lesson_parameters_unref (LessonParameters *self) {
  if (!g_atomic_ref_count_dec (&((Shared *) self)->references))
    return;
  g_clear_pointer (&self->original, engine_image_unref);
  g_free (self->image_name);
  EngineTensor **tensors[] = { &self->pixels,   &self->dense_weights, &self->dense_outputs, &self->kernel,
                               &self->response, &self->bank,          &self->responses };
  for (gsize i = 0; i < G_N_ELEMENTS (tensors); i++)
    g_clear_pointer (tensors[i], engine_tensor_unref);
  g_free (self);
}
