/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What scene "learned" takes from the record of training. Everything is worked out anew: the same at the same moment. */
#include "lesson-learned.h"

#include "lesson-ease.h"

#include <math.h>

/* Share of the flow's time that each position's part is on its way, as in scene "grab". */
#define TRAVEL 0.3

gboolean
lesson_learned_has (const LessonState *state, LearningKind kind) {
  return kind != LEARNING_LOCAL || state->learned_view.course != LEARNING_COURSE_PATTERNS;
}

const LearningTrace *
lesson_learned_trace (const LessonState *state, LearningKind kind) {
  return state->parameters->record->traces[state->learned_view.course][kind];
}

const LearningSnapshot *
lesson_learned_snapshot (const LessonState *state, LearningKind kind) {
  const LearningTrace *trace = lesson_learned_trace (state, kind);

  return trace != NULL ? trace->snapshots[learning_trace_find (trace, state->learned_view.step)] : NULL;
}

guint64
lesson_learned_steps (const LessonState *state) {
  guint64 steps = 0;

  for (int kind = 0; kind < LEARNING_N_KINDS; kind++) {
    const LearningTrace *trace = lesson_learned_trace (state, kind);
    if (trace != NULL)
      steps = MAX (steps, learning_trace_steps (trace));
  }
  return steps;
}

guint64
lesson_learned_moment (const LessonState *state, gint64 column) {
  return lesson_learned_steps (state) * (guint64) column / (LESSON_LEARNED_MOMENTS - 1);
}

const float *
lesson_learned_filter (const LearningSnapshot *snapshot, gint64 filter) {
  const LearningLayer *layer = &snapshot->weights->network->layers[0];

  return learning_weights_of (snapshot->weights, 0)
         + filter * layer->in[0] * layer->spec.size * layer->spec.size;
}

/* Cosine after the means are removed; the pattern has none. */
static double
correlation (const float *filter, const float *pattern, guint n) {
  double mean = 0, product = 0, filter_square = 0, pattern_square = 0;

  for (guint i = 0; i < n; i++)
    mean += filter[i] / n;
  for (guint i = 0; i < n; i++) {
    product += (filter[i] - mean) * pattern[i];
    filter_square += (filter[i] - mean) * (filter[i] - mean);
    pattern_square += pattern[i] * pattern[i];
  }
  return filter_square > 0 ? product / sqrt (filter_square * pattern_square) : 0;
}

void
lesson_learned_match (const LearningSnapshot *snapshot, LessonMatch matches[LEARNING_PATTERNS]) {
  const LearningLayer *layer = &snapshot->weights->network->layers[0];
  guint taps = LEARNING_PATTERN_SIZE * LEARNING_PATTERN_SIZE;

  for (guint pattern = 0; pattern < LEARNING_PATTERNS; pattern++)
    matches[pattern] = (LessonMatch){ -1, 0 };
  if (layer->spec.kind != LEARNING_LAYER_CONVOLUTION || layer->spec.size != LEARNING_PATTERN_SIZE
      || layer->in[0] != 1)
    return;
  for (guint pattern = 0; pattern < LEARNING_PATTERNS; pattern++)
    for (gint64 filter = 0; filter < layer->spec.units; filter++) {
      double alike = correlation (lesson_learned_filter (snapshot, filter),
                                  learning_data_patterns () + pattern * taps, taps);
      if (alike > matches[pattern].correlation)
        matches[pattern] = (LessonMatch){ filter, alike };
    }
}

guint
lesson_learned_found (const LessonMatch matches[LEARNING_PATTERNS]) {
  guint found = 0;

  for (guint pattern = 0; pattern < LEARNING_PATTERNS; pattern++)
    found += matches[pattern].correlation > LESSON_LEARNED_ALIKE;
  return found;
}

double *
lesson_learned_gradients (const LessonState *state, gint64 tap, gint64 *positions) {
  const LearningSnapshot *snapshot = lesson_learned_snapshot (state, LEARNING_CONVOLUTION);
  const LearningLayer *layer;

  if (snapshot == NULL)
    return NULL;
  layer = &snapshot->weights->network->layers[0];
  gint64 taps = layer->in[0] * layer->spec.size * layer->spec.size;
  g_autofree float *all = learning_snapshot_position_gradients (snapshot, (gsize) state->learned_view.filter);
  *positions = layer->out[1] * layer->out[2];
  double *parts = g_new (double, *positions);
  for (gint64 position = 0; position < *positions; position++)
    parts[position] = all[position * taps + tap];
  return parts;
}

gboolean
lesson_learned_weights (const LessonState *state, gint64 tap, double *before, double *after) {
  const LearningTrace *trace = lesson_learned_trace (state, LEARNING_CONVOLUTION);
  const LessonLearnedView *view = &state->learned_view;

  if (trace == NULL)
    return FALSE;
  guint now = learning_trace_find (trace, view->step);
  guint next = MIN (now + 1, trace->n_snapshots - 1);
  *before = lesson_learned_filter (trace->snapshots[now], view->filter)[tap];
  *after = lesson_learned_filter (trace->snapshots[next], view->filter)[tap];
  return TRUE;
}

double
lesson_learned_travel (const LessonLearnedView *view, gint64 position, gint64 positions) {
  double begin = (1 - TRAVEL) * (double) position / (double) positions;

  return lesson_span (view->flow, begin, begin + TRAVEL);
}

gint64
lesson_learned_arrived (const LessonLearnedView *view, gint64 positions) {
  gint64 arrived = 0;

  while (arrived < positions && lesson_learned_travel (view, arrived, positions) >= 1)
    arrived++;
  return arrived;
}

void
lesson_learned_place (const LearningSet *batch, gsize image, gint64 *row, gint64 *column) {
  gint64 size = LEARNING_PATTERN_SIZE, width = (gint64) batch->width;
  /* Of a run from a file there may be more classes. */
  const float *pattern = learning_data_patterns () + batch->labels[image] % LEARNING_PATTERNS * size * size;
  double most = -INFINITY;

  for (gint64 y = 0; y + size <= (gint64) batch->height; y++)
    for (gint64 x = 0; x + size <= width; x++) {
      double sum = 0;
      for (gint64 tap = 0; tap < size * size; tap++)
        sum += pattern[tap] * learning_set_image (batch, image)[(y + tap / size) * width + x + tap % size];
      if (sum > most) {
        most = sum;
        *row = y;
        *column = x;
      }
    }
}

float *
lesson_learned_image (const LessonState *state, LearningKind kind, gint64 *height, gint64 *width) {
  const LearningTrace *trace = lesson_learned_trace (state, kind);
  const EngineTensor *image = state->parameters->network_pixels;

  if (trace == NULL || trace->network->in[0] != 1 || trace->network->in[1] != image->shape[0]
      || trace->network->in[2] != image->shape[1])
    return NULL;
  *height = image->shape[0];
  *width = image->shape[1];
  return g_memdup2 (image->data, (gsize) image->length * sizeof (float));
}

float *
lesson_learned_answer (const LessonState *state, LearningKind kind, gint64 *classes) {
  const LearningSnapshot *snapshot = lesson_learned_snapshot (state, kind);
  gint64 height, width;
  g_autofree float *image = lesson_learned_image (state, kind, &height, &width);

  if (snapshot == NULL || image == NULL)
    return NULL;
  *classes = snapshot->weights->network->classes;
  float *answer = g_new (float, *classes);
  learning_snapshot_classify (snapshot, image, answer);
  return answer;
}
