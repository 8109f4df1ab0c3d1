/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "learned", as it is told to who cannot see it. */
#include "lesson-learned.h"
#include "lesson-scene-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Gradients are small numbers. */
#define THOUSAND 1000.0

/* Accuracies of the networks in view, one after the other: "Convolution 97.4 %, Dense 95.1 %". */
static char *
speak_networks (const LessonState *state) {
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *step = lesson_format_count ((gint64) floor (state->learned_view.step));

  for (int kind = LEARNING_N_KINDS - 1; kind >= 0; kind--) {
    const LearningSnapshot *snapshot = lesson_learned_snapshot (state, kind);
    if (snapshot == NULL || !lesson_learned_has (state, kind))
      continue;
    g_autofree char *accuracy = lesson_format_tenths (100 * snapshot->test_accuracy);
    /* Translators: a network and its test accuracy */
    g_ptr_array_add (words, g_strdup_printf (_ ("%s %s percent"), learning_kind_title (kind), accuracy));
  }
  if (words->len == 0)
    return g_strdup (_ ("The networks have not been trained yet."));
  g_ptr_array_add (words, NULL);
  g_autofree char *all = g_strjoinv (_ (", "), (char **) words->pdata);
  /* Translators: steps of training, then networks with their accuracies, joined by commas */
  return g_strdup_printf (_ ("After %s steps of training, right on test images: %s."), step, all);
}

static char *
speak_found (const LessonState *state) {
  const LearningSnapshot *snapshot = lesson_learned_snapshot (state, LEARNING_CONVOLUTION);
  g_autofree char *networks = speak_networks (state);
  LessonMatch matches[LEARNING_PATTERNS];

  if (snapshot == NULL || state->learned_view.course != LEARNING_COURSE_PATTERNS)
    return g_steal_pointer (&networks);
  lesson_learned_match (snapshot, matches);
  g_autofree char *found = lesson_format_count (lesson_learned_found (matches));
  g_autofree char *all = lesson_format_count (LEARNING_PATTERNS);
  /* Translators: how many patterns there are filters like, of how many; then a sentence about the networks */
  return g_strdup_printf (_ ("%s of %s patterns are found among the filters. %s"), found, all, networks);
}

static char *
speak_gradient (const LessonState *state) {
  const LessonLearnedView *view = &state->learned_view;
  gint64 positions = 0;
  g_autofree double *parts = lesson_learned_gradients (state, view->tap, &positions);
  double sum = 0, before = 0, after = 0;

  if (parts == NULL || !lesson_learned_weights (state, view->tap, &before, &after))
    return speak_networks (state);
  gint64 arrived = lesson_learned_arrived (view, positions);
  for (gint64 position = 0; position < arrived; position++)
    sum += parts[position];
  g_autofree char *number = lesson_format_count (arrived);
  g_autofree char *all = lesson_format_count (positions);
  g_autofree char *total = lesson_format_value (THOUSAND * sum);
  g_autofree char *weight = lesson_format_value (before);
  g_autofree char *next = lesson_format_value (after);
  if (view->update > 0)
    /* Translators: number of positions, their sum; the weight before and after */
    return g_strdup_printf (
        _ ("The parts of %s positions add up to %s thousandths. The weight goes from %s to %s."), all, total,
        weight, next);
  /* Translators: how many parts have arrived, of how many, and their sum; the weight */
  return g_strdup_printf (_ ("%s of %s parts have arrived; their sum is %s thousandths. The weight is %s."),
                          number, all, total, weight);
}

static char *
speak_classify (const LessonState *state) {
  g_autoptr (GString) all = g_string_new (NULL);

  for (int kind = LEARNING_N_KINDS - 1; kind >= 0; kind--) {
    gint64 classes = 0;
    g_autofree float *answer = lesson_learned_answer (state, kind, &classes);
    if (answer == NULL)
      continue;
    gint64 best = learning_likeliest (answer, classes);
    g_autofree char *class = lesson_format_count (best);
    g_autofree char *share = lesson_format_tenths (100 * answer[best]);
    /* Translators: a network, the class that it finds likeliest, and how likely */
    g_autofree char *one =
        g_strdup_printf (_ ("%s says class %s with %s percent."), learning_kind_title (kind), class, share);
    g_string_append_printf (all, "%s%s", all->len > 0 ? " " : "", one);
  }
  return all->len > 0 ? g_strdup (all->str) : speak_networks (state);
}

/* While a user trains on data that the image at hand may be one of, with the answers to it. */
static char *
speak_trained (const LessonState *state) {
  g_autofree char *found = speak_found (state);

  if (!lesson_state_is_driven (state) || state->learned_view.course != LEARNING_COURSE_DIGITS)
    return g_steal_pointer (&found);
  g_autofree char *answers = speak_classify (state);
  return g_str_equal (found, answers) ? g_steal_pointer (&found) : g_strjoin (" ", found, answers, NULL);
}

/* Images and the patterns in them, as many as are there. */
static char *
speak_hidden (const LessonState *state) {
  const LearningTrace *trace = lesson_learned_trace (state, LEARNING_CONVOLUTION);
  const LearningSet *batch = trace != NULL ? trace->snapshots[0]->batch : NULL;
  gint64 images = (gint64) (state->learned_view.shown * LESSON_LEARNED_EXAMPLES);

  if (batch == NULL)
    return speak_networks (state);
  g_autofree char *size = lesson_format_size ((gint64) batch->height, (gint64) batch->width);
  g_autofree char *number = lesson_format_count (images);
  g_autofree char *patterns = lesson_format_count (LEARNING_PATTERNS);
  /* Translators: how many images are there so far, their size; how many patterns there are */
  return g_strdup_printf (_ ("There are %s images of %s pixels, and beside them the %s patterns."), number,
                          size, patterns);
}

char *
lesson_learned_speak (const LessonState *state) {
  switch (state->learned_view.part) {
  case LESSON_LEARNED_GRADIENT:
    return speak_gradient (state);
  case LESSON_LEARNED_CLASSIFY:
    return speak_classify (state);
  case LESSON_LEARNED_NETWORKS:
    return speak_trained (state);
  default:
    return speak_hidden (state);
  }
}

static char *
describe_filter (const LessonState *state, const LessonTarget *target) {
  const LearningSnapshot *snapshot = lesson_learned_snapshot (state, LEARNING_CONVOLUTION);
  const LearningLayer *layer = &snapshot->weights->network->layers[0];
  gint64 tap = target->row * layer->spec.size + target->column;
  g_autofree char *number = lesson_format_count (target->unit + 1);
  g_autofree char *row = lesson_format_count (target->row + 1);
  g_autofree char *column = lesson_format_count (target->column + 1);
  g_autofree char *weight = lesson_format_value (lesson_learned_filter (snapshot, target->unit)[tap]);
  g_autofree char *words =
      g_strdup_printf (_ ("Filter %s, weight row %s, column %s: %s"), number, row, column, weight);
  LessonMatch matches[LEARNING_PATTERNS];

  if (state->learned_view.course != LEARNING_COURSE_PATTERNS)
    return g_steal_pointer (&words);
  lesson_learned_match (snapshot, matches);
  for (guint pattern = 0; pattern < LEARNING_PATTERNS; pattern++)
    if (matches[pattern].filter == target->unit && matches[pattern].correlation > LESSON_LEARNED_ALIKE) {
      g_autofree char *which = lesson_format_count (pattern + 1);
      g_autofree char *alike = lesson_format_value (matches[pattern].correlation);
      /* Translators: the sentence about the weight; number of a hidden pattern, and a correlation */
      return g_strdup_printf (_ ("%s; the filter is like pattern %s (correlation %s)"), words, which, alike);
    }
  return g_steal_pointer (&words);
}

static char *
describe_dense (const LessonState *state, const LessonTarget *target) {
  const LearningSnapshot *snapshot = lesson_learned_snapshot (state, LEARNING_DENSE);
  const LearningLayer *layer = &snapshot->weights->network->layers[0];
  gint64 input = target->row * layer->in[2] + target->column;
  g_autofree char *number = lesson_format_count (target->unit + 1);
  g_autofree char *row = lesson_format_count (target->row + 1);
  g_autofree char *column = lesson_format_count (target->column + 1);
  g_autofree char *weight =
      lesson_format_value (learning_weights_of (snapshot->weights, 0)[target->unit * layer->inputs + input]);
  return g_strdup_printf (_ ("Weight from pixel row %s, column %s to node %s: %s"), row, column, number,
                          weight);
}

static char *
describe_local (const LessonState *state, const LessonTarget *target) {
  const LearningSnapshot *snapshot = lesson_learned_snapshot (state, LEARNING_LOCAL);
  const LearningLayer *layer = &snapshot->weights->network->layers[0];
  gint64 taps = layer->in[0] * layer->spec.size * layer->spec.size;
  g_autofree char *number = lesson_format_count (target->unit + 1);
  g_autofree char *row = lesson_format_count (target->row + 1);
  g_autofree char *column = lesson_format_count (target->column + 1);
  g_autofree char *weights = lesson_format_count (taps);
  return g_strdup_printf (_ ("Local filter %s at position row %s, column %s: %s weights of its own"), number,
                          row, column, weights);
}

static char *
describe_curve (const LessonState *state, const LessonTarget *target) {
  g_autoptr (GString) all = g_string_new (NULL);
  guint64 step = lesson_learned_moment (state, target->column);
  g_autofree char *number = lesson_format_count ((gint64) step);

  for (int kind = LEARNING_N_KINDS - 1; kind >= 0; kind--) {
    const LearningTrace *trace = lesson_learned_trace (state, kind);
    if (trace == NULL || !lesson_learned_has (state, kind))
      continue;
    const LearningSnapshot *snapshot = trace->snapshots[learning_trace_find (trace, (double) step)];
    gboolean loss = target->unit == 1;
    g_autofree char *value =
        loss ? lesson_format_value (snapshot->loss) : lesson_format_tenths (100 * snapshot->test_accuracy);
    /* Translators: a network and its loss, or the share of test images that it gets right; more may follow */
    g_string_append_printf (all, loss ? _ (", %s loss %s") : _ (", %s %s percent"),
                            learning_kind_title (kind), value);
  }
  /* Translators: number of a step of training; what follows are networks and their numbers */
  return g_strdup_printf (_ ("Step %s%s"), number, all->str);
}

static char *
describe_gradient (const LessonState *state, const LessonTarget *target) {
  const LessonLearnedView *view = &state->learned_view;
  const LearningTrace *trace = lesson_learned_trace (state, LEARNING_CONVOLUTION);
  gint64 positions = 0;
  g_autofree double *parts = lesson_learned_gradients (state, view->tap, &positions);

  gint64 columns = trace->network->layers[0].out[2];
  gint64 position = target->row * columns + target->column;
  g_autofree char *row = lesson_format_count (target->row + 1);
  g_autofree char *column = lesson_format_count (target->column + 1);
  g_autofree char *part = lesson_format_value (THOUSAND * parts[position]);
  return g_strdup_printf (
      _ ("Position row %s, column %s: its part in the weight’s gradient is %s thousandths"), row, column,
      part);
}

static char *
describe_pattern (const LessonState *state, const LessonTarget *target) {
  const LearningSnapshot *snapshot = lesson_learned_snapshot (state, LEARNING_CONVOLUTION);
  gint64 size = LEARNING_PATTERN_SIZE;
  g_autofree char *number = lesson_format_count (target->unit + 1);
  g_autofree char *value = lesson_format_value (
      learning_data_patterns ()[(target->unit * size + target->row) * size + target->column]);
  LessonMatch matches[LEARNING_PATTERNS];

  if (snapshot != NULL)
    lesson_learned_match (snapshot, matches);
  if (snapshot == NULL || state->learned_view.part != LESSON_LEARNED_NETWORKS
      || matches[target->unit].filter < 0)
    return g_strdup_printf (_ ("Pattern %s: %s"), number, value);
  g_autofree char *filter = lesson_format_count (matches[target->unit].filter + 1);
  g_autofree char *alike = lesson_format_value (matches[target->unit].correlation);
  /* Translators: number of the pattern, a value in it; the filter most like it, and their correlation */
  return g_strdup_printf (_ ("Pattern %s: %s; most like it is filter %s (correlation %s)"), number, value,
                          filter, alike);
}

static char *
describe_example (const LessonState *state, const LessonTarget *target) {
  const LearningTrace *trace = lesson_learned_trace (state, LEARNING_CONVOLUTION);
  const LearningSet *batch = trace->snapshots[0]->batch;

  g_autofree char *row = lesson_format_count (target->row + 1);
  g_autofree char *column = lesson_format_count (target->column + 1);
  g_autofree char *class = lesson_format_count (batch->labels[target->unit] + 1);
  g_autofree char *value = lesson_format_value (
      learning_set_image (batch, (gsize) target->unit)[target->row * (gint64) batch->width + target->column]);
  return g_strdup_printf (_ ("Image with pattern %s, pixel row %s, column %s: %s"), class, row, column,
                          value);
}

static char *
describe_probability (const LessonState *state, const LessonTarget *target) {
  gint64 classes = 0;
  g_autofree float *answer = lesson_learned_answer (state, (LearningKind) target->unit, &classes);

  if (answer == NULL || target->column >= classes)
    return NULL;
  g_autofree char *class = lesson_format_count (target->column);
  g_autofree char *share = lesson_format_tenths (100 * answer[target->column]);
  return g_strdup_printf (_ ("%s says class %s with %s percent"),
                          learning_kind_title ((LearningKind) target->unit), class, share);
}

/* How many of what is pointed at there are; none where that network has not been trained. */
typedef struct {
  gint64 units, rows, columns;
} Extent;

static Extent
extent_of_first_layer (const LessonState *state, LearningKind kind) {
  const LearningTrace *trace = lesson_learned_trace (state, kind);

  if (trace == NULL)
    return (Extent){ 0, 0, 0 };
  const LearningLayer *layer = &trace->network->layers[0];
  switch (kind) {
  case LEARNING_DENSE:
    return (Extent){ layer->spec.units, layer->in[1], layer->in[2] };
  case LEARNING_LOCAL:
    return (Extent){ layer->spec.units, layer->out[1], layer->out[2] };
  default:
    return (Extent){ layer->spec.units, layer->spec.size, layer->spec.size };
  }
}

static Extent
extent_of_gradients (const LessonState *state) {
  const LearningTrace *trace = lesson_learned_trace (state, LEARNING_CONVOLUTION);

  return trace == NULL ? (Extent){ 0, 0, 0 }
                       : (Extent){ 1, trace->network->layers[0].out[1], trace->network->layers[0].out[2] };
}

static Extent
extent_of_examples (const LessonState *state) {
  const LearningTrace *trace = lesson_learned_trace (state, LEARNING_CONVOLUTION);
  const LearningSet *batch = trace != NULL ? trace->snapshots[0]->batch : NULL;

  return batch == NULL ? (Extent){ 0, 0, 0 }
                       : (Extent){ (gint64) batch->n, (gint64) batch->height, (gint64) batch->width };
}

static Extent
extent_of (const LessonState *state, const LessonTarget *target) {
  switch (target->part) {
  case LESSON_PART_FILTER_WEIGHT:
    return extent_of_first_layer (state, LEARNING_CONVOLUTION);
  case LESSON_PART_LINE:
    return extent_of_first_layer (state, LEARNING_DENSE);
  case LESSON_PART_LOCAL:
    return extent_of_first_layer (state, LEARNING_LOCAL);
  case LESSON_PART_CURVE:
    return (Extent){ 2, 1, LESSON_LEARNED_MOMENTS };
  case LESSON_PART_GRADIENT:
    return extent_of_gradients (state);
  case LESSON_PART_PATTERN:
    return (Extent){ LEARNING_PATTERNS, LEARNING_PATTERN_SIZE, LEARNING_PATTERN_SIZE };
  case LESSON_PART_EXAMPLE:
    return extent_of_examples (state);
  case LESSON_PART_PROBABILITY:
    return (Extent){ LEARNING_N_KINDS, 1, LEARNING_CLASSES_MAX };
  default:
    return (Extent){ G_MAXINT64, G_MAXINT64, G_MAXINT64 };
  }
}

static gboolean
is_there (const LessonState *state, const LessonTarget *target) {
  Extent extent = extent_of (state, target);

  return target->unit >= 0 && target->unit < extent.units && target->row >= 0 && target->row < extent.rows
         && target->column >= 0 && target->column < extent.columns;
}

char *
lesson_learned_describe (const LessonState *state, const LessonTarget *target) {
  if (!is_there (state, target))
    return NULL;
  switch (target->part) {
  case LESSON_PART_FILTER_WEIGHT:
    return describe_filter (state, target);
  case LESSON_PART_LINE:
    return describe_dense (state, target);
  case LESSON_PART_LOCAL:
    return describe_local (state, target);
  case LESSON_PART_CURVE:
    return describe_curve (state, target);
  case LESSON_PART_GRADIENT:
    return describe_gradient (state, target);
  case LESSON_PART_PATTERN:
    return describe_pattern (state, target);
  case LESSON_PART_EXAMPLE:
    return describe_example (state, target);
  case LESSON_PART_PROBABILITY:
    return describe_probability (state, target);
  case LESSON_PART_PIXEL:
    return lesson_describe_shared (state, target);
  default:
    return NULL;
  }
}
