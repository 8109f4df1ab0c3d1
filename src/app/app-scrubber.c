/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-scrubber.h"

#define GAP 3.0f /* between two steps, in logical pixels */

struct _AppScrubber {
  GtkScale parent_instance;

  GArray *ends; /* of the steps, in seconds */
};

G_DEFINE_FINAL_TYPE (AppScrubber, app_scrubber, GTK_TYPE_SCALE)

/* Where the middle of the slider is for a value. */
static double
place_of (AppScrubber *self, double value) {
  GtkAdjustment *adjustment = gtk_range_get_adjustment (GTK_RANGE (self));
  GdkRectangle track;
  int start, end;

  gtk_range_get_range_rect (GTK_RANGE (self), &track);
  gtk_range_get_slider_range (GTK_RANGE (self), &start, &end);
  double part = value / gtk_adjustment_get_upper (adjustment);
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    part = 1 - part;
  return track.x + (end - start) / 2.0 + part * (track.width - (end - start));
}

static void
snapshot_gap (AppScrubber *self, GtkSnapshot *snapshot, double place, const GdkRGBA *color) {
  float height = (float) gtk_widget_get_height (GTK_WIDGET (self));

  gtk_snapshot_append_color (snapshot, color,
                             &GRAPHENE_RECT_INIT ((float) place - GAP / 2, height / 2 - 4, GAP, 8));
}

/* The trough is GtkScale's own; its gaps have the colour of what lies behind it. The slider covers the gap it is on. */
static void
app_scrubber_snapshot (GtkWidget *widget, GtkSnapshot *snapshot) {
  AppScrubber *self = APP_SCRUBBER (widget);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  GdkRGBA color;
  int start, end;

  GTK_WIDGET_CLASS (app_scrubber_parent_class)->snapshot (widget, snapshot);
  gtk_range_get_slider_range (GTK_RANGE (self), &start, &end);
  if (!gtk_style_context_lookup_color (context, "window_bg_color", &color))
    return;
  for (guint i = 0; i + 1 < self->ends->len; i++) {
    double place = place_of (self, g_array_index (self->ends, double, i));
    if (place + GAP < start || place - GAP > end)
      snapshot_gap (self, snapshot, place, &color);
  }
}

static void
app_scrubber_finalize (GObject *object) {
  g_array_unref (APP_SCRUBBER (object)->ends);
  G_OBJECT_CLASS (app_scrubber_parent_class)->finalize (object);
}

static void
app_scrubber_class_init (AppScrubberClass *klass) {
  G_OBJECT_CLASS (klass)->finalize = app_scrubber_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = app_scrubber_snapshot;
}

static void
app_scrubber_init (AppScrubber *self) {
  self->ends = g_array_new (FALSE, FALSE, sizeof (double));
}

void
app_scrubber_set_ends (AppScrubber *self, const double *ends, guint n_ends) {
  g_return_if_fail (n_ends > 0);

  g_array_set_size (self->ends, 0);
  g_array_append_vals (self->ends, ends, n_ends);
  gtk_range_set_range (GTK_RANGE (self), 0, ends[n_ends - 1]);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
