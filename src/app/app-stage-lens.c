/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-stage-lens.h"

#include <math.h>

#define WHEEL_FACTOR 1.2 /* of one notch */
#define SLACK        6.0 /* logical pixels: a click may tremble */
#define LEAST_SPAN   4.0

struct _AppStageLens {
  GObject parent_instance;

  AppStage *stage; /* which holds the controllers, and outlives them */
  AppPlayer *player;
  GtkEventController *scroll, *motion;
  GtkGesture *drag, *zoom;
  double x, y;                    /* of the pointer, in logical pixels of the stage */
  double start_row, start_column; /* of the photo, where the drag or the pinch began */
  double start_span;
  gboolean dragging;
};

G_DEFINE_FINAL_TYPE (AppStageLens, app_stage_lens, G_TYPE_OBJECT)

static gboolean
get_lens (AppStageLens *self, LessonLens *lens) {
  const LessonScene *scene = app_player_get_scene (self->player);

  if (scene == NULL || scene->kind != LESSON_SCENE_PHOTO)
    return FALSE;
  const LessonPhotoView *view = &app_player_get_state (self->player)->photo_view;
  *lens = (LessonLens){ .own = TRUE, .x = view->x, .y = view->y, .span = view->span };
  return TRUE;
}

static double
whole_span (AppStageLens *self) {
  const EngineImage *photo = app_player_get_parameters (self->player)->photo;

  return (double) MAX (photo->width, photo->height);
}

/* The middle of the view stays in the photo; as far as that is wide enough the view does. */
static double
keep_inside (double middle, double span, gint64 side) {
  double half = MIN (span, (double) side) / 2;

  return CLAMP (middle, half, (double) side - half);
}

static void
set_lens (AppStageLens *self, LessonLens lens) {
  const EngineImage *photo = app_player_get_parameters (self->player)->photo;

  lens.span = CLAMP (lens.span, MIN (LEAST_SPAN, whole_span (self)), whole_span (self));
  lens.x = keep_inside (lens.x, lens.span, photo->width);
  lens.y = keep_inside (lens.y, lens.span, photo->height);
  app_player_set_lens (self->player, &lens);
}

/* What is at (row, column) stays where it is. */
static void
zoom_about (AppStageLens *self, double row, double column, double factor) {
  LessonLens lens;

  if (!get_lens (self, &lens))
    return;
  double span = CLAMP (lens.span * factor, MIN (LEAST_SPAN, whole_span (self)), whole_span (self));
  double share = span / lens.span;
  lens.span = span;
  lens.x = column + (lens.x - column) * share;
  lens.y = row + (lens.y - row) * share;
  set_lens (self, lens);
}

static gboolean
scroll_cb (AppStageLens *self, double dx, double dy) {
  double row, column, scale;

  if (!app_stage_find_photo (self->stage, self->x, self->y, &row, &column, &scale))
    return GDK_EVENT_PROPAGATE;
  zoom_about (self, row, column, pow (WHEEL_FACTOR, dy));
  return GDK_EVENT_STOP;
}

static void
motion_cb (AppStageLens *self, double x, double y) {
  self->x = x;
  self->y = y;
}

static void
drag_begin_cb (AppStageLens *self, double x, double y) {
  double scale;

  self->dragging = FALSE;
  if (!app_stage_find_photo (self->stage, x, y, &self->start_row, &self->start_column, &scale))
    gtk_gesture_set_state (self->drag, GTK_EVENT_SEQUENCE_DENIED);
}

/* What was taken hold of stays under the pointer. */
static void
drag_update_cb (AppStageLens *self, double dx, double dy) {
  double x, y, row, column, scale;
  LessonLens lens;

  if (!self->dragging && hypot (dx, dy) < SLACK)
    return;
  if (!self->dragging) {
    self->dragging = TRUE;
    gtk_gesture_set_state (self->drag, GTK_EVENT_SEQUENCE_CLAIMED);
    app_stage_release (self->stage);
  }
  if (!get_lens (self, &lens) || !gtk_gesture_drag_get_start_point (GTK_GESTURE_DRAG (self->drag), &x, &y)
      || !app_stage_find_photo (self->stage, x, y, &row, &column, &scale))
    return;
  /* (x, y) is over the photo, wherever the pointer has gone meanwhile. */
  lens.x += self->start_column - column - dx / scale;
  lens.y += self->start_row - row - dy / scale;
  set_lens (self, lens);
}

static void
zoom_begin_cb (AppStageLens *self) {
  double x, y, scale;
  LessonLens lens;

  if (!get_lens (self, &lens) || !gtk_gesture_get_bounding_box_center (self->zoom, &x, &y)
      || !app_stage_find_photo (self->stage, x, y, &self->start_row, &self->start_column, &scale))
    gtk_gesture_set_state (self->zoom, GTK_EVENT_SEQUENCE_DENIED);
  else
    self->start_span = lens.span;
}

static void
zoom_scale_cb (AppStageLens *self, double scale) {
  LessonLens lens;

  if (get_lens (self, &lens) && scale > 0)
    zoom_about (self, self->start_row, self->start_column, self->start_span / scale / lens.span);
}

static void
app_stage_lens_dispose (GObject *object) {
  AppStageLens *self = APP_STAGE_LENS (object);
  GtkEventController *controllers[] = { self->scroll, self->motion, (GtkEventController *) self->drag,
                                        (GtkEventController *) self->zoom };

  for (gsize i = 0; self->scroll != NULL && i < G_N_ELEMENTS (controllers); i++)
    gtk_widget_remove_controller (GTK_WIDGET (self->stage), controllers[i]);
  self->scroll = NULL;
  g_clear_object (&self->player);
  G_OBJECT_CLASS (app_stage_lens_parent_class)->dispose (object);
}

static void
app_stage_lens_class_init (AppStageLensClass *klass) {
  G_OBJECT_CLASS (klass)->dispose = app_stage_lens_dispose;
}

static void
app_stage_lens_init (AppStageLens *self) {
  self->scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  self->motion = gtk_event_controller_motion_new ();
  self->drag = gtk_gesture_drag_new ();
  self->zoom = gtk_gesture_zoom_new ();
  g_signal_connect_swapped (self->scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (self->motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (self->motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (self->drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (self->drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (self->zoom, "begin", G_CALLBACK (zoom_begin_cb), self);
  g_signal_connect_swapped (self->zoom, "scale-changed", G_CALLBACK (zoom_scale_cb), self);
}

AppStageLens *
app_stage_lens_new (AppStage *stage, AppPlayer *player) {
  AppStageLens *self = g_object_new (APP_TYPE_STAGE_LENS, NULL);

  self->stage = stage;
  self->player = g_object_ref (player);
  gtk_widget_add_controller (GTK_WIDGET (stage), self->scroll);
  gtk_widget_add_controller (GTK_WIDGET (stage), self->motion);
  gtk_widget_add_controller (GTK_WIDGET (stage), GTK_EVENT_CONTROLLER (self->drag));
  gtk_widget_add_controller (GTK_WIDGET (stage), GTK_EVENT_CONTROLLER (self->zoom));
  return self;
}

void
app_stage_lens_zoom (AppStageLens *self, double factor) {
  const LessonTarget *target = app_stage_get_target (self->stage);
  gboolean held = app_stage_is_held (self->stage)
                  && (target->part == LESSON_PART_PHOTO || target->part == LESSON_PART_RESPONSE);
  LessonLens lens;

  if (!get_lens (self, &lens))
    return;
  if (held)
    zoom_about (self, (double) target->row + 0.5, (double) target->column + 0.5, factor);
  else
    zoom_about (self, lens.y, lens.x, factor);
}

void
app_stage_lens_show_whole (AppStageLens *self) {
  LessonLens lens;

  if (!get_lens (self, &lens))
    return;
  lens.span = whole_span (self);
  set_lens (self, lens);
}

void
app_stage_lens_pan (AppStageLens *self, double rows, double columns) {
  LessonLens lens;

  if (!get_lens (self, &lens))
    return;
  lens.x += columns * lens.span;
  lens.y += rows * lens.span;
  set_lens (self, lens);
}

void
app_stage_lens_reset (AppStageLens *self) {
  LessonLens lens;

  if (get_lens (self, &lens) && app_player_get_parameters (self->player)->lens.own)
    app_player_set_lens (self->player, &(LessonLens){ .own = FALSE });
}
