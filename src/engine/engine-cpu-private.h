/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine-cpu.h"

G_BEGIN_DECLS

/* What the machine and this build of the engine have, whatever the environment says. */
EngineCpuLevel engine_cpu_best_level (void);
/* For tests and benchmarks, which compare levels within one process: from now on engine_cpu_level() is
 * `level`, or the best there is if that is less. */
void engine_cpu_set_level (EngineCpuLevel level);

G_END_DECLS
