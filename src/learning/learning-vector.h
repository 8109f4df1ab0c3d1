/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vectors of the sources that are compiled once per CPU level, with LEARNING_LEVEL set to baseline, avx2 or avx512 and that
 * level's compiler options; see engine-vector.h. */
#pragma once

#include "engine-vector.h"
#include "learning-kernel.h"

#include <string.h>

#define WIDTH LANES
#define PARTS (LEARNING_LANES / WIDTH) /* vectors of a feature */

typedef gint32 AnyWhole __attribute__ ((vector_size (VECTOR_BYTES), aligned (4), may_alias));
typedef float Four __attribute__ ((vector_size (16)));
typedef float AnyFour __attribute__ ((vector_size (16), aligned (4), may_alias));

/* The first n of a vector, or all; then 0. Nothing is read beyond. */
INLINE Vector
load_some (const float *values, gsize n) {
#if defined __AVX512F__
  return (Vector) _mm512_maskz_loadu_ps ((__mmask16) (n < WIDTH ? (1u << n) - 1 : 0xffff), values);
#elif defined __AVX2__
  const Whole lanes = { 0, 1, 2, 3, 4, 5, 6, 7 };

  return (Vector) _mm256_maskload_ps (values, (__m256i) (lanes < (gint32) MIN (n, WIDTH)));
#else
  Vector vector = { 0 };

  if (n >= WIDTH)
    return load (values);
  for (gsize i = 0; i < n; i++)
    vector[i] = values[i];
  return vector;
#endif
}

/* Likewise; what lies beyond stays as it is. */
INLINE void
store_some (float *values, Vector vector, gsize n) {
#if defined __AVX512F__
  _mm512_mask_storeu_ps (values, (__mmask16) (n < WIDTH ? (1u << n) - 1 : 0xffff), (__m512) vector);
#else
  if (n >= WIDTH)
    store (values, vector);
  else
    memcpy (values, &vector, n * sizeof (float));
#endif
}

INLINE Vector
choose (Whole mask, Vector yes, Vector no) {
  return (Vector) ((mask & (Whole) yes) | (~mask & (Whole) no));
}

/* Sums neighbouring groups of `group` values, first those of a, then those of b. */
#define PICK(i, group, from) ((i) / (group) *2 * (group) + (i) % (group) + (from))
#define PICK_4(i, group, from)                                                                               \
  PICK (i, group, from), PICK (i + 1, group, from), PICK (i + 2, group, from), PICK (i + 3, group, from)
#if defined __AVX512F__
#define PICK_ALL(group, from)                                                                                \
  PICK_4 (0, group, from), PICK_4 (4, group, from), PICK_4 (8, group, from), PICK_4 (12, group, from)
#elif defined __AVX2__
#define PICK_ALL(group, from) PICK_4 (0, group, from), PICK_4 (4, group, from)
#else
#define PICK_ALL(group, from) PICK_4 (0, group, from)
#endif
#define FOLD(a, b, group)                                                                                    \
  (__builtin_shufflevector (a, b, PICK_ALL (group, 0))                                                       \
   + __builtin_shufflevector (a, b, PICK_ALL (group, group)))

/* The totals of as many vectors as one holds values, in one vector; `vectors` is overwritten. The pairs of each round are folded into
 * one: half as many vectors, of twice as many sums of half as many values. */
INLINE Vector
totals_of (Vector vectors[WIDTH]) {
#if defined __AVX512F__
#pragma GCC unroll 16
  for (guint i = 0; i < 8; i++)
    vectors[i] = FOLD (vectors[2 * i], vectors[2 * i + 1], 8);
#endif
#if defined __AVX2__
#pragma GCC unroll 16
  for (guint i = 0; i < 4; i++)
    vectors[i] = FOLD (vectors[2 * i], vectors[2 * i + 1], 4);
#endif
#pragma GCC unroll 16
  for (guint i = 0; i < 2; i++)
    vectors[i] = FOLD (vectors[2 * i], vectors[2 * i + 1], 2);
  return FOLD (vectors[0], vectors[1], 1);
}

/* Always in the same order. */
INLINE float
total_of (Vector vector) {
#if defined __AVX512F__
  vector = FOLD (vector, vector, 8);
#endif
#if defined __AVX2__
  vector = FOLD (vector, vector, 4);
#endif
  vector = FOLD (vector, vector, 2);
  vector = FOLD (vector, vector, 1);
  return vector[0];
}

/* Where the value is larger than the best so far it takes its place, and `place` the winner's. */
INLINE void
take_larger (Vector *best, Whole *winner, Vector value, gint32 place) {
#if defined __AVX512F__
  /* GCC 12 makes five instructions of what follows. */
  __mmask16 larger = _mm512_cmp_ps_mask ((__m512) value, (__m512) *best, _CMP_GT_OQ);

  *best = (Vector) _mm512_mask_mov_ps ((__m512) *best, larger, (__m512) value);
  *winner = (Whole) _mm512_mask_set1_epi32 ((__m512i) *winner, larger, place);
#else
  Whole larger = value > *best;

  *best = choose (larger, value, *best);
  *winner = (larger & (place - (Whole){ 0 })) | (~larger & *winner);
#endif
}

/* A name that each level has its own of. */
#define OF_LEVEL(name) PASTE (name, LEARNING_LEVEL)

/* What stands in files of its own of a level's LearningKernel. */
void OF_LEVEL (learning_pooled_sum_) (const LearningSum *self, const LearningPool *pool, gint32 *winners);
void OF_LEVEL (learning_pooled_pairs_) (const LearningPairs *self);
