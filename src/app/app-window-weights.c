/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the networks have learned here: their filters to choose from, and filters and weights as files. */
#include "app-window-private.h"

#include <glib/gi18n-lib.h>

/* What is written, and where. One of the two is set. */
typedef struct {
  LessonFilters *filters;
  LearningWeights *weights;
  char *path;
} Request;

static void
request_free (gpointer data) {
  Request *self = data;

  g_clear_pointer (&self->filters, lesson_filters_free);
  g_clear_pointer (&self->weights, learning_weights_unref);
  g_free (self->path);
  g_free (self);
}

/* NULL where that network has not been trained. */
static LearningTrace *
trace_of (AppWindow *self, LearningCourse course, LearningKind kind) {
  LessonParameters *parameters = app_player_get_parameters (self->player);

  return parameters != NULL ? parameters->record->traces[course][kind] : NULL;
}

static LearningSnapshot *
last_of (const LearningTrace *trace) {
  return trace->snapshots[trace->n_snapshots - 1];
}

/* NULL where there are none. */
static LessonFilters *
make_filters (const LearningTrace *trace, LearningCourse course) {
  static const char *const names[LEARNING_N_COURSES] = { N_ ("Learned here from hidden patterns"),
                                                         N_ ("Learned here from digits") };

  return trace != NULL ? lesson_filters_new_learned (_ (names[course]), last_of (trace), NULL) : NULL;
}

/* Training changes them many times a second: they are made anew when somebody looks. */
static void
update (AppWindow *self) {
  for (LearningCourse course = 0; course < LEARNING_N_COURSES; course++) {
    LearningTrace *trace = trace_of (self, course, LEARNING_CONVOLUTION);

    if (trace == self->trained_traces[course])
      continue;
    g_clear_pointer (&self->trained_filters[course], lesson_filters_free);
    g_clear_pointer (&self->trained_traces[course], learning_trace_unref);
    self->trained_traces[course] = trace != NULL ? learning_trace_ref (trace) : NULL;
    self->trained_filters[course] = make_filters (trace, course);
    app_filter_popover_set_trained (self->filter_popover, course, self->trained_filters[course]);
  }
}

static void
choose_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  AppWindow *self = data;
  gboolean digits = g_str_equal (g_action_get_name (G_ACTION (action)), "digits-filter");
  const LessonFilters *filters =
      self->trained_filters[digits ? LEARNING_COURSE_DIGITS : LEARNING_COURSE_PATTERNS];
  LessonSettings settings = *app_loader_get_settings (self->loader);

  if (filters != NULL && lesson_filters_apply (filters, g_variant_get_int32 (parameter), &settings))
    app_window_change_settings (self, &settings, NULL);
}

static void
save_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  const Request *request = data;
  g_autoptr (GError) error = NULL;
  gboolean saved = request->filters != NULL ? lesson_filters_save (request->filters, request->path, &error)
                                            : learning_weights_save (request->weights, request->path, &error);

  if (saved)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data) {
  AppWindow *self = APP_WINDOW (source);
  const Request *request = g_task_get_task_data (G_TASK (result));
  g_autofree char *name = g_filename_display_basename (request->path);
  g_autofree char *message = g_strdup_printf (_ ("Saved “%s”"), name);
  g_autoptr (GError) error = NULL;
  gboolean saved = g_task_propagate_boolean (G_TASK (result), &error);

  app_window_end_work (self);
  if (!app_window_is_closed (self))
    app_window_show_toast (self, saved ? message : error->message);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer data) {
  AppWindow *self = data;
  Request *request = g_object_steal_data (G_OBJECT (dialog), "request");
  g_autoptr (GFile) file =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file != NULL && g_file_peek_path (file) != NULL) {
    g_autoptr (GTask) task = g_task_new (self, NULL, saved_cb, NULL);

    request->path = g_file_get_path (file);
    app_window_begin_work (self);
    g_task_set_task_data (task, g_steal_pointer (&request), request_free);
    g_task_run_in_thread (task, save_cb);
  } else if (file != NULL)
    app_window_show_toast (self, _ ("save: this place is not on this computer; choose a folder of its own"));
  g_clear_pointer (&request, request_free);
  g_object_unref (dialog);
}

/* Takes the request. */
static void
ask_where (AppWindow *self, const char *title, const char *name, Request *request) {
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (title, GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_object_set_data_full (G_OBJECT (dialog), "request", request, request_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
say_untrained (AppWindow *self) {
  app_window_show_toast (self, _ ("save: this network has not been trained here; train it first"));
}

static void
save_filters_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  AppWindow *self = data;
  LearningCourse course = CLAMP (g_variant_get_int32 (parameter), 0, LEARNING_N_COURSES - 1);
  LessonFilters *filters = make_filters (trace_of (self, course, LEARNING_CONVOLUTION), course);
  Request *request;

  if (filters == NULL) {
    say_untrained (self);
    return;
  }
  request = g_new0 (Request, 1);
  request->filters = filters;
  ask_where (self, _ ("Save Filters as .npy or .safetensors"), "filters.npy", request);
}

static void
save_weights_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  AppWindow *self = data;
  LearningKind kind = CLAMP (g_variant_get_int32 (parameter), 0, LEARNING_N_KINDS - 1);
  LearningTrace *trace = trace_of (self, LEARNING_COURSE_DIGITS, kind);
  Request *request;

  if (trace == NULL) {
    say_untrained (self);
    return;
  }
  request = g_new0 (Request, 1);
  request->weights = learning_weights_ref (last_of (trace)->weights);
  ask_where (self, _ ("Save Weights as .safetensors, or as a Folder of .npy"), "weights.safetensors",
             request);
}

void
app_window_init_weights (AppWindow *self) {
  static const GActionEntry entries[] = {
    { "patterns-filter", choose_cb, "i", NULL, NULL, { 0 } },
    { "digits-filter", choose_cb, "i", NULL, NULL, { 0 } },
    { "save-filters", save_filters_cb, "i", NULL, NULL, { 0 } },
    { "save-weights", save_weights_cb, "i", NULL, NULL, { 0 } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->filter_popover, "map", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

void
app_window_finish_weights (AppWindow *self) {
  for (LearningCourse course = 0; course < LEARNING_N_COURSES; course++) {
    g_clear_pointer (&self->trained_filters[course], lesson_filters_free);
    g_clear_pointer (&self->trained_traces[course], learning_trace_unref);
  }
}
