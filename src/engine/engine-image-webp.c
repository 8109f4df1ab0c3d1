/* SPDX-License-Identifier: GPL-3.0-or-later */
/* WebP (RFC 9649): a RIFF container of chunks, each padded to an even length. */
#include "engine-image-private.h"

#include <glib/gi18n-lib.h>

#define RIFF_FRAME     8
#define FIRST_CHUNK    12
#define ANIMATION_FLAG 0x02

static gboolean
read_vp8x (EngineImageHeader *self, const EngineSpan *chunk, const char *name, GError **error) {
  if (engine_span_u8 (chunk, 0) & ANIMATION_FLAG)
    return engine_image_refuse (error, ENGINE_ERROR_UNSUPPORTED, name,
                                _ ("this is an animated WebP; save one of its pictures by itself"));
  self->width = 1 + (engine_span_le32 (chunk, 4) & 0xffffff);
  self->height = 1 + (engine_span_le32 (chunk, 6) >> 8);
  return TRUE;
}

static void
read_vp8 (EngineImageHeader *self, const EngineSpan *chunk) {
  self->width = engine_span_le16 (chunk, 6) & 0x3fff;
  self->height = engine_span_le16 (chunk, 8) & 0x3fff;
}

static void
read_vp8l (EngineImageHeader *self, const EngineSpan *chunk) {
  guint32 bits = engine_span_le32 (chunk, 1);

  self->width = 1 + (bits & 0x3fff);
  self->height = 1 + (bits >> 14 & 0x3fff);
}

/* Some writers put the marker of JPEG before it. */
static guint
read_exif (EngineSpan chunk) {
  if (engine_span_matches (&chunk, 0, "Exif\0\0", 6))
    chunk = (EngineSpan){ chunk.data + 6, chunk.length - 6 };
  return engine_image_exif_orientation (chunk);
}

/* Sets `has_pixels` at the chunk that holds them. An extended header came before it and has the same size. */
static gboolean
read_chunk (EngineImageHeader *self, const char *fourcc, const EngineSpan *chunk, gboolean *has_pixels,
            const char *name, GError **error) {
  const EngineSpan code = { (const guint8 *) fourcc, 4 };

  if (engine_span_matches (&code, 0, "VP8X", 4))
    return read_vp8x (self, chunk, name, error);
  if (engine_span_matches (&code, 0, "EXIF", 4))
    self->orientation = read_exif (*chunk);

  if (engine_span_matches (&code, 0, "VP8 ", 4))
    read_vp8 (self, chunk);
  else if (engine_span_matches (&code, 0, "VP8L", 4))
    read_vp8l (self, chunk);
  else
    return TRUE;
  *has_pixels = TRUE;
  return TRUE;
}

gboolean
engine_image_read_webp (EngineImageHeader *self, GBytes *file, const char *name, GError **error) {
  EngineSpan span = engine_span_of_bytes (file);
  guint64 end = (guint64) engine_span_le32 (&span, 4) + RIFF_FRAME;
  guint64 offset = FIRST_CHUNK;
  gboolean has_pixels = FALSE;

  if (!engine_span_holds (&span, 0, end))
    return engine_image_refuse_truncated (error, name);

  while (offset + RIFF_FRAME <= end) {
    EngineSpan chunk = { span.data + offset + RIFF_FRAME, engine_span_le32 (&span, offset + 4) };

    if (!engine_span_holds (&span, offset + RIFF_FRAME, chunk.length))
      return engine_image_refuse_truncated (error, name);
    if (!read_chunk (self, (const char *) span.data + offset, &chunk, &has_pixels, name, error))
      return FALSE;
    offset += RIFF_FRAME + chunk.length + chunk.length % 2;
  }
  return has_pixels || engine_image_refuse_damaged (error, name);
}
