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
  if (!counter->shown)
    return;
  g_autofree char *weights = lesson_format_count (counter->weights);
  g_autofree char *uses = lesson_format_count (counter->uses);
  g_autofree char *multiplications = lesson_format_count (counter->multiplications);
  g_autofree char *outputs = lesson_format_count (counter->outputs);
  if (counter->biases) {
    /* Translators: the layer's name, then its totals */
    g_string_append_printf (spoken, _ (" %s: parameters %s, multiplications %s, outputs %s."), layer, weights,
                            multiplications, outputs);
    return;
  }
  /* Translators: the layer's name, then its totals */
  g_string_append_printf (spoken, _ (" %s: weights %s, each used %s times, multiplications %s, outputs %s."),
                          layer, weights, uses, multiplications, outputs);
}

static void
speak_choices (GString *spoken, const LessonPrediction *prediction) {
  for (guint i = 0; prediction->asking > 0 && prediction->choices != NULL && prediction->choices[i] != NULL;
       i++)
    g_string_append_printf (spoken, " %u: %s.", i + 1, prediction->choices[i]);
}

static void
speak_picture (GString *spoken, const LessonState *self) {
  const LessonSceneClass *class = lesson_scene_class (self->scene->kind);
  g_autofree char *seen = class->speak != NULL && self->prediction.asking <= 0 ? class->speak (self) : NULL;

  if (seen != NULL)
    g_string_append_printf (spoken, " %s", seen);
}

/* While a question is asked there is none: it would tell the answer, and only one of the two can be read at a time. */
static const char *
caption_of (const LessonState *self) {
  if (self->prediction.asking > 0)
    return "";
  return self->free ? _ (self->scene->playground) : self->scene->steps[self->step].caption;
}

void
lesson_state_put_in_words (LessonState *self) {
  const LessonStep *step = &self->scene->steps[self->step];
  GString *spoken;

  self->caption = lesson_caption_fill (caption_of (self), self->parameters);
  self->notes = lesson_caption_fill (step->notes, self->parameters);
  spoken = g_string_new (self->prediction.asking > 0 ? self->prediction.text : self->caption);
  speak_choices (spoken, &self->prediction);
  speak_picture (spoken, self);
  speak_counter (spoken, _ ("Dense layer"), &self->dense);
  speak_counter (spoken, _ ("Local layer"), &self->local);
  speak_counter (spoken, _ ("Convolution"), &self->convolution);
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
