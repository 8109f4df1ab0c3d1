/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures out of the window: into a file, or onto the clipboard. */
#include "app-window-private.h"

#include "app-style.h"

#include "export-picture.h"

#include <glib/gi18n-lib.h>

/* How much larger than on the stage a picture is written, so that it is sharp on paper and on a wall. */
#define ENLARGEMENT 2

typedef struct {
  LessonState *state;
  gboolean whole_lesson;
  const DrawStyle *style;
  int width, height;
  char *path;
} Request;

static void
request_free (gpointer data) {
  Request *self = data;

  lesson_state_unref (self->state);
  g_free (self->path);
  g_free (self);
}

static void
write_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  const Request *request = data;
  g_autoptr (GError) error = NULL;
  LessonState *state = request->state;
  gboolean written =
      request->whole_lesson
          ? export_lesson (state->lesson, state->parameters, request->style, request->width, request->height,
                           request->path, &error)
          : export_picture (state, request->style, request->width, request->height, request->path, &error);

  if (written)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data) {
  AppWindow *self = APP_WINDOW (source);
  const Request *request = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error)) {
    g_autofree char *name = g_filename_display_basename (request->path);
    g_autofree char *message = g_strdup_printf (_ ("Saved “%s”"), name);
    app_window_show_toast (self, message);
  } else {
    app_window_show_toast (self, error->message);
  }
}

static void
write_file (AppWindow *self, GFile *file, gboolean whole_lesson) {
  Request *request = g_new0 (Request, 1);
  g_autoptr (GTask) task = g_task_new (self, NULL, written_cb, NULL);

  request->state = lesson_state_ref (app_player_get_state (self->player));
  request->whole_lesson = whole_lesson;
  request->style = app_style ();
  request->width = gtk_widget_get_width (GTK_WIDGET (self->stage)) * ENLARGEMENT;
  request->height = gtk_widget_get_height (GTK_WIDGET (self->stage)) * ENLARGEMENT;
  request->path = g_file_get_path (file);
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, write_cb);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer data) {
  if (response == GTK_RESPONSE_ACCEPT) {
    gboolean whole_lesson = g_object_get_data (G_OBJECT (dialog), "whole-lesson") != NULL;
    g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
    if (g_file_peek_path (file) != NULL)
      write_file (data, file, whole_lesson);
    else
      app_window_show_toast (data,
                             _ ("save: this place is not on this computer; choose a folder of its own"));
  }
  g_object_unref (dialog);
}

static void
ask_for_file (AppWindow *self, const char *title, const char *name, gboolean whole_lesson) {
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (title, GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  if (whole_lesson)
    g_object_set_data (G_OBJECT (dialog), "whole-lesson", GINT_TO_POINTER (TRUE));
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* A name for a file from a title: what no file system takes is left out. */
static char *
file_name (const char *title, const char *ending) {
  g_autofree char *name = g_strdelimit (g_strdup (title), "/\\:", '-');

  return g_strconcat (name, ending, NULL);
}

void
app_window_save_picture (AppWindow *self) {
  g_autofree char *name = file_name (app_player_get_scene (self->player)->title, ".png");

  ask_for_file (self, _ ("Save the Picture as PNG, SVG or PDF"), name, FALSE);
}

void
app_window_save_lesson (AppWindow *self) {
  g_autofree char *name = file_name (app_player_get_lesson (self->player)->title, ".pdf");

  ask_for_file (self, _ ("Save the Lesson as PDF"), name, TRUE);
}

void
app_window_copy_picture (AppWindow *self) {
  g_autoptr (GdkTexture) picture = app_stage_take_picture (self->stage, ENLARGEMENT);

  if (picture == NULL)
    return;
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (self)), picture);
  app_window_show_toast (self, _ ("Picture copied"));
}
