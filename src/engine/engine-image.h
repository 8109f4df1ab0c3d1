/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures: decoded files as packed 8-bit RGB, and the tensors that the lesson makes of them. */
#pragma once

#include "engine-tensor.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define ENGINE_IMAGE_MAX_SIDE   32767
#define ENGINE_IMAGE_MAX_PIXELS (64 * 1000 * 1000)

/* Immutable, reference counted. Rows follow each other without gaps: pixel (y, x) is at pixels + 3 * (y *
 * width + x). */
typedef struct {
  gint64 width, height;
  guint8 *pixels;
} EngineImage;

/* Decodes a PNG, JPEG, GIF (first frame), TIFF, BMP, WebP or SVG where the loader is installed, turned as
 * its EXIF says, transparency on white. Blocks: call it from a worker thread. Refuses by name what is not
 * a regular file, is empty, truncated, of another type, or larger than ENGINE_IMAGE_MAX_* (found from the
 * header, before any pixel is decoded). An SVG of many shapes is drawn smaller than it says. */
EngineImage *engine_image_load (const char *path, GCancellable *cancellable, GError **error);
/* From pixels in memory as GdkTexture downloads them (cairo's ARGB32: native-endian, premultiplied), laid
 * on white. */
EngineImage *engine_image_new_from_argb32 (const guint8 *data, gint64 width, gint64 height, gsize stride,
                                           GError **error);
/* From height x width values 0…1 (clamped), row by row. */
EngineImage *engine_image_new_from_grey (const float *values, gint64 height, gint64 width, GError **error);
EngineImage *engine_image_ref (EngineImage *self);
void engine_image_unref (EngineImage *self);

/* Grey is 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601) of the stored values, scaled to 0…1. (H, W, 1) */
EngineTensor *engine_image_to_grey (const EngineImage *self, GError **error);
/* The same of a rectangle, into rows * columns values; what lies outside the image is 0. */
void engine_image_copy_grey (const EngineImage *self, gint64 row, gint64 column, gint64 rows, gint64 columns,
                             float *grey);
/* (H, W, 3), 0…1 */
EngineTensor *engine_image_to_rgb (const EngineImage *self, GError **error);
/* The largest centred square (of whole pixels: an odd one is left over at the right or below) as (size, size,
 * 1) grey, each value the exact mean over the area of its cell: pixels that lie in two cells count in both by
 * their share. Small pictures are enlarged by the same rule. */
EngineTensor *engine_image_to_grid (const EngineImage *self, gint64 size, GError **error);
/* The same in colour: (size, size, 3). */
EngineTensor *engine_image_to_grid_rgb (const EngineImage *self, gint64 size, GError **error);

/* A one-channel or three-channel PNG of values 0…1 (clamped), (H, W, 1) or (H, W, 3). Complete or
 * untouched. */
gboolean engine_image_save_png (const char *path, const EngineTensor *tensor, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EngineImage, engine_image_unref)

G_END_DECLS
