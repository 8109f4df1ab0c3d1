/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "photo": the photo and its response side by side, the kernel, the window and the formula line. */
#include "draw-photo-private.h"

#include "draw-cells-private.h"
#include "draw-formula-private.h"
#include "draw-kernel-private.h"
#include "draw-scene-private.h"
#include "draw-text-private.h"
#include "lesson-ease.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define FORMULA_HEIGHT 1.2
#define OTHERS_HEIGHT  1.55
#define KERNEL_SIDE    2.6
#define GAP            0.4
#define MOVED          0.7  /* of the way to side by side: then the response appears where the photo was */
#define LEAST_MARK     0.24 /* so small that it is still seen */

static const DrawPhotoPlaces *
places_of (const DrawContext *context) {
  return context->layout->places;
}

/* Below the card with the totals, or where there is none at the end of the scene's own room, which is then less. */
static DrawRect
place_kernel (const DrawLayout *self, DrawRect *main) {
  double u = self->unit, label = DRAW_LABEL * u;

  if (self->n_totals == 0) {
    main->width -= (KERNEL_SIDE + GAP) * u;
    return (DrawRect){ main->x + main->width + GAP * u, main->y + label, KERNEL_SIDE * u, KERNEL_SIDE * u };
  }
  DrawRect card = self->totals[self->n_totals - 1];
  double top = card.y + card.height + GAP * u + label;
  double side = MIN (KERNEL_SIDE * u, main->y + main->height - top);
  return (DrawRect){ card.x + (card.width - side) / 2, top, side, side };
}

/* How large a pixel is when the whole photo is in view. */
static double
fit (const EngineImage *photo, DrawRect view) {
  return MIN (view.width / (double) photo->width, view.height / (double) photo->height);
}

/* Side by side or one above the other, whichever shows more. */
static void
place_views (DrawPhotoPlaces *places, DrawRect main, double u, double split, const EngineImage *photo) {
  double label = DRAW_LABEL * u;
  DrawRect all = { main.x, main.y + label, main.width, main.height - label };
  double height = all.height - OTHERS_HEIGHT * u - GAP * u;
  double half_width = (all.width - GAP * u) / 2, half_height = (height - label) / 2;
  DrawRect left = { all.x, all.y, half_width, height }, upper = { all.x, all.y, all.width, half_height };
  gboolean stacked = fit (photo, upper) > fit (photo, left);
  DrawRect half = stacked ? upper : left;

  places->photo = draw_rect_between (all, half, lesson_span (split, 0, MOVED));
  places->response = half;
  if (stacked)
    places->response.y += half_height + label;
  else
    places->response.x += half_width + GAP * u;
  places->both = split >= 1;
  places->others =
      (DrawRect){ main.x, main.y + main.height - OTHERS_HEIGHT * u, main.width, OTHERS_HEIGHT * u };
  places->formula = (DrawRect){ main.x, places->others.y + (OTHERS_HEIGHT - FORMULA_HEIGHT) / 2 * u,
                                main.width, FORMULA_HEIGHT * u };
}

static void
add_region (DrawLayout *self, LessonPart part, DrawRect view, const LessonParameters *p) {
  const DrawPhotoPlaces *places = self->places;
  DrawPhotoPart pixels = draw_photo_part (places, view, p, TRUE);
  gint64 rows = pixels.last_row - pixels.first_row, columns = pixels.last_column - pixels.first_column;

  if (rows < 1 || columns < 1)
    return;
  DrawRect rect = draw_photo_rect (places, view, (double) pixels.first_row, (double) pixels.first_column,
                                   (double) rows, (double) columns);
  draw_layout_add_region (self, (DrawRegion){ .part = part,
                                              .rows = rows,
                                              .columns = columns,
                                              .rect = rect,
                                              .first_row = pixels.first_row,
                                              .first_column = pixels.first_column });
}

static void
place (DrawLayout *self, const LessonState *state) {
  const LessonPhotoView *view = &state->photo_view;
  const LessonParameters *p = state->parameters;
  DrawPhotoPlaces *places = self->places;
  DrawRect main = self->main;

  places->kernel = place_kernel (self, &main);
  place_views (places, main, self->unit, view->split, p->photo);
  places->x = view->x;
  places->y = view->y;
  places->scale =
      fit (p->photo, places->photo) * (double) MAX (p->photo->width, p->photo->height) / view->span;
  add_region (self, LESSON_PART_PHOTO, places->photo, p);
  if (places->both)
    add_region (self, LESSON_PART_RESPONSE, places->response, p);
  gint64 kernel = p->settings.kernel;
  draw_layout_add_region (self, (DrawRegion){ LESSON_PART_WEIGHT, 0, kernel, kernel, 0, places->kernel });
}

/* Pixels at the edge of a view, of which only a part is seen, are in no region. */
static gboolean
hit_view (const DrawLayout *self, DrawRect view, double x, double y, LessonTarget *target) {
  const DrawPhotoPlaces *places = self->places;
  DrawRect visible = draw_photo_visible (places, view, self->parameters);
  DrawRect all = draw_photo_rect (places, view, 0, 0, 1, 1);

  if (x < visible.x || y < visible.y || x >= visible.x + visible.width || y >= visible.y + visible.height)
    return FALSE;
  target->row = CLAMP ((gint64) floor ((y - all.y) / places->scale), 0, self->parameters->photo->height - 1);
  target->column =
      CLAMP ((gint64) floor ((x - all.x) / places->scale), 0, self->parameters->photo->width - 1);
  return TRUE;
}

static LessonTarget
hit (const DrawLayout *self, double x, double y) {
  const DrawPhotoPlaces *places = self->places;
  LessonTarget target = { LESSON_PART_PHOTO, 0, 0, 0 };

  if (hit_view (self, places->photo, x, y, &target))
    return target;
  target.part = LESSON_PART_RESPONSE;
  if (places->both && hit_view (self, places->response, x, y, &target))
    return target;
  return (LessonTarget){ LESSON_PART_NONE };
}

static gboolean
locate (const DrawLayout *self, const LessonTarget *target, DrawRect *rect) {
  const DrawPhotoPlaces *places = self->places;
  gboolean response = target->part == LESSON_PART_RESPONSE;

  if ((target->part != LESSON_PART_PHOTO && !response) || (response && !places->both))
    return FALSE;
  DrawRect view = response ? places->response : places->photo;
  DrawPhotoPart seen = draw_photo_part (places, view, self->parameters, FALSE);
  *rect = draw_photo_rect (places, view, (double) target->row, (double) target->column, 1, 1);
  return target->row >= seen.first_row && target->row < seen.last_row && target->column >= seen.first_column
         && target->column < seen.last_column;
}

gboolean
draw_layout_photo (const DrawLayout *self, double x, double y, double *row, double *column, double *scale) {
  const DrawPhotoPlaces *places = self->places;
  LessonTarget target;

  if (self->kind != LESSON_SCENE_PHOTO)
    return FALSE;
  gboolean photo = hit_view (self, places->photo, x, y, &target);
  if (!photo && !(places->both && hit_view (self, places->response, x, y, &target)))
    return FALSE;
  DrawRect origin = draw_photo_rect (places, photo ? places->photo : places->response, 0, 0, 1, 1);
  *row = (y - origin.y) / places->scale;
  *column = (x - origin.x) / places->scale;
  *scale = places->scale;
  return TRUE;
}

/* The frame of what is seen, with a line of type above it. */
static void
draw_frame (const DrawContext *context, DrawRect view, const char *start, const char *end) {
  const LessonParameters *p = context->state->parameters;
  DrawRect visible = draw_photo_visible (places_of (context), view, p);
  DrawTextStyle style = { DRAW_SMALL, DRAW_MEDIUM, context->style->muted, DRAW_END, DRAW_CENTER };
  double u = context->layout->unit, height = DRAW_LABEL * u;
  DrawRect line = { view.x, visible.y - height, view.width, 0.9 * height };

  draw_set_color (context->cr, context->style->outline, 1);
  cairo_set_line_width (context->cr, 0.02 * u);
  cairo_rectangle (context->cr, visible.x, visible.y, visible.width, visible.height);
  cairo_stroke (context->cr);
  if (visible.width > view.width / 3) {
    line.x = visible.x;
    line.width = visible.width;
  }
  if (end != NULL) {
    draw_text (context, end, line, style);
    line.width -= draw_text_width (context, end, DRAW_SMALL, DRAW_MEDIUM) + 0.2 * u;
  }
  style.x = DRAW_START;
  style.shorten = TRUE;
  draw_text (context, start, line, style);
}

static void
draw_lines (const DrawContext *context, DrawRect view) {
  const DrawPhotoPlaces *places = places_of (context);
  const LessonParameters *p = context->state->parameters;
  DrawPhotoPart part = draw_photo_part (places, view, p, FALSE);
  DrawRect visible = draw_photo_visible (places, view, p);
  cairo_t *cr = context->cr;

  if (places->scale < 0.2 * context->layout->unit)
    return;
  draw_set_color (cr, context->style->outline, 0.55);
  cairo_set_line_width (cr, 0.012 * context->layout->unit);
  for (gint64 i = part.first_column + 1; i < part.last_column; i++) {
    cairo_move_to (cr, draw_photo_rect (places, view, 0, (double) i, 1, 1).x, visible.y);
    cairo_rel_line_to (cr, 0, visible.height);
  }
  for (gint64 i = part.first_row + 1; i < part.last_row; i++) {
    cairo_move_to (cr, visible.x, draw_photo_rect (places, view, (double) i, 0, 1, 1).y);
    cairo_rel_line_to (cr, visible.width, 0);
  }
  cairo_stroke (cr);
}

static void
draw_photo (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  DrawRect view = places_of (context)->photo;
  g_autofree char *size = lesson_format_size (p->photo->width, p->photo->height);

  draw_photo_map (context, view, FALSE);
  draw_lines (context, view);
  draw_frame (context, view, p->photo_name, size);
}

static DrawRect
pixel_in (const DrawContext *context, DrawRect view, gint64 row, gint64 column) {
  return draw_photo_rect (places_of (context), view, (double) row, (double) column, 1, 1);
}

/* The one value that was summed in the open, before the others are there. */
static void
draw_first_value (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const LessonPhotoView *view = &context->state->photo_view;
  float pixels[LESSON_TAPS_MAX];
  double sum = lesson_response_sum (p->photo_response, view->row, view->column, pixels);
  double value = p->settings.relu ? MAX (sum, 0) : sum;
  DrawTone tone = draw_photo_tone (context);
  DrawRect to = pixel_in (context, places_of (context)->response, view->row, view->column);
  DrawRect at =
      draw_rect_between (draw_formula_sum (context, places_of (context)->formula), to, view->landing);
  DrawColor color = draw_tone_color (&tone, value);

  if (view->landing <= 0 || view->response >= 1)
    return;
  draw_set_color (context->cr, color, 1);
  cairo_rectangle (context->cr, at.x, at.y, at.width, at.height);
  cairo_fill_preserve (context->cr);
  draw_set_color (context->cr, context->style->outline, 1);
  cairo_set_line_width (context->cr, 0.02 * context->layout->unit);
  cairo_stroke (context->cr);
  g_autofree char *text = draw_short_value (value, 1);
  if (view->landing >= 1 && draw_text_width (context, "−8.8", DRAW_SMALL, DRAW_MEDIUM) < 0.94 * at.width)
    draw_text (context, text, at,
               (DrawTextStyle){ DRAW_SMALL, DRAW_MEDIUM, draw_color_on (color), DRAW_CENTER, DRAW_CENTER });
}

static void
draw_response (const DrawContext *context) {
  const LessonPhotoView *view = &context->state->photo_view;
  DrawRect rect = places_of (context)->response;
  DrawRect room = draw_rect_inset (rect, -DRAW_LABEL * context->layout->unit);

  double there = lesson_span (view->split, MOVED, 1);

  if (there <= 0)
    return;
  draw_begin_fade (context, room, there);
  DrawRect visible = draw_photo_visible (places_of (context), rect, context->state->parameters);
  draw_set_color (context->cr, context->style->outline, 0.1);
  cairo_rectangle (context->cr, visible.x, visible.y, visible.width, visible.height);
  cairo_fill (context->cr);
  draw_begin_fade (context, visible, view->response);
  if (view->response > 0) {
    draw_photo_map (context, rect, TRUE);
    draw_photo_values (context, rect, TRUE);
  }
  draw_end_fade (context, view->response);
  draw_lines (context, rect);
  draw_frame (context, rect, _ ("Response"), NULL);
  draw_end_fade (context, there);
}

static void
draw_kernel_place (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  DrawRect rect = places_of (context)->kernel;
  DrawRect line = { rect.x, rect.y - DRAW_LABEL * context->layout->unit, rect.width,
                    0.9 * DRAW_LABEL * context->layout->unit };

  draw_text (context, lesson_parameters_filter_title (p), line,
             (DrawTextStyle){ DRAW_SMALL, DRAW_MEDIUM, context->style->muted, DRAW_START, DRAW_CENTER,
                              .shorten = TRUE });
  draw_kernel (context, rect, p->kernel->data, p->settings.kernel, p->settings.kernel,
               draw_scale_of (p->kernel));
}

/* However small a pixel is, its mark is seen. */
static void
draw_mark (const DrawContext *context, DrawRect rect, DrawColor color) {
  double least = LEAST_MARK * context->layout->unit;
  double more = MAX (least - rect.width, 0) / 2;

  draw_cell_mark (context, draw_rect_inset (rect, -more), color);
}

static DrawRect
window_rect (const DrawContext *context, gint64 row, gint64 column) {
  const LessonSettings *settings = &context->state->parameters->settings;
  double window = (double) (settings->dilation * (settings->kernel - 1) + 1);
  double first = floor ((window - 1) / 2);
  const DrawPhotoPlaces *places = places_of (context);

  return draw_photo_rect (places, places->photo, (double) row - first, (double) column - first, window,
                          window);
}

static void
clip_to (cairo_t *cr, DrawRect rect, double more) {
  DrawRect room = draw_rect_inset (rect, -more);

  cairo_save (cr);
  cairo_rectangle (cr, room.x, room.y, room.width, room.height);
  cairo_clip (cr);
}

static void
draw_window (const DrawContext *context, gint64 row, gint64 column) {
  const LessonSettings *settings = &context->state->parameters->settings;
  const LessonPhotoView *view = &context->state->photo_view;
  const DrawPhotoPlaces *places = places_of (context);
  DrawRect window = window_rect (context, row, column);
  double more = LEAST_MARK * context->layout->unit;

  if (view->window <= 0)
    return;
  if (view->window >= 1)
    clip_to (context->cr, places->photo, more / 4);
  else
    cairo_save (context->cr);
  if (window.width < settings->kernel * more / 2)
    draw_mark (context, window, context->style->accent);
  else
    draw_kernel_frames (context, draw_rect_between (places->kernel, window, lesson_ease (view->window)),
                        settings->kernel, settings->kernel, settings->dilation);
  cairo_restore (context->cr);
  if (view->landing < 1)
    return;
  clip_to (context->cr, places->response, more / 4);
  draw_mark (context, pixel_in (context, places->response, row, column), context->style->accent);
  cairo_restore (context->cr);
}

/* The weight that is pointed at; -1: none. */
static gint64
pointed_tap (const DrawContext *context) {
  return context->target.part == LESSON_PART_WEIGHT
             ? context->target.row * context->state->parameters->settings.kernel + context->target.column
             : -1;
}

static void
draw_sum (const DrawContext *context, gint64 row, gint64 column) {
  const LessonParameters *p = context->state->parameters;
  gint64 kernel = p->settings.kernel;
  float pixels[LESSON_TAPS_MAX];
  DrawTerm terms[LESSON_TAPS_MAX];
  double sum = lesson_response_sum (p->photo_response, row, column, pixels);

  for (gint64 tap = 0; tap < kernel * kernel; tap++)
    terms[tap] = (DrawTerm){ pixels[tap], p->kernel->data[tap] };
  draw_formula (context, places_of (context)->formula,
                &(DrawFormula){
                    .terms = terms,
                    .rows = kernel,
                    .columns = kernel,
                    .shown = context->state->photo_view.products,
                    .pointed = pointed_tap (context),
                    .sum = sum,
                    .scale = draw_photo_tone (context).full,
                });
}

/* Below the views: the sum, or what other filters see. */
static void
draw_below (const DrawContext *context, gint64 row, gint64 column) {
  const LessonPhotoView *view = &context->state->photo_view;
  /* Whoever points at a pixel wants its sum. */
  gboolean points = context->target.part == LESSON_PART_PHOTO || context->target.part == LESSON_PART_RESPONSE;
  double formula = points ? 1 : 1 - lesson_span (view->others, 0, 0.5);
  double others = points ? 0 : lesson_span (view->others, 0.5, 1);
  DrawRect room = draw_rect_inset (places_of (context)->others, -0.2 * context->layout->unit);

  if (formula > 0 && view->products > 0) {
    draw_begin_fade (context, room, formula);
    draw_sum (context, row, column);
    draw_end_fade (context, formula);
  }
  if (others > 0) {
    draw_begin_fade (context, room, others);
    draw_photo_others (context);
    draw_end_fade (context, others);
  }
}

/* Pixel and value at the same place are marked together: the window and its mark do that. */
static void
mark_target (const DrawContext *context) {
  DrawRect cell;

  if (context->target.part == LESSON_PART_NONE
      || !draw_layout_locate (context->layout, &context->target, &cell))
    return;
  if (context->target.part == LESSON_PART_WEIGHT)
    draw_cell_mark (context, cell, context->style->text);
  else if (context->state->photo_view.window < 1)
    draw_mark (context, cell, context->style->text);
}

static void
draw (const DrawContext *context) {
  gint64 row, column;

  lesson_state_photo_window (context->state, &context->target, &row, &column);
  draw_photo (context);
  draw_response (context);
  draw_kernel_place (context);
  draw_window (context, row, column);
  draw_photo_values (context, places_of (context)->photo, FALSE);
  draw_first_value (context);
  draw_below (context, row, column);
  mark_target (context);
}

const DrawSceneClass draw_photo_class = {
  .places_size = sizeof (DrawPhotoPlaces),
  .place = place,
  .draw = draw,
  .hit = hit,
  .locate = locate,
};
