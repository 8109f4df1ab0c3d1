/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-state.h"

#include "lesson-scene-private.h"
#include "lesson-state-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct {
  LessonState state;
  gatomicrefcount references;
} Shared;

LessonState *
lesson_state_new (Lesson *lesson, const LessonScene *scene, LessonParameters *parameters) {
  Shared *shared = g_new0 (Shared, 1);

  g_atomic_ref_count_init (&shared->references);
  shared->state.lesson = lesson_ref (lesson);
  shared->state.scene = scene;
  shared->state.parameters = lesson_parameters_ref (parameters);
  return &shared->state;
}

LessonState *
lesson_state_ref (LessonState *self) {
  g_atomic_ref_count_inc (&((Shared *) self)->references);
  return self;
}

void
lesson_state_unref (LessonState *self) {
  if (!g_atomic_ref_count_dec (&((Shared *) self)->references))
    return;
  lesson_unref (self->lesson);
  lesson_parameters_unref (self->parameters);
  g_free (self->caption);
  g_free (self->notes);
  g_free (self->spoken);
  g_free (self->prediction.text);
  g_strfreev (self->prediction.choices);
  g_free (self);
}

static void
speak_counter (GString *spoken, const char *layer, const LessonCounter *counter) {
  g_autofree char *weights = lesson_format_count (counter->weights);
  g_autofree char *uses = lesson_format_count (counter->uses);
  g_autofree char *multiplications = lesson_format_count (counter->multiplications);
  g_autofree char *outputs = lesson_format_count (counter->outputs);

  if (counter->biases)
    /* Translators: the layer's name, then its totals */
    g_string_append_printf (spoken, _ (" %s: parameters %s, multiplications %s, outputs %s."), layer, weights,
                            multiplications, outputs);
  else if (counter->uses == 0)
    /* Translators: likewise, of a layer that has not been used yet */
    g_string_append_printf (spoken, _ (" %s: weights %s, multiplications %s, outputs %s."), layer, weights,
                            multiplications, outputs);
  else
    /* Translators: likewise */
    g_string_append_printf (spoken,
                            ngettext (" %s: weights %s, each used %s time, multiplications %s, outputs %s.",
                                      " %s: weights %s, each used %s times, multiplications %s, outputs %s.",
                                      counter->uses),
                            layer, weights, uses, multiplications, outputs);
}

/* Only what has a card in the picture, and only once something is on it. */
static void
speak_counters (GString *spoken, const LessonState *self) {
  const struct {
    LessonLayers layer;
    const char *name;
    const LessonCounter *counter;
  } cards[] = {
    { LESSON_LAYER_DENSE, _ ("Dense layer"), &self->dense },
    { LESSON_LAYER_LOCAL, _ ("Local layer"), &self->local },
    { LESSON_LAYER_CONVOLUTION, _ ("Convolution"), &self->convolution },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cards); i++)
    if ((self->scene->layers & cards[i].layer) != 0 && cards[i].counter->shown
        && cards[i].counter->weights > 0)
      speak_counter (spoken, cards[i].name, cards[i].counter);
}

/* What can be answered, and how. */
static void
speak_question (GString *spoken, const LessonPrediction *prediction) {
  for (guint i = 0; prediction->choices != NULL && prediction->choices[i] != NULL; i++)
    g_string_append_printf (spoken, " %u: %s.", i + 1, prediction->choices[i]);
  g_string_append_printf (spoken, " %s",
                          prediction->choices != NULL ? _ ("Press a number, or go on without an answer.")
                                                      : _ ("Type a number, or go on without an answer."));
}

/* What was answered; once the step is over, beside what is right. */
static void
speak_answer (GString *spoken, const LessonPrediction *prediction) {
  g_autofree char *answer = lesson_prediction_to_string (prediction->choices, prediction->answer);
  g_autofree char *truth = lesson_prediction_to_string (prediction->choices, prediction->truth);

  if (!prediction->revealed)
    g_string_append_printf (spoken, _ (" Your prediction: %s."), answer);
  else if (prediction->answer == prediction->truth)
    g_string_append_printf (spoken, _ (" Your prediction: %s. That is right."), answer);
  else
    /* Translators: what was answered to a question, then what is right */
    g_string_append_printf (spoken, _ (" Your prediction: %s. Right is: %s."), answer, truth);
}

static void
speak_picture (GString *spoken, const LessonState *self) {
  const LessonSceneClass *class = lesson_scene_class (self->scene->kind);
  g_autofree char *seen = class->speak != NULL ? class->speak (self) : NULL;

  if (self->prediction.answered)
    speak_answer (spoken, &self->prediction);
  if (seen != NULL && *seen != '\0')
    g_string_append_printf (spoken, " %s", seen);
  speak_counters (spoken, self);
}

gboolean
lesson_state_is_driven (const LessonState *self) {
  return self->free || (self->scene->kind == LESSON_SCENE_LEARNED && self->parameters->live.on);
}

/* While a question is asked there is none: it would tell the answer, and only one of the two can be read at a time. */
static const char *
caption_of (const LessonState *self) {
  if (self->prediction.asking > 0)
    return "";
  return lesson_state_is_driven (self) ? _ (self->scene->playground) : self->scene->steps[self->step].caption;
}

void
lesson_state_put_in_words (LessonState *self) {
  const LessonStep *step = &self->scene->steps[self->step];
  GString *spoken;

  self->caption = lesson_caption_fill (caption_of (self), self->parameters);
  self->notes = lesson_caption_fill (step->notes, self->parameters);
  spoken = g_string_new (self->prediction.asking > 0 ? self->prediction.text : self->caption);
  if (self->prediction.asking > 0)
    speak_question (spoken, &self->prediction);
  else
    speak_picture (spoken, self);
  self->spoken = g_string_free (spoken, FALSE);
}

gboolean
lesson_target_equal (const LessonTarget *a, const LessonTarget *b) {
  return a->part == b->part && a->unit == b->unit && a->row == b->row && a->column == b->column;
}

gboolean
lesson_state_window (const LessonState *self, const LessonTarget *target, double *row, double *column) {
  const LessonSlideView *view = &self->slide_view;
  gint64 columns = self->parameters->single.out_width;

  *row = view->row;
  *column = view->column;
  if (target != NULL && target->part == LESSON_PART_OUTPUT
      && target->row * columns + target->column < view->written) {
    *row = target->row;
    *column = target->column;
  }
  return *row == floor (*row) && *column == floor (*column);
}

void
lesson_counter_fill (LessonCounter *self, const EngineCount *count) {
  *self = (LessonCounter){
    .shown = TRUE,
    .weights = count->weights,
    .uses = count->uses_per_weight,
    .multiplications = count->multiplications,
    .outputs = count->outputs,
  };
}
