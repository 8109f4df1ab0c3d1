/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-safetensors.h"

#include "engine-error.h"
#include "engine-file.h"
#include "engine-safetensors-header.h"
#include "engine-tensor-private.h"

#include <errno.h>
#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#define LENGTH_BYTES     8
#define MAX_HEADER_BYTES 100000000 /* the format's own limit */

static gboolean
refuse (const EngineSafetensors *self, EngineError code, const char *reason, GError **error) {
  g_set_error (error, ENGINE_ERROR, code, "%s: %s", self->name, reason);
  return FALSE;
}

/* `reason` is translated already. */
static gboolean
refuse_tensor (const EngineSafetensors *self, const EngineSafetensorsEntry *entry, EngineError code,
               const char *reason, GError **error) {
  g_autofree char *shown = engine_safetensors_header_show (entry->name);

  g_set_error (error, ENGINE_ERROR, code, _ ("%s, tensor “%s”: %s"), self->name, shown, reason);
  return FALSE;
}

/* `length` bytes from `offset` on, or NULL. */
static guint8 *
read_at (const EngineSafetensors *self, guint64 offset, gsize length, GError **error) {
  g_autofree guint8 *data = g_try_malloc (MAX (length, 1));
  gsize filled = 0;

  if (!data) {
    refuse (self, ENGINE_ERROR_TOO_LARGE, _ ("there is not enough memory to read it; use smaller sizes"),
            error);
    return NULL;
  }
  while (filled < length) {
    gssize count = pread (self->fd, data + filled, length - filled, (off_t) (offset + filled));

    if (count == 0 || (count < 0 && errno != EINTR)) {
      refuse (self, ENGINE_ERROR_FILE, _ ("it cannot be read to its end; save or copy it again"), error);
      return NULL;
    }
    filled += (gsize) MAX (count, 0);
  }
  return g_steal_pointer (&data);
}

static gboolean
read_header (EngineSafetensors *self, guint64 size, GError **error) {
  g_autofree guint8 *begin = NULL;
  g_autofree guint8 *text = NULL;
  guint64 length = 0;

  if (size < LENGTH_BYTES)
    return refuse (self, ENGINE_ERROR_FORMAT,
                   _ ("it is too short for a safetensors file; save it again as safetensors"), error);
  begin = read_at (self, 0, LENGTH_BYTES, error);
  if (!begin)
    return FALSE;
  for (int i = LENGTH_BYTES; i-- > 0;)
    length = length << 8 | begin[i];

  if (length > MAX_HEADER_BYTES || length > size - LENGTH_BYTES)
    return refuse (
        self, ENGINE_ERROR_FORMAT,
        _ ("it does not begin with the length of its header, as safetensors files do; save or copy it again"),
        error);
  text = read_at (self, LENGTH_BYTES, length, error);
  self->values = LENGTH_BYTES + length;
  return text
         && engine_safetensors_header_parse (self, (const char *) text, length, size - self->values, error);
}

EngineSafetensors *
engine_safetensors_open (const char *path, GError **error) {
  g_autoptr (EngineSafetensors) self = NULL;
  goffset size;
  int fd = engine_file_open (path, &size, error);

  if (fd < 0)
    return NULL;
  self = g_new0 (EngineSafetensors, 1);
  self->fd = fd;
  self->name = g_filename_display_name (path);
  return read_header (self, (guint64) size, error) ? g_steal_pointer (&self) : NULL;
}

void
engine_safetensors_free (EngineSafetensors *self) {
  engine_safetensors_header_clear (self);
  close (self->fd);
  g_free (self->name);
  g_free (self);
}

const EngineSafetensorsEntry *
engine_safetensors_find (const EngineSafetensors *self, const char *name) {
  for (guint i = 0; i < self->n_entries; i++)
    if (g_str_equal (self->entries[i].name, name))
      return &self->entries[i];
  return NULL;
}

static guint64
bits_at (const guint8 *data, gsize bytes) {
  guint64 bits = 0;

  for (gsize i = bytes; i-- > 0;)
    bits = bits << 8 | data[i];
  return bits;
}

static double
read_f32 (const guint8 *data) {
  guint32 bits = (guint32) bits_at (data, 4);
  float value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

static double
read_f64 (const guint8 *data) {
  guint64 bits = bits_at (data, 8);
  double value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

/* The upper half of a float32. */
static double
read_bf16 (const guint8 *data) {
  return read_f32 ((const guint8[]){ 0, 0, data[0], data[1] });
}

/* IEEE 754 binary16: 1 sign, 5 bits of exponent, 10 of fraction. */
static double
read_f16 (const guint8 *data) {
  guint bits = (guint) bits_at (data, 2);
  int exponent = (bits >> 10) & 31;
  int fraction = bits & 1023;
  double size;

  if (exponent == 31)
    size = fraction == 0 ? INFINITY : NAN;
  else if (exponent == 0)
    size = ldexp (fraction, -24);
  else
    size = ldexp (fraction + 1024, exponent - 25);
  return bits & 0x8000 ? -size : size;
}

typedef struct {
  const char *name;
  gint64 size;
  double (*read) (const guint8 *data);
} Type;

/* NULL with an error for a type that is not read. */
static const Type *
find_type (const EngineSafetensors *self, const EngineSafetensorsEntry *entry, GError **error) {
  static const Type types[] = {
    { "F32", 4, read_f32 }, { "F64", 8, read_f64 }, { "F16", 2, read_f16 }, { "BF16", 2, read_bf16 }
  };
  g_autofree char *type = NULL;
  g_autofree char *reason = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (entry->type, types[i].name))
      return &types[i];

  type = engine_safetensors_header_show (entry->type);
  reason = g_strdup_printf (_ ("values of the type “%s” are not read; use F32, F64, F16 or BF16"), type);
  refuse_tensor (self, entry, ENGINE_ERROR_UNSUPPORTED, reason, error);
  return NULL;
}

static gboolean
check_rank (const EngineSafetensors *self, const EngineSafetensorsEntry *entry, GError **error) {
  if (entry->rank == 0)
    return refuse_tensor (self, entry, ENGINE_ERROR_UNSUPPORTED,
                          _ ("it is a number without axes; use one to six axes"), error);
  if (entry->rank > ENGINE_TENSOR_MAX_RANK)
    return refuse_tensor (self, entry, ENGINE_ERROR_UNSUPPORTED,
                          _ ("it has more than six axes; use one to six"), error);
  if (entry->length == 0)
    return refuse_tensor (self, entry, ENGINE_ERROR_UNSUPPORTED,
                          _ ("it holds no values; use an array of at least one"), error);
  return TRUE;
}

EngineTensor *
engine_safetensors_read (const EngineSafetensors *self, const EngineSafetensorsEntry *entry, GError **error) {
  const Type *type = find_type (self, entry, error);
  g_autoptr (EngineTensor) tensor = NULL;
  g_autofree guint8 *values = NULL;

  if (!type || !check_rank (self, entry, error))
    return NULL;
  tensor = engine_tensor_new_unset (entry->rank, entry->shape, error);
  if (tensor)
    values = read_at (self, self->values + entry->begin, entry->end - entry->begin, error);
  if (!values)
    return NULL;

  for (gint64 i = 0; i < tensor->length; i++) {
    double value = type->read (values + i * type->size);

    if (isfinite (value) && fabs (value) > FLT_MAX) {
      g_autofree char *reason =
          g_strdup_printf (_ ("it has a value too large for float32, %g; scale it down"), value);

      refuse_tensor (self, entry, ENGINE_ERROR_UNSUPPORTED, reason, error);
      return NULL;
    }
    tensor->data[i] = (float) value;
  }
  return g_steal_pointer (&tensor);
}
