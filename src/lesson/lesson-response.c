/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-response.h"

#include "engine-conv.h"
#include "engine-layers.h"

#include <math.h>
#include <string.h>

#define BAND_ROWS 256 /* even */
#define N_BINS    1024
#define COMMON                                                                                               \
  0.995 /* the share of values that are not larger than the scale: a few specks shall not make all pale */

struct _LessonResponse {
  gatomicrefcount references;
  LessonPhotoGrey *photo;
  gint64 kernel, dilation;
  float weights[LESSON_TAPS_MAX];
  gboolean relu, absolute;

  GMutex mutex; /* held by the thread that computes the whole */
  int postponed, there;
  LessonPyramid *pyramid;
  double scale;
};

LessonResponse *
lesson_response_new (LessonPhotoGrey *photo, const LessonSettings *settings) {
  LessonResponse *self = g_new0 (LessonResponse, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->mutex);
  self->photo = lesson_photo_grey_ref (photo);
  self->kernel = settings->kernel;
  self->dilation = settings->dilation;
  memcpy (self->weights, settings->weights, sizeof self->weights);
  self->relu = settings->relu;
  self->absolute = settings->tone == LESSON_TONE_ABSOLUTE;
  return self;
}

LessonResponse *
lesson_response_ref (LessonResponse *self) {
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
lesson_response_unref (LessonResponse *self) {
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_clear_pointer (&self->pyramid, lesson_pyramid_free);
  lesson_photo_grey_unref (self->photo);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

gboolean
lesson_response_fits (const LessonResponse *self, const LessonPhotoGrey *photo,
                      const LessonSettings *settings) {
  return self->photo == photo && self->kernel == settings->kernel && self->dilation == settings->dilation
         && memcmp (self->weights, settings->weights, sizeof self->weights) == 0
         && self->relu == settings->relu && self->absolute == (settings->tone == LESSON_TONE_ABSOLUTE);
}

static gint64
window_of (const LessonResponse *self) {
  return self->dilation * (self->kernel - 1) + 1;
}

/* The kernel over a picture with the margins that it reads: no padding is left to do. */
static EngineTensor *
convolve (const LessonResponse *self, const EngineTensor *grey, GError **error) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  EngineConvShape shape;

  spec.height = grey->shape[0];
  spec.width = grey->shape[1];
  spec.filters = 1;
  spec.kernel[0] = spec.kernel[1] = self->kernel;
  spec.dilation[0] = spec.dilation[1] = self->dilation;
  if (!engine_conv_shape_init (&shape, &spec, error))
    return NULL;
  g_autoptr (EngineTensor) weights =
      engine_tensor_new (4, (gint64[]){ 1, self->kernel, self->kernel, 1 }, error);
  if (weights == NULL)
    return NULL;
  memcpy (weights->data, self->weights, weights->length * sizeof (float));
  return engine_conv_forward (&shape, grey, weights, NULL, error);
}

EngineTensor *
lesson_response_estimate (const LessonResponse *self, guint level, gint64 row, gint64 column, gint64 rows,
                          gint64 columns, GError **error) {
  gint64 more = window_of (self) - 1;
  g_autoptr (EngineTensor) grey = engine_tensor_new_image (rows + more, columns + more, 1, error);

  if (grey == NULL)
    return NULL;
  /* As the engine pads: of an odd number the larger half stands below and at the right. */
  lesson_photo_grey_crop (self->photo, level, row - more / 2, column - more / 2, rows + more, columns + more,
                          grey->data);
  g_autoptr (EngineTensor) response = convolve (self, grey, error);
  if (response == NULL || !self->relu)
    return g_steal_pointer (&response);
  return engine_relu_forward (response, error);
}

EngineTensor *
lesson_response_crop (const LessonResponse *self, gint64 row, gint64 column, gint64 rows, gint64 columns,
                      GError **error) {
  return lesson_response_estimate (self, 0, row, column, rows, columns, error);
}

double
lesson_response_sum (const LessonResponse *self, gint64 row, gint64 column, float *pixels) {
  gint64 window = window_of (self), first = (window - 1) / 2;
  g_autofree float *grey = g_new (float, window *window);
  double sum = 0;

  engine_image_copy_grey (lesson_photo_grey_image (self->photo), row - first, column - first, window, window,
                          grey);
  for (gint64 tap = 0; tap < self->kernel * self->kernel; tap++) {
    pixels[tap] = grey[tap / self->kernel * self->dilation * window + tap % self->kernel * self->dilation];
    sum += (double) pixels[tap] * self->weights[tap];
  }
  return sum;
}

double
lesson_response_bound (const LessonResponse *self) {
  double positive = 0, negative = 0;

  for (gint64 tap = 0; tap < self->kernel * self->kernel; tap++) {
    positive += MAX (self->weights[tap], 0);
    negative -= MIN (self->weights[tap], 0);
  }
  return self->relu ? positive : MAX (positive, negative);
}

gboolean
lesson_response_is_signed (const LessonResponse *self) {
  for (gint64 tap = 0; tap < self->kernel * self->kernel && !self->relu; tap++)
    if (self->weights[tap] < 0)
      return TRUE;
  return FALSE;
}

/* Counts sizes, a bin for each part of the bound. Where the tone wants sizes the signs are taken off. */
static void
measure (const LessonResponse *self, EngineTensor *band, gint64 *bins) {
  float parts = (float) (N_BINS / self->pyramid->bound);

  for (gint64 i = 0; i < band->length; i++) {
    float size = fabsf (band->data[i]);
    bins[MIN ((int) (size * parts), N_BINS - 1)]++;
    if (self->absolute)
      band->data[i] = size;
  }
}

static double
scale_of (const LessonResponse *self, const gint64 *bins, gint64 n) {
  gint64 below = 0;
  int bin = 0;

  while (bin < N_BINS && below < n * COMMON)
    below += bins[bin++];
  return self->pyramid->bound * bin / N_BINS;
}

static void
compute (LessonResponse *self) {
  const EngineImage *image = lesson_photo_grey_image (self->photo);
  gint64 bins[N_BINS] = { 0 };

  self->pyramid = lesson_pyramid_new (image->width, image->height, lesson_response_bound (self));
  for (gint64 row = 0; row < image->height; row += BAND_ROWS) {
    gint64 rows = MIN (BAND_ROWS, image->height - row);
    g_autoptr (GError) error = NULL;
    g_autoptr (EngineTensor) band = lesson_response_crop (self, row, 0, rows, image->width, &error);
    if (band == NULL)
      g_error ("%s", error->message); /* no room for so few rows: as g_malloc() does */
    measure (self, band, bins);
    lesson_pyramid_add_rows (self->pyramid, row, rows, band->data);
  }
  lesson_pyramid_finish (self->pyramid);
  self->scale = scale_of (self, bins, image->width * image->height);
}

void
lesson_response_finish (LessonResponse *self) {
  if (g_atomic_int_get (&self->there))
    return;
  g_mutex_lock (&self->mutex);
  if (!g_atomic_int_get (&self->there)) {
    compute (self);
    g_atomic_int_set (&self->there, TRUE);
  }
  g_mutex_unlock (&self->mutex);
}

gboolean
lesson_response_postpone (LessonResponse *self) {
  g_atomic_int_set (&self->postponed, TRUE);
  return !g_atomic_int_get (&self->there);
}

gboolean
lesson_response_is_there (LessonResponse *self) {
  if (!g_atomic_int_get (&self->postponed))
    lesson_response_finish (self);
  return g_atomic_int_get (&self->there);
}

const LessonPyramid *
lesson_response_pyramid (LessonResponse *self) {
  lesson_response_finish (self);
  return self->pyramid;
}

double
lesson_response_scale (LessonResponse *self) {
  lesson_response_finish (self);
  return self->scale;
}
