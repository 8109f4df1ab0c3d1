/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-weights-parts.h"

#include "engine-error.h"
#include "engine-npy.h"
#include "engine-safetensors.h"
#include "learning-error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define EXTENSION ".safetensors"

static void
add_part (GArray *parts, char letter, guint number, guint rank, const gint64 *shape, gint64 first) {
  LearningPart part = { .rank = rank, .first = first, .length = 1 };

  g_snprintf (part.name, sizeof part.name, "%c%u", letter, number);
  for (guint axis = 0; axis < rank; axis++) {
    part.shape[axis] = shape[axis];
    part.length *= shape[axis];
  }
  g_array_append_val (parts, part);
}

static void
add_layer (GArray *parts, guint number, const LearningLayer *layer) {
  gint64 units = layer->spec.units, size = layer->spec.size, positions = layer->out[1] * layer->out[2];
  const gint64 dense[] = { units, layer->inputs };
  const gint64 convolution[] = { units, layer->in[0], size, size };
  const gint64 local[] = { units, positions, layer->in[0] * size * size };
  gboolean is_local = layer->spec.kind == LEARNING_LAYER_LOCAL;

  if (layer->spec.kind == LEARNING_LAYER_DENSE)
    add_part (parts, 'w', number, 2, dense, layer->first_weight);
  else if (is_local)
    add_part (parts, 'w', number, 3, local, layer->first_weight);
  else
    add_part (parts, 'w', number, 4, convolution, layer->first_weight);
  add_part (parts, 'b', number, is_local ? 2 : 1, local, layer->first_bias);
}

GArray *
learning_parts_new (const LearningNetwork *network) {
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (LearningPart));

  for (guint i = 0; i < network->n_layers; i++)
    if (network->layers[i].n_weights > 0)
      add_layer (parts, parts->len / 2 + 1, &network->layers[i]);
  return parts;
}

gboolean
learning_parts_is_file (const char *path) {
  return g_str_has_suffix (path, EXTENSION);
}

static char *
npy_path (const char *folder, const char *name) {
  g_autofree char *file = g_strconcat (name, ".npy", NULL);

  return g_build_filename (folder, file, NULL);
}

char *
learning_parts_display_name (const char *path, const char *name) {
  g_autofree char *file = learning_parts_is_file (path) ? g_strdup (path) : npy_path (path, name);
  g_autofree char *shown = g_filename_display_name (file);

  /* Translators: an array (w1) in a file */
  return learning_parts_is_file (path) ? g_strdup_printf (_ ("%s in %s"), name, shown)
                                       : g_steal_pointer (&shown);
}

static EngineTensor *
read_from_file (const char *path, const char *name, GError **error) {
  g_autoptr (EngineSafetensors) file = engine_safetensors_open (path, error);
  const EngineSafetensorsEntry *entry;

  if (file == NULL)
    return NULL;
  entry = engine_safetensors_find (file, name);
  if (entry == NULL) {
    g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_WEIGHTS,
                 _ ("%s: it has no tensor “%s”; choose a file that was saved here"), file->name, name);
    return NULL;
  }
  return engine_safetensors_read (file, entry, error);
}

EngineTensor *
learning_parts_read (const char *path, const char *name, GError **error) {
  g_autofree char *file = NULL;

  if (learning_parts_is_file (path))
    return read_from_file (path, name, error);
  file = npy_path (path, name);
  return engine_npy_load (file, error);
}

static gboolean
write_file (const char *path, const GArray *parts, EngineTensor *const *tensors, GError **error) {
  g_autofree EngineSafetensorsItem *items = g_new0 (EngineSafetensorsItem, parts->len);

  for (guint i = 0; i < parts->len; i++)
    items[i] = (EngineSafetensorsItem){ g_array_index (parts, LearningPart, i).name, tensors[i] };
  return engine_safetensors_save (path, items, parts->len, error);
}

static gboolean
set_folder_error (GError **error, const char *path, int number) {
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, ENGINE_ERROR, ENGINE_ERROR_FILE,
               _ ("%s: it cannot be written (%s); choose another place"), name, g_strerror (number));
  return FALSE;
}

/* Puts the new file where the old one is, and the old one, if there is one, where the new one was. */
static gboolean
exchange (const char *folder, const char *beside, const char *name, GError **error) {
  g_autofree char *target = npy_path (folder, name);
  g_autofree char *source = npy_path (beside, name);
  g_autofree char *old = g_strconcat (source, ".old", NULL);

  if (g_file_test (target, G_FILE_TEST_EXISTS) && !g_file_test (target, G_FILE_TEST_IS_REGULAR))
    return set_folder_error (error, target, EEXIST);
  if (g_rename (target, old) != 0 && errno != ENOENT)
    return set_folder_error (error, target, errno);
  if (g_rename (source, target) == 0)
    return TRUE;
  set_folder_error (error, target, errno);
  (void) g_rename (old, target);
  return FALSE;
}

static void
undo (const char *folder, const char *beside, const char *name) {
  g_autofree char *target = npy_path (folder, name);
  g_autofree char *source = npy_path (beside, name);
  g_autofree char *old = g_strconcat (source, ".old", NULL);

  if (g_rename (old, target) != 0)
    (void) g_unlink (target);
}

static gboolean
exchange_all (const char *folder, const char *beside, const GArray *parts, GError **error) {
  for (guint i = 0; i < parts->len; i++) {
    if (exchange (folder, beside, g_array_index (parts, LearningPart, i).name, error))
      continue;
    while (i-- > 0)
      undo (folder, beside, g_array_index (parts, LearningPart, i).name);
    return FALSE;
  }
  return TRUE;
}

static gboolean
write_all (const char *folder, const GArray *parts, EngineTensor *const *tensors, GError **error) {
  for (guint i = 0; i < parts->len; i++) {
    g_autofree char *file = npy_path (folder, g_array_index (parts, LearningPart, i).name);

    if (!engine_npy_save (file, tensors[i], error))
      return FALSE;
  }
  return TRUE;
}

static void
remove_beside (const char *beside, const GArray *parts) {
  for (guint i = 0; i < parts->len; i++) {
    g_autofree char *file = npy_path (beside, g_array_index (parts, LearningPart, i).name);
    g_autofree char *old = g_strconcat (file, ".old", NULL);

    (void) g_unlink (file);
    (void) g_unlink (old);
  }
  (void) g_rmdir (beside);
}

/* All are written to a folder inside, and take their places only then. */
static gboolean
write_folder (const char *folder, const GArray *parts, EngineTensor *const *tensors, GError **error) {
  g_autofree char *beside = g_build_filename (folder, ".weights-XXXXXX", NULL);
  gboolean written;

  if (g_mkdir_with_parents (folder, 0777) != 0 || g_mkdtemp (beside) == NULL)
    return set_folder_error (error, folder, errno);
  written = write_all (beside, parts, tensors, error) && exchange_all (folder, beside, parts, error);
  remove_beside (beside, parts);
  return written;
}

gboolean
learning_parts_write (const char *path, const GArray *parts, EngineTensor *const *tensors, GError **error) {
  return learning_parts_is_file (path) ? write_file (path, parts, tensors, error)
                                       : write_folder (path, parts, tensors, error);
}
