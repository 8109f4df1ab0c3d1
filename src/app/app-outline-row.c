/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-outline-row.h"

#include <glib/gi18n-lib.h>

struct _AppOutlineRow {
  GtkListBoxRow parent_instance;

  GtkLabel *number;
  GtkLabel *text;

  guint scene, step;
  gboolean is_step;
};

G_DEFINE_FINAL_TYPE (AppOutlineRow, app_outline_row, GTK_TYPE_LIST_BOX_ROW)

static void
app_outline_row_dispose (GObject *object) {
  gtk_widget_dispose_template (GTK_WIDGET (object), APP_TYPE_OUTLINE_ROW);
  G_OBJECT_CLASS (app_outline_row_parent_class)->dispose (object);
}

static void
app_outline_row_class_init (AppOutlineRowClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = app_outline_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nineweights/NineWeights/app-outline-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AppOutlineRow, number);
  gtk_widget_class_bind_template_child (widget_class, AppOutlineRow, text);
}

static void
app_outline_row_init (AppOutlineRow *self) {
  gtk_widget_init_template (GTK_WIDGET (self));
}

static AppOutlineRow *
row_new (guint number, const char *text) {
  AppOutlineRow *self = g_object_new (APP_TYPE_OUTLINE_ROW, NULL);
  g_autofree char *shown = g_strdup_printf ("%u", number + 1);

  gtk_label_set_label (self->number, shown);
  gtk_label_set_label (self->text, text);
  return self;
}

static void
set_spoken (AppOutlineRow *self, const char *text) {
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

GtkWidget *
app_outline_row_new_scene (guint scene, const char *title) {
  AppOutlineRow *self = row_new (scene, title);
  /* Translators: a line in the list of scenes, for screen readers: its number and its title. */
  g_autofree char *spoken = g_strdup_printf (_ ("Scene %u: %s"), scene + 1, title);

  self->scene = scene;
  gtk_widget_add_css_class (GTK_WIDGET (self), "scene");
  set_spoken (self, spoken);
  return GTK_WIDGET (self);
}

GtkWidget *
app_outline_row_new_step (guint scene, guint step) {
  AppOutlineRow *self = row_new (step, "");

  self->scene = scene;
  self->step = step;
  self->is_step = TRUE;
  gtk_widget_add_css_class (GTK_WIDGET (self), "step");
  gtk_label_set_ellipsize (self->text, PANGO_ELLIPSIZE_END);
  gtk_label_set_lines (self->text, 2);
  return GTK_WIDGET (self);
}

void
app_outline_row_set_caption (AppOutlineRow *self, const char *caption) {
  /* Translators: a line in the list of steps, for screen readers: its number and what it says. */
  g_autofree char *spoken = g_strdup_printf (_ ("Step %u: %s"), self->step + 1, caption);

  if (g_strcmp0 (gtk_label_get_label (self->text), caption) == 0)
    return;
  gtk_label_set_label (self->text, caption);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), caption);
  /* The tooltip has become what is read out after the name, which says the same. */
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  set_spoken (self, spoken);
}

gboolean
app_outline_row_is_step (AppOutlineRow *self) {
  return self->is_step;
}

guint
app_outline_row_get_scene (AppOutlineRow *self) {
  return self->scene;
}

guint
app_outline_row_get_step (AppOutlineRow *self) {
  return self->step;
}

void
app_outline_row_set_current (AppOutlineRow *self, gboolean current) {
  if (current)
    gtk_widget_add_css_class (GTK_WIDGET (self), "current");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "current");
}
