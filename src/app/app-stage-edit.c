/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-stage-edit.h"

#define SLACK 4.0 /* logical pixels: a click may tremble */

typedef enum { IDLE, PRESSED, DRAGGING, DRAWING } Doing;

struct _AppStageEdit {
  GObject parent_instance;

  AppStage *stage; /* which holds the controllers, and outlives them */
  GtkEventController *motion, *drag;
  gboolean pen;

  Doing doing;
  LessonTarget target;      /* pressed on */
  double start_x, start_y;  /* of the press, in logical pixels of the stage */
  double told;              /* the way down that was told */
  const char *cursor_shape; /* NULL: the usual one */
};

enum { GRABBED, DRAGGED, RELEASED, PEN_DOWN, PEN_MOVED, PEN_UP, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AppStageEdit, app_stage_edit, G_TYPE_OBJECT)

gboolean
app_target_is_weight (const LessonTarget *target) {
  return target->part == LESSON_PART_WEIGHT || target->part == LESSON_PART_LINE
         || (target->part == LESSON_PART_FILTER_WEIGHT && target->unit == 0);
}

static void
show_cursor (AppStageEdit *self, const char *shape) {
  if (g_strcmp0 (shape, self->cursor_shape) == 0)
    return;
  self->cursor_shape = shape;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self->stage), shape);
}

static void
motion_cb (AppStageEdit *self, double x, double y) {
  LessonTarget target = app_stage_hit (self->stage, x, y);
  double row, column;

  if (self->doing >= DRAGGING)
    return;
  if (self->pen && app_stage_find_pixel (self->stage, x, y, &row, &column))
    show_cursor (self, "crosshair");
  else
    show_cursor (self, app_target_is_weight (&target) ? "ns-resize" : NULL);
}

static gboolean
is_held (AppStageEdit *self, GdkModifierType modifier) {
  return (gtk_event_controller_get_current_event_state (self->drag) & modifier) != 0;
}

static void
claim (AppStageEdit *self) {
  gtk_gesture_set_state (GTK_GESTURE (self->drag), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
begin_cb (AppStageEdit *self, double x, double y) {
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (self->drag));
  double row, column;

  self->doing = IDLE;
  self->start_x = x;
  self->start_y = y;
  self->told = 0;
  self->target = app_stage_hit (self->stage, x, y);
  if (self->pen && button != GDK_BUTTON_MIDDLE && app_stage_find_pixel (self->stage, x, y, &row, &column)) {
    self->doing = DRAWING;
    claim (self);
    gtk_widget_grab_focus (GTK_WIDGET (self->stage));
    gboolean erasing = button == GDK_BUTTON_SECONDARY || is_held (self, GDK_SHIFT_MASK);
    g_signal_emit (self, signals[PEN_DOWN], 0, row, column, erasing);
  } else if (button == GDK_BUTTON_PRIMARY && app_target_is_weight (&self->target)) {
    self->doing = PRESSED;
  }
}

static void
drag_on (AppStageEdit *self, double dy) {
  double height = MAX (gtk_widget_get_height (GTK_WIDGET (self->stage)), 1);

  g_signal_emit (self, signals[DRAGGED], 0, (self->told - dy) / height, is_held (self, GDK_SHIFT_MASK));
  self->told = dy;
}

static void
update_cb (AppStageEdit *self, double dx, double dy) {
  double row, column;

  if (self->doing == DRAWING
      && app_stage_find_pixel (self->stage, self->start_x + dx, self->start_y + dy, &row, &column))
    g_signal_emit (self, signals[PEN_MOVED], 0, row, column);
  if (self->doing == PRESSED && ABS (dy) > SLACK) {
    self->doing = DRAGGING;
    self->told = dy > 0 ? SLACK : -SLACK;
    claim (self);
    app_stage_hold (self->stage, &self->target);
    g_signal_emit (self, signals[GRABBED], 0, &self->target);
  }
  if (self->doing == DRAGGING)
    drag_on (self, dy);
}

static void
stop_cb (AppStageEdit *self) {
  Doing doing = self->doing;

  self->doing = IDLE;
  if (doing == DRAGGING)
    g_signal_emit (self, signals[RELEASED], 0);
  if (doing == DRAWING)
    g_signal_emit (self, signals[PEN_UP], 0);
}

static void
app_stage_edit_class_init (AppStageEditClass *klass) {
  GType type = APP_TYPE_STAGE_EDIT;

  signals[GRABBED] =
      g_signal_new ("grabbed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[DRAGGED] = g_signal_new ("dragged", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                   G_TYPE_DOUBLE, G_TYPE_BOOLEAN);
  signals[RELEASED] = g_signal_new ("released", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PEN_DOWN] = g_signal_new ("pen-down", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                    G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_BOOLEAN);
  signals[PEN_MOVED] = g_signal_new ("pen-moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                     2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[PEN_UP] = g_signal_new ("pen-up", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
app_stage_edit_init (AppStageEdit *self) {
  self->motion = gtk_event_controller_motion_new ();
  self->drag = GTK_EVENT_CONTROLLER (gtk_gesture_drag_new ());
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (self->drag), 0);
  gtk_event_controller_set_propagation_phase (self->drag, GTK_PHASE_CAPTURE);
  g_signal_connect_object (self->motion, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->drag, "drag-begin", G_CALLBACK (begin_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->drag, "drag-update", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->drag, "drag-end", G_CALLBACK (stop_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->drag, "cancel", G_CALLBACK (stop_cb), self, G_CONNECT_SWAPPED);
}

AppStageEdit *
app_stage_edit_new (AppStage *stage) {
  AppStageEdit *self = g_object_new (APP_TYPE_STAGE_EDIT, NULL);

  self->stage = stage;
  gtk_widget_add_controller (GTK_WIDGET (stage), self->motion);
  gtk_widget_add_controller (GTK_WIDGET (stage), self->drag);
  return self;
}

void
app_stage_edit_set_pen (AppStageEdit *self, gboolean pen) {
  self->pen = pen;
}

void
app_stage_edit_rest (AppStageEdit *self) {
  show_cursor (self, NULL);
}
