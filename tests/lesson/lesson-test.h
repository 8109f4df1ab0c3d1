/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of lesson, drawing and export share: the lesson that ships, and moments of it. */
#pragma once

#include "learning-course.h"
#include "lesson-data.h"
#include "lesson-timeline.h"

#include <string.h>

/* One sentence "what: why; what would be right" in UTF-8. */
static inline void
assert_sentence (const GError *error) {
  g_assert_nonnull (error);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  const char *why = strstr (error->message, ": ");
  g_assert_nonnull (why);
  g_assert_nonnull (strstr (why, "; "));
}

static inline Lesson *
load_builtin (void) {
  g_autoptr (GError) error = NULL;
  Lesson *lesson = lesson_new_builtin (&error);

  g_assert_no_error (error);
  return lesson;
}

/* The lesson's own picture with other settings; NULL for the lesson's own. */
static inline LessonParameters *
load_parameters (const Lesson *lesson, const LessonSettings *settings) {
  g_autoptr (GError) error = NULL;
  g_autoptr (LessonParameters) own = lesson_load_parameters (lesson, &error);

  g_assert_no_error (error);
  if (settings == NULL)
    return g_steal_pointer (&own);
  g_autoptr (LessonParameters) parameters =
      lesson_parameters_new (own->original, own->image_name, settings, &error);
  g_assert_no_error (error);
  return lesson_parameters_with_record (parameters, own->record);
}

/* The record with a run of each network, as the lesson has them at first. Made once a program, for the first lesson that
 * asks. */
static inline LearningRecord *
trained_record (const Lesson *lesson, const LearningRecord *base) {
  static LearningRecord *record;
  const LearningChoices choices = {
    .seed = lesson->settings.seed,
    .nodes = lesson->settings.nodes,
    .filters = lesson->settings.filters,
  };
  g_autofree char *digits = lesson_data_path ("digits");
  g_autoptr (GError) error = NULL;

  if (record != NULL)
    return record;
  record = learning_course_run (base, &choices, digits, NULL, &error);
  g_assert_no_error (error);
  return record;
}

/* For the scenes that show training: as load_parameters(), with that record. */
static inline LessonParameters *
load_trained (const Lesson *lesson, const LessonSettings *settings) {
  g_autoptr (LessonParameters) parameters = load_parameters (lesson, settings);

  return lesson_parameters_with_record (parameters, trained_record (lesson, parameters->record));
}

static inline guint
scene_index (const Lesson *lesson, const char *name) {
  g_autoptr (GError) error = NULL;
  int scene = lesson_find_scene (lesson, name, &error);

  g_assert_no_error (error);
  return (guint) scene;
}

/* `seconds` into the scene; 0-based `step` where it is at its end. */
static inline LessonState *
state_at (Lesson *lesson, const char *scene, LessonParameters *parameters, double seconds) {
  g_autoptr (LessonTimeline) timeline = lesson_timeline_new (lesson, scene_index (lesson, scene), parameters);

  return lesson_timeline_state_at (timeline, seconds);
}

static inline LessonState *
state_at_end (Lesson *lesson, const char *scene, LessonParameters *parameters, guint step) {
  g_autoptr (LessonTimeline) timeline = lesson_timeline_new (lesson, scene_index (lesson, scene), parameters);

  return lesson_timeline_state_at (timeline, lesson_timeline_step_end (timeline, step));
}
