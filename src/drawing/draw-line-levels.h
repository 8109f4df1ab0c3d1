/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "draw-line-kernel.h"

G_BEGIN_DECLS

/* Of the level that engine_cpu_level() says. */
const DrawLineKernel *draw_line_kernel (void);

G_END_DECLS
