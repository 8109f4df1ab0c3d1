/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-application.h"

#include "app-about.h"
#include "app-window.h"
#include "draw-scene.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

struct _AppApplication {
  AdwApplication parent_instance;

  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (AppApplication, app_application, ADW_TYPE_APPLICATION)

/* The presenter's keys, which only count where no text is entered, are in app-keys.c. */
static const struct {
  const char *action;
  const char *accelerators[3];
} accelerators[] = {
  { "app.quit", { "<Control>q" } },
  { "app.toggle-dark", { "<Control><Shift>d" } },
  { "window.close", { "<Control>w" } },
  { "app.high-contrast", { "<Control><Shift>h" } },
  { "win.open", { "<Control>o" } },
  { "win.open-layer", { "<Control><Shift>o" } },
  { "win.paste", { "<Control>v" } },
  { "win.copy-picture", { "<Control>c" } },
  { "win.save-picture", { "<Control>s" } },
  { "win.save-state", { "<Control><Shift>s" } },
  { "win.undo", { "<Control>z" } },
  { "win.redo", { "<Control><Shift>z", "<Control>y" } },
  { "win.draw", { "<Control>d" } },
  { "win.clear-drawing", { "<Control>Delete" } },
  { "win.playground", { "<Control>p" } },
  { "win.panel", { "F8" } },
  { "win.reset-settings", { "<Control>0" } },
  { "win.sidebar-visible", { "F9" } },
  { "win.fullscreen", { "F11" } },
  { "win.present", { "F5" } },
  { "win.present-from-here", { "<Shift>F5" } },
  { "win.show-help-overlay", { "<Control>question", "F1" } },
};

static AppWindow *
get_window (AppApplication *self) {
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (APP_IS_WINDOW (l->data))
      return l->data;
  return NULL;
}

static void
present_window (AppApplication *self, GFile *file) {
  AppWindow *window = get_window (self);

  if (window == NULL)
    window = app_window_new (ADW_APPLICATION (self), file);
  else if (file != NULL)
    app_window_open_file (window, file);
  gtk_window_present (GTK_WINDOW (window));
}

static void
app_application_activate (GApplication *application) {
  present_window (APP_APPLICATION (application), NULL);
}

/* A window shows one picture: of several files the first. */
static void
app_application_open (GApplication *application, GFile **files, int n_files, const char *hint) {
  present_window (APP_APPLICATION (application), files[0]);
}

static void
apply_style (AppApplication *self) {
  g_autofree char *style = g_settings_get_string (self->settings, "style");
  AdwColorScheme scheme = g_str_equal (style, "dark")    ? ADW_COLOR_SCHEME_FORCE_DARK
                          : g_str_equal (style, "light") ? ADW_COLOR_SCHEME_FORCE_LIGHT
                                                         : ADW_COLOR_SCHEME_DEFAULT;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
}

static void
toggle_dark_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  g_settings_set_string (APP_APPLICATION (data)->settings, "style", dark ? "light" : "dark");
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  app_about_present (gtk_application_get_active_window (GTK_APPLICATION (data)));
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  g_application_quit (G_APPLICATION (data));
}

static const GActionEntry entries[] = {
  { "about", about_cb, NULL, NULL, NULL, { 0 } },
  { "quit", quit_cb, NULL, NULL, NULL, { 0 } },
  { "toggle-dark", toggle_dark_cb, NULL, NULL, NULL, { 0 } },
};

static void
install_actions (AppApplication *self) {
  g_autoptr (GAction) style = g_settings_create_action (self->settings, "style");
  g_autoptr (GAction) contrast = g_settings_create_action (self->settings, "high-contrast");

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action (G_ACTION_MAP (self), style);
  g_action_map_add_action (G_ACTION_MAP (self), contrast);
  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action,
                                           accelerators[i].accelerators);
}

/* Whatever a half installed program lacks is said in a sentence, not by an abort in the depths. */
static void
check_installation (void) {
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
      source != NULL ? g_settings_schema_source_lookup (source, NINE_WEIGHTS_APPLICATION_ID, TRUE) : NULL;

  if (!gtk_init_check ()) {
    g_printerr ("%s\n", _ ("nine-weights: no display can be opened; run it in a graphical session"));
    exit (1);
  }
  if (schema == NULL) {
    g_printerr ("%s\n", _ ("nine-weights: its settings are not installed; run ./dev run, or meson install"));
    exit (1);
  }
}

static void
app_application_startup (GApplication *application) {
  AppApplication *self = APP_APPLICATION (application);

  check_installation ();
  G_APPLICATION_CLASS (app_application_parent_class)->startup (application);
  draw_init ();
  gtk_window_set_default_icon_name (NINE_WEIGHTS_APPLICATION_ID);
  self->settings = g_settings_new (NINE_WEIGHTS_APPLICATION_ID);
  g_signal_connect_object (self->settings, "changed::style", G_CALLBACK (apply_style), self,
                           G_CONNECT_SWAPPED);
  apply_style (self);
  install_actions (self);
}

static int
app_application_handle_local_options (GApplication *application, GVariantDict *options) {
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  g_print ("nine-weights %s\n", NINE_WEIGHTS_VERSION);
  return 0;
}

static void
app_application_finalize (GObject *object) {
  g_clear_object (&APP_APPLICATION (object)->settings);
  G_OBJECT_CLASS (app_application_parent_class)->finalize (object);
}

static void
app_application_class_init (AppApplicationClass *klass) {
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = app_application_finalize;
  application_class->startup = app_application_startup;
  application_class->activate = app_application_activate;
  application_class->open = app_application_open;
  application_class->handle_local_options = app_application_handle_local_options;
}

static void
app_application_init (AppApplication *self) {
  static const GOptionEntry options[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[PICTURE | LESSON]"));
  g_application_set_option_context_summary (
      G_APPLICATION (self),
      _ ("Shows why a convolutional layer needs so few weights, on a picture of your own."));
}

AppApplication *
app_application_new (void) {
  return g_object_new (APP_TYPE_APPLICATION, "application-id", NINE_WEIGHTS_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/io/github/nineweights/NineWeights",
                       NULL);
}
