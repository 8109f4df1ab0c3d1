/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The choices that the lesson's numbers follow from: each an action with a state, all of them remembered. */
#include "app-window-private.h"

#include <string.h>

static const char *const tones[] = { "diverging", "grey", "absolute" };

/* The whole numbers among them. */
static const struct {
  const char *name;
  gsize offset;
  gint64 least, most;
} numbers[] = {
  { "grid", G_STRUCT_OFFSET (LessonSettings, grid), LESSON_GRID_MIN, LESSON_GRID_MAX },
  { "nodes", G_STRUCT_OFFSET (LessonSettings, nodes), LESSON_UNITS_MIN, LESSON_UNITS_MAX },
  { "filters", G_STRUCT_OFFSET (LessonSettings, filters), LESSON_UNITS_MIN, LESSON_UNITS_MAX },
  { "kernel", G_STRUCT_OFFSET (LessonSettings, kernel), 1, LESSON_KERNEL_MAX },
  { "stride", G_STRUCT_OFFSET (LessonSettings, stride), 1, LESSON_STEP_MAX },
  { "dilation", G_STRUCT_OFFSET (LessonSettings, dilation), 1, LESSON_STEP_MAX },
};

static void
set_number (LessonSettings *settings, guint index, gint64 value) {
  value = CLAMP (value, numbers[index].least, numbers[index].most);
  if (g_str_equal (numbers[index].name, "kernel"))
    lesson_settings_set_kernel (settings, value);
  else
    G_STRUCT_MEMBER (gint64, settings, numbers[index].offset) = value;
}

/* The index of a dense weight means something only as long as the layer has the same size. */
static void
forget_line (LessonSettings *settings, const LessonSettings *before) {
  if (settings->grid != before->grid || settings->nodes != before->nodes || settings->seed != before->seed)
    settings->edited_line = -1;
}

static LessonTone
find_tone (const char *name) {
  for (guint i = 0; i < G_N_ELEMENTS (tones); i++)
    if (g_str_equal (tones[i], name))
      return (LessonTone) i;
  return LESSON_TONE_DIVERGING;
}

static void
change_text (LessonSettings *settings, const char *name, const char *value) {
  const EnginePreset *filter = engine_preset_find (value);

  if (g_str_equal (name, "padding"))
    settings->same_padding = g_str_equal (value, "same");
  else if (g_str_equal (name, "tone"))
    settings->tone = find_tone (value);
  else if (filter != NULL)
    lesson_settings_set_filter (settings, filter);
}

/* Takes the settings that the action and its new value stand for. */
static void
change (LessonSettings *settings, const char *name, GVariant *value) {
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    change_text (settings, name, g_variant_get_string (value, NULL));
  else if (g_str_equal (name, "relu"))
    settings->relu = g_variant_get_boolean (value);
  else if (g_str_equal (name, "seed"))
    settings->seed = (guint32) MAX (g_variant_get_int32 (value), 0);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (g_str_equal (numbers[i].name, name))
      set_number (settings, i, g_variant_get_int32 (value));
}

static void
change_cb (GSimpleAction *action, GVariant *value, gpointer data) {
  AppWindow *self = data;
  const LessonSettings *before = app_loader_get_settings (self->loader);
  LessonSettings settings = *before;
  const char *name = g_action_get_name (G_ACTION (action));

  change (&settings, name, value);
  forget_line (&settings, before);
  app_window_change_settings (self, &settings, g_intern_string (name));
}

static void
weight_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  AppWindow *self = data;
  LessonSettings settings = *app_loader_get_settings (self->loader);
  gint32 tap;
  double weight;

  g_variant_get (parameter, "(id)", &tap, &weight);
  if (tap < 0 || tap >= settings.kernel * settings.kernel || settings.weights[tap] == (float) weight)
    return;
  lesson_settings_set_weight (&settings, tap, weight);
  app_window_change_settings (self, &settings, NULL);
}

static void
another_start_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  AppWindow *self = data;
  gint32 seed = (gint32) app_loader_get_settings (self->loader)->seed;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.seed", "i", seed % G_MAXINT32 + 1);
}

static const GActionEntry entries[] = {
  { "grid", NULL, "i", "10", change_cb, { 0 } },
  { "nodes", NULL, "i", "32", change_cb, { 0 } },
  { "filters", NULL, "i", "32", change_cb, { 0 } },
  { "kernel", NULL, "i", "3", change_cb, { 0 } },
  { "stride", NULL, "i", "1", change_cb, { 0 } },
  { "dilation", NULL, "i", "1", change_cb, { 0 } },
  { "padding", NULL, "s", "'valid'", change_cb, { 0 } },
  { "filter", NULL, "s", "''", change_cb, { 0 } },
  { "tone", NULL, "s", "'diverging'", change_cb, { 0 } },
  { "relu", NULL, NULL, "false", change_cb, { 0 } },
  { "seed", NULL, "i", "9", change_cb, { 0 } },
  { "another-start", another_start_cb, NULL, NULL, NULL, { 0 } },
  { "weight", weight_cb, "(id)", NULL, NULL, { 0 } },
};

void
app_window_init_settings (AppWindow *self) {
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

void
app_window_sync_settings_actions (AppWindow *self) {
  const LessonSettings *settings = app_loader_get_settings (self->loader);

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    gint64 value = G_STRUCT_MEMBER (gint64, settings, numbers[i].offset);
    app_window_set_action_state (self, numbers[i].name, g_variant_new_int32 ((gint32) value));
  }
  app_window_set_action_state (self, "padding",
                               g_variant_new_string (settings->same_padding ? "same" : "valid"));
  app_window_set_action_state (self, "filter",
                               g_variant_new_string (settings->filter != NULL ? settings->filter->name : ""));
  app_window_set_action_state (self, "tone", g_variant_new_string (tones[settings->tone]));
  app_window_set_action_state (self, "relu", g_variant_new_boolean (settings->relu));
  app_window_set_action_state (self, "seed", g_variant_new_int32 ((gint32) settings->seed));
  app_image_popover_set_grid (self->image_popover, settings->grid);
  app_kernel_view_set_weights (self->filter_view, settings->kernel, settings->weights);
  app_panel_set_settings (self->panel, settings);
}

void
app_window_reset_settings (AppWindow *self) {
  LessonSettings settings = app_player_get_lesson (self->player)->settings;

  settings.questions = app_loader_get_settings (self->loader)->questions;
  app_window_change_settings (self, &settings, NULL);
}

static GVariant *
weights_to_variant (const LessonSettings *settings) {
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("ad"));
  for (gint64 tap = 0; settings->filter == NULL && tap < settings->kernel * settings->kernel; tap++)
    g_variant_builder_add (&builder, "d", (double) settings->weights[tap]);
  return g_variant_builder_end (&builder);
}

void
app_window_remember_settings (AppWindow *self, const LessonSettings *settings) {
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_variant_dict_insert (&dict, numbers[i].name, "x",
                           G_STRUCT_MEMBER (gint64, settings, numbers[i].offset));
  g_variant_dict_insert (&dict, "padding", "s", settings->same_padding ? "same" : "valid");
  g_variant_dict_insert (&dict, "filter", "s", settings->filter != NULL ? settings->filter->name : "");
  g_variant_dict_insert (&dict, "tone", "s", tones[settings->tone]);
  g_variant_dict_insert (&dict, "relu", "b", settings->relu);
  g_variant_dict_insert (&dict, "seed", "u", settings->seed);
  g_variant_dict_insert (&dict, "line", "(xd)", settings->edited_line, (double) settings->edited_weight);
  g_variant_dict_insert_value (&dict, "weights", weights_to_variant (settings));
  g_settings_set_value (self->settings, "parameters", g_variant_dict_end (&dict));
}

static void
recall_weights (LessonSettings *settings, GVariant *remembered) {
  g_autoptr (GVariant) list = g_variant_lookup_value (remembered, "weights", G_VARIANT_TYPE ("ad"));
  gsize n = 0;
  const double *weights = list != NULL ? g_variant_get_fixed_array (list, &n, sizeof (double)) : NULL;

  for (gsize tap = 0; n == (gsize) (settings->kernel * settings->kernel) && tap < n; tap++)
    lesson_settings_set_weight (settings, (gint64) tap, weights[tap]);
}

static void
recall_line (LessonSettings *settings, GVariant *remembered) {
  gint64 line;
  double weight;

  if (!g_variant_lookup (remembered, "line", "(xd)", &line, &weight))
    return;
  settings->edited_line = line;
  settings->edited_weight = (float) CLAMP (weight, -LESSON_WEIGHT_MAX, LESSON_WEIGHT_MAX);
}

void
app_window_recall_settings (AppWindow *self, LessonSettings *settings) {
  g_autoptr (GVariant) remembered = g_settings_get_value (self->settings, "parameters");
  static const char *const texts[] = { "filter", "padding", "tone" };
  const char *text;
  gint64 number;

  settings->questions = g_settings_get_boolean (self->settings, "questions");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_variant_lookup (remembered, texts[i], "&s", &text))
      change_text (settings, texts[i], text);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (g_variant_lookup (remembered, numbers[i].name, "x", &number))
      set_number (settings, i, number);
  g_variant_lookup (remembered, "relu", "b", &settings->relu);
  g_variant_lookup (remembered, "seed", "u", &settings->seed);
  recall_line (settings, remembered);
  recall_weights (settings, remembered);
}
