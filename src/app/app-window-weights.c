/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The filters that the networks have learned here, to choose from. */
#include "app-window-private.h"

#include <glib/gi18n-lib.h>

/* NULL where that network has not been trained. */
static LearningTrace *
trace_of (AppWindow *self, LearningCourse course) {
  LessonParameters *parameters = app_player_get_parameters (self->player);

  return parameters != NULL ? parameters->record->traces[course][LEARNING_CONVOLUTION] : NULL;
}

/* NULL where there are none. */
static LessonFilters *
make_filters (const LearningTrace *trace, LearningCourse course) {
  /* Translators: what filters were learned from, as in "Patterns, filter 3" */
  static const char *const names[LEARNING_N_COURSES] = { N_ ("Patterns"), N_ ("Digits") };

  return trace != NULL
             ? lesson_filters_new_learned (_ (names[course]), trace->snapshots[trace->n_snapshots - 1], NULL)
             : NULL;
}

/* Training changes them many times a second: they are made anew when somebody looks. */
static void
update (AppWindow *self) {
  for (LearningCourse course = 0; course < LEARNING_N_COURSES; course++) {
    LearningTrace *trace = trace_of (self, course);

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

void
app_window_init_weights (AppWindow *self) {
  static const GActionEntry entries[] = {
    { "patterns-filter", choose_cb, "i", NULL, NULL, { 0 } },
    { "digits-filter", choose_cb, "i", NULL, NULL, { 0 } },
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
