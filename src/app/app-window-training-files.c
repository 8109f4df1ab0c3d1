/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a training learns from, and what comes of it, as files. */
#include "app-window-private.h"

#include "engine-npy.h"
#include "engine-safetensors.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What to learn from. */

static void
learn_from (AppWindow *self, AppTrainingSource source, const char *path) {
  AppTrainingPlan plan = *app_training_get_plan (self->training);

  plan.source = source;
  plan.path = (char *) path;
  self->data_chosen = TRUE;
  app_window_change_training (self, &plan);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.training-seek", "i", 0);
  app_training_prepare (self->training);
}

static void
change_data_cb (GSimpleAction *action, GVariant *value, gpointer data) {
  const char *name = g_variant_get_string (value, NULL);

  if (g_str_equal (name, "patterns"))
    learn_from (data, APP_TRAINING_PATTERNS, NULL);
  else if (g_str_equal (name, "digits"))
    learn_from (data, APP_TRAINING_DIGITS, NULL);
}

/* Files of the runs. */

typedef enum { OPEN_IMAGES, OPEN_FOLDER, OPEN_RUN, SAVE_RUN, SAVE_WEIGHTS, SAVE_FILTERS } What;

static gboolean
save_filters (const LearningTrace *trace, const LearningWeights *weights, const char *path, GError **error) {
  const LearningLayer *layer = &trace->network->layers[0];
  const gint64 size = layer->spec.size, channels = layer->in[0];
  const gint64 shape[] = { layer->spec.units, size, size, channels };
  const float *from = learning_weights_of (weights, 0);
  g_autoptr (EngineTensor) tensor = engine_tensor_new (4, shape, error);

  if (tensor == NULL)
    return FALSE;
  /* Planes become the last axis. */
  for (gint64 i = 0; i < tensor->length; i++) {
    gint64 channel = i % channels, tap = i / channels % (size * size), filter = i / channels / (size * size);
    tensor->data[i] = from[(filter * channels + channel) * size * size + tap];
  }
  if (!g_str_has_suffix (path, ".safetensors"))
    return engine_npy_save (path, tensor, error);
  EngineSafetensorsItem item = { "filters", tensor };
  return engine_safetensors_save (path, &item, 1, error);
}

typedef struct {
  What what;
  char *path;
  LearningTrace *trace; /* to be saved; or NULL */
  guint64 step;         /* whose weights are saved */
} Request;

static void
request_free (gpointer data) {
  Request *self = data;

  g_free (self->path);
  g_clear_pointer (&self->trace, learning_trace_unref);
  g_free (self);
}

static gboolean
save (const Request *request, GError **error) {
  LearningTrace *trace = request->trace;
  const LearningWeights *weights =
      trace->snapshots[learning_trace_find (trace, (double) request->step)]->weights;

  if (request->what == SAVE_RUN)
    return learning_trace_save (trace, request->path, error);
  if (request->what == SAVE_WEIGHTS)
    return learning_weights_save (weights, request->path, error);
  return save_filters (trace, weights, request->path, error);
}

static void
file_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  const Request *request = data;
  GError *error = NULL;
  LearningTrace *trace = request->what == OPEN_RUN ? learning_trace_load (request->path, &error) : NULL;

  if (trace != NULL)
    g_task_return_pointer (task, trace, (GDestroyNotify) learning_trace_unref);
  else if (error == NULL && save (request, &error))
    g_task_return_pointer (task, NULL, NULL);
  else
    g_task_return_error (task, error);
}

static void
file_done_cb (GObject *source, GAsyncResult *result, gpointer data) {
  AppWindow *self = APP_WINDOW (source);
  const Request *request = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (LearningTrace) trace = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *name = g_filename_display_basename (request->path);
  g_autofree char *message = g_strdup_printf (_ ("Saved “%s”"), name);

  app_window_end_work (self);
  if (app_window_is_closed (self))
    return;
  if (trace != NULL)
    app_window_open_training (self, trace);
  else
    app_window_show_toast (self, error != NULL ? error->message : message);
}

static void
begin_file (AppWindow *self, Request *request) {
  g_autoptr (GTask) task = g_task_new (self, NULL, file_done_cb, NULL);

  app_window_begin_work (self);
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, file_cb);
}

static void
file_chosen (AppWindow *self, Request *request) {
  switch (request->what) {
  case OPEN_IMAGES:
    learn_from (self, APP_TRAINING_IDX, request->path);
    break;
  case OPEN_FOLDER:
    learn_from (self, APP_TRAINING_FOLDER, request->path);
    break;
  case OPEN_RUN:
  case SAVE_RUN:
  case SAVE_WEIGHTS:
  case SAVE_FILTERS:
  default:
    begin_file (self, request);
    return;
  }
  request_free (request);
}

static const struct {
  const char *action, *title, *suffix;
  GtkFileChooserAction chooser;
} dialogs[] = {
  [OPEN_IMAGES] = { "training-open-images", N_ ("Learn from a File of Images"), NULL,
                    GTK_FILE_CHOOSER_ACTION_OPEN },
  [OPEN_FOLDER] = { "training-open-folder", N_ ("Learn from a Folder with One Subfolder a Class"), NULL,
                    GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER },
  [OPEN_RUN] = { "training-open-run", N_ ("Open a Run"), NULL, GTK_FILE_CHOOSER_ACTION_OPEN },
  [SAVE_RUN] = { "training-save-run", N_ ("Save the Run"), "trace", GTK_FILE_CHOOSER_ACTION_SAVE },
  [SAVE_WEIGHTS] = { "training-save-weights", N_ ("Save the Weights"), "safetensors",
                     GTK_FILE_CHOOSER_ACTION_SAVE },
  [SAVE_FILTERS] = { "training-save-filters", N_ ("Save the Learned Filters"), "npy",
                     GTK_FILE_CHOOSER_ACTION_SAVE },
};

typedef struct {
  AppWindow *window;
  Request *request;
} Choosing;

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer data) {
  g_autofree Choosing *choosing = data;
  g_autoptr (AppWindow) self = choosing->window;
  g_autoptr (GFile) file =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file != NULL && g_file_peek_path (file) != NULL && !app_window_is_closed (self)) {
    choosing->request->path = g_file_get_path (file);
    file_chosen (self, choosing->request);
  } else {
    if (file != NULL)
      app_window_show_toast (self, _ ("training: this place is not on this computer; choose another one"));
    request_free (choosing->request);
  }
  g_object_unref (dialog);
}

static What
what_of (GSimpleAction *action) {
  for (guint what = 0; what < G_N_ELEMENTS (dialogs); what++)
    if (g_str_equal (dialogs[what].action, g_action_get_name (G_ACTION (action))))
      return (What) what;
  return OPEN_RUN;
}

/* Takes the request. */
static void
ask_for_file (AppWindow *self, Request *request) {
  GtkFileChooserAction chooser = dialogs[request->what].chooser;
  gboolean saves = chooser == GTK_FILE_CHOOSER_ACTION_SAVE;
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      _ (dialogs[request->what].title), GTK_WINDOW (self), chooser, saves ? _ ("_Save") : _ ("_Open"), NULL);
  Choosing *choosing = g_new0 (Choosing, 1);

  choosing->window = g_object_ref (self);
  choosing->request = request;
  if (saves) {
    g_autofree char *name =
        g_strdup_printf ("%s.%s", learning_kind_name (request->trace->kind), dialogs[request->what].suffix);
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  }
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (chosen_cb), choosing);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static LearningKind
kind_of (GVariant *parameter) {
  for (int kind = 0; parameter != NULL && kind < LEARNING_N_KINDS; kind++)
    if (g_str_equal (learning_kind_name ((LearningKind) kind), g_variant_get_string (parameter, NULL)))
      return (LearningKind) kind;
  return LEARNING_CONVOLUTION;
}

static void
file_action_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  AppWindow *self = data;
  What what = what_of (action);
  LearningTrace *trace = app_training_get_trace (self->training, kind_of (parameter));
  Request *request;

  if (what >= SAVE_RUN && trace == NULL) {
    app_window_show_toast (self, _ ("training: there is nothing to save yet; press Train first"));
    return;
  }
  request = g_new0 (Request, 1);
  request->what = what;
  request->step = app_training_get_step (self->training);
  request->trace = what >= SAVE_RUN ? learning_trace_ref (trace) : NULL;
  ask_for_file (self, request);
}

/* As open_images, without asking: what a script, or a test, has in hand. */
static void
learn_from_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  const char *path = g_variant_get_string (parameter, NULL);

  learn_from (data, g_file_test (path, G_FILE_TEST_IS_DIR) ? APP_TRAINING_FOLDER : APP_TRAINING_IDX, path);
}

void
app_window_init_training_files (AppWindow *self) {
  static const GActionEntry entries[] = {
    { "training-data", NULL, "s", "'patterns'", change_data_cb, { 0 } },
    { "training-learn-from", learn_from_cb, "s", NULL, NULL, { 0 } },
    { "training-open-images", file_action_cb, NULL, NULL, NULL, { 0 } },
    { "training-open-folder", file_action_cb, NULL, NULL, NULL, { 0 } },
    { "training-open-run", file_action_cb, NULL, NULL, NULL, { 0 } },
    { "training-save-run", file_action_cb, "s", NULL, NULL, { 0 } },
    { "training-save-weights", file_action_cb, "s", NULL, NULL, { 0 } },
    { "training-save-filters", file_action_cb, NULL, NULL, NULL, { 0 } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
