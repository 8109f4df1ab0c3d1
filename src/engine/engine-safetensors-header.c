/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-safetensors-header.h"

#include "engine-error.h"
#include "engine-safetensors-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_CHARACTERS 60 /* of a name in a message */

/* Whoever meets what they cannot read sets the error and returns FALSE. */
typedef struct {
  EngineSafetensorsJson json;
  const char *name; /* of the file */
  guint64 available;
  GHashTable *names; /* of the tensors so far: (name), set; owned by the entries */
  GArray *entries;
  char *origin;
  GError **error;
} Reader;

enum { KEY_TYPE = 1, KEY_SHAPE = 2, KEY_OFFSETS = 4, ALL_KEYS = 7 };

char *
engine_safetensors_header_show (const char *name) {
  GString *shown = g_string_new (NULL);
  int length = 0;

  for (; *name && length < MOST_CHARACTERS; name = g_utf8_next_char (name), length++) {
    gunichar character = g_utf8_get_char (name);

    g_string_append_unichar (shown, g_unichar_isprint (character) ? character : '?');
  }
  if (*name)
    g_string_append (shown, "…");
  return g_string_free (shown, FALSE);
}

static gboolean
refuse (const Reader *self) {
  g_set_error (self->error, ENGINE_ERROR, ENGINE_ERROR_FORMAT,
               _ ("%s: its header is not the JSON of a safetensors file; save it again as safetensors"),
               self->name);
  return FALSE;
}

/* `reason` is translated already. */
static gboolean
refuse_tensor (const Reader *self, const char *tensor, const char *reason) {
  g_autofree char *shown = engine_safetensors_header_show (tensor);

  g_set_error (self->error, ENGINE_ERROR, ENGINE_ERROR_FORMAT, _ ("%s, tensor “%s”: %s"), self->name, shown,
               reason);
  return FALSE;
}

static gboolean
accept (Reader *self, char character) {
  return engine_safetensors_json_accept (&self->json, character);
}

static gboolean
expect (Reader *self, char character) {
  return accept (self, character) || refuse (self);
}

static gboolean
read_string (Reader *self, char **string) {
  return engine_safetensors_json_string (&self->json, string) || refuse (self);
}

static gboolean
read_number (Reader *self, gint64 *number) {
  return engine_safetensors_json_number (&self->json, number) || refuse (self);
}

static gboolean
read_shape (Reader *self, EngineSafetensorsEntry *entry) {
  if (!expect (self, '['))
    return FALSE;
  entry->length = 1;
  for (gboolean more = !accept (self, ']'); more; more = accept (self, ',')) {
    gint64 extent;

    if (!read_number (self, &extent))
      return FALSE;
    if (__builtin_mul_overflow (entry->length, extent, &entry->length))
      return refuse_tensor (self, entry->name, _ ("its shape passes 64 bits; save or copy it again"));
    if (entry->rank < ENGINE_TENSOR_MAX_RANK)
      entry->shape[entry->rank] = extent;
    entry->rank++;
  }
  return entry->rank == 0 || expect (self, ']');
}

static gboolean
read_offsets (Reader *self, EngineSafetensorsEntry *entry) {
  gint64 begin, end;

  if (!expect (self, '[') || !read_number (self, &begin) || !expect (self, ',') || !read_number (self, &end)
      || !expect (self, ']'))
    return FALSE;
  entry->begin = (guint64) begin;
  entry->end = (guint64) end;
  return TRUE;
}

/* One of the three things that are said of a tensor; its key is added to `keys`. */
static gboolean
read_property (Reader *self, EngineSafetensorsEntry *entry, guint *keys) {
  g_autofree char *word = NULL;
  guint key;

  if (!read_string (self, &word) || !expect (self, ':'))
    return FALSE;
  key = g_str_equal (word, "dtype")          ? KEY_TYPE
        : g_str_equal (word, "shape")        ? KEY_SHAPE
        : g_str_equal (word, "data_offsets") ? KEY_OFFSETS
                                             : 0;
  if (key == 0 || (*keys & key) != 0)
    return refuse (self);
  *keys |= key;
  if (key == KEY_TYPE)
    return read_string (self, &entry->type);
  return key == KEY_SHAPE ? read_shape (self, entry) : read_offsets (self, entry);
}

/* In bytes; 0 for a type that is not known, whose sizes cannot be checked and whose values are never read. */
static gint64
value_size (const char *type) {
  static const struct {
    const char *name;
    gint64 size;
  } sizes[] = { { "F32", 4 }, { "F16", 2 }, { "BF16", 2 },    { "F64", 8 },     { "BOOL", 1 },   { "U8", 1 },
                { "I8", 1 },  { "I16", 2 }, { "U16", 2 },     { "I32", 4 },     { "U32", 4 },    { "I64", 8 },
                { "U64", 8 }, { "C64", 8 }, { "F8_E5M2", 1 }, { "F8_E4M3", 1 }, { "F8_E8M0", 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (g_str_equal (type, sizes[i].name))
      return sizes[i].size;
  return 0;
}

static gboolean
check_entry (const Reader *self, const EngineSafetensorsEntry *entry) {
  gint64 size = value_size (entry->type);
  guint64 bytes;

  if (entry->begin > entry->end || entry->end > self->available)
    return refuse_tensor (self, entry->name, _ ("the file does not hold its values; save or copy it again"));
  if (size > 0
      && (__builtin_mul_overflow (size, entry->length, &bytes) || bytes != entry->end - entry->begin))
    return refuse_tensor (self, entry->name,
                          _ ("its values are not as many as its shape says; save or copy it again"));
  return TRUE;
}

/* The properties of a tensor into `entry`, which has its name already. */
static gboolean
read_properties (Reader *self, EngineSafetensorsEntry *entry) {
  guint keys = 0;

  if (!expect (self, '{'))
    return FALSE;
  do
    if (!read_property (self, entry, &keys))
      return FALSE;
  while (accept (self, ','));
  return expect (self, '}') && (keys == ALL_KEYS || refuse (self)) && check_entry (self, entry);
}

/* Takes `name`. */
static gboolean
read_tensor (Reader *self, char *name) {
  EngineSafetensorsEntry entry = { .name = name };
  gboolean first = !g_hash_table_contains (self->names, name);
  gboolean sound;

  for (guint axis = 0; axis < ENGINE_TENSOR_MAX_RANK; axis++)
    entry.shape[axis] = 1;
  sound = first ? read_properties (self, &entry)
                : refuse_tensor (self, name, _ ("it is there twice; save it once"));
  g_array_append_val (self->entries, entry);
  if (first)
    g_hash_table_add (self->names, name);
  return sound;
}

/* Strings by name. Only the origin is kept. */
static gboolean
read_metadata (Reader *self) {
  g_autoptr (GHashTable) metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (!expect (self, '{'))
    return FALSE;
  for (gboolean more = !accept (self, '}'); more; more = accept (self, ',')) {
    g_autofree char *key = NULL;
    g_autofree char *value = NULL;

    if (!read_string (self, &key) || !expect (self, ':') || !read_string (self, &value))
      return FALSE;
    if (!g_hash_table_insert (metadata, g_steal_pointer (&key), g_steal_pointer (&value)))
      return refuse (self);
  }
  if (g_hash_table_size (metadata) > 0 && !expect (self, '}'))
    return FALSE;
  self->origin = g_strdup (g_hash_table_lookup (metadata, "format"));
  return TRUE;
}

static gboolean
read_member (Reader *self, gboolean *has_metadata) {
  g_autofree char *name = NULL;

  if (!read_string (self, &name) || !expect (self, ':'))
    return FALSE;
  if (!g_str_equal (name, ENGINE_SAFETENSORS_METADATA))
    return read_tensor (self, g_steal_pointer (&name));
  if (*has_metadata)
    return refuse (self);
  *has_metadata = TRUE;
  return read_metadata (self);
}

static gboolean
read_header (Reader *self) {
  gboolean has_metadata = FALSE;

  if (!expect (self, '{'))
    return FALSE;
  if (!accept (self, '}')) {
    do
      if (!read_member (self, &has_metadata))
        return FALSE;
    while (accept (self, ','));
    if (!expect (self, '}'))
      return FALSE;
  }
  return engine_safetensors_json_at_end (&self->json) || refuse (self);
}

static int
compare_places (const void *a, const void *b) {
  const EngineSafetensorsEntry *first = a, *second = b;

  if (first->begin != second->begin)
    return first->begin < second->begin ? -1 : 1;
  if (first->end != second->end)
    return first->end < second->end ? -1 : 1;
  return strcmp (first->name, second->name);
}

/* Each begins where the one before it ends, and the last ends with the file. */
static gboolean
check_places (Reader *self) {
  guint64 at = 0;

  g_array_sort (self->entries, compare_places);
  for (guint i = 0; i < self->entries->len; i++) {
    const EngineSafetensorsEntry *entry = &g_array_index (self->entries, EngineSafetensorsEntry, i);

    if (entry->begin < at)
      return refuse_tensor (self, entry->name,
                            _ ("its values overlap those of another; save or copy it again"));
    if (entry->begin > at)
      return refuse_tensor (self, entry->name,
                            _ ("there is a hole before its values; save or copy it again"));
    at = entry->end;
  }
  if (at == self->available)
    return TRUE;
  g_set_error (self->error, ENGINE_ERROR, ENGINE_ERROR_FORMAT,
               _ ("%s: it holds more than its header says; save or copy it again"), self->name);
  return FALSE;
}

gboolean
engine_safetensors_header_parse (EngineSafetensors *self, const char *text, gsize length, guint64 available,
                                 GError **error) {
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  Reader reader = { .json = { text, text + length },
                    .name = self->name,
                    .available = available,
                    .names = names,
                    .entries = g_array_new (FALSE, FALSE, sizeof (EngineSafetensorsEntry)),
                    .error = error };
  gboolean sound = read_header (&reader) && check_places (&reader);

  self->origin = reader.origin;
  self->n_entries = reader.entries->len;
  self->entries = (EngineSafetensorsEntry *) (void *) g_array_free (reader.entries, FALSE);
  if (!sound)
    engine_safetensors_header_clear (self);
  return sound;
}

void
engine_safetensors_header_clear (EngineSafetensors *self) {
  for (guint i = 0; i < self->n_entries; i++) {
    g_free (self->entries[i].name);
    g_free (self->entries[i].type);
  }
  self->n_entries = 0;
  g_clear_pointer (&self->entries, g_free);
  g_clear_pointer (&self->origin, g_free);
}
