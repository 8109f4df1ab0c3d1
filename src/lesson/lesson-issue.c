/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-issue.h"

void
lesson_issue_free (LessonIssue *self) {
  g_free (self->group);
  g_free (self->key);
  g_free (self->message);
  g_free (self);
}

char *
lesson_issue_in_words (const LessonIssue *self) {
  if (self->group == NULL)
    return g_strdup (self->message);
  if (self->key == NULL)
    return g_strdup_printf ("[%s]: %s", self->group, self->message);
  return g_strdup_printf ("[%s] %s: %s", self->group, self->key, self->message);
}
