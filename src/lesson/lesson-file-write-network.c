/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network files that a lesson names go with it when it is saved elsewhere. */
#include "lesson-file-write-network-private.h"

#include "engine-file.h"
#include "lesson-network.h"

#include <glib/gstdio.h>
#include <string.h>

#define GROUP "Scene growth"
#define KEY   "Networks"

static gboolean
is_taken (const char *path) {
  GStatBuf status;

  return g_lstat (path, &status) == 0;
}

/* A file of its own that holds just that. */
static gboolean
holds (const char *path, GBytes *bytes) {
  g_autoptr (GBytes) there = g_file_test (path, G_FILE_TEST_IS_SYMLINK)
                                 ? NULL
                                 : engine_file_read (path, LESSON_NETWORK_FILE_MAX, NULL);

  return there != NULL && g_bytes_equal (there, bytes);
}

/* "own.network", "own-2.network" …: the first that is free or holds the same already. */
static char *
choose_name (const char *name, const char *folder, GBytes *bytes, gboolean *fresh) {
  g_autofree char *base = g_path_get_basename (name);
  char *chosen = g_strdup (base);

  base[strlen (base) - strlen (LESSON_NETWORK_ENDING)] = '\0';
  for (guint number = 2;; number++) {
    g_autofree char *path = g_build_filename (folder, chosen, NULL);
    *fresh = !is_taken (path);
    if (*fresh || holds (path, bytes))
      return chosen;
    g_free (chosen);
    chosen = g_strdup_printf ("%s-%u%s", base, number, LESSON_NETWORK_ENDING);
  }
}

/* The file's new name; NULL where it cannot be read or written. */
static char *
carry (const char *name, const char *from, const char *to, GPtrArray *written, GError **error) {
  g_autofree char *source = g_build_filename (from, name, NULL);
  g_autoptr (GBytes) bytes = engine_file_read (source, LESSON_NETWORK_FILE_MAX, error);
  gboolean fresh;

  if (bytes == NULL)
    return NULL;
  g_autofree char *chosen = choose_name (name, to, bytes, &fresh);
  g_autofree char *path = g_build_filename (to, chosen, NULL);
  if (!fresh)
    return g_steal_pointer (&chosen);
  if (!engine_file_write (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error))
    return NULL;
  g_ptr_array_add (written, g_steal_pointer (&path));
  return g_steal_pointer (&chosen);
}

gboolean
lesson_networks_carry (GKeyFile *keys, const char *from, const char *to, GPtrArray *written, GError **error) {
  g_autofree char *whole = g_canonicalize_filename (to, NULL);
  g_autofree char *old_folder = g_path_get_dirname (from), *folder = g_path_get_dirname (whole);
  gsize n = 0;
  g_auto (GStrv) names = g_key_file_get_string_list (keys, GROUP, KEY, &n, NULL);

  if (names == NULL || strcmp (old_folder, folder) == 0)
    return TRUE;
  for (gsize i = 0; i < n; i++) {
    char *name = g_strstrip (names[i]);
    if (!g_str_has_suffix (name, LESSON_NETWORK_ENDING))
      continue;
    char *chosen = carry (name, old_folder, folder, written, error);
    if (chosen == NULL)
      return FALSE;
    g_free (names[i]);
    names[i] = chosen;
  }
  g_key_file_set_string_list (keys, GROUP, KEY, (const char *const *) names, n);
  return TRUE;
}
