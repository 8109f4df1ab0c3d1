/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lesson that ships with its own numbers, anew for each test. */
#pragma once

#include "lesson-test.h"

typedef struct {
  Lesson *lesson;
  LessonParameters *parameters;
} Fixture;

static inline void
set_up (Fixture *self, gconstpointer unused) {
  self->lesson = load_builtin ();
  self->parameters = load_parameters (self->lesson, NULL);
}

static inline void
tear_down (Fixture *self, gconstpointer unused) {
  lesson_parameters_unref (self->parameters);
  lesson_unref (self->lesson);
}
