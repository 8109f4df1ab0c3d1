/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scene with the photo: the lens, and its response, which a worker computes while the stage shows what is in view. */
#include "app-window-private.h"

#define ZOOM_STEP 1.5
#define PAN_STEP  0.25 /* of what is in view */

static const char *const photo_actions[] = { "zoom-in", "zoom-out",      "zoom-whole",
                                             "pan",     "save-response", "copy-response" };

static gboolean
shows_photo (AppWindow *self) {
  const LessonScene *scene = app_player_get_scene (self->player);

  return scene != NULL && scene->kind == LESSON_SCENE_PHOTO;
}

static void compute_response (AppWindow *self);

static void
compute_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  lesson_response_finish (data);
  g_task_return_boolean (task, TRUE);
}

/* Changes may have come faster than they could be computed: the newest is next, those between are left out. */
static void
computed_cb (GObject *source, GAsyncResult *result, gpointer data) {
  AppWindow *self = APP_WINDOW (source);

  self->computing = FALSE;
  app_window_end_work (self);
  if (app_window_is_closed (self))
    return;
  app_stage_redraw (self->stage);
  compute_response (self);
}

static void
compute_response (AppWindow *self) {
  LessonResponse *response = app_player_get_parameters (self->player)->photo_response;

  if (!shows_photo (self) || !lesson_response_postpone (response) || self->computing)
    return;
  g_autoptr (GTask) task = g_task_new (self, NULL, computed_cb, NULL);
  self->computing = TRUE;
  app_window_begin_work (self);
  g_task_set_task_data (task, lesson_response_ref (response), (GDestroyNotify) lesson_response_unref);
  g_task_run_in_thread (task, compute_cb);
}

static void
changed_cb (AppWindow *self) {
  for (gsize i = 0; i < G_N_ELEMENTS (photo_actions); i++)
    app_window_set_action_enabled (self, photo_actions[i], shows_photo (self));
  if (app_player_get_parameters (self->player) != NULL)
    compute_response (self);
}

/* A step that plays shows what it is about, wherever the user has looked before. */
static void
playing_changed_cb (AppWindow *self) {
  if (app_player_get_playing (self->player))
    app_stage_lens_reset (self->lens);
}

static void
zoom_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  AppWindow *self = data;
  const char *name = g_action_get_name (G_ACTION (action));

  if (g_str_equal (name, "zoom-in"))
    app_stage_lens_zoom (self->lens, 1 / ZOOM_STEP);
  else if (g_str_equal (name, "zoom-out"))
    app_stage_lens_zoom (self->lens, ZOOM_STEP);
  else
    app_stage_lens_show_whole (self->lens);
}

static void
pan_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  int rows, columns;

  g_variant_get (parameter, "(ii)", &rows, &columns);
  app_stage_lens_pan (APP_WINDOW (data)->lens, rows * PAN_STEP, columns * PAN_STEP);
}

void
app_window_move_cursor (AppWindow *self, int rows, int columns) {
  LessonTarget before = *app_stage_get_target (self->stage);
  gboolean photo = before.part == LESSON_PART_PHOTO || before.part == LESSON_PART_RESPONSE;

  app_stage_move_cursor (self->stage, rows, columns);
  if (!photo || !lesson_target_equal (&before, app_stage_get_target (self->stage)))
    return;
  app_stage_lens_pan (self->lens, rows * PAN_STEP, columns * PAN_STEP);
  app_stage_move_cursor (self->stage, rows, columns);
}

static void
response_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  if (g_str_equal (g_action_get_name (G_ACTION (action)), "save-response"))
    app_window_save_response (data);
  else
    app_window_copy_response (data);
}

void
app_window_init_photo (AppWindow *self) {
  static const GActionEntry entries[] = {
    { "zoom-in", zoom_cb, NULL, NULL, NULL, { 0 } },
    { "zoom-out", zoom_cb, NULL, NULL, NULL, { 0 } },
    { "zoom-whole", zoom_cb, NULL, NULL, NULL, { 0 } },
    { "pan", pan_cb, "(ii)", NULL, NULL, { 0 } },
    { "save-response", response_cb, NULL, NULL, NULL, { 0 } },
    { "copy-response", response_cb, NULL, NULL, NULL, { 0 } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  self->lens = app_stage_lens_new (self->stage, self->player);
  g_signal_connect_object (self->player, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "notify::playing", G_CALLBACK (playing_changed_cb), self,
                           G_CONNECT_SWAPPED);
  changed_cb (self);
}

void
app_window_finish_photo (AppWindow *self) {
  g_clear_object (&self->lens);
  g_clear_handle_id (&self->work_timeout, g_source_remove);
}
