/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-cpu-private.h"

static int chosen_level = -1; /* atomic; -1 until it is asked for */

EngineCpuLevel
engine_cpu_best_level (void) {
#ifdef ENGINE_CPU_HAS_LEVELS
  /* These also ask whether the operating system saves the wide registers. */
  if (__builtin_cpu_supports ("avx512f"))
    return ENGINE_CPU_AVX512;
  if (__builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma"))
    return ENGINE_CPU_AVX2;
#endif
  return ENGINE_CPU_BASELINE;
}

const char *
engine_cpu_level_name (EngineCpuLevel level) {
  static const char *const names[] = { "baseline", "avx2", "avx512" };

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == ENGINE_CPU_N_LEVELS);
  return names[level];
}

static EngineCpuLevel
wanted_level (void) {
  const char *name = g_getenv ("NINE_WEIGHTS_CPU");

  if (!name)
    return ENGINE_CPU_N_LEVELS - 1;
  for (EngineCpuLevel level = ENGINE_CPU_BASELINE; level < ENGINE_CPU_N_LEVELS; level++)
    if (g_str_equal (name, engine_cpu_level_name (level)))
      return level;

  g_warning ("NINE_WEIGHTS_CPU: “%s” is not a level; use baseline, avx2 or avx512", name);
  return ENGINE_CPU_N_LEVELS - 1;
}

void
engine_cpu_set_level (EngineCpuLevel level) {
  g_atomic_int_set (&chosen_level, MIN (level, engine_cpu_best_level ()));
}

EngineCpuLevel
engine_cpu_level (void) {
  static gsize asked;

  /* Once, so that a wrong name is complained about once; a level set before by a test stays. */
  if (g_once_init_enter (&asked)) {
    int level = MIN (wanted_level (), engine_cpu_best_level ());

    g_atomic_int_compare_and_exchange (&chosen_level, -1, level);
    g_once_init_leave (&asked, 1);
  }
  return g_atomic_int_get (&chosen_level);
}
