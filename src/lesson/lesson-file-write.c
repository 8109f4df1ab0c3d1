/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The writer of lesson files: what the file had is kept, settings and pictures are put in its place. */
#include "lesson-file-write.h"

#include "engine-file.h"
#include "lesson-file-picture-private.h"
#include "lesson-file-write-network-private.h"

#include <glib/gstdio.h>
#include <string.h>

#define GROUP "Lesson"

/* Texts with all their translations, the scenes and their steps, comments: what the window cannot change stays as it is. */
static GKeyFile *
copy_keys (const Lesson *lesson) {
  GKeyFile *keys = g_key_file_new ();
  gsize length;
  g_autofree char *text = g_key_file_to_data (lesson->keys, &length, NULL);

  g_key_file_load_from_data (keys, text, length, G_KEY_FILE_KEEP_TRANSLATIONS | G_KEY_FILE_KEEP_COMMENTS,
                             NULL);
  return keys;
}

/* In its old place, below the comment that tells of it; NULL takes the key away. */
static void
put (GKeyFile *keys, const char *key, const char *value) {
  if (value != NULL)
    g_key_file_set_string (keys, GROUP, key, value);
  else
    g_key_file_remove_key (keys, GROUP, key, NULL);
}

static void
append_number (GString *list, const char *separator, float number) {
  char text[G_ASCII_DTOSTR_BUF_SIZE], format[8];

  /* The shortest that reads back equal: 0.3 stays 0.3. Nine digits give back every float. */
  for (int digits = 1; digits <= 9; digits++) {
    g_snprintf (format, sizeof format, "%%.%dg", digits);
    g_ascii_formatd (text, sizeof text, format, number);
    if ((float) g_ascii_strtod (text, NULL) == number)
      break;
  }
  g_string_append (list, separator);
  g_string_append (list, text);
}

static void
put_kernel (GKeyFile *keys, const LessonSettings *settings) {
  gboolean own = settings->filter == NULL;
  g_autoptr (GString) list = g_string_new (NULL);

  for (gint64 tap = 0; own && tap < settings->kernel * settings->kernel; tap++)
    append_number (list, tap == 0 ? "" : tap % settings->kernel == 0 ? "; " : " ", settings->weights[tap]);
  put (keys, "Filter", own ? NULL : settings->filter->name);
  put (keys, "Weights", own ? list->str : NULL);
  if (own)
    g_key_file_set_int64 (keys, GROUP, "Kernel", settings->kernel);
  else
    put (keys, "Kernel", NULL);
}

static void
put_line (GKeyFile *keys, const LessonSettings *settings) {
  gint64 pixels = settings->grid * settings->grid;
  g_autoptr (GString) line = g_string_new (NULL);

  put (keys, "Line", NULL);
  /* A line that the grid or the nodes no longer have does nothing. */
  if (settings->edited_line < 0 || settings->edited_line >= settings->nodes * pixels)
    return;
  g_string_printf (line, "%" G_GINT64_FORMAT ";%" G_GINT64_FORMAT, settings->edited_line / pixels + 1,
                   settings->edited_line % pixels + 1);
  append_number (line, ";", settings->edited_weight);
  put (keys, "Line", line->str);
}

static void
put_looks (GKeyFile *keys, const LessonSettings *settings) {
  static const char *const tones[] = { "diverging", "grey", "absolute" };
  gboolean dropped = g_key_file_has_key (keys, GROUP, "Questions", NULL)
                     && !g_key_file_get_boolean (keys, GROUP, "Questions", NULL);

  put (keys, "Padding", settings->same_padding ? "same" : "valid");
  put (keys, "Tone", tones[settings->tone]);
  g_key_file_set_boolean (keys, GROUP, "Relu", settings->relu);
  /* “false” takes the questions out of a lesson, which is more than not to ask them now. */
  if (dropped)
    return;
  if (settings->questions)
    g_key_file_set_boolean (keys, GROUP, "Questions", TRUE);
  else
    put (keys, "Questions", NULL);
}

static void
put_settings (GKeyFile *keys, const LessonSettings *settings) {
  g_key_file_set_int64 (keys, GROUP, "Grid", settings->grid);
  g_key_file_set_int64 (keys, GROUP, "Nodes", settings->nodes);
  g_key_file_set_int64 (keys, GROUP, "Filters", settings->filters);
  g_key_file_set_int64 (keys, GROUP, "Stride", settings->stride);
  g_key_file_set_int64 (keys, GROUP, "Dilation", settings->dilation);
  g_key_file_set_int64 (keys, GROUP, "Seed", settings->seed);
  put_kernel (keys, settings);
  put_line (keys, settings);
  put_looks (keys, settings);
}

/* Keys for the picture, which is written where it has to be. */
static gboolean
put_picture (GKeyFile *keys, LessonPictureWriter *writer, const char *shipped_key, const char *own_key,
             GError **error) {
  g_autofree char *shipped = lesson_picture_find_shipped (writer);
  g_autofree char *own = shipped == NULL ? lesson_picture_place (writer, own_key, error) : NULL;

  put (keys, shipped_key, shipped);
  put (keys, own_key, own);
  return shipped != NULL || own != NULL;
}

static gboolean
put_photo (GKeyFile *keys, LessonPictureWriter *writer, const EngineImage *original, GError **error) {
  if (!lesson_picture_equal (writer->image, original))
    return put_picture (keys, writer, "Photo", "PhotoImage", error);
  put (keys, "Photo", NULL);
  put (keys, "PhotoImage", NULL);
  return TRUE;
}

static gboolean
write_file (GKeyFile *keys, const char *path, GError **error) {
  gsize length;
  g_autofree char *text = g_key_file_to_data (keys, &length, NULL);

  return engine_file_write (path, text, length, error);
}

static void
take_back (const GPtrArray *written) {
  for (guint i = 0; i < written->len; i++)
    g_unlink (written->pdata[i]);
}

gboolean
lesson_write (const Lesson *lesson, const LessonParameters *parameters, const char *playground_scene,
              const char *path, GError **error) {
  g_autoptr (GKeyFile) keys = copy_keys (lesson);
  LessonPictureWriter image = {
    parameters->original, parameters->image_name, lesson->image_path, path, "image", NULL
  };
  LessonPictureWriter photo = { parameters->photo,
                                parameters->photo_name,
                                lesson->photo_path != NULL ? lesson->photo_path : lesson->image_path,
                                path,
                                "photo",
                                NULL };
  g_autoptr (GPtrArray) written = g_ptr_array_new_with_free_func (g_free);

  put_settings (keys, &parameters->settings);
  put (keys, "Playground", playground_scene);
  gboolean done = put_picture (keys, &image, "Picture", "Image", error)
                  && put_photo (keys, &photo, parameters->original, error)
                  && lesson_networks_carry (keys, lesson->path, path, written, error)
                  && write_file (keys, path, error);
  if (!done)
    take_back (written);
  lesson_picture_finish (&image, done);
  lesson_picture_finish (&photo, done);
  return done;
}
