/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What scene "summary" shows, in numbers and words. */
#pragma once

#include "lesson-state.h"

G_BEGIN_DECLS

/* A question of the lesson, what was answered, and what is right. */
typedef struct {
  char *question;
  char *answer; /* NULL: not answered */
  char *truth;
  gboolean right; /* the right choice, or a number within a tenth of the truth */
} LessonSummaryAnswer;

typedef enum {
  LESSON_SUMMARY_OUTPUTS,
  LESSON_SUMMARY_WEIGHTS,
  LESSON_SUMMARY_USES,
  LESSON_SUMMARY_MULTIPLICATIONS,
  LESSON_SUMMARY_N_COLUMNS
} LessonSummaryColumn;

gint64 lesson_summary_number (const LessonParameters *parameters, LessonTotal total, guint column);
/* Name of the layer: "Dense, 32 nodes". Free with g_free(). */
char *lesson_summary_name (const LessonParameters *parameters, LessonTotal total);
#define LESSON_SUMMARY_N_SENTENCES 3
/* One of the three sentences and the words over it, filled in. Free with g_free(). */
char *lesson_summary_heading (const LessonParameters *parameters, guint index);
char *lesson_summary_sentence (const LessonParameters *parameters, guint index);
/* Every question of the lesson, in its order: of LessonSummaryAnswer. */
GPtrArray *lesson_summary_answers (const LessonState *state);

G_END_DECLS
