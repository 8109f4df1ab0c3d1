/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lesson as it has been changed, saved as a lesson file. */
#include "app-window-private.h"

#include "lesson-file-write.h"

#include <glib/gi18n-lib.h>

typedef struct {
  Lesson *lesson;
  LessonParameters *parameters;
  const char *playground; /* the lesson's; NULL */
  char *path;
} Request;

static void
request_free (gpointer data) {
  Request *self = data;

  lesson_unref (self->lesson);
  lesson_parameters_unref (self->parameters);
  g_free (self->path);
  g_free (self);
}

static void
write_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  const Request *request = data;
  g_autoptr (GError) error = NULL;

  if (lesson_write (request->lesson, request->parameters, request->playground, request->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data) {
  const Request *request = g_task_get_task_data (G_TASK (result));
  g_autofree char *name = g_filename_display_basename (request->path);
  g_autofree char *message = g_strdup_printf (_ ("Saved “%s”"), name);
  g_autoptr (GError) error = NULL;
  gboolean written = g_task_propagate_boolean (G_TASK (result), &error);

  app_window_show_toast (APP_WINDOW (source), written ? message : error->message);
}

/* Takes the path. */
static void
write_file (AppWindow *self, char *path) {
  Request *request = g_new0 (Request, 1);
  g_autoptr (GTask) task = g_task_new (self, NULL, written_cb, NULL);

  request->lesson = lesson_ref (app_player_get_lesson (self->player));
  request->parameters = lesson_parameters_ref (app_player_get_parameters (self->player));
  if (app_player_get_free (self->player))
    request->playground = app_player_get_scene (self->player)->name;
  request->path = path;
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, write_cb);
}

/* The dialog has asked whether to replace a file of the very name that was typed, of no other. */
static void
save_as (AppWindow *self, const char *typed) {
  gboolean complete = g_str_has_suffix (typed, ".lesson");
  g_autofree char *path = g_strconcat (typed, complete ? "" : ".lesson", NULL);

  if (complete || !g_file_test (path, G_FILE_TEST_EXISTS)) {
    write_file (self, g_steal_pointer (&path));
    return;
  }
  g_autofree char *name = g_filename_display_basename (path);
  /* Translators: %s is the name of a file. */
  g_autofree char *message =
      g_strdup_printf (_ ("%s: it is there already; choose it to replace it, or another name"), name);
  app_window_show_toast (self, message);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer data) {
  g_autoptr (GFile) file =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file != NULL && g_file_peek_path (file) != NULL)
    save_as (data, g_file_peek_path (file));
  else if (file != NULL)
    app_window_show_toast (data, _ ("save: this place is not on this computer; choose a folder of its own"));
  g_object_unref (dialog);
}

void
app_window_save_state (AppWindow *self) {
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      _ ("Save as Lesson"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  g_autofree char *title = g_strdelimit (g_strdup (app_player_get_lesson (self->player)->title), "/\\:", '-');
  g_autofree char *name = g_strconcat (title, ".lesson", NULL);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
