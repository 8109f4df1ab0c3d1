/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-response.h"

#include "engine-conv-layer.h"
#include "engine-threads.h"

#include <math.h>
#include <string.h>

#define BAND_ROWS    64 /* even; so few that a band stays in the caches */
#define N_BINS       1024
#define GRAIN_VALUES 65536
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

/* The filter made ready for rectangles of one size, with the pixels that it reads and what it makes of them. */
typedef struct {
  EngineConvLayer *layer;
  EnginePlanes *grey, *response;
} Filter;

static void
filter_clear (Filter *self) {
  g_clear_pointer (&self->layer, engine_conv_layer_free);
  g_clear_pointer (&self->grey, engine_planes_free);
  g_clear_pointer (&self->response, engine_planes_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Filter, filter_clear)

/* The pixels have the margins that it reads: no padding is left to do. */
static gboolean
filter_init (Filter *filter, const LessonResponse *self, gint64 rows, gint64 columns, GError **error) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  EngineConvShape shape;

  spec.height = rows + window_of (self) - 1;
  spec.width = columns + window_of (self) - 1;
  spec.filters = 1;
  spec.kernel[0] = spec.kernel[1] = self->kernel;
  spec.dilation[0] = spec.dilation[1] = self->dilation;
  if (!engine_conv_shape_init (&shape, &spec, error))
    return FALSE;
  g_autoptr (EngineTensor) weights =
      engine_tensor_new (4, (gint64[]){ 1, self->kernel, self->kernel, 1 }, error);
  if (weights == NULL)
    return FALSE;
  memcpy (weights->data, self->weights, weights->length * sizeof (float));
  return (filter->layer = engine_conv_layer_new (&shape, weights, NULL, self->relu, 1, error))
         && (filter->grey = engine_planes_new (1, spec.height, spec.width, error))
         && (filter->response = engine_conv_layer_new_output (filter->layer, error));
}

static gboolean
filter_run (Filter *filter, const LessonResponse *self, guint level, gint64 row, gint64 column,
            GError **error) {
  gint64 margin = (window_of (self) - 1) / 2;

  /* As the engine pads: of an odd number the larger half stands below and at the right. */
  lesson_photo_grey_crop (self->photo, level, row - margin, column - margin, filter->grey->height,
                          filter->grey->row_stride, filter->grey->data);
  return engine_conv_layer_run (filter->layer, filter->grey, filter->response, NULL, error);
}

EngineTensor *
lesson_response_estimate (const LessonResponse *self, guint level, gint64 row, gint64 column, gint64 rows,
                          gint64 columns, GError **error) {
  g_auto (Filter) filter = { NULL };

  if (!filter_init (&filter, self, rows, columns, error)
      || !filter_run (&filter, self, level, row, column, error))
    return NULL;
  return engine_planes_to_image (filter.response, error);
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

/* Rows of a band whose sizes are counted. */
typedef struct {
  const LessonResponse *response;
  const EnginePlanes *band;
  gint64 *bins; /* under the mutex */
  GMutex mutex;
} Count;

/* A bin for each part of the bound. Where the tone wants sizes the signs are taken off. */
static void
count_rows_cb (gint64 begin, gint64 end, gpointer data) {
  Count *self = data;
  float parts = (float) (N_BINS / self->response->pyramid->bound);
  gint64 bins[N_BINS] = { 0 };

  for (gint64 y = begin; y < end; y++) {
    float *row = self->band->data + y * self->band->row_stride;

    for (gint64 x = 0; x < self->band->width; x++) {
      float size = fabsf (row[x]);

      bins[MIN ((int) (size * parts), N_BINS - 1)]++;
      if (self->response->absolute)
        row[x] = size;
    }
  }
  g_mutex_lock (&self->mutex);
  for (int bin = 0; bin < N_BINS; bin++)
    self->bins[bin] += bins[bin];
  g_mutex_unlock (&self->mutex);
}

static void
count_sizes (const LessonResponse *self, const EnginePlanes *band, gint64 rows, gint64 *bins) {
  Count count = { .response = self, .band = band, .bins = bins };

  g_mutex_init (&count.mutex);
  engine_parallel_for (rows, GRAIN_VALUES / MIN (band->width, GRAIN_VALUES), count_rows_cb, &count);
  g_mutex_clear (&count.mutex);
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
  g_auto (Filter) filter = { NULL };
  g_autoptr (GError) error = NULL;

  self->pyramid = lesson_pyramid_new (image->width, image->height, lesson_response_bound (self));
  if (!filter_init (&filter, self, MIN (BAND_ROWS, image->height), image->width, &error))
    g_error ("%s", error->message); /* no room for so few rows: as g_malloc() does */
  for (gint64 row = 0; row < image->height; row += BAND_ROWS) {
    gint64 rows = MIN (BAND_ROWS, image->height - row);

    filter_run (&filter, self, 0, row, 0, NULL);
    count_sizes (self, filter.response, rows, bins);
    lesson_pyramid_add_rows (self->pyramid, row, rows, filter.response->data, filter.response->row_stride);
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
