/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which vector instructions the kernels use, chosen once at start. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum { ENGINE_CPU_BASELINE, ENGINE_CPU_AVX2, ENGINE_CPU_AVX512, ENGINE_CPU_N_LEVELS } EngineCpuLevel;

/* The best level that this machine has and that the environment variable NINE_WEIGHTS_CPU (baseline, avx2,
 * avx512) allows. */
EngineCpuLevel engine_cpu_level (void);
const char *engine_cpu_level_name (EngineCpuLevel level);

G_END_DECLS
