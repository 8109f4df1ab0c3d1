/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenes without script, and the panel beside the stage that goes with them. */
#include "app-window-private.h"

#include <glib/gi18n-lib.h>

/* The scene at hand, or the first that can be in the playground; -1 where the lesson has none. */
static int
playground_scene (AppWindow *self) {
  const Lesson *lesson = app_player_get_lesson (self->player);
  guint scene = app_player_get_scene_number (self->player);

  if (lesson->scenes[scene].playground != NULL)
    return (int) scene;
  for (guint i = 0; i < lesson->n_scenes; i++)
    if (lesson->scenes[i].playground != NULL)
      return (int) i;
  return -1;
}

/* The panel comes with the playground, and is as it was before after it. Over a narrow window it would cover the stage. */
static void
show_panel (AppWindow *self, gboolean free) {
  gboolean shown = free || g_settings_get_boolean (self->settings, "panel-visible");

  adw_flap_set_reveal_flap (self->panel_flap,
                            shown && !self->fullscreen && !adw_flap_get_folded (self->panel_flap));
}

static void
change_playground_cb (GSimpleAction *action, GVariant *value, gpointer data) {
  AppWindow *self = data;
  gboolean free = g_variant_get_boolean (value);

  if (app_player_get_lesson (self->player) == NULL)
    return;
  int scene = free ? playground_scene (self) : (int) app_player_get_scene_number (self->player);
  if (scene < 0)
    app_window_show_toast (self, _ ("playground: this lesson has no scene for it; open another lesson"));
  else
    app_player_set_free (self->player, (guint) scene, free);
}

static void
choose_picture_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  gtk_menu_button_popup (APP_WINDOW (data)->image_button);
}

static void
choose_filter_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  gtk_menu_button_popup (APP_WINDOW (data)->filter_button);
}

void
app_window_sync_playground (AppWindow *self) {
  gboolean free = app_player_get_free (self->player);
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "playground");
  g_autoptr (GVariant) before = g_action_get_state (action);

  app_panel_set_scene (self->panel, app_player_get_scene (self->player));
  g_settings_set_boolean (self->settings, "playground", free);
  if (g_variant_get_boolean (before) == free)
    return;
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (free));
  show_panel (self, free);
}

/* A panel that is out of sight is none for a screen reader either. It stays visible for GTK: whether the flap folds follows
 * from how wide it is. */
void
app_window_panel_moved (AppWindow *self) {
  gboolean out = adw_flap_get_reveal_flap (self->panel_flap);
  gboolean hidden = !out && adw_flap_get_reveal_progress (self->panel_flap) <= 0;

  gtk_accessible_update_state (GTK_ACCESSIBLE (self->panel), GTK_ACCESSIBLE_STATE_HIDDEN, hidden, -1);
}

void
app_window_panel_revealed (AppWindow *self) {
  app_window_panel_moved (self);
  if (!self->fullscreen && !adw_flap_get_folded (self->panel_flap) && !app_player_get_free (self->player))
    g_settings_set_boolean (self->settings, "panel-visible", adw_flap_get_reveal_flap (self->panel_flap));
}

void
app_window_restore_panel (AppWindow *self) {
  show_panel (self, app_player_get_free (self->player));
}

void
app_window_init_playground (AppWindow *self) {
  static const GActionEntry entries[] = {
    { "playground", NULL, NULL, "false", change_playground_cb, { 0 } },
    { "choose-picture", choose_picture_cb, NULL, NULL, NULL, { 0 } },
    { "choose-filter", choose_filter_cb, NULL, NULL, NULL, { 0 } },
  };
  g_autoptr (GPropertyAction) panel = g_property_action_new ("panel", self->panel_flap, "reveal-flap");

  show_panel (self, FALSE);
  app_window_panel_moved (self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (panel));
}
