/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One scene laid out in time. Immutable; a state is a pure function of it and a moment. */
#pragma once

#include "lesson-state.h"

G_BEGIN_DECLS

typedef struct _LessonTimeline LessonTimeline;

/* Where the parameters' settings want questions, a step that asks one waits for the answer first, unless it is there. */
LessonTimeline *lesson_timeline_new (Lesson *lesson, guint scene, LessonParameters *parameters);
/* The scene in the playground: one moment, at which everything is there. */
LessonTimeline *lesson_timeline_new_free (Lesson *lesson, guint scene, LessonParameters *parameters);
void lesson_timeline_free (LessonTimeline *self);

/* Seconds that the whole scene plays. */
double lesson_timeline_duration (const LessonTimeline *self);
/* When step (0-based) has ended; it begins when the one before has ended, the first at 0. */
double lesson_timeline_step_end (const LessonTimeline *self, guint step);
/* When the step's question stands and waits; the step's beginning where nothing is asked. */
double lesson_timeline_step_asked (const LessonTimeline *self, guint step);
/* The step that a moment belongs to. A step owns its end, not its start: at rest at the end of a step, that step is shown. */
guint lesson_timeline_step_at (const LessonTimeline *self, double seconds);
/* Moments outside the scene are taken as its start or end. */
LessonState *lesson_timeline_state_at (LessonTimeline *self, double seconds);

/* What the answer to a step's question is kept under: "scene/step". Free with g_free(). */
char *lesson_question_key (const LessonScene *scene, guint step);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LessonTimeline, lesson_timeline_free)

G_END_DECLS
