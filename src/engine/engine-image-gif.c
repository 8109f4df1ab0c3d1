/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GIF (version 89a): a screen, and blocks up to a trailer. The loader is given the first frame alone: it
 * would walk a list of all frames for each one that it adds, and leaves undefined what a short frame does
 * not fill. */
#include "engine-image-private.h"

#include <glib/gi18n-lib.h>

#define SCREEN_END 13
#define CODE_BITS  12
#define MAX_CODES  (1 << CODE_BITS)

#define DISPOSAL_BITS 0x1c

enum {
  EXTENSION = 0x21,
  FRAME = 0x2c,
  TRAILER = 0x3b,
};

/* Offsets; 0 for none. */
typedef struct {
  guint64 end_of_frame;
  guint64 control; /* the flags of the extension that goes before it, 0xf9 of 4 bytes */
} FirstFrame;

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

/* Finds the first frame; the rest is only walked through. */
static gboolean
read_blocks (const EngineSpan *file, guint64 offset, FirstFrame *first, const char *name, GError **error) {
  for (;;) {
    guint8 mark = engine_span_u8 (file, offset);

    if (!engine_span_holds (file, offset++, 1))
      return engine_image_refuse_truncated (error, name);
    if (mark == TRAILER)
      return first->end_of_frame > 0 || engine_image_check_size (0, 0, name, error);

    if (mark == FRAME && first->end_of_frame == 0) {
      if (!read_frame (file, &offset, name, error))
        return FALSE;
      first->end_of_frame = offset;
      continue;
    }
    if (mark == EXTENSION && first->end_of_frame == 0 && engine_span_matches (file, offset, "\xf9\x04", 2))
      first->control = offset + 2;
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

/* What shall become of the frame when the next one comes does not matter, but the loader prepares for it,
 * and warns of a frame that is larger than the screen. */
static gboolean
cut_first_frame (EngineImageHeader *self, const EngineSpan *file, const FirstFrame *first, const char *name,
                 GError **error) {
  static const guint8 trailer = TRAILER;
  guint8 *data =
      engine_span_join ((EngineSpan){ file->data, first->end_of_frame }, (EngineSpan){ &trailer, 1 });

  if (!data)
    return engine_image_refuse_memory (error, name);
  if (first->control > 0)
    data[first->control] &= (guint8) ~DISPOSAL_BITS;
  self->data = g_bytes_new_take (data, first->end_of_frame + 1);
  return TRUE;
}

gboolean
engine_image_read_gif (EngineImageHeader *self, GBytes *file, const char *name, GError **error) {
  EngineSpan span = engine_span_of_bytes (file);
  FirstFrame first = { 0 };

  if (!engine_span_holds (&span, 0, SCREEN_END))
    return engine_image_refuse_truncated (error, name);
  self->width = engine_span_le16 (&span, 6);
  self->height = engine_span_le16 (&span, 8);
  return engine_image_check_size (self->width, self->height, name, error)
         && read_blocks (&span, SCREEN_END + table_size (span.data[10]), &first, name, error)
         && cut_first_frame (self, &span, &first, name, error);
}
