/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a kind of scene is made of: its words, and how a moment of a step looks. */
#pragma once

#include "lesson-ease.h"
#include "lesson-state.h"

typedef struct _LessonReader LessonReader;

/* Marked for translation, with {placeholders}. */
typedef struct {
  const char *text;
  const char *answer;     /* the placeholder whose number is asked for, or NULL */
  const char *choices[5]; /* else what can be picked, as many as there are */
  guint correct;          /* index of the right one */
} LessonQuestionText;

typedef struct {
  const char *name;
  double seconds;
  const char *caption, *notes;        /* marked for translation, with {placeholders} */
  const LessonQuestionText *question; /* NULL where nothing is asked */
} LessonStepText;

typedef struct {
  const char *name;
  const char *title;      /* marked for translation */
  const char *playground; /* likewise; NULL where it cannot stand alone */
  LessonLayers layers;
  guint n_steps;
  const LessonStepText *steps;
  /* Fills in the counters and the view of the step state->id, `progress` (0…1) into it. */
  void (*fill) (LessonState *state, double progress);
  /* What the picture shows at this moment, beyond caption and counters, in a sentence for who cannot see it; NULL where
   * those say it all. Free with g_free(). */
  char *(*speak) (const LessonState *state);
  /* What stands at a target, in words, NULL where nothing does. It decides for the whole scene: parts that look alike
   * everywhere it hands on to lesson_describe_shared(). NULL where all of them do. */
  char *(*describe) (const LessonState *state, const LessonTarget *target);
  /* Keys of its own that the scene's group in a lesson file may have, and who reads them into reader->lesson; NULL where there
   * are none. See lesson-file-private.h. */
  const char *const *keys;
  void (*read) (LessonReader *reader, const char *group);
} LessonSceneClass;

extern const LessonSceneClass lesson_tensor_class;
extern const LessonSceneClass lesson_dense_class;
extern const LessonSceneClass lesson_slide_class;
extern const LessonSceneClass lesson_sharing_class;
extern const LessonSceneClass lesson_filters_class;
extern const LessonSceneClass lesson_trade_class;
extern const LessonSceneClass lesson_growth_class;
extern const LessonSceneClass lesson_grab_class;
extern const LessonSceneClass lesson_matrix_class;
extern const LessonSceneClass lesson_learned_class;
extern const LessonSceneClass lesson_evidence_class;
extern const LessonSceneClass lesson_photo_class;
extern const LessonSceneClass lesson_summary_class;

/* Scene "learned" in words; see LessonSceneClass. */
char *lesson_learned_speak (const LessonState *state);
char *lesson_learned_describe (const LessonState *state, const LessonTarget *target);

const LessonSceneClass *lesson_scene_class (LessonSceneKind kind);

/* Pixels, weights and outputs, nodes and their lines, filters, as most scenes have them. NULL for other parts, and outside. */
char *lesson_describe_shared (const LessonState *state, const LessonTarget *target);

/* `text` with {placeholders} replaced by the numbers of the parameters. */
char *lesson_caption_fill (const char *text, const LessonParameters *parameters);
/* The number that a placeholder stands for; FALSE where there is none of that name, or it is not a number. With `parameters`
 * NULL only that is told. */
gboolean lesson_caption_number (const char *name, const LessonParameters *parameters, double *number);
/* The first {placeholder} in the text that is not known, or NULL. Free with g_free(). */
char *lesson_caption_unknown (const char *text);

/* The totals of a whole layer. */
void lesson_counter_fill (LessonCounter *self, const EngineCount *count);
