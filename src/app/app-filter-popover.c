/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-filter-popover.h"

#include "app-kernel-view.h"
#include "app-tile.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>

#define KERNEL_SIZE 46 /* the lines and three cells of 14 pixels */
#define SMALL_SIZE  34
#define COLUMNS     8 /* of small ones */

#define PRESET_SIDE 3

struct _AppFilterPopover {
  GtkPopover parent_instance;

  GtkGrid *tiles, *learned, *rows;
  GtkGrid *patterns, *digits;
  GtkWidget *file_box, *patterns_box, *digits_box;
  GtkLabel *file_label;
};

G_DEFINE_FINAL_TYPE (AppFilterPopover, app_filter_popover, GTK_TYPE_POPOVER)

static GtkWidget *
preset_tile_new (const EnginePreset *preset) {
  const char *title = g_dgettext (GETTEXT_PACKAGE, preset->title);
  g_autofree char *weights = app_weights_to_string (PRESET_SIDE, preset->weights);
  g_autofree char *tooltip = g_strdup_printf ("%s\n%s", title, weights);
  GtkWidget *tile = app_tile_new (app_kernel_view_new (PRESET_SIDE, preset->weights, KERNEL_SIZE), title,
                                  "win.filter", preset->name);

  gtk_widget_set_tooltip_text (tile, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, weights, -1);
  return tile;
}

/* Without a name of its own: a number. `name` is a pattern with one %s for it. */
static GtkWidget *
small_tile_new (const LessonFilters *filters, gint64 index, const char *name, const char *action) {
  const float *weights = lesson_filters_get (filters, index);
  GtkWidget *tile = gtk_button_new ();
  g_autofree char *number = lesson_format_count (index + 1);
  g_autoptr (GString) title = g_string_new (name);
  g_autofree char *text = app_weights_to_string (filters->kernel, weights);

  g_string_replace (title, "%s", number, 1);
  g_autofree char *tooltip = g_strdup_printf ("%s\n%s", title->str, text);
  gtk_button_set_child (GTK_BUTTON (tile), app_kernel_view_new (filters->kernel, weights, SMALL_SIZE));
  gtk_widget_add_css_class (tile, "flat");
  gtk_widget_add_css_class (tile, "tile");
  gtk_widget_set_tooltip_text (tile, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_PROPERTY_LABEL, title->str,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (tile), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (tile), "i", (int) index);
  return tile;
}

static void
fill_grid (GtkGrid *grid, const LessonFilters *filters, const char *name, const char *action) {
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (grid))) != NULL)
    gtk_grid_remove (grid, child);
  for (gint64 i = 0; i < filters->n; i++)
    gtk_grid_attach (grid, small_tile_new (filters, i, name, action), (int) (i % COLUMNS),
                     (int) (i / COLUMNS), 1, 1);
}

static void
app_filter_popover_dispose (GObject *object) {
  gtk_widget_dispose_template (GTK_WIDGET (object), APP_TYPE_FILTER_POPOVER);
  G_OBJECT_CLASS (app_filter_popover_parent_class)->dispose (object);
}

static void
app_filter_popover_class_init (AppFilterPopoverClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = app_filter_popover_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nineweights/NineWeights/app-filter-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, AppFilterPopover, tiles);
  gtk_widget_class_bind_template_child (widget_class, AppFilterPopover, learned);
  gtk_widget_class_bind_template_child (widget_class, AppFilterPopover, rows);
  gtk_widget_class_bind_template_child (widget_class, AppFilterPopover, file_box);
  gtk_widget_class_bind_template_child (widget_class, AppFilterPopover, patterns);
  gtk_widget_class_bind_template_child (widget_class, AppFilterPopover, patterns_box);
  gtk_widget_class_bind_template_child (widget_class, AppFilterPopover, digits);
  gtk_widget_class_bind_template_child (widget_class, AppFilterPopover, digits_box);
  gtk_widget_class_bind_template_child (widget_class, AppFilterPopover, file_label);
}

static void
app_filter_popover_init (AppFilterPopover *self) {
  guint number = 0;

  gtk_widget_init_template (GTK_WIDGET (self));
  for (const EnginePreset *preset = engine_presets (); preset->name != NULL; preset++)
    app_tile_attach (self->tiles, preset_tile_new (preset), number++);
}

void
app_filter_popover_set_learned (AppFilterPopover *self, const LessonFilters *filters) {
  /* Translators: %s is a number */
  fill_grid (self->learned, filters, _ ("Learned filter %s"), "win.learned-filter");
}

void
app_filter_popover_set_file (AppFilterPopover *self, const LessonFilters *filters) {
  /* Translators: %s is a number */
  fill_grid (self->rows, filters, _ ("Filter %s of the file"), "win.file-filter");
  gtk_label_set_label (self->file_label, filters->name);
  gtk_widget_set_visible (self->file_box, TRUE);
}

void
app_filter_popover_set_trained (AppFilterPopover *self, LearningCourse course, const LessonFilters *filters) {
  gboolean digits = course == LEARNING_COURSE_DIGITS;

  if (filters != NULL)
    fill_grid (digits ? self->digits : self->patterns, filters,
               /* Translators: %s is a number */
               _ ("Filter %s learned here"), digits ? "win.digits-filter" : "win.patterns-filter");
  gtk_widget_set_visible (digits ? self->digits_box : self->patterns_box, filters != NULL);
}
