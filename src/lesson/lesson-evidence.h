/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers of scene "evidence": a moved image in both layers, the shuffled pixels, and what the experiments found. */
#pragma once

#include "lesson-state.h"

G_BEGIN_DECLS

/* Before and after the image has moved by one pixel to the right: what the first layers make of it, with biases, before ReLU. */
typedef struct {
  gboolean trained;           /* on digits; else at their random start, with the filter that slides */
  gint64 grid, side, nodes;   /* the image is grid x grid, the response side x side */
  EngineTensor *images[2];    /* (grid, grid, 1) */
  EngineTensor *kernel;       /* (1, k, k, 1): of the filter with the strongest response */
  EngineTensor *responses[2]; /* (side, side, 1) */
  EngineTensor *outputs[2];   /* (nodes): the dense layer's */
  gint64 filter;              /* which one that is of the trained ones; 0-based */
  gint64 comparable, again;   /* responses that have a next place to the right; of these, found again there */
  gint64 same, changed_sides; /* dense outputs that are what they were; that have another sign */
} LessonEvidenceShift;

LessonEvidenceShift *lesson_evidence_shift_new (const LessonParameters *parameters);
void lesson_evidence_shift_free (LessonEvidenceShift *self);

/* Where each pixel of a grid x grid image goes, counted along the rows: `to` (grid * grid). */
void lesson_evidence_shuffle (gint64 grid, gint64 *to);
/* Pairs of pixels side by side or one above the other, and how many of them still are after it. */
gint64 lesson_evidence_pairs (gint64 grid);
gint64 lesson_evidence_pairs_left (gint64 grid, const gint64 *to);

/* Of the recorded runs, or of those made here. */
const LearningFinding *lesson_evidence_finding (const LessonParameters *parameters, gboolean live,
                                                LearningExperiment experiment, LearningKind kind,
                                                guint a_case);
/* Names for people; free with g_free(). A case's own, and that of the group of cases it is in (NULL where it is in none). */
char *lesson_evidence_case_title (LearningExperiment experiment, guint a_case);
char *lesson_evidence_group_title (LearningExperiment experiment, guint a_case);
/* What is told from experiments by "EXPERIMENT NETWORK CASE", as in their file: "shift dense moved-1". FALSE where there is none
 * of that name; `share` is negative where it has not been run. */
gboolean lesson_evidence_look_up (const char *name, gsize length, const LessonParameters *parameters,
                                  double *share);

/* What the numbers show (0) and what they do not (1): so many rows of both. */
#define LESSON_EVIDENCE_ROWS 4
char *lesson_evidence_sentence (const LessonParameters *parameters, guint row, guint side);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LessonEvidenceShift, lesson_evidence_shift_free)

G_END_DECLS
