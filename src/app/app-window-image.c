/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures and lessons: which file, under which name, and what happens when it is there or cannot be had. */
#include "app-window-private.h"

#include "lesson-data.h"

#include <glib/gi18n-lib.h>

#define PULSE 120 /* milliseconds */

static const LessonPicture *
find_shipped (AppWindow *self, const char *name, const char *path) {
  for (guint i = 0; i < self->pictures->len; i++) {
    const LessonPicture *picture = self->pictures->pdata[i];
    if (g_strcmp0 (picture->name, name) == 0 || g_strcmp0 (picture->path, path) == 0)
      return picture;
  }
  return NULL;
}

static void
open_path (AppWindow *self, GFile *file, const char *path) {
  const LessonPicture *shipped = find_shipped (self, NULL, path);
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *uri = g_file_get_uri (file);

  if (g_str_has_suffix (path, ".lesson"))
    app_loader_open_lesson (self->loader, path);
  else if (shipped != NULL)
    app_loader_open_picture (self->loader, path, shipped->title, shipped->name);
  else
    app_loader_open_picture (self->loader, path, name, uri);
}

/* As long as nothing could be shown, what cannot be opened is replaced by what was shown last, or the lesson's own. */
static void
open_fallback (AppWindow *self, const char *reason) {
  g_autoptr (GFile) file = g_queue_pop_head (&self->fallbacks);

  if (file != NULL) {
    app_window_open_file (self, file);
  } else {
    adw_status_page_set_description (self->problem, reason);
    gtk_stack_set_visible_child (self->pages, GTK_WIDGET (self->problem));
  }
}

static void
refuse (AppWindow *self, const char *message) {
  app_window_show_toast (self, message);
  if (app_player_get_lesson (self->player) == NULL)
    open_fallback (self, message);
}

void
app_window_open_file (AppWindow *self, GFile *file) {
  g_autofree char *path = g_file_get_path (file);

  if (path != NULL) {
    open_path (self, file, path);
    return;
  }
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *message =
      g_strdup_printf (_ ("%s: it is not on this computer; save it here and open the saved file"), uri);
  refuse (self, message);
}

void
app_window_open_shipped (AppWindow *self, const char *name) {
  const LessonPicture *picture = find_shipped (self, name, NULL);

  if (picture != NULL)
    app_loader_open_picture (self->loader, picture->path, picture->title, picture->name);
}

static void
remember (AppWindow *self, const AppLoaded *loaded) {
  const LessonSettings *settings = &loaded->parameters->settings;

  g_settings_set_int (self->settings, "grid", (int) settings->grid);
  if (settings->filter != NULL)
    g_settings_set_string (self->settings, "filter", settings->filter->name);
  if (*loaded->address != '\0')
    g_settings_set_string (self->settings, "image", loaded->address);
}

static guint
remembered_scene (AppWindow *self, Lesson *lesson) {
  g_autofree char *name = g_settings_get_string (self->settings, "scene");
  int scene = lesson_find_scene (lesson, name, NULL);

  return scene < 0 ? 0 : (guint) scene;
}

static void
show_loaded (AppWindow *self, const AppLoaded *loaded) {
  if (loaded->lesson != NULL)
    app_player_open (self->player, loaded->lesson, loaded->parameters, 0);
  else if (self->lesson != NULL)
    app_player_open (self->player, self->lesson, loaded->parameters, remembered_scene (self, self->lesson));
  else
    app_player_set_parameters (self->player, loaded->parameters);
  g_clear_pointer (&self->lesson, lesson_unref);
  g_queue_clear_full (&self->fallbacks, g_object_unref);
  gtk_stack_set_visible_child_name (self->pages, "stage");
}

static void
loaded_cb (AppWindow *self, const AppLoaded *loaded) {
  gboolean shipped = find_shipped (self, loaded->address, NULL) != NULL;

  show_loaded (self, loaded);
  remember (self, loaded);
  app_image_popover_set_parameters (self->image_popover, loaded->parameters);
  app_window_set_action_state (self, "picture", g_variant_new_string (shipped ? loaded->address : ""));
  app_window_sync_settings_actions (self);
}

static void
failed_cb (AppWindow *self, const char *message) {
  app_window_sync_settings_actions (self);
  refuse (self, message);
}

static gboolean
pulse_cb (gpointer data) {
  gtk_progress_bar_pulse (APP_WINDOW (data)->progress);
  return G_SOURCE_CONTINUE;
}

static void
busy_changed_cb (AppWindow *self) {
  gboolean busy = FALSE;

  g_object_get (self->loader, "busy", &busy, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), busy);
  g_clear_handle_id (&self->pulse, g_source_remove);
  if (busy)
    self->pulse = g_timeout_add (PULSE, pulse_cb, self);
}

void
app_window_init_images (AppWindow *self) {
  self->pictures = lesson_pictures ();
  app_image_popover_set_pictures (self->image_popover, self->pictures);
  g_signal_connect_object (self->loader, "loaded", G_CALLBACK (loaded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->loader, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->loader, "notify::busy", G_CALLBACK (busy_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static GFile *
remembered_picture (AppWindow *self) {
  g_autofree char *address = g_settings_get_string (self->settings, "image");
  const LessonPicture *shipped = find_shipped (self, address, NULL);

  if (*address == '\0')
    return NULL;
  return shipped != NULL ? g_file_new_for_path (shipped->path) : g_file_new_for_uri (address);
}

static void
start_settings (AppWindow *self) {
  LessonSettings settings = self->lesson->settings;
  g_autofree char *name = g_settings_get_string (self->settings, "filter");
  const EnginePreset *filter = engine_preset_find (name);

  settings.grid = g_settings_get_int (self->settings, "grid");
  settings.questions = g_settings_get_boolean (self->settings, "questions");
  if (filter != NULL)
    lesson_settings_set_filter (&settings, filter);
  app_loader_set_settings (self->loader, &settings);
}

void
app_window_start_images (AppWindow *self, GFile *file) {
  g_autoptr (GError) error = NULL;
  GFile *remembered = remembered_picture (self);

  self->lesson = lesson_new_builtin (&error);
  if (self->lesson != NULL) {
    start_settings (self);
    if (file != NULL)
      g_queue_push_tail (&self->fallbacks, g_object_ref (file));
    if (remembered != NULL)
      g_queue_push_tail (&self->fallbacks, g_object_ref (remembered));
    g_queue_push_tail (&self->fallbacks, g_file_new_for_path (self->lesson->image_path));
  }
  g_clear_object (&remembered);
  open_fallback (self, error != NULL ? error->message : NULL);
}

void
app_window_finish_images (AppWindow *self) {
  g_clear_handle_id (&self->pulse, g_source_remove);
  if (self->loader != NULL)
    app_loader_cancel (self->loader);
  g_clear_pointer (&self->lesson, lesson_unref);
  g_clear_pointer (&self->pictures, g_ptr_array_unref);
  g_queue_clear_full (&self->fallbacks, g_object_unref);
}

static GtkFileFilter *
filter_new (const char *name, gboolean pictures, gboolean lessons) {
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  if (pictures)
    gtk_file_filter_add_pixbuf_formats (filter);
  if (lessons)
    gtk_file_filter_add_pattern (filter, "*.lesson");
  return filter;
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer data) {
  if (response == GTK_RESPONSE_ACCEPT) {
    g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
    app_window_open_file (data, file);
  }
  g_object_unref (dialog);
}

void
app_window_choose_file (AppWindow *self) {
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      _ ("Open a Picture or a Lesson"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), NULL);
  g_autoptr (GtkFileFilter) all = filter_new (_ ("Pictures and lessons"), TRUE, TRUE);
  g_autoptr (GtkFileFilter) pictures = filter_new (_ ("Pictures"), TRUE, FALSE);
  g_autoptr (GtkFileFilter) lessons = filter_new (_ ("Lessons"), FALSE, TRUE);

  gtk_popover_popdown (GTK_POPOVER (self->image_popover));
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), all);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), pictures);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), lessons);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
