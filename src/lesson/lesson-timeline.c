/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-timeline.h"

#include "lesson-scene-private.h"
#include "lesson-state-private.h"

#define ASK_SECONDS 0.8 /* in which a question comes up */

struct _LessonTimeline {
  Lesson *lesson;
  const LessonScene *scene;
  LessonParameters *parameters;
  gboolean free;
  double *ends;  /* of the steps */
  double *asked; /* when the steps' questions stand */
};

char *
lesson_question_key (const LessonScene *scene, guint step) {
  return g_strdup_printf ("%s/%s", scene->name, scene->steps[step].name);
}

static gboolean
asks (const LessonTimeline *self, guint step) {
  g_autofree char *key = lesson_question_key (self->scene, step);
  double answer;

  return self->parameters->settings.questions && self->scene->steps[step].question != NULL
         && !lesson_parameters_get_answer (self->parameters, key, &answer);
}

static void
place_steps (LessonTimeline *self) {
  double end = 0;

  self->ends = g_new (double, self->scene->n_steps);
  self->asked = g_new (double, self->scene->n_steps);
  for (guint i = 0; i < self->scene->n_steps; i++) {
    if (!self->free && asks (self, i))
      end += ASK_SECONDS;
    self->asked[i] = end;
    if (!self->free)
      end += self->scene->steps[i].seconds;
    self->ends[i] = end;
  }
}

static LessonTimeline *
make (Lesson *lesson, guint scene, LessonParameters *parameters, gboolean free) {
  g_return_val_if_fail (scene < lesson->n_scenes, NULL);

  LessonTimeline *self = g_new0 (LessonTimeline, 1);
  self->lesson = lesson_ref (lesson);
  self->scene = &lesson->scenes[scene];
  self->parameters = lesson_parameters_ref (parameters);
  self->free = free;
  place_steps (self);
  return self;
}

LessonTimeline *
lesson_timeline_new (Lesson *lesson, guint scene, LessonParameters *parameters) {
  return make (lesson, scene, parameters, FALSE);
}

LessonTimeline *
lesson_timeline_new_free (Lesson *lesson, guint scene, LessonParameters *parameters) {
  g_return_val_if_fail (lesson->scenes[scene].playground != NULL, NULL);

  return make (lesson, scene, parameters, TRUE);
}

void
lesson_timeline_free (LessonTimeline *self) {
  lesson_unref (self->lesson);
  lesson_parameters_unref (self->parameters);
  g_free (self->ends);
  g_free (self->asked);
  g_free (self);
}

double
lesson_timeline_duration (const LessonTimeline *self) {
  return self->ends[self->scene->n_steps - 1];
}

double
lesson_timeline_step_end (const LessonTimeline *self, guint step) {
  return self->ends[MIN (step, self->scene->n_steps - 1)];
}

double
lesson_timeline_step_asked (const LessonTimeline *self, guint step) {
  return self->asked[MIN (step, self->scene->n_steps - 1)];
}

guint
lesson_timeline_step_at (const LessonTimeline *self, double seconds) {
  guint step = 0;

  if (self->free)
    return self->scene->n_steps - 1;
  while (step + 1 < self->scene->n_steps && seconds > self->ends[step])
    step++;
  return step;
}

static char **
fill_choices (char **choices, const LessonParameters *parameters) {
  g_autoptr (GPtrArray) filled = g_ptr_array_new ();

  for (guint i = 0; choices != NULL && choices[i] != NULL; i++)
    g_ptr_array_add (filled, lesson_caption_fill (choices[i], parameters));
  g_ptr_array_add (filled, NULL);
  return choices != NULL ? (char **) g_ptr_array_steal (filled, NULL) : NULL;
}

static void
fill_prediction (const LessonTimeline *self, LessonState *state) {
  LessonPrediction *prediction = &state->prediction;
  const LessonQuestion *question = self->scene->steps[state->step].question;
  double begin = state->step > 0 ? self->ends[state->step - 1] : 0;
  double asked = self->asked[state->step];
  g_autofree char *key = lesson_question_key (self->scene, state->step);

  if (question == NULL || lesson_state_is_driven (state))
    return;
  prediction->question = question;
  prediction->text = lesson_caption_fill (question->text, self->parameters);
  prediction->choices = fill_choices (question->choices, self->parameters);
  if (asked > begin && state->seconds <= asked)
    prediction->asking = lesson_ease (lesson_span (state->seconds, begin, begin + 0.7 * (asked - begin)));
  prediction->answered = lesson_parameters_get_answer (self->parameters, key, &prediction->answer);
  prediction->revealed = state->seconds >= self->ends[state->step];
  prediction->truth = question->correct;
  if (question->answer != NULL)
    lesson_caption_number (question->answer, self->parameters, &prediction->truth);
}

LessonState *
lesson_timeline_state_at (LessonTimeline *self, double seconds) {
  guint step = lesson_timeline_step_at (self, seconds);
  double end = self->ends[step];

  const LessonSceneClass *class = lesson_scene_class (self->scene->kind);
  LessonState *state = lesson_state_new (self->lesson, self->scene, self->parameters);
  state->step = step;
  /* The playground shows all that the kind can, whatever steps the lesson has picked. */
  state->id = self->free ? class->n_steps - 1 : self->scene->steps[step].id;
  state->free = self->free;
  state->seconds = CLAMP (seconds, 0, end);
  fill_prediction (self, state);
  class->fill (state, self->free ? 1 : lesson_span (state->seconds, self->asked[step], end));
  lesson_state_put_in_words (state);
  return state;
}
