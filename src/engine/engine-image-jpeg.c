/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JPEG (ITU-T T.81): segments that begin with 0xff and a mark, and between them, after each start of a scan,
 * coded data in which 0xff is followed by a zero. */
#include "engine-image-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A progressive file has about ten; each one that is added takes another turn over all of the pixels. */
#define MAX_SCANS 100

enum {
  SOF0 = 0xc0, /* start of frame: the size, and by its number the coding */
  SOF2 = 0xc2,
  DHT = 0xc4, /* among the starts of frame, but none of them */
  JPG = 0xc8,
  DAC = 0xcc,
  SOF15 = 0xcf,
  RST0 = 0xd0, /* marks without a segment: restarts, start and end of the image */
  RST7 = 0xd7,
  SOI = 0xd8,
  EOI = 0xd9,
  SOS = 0xda, /* start of scan */
  APP14 = 0xee,
  TEM = 0x01,
};

typedef struct {
  guint n_frames, n_scans, n_components;
  gboolean is_adobe;
  guint64 n_blocks; /* of 8x8 samples, over all components */
  guint64 n_coded;  /* bytes */
} Contents;

/* The next mark at or after *offset, which then is behind it; 0 at the end of the file. */
static guint8
next_mark (const EngineSpan *file, guint64 *offset) {
  while (*offset < file->length) {
    const guint8 *found = memchr (file->data + *offset, 0xff, file->length - *offset);

    if (!found)
      break;
    *offset = (guint64) (found - file->data) + 1;
    while (engine_span_u8 (file, *offset) == 0xff)
      *offset += 1;
    if (engine_span_u8 (file, *offset) != 0)
      return file->data[(*offset)++];
  }
  return 0;
}

static gboolean
is_frame (guint8 mark) {
  return mark >= SOF0 && mark <= SOF15 && mark != DHT && mark != JPG && mark != DAC;
}

static gboolean
has_segment (guint8 mark) {
  return mark != TEM && (mark < RST0 || mark > SOI);
}

/* Of a component that has `factor` samples where the finest has `most`. */
static guint64
blocks_along (gint64 size, guint factor, guint most) {
  return ((guint64) size * factor + 8 * most - 1) / (8 * most);
}

/* Components are three bytes: a number, sampling factors across and down, a table. */
static guint64
count_blocks (const EngineImageHeader *self, const EngineSpan *segment, guint n_components) {
  guint most_across = 1, most_down = 1;
  guint64 n = 0;

  for (guint i = 0; i < n_components; i++) {
    guint8 factors = engine_span_u8 (segment, 9 + 3 * i);

    most_across = MAX (most_across, factors >> 4);
    most_down = MAX (most_down, factors & 15);
  }
  for (guint i = 0; i < n_components; i++) {
    guint8 factors = engine_span_u8 (segment, 9 + 3 * i);

    n += blocks_along (self->width, factors >> 4, most_across)
         * blocks_along (self->height, factors & 15, most_down);
  }
  return n;
}

static gboolean
read_frame (EngineImageHeader *self, Contents *contents, guint8 mark, const EngineSpan *segment,
            const char *name, GError **error) {
  if (mark > SOF2 || engine_span_u8 (segment, 2) != 8)
    return engine_image_refuse (error, ENGINE_ERROR_UNSUPPORTED, name,
                                _ ("this kind of JPEG (arithmetic, lossless or of more than 8 bits) is not "
                                   "read; save it as a usual JPEG"));
  if (contents->n_frames++ > 0)
    return engine_image_refuse_damaged (error, name);

  self->height = engine_span_be16 (segment, 3);
  self->width = engine_span_be16 (segment, 5);
  contents->n_components = engine_span_u8 (segment, 7);
  contents->n_blocks = count_blocks (self, segment, contents->n_components);
  return engine_image_check_size (self->width, self->height, name, error);
}

static gboolean
read_segment (EngineImageHeader *self, Contents *contents, guint8 mark, const EngineSpan *segment,
              const char *name, GError **error) {
  if (is_frame (mark) || mark == DAC)
    return read_frame (self, contents, mark, segment, name, error);
  if (mark == SOS && ++contents->n_scans > MAX_SCANS)
    return engine_image_refuse (error, ENGINE_ERROR_UNSUPPORTED, name,
                                _ ("the JPEG is made of too many scans; save it as a usual JPEG"));
  if (mark == APP14 && engine_span_matches (segment, 2, "Adobe", 5))
    contents->is_adobe = TRUE;
  return TRUE;
}

/* The loader takes inks for stored upside down, as Adobe's programs do. Without their mark they are not,
 * and what it makes of them cannot be turned back; other numbers of components make it write beyond its
 * rows. */
static gboolean
check_components (const Contents *contents, const char *name, GError **error) {
  guint n = contents->n_components;

  if (n == 1 || n == 3 || (n == 4 && contents->is_adobe))
    return TRUE;
  return engine_image_refuse (error, ENGINE_ERROR_UNSUPPORTED, name,
                              _ ("the colours of this JPEG are of an unusual kind; save it as RGB"));
}

gboolean
engine_image_read_jpeg (EngineImageHeader *self, GBytes *file, const char *name, GError **error) {
  EngineSpan span = engine_span_of_bytes (file);
  Contents contents = { 0 };
  guint64 offset = 2, start = 2;
  guint8 mark;

  while ((mark = next_mark (&span, &offset)) != EOI) {
    EngineSpan segment = { span.data + offset, MAX (engine_span_be16 (&span, offset), 2) };

    if (mark == 0 || (has_segment (mark) && !engine_span_holds (&span, offset, segment.length)))
      return engine_image_refuse_truncated (error, name);
    if (!has_segment (mark))
      continue;
    contents.n_coded += offset - start;
    if (!read_segment (self, &contents, mark, &segment, name, error))
      return FALSE;
    offset += segment.length;
    start = offset;
  }
  contents.n_coded += offset - start;

  if (contents.n_frames == 0 || contents.n_scans == 0)
    return engine_image_refuse_damaged (error, name);
  /* Each block takes a bit at least. A few bytes can claim millions of pixels: no need to make room for
   * them. */
  if (8 * contents.n_coded < contents.n_blocks)
    return engine_image_refuse_truncated (error, name);
  return check_components (&contents, name, error);
}
