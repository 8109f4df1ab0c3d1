/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-scene-list.h"

#include "app-outline-row.h"

struct _AppSceneList {
  GtkWidget parent_instance;

  GtkListBox *rows;

  AppPlayer *player;
  GSignalGroup *player_signals;
  Lesson *lesson;     /* whose scenes are listed */
  int listed;         /* the scene whose steps are; -1: none */
  gboolean following; /* the selection changes because the player did */
  GtkListBoxRow
      *requested; /* the row that was just selected by the user: its activation asks for nothing more */
};

G_DEFINE_FINAL_TYPE (AppSceneList, app_scene_list, GTK_TYPE_WIDGET)

static AppOutlineRow *
row_at (AppSceneList *self, int index) {
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->rows, index);

  return row != NULL ? APP_OUTLINE_ROW (row) : NULL;
}

static void
remove_rows (AppSceneList *self, gboolean steps_only) {
  AppOutlineRow *row;

  for (int index = 0; (row = row_at (self, index)) != NULL;) {
    if (steps_only && !app_outline_row_is_step (row))
      index++;
    else
      gtk_list_box_remove (self->rows, GTK_WIDGET (row));
  }
}

static void
list_scenes (AppSceneList *self) {
  Lesson *lesson = app_player_get_lesson (self->player);

  if (self->lesson == lesson)
    return;
  remove_rows (self, FALSE);
  g_clear_pointer (&self->lesson, lesson_unref);
  self->lesson = lesson_ref (lesson);
  self->listed = -1;
  for (guint i = 0; i < lesson->n_scenes; i++)
    gtk_list_box_append (self->rows, app_outline_row_new_scene (i, lesson->scenes[i].title));
}

/* Of the playground only the scenes that are there, without steps. */
static void
show_scenes (AppSceneList *self) {
  gboolean free = app_player_get_free (self->player);
  guint number = app_player_get_scene_number (self->player);

  for (guint i = 0; i < self->lesson->n_scenes; i++) {
    AppOutlineRow *row = row_at (self, (int) i);
    app_outline_row_set_current (row, i == number);
    gtk_widget_set_visible (GTK_WIDGET (row), !free || self->lesson->scenes[i].playground != NULL);
  }
}

/* The caption with the numbers that it has at the end of its step; while the step still asks, its question: the list does not
 * give the answer away. */
static char *
words_of_step (LessonTimeline *timeline, guint step) {
  double begin = step > 0 ? lesson_timeline_step_end (timeline, step - 1) : 0;
  double asked = lesson_timeline_step_asked (timeline, step);
  g_autoptr (LessonState) state =
      lesson_timeline_state_at (timeline, asked > begin ? asked : lesson_timeline_step_end (timeline, step));

  return g_strdup (asked > begin ? state->prediction.text : state->caption);
}

static void
add_step_rows (AppSceneList *self, guint scene, guint n_steps) {
  remove_rows (self, TRUE);
  for (guint step = 0; step < n_steps; step++)
    gtk_list_box_insert (self->rows, app_outline_row_new_step (scene, step), (int) (scene + 1 + step));
}

/* What the steps say by themselves, whatever a user trains meanwhile. */
static LessonTimeline *
scripted_timeline (AppSceneList *self) {
  LessonParameters *parameters = app_player_get_parameters (self->player);
  LessonLive live = parameters->live;

  live.on = FALSE;
  g_autoptr (LessonParameters) scripted = lesson_parameters_with_live (parameters, &live);
  return lesson_timeline_new (self->lesson, app_player_get_scene_number (self->player), scripted);
}

/* While someone drags a weight the numbers change with every frame: then the rows stay, and only say something else. */
static void
list_steps (AppSceneList *self) {
  int number = (int) app_player_get_scene_number (self->player);
  gboolean free = app_player_get_free (self->player);
  gboolean live = app_player_get_parameters (self->player)->live.on;
  gboolean listed = self->listed == (free ? -1 : number);
  guint n_steps = free ? 0 : app_player_get_scene (self->player)->n_steps;

  if (!listed)
    add_step_rows (self, (guint) number, n_steps);
  self->listed = free ? -1 : number;
  show_scenes (self);
  if (n_steps == 0 || (listed && live))
    return;
  g_autoptr (LessonTimeline) timeline = scripted_timeline (self);
  for (guint step = 0; step < n_steps; step++) {
    g_autofree char *words = words_of_step (timeline, step);
    app_outline_row_set_caption (row_at (self, number + 1 + (int) step), words);
  }
}

static void
changed_cb (AppSceneList *self) {
  guint step = app_player_get_state (self->player)->step;
  guint below = app_player_get_free (self->player) ? 0 : step + 1;
  AppOutlineRow *row = row_at (self, (int) (app_player_get_scene_number (self->player) + below));

  self->requested = NULL;
  if (GTK_LIST_BOX_ROW (row) == gtk_list_box_get_selected_row (self->rows))
    return;
  self->following = TRUE;
  gtk_list_box_select_row (self->rows, GTK_LIST_BOX_ROW (row));
  self->following = FALSE;
}

static void
timeline_changed_cb (AppSceneList *self) {
  self->following = TRUE;
  list_scenes (self);
  list_steps (self);
  self->following = FALSE;
}

static void
go_to (AppSceneList *self, AppOutlineRow *row) {
  if (app_outline_row_is_step (row))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.step", "i", (int) app_outline_row_get_step (row) + 1);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.scene", "s",
                                self->lesson->scenes[app_outline_row_get_scene (row)].name);
}

static void
row_selected_cb (AppSceneList *self, GtkListBoxRow *row) {
  if (self->following || row == NULL)
    return;
  go_to (self, APP_OUTLINE_ROW (row));
  self->requested = row;
}

/* A click on the row that is selected already: once more. */
static void
row_activated_cb (AppSceneList *self, GtkListBoxRow *row) {
  if (row != self->requested)
    go_to (self, APP_OUTLINE_ROW (row));
  self->requested = NULL;
}

static void
app_scene_list_dispose (GObject *object) {
  AppSceneList *self = APP_SCENE_LIST (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_clear_object (&self->player_signals);
  g_clear_object (&self->player);
  g_clear_pointer (&self->lesson, lesson_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), APP_TYPE_SCENE_LIST);
  /* It lets go of what is bound only; the window that scrolls is not. */
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (app_scene_list_parent_class)->dispose (object);
}

static void
app_scene_list_class_init (AppSceneListClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = app_scene_list_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "scenelist");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nineweights/NineWeights/app-scene-list.ui");
  gtk_widget_class_bind_template_child (widget_class, AppSceneList, rows);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
app_scene_list_init (AppSceneList *self) {
  self->listed = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->player_signals = g_signal_group_new (APP_TYPE_PLAYER);
  g_signal_group_connect_swapped (self->player_signals, "changed", G_CALLBACK (changed_cb), self);
  g_signal_group_connect_swapped (self->player_signals, "timeline-changed", G_CALLBACK (timeline_changed_cb),
                                  self);
}

void
app_scene_list_set_player (AppSceneList *self, AppPlayer *player) {
  g_set_object (&self->player, player);
  g_signal_group_set_target (self->player_signals, player);
}
