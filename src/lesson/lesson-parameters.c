/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-parameters.h"

#include "engine-conv.h"
#include "engine-layers.h"
#include "learning-random.h"
#include "lesson-filters-file.h"

#include <math.h>
#include <string.h>

typedef struct {
  LessonParameters parameters;
  gatomicrefcount references;
} Shared;

/* He et al. (2015): standard deviation sqrt (2 / fan in), so that signals keep their size from layer to layer. */
static void
fill_he (EngineTensor *weights, gint64 fan_in, guint32 seed) {
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  double deviation = sqrt (2.0 / fan_in);

  for (gint64 i = 0; i < weights->length; i++)
    weights->data[i] = (float) (deviation * learning_random_normal (random));
}

static gboolean
compute_counts (LessonParameters *self, GError **error) {
  gint64 inputs = self->pixels->length;

  return engine_count_dense (&self->dense, inputs, self->settings.nodes, FALSE, error)
         && engine_count_conv (&self->convolution, &self->shape, error)
         && engine_count_local (&self->local, &self->shape, error)
         && engine_count_dense (&self->dense_equal, inputs, self->convolution.outputs, FALSE, error)
         && engine_count_conv (&self->one_filter, &self->single, error)
         && engine_count_local (&self->one_local, &self->single, error)
         && engine_count_dense (&self->dense_map, inputs, self->one_filter.outputs, FALSE, error);
}

/* The weights of `previous` serve again where they would be the same: at 64x64 they take longer than all the rest. */
static EngineTensor *
make_dense_weights (const LessonParameters *self, const LessonParameters *previous, GError **error) {
  const LessonSettings *settings = &self->settings;
  const LessonSettings *before = previous != NULL ? &previous->settings : NULL;
  gint64 inputs = self->pixels->length;
  gboolean edited = settings->edited_line >= 0 && settings->edited_line < settings->nodes * inputs;

  if (before != NULL && before->grid == settings->grid && before->nodes == settings->nodes
      && before->seed == settings->seed && !edited && before->edited_line < 0)
    return engine_tensor_ref (previous->dense_weights);
  EngineTensor *weights = engine_tensor_new (2, (gint64[]){ settings->nodes, inputs }, error);
  if (weights == NULL)
    return NULL;
  fill_he (weights, inputs, settings->seed);
  if (edited)
    weights->data[settings->edited_line] = settings->edited_weight;
  return weights;
}

static gboolean
compute_dense (LessonParameters *self, const LessonParameters *previous, GError **error) {
  self->dense_weights = make_dense_weights (self, previous, error);
  if (self->dense_weights == NULL)
    return FALSE;
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
  memcpy (self->kernel->data, self->settings.weights, taps * sizeof (float));
  fill_he (self->bank, taps, self->settings.seed + 1);
  memcpy (self->bank->data, self->kernel->data, taps * sizeof (float));
  self->response = engine_conv_forward (&self->single, self->pixels, self->kernel, NULL, error);
  if (self->response == NULL)
    return FALSE;
  self->responses = engine_conv_forward (&self->shape, self->pixels, self->bank, NULL, error);
  return self->responses != NULL;
}

static gboolean
compute_local (LessonParameters *self, GError **error) {
  const EngineConvShape *shape = &self->single;
  const gint64 extents[] = { shape->out_height,     shape->out_width,      1,
                             shape->spec.kernel[0], shape->spec.kernel[1], 1 };

  self->local_weights = engine_tensor_new (6, extents, error);
  if (self->local_weights == NULL)
    return FALSE;
  fill_he (self->local_weights, shape->spec.kernel[0] * shape->spec.kernel[1], self->settings.seed + 2);
  self->local_response = engine_local_forward (shape, self->pixels, self->local_weights, NULL, error);
  return self->local_response != NULL;
}

/* Counts of 64 megapixels fit: ENGINE_IMAGE_MAX_PIXELS squared is below 2^52. */
static gboolean
count_photo (LessonParameters *self, GError **error) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  EngineConvShape shape;
  gint64 pixels = self->photo->width * self->photo->height;

  spec.height = self->photo->height;
  spec.width = self->photo->width;
  spec.filters = 1;
  spec.kernel[0] = spec.kernel[1] = self->settings.kernel;
  spec.dilation[0] = spec.dilation[1] = self->settings.dilation;
  spec.padding = ENGINE_PADDING_SAME;
  return engine_conv_shape_init (&shape, &spec, error)
         && engine_count_conv (&self->photo_filter, &shape, error)
         && engine_count_dense (&self->photo_dense, pixels, pixels, FALSE, error);
}

/* Photo and response are computed when they are looked at; what `previous` has of them is shared. */
static gboolean
attach_photo (LessonParameters *self, const LessonParameters *previous, GError **error) {
  if (previous != NULL && previous->photo == self->photo)
    self->photo_grey = lesson_photo_grey_ref (previous->photo_grey);
  else
    self->photo_grey = lesson_photo_grey_new (self->photo);
  if (previous != NULL && lesson_response_fits (previous->photo_response, self->photo_grey, &self->settings))
    self->photo_response = lesson_response_ref (previous->photo_response);
  else
    self->photo_response = lesson_response_new (self->photo_grey, &self->settings);
  return count_photo (self, error);
}

/* A picture may have many millions of pixels: they are looked at again only where another grid is asked for. */
static EngineTensor *
make_pixels (const LessonParameters *self, const LessonParameters *previous, GError **error) {
  if (previous != NULL && previous->original == self->original
      && previous->settings.grid == self->settings.grid)
    return engine_tensor_ref (previous->pixels);
  return engine_image_to_grid (self->original, self->settings.grid, error);
}

static EngineTensor *
make_photo_pixels (const LessonParameters *self, const LessonParameters *previous, GError **error) {
  if (previous != NULL && previous->photo == self->photo && previous->settings.grid == self->settings.grid)
    return engine_tensor_ref (previous->photo_pixels);
  return engine_image_to_grid_rgb (self->photo, self->settings.grid, error);
}

/* Rows and columns that the networks of the record take; those of the grid where there are no networks. */
static gint64
network_side (const LessonParameters *self) {
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++) {
    const LearningTrace *trace = self->record->traces[LEARNING_COURSE_DIGITS][kind];
    if (trace != NULL)
      return trace->network->in[1];
  }
  return self->settings.grid;
}

/* While networks train, a record comes with every frame: only another picture or size is worth another look at it. */
static EngineTensor *
make_network_pixels (const LessonParameters *self, const LessonParameters *previous) {
  gint64 side = network_side (self);
  EngineTensor *pixels = NULL;

  if (side != self->settings.grid && previous != NULL && previous->original == self->original
      && previous->network_pixels->shape[0] == side)
    return engine_tensor_ref (previous->network_pixels);
  if (side != self->settings.grid)
    pixels = engine_image_to_grid (self->original, side, NULL);
  return pixels != NULL ? pixels : engine_tensor_ref (self->pixels);
}

static void
replace_record (LessonParameters *self, LearningRecord *record, const LessonParameters *previous) {
  learning_record_unref (self->record);
  self->record = learning_record_ref (record);
  engine_tensor_unref (self->network_pixels);
  self->network_pixels = make_network_pixels (self, previous);
}

/* All that follows from pictures and settings. */
static gboolean
compute (LessonParameters *self, const LessonParameters *previous, GError **error) {
  self->pixels = make_pixels (self, previous, error);
  self->photo_pixels = make_photo_pixels (self, previous, error);
  self->network_pixels = self->pixels != NULL ? make_network_pixels (self, previous) : NULL;
  return self->pixels != NULL && self->photo_pixels != NULL
         && lesson_settings_shape (&self->settings, self->settings.filters, &self->shape, error)
         && lesson_settings_shape (&self->settings, 1, &self->single, error) && compute_counts (self, error)
         && compute_dense (self, previous, error) && compute_convolution (self, error)
         && compute_local (self, error) && attach_photo (self, previous, error);
}

static LessonParameters *
allocate (void) {
  Shared *shared = g_new0 (Shared, 1);

  g_atomic_ref_count_init (&shared->references);
  return &shared->parameters;
}

/* Takes over what does not have to be computed. */
static void
carry_over (LessonParameters *self, const LessonParameters *from) {
  self->settings = from->settings;
  self->original = engine_image_ref (from->original);
  self->image_name = g_strdup (from->image_name);
  self->photo = engine_image_ref (from->photo);
  self->photo_name = g_strdup (from->photo_name);
  self->answers = g_variant_ref (from->answers);
  self->lens = from->lens;
  self->record = learning_record_ref (from->record);
  self->live = from->live;
  self->trial = from->trial;
}

/* Every tensor, in the order of its member. */
static guint
list_tensors (LessonParameters *self, EngineTensor ***tensors) {
  EngineTensor **all[] = { &self->pixels, &self->photo_pixels, &self->dense_weights, &self->dense_outputs,
                           &self->kernel, &self->response,     &self->local_weights, &self->local_response,
                           &self->bank,   &self->responses,    &self->network_pixels };

  memcpy (tensors, all, sizeof all);
  return G_N_ELEMENTS (all);
}

#define N_TENSORS_MAX 16

static LessonParameters *
copy (const LessonParameters *self) {
  LessonParameters *other = allocate ();
  EngineTensor **tensors[N_TENSORS_MAX];

  *other = *self;
  carry_over (other, self);
  for (guint i = 0, n = list_tensors (other, tensors); i < n; i++)
    engine_tensor_ref (*tensors[i]);
  lesson_photo_grey_ref (other->photo_grey);
  lesson_response_ref (other->photo_response);
  return other;
}

LessonParameters *
lesson_parameters_new (EngineImage *original, const char *image_name, const LessonSettings *settings,
                       GError **error) {
  if (!lesson_settings_check (settings, error))
    return NULL;

  g_autoptr (LessonParameters) self = allocate ();
  self->settings = *settings;
  self->original = engine_image_ref (original);
  self->image_name = g_strdup (image_name);
  self->photo = engine_image_ref (original);
  self->photo_name = g_strdup (image_name);
  self->answers = g_variant_ref_sink (g_variant_new ("a{sd}", NULL));
  self->record = learning_record_new ();
  return compute (self, NULL, error) ? g_steal_pointer (&self) : NULL;
}

LessonParameters *
lesson_parameters_with_settings (const LessonParameters *self, const LessonSettings *settings,
                                 GError **error) {
  if (!lesson_settings_check (settings, error))
    return NULL;

  g_autoptr (LessonParameters) other = allocate ();
  carry_over (other, self);
  other->settings = *settings;
  return compute (other, self, error) ? g_steal_pointer (&other) : NULL;
}

LessonParameters *
lesson_parameters_with_image (const LessonParameters *self, EngineImage *original, const char *image_name,
                              GError **error) {
  g_autoptr (LessonParameters) other = allocate ();

  carry_over (other, self);
  engine_image_unref (other->original);
  g_free (other->image_name);
  other->original = engine_image_ref (original);
  other->image_name = g_strdup (image_name);
  return compute (other, self, error) ? g_steal_pointer (&other) : NULL;
}

LessonParameters *
lesson_parameters_with_photo (const LessonParameters *self, EngineImage *photo, const char *photo_name) {
  LessonParameters *other = copy (self);

  engine_image_unref (other->photo);
  g_free (other->photo_name);
  other->photo = engine_image_ref (photo);
  other->photo_name = g_strdup (photo_name);
  engine_tensor_unref (other->photo_pixels);
  /* Nothing to refuse: a photo is never empty, and the grid was checked. */
  other->photo_pixels = make_photo_pixels (other, self, NULL);
  lesson_photo_grey_unref (other->photo_grey);
  lesson_response_unref (other->photo_response);
  other->lens = (LessonLens){ 0 };
  /* No photo is too large to count: see count_photo(). */
  attach_photo (other, self, NULL);
  return other;
}

LessonParameters *
lesson_parameters_with_answer (const LessonParameters *self, const char *question, double answer) {
  LessonParameters *other = copy (self);
  GVariantBuilder builder;
  GVariantIter old;
  const char *key;
  double value;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sd}"));
  g_variant_iter_init (&old, self->answers);
  while (g_variant_iter_next (&old, "{&sd}", &key, &value))
    if (!g_str_equal (key, question))
      g_variant_builder_add (&builder, "{sd}", key, value);
  g_variant_builder_add (&builder, "{sd}", question, answer);
  g_variant_unref (other->answers);
  other->answers = g_variant_ref_sink (g_variant_builder_end (&builder));
  return other;
}

LessonParameters *
lesson_parameters_without_answers (const LessonParameters *self) {
  LessonParameters *other = copy (self);

  g_variant_unref (other->answers);
  other->answers = g_variant_ref_sink (g_variant_new ("a{sd}", NULL));
  return other;
}

LessonParameters *
lesson_parameters_with_lens (const LessonParameters *self, const LessonLens *lens) {
  LessonParameters *other = copy (self);

  other->lens = *lens;
  return other;
}

LessonParameters *
lesson_parameters_with_record (const LessonParameters *self, LearningRecord *record) {
  LessonParameters *other = copy (self);

  replace_record (other, record, self);
  return other;
}

LessonParameters *
lesson_parameters_with_live (const LessonParameters *self, const LessonLive *live) {
  LessonParameters *other = copy (self);

  other->live = *live;
  return other;
}

LessonParameters *
lesson_parameters_with_trial (const LessonParameters *self, LearningFindings *live,
                              const LessonTrial *trial) {
  LessonParameters *other = copy (self);

  learning_record_unref (other->record);
  other->record = learning_record_with_live (self->record, live);
  other->trial = *trial;
  return other;
}

LessonParameters *
lesson_parameters_carrying (const LessonParameters *self, const LessonParameters *from) {
  LessonParameters *other = copy (self);

  g_variant_unref (other->answers);
  other->answers = g_variant_ref (from->answers);
  replace_record (other, from->record, from->original == self->original ? from : self);
  other->live = from->live;
  other->trial = from->trial;
  /* A place in one photo is none in another. */
  if (from->photo == self->photo)
    other->lens = from->lens;
  return other;
}

gboolean
lesson_parameters_get_answer (const LessonParameters *self, const char *question, double *answer) {
  return g_variant_lookup (self->answers, question, "d", answer);
}

/* SplitMix64 (Steele, Lea, Flood 2014), as a hash: any weight without those before it. */
static double
uniform (guint64 index) {
  guint64 z = index * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return (double) ((z ^ z >> 31) >> 11) / (double) (G_GUINT64_CONSTANT (1) << 53);
}

double
lesson_parameters_map_weight (const LessonParameters *self, gint64 output, gint64 input) {
  guint64 number = (guint64) (output * self->pixels->length + input);
  guint64 index = 2 * (number + ((guint64) self->settings.seed << 32));
  double radius = sqrt (-2 * log (1 - uniform (index)));

  return sqrt (2.0 / self->pixels->length) * radius * cos (2 * G_PI * uniform (index + 1));
}

double
lesson_parameters_map_output (const LessonParameters *self, gint64 output) {
  double sum = 0;

  for (gint64 input = 0; input < self->pixels->length; input++)
    sum += lesson_parameters_map_weight (self, output, input) * self->pixels->data[input];
  return sum;
}

const char *
lesson_parameters_filter_title (const LessonParameters *self) {
  return lesson_filters_title (&self->settings);
}

LessonParameters *
lesson_parameters_ref (LessonParameters *self) {
  g_atomic_ref_count_inc (&((Shared *) self)->references);
  return self;
}

void
lesson_parameters_unref (LessonParameters *self) {
  EngineTensor **tensors[N_TENSORS_MAX];

  if (!g_atomic_ref_count_dec (&((Shared *) self)->references))
    return;
  g_clear_pointer (&self->original, engine_image_unref);
  g_free (self->image_name);
  g_clear_pointer (&self->photo, engine_image_unref);
  g_free (self->photo_name);
  g_clear_pointer (&self->answers, g_variant_unref);
  g_clear_pointer (&self->record, learning_record_unref);
  g_clear_pointer (&self->photo_response, lesson_response_unref);
  g_clear_pointer (&self->photo_grey, lesson_photo_grey_unref);
  for (guint i = 0, n = list_tensors (self, tensors); i < n; i++)
    g_clear_pointer (tensors[i], engine_tensor_unref);
  g_free (self);
}
