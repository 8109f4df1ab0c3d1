/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dense: everything to everything. The image becomes a column of inputs; one node draws its lines, then all nodes do. */
#include "lesson-scene-private.h"

#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum { UNROLL, ONE_NODE, PICTURE, ALL_NODES, ISOLATE_NODE, ISOLATE_PIXEL, N_STEPS };

/* As a share of the step: in which what is isolated comes out, or goes back. */
#define TURN 0.3

static const LessonQuestionText how_many = {
  N_ ("{nodes} nodes look at {pixels} pixels each. How many weights are that?"),
  "dense_weights",
  { NULL },
  0,
};

static const LessonStepText steps[N_STEPS] = {
  { "unroll", 4.0,
    N_ ("To a dense layer an image is a column of {pixels} numbers. Who was whose neighbour is forgotten."),
    N_ ("The grid of {grid} × {grid} pixels unrolls row by row. Ask: what does the network still know about "
        "rows and columns?") },
  { "one-node", 5.0,
    N_ ("One node looks at every pixel: {pixels} lines, each with a weight, a number to multiply by."),
    N_ ("Each line multiplies one pixel by its weight; the node adds up the {pixels} products. Learning is "
        "to find the weights.") },
  { "picture", 3.0, N_ ("Laid out like the image, the node’s {pixels} weights are a picture too."),
    N_ ("The weights are at their random start. Blue is negative, orange is positive.") },
  { "all-nodes", 8.0,
    N_ ("{nodes} nodes, each with {pixels} weights of its own: {dense_weights} independent weights."),
    N_ ("All {dense_weights} lines are really drawn, each in its own colour. No two lines share a weight."),
    &how_many },
  { "one-node-again", 3.5,
    N_ ("A single node again: what it has learned about one corner is of no use to it in another."),
    N_ ("Point at any node to isolate its lines, click to keep them.") },
  { "one-pixel", 3.5,
    N_ ("A single pixel: move the image by one pixel, and it meets {nodes} entirely different weights."),
    N_ ("This is why a dense network must learn the same pattern again for each place.") },
};

static double
lines_at (guint step, double progress, double inputs, double all) {
  switch (step) {
  case UNROLL:
    return 0;
  case ONE_NODE:
    return inputs * lesson_ease (progress);
  case PICTURE:
    return inputs;
  case ALL_NODES:
    return inputs + (all - inputs) * lesson_ease (progress);
  default:
    return all;
  }
}

/* First one node, then, after all lines have come back for a moment, one pixel. */
static void
isolate (LessonDenseView *view, guint step, double progress, const LessonParameters *parameters) {
  gint64 middle = parameters->settings.grid / 2;
  LessonTarget node = { LESSON_PART_NODE, .unit = parameters->settings.nodes / 3 };
  LessonTarget pixel = { LESSON_PART_PIXEL, .row = middle, .column = middle };

  if (step == ISOLATE_NODE) {
    view->isolated = node;
    view->isolation = lesson_ease (lesson_span (progress, 0, TURN));
  } else if (step == ISOLATE_PIXEL) {
    view->isolated = progress < TURN ? node : pixel;
    view->isolation =
        lesson_ease (progress < TURN ? 1 - progress / TURN : lesson_span (progress, TURN, 2 * TURN));
  }
}

static void
fill (LessonState *state, double progress) {
  const LessonParameters *parameters = state->parameters;
  LessonDenseView *view = &state->dense_view;
  gint64 inputs = parameters->pixels->length;

  view->unroll = state->id > UNROLL ? 1 : lesson_span (progress, 0.1, 1);
  view->lines = lines_at (state->id, progress, inputs, parameters->dense.weights);
  view->picture = state->id > PICTURE ? 1 : state->id == PICTURE ? lesson_ease (progress) : 0;
  /* The first node's picture stays while the others draw their lines: it would only flicker. It goes before that of the
   * isolated one comes. */
  if (state->id == ISOLATE_NODE)
    view->picture = fabs (1 - 2 * lesson_ease (lesson_span (progress, 0, TURN)));
  if (state->id > ISOLATE_NODE || (state->id == ISOLATE_NODE && progress > TURN / 2))
    view->picture_node = parameters->settings.nodes / 3;
  isolate (view, state->id, progress, parameters);

  gint64 drawn = (gint64) view->lines;
  state->dense = (LessonCounter){
    .shown = TRUE,
    .weights = drawn,
    .uses = drawn > 0 ? parameters->dense.uses_per_weight : 0,
    .multiplications = drawn,
    .outputs = drawn / inputs,
  };
}

static char *
speak_lines (const LessonState *state) {
  const LessonParameters *p = state->parameters;
  g_autofree char *drawn = lesson_format_count ((gint64) state->dense_view.lines);
  g_autofree char *pixels = lesson_format_count (p->pixels->length);
  g_autofree char *nodes = lesson_format_count (p->settings.nodes);
  g_autofree char *all = lesson_format_count (p->dense.weights);

  /* Translators: how many lines are drawn, and of how many; number of pixels, of nodes */
  return g_strdup_printf (_ ("%s of %s lines run from the column of %s pixels to the %s nodes."), drawn, all,
                          pixels, nodes);
}

static char *
speak_picture (const LessonState *state) {
  const LessonParameters *p = state->parameters;
  gint64 node = state->dense_view.picture_node, pixels = p->pixels->length;
  const float *weights = p->dense_weights->data + node * pixels;
  double least = weights[0], most = weights[0];

  for (gint64 i = 1; i < pixels; i++) {
    least = MIN (least, weights[i]);
    most = MAX (most, weights[i]);
  }
  g_autofree char *number = lesson_format_count (node + 1);
  g_autofree char *from = lesson_format_value (least);
  g_autofree char *to = lesson_format_value (most);
  /* Translators: number of the node, its smallest and its largest weight */
  return g_strdup_printf (
      _ ("Below the image lie the weights of node %s in rows and columns, from %s to %s, in no order that "
         "could be seen."),
      number, from, to);
}

static char *
speak_isolated (const LessonState *state) {
  const LessonParameters *p = state->parameters;
  const LessonTarget *isolated = &state->dense_view.isolated;
  gboolean node = isolated->part == LESSON_PART_NODE;
  g_autofree char *number = lesson_format_count (isolated->unit + 1);
  g_autofree char *row = lesson_format_count (isolated->row + 1);
  g_autofree char *column = lesson_format_count (isolated->column + 1);
  g_autofree char *lines = lesson_format_count (node ? p->pixels->length : p->settings.nodes);

  if (node)
    /* Translators: number of lines, then of the node */
    return g_strdup_printf (_ ("The %s lines to node %s stand out from all others."), lines, number);
  /* Translators: number of lines, then the place of the pixel */
  return g_strdup_printf (_ ("The %s lines from the pixel in row %s, column %s stand out from all others."),
                          lines, row, column);
}

static char *
speak (const LessonState *state) {
  switch (state->id) {
  case UNROLL:
    return g_strdup (_ ("The pixels leave the image row by row and stand below each other in one column."));
  case PICTURE:
    return speak_picture (state);
  case ISOLATE_NODE:
  case ISOLATE_PIXEL:
    return speak_isolated (state);
  default:
    return speak_lines (state);
  }
}

/* A node that has not drawn all its lines yet. */
static char *
describe_waiting (const LessonState *state, gint64 unit, gint64 drawn) {
  g_autofree char *node = lesson_format_count (unit + 1);
  g_autofree char *lines = lesson_format_count (drawn);
  g_autofree char *all = lesson_format_count (state->parameters->pixels->length);

  if (drawn <= 0)
    return g_strdup_printf (_ ("Node %s: no lines yet"), node);
  /* Translators: number of the node, how many of its lines are there, and of how many */
  return g_strdup_printf (_ ("Node %s: %s of %s lines so far"), node, lines, all);
}

/* The lines of the fan come one after the other; the picture shows a node's weights all at once. */
static char *
describe (const LessonState *state, const LessonTarget *target) {
  const LessonParameters *p = state->parameters;
  const LessonDenseView *view = &state->dense_view;
  gint64 pixels = p->pixels->length;
  gint64 drawn = (gint64) view->lines - target->unit * pixels;
  gint64 line = target->row * p->settings.grid + target->column;

  switch (target->part) {
  case LESSON_PART_NODE:
    return drawn < pixels && target->unit >= 0 && target->unit < p->settings.nodes
               ? describe_waiting (state, target->unit, drawn)
               : lesson_describe_shared (state, target);
  case LESSON_PART_LINE:
    return line < drawn || view->picture > 0 ? lesson_describe_shared (state, target) : NULL;
  case LESSON_PART_PIXEL:
    return lesson_describe_shared (state, target);
  default:
    return NULL;
  }
}

const LessonSceneClass lesson_dense_class = {
  .name = "dense",
  .title = N_ ("Dense: everything to everything"),
  .layers = LESSON_LAYER_DENSE | LESSON_LAYER_CONVOLUTION,
  .n_steps = N_STEPS,
  .steps = steps,
  .fill = fill,
  .speak = speak,
  .describe = describe,
};
