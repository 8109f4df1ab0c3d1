/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine-planes.h"

G_BEGIN_DECLS

/* Narrower planes have no padding between rows: their rows are worked on all in one. */
#define ENGINE_PLANES_WIDE 32
/* Values of the widest vector. A plane's distance to the next is a multiple of it. */
#define ENGINE_PLANES_LANES 16

static inline const float *
engine_planes_row (const EnginePlanes *self, gint64 plane, gint64 row) {
  return self->data + plane * self->plane_stride + row * self->row_stride;
}

/* Columns x…x + n - 1 of a row that there is, where the planes have them all; else a copy in `edge`, with zeros for what lies outside. */
const float *engine_planes_stretch (const EnginePlanes *self, gint64 plane, gint64 row, gint64 x, gint64 n,
                                    float *edge);

G_END_DECLS
