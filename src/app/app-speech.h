/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a screen reader is told of the stage, and when: the moment, or what the cursor is on, or what was said for a while
 * in place of them. Pure: the stage hands on what comes out. */
#pragma once

#include "lesson-state.h"

G_BEGIN_DECLS

/* Zero is one that has told nothing. */
typedef struct {
  char *told; /* the last */
  gint64 time;
  gboolean stands; /* it still is about this target, in this step */
  LessonTarget target;
  guint step;
  char *said; /* or NULL */
} AppSpeech;

void app_speech_clear (AppSpeech *self);
/* The sentence that is to be told now, owned by it; NULL where that was told already. While the lesson plays, what is seen
 * changes in every frame: it is told once in a step, and a cell at most once a second. `now` in microseconds. */
const char *app_speech_update (AppSpeech *self, const LessonState *state, const LessonTarget *target,
                               gboolean playing, gint64 now);
/* In place of all that, until the step or the target is another, or NULL is said. */
void app_speech_say (AppSpeech *self, const char *text);
/* The lesson is another, or elsewhere: the next sentence is told in any case. */
void app_speech_start (AppSpeech *self);

G_END_DECLS
