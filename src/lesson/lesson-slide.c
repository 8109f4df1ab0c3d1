/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A filter slides: the same few weights at every position, one output each. */
#include "lesson-scene-private.h"

#include "lesson-text.h"
#include "lesson-window.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum { PLACE, MULTIPLY, FIRST_ROW, ALL_ROWS, STRONGEST, N_STEPS };

static const LessonQuestionText how_often = {
  N_ ("How many times will each of the {filter_weights} weights be used?"),
  "positions",
  { NULL },
  0,
};

static const LessonStepText steps[N_STEPS] = {
  { "place", 3.0,
    N_ ("A filter has {filter_weights} weights, in rows and columns like the image. It lies on "
        "{filter_weights} pixels."),
    N_ ("Each of the {filter_weights} weights has a colour of its own and keeps it wherever it acts. This "
        "filter: {filter}.") },
  { "multiply", 6.5, N_ ("Multiply each pixel by the weight on it and add up: one number of the response."),
    N_ ("The formula line shows the actual numbers of this picture.") },
  { "first-row", 5.0,
    N_ ("The same {filter_weights} weights one step to the right, and again. No new weight is needed."),
    N_ ("Watch the counters: the uses run, the weights stand still.") },
  { "all-rows", 8.0,
    N_ ("The same {filter_weights} weights everywhere: used {positions} times each, "
        "{filter_multiplications} multiplications."),
    N_ ("Parameters are traded for computation. Ask before it runs: how often will each weight be used?"),
    &how_often },
  { "strongest", 3.0, N_ ("The strongest answer marks the place where the image looks most like the filter."),
    N_ ("Orange: like the filter. Blue: like its negative. Point at any output to see its sum.") },
};

static gint64
strongest (const EngineTensor *response) {
  gint64 best = 0;

  for (gint64 i = 1; i < response->length; i++)
    if (response->data[i] > response->data[best])
      best = i;
  return best;
}

/* The window rests on each position for a while and then moves on; on the last one it stays. */
static void
walk (LessonSlideView *view, double position, gint64 columns, gint64 last) {
  gint64 from = CLAMP ((gint64) floor (position), 0, last);
  gint64 to = MIN (from + 1, last);
  double travel = lesson_ease (lesson_span (position - from, 0.45, 1));

  view->row = from / columns + travel * (to / columns - from / columns);
  view->column = from % columns + travel * (to % columns - from % columns);
  view->written = from + 1;
}

static void
go_to_strongest (LessonSlideView *view, double progress, const LessonParameters *parameters) {
  gint64 columns = parameters->single.out_width;
  gint64 last = parameters->response->length - 1;
  gint64 best = strongest (parameters->response);
  double travel = lesson_ease (lesson_span (progress, 0.1, 0.7));

  view->row = last / columns + travel * (best / columns - last / columns);
  view->column = last % columns + travel * (best % columns - last % columns);
  view->written = last + 1;
}

static void
fill_view (LessonState *state, double progress) {
  const LessonParameters *parameters = state->parameters;
  LessonSlideView *view = &state->slide_view;
  gint64 columns = parameters->single.out_width;
  gint64 last = parameters->response->length - 1;
  double taps = parameters->one_filter.weights;

  view->placing = state->id > PLACE ? 1 : lesson_ease (lesson_span (progress, 0.15, 0.9));
  view->products = state->id > MULTIPLY ? taps + 1 : 0;
  view->landing = state->id > MULTIPLY;
  switch (state->id) {
  case MULTIPLY:
    view->products = (taps + 1) * lesson_span (progress, 0, 0.8);
    view->landing = lesson_ease (lesson_span (progress, 0.8, 0.97));
    view->written = view->landing >= 1;
    break;
  case FIRST_ROW:
    walk (view, progress * (columns - 1), columns, last);
    break;
  case ALL_ROWS:
    walk (view, columns - 1 + progress * (last - columns + 1), columns, last);
    break;
  case STRONGEST:
    go_to_strongest (view, progress, parameters);
    break;
  default:
    break;
  }
}

static void
fill (LessonState *state, double progress) {
  const LessonParameters *parameters = state->parameters;
  LessonSlideView *view = &state->slide_view;
  gint64 taps = parameters->one_filter.weights;

  fill_view (state, progress);
  gboolean at_work = view->products > 0;
  /* While the first sum is in the making its products count one by one; later each output brings all of its own. */
  gint64 products = view->written > 0 ? view->written * taps : MIN ((gint64) view->products, taps);
  lesson_counter_fill (&state->dense, &parameters->dense);
  state->convolution = (LessonCounter){
    .shown = TRUE,
    .weights = taps,
    .uses = at_work ? MAX (view->written, 1) : 0,
    .multiplications = products,
    .outputs = view->written,
  };
}

static char *
speak_weights (const LessonState *state) {
  const EngineTensor *kernel = state->parameters->kernel;
  GString *weights = g_string_new (NULL);

  for (gint64 i = 0; i < kernel->length; i++) {
    g_autofree char *weight = lesson_format_value (kernel->data[i]);
    g_string_append_printf (weights, "%s%s", i == 0 ? "" : i % kernel->shape[2] == 0 ? "; " : ", ", weight);
  }
  g_autofree char *list = g_string_free (weights, FALSE);
  /* Translators: the weights, separated by commas, rows by semicolons */
  return g_strdup_printf (_ ("The weights of the filter, row by row: %s."), list);
}

/* Where the window lies: at rest on an output, else still on the one that it has just left. */
static char *
speak_output (const LessonState *state) {
  const LessonParameters *p = state->parameters;
  gint64 columns = p->single.out_width;
  double row, column;

  if (!lesson_state_window (state, NULL, &row, &column)) {
    row = (double) ((MAX (state->slide_view.written, 1) - 1) / columns);
    column = (double) ((MAX (state->slide_view.written, 1) - 1) % columns);
  }
  g_autofree char *at_row = lesson_format_count ((gint64) row + 1);
  g_autofree char *at_column = lesson_format_count ((gint64) column + 1);
  g_autofree char *value = lesson_format_value (p->response->data[(gint64) row * columns + (gint64) column]);
  g_autofree char *written = lesson_format_count (state->slide_view.written);
  g_autofree char *all = lesson_format_count (p->response->length);
  /* Translators: row and column of the output, its value, how many outputs there are so far, and in all */
  return g_strdup_printf (_ ("The window makes the output in row %s, column %s: the sum is %s. In the "
                             "response stand %s of %s outputs."),
                          at_row, at_column, value, written, all);
}

/* The products of the first sum that have been made. */
static char *
speak_products (const LessonState *state) {
  const LessonParameters *p = state->parameters;
  gint64 n = MIN ((gint64) state->slide_view.products, p->kernel->length);
  g_autoptr (GString) products = g_string_new (NULL);

  for (gint64 tap = 0; tap < n; tap++) {
    g_autofree char *weight = lesson_format_value (p->kernel->data[tap]);
    g_autofree char *pixel = lesson_format_value (lesson_window_input (&p->single, p->pixels, 0, tap));
    g_string_append_printf (products, tap > 0 ? "; %s × %s" : "%s × %s", pixel, weight);
  }
  /* Translators: products "0.50 × −1.00", separated by semicolons */
  return n > 0 ? g_strdup_printf (_ ("Pixel times weight, row by row: %s."), products->str) : NULL;
}

static char *
speak_sum (const LessonState *state) {
  g_autofree char *products = speak_products (state);
  g_autofree char *output = speak_output (state);

  if (state->slide_view.products <= state->parameters->one_filter.weights)
    return g_steal_pointer (&products);
  return g_strdup_printf ("%s %s", products, output);
}

static char *
speak (const LessonState *state) {
  switch (state->id) {
  case PLACE:
    return speak_weights (state);
  case MULTIPLY:
    return speak_sum (state);
  default:
    return speak_output (state);
  }
}

static char *
describe (const LessonState *state, const LessonTarget *target) {
  gboolean known = target->part == LESSON_PART_PIXEL || target->part == LESSON_PART_WEIGHT
                   || target->part == LESSON_PART_OUTPUT;

  return known ? lesson_describe_shared (state, target) : NULL;
}

const LessonSceneClass lesson_slide_class = {
  .name = "slide",
  .title = N_ ("A filter slides"),
  .playground = N_ ("Point at an output, change the filter, the stride, the padding: the sum follows."),
  .layers = LESSON_LAYER_DENSE | LESSON_LAYER_CONVOLUTION,
  .n_steps = N_STEPS,
  .steps = steps,
  .fill = fill,
  .speak = speak,
  .describe = describe,
};
