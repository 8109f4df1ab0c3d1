/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "summary", between its files. */
#pragma once

#include "draw-scene-private.h"

typedef struct {
  DrawRect names, cells;   /* of the table, and the line of small type above them */
  DrawRect comparisons[2]; /* below */
  DrawRect sentences;      /* one below the other */
  DrawRect predictions;
  guint n_predictions; /* as many as there is room for */
} DrawSummaryPlaces;

void draw_summary_table (const DrawContext *context);
void draw_summary_sentences (const DrawContext *context);
void draw_summary_predictions (const DrawContext *context);
/* A card's ground and outline. */
void draw_summary_card (const DrawContext *context, DrawRect rect);
/* How far the row has come. */
double draw_summary_row_alpha (const DrawContext *context, guint row);
