/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From dense to shared: the same image and the same outputs; far lines fall off, then all positions take the same weights. */
#include "lesson-scene-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum { ONE_OUTPUT, ALL_OUTPUTS, WINDOW, LOCAL, COMPARE, SHARE, ONE_WEIGHT, MAPS, N_STEPS };

/* How far all others have faded while two outputs are compared that share their weights. */
#define COMPARED 0.7

static const LessonQuestionText share_question = {
  .text = N_ ("Now all {map_outputs} outputs use the same weights. How many different weights are left?"),
  .answer = "filter_weights",
};

static const LessonStepText steps[N_STEPS] = {
  { "one-output", 4.0,
    N_ ("One output, wired densely: a line from each of the {pixels} pixels, each with its weight."),
    N_ ("The output is one number of a map that keeps rows and columns, as an image does.") },
  { "all-outputs", 6.0,
    N_ ("A whole map of {map_outputs} outputs, wired densely, needs {map_weights} weights."),
    N_ ("{map_outputs} × {pixels} lines. Ask: does an output that looks for an edge need the far corner?") },
  { "window", 6.0,
    N_ ("First idea: look nearby. Far lines fall off, {filter_weights} lines to a small window stay."),
    N_ ("What belongs together in an image lies together: edges and corners are made of neighbours. The line "
        "that is farthest away falls first.") },
  { "local", 7.0,
    N_ ("All outputs let go of far pixels: {map_weights} weights become {map_local_weights}. That is a local "
        "layer."),
    N_ ("Watch the middle card run down. The outputs are the same, and each still has weights of its own.") },
  { "compare", 4.0,
    N_ ("But each window has its own {filter_weights} weights: what one has learned, the other knows nothing "
        "of."),
    N_ ("Different colours are different weights. A local layer must learn an edge anew at each place.") },
  { "share", 8.0,
    N_ ("Second idea: share. All {map_outputs} outputs use one set of weights: {filter_weights} instead of "
        "{map_local_weights}."),
    N_ ("The lines stay; only their colours, their weights, become the same. So the multiplications stay "
        "too."),
    &share_question },
  { "one-weight", 5.0,
    N_ ("A pattern may appear anywhere, so one weight serves all {positions} positions: same colour, same "
        "number."),
    N_ ("Point at any of the {filter_weights} weights to see all its lines. What finds an edge here finds it "
        "there, too.") },
  { "maps", 6.0,
    N_ ("For {filters} maps: {equal_weights} dense, {local_weights} local, but only {weights} shared "
        "weights."),
    N_ ("Each map has one set of {filter_weights} weights and looks for one pattern. The cards now count the "
        "whole layers.") },
};

gint64
lesson_sharing_place (const LessonSharingView *view, gint64 output) {
  return output == view->output ? 0 : output < view->output ? output + 1 : output;
}

double
lesson_sharing_flight (gint64 outputs) {
  return MAX (3, outputs / 16.0);
}

LessonRung
lesson_sharing_rung (const LessonSharingView *view, const LessonParameters *parameters, gint64 output) {
  gint64 place = lesson_sharing_place (view, output);
  gboolean local = place == 0 ? view->window > 0 : view->fallen > place - 1;

  if (view->shared > output)
    return LESSON_RUNG_SHARED;
  if (local)
    return LESSON_RUNG_LOCAL;
  return view->lines > (double) place * parameters->pixels->length ? LESSON_RUNG_DENSE : LESSON_RUNG_NONE;
}

static double
rise (double progress) {
  return lesson_ease (lesson_span (progress, 0, 0.15));
}

static double
run (double progress) {
  return lesson_span (progress, 0.15, 0.95);
}

/* One output stands out in some steps; going in and coming out of them takes a moment. */
static void
isolate (LessonSharingView *view, guint step, double progress) {
  switch (step) {
  case ONE_OUTPUT:
    view->isolation = 1;
    break;
  case WINDOW:
  case COMPARE:
    view->isolation = rise (progress);
    view->comparison = step == COMPARE ? lesson_ease (lesson_span (progress, 0.3, 0.5)) : 0;
    break;
  case SHARE: /* the two go on being compared, but now the others are seen, too */
    view->isolation = 1 - (1 - COMPARED) * rise (progress);
    view->comparison = 1;
    break;
  case ONE_WEIGHT:
    view->weight_isolation = rise (progress);
    view->isolation = COMPARED * (1 - rise (progress));
    view->comparison = 1 - rise (progress);
    break;
  case MAPS:
    view->weight_isolation = 1 - rise (progress);
    view->isolation = COMPARED * rise (progress);
    view->comparison = rise (progress);
    break;
  default:
    view->isolation = 1 - rise (progress);
    break;
  }
}

static gint64
strongest (const EngineTensor *kernel) {
  gint64 best = 0;

  for (gint64 i = 1; i < kernel->length; i++)
    if (fabsf (kernel->data[i]) > fabsf (kernel->data[best]))
      best = i;
  return best;
}

static void
fill_view (LessonState *state, double progress) {
  const LessonParameters *p = state->parameters;
  LessonSharingView *view = &state->sharing_view;
  gint64 columns = p->single.out_width, outputs = p->one_filter.outputs;
  double pixels = p->pixels->length;
  guint step = state->id;

  view->output = p->single.out_height / 4 * columns + columns / 4;
  view->other = MIN (p->single.out_height * 3 / 4, p->single.out_height - 1) * columns + columns / 2;
  view->lines = step > ALL_OUTPUTS   ? pixels * outputs
                : step == ONE_OUTPUT ? pixels * lesson_ease (lesson_span (progress, 0, 0.9))
                                     : pixels + pixels * (outputs - 1) * lesson_ease (run (progress));
  view->window = step > WINDOW    ? 1 + LESSON_SHARING_DROP
                 : step == WINDOW ? (1 + LESSON_SHARING_DROP) * run (progress)
                                  : 0;
  double all = outputs - 1 + LESSON_SHARING_FLIGHT;
  view->fallen = step > LOCAL ? all : step == LOCAL ? all * run (progress) : 0;
  all = outputs - 1 + lesson_sharing_flight (outputs);
  view->shared = step > SHARE ? all : step == SHARE ? all * run (progress) : 0;
  view->tap = strongest (p->kernel);
  view->maps = step == MAPS ? 1 + (p->settings.filters - 1) * lesson_ease (run (progress)) : 1;
  isolate (view, step, progress);
}

static void
count_dense (LessonState *state, gint64 maps) {
  const LessonParameters *p = state->parameters;
  gint64 drawn = (gint64) state->sharing_view.lines;

  state->dense = (LessonCounter){
    .shown = TRUE,
    .weights = maps * drawn,
    .uses = drawn > 0 ? p->dense_map.uses_per_weight : 0,
    .multiplications = maps * drawn,
    .outputs = maps * (drawn / p->pixels->length),
  };
}

/* As many weights as the dense map less those that have fallen off. */
static void
count_local (LessonState *state, double progress, gint64 maps) {
  const LessonParameters *p = state->parameters;
  const LessonSharingView *view = &state->sharing_view;
  gint64 outputs = p->one_filter.outputs;
  double lost = p->pixels->length - p->one_filter.weights; /* of each output */
  double done = MIN (view->window, 1) + MIN (view->fallen, outputs - 1);
  gint64 weights = p->dense_map.weights - (gint64) floor (lost * done);

  state->local = (LessonCounter){
    .shown = state->id == WINDOW ? (float) rise (progress) : 1,
    .weights = maps * weights,
    .uses = p->one_local.uses_per_weight,
    .multiplications = maps * weights,
    .outputs = maps * outputs,
  };
}

/* Each output that joins brings its own weights in, and they become the first one's. */
static void
count_shared (LessonState *state, double progress, gint64 maps) {
  const LessonParameters *p = state->parameters;
  gint64 outputs = p->one_filter.outputs;
  gint64 joined = CLAMP ((gint64) floor (state->sharing_view.shared) + 1, 1, outputs);

  state->convolution = (LessonCounter){
    .shown = state->id == SHARE ? (float) rise (progress) : 1,
    .weights = maps * p->one_filter.weights * (outputs - joined + 1),
    .uses = joined,
    .multiplications = maps * p->one_filter.multiplications,
    .outputs = maps * outputs,
  };
}

static void
fill (LessonState *state, double progress) {
  const LessonParameters *p = state->parameters;

  fill_view (state, progress);
  gint64 maps = (gint64) floor (state->sharing_view.maps);
  count_dense (state, maps);
  if (state->id >= WINDOW)
    count_local (state, progress, maps);
  if (state->id >= SHARE)
    count_shared (state, progress, maps);
  /* The bars keep their proportions while the maps multiply. */
  state->most_weights = maps * MAX (p->dense_map.weights, p->one_local.weights);
  state->most_multiplications = state->most_weights;
}

static char *
speak_place (const LessonParameters *p, gint64 output) {
  g_autofree char *row = lesson_format_count (output / p->single.out_width + 1);
  g_autofree char *column = lesson_format_count (output % p->single.out_width + 1);

  /* Translators: within a sentence */
  return g_strdup_printf (_ ("row %s, column %s"), row, column);
}

static char *
speak_lines (const LessonState *state) {
  const LessonParameters *p = state->parameters;
  g_autofree char *rows = lesson_format_count (p->single.out_height);
  g_autofree char *columns = lesson_format_count (p->single.out_width);
  g_autofree char *drawn = lesson_format_count ((gint64) state->sharing_view.lines);
  g_autofree char *all = lesson_format_count (p->dense_map.weights);

  /* Translators: how many lines are drawn, and of how many; rows and columns of the map */
  return g_strdup_printf (_ ("%s of %s lines run from the image to a map of %s × %s outputs."), drawn, all,
                          rows, columns);
}

/* One output lets go of its far lines. */
static char *
speak_window (const LessonState *state) {
  const LessonParameters *p = state->parameters;
  double lost = MIN (state->sharing_view.window, 1) * (double) (p->pixels->length - p->one_filter.weights);
  g_autofree char *place = speak_place (p, state->sharing_view.output);
  g_autofree char *left = lesson_format_count (p->pixels->length - (gint64) lost);
  g_autofree char *all = lesson_format_count (p->pixels->length);

  /* Translators: place of the output; how many lines are left, and of how many */
  return g_strdup_printf (_ ("The output in %s has %s of its %s lines left."), place, left, all);
}

/* So many outputs have got there. */
static char *
speak_outputs (const LessonState *state) {
  const LessonParameters *p = state->parameters;
  const LessonSharingView *view = &state->sharing_view;
  gboolean local = state->id == LOCAL;
  gint64 n = (gint64) (local ? view->fallen : view->shared) + 1;
  g_autofree char *done = lesson_format_count (MIN (n, p->one_filter.outputs));
  g_autofree char *all = lesson_format_count (p->one_filter.outputs);

  return g_strdup_printf (local ? _ ("%s of %s outputs have only the lines to their window.")
                                : _ ("%s of %s outputs have the shared weights."),
                          done, all);
}

static char *
speak_two (const LessonState *state) {
  const LessonParameters *p = state->parameters;
  g_autofree char *one = speak_place (p, state->sharing_view.output);
  g_autofree char *other = speak_place (p, state->sharing_view.other);

  /* Translators: places of two outputs */
  return g_strdup_printf (_ ("Two outputs stand out, in %s and in %s, each with its own colours."), one,
                          other);
}

static char *
speak_weight (const LessonState *state) {
  const LessonParameters *p = state->parameters;
  gint64 tap = state->sharing_view.tap, kernel = p->single.spec.kernel[1];
  g_autofree char *row = lesson_format_count (tap / kernel + 1);
  g_autofree char *column = lesson_format_count (tap % kernel + 1);
  g_autofree char *value = lesson_format_value (p->kernel->data[tap]);
  g_autofree char *lines = lesson_format_count (p->one_filter.uses_per_weight);

  /* Translators: place and value of the weight, number of lines */
  return g_strdup_printf (
      _ ("The weight in row %s, column %s of the filter is %s; its %s lines stand out from all others."), row,
      column, value, lines);
}

static char *
speak_maps (const LessonState *state) {
  const LessonParameters *p = state->parameters;
  gint64 n = (gint64) state->sharing_view.maps;
  g_autofree char *rows = lesson_format_count (p->single.out_height);
  g_autofree char *columns = lesson_format_count (p->single.out_width);
  g_autofree char *maps = lesson_format_count (n);

  return g_strdup_printf (
      ngettext ("%s map of %s × %s outputs.", "%s maps of %s × %s outputs each.", (gulong) n), maps, rows,
      columns);
}

static char *
speak (const LessonState *state) {
  switch (state->id) {
  case WINDOW:
    return speak_window (state);
  case LOCAL:
  case SHARE:
    return speak_outputs (state);
  case COMPARE:
    return speak_two (state);
  case ONE_WEIGHT:
    return speak_weight (state);
  case MAPS:
    return speak_maps (state);
  default:
    return speak_lines (state);
  }
}

/* The weight of the line from that pixel, which may be padding, to that output; FALSE where no line is. */
static gboolean
line_weight (const LessonState *state, const LessonTarget *target, double *weight) {
  const LessonParameters *p = state->parameters;
  const EngineConvShape *shape = &p->single;
  gint64 columns = shape->out_width, kernel = shape->spec.kernel[1], grid = p->settings.grid;
  LessonRung rung = lesson_sharing_rung (&state->sharing_view, p, target->unit);
  gint64 row = target->row + shape->pad_top - target->unit / columns * shape->spec.stride[0];
  gint64 column = target->column + shape->pad_left - target->unit % columns * shape->spec.stride[1];
  gint64 dilation = shape->spec.dilation[0];

  if (rung == LESSON_RUNG_NONE)
    return FALSE;
  if (rung == LESSON_RUNG_DENSE) {
    if (MIN (target->row, target->column) < 0 || MAX (target->row, target->column) >= grid)
      return FALSE;
    *weight = lesson_parameters_map_weight (p, target->unit, target->row * grid + target->column);
    return TRUE;
  }
  if (row < 0 || column < 0 || row % dilation != 0 || column % dilation != 0
      || row / dilation >= shape->spec.kernel[0] || column / dilation >= kernel)
    return FALSE;
  gint64 tap = row / dilation * kernel + column / dilation;
  *weight = rung == LESSON_RUNG_SHARED
                ? p->kernel->data[tap]
                : p->local_weights->data[target->unit * shape->spec.kernel[0] * kernel + tap];
  return TRUE;
}

static double
pixel_value (const LessonParameters *p, gint64 row, gint64 column) {
  gint64 grid = p->settings.grid;
  gboolean inside = MIN (row, column) >= 0 && MAX (row, column) < grid;

  return inside ? p->pixels->data[row * grid + column] : 0;
}

static char *
describe_line (const LessonState *state, const LessonTarget *target) {
  const LessonParameters *p = state->parameters;
  gint64 columns = p->single.out_width;
  double weight;

  if (target->unit < 0 || target->unit >= p->one_filter.outputs || !line_weight (state, target, &weight))
    return NULL;
  double pixel = pixel_value (p, target->row, target->column);
  g_autofree char *row = lesson_format_count (target->unit / columns + 1);
  g_autofree char *column = lesson_format_count (target->unit % columns + 1);
  g_autofree char *left = lesson_format_value (weight);
  g_autofree char *right = lesson_format_value (pixel);
  g_autofree char *product = lesson_format_value (weight * pixel);

  switch (lesson_sharing_rung (&state->sharing_view, p, target->unit)) {
  case LESSON_RUNG_DENSE:
    return g_strdup_printf (_ ("Dense weight to the output in row %s, column %s: %s × pixel %s = %s"), row,
                            column, left, right, product);
  case LESSON_RUNG_LOCAL:
    return g_strdup_printf (_ ("Weight of its own to the output in row %s, column %s: %s × pixel %s = %s"),
                            row, column, left, right, product);
  default:
    return g_strdup_printf (_ ("Shared weight, here to the output in row %s, column %s: %s × pixel %s = %s"),
                            row, column, left, right, product);
  }
}

static char *
describe_output (const LessonState *state, gint64 output) {
  const LessonParameters *p = state->parameters;
  LessonRung rung = lesson_sharing_rung (&state->sharing_view, p, output);
  gboolean dense = rung == LESSON_RUNG_DENSE;
  gint64 n = dense ? p->dense_map.weights / p->dense_map.outputs : p->one_filter.weights;
  double response = dense                       ? lesson_parameters_map_output (p, output)
                    : rung == LESSON_RUNG_LOCAL ? p->local_response->data[output]
                                                : p->response->data[output];
  g_autofree char *row = lesson_format_count (output / p->single.out_width + 1);
  g_autofree char *column = lesson_format_count (output % p->single.out_width + 1);
  g_autofree char *value = lesson_format_value (response);
  g_autofree char *weights = lesson_format_count (n);

  if (rung == LESSON_RUNG_NONE)
    return g_strdup_printf (_ ("Output in row %s, column %s: no lines yet"), row, column);
  if (rung == LESSON_RUNG_SHARED)
    return g_strdup_printf (ngettext ("Output in row %s, column %s, with the %s shared weight: %s",
                                      "Output in row %s, column %s, with the %s shared weights: %s", n),
                            row, column, weights, value);
  return g_strdup_printf (ngettext ("Output in row %s, column %s, with %s weight of its own: %s",
                                    "Output in row %s, column %s, with %s weights of its own: %s", n),
                          row, column, weights, value);
}

static char *
describe (const LessonState *state, const LessonTarget *target) {
  const EngineConvShape *shape = &state->parameters->single;

  if (target->part == LESSON_PART_MAP_LINE)
    return describe_line (state, target);
  if (target->part == LESSON_PART_PIXEL || (target->part == LESSON_PART_WEIGHT && state->convolution.shown))
    return lesson_describe_shared (state, target);
  if (target->part == LESSON_PART_OUTPUT && target->row >= 0 && target->row < shape->out_height
      && target->column >= 0 && target->column < shape->out_width)
    return describe_output (state, target->row * shape->out_width + target->column);
  return NULL;
}

const LessonSceneClass lesson_sharing_class = {
  .name = "sharing",
  .title = N_ ("From dense to shared"),
  .playground = NULL,
  .layers = LESSON_LAYER_DENSE | LESSON_LAYER_LOCAL | LESSON_LAYER_CONVOLUTION,
  .n_steps = N_STEPS,
  .steps = steps,
  .fill = fill,
  .speak = speak,
  .describe = describe,
};
