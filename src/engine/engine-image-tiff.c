/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TIFF (revision 6.0): a byte order, and a directory of entries of tag, type, count, and value or its place.
 * EXIF blocks are built the same. Only the first directory is looked at, as by the loader. */
#include "engine-image-private.h"

#include "engine-image.h"

#include <glib/gi18n-lib.h>

#define ENTRY_LENGTH  12
#define MAX_SAMPLES   5 /* four inks and alpha */
#define MAX_TILE_SIDE 65536

enum {
  IMAGE_WIDTH = 256,
  IMAGE_LENGTH = 257,
  BITS_PER_SAMPLE = 258,
  COMPRESSION = 259,
  PHOTOMETRIC = 262,
  STRIP_OFFSETS = 273,
  ORIENTATION = 274,
  SAMPLES_PER_PIXEL = 277,
  STRIP_BYTE_COUNTS = 279,
  TILE_WIDTH = 322,
  TILE_LENGTH = 323,
  TILE_OFFSETS = 324,
  TILE_BYTE_COUNTS = 325,
  EXTRA_SAMPLES = 338,
  SAMPLE_FORMAT = 339,
};

enum {
  TYPE_BYTE = 1,
  TYPE_SHORT = 3,
  TYPE_LONG = 4,
};

enum {
  PHOTOMETRIC_MIN_IS_BLACK = 1,
  PHOTOMETRIC_RGB = 2,
  EXTRA_ASSOCIATED_ALPHA = 1,
  FORMAT_UNSIGNED = 1,
};

typedef struct {
  EngineSpan file;
  gboolean big_endian;
  guint64 directory; /* offset of its first entry */
  guint n_entries;
} Tiff;

typedef struct {
  guint tag, type;
  guint size; /* of one value in bytes */
  guint64 count;
  guint64 place; /* offset of the first value */
} Entry;

static guint
get16 (const Tiff *tiff, guint64 offset) {
  return tiff->big_endian ? engine_span_be16 (&tiff->file, offset) : engine_span_le16 (&tiff->file, offset);
}

static guint32
get32 (const Tiff *tiff, guint64 offset) {
  return tiff->big_endian ? engine_span_be32 (&tiff->file, offset) : engine_span_le32 (&tiff->file, offset);
}

/* FALSE where there is no complete first directory. */
static gboolean
tiff_open (Tiff *tiff, EngineSpan file) {
  *tiff = (Tiff){ .file = file, .big_endian = engine_span_u8 (&file, 0) == 'M' };
  tiff->directory = (guint64) get32 (tiff, 4) + 2;
  tiff->n_entries = get16 (tiff, tiff->directory - 2);
  return tiff->n_entries > 0
         && engine_span_holds (&file, tiff->directory, (guint64) tiff->n_entries * ENTRY_LENGTH);
}

/* In bytes: of byte, text, short, long, fraction, the same signed, single and double precision; 0 for what
 * is none. */
static guint
size_of_type (guint type) {
  static const guint8 sizes[] = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8 };

  return type < G_N_ELEMENTS (sizes) ? sizes[type] : 0;
}

static Entry
read_entry (const Tiff *tiff, guint index) {
  guint64 offset = tiff->directory + (guint64) index * ENTRY_LENGTH;
  Entry entry = { .tag = get16 (tiff, offset),
                  .type = get16 (tiff, offset + 2),
                  .count = get32 (tiff, offset + 4) };

  entry.size = size_of_type (entry.type);
  /* Up to four bytes stand in the entry itself. */
  entry.place = entry.count * entry.size <= 4 ? offset + 8 : get32 (tiff, offset + 8);
  return entry;
}

/* Whether all that the directory tells of, and the offset of the next one behind it, lie within the file. */
static gboolean
holds_directory (const Tiff *tiff) {
  if (!engine_span_holds (&tiff->file, tiff->directory, (guint64) tiff->n_entries * ENTRY_LENGTH + 4))
    return FALSE;
  for (guint i = 0; i < tiff->n_entries; i++) {
    Entry entry = read_entry (tiff, i);

    if (!engine_span_holds (&tiff->file, entry.place, entry.count * entry.size))
      return FALSE;
  }
  return TRUE;
}

/* FALSE where there is no entry of whole numbers. The first of several counts, as it does for the loader. */
static gboolean
find_entry (const Tiff *tiff, guint tag, Entry *entry) {
  for (guint i = 0; i < tiff->n_entries; i++) {
    *entry = read_entry (tiff, i);
    if (entry->tag == tag)
      return entry->type == TYPE_BYTE || entry->type == TYPE_SHORT || entry->type == TYPE_LONG;
  }
  return FALSE;
}

static gboolean
get_value (const Tiff *tiff, const Entry *entry, guint32 index, guint32 *value) {
  guint64 place = entry->place + (guint64) index * entry->size;

  if (index >= entry->count || !engine_span_holds (&tiff->file, place, entry->size))
    return FALSE;
  if (entry->size == 4)
    *value = get32 (tiff, place);
  else
    *value = entry->size == 2 ? get16 (tiff, place) : engine_span_u8 (&tiff->file, place);
  return TRUE;
}

static guint32
value_or (const Tiff *tiff, guint tag, guint32 otherwise) {
  guint32 value;
  Entry entry;

  return find_entry (tiff, tag, &entry) && get_value (tiff, &entry, 0, &value) ? value : otherwise;
}

/* Whether every strip or tile lies within the file. */
static gboolean
holds_pieces (const Tiff *tiff, guint offsets_tag, guint lengths_tag) {
  Entry offsets, lengths;

  if (!find_entry (tiff, offsets_tag, &offsets) || !find_entry (tiff, lengths_tag, &lengths))
    return FALSE;
  for (guint32 i = 0; i < offsets.count; i++) {
    guint32 offset, length;

    if (!get_value (tiff, &offsets, i, &offset) || !get_value (tiff, &lengths, i, &length))
      return FALSE;
    if (length == 0 || !engine_span_holds (&tiff->file, offset, length))
      return FALSE;
  }
  return offsets.count > 0;
}

/* None, CCITT RLE and fax, LZW, JPEG, Deflate by both of its numbers, PackBits. */
static gboolean
is_known_compression (guint32 method) {
  static const guint32 known[] = { 1, 2, 3, 4, 5, 7, 8, 32773, 32946 };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++) {
    if (known[i] == method)
      return TRUE;
  }
  return FALSE;
}

static gboolean
check_samples (const Tiff *tiff, const char *name, GError **error) {
  guint32 bits = value_or (tiff, BITS_PER_SAMPLE, 1);
  guint32 samples = value_or (tiff, SAMPLES_PER_PIXEL, 1);
  gboolean is_grey = value_or (tiff, PHOTOMETRIC, 0) <= PHOTOMETRIC_MIN_IS_BLACK;

  /* The loader sees no alpha behind 16 bits of grey. */
  if (bits <= 16 && samples >= 1 && samples <= MAX_SAMPLES && !(is_grey && bits == 16 && samples > 1)
      && value_or (tiff, SAMPLE_FORMAT, FORMAT_UNSIGNED) == FORMAT_UNSIGNED)
    return TRUE;
  return engine_image_refuse (
      error, ENGINE_ERROR_UNSUPPORTED, name,
      _ ("the samples of this TIFF are of a kind that is not read; save it with 8 or 16 bits "
         "for each of red, green and blue"));
}

static gboolean
check_coding (const Tiff *tiff, const char *name, GError **error) {
  if (!is_known_compression (value_or (tiff, COMPRESSION, 1)))
    return engine_image_refuse (error, ENGINE_ERROR_UNSUPPORTED, name,
                                _ ("the compression of this TIFF is not read; save it with LZW or Deflate"));
  if (value_or (tiff, TILE_WIDTH, 0) > MAX_TILE_SIDE || value_or (tiff, TILE_LENGTH, 0) > MAX_TILE_SIDE
      || (guint64) value_or (tiff, TILE_WIDTH, 0) * value_or (tiff, TILE_LENGTH, 0) > ENGINE_IMAGE_MAX_PIXELS)
    return engine_image_refuse_damaged (error, name);
  return check_samples (tiff, name, error);
}

/* The loader multiplies colours by alpha; greys it leaves as they are stored. */
static gboolean
is_premultiplied (const Tiff *tiff) {
  return value_or (tiff, PHOTOMETRIC, 0) == PHOTOMETRIC_RGB
         || value_or (tiff, EXTRA_SAMPLES, 0) == EXTRA_ASSOCIATED_ALPHA;
}

gboolean
engine_image_read_tiff (EngineImageHeader *self, GBytes *file, const char *name, GError **error) {
  gboolean is_tiled;
  Entry entry;
  Tiff tiff;

  if (!tiff_open (&tiff, engine_span_of_bytes (file)) || !holds_directory (&tiff))
    return engine_image_refuse_truncated (error, name);
  self->width = value_or (&tiff, IMAGE_WIDTH, 0);
  self->height = value_or (&tiff, IMAGE_LENGTH, 0);
  self->premultiplied = is_premultiplied (&tiff);
  if (!engine_image_check_size (self->width, self->height, name, error) || !check_coding (&tiff, name, error))
    return FALSE;

  is_tiled = find_entry (&tiff, TILE_OFFSETS, &entry);
  if (!holds_pieces (&tiff, is_tiled ? TILE_OFFSETS : STRIP_OFFSETS,
                     is_tiled ? TILE_BYTE_COUNTS : STRIP_BYTE_COUNTS))
    return engine_image_refuse_truncated (error, name);
  return TRUE;
}

guint
engine_image_exif_orientation (EngineSpan exif) {
  guint32 orientation;
  Tiff tiff;

  if (!tiff_open (&tiff, exif))
    return 1;
  orientation = value_or (&tiff, ORIENTATION, 1);
  return orientation >= 1 && orientation <= 8 ? orientation : 1;
}
