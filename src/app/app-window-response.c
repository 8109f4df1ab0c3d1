/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The photo's response out of the window, at full resolution: into a file, or onto the clipboard. */
#include "app-window-private.h"

#include "app-style.h"
#include "export-response.h"

#include <glib/gi18n-lib.h>

typedef struct {
  LessonParameters *parameters;
  const DrawStyle *style;
  char *path; /* NULL: for the clipboard */
} Request;

static void
request_free (gpointer data) {
  Request *self = data;

  lesson_parameters_unref (self->parameters);
  g_free (self->path);
  g_free (self);
}

static void
work_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  const Request *request = data;
  g_autoptr (GError) error = NULL;
  cairo_surface_t *picture = NULL;

  if (request->path == NULL)
    picture = export_response_picture (request->parameters, request->style, &error);
  else
    export_response (request->parameters, request->style, request->path, &error);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, picture, (GDestroyNotify) cairo_surface_destroy);
}

/* Takes the surface. */
static void
copy (AppWindow *self, cairo_surface_t *surface) {
  g_autoptr (GdkTexture) texture = app_texture_new (surface);

  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (self)), texture);
  app_window_show_toast (self, _ ("Response copied"));
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data) {
  AppWindow *self = APP_WINDOW (source);
  const Request *request = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  cairo_surface_t *surface = g_task_propagate_pointer (G_TASK (result), &error);

  app_window_end_work (self);
  if (app_window_is_closed (self)) {
    g_clear_pointer (&surface, cairo_surface_destroy);
  } else if (error != NULL) {
    app_window_show_toast (self, error->message);
  } else if (request->path == NULL) {
    copy (self, surface);
  } else {
    g_autofree char *name = g_filename_display_basename (request->path);
    g_autofree char *message = g_strdup_printf (_ ("Saved “%s”"), name);
    app_window_show_toast (self, message);
  }
}

/* Takes the path. */
static void
start (AppWindow *self, char *path) {
  Request *request = g_new0 (Request, 1);
  g_autoptr (GTask) task = g_task_new (self, NULL, done_cb, NULL);

  request->parameters = lesson_parameters_ref (app_player_get_parameters (self->player));
  request->style = app_style ();
  request->path = path;
  app_window_begin_work (self);
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, work_cb);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer data) {
  if (response == GTK_RESPONSE_ACCEPT) {
    g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
    if (g_file_peek_path (file) != NULL)
      start (data, g_file_get_path (file));
    else
      app_window_show_toast (data,
                             _ ("save: this place is not on this computer; choose a folder of its own"));
  }
  g_object_unref (dialog);
}

void
app_window_save_response (AppWindow *self) {
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (_ ("Save the Response as PNG or .npy"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  g_autofree char *name = g_strconcat (_ ("Response"), ".png", NULL);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
app_window_copy_response (AppWindow *self) {
  start (self, NULL);
}
