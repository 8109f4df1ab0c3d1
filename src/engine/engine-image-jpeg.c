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
  guint64 offset = 2;
  guint8 mark;

  while ((mark = next_mark (&span, &offset)) != EOI) {
    EngineSpan segment = { span.data + offset, engine_span_be16 (&span, offset) };

    if (mark == 0)
      return engine_image_refuse_truncated (error, name);
    if (!has_segment (mark))
      continue;
    if (!engine_span_holds (&span, offset, MAX (segment.length, 2)))
      return engine_image_refuse_truncated (error, name);
    if (!read_segment (self, &contents, mark, &segment, name, error))
      return FALSE;
    offset += MAX (segment.length, 2);
  }

  if (contents.n_frames == 0 || contents.n_scans == 0)
    return engine_image_refuse_damaged (error, name);
  return check_components (&contents, name, error);
}
