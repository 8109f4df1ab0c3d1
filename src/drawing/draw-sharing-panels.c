/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-cells-private.h"
#include "draw-kernel-private.h"
#include "draw-sharing-private.h"
#include "draw-text-private.h"
#include "lesson-ease.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* From so many dense weights on only those of one output are shown. */
#define MOST_CELLS      65536
#define MOST_TRAVELLING 16

static const DrawSharingPlaces *
places_of (const DrawContext *context) {
  return context->layout->places;
}

static guint32
packed (DrawColor color) {
  return 255u << 24 | (guint32) lround (color.red * 255) << 16 | (guint32) lround (color.green * 255) << 8
         | (guint32) lround (color.blue * 255);
}

void
draw_sharing_cells (const DrawContext *context, DrawRect rect, gint64 rows, gint64 columns,
                    const DrawColor *colors, const guint8 *there) {
  cairo_t *cr = context->cr;
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) columns, (int) rows);
  int stride = cairo_image_surface_get_stride (image);
  guint8 *pixels = cairo_image_surface_get_data (image);

  for (gint64 i = 0; i < rows * columns; i++)
    if (there[i])
      ((guint32 *) (gpointer) (pixels + i / columns * stride))[i % columns] = packed (colors[i]);
  cairo_surface_mark_dirty (image);
  cairo_save (cr);
  cairo_translate (cr, rect.x, rect.y);
  cairo_scale (cr, rect.width / columns, rect.height / rows);
  cairo_set_source_surface (cr, image, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr),
                            rect.height < rows ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST);
  cairo_rectangle (cr, 0, 0, columns, rows);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_surface_destroy (image);
}

/* Every output's weights as a block of cells where the output stands in the map. */
typedef struct {
  gint64 out_rows, out_columns, rows, columns; /* of outputs; of the weights of each */
  DrawRect rect;
  DrawColor *colors;
  guint8 *there;
} Mosaic;

static Mosaic
mosaic_new (DrawRect rect, gint64 out_rows, gint64 out_columns, gint64 rows, gint64 columns) {
  gint64 n = out_rows * rows * out_columns * columns;

  return (Mosaic){ out_rows,
                   out_columns,
                   rows,
                   columns,
                   draw_rect_fit (rect, out_rows * rows, out_columns * columns),
                   g_new0 (DrawColor, n),
                   g_new0 (guint8, n) };
}

static void
mosaic_set (Mosaic *self, gint64 output, gint64 weight, DrawColor color) {
  gint64 row = output / self->out_columns * self->rows + weight / self->columns;
  gint64 column = output % self->out_columns * self->columns + weight % self->columns;
  gint64 i = row * self->out_columns * self->columns + column;

  self->colors[i] = color;
  self->there[i] = 1;
}

static void
mosaic_draw (Mosaic *self, const DrawContext *context) {
  draw_sharing_cells (context, self->rect, self->out_rows * self->rows, self->out_columns * self->columns,
                      self->colors, self->there);
  draw_cell_lines (context, self->rect, self->out_rows, self->out_columns);
  g_free (self->colors);
  g_free (self->there);
}

static void
draw_dense_mosaic (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const LessonSharingView *view = &context->state->sharing_view;
  gint64 grid = p->settings.grid, inputs = p->pixels->length;
  gboolean one = p->dense_map.weights > MOST_CELLS;
  gint64 outputs = one ? 1 : p->one_filter.outputs;
  g_autofree DrawColor *colors = g_new (DrawColor, inputs);
  Mosaic mosaic = mosaic_new (places_of (context)->dense, one ? 1 : p->single.out_height,
                              one ? 1 : p->single.out_width, grid, grid);

  for (gint64 i = 0; i < outputs; i++) {
    gint64 output = one ? view->output : i;
    double n = view->lines - (double) lesson_sharing_place (view, output) * inputs;
    if (n >= 1)
      draw_style_dense_weights (context->style, output, p->one_filter.outputs, inputs, colors);
    for (gint64 input = 0; input < inputs && input + 1 <= n; input++)
      mosaic_set (&mosaic, i, input, colors[input]);
  }
  mosaic_draw (&mosaic, context);
}

static void
draw_local_mosaic (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const LessonSharingView *view = &context->state->sharing_view;
  Mosaic mosaic = mosaic_new (places_of (context)->local, p->single.out_height, p->single.out_width,
                              p->single.spec.kernel[0], p->single.spec.kernel[1]);

  for (gint64 output = 0; output < p->one_filter.outputs; output++) {
    if (lesson_sharing_rung (view, p, output) < LESSON_RUNG_LOCAL)
      continue;
    for (gint64 tap = 0; tap < p->one_filter.weights; tap++) {
      DrawSharingLine line = draw_sharing_window_line (p, output, tap);
      mosaic_set (&mosaic, output, tap, draw_sharing_color (context, &line, LESSON_RUNG_LOCAL));
    }
  }
  mosaic_draw (&mosaic, context);
}

/* An output's own weights on their way into the one kernel, where they take its colours. */
static void
draw_travelling (const DrawContext *context, gint64 output, double share) {
  const LessonParameters *p = context->state->parameters;
  const gint64 *kernel = p->single.spec.kernel;
  DrawRect mosaic = draw_rect_fit (places_of (context)->local, p->single.out_height * kernel[0],
                                   p->single.out_width * kernel[1]);
  DrawRect from = draw_rect_cell (mosaic, p->single.out_height, p->single.out_width,
                                  output / p->single.out_width, output % p->single.out_width);
  DrawRect at = draw_rect_between (from, places_of (context)->kernel, share);

  for (gint64 tap = 0; tap < kernel[0] * kernel[1]; tap++) {
    DrawSharingLine line = draw_sharing_window_line (p, output, tap);
    DrawRect cell = draw_rect_cell (at, kernel[0], kernel[1], tap / kernel[1], tap % kernel[1]);
    draw_set_color (context->cr,
                    draw_color_mix (draw_sharing_color (context, &line, LESSON_RUNG_LOCAL),
                                    draw_sharing_color (context, &line, LESSON_RUNG_SHARED), share),
                    0.85);
    cairo_rectangle (context->cr, cell.x, cell.y, 0.94 * cell.width, 0.94 * cell.height);
    cairo_fill (context->cr);
  }
}

static void
draw_folding (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const LessonSharingView *view = &context->state->sharing_view;
  double flight = lesson_sharing_flight (p->one_filter.outputs);
  gint64 every = MAX (1, (gint64) ceil (flight / MOST_TRAVELLING));

  for (gint64 output = 0; output < p->one_filter.outputs; output += every) {
    double share = (view->shared - output) / flight;
    if (share > 0 && share < 1)
      draw_travelling (context, output, lesson_ease (share));
  }
}

static void
draw_shared_kernel (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  DrawRect rect = places_of (context)->kernel;
  double there = lesson_ease (lesson_span (context->state->sharing_view.shared, 0.5 * LESSON_SHARING_FLIGHT,
                                           1.5 * LESSON_SHARING_FLIGHT));

  if (there > 0) {
    draw_begin_fade (context, draw_rect_inset (rect, -0.1 * context->layout->unit), there);
    draw_kernel (context, rect, p->kernel->data, p->kernel->shape[1], p->kernel->shape[2],
                 draw_scale_of (p->kernel));
    draw_end_fade (context, there);
  }
  draw_cell_lines (context, rect, p->kernel->shape[1], p->kernel->shape[2]);
}

/* 0 where the text does not fit in any: half a number is none, and the cards tell it, too. */
static double
fitting_size (const DrawContext *context, const char *text, DrawTextStyle style, double width) {
  if (draw_text_width (context, text, style.size, style.weight) <= width)
    return style.size;
  return draw_text_width (context, text, DRAW_SMALL, style.weight) <= width ? DRAW_SMALL : 0;
}

/* "64 × 100 = 6,400", and for all maps. */
static void
write_sum (const DrawContext *context, DrawRect panel, gint64 sets, gint64 each, const LessonCounter *counter,
           DrawColor color, double alpha) {
  gint64 maps = (gint64) context->state->sharing_view.maps;
  double u = context->layout->unit;
  DrawRect line = { panel.x + panel.width + 0.15 * u, panel.y + 0.03 * u, places_of (context)->words,
                    MIN (0.38 * u, 0.26 * panel.height) };
  g_autofree char *a = lesson_format_count (sets);
  g_autofree char *b = lesson_format_count (each);
  g_autofree char *n = lesson_format_count (counter->weights / maps);
  g_autofree char *m = lesson_format_count (maps);
  g_autofree char *all = lesson_format_count (counter->weights);
  g_autofree char *product = g_strdup_printf ("%s × %s", a, b);
  g_autofree char *sum = g_strdup_printf ("= %s", n);
  g_autofree char *times = g_strdup_printf (ngettext ("× %s map", "× %s maps", (gulong) maps), m);
  g_autofree char *total = g_strdup_printf ("= %s", all);
  const char *lines[] = { product, sum, times, total };
  gsize n_lines = alpha <= 0 ? 0 : maps == 1 ? 2 : 4;

  for (gsize i = 0; i < n_lines; i++) {
    DrawTextStyle style = { DRAW_SMALL, DRAW_REGULAR, context->style->muted,
                            DRAW_START, DRAW_CENTER,  .alpha = alpha };
    if (i % 2 == 1) {
      style.size = DRAW_BODY;
      style.weight = DRAW_SEMIBOLD;
      style.color = color;
    }
    style.size = fitting_size (context, lines[i], style, line.width);
    if (style.size > 0)
      draw_text (context, lines[i], line, style);
    line.y += line.height;
  }
}

/* The weights travel where the words of the local panel stand. */
static double
words_aside (const DrawContext *context) {
  double shared = context->state->sharing_view.shared;
  gint64 outputs = context->state->parameters->one_filter.outputs;
  double end = outputs - 1 + lesson_sharing_flight (outputs);

  return 1 - lesson_span (shared, 0, 0.08 * end) + lesson_span (shared, 0.97 * end, end);
}

static void
label_panel (const DrawContext *context, DrawRect panel, const char *text) {
  panel.width += places_of (context)->words;
  draw_label (context, panel, text);
}

/* The row of panels, with their labels: where one comes up. */
static DrawRect
panels_rect (const DrawContext *context) {
  DrawRect main = context->layout->main, panel = places_of (context)->dense;
  double label = DRAW_LABEL * context->layout->unit;

  return (DrawRect){ main.x - 0.5 * label, panel.y - label, main.width + label, panel.height + 1.5 * label };
}

static void
draw_dense_panel (const DrawContext *context) {
  const LessonState *state = context->state;
  const LessonParameters *p = state->parameters;
  DrawRect panel = places_of (context)->dense;
  gboolean one = p->dense_map.weights > MOST_CELLS;

  label_panel (context, panel, one ? _ ("Dense: one output") : _ ("Dense: every weight"));
  draw_dense_mosaic (context);
  if (state->sharing_view.lines >= p->dense_map.weights)
    write_sum (context, panel, p->one_filter.outputs, p->pixels->length, &state->dense, context->style->dense,
               1);
}

static void
draw_local_panel (const DrawContext *context) {
  const LessonState *state = context->state;
  const EngineCount *one = &state->parameters->one_filter;
  DrawRect panel = places_of (context)->local;

  draw_begin_fade (context, panels_rect (context), state->local.shown);
  label_panel (context, panel, _ ("Local: a window each"));
  draw_local_mosaic (context);
  if (state->sharing_view.fallen >= one->outputs - 1)
    write_sum (context, panel, one->outputs, one->weights, &state->local, context->style->local,
               words_aside (context));
  draw_end_fade (context, state->local.shown);
}

static void
draw_shared_panel (const DrawContext *context) {
  const LessonState *state = context->state;
  const EngineCount *one = &state->parameters->one_filter;
  DrawRect panel = places_of (context)->kernel;

  draw_begin_fade (context, panels_rect (context), state->convolution.shown);
  label_panel (context, panel, _ ("Shared: one for all"));
  draw_shared_kernel (context);
  draw_folding (context);
  if (state->sharing_view.shared >= one->outputs - 1)
    write_sum (context, panel, 1, one->weights, &state->convolution, context->style->convolution, 1);
  draw_end_fade (context, state->convolution.shown);
}

void
draw_sharing_panels (const DrawContext *context) {
  draw_dense_panel (context);
  if (context->state->local.shown > 0)
    draw_local_panel (context);
  if (context->state->convolution.shown > 0)
    draw_shared_panel (context);
}
