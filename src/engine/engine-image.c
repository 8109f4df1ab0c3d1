/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-image.h"

#include "engine-error-private.h"
#include "engine-file.h"
#include "engine-image-private.h"
#include "engine-threads.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* The weights of ITU-R BT.601 in thousandths, and what they make of white. */
#define RED_WEIGHT   299
#define GREEN_WEIGHT 587
#define BLUE_WEIGHT  114
#define WHITE        (255 * (RED_WEIGHT + GREEN_WEIGHT + BLUE_WEIGHT))
#define GRAIN_PIXELS 65536

EngineImage *
engine_image_new (gint64 width, gint64 height, const char *name, GError **error) {
  g_autoptr (EngineImage) self = NULL;

  if (!engine_image_check_size (width, height, name, error))
    return NULL;
  self = g_atomic_rc_box_new0 (EngineImage);
  self->width = width;
  self->height = height;
  self->pixels = g_try_malloc_n (height, 3 * width);
  if (!self->pixels) {
    engine_image_refuse_memory (error, name);
    return NULL;
  }
  return g_steal_pointer (&self);
}

EngineImage *
engine_image_ref (EngineImage *self) {
  return g_atomic_rc_box_acquire (self);
}

static void
free_pixels (gpointer data) {
  EngineImage *self = data;

  g_free (self->pixels);
}

void
engine_image_unref (EngineImage *self) {
  g_atomic_rc_box_release_full (self, free_pixels);
}

EngineImage *
engine_image_new_from_argb32 (const guint8 *data, gint64 width, gint64 height, gsize stride, GError **error) {
  g_autoptr (EngineImage) self = engine_image_new (width, height, _ ("image"), error);
  guint8 *pixel;

  if (!self)
    return NULL;
  if (stride < 4 * (gsize) width) {
    engine_image_refuse (error, ENGINE_ERROR_SHAPE, _ ("image"),
                         _ ("the rows overlap in memory; use a stride of at least 4 bytes for each pixel"));
    return NULL;
  }

  pixel = self->pixels;
  for (gint64 y = 0; y < height; y++) {
    for (gint64 x = 0; x < width; x++, pixel += 3) {
      guint32 argb;
      guint white;

      memcpy (&argb, data + y * stride + 4 * x, sizeof argb);
      white = 255 - (argb >> 24);
      pixel[0] = (guint8) MIN ((argb >> 16 & 255) + white, 255);
      pixel[1] = (guint8) MIN ((argb >> 8 & 255) + white, 255);
      pixel[2] = (guint8) MIN ((argb & 255) + white, 255);
    }
  }
  return g_steal_pointer (&self);
}

EngineImage *
engine_image_new_from_grey (const float *values, gint64 height, gint64 width, GError **error) {
  g_autoptr (EngineImage) self = engine_image_new (width, height, _ ("image"), error);

  if (!self)
    return NULL;
  for (gint64 i = 0; i < height * width; i++)
    memset (self->pixels + 3 * i, (int) (CLAMP (values[i], 0, 1) * 255 + 0.5F), 3);
  return g_steal_pointer (&self);
}

/* 0…WHITE */
static int
grey_of (const guint8 *pixel) {
  return RED_WEIGHT * pixel[0] + GREEN_WEIGHT * pixel[1] + BLUE_WEIGHT * pixel[2];
}

typedef struct {
  const EngineImage *image;
  gint64 row, column, columns;
  float *grey;
} Rectangle;

static void
copy_rows_cb (gint64 begin, gint64 end, gpointer data) {
  const Rectangle *self = data;
  gint64 first = CLAMP (-self->column, 0, self->columns);
  gint64 last = CLAMP (self->image->width - self->column, first, self->columns);

  for (gint64 i = begin; i < end; i++) {
    gint64 y = self->row + i;
    float *grey = self->grey + i * self->columns;

    if (y < 0 || y >= self->image->height || first == last) {
      memset (grey, 0, self->columns * sizeof *grey);
      continue;
    }
    memset (grey, 0, first * sizeof *grey);
    memset (grey + last, 0, (self->columns - last) * sizeof *grey);
    const guint8 *pixel = self->image->pixels + 3 * (y * self->image->width + self->column + first);
    /* Both fit into a float, so that its division rounds once, as that of doubles and a conversion would. */
    for (gint64 x = first; x < last; x++, pixel += 3)
      grey[x] = (float) grey_of (pixel) / (float) WHITE;
  }
}

void
engine_image_copy_grey (const EngineImage *self, gint64 row, gint64 column, gint64 rows, gint64 columns,
                        float *grey) {
  engine_parallel_for (rows, MAX (1, GRAIN_PIXELS / columns), copy_rows_cb,
                       &(Rectangle){ self, row, column, columns, grey });
}

EngineTensor *
engine_image_to_grey (const EngineImage *self, GError **error) {
  EngineTensor *grey = engine_tensor_new_image (self->height, self->width, 1, error);

  if (grey)
    engine_image_copy_grey (self, 0, 0, self->height, self->width, grey->data);
  return grey;
}

EngineTensor *
engine_image_to_rgb (const EngineImage *self, GError **error) {
  g_autoptr (EngineTensor) rgb = engine_tensor_new_image (self->height, self->width, 3, error);

  if (!rgb)
    return NULL;
  for (gint64 i = 0; i < rgb->length; i++)
    rgb->data[i] = self->pixels[i] / 255.0f;
  return g_steal_pointer (&rgb);
}

/* In units of 1/cells of a pixel, cell i covers [i side, (i + 1) side) and pixel j covers [j cells, (j +
 * 1) cells): how much of the cell the pixel covers is a whole number, and those of a cell add up to
 * `side`. */
static gint64
overlap (gint64 cell, gint64 side, gint64 pixel, gint64 cells) {
  return MIN ((cell + 1) * side, (pixel + 1) * cells) - MAX (cell * side, pixel * cells);
}

/* What of a pixel is meant: so many times its red, green and blue; `white` is what that makes of white. */
typedef struct {
  gint64 weights[3];
  gint64 white;
} Channel;

/* Adds up the rows that a cell covers, each by its share, for `side` columns from `column` on. */
static void
add_rows (const EngineImage *self, const Channel *channel, gint64 row, gint64 column, gint64 side,
          gint64 cell, gint64 cells, gint64 *sums) {
  const gint64 *weights = channel->weights;

  memset (sums, 0, side * sizeof *sums);
  for (gint64 y = cell * side / cells; y * cells < (cell + 1) * side; y++) {
    const guint8 *pixel = self->pixels + 3 * ((row + y) * self->width + column);
    gint64 share = overlap (cell, side, y, cells);

    for (gint64 x = 0; x < side; x++, pixel += 3)
      sums[x] += share * (weights[0] * pixel[0] + weights[1] * pixel[1] + weights[2] * pixel[2]);
  }
}

/* All sums are whole numbers below side^2 WHITE < 2^44, so that the only rounding is that of the mean to a
 * float. */
static EngineTensor *
reduce (const EngineImage *self, gint64 size, const Channel *channels, gint64 n_channels, GError **error) {
  g_autoptr (EngineTensor) grid = engine_tensor_new_image (size, size, n_channels, error);
  gint64 side = MIN (self->width, self->height);
  g_autofree gint64 *sums = NULL;

  if (!grid)
    return NULL;
  sums = g_new (gint64, side);
  for (gint64 i = 0; i < size * n_channels; i++) {
    const Channel *channel = &channels[i % n_channels];
    double full = (double) side * side * channel->white;
    gint64 row = i / n_channels;

    add_rows (self, channel, (self->height - side) / 2, (self->width - side) / 2, side, row, size, sums);
    for (gint64 j = 0; j < size; j++) {
      gint64 sum = 0;

      for (gint64 x = j * side / size; x * size < (j + 1) * side; x++)
        sum += overlap (j, side, x, size) * sums[x];
      grid->data[(row * size + j) * n_channels + i % n_channels] = (float) (sum / full);
    }
  }
  return g_steal_pointer (&grid);
}

EngineTensor *
engine_image_to_grid (const EngineImage *self, gint64 size, GError **error) {
  static const Channel grey = { { RED_WEIGHT, GREEN_WEIGHT, BLUE_WEIGHT }, WHITE };

  return reduce (self, size, &grey, 1, error);
}

EngineTensor *
engine_image_to_grid_rgb (const EngineImage *self, gint64 size, GError **error) {
  static const Channel rgb[] = { { { 1, 0, 0 }, 255 }, { { 0, 1, 0 }, 255 }, { { 0, 0, 1 }, 255 } };

  return reduce (self, size, rgb, G_N_ELEMENTS (rgb), error);
}

static guint8
to_byte (float value) {
  return value > 0 ? (guint8) (MIN (value, 1.0f) * 255.0f + 0.5f) : 0; /* not a number is black */
}

static gboolean
check_shape (const char *name, const EngineTensor *tensor, GError **error) {
  g_autofree char *shape = NULL;

  if (tensor->rank == 3 && (tensor->shape[2] == 1 || tensor->shape[2] == 3))
    return engine_image_check_size (tensor->shape[1], tensor->shape[0], name, error);

  shape = engine_tensor_shape_to_string (tensor);
  g_set_error (error, ENGINE_ERROR, ENGINE_ERROR_SHAPE,
               _ ("%s: the shape %s is not that of a picture; use (height, width, 1) or (height, width, 3)"),
               name, shape);
  return FALSE;
}

static GdkPixbuf *
tensor_to_pixbuf (const char *name, const EngineTensor *tensor, GError **error) {
  gint64 width = tensor->shape[1], channels = tensor->shape[2];
  GdkPixbuf *pixbuf;

  if (!check_shape (name, tensor, error))
    return NULL;
  pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, (int) width, (int) tensor->shape[0]);
  if (!pixbuf) {
    engine_image_refuse_memory (error, name);
    return NULL;
  }

  for (gint64 y = 0; y < tensor->shape[0]; y++) {
    guint8 *row = gdk_pixbuf_get_pixels (pixbuf) + y * gdk_pixbuf_get_rowstride (pixbuf);
    const float *values = tensor->data + y * width * channels;

    for (gint64 i = 0; i < 3 * width; i++)
      row[i] = to_byte (values[channels == 3 ? i : i / 3]);
  }
  return pixbuf;
}

gboolean
engine_image_save_png (const char *path, const EngineTensor *tensor, GError **error) {
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GdkPixbuf) pixbuf = tensor_to_pixbuf (name, tensor, error);
  g_autofree char *png = NULL;
  gsize length;

  if (!pixbuf)
    return FALSE;
  if (!gdk_pixbuf_save_to_buffer (pixbuf, &png, &length, "png", NULL, NULL))
    return engine_image_refuse_memory (error, name);
  return engine_file_write (path, png, length, error);
}
