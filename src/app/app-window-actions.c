/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that can be done in the window, as actions: menus, buttons, keys and D-Bus all go through them. */
#include "app-window-private.h"

#include "app-clock.h"

typedef void (*Command) (AppWindow *self);

void
app_window_set_action_enabled (AppWindow *self, const char *name, gboolean enabled) {
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
app_window_set_action_state (AppWindow *self, const char *name, GVariant *state) {
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), state);
}

/* Moving about in the lesson. */

static void
next_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  app_player_next (APP_WINDOW (data)->player);
}

static void
back_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  app_player_back (APP_WINDOW (data)->player);
}

static void
play_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  app_player_toggle (APP_WINDOW (data)->player);
}

static void
first_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  app_player_seek (APP_WINDOW (data)->player, 0);
}

static void
last_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  app_player_seek (APP_WINDOW (data)->player, G_MAXDOUBLE);
}

/* Counted from 1, as people do. */
static void
step_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  gint32 step = g_variant_get_int32 (parameter);

  app_player_play_step (APP_WINDOW (data)->player, (guint) MAX (step - 1, 0));
}

static void
change_scene_cb (GSimpleAction *action, GVariant *value, gpointer data) {
  AppWindow *self = data;
  Lesson *lesson = app_player_get_lesson (self->player);
  g_autoptr (GError) error = NULL;

  if (lesson == NULL)
    return;
  int scene = lesson_find_scene (lesson, g_variant_get_string (value, NULL), &error);
  if (scene < 0)
    app_window_show_toast (self, error->message);
  else
    app_player_play_scene (self->player, (guint) scene);
}

static void
go_to_step_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  app_window_ask_for_step (data);
}

static void
change_speed_state_cb (GSimpleAction *action, GVariant *value, gpointer data) {
  app_player_set_speed (APP_WINDOW (data)->player, g_variant_get_double (value));
}

static void
change_speed_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  AppWindow *self = data;
  double speed = app_player_get_speed (self->player);

  app_player_set_speed (self->player, app_speed_step (speed, g_variant_get_int32 (parameter)));
}

/* The keyboard cursor. */

static void
move_cursor_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  gint32 rows, columns;

  g_variant_get (parameter, "(ii)", &rows, &columns);
  app_window_move_cursor (APP_WINDOW (data), CLAMP (rows, -1, 1), CLAMP (columns, -1, 1));
}

static void
change_region_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  app_stage_change_region (APP_WINDOW (data)->stage, g_variant_get_int32 (parameter) < 0 ? -1 : 1);
}

/* What the lesson is computed from: the settings are in app-window-settings.c. */

static void
change_picture_cb (GSimpleAction *action, GVariant *value, gpointer data) {
  app_window_open_shipped (data, g_variant_get_string (value, NULL));
}

/* The window. */

static void
change_fullscreen_cb (GSimpleAction *action, GVariant *value, gpointer data) {
  app_window_set_fullscreen (data, g_variant_get_boolean (value));
}

static void
present_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  AppWindow *self = data;

  app_window_set_fullscreen (self, TRUE);
  if (app_player_get_lesson (self->player) != NULL)
    app_player_play_scene (self->player, 0);
}

static void
present_from_here_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  app_window_set_fullscreen (data, TRUE);
}

/* Escape never closes anything: it lets go of what is held; with nothing held it ends the presentation. */
static void
leave_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  AppWindow *self = data;

  app_window_forget_number (self);
  if (!app_stage_release (self->stage))
    app_window_set_fullscreen (self, FALSE);
}

/* The window of keys, which few want to see, takes longer to make than all else; GTK would make it at the start if it lay where GTK
 * looks for it. The overlay has an action of the same name, if there is none. */
static void
show_help_overlay_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  AppWindow *self = data;
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/io/github/nineweights/NineWeights/help-overlay.ui");
  GtkShortcutsWindow *overlay = GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "help_overlay"));

  g_action_map_remove_action (G_ACTION_MAP (self), "show-help-overlay");
  gtk_application_window_set_help_overlay (GTK_APPLICATION_WINDOW (self), overlay);
  g_action_group_activate_action (G_ACTION_GROUP (self), "show-help-overlay", NULL);
}

/* Actions that are nothing but the call of one function of the window. */
static void
command_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  static const struct {
    const char *name;
    Command command;
  } commands[] = {
    { "open", app_window_choose_file },
    { "open-layer", app_window_choose_layer },
    { "paste", app_window_paste },
    { "copy-picture", app_window_copy_picture },
    { "save-picture", app_window_save_picture },
    { "save-lesson", app_window_save_lesson },
    { "undo", app_window_undo },
    { "redo", app_window_redo },
    { "clear-drawing", app_window_clear_drawing },
    { "reset-settings", app_window_reset_settings },
    { "save-state", app_window_save_state },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, g_action_get_name (G_ACTION (action))))
      commands[i].command (data);
}

static const GActionEntry entries[] = {
  { "next", next_cb, NULL, NULL, NULL, { 0 } },
  { "back", back_cb, NULL, NULL, NULL, { 0 } },
  { "play", play_cb, NULL, NULL, NULL, { 0 } },
  { "first", first_cb, NULL, NULL, NULL, { 0 } },
  { "last", last_cb, NULL, NULL, NULL, { 0 } },
  { "step", step_cb, "i", NULL, NULL, { 0 } },
  { "go-to-step", go_to_step_cb, NULL, NULL, NULL, { 0 } },
  { "scene", NULL, "s", "''", change_scene_cb, { 0 } },
  { "speed", NULL, "d", "1.0", change_speed_state_cb, { 0 } },
  { "change-speed", change_speed_cb, "i", NULL, NULL, { 0 } },
  { "move-cursor", move_cursor_cb, "(ii)", NULL, NULL, { 0 } },
  { "change-region", change_region_cb, "i", NULL, NULL, { 0 } },
  { "picture", NULL, "s", "''", change_picture_cb, { 0 } },
  { "fullscreen", NULL, NULL, "false", change_fullscreen_cb, { 0 } },
  { "present", present_cb, NULL, NULL, NULL, { 0 } },
  { "present-from-here", present_from_here_cb, NULL, NULL, NULL, { 0 } },
  { "leave", leave_cb, NULL, NULL, NULL, { 0 } },
  { "show-help-overlay", show_help_overlay_cb, NULL, NULL, NULL, { 0 } },
  { "open", command_cb, NULL, NULL, NULL, { 0 } },
  { "open-layer", command_cb, NULL, NULL, NULL, { 0 } },
  { "paste", command_cb, NULL, NULL, NULL, { 0 } },
  { "copy-picture", command_cb, NULL, NULL, NULL, { 0 } },
  { "save-picture", command_cb, NULL, NULL, NULL, { 0 } },
  { "save-lesson", command_cb, NULL, NULL, NULL, { 0 } },
  { "undo", command_cb, NULL, NULL, NULL, { 0 } },
  { "redo", command_cb, NULL, NULL, NULL, { 0 } },
  { "clear-drawing", command_cb, NULL, NULL, NULL, { 0 } },
  { "save-state", command_cb, NULL, NULL, NULL, { 0 } },
  { "reset-settings", command_cb, NULL, NULL, NULL, { 0 } },
};

void
app_window_install_actions (AppWindow *self) {
  /* Over what is to be seen: in a narrow window the list is folded away whatever the setting says. */
  g_autoptr (GPropertyAction) sidebar =
      g_property_action_new ("sidebar-visible", self->sidebar, "reveal-flap");

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (sidebar));
  app_window_sync_lesson_actions (self);
}

static const char *const needing_scene[] = {
  "save-state",    "copy-picture", "save-picture",   "save-lesson",
  "clear-drawing", "playground",   "reset-settings", "open-layer"
};
static const char *const needing_script[] = { "first", "last", "go-to-step", "step" };

void
app_window_sync_lesson_actions (AppWindow *self) {
  const LessonScene *scene = app_player_get_scene (self->player);
  gboolean open = scene != NULL;
  gboolean can_next = FALSE, can_back = FALSE;

  g_object_get (self->player, "can-next", &can_next, "can-back", &can_back, NULL);
  app_window_set_action_enabled (self, "next", can_next);
  app_window_set_action_enabled (self, "play", can_next);
  app_window_set_action_enabled (self, "back", can_back);
  for (gsize i = 0; i < G_N_ELEMENTS (needing_scene); i++)
    app_window_set_action_enabled (self, needing_scene[i], open);
  for (gsize i = 0; i < G_N_ELEMENTS (needing_script); i++)
    app_window_set_action_enabled (self, needing_script[i], open && !app_player_get_free (self->player));
  if (open)
    app_window_set_action_state (self, "scene", g_variant_new_string (scene->name));
  app_window_set_action_state (self, "speed", g_variant_new_double (app_player_get_speed (self->player)));
}
