/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the user changes, and takes back. */
#include "app-window-private.h"

#define KEPT       200
#define KEPT_BYTES ((gsize) 512 * 1024 * 1024)
#define SOON       G_USEC_PER_SEC /* what follows within this time is the same change */

static void
sync_actions (AppWindow *self) {
  app_window_set_action_enabled (self, "undo", app_history_can_undo (self->history));
  app_window_set_action_enabled (self, "redo", app_history_can_redo (self->history));
}

void
app_window_init_history (AppWindow *self) {
  self->history = app_history_new (KEPT, KEPT_BYTES);
}

void
app_window_finish_history (AppWindow *self) {
  g_clear_pointer (&self->history, app_history_free);
}

void
app_window_begin_change (AppWindow *self, const char *kind) {
  gint64 now = g_get_monotonic_time ();

  if (kind == NULL || g_strcmp0 (kind, self->change_kind) != 0 || now - self->change_time > SOON)
    self->change++;
  self->change_kind = kind;
  self->change_time = now;
}

void
app_window_change_settings (AppWindow *self, const LessonSettings *settings, const char *kind) {
  if (!lesson_settings_equal (settings, app_loader_get_settings (self->loader))) {
    app_window_begin_change (self, kind);
    app_loader_set_settings (self->loader, settings);
  }
  app_window_sync_settings_actions (self);
}

/* Nothing changed that belongs to the history. */
static gboolean
is_the_same (const LessonParameters *a, const LessonParameters *b) {
  LessonSettings settings = a->settings;

  settings.questions = b->settings.questions;
  return a->original == b->original && a->photo == b->photo
         && lesson_settings_equal (&settings, &b->settings);
}

void
app_window_keep (AppWindow *self, LessonParameters *parameters, const char *address,
                 const LessonParameters *before) {
  if (before == NULL)
    app_history_reset (self->history, parameters, address);
  else if (is_the_same (parameters, before))
    app_history_amend (self->history, parameters, address);
  else
    app_history_push (self->history, parameters, address, self->change);
  sync_actions (self);
}

/* With what was answered since, and the user's choice of being asked. */
static LessonParameters *
as_of_now (AppWindow *self, LessonParameters *then) {
  LessonParameters *now = app_player_get_parameters (self->player);
  g_autoptr (LessonParameters) carrying = lesson_parameters_carrying (then, now);
  LessonSettings settings = carrying->settings;

  settings.questions = now->settings.questions;
  if (settings.questions == carrying->settings.questions)
    return g_steal_pointer (&carrying);
  return lesson_parameters_with_settings (carrying, &settings, NULL);
}

static void
show_entry (AppWindow *self, const AppHistoryEntry *entry) {
  if (entry == NULL)
    return;
  g_autoptr (LessonParameters) parameters = as_of_now (self, entry->parameters);
  if (parameters == NULL)
    return;
  app_window_begin_change (self, NULL);
  app_loader_set_current (self->loader, parameters, entry->address);
  app_player_set_parameters (self->player, parameters);
  app_window_show_parameters (self, parameters, entry->address);
  sync_actions (self);
}

void
app_window_undo (AppWindow *self) {
  show_entry (self, app_history_undo (self->history));
}

void
app_window_redo (AppWindow *self) {
  show_entry (self, app_history_redo (self->history));
}
