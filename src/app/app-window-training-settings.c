/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The choices of the training that the user drives: each an action with a state. */
#include "app-window-private.h"

static const char *const optimizers[] = { [LEARNING_SGD] = "sgd", [LEARNING_ADAM] = "adam" };
static const char *const starts[LEARNING_N_STARTS] = {
  [LEARNING_START_HE] = "he",
  [LEARNING_START_FAN_IN] = "fan-in",
  [LEARNING_START_SMALL] = "small",
  [LEARNING_START_PLAIN] = "plain",
};

static gint
find (const char *const *names, guint n, const char *name) {
  for (guint i = 0; i < n; i++)
    if (g_str_equal (names[i], name))
      return (gint) i;
  return -1;
}

/* FALSE where the text is none of those there are. */
static gboolean
change_text (AppTrainingPlan *plan, const char *name, const char *value) {
  int optimizer = find (optimizers, G_N_ELEMENTS (optimizers), value);
  int start = find (starts, LEARNING_N_STARTS, value);

  if (g_str_equal (name, "training-optimizer") && optimizer >= 0)
    plan->settings.optimizer = (LearningOptimizer) optimizer;
  else if (g_str_equal (name, "training-weights") && start >= 0)
    plan->settings.start = (LearningStart) start;
  else
    return FALSE;
  return TRUE;
}

static void
change_number (AppTrainingPlan *plan, const char *name, int value) {
  if (g_str_equal (name, "training-batch"))
    plan->settings.batch = (guint) CLAMP (value, 1, LEARNING_BATCH_MAX);
  else if (g_str_equal (name, "training-pool"))
    plan->pool = MAX (value, APP_TRAINING_POOL_USUAL);
  else if (g_str_equal (name, "training-images"))
    plan->a_class = (guint) MAX (value, 0);
}

static void
change_cb (GSimpleAction *action, GVariant *value, gpointer data) {
  AppWindow *self = data;
  AppTrainingPlan plan = *app_training_get_plan (self->training);
  const char *name = g_action_get_name (G_ACTION (action));
  g_autoptr (GError) error = NULL;

  if (g_str_equal (name, "training-frozen"))
    plan.settings.frozen = g_variant_get_boolean (value);
  else if (g_str_equal (name, "training-rate"))
    plan.settings.rate = g_variant_get_double (value);
  else if (g_str_equal (name, "training-momentum"))
    plan.settings.momentum = g_variant_get_double (value);
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT32))
    change_number (&plan, name, g_variant_get_int32 (value));
  else if (!change_text (&plan, name, g_variant_get_string (value, NULL)))
    return;
  if (learning_settings_check (&plan.settings, &error))
    app_window_change_training (self, &plan);
  else
    app_window_show_toast (self, error->message);
}

void
app_window_sync_training_actions (AppWindow *self) {
  const AppTrainingPlan *plan = app_training_get_plan (self->training);
  static const char *const sources[] = { "patterns", "digits", "images", "folder" };

  app_window_set_action_state (self, "training-rate", g_variant_new_double (plan->settings.rate));
  app_window_set_action_state (self, "training-momentum", g_variant_new_double (plan->settings.momentum));
  app_window_set_action_state (self, "training-batch", g_variant_new_int32 ((gint32) plan->settings.batch));
  app_window_set_action_state (self, "training-optimizer",
                               g_variant_new_string (optimizers[plan->settings.optimizer]));
  app_window_set_action_state (self, "training-weights", g_variant_new_string (starts[plan->settings.start]));
  app_window_set_action_state (self, "training-frozen", g_variant_new_boolean (plan->settings.frozen));
  app_window_set_action_state (self, "training-pool", g_variant_new_int32 ((gint32) plan->pool));
  app_window_set_action_state (self, "training-images", g_variant_new_int32 ((gint32) plan->a_class));
  app_window_set_action_state (self, "training-data", g_variant_new_string (sources[plan->source]));
  app_panel_set_training (self->panel, plan);
}

void
app_window_init_training_settings (AppWindow *self) {
  static const GActionEntry entries[] = {
    { "training-rate", NULL, "d", "0.1", change_cb, { 0 } },
    { "training-momentum", NULL, "d", "0.9", change_cb, { 0 } },
    { "training-batch", NULL, "i", "32", change_cb, { 0 } },
    { "training-optimizer", NULL, "s", "'sgd'", change_cb, { 0 } },
    { "training-weights", NULL, "s", "'plain'", change_cb, { 0 } },
    { "training-frozen", NULL, NULL, "false", change_cb, { 0 } },
    { "training-pool", NULL, "i", "-1", change_cb, { 0 } },
    { "training-images", NULL, "i", "0", change_cb, { 0 } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
