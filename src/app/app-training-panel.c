/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-training-panel.h"

struct _AppTrainingPanel {
  AdwPreferencesGroup parent_instance;

  GtkSpinButton *rate, *batch, *momentum, *images;
  gboolean following; /* a control changes because the plan did */
};

G_DEFINE_FINAL_TYPE (AppTrainingPanel, app_training_panel, ADW_TYPE_PREFERENCES_GROUP)

/* A control's name is that of its action. */
static void
number_changed_cb (AppTrainingPanel *self, GtkSpinButton *control) {
  g_autofree char *action = g_strconcat ("win.", gtk_widget_get_name (GTK_WIDGET (control)), NULL);

  if (self->following)
    return;
  if (gtk_spin_button_get_digits (control) > 0)
    gtk_widget_activate_action (GTK_WIDGET (self), action, "d", gtk_spin_button_get_value (control));
  else
    gtk_widget_activate_action (GTK_WIDGET (self), action, "i", gtk_spin_button_get_value_as_int (control));
}

static void
app_training_panel_dispose (GObject *object) {
  APP_TRAINING_PANEL (object)->following = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (object), APP_TYPE_TRAINING_PANEL);
  G_OBJECT_CLASS (app_training_panel_parent_class)->dispose (object);
}

static void
app_training_panel_class_init (AppTrainingPanelClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = app_training_panel_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nineweights/NineWeights/app-training-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, AppTrainingPanel, rate);
  gtk_widget_class_bind_template_child (widget_class, AppTrainingPanel, batch);
  gtk_widget_class_bind_template_child (widget_class, AppTrainingPanel, momentum);
  gtk_widget_class_bind_template_child (widget_class, AppTrainingPanel, images);
  gtk_widget_class_bind_template_callback (widget_class, number_changed_cb);
}

static void
app_training_panel_init (AppTrainingPanel *self) {
  self->following = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->following = FALSE;
}

void
app_training_panel_set_plan (AppTrainingPanel *self, const AppTrainingPlan *plan) {
  self->following = TRUE;
  gtk_spin_button_set_value (self->rate, plan->settings.rate);
  gtk_spin_button_set_value (self->batch, plan->settings.batch);
  gtk_spin_button_set_value (self->momentum, plan->settings.momentum);
  gtk_spin_button_set_value (self->images, plan->a_class);
  gtk_widget_set_sensitive (GTK_WIDGET (self->momentum), plan->settings.optimizer == LEARNING_SGD);
  self->following = FALSE;
}
