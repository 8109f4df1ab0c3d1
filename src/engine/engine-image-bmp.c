/* SPDX-License-Identifier: GPL-3.0-or-later */
/* BMP, of Windows and OS/2: file header, information header, colour masks or palette, and rows from the
 * bottom up. The loader loses its way where there is a gap before the rows, so it is given a copy without
 * the gap. */
#include "engine-image-private.h"

#include <string.h>

#define FILE_HEADER    14
#define OFFSET_OF_ROWS 10
#define MASKS_LENGTH   12
#define HEADER_CORE    12
#define HEADER_INFO    40
#define HEADER_OS2     64

typedef enum {
  COMPRESSION_NONE,
  COMPRESSION_RLE8,
  COMPRESSION_RLE4,
  COMPRESSION_BITFIELDS,
} Compression;

/* After the zero that begins an escape; a larger number is that of pixels that follow. */
enum {
  END_OF_LINE,
  END_OF_BITMAP,
  DELTA,
};

typedef struct {
  guint32 header_size, compression, depth, n_colours;
  guint64 rows; /* offset */
} Bmp;

static void
read_core (EngineImageHeader *self, Bmp *bmp, const EngineSpan *file) {
  self->width = engine_span_le16 (file, 18);
  self->height = engine_span_le16 (file, 20);
  bmp->depth = engine_span_le16 (file, 24);
}

static void
read_info (EngineImageHeader *self, Bmp *bmp, const EngineSpan *file) {
  self->width = (gint32) engine_span_le32 (file, 18);
  self->height = ABS ((gint64) (gint32) engine_span_le32 (file, 22));
  bmp->depth = engine_span_le16 (file, 28);
  bmp->compression = engine_span_le32 (file, 30);
  bmp->n_colours = engine_span_le32 (file, 46);
}

static gboolean
is_sound (const Bmp *bmp) {
  switch ((Compression) bmp->compression) {
  case COMPRESSION_NONE:
    return bmp->depth == 1 || bmp->depth == 4 || bmp->depth == 8 || bmp->depth == 16 || bmp->depth == 24
           || bmp->depth == 32;
  case COMPRESSION_RLE8:
    return bmp->depth == 8;
  case COMPRESSION_RLE4:
    return bmp->depth == 4;
  case COMPRESSION_BITFIELDS:
    return bmp->depth == 16 || bmp->depth == 32;
  default:
    return FALSE;
  }
}

/* Where the loader expects the rows. Of more than eight bits, a palette is only advice, and part of the
 * gap. */
static guint64
end_of_headers (const Bmp *bmp) {
  guint64 end = FILE_HEADER + (guint64) bmp->header_size;
  guint entry = bmp->header_size == HEADER_CORE ? 3 : 4;

  if (bmp->compression == COMPRESSION_BITFIELDS
      && (bmp->header_size == HEADER_INFO || bmp->header_size == HEADER_OS2))
    end += MASKS_LENGTH;
  if (bmp->depth <= 8)
    end += (guint64) (bmp->n_colours > 0 ? bmp->n_colours : 1u << bmp->depth) * entry;
  return end;
}

/* Whether the run lengths from *offset come to their end within the file. */
static gboolean
run_lengths_end (const EngineSpan *file, guint64 offset, guint depth) {
  while (engine_span_holds (file, offset, 2)) {
    guint8 count = file->data[offset];
    guint8 value = file->data[offset + 1];

    offset += 2;
    if (count > 0 || value == END_OF_LINE)
      continue;
    if (value == END_OF_BITMAP)
      return TRUE;
    offset += value == DELTA ? 2 : (value * depth + 15) / 16 * 2;
  }
  return FALSE;
}

static gboolean
is_complete (const EngineImageHeader *self, const Bmp *bmp, const EngineSpan *file) {
  guint64 stride = ((guint64) self->width * bmp->depth + 31) / 32 * 4;

  if (bmp->compression == COMPRESSION_RLE4 || bmp->compression == COMPRESSION_RLE8)
    return run_lengths_end (file, bmp->rows, bmp->depth);
  return engine_span_holds (file, bmp->rows, stride * self->height);
}

static gboolean
cut_gap (EngineImageHeader *self, const EngineSpan *file, guint64 end, guint64 rows, const char *name,
         GError **error) {
  guint32 offset = GUINT32_TO_LE ((guint32) end);
  guint8 *data = engine_span_join ((EngineSpan){ file->data, end },
                                   (EngineSpan){ file->data + rows, file->length - rows });

  if (!data)
    return engine_image_refuse_memory (error, name);
  memcpy (data + OFFSET_OF_ROWS, &offset, sizeof offset);
  self->data = g_bytes_new_take (data, end + file->length - rows);
  return TRUE;
}

gboolean
engine_image_read_bmp (EngineImageHeader *self, GBytes *file, const char *name, GError **error) {
  EngineSpan span = engine_span_of_bytes (file);
  Bmp bmp = { .header_size = engine_span_le32 (&span, FILE_HEADER) };
  guint64 end;

  bmp.rows = engine_span_le32 (&span, OFFSET_OF_ROWS);
  if (bmp.header_size == HEADER_CORE)
    read_core (self, &bmp, &span);
  else
    read_info (self, &bmp, &span);
  if (!engine_span_holds (&span, FILE_HEADER, bmp.header_size))
    return engine_image_refuse_truncated (error, name);
  if (!engine_image_check_size (self->width, self->height, name, error))
    return FALSE;
  if (!is_sound (&bmp) || (bmp.depth <= 8 && bmp.n_colours > 1u << bmp.depth))
    return engine_image_refuse_damaged (error, name);

  end = end_of_headers (&bmp);
  if (!is_complete (self, &bmp, &span))
    return engine_image_refuse_truncated (error, name);
  if (bmp.rows < end)
    return engine_image_refuse_damaged (error, name);
  return bmp.rows == end || cut_gap (self, &span, end, bmp.rows, name, error);
}
