/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lesson.h"

/* A lesson without scenes, with the settings' defaults, for the reader to fill. */
Lesson *lesson_new_empty (void);
void lesson_scene_clear (LessonScene *scene);
void lesson_question_free (LessonQuestion *self);
