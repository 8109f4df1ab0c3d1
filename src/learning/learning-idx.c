/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-idx.h"

#include "engine-file.h"
#include "engine-tensor.h"
#include "learning-error.h"

#include <errno.h>
#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define BLOCK     (1024 * 1024) /* read at once; memory grows as the file bears it out */
#define MOST_GZIP 1032          /* bytes that one byte of a gzip file can stand for (the limit of deflate) */

typedef struct {
  GInputStream *stream;
  guint64 most; /* bytes that can be in it */
  gboolean exact;
} Source;

static gboolean
fail (const LearningIdx *self, GError **error, const char *reason) {
  g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_DATA, "%s: %s", self->name, reason);
  return FALSE;
}

static gsize
value_size (LearningIdxType type) {
  switch (type) {
  case LEARNING_IDX_UINT8:
  case LEARNING_IDX_INT8:
    return 1;
  case LEARNING_IDX_INT16:
    return 2;
  case LEARNING_IDX_INT32:
  case LEARNING_IDX_FLOAT32:
    return 4;
  case LEARNING_IDX_FLOAT64:
    return 8;
  default:
    return 0;
  }
}

static gboolean
open_source (const char *path, Source *source, GError **error) {
  guint8 magic[2] = { 0 };
  goffset size;
  int fd = engine_file_open (path, &size, error);

  if (fd < 0)
    return FALSE;
  source->exact = pread (fd, magic, 2, 0) != 2 || magic[0] != 0x1f || magic[1] != 0x8b;
  source->most = (guint64) size;
  source->stream = g_unix_input_stream_new (fd, TRUE);
  if (!source->exact) {
    g_autoptr (GConverter) unpack = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
    g_autoptr (GInputStream) packed = g_steal_pointer (&source->stream);

    source->stream = g_converter_input_stream_new (packed, unpack);
    if (__builtin_mul_overflow (source->most, MOST_GZIP, &source->most))
      source->most = G_MAXUINT64;
  }
  return TRUE;
}

static gboolean
read_bytes (const LearningIdx *self, const Source *source, guint8 *bytes, gsize n, gsize *got,
            GError **error) {
  g_autoptr (GError) reason = NULL;
  g_autofree char *sentence = NULL;

  if (g_input_stream_read_all (source->stream, bytes, n, got, NULL, &reason))
    return TRUE;
  /* What zlib calls the end of the input is a file that was cut off: what comes of it is said by who asked. */
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    return TRUE;
  sentence = g_strdup_printf (_ ("it cannot be read or unpacked (%s); copy it again"), reason->message);
  return fail (self, error, sentence);
}

static gboolean
check_header (LearningIdx *self, const guint8 *header, gsize got, GError **error) {
  g_autofree char *reason = NULL;

  if (got < 4 || header[0] != 0 || header[1] != 0)
    return fail (self, error,
                 _ ("this is no IDX file; choose images or labels as the MNIST digits come, gzipped or not"));
  self->type = header[2];
  self->rank = header[3];
  if (value_size (self->type) == 0)
    reason =
        g_strdup_printf (_ ("its values are of an unknown kind, 0x%02x; use bytes (0x08), integers (0x09, "
                            "0x0b, 0x0c) or floats (0x0d, 0x0e)"),
                         self->type);
  else if (self->rank < 1 || self->rank > LEARNING_IDX_MAX_RANK)
    reason = g_strdup_printf (_ ("it has %u axes; images have three or four, labels have one"), self->rank);
  return reason == NULL || fail (self, error, reason);
}

static gboolean
fail_size (const LearningIdx *self, gsize there, GError **error) {
  g_autofree char *reason = g_strdup_printf (
      _ ("it has %zu bytes of values, fewer than the %zu that its header says; copy it again"), there,
      self->length * value_size (self->type));

  return fail (self, error, reason);
}

/* As bytes and as the numbers that they become. */
static gboolean
check_memory (LearningIdx *self, GError **error) {
  gsize each = value_size (self->type) + sizeof (float), bytes;

  self->length = 1;
  for (guint axis = 0; axis < self->rank; axis++)
    if (__builtin_mul_overflow (self->length, self->shape[axis], &self->length))
      self->length = G_MAXSIZE;
  if (self->length == 0)
    return fail (self, error, _ ("one of its axes has the length 0; it must hold one value at least"));
  if (__builtin_mul_overflow (self->length, each, &bytes) || bytes > engine_memory_size ())
    return fail (self, error,
                 _ ("its header speaks of more values than memory holds; use fewer or smaller images"));
  return TRUE;
}

static gboolean
read_header (LearningIdx *self, const Source *source, GError **error) {
  guint8 header[4 + 4 * LEARNING_IDX_MAX_RANK];
  gsize got;

  if (!read_bytes (self, source, header, 4, &got, error) || !check_header (self, header, got, error)
      || !read_bytes (self, source, header + 4, 4 * self->rank, &got, error))
    return FALSE;
  if (got < 4 * self->rank)
    return fail (self, error, _ ("it ends before its sizes; copy it again"));
  for (guint axis = 0; axis < LEARNING_IDX_MAX_RANK; axis++) {
    guint32 extent = 1;

    if (axis < self->rank) {
      memcpy (&extent, header + 4 + 4 * axis, sizeof extent);
      extent = GUINT32_FROM_BE (extent);
    }
    self->shape[axis] = extent;
  }
  return check_memory (self, error);
}

/* So that a header cannot make us reserve more than twice what follows it. */
static gboolean
grow (LearningIdx *self, gsize *capacity, gsize wanted, GError **error) {
  gsize size = MIN (wanted, MAX (2 * *capacity, BLOCK));
  guint8 *bytes = g_try_realloc (self->bytes, size);

  if (bytes == NULL)
    return fail (self, error, _ ("memory does not hold its values; use fewer or smaller images"));
  self->bytes = bytes;
  *capacity = size;
  return TRUE;
}

static gboolean
read_values (LearningIdx *self, const Source *source, GError **error) {
  gsize wanted = self->length * value_size (self->type), capacity = 0, done = 0, got;
  guint64 there = source->most - MIN (source->most, source->exact ? 4 + 4 * self->rank : 0);
  guint8 extra;

  if (there < wanted && source->exact)
    return fail_size (self, (gsize) there, error);
  if (there < wanted)
    return fail (self, error, _ ("so few bytes cannot hold what its header says; copy it again"));
  while (done < wanted) {
    if (done == capacity && !grow (self, &capacity, wanted, error))
      return FALSE;
    if (!read_bytes (self, source, self->bytes + done, MIN (capacity - done, BLOCK), &got, error))
      return FALSE;
    done += got;
    if (got == 0)
      return fail_size (self, done, error);
  }
  if (!read_bytes (self, source, &extra, 1, &got, error))
    return FALSE;
  return got == 0
         || fail (self, error, _ ("it goes on after the values that its header speaks of; copy it again"));
}

LearningIdx *
learning_idx_load (const char *path, GError **error) {
  g_autoptr (LearningIdx) self = g_new0 (LearningIdx, 1);
  g_autoptr (GInputStream) stream = NULL;
  Source source = { 0 };

  self->name = g_filename_display_name (path);
  if (!open_source (path, &source, error))
    return NULL;
  stream = source.stream;
  if (!read_header (self, &source, error) || !read_values (self, &source, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
learning_idx_free (LearningIdx *self) {
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->bytes);
  g_free (self);
}

gboolean
learning_idx_is_float (const LearningIdx *self) {
  return self->type == LEARNING_IDX_FLOAT32 || self->type == LEARNING_IDX_FLOAT64;
}

static guint32
bits32 (const guint8 *bytes) {
  guint32 bits;

  memcpy (&bits, bytes, sizeof bits);
  return GUINT32_FROM_BE (bits);
}

static double
float32_at (const guint8 *bytes) {
  guint32 bits = bits32 (bytes);
  float value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

static double
float64_at (const guint8 *bytes) {
  guint64 bits;
  double value;

  memcpy (&bits, bytes, sizeof bits);
  bits = GUINT64_FROM_BE (bits);
  memcpy (&value, &bits, sizeof value);
  return value;
}

double
learning_idx_value (const LearningIdx *self, gsize index) {
  const guint8 *bytes = self->bytes + index * value_size (self->type);

  switch (self->type) {
  case LEARNING_IDX_UINT8:
    return bytes[0];
  case LEARNING_IDX_INT8:
    return (gint8) bytes[0];
  case LEARNING_IDX_INT16:
    return (gint16) (bytes[0] << 8 | bytes[1]);
  case LEARNING_IDX_INT32:
    return (gint32) bits32 (bytes);
  case LEARNING_IDX_FLOAT32:
    return float32_at (bytes);
  default:
    return float64_at (bytes);
  }
}
