/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps of scenes by their names, and questions for all of them. */
#pragma once

#include "lesson-test.h"

static inline LessonState *
state_at_end_of (Lesson *lesson, const char *scene, const char *step, LessonParameters *parameters) {
  const LessonScene *found = &lesson->scenes[scene_index (lesson, scene)];

  for (guint i = 0; i < found->n_steps; i++)
    if (strcmp (found->steps[i].name, step) == 0)
      return state_at_end (lesson, scene, parameters, i);
  g_assert_not_reached ();
}

/* Takes away all questions but, where there are to be some, asks one each in the first steps of the lesson. */
static inline void
ask_instead (Lesson *lesson, guint n_questions) {
  for (guint i = 0; i < lesson->n_scenes; i++)
    for (guint j = 0; j < lesson->scenes[i].n_steps; j++) {
      LessonStep *step = &lesson->scenes[i].steps[j];
      if (step->question != NULL) {
        g_free (step->question->text);
        g_free (step->question->answer);
        g_strfreev (step->question->choices);
        g_clear_pointer (&step->question, g_free);
      }
      if (n_questions == 0)
        continue;
      n_questions--;
      step->question = g_new0 (LessonQuestion, 1);
      step->question->text =
          g_strdup ("How many weights do {filters} filters have, and where have they gone?");
      step->question->answer = g_strdup ("weights");
    }
}
