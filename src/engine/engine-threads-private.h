/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine-threads.h"

G_BEGIN_DECLS

/* For tests and benchmarks, which compare numbers of threads within one process; 0 returns to the default. */
void engine_threads_set (guint threads);

G_END_DECLS
