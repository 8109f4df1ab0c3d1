/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same thing as a matrix: full, banded, and banded with the kernel's colours on the diagonals. */
#include "lesson-matrix.h"

#include "lesson-scene-private.h"
#include "lesson-text.h"
#include "lesson-window.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum { DENSE, LOCAL, SHARED, DIAGONALS, ROWS, N_STEPS };

static const LessonStepText steps[N_STEPS] = {
  { "dense", 5.0,
    N_ ("A layer from {pixels} pixels to {map_outputs} outputs is a matrix. Dense, it has {map_weights} "
        "weights."),
    N_ ("A row for each output, a column for each pixel: the row times the column of pixels is the output. "
        "Every "
        "entry has a colour of its own."),
    NULL },
  { "local", 5.0,
    N_ ("Each output keeps only its window: {map_products} entries remain, all others are zero."),
    N_ ("The bands lie where the rows of the window are cut out of the unrolled image. Nothing is shared "
        "yet: "
        "{map_local_weights} weights, each with a colour of its own."),
    NULL },
  { "shared", 5.0,
    N_ ("Sharing: every row has the same {filter_weights} weights, and each diagonal takes one colour."),
    N_ ("Mathematicians call such a matrix Toeplitz, block by block: constant along its diagonals."), NULL },
  { "diagonals", 8.0,
    N_ ("The kernel is all there is to learn: each of its {filter_weights} weights is written along one "
        "diagonal."),
    N_ ("Multiplying by this matrix is what sliding the kernel computes, number by number. No program stores "
        "its "
        "zeros."),
    NULL },
  { "rows", 8.0, N_ ("One row of the matrix is one position of the window: row times pixels is one output."),
    N_ ("Point at an entry, a weight, a pixel or an output: the same weight lights up everywhere."), NULL },
};

LessonMatrixStage
lesson_matrix_stage (const LessonMatrixView *view) {
  return view->fallen < 1   ? LESSON_MATRIX_DENSE
         : view->shared < 1 ? LESSON_MATRIX_LOCAL
                            : LESSON_MATRIX_SHARED;
}

double
lesson_matrix_entry (const LessonParameters *p, LessonMatrixStage stage, gint64 output, gint64 pixel) {
  gint64 taps = p->kernel->length;
  gint64 tap = lesson_window_tap (&p->single, output, pixel);

  if (stage == LESSON_MATRIX_DENSE)
    return lesson_parameters_map_weight (p, output, pixel);
  if (tap < 0)
    return 0;
  return stage == LESSON_MATRIX_LOCAL ? p->local_weights->data[output * taps + tap] : p->kernel->data[tap];
}

double
lesson_matrix_output (const LessonParameters *p, LessonMatrixStage stage, gint64 output) {
  if (stage == LESSON_MATRIX_DENSE)
    return lesson_parameters_map_output (p, output);
  return (stage == LESSON_MATRIX_LOCAL ? p->local_response : p->response)->data[output];
}

gint64
lesson_matrix_count (const LessonParameters *p, LessonMatrixStage stage) {
  return stage == LESSON_MATRIX_DENSE ? p->dense_map.weights : p->one_local.multiplications_inside;
}

/* The window rests on each position for a while and then moves on. */
static double
walk (double position, gint64 last) {
  double from = CLAMP (floor (position), 0, last);

  return MIN (from + lesson_ease (lesson_span (position - from, 0.4, 1)), last);
}

static void
fill_counters (LessonState *state) {
  const LessonParameters *p = state->parameters;
  const LessonMatrixView *view = &state->matrix_view;
  gint64 entries = (gint64) (view->rows * p->pixels->length), taps = p->one_filter.weights;
  gint64 gone = (gint64) (view->fallen * (p->dense_map.weights - p->one_local.weights));
  gint64 shared = (gint64) (view->shared * p->one_filter.outputs);

  state->dense = (LessonCounter){
    .shown = TRUE,
    .weights = entries,
    .uses = entries > 0 ? p->dense_map.uses_per_weight : 0,
    .multiplications = entries,
    .outputs = entries / p->pixels->length,
  };
  if (view->fallen > 0) {
    lesson_counter_fill (&state->local, &p->one_local);
    state->local.weights = state->local.multiplications = p->dense_map.weights - gone;
  }
  if (view->shared > 0)
    state->convolution = (LessonCounter){
      .shown = TRUE,
      .weights = taps,
      .uses = shared,
      .multiplications = shared * taps,
      .outputs = shared,
    };
  state->most_weights = p->dense_map.weights;
  state->most_multiplications = p->dense_map.multiplications;
}

static void
fill (LessonState *state, double progress) {
  const LessonParameters *p = state->parameters;
  LessonMatrixView *view = &state->matrix_view;
  gint64 outputs = p->response->length, taps = p->kernel->length;

  view->rows = state->id > DENSE ? outputs : outputs * lesson_ease (lesson_span (progress, 0.05, 0.95));
  view->fallen = state->id > LOCAL ? 1 : state->id == LOCAL ? lesson_span (progress, 0.05, 0.95) : 0;
  view->shared = state->id > SHARED ? 1 : state->id == SHARED ? lesson_span (progress, 0.05, 0.95) : 0;
  view->flown = state->id == DIAGONALS ? taps * lesson_span (progress, 0.06, 0.97) : taps;
  view->waiting = state->id == DIAGONALS ? lesson_ease (lesson_span (progress, 0, 0.06)) : 1;
  view->row = state->id == ROWS ? walk (lesson_span (progress, 0.08, 1) * (outputs - 1), outputs - 1) : -1;
  view->focus = state->id == ROWS ? lesson_ease (lesson_span (progress, 0, 0.08)) : 0;
  fill_counters (state);
}

static char *
speak_row (const LessonState *state) {
  const LessonParameters *p = state->parameters;
  gint64 output = (gint64) state->matrix_view.row;
  g_autofree char *number = lesson_format_count (output + 1);
  g_autofree char *row = lesson_format_count (output / p->single.out_width + 1);
  g_autofree char *column = lesson_format_count (output % p->single.out_width + 1);
  g_autofree char *value = lesson_format_value (lesson_matrix_output (p, LESSON_MATRIX_SHARED, output));

  /* Translators: number of the row, place of the output, its value */
  return g_strdup_printf (_ ("Row %s of the matrix times the pixels is the output in row %s, column %s: %s."),
                          number, row, column, value);
}

/* How far the step has come, of how many. */
static void
count_progress (const LessonState *state, gint64 *done, gint64 *all) {
  const LessonParameters *p = state->parameters;
  const LessonMatrixView *view = &state->matrix_view;

  *all = state->id == LOCAL       ? p->dense_map.weights
         : state->id == DIAGONALS ? p->kernel->length
                                  : p->response->length;
  *done = state->id == DENSE    ? (gint64) view->rows
          : state->id == LOCAL  ? lesson_matrix_count (p, LESSON_MATRIX_LOCAL)
          : state->id == SHARED ? (gint64) (view->shared * (double) *all)
                                : (gint64) view->flown;
}

static char *
speak (const LessonState *state) {
  gint64 done, all;

  count_progress (state, &done, &all);
  g_autofree char *left = lesson_format_count (done);
  g_autofree char *right = lesson_format_count (all);
  switch (state->id) {
  case DENSE:
    return g_strdup_printf (_ ("%s of %s rows of the matrix are written, an entry for each pixel."), left,
                            right);
  case LOCAL:
    return state->matrix_view.fallen < 1
               ? g_strdup (_ ("The entries outside the windows fade."))
               : g_strdup_printf (
                   _ ("Weights stand in %s of %s entries, in slanting bands; all others are empty."), left,
                   right);
  case SHARED:
    return g_strdup_printf (_ ("%s of %s rows of the matrix have the shared weights."), left, right);
  case DIAGONALS:
    return g_strdup_printf (_ ("%s of %s weights have come from the kernel onto their diagonals."), left,
                            right);
  default:
    return speak_row (state);
  }
}

static char *
describe_entry (const LessonState *state, gint64 output, gint64 pixel) {
  const LessonParameters *p = state->parameters;
  LessonMatrixStage stage = lesson_matrix_stage (&state->matrix_view);
  gint64 tap = lesson_window_tap (&p->single, output, pixel);
  gint64 columns = p->kernel->shape[2];
  g_autofree char *row = lesson_format_count (output + 1);
  g_autofree char *column = lesson_format_count (pixel + 1);
  g_autofree char *value = lesson_format_value (lesson_matrix_entry (p, stage, output, pixel));
  g_autofree char *weight_row = lesson_format_count (tap / columns + 1);
  g_autofree char *weight_column = lesson_format_count (tap % columns + 1);

  if ((double) (output * p->pixels->length + pixel) >= state->matrix_view.rows * (double) p->pixels->length)
    return g_strdup_printf (_ ("Row %s, column %s of the matrix: not written yet"), row, column);
  if (stage != LESSON_MATRIX_DENSE && tap < 0)
    return g_strdup_printf (_ ("Row %s, column %s of the matrix: zero, the pixel lies outside the window"),
                            row, column);
  if (stage != LESSON_MATRIX_SHARED)
    return g_strdup_printf (_ ("Row %s, column %s of the matrix: %s"), row, column, value);
  /* Translators: place in the matrix, value, then place in the kernel */
  return g_strdup_printf (_ ("Row %s, column %s of the matrix: %s, the weight in row %s, column %s"), row,
                          column, value, weight_row, weight_column);
}

static char *
describe_output (const LessonState *state, gint64 row, gint64 column) {
  const LessonParameters *p = state->parameters;
  gint64 output = row * p->single.out_width + column;
  LessonMatrixStage stage = lesson_matrix_stage (&state->matrix_view);
  g_autofree char *at_row = lesson_format_count (row + 1);
  g_autofree char *at_column = lesson_format_count (column + 1);
  g_autofree char *number = lesson_format_count (output + 1);
  g_autofree char *value = lesson_format_value (lesson_matrix_output (p, stage, output));

  if (output + 1 > state->matrix_view.rows)
    return g_strdup_printf (_ ("Output in row %s, column %s: its row of the matrix is not written yet"),
                            at_row, at_column);
  return g_strdup_printf (_ ("Output in row %s, column %s: row %s of the matrix times the pixels is %s"),
                          at_row, at_column, number, value);
}

static char *
describe (const LessonState *state, const LessonTarget *target) {
  const LessonParameters *p = state->parameters;
  gboolean entry = target->part == LESSON_PART_ENTRY;

  if (target->part == LESSON_PART_PIXEL
      || (target->part == LESSON_PART_WEIGHT && state->matrix_view.shared > 0))
    return lesson_describe_shared (state, target);
  gint64 rows = entry ? p->response->length : p->single.out_height;
  gint64 columns = entry ? p->pixels->length : p->single.out_width;

  if ((!entry && target->part != LESSON_PART_OUTPUT) || MIN (target->row, target->column) < 0
      || target->row >= rows || target->column >= columns)
    return NULL;
  return entry ? describe_entry (state, target->row, target->column)
               : describe_output (state, target->row, target->column);
}

const LessonSceneClass lesson_matrix_class = {
  .name = "matrix",
  .title = N_ ("The same thing as a matrix"),
  .playground = NULL,
  .layers = LESSON_LAYER_DENSE | LESSON_LAYER_LOCAL | LESSON_LAYER_CONVOLUTION,
  .n_steps = N_STEPS,
  .steps = steps,
  .fill = fill,
  .speak = speak,
  .describe = describe,
};
