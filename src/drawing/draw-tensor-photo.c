/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A photo's three planes, and a picture of which many pixels have changed. */
#include "draw-picture-private.h"
#include "draw-tensor-private.h"
#include "draw-text-private.h"
#include "lesson-ease.h"
#include "lesson-tensor.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>

static const char *const channel_names[DRAW_TENSOR_CHANNELS] = { N_ ("Red"), N_ ("Green"), N_ ("Blue") };

static void
draw_whole (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const LessonTensorView *view = &context->state->tensor_view;
  DrawRect rect = ((const DrawTensorPlaces *) context->layout->places)->photo;
  gint64 grid = p->settings.grid;
  g_autofree char *size = lesson_format_size (grid, grid);
  DrawRect name = rect;

  if (view->reduced < 1) {
    DrawRect whole = draw_rect_fit (rect, p->photo->height, p->photo->width);
    draw_picture (context, whole, p->photo);
  }
  if (view->reduced > 0) {
    draw_begin_fade (context, draw_rect_inset (rect, -0.05 * context->layout->unit), view->reduced);
    draw_color_cells (context, rect, p->photo_pixels, -1);
    draw_cell_lines (context, rect, grid, grid);
    draw_end_fade (context, view->reduced);
    draw_label_at_end (context, rect, size);
  }
  name.y -= DRAW_LABEL * context->layout->unit;
  name.height = 0.9 * DRAW_LABEL * context->layout->unit;
  name.width -= draw_text_width (context, size, DRAW_SMALL, DRAW_MEDIUM) + 0.2 * context->layout->unit;
  draw_text (context, p->photo_name, name,
             (DrawTextStyle){ DRAW_SMALL, DRAW_MEDIUM, context->style->muted, DRAW_START, DRAW_CENTER,
                              .shorten = TRUE });
}

/* From the photo, one after the other, to their places. */
static void
draw_planes (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const LessonTensorView *view = &context->state->tensor_view;
  const DrawTensorPlaces *places = context->layout->places;
  gint64 grid = p->settings.grid;

  for (int i = DRAW_TENSOR_CHANNELS - 1; i >= 0; i--) {
    double begin = 0.3 + 0.15 * (DRAW_TENSOR_CHANNELS - 1 - i);
    double share = lesson_ease (lesson_span (view->split, begin, begin + 0.4));
    DrawRect at = draw_rect_between (places->photo, places->planes[i], share);
    if (share <= 0)
      continue;
    draw_color_cells (context, at, p->photo_pixels, i);
    draw_cell_lines (context, at, grid, grid);
    if (share >= 1)
      draw_label (context, at, _ (channel_names[i]));
  }
}

static DrawColor
channel_color (int channel, double value) {
  return (DrawColor){ channel == 0 ? value : 0, channel == 1 ? value : 0, channel == 2 ? value : 0 };
}

/* The value as a number, and as a bar in the very colour that it gives the pixel. */
static void
draw_value (const DrawContext *context, DrawRect rect, int channel, double value) {
  const DrawStyle *style = context->style;
  double u = context->layout->unit;
  g_autofree char *text = lesson_format_value (value);
  DrawRect bar = { rect.x, rect.y + rect.height / 2 + 0.42 * u, rect.width, 0.3 * u };
  DrawRect number = { rect.x, rect.y + rect.height / 2 - 0.5 * u, rect.width, 0.8 * u };
  DrawRect filled = bar;

  filled.width *= value;
  draw_text (context, text, number,
             (DrawTextStyle){ DRAW_NUMBER, DRAW_SEMIBOLD, style->text, DRAW_CENTER, DRAW_CENTER });
  cairo_rectangle (context->cr, filled.x, filled.y, filled.width, filled.height);
  draw_set_color (context->cr, channel_color (channel, value), 1);
  cairo_fill (context->cr);
  cairo_rectangle (context->cr, bar.x, bar.y, bar.width, bar.height);
  draw_set_color (context->cr, style->outline, 1);
  cairo_set_line_width (context->cr, 0.02 * u);
  cairo_stroke (context->cr);
}

static void
draw_shape_line (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  DrawRect rect = ((const DrawTensorPlaces *) context->layout->places)->shape;
  gint64 grid = p->settings.grid;
  double u = context->layout->unit;
  g_autofree char *side = lesson_format_count (grid);
  g_autofree char *depth = lesson_format_count (DRAW_TENSOR_CHANNELS);
  g_autofree char *all = lesson_format_count (p->photo_pixels->length);
  g_autofree char *shape = draw_tensor_shape (grid, DRAW_TENSOR_CHANNELS);
  g_autofree char *words =
      g_strdup_printf (_ ("%s rows × %s columns × %s channels = %s numbers"), side, side, depth, all);
  double width = draw_text_width (context, shape, DRAW_NUMBER, DRAW_SEMIBOLD) + 0.5 * u;
  double at_caption = draw_text_width (context, words, DRAW_CAPTION, DRAW_MEDIUM);
  double size = DRAW_CAPTION * CLAMP ((rect.width - width) / at_caption, DRAW_SMALL / DRAW_CAPTION, 1);
  double whole = width + at_caption * size / DRAW_CAPTION;

  rect.x += MAX ((rect.width - whole) / 2, 0);
  draw_text (context, shape, rect,
             (DrawTextStyle){ DRAW_NUMBER, DRAW_SEMIBOLD, context->style->accent, DRAW_START, DRAW_CENTER });
  rect.x += width;
  draw_text (context, words, rect,
             (DrawTextStyle){ size, DRAW_MEDIUM, context->style->text, DRAW_START, DRAW_CENTER });
}

/* The pixel that the pointer or else the lesson looks at, in all four pictures. What fades is small: one group round all of it
 * would be as large as the picture. */
static void
draw_pixel (const DrawContext *context, double alpha) {
  const LessonParameters *p = context->state->parameters;
  const LessonTensorView *view = &context->state->tensor_view;
  const DrawTensorPlaces *places = context->layout->places;
  gboolean pointed = context->target.part == LESSON_PART_CHANNEL;
  gint64 row = pointed ? context->target.row : view->row;
  gint64 column = pointed ? context->target.column : view->column;
  gint64 grid = p->settings.grid;
  DrawColor color = context->style->accent;

  draw_cell_mark_faded (context, draw_rect_cell (places->photo, grid, grid, row, column), color, alpha);
  for (int i = 0; i < DRAW_TENSOR_CHANNELS; i++) {
    draw_cell_mark_faded (context, draw_rect_cell (places->planes[i], grid, grid, row, column), color, alpha);
    draw_begin_fade (context, draw_rect_inset (places->values[i], -0.1 * context->layout->unit), alpha);
    draw_value (context, places->values[i], i, p->photo_pixels->data[3 * (row * grid + column) + i]);
    draw_end_fade (context, alpha);
  }
}

void
draw_tensor_photo (const DrawContext *context) {
  const DrawTensorPlaces *places = context->layout->places;
  double numbers = context->state->tensor_view.numbers;

  draw_whole (context);
  draw_planes (context);
  if (numbers <= 0)
    return;
  draw_pixel (context, numbers);
  draw_begin_fade (context, places->shape, numbers);
  draw_shape_line (context);
  draw_end_fade (context, numbers);
}

static void
draw_square (const DrawContext *context, DrawRect rect, const float *values, const char *label) {
  gint64 grid = context->state->parameters->settings.grid;
  DrawCells cells = { values, grid, grid, 1, grid * grid, TRUE, 1 };

  draw_label (context, rect, label);
  draw_cells (context, rect, &cells);
  draw_cell_lines (context, rect, grid, grid);
  draw_tensor_values (context, rect, rect, &cells, 1);
}

static void
frame_touched (const DrawContext *context, DrawRect rect, const gboolean *touched) {
  gint64 grid = context->state->parameters->settings.grid;
  double line = 0.05 * context->layout->unit;

  /* Frames round the smallest cells would hide what they frame. */
  if (rect.width / grid < 6 * line)
    return;
  draw_set_color (context->cr, context->style->positive, 1);
  cairo_set_line_width (context->cr, line);
  for (gint64 i = 0; i < grid * grid; i++) {
    DrawRect cell = draw_rect_inset (draw_rect_cell (rect, grid, grid, i / grid, i % grid), line / 2);
    if (touched[i])
      cairo_rectangle (context->cr, cell.x, cell.y, cell.width, cell.height);
  }
  cairo_stroke (context->cr);
}

void
draw_tensor_changed (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const DrawTensorPlaces *places = context->layout->places;
  gint64 changed = context->state->tensor_view.changed;
  g_autofree float *values = g_new (float, p->pixels->length);
  g_autofree gboolean *touched = g_new (gboolean, p->pixels->length);
  g_autofree char *count = lesson_format_count (changed);
  g_autofree char *all = lesson_format_count (p->pixels->length);
  g_autofree char *label =
      g_strdup_printf (ngettext ("%s of %s pixels changed", "%s of %s pixels changed", changed), count, all);
  DrawRect cell;

  lesson_tensor_change (p, changed, values, touched);
  draw_square (context, places->left, p->pixels->data, _ ("As it was"));
  draw_square (context, places->right, values, label);
  frame_touched (context, places->right, touched);
  if (context->target.part != LESSON_PART_PIXEL
      || !draw_layout_locate (context->layout, &context->target, &cell))
    return;
  gint64 grid = p->settings.grid;
  for (int i = 0; i < 2; i++)
    draw_cell_mark (context,
                    draw_rect_cell (i == 0 ? places->left : places->right, grid, grid, context->target.row,
                                    context->target.column),
                    context->style->text);
}
