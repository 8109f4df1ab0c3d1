/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures as people see them: smooth, in their own colours. */
#pragma once

#include "draw-context-private.h"

/* The whole picture over the rectangle. */
void draw_picture (const DrawContext *context, DrawRect rect, EngineImage *image);
/* Pixels of (rows, columns, 3) values 0…1 as cells with edges; `channel` 0…2 shows one of the three alone, -1 all. */
void draw_color_cells (const DrawContext *context, DrawRect rect, const EngineTensor *image, int channel);
