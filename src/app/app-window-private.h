/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the window share: app-window.c puts it together, each app-window-….c is one concern of it. */
#pragma once

#include "app-filter-popover.h"
#include "app-image-popover.h"
#include "app-kernel-view.h"
#include "app-keys.h"
#include "app-loader.h"
#include "app-player.h"
#include "app-question.h"
#include "app-scene-list.h"
#include "app-stage.h"
#include "app-transport.h"
#include "app-window.h"

G_BEGIN_DECLS

struct _AppWindow {
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkWidget *header;
  AdwWindowTitle *title;
  AdwFlap *sidebar;
  AppSceneList *scenes;
  AdwFlap *transport_flap;
  AppTransport *transport;
  GtkStack *pages;
  AdwStatusPage *problem;
  AppStage *stage;
  GtkProgressBar *progress;
  GtkWidget *overlay;
  AppQuestion *question;
  GtkRevealer *number_revealer;
  GtkLabel *number_label;
  GtkPopover *go_to_popover;
  GtkEntry *go_to_entry;
  GtkMenuButton *image_button;
  AppImagePopover *image_popover;
  GtkMenuButton *filter_button;
  AppKernelView *filter_view;
  AdwToast *toast; /* the one that is shown; NULL if none is */

  GSettings *settings;
  AppPlayer *player;
  AppLoader *loader;
  GPtrArray *pictures; /* that ship: LessonPicture */
  Lesson *lesson;      /* to open with the next picture; NULL once the player has it */
  GQueue fallbacks;    /* GFile: what to open instead, as long as nothing could be shown */
  guint pulse;

  AppNumber number; /* being typed, for "number, Enter" */
  guint number_timeout;
  gboolean fullscreen;
  guint pointer_timeout; /* until the pointer is hidden */
  double pointer_x, pointer_y;
  guint inhibition; /* of the screen saver */
};

/* app-window.c */
void app_window_show_toast (AppWindow *self, const char *text);
/* Hands the keyboard back to the stage, where the presenter's keys go to the lesson. */
void app_window_focus_stage (AppWindow *self);

/* app-window-actions.c: the actions, from class_init and init. */
void app_window_install_actions (AppWindow *self);
/* Makes the states of the actions those of player and loader. */
void app_window_sync_lesson_actions (AppWindow *self);
void app_window_sync_settings_actions (AppWindow *self);
void app_window_set_action_enabled (AppWindow *self, const char *name, gboolean enabled);
void app_window_set_action_state (AppWindow *self, const char *name, GVariant *state);

/* app-window-image.c: pictures and lessons, from wherever they come. */
void app_window_init_images (AppWindow *self);
void app_window_start_images (AppWindow *self, GFile *file);
void app_window_finish_images (AppWindow *self);
void app_window_choose_file (AppWindow *self);
void app_window_paste (AppWindow *self);
void app_window_open_shipped (AppWindow *self, const char *name);

/* app-window-drop.c */
void app_window_init_drop (AppWindow *self);
void app_window_open_texture (AppWindow *self, GdkTexture *texture, const char *name);

/* app-window-keys.c */
void app_window_init_keys (AppWindow *self);
void app_window_finish_keys (AppWindow *self);
void app_window_forget_number (AppWindow *self);
void app_window_ask_for_step (AppWindow *self);

/* app-window-questions.c: predict first. */
void app_window_init_questions (AppWindow *self);
/* A key that may belong to the answer; TRUE if it did. */
gboolean app_window_answer_key (AppWindow *self, guint keyval);

/* app-window-fullscreen.c */
void app_window_init_fullscreen (AppWindow *self);
void app_window_finish_fullscreen (AppWindow *self);
void app_window_set_fullscreen (AppWindow *self, gboolean fullscreen);

/* app-window-export.c */
void app_window_save_picture (AppWindow *self);
void app_window_save_lesson (AppWindow *self);
void app_window_copy_picture (AppWindow *self);

G_END_DECLS
