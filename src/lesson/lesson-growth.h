/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sides of the images that grow in scene "growth", and what the two layers cost over them. */
#pragma once

#include "lesson.h"

G_BEGIN_DECLS

#define LESSON_GROWTH_STEPS        4  /* sides that the lesson stops at */
#define LESSON_GROWTH_SIDES_MAX    16 /* and all that can be pointed at */
#define LESSON_GROWTH_NETWORKS_MAX 6  /* that are shown of the lesson’s */

/* Side number 0 is the lesson's grid, the last one 1,000; each is larger than the one before. */
gint64 lesson_growth_step_side (const LessonParameters *parameters, guint step);
/* All sides that can be pointed at, rising; returns how many. Those are left out in which the kernel does not fit. */
guint lesson_growth_sides (const LessonParameters *parameters, gint64 sides[LESSON_GROWTH_SIDES_MAX]);
/* The dense layer's nodes and the convolution's filters over an image of side x side pixels; FALSE where the kernel does not fit. */
gboolean lesson_growth_count (const LessonParameters *parameters, gint64 side, EngineCount *dense,
                              EngineCount *convolution);

guint lesson_growth_n_networks (const Lesson *lesson);
/* The layers that have a bar: convolutions and dense ones, from the first to the last. NULL past the last. */
guint lesson_growth_n_bars (const LessonNetwork *network);
const LessonNetworkLayer *lesson_growth_bar (const LessonNetwork *network, gint64 bar);

G_END_DECLS
