/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-image-private.h"

#include "engine-error-private.h"
#include "engine-image.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef gboolean (*ReadFunc) (EngineImageHeader *self, GBytes *file, const char *name, GError **error);

static const ReadFunc readers[ENGINE_IMAGE_N_TYPES] = {
  [ENGINE_IMAGE_PNG] = engine_image_read_png, [ENGINE_IMAGE_JPEG] = engine_image_read_jpeg,
  [ENGINE_IMAGE_GIF] = engine_image_read_gif, [ENGINE_IMAGE_TIFF] = engine_image_read_tiff,
  [ENGINE_IMAGE_BMP] = engine_image_read_bmp, [ENGINE_IMAGE_WEBP] = engine_image_read_webp,
  [ENGINE_IMAGE_SVG] = engine_image_read_svg,
};

/* How files of a type begin. */
static const struct {
  EngineImageType type;
  gsize length;
  const char *text;
} signatures[] = {
  { ENGINE_IMAGE_PNG, 8, "\x89PNG\r\n\x1a\n" },
  { ENGINE_IMAGE_JPEG, 3, "\xff\xd8\xff" },
  { ENGINE_IMAGE_GIF, 6, "GIF87a" },
  { ENGINE_IMAGE_GIF, 6, "GIF89a" },
  { ENGINE_IMAGE_TIFF, 4, "II*\0" },
  { ENGINE_IMAGE_TIFF, 4, "MM\0*" },
};

gboolean
engine_span_matches (const EngineSpan *self, guint64 offset, const char *text, gsize length) {
  return engine_span_holds (self, offset, length) && memcmp (self->data + offset, text, length) == 0;
}

guint8 *
engine_span_join (EngineSpan head, EngineSpan tail) {
  guint8 *data = g_try_malloc (head.length + tail.length);

  if (!data)
    return NULL;
  memcpy (data, head.data, head.length);
  memcpy (data + head.length, tail.data, tail.length);
  return data;
}

gboolean
engine_image_refuse (GError **error, EngineError code, const char *name, const char *reason) {
  g_set_error (error, ENGINE_ERROR, code, "%s: %s", name, reason);
  return FALSE;
}

gboolean
engine_image_refuse_unknown (GError **error, const char *name) {
  return engine_image_refuse (
      error, ENGINE_ERROR_UNSUPPORTED, name,
      _ ("this is not a picture of a known kind; choose a PNG, JPEG, GIF, TIFF, BMP, WebP or SVG file"));
}

gboolean
engine_image_refuse_truncated (GError **error, const char *name) {
  return engine_image_refuse (error, ENGINE_ERROR_FORMAT, name,
                              _ ("the file ends before the picture does; get a complete copy"));
}

gboolean
engine_image_refuse_damaged (GError **error, const char *name) {
  return engine_image_refuse (error, ENGINE_ERROR_FORMAT, name,
                              _ ("the picture is damaged; get a sound copy"));
}

gboolean
engine_image_refuse_memory (GError **error, const char *name) {
  return engine_image_refuse (error, ENGINE_ERROR_TOO_LARGE, name,
                              _ ("there is not enough memory for this picture; use a smaller one"));
}

gboolean
engine_image_check_size (gint64 width, gint64 height, const char *name, GError **error) {
  g_autofree char *size = NULL;
  g_autofree char *most = NULL;
  g_autofree char *side = NULL;

  if (width < 1 || height < 1)
    return engine_image_refuse (error, ENGINE_ERROR_FORMAT, name,
                                _ ("the picture has no pixels; choose one of at least 1x1"));
  if (width <= ENGINE_IMAGE_MAX_SIDE && height <= ENGINE_IMAGE_MAX_SIDE
      && width * height <= ENGINE_IMAGE_MAX_PIXELS)
    return TRUE;

  size = engine_error_pair (width, height);
  most = g_strdup_printf ("%d", ENGINE_IMAGE_MAX_PIXELS / 1000000);
  side = g_strdup_printf ("%d", ENGINE_IMAGE_MAX_SIDE);
  g_set_error (error, ENGINE_ERROR, ENGINE_ERROR_TOO_LARGE,
               _ ("%s: %s pixels are too many; use at most %s megapixels and %s on a side"), name, size, most,
               side);
  return FALSE;
}

static gboolean
looks_like_webp (const EngineSpan *span) {
  return engine_span_matches (span, 0, "RIFF", 4) && engine_span_matches (span, 8, "WEBP", 4);
}

/* "BM" alone is too little: a text may begin so. */
static gboolean
looks_like_bmp (const EngineSpan *span) {
  guint32 header_size = engine_span_le32 (span, 14);

  return engine_span_matches (span, 0, "BM", 2) && header_size >= 12 && header_size <= 124;
}

/* Any XML: that its root is an svg element is for the reader to see. */
static gboolean
looks_like_svg (const EngineSpan *span) {
  gsize offset = engine_span_matches (span, 0, "\xef\xbb\xbf", 3) ? 3 : 0;

  while (offset < span->length && g_ascii_isspace (span->data[offset]))
    offset++;
  return engine_span_u8 (span, offset) == '<';
}

static EngineImageType
find_type (const EngineSpan *span) {
  for (gsize i = 0; i < G_N_ELEMENTS (signatures); i++) {
    if (engine_span_matches (span, 0, signatures[i].text, signatures[i].length))
      return signatures[i].type;
  }
  if (looks_like_webp (span))
    return ENGINE_IMAGE_WEBP;
  if (looks_like_bmp (span))
    return ENGINE_IMAGE_BMP;
  return looks_like_svg (span) ? ENGINE_IMAGE_SVG : ENGINE_IMAGE_N_TYPES;
}

gboolean
engine_image_header_read (EngineImageHeader *self, GBytes *file, const char *name, GError **error) {
  EngineSpan span = engine_span_of_bytes (file);

  *self = (EngineImageHeader){ .type = find_type (&span) };
  if (self->type == ENGINE_IMAGE_N_TYPES)
    return engine_image_refuse_unknown (error, name);
  if (!readers[self->type](self, file, name, error))
    return FALSE;
  if (!self->data)
    self->data = g_bytes_ref (file);
  return self->type == ENGINE_IMAGE_SVG || engine_image_check_size (self->width, self->height, name, error);
}

void
engine_image_header_clear (EngineImageHeader *self) {
  g_clear_pointer (&self->data, g_bytes_unref);
}
