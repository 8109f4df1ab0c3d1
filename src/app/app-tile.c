/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-tile.h"

static GtkWidget *
title_label_new (const char *title) {
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_width_chars (GTK_LABEL (label), 11);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 11);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  return label;
}

GtkWidget *
app_tile_new (GtkWidget *picture, const char *title, const char *action, const char *value) {
  GtkWidget *tile = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_set_halign (picture, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), picture);
  gtk_box_append (GTK_BOX (box), title_label_new (title));
  gtk_button_set_child (GTK_BUTTON (tile), box);
  gtk_widget_add_css_class (tile, "flat");
  gtk_widget_add_css_class (tile, "tile");
  gtk_accessible_update_property (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (tile), action);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (tile), g_variant_new_string (value));
  return tile;
}

void
app_tile_attach (GtkGrid *grid, GtkWidget *tile, guint number) {
  gtk_grid_attach (grid, tile, (int) (number % APP_TILE_COLUMNS), (int) (number / APP_TILE_COLUMNS), 1, 1);
}
