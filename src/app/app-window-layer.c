/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first layer of a user's own model, opened, looked at and run on the photo. */
#include "app-window-private.h"

#include "app-layer-dialog.h"

#include <glib/gi18n-lib.h>

/* Where the photo's response is to be seen: as it is, or in the playground. */
static void
show_response (AppWindow *self) {
  const LessonScene *shown = app_player_get_scene (self->player);
  int scene = lesson_find_scene (app_player_get_lesson (self->player), "photo", NULL);
  gboolean there = shown != NULL && shown->kind == LESSON_SCENE_PHOTO
                   && app_player_get_state (self->player)->photo_view.response >= 1;

  if (scene >= 0 && !there)
    app_player_set_free (self->player, (guint) scene, TRUE);
}

static void
chosen_cb (AppWindow *self, LessonFilters *filters, int index) {
  LessonSettings settings = *app_loader_get_settings (self->loader);

  if (!lesson_filters_apply (filters, index, &settings))
    return;
  app_window_keep_filters (
      self, lesson_filters_new (filters->name, filters->n, filters->kernel, filters->weights, NULL));
  app_window_change_settings (self, &settings, NULL);
  show_response (self);
}

static void
open_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  g_autoptr (GError) error = NULL;
  LessonLayerFile *file = lesson_layer_file_open (data, &error);

  if (file != NULL)
    g_task_return_pointer (task, file, (GDestroyNotify) lesson_layer_file_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data) {
  AppWindow *self = APP_WINDOW (source);
  g_autoptr (GError) error = NULL;
  LessonLayerFile *file = g_task_propagate_pointer (G_TASK (result), &error);
  LessonParameters *parameters;
  GtkWidget *dialog;

  app_window_end_work (self);
  if (app_window_is_closed (self)) {
    g_clear_pointer (&file, lesson_layer_file_free);
    return;
  }
  parameters = app_player_get_parameters (self->player);
  if (file == NULL || parameters == NULL) {
    app_window_show_toast (self, file == NULL ? error->message : _ ("Open a lesson first"));
    g_clear_pointer (&file, lesson_layer_file_free);
    return;
  }
  dialog = app_layer_dialog_new (GTK_WINDOW (self), file, parameters);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
app_window_open_layer (AppWindow *self, const char *path) {
  g_autoptr (GTask) task = g_task_new (self, NULL, opened_cb, NULL);

  app_window_begin_work (self);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, open_cb);
}

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer data) {
  g_autoptr (GFile) file =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file != NULL && g_file_peek_path (file) != NULL)
    app_window_open_layer (data, g_file_peek_path (file));
  else if (file != NULL)
    app_window_show_toast (
        data, _ ("open: this place is not on this computer; copy the file into a folder of its own"));
  g_object_unref (dialog);
}

void
app_window_choose_layer (AppWindow *self) {
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      _ ("Open a Model’s First Layer"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), NULL);
  g_autoptr (GtkFileFilter) models = gtk_file_filter_new ();

  gtk_file_filter_set_name (models, _ ("Models and arrays"));
  gtk_file_filter_add_pattern (models, "*.safetensors");
  gtk_file_filter_add_pattern (models, "*.npy");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), models);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
