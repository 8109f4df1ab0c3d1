/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-training-bar.h"

#include <glib/gi18n-lib.h>

struct _AppTrainingBar {
  GtkBox parent_instance;

  GtkButton *start;
  GtkImage *start_icon;
  GtkLabel *start_label;
  GtkScale *position;
  GtkLabel *status;
  GtkMenuButton *speed;

  gboolean running;
  gint64 told; /* when a screen reader was told last where it is */
};

G_DEFINE_FINAL_TYPE (AppTrainingBar, app_training_bar, GTK_TYPE_BOX)

static gboolean
change_value_cb (AppTrainingBar *self, GtkScrollType scroll, double value) {
  double most = gtk_adjustment_get_upper (gtk_range_get_adjustment (GTK_RANGE (self->position)));

  gtk_widget_activate_action (GTK_WIDGET (self), "win.training-seek", "i",
                              (int) CLAMP (value + 0.5, 0, most));
  return GDK_EVENT_STOP;
}

static void
show_running (AppTrainingBar *self, gboolean running) {
  const char *name = running ? _ ("Pause") : _ ("Train");
  /* Translators: the name of a command and its key. */
  g_autofree char *tooltip = g_strdup_printf ("%s (T)", running ? _ ("Pause the training") : _ ("Train"));

  self->running = running;
  gtk_label_set_label (self->start_label, name);
  gtk_image_set_from_icon_name (self->start_icon,
                                running ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->start), tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->start), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  running ? _ ("Pause the training") : _ ("Train the networks"), -1);
}

static void
app_training_bar_dispose (GObject *object) {
  gtk_widget_dispose_template (GTK_WIDGET (object), APP_TYPE_TRAINING_BAR);
  G_OBJECT_CLASS (app_training_bar_parent_class)->dispose (object);
}

static void
app_training_bar_class_init (AppTrainingBarClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = app_training_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nineweights/NineWeights/app-training-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, AppTrainingBar, start);
  gtk_widget_class_bind_template_child (widget_class, AppTrainingBar, start_icon);
  gtk_widget_class_bind_template_child (widget_class, AppTrainingBar, start_label);
  gtk_widget_class_bind_template_child (widget_class, AppTrainingBar, position);
  gtk_widget_class_bind_template_child (widget_class, AppTrainingBar, status);
  gtk_widget_class_bind_template_child (widget_class, AppTrainingBar, speed);
  gtk_widget_class_bind_template_callback (widget_class, change_value_cb);
}

static void
app_training_bar_init (AppTrainingBar *self) {
  gtk_widget_init_template (GTK_WIDGET (self));
  /* The tooltip says what the name says. */
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self->position), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  show_running (self, FALSE);
}

static char *
status_to_string (AppTraining *training) {
  guint64 step = app_training_get_step (training);
  double seconds = app_training_get_seconds (training);
  double images = app_training_get_images_per_second (training);

  if (app_training_get_loading (training))
    return g_strdup (_ ("Getting ready…"));
  if (app_training_get_trace (training, LEARNING_DENSE) == NULL
      && app_training_get_trace (training, LEARNING_CONVOLUTION) == NULL)
    return g_strdup ("");
  if (images > 0)
    /* Translators: how far a training is, how long it has run, and how many images it sees in a second. */
    return g_strdup_printf (_ ("Step %d · %.1f s · %'.0f images/s"), (int) step, seconds, images);
  /* Translators: how far a training is, and how long it has run. */
  return g_strdup_printf (_ ("Step %d · %.1f s"), (int) step, seconds);
}

static void
add_accuracy (GString *text, AppTraining *training, LearningKind kind) {
  LearningTrace *trace = app_training_get_trace (training, kind);

  if (trace == NULL)
    return;
  guint found = learning_trace_find (trace, (double) app_training_get_step (training));
  /* Translators: the name of a network, and how many of the test images it tells right. */
  g_string_append_printf (text, _ ("%s %.1f %%"), learning_kind_title (kind),
                          trace->snapshots[found]->test_accuracy * 100);
  g_string_append (text, ", ");
}

char *
app_training_to_sentence (AppTraining *training) {
  g_autoptr (GString) networks = g_string_new (NULL);

  for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
    add_accuracy (networks, training, (LearningKind) kind);
  if (networks->len == 0)
    return NULL;
  g_string_truncate (networks, networks->len - 2);
  /* Translators: %s is a list of networks, each with how many of the test images it tells right. */
  return g_strdup_printf (_ ("Step %d of the training, after %.1f seconds. Test images right: %s."),
                          (int) app_training_get_step (training), app_training_get_seconds (training),
                          networks->str);
}

/* A screen reader reads out each value of the control that has the focus: while it runs, one a second. */
static void
tell (AppTrainingBar *self, AppTraining *training, gboolean changed) {
  g_autofree char *sentence = app_training_to_sentence (training);
  gint64 now = g_get_monotonic_time ();

  if (sentence == NULL || (!changed && now - self->told < G_USEC_PER_SEC && self->running))
    return;
  self->told = now;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->position), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  sentence, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
}

void
app_training_bar_show (AppTrainingBar *self, AppTraining *training) {
  g_autofree char *status = status_to_string (training);
  gboolean running = app_training_get_running (training);
  gboolean changed = running != self->running;
  guint64 steps = app_training_get_steps (training);

  if (changed)
    show_running (self, running);
  gtk_widget_set_sensitive (GTK_WIDGET (self->position), steps > 0);
  gtk_range_set_range (GTK_RANGE (self->position), 0, (double) MAX (steps, 1));
  gtk_range_set_value (GTK_RANGE (self->position), (double) app_training_get_step (training));
  gtk_label_set_label (self->status, status);
  tell (self, training, changed);
}

void
app_training_bar_set_speed (AppTrainingBar *self, AppTrainingSpeed speed) {
  static const char *const titles[APP_TRAINING_N_SPEEDS] = { N_ ("Slow"), N_ ("Gentle"), N_ ("Full Speed") };

  gtk_menu_button_set_label (self->speed, _ (titles[speed]));
}
