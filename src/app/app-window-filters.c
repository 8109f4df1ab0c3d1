/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filters that nobody designed: learned ones, and those of a file. */
#include "app-window-private.h"

#include "lesson-error.h"
#include "lesson-first-layer.h"

#include <glib/gi18n-lib.h>

static void
choose (AppWindow *self, const LessonFilters *filters, GVariant *index) {
  LessonSettings settings = *app_loader_get_settings (self->loader);

  if (filters != NULL && lesson_filters_apply (filters, g_variant_get_int32 (index), &settings))
    app_window_change_settings (self, &settings, NULL);
}

static void
learned_filter_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  AppWindow *self = data;

  choose (self, self->learned_filters, parameter);
}

static void
file_filter_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  AppWindow *self = data;

  choose (self, self->file_filters, parameter);
}

void
app_window_keep_filters (AppWindow *self, LessonFilters *filters) {
  g_clear_pointer (&self->file_filters, lesson_filters_free);
  self->file_filters = filters;
  app_filter_popover_set_file (self->filter_popover, filters);
}

static void
load_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  g_autoptr (GError) error = NULL;
  LessonFilters *filters = lesson_filters_load (data, &error);

  if (filters != NULL)
    g_task_return_pointer (task, filters, (GDestroyNotify) lesson_filters_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* What is not filters to slide may be the first layer of a model, of which more has to be said. */
static void
fail (AppWindow *self, const char *path, const GError *error) {
  g_autoptr (LessonLayerFile) layer = g_error_matches (error, LESSON_ERROR, LESSON_ERROR_FILTERS)
                                          ? lesson_layer_file_open (path, NULL)
                                          : NULL;

  if (layer != NULL)
    app_window_open_layer (self, path);
  else
    app_window_show_toast (self, error->message);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data) {
  AppWindow *self = APP_WINDOW (source);
  g_autoptr (GError) error = NULL;
  LessonFilters *filters = g_task_propagate_pointer (G_TASK (result), &error);

  app_window_end_work (self);
  if (app_window_is_closed (self)) {
    g_clear_pointer (&filters, lesson_filters_free);
    return;
  }
  if (filters == NULL) {
    fail (self, g_task_get_task_data (G_TASK (result)), error);
    return;
  }
  app_window_keep_filters (self, filters);
  /* One filter leaves nothing to choose; the window of several opens, so that they are seen. */
  if (filters->n == 1)
    g_action_group_activate_action (G_ACTION_GROUP (self), "file-filter", g_variant_new_int32 (0));
  else
    gtk_menu_button_popup (self->filter_button);
}

void
app_window_open_filters (AppWindow *self, const char *path) {
  g_autoptr (GTask) task = g_task_new (self, NULL, loaded_cb, NULL);

  app_window_begin_work (self);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, load_cb);
}

void
app_window_init_filters (AppWindow *self) {
  static const GActionEntry entries[] = {
    { "learned-filter", learned_filter_cb, "i", NULL, NULL, { 0 } },
    { "file-filter", file_filter_cb, "i", NULL, NULL, { 0 } },
  };
  g_autoptr (GError) error = NULL;

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  self->learned_filters = lesson_filters_load_learned (&error);
  if (self->learned_filters != NULL)
    app_filter_popover_set_learned (self->filter_popover, self->learned_filters);
  else
    g_warning ("%s", error->message);
}

void
app_window_finish_filters (AppWindow *self) {
  g_clear_pointer (&self->learned_filters, lesson_filters_free);
  g_clear_pointer (&self->file_filters, lesson_filters_free);
}
