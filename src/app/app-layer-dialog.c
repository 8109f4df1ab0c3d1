/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-layer-dialog.h"

#include "app-layer-picture.h"
#include "app-style.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>

#define PICTURE_SIZE 44

/* Rows of the choice of channels; the first is there for three channels only. */
enum { IN_COLOUR, ADDED_UP, RED, GREEN, BLUE };

struct _AppLayerDialog {
  AdwWindow parent_instance;

  AdwWindowTitle *heading;
  AdwComboRow *array_row, *layout_row, *plane_row;
  GtkLabel *problem, *counts, *hint;
  GtkFlowBox *gallery;

  LessonLayerFile *file;
  LessonParameters *parameters;
  LessonFirstLayer *layer; /* NULL while it cannot be read */
  LessonFilters *filters;  /* NULL while they cannot slide */
};

enum { CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AppLayerDialog, app_layer_dialog, ADW_TYPE_WINDOW)

static const LessonLayerChoice *
choice_of (AppLayerDialog *self) {
  return lesson_layer_file_choice (self->file, adw_combo_row_get_selected (self->array_row));
}

/* Where the shape can be read both ways the first row asks. */
static LessonLayout
layout_of (AppLayerDialog *self) {
  const LessonLayerChoice *choice = choice_of (self);

  return choice->guess != LESSON_LAYOUT_UNSTATED
             ? choice->guess
             : (LessonLayout) (LESSON_LAYOUT_UNSTATED + adw_combo_row_get_selected (self->layout_row));
}

static gboolean
is_coloured (AppLayerDialog *self) {
  return self->layer->channels == 3;
}

static gboolean
shows_colour (AppLayerDialog *self) {
  return is_coloured (self) && adw_combo_row_get_selected (self->plane_row) == IN_COLOUR;
}

static LessonPlane
plane_of (AppLayerDialog *self) {
  guint row = adw_combo_row_get_selected (self->plane_row);

  return is_coloured (self) && row >= RED ? (LessonPlane) (LESSON_PLANE_RED + row - RED) : LESSON_PLANE_GREY;
}

static void
set_strings (AdwComboRow *row, const char *const *strings) {
  g_autoptr (GtkStringList) list = gtk_string_list_new (strings);

  adw_combo_row_set_model (row, G_LIST_MODEL (list));
}

static char *
describe_size (const LessonFirstLayer *layer) {
  g_autofree char *filters = lesson_format_count (layer->filters);
  g_autofree char *side = lesson_format_size (layer->side, layer->side);

  if (layer->channels == 1)
    /* Translators: number of filters, then their size such as 3 × 3 */
    return g_strdup_printf (_ ("%s filters of %s."), filters, side);
  /* Translators: number of filters, then their size such as 3 × 3 */
  return g_strdup_printf (_ ("%s filters of %s, each with a plane for red, green and blue."), filters, side);
}

static char *
describe_weights (const EngineCount *count) {
  g_autofree char *weights = lesson_format_count (count->weights);
  g_autofree char *biases = lesson_format_count (count->biases);

  if (count->biases == 0)
    return g_strdup_printf (_ ("%s weights."), weights);
  return g_strdup_printf (_ ("%s weights, and %s biases beside them."), weights, biases);
}

static char *
describe_counts (AppLayerDialog *self) {
  const EngineImage *photo = self->parameters->photo;
  g_autofree char *size = describe_size (self->layer);
  LessonFirstLayerCount count;

  if (!lesson_first_layer_count (self->layer, photo->height, photo->width, &count, NULL))
    return g_steal_pointer (&size);
  g_autofree char *weights = describe_weights (&count.layer);
  g_autofree char *pixels = lesson_format_size (photo->width, photo->height);
  g_autofree char *uses = lesson_format_count (count.layer.uses_per_weight);
  g_autofree char *products = lesson_format_count (count.layer.multiplications);
  g_autofree char *dense = lesson_format_count (count.dense.weights);
  /* Translators: two sentences, then the name of a photo, its size, and three numbers */
  return g_strdup_printf (
      _ ("%s %s On “%s”, %s pixels, each weight is used %s times: %s multiplications. A dense "
         "layer with as many outputs would have %s weights."),
      size, weights, self->parameters->photo_name, pixels, uses, products, dense);
}

static const char *
hint_of (AppLayerDialog *self) {
  if (self->filters == NULL)
    return NULL;
  if (!is_coloured (self))
    return _ ("Choose one to see what it answers to the photo.");
  return plane_of (self) == LESSON_PLANE_GREY
             ? _ ("Choose one to see what it answers to the photo in grey, where all channels are the same: "
                  "its "
                  "planes add up.")
             : _ ("Choose one to see what this plane alone answers to the photo in grey.");
}

static void
clicked_cb (GtkButton *button, AppLayerDialog *self) {
  int index = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "index"));

  g_signal_emit (self, signals[CHOSEN], 0, self->filters, index);
  gtk_window_close (GTK_WINDOW (self));
}

/* To be looked at, where it cannot slide. */
static GtkWidget *
picture_new (AppLayerDialog *self, gint64 index, const char *title) {
  g_autoptr (GdkTexture) texture =
      app_layer_picture (self->layer, index, shows_colour (self), plane_of (self), PICTURE_SIZE);
  GtkWidget *picture = gtk_picture_new_for_paintable (GDK_PAINTABLE (texture));

  gtk_picture_set_can_shrink (GTK_PICTURE (picture), FALSE);
  gtk_picture_set_alternative_text (GTK_PICTURE (picture), title);
  gtk_widget_set_halign (picture, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (picture, title);
  return picture;
}

static GtkWidget *
tile_new (AppLayerDialog *self, gint64 index) {
  g_autofree char *number = lesson_format_count (index + 1);
  g_autofree char *title = g_strdup_printf (_ ("Filter %s"), number);
  GtkWidget *picture = picture_new (self, index, title);
  GtkWidget *tile;

  if (self->filters == NULL)
    return picture;
  tile = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (tile), picture);
  gtk_widget_add_css_class (tile, "flat");
  gtk_widget_add_css_class (tile, "tile");
  gtk_accessible_update_property (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data (G_OBJECT (tile), "index", GINT_TO_POINTER ((int) index));
  g_signal_connect (tile, "clicked", G_CALLBACK (clicked_cb), self);
  return tile;
}

static void
clear_gallery (AppLayerDialog *self) {
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->gallery))) != NULL)
    gtk_flow_box_remove (self->gallery, child);
}

static void
fill_gallery (AppLayerDialog *self) {
  clear_gallery (self);
  for (gint64 i = 0; self->layer != NULL && i < self->layer->filters; i++) {
    GtkWidget *child = gtk_flow_box_child_new ();

    /* The button is what takes the keyboard. */
    gtk_widget_set_focusable (child, FALSE);
    gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), tile_new (self, i));
    gtk_flow_box_append (self->gallery, child);
  }
}

static void
show_problem (AppLayerDialog *self, const GError *error) {
  gtk_label_set_label (self->problem, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), error != NULL);
}

/* All that follows from the channels that are shown. */
static void
show_filters (AppLayerDialog *self) {
  g_autoptr (GError) error = NULL;
  const char *hint;

  g_clear_pointer (&self->filters, lesson_filters_free);
  if (self->layer != NULL)
    self->filters = lesson_first_layer_filters (self->layer, plane_of (self), &error);
  if (self->layer != NULL)
    show_problem (self, error);
  hint = self->layer != NULL ? hint_of (self) : NULL;
  gtk_label_set_label (self->hint, hint != NULL ? hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), hint != NULL);
  fill_gallery (self);
}

/* All that follows from the array and its layout. */
static void
show_layer (AppLayerDialog *self) {
  g_autoptr (GError) error = NULL;
  g_autofree char *counts = NULL;

  g_clear_pointer (&self->layer, lesson_first_layer_free);
  self->layer = lesson_first_layer_read (self->file, adw_combo_row_get_selected (self->array_row),
                                         layout_of (self), &error);
  show_problem (self, error);
  counts = self->layer != NULL ? describe_counts (self) : g_strdup ("");
  gtk_label_set_label (self->counts, counts);
  gtk_widget_set_visible (GTK_WIDGET (self->counts), self->layer != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->plane_row), self->layer != NULL && is_coloured (self));
  show_filters (self);
}

static void
plane_changed_cb (AppLayerDialog *self) {
  if (self->file != NULL)
    show_filters (self);
}

static void
layout_changed_cb (AppLayerDialog *self) {
  if (self->file != NULL)
    show_layer (self);
}

/* Files of PyTorch say so: then its layout is chosen beforehand, and can be chosen otherwise. */
static void
array_changed_cb (AppLayerDialog *self) {
  if (self->file == NULL || adw_combo_row_get_selected (self->array_row) == GTK_INVALID_LIST_POSITION)
    return;
  LessonLayout guess = choice_of (self)->guess;
  gboolean asks = guess == LESSON_LAYOUT_UNSTATED;
  const char *const all[] = { _ ("Please choose"), lesson_layout_title (LESSON_LAYOUT_KHWC),
                              lesson_layout_title (LESSON_LAYOUT_KCHW), NULL };
  const char *const one[] = { lesson_layout_title (guess), NULL };

  g_signal_handlers_block_by_func (self->layout_row, layout_changed_cb, self);
  set_strings (self->layout_row, asks ? all : one);
  adw_combo_row_set_selected (self->layout_row,
                              asks && lesson_layer_file_is_pytorch (self->file) ? LESSON_LAYOUT_KCHW : 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->layout_row), asks);
  g_signal_handlers_unblock_by_func (self->layout_row, layout_changed_cb, self);
  show_layer (self);
}

static void
list_arrays (AppLayerDialog *self) {
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = lesson_layer_file_n_choices (self->file);

  for (guint i = 0; i < n; i++) {
    const LessonLayerChoice *choice = lesson_layer_file_choice (self->file, i);
    g_autofree char *text = g_strdup_printf (
        "%s (%d, %d, %d, %d)", choice->name != NULL ? choice->name : lesson_layer_file_name (self->file),
        (int) choice->shape[0], (int) choice->shape[1], (int) choice->shape[2], (int) choice->shape[3]);
    g_strv_builder_add (builder, text);
  }
  g_auto (GStrv) strings = g_strv_builder_end (builder);
  set_strings (self->array_row, (const char *const *) strings);
  gtk_widget_set_sensitive (GTK_WIDGET (self->array_row), n > 1);
}

static void
app_layer_dialog_dispose (GObject *object) {
  AppLayerDialog *self = APP_LAYER_DIALOG (object);

  g_clear_pointer (&self->layer, lesson_first_layer_free);
  g_clear_pointer (&self->filters, lesson_filters_free);
  g_clear_pointer (&self->file, lesson_layer_file_free);
  g_clear_pointer (&self->parameters, lesson_parameters_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), APP_TYPE_LAYER_DIALOG);
  G_OBJECT_CLASS (app_layer_dialog_parent_class)->dispose (object);
}

static void
app_layer_dialog_class_init (AppLayerDialogClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = app_layer_dialog_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", APP_TYPE_LAYER_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_INT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nineweights/NineWeights/app-layer-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AppLayerDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, AppLayerDialog, array_row);
  gtk_widget_class_bind_template_child (widget_class, AppLayerDialog, layout_row);
  gtk_widget_class_bind_template_child (widget_class, AppLayerDialog, plane_row);
  gtk_widget_class_bind_template_child (widget_class, AppLayerDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, AppLayerDialog, counts);
  gtk_widget_class_bind_template_child (widget_class, AppLayerDialog, hint);
  gtk_widget_class_bind_template_child (widget_class, AppLayerDialog, gallery);
  gtk_widget_class_bind_template_callback (widget_class, array_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, layout_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, plane_changed_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
app_layer_dialog_init (AppLayerDialog *self) {
  const char *const planes[] = { _ ("In colour"),  _ ("Added up"),  _ ("Red only"),
                                 _ ("Green only"), _ ("Blue only"), NULL };

  gtk_widget_init_template (GTK_WIDGET (self));
  set_strings (self->plane_row, planes);
  app_style_watch (self, G_CALLBACK (fill_gallery));
}

GtkWidget *
app_layer_dialog_new (GtkWindow *parent, LessonLayerFile *file, LessonParameters *parameters) {
  AppLayerDialog *self = g_object_new (APP_TYPE_LAYER_DIALOG, "transient-for", parent, NULL);

  self->parameters = lesson_parameters_ref (parameters);
  adw_window_title_set_subtitle (self->heading, lesson_layer_file_name (file));
  /* Only from here on do the rows mean something. */
  self->file = file;
  list_arrays (self);
  array_changed_cb (self);
  return GTK_WIDGET (self);
}
