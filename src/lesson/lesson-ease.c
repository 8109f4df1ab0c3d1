/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-ease.h"

double
lesson_ease (double x) {
  double t = CLAMP (x, 0, 1);

  return t * t * (3 - 2 * t);
}

double
lesson_span (double x, double begin, double end) {
  return end > begin ? CLAMP ((x - begin) / (end - begin), 0, 1) : x >= end;
}
