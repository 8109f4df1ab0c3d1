/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-player.h"

#include "app-clock.h"

/* Moments nearer than this are the same: sums of durations in floating point are not exact. */
#define SAME_MOMENT 1e-6

struct _AppPlayer {
  GObject parent_instance;

  Lesson *lesson;
  LessonParameters *parameters;
  LessonTimeline *timeline;
  LessonState *state;
  guint scene;
  AppClock clock;
  double speed;
  gboolean animate;
  gboolean free; /* in the playground */

  /* What was notified last. */
  gboolean playing, can_next, can_back;
};

enum { PROP_PLAYING = 1, PROP_SPEED, PROP_ANIMATE, PROP_CAN_NEXT, PROP_CAN_BACK, N_PROPS };
enum { CHANGED, TIMELINE_CHANGED, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AppPlayer, app_player, G_TYPE_OBJECT)

static guint
n_steps (AppPlayer *self) {
  return self->lesson->scenes[self->scene].n_steps;
}

static double
step_begin (AppPlayer *self, guint step) {
  return step > 0 ? lesson_timeline_step_end (self->timeline, step - 1) : 0;
}

/* Where playing stops next: at a question that waits, or at the end of a step; negative where the scene is over. */
static double
next_stop (AppPlayer *self) {
  double now = self->clock.seconds + SAME_MOMENT;

  for (guint step = 0; step < n_steps (self); step++) {
    double asked = lesson_timeline_step_asked (self->timeline, step);
    if (asked > now && asked > step_begin (self, step))
      return asked;
    if (lesson_timeline_step_end (self->timeline, step) > now)
      return lesson_timeline_step_end (self->timeline, step);
  }
  return -1;
}

/* The beginning of a step that lies before now; negative at the scene's beginning. */
static double
previous_stop (AppPlayer *self) {
  for (guint step = n_steps (self) - 1; step > 0; step--)
    if (step_begin (self, step) < self->clock.seconds - SAME_MOMENT)
      return step_begin (self, step);
  return self->clock.seconds > SAME_MOMENT ? 0 : -1;
}

static void
notify_if_changed (AppPlayer *self, gboolean *known, gboolean now, int property) {
  if (*known == now)
    return;
  *known = now;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* Makes the state that belongs to the clock, and tells everybody. */
static void
update (AppPlayer *self) {
  g_clear_pointer (&self->state, lesson_state_unref);
  self->state = lesson_timeline_state_at (self->timeline, self->clock.seconds);
  gboolean first = self->free || (self->scene == 0 && previous_stop (self) < 0);
  gboolean last = self->free || (self->scene + 1 == self->lesson->n_scenes && next_stop (self) < 0);
  notify_if_changed (self, &self->can_back, !first, PROP_CAN_BACK);
  notify_if_changed (self, &self->can_next, !last, PROP_CAN_NEXT);
  notify_if_changed (self, &self->playing, self->clock.running, PROP_PLAYING);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
replace_timeline (AppPlayer *self, guint scene) {
  self->scene = scene;
  g_clear_pointer (&self->timeline, lesson_timeline_free);
  self->free = self->free && self->lesson->scenes[scene].playground != NULL;
  self->timeline = self->free ? lesson_timeline_new_free (self->lesson, scene, self->parameters)
                              : lesson_timeline_new (self->lesson, scene, self->parameters);
}

static void
go_to_scene (AppPlayer *self, guint scene) {
  replace_timeline (self, scene);
  app_clock_set (&self->clock, 0);
  g_clear_pointer (&self->state, lesson_state_unref);
  self->state = lesson_timeline_state_at (self->timeline, 0);
  g_signal_emit (self, signals[TIMELINE_CHANGED], 0);
}

static void
play_until (AppPlayer *self, double seconds) {
  if (self->animate)
    app_clock_start (&self->clock, seconds);
  else
    app_clock_set (&self->clock, seconds);
  update (self);
}

static double
share (double x, double begin, double end) {
  return end > begin ? CLAMP ((x - begin) / (end - begin), 0, 1) : 1;
}

/* The part of the step that a moment is at: -1…0 while it asks, 0 at the beginning of its movement, 1 at its end. */
static double
part_of_step (AppPlayer *self, guint step) {
  double now = self->clock.seconds;
  double asked = lesson_timeline_step_asked (self->timeline, step);

  if (now < asked + SAME_MOMENT && asked > step_begin (self, step))
    return share (now, step_begin (self, step), asked) - 1;
  return share (now, asked, lesson_timeline_step_end (self->timeline, step));
}

static double
moment_of_step (AppPlayer *self, guint step, double part) {
  double begin = step_begin (self, step);
  double asked = lesson_timeline_step_asked (self->timeline, step);

  if (part <= 0)
    return begin + (asked - begin) * (part + 1);
  return asked + (lesson_timeline_step_end (self->timeline, step) - asked) * part;
}

static void
app_player_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec) {
  AppPlayer *self = APP_PLAYER (object);

  switch (id) {
  case PROP_PLAYING:
    g_value_set_boolean (value, self->clock.running);
    break;
  case PROP_SPEED:
    g_value_set_double (value, self->speed);
    break;
  case PROP_ANIMATE:
    g_value_set_boolean (value, self->animate);
    break;
  case PROP_CAN_NEXT:
    g_value_set_boolean (value, self->can_next);
    break;
  case PROP_CAN_BACK:
    g_value_set_boolean (value, self->can_back);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
app_player_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec) {
  AppPlayer *self = APP_PLAYER (object);

  switch (id) {
  case PROP_SPEED:
    app_player_set_speed (self, g_value_get_double (value));
    break;
  case PROP_ANIMATE:
    app_player_set_animate (self, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
app_player_finalize (GObject *object) {
  AppPlayer *self = APP_PLAYER (object);

  g_clear_pointer (&self->state, lesson_state_unref);
  g_clear_pointer (&self->timeline, lesson_timeline_free);
  g_clear_pointer (&self->parameters, lesson_parameters_unref);
  g_clear_pointer (&self->lesson, lesson_unref);
  G_OBJECT_CLASS (app_player_parent_class)->finalize (object);
}

static void
app_player_class_init (AppPlayerClass *klass) {
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GParamFlags writable = readable | G_PARAM_WRITABLE;

  object_class->finalize = app_player_finalize;
  object_class->get_property = app_player_get_property;
  object_class->set_property = app_player_set_property;

  properties[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, readable);
  properties[PROP_SPEED] =
      g_param_spec_double ("speed", NULL, NULL, APP_SPEED_MIN, APP_SPEED_MAX, 1, writable);
  properties[PROP_ANIMATE] = g_param_spec_boolean ("animate", NULL, NULL, TRUE, writable);
  properties[PROP_CAN_NEXT] = g_param_spec_boolean ("can-next", NULL, NULL, FALSE, readable);
  properties[PROP_CAN_BACK] = g_param_spec_boolean ("can-back", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] =
      g_signal_new ("changed", APP_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TIMELINE_CHANGED] = g_signal_new ("timeline-changed", APP_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 0);
}

static void
app_player_init (AppPlayer *self) {
  self->speed = 1;
  self->animate = TRUE;
}

AppPlayer *
app_player_new (void) {
  return g_object_new (APP_TYPE_PLAYER, NULL);
}

void
app_player_open (AppPlayer *self, Lesson *lesson, LessonParameters *parameters, guint scene) {
  g_return_if_fail (scene < lesson->n_scenes);

  lesson_ref (lesson);
  lesson_parameters_ref (parameters);
  g_clear_pointer (&self->lesson, lesson_unref);
  g_clear_pointer (&self->parameters, lesson_parameters_unref);
  self->lesson = lesson;
  self->parameters = parameters;
  self->free = FALSE;
  go_to_scene (self, scene);
  update (self);
}

void
app_player_set_parameters (AppPlayer *self, LessonParameters *parameters) {
  g_return_if_fail (self->lesson != NULL);

  guint step = self->state->step;
  double part = part_of_step (self, step);
  lesson_parameters_ref (parameters);
  g_clear_pointer (&self->parameters, lesson_parameters_unref);
  self->parameters = parameters;
  replace_timeline (self, self->scene);
  gboolean running = self->clock.running;
  app_clock_set (&self->clock, moment_of_step (self, step, part));
  g_signal_emit (self, signals[TIMELINE_CHANGED], 0);
  if (running && next_stop (self) >= 0)
    app_clock_start (&self->clock, next_stop (self));
  update (self);
}

/* Takes parameters with which steps and their times are the same. */
static void
take_parameters (AppPlayer *self, LessonParameters *parameters) {
  g_clear_pointer (&self->parameters, lesson_parameters_unref);
  self->parameters = parameters;
  replace_timeline (self, self->scene);
  update (self);
}

void
app_player_set_lens (AppPlayer *self, const LessonLens *lens) {
  g_return_if_fail (self->lesson != NULL);

  take_parameters (self, lesson_parameters_with_lens (self->parameters, lens));
}

void
app_player_set_training (AppPlayer *self, LearningRecord *record, const LessonLive *live) {
  g_return_if_fail (self->lesson != NULL);

  g_autoptr (LessonParameters) recorded = lesson_parameters_with_record (self->parameters, record);
  take_parameters (self, lesson_parameters_with_live (recorded, live));
}

void
app_player_set_trial (AppPlayer *self, LearningFindings *live, const LessonTrial *trial) {
  g_return_if_fail (self->lesson != NULL);

  take_parameters (self, lesson_parameters_with_trial (self->parameters, live, trial));
}

Lesson *
app_player_get_lesson (AppPlayer *self) {
  return self->lesson;
}

LessonParameters *
app_player_get_parameters (AppPlayer *self) {
  return self->parameters;
}

LessonTimeline *
app_player_get_timeline (AppPlayer *self) {
  return self->timeline;
}

LessonState *
app_player_get_state (AppPlayer *self) {
  return self->state;
}

const LessonScene *
app_player_get_scene (AppPlayer *self) {
  return self->lesson != NULL ? &self->lesson->scenes[self->scene] : NULL;
}

guint
app_player_get_scene_number (AppPlayer *self) {
  return self->scene;
}

double
app_player_get_seconds (AppPlayer *self) {
  return self->clock.seconds;
}

gboolean
app_player_get_playing (AppPlayer *self) {
  return self->clock.running;
}

double
app_player_get_speed (AppPlayer *self) {
  return self->speed;
}

void
app_player_set_speed (AppPlayer *self, double speed) {
  speed = CLAMP (speed, APP_SPEED_MIN, APP_SPEED_MAX);
  if (ABS (self->speed - speed) < 1e-9)
    return;
  self->speed = speed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SPEED]);
}

void
app_player_set_animate (AppPlayer *self, gboolean animate) {
  if (self->animate == animate)
    return;
  self->animate = animate;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ANIMATE]);
  if (!animate && self->clock.running)
    app_player_seek (self, self->clock.until);
}

void
app_player_next (AppPlayer *self) {
  if (self->lesson == NULL || self->free)
    return;
  if (self->clock.running)
    app_player_seek (self, self->clock.until);
  else if (next_stop (self) >= 0)
    play_until (self, next_stop (self));
  else if (self->scene + 1 < self->lesson->n_scenes)
    app_player_play_scene (self, self->scene + 1);
}

void
app_player_back (AppPlayer *self) {
  if (self->lesson == NULL || self->free)
    return;
  double stop = previous_stop (self);
  if (stop >= 0) {
    app_player_seek (self, stop);
  } else if (self->scene > 0) {
    go_to_scene (self, self->scene - 1);
    app_player_seek (self, lesson_timeline_duration (self->timeline));
  }
}

void
app_player_toggle (AppPlayer *self) {
  if (self->clock.running) {
    app_clock_stop (&self->clock);
    update (self);
  } else {
    app_player_next (self);
  }
}

void
app_player_seek (AppPlayer *self, double seconds) {
  if (self->lesson == NULL)
    return;
  app_clock_set (&self->clock, CLAMP (seconds, 0, lesson_timeline_duration (self->timeline)));
  update (self);
}

void
app_player_play_step (AppPlayer *self, guint step) {
  if (self->lesson == NULL)
    return;
  app_clock_set (&self->clock, step_begin (self, MIN (step, n_steps (self) - 1)));
  if (self->free)
    update (self);
  else
    play_until (self, next_stop (self));
}

void
app_player_play_scene (AppPlayer *self, guint scene) {
  if (self->lesson == NULL)
    return;
  go_to_scene (self, MIN (scene, self->lesson->n_scenes - 1));
  app_player_play_step (self, 0);
}

gboolean
app_player_get_asking (AppPlayer *self) {
  return self->state != NULL && self->state->prediction.asking > 0 && !self->state->prediction.answered
         && !self->clock.running;
}

void
app_player_answer (AppPlayer *self, double answer) {
  if (!app_player_get_asking (self))
    return;
  guint step = self->state->step;
  g_autofree char *key = lesson_question_key (self->state->scene, step);
  g_autoptr (LessonParameters) answered = lesson_parameters_with_answer (self->parameters, key, answer);
  app_player_set_parameters (self, answered);
  app_player_play_step (self, step);
}

gboolean
app_player_get_free (AppPlayer *self) {
  return self->free;
}

void
app_player_set_free (AppPlayer *self, guint scene, gboolean free) {
  if (self->lesson == NULL || (self->free == free && self->scene == scene))
    return;
  self->free = free;
  go_to_scene (self, MIN (scene, self->lesson->n_scenes - 1));
  update (self);
}

void
app_player_tick (AppPlayer *self, gint64 frame_time) {
  if (self->lesson != NULL && app_clock_tick (&self->clock, frame_time, self->speed * self->lesson->speed))
    update (self);
}
