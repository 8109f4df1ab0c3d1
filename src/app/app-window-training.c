/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Networks that learn: the runs that the lesson replays, trained here in the background, and the training that the user
 * drives. */
#include "app-window-private.h"

#include "engine-threads.h"
#include "lesson-data.h"
#include "lesson-learned.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SAME_MOMENT 1e-3 /* seconds of the lesson */

static const char *const scene_actions[] = {
  "training-start",    "training-step",         "training-rewind",       "training-same-seed",
  "training-seek",     "training-another-seed", "training-speed",        "training-next-speed",
  "training-data",     "training-open-images",  "training-open-folder",  "training-open-run",
  "training-save-run", "training-save-weights", "training-save-filters", "training-move",
};

static gboolean
shows_training (AppWindow *self) {
  const LessonScene *scene = app_player_get_scene (self->player);

  return scene != NULL && scene->kind == LESSON_SCENE_LEARNED;
}

/* What the lesson shows. */

static LearningTrace *
trace_for (AppWindow *self, LearningCourse course, LearningKind kind) {
  gboolean own = self->live && app_training_plan_course (app_training_get_plan (self->training)) == course;
  LearningTrace *trace = own ? app_training_get_trace (self->training, kind) : NULL;

  if (trace != NULL || self->lesson_runs == NULL)
    return trace;
  return self->lesson_runs->traces[course][kind];
}

/* With what the experiments found meanwhile. */
static LearningRecord *
record_of (AppWindow *self, LearningRecord *before) {
  LearningRecord *record = learning_record_ref (before);

  for (int i = 0; i < LEARNING_N_COURSES * LEARNING_N_KINDS; i++) {
    LearningCourse course = (LearningCourse) (i / LEARNING_N_KINDS);
    LearningKind kind = (LearningKind) (i % LEARNING_N_KINDS);
    LearningTrace *trace = trace_for (self, course, kind);
    if (trace == record->traces[course][kind])
      continue;
    LearningRecord *next = learning_record_with_trace (record, course, kind, trace);
    learning_record_unref (record);
    record = next;
  }
  return record;
}

void
app_window_show_training (AppWindow *self) {
  LessonParameters *parameters = app_player_get_parameters (self->player);
  LessonLive live = {
    .on = self->live,
    .course = app_training_plan_course (app_training_get_plan (self->training)),
    .step = (double) app_training_get_step (self->training),
    .running = app_training_get_running (self->training),
    .images_per_second = app_training_get_images_per_second (self->training),
  };

  app_training_bar_show (self->training_bar, self->training);
  app_window_set_action_state (self, "training-start", g_variant_new_boolean (live.running));
  if (parameters == NULL)
    return;
  g_autoptr (LearningRecord) record = record_of (self, parameters->record);
  app_player_set_training (self->player, record, &live);
}

/* The runs that the lesson replays. */

typedef struct {
  LearningChoices choices;
  LearningRecord *before;
  char *folder;
} Course;

static void
course_free (gpointer data) {
  Course *self = data;

  learning_record_unref (self->before);
  g_free (self->folder);
  g_free (self);
}

/* A thread of its own, for it is one in the background. */
static gpointer
train_lesson_thread (gpointer data) {
  g_autoptr (GTask) task = data;
  const Course *course = g_task_get_task_data (task);
  GError *error = NULL;

  engine_thread_make_background ();
  LearningRecord *record = learning_course_run (course->before, &course->choices, course->folder,
                                                g_task_get_cancellable (task), &error);
  if (record != NULL)
    g_task_return_pointer (task, record, (GDestroyNotify) learning_record_unref);
  else
    g_task_return_error (task, error);
  return NULL;
}

static void
trained_cb (GObject *source, GAsyncResult *result, gpointer data) {
  AppWindow *self = APP_WINDOW (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (LearningRecord) record = g_task_propagate_pointer (G_TASK (result), &error);

  if (app_window_is_closed (self) || g_task_get_cancellable (G_TASK (result)) != self->lesson_training)
    return;
  g_clear_object (&self->lesson_training);
  if (record == NULL) {
    app_window_show_toast (self, error->message);
    return;
  }
  g_clear_pointer (&self->lesson_runs, learning_record_unref);
  self->lesson_runs = g_steal_pointer (&record);
  app_window_show_training (self);
}

static void
stop_lesson_training (AppWindow *self) {
  if (self->lesson_training != NULL)
    g_cancellable_cancel (self->lesson_training);
  g_clear_object (&self->lesson_training);
}

static void
train_lesson (AppWindow *self, const LearningChoices *choices) {
  Course *course = g_new0 (Course, 1);

  stop_lesson_training (self);
  self->lesson_choices = course->choices = *choices;
  course->before = learning_record_new ();
  course->folder = lesson_data_path ("digits");
  self->lesson_training = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (self, self->lesson_training, trained_cb, NULL);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, course, course_free);
  g_thread_unref (g_thread_new ("lesson-training", train_lesson_thread, g_object_ref (task)));
}

static gboolean
same_choices (const LearningChoices *a, const LearningChoices *b) {
  return a->seed == b->seed && a->nodes == b->nodes && a->filters == b->filters;
}

void
app_window_sync_training (AppWindow *self) {
  LessonParameters *parameters = app_player_get_parameters (self->player);

  if (parameters == NULL)
    return;
  const LessonSettings *settings = &parameters->settings;
  LearningChoices choices = { .seed = settings->seed,
                              .nodes = settings->nodes,
                              .filters = settings->filters };
  const AppTrainingPlan *plan = app_training_get_plan (self->training);
  if (!same_choices (&choices, &plan->choices)) {
    AppTrainingPlan other = *plan;
    other.choices = choices;
    app_window_change_training (self, &other);
  }
  if (self->drawn && !same_choices (&choices, &self->lesson_choices))
    train_lesson (self, &choices);
}

/* Not before somebody sees the lesson: this has time. */
static gboolean
first_frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data) {
  AppWindow *self = data;

  if (app_player_get_parameters (self->player) == NULL || ++self->first_frame < 3)
    return G_SOURCE_CONTINUE;
  self->drawn = TRUE;
  app_window_sync_training (self);
  return G_SOURCE_REMOVE;
}

/* The user's training comes into view, and goes. */

static void
enter_live (AppWindow *self) {
  if (self->live)
    return;
  if (app_player_get_playing (self->player))
    app_player_toggle (self->player);
  self->live = TRUE;
  self->live_resumes = FALSE;
  self->live_seconds = app_player_get_seconds (self->player);
  app_window_show_training (self);
}

static void
leave_live (AppWindow *self) {
  self->live_resumes = app_training_get_running (self->training);
  self->live = FALSE;
  app_training_pause (self->training);
  app_window_show_training (self);
}

static gboolean
is_elsewhere (AppWindow *self) {
  return !shows_training (self) || app_player_get_playing (self->player)
         || fabs (app_player_get_seconds (self->player) - self->live_seconds) > SAME_MOMENT;
}

static void
player_changed_cb (AppWindow *self) {
  gboolean begun = app_training_get_data (self->training) != NULL;

  if (self->live && is_elsewhere (self)) {
    leave_live (self);
  } else if (!self->live && begun && shows_training (self) && app_player_get_free (self->player)) {
    gboolean resumes = self->live_resumes;
    enter_live (self);
    if (resumes)
      app_training_start (self->training);
  }
}

static void
timeline_changed_cb (AppWindow *self) {
  gboolean shown = shows_training (self);

  gtk_widget_set_visible (GTK_WIDGET (self->training_bar), shown);
  for (gsize i = 0; i < G_N_ELEMENTS (scene_actions); i++)
    app_window_set_action_enabled (self, scene_actions[i], shown);
}

/* What comes of it. */

static void
changed_cb (AppWindow *self) {
  app_window_show_training (self);
}

static void
say_how_it_stands (AppWindow *self) {
  g_autofree char *sentence = app_training_to_sentence (self->training);

  app_stage_say (self->stage, sentence);
}

static void
begun_cb (AppWindow *self) {
  LearningData *data = app_training_get_data (self->training);
  guint skipped = g_strv_length (data->skipped);

  app_window_show_training (self);
  if (skipped == 0)
    return;
  g_autofree char *names = g_strjoinv ("\n", data->skipped);
  g_autofree char *message =
      /* Translators: a list of sentences about files follows. */
      g_strdup_printf (ngettext ("%u picture was left out:\n%s", "%u pictures were left out:\n%s", skipped),
                       skipped, names);
  app_window_show_toast (self, message);
}

static void
failed_cb (AppWindow *self, const char *message) {
  self->data_chosen = self->data_chosen && app_training_get_data (self->training) != NULL;
  app_window_sync_training_actions (self);
  app_window_show_training (self);
  app_window_show_toast (self, message);
}

static void
diverged_cb (AppWindow *self, const char *message) {
  app_window_show_training (self);
  app_window_show_toast (self, message);
}

/* What the user does. */

/* Where nobody chose, it learns from what the scene shows at this moment. */
static void
follow_lesson (AppWindow *self) {
  const LessonState *state = app_player_get_state (self->player);
  LearningCourse course = state->learned_view.course;
  const AppTrainingPlan *plan = app_training_get_plan (self->training);

  if (self->live || self->data_chosen || app_training_plan_course (plan) == course)
    return;
  AppTrainingPlan other = *plan;
  other.source = course == LEARNING_COURSE_PATTERNS ? APP_TRAINING_PATTERNS : APP_TRAINING_DIGITS;
  app_training_set_plan (self->training, &other);
}

/* A run from a file has no data to go on with. */
static void
say_if_anew (AppWindow *self) {
  gboolean opened =
      app_training_get_data (self->training) == NULL && app_training_get_steps (self->training) > 0;

  if (opened && !app_training_get_loading (self->training))
    app_window_show_toast (self, _ ("The training begins anew"));
}

static void
change_start_cb (GSimpleAction *action, GVariant *value, gpointer data) {
  AppWindow *self = data;

  if (app_training_get_running (self->training)) {
    app_training_pause (self->training);
    say_how_it_stands (self);
    return;
  }
  follow_lesson (self);
  enter_live (self);
  say_if_anew (self);
  app_training_start (self->training);
  app_stage_say (self->stage, _ ("The networks are being trained."));
}

static void
step_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  AppWindow *self = data;

  follow_lesson (self);
  enter_live (self);
  say_if_anew (self);
  app_training_step (self->training);
}

static void
seek (AppWindow *self, gint64 step) {
  gint64 last = (gint64) app_training_get_steps (self->training);

  follow_lesson (self);
  enter_live (self);
  app_training_seek (self->training, (guint64) CLAMP (step, 0, last));
  say_how_it_stands (self);
}

static void
seek_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  seek (data, g_variant_get_int32 (parameter));
}

/* A place on the curves. */
static void
point_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  AppWindow *self = data;

  if (self->live)
    seek (self, (gint64) lesson_learned_moment (app_player_get_state (self->player),
                                                g_variant_get_int32 (parameter)));
}

static void
rewind_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  seek (data, 0);
}

/* From one snapshot to the next. */
static void
move_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  AppWindow *self = data;
  LearningTrace *trace = app_training_get_trace (self->training, LEARNING_CONVOLUTION);

  if (trace == NULL)
    return;
  gint64 found = learning_trace_find (trace, (double) app_training_get_step (self->training));
  gint64 wanted = CLAMP (found + g_variant_get_int32 (parameter), 0, (gint64) trace->n_snapshots - 1);
  seek (self, (gint64) trace->snapshots[wanted]->step);
}

static void
same_seed_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  AppWindow *self = data;

  follow_lesson (self);
  enter_live (self);
  app_training_again (self->training);
  app_stage_say (self->stage, _ ("The networks are trained again, from the same start."));
}

static void
another_seed_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  AppWindow *self = data;

  follow_lesson (self);
  enter_live (self);
  app_training_start (self->training);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.another-start", NULL);
}

static void
set_speed (AppWindow *self, AppTrainingSpeed speed) {
  const char *name = app_training_speed_name (speed);

  app_training_set_speed (self->training, speed);
  app_training_bar_set_speed (self->training_bar, speed);
  app_window_set_action_state (self, "training-speed", g_variant_new_string (name));
  g_settings_set_string (self->settings, "training-speed", name);
}

static void
change_speed_cb (GSimpleAction *action, GVariant *value, gpointer data) {
  set_speed (data, app_training_speed_find (g_variant_get_string (value, NULL)));
}

static void
next_speed_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  AppWindow *self = data;
  g_autofree char *name = g_settings_get_string (self->settings, "training-speed");

  set_speed (self, (app_training_speed_find (name) + 1) % APP_TRAINING_N_SPEEDS);
}

void
app_window_change_training (AppWindow *self, const AppTrainingPlan *plan) {
  gboolean begun = app_training_get_data (self->training) != NULL;
  gboolean anew = begun && !app_training_plan_continues (plan, app_training_get_plan (self->training));

  app_training_set_plan (self->training, plan);
  app_window_sync_training_actions (self);
  if (anew && self->live)
    app_window_show_toast (self, _ ("The training begins anew"));
}

void
app_window_open_training (AppWindow *self, LearningTrace *trace) {
  enter_live (self);
  app_training_show (self->training, trace->kind, trace);
}

void
app_window_init_training (AppWindow *self) {
  static const GActionEntry entries[] = {
    { "training-start", NULL, NULL, "false", change_start_cb, { 0 } },
    { "training-step", step_cb, NULL, NULL, NULL, { 0 } },
    { "training-rewind", rewind_cb, NULL, NULL, NULL, { 0 } },
    { "training-seek", seek_cb, "i", NULL, NULL, { 0 } },
    { "training-point", point_cb, "i", NULL, NULL, { 0 } },
    { "training-move", move_cb, "i", NULL, NULL, { 0 } },
    { "training-same-seed", same_seed_cb, NULL, NULL, NULL, { 0 } },
    { "training-another-seed", another_seed_cb, NULL, NULL, NULL, { 0 } },
    { "training-speed", NULL, "s", "'gentle'", change_speed_cb, { 0 } },
    { "training-next-speed", next_speed_cb, NULL, NULL, NULL, { 0 } },
  };
  g_autofree char *speed = g_settings_get_string (self->settings, "training-speed");

  self->training = app_training_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  app_window_init_training_settings (self);
  app_window_init_training_files (self);
  set_speed (self, app_training_speed_find (speed));
  g_signal_connect_object (self->training, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->training, "begun", G_CALLBACK (begun_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->training, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->training, "diverged", G_CALLBACK (diverged_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "changed", G_CALLBACK (player_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "timeline-changed", G_CALLBACK (timeline_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_tick_callback (GTK_WIDGET (self), first_frame_cb, self, NULL);
  timeline_changed_cb (self);
}

void
app_window_finish_training (AppWindow *self) {
  stop_lesson_training (self);
  g_clear_pointer (&self->lesson_runs, learning_record_unref);
  g_clear_object (&self->training);
}
