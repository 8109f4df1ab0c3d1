/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lesson-state.h"

/* An empty state for the timeline to fill. */
LessonState *lesson_state_new (Lesson *lesson, const LessonScene *scene, LessonParameters *parameters);
/* Caption, notes and the spoken sentence, from the step and the counters. */
void lesson_state_put_in_words (LessonState *self);
