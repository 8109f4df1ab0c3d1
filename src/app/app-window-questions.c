/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Predict first: whether steps ask, what is answered, and asking again. */
#include "app-window-private.h"

static void
answer_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  app_player_answer (APP_WINDOW (data)->player, g_variant_get_double (parameter));
}

static void
forget_answers_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  AppWindow *self = data;
  LessonParameters *parameters = app_player_get_parameters (self->player);

  if (parameters == NULL)
    return;
  g_autoptr (LessonParameters) fresh = lesson_parameters_without_answers (parameters);
  app_player_set_parameters (self->player, fresh);
}

/* The setting is the user's, not the lesson's: it holds for every lesson. */
static void
questions_changed_cb (AppWindow *self) {
  LessonSettings settings = *app_loader_get_settings (self->loader);

  settings.questions = g_settings_get_boolean (self->settings, "questions");
  app_loader_set_settings (self->loader, &settings);
}

void
app_window_init_questions (AppWindow *self) {
  static const GActionEntry entries[] = {
    { "answer", answer_cb, "d", NULL, NULL, { 0 } },
    { "forget-answers", forget_answers_cb, NULL, NULL, NULL, { 0 } },
  };
  g_autoptr (GAction) questions = g_settings_create_action (self->settings, "questions");

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action (G_ACTION_MAP (self), questions);
  g_signal_connect_object (self->settings, "changed::questions", G_CALLBACK (questions_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

gboolean
app_window_answer_key (AppWindow *self, guint keyval) {
  const LessonTarget *target = app_stage_get_target (self->stage);

  if (!app_player_get_asking (self->player))
    return FALSE;
  if (app_question_type (self->question, keyval)) {
    g_autofree char *typed = app_question_get_typed (self->question);
    app_stage_say (self->stage, typed);
    return TRUE;
  }
  if (target->part != LESSON_PART_CHOICE || (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter))
    return FALSE;
  app_player_answer (self->player, (double) target->unit);
  return TRUE;
}
