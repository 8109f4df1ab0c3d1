/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-filter-popover.h"

#include "app-kernel-view.h"
#include "app-tile.h"

#include <glib/gi18n-lib.h>

#define KERNEL_SIZE 46 /* the lines and three cells of 14 pixels */

struct _AppFilterPopover {
  GtkPopover parent_instance;

  GtkGrid *tiles;
};

G_DEFINE_FINAL_TYPE (AppFilterPopover, app_filter_popover, GTK_TYPE_POPOVER)

static GtkWidget *
preset_tile_new (const EnginePreset *preset) {
  const char *title = g_dgettext (GETTEXT_PACKAGE, preset->title);
  g_autofree char *weights = app_preset_to_string (preset);
  g_autofree char *tooltip = g_strdup_printf ("%s\n%s", title, weights);
  GtkWidget *tile =
      app_tile_new (app_kernel_view_new (preset, KERNEL_SIZE), title, "win.filter", preset->name);

  gtk_widget_set_tooltip_text (tile, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, weights, -1);
  return tile;
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
}

static void
app_filter_popover_init (AppFilterPopover *self) {
  guint number = 0;

  gtk_widget_init_template (GTK_WIDGET (self));
  for (const EnginePreset *preset = engine_presets (); preset->name != NULL; preset++)
    app_tile_attach (self->tiles, preset_tile_new (preset), number++);
}
