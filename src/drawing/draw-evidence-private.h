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

#define DRAW_EVIDENCE_MEAN  0.1 /* radius of a mean's disk, in units */
#define DRAW_EVIDENCE_NAMES 2.5 /* room for the networks' names */

/* A network's colour; a path round a point; the names beside the last means; the line above the charts. */
DrawColor draw_evidence_color (const DrawStyle *style, LearningKind kind);
void draw_evidence_disk (const DrawContext *context, double x, double y, double radius);
void draw_evidence_names (const DrawContext *context, const DrawFindings *self);
void draw_evidence_legend (const DrawContext *context);
