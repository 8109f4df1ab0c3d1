/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-npy.h"
#include "engine-safetensors.h"
#include "lesson-error.h"
#include "lesson-first-layer-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_NAMES 12 /* in a message */

struct _LessonLayerFile {
  char *name;
  EngineTensor *array;        /* of an .npy, or */
  EngineSafetensors *tensors; /* what it has several of */
  GArray *choices;            /* LessonLayerChoice */
};

static gboolean
is_layer (gint64 filters, gint64 rows, gint64 columns, gint64 channels) {
  return filters > 0 && filters <= LESSON_FILTERS_MAX && rows == columns && rows > 0
         && rows <= LESSON_FIRST_LAYER_SIDE_MAX && (channels == 1 || channels == 3);
}

static void
clear_choice (gpointer data) {
  LessonLayerChoice *self = data;

  g_clear_pointer (&self->name, g_free);
}

/* "conv1.weight" has "conv1.bias" beside it, and "w1" has "b1". */
static gboolean
has_bias (const LessonLayerFile *self, const char *name, gint64 filters) {
  g_autoptr (GString) bias = g_string_new (name);

  if (g_str_has_suffix (name, "weight") || g_str_has_suffix (name, "kernel")) {
    g_string_truncate (bias, bias->len - strlen ("weight"));
    g_string_append (bias, "bias");
  } else if (name[0] == 'w')
    bias->str[0] = 'b';
  else
    return FALSE;
  const EngineSafetensorsEntry *entry = engine_safetensors_find (self->tensors, bias->str);
  return entry != NULL && entry->rank == 1 && entry->shape[0] == filters;
}

static void
add (LessonLayerFile *self, const char *name, guint rank, const gint64 *shape) {
  LessonLayerChoice choice = { 0 };

  if (rank != 4)
    return;
  choice.khwc = is_layer (shape[0], shape[1], shape[2], shape[3]);
  choice.kchw = is_layer (shape[0], shape[2], shape[3], shape[1]);
  if (!choice.khwc && !choice.kchw)
    return;
  choice.name = g_strdup (name);
  memcpy (choice.shape, shape, sizeof choice.shape);
  choice.bias = name != NULL && has_bias (self, name, shape[0]);
  /* A single weight a filter is the same in either. */
  if (!choice.kchw || (choice.khwc && shape[1] == 1))
    choice.guess = LESSON_LAYOUT_KHWC;
  else if (!choice.khwc)
    choice.guess = LESSON_LAYOUT_KCHW;
  g_array_append_val (self->choices, choice);
}

static gboolean
open_npy (LessonLayerFile *self, const char *path, GError **error) {
  self->array = engine_npy_load (path, error);
  if (self->array == NULL)
    return FALSE;
  add (self, NULL, self->array->rank, self->array->shape);
  if (self->choices->len > 0)
    return TRUE;
  g_autofree char *shape = engine_tensor_shape_to_string (self->array);
  g_set_error (
      error, LESSON_ERROR, LESSON_ERROR_FILTERS,
      /* Translators: name of a file, then a shape such as (32, 3, 5), then the largest side of a filter */
      _ ("%s: the shape %s is not that of a first layer; save it as (K, k, k, C) or (K, C, k, k) with 1 or "
         "3 channels C and k up to %d"),
      self->name, shape, LESSON_FIRST_LAYER_SIDE_MAX);
  return FALSE;
}

static gboolean
open_safetensors (LessonLayerFile *self, const char *path, GError **error) {
  self->tensors = engine_safetensors_open (path, error);
  if (self->tensors == NULL)
    return FALSE;
  for (guint i = 0; i < self->tensors->n_entries; i++)
    add (self, self->tensors->entries[i].name, self->tensors->entries[i].rank,
         self->tensors->entries[i].shape);
  if (self->choices->len > 0)
    return TRUE;
  g_set_error (
      error, LESSON_ERROR, LESSON_ERROR_FILTERS,
      /* Translators: name of a file, then the largest side of a filter */
      _ ("%s: none of its arrays is a first layer; save one as (K, k, k, C) or (K, C, k, k) with 1 or 3 "
         "channels C and k up to %d"),
      self->name, LESSON_FIRST_LAYER_SIDE_MAX);
  return FALSE;
}

LessonLayerFile *
lesson_layer_file_open (const char *path, GError **error) {
  g_autoptr (LessonLayerFile) self = g_new0 (LessonLayerFile, 1);
  g_autofree char *lower = g_ascii_strdown (path, -1);
  gboolean opened;

  self->name = g_filename_display_basename (path);
  self->choices = g_array_new (FALSE, FALSE, sizeof (LessonLayerChoice));
  g_array_set_clear_func (self->choices, clear_choice);
  opened = g_str_has_suffix (lower, ".safetensors") ? open_safetensors (self, path, error)
                                                    : open_npy (self, path, error);
  return opened ? g_steal_pointer (&self) : NULL;
}

void
lesson_layer_file_free (LessonLayerFile *self) {
  g_free (self->name);
  g_clear_pointer (&self->array, engine_tensor_unref);
  g_clear_pointer (&self->tensors, engine_safetensors_free);
  g_array_unref (self->choices);
  g_free (self);
}

const char *
lesson_layer_file_name (const LessonLayerFile *self) {
  return self->name;
}

guint
lesson_layer_file_n_choices (const LessonLayerFile *self) {
  return self->choices->len;
}

const LessonLayerChoice *
lesson_layer_file_choice (const LessonLayerFile *self, guint index) {
  return &g_array_index (self->choices, LessonLayerChoice, index);
}

static char *
list_names (const LessonLayerFile *self) {
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < MIN (self->choices->len, MOST_NAMES); i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", lesson_layer_file_choice (self, i)->name);
  if (self->choices->len > MOST_NAMES)
    g_string_append (list, ", …");
  return g_string_free (list, FALSE);
}

gboolean
lesson_layer_file_find (const LessonLayerFile *self, const char *name, guint *index, GError **error) {
  for (*index = 0; *index < self->choices->len; ++*index)
    if (g_strcmp0 (lesson_layer_file_choice (self, *index)->name, name) == 0)
      return TRUE;
  if (self->array != NULL) {
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_FILTERS,
                 _ ("%s: an .npy file has one array, without a name; leave out “#%s”"), self->name, name);
    return FALSE;
  }
  g_autofree char *names = list_names (self);
  g_set_error (error, LESSON_ERROR, LESSON_ERROR_FILTERS,
               /* Translators: name of a file, then of an array in it, then a list of names */
               _ ("%s: it has no first layer “%s”; choose from %s"), self->name, name, names);
  return FALSE;
}

gboolean
lesson_layer_file_is_pytorch (const LessonLayerFile *self) {
  return self->tensors != NULL && g_strcmp0 (self->tensors->origin, "pt") == 0;
}

EngineTensor *
lesson_layer_file_read (const LessonLayerFile *self, guint index, GError **error) {
  if (self->array != NULL)
    return engine_tensor_ref (self->array);
  return engine_safetensors_read (
      self->tensors, engine_safetensors_find (self->tensors, lesson_layer_file_choice (self, index)->name),
      error);
}
