/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Your image: a photo from the whole to its single pixels, and what a filter sees in it. */
#include "lesson-scene-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum { WHOLE, ZOOM, SUM, EVERYWHERE, OTHERS, N_STEPS };

/* So many pixels are in view where single ones are looked at, and round a large window. */
#define CLOSE_SPAN   7
#define CLOSE_MARGIN 4
#define LEAST_SPAN   2
#define WIDEST       1.34 /* photos that are wider than this many heights count as such */
/* The window lies at most so far from the middle of the view. */
#define SEARCH 1

static const LessonStepText steps[N_STEPS] = {
  { "whole", 3.0,
    N_ ("A photo: {photo_width} × {photo_height} pixels. A filter works the same on a picture of any size."),
    N_ ("{photo}: {photo_pixels} pixels in grey, one number each. Any picture can be opened here.") },
  { "zoom", 5.0,
    N_ ("From close by it is numbers again. The same {filter_weights} weights lie on the pixels."),
    N_ ("0 is black, 1 is white. Zoom with the wheel or with + and −, and drag to move.") },
  { "sum", 6.5,
    N_ ("Multiply, add up: one pixel of the response. Nothing here knows how large the photo is."),
    N_ ("The filter: {filter}. Point at any pixel to see its sum.") },
  { "everywhere", 7.0,
    N_ ("The same everywhere: {filter_weights} weights, {photo_multiplications} multiplications for the "
        "whole photo."),
    N_ ("A dense layer from every pixel to every output would have {photo_dense_weights} weights.") },
  { "others", 4.0,
    N_ ("Other weights see other things: edges, corners, surfaces. Choose a filter, or type one."),
    N_ ("Nobody has to invent them: a network finds its own by learning.") },
};

static double
close_span (const LessonParameters *p) {
  double window = (double) p->settings.dilation * (p->settings.kernel - 1) + 1;
  double shape = CLAMP ((double) p->photo->width / p->photo->height, 1, WIDEST);

  return MIN (shape * MAX (CLOSE_SPAN, window + CLOSE_MARGIN), MAX (p->photo->width, p->photo->height));
}

static double
whole_span (const LessonParameters *p) {
  return MAX (p->photo->width, p->photo->height);
}

/* The strongest answer near the place that is looked at; the nearest of equal ones. */
static void
find_window (const LessonParameters *p, LessonPhotoView *view, gint64 row, gint64 column) {
  gint64 side = 2 * SEARCH + 1;
  g_autoptr (EngineTensor) near =
      lesson_response_crop (p->photo_response, row - SEARCH, column - SEARCH, side, side, NULL);
  double best = near != NULL ? fabs (near->data[SEARCH * side + SEARCH]) : 0;

  view->row = row;
  view->column = column;
  for (gint64 i = 0; near != NULL && i < near->length; i++) {
    gint64 y = row - SEARCH + i / side, x = column - SEARCH + i % side;
    gboolean inside = y >= 0 && y < p->photo->height && x >= 0 && x < p->photo->width;
    if (!inside || fabs (near->data[i]) <= best)
      continue;
    best = fabs (near->data[i]);
    view->row = y;
    view->column = x;
  }
}

/* From the whole (0) to the pixels (1): equal steps of time change the size by equal factors, and what is zoomed to stays
 * where it is on its way to the middle. */
static void
look (LessonPhotoView *view, const LessonParameters *p, double closeness) {
  double whole = whole_span (p), close = close_span (p);
  double span = whole * pow (close / whole, closeness);
  double far = whole > close ? (span - close) / (whole - close) : 1;
  gint64 row, column;

  lesson_photo_grey_place (p->photo_grey, &row, &column);
  find_window (p, view, row, column);
  view->span = span;
  view->x = column + 0.5 + far * (p->photo->width / 2.0 - column - 0.5);
  view->y = row + 0.5 + far * (p->photo->height / 2.0 - row - 0.5);
}

static void
fill_step (LessonPhotoView *view, const LessonParameters *p, guint id, double progress) {
  double taps = p->one_filter.weights;

  switch (id) {
  case WHOLE:
    look (view, p, 0);
    break;
  case ZOOM:
    look (view, p, lesson_ease (lesson_span (progress, 0.05, 0.8)));
    view->window = lesson_span (progress, 0.8, 0.95);
    break;
  case SUM:
    look (view, p, 1);
    view->window = 1;
    view->split = lesson_ease (lesson_span (progress, 0, 0.15));
    view->products = (taps + 1) * lesson_span (progress, 0.15, 0.8);
    view->landing = lesson_ease (lesson_span (progress, 0.82, 0.97));
    break;
  default:
    look (view, p, id == EVERYWHERE ? 1 - lesson_ease (lesson_span (progress, 0.25, 1)) : 0);
    view->window = view->split = view->landing = 1;
    view->products = taps + 1;
    view->response = id == EVERYWHERE ? lesson_span (progress, 0, 0.2) : 1;
    view->others = id == OTHERS ? lesson_span (progress, 0, 0.5) : 0;
    break;
  }
}

/* So many values of the response are there at this moment: the rest follow while the view widens. */
static gint64
count_outputs (const LessonState *state, double progress) {
  const LessonPhotoView *view = &state->photo_view;
  gint64 all = state->parameters->photo_filter.outputs;

  if (view->landing < 1)
    return 0;
  if (state->id == SUM)
    return 1;
  return state->id == EVERYWHERE && !state->free
             ? 1 + (gint64) (lesson_span (progress, 0, 1) * (double) (all - 1))
             : all;
}

static void
fill_counter (LessonState *state, double progress) {
  const LessonParameters *p = state->parameters;
  gint64 taps = p->photo_filter.weights;
  gint64 outputs = count_outputs (state, progress);
  gint64 products = outputs > 0 ? outputs * taps : MIN ((gint64) state->photo_view.products, taps);

  state->convolution = (LessonCounter){
    .shown = TRUE,
    .weights = taps,
    .uses = products > 0 ? MAX (outputs, 1) : 0,
    .multiplications = products,
    .outputs = outputs,
  };
  state->most_weights = p->photo_dense.weights;
  state->most_multiplications = p->photo_filter.multiplications;
}

/* Someone who looks elsewhere, by pointer or by keyboard, is told of what is in the middle there. */
static void
keep_window_in_view (LessonPhotoView *view, const LessonParameters *p) {
  double aside =
      MAX (fabs ((double) view->row + 0.5 - view->y), fabs ((double) view->column + 0.5 - view->x));

  if (aside <= view->span / 2)
    return;
  view->row = MIN ((gint64) view->y, p->photo->height - 1);
  view->column = MIN ((gint64) view->x, p->photo->width - 1);
}

static void
fill (LessonState *state, double progress) {
  const LessonParameters *p = state->parameters;
  LessonPhotoView *view = &state->photo_view;

  fill_step (view, p, state->free ? EVERYWHERE : state->id, state->free ? 1 : progress);
  if (p->lens.own) {
    view->x = CLAMP (p->lens.x, 0, p->photo->width);
    view->y = CLAMP (p->lens.y, 0, p->photo->height);
    view->span = CLAMP (p->lens.span, LEAST_SPAN, MAX (whole_span (p), CLOSE_SPAN));
    keep_window_in_view (view, p);
  }
  fill_counter (state, progress);
}

static gboolean
is_inside (const LessonParameters *p, const LessonTarget *target) {
  return target->row >= 0 && target->row < p->photo->height && target->column >= 0
         && target->column < p->photo->width;
}

void
lesson_state_photo_window (const LessonState *self, const LessonTarget *target, gint64 *row, gint64 *column) {
  gboolean points = target != NULL
                    && (target->part == LESSON_PART_PHOTO || target->part == LESSON_PART_RESPONSE)
                    && is_inside (self->parameters, target) && self->photo_view.window >= 1;

  *row = points ? target->row : self->photo_view.row;
  *column = points ? target->column : self->photo_view.column;
}

static char *
describe_pixel (const LessonState *state, const LessonTarget *target) {
  float grey;

  lesson_photo_grey_crop (state->parameters->photo_grey, 0, target->row, target->column, 1, 1, &grey);
  g_autofree char *row = lesson_format_count (target->row + 1);
  g_autofree char *column = lesson_format_count (target->column + 1);
  g_autofree char *value = lesson_format_value (grey);
  /* Translators: place and value, from 0 (black) to 1 (white) */
  return g_strdup_printf (_ ("Photo, row %s, column %s: %s"), row, column, value);
}

static char *
describe_response (const LessonState *state, const LessonTarget *target) {
  const LessonPhotoView *view = &state->photo_view;
  gboolean there = view->response >= 1
                   || (view->landing >= 1 && target->row == view->row && target->column == view->column);
  float pixels[LESSON_TAPS_MAX];
  double sum = lesson_response_sum (state->parameters->photo_response, target->row, target->column, pixels);
  g_autofree char *row = lesson_format_count (target->row + 1);
  g_autofree char *column = lesson_format_count (target->column + 1);
  g_autofree char *value = lesson_format_value (state->parameters->settings.relu ? MAX (sum, 0) : sum);

  if (!there)
    return g_strdup_printf (_ ("Response, row %s, column %s: not computed yet"), row, column);
  return g_strdup_printf (_ ("Response, row %s, column %s: %s"), row, column, value);
}

static char *
describe (const LessonState *state, const LessonTarget *target) {
  gboolean inside = is_inside (state->parameters, target);

  if (target->part == LESSON_PART_WEIGHT)
    return lesson_describe_shared (state, target);
  if (target->part == LESSON_PART_PHOTO && inside)
    return describe_pixel (state, target);
  return target->part == LESSON_PART_RESPONSE && inside ? describe_response (state, target) : NULL;
}

static char *
speak_window (const LessonState *state) {
  const LessonParameters *p = state->parameters;
  const LessonPhotoView *view = &state->photo_view;
  float grey;

  lesson_photo_grey_crop (p->photo_grey, 0, view->row, view->column, 1, 1, &grey);
  g_autofree char *row = lesson_format_count (view->row + 1);
  g_autofree char *column = lesson_format_count (view->column + 1);
  g_autofree char *value = lesson_format_value (grey);
  /* Translators: the photo's name, then a place in it and the pixel's value there */
  return g_strdup_printf (
      _ ("The photo is “%s”. The middle of the window lies on row %s, column %s, where the pixel is %s."),
      p->photo_name, row, column, value);
}

static char *
speak_sum (const LessonState *state) {
  const LessonPhotoView *view = &state->photo_view;
  const LessonParameters *p = state->parameters;
  g_autofree char *row = lesson_format_count (view->row + 1);
  g_autofree char *column = lesson_format_count (view->column + 1);
  float pixels[LESSON_TAPS_MAX];
  g_autofree char *value =
      lesson_format_value (lesson_response_sum (p->photo_response, view->row, view->column, pixels));

  if (view->others > 0)
    /* Translators: likewise */
    return g_strdup_printf (
        _ ("The photo is “%s”. In row %s, column %s the sum is %s. Below, the same detail "
           "is seen through other filters."),
        p->photo_name, row, column, value);
  /* Translators: the photo's name, then a place in it and the sum there */
  return g_strdup_printf (_ ("The photo is “%s”. In row %s, column %s the sum is %s."), p->photo_name, row,
                          column, value);
}

static char *
speak_step (const LessonState *state) {
  const LessonPhotoView *view = &state->photo_view;

  if (view->products > state->parameters->one_filter.weights)
    return speak_sum (state);
  return view->window > 0 ? speak_window (state)
                          : g_strdup_printf (_ ("The photo is “%s”."), state->parameters->photo_name);
}

/* Where the user has gone with the lens comes first: that has just changed. */
static char *
speak (const LessonState *state) {
  const LessonPhotoView *view = &state->photo_view;
  const EngineImage *photo = state->parameters->photo;
  g_autofree char *step = speak_step (state);
  g_autofree char *row = lesson_format_count (MIN ((gint64) view->y, photo->height - 1) + 1);
  g_autofree char *column = lesson_format_count (MIN ((gint64) view->x, photo->width - 1) + 1);
  g_autofree char *span = lesson_format_count ((gint64) round (view->span));

  if (!state->parameters->lens.own)
    return g_steal_pointer (&step);
  /* Translators: how many pixels are in view side by side, the place in the middle of the view, then another sentence */
  return g_strdup_printf (_ ("%s pixels side by side are in view, round row %s, column %s. %s"), span, row,
                          column, step);
}

const LessonSceneClass lesson_photo_class = {
  .name = "photo",
  .title = N_ ("Your image"),
  .playground = N_ ("Zoom to the single pixels, choose a filter or type one."),
  .layers = LESSON_LAYER_CONVOLUTION,
  .n_steps = N_STEPS,
  .steps = steps,
  .fill = fill,
  .speak = speak,
  .describe = describe,
};
