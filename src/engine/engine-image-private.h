/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is found out about a picture file before any loader sees it: each loader is given only what has
 * been walked through from end to end and is known to be complete, bounded and of a kind that the loader
 * gets right. */
#pragma once

#include "engine-error.h"
#include "engine-image.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  ENGINE_IMAGE_PNG,
  ENGINE_IMAGE_JPEG,
  ENGINE_IMAGE_GIF,
  ENGINE_IMAGE_TIFF,
  ENGINE_IMAGE_BMP,
  ENGINE_IMAGE_WEBP,
  ENGINE_IMAGE_SVG,
  ENGINE_IMAGE_N_TYPES,
} EngineImageType;

typedef struct {
  EngineImageType type;
  gint64 width, height;   /* of the stored rows; of an SVG only known once it is laid out: 0 */
  guint orientation;      /* as EXIF counts it, 1…8; 0 where the loader says */
  gboolean premultiplied; /* the loader's colours are multiplied by alpha already */
  gint64 shapes;          /* of an SVG: a bound of how many are drawn */
  GBytes *data; /* what the loader shall get: the file, or as much of it as is good for the loader */
} EngineImageHeader;

/* Its pixels are undefined. */
EngineImage *engine_image_new (gint64 width, gint64 height, const char *name, GError **error);

void engine_image_header_clear (EngineImageHeader *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EngineImageHeader, engine_image_header_clear)

/* Finds the type by the content and all the rest by the type. `name` is for messages. */
gboolean engine_image_header_read (EngineImageHeader *self, GBytes *file, const char *name, GError **error);
/* ENGINE_ERROR_FORMAT where there is no pixel, ENGINE_ERROR_TOO_LARGE beyond ENGINE_IMAGE_MAX_*. */
gboolean engine_image_check_size (gint64 width, gint64 height, const char *name, GError **error);

/* Of "name: why; what would be right", `reason` is all behind the name. All return FALSE. */
gboolean engine_image_refuse (GError **error, EngineError code, const char *name, const char *reason);
gboolean engine_image_refuse_unknown (GError **error, const char *name);
gboolean engine_image_refuse_truncated (GError **error, const char *name);
gboolean engine_image_refuse_damaged (GError **error, const char *name);
gboolean engine_image_refuse_memory (GError **error, const char *name);

/* One for each type: fill in what the type's header tells, and walk to the end of the file. */
gboolean engine_image_read_png (EngineImageHeader *self, GBytes *file, const char *name, GError **error);
gboolean engine_image_read_jpeg (EngineImageHeader *self, GBytes *file, const char *name, GError **error);
gboolean engine_image_read_gif (EngineImageHeader *self, GBytes *file, const char *name, GError **error);
gboolean engine_image_read_tiff (EngineImageHeader *self, GBytes *file, const char *name, GError **error);
gboolean engine_image_read_bmp (EngineImageHeader *self, GBytes *file, const char *name, GError **error);
gboolean engine_image_read_webp (EngineImageHeader *self, GBytes *file, const char *name, GError **error);
gboolean engine_image_read_svg (EngineImageHeader *self, GBytes *file, const char *name, GError **error);

/* A part of a file. What lies outside of it reads as zeros; where that matters, ask engine_span_holds(). */
typedef struct {
  const guint8 *data;
  gsize length;
} EngineSpan;

static inline EngineSpan
engine_span_of_bytes (GBytes *bytes) {
  EngineSpan span;

  span.data = g_bytes_get_data (bytes, &span.length);
  return span;
}

static inline gboolean
engine_span_holds (const EngineSpan *self, guint64 offset, guint64 count) {
  return offset <= self->length && count <= self->length - offset;
}

static inline guint8
engine_span_u8 (const EngineSpan *self, guint64 offset) {
  return offset < self->length ? self->data[offset] : 0;
}

static inline guint16
engine_span_le16 (const EngineSpan *self, guint64 offset) {
  return (guint16) (engine_span_u8 (self, offset) | engine_span_u8 (self, offset + 1) << 8);
}

static inline guint32
engine_span_le32 (const EngineSpan *self, guint64 offset) {
  return engine_span_le16 (self, offset) | (guint32) engine_span_le16 (self, offset + 2) << 16;
}

static inline guint16
engine_span_be16 (const EngineSpan *self, guint64 offset) {
  return GUINT16_SWAP_LE_BE (engine_span_le16 (self, offset));
}

static inline guint32
engine_span_be32 (const EngineSpan *self, guint64 offset) {
  return GUINT32_SWAP_LE_BE (engine_span_le32 (self, offset));
}

/* One behind the other in new memory, NULL where there is none. */
guint8 *engine_span_join (EngineSpan head, EngineSpan tail);
/* Whether the bytes at `offset` are those of `text`. */
gboolean engine_span_matches (const EngineSpan *self, guint64 offset, const char *text, gsize length);
/* The orientation in an EXIF block, which is a TIFF file of its own; 1 where it has none. */
guint engine_image_exif_orientation (EngineSpan exif);

G_END_DECLS
