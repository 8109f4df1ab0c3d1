/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "draw-fan-kernel.h"

G_BEGIN_DECLS

/* Of the level that engine_cpu_level() says. */
const DrawFanKernel *draw_fan_kernel (void);

G_END_DECLS
