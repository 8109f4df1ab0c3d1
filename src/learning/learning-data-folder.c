/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A user's own pictures: a folder with one subfolder a class. */
#include "learning-data.h"

#include "engine-image.h"
#include "engine-threads.h"
#include "learning-error.h"
#include "learning-set-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  char *path;
  guint16 label;
  gboolean good;
  char *reason; /* why it could not be read; NULL where it could, or was not tried */
} Picture;

typedef struct {
  char *name; /* of the folder */
  gsize size;
  GCancellable *cancellable;
  GPtrArray *classes; /* names of the subfolders, as the file system has them, sorted */
  GArray *pictures;   /* Picture, class after class */
  LearningSet *all;   /* a place for each of them */
} Reading;

static void
picture_clear (Picture *picture) {
  g_free (picture->path);
  g_free (picture->reason);
}

static void
reading_clear (Reading *self) {
  g_free (self->name);
  g_clear_pointer (&self->classes, g_ptr_array_unref);
  g_clear_pointer (&self->pictures, g_array_unref);
  g_clear_pointer (&self->all, learning_set_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static int
compare_names (gconstpointer a, gconstpointer b) {
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* What is in a folder, hidden names left out, sorted by their bytes: the same on every machine. */
static GPtrArray *
list_names (const char *path, GCancellable *cancellable, GError **error) {
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *shown = g_filename_display_name (path);
  g_autoptr (GError) reason = NULL;
  g_autoptr (GDir) dir = g_dir_open (path, 0, &reason);
  const char *name;

  if (dir == NULL) {
    g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_DATA,
                 _ ("%s: this is no folder that can be read; choose one with a subfolder for each class"),
                 shown);
    return NULL;
  }
  while ((name = g_dir_read_name (dir)) != NULL && !g_cancellable_is_cancelled (cancellable))
    if (name[0] != '.')
      g_ptr_array_add (names, g_strdup (name));
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

/* Also behind a link; one that leads in a circle is none. */
static gboolean
is_folder (const char *folder, const char *name) {
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_IS_DIR);
}

static gboolean
find_classes (Reading *self, const char *folder, GError **error) {
  self->classes = list_names (folder, self->cancellable, error);
  if (self->classes == NULL)
    return FALSE;
  for (guint i = self->classes->len; i-- > 0;)
    if (!is_folder (folder, self->classes->pdata[i]))
      g_ptr_array_remove_index (self->classes, i);
  if (self->classes->len >= 2 && self->classes->len <= LEARNING_CLASSES_MAX)
    return TRUE;
  g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_DATA,
               ngettext ("%s: it has %u subfolder; it takes one for each class, 2 to %d",
                         "%s: it has %u subfolders; it takes one for each class, 2 to %d",
                         self->classes->len),
               self->name, self->classes->len, LEARNING_CLASSES_MAX);
  return FALSE;
}

static gboolean
fail_class (const Reading *self, guint label, const char *reason, GError **error) {
  g_autofree char *shown = g_filename_display_name (self->classes->pdata[label]);

  if (reason == NULL)
    g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_DATA,
                 _ ("%s: the class %s is empty; put pictures into its folder, or take the folder away"),
                 self->name, shown);
  else
    g_set_error (
        error, LEARNING_ERROR, LEARNING_ERROR_DATA,
        _ ("%s: no picture of the class %s can be read (%s); put others into its folder, or take the "
           "folder away"),
        self->name, shown, reason);
  return FALSE;
}

/* Only what is in it itself, so that neither depth nor links that lead in a circle can trap us. */
static gboolean
find_pictures (Reading *self, const char *folder, guint label, GError **error) {
  g_autofree char *path = g_build_filename (folder, self->classes->pdata[label], NULL);
  g_autoptr (GPtrArray) names = list_names (path, self->cancellable, error);

  if (names == NULL)
    return FALSE;
  if (names->len == 0)
    return fail_class (self, label, NULL, error);
  for (guint i = 0; i < names->len; i++) {
    Picture picture = { .path = g_build_filename (path, names->pdata[i], NULL), .label = (guint16) label };

    g_array_append_val (self->pictures, picture);
  }
  return TRUE;
}

static void
read_picture (const Reading *self, gint64 index) {
  Picture *picture = &g_array_index (self->pictures, Picture, index);
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineImage) image = engine_image_load (picture->path, self->cancellable, &error);
  g_autoptr (EngineTensor) grid =
      image == NULL ? NULL : engine_image_to_grid (image, (gint64) self->size, &error);

  if (grid == NULL) {
    picture->reason = g_strdup (error->message);
    return;
  }
  picture->good = TRUE;
  self->all->labels[index] = picture->label;
  memcpy (self->all->images + (gsize) index * self->all->pixels, grid->data,
          self->all->pixels * sizeof (float));
}

/* Once cancelled, each picture is left at once. */
static void
read_range (gint64 begin, gint64 end, gpointer data) {
  Reading *self = data;

  for (gint64 i = begin; i < end; i++)
    read_picture (self, i);
}

static gboolean
read_pictures (Reading *self, GError **error) {
  self->all = learning_set_new (self->pictures->len, 1, self->size, self->size, self->classes->len, error);
  if (self->all == NULL)
    return FALSE;
  engine_parallel_for (self->pictures->len, 1, read_range, self);
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

/* The good ones; what is wrong with the others goes to `skipped`. */
static LearningSet *
sort_out (const Reading *self, GStrvBuilder *skipped, GError **error) {
  g_autofree guint32 *good = g_new (guint32, self->pictures->len);
  g_autofree gsize *counts = g_new0 (gsize, self->classes->len);
  gsize n = 0;

  for (guint i = 0; i < self->pictures->len; i++) {
    const Picture *picture = &g_array_index (self->pictures, Picture, i);
    gboolean last = i + 1 == self->pictures->len || picture[1].label != picture->label;

    if (picture->good) {
      counts[picture->label]++;
      good[n++] = i;
    } else
      g_strv_builder_add (skipped, picture->reason);
    if (last && counts[picture->label] == 0) {
      fail_class (self, picture->label, picture->reason, error);
      return NULL;
    }
  }
  return learning_set_take (self->all, good, n);
}

static char **
name_classes (const Reading *self) {
  char **names = g_new0 (char *, self->classes->len + 1);

  for (guint i = 0; i < self->classes->len; i++)
    names[i] = g_filename_display_name (self->classes->pdata[i]);
  return names;
}

static LearningData *
split (const Reading *self, guint32 seed, GError **error) {
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (LearningSet) good = sort_out (self, builder, error);
  g_autoptr (LearningSet) train = NULL, test = NULL;
  g_auto (GStrv) names = name_classes (self);
  g_auto (GStrv) skipped = g_strv_builder_end (builder);

  if (good == NULL)
    return NULL;
  if (!learning_set_hold_out (good, seed, &train, &test, error)) {
    g_prefix_error (error, "%s: ", self->name);
    return NULL;
  }
  return learning_data_new (self->name, train, test, (const char *const *) names,
                            (const char *const *) skipped);
}

LearningData *
learning_data_new_folder (const char *folder, gsize size, guint32 seed, GCancellable *cancellable,
                          GError **error) {
  g_auto (Reading) reading = { .size = size, .cancellable = cancellable };

  reading.name = g_filename_display_basename (folder);
  reading.pictures = g_array_new (FALSE, TRUE, sizeof (Picture));
  g_array_set_clear_func (reading.pictures, (GDestroyNotify) picture_clear);
  if (!find_classes (&reading, folder, error))
    return NULL;
  for (guint label = 0; label < reading.classes->len; label++)
    if (!find_pictures (&reading, folder, label, error))
      return NULL;
  return read_pictures (&reading, error) ? split (&reading, seed, error) : NULL;
}
