/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "draw-layout-private.h"

/* Where the parts of scene "dense" stand. */
typedef struct {
  DrawRect image, inputs, fan, nodes, picture;
  double lines; /* that can be pointed at */
} DrawDensePlaces;
