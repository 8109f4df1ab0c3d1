/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bars of scene "trade". */
#pragma once

#include "lesson-state.h"

G_BEGIN_DECLS

/* Dense, convolution, dense with as many outputs as the convolution. */
#define LESSON_TRADE_LAYERS 3
/* Their weights, then their multiplications. */
#define LESSON_TRADE_BARS 6

typedef struct {
  const EngineCount *count; /* of the layer */
  gint64 value;             /* its weights or its multiplications */
  gboolean convolution;
  double grown; /* 0…1 */
  gint64 now;   /* where the bar ends; the third layer’s grows on from the first’s */
} LessonTradeBar;

LessonTradeBar lesson_trade_bar (const LessonState *state, gint64 unit);

G_END_DECLS
