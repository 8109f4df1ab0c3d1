/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Let the image grow: the dense layer's weights grow with the pixels, the convolution's do not. Then real networks. */
#include "lesson-growth.h"

#include "lesson-file-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum { START, SECOND, THIRD, LAST, PRICE, NETWORKS, LARGEST, LEANEST, N_STEPS };

static const LessonQuestionText question = {
  N_ ("The image grows to {last_side} × {last_side} pixels. How many weights will the convolution need?"),
  .answer = "weights",
};

static const LessonStepText steps[N_STEPS] = {
  { "start", 3.0,
    N_ ("{grid} × {grid} pixels: {dense_weights} weights in the dense layer, {weights} in the convolution."),
    N_ ("Both scales of the plot are logarithmic: each line across is many times the one below it.") },
  { "second", 4.0,
    N_ ("{second_side} × {second_side} pixels: each new pixel brings a weight for each of the {nodes} "
        "nodes."),
    N_ ("The dense layer has {second_weights} weights now. The kernel is as large as before: it only has "
        "more places to go to."),
    &question },
  { "third", 4.0,
    N_ ("{third_side} × {third_side} pixels: {third_weights} dense weights. Twice the side is four times the "
        "weights."),
    N_ ("The small squares are the images from before, at the same scale.") },
  { "last", 5.0,
    N_ ("{last_side} × {last_side} pixels: {last_weights} dense weights. The convolution still has "
        "{weights}."),
    N_ ("Point at any size in the plot for its numbers. Ask: what of the convolution grows with the "
        "image?") },
  { "price", 5.0, N_ ("What grows is the work: at more places the same {weights} weights are multiplied."),
    N_ ("The dashed line counts the convolution’s multiplications. A dense layer uses each weight once, so "
        "its "
        "line counts both.") },
  { "networks", 7.0,
    N_ ("Real networks, layer by layer: parameters (weights and biases) up, multiplications down."),
    N_ ("A bias is a number that an output adds to its sum; the cards count both, of the network in the "
        "frame. Each "
        "network has a scale of its own. Point at a bar for the layer.") },
  { "largest", 4.0,
    N_ ("Dense layers hold most of the parameters; convolutions do most of the multiplications."),
    N_ ("The first dense layer sees all maps at once, unrolled into one column: it alone has most of the "
        "parameters.") },
  { "leanest", 6.0,
    N_ ("A newer design averages each map before its only dense layer: few parameters are left there."),
    N_ ("It has more layers than the others, and yet fewer parameters than those with large dense layers.") },
};

/* Equal times are equal factors, so that the plot's point keeps its pace. */
static double
side_at (const LessonParameters *p, guint step, double progress) {
  guint last = MIN (step, LAST);
  double to = lesson_growth_step_side (p, last);

  if (last == START || step > LAST)
    return to;
  double from = lesson_growth_step_side (p, last - 1);
  return from * pow (to / from, lesson_ease (progress));
}

static void
fill_image (LessonState *state, double progress) {
  const LessonParameters *p = state->parameters;
  LessonGrowthView *view = &state->growth_view;
  EngineCount most_dense, most_convolution;

  view->side = side_at (p, state->id, progress);
  view->price = state->id == PRICE ? lesson_ease (progress) : 0;
  lesson_growth_count (p, (gint64) round (view->side), &view->dense, &view->convolution);
  lesson_counter_fill (&state->dense, &view->dense);
  lesson_counter_fill (&state->convolution, &view->convolution);
  lesson_growth_count (p, lesson_growth_step_side (p, LESSON_GROWTH_STEPS - 1), &most_dense,
                       &most_convolution);
  state->most_weights = MAX (most_dense.weights, most_convolution.weights);
  state->most_multiplications = MAX (most_dense.multiplications, most_convolution.multiplications);
}

guint
lesson_growth_n_networks (const Lesson *lesson) {
  return MIN (lesson->networks->len, LESSON_GROWTH_NETWORKS_MAX);
}

static const LessonNetwork *
network_at (const Lesson *lesson, guint index) {
  return lesson->networks->pdata[index];
}

static double
dense_share (const LessonNetwork *network) {
  return network->all.parameters > 0 ? (double) network->dense.parameters / network->all.parameters : 0;
}

static guint
find_largest (const Lesson *lesson) {
  guint best = 0;

  for (guint i = 1; i < lesson_growth_n_networks (lesson); i++)
    if (network_at (lesson, i)->all.parameters > network_at (lesson, best)->all.parameters)
      best = i;
  return best;
}

static guint
find_leanest (const Lesson *lesson) {
  guint best = 0;

  for (guint i = 1; i < lesson_growth_n_networks (lesson); i++)
    if (dense_share (network_at (lesson, i)) < dense_share (network_at (lesson, best)))
      best = i;
  return best;
}

/* Which panel is enlarged, and how far: the largest network's goes back before the leanest's comes. */
static void
enlarge (LessonGrowthView *view, const Lesson *lesson, guint step, double progress) {
  guint largest = find_largest (lesson), leanest = find_leanest (lesson);
  gboolean back = step == LEANEST && progress < 0.5 && largest != leanest;

  view->enlarged = step == LEANEST && !back ? leanest : largest;
  if (step == LARGEST)
    view->enlargement = lesson_ease (progress);
  else if (step == LEANEST && largest == leanest)
    view->enlargement = 1;
  else if (step == LEANEST)
    view->enlargement = lesson_ease (back ? 1 - 2 * progress : 2 * progress - 1);
}

static void
fill_total (LessonCounter *counter, const LessonNetworkTotal *total) {
  *counter = (LessonCounter){
    .shown = TRUE,
    .biases = TRUE,
    .weights = total->parameters,
    .multiplications = total->multiplications,
    .outputs = total->outputs,
  };
}

static void
fill_networks (LessonState *state, double progress) {
  LessonGrowthView *view = &state->growth_view;
  guint n = lesson_growth_n_networks (state->lesson);

  /* The image stands as large as it has grown until the first network is there. */
  view->side = side_at (state->parameters, state->id, 1);
  view->price = 1;
  if (n == 0)
    return;
  view->networks = state->id == NETWORKS ? n * lesson_span (progress, 0, 0.9) : n;
  enlarge (view, state->lesson, state->id, progress);
  view->current =
      state->id == NETWORKS ? CLAMP ((gint64) ceil (view->networks) - 1, 0, (gint64) n - 1) : view->enlarged;
  const LessonNetwork *network = network_at (state->lesson, (guint) view->current);
  fill_total (&state->dense, &network->dense);
  fill_total (&state->convolution, &network->convolutions);
  state->most_weights = MAX (1, MAX (network->dense.parameters, network->convolutions.parameters));
  state->most_multiplications =
      MAX (1, MAX (network->dense.multiplications, network->convolutions.multiplications));
}

static void
fill (LessonState *state, double progress) {
  if (state->id < NETWORKS)
    fill_image (state, progress);
  else
    fill_networks (state, progress);
}

guint
lesson_growth_n_bars (const LessonNetwork *network) {
  guint n = 0;

  while (lesson_growth_bar (network, n) != NULL)
    n++;
  return n;
}

const LessonNetworkLayer *
lesson_growth_bar (const LessonNetwork *network, gint64 bar) {
  for (guint i = 0; i < network->n_layers && bar >= 0; i++) {
    LessonNetworkType type = network->layers[i].type;
    if ((type == LESSON_NETWORK_CONVOLUTION || type == LESSON_NETWORK_DENSE) && bar-- == 0)
      return &network->layers[i];
  }
  return NULL;
}

static char *
describe_size (const LessonState *state, gint64 index) {
  gint64 sides[LESSON_GROWTH_SIDES_MAX];
  guint n = lesson_growth_sides (state->parameters, sides);
  EngineCount dense, convolution;

  if (index < 0 || index >= n || state->growth_view.networks > 0
      || !lesson_growth_count (state->parameters, sides[index], &dense, &convolution))
    return NULL;
  g_autofree char *side = lesson_format_count (sides[index]);
  g_autofree char *left = lesson_format_count (dense.weights);
  g_autofree char *right = lesson_format_count (convolution.weights);
  g_autofree char *times = lesson_format_count (convolution.multiplications);
  /* Translators: side of the image twice, then weights of the dense layer and weights and multiplications of the convolution */
  return g_strdup_printf (_ ("%s × %s: dense %s weights; convolution %s, %s multiplications"), side, side,
                          left, right, times);
}

static char *
describe_layer (const LessonState *state, const LessonTarget *target) {
  if (target->unit < 0 || target->unit >= lesson_growth_n_networks (state->lesson)
      || target->unit >= state->growth_view.networks)
    return NULL;
  const LessonNetwork *network = network_at (state->lesson, (guint) target->unit);
  const LessonNetworkLayer *layer = lesson_growth_bar (network, target->column);
  if (layer == NULL)
    return NULL;
  g_autofree char *parameters = lesson_format_count (lesson_network_layer_parameters (layer));
  g_autofree char *multiplications = lesson_format_count (layer->count.multiplications);
  if (layer->type == LESSON_NETWORK_DENSE)
    /* Translators: network, name of the layer, numbers */
    return g_strdup_printf (_ ("%s, %s (dense): %s parameters, %s multiplications"), network->title,
                            layer->name, parameters, multiplications);
  return g_strdup_printf (_ ("%s, %s (convolution): %s parameters, %s multiplications"), network->title,
                          layer->name, parameters, multiplications);
}

static char *
describe (const LessonState *state, const LessonTarget *target) {
  if (target->part == LESSON_PART_SIZE)
    return describe_size (state, target->unit);
  return target->part == LESSON_PART_LAYER ? describe_layer (state, target) : NULL;
}

/* The layer with the most parameters: its bar is seen first. */
static gint64
largest_bar (const LessonNetwork *network) {
  gint64 best = 0;

  for (guint bar = 1; bar < lesson_growth_n_bars (network); bar++)
    if (lesson_network_layer_parameters (lesson_growth_bar (network, bar))
        > lesson_network_layer_parameters (lesson_growth_bar (network, best)))
      best = bar;
  return best;
}

static char *
speak_network (const LessonState *state) {
  const LessonGrowthView *view = &state->growth_view;
  const LessonNetwork *network = network_at (state->lesson, (guint) view->current);
  LessonTarget bar = { LESSON_PART_LAYER, .unit = view->current, .column = largest_bar (network) };
  g_autofree char *parameters = lesson_format_count (network->all.parameters);
  g_autofree char *multiplications = lesson_format_count (network->all.multiplications);
  g_autofree char *largest = describe_layer (state, &bar);

  if (largest == NULL)
    /* Translators: name of a network and its totals */
    return g_strdup_printf (_ ("Bars for each layer of %s: %s parameters, %s multiplications in all."),
                            network->title, parameters, multiplications);
  /* Translators: name of a network and its totals, then a sentence about its largest layer */
  return g_strdup_printf (
      _ ("Bars for each layer of %s: %s parameters, %s multiplications in all. The highest bar: %s."),
      network->title, parameters, multiplications, largest);
}

static char *
speak (const LessonState *state) {
  const LessonGrowthView *view = &state->growth_view;
  g_autofree char *side = lesson_format_count ((gint64) round (view->side));

  if (view->networks > 0)
    return speak_network (state);
  if (view->price > 0)
    return g_strdup (_ ("The line of the convolution’s multiplications rises in the plot, too; that of its "
                        "weights stays level."));
  return g_strdup_printf (
      state->id == LAST ? _ (
          "A frame and a point in the plot stand for an image of %s × %s pixels. The dense line has risen, "
          "the convolution’s is level.")
                        : _ ("A frame and a point in the plot stand for an image of %s × %s pixels."),
      side, side);
}

static const char *const keys[] = { "Networks", NULL };

const LessonSceneClass lesson_growth_class = {
  .name = "growth",
  .title = N_ ("Let the image grow"),
  .playground = NULL,
  .layers = LESSON_LAYER_DENSE | LESSON_LAYER_CONVOLUTION,
  .n_steps = N_STEPS,
  .steps = steps,
  .fill = fill,
  .speak = speak,
  .describe = describe,
  .keys = keys,
  .read = lesson_reader_networks,
};
