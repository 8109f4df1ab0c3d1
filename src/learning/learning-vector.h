/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vectors of the sources that are compiled once per CPU level, with LEARNING_LEVEL set to baseline, avx2 or avx512 and that
 * level's compiler options; see engine-conv-kernel.c, which is done the same way. */
#pragma once

#include "learning-kernel.h"

#include <string.h>
#if defined __AVX512F__
#include <immintrin.h>
#endif

#if defined __AVX512F__
#define VECTOR_BYTES 64
#elif defined __AVX2__
#define VECTOR_BYTES 32
#else
#define VECTOR_BYTES 16
#endif

#define WIDTH (VECTOR_BYTES / 4)
#define PARTS (LEARNING_LANES / WIDTH) /* vectors of a feature */

typedef float Vector __attribute__ ((vector_size (VECTOR_BYTES)));
typedef float AnyVector __attribute__ ((vector_size (VECTOR_BYTES), aligned (4), may_alias));
typedef gint32 Whole __attribute__ ((vector_size (VECTOR_BYTES)));
typedef gint32 AnyWhole __attribute__ ((vector_size (VECTOR_BYTES), aligned (4), may_alias));
typedef float Four __attribute__ ((vector_size (16)));
typedef float AnyFour __attribute__ ((vector_size (16), aligned (4), may_alias));

#define INLINE static inline __attribute__ ((always_inline))

/* GCC 12 folds a load into each multiplication that uses the value, and the loads become the limit. This keeps a value that is
 * used several times in its register. */
#if defined __x86_64__
#define KEEP(vector) __asm__("" : "+v"(vector))
#else
#define KEEP(vector) ((void) 0)
#endif

INLINE Vector
load (const float *values) {
  return *(const AnyVector *) values;
}

INLINE void
store (float *values, Vector vector) {
  *(AnyVector *) values = vector;
}

INLINE Vector
choose (Whole mask, Vector yes, Vector no) {
  return (Vector) ((mask & (Whole) yes) | (~mask & (Whole) no));
}

INLINE Vector
relu_of (Vector value) {
  return (Vector) (~(value < 0) & (Whole) value);
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

#define PASTE_(a, b) a##b
#define PASTE(a, b)  PASTE_ (a, b)
/* A name that each level has its own of. */
#define OF_LEVEL(name) PASTE (name, LEARNING_LEVEL)

/* What stands in files of its own of a level's LearningKernel. */
void OF_LEVEL (learning_pooled_sum_) (const LearningSum *self, const LearningPool *pool, gint32 *winners);
