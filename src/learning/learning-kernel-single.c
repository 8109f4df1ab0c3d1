/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiled once per CPU level; see learning-vector.h. */
#include "learning-kernel-single.h"
#include "learning-vector.h"

/* Adds to the sum of each row what its inputs from i on give: a vector of them, or `some`. */
INLINE void
along_inputs (Vector sums[WIDTH], const LearningRows *self, const float *const rows[WIDTH], gsize i,
              gsize some) {
  Vector value = load_some (self->in + i, some);

#pragma GCC unroll 16
  for (gsize u = 0; u < WIDTH; u++)
    sums[u] += load_some (rows[u] + i, some) * value;
}

/* As many rows together as a vector holds totals. Where there are fewer, the last is summed again. */
static void
along_tile (const LearningRows *self, gsize unit) {
  gsize n = MIN (self->n_units - unit, WIDTH);
  gsize whole = self->n_inputs - self->n_inputs % WIDTH;
  Vector sums[WIDTH] = { { 0 } };
  const float *rows[WIDTH];
  float biases[WIDTH];

#pragma GCC unroll 16
  for (gsize u = 0; u < WIDTH; u++) {
    rows[u] = self->weights + (unit + MIN (u, n - 1)) * self->unit_weights;
    biases[u] = self->biases[(unit + MIN (u, n - 1)) * self->unit_biases];
  }
  for (gsize i = 0; i < whole; i += WIDTH)
    along_inputs (sums, self, rows, i, WIDTH);
  if (whole < self->n_inputs)
    along_inputs (sums, self, rows, whole, self->n_inputs - whole);

  Vector total = totals_of (sums) + load (biases);
  store_some (self->out + unit / LEARNING_LANES * self->block + unit % LEARNING_LANES,
              self->relu ? relu_of (total) : total, n);
}

static void
along (const LearningRows *self) {
  for (gsize unit = 0; unit < self->n_units; unit += WIDTH)
    along_tile (self, unit);
}

/* Places whose sums grow together: each vector of weights serves all of them. */
#if defined __AVX512F__
#define PLACES 8
#elif defined __AVX2__
#define PLACES 4
#else
#define PLACES 2
#endif

/* Inlined with constant `places` and `vectors`: the sums live in registers. The last vector may hold fewer units. */
INLINE void
across_tile (const LearningSum *self, gsize place, gsize unit, const guint places, const guint vectors) {
  const float *in[PLACES];
  gsize last = self->n_units - unit - (vectors - 1) * WIDTH;
  Vector sums[PLACES][8];

#pragma GCC unroll 8
  for (guint p = 0; p < places; p++) {
    in[p] = self->in + self->places[MIN (place + p, self->n_places - 1)];
#pragma GCC unroll 8
    for (guint v = 0; v < vectors; v++)
      sums[p][v] = self->biases ? load_some (self->biases + unit + v * WIDTH, v + 1 < vectors ? WIDTH : last)
                                : (Vector){ 0 };
  }
  for (gsize t = 0; t < self->n_taps; t++) {
    const float *weights = self->weights + t * self->tap_weights + unit;
    gsize tap = self->taps[t];
    Vector weight[8];

#pragma GCC unroll 8
    for (guint v = 0; v < vectors; v++) {
      weight[v] = load_some (weights + v * WIDTH, v + 1 < vectors ? WIDTH : last);
      KEEP (weight[v]);
    }
#pragma GCC unroll 8
    for (guint p = 0; p < places; p++) {
      Vector value = in[p][tap] - (Vector){ 0 };

#pragma GCC unroll 8
      for (guint v = 0; v < vectors; v++)
        sums[p][v] += weight[v] * value;
    }
  }
#pragma GCC unroll 8
  for (guint p = 0; p < places; p++)
#pragma GCC unroll 8
    for (guint v = 0; v < vectors; v++) {
      gsize to = unit + v * WIDTH;
      gsize at = MIN (place + p, self->n_places - 1);

      store (self->out + (to / LEARNING_LANES * self->n_places + at) * LEARNING_LANES + to % LEARNING_LANES,
             self->relu ? relu_of (sums[p][v]) : sums[p][v]);
    }
}

/* One place: more of its units together instead. Returns how many. */
INLINE gsize
across_one (const LearningSum *self, gsize unit) {
  gsize vectors = (self->n_units - unit + WIDTH - 1) / WIDTH;

  if (vectors >= 8) {
    across_tile (self, 0, unit, 1, 8);
    return 8 * WIDTH;
  }
  if (vectors >= 4) {
    across_tile (self, 0, unit, 1, 4);
    return 4 * WIDTH;
  }
  if (vectors >= 2) {
    across_tile (self, 0, unit, 1, 2);
    return 2 * WIDTH;
  }
  across_tile (self, 0, unit, 1, 1);
  return WIDTH;
}

static void
across (const LearningSum *self) {
  gsize unit = 0;

  while (self->n_places == 1 && unit < self->n_units)
    unit += across_one (self, unit);
  for (; unit + WIDTH < self->n_units; unit += 2 * WIDTH)
    for (gsize place = 0; place < self->n_places; place += PLACES)
      across_tile (self, place, unit, PLACES, 2);
  for (gsize place = 0; unit < self->n_units && place < self->n_places; place += PLACES)
    across_tile (self, place, unit, PLACES, 1);
}

/* Rounded before it is added, as if it were added later: the sum of several images is the same for any number of threads. */
INLINE Vector
product_of (Vector error, Vector value) {
  Vector result = error * value;

  KEEP (result);
  return result;
}

/* Inlined with constant `add`. */
INLINE void
product_rows (float *to, const float *errors, gsize n_units, const float *in, gsize n_inputs,
              const gboolean add) {
  gsize whole = n_inputs - n_inputs % WIDTH, some = n_inputs % WIDTH;
  Vector rest = load_some (in + whole, some);

  for (gsize u = 0; u < n_units; u++, to += n_inputs) {
    Vector error = errors[u] - (Vector){ 0 };

    for (gsize i = 0; i < whole; i += WIDTH) {
      Vector value = product_of (error, load (in + i));

      store (to + i, add ? load (to + i) + value : value);
    }
    if (some > 0) {
      Vector value = product_of (error, rest);

      store_some (to + whole, add ? load_some (to + whole, some) + value : value, some);
    }
  }
}

static void
product (float *to, const float *errors, gsize n_units, const float *in, gsize n_inputs, gboolean add) {
  if (add)
    product_rows (to, errors, n_units, in, n_inputs, TRUE);
  else
    product_rows (to, errors, n_units, in, n_inputs, FALSE);
}

const LearningSingleKernel OF_LEVEL (learning_single_kernel_) = { along, across, product };
