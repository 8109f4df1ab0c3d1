/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time to value: pure functions. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Smooth start and stop: 3x² - 2x³ of x clamped to 0…1. */
double lesson_ease (double x);
/* How far `x` has come from `begin` to `end`, clamped to 0…1. */
double lesson_span (double x, double begin, double end);

G_END_DECLS
