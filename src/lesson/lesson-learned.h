/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "learned": what the record of training shows at a moment. */
#pragma once

#include "learning-data.h"
#include "lesson-state.h"

G_BEGIN_DECLS

#define LESSON_LEARNED_EXAMPLES 8   /* images with hidden patterns that are shown */
#define LESSON_LEARNED_MOMENTS  81  /* that can be pointed at along the curves */
#define LESSON_LEARNED_ALIKE    0.9 /* correlation from which a filter counts as the pattern */

/* NULL where that network has not been trained in the course in view. */
const LearningTrace *lesson_learned_trace (const LessonState *state, LearningKind kind);
/* What it was at the moment in view; NULL likewise. */
const LearningSnapshot *lesson_learned_snapshot (const LessonState *state, LearningKind kind);
/* Whether a network stands beside the others: on the hidden patterns two do. */
gboolean lesson_learned_has (const LessonState *state, LearningKind kind);
/* The longest of the course's runs, in steps. */
guint64 lesson_learned_steps (const LessonState *state);
/* Step of the training at one of LESSON_LEARNED_MOMENTS. */
guint64 lesson_learned_moment (const LessonState *state, gint64 column);
/* Filters of a convolution, each rows x columns: that one; its weights. */
const float *lesson_learned_filter (const LearningSnapshot *snapshot, gint64 filter);

/* For each hidden pattern the filter that is most like it: its correlation (means removed, cosine), and which it is. */
typedef struct {
  gint64 filter; /* -1 where filters are not 3x3 */
  double correlation;
} LessonMatch;

void lesson_learned_match (const LearningSnapshot *snapshot, LessonMatch matches[LEARNING_PATTERNS]);
guint lesson_learned_found (const LessonMatch matches[LEARNING_PATTERNS]);

/* Gradient: what each position adds for one weight, (positions); and the weight at this step and the next. Free with
 * g_free(); NULL where nothing was trained. */
double *lesson_learned_gradients (const LessonState *state, gint64 tap, gint64 *positions);
gboolean lesson_learned_weights (const LessonState *state, gint64 tap, double *before, double *after);
/* 0…1: how far the part of a position has travelled; how many have arrived. */
double lesson_learned_travel (const LessonLearnedView *view, gint64 position, gint64 positions);
gint64 lesson_learned_arrived (const LessonLearnedView *view, gint64 positions);

/* Hidden: where the pattern of an image of the first batch is most alike: row and column of its upper left pixel. */
void lesson_learned_place (const LearningSet *batch, gsize image, gint64 *row, gint64 *column);

/* Classify: the current image as that network sees it, (height, width); its answer, (classes). NULL likewise. */
float *lesson_learned_image (const LessonState *state, LearningKind kind, gint64 *height, gint64 *width);
float *lesson_learned_answer (const LessonState *state, LearningKind kind, gint64 *classes);

G_END_DECLS
