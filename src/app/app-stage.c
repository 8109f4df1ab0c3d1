/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-stage.h"

#include "app-frame.h"
#include "app-speech.h"
#include "app-style.h"
#include "draw-scene.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MIN_WIDTH  480 /* narrower than that a scene cannot be read: list and panel fold away before */
#define MIN_HEIGHT 240
#define JITTER     2.0 /* logical pixels: a table that shakes moves no pointer */

struct _AppStage {
  GtkWidget parent_instance;

  AppPlayer *player;
  GSignalGroup *player_signals;
  guint tick;

  DrawCache *cache;
  AppFrame *frame;
  gboolean drawn;     /* the frame shows what it should */
  DrawLayout *layout; /* NULL until it is laid out anew */
  int width, height;  /* of the layout, in device pixels */

  LessonTarget target;
  gboolean held;   /* pinned by a click, or the keyboard cursor: the pointer does not move it */
  gboolean inside; /* the pointer is over the stage, at x, y in device pixels */
  double x, y;
  gboolean
      ignored; /* until it moves: it rests where something else was let go of, or was before the picture changed */
  const LessonScene *scene; /* shown last; only compared, held by the player's lesson */
  guint step;

  AppSpeech speech;
  gboolean pointed; /* the pointer has come to what it is on; the picture has not come under it */
};

enum { EMPTY_CLICK, N_SIGNALS };

static guint signals[N_SIGNALS];

static const LessonTarget nothing = { .part = LESSON_PART_NONE };

G_DEFINE_FINAL_TYPE (AppStage, app_stage, GTK_TYPE_WIDGET)

static LessonState *
get_state (AppStage *self) {
  return self->player != NULL ? app_player_get_state (self->player) : NULL;
}

static void
forget_picture (AppStage *self) {
  self->drawn = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The layout for the state at hand, NULL where there is nothing to lay out. */
static DrawLayout *
ensure_layout (AppStage *self) {
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  int width = gtk_widget_get_width (GTK_WIDGET (self)) * scale;
  int height = gtk_widget_get_height (GTK_WIDGET (self)) * scale;

  if (get_state (self) == NULL || width < 1 || height < 1)
    return NULL;
  if (self->width != width || self->height != height)
    g_clear_pointer (&self->layout, draw_layout_free);
  if (self->layout == NULL) {
    self->layout = draw_layout_new (get_state (self), width, height);
    self->width = width;
    self->height = height;
  }
  return self->layout;
}

/* What a screen reader says of the stage. */
static void
update_description (AppStage *self) {
  LessonState *state = get_state (self);

  if (state == NULL)
    return;
  const LessonTarget *target = self->held || self->pointed ? &self->target : &nothing;
  const char *text = app_speech_update (&self->speech, state, target, app_player_get_playing (self->player),
                                        g_get_monotonic_time ());
  if (text != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
set_target (AppStage *self, LessonTarget target, gboolean held) {
  gboolean same = lesson_target_equal (&self->target, &target);

  self->held = held && target.part != LESSON_PART_NONE;
  if (same)
    return;
  self->target = target;
  forget_picture (self);
  update_description (self);
}

/* The picture moves under a pointer that stands still, and what was held may be gone. */
static void
refresh_target (AppStage *self) {
  DrawLayout *layout = ensure_layout (self);
  DrawRect place;

  if (layout == NULL)
    return;
  if (self->held && draw_layout_locate (layout, &self->target, &place))
    return;
  set_target (self, self->inside ? draw_layout_hit_from (layout, &self->target, self->x, self->y) : nothing,
              FALSE);
}

static void
draw_picture (AppStage *self, cairo_surface_t *surface, DrawLayout *layout, const LessonTarget *target,
              DrawCache *cache) {
  cairo_t *cr = cairo_create (surface);

  draw_scene (cr, get_state (self), layout, app_style (), target, cache);
  if (target != NULL)
    draw_readout (cr, get_state (self), layout, app_style (), target, cache);
  cairo_destroy (cr);
}

static void
ensure_frame (AppStage *self) {
  DrawLayout *layout = ensure_layout (self);

  if (self->drawn || layout == NULL)
    return;
  const LessonTarget *target = self->target.part != LESSON_PART_NONE ? &self->target : NULL;
  draw_picture (self, app_frame_begin (self->frame, self->width, self->height), layout, target, self->cache);
  app_frame_end (self->frame);
  self->drawn = TRUE;
}

static void
app_stage_snapshot (GtkWidget *widget, GtkSnapshot *snapshot) {
  AppStage *self = APP_STAGE (widget);

  ensure_frame (self);
  if (self->drawn)
    app_frame_snapshot (self->frame, snapshot, gtk_widget_get_scale_factor (widget));
}

static void
app_stage_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                   int *minimum_baseline, int *natural_baseline) {
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : MIN_HEIGHT;
}

static void
app_stage_size_allocate (GtkWidget *widget, int width, int height, int baseline) {
  AppStage *self = APP_STAGE (widget);
  int scale = gtk_widget_get_scale_factor (widget);

  if (width * scale != self->width || height * scale != self->height)
    self->drawn = FALSE;
}

/* Someone who goes on with a key or a clicker points at nothing, wherever the pointer was left: it must not cover the new
 * picture with what it rests on, nor change what the step shows. */
static void
ignore_pointer (AppStage *self) {
  self->ignored = TRUE;
  self->inside = FALSE;
  refresh_target (self);
}

/* When the frame began indeed. The clock's own time is smoothed: after a frame that was late it can stand still, nothing would move,
 * and what is not moved is not shown: a frame that is late would make the next one late as well. */
static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *frame_clock, gpointer data) {
  GdkFrameTimings *timings = gdk_frame_clock_get_current_timings (frame_clock);

  app_player_tick (APP_STAGE (widget)->player, gdk_frame_timings_get_frame_time (timings));
  return G_SOURCE_CONTINUE;
}

static void
playing_changed_cb (AppStage *self) {
  gboolean playing = app_player_get_playing (self->player);

  if (playing && self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
  if (!playing && self->tick != 0) {
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
    self->tick = 0;
  }
  if (playing)
    ignore_pointer (self);
  update_description (self);
}

static void
changed_cb (AppStage *self) {
  const LessonState *state = get_state (self);
  gboolean another = self->scene != state->scene || self->step != state->step;

  self->pointed = FALSE;
  self->scene = state->scene;
  self->step = state->step;
  g_clear_pointer (&self->layout, draw_layout_free);
  forget_picture (self);
  if (another)
    ignore_pointer (self);
  else
    refresh_target (self);
  update_description (self);
}

static void
timeline_changed_cb (AppStage *self) {
  const LessonScene *scene = app_player_get_scene (self->player);

  g_clear_pointer (&self->layout, draw_layout_free);
  app_speech_start (&self->speech);
  /* Translators: what the window shows: the title of a scene that has no script. */
  g_autofree char *playground = g_strdup_printf (_ ("Playground: %s"), scene->title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  app_player_get_free (self->player) ? playground : scene->title, -1);
}

static void
motion_cb (AppStage *self, double x, double y) {
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  /* Where the picture changes GTK tells of motion that is none. */
  if (self->ignored && hypot (self->x - x * scale, self->y - y * scale) < JITTER * scale)
    return;
  self->ignored = FALSE;
  self->inside = TRUE;
  self->x = x * scale;
  self->y = y * scale;
  self->pointed = TRUE;
  if (!self->held)
    refresh_target (self);
  update_description (self);
}

static void
leave_cb (AppStage *self) {
  self->inside = FALSE;
  if (!self->held)
    set_target (self, nothing, FALSE);
}

static void
pressed_cb (AppStage *self, int n_press, double x, double y) {
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  DrawLayout *layout = ensure_layout (self);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (layout == NULL)
    return;
  LessonTarget hit = draw_layout_hit_from (layout, &self->target, x * scale, y * scale);
  if (hit.part == LESSON_PART_CHOICE) {
    gtk_widget_activate_action (GTK_WIDGET (self), "win.answer", "d", (double) hit.unit);
    return;
  }
  if (hit.part == LESSON_PART_CURVE)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.training-point", "i", (int) hit.column);
  gboolean again = self->held && lesson_target_equal (&hit, &self->target);
  gboolean released = self->held && hit.part == LESSON_PART_NONE;
  set_target (self, hit, !again);
  if (hit.part == LESSON_PART_NONE && !released)
    g_signal_emit (self, signals[EMPTY_CLICK], 0);
}

static void
app_stage_dispose (GObject *object) {
  AppStage *self = APP_STAGE (object);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  g_clear_object (&self->player_signals);
  g_clear_object (&self->player);
  g_clear_pointer (&self->layout, draw_layout_free);
  G_OBJECT_CLASS (app_stage_parent_class)->dispose (object);
}

static void
app_stage_finalize (GObject *object) {
  AppStage *self = APP_STAGE (object);

  app_frame_free (self->frame);
  draw_cache_free (self->cache);
  app_speech_clear (&self->speech);
  G_OBJECT_CLASS (app_stage_parent_class)->finalize (object);
}

static void
app_stage_class_init (AppStageClass *klass) {
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = app_stage_dispose;
  object_class->finalize = app_stage_finalize;
  widget_class->snapshot = app_stage_snapshot;
  widget_class->measure = app_stage_measure;
  widget_class->size_allocate = app_stage_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "stage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);

  signals[EMPTY_CLICK] =
      g_signal_new ("empty-click", APP_TYPE_STAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
app_stage_init (AppStage *self) {
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->cache = draw_cache_new ();
  self->frame = app_frame_new ();
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  app_style_watch (self, G_CALLBACK (forget_picture));
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (forget_picture), NULL);

  self->player_signals = g_signal_group_new (APP_TYPE_PLAYER);
  g_signal_group_connect_swapped (self->player_signals, "changed", G_CALLBACK (changed_cb), self);
  g_signal_group_connect_swapped (self->player_signals, "timeline-changed", G_CALLBACK (timeline_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->player_signals, "notify::playing", G_CALLBACK (playing_changed_cb),
                                  self);
}

void
app_stage_set_player (AppStage *self, AppPlayer *player) {
  g_set_object (&self->player, player);
  g_signal_group_set_target (self->player_signals, player);
}

void
app_stage_move_cursor (AppStage *self, int rows, int columns) {
  DrawLayout *layout = ensure_layout (self);

  if (layout == NULL)
    return;
  if (self->target.part == LESSON_PART_NONE)
    set_target (self, draw_layout_next_region (layout, &self->target, 1), TRUE);
  else
    set_target (self, draw_layout_move (layout, &self->target, rows, columns), TRUE);
}

void
app_stage_change_region (AppStage *self, int direction) {
  DrawLayout *layout = ensure_layout (self);

  if (layout != NULL)
    set_target (self, draw_layout_next_region (layout, &self->target, direction), TRUE);
}

const LessonTarget *
app_stage_get_target (AppStage *self) {
  return &self->target;
}

gboolean
app_stage_is_held (AppStage *self) {
  return self->held;
}

void
app_stage_hold (AppStage *self, const LessonTarget *target) {
  set_target (self, *target, TRUE);
}

LessonTarget
app_stage_hit (AppStage *self, double x, double y) {
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  DrawLayout *layout = ensure_layout (self);

  return layout != NULL ? draw_layout_hit (layout, x * scale, y * scale) : nothing;
}

static gboolean
is_in_grid (const DrawRegion *region, double x, double y) {
  const DrawRect *rect = &region->rect;

  return region->part == LESSON_PART_PIXEL && region->wrap == 0 && region->rows == region->columns
         && rect->width > 0 && rect->height > 0 && x >= rect->x && x < rect->x + rect->width && y >= rect->y
         && y < rect->y + rect->height;
}

gboolean
app_stage_find_pixel (AppStage *self, double x, double y, double *row, double *column) {
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  DrawLayout *layout = ensure_layout (self);
  guint n = 0;
  const DrawRegion *regions = layout != NULL ? draw_layout_regions (layout, &n) : NULL;

  for (guint i = 0; i < n; i++) {
    const DrawRegion *region = &regions[i];
    if (!is_in_grid (region, x * scale, y * scale))
      continue;
    *row = (y * scale - region->rect.y) / region->rect.height * (double) region->rows;
    *column = (x * scale - region->rect.x) / region->rect.width * (double) region->columns;
    return TRUE;
  }
  return FALSE;
}

gboolean
app_stage_find_photo (AppStage *self, double x, double y, double *row, double *column, double *scale) {
  int device = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  DrawLayout *layout = ensure_layout (self);

  if (layout == NULL || !draw_layout_photo (layout, x * device, y * device, row, column, scale))
    return FALSE;
  *scale /= device;
  return TRUE;
}

gboolean
app_stage_find_question (AppStage *self, GdkRectangle *card, int *bottom) {
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  DrawLayout *layout = ensure_layout (self);
  double end;
  DrawRect rect;

  if (layout == NULL || !draw_layout_question (layout, &rect, &end))
    return FALSE;
  *card = (GdkRectangle){ (int) rect.x / scale, (int) rect.y / scale, (int) rect.width / scale,
                          (int) rect.height / scale };
  *bottom = (int) end / scale;
  return TRUE;
}

void
app_stage_redraw (AppStage *self) {
  forget_picture (self);
  update_description (self);
}

void
app_stage_say (AppStage *self, const char *text) {
  app_speech_say (&self->speech, text);
  update_description (self);
}

gboolean
app_stage_release (AppStage *self) {
  gboolean held = self->held;

  self->held = FALSE;
  self->ignored = held;
  self->inside = self->inside && !held;
  refresh_target (self);
  return held;
}

GdkTexture *
app_texture_new (cairo_surface_t *surface) {
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes =
      g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), stride * (gsize) height,
                                  (GDestroyNotify) cairo_surface_destroy, surface);

  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

GdkTexture *
app_stage_take_picture (AppStage *self, double scale) {
  int width = (int) (gtk_widget_get_width (GTK_WIDGET (self)) * scale);
  int height = (int) (gtk_widget_get_height (GTK_WIDGET (self)) * scale);

  if (get_state (self) == NULL || width < 1 || height < 1)
    return NULL;
  if (get_state (self)->scene->kind == LESSON_SCENE_PHOTO)
    lesson_response_finish (get_state (self)->parameters->photo_response);
  g_autoptr (DrawLayout) layout = draw_layout_new (get_state (self), width, height);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS) {
    cairo_surface_destroy (surface);
    return NULL;
  }
  draw_picture (self, surface, layout, NULL, NULL);
  cairo_surface_flush (surface);
  return app_texture_new (surface);
}
