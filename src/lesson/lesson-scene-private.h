/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a kind of scene is made of: its words, and how a moment of a step looks. */
#pragma once

#include "lesson-ease.h"
#include "lesson-state.h"

typedef struct {
  double seconds;
  const char *caption, *notes; /* marked for translation, with {placeholders} */
} LessonStepText;

typedef struct {
  const char *name;
  const char *title; /* marked for translation */
  guint n_steps;
  const LessonStepText *steps;
  /* Fills in the counters and the view of state->step, `progress` (0…1) into it. */
  void (*fill) (LessonState *state, double progress);
} LessonSceneClass;

extern const LessonSceneClass lesson_dense_class;
extern const LessonSceneClass lesson_slide_class;
extern const LessonSceneClass lesson_filters_class;

const LessonSceneClass *lesson_scene_class (LessonSceneKind kind);

/* `text` with {placeholders} replaced by the numbers of the parameters. */
char *lesson_caption_fill (const char *text, const LessonParameters *parameters);
/* The first {placeholder} in the text that is not known, or NULL. Free with g_free(). */
char *lesson_caption_unknown (const char *text);

/* The totals of a whole layer. */
void lesson_counter_fill (LessonCounter *self, const EngineCount *count);
