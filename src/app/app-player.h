/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where in the lesson we are: scene, second, playing or not. A model without widgets; every view of the lesson (stage,
 * transport bar, list of scenes) shows the same player and changes it through the same calls. */
#pragma once

#include "lesson-timeline.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define APP_TYPE_PLAYER (app_player_get_type ())

/* Signals:
 * - "changed": the state is another one; once a frame while a step plays.
 * - "timeline-changed": lesson, scene or parameters are others, so are the steps and their times. "changed" follows.
 * Properties, all with notification: "playing", "speed", "animate" (FALSE: steps jump to their end), "can-next",
 * "can-back". */
G_DECLARE_FINAL_TYPE (AppPlayer, app_player, APP, PLAYER, GObject)

AppPlayer *app_player_new (void);

/* Another lesson, at the beginning of a scene. */
void app_player_open (AppPlayer *self, Lesson *lesson, LessonParameters *parameters, guint scene);
/* Other numbers in the same scene; the moment stays in its step, at the same part of it. */
void app_player_set_parameters (AppPlayer *self, LessonParameters *parameters);

/* Another view of the photo: the moment stays, and what plays plays on. */
void app_player_set_lens (AppPlayer *self, const LessonLens *lens);
/* Likewise what experiments have found here, and the one that runs. */
void app_player_set_trial (AppPlayer *self, LearningFindings *live, const LessonTrial *trial);
/* Likewise another moment of the training, and another record of it. */
void app_player_set_training (AppPlayer *self, LearningRecord *record, const LessonLive *live);

/* NULL before a lesson was opened. What these return is the player's, and valid until it changes. */
Lesson *app_player_get_lesson (AppPlayer *self);
LessonParameters *app_player_get_parameters (AppPlayer *self);
LessonTimeline *app_player_get_timeline (AppPlayer *self);
LessonState *app_player_get_state (AppPlayer *self);
const LessonScene *app_player_get_scene (AppPlayer *self);
guint app_player_get_scene_number (AppPlayer *self);
double app_player_get_seconds (AppPlayer *self);
gboolean app_player_get_playing (AppPlayer *self);
double app_player_get_speed (AppPlayer *self);
void app_player_set_speed (AppPlayer *self, double speed);
void app_player_set_animate (AppPlayer *self, gboolean animate);

/* At rest: plays the next step, in the next scene if this one is over. Playing: jumps to the step's end. */
void app_player_next (AppPlayer *self);
/* To the beginning of the step; from there to that of the step before, or to the end of the scene before. */
void app_player_back (AppPlayer *self);
/* Pauses, or plays on to the step's end. */
void app_player_toggle (AppPlayer *self);
/* At rest at that moment of the scene; moments outside count as its beginning or end. */
void app_player_seek (AppPlayer *self, double seconds);
/* Plays a step (0-based) from its beginning. Numbers past the last count as the last. */
void app_player_play_step (AppPlayer *self, guint step);
/* Begins a scene (0-based): plays its first step. */
void app_player_play_scene (AppPlayer *self, guint scene);

/* A question stands and can be answered; going on leaves it without an answer. */
gboolean app_player_get_asking (AppPlayer *self);
/* Keeps the answer (a number, or the index of a choice) in the parameters and plays the step. */
void app_player_answer (AppPlayer *self, double answer);

/* In the playground a scene stands still, with everything in it: there is no next and no back. A scene that cannot be there
 * leaves it. */
gboolean app_player_get_free (AppPlayer *self);
void app_player_set_free (AppPlayer *self, guint scene, gboolean free);

/* One frame; the time is that of the frame clock in microseconds. */
void app_player_tick (AppPlayer *self, gint64 frame_time);

G_END_DECLS
