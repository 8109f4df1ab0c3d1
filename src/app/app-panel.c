/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-panel.h"

#include "app-experiment-panel.h"
#include "app-thumbnail.h"
#include "app-training-panel.h"
#include "app-weights.h"
#include "lesson-filters-file.h"

#define THUMBNAIL 40
#define N_NUMBERS 6

/* What matters in a scene; a set of bits. */
enum {
  IMAGE = 1 << 0, /* the grid of pixels */
  NODES = 1 << 1,
  BANK = 1 << 2,   /* how many filters */
  FILTER = 1 << 3, /* the one that slides: which, and its weights */
  GAPS = 1 << 4,   /* dilation */
  STEPS = 1 << 5,  /* stride and padding as well */
  RANDOM = 1 << 6, /* start weights */
  TONE = 1 << 7,   /* how a response is shown */
  TRAINING = 1 << 8,
  EXPERIMENTS = 1 << 9,
};

static const guint wanted[LESSON_N_SCENE_KINDS] = {
  [LESSON_SCENE_TENSOR] = IMAGE,
  [LESSON_SCENE_DENSE] = IMAGE | NODES | RANDOM,
  [LESSON_SCENE_SLIDE] = IMAGE | FILTER | STEPS,
  [LESSON_SCENE_SHARING] = IMAGE | FILTER | STEPS | RANDOM,
  [LESSON_SCENE_FILTERS] = IMAGE | NODES | BANK | FILTER | STEPS | RANDOM,
  [LESSON_SCENE_TRADE] = IMAGE | NODES | BANK | FILTER | STEPS,
  [LESSON_SCENE_GROWTH] = IMAGE | NODES | BANK | FILTER | STEPS,
  [LESSON_SCENE_GRAB] = IMAGE | NODES | FILTER | STEPS | RANDOM,
  [LESSON_SCENE_MATRIX] = IMAGE | FILTER | STEPS,
  [LESSON_SCENE_LEARNED] = IMAGE | NODES | BANK | RANDOM | TRAINING,
  [LESSON_SCENE_EVIDENCE] = EXPERIMENTS,
  [LESSON_SCENE_PHOTO] = FILTER | GAPS | TONE,
  [LESSON_SCENE_SUMMARY] = IMAGE | NODES | BANK | FILTER | STEPS,
};

struct _AppPanel {
  GtkWidget parent_instance;

  AdwActionRow *image_row;
  GtkPicture *thumbnail;
  GtkSpinButton *grid, *nodes, *filters, *kernel, *stride, *dilation;
  GtkWidget *grid_row, *draw_row;
  GtkWidget *layers_group, *nodes_row, *filters_row, *seed_row;
  GtkWidget *filter_group, *steps_group, *response_group;
  GtkWidget *stride_row, *padding_row;
  AdwActionRow *filter_row;
  AppWeights *weights;
  AppTrainingPanel *training;
  AppExperimentPanel *experiment;

  gboolean photo; /* the scene shows the photo, not the grid */
  LessonParameters *parameters;
  gpointer shown;     /* what the thumbnail shows; only compared, held by the parameters */
  gboolean following; /* a control changes because the settings did */
};

G_DEFINE_FINAL_TYPE (AppPanel, app_panel, GTK_TYPE_WIDGET)

/* A control's name is that of its action. */
static void
number_changed_cb (AppPanel *self, GtkSpinButton *control) {
  g_autofree char *action = g_strconcat ("win.", gtk_widget_get_name (GTK_WIDGET (control)), NULL);

  if (!self->following)
    gtk_widget_activate_action (GTK_WIDGET (self), action, "i", gtk_spin_button_get_value_as_int (control));
}

static void
app_panel_dispose (GObject *object) {
  AppPanel *self = APP_PANEL (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  self->following = TRUE;
  g_clear_pointer (&self->parameters, lesson_parameters_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), APP_TYPE_PANEL);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (app_panel_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class) {
  gtk_widget_class_bind_template_child (widget_class, AppPanel, image_row);
  gtk_widget_class_bind_template_child (widget_class, AppPanel, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, AppPanel, grid);
  gtk_widget_class_bind_template_child (widget_class, AppPanel, nodes);
  gtk_widget_class_bind_template_child (widget_class, AppPanel, filters);
  gtk_widget_class_bind_template_child (widget_class, AppPanel, kernel);
  gtk_widget_class_bind_template_child (widget_class, AppPanel, stride);
  gtk_widget_class_bind_template_child (widget_class, AppPanel, dilation);
  gtk_widget_class_bind_template_child (widget_class, AppPanel, grid_row);
  gtk_widget_class_bind_template_child (widget_class, AppPanel, draw_row);
  gtk_widget_class_bind_template_child (widget_class, AppPanel, layers_group);
  gtk_widget_class_bind_template_child (widget_class, AppPanel, nodes_row);
  gtk_widget_class_bind_template_child (widget_class, AppPanel, filters_row);
  gtk_widget_class_bind_template_child (widget_class, AppPanel, seed_row);
  gtk_widget_class_bind_template_child (widget_class, AppPanel, filter_group);
  gtk_widget_class_bind_template_child (widget_class, AppPanel, steps_group);
  gtk_widget_class_bind_template_child (widget_class, AppPanel, response_group);
  gtk_widget_class_bind_template_child (widget_class, AppPanel, stride_row);
  gtk_widget_class_bind_template_child (widget_class, AppPanel, padding_row);
  gtk_widget_class_bind_template_child (widget_class, AppPanel, filter_row);
  gtk_widget_class_bind_template_child (widget_class, AppPanel, weights);
  gtk_widget_class_bind_template_child (widget_class, AppPanel, training);
  gtk_widget_class_bind_template_child (widget_class, AppPanel, experiment);
}

static void
app_panel_class_init (AppPanelClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (APP_TYPE_WEIGHTS);
  g_type_ensure (APP_TYPE_TRAINING_PANEL);
  g_type_ensure (APP_TYPE_EXPERIMENT_PANEL);
  G_OBJECT_CLASS (klass)->dispose = app_panel_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "panel");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nineweights/NineWeights/app-panel.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, number_changed_cb);
}

static void
set_range (AppPanel *self, GtkSpinButton *control, gint64 least, gint64 most) {
  self->following = TRUE;
  gtk_spin_button_set_range (control, (double) least, (double) most);
  self->following = FALSE;
}

static void
app_panel_init (AppPanel *self) {
  self->following = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  set_range (self, self->grid, LESSON_GRID_MIN, LESSON_GRID_MAX);
  set_range (self, self->nodes, LESSON_UNITS_MIN, LESSON_UNITS_MAX);
  set_range (self, self->filters, LESSON_UNITS_MIN, LESSON_UNITS_MAX);
  set_range (self, self->kernel, 1, LESSON_KERNEL_MAX);
  set_range (self, self->stride, 1, LESSON_STEP_MAX);
  set_range (self, self->dilation, 1, LESSON_STEP_MAX);
}

static void
show_picture (AppPanel *self) {
  const LessonParameters *parameters = self->parameters;

  if (parameters == NULL)
    return;
  gpointer shown = self->photo ? (gpointer) parameters->photo : (gpointer) parameters->pixels;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->image_row),
                                 self->photo ? parameters->photo_name : parameters->image_name);
  if (self->shown == shown)
    return;
  self->shown = shown;
  int size = THUMBNAIL * gtk_widget_get_scale_factor (GTK_WIDGET (self));
  if (self->photo)
    app_thumbnail_show_image (self->thumbnail, parameters->photo, size);
  else
    app_thumbnail_show_grid (self->thumbnail, parameters->pixels, size);
}

void
app_panel_set_scene (AppPanel *self, const LessonScene *scene) {
  guint parts = wanted[scene->kind];

  self->photo = scene->kind == LESSON_SCENE_PHOTO;
  show_picture (self);
  gtk_widget_set_visible (self->grid_row, (parts & IMAGE) != 0);
  gtk_widget_set_visible (self->draw_row, (parts & IMAGE) != 0);
  gtk_widget_set_visible (self->nodes_row, (parts & NODES) != 0);
  gtk_widget_set_visible (self->filters_row, (parts & BANK) != 0);
  gtk_widget_set_visible (self->seed_row, (parts & RANDOM) != 0);
  gtk_widget_set_visible (self->layers_group, (parts & (NODES | BANK | RANDOM)) != 0);
  gtk_widget_set_visible (self->filter_group, (parts & FILTER) != 0);
  gtk_widget_set_visible (self->steps_group, (parts & (GAPS | STEPS)) != 0);
  gtk_widget_set_visible (self->stride_row, (parts & STEPS) != 0);
  gtk_widget_set_visible (self->padding_row, (parts & STEPS) != 0);
  gtk_widget_set_visible (self->response_group, (parts & TONE) != 0);
  gtk_widget_set_visible (GTK_WIDGET (self->training), (parts & TRAINING) != 0);
  gtk_widget_set_visible (GTK_WIDGET (self->experiment), (parts & EXPERIMENTS) != 0);
}

void
app_panel_set_settings (AppPanel *self, const LessonSettings *settings) {
  GtkSpinButton *controls[N_NUMBERS] = { self->grid,   self->nodes,  self->filters,
                                         self->kernel, self->stride, self->dilation };
  const gint64 values[N_NUMBERS] = { settings->grid,   settings->nodes,  settings->filters,
                                     settings->kernel, settings->stride, settings->dilation };

  self->following = TRUE;
  for (guint i = 0; i < N_NUMBERS; i++)
    gtk_spin_button_set_value (controls[i], (double) values[i]);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->filter_row), lesson_filters_title (settings));
  app_weights_set_settings (self->weights, settings);
  self->following = FALSE;
}

void
app_panel_set_parameters (AppPanel *self, LessonParameters *parameters) {
  LessonParameters *before = self->parameters;

  self->parameters = lesson_parameters_ref (parameters);
  /* Before the old ones are gone, whose address new ones could take. */
  show_picture (self);
  g_clear_pointer (&before, lesson_parameters_unref);
}

void
app_panel_set_training (AppPanel *self, const AppTrainingPlan *plan) {
  app_training_panel_set_plan (self->training, plan);
}

void
app_panel_set_experiment_running (AppPanel *self, gboolean running) {
  app_experiment_panel_set_running (self->experiment, running);
}
