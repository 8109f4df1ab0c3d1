/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures and lessons: which file, under which name, and what happens when it is there or cannot be had. */
#include "app-window-private.h"

#include "lesson-data.h"

#include <glib/gi18n-lib.h>

#define PULSE  120 /* milliseconds */
#define MOMENT 300 /* milliseconds: work that takes no longer needs no sign that it is done */

/* What was drawn, for the next start. */
static char *
drawing_path (void) {
  return g_build_filename (g_get_user_state_dir (), "nine-weights", "drawing.png", NULL);
}

static const LessonPicture *
find_shipped (AppWindow *self, const char *name, const char *path) {
  for (guint i = 0; i < self->pictures->len; i++) {
    const LessonPicture *picture = self->pictures->pdata[i];
    if (g_strcmp0 (picture->name, name) == 0 || g_strcmp0 (picture->path, path) == 0)
      return picture;
  }
  return NULL;
}

/* The program begins with what was there last time, unless it was called with a lesson that says how it begins. */
static gboolean
is_begun_with (AppWindow *self, const char *path) {
  return app_player_get_lesson (self->player) == NULL && self->builtin != NULL
         && g_str_equal (self->builtin->path, path);
}

static void
open_lesson (AppWindow *self, const char *path) {
  gboolean begun = is_begun_with (self, path);
  LessonSettings settings;

  if (begun) {
    settings = self->builtin->settings;
    app_window_recall_settings (self, &settings);
  }
  app_loader_open_lesson (self->loader, path, begun ? &settings : NULL);
}

static void
open_path (AppWindow *self, GFile *file, const char *path) {
  const LessonPicture *shipped = find_shipped (self, NULL, path);
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *drawn = drawing_path ();

  app_window_begin_change (self, NULL);
  if (g_str_has_suffix (path, ".lesson"))
    open_lesson (self, path);
  else if (g_str_equal (path, drawn))
    app_loader_open_picture (self->loader, path, _ ("Drawing"), APP_LOADER_DRAWING);
  else if (shipped != NULL)
    app_loader_open_picture (self->loader, path, shipped->title, shipped->name);
  else
    app_loader_open_picture (self->loader, path, name, uri);
}

/* As long as there is no lesson, the next one of those to begin with; then the pictures for it. */
static void
open_next (AppWindow *self, const char *reason) {
  gboolean shown = app_player_get_lesson (self->player) != NULL;
  g_autoptr (GFile) file = g_queue_pop_head (shown ? &self->start_pictures : &self->start_lessons);

  self->starting = file != NULL;
  if (file != NULL) {
    app_window_open_file (self, file);
  } else if (!shown) {
    adw_status_page_set_description (self->problem, reason);
    gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
    gtk_stack_set_visible_child (self->pages, GTK_WIDGET (self->problem));
  }
}

static void
refuse (AppWindow *self, const char *message) {
  app_window_show_toast (self, message);
  if (self->starting)
    open_next (self, message);
}

/* FALSE where that is no file of weights. What is shown does not change by its opening. */
static gboolean
open_weights (AppWindow *self, const char *path) {
  gboolean model = g_str_has_suffix (path, ".safetensors");

  if (model)
    app_window_open_layer (self, path);
  else if (g_str_has_suffix (path, ".npy"))
    app_window_open_filters (self, path);
  else
    return FALSE;
  return TRUE;
}

void
app_window_open_file (AppWindow *self, GFile *file) {
  g_autofree char *path = g_file_get_path (file);

  if (path != NULL && open_weights (self, path)) {
    if (self->starting)
      open_next (self, NULL);
    return;
  }
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

  if (picture == NULL)
    return;
  app_window_begin_change (self, NULL);
  app_loader_open_picture (self->loader, picture->path, picture->title, picture->name);
}

static void
save_drawing (AppWindow *self, EngineImage *image) {
  g_autofree char *path = drawing_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  if (image == self->saved_drawing)
    return;
  g_autoptr (EngineTensor) grey = engine_image_to_grey (image, &error);
  g_mkdir_with_parents (folder, 0700);
  if (grey == NULL || !engine_image_save_png (path, grey, &error))
    g_message ("%s", error->message);
  g_clear_pointer (&self->saved_drawing, engine_image_unref);
  self->saved_drawing = engine_image_ref (image);
}

void
app_window_remember (AppWindow *self, const LessonParameters *parameters, const char *address) {
  app_window_remember_settings (self, &parameters->settings);
  if (g_str_equal (address, APP_LOADER_DRAWING))
    save_drawing (self, parameters->original);
  if (*address != '\0')
    g_settings_set_string (self->settings, "image", address);
}

static guint
remembered_scene (AppWindow *self, Lesson *lesson) {
  g_autofree char *name = g_settings_get_string (self->settings, "scene");
  int scene = lesson_find_scene (lesson, name, NULL);

  return scene < 0 ? 0 : (guint) scene;
}

/* A lesson that says so begins in the playground. */
static void
show_lesson (AppWindow *self, Lesson *lesson, LessonParameters *parameters) {
  gboolean first = is_begun_with (self, lesson->path);
  gboolean free = first && g_settings_get_boolean (self->settings, "playground");
  guint scene = first ? remembered_scene (self, lesson) : 0;

  if (lesson->playground != NULL) {
    free = TRUE;
    scene = (guint) MAX (lesson_find_scene (lesson, lesson->playground, NULL), 0);
  }
  app_player_open (self->player, lesson, parameters, scene);
  app_player_set_free (self->player, scene, free);
  g_queue_clear_full (&self->start_lessons, g_object_unref);
  gtk_stack_set_visible_child_name (self->pages, "stage");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
}

void
app_window_show_parameters (AppWindow *self, LessonParameters *parameters, const char *address) {
  gboolean shipped = find_shipped (self, address, NULL) != NULL;

  app_image_popover_set_parameters (self->image_popover, parameters);
  app_panel_set_parameters (self->panel, parameters);
  app_window_set_action_state (self, "picture", g_variant_new_string (shipped ? address : ""));
  app_window_sync_settings_actions (self);
  app_window_sync_training (self);
  if (!self->dragging && !self->starting)
    app_window_remember (self, parameters, address);
}

/* The next file that the program was to begin with, or none any more. */
static void
go_on_starting (AppWindow *self, gboolean is_picture) {
  if (is_picture)
    g_queue_clear_full (&self->start_pictures, g_object_unref);
  open_next (self, NULL);
}

/* Another lesson has no answers yet, but the same training. */
static LessonParameters *
with_what_was_done (const AppLoaded *loaded, const LessonParameters *now) {
  if (now == NULL)
    return lesson_parameters_ref (loaded->parameters);
  if (loaded->lesson != NULL)
    return lesson_parameters_with_record (loaded->parameters, now->record);
  return lesson_parameters_carrying (loaded->parameters, now);
}

static void
loaded_cb (AppWindow *self, const AppLoaded *loaded) {
  gboolean afresh = loaded->lesson != NULL || self->starting;
  LessonParameters *now = app_player_get_parameters (self->player);
  g_autoptr (LessonParameters) before = afresh || now == NULL ? NULL : lesson_parameters_ref (now);
  g_autoptr (LessonParameters) parameters = with_what_was_done (loaded, now);

  if (loaded->lesson != NULL)
    show_lesson (self, loaded->lesson, parameters);
  else if (now != NULL)
    app_player_set_parameters (self->player, parameters);
  if (self->starting)
    go_on_starting (self, loaded->lesson == NULL);
  app_window_keep (self, parameters, loaded->address, before);
  app_window_show_parameters (self, parameters, loaded->address);
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

  if (self->loader == NULL)
    return;
  g_object_get (self->loader, "busy", &busy, NULL);
  busy = busy || self->works_long;
  gtk_widget_set_visible (GTK_WIDGET (self->progress), busy);
  g_clear_handle_id (&self->pulse, g_source_remove);
  if (busy)
    self->pulse = g_timeout_add (PULSE, pulse_cb, self);
}

static void
works_long_cb (gpointer data) {
  AppWindow *self = data;

  self->work_timeout = 0;
  self->works_long = TRUE;
  busy_changed_cb (self);
}

void
app_window_begin_work (AppWindow *self) {
  if (self->works++ == 0)
    self->work_timeout = g_timeout_add_once (MOMENT, works_long_cb, self);
}

void
app_window_end_work (AppWindow *self) {
  if (--self->works > 0)
    return;
  g_clear_handle_id (&self->work_timeout, g_source_remove);
  self->works_long = FALSE;
  busy_changed_cb (self);
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
  if (g_str_equal (address, APP_LOADER_DRAWING)) {
    g_autofree char *drawn = drawing_path ();
    return g_file_new_for_path (drawn);
  }
  return shipped != NULL ? g_file_new_for_path (shipped->path) : g_file_new_for_uri (address);
}

void
app_window_start_images (AppWindow *self, GFile *file) {
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  gboolean is_lesson = path != NULL && g_str_has_suffix (path, ".lesson");
  g_autoptr (GError) error = NULL;
  GFile *remembered = remembered_picture (self);
  LessonSettings settings = *app_loader_get_settings (self->loader);

  self->builtin = lesson_new_builtin (&error);
  settings.questions = g_settings_get_boolean (self->settings, "questions");
  app_loader_set_settings (self->loader, &settings);
  if (file != NULL)
    g_queue_push_tail (is_lesson ? &self->start_lessons : &self->start_pictures, g_object_ref (file));
  if (self->builtin != NULL)
    g_queue_push_tail (&self->start_lessons, g_file_new_for_path (self->builtin->path));
  if (remembered != NULL && !is_lesson)
    g_queue_push_tail (&self->start_pictures, g_object_ref (remembered));
  g_clear_object (&remembered);
  open_next (self, error != NULL ? error->message : NULL);
}

void
app_window_finish_images (AppWindow *self) {
  g_clear_handle_id (&self->pulse, g_source_remove);
  if (self->loader != NULL)
    app_loader_cancel (self->loader);
  g_clear_pointer (&self->pictures, g_ptr_array_unref);
  g_clear_pointer (&self->builtin, lesson_unref);
  g_clear_pointer (&self->saved_drawing, engine_image_unref);
  g_queue_clear_full (&self->start_lessons, g_object_unref);
  g_queue_clear_full (&self->start_pictures, g_object_unref);
}

static GtkFileFilter *
filter_new (const char *name, gboolean pictures, const char *pattern, const char *other) {
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  if (pictures)
    gtk_file_filter_add_pixbuf_formats (filter);
  if (pattern != NULL)
    gtk_file_filter_add_pattern (filter, pattern);
  if (other != NULL)
    gtk_file_filter_add_pattern (filter, other);
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
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (_ ("Open a Picture, a Lesson or Filters"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), NULL);
  g_autoptr (GtkFileFilter) all = filter_new (_ ("Pictures, lessons, filters"), TRUE, "*.lesson", "*.npy");
  g_autoptr (GtkFileFilter) pictures = filter_new (_ ("Pictures"), TRUE, NULL, NULL);
  g_autoptr (GtkFileFilter) lessons = filter_new (_ ("Lessons"), FALSE, "*.lesson", NULL);
  g_autoptr (GtkFileFilter) filters = filter_new (_ ("Filters as arrays"), FALSE, "*.npy", "*.safetensors");

  gtk_file_filter_add_pattern (all, "*.safetensors");
  gtk_popover_popdown (GTK_POPOVER (self->image_popover));
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), all);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), pictures);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), lessons);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filters);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
