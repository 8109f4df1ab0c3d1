/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What travels in scene "grab": gradients to the weight, and its places that fold into it. */
#include "draw-cells-private.h"
#include "draw-grab-private.h"
#include "draw-scene-private.h"
#include "draw-text-private.h"
#include "lesson-ease.h"
#include "lesson-grab.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* More on their way than this cannot be told apart. */
#define MOST_COPIES 400

static DrawRect
cell_of (const DrawContext *context, DrawRect map, gint64 output) {
  const EngineConvShape *shape = &context->state->parameters->single;

  return draw_rect_cell (map, shape->out_height, shape->out_width, output / shape->out_width,
                         output % shape->out_width);
}

static void
draw_dot (const DrawContext *context, double x, double y, double radius, DrawColor color) {
  cairo_t *cr = context->cr;

  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  draw_set_color (cr, color, 1);
  cairo_fill_preserve (cr);
  draw_set_color (cr, context->style->text, 0.8);
  cairo_set_line_width (cr, 0.015 * context->layout->unit);
  cairo_stroke (cr);
}

static gint64
step_of (gint64 outputs) {
  return (outputs + MOST_COPIES - 1) / MOST_COPIES;
}

static double
largest_gradient (const LessonParameters *p, gint64 tap) {
  double largest = 0;

  for (gint64 output = 0; output < p->response->length; output++)
    largest = MAX (largest, fabs (lesson_grab_gradient (p, tap, output)));
  return largest;
}

/* A dot for each position, as large as its gradient; the smallest still says that it is there. */
static void
draw_gradients (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const LessonGrabView *view = &context->state->grab_view;
  const DrawGrabPlaces *places = context->layout->places;
  DrawRect to = draw_grab_kernel_cell (context, view->tap);
  double scale = largest_gradient (p, view->tap), u = context->layout->unit;
  gint64 n = p->response->length;

  for (gint64 output = 0; output < n; output += step_of (n)) {
    double travel = lesson_grab_travel (view, output, n);
    double gradient = lesson_grab_gradient (p, view->tap, output);
    if (travel <= 0 || travel >= 1)
      continue;
    DrawRect at = draw_rect_between (cell_of (context, places->change, output), to, lesson_ease (travel));
    double size = scale > 0 ? sqrt (fabs (gradient) / scale) : 0;
    draw_dot (context, at.x + at.width / 2, at.y + at.height / 2, (0.03 + 0.1 * size) * u,
              draw_style_diverging (context->style, gradient, scale));
  }
}

static double
fold (const LessonGrabView *view, gint64 output, gint64 outputs) {
  double begin = 0.5 * output / outputs;

  return lesson_span (view->folding, begin, begin + 0.5);
}

/* From every place on the map a copy of the weight goes to the one cell of the kernel. */
static void
draw_folding (const DrawContext *context) {
  const LessonGrabView *view = &context->state->grab_view;
  const DrawGrabPlaces *places = context->layout->places;
  gint64 n = context->state->parameters->response->length;
  DrawRect to = draw_grab_kernel_cell (context, view->tap);
  DrawColor color =
      draw_style_weight (context->style, view->tap, context->state->parameters->one_filter.weights);

  for (gint64 output = 0; output < n; output += step_of (n)) {
    double travel = fold (view, output, n);
    if (travel <= 0 || travel >= 1)
      continue;
    DrawRect from = cell_of (context, places->map, output);
    DrawRect at = draw_rect_between (draw_rect_inset (from, 0.2 * from.width),
                                     draw_rect_inset (to, 0.3 * to.width), lesson_ease (travel));
    draw_set_color (context->cr, color, 0.85);
    cairo_rectangle (context->cr, at.x, at.y, at.width, at.height);
    cairo_fill (context->cr);
  }
}

/* Places that have lit up, or copies that have come home. */
static gint64
count_places (const LessonGrabView *view, gint64 outputs) {
  gint64 home = 0;

  while (view->folding > 0 && home < outputs && fold (view, home, outputs) >= 1)
    home++;
  return view->folding > 0 ? home : view->places;
}

void
draw_grab_tally (const DrawContext *context, DrawRect at, gint64 places, DrawColor color) {
  const LessonGrabView *view = &context->state->grab_view;
  double u = context->layout->unit;
  double right = context->layout->main.x + context->layout->main.width;
  g_autofree char *number = lesson_format_count (places);
  const char *words =
      view->folding > 0 ? ngettext ("use", "uses", places) : ngettext ("place", "places", places);
  DrawRect first = { at.x, at.y, right - at.x, 0.8 * u },
           second = { at.x, at.y + 0.8 * u, right - at.x, 0.4 * u };

  if (view->tally <= 0)
    return;
  draw_text (
      context, number, first,
      (DrawTextStyle){ DRAW_NUMBER, DRAW_SEMIBOLD, color, DRAW_START, DRAW_CENTER, .alpha = view->tally });
  draw_text (context, words, second,
             (DrawTextStyle){ DRAW_SMALL, DRAW_MEDIUM, context->style->muted, DRAW_START, DRAW_CENTER,
                              .shorten = TRUE, .alpha = view->tally });
}

void
draw_grab_flow (const DrawContext *context) {
  const LessonGrabView *view = &context->state->grab_view;
  const DrawGrabPlaces *places = context->layout->places;
  DrawRect at = { places->node_change.x, places->change.y, 0, 0 };

  if (view->gradients > 0 && view->flow < 1)
    draw_gradients (context);
  if (view->folding > 0)
    draw_folding (context);
  draw_grab_tally (context, at, count_places (view, context->state->parameters->response->length),
                   context->style->convolution);
}

static char *
note_of (const DrawContext *context, char **strong) {
  const LessonParameters *p = context->state->parameters;
  const LessonGrabView *view = &context->state->grab_view;
  gint64 n = p->response->length, arrived = lesson_grab_arrived (view, n);
  double weight = p->kernel->data[view->tap];
  g_autofree char *before = draw_short_value (weight, 2);
  g_autofree char *after = draw_short_value (weight + view->delta, 2);
  g_autofree char *sum = lesson_format_value (lesson_grab_gradient_sum (p, view->tap, arrived));
  g_autofree char *count = lesson_format_count (arrived);

  if (view->gradients > 0) {
    *strong = g_strdup_printf ("Σ = %s", sum);
    return g_strdup_printf (ngettext ("%s gradient", "%s gradients", arrived), count);
  }
  if (view->change <= 0 || context->state->free)
    return NULL;
  *strong = g_strdup_printf ("%s → %s", before, after);
  return g_strdup (_ ("held weight"));
}

void
draw_grab_note (const DrawContext *context) {
  const LessonGrabView *view = &context->state->grab_view;
  DrawRect rect = ((const DrawGrabPlaces *) context->layout->places)->note;
  double u = context->layout->unit;
  double alpha =
      view->folding > 0 ? lesson_span (view->folding, 0, 0.2) : MAX (view->change, view->gradients);
  g_autofree char *strong = NULL;
  g_autofree char *words = note_of (context, &strong);
  DrawRect first = { rect.x, rect.y + 0.08 * u, rect.width, 0.3 * u };
  DrawRect second = { rect.x, rect.y + 0.38 * u, rect.width, 0.4 * u };

  if (words == NULL)
    return;
  draw_text (context, words, first,
             (DrawTextStyle){ DRAW_SMALL, DRAW_MEDIUM, context->style->muted, DRAW_CENTER, DRAW_CENTER,
                              .alpha = alpha });
  draw_text (context, strong, second,
             (DrawTextStyle){ DRAW_TITLE, DRAW_SEMIBOLD, context->style->text, DRAW_CENTER, DRAW_CENTER,
                              .alpha = alpha });
}
