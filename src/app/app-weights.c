/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-weights.h"

#include "app-style.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LEAST      1e-4 /* what is smaller is written as 0, not with an exponent */
#define ROUGH_SIDE 5    /* from here on the cells are narrow */

struct _AppWeights {
  GtkGrid parent_instance;

  gint64 side; /* of the grid of cells that are there */
  GtkEditable *cells[LESSON_TAPS_MAX];
  float shown[LESSON_TAPS_MAX];
  GtkCssProvider *colors;
};

G_DEFINE_FINAL_TYPE (AppWeights, app_weights, GTK_TYPE_GRID)

static guint
channel (double value) {
  return (guint) (value * 255 + 0.5);
}

/* A stripe below the number: the cell itself keeps the colours that text is read on. */
static void
apply_colors (AppWeights *self) {
  g_autoptr (GString) css = g_string_new (NULL);

  for (int tap = 0; tap < self->side * self->side; tap++) {
    DrawColor color = draw_style_weight (app_style (), tap, self->side * self->side);
    g_string_append_printf (css, "entry.weight.tap-%d { box-shadow: inset 0 -4px #%02x%02x%02x; }\n", tap,
                            channel (color.red), channel (color.green), channel (color.blue));
  }
  gtk_css_provider_load_from_data (self->colors, css->str, -1);
}

/* As short as it can be typed again. */
static char *
weight_to_text (double weight) {
  double rounded = fabs (weight) < LEAST ? 0 : weight;
  g_autofree char *plain = g_strdup_printf ("%.4g", rounded);

  return rounded < 0 ? g_strconcat ("−", plain + 1, NULL) : g_steal_pointer (&plain);
}

static void
show_weight (AppWeights *self, int tap) {
  g_autofree char *text = weight_to_text (self->shown[tap]);

  gtk_editable_set_text (self->cells[tap], text);
}

static int
tap_of (gpointer cell) {
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (cell), "tap"));
}

static void
enter (AppWeights *self, int tap) {
  g_autofree char *text = g_strdup (gtk_editable_get_text (self->cells[tap]));
  g_autofree char *before = weight_to_text (self->shown[tap]);
  double weight;

  if (g_str_equal (text, before))
    return;
  if (lesson_parse_number (text, &weight))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.weight", "(id)", tap, weight);
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
  /* What is shown is what holds; the new value comes back by itself. */
  if (tap < self->side * self->side)
    show_weight (self, tap);
}

static void
activated_cb (AppWeights *self, GtkEntry *cell) {
  enter (self, tap_of (cell));
}

static void
left_cb (GtkEventController *focus, gpointer data) {
  enter (data, tap_of (gtk_event_controller_get_widget (focus)));
}

static GtkWidget *
cell_new (AppWeights *self, int tap) {
  GtkWidget *cell = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  g_autofree char *class = g_strdup_printf ("tap-%d", tap);
  g_autofree char *row = lesson_format_count (tap / self->side + 1);
  g_autofree char *column = lesson_format_count (tap % self->side + 1);
  /* Translators: a cell to type a weight into, for screen readers. */
  g_autofree char *name = g_strdup_printf (_ ("Weight row %s, column %s"), row, column);

  g_object_set_data (G_OBJECT (cell), "tap", GINT_TO_POINTER (tap));
  g_object_set (cell, "width-chars", self->side < ROUGH_SIDE ? 5 : 3, "max-width-chars",
                self->side < ROUGH_SIDE ? 7 : 4, "xalign", 0.5F, "hexpand", TRUE, NULL);
  gtk_widget_add_css_class (cell, "weight");
  gtk_widget_add_css_class (cell, class);
  gtk_widget_add_css_class (cell, "numeric");
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (cell, "activate", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (focus, "leave", G_CALLBACK (left_cb), self);
  gtk_widget_add_controller (cell, focus);
  return cell;
}

static void
make_cells (AppWeights *self, gint64 side) {
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_grid_remove (GTK_GRID (self), child);
  self->side = side;
  for (int tap = 0; tap < side * side; tap++) {
    GtkWidget *cell = cell_new (self, tap);
    self->cells[tap] = GTK_EDITABLE (cell);
    gtk_grid_attach (GTK_GRID (self), cell, tap % (int) side, tap / (int) side, 1, 1);
  }
  apply_colors (self);
}

static void
app_weights_dispose (GObject *object) {
  AppWeights *self = APP_WEIGHTS (object);

  if (self->colors != NULL)
    gtk_style_context_remove_provider_for_display (gdk_display_get_default (),
                                                   GTK_STYLE_PROVIDER (self->colors));
  g_clear_object (&self->colors);
  G_OBJECT_CLASS (app_weights_parent_class)->dispose (object);
}

static void
app_weights_class_init (AppWeightsClass *klass) {
  G_OBJECT_CLASS (klass)->dispose = app_weights_dispose;
}

static void
app_weights_init (AppWeights *self) {
  self->colors = gtk_css_provider_new ();
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (self->colors),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  app_style_watch (self, G_CALLBACK (apply_colors));
  gtk_grid_set_column_homogeneous (GTK_GRID (self), TRUE);
}

void
app_weights_set_settings (AppWeights *self, const LessonSettings *settings) {
  gboolean anew = self->side != settings->kernel;

  if (anew)
    make_cells (self, settings->kernel);
  for (int tap = 0; tap < self->side * self->side; tap++) {
    if (!anew && self->shown[tap] == settings->weights[tap])
      continue;
    self->shown[tap] = settings->weights[tap];
    show_weight (self, tap);
  }
}
