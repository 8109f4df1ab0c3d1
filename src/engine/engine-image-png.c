/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PNG (W3C Recommendation, 3rd edition): a signature and chunks of length, name, data and checksum. */
#include "engine-image-private.h"

#include <string.h>

#define SIGNATURE_LENGTH  8
#define CHUNK_FRAME       12 /* length, name, checksum */
#define IHDR_LENGTH       13
#define DEFLATE_MAX_RATIO 1032 /* a longest match of 258 bytes takes two bits */

typedef struct {
  const char *name; /* four bytes, no zero behind them */
  EngineSpan data;
} Chunk;

/* FALSE where the file ends before the chunk does. */
static gboolean
next_chunk (const EngineSpan *file, guint64 *offset, Chunk *chunk) {
  guint32 length = engine_span_be32 (file, *offset);

  if (!engine_span_holds (file, *offset, (guint64) length + CHUNK_FRAME))
    return FALSE;
  chunk->name = (const char *) file->data + *offset + 4;
  chunk->data = (EngineSpan){ file->data + *offset + 8, length };
  *offset += (guint64) length + CHUNK_FRAME;
  return TRUE;
}

static gboolean
chunk_is (const Chunk *chunk, const char *name) {
  return memcmp (chunk->name, name, 4) == 0;
}

/* Bytes of the rows before compression, without the little that interlacing adds. */
static guint64
unpacked_size (const EngineSpan *ihdr) {
  static const guint8 channels[] = { 1, 0, 3, 1, 2, 0, 4 };
  guint64 width = engine_span_be32 (ihdr, 0);
  guint64 height = engine_span_be32 (ihdr, 4);
  guint depth = engine_span_u8 (ihdr, 8);
  guint colour = engine_span_u8 (ihdr, 9);

  if (colour >= G_N_ELEMENTS (channels) || depth > 16)
    return 0;
  return height * (width * channels[colour] * depth / 8);
}

static gboolean
read_ihdr (EngineImageHeader *self, const EngineSpan *ihdr, const char *name, GError **error) {
  if (ihdr->length != IHDR_LENGTH)
    return engine_image_refuse_damaged (error, name);
  self->width = engine_span_be32 (ihdr, 0);
  self->height = engine_span_be32 (ihdr, 4);
  return engine_image_check_size (self->width, self->height, name, error);
}

gboolean
engine_image_read_png (EngineImageHeader *self, GBytes *file, const char *name, GError **error) {
  EngineSpan span = engine_span_of_bytes (file);
  guint64 offset = SIGNATURE_LENGTH;
  guint64 packed = 0;
  Chunk chunk, ihdr;

  if (!next_chunk (&span, &offset, &ihdr))
    return engine_image_refuse_truncated (error, name);
  if (!chunk_is (&ihdr, "IHDR"))
    return engine_image_refuse_damaged (error, name);
  if (!read_ihdr (self, &ihdr.data, name, error))
    return FALSE;

  do {
    if (!next_chunk (&span, &offset, &chunk))
      return engine_image_refuse_truncated (error, name);
    if (chunk_is (&chunk, "IDAT"))
      packed += chunk.data.length;
    else if (chunk_is (&chunk, "eXIf"))
      self->orientation = engine_image_exif_orientation (chunk.data);
  } while (!chunk_is (&chunk, "IEND"));

  /* A few bytes can claim millions of pixels: no need to make room for them. */
  if (packed * DEFLATE_MAX_RATIO < unpacked_size (&ihdr.data))
    return engine_image_refuse_truncated (error, name);
  return TRUE;
}
