/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be undone: the parameters as they were, one immutable value after the other. A model without widgets. */
#pragma once

#include "lesson-parameters.h"

G_BEGIN_DECLS

typedef struct {
  LessonParameters *parameters;
  char *address; /* of the picture, as the settings remember it */
  guint change;  /* the number of the change that made it */
} AppHistoryEntry;

typedef struct _AppHistory AppHistory;

/* It keeps at most so many entries, and drops the oldest while they hold more than `bytes` together (pictures and tensors,
 * those that entries share counted once). The one that stands is always kept. */
AppHistory *app_history_new (guint entries, gsize bytes);
void app_history_free (AppHistory *self);

/* Forgets everything; this is how it stands now. */
void app_history_reset (AppHistory *self, LessonParameters *parameters, const char *address);
/* The user changed something: what was undone is gone. Pushed again for the same change, it takes the place of what was
 * pushed for it before: a movement of the pointer, or typing, is one change. */
void app_history_push (AppHistory *self, LessonParameters *parameters, const char *address, guint change);
/* How it stands now is another, but nothing that can be undone. */
void app_history_amend (AppHistory *self, LessonParameters *parameters, const char *address);

gboolean app_history_can_undo (const AppHistory *self);
gboolean app_history_can_redo (const AppHistory *self);
/* How it stands then; NULL where there is nothing to undo or redo. It is the history's. */
const AppHistoryEntry *app_history_undo (AppHistory *self);
const AppHistoryEntry *app_history_redo (AppHistory *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AppHistory, app_history_free)

G_END_DECLS
