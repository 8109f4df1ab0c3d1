/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson.h"

#include "lesson-data.h"
#include "lesson-error.h"
#include "lesson-private.h"
#include "lesson-scene-private.h"

#include <glib/gi18n-lib.h>

typedef struct {
  Lesson lesson;
  gatomicrefcount references;
} Shared;

const LessonSceneClass *
lesson_scene_class (LessonSceneKind kind) {
  static const LessonSceneClass *const classes[LESSON_N_SCENE_KINDS] = {
    [LESSON_SCENE_TENSOR] = &lesson_tensor_class,   [LESSON_SCENE_DENSE] = &lesson_dense_class,
    [LESSON_SCENE_SLIDE] = &lesson_slide_class,     [LESSON_SCENE_SHARING] = &lesson_sharing_class,
    [LESSON_SCENE_FILTERS] = &lesson_filters_class, [LESSON_SCENE_TRADE] = &lesson_trade_class,
    [LESSON_SCENE_GROWTH] = &lesson_growth_class,   [LESSON_SCENE_GRAB] = &lesson_grab_class,
    [LESSON_SCENE_LEARNED] = &lesson_learned_class, [LESSON_SCENE_EVIDENCE] = &lesson_evidence_class,
    [LESSON_SCENE_MATRIX] = &lesson_matrix_class,   [LESSON_SCENE_PHOTO] = &lesson_photo_class,
    [LESSON_SCENE_SUMMARY] = &lesson_summary_class,
  };

  return classes[kind];
}

Lesson *
lesson_new_empty (void) {
  Shared *shared = g_new0 (Shared, 1);

  g_atomic_ref_count_init (&shared->references);
  lesson_settings_init (&shared->lesson.settings);
  shared->lesson.speed = 1;
  return &shared->lesson;
}

Lesson *
lesson_new_builtin (GError **error) {
  g_autofree char *path = lesson_data_path ("lessons/weights-in-cnns.lesson");

  return lesson_new_from_file (path, error);
}

Lesson *
lesson_ref (Lesson *self) {
  g_atomic_ref_count_inc (&((Shared *) self)->references);
  return self;
}

void
lesson_question_free (LessonQuestion *self) {
  g_free (self->text);
  g_free (self->answer);
  g_strfreev (self->choices);
  g_free (self);
}

void
lesson_scene_clear (LessonScene *scene) {
  for (guint i = 0; i < scene->n_steps; i++) {
    g_free (scene->steps[i].caption);
    g_free (scene->steps[i].notes);
    g_clear_pointer (&scene->steps[i].question, lesson_question_free);
  }
  g_free (scene->steps);
  g_free (scene->title);
}

void
lesson_unref (Lesson *self) {
  if (!g_atomic_ref_count_dec (&((Shared *) self)->references))
    return;
  for (guint i = 0; i < self->n_scenes; i++)
    lesson_scene_clear (&self->scenes[i]);
  g_free (self->scenes);
  g_free (self->title);
  g_free (self->path);
  g_free (self->image_path);
  g_free (self->image_name);
  g_free (self->photo_path);
  g_free (self->photo_name);
  g_clear_pointer (&self->networks, g_ptr_array_unref);
  g_clear_pointer (&self->keys, g_key_file_unref);
  g_free (self);
}

int
lesson_find_scene (const Lesson *self, const char *name, GError **error) {
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < self->n_scenes; i++) {
    if (g_strcmp0 (self->scenes[i].name, name) == 0)
      return (int) i;
    g_ptr_array_add (names, (gpointer) self->scenes[i].name);
  }
  g_ptr_array_add (names, NULL);
  g_autofree char *list = g_strjoinv (", ", (char **) names->pdata);
  g_set_error (error, LESSON_ERROR, LESSON_ERROR_SCENE,
               _ ("scene %s: the lesson has none of that name; choose from %s"), name, list);
  return -1;
}

LessonParameters *
lesson_add_findings (LessonParameters *parameters) {
  g_autofree char *path = lesson_data_path ("learning/findings.ini");
  g_autoptr (GError) error = NULL;
  g_autoptr (LearningFindings) recorded = learning_findings_load (path, &error);

  if (recorded == NULL) {
    g_warning ("%s", error->message);
    return lesson_parameters_ref (parameters);
  }
  g_autoptr (LearningRecord) record = learning_record_with_recorded (parameters->record, recorded);
  return lesson_parameters_with_record (parameters, record);
}

LessonParameters *
lesson_load_parameters (const Lesson *self, GError **error) {
  g_autoptr (EngineImage) image = engine_image_load (self->image_path, NULL, error);

  if (image == NULL)
    return NULL;
  g_autoptr (LessonParameters) plain =
      lesson_parameters_new (image, self->image_name, &self->settings, error);
  if (plain == NULL)
    return NULL;
  g_autoptr (LessonParameters) parameters = lesson_add_findings (plain);
  if (self->photo_path == NULL)
    return g_steal_pointer (&parameters);
  g_autoptr (EngineImage) photo = engine_image_load (self->photo_path, NULL, error);
  return photo != NULL ? lesson_parameters_with_photo (parameters, photo, self->photo_name) : NULL;
}
