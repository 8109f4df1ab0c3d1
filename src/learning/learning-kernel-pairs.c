/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pooled sum of a convolution 3x3 with a third of the multiplications less. See learning-vector.h.
 *
 * Two outputs one above the other see four rows d0 … d3. With the filter's column g0, g1, g2 they are
 *   y0 = g0 d0 + g1 d1 + g2 d2        y1 = g0 d1 + g1 d2 + g2 d3
 * which is six multiplications, or four (Winograd 1980; Lavin and Gray 2015, F(2,3)):
 *   m0 = g0 (d0 - d2)                 m1 = (g0 + g1 + g2) / 2 (d1 + d2)
 *   m2 = (g0 - g1 + g2) / 2 (d2 - d1) m3 = g2 (d1 - d3)
 *   y0 = m0 + m1 + m2                 y1 = m1 - m2 - m3
 * The factors in d serve all filters, those in g all places and images, and the m are summed over columns and channels before they
 * are put together. Along the rows the same would pay no more: too many additions. Nor does it pay where there are but sixteen
 * registers: a multiplication then costs more than one load, and the loads decide. So only avx512 has it.
 *
 * The two rows are rounded differently, so that of two windows that see the same either may win. Their gradients are the same, too. */
#include "learning-vector.h"

#define PAIR_UNITS 4

/* (feature, factor, lane), from the feature's row and the three below it. */
static void
prepare_values (const LearningPairs *self) {
  for (gsize i = 0; i < self->n_features; i++)
    for (guint v = 0; v < PARTS; v++) {
      const float *in = self->sum.in + i * LEARNING_LANES + v * WIDTH;
      gsize row = self->width * LEARNING_LANES;
      Vector d0 = load (in), d1 = load (in + row), d2 = load (in + 2 * row), d3 = load (in + 3 * row);
      float *to = self->values + i * 4 * LEARNING_LANES + v * WIDTH;

      store (to, d0 - d2);
      store (to + LEARNING_LANES, d1 + d2);
      store (to + 2 * LEARNING_LANES, d2 - d1);
      store (to + 3 * LEARNING_LANES, d1 - d3);
    }
}

/* (column of all filters and channels, factor) */
static void
prepare_weights (const LearningPairs *self) {
  gsize n = self->sum.n_units * self->sum.n_taps / 9;
  float *to = self->weights;

  for (gsize i = 0; i < n; i++)
    for (gsize column = 0; column < 3; column++, to += 4) {
      const float *g = self->sum.weights + i * 9 + column;

      to[0] = g[0];
      to[1] = (g[0] + g[6] + g[3]) / 2;
      to[2] = (g[0] + g[6] - g[3]) / 2;
      to[3] = g[6];
    }
}

typedef struct {
  Vector upper, lower;
} Pair;

/* The pair at a feature, for a vector of the lanes. */
INLINE void
sum_pair (Pair *pairs, const LearningPairs *self, gsize feature, gsize unit, guint part, const guint units) {
  const LearningSum *sum = &self->sum;
  gsize stride = sum->n_taps / 3 * 4;
  const float *weights = self->weights + unit * stride;
  Vector m[PAIR_UNITS][4] = { { { 0 } } };

#pragma GCC unroll 4
  for (guint u = 0; u < units; u++)
    m[u][1] = sum->biases[unit + u] - (Vector){ 0 };
  for (gsize t = 0; t < sum->n_taps; t += 9)
#pragma GCC unroll 1 /* else GCC 12 runs out of registers */
    for (gsize column = 0; column < 3; column++, weights += 4) {
      const float *values =
          self->values + (feature + sum->taps[t] + column) * 4 * LEARNING_LANES + part * WIDTH;

#pragma GCC unroll 4
      for (guint k = 0; k < 4; k++) {
        Vector value = load (values + k * LEARNING_LANES);

        KEEP (value);
#pragma GCC unroll 4
        for (guint u = 0; u < units; u++)
          m[u][k] += weights[u * stride + k] * value;
      }
    }
#pragma GCC unroll 4
  for (guint u = 0; u < units; u++)
    pairs[u] = (Pair){ m[u][0] + (m[u][1] + m[u][2]), m[u][1] - m[u][2] - m[u][3] };
}

/* One window of the pool, a vector of its lanes. Of two rows the upper one is looked at first: the first of equals stays. */
INLINE void
pool_window (const LearningPairs *self, gsize unit, gsize window, guint part, const guint units) {
  const LearningPool *pool = &self->pool;
  gint32 first = (gint32) pool->places[window];
  Vector best[PAIR_UNITS] = { { 0 } };
  Whole winner[PAIR_UNITS] = { { 0 } };

  for (gsize row = 0; row < pool->n_taps; row += 2 * self->columns) {
    const guint32 *upper = pool->taps + row, *lower = upper + self->columns;
    Pair pairs[LEARNING_PAIRS_MOST][PAIR_UNITS];

    for (gsize c = 0; c < self->columns; c++) {
      sum_pair (pairs[c], self, self->sum.places[first + (gint32) upper[c]], unit, part, units);
#pragma GCC unroll 4
      for (guint u = 0; u < units; u++)
        if (row + c == 0) {
          best[u] = pairs[c][u].upper;
          winner[u] = first - (Whole){ 0 };
        } else
          take_larger (&best[u], &winner[u], pairs[c][u].upper, first + (gint32) upper[c]);
    }
    for (gsize c = 0; c < self->columns; c++)
#pragma GCC unroll 4
      for (guint u = 0; u < units; u++)
        take_larger (&best[u], &winner[u], pairs[c][u].lower, first + (gint32) lower[c]);
  }
  for (guint u = 0; u < units; u++) {
    gsize at = ((unit + u) * pool->n_places + window) * LEARNING_LANES + part * WIDTH;

    store (self->sum.out + at, self->sum.relu ? relu_of (best[u]) : best[u]);
    if (self->winners)
      *(AnyWhole *) (self->winners + at) = winner[u];
  }
}

INLINE void
pool_units (const LearningPairs *self, gsize unit, const guint units) {
  for (gsize window = 0; window < self->pool.n_places; window++)
    for (guint part = 0; part < PARTS; part++)
      pool_window (self, unit, window, part, units);
}

void
OF_LEVEL (learning_pooled_pairs_) (const LearningPairs *self) {
  gsize unit = 0;

  prepare_values (self);
  prepare_weights (self);
  for (; unit + PAIR_UNITS <= self->sum.n_units; unit += PAIR_UNITS)
    pool_units (self, unit, PAIR_UNITS);
  for (; unit < self->sum.n_units; unit++)
    pool_units (self, unit, 1);
}
