/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-experiment-panel.h"

#include "app-experiments.h"

#include <glib/gi18n-lib.h>

struct _AppExperimentPanel {
  AdwPreferencesGroup parent_instance;

  GtkSpinButton *seeds;
  GtkButton *run;
};

G_DEFINE_FINAL_TYPE (AppExperimentPanel, app_experiment_panel, ADW_TYPE_PREFERENCES_GROUP)

static void
seeds_changed_cb (AppExperimentPanel *self) {
  gtk_widget_activate_action (GTK_WIDGET (self), "win.experiment-seeds", "i",
                              gtk_spin_button_get_value_as_int (self->seeds));
}

static void
app_experiment_panel_dispose (GObject *object) {
  gtk_widget_dispose_template (GTK_WIDGET (object), APP_TYPE_EXPERIMENT_PANEL);
  G_OBJECT_CLASS (app_experiment_panel_parent_class)->dispose (object);
}

static void
app_experiment_panel_class_init (AppExperimentPanelClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = app_experiment_panel_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nineweights/NineWeights/app-experiment-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, AppExperimentPanel, seeds);
  gtk_widget_class_bind_template_child (widget_class, AppExperimentPanel, run);
  gtk_widget_class_bind_template_callback (widget_class, seeds_changed_cb);
}

static void
app_experiment_panel_init (AppExperimentPanel *self) {
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_spin_button_set_range (self->seeds, 1, LEARNING_SEEDS_MAX);
  gtk_spin_button_set_value (self->seeds, APP_EXPERIMENTS_SEEDS);
}

void
app_experiment_panel_set_running (AppExperimentPanel *self, gboolean running) {
  gtk_button_set_label (self->run, running ? _ ("_Stop") : _ ("_Run"));
}
