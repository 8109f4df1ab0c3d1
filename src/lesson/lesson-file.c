/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of lesson files. The format is described in data/lessons/README.md. */
#include "engine-file.h"
#include "lesson-data.h"
#include "lesson-error.h"
#include "lesson-private.h"
#include "lesson-scene-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LESSON_FILE_MAX (1 << 20)
#define GROUP           "Lesson"

typedef struct {
  GKeyFile *keys;
  const char *name; /* of the file, for messages */
  Lesson *lesson;
} Reader;

static gboolean
G_GNUC_PRINTF (5, 6)
    fail (const Reader *reader, const char *group, const char *key, GError **error, const char *format, ...) {
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *why = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  /* Translators: file, group and key, then why it is wrong and what would be right */
  g_set_error (error, LESSON_ERROR, LESSON_ERROR_FILE, _ ("%s, [%s] %s: %s"), reader->name, group, key, why);
  return FALSE;
}

static char *
read_text (const Reader *reader, const char *group, const char *key) {
  return g_key_file_get_locale_string (reader->keys, group, key, NULL, NULL);
}

static gboolean
read_size (const Reader *reader, const char *key, gint64 least, gint64 most, gint64 *size, GError **error) {
  g_autoptr (GError) mistake = NULL;

  if (!g_key_file_has_key (reader->keys, GROUP, key, NULL))
    return TRUE;
  gint64 value = g_key_file_get_int64 (reader->keys, GROUP, key, &mistake);
  if (mistake == NULL && value >= least && value <= most) {
    *size = value;
    return TRUE;
  }
  g_autofree char *from = lesson_format_count (least);
  g_autofree char *to = lesson_format_count (most);
  return fail (reader, GROUP, key, error, _ ("not a whole number from %s to %s; write one of these"), from,
               to);
}

static gboolean
read_filter (const Reader *reader, GError **error) {
  g_autofree char *name = g_key_file_get_string (reader->keys, GROUP, "Filter", NULL);
  const EnginePreset *preset = name != NULL ? engine_preset_find (name) : NULL;

  if (name == NULL)
    return TRUE;
  if (preset == NULL)
    return fail (reader, GROUP, "Filter", error, _ ("there is no filter “%s”; choose one such as “sobel-x”"),
                 name);
  lesson_settings_set_filter (&reader->lesson->settings, preset);
  return TRUE;
}

/* A file in the lesson's own folder, so that a lesson can be passed on as that folder and reads nothing else. */
static gboolean
read_own_image (const Reader *reader, const char *image, GError **error) {
  g_auto (GStrv) parts = g_strsplit (image, "/", -1);

  if (g_path_is_absolute (image) || g_strv_contains ((const char *const *) parts, ".."))
    return fail (reader, GROUP, "Image", error,
                 _ ("“%s” is outside the lesson’s folder; put the picture beside the lesson"), image);
  g_autofree char *folder = g_path_get_dirname (reader->lesson->path);
  reader->lesson->image_path = g_build_filename (folder, image, NULL);
  reader->lesson->image_name = g_path_get_basename (image);
  return TRUE;
}

static gboolean
read_shipped_picture (const Reader *reader, const char *key, const char *name, char **path, char **title,
                      GError **error) {
  g_autoptr (GPtrArray) pictures = lesson_pictures ();

  for (guint i = 0; i < pictures->len; i++) {
    const LessonPicture *picture = pictures->pdata[i];
    if (strcmp (picture->name, name) != 0)
      continue;
    *path = g_strdup (picture->path);
    *title = g_strdup (picture->title);
    return TRUE;
  }
  return fail (reader, GROUP, key, error,
               _ ("no picture “%s” ships with the program; choose one such as “digit-3”"), name);
}

static gboolean
read_image (const Reader *reader, GError **error) {
  g_autofree char *image = g_key_file_get_string (reader->keys, GROUP, "Image", NULL);
  g_autofree char *picture = g_key_file_get_string (reader->keys, GROUP, "Picture", NULL);
  g_autofree char *photo = g_key_file_get_string (reader->keys, GROUP, "Photo", NULL);
  Lesson *lesson = reader->lesson;

  if (photo != NULL
      && !read_shipped_picture (reader, "Photo", photo, &lesson->photo_path, &lesson->photo_name, error))
    return FALSE;
  if (image != NULL)
    return read_own_image (reader, image, error);
  return read_shipped_picture (reader, "Picture", picture != NULL ? picture : "digit-3", &lesson->image_path,
                               &lesson->image_name, error);
}

/* The step's own text where the lesson has one, else the scene's, translated. */
static gboolean
read_step_text (const Reader *reader, const char *group, const char *key, const char *usual, char **text,
                GError **error) {
  g_autofree char *own = read_text (reader, group, key);

  *text = g_strdup (own != NULL ? own : _ (usual));
  g_autofree char *unknown = lesson_caption_unknown (*text);
  if (unknown != NULL)
    return fail (reader, group, key, error, _ ("there is no placeholder {%s}; {weights} is one"), unknown);
  return TRUE;
}

static LessonQuestion *
question_new (const LessonQuestionText *text) {
  LessonQuestion *question = g_new0 (LessonQuestion, 1);
  g_autoptr (GPtrArray) choices = g_ptr_array_new ();

  question->text = g_strdup (_ (text->text));
  question->answer = g_strdup (text->answer);
  question->correct = text->correct;
  for (guint i = 0; text->choices[i] != NULL; i++)
    g_ptr_array_add (choices, g_strdup (_ (text->choices[i])));
  g_ptr_array_add (choices, NULL);
  if (text->answer == NULL)
    question->choices = (char **) g_ptr_array_steal (choices, NULL);
  return question;
}

static gboolean
read_step (const Reader *reader, const char *group, const LessonStepText *usual, guint number,
           LessonStep *step, GError **error) {
  g_autofree char *caption = g_strdup_printf ("Caption%u", number);
  g_autofree char *notes = g_strdup_printf ("Notes%u", number);

  step->id = number - 1;
  step->name = usual->name;
  step->seconds = usual->seconds;
  step->question = usual->question != NULL ? question_new (usual->question) : NULL;
  return read_step_text (reader, group, caption, usual->caption, &step->caption, error)
         && read_step_text (reader, group, notes, usual->notes, &step->notes, error);
}

static gboolean
read_scene (const Reader *reader, LessonScene *scene, LessonSceneKind kind, GError **error) {
  const LessonSceneClass *class = lesson_scene_class (kind);
  g_autofree char *group = g_strconcat ("Scene ", class->name, NULL);
  g_autofree char *title = read_text (reader, group, "Title");

  scene->kind = kind;
  scene->name = class->name;
  scene->playground = class->playground;
  scene->layers = class->layers;
  scene->title = g_strdup (title != NULL ? title : _ (class->title));
  scene->steps = g_new0 (LessonStep, class->n_steps);
  for (guint i = 0; i < class->n_steps; i++) {
    scene->n_steps = i + 1;
    if (!read_step (reader, group, &class->steps[i], i + 1, &scene->steps[i], error))
      return FALSE;
  }
  return TRUE;
}

static int
find_kind (const char *name) {
  for (int kind = 0; kind < LESSON_N_SCENE_KINDS; kind++)
    if (strcmp (lesson_scene_class (kind)->name, name) == 0)
      return kind;
  return -1;
}

static gboolean
read_scenes (const Reader *reader, GError **error) {
  gsize n_names = 0;
  g_auto (GStrv) names = g_key_file_get_string_list (reader->keys, GROUP, "Scenes", &n_names, NULL);

  if (n_names == 0)
    return fail (reader, GROUP, "Scenes", error,
                 _ ("missing; list the scenes, for example dense;slide;filters"));
  reader->lesson->scenes = g_new0 (LessonScene, n_names);
  for (gsize i = 0; i < n_names; i++) {
    int kind = find_kind (names[i]);
    if (kind < 0)
      return fail (reader, GROUP, "Scenes", error,
                   _ ("there is no scene “%s”; choose from dense, slide, filters"), names[i]);
    for (gsize j = 0; j < i; j++)
      if (strcmp (names[i], names[j]) == 0)
        return fail (reader, GROUP, "Scenes", error, _ ("“%s” is listed twice; list it once"), names[i]);
    reader->lesson->n_scenes = i + 1;
    if (!read_scene (reader, &reader->lesson->scenes[i], kind, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_lesson (const Reader *reader, GError **error) {
  Lesson *lesson = reader->lesson;

  if (!g_key_file_has_group (reader->keys, GROUP))
    return fail (reader, GROUP, "", error, _ ("the group is missing; a lesson begins with [Lesson]"));
  lesson->title = read_text (reader, GROUP, "Title");
  if (lesson->title == NULL)
    return fail (reader, GROUP, "Title", error, _ ("missing; write a title"));
  return read_size (reader, "Grid", LESSON_GRID_MIN, LESSON_GRID_MAX, &lesson->settings.grid, error)
         && read_size (reader, "Nodes", LESSON_UNITS_MIN, LESSON_UNITS_MAX, &lesson->settings.nodes, error)
         && read_size (reader, "Filters", LESSON_UNITS_MIN, LESSON_UNITS_MAX, &lesson->settings.filters,
                       error)
         && read_filter (reader, error) && read_image (reader, error) && read_scenes (reader, error);
}

static GKeyFile *
load_keys (const char *path, const char *name, GError **error) {
  g_autoptr (GBytes) bytes = engine_file_read (path, LESSON_FILE_MAX, error);
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autoptr (GError) mistake = NULL;

  if (bytes == NULL)
    return NULL;
  if (g_key_file_load_from_bytes (keys, bytes, G_KEY_FILE_NONE, &mistake))
    return g_steal_pointer (&keys);
  /* Translators: name of the file, then what GLib says of it */
  g_set_error (error, LESSON_ERROR, LESSON_ERROR_FILE,
               _ ("%s: not a lesson file (%s); choose a file that begins with [Lesson]"), name,
               mistake->message);
  return NULL;
}

Lesson *
lesson_new_from_file (const char *path, GError **error) {
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr (GKeyFile) keys = load_keys (path, name, error);

  if (keys == NULL)
    return NULL;
  g_autoptr (Lesson) lesson = lesson_new_empty ();
  Reader reader = { keys, name, lesson };
  lesson->path = g_canonicalize_filename (path, NULL);
  if (!read_lesson (&reader, error) || (lesson->networks = lesson_networks_shipped (error)) == NULL)
    return NULL;
  return g_steal_pointer (&lesson);
}
