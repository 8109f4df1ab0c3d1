/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiled once per CPU level; see learning-vector.h. */
#include "learning-vector.h"

/* Units whose sums are held in registers at once, and vectors of a row likewise: so many that the time of one multiplication
 * is hidden, and so few that they fit. */
#if defined __AVX512F__
#define SUM_UNITS   8
#define OUTER_PARTS 4
#elif defined __AVX2__
#define SUM_UNITS   4
#define OUTER_PARTS 2
#else
#define SUM_UNITS   2
#define OUTER_PARTS 2
#endif

/* Inlined with constant `units`: `acc` lives in registers. */
INLINE void
sum_tile (const LearningSum *self, gsize unit, gsize place, const guint units) {
  const float *in = self->in + (gsize) self->places[place] * LEARNING_LANES;
  const float *weights = self->weights + unit * self->unit_weights + place * self->place_weights;
  const float *biases =
      self->biases ? self->biases + unit * self->unit_biases + place * self->place_biases : NULL;
  float *out = self->out + (unit * self->n_places + place) * LEARNING_LANES;
  Vector acc[SUM_UNITS][PARTS];

#pragma GCC unroll 8
  for (guint u = 0; u < units; u++)
#pragma GCC unroll 4
    for (guint v = 0; v < PARTS; v++)
      acc[u][v] = (biases ? biases[u * self->unit_biases] : 0) - (Vector){ 0 };

  for (gsize t = 0; t < self->n_taps; t++, weights += self->tap_weights) {
    const float *values = in + (gsize) self->taps[t] * LEARNING_LANES;
    Vector value[PARTS];

#pragma GCC unroll 4
    for (guint v = 0; v < PARTS; v++) {
      value[v] = load (values + v * WIDTH);
      KEEP (value[v]);
    }
#pragma GCC unroll 8
    for (guint u = 0; u < units; u++) {
      Vector weight = weights[u * self->unit_weights] - (Vector){ 0 };

      if (PARTS > 1)
        KEEP (weight);
#pragma GCC unroll 4
      for (guint v = 0; v < PARTS; v++)
        acc[u][v] += weight * value[v];
    }
  }

#pragma GCC unroll 8
  for (guint u = 0; u < units; u++)
#pragma GCC unroll 4
    for (guint v = 0; v < PARTS; v++)
      store (out + u * self->n_places * LEARNING_LANES + v * WIDTH,
             self->relu ? relu_of (acc[u][v]) : acc[u][v]);
}

INLINE void
sum_units (const LearningSum *self, gsize unit, const guint units) {
  for (gsize place = 0; place < self->n_places; place++)
    sum_tile (self, unit, place, units);
}

static void
sum (const LearningSum *self) {
  gsize unit = 0;

  for (; unit + SUM_UNITS <= self->n_units; unit += SUM_UNITS)
    sum_units (self, unit, SUM_UNITS);
  for (; SUM_UNITS > 4 && unit + 4 <= self->n_units; unit += 4)
    sum_units (self, unit, MIN (4, SUM_UNITS));
  for (; unit + 2 <= self->n_units; unit += 2)
    sum_units (self, unit, 2);
  if (unit < self->n_units)
    sum_units (self, unit, 1);
}

typedef struct {
  float *gradient;
  const float *errors, *rows;
  gsize row_stride, n_inputs;
  gboolean add;
} Outer;

/* Inlined with constant `units` and `parts`: vectors of neighbouring inputs, the last of which may hold fewer. */
INLINE void
outer_tile (const Outer *self, gsize unit, gsize input, const guint units, const guint parts) {
  const float *errors = self->errors + unit * LEARNING_LANES, *rows = self->rows + input;
  float *gradient = self->gradient + unit * self->n_inputs + input;
  gsize last = self->n_inputs - input - (parts - 1) * WIDTH;
  Vector acc[4][OUTER_PARTS] = { { { 0 } } };

  for (guint lane = 0; lane < LEARNING_LANES; lane++, rows += self->row_stride) {
    Vector value[OUTER_PARTS];

#pragma GCC unroll 4
    for (guint v = 0; v < parts; v++) {
      value[v] = load (rows + v * WIDTH);
      KEEP (value[v]);
    }
#pragma GCC unroll 4
    for (guint u = 0; u < units; u++) {
      Vector error = errors[u * LEARNING_LANES + lane] - (Vector){ 0 };

      KEEP (error);
#pragma GCC unroll 4
      for (guint v = 0; v < parts; v++)
        acc[u][v] += error * value[v];
    }
  }

#pragma GCC unroll 4
  for (guint u = 0; u < units; u++)
#pragma GCC unroll 4
    for (guint v = 0; v < parts; v++) {
      gsize some = v + 1 < parts ? WIDTH : last;
      float *to = gradient + u * self->n_inputs + v * WIDTH;

      store_some (to, self->add ? load_some (to, some) + acc[u][v] : acc[u][v], some);
    }
}

INLINE void
outer_units (const Outer *self, gsize unit, const guint units) {
  for (gsize i = 0; i < self->n_inputs; i += OUTER_PARTS * WIDTH)
    switch ((self->n_inputs - i + WIDTH - 1) / WIDTH) {
    case 1:
      outer_tile (self, unit, i, units, 1);
      break;
    case 2:
      outer_tile (self, unit, i, units, 2);
      break;
    case 3:
      outer_tile (self, unit, i, units, MIN (3, OUTER_PARTS));
      break;
    default:
      outer_tile (self, unit, i, units, OUTER_PARTS);
    }
}

static void
outer (float *gradient, const float *errors, gsize n_units, const float *rows, gsize row_stride,
       gsize n_inputs, gboolean add) {
  const Outer self = { gradient, errors, rows, row_stride, n_inputs, add };
  gsize unit = 0;

  for (; unit + 4 <= n_units; unit += 4)
    outer_units (&self, unit, 4);
  for (; unit < n_units; unit++)
    outer_units (&self, unit, 1);
}

INLINE void
gather_one (const LearningGather *self, Four *acc, gsize i, const guint32 *segments, const guint n) {
  const float *window = self->rows + i % LEARNING_LANES * self->row_stride + self->places[self->winners[i]];
  Four error = self->errors[i] - (Four){ 0 };

  KEEP (error);
#pragma GCC unroll 4
  for (guint s = 0; s < n; s++)
    acc[s] += error * *(const AnyFour *) (window + segments[s]);
}

/* Four in turn, each with sums of its own: no addition waits for the one before. */
INLINE void
gather_tile (const LearningGather *self, float *sums, const guint32 *segments, const guint n) {
  Four acc[4][4] = { { { 0 } } };
  gsize i = 0;

  for (; i + 4 <= self->n; i += 4)
#pragma GCC unroll 4
    for (guint k = 0; k < 4; k++)
      gather_one (self, acc[k], i + k, segments, n);
  for (; i < self->n; i++)
    gather_one (self, acc[0], i, segments, n);
#pragma GCC unroll 4
  for (guint s = 0; s < n; s++)
    *(AnyFour *) (sums + s * 4) = (acc[0][s] + acc[1][s]) + (acc[2][s] + acc[3][s]);
}

static void
gather (const LearningGather *self, float *sums) {
  for (gsize s = 0; s < self->n_segments; s += 4)
    switch (self->n_segments - s) {
    case 1:
      gather_tile (self, sums + s * 4, self->segments + s, 1);
      break;
    case 2:
      gather_tile (self, sums + s * 4, self->segments + s, 2);
      break;
    case 3:
      gather_tile (self, sums + s * 4, self->segments + s, 3);
      break;
    default:
      gather_tile (self, sums + s * 4, self->segments + s, 4);
    }
}

/* Lane by lane: neighbouring windows add to different places, and none waits for the one before. Inlined with constant n for three
 * segments, whose places the compiler cannot keep unless they are copied: the sums might be written over them. */
INLINE void
gather_places (const LearningGather *self, float *sums, const gsize n) {
  const guint32 *places = self->places, *segments = self->segments;
  const gint32 *winners = self->winners;
  const float *errors = self->errors;
  gsize n_windows = self->n;
  guint32 three[3];

  if (n == 3) {
    memcpy (three, segments, sizeof three);
    segments = three;
  }
  for (gsize lane = 0; lane < LEARNING_LANES; lane++) {
    const float *row = self->rows + lane * self->row_stride;

    for (gsize i = lane; i < n_windows; i += LEARNING_LANES) {
      gsize place = (gsize) winners[i];
      const float *window = row + places[place];
      AnyFour *to = (AnyFour *) (sums + place * (n + 1) * 4);
      Four error = errors[i] - (Four){ 0 };

#pragma GCC unroll 4
      for (gsize s = 0; s < n; s++)
        to[s] += error * *(const AnyFour *) (window + segments[s]);
      to[n] += error;
    }
  }
}

static void
gather_local (const LearningGather *self, float *sums) {
  if (self->n_segments == 3)
    gather_places (self, sums, 3);
  else
    gather_places (self, sums, self->n_segments);
}

static void
max_pool (const LearningPool *self, const float *in, float *out, gint32 *winners) {
  for (gsize p = 0; p < self->n_places; p++)
    for (guint v = 0; v < PARTS; v++) {
      gint32 first = (gint32) self->places[p];
      Vector best = load (in + (gsize) first * LEARNING_LANES + v * WIDTH);
      Whole winner = first - (Whole){ 0 };

      for (gsize t = 1; t < self->n_taps; t++) {
        gint32 other = first + (gint32) self->taps[t];

        take_larger (&best, &winner, load (in + (gsize) other * LEARNING_LANES + v * WIDTH), other);
      }
      store (out + p * LEARNING_LANES + v * WIDTH, best);
      *(AnyWhole *) (winners + p * LEARNING_LANES + v * WIDTH) = winner;
    }
}

static void
max_pool_back (const LearningPool *self, const float *out_errors, const gint32 *winners, float *in_errors) {
  for (gsize p = 0; p < self->n_places; p++)
    for (guint v = 0; v < PARTS; v++) {
      Vector error = load (out_errors + p * LEARNING_LANES + v * WIDTH);
      Whole winner = *(const AnyWhole *) (winners + p * LEARNING_LANES + v * WIDTH);

      for (gsize t = 0; t < self->n_taps; t++) {
        gint32 place = (gint32) (self->places[p] + self->taps[t]);
        float *to = in_errors + (gsize) place * LEARNING_LANES + v * WIDTH;

        store (to, load (to) + (Vector) ((Whole) error & (winner == place)));
      }
    }
}

static void
average_pool (const LearningPool *self, const float *in, float *out) {
  for (gsize p = 0; p < self->n_places; p++)
    for (guint v = 0; v < PARTS; v++) {
      Vector total = { 0 };

      for (gsize t = 0; t < self->n_taps; t++)
        total += load (in + (gsize) (self->places[p] + self->taps[t]) * LEARNING_LANES + v * WIDTH);
      store (out + p * LEARNING_LANES + v * WIDTH, total / (float) self->n_taps);
    }
}

static void
average_pool_back (const LearningPool *self, const float *out_errors, float *in_errors) {
  for (gsize p = 0; p < self->n_places; p++)
    for (guint v = 0; v < PARTS; v++) {
      Vector part = load (out_errors + p * LEARNING_LANES + v * WIDTH) / (float) self->n_taps;

      for (gsize t = 0; t < self->n_taps; t++) {
        float *to = in_errors + (gsize) (self->places[p] + self->taps[t]) * LEARNING_LANES + v * WIDTH;

        store (to, load (to) + part);
      }
    }
}

static void
relu (float *values, gsize n) {
  for (gsize i = 0; i < n * LEARNING_LANES; i += WIDTH)
    store (values + i, relu_of (load (values + i)));
}

static void
relu_back (float *errors, const float *values, gsize n) {
  for (gsize i = 0; i < n * LEARNING_LANES; i += WIDTH)
    store (errors + i, (Vector) ((Whole) load (errors + i) & (load (values + i) > 0)));
}

static void
add (float *values, const float *others, gsize n) {
  gsize i = 0;

  for (; i + WIDTH <= n; i += WIDTH)
    store (values + i, load (values + i) + load (others + i));
  for (; i < n; i++)
    values[i] += others[i];
}

/* As many together as a vector holds totals. Where there are fewer, the last is summed again. */
static void
totals (float *to, const float *values, gsize n, gsize features, gboolean add) {
  gsize stride = features * LEARNING_LANES;

  for (gsize i = 0; i < n; i += WIDTH) {
    gsize some = MIN (n - i, WIDTH);
    Vector sums[WIDTH], total;

    for (gsize k = 0; k < WIDTH; k++) {
      const float *lanes = values + (i + MIN (k, some - 1)) * stride;

      sums[k] = load (lanes);
      for (gsize f = WIDTH; f < stride; f += WIDTH)
        sums[k] += load (lanes + f);
    }
    total = totals_of (sums);
    store_some (to + i, add ? load_some (to + i, some) + total : total, some);
  }
}

/* Sixteen values: rows become columns. */
INLINE void
transpose_4x4 (float *to, gsize to_stride, const float *from, gsize from_stride) {
  Four a = *(const AnyFour *) (from);
  Four b = *(const AnyFour *) (from + from_stride);
  Four c = *(const AnyFour *) (from + 2 * from_stride);
  Four d = *(const AnyFour *) (from + 3 * from_stride);
  Four ab_low = __builtin_shufflevector (a, b, 0, 4, 1, 5);
  Four ab_high = __builtin_shufflevector (a, b, 2, 6, 3, 7);
  Four cd_low = __builtin_shufflevector (c, d, 0, 4, 1, 5);
  Four cd_high = __builtin_shufflevector (c, d, 2, 6, 3, 7);

  *(AnyFour *) (to) = __builtin_shufflevector (ab_low, cd_low, 0, 1, 4, 5);
  *(AnyFour *) (to + to_stride) = __builtin_shufflevector (ab_low, cd_low, 2, 3, 6, 7);
  *(AnyFour *) (to + 2 * to_stride) = __builtin_shufflevector (ab_high, cd_high, 0, 1, 4, 5);
  *(AnyFour *) (to + 3 * to_stride) = __builtin_shufflevector (ab_high, cd_high, 2, 3, 6, 7);
}

static void
transpose (float *to, gsize to_stride, const float *from, gsize from_stride, gsize rows, gsize columns) {
  gsize whole_rows = rows - rows % 4, whole_columns = columns - columns % 4;

  for (gsize c = 0; c < whole_columns; c += 4)
    for (gsize r = 0; r < whole_rows; r += 4)
      transpose_4x4 (to + c * to_stride + r, to_stride, from + r * from_stride + c, from_stride);
  for (gsize c = 0; c < columns; c++)
    for (gsize r = c < whole_columns ? whole_rows : 0; r < rows; r++)
      to[c * to_stride + r] = from[r * from_stride + c];
}

/* exp (x) for x <= 0: 2^n * exp (r) with |r| <= ln 2 / 2, whose series of degree 7 is as exact as float32 holds (the first term
 * left out is r^8 / 8! < 6e-9). Below -87, where float32 ends, exp (-87). */
INLINE Vector
exp_of (Vector x) {
  Vector held = choose (x < -87, (Vector){ 0 } - 87, x);
  Whole n = __builtin_convertvector(held * 1.44269504f - 0.5f, Whole);
  Vector whole = __builtin_convertvector(n, Vector);
  /* ln 2 in two parts, the first exact in few bits: nothing is lost where they are taken off. */
  Vector r = (held - whole * 0.693359375f) + whole * 2.12194440e-4f;
  Vector series = 1.0f / 5040 + (Vector){ 0 };

  series = series * r + 1.0f / 720;
  series = series * r + 1.0f / 120;
  series = series * r + 1.0f / 24;
  series = series * r + 1.0f / 6;
  series = series * r + 0.5f;
  series = series * r + 1;
  series = series * r + 1;
  return series * (Vector) ((n + 127) << 23);
}

static void
softmax (float *logits, gsize classes, float *sums, gint32 *largest, float *tops) {
  for (guint v = 0; v < PARTS; v++) {
    float *lanes = logits + v * WIDTH;
    Vector top = load (lanes), total_exp = { 0 };
    Whole winner = { 0 };

    for (gsize c = 1; c < classes; c++) {
      Vector value = load (lanes + c * LEARNING_LANES);
      Whole larger = value > top;

      top = choose (larger, value, top);
      winner = (larger & ((gint32) c - (Whole){ 0 })) | (~larger & winner);
    }
    for (gsize c = 0; c < classes; c++) {
      Vector power = exp_of (load (lanes + c * LEARNING_LANES) - top);

      store (lanes + c * LEARNING_LANES, power);
      total_exp += power;
    }
    for (gsize c = 0; c < classes; c++)
      store (lanes + c * LEARNING_LANES, load (lanes + c * LEARNING_LANES) / total_exp);
    store (sums + v * WIDTH, total_exp);
    store (tops + v * WIDTH, top);
    *(AnyWhole *) (largest + v * WIDTH) = winner;
  }
}

const LearningKernel OF_LEVEL (learning_kernel_) = {
  sum,
  OF_LEVEL (learning_pooled_sum_),
#if defined __AVX512F__
  OF_LEVEL (learning_pooled_pairs_),
#else
  NULL,
#endif
  outer,
  gather,
  gather_local,
  max_pool,
  max_pool_back,
  average_pool,
  average_pool_back,
  relu,
  relu_back,
  add,
  totals,
  transpose,
  softmax,
};
