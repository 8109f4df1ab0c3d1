/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GIF (version 89a): a screen, and blocks up to a trailer. The loader is given the first frame alone: it
 * would walk a list of all frames for each one that it adds, and leaves undefined what a short frame does
 * not fill. */
#include "engine-image-private.h"

#include <glib/gi18n-lib.h>

#define SCREEN_END 13
#define CODE_BITS  12
#define MAX_CODES  (1 << CODE_BITS)

enum {
  EXTENSION = 0x21,
  FRAME = 0x2c,
  TRAILER = 0x3b,
};

/* Codes of LZW out of a chain of blocks of at most 255 bytes. */
typedef struct {
  const EngineSpan *file;
  guint64 offset;
  guint block; /* bytes left in the block */
  guint32 bits;
  guint n_bits;
} CodeReader;

/* Bytes of the colour table that `flags` tell of. */
static gsize
table_size (guint8 flags) {
  return flags & 0x80 ? (gsize) 3 << ((flags & 7) + 1) : 0;
}

/* From the length byte of the first block to behind the empty one. FALSE where the file ends before. */
static gboolean
skip_blocks (const EngineSpan *file, guint64 *offset) {
  guint8 length;

  do {
    if (!engine_span_holds (file, *offset, 1))
      return FALSE;
    length = file->data[*offset];
    *offset += 1 + length;
  } while (length > 0);
  return *offset <= file->length;
}

/* -1 where the blocks are used up. */
static int
next_code (CodeReader *reader, guint width) {
  int code;

  while (reader->n_bits < width) {
    if (reader->block == 0)
      reader->block = engine_span_u8 (reader->file, reader->offset++);
    if (reader->block == 0)
      return -1;
    reader->bits |= (guint32) engine_span_u8 (reader->file, reader->offset++) << reader->n_bits;
    reader->n_bits += 8;
    reader->block--;
  }
  code = reader->bits & ((1u << width) - 1);
  reader->bits >>= width;
  reader->n_bits -= width;
  return code;
}

/* How many pixels the codes stand for, up to `most`; what follows an impossible code does not count. */
static guint64
count_pixels (CodeReader *reader, guint symbol_bits, guint64 most) {
  guint16 lengths[MAX_CODES];
  guint clear = 1u << symbol_bits;
  guint n_codes = clear + 2, width = symbol_bits + 1;
  guint last = 0; /* pixels of the code before, 0 right after a clear code */
  guint64 pixels = 0;

  for (guint i = 0; i < clear; i++)
    lengths[i] = 1;
  while (pixels < most) {
    int code = next_code (reader, width);

    if (code < 0 || code == (int) clear + 1)
      break;
    if (code == (int) clear) {
      n_codes = clear + 2;
      width = symbol_bits + 1;
      last = 0;
      continue;
    }
    if (last > 0 && n_codes < MAX_CODES)
      lengths[n_codes++] = (guint16) (last + 1);
    if ((guint) code >= n_codes)
      break;
    last = lengths[code];
    pixels += last;
    if (n_codes == 1u << width && width < CODE_BITS)
      width++;
  }
  return pixels;
}

/* From behind the frame's mark to its end. */
static gboolean
read_frame (const EngineSpan *file, guint64 *offset, const char *name, GError **error) {
  guint64 frame = *offset;
  guint64 width = engine_span_le16 (file, frame + 4);
  guint64 height = engine_span_le16 (file, frame + 6);
  guint64 codes = frame + 9 + table_size (engine_span_u8 (file, frame + 8));
  guint symbol_bits = engine_span_u8 (file, codes);
  CodeReader reader = { .file = file, .offset = codes + 1 };

  *offset = codes + 1;
  if (!skip_blocks (file, offset))
    return engine_image_refuse_truncated (error, name);
  if (!engine_image_check_size (width, height, name, error))
    return FALSE;
  if (symbol_bits < 1 || symbol_bits >= CODE_BITS)
    return engine_image_refuse_damaged (error, name);
  if (count_pixels (&reader, symbol_bits, width * height) < width * height)
    return engine_image_refuse_damaged (error, name);
  return TRUE;
}

/* Up to the end of the first frame, and where it ends. The rest is only walked through. */
static gboolean
read_blocks (const EngineSpan *file, guint64 offset, guint64 *end_of_frame, const char *name,
             GError **error) {
  for (;;) {
    guint8 mark = engine_span_u8 (file, offset);

    if (!engine_span_holds (file, offset++, 1))
      return engine_image_refuse_truncated (error, name);
    if (mark == TRAILER)
      return *end_of_frame > 0 || engine_image_check_size (0, 0, name, error);

    if (mark == FRAME && *end_of_frame == 0) {
      if (!read_frame (file, &offset, name, error))
        return FALSE;
      *end_of_frame = offset;
      continue;
    }
    if (mark == FRAME)
      offset += 10 + table_size (engine_span_u8 (file, offset + 8));
    else if (mark == EXTENSION)
      offset += 1;
    else
      continue; /* a stray byte, which loaders skip too */
    if (!skip_blocks (file, &offset))
      return engine_image_refuse_truncated (error, name);
  }
}

gboolean
engine_image_read_gif (EngineImageHeader *self, GBytes *file, const char *name, GError **error) {
  static const guint8 trailer = TRAILER;
  EngineSpan span = engine_span_of_bytes (file);
  guint64 end_of_frame = 0;
  guint8 *first;

  if (!engine_span_holds (&span, 0, SCREEN_END))
    return engine_image_refuse_truncated (error, name);
  self->width = engine_span_le16 (&span, 6);
  self->height = engine_span_le16 (&span, 8);
  if (!engine_image_check_size (self->width, self->height, name, error))
    return FALSE;
  if (!read_blocks (&span, SCREEN_END + table_size (span.data[10]), &end_of_frame, name, error))
    return FALSE;

  first = engine_span_join ((EngineSpan){ span.data, end_of_frame }, (EngineSpan){ &trailer, 1 });
  if (!first)
    return engine_image_refuse_memory (error, name);
  self->data = g_bytes_new_take (first, end_of_frame + 1);
  return TRUE;
}
