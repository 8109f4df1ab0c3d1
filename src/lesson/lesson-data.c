/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-data.h"

#include <glib/gi18n-lib.h>

static const char *
folder (const char *variable, const char *installed) {
  const char *chosen = g_getenv (variable);

  return chosen != NULL && *chosen != '\0' ? chosen : installed;
}

char *
lesson_data_path (const char *relative) {
  return g_build_filename (folder ("NINE_WEIGHTS_DATA_DIR", NINE_WEIGHTS_DATA_DIR), relative, NULL);
}

void
lesson_bind_translations (void) {
  bindtextdomain (GETTEXT_PACKAGE, folder ("NINE_WEIGHTS_LOCALE_DIR", NINE_WEIGHTS_LOCALE_DIR));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

void
lesson_picture_free (LessonPicture *self) {
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->path);
  g_free (self->title);
  g_free (self->credit);
  g_free (self);
}

static char *
read_credit (GKeyFile *keys, const char *group) {
  g_autofree char *author = g_key_file_get_string (keys, group, "Credit", NULL);
  g_autofree char *licence = g_key_file_get_string (keys, group, "Licence", NULL);

  return g_strdup_printf ("%s (%s)", author, licence);
}

static LessonPicture *
read_picture (GKeyFile *keys, const char *name) {
  LessonPicture *picture = g_new0 (LessonPicture, 1);
  g_autofree char *file = g_key_file_get_string (keys, name, "File", NULL);
  g_autofree char *relative = g_build_filename ("images", file, NULL);

  picture->name = g_strdup (name);
  picture->path = lesson_data_path (relative);
  picture->title = g_key_file_get_locale_string (keys, name, "Title", NULL, NULL);
  picture->credit = read_credit (keys, name);
  return picture;
}

GPtrArray *
lesson_pictures (void) {
  GPtrArray *pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) lesson_picture_free);
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = lesson_data_path ("images/pictures.ini");

  if (!g_key_file_load_from_file (keys, path, G_KEY_FILE_NONE, &error)) {
    g_warning ("%s: %s", path, error->message);
    return pictures;
  }
  g_auto (GStrv) names = g_key_file_get_groups (keys, NULL);
  for (gsize i = 0; names[i] != NULL; i++)
    g_ptr_array_add (pictures, read_picture (keys, names[i]));
  return pictures;
}
