/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weights and pixels changed on the stage: dragged, drawn, stepped and typed. */
#include "app-window-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define WEIGHT_RANGE 12.0 /* what a drag over the whole height changes */
#define LINE_RANGE   2.0  /* the same for a dense weight, which is smaller */
#define WEIGHT_STEP  0.05 /* what a drag goes in */
#define FINE         10.0 /* times finer */
#define NUDGE        0.1

static gint64
tap_of (const LessonSettings *settings, const LessonTarget *target) {
  return target->row * settings->kernel + target->column;
}

static gint64
line_of (const LessonSettings *settings, const LessonTarget *target) {
  return (target->unit * settings->grid + target->row) * settings->grid + target->column;
}

static gboolean
is_editable (const LessonTarget *target) {
  return target->part == LESSON_PART_PIXEL || app_target_is_weight (target);
}

/* What is wanted, shown already or not yet. */
static double
value_of (AppWindow *self, const LessonTarget *target) {
  const LessonSettings *settings = app_loader_get_settings (self->loader);
  const LessonParameters *parameters = app_player_get_parameters (self->player);

  if (target->part == LESSON_PART_PIXEL)
    return parameters->pixels->data[target->row * parameters->settings.grid + target->column];
  if (target->part != LESSON_PART_LINE)
    return settings->weights[tap_of (settings, target)];
  if (settings->edited_line == line_of (settings, target))
    return settings->edited_weight;
  return parameters->dense_weights->data[line_of (&parameters->settings, target)];
}

static void
show_drawing (AppWindow *self, const AppDrawing *drawing) {
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineImage) image = app_drawing_to_image (drawing, &error);

  if (image != NULL)
    app_loader_set_drawing (self->loader, image);
  else
    app_window_show_toast (self, error->message);
}

static void
set_pixel (AppWindow *self, const LessonTarget *target, double value) {
  const LessonParameters *parameters = app_player_get_parameters (self->player);
  g_autoptr (AppDrawing) drawing = app_drawing_new (parameters->settings.grid, parameters->pixels);

  app_drawing_set (drawing, target->row, target->column, value);
  show_drawing (self, drawing);
}

/* The change has been begun. */
static void
set_value (AppWindow *self, const LessonTarget *target, double value) {
  LessonSettings settings = *app_loader_get_settings (self->loader);

  if (target->part == LESSON_PART_PIXEL) {
    set_pixel (self, target, value);
    return;
  }
  if (target->part == LESSON_PART_LINE) {
    settings.edited_line = line_of (&settings, target);
    settings.edited_weight = (float) CLAMP (value, -LESSON_WEIGHT_MAX, LESSON_WEIGHT_MAX);
  } else {
    lesson_settings_set_weight (&settings, tap_of (&settings, target), value);
  }
  app_loader_set_settings (self->loader, &settings);
  app_window_sync_settings_actions (self);
}

/* Dragging. */

static void
grabbed_cb (AppWindow *self, const LessonTarget *target) {
  app_window_begin_change (self, NULL);
  self->dragging = TRUE;
  self->grabbed = *target;
  self->grabbed_value = value_of (self, target);
}

static double
rounded (double value, double step) {
  return round (value / step) * step;
}

static void
dragged_cb (AppWindow *self, double way, gboolean fine) {
  gboolean line = self->grabbed.part == LESSON_PART_LINE;
  double range = (line ? LINE_RANGE : WEIGHT_RANGE) / (fine ? FINE : 1);
  double step = line || fine ? WEIGHT_STEP / 5 : WEIGHT_STEP;

  self->grabbed_value = CLAMP (self->grabbed_value + way * range, -LESSON_WEIGHT_MAX, LESSON_WEIGHT_MAX);
  set_value (self, &self->grabbed, rounded (self->grabbed_value, step));
}

static void
remember_now (AppWindow *self) {
  const LessonParameters *parameters = app_player_get_parameters (self->player);

  self->dragging = FALSE;
  if (parameters != NULL)
    app_window_remember (self, parameters, app_loader_get_address (self->loader));
}

/* Drawing. */

static void
pen_down_cb (AppWindow *self, double row, double column, gboolean erasing) {
  const LessonParameters *parameters = app_player_get_parameters (self->player);

  app_window_begin_change (self, NULL);
  self->dragging = TRUE;
  g_clear_pointer (&self->drawing, app_drawing_free);
  self->drawing = app_drawing_new (parameters->settings.grid, parameters->pixels);
  app_drawing_begin (self->drawing, row, column, erasing);
  show_drawing (self, self->drawing);
}

static void
pen_moved_cb (AppWindow *self, double row, double column) {
  if (self->drawing == NULL)
    return;
  app_drawing_line (self->drawing, row, column);
  show_drawing (self, self->drawing);
}

static void
pen_up_cb (AppWindow *self) {
  g_clear_pointer (&self->drawing, app_drawing_free);
  remember_now (self);
}

void
app_window_clear_drawing (AppWindow *self) {
  g_autoptr (AppDrawing) black = app_drawing_new (app_loader_get_settings (self->loader)->grid, NULL);

  app_window_begin_change (self, NULL);
  show_drawing (self, black);
}

static void
change_draw_cb (GSimpleAction *action, GVariant *value, gpointer data) {
  AppWindow *self = data;

  g_simple_action_set_state (action, value);
  app_stage_edit_set_pen (self->edit, g_variant_get_boolean (value));
}

/* Stepping and typing. */

static void
nudge_cb (GSimpleAction *action, GVariant *parameter, gpointer data) {
  AppWindow *self = data;
  LessonTarget target = *app_stage_get_target (self->stage);

  if (!app_stage_is_held (self->stage) || !is_editable (&target))
    return;
  app_window_begin_change (self, "nudge");
  set_value (self, &target, rounded (value_of (self, &target) + g_variant_get_double (parameter), 0.01));
}

static void
show_typed (AppWindow *self, const LessonTarget *target) {
  g_autofree char *value = app_typed_to_string (&self->typed);
  /* Translators: shown while someone types the value of a weight, or of a pixel, before they press Enter. */
  g_autofree char *text = g_strdup_printf (target->part == LESSON_PART_PIXEL ? _ ("Pixel: %s: press Enter")
                                                                             : _ ("Weight: %s: press Enter"),
                                           value);

  app_window_show_typed (self, text, APP_TYPED_LIFETIME / G_USEC_PER_SEC);
}

static void
set_typed (AppWindow *self, const LessonTarget *target) {
  double value = app_typed_value (&self->typed);

  app_window_forget_number (self);
  app_window_begin_change (self, NULL);
  set_value (self, target, value);
}

gboolean
app_window_value_key (AppWindow *self, guint keyval) {
  LessonTarget target = *app_stage_get_target (self->stage);

  if (!app_stage_is_held (self->stage) || !is_editable (&target))
    return FALSE;
  /* What was typed for one is nothing for another. */
  if (!lesson_target_equal (&target, &self->typed_for))
    self->typed = (AppTyped){ 0 };
  self->typed_for = target;
  switch (app_typed_key (&self->typed, keyval, g_get_monotonic_time ())) {
  case APP_TYPED_MORE:
    show_typed (self, &target);
    return TRUE;
  case APP_TYPED_DONE:
    set_typed (self, &target);
    return TRUE;
  case APP_TYPED_FORGET:
    app_window_forget_number (self);
    return TRUE;
  case APP_TYPED_UP:
    gtk_widget_activate_action (GTK_WIDGET (self), "win.nudge", "d", NUDGE);
    return TRUE;
  case APP_TYPED_DOWN:
    gtk_widget_activate_action (GTK_WIDGET (self), "win.nudge", "d", -NUDGE);
    return TRUE;
  case APP_TYPED_OTHER:
  default:
    return FALSE;
  }
}

void
app_window_init_edit (AppWindow *self) {
  static const GActionEntry entries[] = {
    { "draw", NULL, NULL, "false", change_draw_cb, { 0 } },
    { "nudge", nudge_cb, "d", NULL, NULL, { 0 } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  self->edit = app_stage_edit_new (self->stage);
  g_signal_connect_object (self->edit, "grabbed", G_CALLBACK (grabbed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->edit, "dragged", G_CALLBACK (dragged_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->edit, "released", G_CALLBACK (remember_now), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->edit, "pen-down", G_CALLBACK (pen_down_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->edit, "pen-moved", G_CALLBACK (pen_moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->edit, "pen-up", G_CALLBACK (pen_up_cb), self, G_CONNECT_SWAPPED);
}

void
app_window_finish_edit (AppWindow *self) {
  g_clear_object (&self->edit);
  g_clear_pointer (&self->drawing, app_drawing_free);
}
