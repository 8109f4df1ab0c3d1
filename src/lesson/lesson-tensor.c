/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An image is a tensor: pixels are numbers, the numbers have a shape, and the same numbers can have another. */
#include "lesson-tensor.h"

#include "lesson-ease.h"
#include "lesson-scene-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum { PICTURE, NUMBERS, SHAPE, UNROLL, ROLL, COLOUR, CHANGE, N_STEPS };

static const LessonStepText steps[N_STEPS] = {
  { "picture", 5.0, N_ ("We see a picture. For a computer it is {grid} × {grid} pixels."),
    N_ ("Each pixel is the mean brightness of its part of the picture. Ask: what would you need to tell a "
        "friend "
        "on the phone so that they could draw it?") },
  { "numbers", 4.5, N_ ("Come closer: each pixel is one number. 0 is black, 1 is white."),
    N_ ("There is nothing in the picture besides these {pixels} numbers and their order.") },
  { "shape", 5.0, N_ ("Rows, columns, channels: {pixels} numbers with a shape. That is a tensor."),
    N_ ("A grey image has one channel. The shape tells which number stands beside which.") },
  { "unroll", 6.0,
    N_ ("Row by row the grid unrolls into a column: the same {pixels} numbers, another shape."),
    N_ ("Two pixels that lay one above the other now stand {grid} places apart. Ask: is anything lost?") },
  { "roll", 5.0, N_ ("Rolled up again, each pixel has its neighbours back. A convolution will use that."),
    N_ ("No number was changed on the way. A dense layer sees the column, a convolution sees the grid.") },
  { "colour", 6.0,
    N_ ("In colour, each pixel is three numbers: red, green, blue. Three planes, {photo_values} numbers."),
    N_ ("Point at a pixel: its three numbers are in the three planes. Where is the picture bright in red, "
        "but "
        "dark in blue?") },
  { "change", 6.0,
    N_ ("One pixel changes, then many: it is still the same picture. No single pixel decides."),
    N_ ("What matters is how the pixels stand to each other. That is what a small filter looks at.") },
};

/* The first so many of a shuffled deck: always the same ones, and any share of them lies all over the picture (Fisher and
 * Yates 1938). By a third towards the other end of the scale: seen, but no black becomes white. */
void
lesson_tensor_change (const LessonParameters *p, gint64 changed, float *values, gboolean *touched) {
  g_autoptr (GRand) random = g_rand_new_with_seed (p->settings.seed);
  gint64 count = p->pixels->length;
  g_autofree gint64 *deck = g_new (gint64, count);

  for (gint64 i = 0; i < count; i++) {
    deck[i] = i;
    values[i] = p->pixels->data[i];
    if (touched != NULL)
      touched[i] = FALSE;
  }
  for (gint64 i = 0; i < changed; i++) {
    gint64 other = g_rand_int_range (random, (gint32) i, (gint32) count);
    gint64 pixel = deck[other];
    deck[other] = deck[i];
    values[pixel] += values[pixel] < 0.5f ? 0.35f : -0.35f;
    if (touched != NULL)
      touched[pixel] = TRUE;
  }
}

/* The pixel whose three numbers differ most. */
static gint64
most_colourful (const EngineTensor *photo) {
  gint64 best = 0;
  float most = -1;

  for (gint64 i = 0; i < photo->length; i += 3) {
    const float *rgb = photo->data + i;
    float spread = MAX (MAX (rgb[0], rgb[1]), rgb[2]) - MIN (MIN (rgb[0], rgb[1]), rgb[2]);
    if (spread > most) {
      most = spread;
      best = i / 3;
    }
  }
  return best;
}

static void
fill_colour (LessonTensorView *view, double progress, const LessonParameters *p) {
  gint64 pixel = most_colourful (p->photo_pixels);

  view->subject = LESSON_TENSOR_PHOTO;
  view->reduced = lesson_ease (lesson_span (progress, 0.08, 0.25));
  view->split = lesson_span (progress, 0.3, 0.85);
  view->numbers = lesson_ease (lesson_span (progress, 0.85, 1));
  view->row = pixel / p->settings.grid;
  view->column = pixel % p->settings.grid;
}

/* First one pixel, and time to look at it; then one in five. */
static void
fill_change (LessonTensorView *view, double progress, const LessonParameters *p) {
  gint64 most = MAX (p->pixels->length / 5, 1);

  view->subject = LESSON_TENSOR_CHANGED;
  view->reduced = 1;
  view->changed = progress >= 0.1 ? 1 + (gint64) ((most - 1) * lesson_span (progress, 0.35, 0.95)) : 0;
}

static void
fill (LessonState *state, double progress) {
  const LessonParameters *p = state->parameters;
  LessonTensorView *view = &state->tensor_view;
  gint64 near = MIN (p->settings.grid, LESSON_TENSOR_NEAR);
  guint step = state->id;

  if (step == COLOUR) {
    fill_colour (view, progress, p);
    return;
  }
  if (step == CHANGE) {
    fill_change (view, progress, p);
    return;
  }
  view->row = view->column = (p->settings.grid - near) / 2;
  view->reduced = step > PICTURE ? 1 : lesson_span (progress, 0.2, 0.95);
  view->numbers = step > NUMBERS ? 1 : step == NUMBERS ? lesson_ease (lesson_span (progress, 0.35, 0.8)) : 0;
  if (step == NUMBERS)
    view->zoom = lesson_ease (lesson_span (progress, 0.1, 0.8));
  else if (step == SHAPE)
    view->zoom = 1 - lesson_ease (lesson_span (progress, 0, 0.3));
  view->aside = step > SHAPE ? 1 : step == SHAPE ? lesson_ease (lesson_span (progress, 0.3, 0.5)) : 0;
  view->shape = step > SHAPE ? 3 : step == SHAPE ? 3 * lesson_span (progress, 0.5, 0.95) : 0;
  if (step == UNROLL)
    view->unrolled = lesson_span (progress, 0.05, 0.95);
  else if (step == ROLL)
    view->unrolled = 1 - lesson_span (progress, 0.05, 0.95);
}

static char *
describe_photo (const LessonParameters *p, const LessonTarget *target) {
  gint64 grid = p->settings.grid;

  if (MIN (target->row, target->column) < 0 || MAX (target->row, target->column) >= grid || target->unit < 0
      || target->unit > 3)
    return NULL;
  const float *rgb = p->photo_pixels->data + 3 * (target->row * grid + target->column);
  g_autofree char *row = lesson_format_count (target->row + 1);
  g_autofree char *column = lesson_format_count (target->column + 1);
  g_autofree char *red = lesson_format_value (rgb[0]);
  g_autofree char *green = lesson_format_value (rgb[1]);
  g_autofree char *blue = lesson_format_value (rgb[2]);
  /* Translators: place of a pixel, then its three numbers */
  return g_strdup_printf (_ ("Pixel in row %s, column %s: red %s, green %s, blue %s"), row, column, red,
                          green, blue);
}

static char *
describe_changed (const LessonState *state, const LessonTarget *target) {
  const LessonParameters *p = state->parameters;
  gint64 grid = p->settings.grid;
  gint64 pixel = target->row * grid + target->column;
  g_autofree float *values = g_new (float, p->pixels->length);

  if (MIN (target->row, target->column) < 0 || MAX (target->row, target->column) >= grid)
    return NULL;
  lesson_tensor_change (p, state->tensor_view.changed, values, NULL);
  g_autofree char *row = lesson_format_count (target->row + 1);
  g_autofree char *column = lesson_format_count (target->column + 1);
  g_autofree char *before = lesson_format_value (p->pixels->data[pixel]);
  g_autofree char *now = lesson_format_value (values[pixel]);
  if (values[pixel] == p->pixels->data[pixel])
    return g_strdup_printf (_ ("Pixel in row %s, column %s: %s, as before"), row, column, now);
  return g_strdup_printf (_ ("Pixel in row %s, column %s: %s, was %s"), row, column, now, before);
}

static char *
describe (const LessonState *state, const LessonTarget *target) {
  LessonTensorSubject subject = state->tensor_view.subject;

  if (subject == LESSON_TENSOR_PHOTO)
    return target->part == LESSON_PART_CHANNEL ? describe_photo (state->parameters, target) : NULL;
  if (target->part != LESSON_PART_PIXEL)
    return NULL;
  return subject == LESSON_TENSOR_CHANGED && target->unit == 1 ? describe_changed (state, target)
                                                               : lesson_describe_shared (state, target);
}

/* The pixels that the camera has come near to, and the numbers in the first row of them. */
static char *
speak_near (const LessonState *state) {
  const LessonParameters *p = state->parameters;
  const LessonTensorView *view = &state->tensor_view;
  gint64 near = MIN (p->settings.grid, LESSON_TENSOR_NEAR);
  const float *row = p->pixels->data + view->row * p->settings.grid + view->column;
  g_autofree char *first_row = lesson_format_count (view->row + 1);
  g_autofree char *last_row = lesson_format_count (view->row + near);
  g_autofree char *first_column = lesson_format_count (view->column + 1);
  g_autofree char *last_column = lesson_format_count (view->column + near);
  g_autoptr (GString) numbers = g_string_new (NULL);

  for (gint64 i = 0; i < near; i++) {
    g_autofree char *number = lesson_format_value (row[i]);
    g_string_append_printf (numbers, "%s%s", i > 0 ? ", " : "", number);
  }
  /* Translators: first and last row, first and last column of the pixels that are near; then the numbers in the first of these
   * rows */
  return g_strdup_printf (_ ("Near are the pixels of rows %s to %s, columns %s to %s, with their numbers. "
                             "The first of these rows: %s."),
                          first_row, last_row, first_column, last_column, numbers->str);
}

static char *
speak_grid (const LessonState *state) {
  const LessonTensorView *view = &state->tensor_view;
  const char *seen =
      view->unrolled >= 1  ? N_ ("The {pixels} pixels stand in one column, row after row.")
      : view->unrolled > 0 ? N_ ("The {pixels} pixels are on their way between grid and column.")
      : view->shape > 0    ? N_ ("The grid with its numbers: shape {grid}, {grid}, one channel.")
      : view->reduced < 1  ? N_ ("The picture, {image}; {pixels} pixels are on their way to a grid.")
                           : N_ ("The picture, {image}, and beside it the grid of its pixels.");

  return lesson_caption_fill (_ (seen), state->parameters);
}

static char *
speak_changed (const LessonState *state) {
  g_autofree char *changed = lesson_format_count (state->tensor_view.changed);
  g_autofree char *all = lesson_format_count (state->parameters->pixels->length);

  return g_strdup_printf (_ ("The grid twice; in the second one %s of %s pixels have another value."),
                          changed, all);
}

static char *
speak (const LessonState *state) {
  const LessonTensorView *view = &state->tensor_view;
  LessonTarget pixel = { LESSON_PART_CHANNEL, 3, view->row, view->column };

  switch (view->subject) {
  case LESSON_TENSOR_PHOTO: {
    g_autofree char *values = describe_photo (state->parameters, &pixel);
    return g_strdup_printf (_ ("The photo %s and its planes in red, green and blue. %s."),
                            state->parameters->photo_name, values);
  }
  case LESSON_TENSOR_CHANGED:
    return speak_changed (state);
  default:
    return view->zoom >= 1 ? speak_near (state) : speak_grid (state);
  }
}

const LessonSceneClass lesson_tensor_class = {
  .name = "tensor",
  .title = N_ ("An image is a tensor"),
  .playground = NULL,
  .layers = LESSON_LAYER_NONE,
  .n_steps = N_STEPS,
  .steps = steps,
  .fill = fill,
  .speak = speak,
  .describe = describe,
};
