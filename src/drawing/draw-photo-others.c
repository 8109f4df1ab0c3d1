/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-photo-private.h"
#include "draw-scene-private.h"
#include "draw-text-private.h"

#include <glib/gi18n-lib.h>

#define GAP   0.22
#define NAME  0.36 /* height of the line below a picture */
#define WIDTH 144  /* pixels of the photo in a picture, at most */

static const char *const names[] = { "gaussian", "motion-blur", "sharpen", "diagonal", "line", "laplacian" };

/* The detail round the place that is worth a look, as large as the picture's shape wants it. */
static DrawPhotoPart
choose_detail (const LessonParameters *p, double shape) {
  gint64 columns = MIN (WIDTH, p->photo->width);
  gint64 rows = CLAMP ((gint64) (columns * shape), 1, p->photo->height);
  gint64 row, column;

  lesson_photo_grey_place (p->photo_grey, &row, &column);
  row = CLAMP (row - rows / 2, 0, p->photo->height - rows);
  column = CLAMP (column - columns / 2, 0, p->photo->width - columns);
  return (DrawPhotoPart){ row, row + rows, column, column + columns };
}

/* Weights that add up to something let the picture through, and it is shown as one. */
static gboolean
lets_through (const EnginePreset *filter) {
  double sum = 0;

  for (gsize tap = 0; tap < G_N_ELEMENTS (filter->weights); tap++)
    sum += filter->weights[tap];
  return sum > 0.5;
}

static double
largest_size (const EngineTensor *values) {
  double largest = 0;

  for (gint64 i = 0; i < values->length; i++)
    largest = MAX (largest, ABS (values->data[i]));
  return largest;
}

static void
paint (const DrawContext *context, DrawRect rect, const EngineTensor *values, const DrawTone *tone) {
  cairo_t *cr = context->cr;
  int rows = (int) values->shape[0], columns = (int) values->shape[1];
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, columns, rows);

  draw_tone_paint (tone, values->data, values->length,
                   (guint32 *) (gpointer) cairo_image_surface_get_data (image));
  cairo_surface_mark_dirty (image);
  cairo_save (cr);
  cairo_rectangle (cr, rect.x, rect.y, rect.width, rect.height);
  cairo_clip (cr);
  cairo_translate (cr, rect.x, rect.y);
  cairo_scale (cr, rect.width / columns, rect.height / rows);
  cairo_set_source_surface (cr, image, 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (image);
}

static void
draw_other (const DrawContext *context, DrawRect rect, const EnginePreset *filter) {
  LessonParameters seen = *context->state->parameters;
  DrawPhotoPart part = choose_detail (&seen, rect.height / rect.width);

  lesson_settings_set_filter (&seen.settings, filter);
  g_autoptr (LessonResponse) response = lesson_response_new (seen.photo_grey, &seen.settings);
  g_autoptr (EngineTensor) values =
      lesson_response_crop (response, part.first_row, part.first_column, part.last_row - part.first_row,
                            part.last_column - part.first_column, NULL);
  if (values == NULL)
    return;
  seen.photo_response = response;
  DrawTone tone = lets_through (filter)
                      ? draw_tone_of_photo (context->style)
                      : draw_tone_of_response (context->style, &seen, largest_size (values));
  paint (context, rect, values, &tone);
  draw_set_color (context->cr, context->style->outline, 1);
  cairo_set_line_width (context->cr, 0.02 * context->layout->unit);
  cairo_rectangle (context->cr, rect.x, rect.y, rect.width, rect.height);
  cairo_stroke (context->cr);
}

static const char *
title_of (const EnginePreset *filter) {
  return g_dgettext (GETTEXT_PACKAGE, filter->title);
}

static double
width_of (const DrawContext *context, gsize n) {
  double u = context->layout->unit;

  return (((const DrawPhotoPlaces *) context->layout->places)->others.width - (n - 1) * GAP * u) / n;
}

/* As many as have room for their names. */
static gsize
count_others (const DrawContext *context) {
  double needed = 0;
  gsize n = G_N_ELEMENTS (names);

  for (gsize i = 0; i < n; i++)
    needed = MAX (
        needed, draw_text_width (context, title_of (engine_preset_find (names[i])), DRAW_SMALL, DRAW_MEDIUM));
  while (n > 1 && width_of (context, n) < needed)
    n--;
  return n;
}

void
draw_photo_others (const DrawContext *context) {
  const DrawPhotoPlaces *places = context->layout->places;
  double u = context->layout->unit;
  gsize n = count_others (context);
  double width = width_of (context, n);
  DrawTextStyle style = { DRAW_SMALL, DRAW_MEDIUM, context->style->muted, DRAW_START, DRAW_CENTER };

  for (gsize i = 0; i < n; i++) {
    const EnginePreset *filter = engine_preset_find (names[i]);
    DrawRect rect = { places->others.x + i * (width + GAP * u), places->others.y, width,
                      places->others.height - NAME * u };
    draw_other (context, rect, filter);
    draw_text (context, title_of (filter), (DrawRect){ rect.x, rect.y + rect.height, width, NAME * u },
               style);
  }
}
