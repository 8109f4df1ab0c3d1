/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-timeline.h"

#include "lesson-scene-private.h"
#include "lesson-state-private.h"

struct _LessonTimeline {
  gatomicrefcount references;
  Lesson *lesson;
  const LessonScene *scene;
  LessonParameters *parameters;
};

LessonTimeline *
lesson_timeline_new (Lesson *lesson, guint scene, LessonParameters *parameters) {
  g_return_val_if_fail (scene < lesson->n_scenes, NULL);

  LessonTimeline *self = g_new0 (LessonTimeline, 1);
  g_atomic_ref_count_init (&self->references);
  self->lesson = lesson_ref (lesson);
  self->scene = &lesson->scenes[scene];
  self->parameters = lesson_parameters_ref (parameters);
  return self;
}

LessonTimeline *
lesson_timeline_ref (LessonTimeline *self) {
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
lesson_timeline_unref (LessonTimeline *self) {
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  lesson_unref (self->lesson);
  lesson_parameters_unref (self->parameters);
  g_free (self);
}

double
lesson_timeline_duration (const LessonTimeline *self) {
  return lesson_timeline_step_end (self, self->scene->n_steps - 1);
}

double
lesson_timeline_step_end (const LessonTimeline *self, guint step) {
  double end = 0;

  for (guint i = 0; i <= MIN (step, self->scene->n_steps - 1); i++)
    end += self->scene->steps[i].seconds;
  return end;
}

guint
lesson_timeline_step_at (const LessonTimeline *self, double seconds) {
  guint step = 0;

  while (step + 1 < self->scene->n_steps && seconds > lesson_timeline_step_end (self, step))
    step++;
  return step;
}

LessonState *
lesson_timeline_state_at (LessonTimeline *self, double seconds) {
  guint step = lesson_timeline_step_at (self, seconds);
  double end = lesson_timeline_step_end (self, step);
  double begin = end - self->scene->steps[step].seconds;

  LessonState *state = lesson_state_new (self->lesson, self->scene, self->parameters);
  state->step = step;
  state->seconds = CLAMP (seconds, 0, end);
  lesson_scene_class (self->scene->kind)->fill (state, lesson_span (state->seconds, begin, end));
  lesson_state_put_in_words (state);
  return state;
}
