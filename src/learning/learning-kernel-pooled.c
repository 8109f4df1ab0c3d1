/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sum, ReLU and max pool in one. Compiled once per CPU level; see learning-vector.h.
 *
 * The map that a pool reads is many times as large as what the pool leaves of it: for sixteen images through the lesson's
 * convolution 131 KB, four times the innermost cache. Here it is never written. A tile is POSITIONS of a pool's window by
 * POOLED_UNITS units; while its sums grow, each vector of the input serves all units and each weight all positions, so that
 * a multiplication costs half a load. Then each unit takes the largest of its sums. */
#include "learning-vector.h"

/* Sums, one tap's values and a weight fit into the registers: 16 + 4 + 1 of 32, 8 + 4 + 1 of 16, 8 + 4 + 1 of 16. */
#if defined __AVX512F__
#define POSITIONS    4
#define POOLED_UNITS 4
#elif defined __AVX2__
#define POSITIONS    2
#define POOLED_UNITS 2
#else
#define POSITIONS    1
#define POOLED_UNITS 2
#endif

typedef struct {
  gint32 places[POSITIONS];
  Vector sums[POSITIONS][POOLED_UNITS][PARTS];
} Tile;

/* Inlined with constant `units` and `shared` (all places have the same weights): the sums live in registers. */
INLINE void
sum_positions (Tile *tile, const LearningSum *self, gsize unit, const guint units, const gboolean shared) {
  const float *weights[POSITIONS], *values[POSITIONS];
  Vector sums[POSITIONS][POOLED_UNITS][PARTS];

#pragma GCC unroll 4
  for (guint p = 0; p < POSITIONS; p++) {
    gsize place = (gsize) tile->places[p];
    const float *bias = self->biases + unit * self->unit_biases + (shared ? 0 : place * self->place_biases);

    values[p] = self->in + (gsize) self->places[place] * LEARNING_LANES;
    weights[p] = self->weights + unit * self->unit_weights + (shared ? 0 : place * self->place_weights);
#pragma GCC unroll 4
    for (guint u = 0; u < units; u++)
#pragma GCC unroll 4
      for (guint v = 0; v < PARTS; v++)
        sums[p][u][v] = bias[u * self->unit_biases] - (Vector){ 0 };
  }

  for (gsize t = 0; t < self->n_taps; t++) {
    gsize tap = (gsize) self->taps[t] * LEARNING_LANES;
    Vector value[POSITIONS][PARTS];

#pragma GCC unroll 4
    for (guint p = 0; p < POSITIONS; p++)
#pragma GCC unroll 4
      for (guint v = 0; v < PARTS; v++) {
        value[p][v] = load (values[p] + tap + v * WIDTH);
        KEEP (value[p][v]);
      }
#pragma GCC unroll 4
    for (guint u = 0; u < units; u++) {
      Vector weight = weights[0][u * self->unit_weights + t] - (Vector){ 0 };

      KEEP (weight);
#pragma GCC unroll 4
      for (guint p = 0; p < POSITIONS; p++) {
        if (!shared && p > 0)
          weight = weights[p][u * self->unit_weights + t] - (Vector){ 0 };
#pragma GCC unroll 4
        for (guint v = 0; v < PARTS; v++)
          sums[p][u][v] += weight * value[p][v];
      }
    }
  }
  memcpy (tile->sums, sums, sizeof sums);
}

/* What is taken so far of a window, and where it stood. The first of equals stays. */
typedef struct {
  Vector best[POOLED_UNITS][PARTS];
  Whole winner[POOLED_UNITS][PARTS];
} Taken;

INLINE void
take_largest (Taken *taken, const Tile *tile, gboolean first, const guint units, const gboolean places) {
#pragma GCC unroll 4
  for (guint u = 0; u < units; u++)
#pragma GCC unroll 4
    for (guint v = 0; v < PARTS; v++) {
      Vector best = first ? tile->sums[0][u][v] : taken->best[u][v];
      Whole winner = first ? tile->places[0] - (Whole){ 0 } : taken->winner[u][v];

#pragma GCC unroll 4
      for (guint p = 0; p < POSITIONS; p++)
        if (places)
          take_larger (&best, &winner, tile->sums[p][u][v], tile->places[p]);
        else
          best = larger (tile->sums[p][u][v], best);
      taken->best[u][v] = best;
      taken->winner[u][v] = winner;
    }
}

/* One window of the pool. Where its positions do not fill the last tile, its last is summed again: it is not larger than
 * itself. */
INLINE void
pool_window (const LearningSum *self, const LearningPool *pool, gint32 *winners, gsize unit, gsize window,
             const guint units, const gboolean shared, const gboolean places) {
  gsize first = 0;
  Tile tile;
  Taken taken;

  do {
#pragma GCC unroll 4
    for (guint p = 0; p < POSITIONS; p++)
      tile.places[p] = (gint32) (pool->places[window] + pool->taps[MIN (first + p, pool->n_taps - 1)]);
    sum_positions (&tile, self, unit, units, shared);
    take_largest (&taken, &tile, first == 0, units, places);
    /* Waits in memory: the registers belong to the sums. */
    __asm__("" : "+m"(taken));
    first += POSITIONS;
  } while (first < pool->n_taps);
#pragma GCC unroll 4
  for (guint u = 0; u < units; u++)
#pragma GCC unroll 4
    for (guint v = 0; v < PARTS; v++) {
      gsize at = ((unit + u) * pool->n_places + window) * LEARNING_LANES + v * WIDTH;

      store (self->out + at, self->relu ? relu_of (taken.best[u][v]) : taken.best[u][v]);
      if (places)
        *(AnyWhole *) (winners + at) = taken.winner[u][v];
    }
}

INLINE void
pool_units (const LearningSum *self, const LearningPool *pool, gint32 *winners, const gboolean shared,
            const gboolean places) {
  gsize unit = 0;

  for (; unit + POOLED_UNITS <= self->n_units; unit += POOLED_UNITS)
    for (gsize window = 0; window < pool->n_places; window++)
      pool_window (self, pool, winners, unit, window, POOLED_UNITS, shared, places);
  for (; unit < self->n_units; unit++)
    for (gsize window = 0; window < pool->n_places; window++)
      pool_window (self, pool, winners, unit, window, 1, shared, places);
}

void
OF_LEVEL (learning_pooled_sum_) (const LearningSum *self, const LearningPool *pool, gint32 *winners) {
  gboolean shared = self->place_weights == 0;

  if (shared && winners)
    pool_units (self, pool, winners, TRUE, TRUE);
  else if (shared)
    pool_units (self, pool, NULL, TRUE, FALSE);
  else if (winners)
    pool_units (self, pool, winners, FALSE, TRUE);
  else
    pool_units (self, pool, NULL, FALSE, FALSE);
}
