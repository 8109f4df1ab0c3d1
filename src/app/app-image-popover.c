/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-image-popover.h"

#include "app-thumbnail.h"
#include "app-tile.h"
#include "lesson-data.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>

#define CURRENT_SIZE 72

struct _AppImagePopover {
  GtkPopover parent_instance;

  GtkPicture *original;
  GtkPicture *reduced;
  GtkLabel *name;
  GtkLabel *size;
  GtkLabel *grid_size;
  GtkSpinButton *grid;
  GtkGrid *tiles;

  EngineImage *shown; /* the picture, and */
  EngineTensor *shown_grid;
  GPtrArray *pictures; /* whose tiles are still to be made */
};

G_DEFINE_FINAL_TYPE (AppImagePopover, app_image_popover, GTK_TYPE_POPOVER)

static int
device_pixels (AppImagePopover *self, int size) {
  return size * gtk_widget_get_scale_factor (GTK_WIDGET (self));
}

static GtkWidget *
picture_tile_new (AppImagePopover *self, const LessonPicture *picture) {
  GtkWidget *view = gtk_picture_new ();
  GtkWidget *tile = app_tile_new (view, picture->title, "win.picture", picture->name);

  gtk_widget_set_size_request (view, APP_TILE_SIZE, APP_TILE_SIZE);
  gtk_picture_set_can_shrink (GTK_PICTURE (view), TRUE);
  gtk_widget_set_overflow (view, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (view, "thumbnail");
  gtk_widget_set_tooltip_text (tile, picture->title);
  app_thumbnail_load (GTK_PICTURE (view), picture->path, device_pixels (self, APP_TILE_SIZE));
  return tile;
}

/* Decoding a dozen pictures can wait until someone wants to see them. */
static void
app_image_popover_map (GtkWidget *widget) {
  AppImagePopover *self = APP_IMAGE_POPOVER (widget);

  for (guint i = 0; self->pictures != NULL && i < self->pictures->len; i++)
    app_tile_attach (self->tiles, picture_tile_new (self, self->pictures->pdata[i]), i);
  g_clear_pointer (&self->pictures, g_ptr_array_unref);
  GTK_WIDGET_CLASS (app_image_popover_parent_class)->map (widget);
}

static void
grid_changed_cb (AppImagePopover *self) {
  gtk_widget_activate_action (GTK_WIDGET (self), "win.grid", "i",
                              gtk_spin_button_get_value_as_int (self->grid));
}

static void
app_image_popover_dispose (GObject *object) {
  AppImagePopover *self = APP_IMAGE_POPOVER (object);

  g_clear_pointer (&self->pictures, g_ptr_array_unref);
  g_clear_pointer (&self->shown, engine_image_unref);
  g_clear_pointer (&self->shown_grid, engine_tensor_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), APP_TYPE_IMAGE_POPOVER);
  G_OBJECT_CLASS (app_image_popover_parent_class)->dispose (object);
}

static void
app_image_popover_class_init (AppImagePopoverClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = app_image_popover_dispose;
  widget_class->map = app_image_popover_map;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nineweights/NineWeights/app-image-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, AppImagePopover, original);
  gtk_widget_class_bind_template_child (widget_class, AppImagePopover, reduced);
  gtk_widget_class_bind_template_child (widget_class, AppImagePopover, name);
  gtk_widget_class_bind_template_child (widget_class, AppImagePopover, size);
  gtk_widget_class_bind_template_child (widget_class, AppImagePopover, grid_size);
  gtk_widget_class_bind_template_child (widget_class, AppImagePopover, grid);
  gtk_widget_class_bind_template_child (widget_class, AppImagePopover, tiles);
  gtk_widget_class_bind_template_callback (widget_class, grid_changed_cb);
}

static void
app_image_popover_init (AppImagePopover *self) {
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_spin_button_set_range (self->grid, LESSON_GRID_MIN, LESSON_GRID_MAX);
}

void
app_image_popover_set_pictures (AppImagePopover *self, GPtrArray *pictures) {
  g_clear_pointer (&self->pictures, g_ptr_array_unref);
  self->pictures = g_ptr_array_ref (pictures);
}

/* Small pictures are not made again while only numbers change. */
static gboolean
is_shown (AppImagePopover *self, const LessonParameters *parameters) {
  if (self->shown == parameters->original && self->shown_grid == parameters->pixels)
    return TRUE;
  g_clear_pointer (&self->shown, engine_image_unref);
  g_clear_pointer (&self->shown_grid, engine_tensor_unref);
  self->shown = engine_image_ref (parameters->original);
  self->shown_grid = engine_tensor_ref (parameters->pixels);
  return FALSE;
}

void
app_image_popover_set_parameters (AppImagePopover *self, const LessonParameters *parameters) {
  if (is_shown (self, parameters))
    return;
  EngineImage *image = parameters->original;
  gint64 side = parameters->settings.grid;
  int pixels = device_pixels (self, CURRENT_SIZE);
  g_autofree char *size = lesson_format_size (image->width, image->height);
  g_autofree char *grid_size = lesson_format_size (side, side);
  /* Translators: %s is the size of a picture, "512 × 384". */
  g_autofree char *size_text = g_strdup_printf (_ ("%s pixels"), size);
  /* Translators: %s is the size that a picture is reduced to, "10 × 10". */
  g_autofree char *grid_text = g_strdup_printf (_ ("%s in the lesson"), grid_size);

  app_thumbnail_show_image (self->original, image, pixels);
  app_thumbnail_show_grid (self->reduced, parameters->pixels, pixels);
  gtk_label_set_label (self->name, parameters->image_name);
  gtk_label_set_label (self->size, size_text);
  gtk_label_set_label (self->grid_size, grid_text);
}

void
app_image_popover_set_grid (AppImagePopover *self, gint64 grid) {
  gtk_spin_button_set_value (self->grid, (double) grid);
}
