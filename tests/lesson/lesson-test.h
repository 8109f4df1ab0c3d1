/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of lesson, drawing and export share: the lesson that ships, and moments of it. */
#pragma once

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
  LessonParameters *parameters = lesson_parameters_new (own->original, own->image_name, settings, &error);
  g_assert_no_error (error);
  return parameters;
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
