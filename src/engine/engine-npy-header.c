/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-npy-header.h"

#include "engine-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAGIC        "\x93NUMPY"
#define MAGIC_LENGTH 6

/* Reads the dictionary from left to right. Whoever meets what they cannot read sets the error and returns
 * FALSE. */
typedef struct {
  const char *at, *end;
  const char *name;
  GError **error;
} Reader;

typedef struct {
  const char *text;
  gsize length;
} Word;

enum { KEY_TYPE = 1, KEY_ORDER = 2, KEY_SHAPE = 4, ALL_KEYS = 7 };

static gboolean
refuse (const Reader *self, EngineError code, const char *reason) {
  g_set_error (self->error, ENGINE_ERROR, code, "%s: %s", self->name, reason);
  return FALSE;
}

static gboolean
refuse_dictionary (const Reader *self) {
  return refuse (self, ENGINE_ERROR_FORMAT,
                 _ ("its header is not the dictionary that NumPy writes; save it with numpy.save()"));
}

/* Skips spaces; 0 at the end. */
static char
peek (Reader *self) {
  while (self->at < self->end && g_ascii_isspace (*self->at))
    self->at++;
  return self->at < self->end ? *self->at : 0;
}

static gboolean
accept (Reader *self, char character) {
  if (peek (self) != character || character == 0)
    return FALSE;
  self->at++;
  return TRUE;
}

static gboolean
expect (Reader *self, char character) {
  return accept (self, character) || refuse_dictionary (self);
}

/* A string in single or double quotes. NumPy writes none that needs a backslash. */
static gboolean
read_string (Reader *self, Word *word) {
  char quote = peek (self);
  const char *end;

  if (quote != '\'' && quote != '"')
    return refuse_dictionary (self);
  self->at++;
  end = memchr (self->at, quote, (gsize) (self->end - self->at));
  if (!end)
    return refuse_dictionary (self);
  *word = (Word){ self->at, (gsize) (end - self->at) };
  self->at = end + 1;
  return TRUE;
}

static gboolean
word_is (const Word *self, const char *text) {
  return self->length == strlen (text) && memcmp (self->text, text, self->length) == 0;
}

static gboolean
accept_word (Reader *self, const char *text) {
  gsize length = strlen (text);

  peek (self);
  if ((gsize) (self->end - self->at) < length || memcmp (self->at, text, length) != 0)
    return FALSE;
  self->at += length;
  return TRUE;
}

static gboolean
refuse_type (const Reader *self, const Word *word) {
  g_autofree char *raw = g_strndup (word->text, MIN (word->length, 16));
  g_autofree char *shown = g_strescape (raw, NULL);

  g_set_error (
      self->error, ENGINE_ERROR, ENGINE_ERROR_UNSUPPORTED,
      _ ("%s: values of the type “%s” are not read; use float32, float64, uint8 or int32, little-endian"),
      self->name, shown);
  return FALSE;
}

static gboolean
read_type (Reader *self, EngineNpyHeader *header) {
  static const char *const names[] = { "<f4", "<f8", "|u1", "<i4" };
  Word word;

  if (peek (self) == '[')
    return refuse (
        self, ENGINE_ERROR_UNSUPPORTED,
        _ ("arrays of records are not read; save one field of it, as float32, float64, uint8 or int32"));
  if (!read_string (self, &word))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (word_is (&word, names[i])) {
      header->type = (EngineNpyType) i;
      return TRUE;
    }
  return refuse_type (self, &word);
}

static gboolean
read_order (Reader *self) {
  if (accept_word (self, "False"))
    return TRUE;
  if (!accept_word (self, "True"))
    return refuse_dictionary (self);
  return refuse (self, ENGINE_ERROR_UNSUPPORTED,
                 _ ("its order is Fortran's, the first axis fastest; save numpy.ascontiguousarray() of it"));
}

static gboolean
read_extent (Reader *self, gint64 *extent) {
  gboolean negative = accept (self, '-');

  if (!g_ascii_isdigit (peek (self)))
    return refuse_dictionary (self);
  for (*extent = 0; self->at < self->end && g_ascii_isdigit (*self->at); self->at++)
    if (__builtin_mul_overflow (*extent, 10, extent)
        || __builtin_add_overflow (*extent, *self->at - '0', extent))
      return refuse (self, ENGINE_ERROR_FORMAT,
                     _ ("its shape has a number that passes 64 bits; save it with numpy.save()"));

  if (negative)
    return refuse (self, ENGINE_ERROR_FORMAT,
                   _ ("its shape has a negative number; save it with numpy.save()"));
  if (*extent == 0)
    return refuse (self, ENGINE_ERROR_UNSUPPORTED, _ ("it holds no values; use an array of at least one"));
  return TRUE;
}

/* A tuple: (), (3,), (3, 4), (3, 4,). */
static gboolean
read_shape (Reader *self, EngineNpyHeader *header) {
  gboolean comma = TRUE;

  if (!expect (self, '('))
    return FALSE;
  for (header->rank = 0; !accept (self, ')'); header->rank++) {
    if (!comma)
      return refuse_dictionary (self);
    if (header->rank == ENGINE_TENSOR_MAX_RANK)
      return refuse (self, ENGINE_ERROR_UNSUPPORTED, _ ("it has more than six axes; use one to six"));
    if (!read_extent (self, &header->shape[header->rank]))
      return FALSE;
    comma = accept (self, ',');
  }

  if (header->rank == 0)
    return refuse (self, ENGINE_ERROR_UNSUPPORTED, _ ("it is a number without axes; use one to six axes"));
  if (header->rank == 1 && !comma)
    return refuse_dictionary (self);
  return TRUE;
}

/* One entry; its key is added to `keys`. */
static gboolean
read_entry (Reader *self, EngineNpyHeader *header, guint *keys) {
  Word word;
  guint key;

  if (!read_string (self, &word) || !expect (self, ':'))
    return FALSE;

  key = word_is (&word, "descr")           ? KEY_TYPE
        : word_is (&word, "fortran_order") ? KEY_ORDER
        : word_is (&word, "shape")         ? KEY_SHAPE
                                           : 0;
  if (key == 0 || (*keys & key) != 0)
    return refuse_dictionary (self);
  *keys |= key;
  if (key == KEY_TYPE)
    return read_type (self, header);
  return key == KEY_ORDER ? read_order (self) : read_shape (self, header);
}

static gboolean
read_dictionary (Reader *self, EngineNpyHeader *header) {
  gboolean comma = TRUE;
  guint keys = 0;

  if (!expect (self, '{'))
    return FALSE;
  while (!accept (self, '}')) {
    if (!comma)
      return refuse_dictionary (self);
    if (!read_entry (self, header, &keys))
      return FALSE;
    comma = accept (self, ',');
  }

  peek (self);
  return (keys == ALL_KEYS && self->at == self->end) || refuse_dictionary (self);
}

static gboolean
refuse_version (const Reader *self, const guint8 *version) {
  g_set_error (self->error, ENGINE_ERROR, ENGINE_ERROR_UNSUPPORTED,
               _ ("%s: version %d.%d of the format is not read; save it as version 1.0 or 2.0"), self->name,
               version[0], version[1]);
  return FALSE;
}

static gboolean
refuse_truncated (const Reader *self) {
  return refuse (self, ENGINE_ERROR_FORMAT, _ ("it ends within its header; save or copy it again"));
}

/* Magic, two bytes of version, length of the dictionary in two bytes (version 1) or four (version 2). */
gboolean
engine_npy_header_parse (EngineNpyHeader *self, const guint8 *data, gsize length, const char *name,
                         GError **error) {
  Reader reader = { .name = name, .error = error };
  gsize begin, size;

  if (length < MAGIC_LENGTH || memcmp (data, MAGIC, MAGIC_LENGTH) != 0)
    return refuse (&reader, ENGINE_ERROR_FORMAT,
                   _ ("it does not begin like an .npy file; save it with numpy.save()"));
  if (length < 10)
    return refuse_truncated (&reader);
  if ((data[6] != 1 && data[6] != 2) || data[7] != 0)
    return refuse_version (&reader, data + 6);

  begin = data[6] == 1 ? 10 : 12;
  if (length < begin)
    return refuse_truncated (&reader);
  size = (gsize) data[8] | (gsize) data[9] << 8;
  if (data[6] == 2)
    size |= (gsize) data[10] << 16 | (gsize) data[11] << 24;
  if (size > length - begin)
    return refuse_truncated (&reader);

  self->size = begin + size;
  reader.at = (const char *) data + begin;
  reader.end = reader.at + size;
  return read_dictionary (&reader, self);
}
