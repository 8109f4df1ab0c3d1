/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Experiments that are run while the class watches: the chart grows seed by seed. */
#include "app-window-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>

static const char *const scene_actions[] = { "experiment", "experiment-run", "experiment-seeds",
                                             "experiment-clear" };

static gboolean
shows_evidence (AppWindow *self) {
  const LessonScene *scene = app_player_get_scene (self->player);

  return scene != NULL && scene->kind == LESSON_SCENE_EVIDENCE;
}

/* The one whose chart is in view; else the chosen one. */
static LearningExperiment
experiment_in_view (AppWindow *self) {
  const LessonEvidenceView *view = &app_player_get_state (self->player)->evidence_view;

  if (view->subject == LESSON_EVIDENCE_CHART)
    return view->experiment;
  return self->experiment;
}

static void
show (AppWindow *self) {
  LessonTrial trial = { self->experiment, app_experiments_get_wanted (self->experiments) };
  gboolean running = app_experiments_get_running (self->experiments);

  app_window_set_action_state (self, "experiment-run", g_variant_new_boolean (running));
  app_panel_set_experiment_running (self->panel, running);
  if (app_player_get_parameters (self->player) != NULL)
    app_player_set_trial (self->player, app_experiments_get_findings (self->experiments), &trial);
}

/* How far it has come, for who cannot see the chart grow; at the end what it shows. */
static void
say_how_it_stands (AppWindow *self) {
  const LearningFindings *findings = app_experiments_get_findings (self->experiments);
  guint seeds = findings->findings[self->running_experiment][LEARNING_CONVOLUTION][0].n;
  guint wanted = app_experiments_get_wanted (self->experiments);

  if (wanted == 0) {
    app_stage_say (self->stage, _ ("The experiment is over."));
  } else if (seeds != self->seeds_said) {
    g_autofree char *done = lesson_format_count (seeds);
    g_autofree char *all = lesson_format_count (wanted);
    /* Translators: so many seeds of so many */
    g_autofree char *text = g_strdup_printf (_ ("%s of %s seeds"), done, all);
    app_stage_say (self->stage, text);
  }
  self->seeds_said = seeds;
}

static void
changed_cb (AppWindow *self) {
  show (self);
  say_how_it_stands (self);
}

static void
failed_cb (AppWindow *self, const char *message) {
  app_window_show_toast (self, message);
}

static void
timeline_changed_cb (AppWindow *self) {
  for (gsize i = 0; i < G_N_ELEMENTS (scene_actions); i++)
    app_window_set_action_enabled (self, scene_actions[i], shows_evidence (self));
  if (!shows_evidence (self))
    app_experiments_stop (self->experiments);
}

static void
change_run_cb (GSimpleAction *action, GVariant *value, gpointer data) {
  AppWindow *self = data;

  if (!g_variant_get_boolean (value)) {
    app_experiments_stop (self->experiments);
    return;
  }
  self->running_experiment = experiment_in_view (self);
  self->seeds_said = 0;
  app_experiments_start (self->experiments, self->running_experiment, self->experiment_seeds);
}

static void
change_experiment_cb (GSimpleAction *action, GVariant *value, gpointer data) {
  AppWindow *self = data;
  const char *name = g_variant_get_string (value, NULL);

  for (int i = 0; i < LEARNING_N_EXPERIMENTS; i++)
    if (i != LEARNING_EXPERIMENT_SHUFFLE_PATTERNS && g_str_equal (name, learning_experiment_name (i))) {
      app_experiments_stop (self->experiments);
      self->experiment = i;
      g_simple_action_set_state (action, value);
      show (self);
    }
}

static void
change_seeds_cb (GSimpleAction *action, GVariant *value, gpointer data) {
  gint32 seeds = CLAMP (g_variant_get_int32 (value), 1, LEARNING_SEEDS_MAX);

  APP_WINDOW (data)->experiment_seeds = (guint) seeds;
  g_simple_action_set_state (action, g_variant_new_int32 (seeds));
}

static void
clear_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  app_experiments_clear (APP_WINDOW (data)->experiments);
}

void
app_window_init_evidence (AppWindow *self) {
  static const GActionEntry entries[] = {
    { "experiment", NULL, "s", "'shift'", change_experiment_cb, { 0 } },
    { "experiment-run", NULL, NULL, "false", change_run_cb, { 0 } },
    { "experiment-seeds", NULL, "i", "5", change_seeds_cb, { 0 } },
    { "experiment-clear", clear_cb, NULL, NULL, NULL, { 0 } },
  };

  self->experiments = app_experiments_new ();
  self->experiment_seeds = APP_EXPERIMENTS_SEEDS;
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->experiments, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->experiments, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "timeline-changed", G_CALLBACK (timeline_changed_cb), self,
                           G_CONNECT_SWAPPED);
  timeline_changed_cb (self);
}

void
app_window_finish_evidence (AppWindow *self) {
  if (self->experiments == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->experiments, self);
  app_experiments_stop (self->experiments);
  g_clear_object (&self->experiments);
}
