/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Grab one weight: a shared one moves all outputs, a dense one moves one; gradients flow the other way round. */
#include "lesson-grab.h"

#include "lesson-scene-private.h"
#include "lesson-text.h"
#include "lesson-window.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Share of the flow's time that each gradient is on its way. */
#define TRAVEL 0.3

enum { PLACES, CHANGE, DENSE, GRADIENT, FOLD, N_STEPS };

static const LessonQuestionText question = {
  .text = N_ ("You change one weight of the filter. How many of the {map_outputs} outputs depend on it?"),
  .answer = "positions",
};

static const LessonStepText steps[N_STEPS] = {
  { "places", 5.0,
    N_ ("Hold one weight of the filter: at {positions} positions it multiplies {positions} different "
        "pixels."),
    N_ ("The places of this one weight form a shifted copy of the map on the image. Point at another weight "
        "to "
        "see its places."),
    &question },
  { "change", 7.0,
    N_ ("Change it, and all {positions} outputs answer at once, each by as much as its pixel is bright."),
    N_ ("The convolution is linear: the change of the map is the change of the weight times the image, "
        "shifted. "
        "Where the pixel is black, nothing can change."),
    NULL },
  { "dense", 6.0,
    N_ ("Change one of the {dense_weights} dense weights: one line, and one output of {nodes} answers."),
    N_ ("One dense weight ties one pixel to one output. Whatever it learns there, it knows only there."),
    NULL },
  { "gradient", 8.0,
    N_ ("To learn, {positions} positions say how the weight should change; their sum decides."),
    N_ ("Said plainly: the loss here is half the sum of all squared responses, as if each should become 0. A "
        "position’s gradient is then its response times the pixel under the weight."),
    NULL },
  { "fold", 5.0,
    N_ ("One weight, {positions} uses: it learns from every place at once. A dense weight learns from one."),
    N_ ("This is why a convolution needs fewer images to learn the same pattern: every image is {positions} "
        "examples for each weight."),
    NULL },
};

double
lesson_grab_change (const LessonParameters *p, gint64 tap, double delta, gint64 output) {
  return delta * lesson_window_input (&p->single, p->pixels, output, tap);
}

double
lesson_grab_gradient (const LessonParameters *p, gint64 tap, gint64 output) {
  return p->response->data[output] * lesson_window_input (&p->single, p->pixels, output, tap);
}

double
lesson_grab_gradient_sum (const LessonParameters *p, gint64 tap, gint64 outputs) {
  double sum = 0;

  for (gint64 output = 0; output < outputs; output++)
    sum += lesson_grab_gradient (p, tap, output);
  return sum;
}

double
lesson_grab_travel (const LessonGrabView *view, gint64 output, gint64 outputs) {
  double begin = (1 - TRAVEL) * output / outputs;

  return lesson_span (view->flow, begin, begin + TRAVEL);
}

gint64
lesson_grab_arrived (const LessonGrabView *view, gint64 outputs) {
  gint64 arrived = 0;

  while (arrived < outputs && lesson_grab_travel (view, arrived, outputs) >= 1)
    arrived++;
  return arrived;
}

static double
largest (const float *values, gint64 n) {
  double size = 0;

  for (gint64 i = 0; i < n; i++)
    size = MAX (size, fabs (values[i]));
  return size > 0 ? size : 1;
}

/* The user's own line, else one of the brightest pixel: at a black one nothing would answer. */
static gint64
held_line (const LessonParameters *p) {
  gint64 inputs = p->pixels->length;
  gint64 node = p->settings.nodes / 3;
  gint64 best = 0;

  if (p->settings.edited_line >= 0 && p->settings.edited_line < p->dense_weights->length)
    return p->settings.edited_line;
  for (gint64 i = 1; i < inputs; i++)
    if (p->pixels->data[i] > p->pixels->data[best])
      best = i;
  return node * inputs + best;
}

/* Up, down, and to rest above where it was, so that the change can be looked at. */
static double
swing (double progress) {
  double up = lesson_ease (lesson_span (progress, 0.05, 0.25));
  double down = lesson_ease (lesson_span (progress, 0.3, 0.55));
  double back = lesson_ease (lesson_span (progress, 0.6, 0.85));

  return up - 2 * down + (1 + 2.0 / 3) * back;
}

/* Let go at the beginning of the next step. */
static double
settle (double progress) {
  return (1 - lesson_ease (lesson_span (progress, 0, 0.12))) * 2.0 / 3;
}

static void
fill_changes (LessonGrabView *view, guint step, double progress) {
  double gone = lesson_ease (lesson_span (progress, 0, 0.12));

  switch (step) {
  case PLACES:
    view->tally = lesson_span (progress, 0.05, 0.12);
    break;
  case CHANGE:
    view->delta = view->reach * swing (progress);
    view->tally = 1 - lesson_span (progress, 0, 0.04);
    view->change = lesson_ease (lesson_span (progress, 0.04, 0.12));
    break;
  case DENSE:
    view->delta = view->reach * settle (progress);
    view->change = 1 - gone;
    view->line_delta = view->line_reach * swing (lesson_span (progress, 0.1, 1));
    view->line_change = lesson_ease (lesson_span (progress, 0.1, 0.18));
    break;
  case GRADIENT:
    view->line_delta = view->line_reach * settle (progress);
    view->line_change = 1 - gone;
    break;
  default:
    break;
  }
}

static void
fill_view (LessonState *state, guint step, double progress) {
  const LessonParameters *p = state->parameters;
  LessonGrabView *view = &state->grab_view;
  gint64 taps = p->kernel->length, outputs = p->response->length, inputs = p->pixels->length;

  /* The neighbour of the middle one. */
  view->tap = MIN (taps / 2 + 1, taps - 1);
  view->line = held_line (p);
  view->reach = 0.75 * largest (p->kernel->data, taps);
  view->line_reach = 0.75 * largest (p->dense_weights->data + view->line / inputs * inputs, inputs);
  view->places = step > PLACES ? outputs : (gint64) (outputs * lesson_span (progress, 0.1, 0.95));
  fill_changes (view, step, progress);
  if (step >= GRADIENT) {
    view->gradients = step > GRADIENT ? 1 - lesson_ease (lesson_span (progress, 0, 0.15))
                                      : lesson_ease (lesson_span (progress, 0.1, 0.25));
    view->flow = step > GRADIENT ? 1 : lesson_span (progress, 0.3, 0.95);
  }
  if (step == FOLD) {
    view->folding = lesson_span (progress, 0.2, 0.9);
    view->tally = lesson_span (progress, 0.15, 0.2);
  }
}

static void
fill (LessonState *state, double progress) {
  const LessonParameters *p = state->parameters;
  LessonGrabView *view = &state->grab_view;

  fill_view (state, state->free ? CHANGE : state->id, progress);
  /* In the playground the user holds the weights: what one more of each would do stands beside the maps. */
  if (state->free) {
    view->delta = view->tally = 0;
    view->line_change = 1;
  }
  lesson_counter_fill (&state->dense, &p->dense);
  state->convolution = (LessonCounter){
    .shown = TRUE,
    .weights = p->one_filter.weights,
    .uses = view->places,
    .multiplications = view->places * p->one_filter.weights,
    .outputs = view->places,
  };
}

/* What the held weight does to the outputs at this moment. */
static char *
speak_change (const LessonState *state) {
  const LessonParameters *p = state->parameters;
  const LessonGrabView *view = &state->grab_view;
  gint64 columns = p->kernel->shape[2], outputs = p->response->length, n = 0;
  double most = 0;

  for (gint64 output = 0; output < outputs; output++) {
    double change = fabs (lesson_grab_change (p, view->tap, view->delta, output));
    n += change > 0;
    most = MAX (most, change);
  }
  g_autofree char *row = lesson_format_count (view->tap / columns + 1);
  g_autofree char *column = lesson_format_count (view->tap % columns + 1);
  g_autofree char *now = lesson_format_value (p->kernel->data[view->tap] + view->delta);
  g_autofree char *changed = lesson_format_count (n);
  g_autofree char *all = lesson_format_count (outputs);
  g_autofree char *largest = lesson_format_value (most);
  /* Translators: place and value of the weight; how many outputs have changed, of how many, and the largest change */
  return g_strdup_printf (
      _ ("The weight in row %s, column %s is %s. %s of %s outputs have changed, the most by %s."), row,
      column, now, changed, all, largest);
}

/* The same for the held line of the dense layer. */
static char *
speak_line (const LessonState *state) {
  const LessonParameters *p = state->parameters;
  const LessonGrabView *view = &state->grab_view;
  gint64 inputs = p->pixels->length, node = view->line / inputs, pixel = view->line % inputs;
  double output = p->dense_outputs->data[node];
  g_autofree char *number = lesson_format_count (node + 1);
  g_autofree char *row = lesson_format_count (pixel / p->settings.grid + 1);
  g_autofree char *column = lesson_format_count (pixel % p->settings.grid + 1);
  g_autofree char *weight = lesson_format_value (p->dense_weights->data[view->line] + view->line_delta);
  g_autofree char *before = lesson_format_value (output);
  g_autofree char *now = lesson_format_value (output + view->line_delta * p->pixels->data[pixel]);

  /* Translators: place of the pixel, number of the node, the weight; number of the node again, its output, and before the change */
  return g_strdup_printf (
      _ ("The weight from row %s, column %s to node %s is %s. The output of node %s is %s, "
         "before the change %s; all others stay."),
      row, column, number, weight, number, now, before);
}

/* How many places have lit up, or their gradients have arrived, or they have gone back into the weight. */
static char *
speak_places (const LessonState *state) {
  const LessonParameters *p = state->parameters;
  const LessonGrabView *view = &state->grab_view;
  gint64 columns = p->kernel->shape[2], outputs = p->response->length;
  gint64 arrived = lesson_grab_arrived (view, outputs);
  g_autofree char *row = lesson_format_count (view->tap / columns + 1);
  g_autofree char *column = lesson_format_count (view->tap % columns + 1);
  g_autofree char *value = lesson_format_value (p->kernel->data[view->tap]);
  g_autofree char *sum = lesson_format_value (lesson_grab_gradient_sum (p, view->tap, arrived));
  g_autofree char *places = lesson_format_count (state->id == GRADIENT ? arrived : view->places);
  g_autofree char *all = lesson_format_count (outputs);

  switch (state->free ? PLACES : state->id) {
  case GRADIENT:
    /* Translators: place of the weight; how many gradients have arrived, of how many, and their sum */
    return g_strdup_printf (
        _ ("At the weight in row %s, column %s have arrived %s of %s gradients; their sum is %s."), row,
        column, places, all, sum);
  case FOLD:
    /* Translators: number of places, then where the weight is, and its value */
    return g_strdup_printf (_ ("The %s places fold into the one weight in row %s, column %s: %s."), places,
                            row, column, value);
  default:
    /* Translators: place and value of the weight; how many of its places have lit up, and of how many */
    return g_strdup_printf (_ ("The weight in row %s, column %s is %s. %s of its %s places are lit up."), row,
                            column, value, places, all);
  }
}

static char *
speak (const LessonState *state) {
  if (state->id == DENSE && !state->free)
    return speak_line (state);
  return state->id == CHANGE && !state->free ? speak_change (state) : speak_places (state);
}

static char *
describe_weight (const LessonState *state, gint64 tap) {
  const LessonParameters *p = state->parameters;
  const LessonGrabView *view = &state->grab_view;
  gint64 columns = p->kernel->shape[2], uses = p->one_filter.uses_per_weight;
  g_autofree char *row = lesson_format_count (tap / columns + 1);
  g_autofree char *column = lesson_format_count (tap % columns + 1);
  g_autofree char *times = lesson_format_count (uses);
  g_autofree char *value = lesson_format_value (p->kernel->data[tap] + (tap == view->tap ? view->delta : 0));
  g_autofree char *sum = lesson_format_value (lesson_grab_gradient_sum (p, tap, p->response->length));

  if (view->gradients > 0)
    return g_strdup_printf (_ ("Weight in row %s, column %s: %s; the gradients of %s positions add up to %s"),
                            row, column, value, times, sum);
  return g_strdup_printf (ngettext ("Weight in row %s, column %s: %s, used %s time",
                                    "Weight in row %s, column %s: %s, used %s times", uses),
                          row, column, value, times);
}

static char *
describe_output (const LessonState *state, const LessonTarget *target) {
  const LessonParameters *p = state->parameters;
  const LessonGrabView *view = &state->grab_view;
  gint64 output = target->row * p->single.out_width + target->column;
  double change = lesson_grab_change (p, view->tap, view->delta, output);
  g_autofree char *row = lesson_format_count (target->row + 1);
  g_autofree char *column = lesson_format_count (target->column + 1);
  g_autofree char *before = lesson_format_value (p->response->data[output]);
  g_autofree char *after = lesson_format_value (p->response->data[output] + change);
  g_autofree char *pixel =
      lesson_format_value (lesson_window_input (&p->single, p->pixels, output, view->tap));
  g_autofree char *gradient = lesson_format_value (lesson_grab_gradient (p, view->tap, output));

  if (view->gradients > 0)
    return g_strdup_printf (_ ("Output in row %s, column %s: response %s × pixel %s = gradient %s"), row,
                            column, before, pixel, gradient);
  if (view->delta != 0)
    return g_strdup_printf (_ ("Output in row %s, column %s: %s, before the change %s"), row, column, after,
                            before);
  return g_strdup_printf (_ ("Output in row %s, column %s: %s"), row, column, before);
}

/* The dense layer; where the held line is changed just now, that line and its node as they are at this moment. */
static char *
describe_dense (const LessonState *state, const LessonTarget *target) {
  const LessonParameters *p = state->parameters;
  const LessonGrabView *view = &state->grab_view;
  gint64 inputs = p->pixels->length, pixel = target->row * p->settings.grid + target->column;
  gboolean line = target->part == LESSON_PART_LINE;
  gboolean held = line ? target->unit * inputs + pixel == view->line : target->unit == view->line / inputs;

  if (!held || view->line_delta == 0)
    return lesson_describe_shared (state, target);
  double before = (line ? p->dense_weights->data[view->line] : p->dense_outputs->data[target->unit]);
  double change = view->line_delta * (line ? 1 : p->pixels->data[view->line % inputs]);
  g_autofree char *node = lesson_format_count (target->unit + 1);
  g_autofree char *row = lesson_format_count (target->row + 1);
  g_autofree char *column = lesson_format_count (target->column + 1);
  g_autofree char *now = lesson_format_value (before + change);
  g_autofree char *was = lesson_format_value (before);
  if (!line)
    return g_strdup_printf (_ ("Node %s: %s, before the change %s"), node, now, was);
  return g_strdup_printf (_ ("Weight from row %s, column %s to node %s: %s, before the change %s"), row,
                          column, node, now, was);
}

static char *
describe (const LessonState *state, const LessonTarget *target) {
  const EngineConvShape *shape = &state->parameters->single;
  const gint64 *kernel = shape->spec.kernel;
  gboolean weight = target->part == LESSON_PART_WEIGHT;

  if (target->part == LESSON_PART_PIXEL)
    return lesson_describe_shared (state, target);
  if (target->part == LESSON_PART_LINE || target->part == LESSON_PART_NODE)
    return describe_dense (state, target);
  gint64 rows = weight ? kernel[0] : shape->out_height, columns = weight ? kernel[1] : shape->out_width;

  if ((!weight && target->part != LESSON_PART_OUTPUT) || MIN (target->row, target->column) < 0
      || target->row >= rows || target->column >= columns)
    return NULL;
  return weight ? describe_weight (state, target->row * columns + target->column)
                : describe_output (state, target);
}

const LessonSceneClass lesson_grab_class = {
  .name = "grab",
  .title = N_ ("Grab one weight"),
  .playground = N_ ("Drag a weight, or type one: all positions answer at once."),
  .layers = LESSON_LAYER_DENSE | LESSON_LAYER_CONVOLUTION,
  .n_steps = N_STEPS,
  .steps = steps,
  .fill = fill,
  .speak = speak,
  .describe = describe,
};
