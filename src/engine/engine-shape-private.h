/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine-shape.h"

G_BEGIN_DECLS

static inline gint64
engine_greatest_common_divisor (gint64 a, gint64 b) {
  while (b != 0) {
    gint64 rest = a % b;

    a = b;
    b = rest;
  }
  return a;
}

G_END_DECLS
