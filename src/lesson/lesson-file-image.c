/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pictures that a lesson file names. */
#include "lesson-file-private.h"

#include "engine-file.h"
#include "engine-image.h"
#include "lesson-data.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define GROUP "Lesson"

/* Where a name leads when all symlinks have been followed; NULL where it leads nowhere. */
static char *
follow (const char *path) {
  char *real = realpath (path, NULL);
  char *copy = g_strdup (real);

  free (real);
  return copy;
}

/* Whether the file is below the folder, or is not there at all. */
static gboolean
stays_below (const char *folder, const char *path) {
  g_autofree char *real_folder = follow (folder);
  g_autofree char *real_path = follow (path);
  g_autofree char *start = real_folder != NULL ? g_strconcat (real_folder, "/", NULL) : NULL;

  return real_path == NULL || start == NULL || g_str_has_prefix (real_path, start);
}

static void
refuse_outside (LessonReader *self, const char *key, const char *name) {
  lesson_reader_fail (self, GROUP, key,
                      _ ("“%s” is outside the lesson’s folder; put the picture beside the lesson"), name);
}

/* Opens as a file that can be read; with a thorough reader as a picture. */
static void
check_picture (LessonReader *self, const char *key, const char *path) {
  g_autoptr (GError) error = NULL;
  int file = engine_file_open (path, NULL, &error);

  if (file >= 0)
    close (file);
  if (file >= 0 && self->thorough) {
    g_autoptr (EngineImage) image = engine_image_load (path, NULL, &error);
  }
  if (error != NULL)
    lesson_reader_fail (self, GROUP, key, "%s", error->message);
}

/* A file in the lesson's own folder, so that a lesson can be passed on as that folder and reads nothing else. */
static void
read_own (LessonReader *self, const char *key, char **path, char **title) {
  g_autofree char *name = lesson_reader_string (self, GROUP, key);
  g_auto (GStrv) parts = name != NULL ? g_strsplit (name, "/", -1) : NULL;
  g_autofree char *folder = g_path_get_dirname (self->lesson->path);
  g_autofree char *own = name != NULL ? g_build_filename (folder, name, NULL) : NULL;

  if (name == NULL)
    return;
  if (*name == '\0') {
    lesson_reader_fail (self, GROUP, key, _ ("empty; write the name of a picture beside the lesson"));
    return;
  }
  if (g_path_is_absolute (name) || g_strv_contains ((const char *const *) parts, "..")
      || !stays_below (folder, own)) {
    refuse_outside (self, key, name);
    return;
  }
  check_picture (self, key, own);
  *title = g_path_get_basename (name);
  *path = g_steal_pointer (&own);
}

static void
fail_shipped (LessonReader *self, const char *key, const char *name, const GPtrArray *pictures) {
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < pictures->len; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", ((LessonPicture *) pictures->pdata[i])->name);
  lesson_reader_fail (self, GROUP, key, _ ("no picture “%s” ships with the program; choose from %s"), name,
                      list->str);
}

static void
find_shipped (LessonReader *self, const char *key, const char *name, char **path, char **title) {
  g_autoptr (GPtrArray) pictures = lesson_pictures ();

  for (guint i = 0; i < pictures->len; i++) {
    const LessonPicture *picture = pictures->pdata[i];
    if (strcmp (picture->name, name) != 0)
      continue;
    *path = g_strdup (picture->path);
    *title = g_strdup (picture->title);
    return;
  }
  fail_shipped (self, key, name, pictures);
}

static void
read_picture (LessonReader *self, const char *shipped_key, const char *own_key, const char *usual,
              char **path, char **title) {
  g_autofree char *name = lesson_reader_string (self, GROUP, shipped_key);

  if (lesson_reader_has (self, GROUP, own_key)) {
    if (name != NULL)
      lesson_reader_fail (self, GROUP, own_key, _ ("there are %s and %s; keep one of them"), shipped_key,
                          own_key);
    read_own (self, own_key, path, title);
  } else if (name != NULL || usual != NULL) {
    find_shipped (self, shipped_key, name != NULL ? name : usual, path, title);
  }
}

void
lesson_reader_pictures (LessonReader *self) {
  Lesson *lesson = self->lesson;

  read_picture (self, "Picture", "Image", "digit-3", &lesson->image_path, &lesson->image_name);
  read_picture (self, "Photo", "PhotoImage", NULL, &lesson->photo_path, &lesson->photo_name);
}
