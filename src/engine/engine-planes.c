/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-planes-private.h"

#include "engine-tensor-private.h"
#include "engine-threads.h"

#include <string.h>

#define PAGE         1024 /* floats */
#define LARGE_PLANE  16384
#define GRAIN_VALUES 65536

static gint64
rounded (gint64 n, gint64 to) {
  return (n + to - 1) / to * to;
}

/* Values that stand exactly a page of memory apart share the same few lines of the first cache, and writing one waits for reading the
 * other. So rows are never whole pages, and large planes begin at different places of a page. */
static gint64
distance_of_rows (gint64 width) {
  gint64 distance = width < ENGINE_PLANES_WIDE ? width : rounded (width, ENGINE_PLANES_WIDE);

  return distance % PAGE == 0 ? distance + ENGINE_PLANES_WIDE : distance;
}

static gint64
distance_of_planes (gint64 values) {
  if (values < LARGE_PLANE)
    return rounded (values, ENGINE_PLANES_LANES);
  return rounded (values, PAGE) + 5 * ENGINE_PLANES_LANES;
}

static EngineTensor *
allocate (EnginePlanes *self, GError **error) {
  gint64 values, all;

  /* What cannot be had is told by the extents that were asked for. */
  if (MIN (MIN (self->n, self->height), self->width) < 1 || self->width > G_MAXINT64 / 2
      || __builtin_mul_overflow (self->height, self->width + ENGINE_PLANES_WIDE, &values)
      || values > G_MAXINT64 / 2 || __builtin_mul_overflow (self->n, 2 * values, &all))
    return engine_tensor_new_unset (3, (const gint64[]){ self->n, self->height, self->width }, error);

  self->row_stride = distance_of_rows (self->width);
  self->plane_stride = distance_of_planes (self->height * self->row_stride);
  /* And some values that may be read, not used, beyond the last row. */
  return engine_tensor_new_unset (
      1, (const gint64[]){ self->n * self->plane_stride + 2 * ENGINE_PLANES_WIDE }, error);
}

EnginePlanes *
engine_planes_new (gint64 n, gint64 height, gint64 width, GError **error) {
  EnginePlanes *self = g_new0 (EnginePlanes, 1);

  self->n = n;
  self->height = height;
  self->width = width;
  self->memory = allocate (self, error);
  if (self->memory == NULL) {
    g_free (self);
    return NULL;
  }
  self->data = self->memory->data;
  return self;
}

void
engine_planes_free (EnginePlanes *self) {
  engine_tensor_unref (self->memory);
  g_free (self);
}

const float *
engine_planes_stretch (const EnginePlanes *self, gint64 plane, gint64 row, gint64 x, gint64 n, float *edge) {
  const float *values = engine_planes_row (self, plane, row);
  gint64 begin = CLAMP (-x, 0, n);
  gint64 end = CLAMP (self->width - x, begin, n);

  if (begin == 0 && end == n)
    return values + x;
  memset (edge, 0, (gsize) begin * sizeof (float));
  if (begin < end)
    memcpy (edge + begin, values + x + begin, (gsize) (end - begin) * sizeof (float));
  memset (edge + end, 0, (gsize) (n - end) * sizeof (float));
  return edge;
}

typedef struct {
  const EnginePlanes *planes;
  float *image; /* (H, W, C) */
  gboolean into_image;
} Copy;

static void
copy_row (const Copy *self, gint64 row) {
  const EnginePlanes *planes = self->planes;
  gint64 n = planes->n;
  float *pixels = self->image + row * planes->width * n;

  for (gint64 p = 0; p < n; p++) {
    float *values = planes->data + p * planes->plane_stride + row * planes->row_stride;

    if (self->into_image)
      for (gint64 x = 0; x < planes->width; x++)
        pixels[x * n + p] = values[x];
    else
      for (gint64 x = 0; x < planes->width; x++)
        values[x] = pixels[x * n + p];
  }
}

static void
copy_rows_cb (gint64 begin, gint64 end, gpointer data) {
  for (gint64 row = begin; row < end; row++)
    copy_row (data, row);
}

static void
copy (const EnginePlanes *planes, float *image, gboolean into_image) {
  Copy self = { planes, image, into_image };

  engine_parallel_for (planes->height, GRAIN_VALUES / MIN (planes->width * planes->n, GRAIN_VALUES),
                       copy_rows_cb, &self);
}

EnginePlanes *
engine_planes_new_from_image (const EngineTensor *image, GError **error) {
  EnginePlanes *self = engine_planes_new (image->shape[2], image->shape[0], image->shape[1], error);

  if (self != NULL)
    copy (self, image->data, FALSE);
  return self;
}

EngineTensor *
engine_planes_to_image (const EnginePlanes *self, GError **error) {
  EngineTensor *image =
      engine_tensor_new_unset (3, (const gint64[]){ self->height, self->width, self->n }, error);

  if (image != NULL)
    copy (self, image->data, TRUE);
  return image;
}
