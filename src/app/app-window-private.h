/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the window share: app-window.c puts it together, each app-window-….c is one concern of it. */
#pragma once

#include "app-drawing.h"
#include "app-experiments.h"
#include "app-filter-popover.h"
#include "app-history.h"
#include "app-image-popover.h"
#include "app-kernel-view.h"
#include "app-keys.h"
#include "app-loader.h"
#include "app-panel.h"
#include "app-player.h"
#include "app-question.h"
#include "app-scene-list.h"
#include "app-stage-edit.h"
#include "app-stage-lens.h"
#include "app-stage.h"
#include "app-training-bar.h"
#include "app-transport.h"
#include "app-typed.h"
#include "app-window.h"

G_BEGIN_DECLS

struct _AppWindow {
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkWidget *header;
  AdwWindowTitle *title;
  AdwFlap *sidebar;
  AppSceneList *scenes;
  AdwFlap *panel_flap;
  AppPanel *panel;
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
  AppFilterPopover *filter_popover;
  AppKernelView *filter_view;
  AdwToast *toast;        /* the one that is shown; NULL if none is */
  GtkWidget *toast_label; /* its text */
  guint toast_timeout;

  GSettings *settings;
  AppPlayer *player;
  AppLoader *loader;
  GPtrArray *pictures;   /* that ship: LessonPicture */
  Lesson *builtin;       /* the lesson that ships; NULL where it cannot be read */
  GQueue start_lessons;  /* GFile: what to open, as long as no lesson could be shown */
  GQueue start_pictures; /* GFile: what to open then, until one could be */
  gboolean starting;     /* these are being opened: nothing that can be undone */
  guint pulse;

  AppHistory *history;
  guint change;            /* number of the one that the user makes */
  const char *change_kind; /* static; NULL: one that nothing is added to */
  gint64 change_time;

  AppStageEdit *edit;
  gboolean dragging;    /* a weight, or a pen: what comes of it is remembered at its end */
  LessonTarget grabbed; /* the weight */
  double grabbed_value;
  AppDrawing *drawing; /* the stroke's; NULL without one */
  EngineImage *saved_drawing;

  AppTyped typed; /* for "value, Enter" */
  LessonTarget typed_for;
  AppStageLens *lens;
  gboolean computing; /* a worker has the photo's response */
  guint works;        /* that are under way beside the loader's */
  guint work_timeout; /* until it is shown that there are some */
  gboolean works_long;
  LessonFilters *learned_filters;
  LessonFilters *file_filters; /* of the file opened last; NULL before */
  LessonFilters *trained_filters[LEARNING_N_COURSES];
  LearningTrace *trained_traces[LEARNING_N_COURSES]; /* what these are of */

  AppExperiments *experiments;
  LearningExperiment experiment; /* chosen in the playground */
  LearningExperiment running_experiment;
  guint experiment_seeds; /* how many a run has */
  guint seeds_said;       /* that a screen reader has been told of */

  AppTraining *training; /* the one that the user drives */
  AppTrainingBar *training_bar;
  gboolean data_chosen;        /* what to learn from is the user's choice, not the lesson's */
  gboolean live;               /* the scene shows it */
  double live_seconds;         /* of the lesson, when it began to */
  gboolean live_resumes;       /* it ran when the scene was left */
  LearningRecord *lesson_runs; /* what the lesson replays, trained here; NULL until it is there */
  LearningChoices lesson_choices;
  GCancellable *lesson_training; /* the newest one's */
  guint first_frame;
  gboolean drawn;

  AppNumber number; /* being typed, for "number, Enter" */
  guint number_timeout;
  gboolean fullscreen;
  guint pointer_timeout; /* until the pointer is hidden */
  double pointer_x, pointer_y;
  guint inhibition; /* of the screen saver */
};

/* app-window.c */
/* Answers may come when the window has been closed: it is still there, but empty. */
gboolean app_window_is_closed (AppWindow *self);
void app_window_show_toast (AppWindow *self, const char *text);
/* Hands the keyboard back to the stage, where the presenter's keys go to the lesson. */
void app_window_focus_stage (AppWindow *self);
/* After fullscreen, which has no list, and where the window becomes narrow or wide. */
void app_window_restore_sidebar (AppWindow *self);

/* app-window-actions.c: the actions, from class_init and init. */
void app_window_install_actions (AppWindow *self);
/* Makes the states of the actions those of player and loader. */
void app_window_sync_lesson_actions (AppWindow *self);
void app_window_set_action_enabled (AppWindow *self, const char *name, gboolean enabled);
void app_window_set_action_state (AppWindow *self, const char *name, GVariant *state);

/* app-window-image.c: pictures and lessons, from wherever they come. */
void app_window_init_images (AppWindow *self);
void app_window_start_images (AppWindow *self, GFile *file);
void app_window_finish_images (AppWindow *self);
void app_window_choose_file (AppWindow *self);
void app_window_paste (AppWindow *self);
void app_window_open_shipped (AppWindow *self, const char *name);

/* What the next start finds. */
void app_window_remember (AppWindow *self, const LessonParameters *parameters, const char *address);
/* Every view of the parameters but the stage, which the player tells. */
void app_window_show_parameters (AppWindow *self, LessonParameters *parameters, const char *address);

/* Work that may take longer than a moment: progress is shown between the two. */
void app_window_begin_work (AppWindow *self);
void app_window_end_work (AppWindow *self);

/* app-window-photo.c: a photo and its response. */
/* The keyboard cursor; at the edge of what is in view of a photo the view goes with it. */
void app_window_move_cursor (AppWindow *self, int rows, int columns);
void app_window_init_photo (AppWindow *self);
void app_window_finish_photo (AppWindow *self);

/* app-window-response.c */
void app_window_save_response (AppWindow *self);
void app_window_copy_response (AppWindow *self);

/* app-window-filters.c: learned filters, and those of a file. */
void app_window_init_filters (AppWindow *self);
void app_window_finish_filters (AppWindow *self);
void app_window_open_filters (AppWindow *self, const char *path);
/* Takes them: those that the filter popover has as the file's. */
void app_window_keep_filters (AppWindow *self, LessonFilters *filters);

/* app-window-layer.c: the first layer of a user's own model. */
void app_window_choose_layer (AppWindow *self);
void app_window_open_layer (AppWindow *self, const char *path);

/* app-window-weights.c: what the networks have learned here, as filters and as files. */
void app_window_init_weights (AppWindow *self);
void app_window_finish_weights (AppWindow *self);

/* app-window-settings.c: the choices that the numbers follow from, as actions. */
void app_window_init_settings (AppWindow *self);
void app_window_sync_settings_actions (AppWindow *self);
void app_window_reset_settings (AppWindow *self);
/* Those of last time, on the ground of what they hold now. */
void app_window_recall_settings (AppWindow *self, LessonSettings *settings);
void app_window_remember_settings (AppWindow *self, const LessonSettings *settings);

/* app-window-history.c: what the user changes, and takes back. */
void app_window_init_history (AppWindow *self);
void app_window_finish_history (AppWindow *self);
/* The user is about to change something. Changes of the same kind that follow soon are one; NULL is a kind of its own. `kind`
 * is static. */
void app_window_begin_change (AppWindow *self, const char *kind);
void app_window_change_settings (AppWindow *self, const LessonSettings *settings, const char *kind);
/* What was loaded becomes part of the history, after what stood before; NULL: a new one begins. */
void app_window_keep (AppWindow *self, LessonParameters *parameters, const char *address,
                      const LessonParameters *before);
void app_window_undo (AppWindow *self);
void app_window_redo (AppWindow *self);

/* app-window-edit.c: weights and pixels, by pointer and by keyboard. */
void app_window_init_edit (AppWindow *self);
void app_window_finish_edit (AppWindow *self);
void app_window_clear_drawing (AppWindow *self);
/* A key that may belong to the value of what is held; TRUE if it did. */
gboolean app_window_value_key (AppWindow *self, guint keyval);

/* app-window-evidence.c: experiments that are run while the class watches. */
void app_window_init_evidence (AppWindow *self);
void app_window_finish_evidence (AppWindow *self);

/* app-window-training.c: networks that learn, in the lesson's scripted steps and driven by the user. */
void app_window_init_training (AppWindow *self);
void app_window_finish_training (AppWindow *self);
/* Other numbers: what the lesson replays is trained anew, and so is the user's own, where they matter to it. */
void app_window_sync_training (AppWindow *self);
void app_window_change_training (AppWindow *self, const AppTrainingPlan *plan);
void app_window_show_training (AppWindow *self);
/* A run of another time, to be looked at. */
void app_window_open_training (AppWindow *self, LearningTrace *trace);

/* app-window-training-settings.c */
void app_window_init_training_settings (AppWindow *self);
void app_window_sync_training_actions (AppWindow *self);

/* app-window-training-files.c */
void app_window_init_training_files (AppWindow *self);

/* app-window-playground.c: scenes without script, and the panel. */
void app_window_init_playground (AppWindow *self);
void app_window_sync_playground (AppWindow *self);
void app_window_panel_revealed (AppWindow *self);
void app_window_panel_moved (AppWindow *self);
/* After fullscreen, which has no panel, and where the window becomes narrow or wide. */
void app_window_restore_panel (AppWindow *self);

/* app-window-save.c */
void app_window_save_state (AppWindow *self);

/* app-window-drop.c */
void app_window_init_drop (AppWindow *self);
void app_window_open_texture (AppWindow *self, GdkTexture *texture, const char *name);

/* app-window-keys.c */
void app_window_init_keys (AppWindow *self);
void app_window_finish_keys (AppWindow *self);
void app_window_forget_number (AppWindow *self);
/* Over the stage, for so many seconds. */
void app_window_show_typed (AppWindow *self, const char *text, guint seconds);
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
