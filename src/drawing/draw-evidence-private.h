/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "evidence", between its files. */
#pragma once

#include "draw-chart-private.h"
#include "draw-scene-private.h"
#include "lesson-ease.h"
#include "lesson-evidence.h"

/* One experiment's chart. */
typedef struct {
  LearningExperiment experiment;
  DrawChart chart; /* its x counts slots: a case is in the middle of its own, 0…1 is the first */
  double title;    /* height of the lines above it */
} DrawFindings;

#define DRAW_EVIDENCE_CHARTS 2

typedef struct {
  DrawRect images[2], responses[2], outputs[2]; /* before and after the image has moved */
  DrawRect kernel;
  DrawRect whole, torn; /* the image and its pixels shuffled */
  DrawRect below;       /* a line of text under them */
  guint n_charts;
  DrawFindings charts[DRAW_EVIDENCE_CHARTS];
  DrawRect legend;
  DrawRect heads, rows, foot; /* of the sentences */
} DrawEvidencePlaces;

void draw_evidence_shift_place (DrawLayout *layout, const LessonState *state);
void draw_evidence_shift (const DrawContext *context);
void draw_evidence_shuffle_place (DrawLayout *layout, const LessonState *state);
void draw_evidence_shuffle (const DrawContext *context);
void draw_evidence_charts_place (DrawLayout *layout, const LessonState *state);
void draw_evidence_charts (const DrawContext *context);
void draw_evidence_said_place (DrawLayout *layout, const LessonState *state);
void draw_evidence_said (const DrawContext *context);
