/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-kernel-view.h"

#include "app-style.h"
#include "lesson-text.h"

#include <string.h>

#define PRESET_SIDE 3

struct _AppKernelView {
  GtkWidget parent_instance;

  float weights[LESSON_TAPS_MAX];
  int side; /* rows and columns; cells are empty where no filter was set */
  gboolean set;
  int size;
};

enum { PROP_SIZE = 1, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AppKernelView, app_kernel_view, GTK_TYPE_WIDGET)

static GdkRGBA
rgba_of (DrawColor color) {
  return (GdkRGBA){ (float) color.red, (float) color.green, (float) color.blue, 1 };
}

/* The size of the largest weight: that of the full colour. */
static double
scale_of (const AppKernelView *self) {
  double scale = 0;

  for (int i = 0; i < self->side * self->side; i++)
    scale = MAX (scale, ABS (self->weights[i]));
  return scale;
}

static GdkRGBA
cell_color (AppKernelView *self, const DrawStyle *style, int cell) {
  return self->set ? rgba_of (draw_style_diverging (style, self->weights[cell], scale_of (self)))
                   : rgba_of (style->zero);
}

/* A line of one pixel round every cell tells zero from the ground that it lies on. */
static void
app_kernel_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot) {
  AppKernelView *self = APP_KERNEL_VIEW (widget);
  const DrawStyle *style = app_style ();
  GdkRGBA outline = rgba_of (style->outline);
  int n = self->side, side = MIN (gtk_widget_get_width (widget), gtk_widget_get_height (widget)) - 1;
  int left = (gtk_widget_get_width (widget) - side - 1) / 2,
      top = (gtk_widget_get_height (widget) - side - 1) / 2;

  gtk_snapshot_append_color (
      snapshot, &outline,
      &GRAPHENE_RECT_INIT ((float) left, (float) top, (float) side + 1, (float) side + 1));
  for (int cell = 0; cell < n * n; cell++) {
    int x = side * (cell % n) / n, y = side * (cell / n) / n;
    int width = side * (cell % n + 1) / n - x, height = side * (cell / n + 1) / n - y;
    GdkRGBA color = cell_color (self, style, cell);
    gtk_snapshot_append_color (snapshot, &color,
                               &GRAPHENE_RECT_INIT ((float) (left + x + 1), (float) (top + y + 1),
                                                    (float) (width - 1), (float) (height - 1)));
  }
}

static void
app_kernel_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline) {
  *minimum = *natural = APP_KERNEL_VIEW (widget)->size;
}

static void
app_kernel_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec) {
  switch (id) {
  case PROP_SIZE:
    g_value_set_int (value, APP_KERNEL_VIEW (object)->size);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
app_kernel_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec) {
  switch (id) {
  case PROP_SIZE:
    APP_KERNEL_VIEW (object)->size = g_value_get_int (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
app_kernel_view_class_init (AppKernelViewClass *klass) {
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = app_kernel_view_get_property;
  object_class->set_property = app_kernel_view_set_property;
  widget_class->snapshot = app_kernel_view_snapshot;
  widget_class->measure = app_kernel_view_measure;
  properties[PROP_SIZE] = g_param_spec_int (
      "size", NULL, NULL, 4, 512, 16, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
app_kernel_view_init (AppKernelView *self) {
  self->side = PRESET_SIDE;
  app_style_watch (self, G_CALLBACK (gtk_widget_queue_draw));
}

GtkWidget *
app_kernel_view_new (gint64 side, const float *weights, int size) {
  AppKernelView *self = g_object_new (APP_TYPE_KERNEL_VIEW, "size", size, NULL);

  app_kernel_view_set_weights (self, side, weights);
  return GTK_WIDGET (self);
}

void
app_kernel_view_set_weights (AppKernelView *self, gint64 side, const float *weights) {
  gsize length = (gsize) (side * side) * sizeof (float);

  if (self->set && self->side == side && memcmp (self->weights, weights, length) == 0)
    return;
  self->set = TRUE;
  self->side = (int) side;
  memcpy (self->weights, weights, length);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static char *
weight_to_string (float weight) {
  gint64 whole = (gint64) weight;

  return (float) whole == weight ? lesson_format_count (whole) : lesson_format_value (weight);
}

char *
app_weights_to_string (gint64 side, const float *weights) {
  GString *text = g_string_new (NULL);

  for (gint64 i = 0; i < side * side; i++) {
    g_autofree char *weight = weight_to_string (weights[i]);
    g_string_append (text, i == 0 ? "" : i % side == 0 ? ", " : " ");
    g_string_append (text, weight);
  }
  return g_string_free (text, FALSE);
}
