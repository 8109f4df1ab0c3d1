/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-cells-private.h"

#include "draw-scene-private.h"
#include "draw-text-private.h"
#include "lesson-text.h"

#include <math.h>

/* From so many cells on vector pictures hold them as an image too: a PDF of 100,000 rectangles helps nobody. */
#define MANY_CELLS 1024
#define FRAME      0.02 /* width of the line round cells, in units */

DrawColor
draw_cell_color (const DrawContext *context, const DrawCells *cells, double value) {
  double grey = CLAMP (value, 0, 1);

  return cells->grey ? (DrawColor){ grey, grey, grey }
                     : draw_style_diverging (context->style, value, cells->scale);
}

double
draw_scale_of (const EngineTensor *tensor) {
  double largest = 0;

  for (gint64 i = 0; i < tensor->length; i++)
    largest = MAX (largest, fabs (tensor->data[i]));
  return largest;
}

/* Of 0…255, never negative: rounding as the C library does it took a third of a picture's time. */
static guint32
packed (double red, double green, double blue) {
  return 255u << 24 | (guint32) (int) (red + 0.5) << 16 | (guint32) (int) (green + 0.5) << 8
         | (guint32) (int) (blue + 0.5);
}

/* draw_style_diverging() as steps of 0…255 from zero's colour, which do not depend on the value. */
typedef struct {
  DrawColor zero, negative, positive;
  double per_unit; /* share of the full colour that a value of 1 has */
} Diverging;

static DrawColor
steps (DrawColor from, DrawColor to) {
  return (DrawColor){ 255 * (to.red - from.red), 255 * (to.green - from.green), 255 * (to.blue - from.blue) };
}

static Diverging
diverging_of (const DrawStyle *style, double scale) {
  return (Diverging){ steps ((DrawColor){ 0 }, style->zero), steps (style->zero, style->negative),
                      steps (style->zero, style->positive), scale > 0 ? 1 / scale : 0 };
}

/* One of `below` and `above` is 0: a branch on the sign of weights would be taken by chance. */
static guint32
packed_diverging (const Diverging *self, double value) {
  double below = CLAMP (-value * self->per_unit, 0, 1), above = CLAMP (value * self->per_unit, 0, 1);

  return packed (self->zero.red + below * self->negative.red + above * self->positive.red,
                 self->zero.green + below * self->negative.green + above * self->positive.green,
                 self->zero.blue + below * self->negative.blue + above * self->positive.blue);
}

static void
pack_row (const DrawCells *cells, const Diverging *diverging, gint64 first, gint64 n, guint32 *row) {
  for (gint64 i = 0; i < n; i++) {
    double value = cells->values[(first + i) * cells->stride];
    double grey = 255 * CLAMP (value, 0, 1);
    row[i] = cells->grey ? packed (grey, grey, grey) : packed_diverging (diverging, value);
  }
}

static cairo_surface_t *
cells_to_image (const DrawContext *context, const DrawCells *cells) {
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, cells->columns, cells->rows);
  int stride = cairo_image_surface_get_stride (image);
  guint8 *pixels = cairo_image_surface_get_data (image);
  const Diverging diverging = diverging_of (context->style, cells->scale);

  for (gint64 first = 0; first < cells->written; first += cells->columns) {
    pack_row (cells, &diverging, first, MIN (cells->columns, cells->written - first),
              (guint32 *) (gpointer) pixels);
    pixels += stride;
  }
  cairo_surface_mark_dirty (image);
  return image;
}

static void
paint_image (const DrawContext *context, DrawRect rect, const DrawCells *cells) {
  cairo_t *cr = context->cr;
  cairo_surface_t *image = cells_to_image (context, cells);
  gboolean smooth = rect.height < cells->rows;
  /* Whole pixels are painted in half the time, and no less exact under a frame that hides the edge. */
  gboolean hidden = context->pixels && !smooth && FRAME * context->layout->unit >= 1;
  DrawRect filled = hidden ? draw_rect_to_pixels (cr, rect, round, round) : rect;

  cairo_save (cr);
  cairo_rectangle (cr, filled.x, filled.y, filled.width, filled.height);
  cairo_translate (cr, rect.x, rect.y);
  cairo_scale (cr, rect.width / cells->columns, rect.height / cells->rows);
  cairo_set_source_surface (cr, image, 0, 0);
  /* Cells smaller than a pixel of the screen are averaged, larger ones keep their edges. */
  cairo_pattern_set_filter (cairo_get_source (cr), smooth ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_surface_destroy (image);
}

static void
paint_rectangles (const DrawContext *context, DrawRect rect, const DrawCells *cells) {
  for (gint64 i = 0; i < cells->written; i++) {
    DrawRect cell =
        draw_rect_cell (rect, cells->rows, cells->columns, i / cells->columns, i % cells->columns);
    draw_set_color (context->cr, draw_cell_color (context, cells, cells->values[i * cells->stride]), 1);
    cairo_rectangle (context->cr, cell.x, cell.y, cell.width, cell.height);
    cairo_fill (context->cr);
  }
}

void
draw_cells (const DrawContext *context, DrawRect rect, const DrawCells *cells) {
  if (context->pixels || cells->rows * cells->columns > MANY_CELLS)
    paint_image (context, rect, cells);
  else
    paint_rectangles (context, rect, cells);
}

/* On a skewed plane cairo would work out each crossing of a path's lines: across and along are two paths there. */
static gboolean
is_skewed (cairo_t *cr) {
  cairo_matrix_t matrix;

  cairo_get_matrix (cr, &matrix);
  return matrix.yx != 0;
}

void
draw_cell_lines (const DrawContext *context, DrawRect rect, gint64 rows, gint64 columns) {
  cairo_t *cr = context->cr;
  double unit = context->layout->unit;

  draw_set_color (cr, context->style->outline, context->style->divider);
  cairo_set_line_width (cr, 0.012 * unit);
  if (rect.width / columns > 0.1 * unit) {
    for (gint64 i = 1; i < columns; i++) {
      cairo_move_to (cr, rect.x + rect.width * i / columns, rect.y);
      cairo_rel_line_to (cr, 0, rect.height);
    }
    if (is_skewed (cr))
      cairo_stroke (cr);
    for (gint64 i = 1; i < rows; i++) {
      cairo_move_to (cr, rect.x, rect.y + rect.height * i / rows);
      cairo_rel_line_to (cr, rect.width, 0);
    }
    cairo_stroke (cr);
  }
  draw_set_color (cr, context->style->outline, 1);
  cairo_set_line_width (cr, FRAME * unit);
  cairo_rectangle (cr, rect.x, rect.y, rect.width, rect.height);
  cairo_stroke (cr);
}

char *
draw_short_value (double value, int decimals) {
  double step = decimals == 1 ? 10 : 100;
  double rounded = round (value * step) / step;
  gboolean whole = rounded == round (rounded);
  g_autofree char *digits = g_strdup_printf ("%I.*f", whole ? 0 : decimals, fabs (rounded));
  gboolean fraction = !whole && fabs (rounded) < 1;

  return g_strconcat (rounded < 0 ? "−" : "", fraction ? g_utf8_next_char (digits) : digits, NULL);
}

/* The widest number that these cells can show, written yet or not: they have numbers all together or not at all. */
static char *
widest_value (const DrawCells *cells, int decimals) {
  double largest = 0;

  if (cells->grey)
    return g_strdup (".88");
  for (gint64 i = 0; i < cells->rows * cells->columns; i++)
    largest = MAX (largest, fabs (cells->values[i * cells->stride]));
  return g_strdup_printf ("−%I.*f", decimals, largest);
}

void
draw_cell_values (const DrawContext *context, DrawRect rect, const DrawCells *cells, int decimals) {
  DrawRect first = draw_rect_cell (rect, cells->rows, cells->columns, 0, 0);
  g_autofree char *widest = widest_value (cells, decimals);

  if (draw_text_width (context, widest, DRAW_SMALL, DRAW_MEDIUM) > 0.94 * first.width)
    return;
  for (gint64 i = 0; i < cells->written; i++) {
    double value = cells->values[i * cells->stride];
    g_autofree char *text = draw_short_value (value, decimals);
    DrawTextStyle style = { DRAW_SMALL, DRAW_MEDIUM, draw_color_on (draw_cell_color (context, cells, value)),
                            DRAW_CENTER, DRAW_CENTER };
    draw_text (context, text,
               draw_rect_cell (rect, cells->rows, cells->columns, i / cells->columns, i % cells->columns),
               style);
  }
}

void
draw_cell_mark (const DrawContext *context, DrawRect cell, DrawColor color) {
  cairo_t *cr = context->cr;
  double line = 0.045 * context->layout->unit;

  cairo_rectangle (cr, cell.x, cell.y, cell.width, cell.height);
  draw_set_color (cr, context->style->background, 1);
  cairo_set_line_width (cr, 2 * line);
  cairo_stroke_preserve (cr);
  draw_set_color (cr, color, 1);
  cairo_set_line_width (cr, line);
  cairo_stroke (cr);
}

void
draw_cell_mark_faded (const DrawContext *context, DrawRect cell, DrawColor color, double alpha) {
  DrawRect room = draw_rect_inset (cell, -0.1 * context->layout->unit);

  draw_begin_fade (context, room, alpha);
  draw_cell_mark (context, cell, color);
  draw_end_fade (context, alpha);
}
