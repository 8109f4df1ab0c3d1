/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pictures that a lesson file names. */
#include "lesson-file-private.h"
#include "lesson-file-picture-private.h"

#include "engine-file.h"
#include "engine-image.h"
#include "lesson-data.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define GROUP "Lesson"

/* A lesson can be passed on as its folder, and reads nothing else. */
char *
lesson_reader_own_path (LessonReader *self, const char *group, const char *key, const char *name) {
  g_auto (GStrv) parts = g_strsplit (name, "/", -1);
  g_autofree char *folder = g_path_get_dirname (self->lesson->path);
  g_autofree char *own = g_build_filename (folder, name, NULL);

  if (*name != '\0' && !g_path_is_absolute (name) && !g_strv_contains ((const char *const *) parts, "..")
      && lesson_file_stays_below (folder, own))
    return g_steal_pointer (&own);
  if (*name == '\0')
    lesson_reader_fail (self, group, key, _ ("empty; write the name of a file beside the lesson"));
  else
    lesson_reader_fail (self, group, key,
                        _ ("“%s” is outside the lesson’s folder; put the file beside the lesson"), name);
  return NULL;
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

static void
read_own (LessonReader *self, const char *key, char **path, char **title) {
  g_autofree char *name = lesson_reader_string (self, GROUP, key);
  g_autofree char *own = name != NULL ? lesson_reader_own_path (self, GROUP, key, name) : NULL;

  if (own == NULL)
    return;
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
