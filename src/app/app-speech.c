/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-speech.h"

void
app_speech_clear (AppSpeech *self) {
  g_free (self->told);
  g_free (self->said);
  *self = (AppSpeech){ 0 };
}

static gboolean
is_too_soon (const AppSpeech *self, const LessonTarget *target, gint64 now) {
  return self->stands && (target->part == LESSON_PART_NONE || now - self->time < G_USEC_PER_SEC);
}

static char *
sentence_for (const AppSpeech *self, const LessonState *state, const LessonTarget *target) {
  char *text = NULL;

  if (self->said != NULL)
    return g_strdup (self->said);
  if (target->part != LESSON_PART_NONE)
    text = lesson_state_describe (state, target);
  return text != NULL ? text : g_strdup (state->spoken);
}

const char *
app_speech_update (AppSpeech *self, const LessonState *state, const LessonTarget *target, gboolean playing,
                   gint64 now) {
  if (self->step != state->step || !lesson_target_equal (&self->target, target))
    app_speech_start (self);
  if (playing && is_too_soon (self, target, now))
    return NULL;
  g_autofree char *text = sentence_for (self, state, target);
  self->stands = self->said == NULL;
  self->step = state->step;
  self->target = *target;
  if (g_strcmp0 (text, self->told) == 0)
    return NULL;
  g_free (self->told);
  self->told = g_steal_pointer (&text);
  self->time = now;
  return self->told;
}

void
app_speech_say (AppSpeech *self, const char *text) {
  if (g_strcmp0 (self->said, text) == 0)
    return;
  g_free (self->said);
  self->said = g_strdup (text);
  self->stands = FALSE;
}

void
app_speech_start (AppSpeech *self) {
  app_speech_say (self, NULL);
  self->stands = FALSE;
}
