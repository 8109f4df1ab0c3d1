/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-file-picture-private.h"

#include "lesson-data.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

/* Where a name leads when all symlinks have been followed; NULL where it leads nowhere. */
static char *
follow (const char *path) {
  char *real = realpath (path, NULL);
  char *copy = g_strdup (real);

  free (real);
  return copy;
}

gboolean
lesson_file_stays_below (const char *folder, const char *path) {
  g_autofree char *real_folder = follow (folder);
  g_autofree char *real_path = follow (path);
  g_autofree char *start = real_folder != NULL ? g_strconcat (real_folder, "/", NULL) : NULL;

  return real_path == NULL || start == NULL || g_str_has_prefix (real_path, start);
}

gboolean
lesson_picture_equal (const EngineImage *a, const EngineImage *b) {
  return a == b
         || (a->width == b->width && a->height == b->height
             && memcmp (a->pixels, b->pixels, (gsize) (3 * a->width * a->height)) == 0);
}

/* Names can lie, pixels cannot. */
static gboolean
is_in_file (const LessonPictureWriter *self, const char *path) {
  g_autoptr (EngineImage) there = engine_image_load (path, NULL, NULL);

  return there != NULL && lesson_picture_equal (there, self->image);
}

char *
lesson_picture_find_shipped (const LessonPictureWriter *self) {
  g_autoptr (GPtrArray) pictures = lesson_pictures ();

  for (guint i = 0; i < pictures->len; i++) {
    const LessonPicture *picture = pictures->pdata[i];
    gboolean likely =
        g_strcmp0 (picture->title, self->name) == 0 || g_strcmp0 (picture->path, self->origin) == 0;
    if (likely && is_in_file (self, picture->path))
      return g_strdup (picture->name);
  }
  return NULL;
}

/* The picture's path from the lesson's folder, where it is in it already. */
static char *
find_there (const LessonPictureWriter *self, const char *folder) {
  g_autofree char *start = g_strconcat (folder, G_DIR_SEPARATOR_S, NULL);

  if (self->origin == NULL || !g_str_has_prefix (self->origin, start)
      || !lesson_file_stays_below (folder, self->origin) || !is_in_file (self, self->origin))
    return NULL;
  const char *relative = self->origin + strlen (start);
  return g_utf8_validate (relative, -1, NULL) ? g_strdup (relative) : NULL;
}

/* The picture that the lesson file of that path names, which is about to be replaced. */
static char *
named_before (const LessonPictureWriter *self, const char *key) {
  g_autoptr (GKeyFile) keys = g_key_file_new ();

  if (!g_key_file_load_from_file (keys, self->lesson, G_KEY_FILE_NONE, NULL))
    return NULL;
  return g_key_file_get_string (keys, "Lesson", key, NULL);
}

/* Whether anything at all has the name, a symlink to nowhere too. */
static gboolean
is_taken (const char *path) {
  GStatBuf status;

  return g_lstat (path, &status) == 0;
}

/* "NAME-image.png", "NAME-image-2.png" …: the first that is free or has been this lesson's. */
static char *
choose_name (const LessonPictureWriter *self, const char *folder, const char *before, gboolean *fresh) {
  g_autofree char *base = g_path_get_basename (self->lesson);

  if (g_str_has_suffix (base, ".lesson"))
    base[strlen (base) - strlen (".lesson")] = '\0';
  /* Lesson files are UTF-8, names of files may be anything. */
  if (!g_utf8_validate (base, -1, NULL)) {
    g_free (base);
    base = g_strdup ("lesson");
  }
  g_autofree char *name = g_strdup_printf ("%s-%s.png", base, self->purpose);
  for (guint number = 2;; number++) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    *fresh = !is_taken (path);
    gboolean ours = g_strcmp0 (name, before) == 0 && !g_file_test (path, G_FILE_TEST_IS_SYMLINK);
    if (*fresh || ours)
      return g_steal_pointer (&name);
    g_free (name);
    name = g_strdup_printf ("%s-%s-%u.png", base, self->purpose, number);
  }
}

char *
lesson_picture_place (LessonPictureWriter *self, const char *key, GError **error) {
  g_autofree char *whole = g_canonicalize_filename (self->lesson, NULL);
  g_autofree char *folder = g_path_get_dirname (whole);
  char *there = find_there (self, folder);
  gboolean fresh;

  if (there != NULL)
    return there;
  g_autofree char *before = named_before (self, key);
  g_autofree char *name = choose_name (self, folder, before, &fresh);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (EngineTensor) values = engine_image_to_rgb (self->image, error);
  if (values == NULL || !engine_image_save_png (path, values, error))
    return NULL;
  if (fresh)
    self->written = g_steal_pointer (&path);
  return g_steal_pointer (&name);
}

void
lesson_picture_finish (LessonPictureWriter *self, gboolean done) {
  if (!done && self->written != NULL)
    g_unlink (self->written);
  g_clear_pointer (&self->written, g_free);
}
