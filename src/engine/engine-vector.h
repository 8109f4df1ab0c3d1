/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vectors of floats for the kernels that are compiled once per CPU level: as wide as the level's registers. The types are the
 * compiler's own (GCC and clang), so that one source serves every level and every processor. */
#pragma once

#include <glib.h>

#if defined __x86_64__
#include <immintrin.h>
#endif

#if defined __AVX512F__
#define VECTOR_BYTES 64
#elif defined __AVX2__
#define VECTOR_BYTES 32
#else
#define VECTOR_BYTES 16
#endif

#define LANES (VECTOR_BYTES / 4)

typedef float Vector __attribute__ ((vector_size (VECTOR_BYTES)));
typedef gint32 Whole __attribute__ ((vector_size (VECTOR_BYTES)));
typedef float AnyVector __attribute__ ((vector_size (VECTOR_BYTES), aligned (4), may_alias));

#define INLINE static inline __attribute__ ((always_inline))

/* GCC 12 folds a load into each multiplication that uses the value, and the loads become the limit. This keeps a value that is
 * used several times in its register; a product that is kept is rounded, not made one with the sum that follows. */
#if defined __x86_64__
#define KEEP(vector) __asm__("" : "+v"(vector))
#elif defined __aarch64__
#define KEEP(vector) __asm__("" : "+w"(vector))
#else
#define KEEP(vector) ((void) 0)
#endif

/* A name that each level has its own of: PASTE (prefix_, LEVEL). */
#define PASTE_(a, b) a##b
#define PASTE(a, b)  PASTE_ (a, b)

INLINE Vector
load (const float *values) {
  return *(const AnyVector *) values;
}

INLINE void
store (float *values, Vector vector) {
  *(AnyVector *) values = vector;
}

INLINE Vector
splat (float value) {
  return value - (Vector){ 0 };
}

/* Past the caches, which would read a line of memory only to have it overwritten; `values` is aligned to a vector. Whoever has
 * written so ends with stream_end(), before another thread may read. */
INLINE void
stream (float *values, Vector vector) {
#if defined __AVX512F__
  _mm512_stream_ps (values, (__m512) vector);
#elif defined __AVX2__
  _mm256_stream_ps (values, (__m256) vector);
#elif defined __x86_64__
  _mm_stream_ps (values, (__m128) vector);
#else
  store (values, vector);
#endif
}

INLINE void
stream_end (void) {
#if defined __x86_64__
  _mm_sfence ();
#endif
}

/* Lane by lane; the second where they are equal or one is no number, as the processors have it. */
INLINE Vector
larger (Vector a, Vector b) {
#if defined __AVX512F__
  return (Vector) _mm512_max_ps ((__m512) a, (__m512) b);
#elif defined __AVX2__
  return (Vector) _mm256_max_ps ((__m256) a, (__m256) b);
#elif defined __x86_64__
  return (Vector) _mm_max_ps ((__m128) a, (__m128) b);
#else
  Whole more = a > b;

  return (Vector) ((more & (Whole) a) | (~more & (Whole) b));
#endif
}

/* max (0, x), but what is not a number stays what it is. */
INLINE Vector
relu_of (Vector value) {
  return (Vector) (~(value <= 0) & (Whole) value);
}

/* Of two neighbouring vectors: the values at even places, and those at odd ones. */
INLINE Vector
evens (Vector a, Vector b) {
#if VECTOR_BYTES == 64
  return __builtin_shufflevector (a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
#elif VECTOR_BYTES == 32
  return __builtin_shufflevector (a, b, 0, 2, 4, 6, 8, 10, 12, 14);
#else
  return __builtin_shufflevector (a, b, 0, 2, 4, 6);
#endif
}

INLINE Vector
odds (Vector a, Vector b) {
#if VECTOR_BYTES == 64
  return __builtin_shufflevector (a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
#elif VECTOR_BYTES == 32
  return __builtin_shufflevector (a, b, 1, 3, 5, 7, 9, 11, 13, 15);
#else
  return __builtin_shufflevector (a, b, 1, 3, 5, 7);
#endif
}

/* And back: the first vector of evens and odds taken in turn, and the second. */
INLINE Vector
zip_first (Vector even, Vector odd) {
#if VECTOR_BYTES == 64
  return __builtin_shufflevector (even, odd, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
#elif VECTOR_BYTES == 32
  return __builtin_shufflevector (even, odd, 0, 8, 1, 9, 2, 10, 3, 11);
#else
  return __builtin_shufflevector (even, odd, 0, 4, 1, 5);
#endif
}

INLINE Vector
zip_second (Vector even, Vector odd) {
#if VECTOR_BYTES == 64
  return __builtin_shufflevector (even, odd, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
#elif VECTOR_BYTES == 32
  return __builtin_shufflevector (even, odd, 4, 12, 5, 13, 6, 14, 7, 15);
#else
  return __builtin_shufflevector (even, odd, 2, 6, 3, 7);
#endif
}
