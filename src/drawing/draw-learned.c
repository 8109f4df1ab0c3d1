/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "learned": its four pictures, and what stands where nothing has been trained. */
#include "draw-cells-private.h"
#include "draw-learned-private.h"
#include "draw-text-private.h"

#include <glib/gi18n-lib.h>

typedef struct {
  void (*place) (DrawLayout *layout, const LessonState *state);
  void (*draw) (const DrawContext *context);
} Picture;

static const Picture pictures[] = {
  [LESSON_LEARNED_HIDDEN] = { draw_learned_hidden_place, draw_learned_hidden },
  [LESSON_LEARNED_NETWORKS] = { draw_learned_networks_place, draw_learned_networks },
  [LESSON_LEARNED_GRADIENT] = { draw_learned_gradient_place, draw_learned_gradient },
  [LESSON_LEARNED_CLASSIFY] = { draw_learned_classify_place, draw_learned_classify },
};

DrawColor
draw_learned_color (const DrawStyle *style, LearningKind kind) {
  return kind == LEARNING_DENSE ? style->dense : kind == LEARNING_LOCAL ? style->local : style->convolution;
}

static gboolean
trained (const LessonState *state) {
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
    if (lesson_learned_has (state, kind) && lesson_learned_trace (state, kind) == NULL)
      return FALSE;
  return TRUE;
}

static void
place (DrawLayout *layout, const LessonState *state) {
  if (trained (state))
    pictures[state->learned_view.part].place (layout, state);
}

/* The networks' picture marks what is pointed at itself. */
static void
draw_pointed (const DrawContext *context) {
  const LessonTarget *target = &context->target;
  gboolean cell = target->part == LESSON_PART_GRADIENT || target->part == LESSON_PART_EXAMPLE
                  || target->part == LESSON_PART_PATTERN || target->part == LESSON_PART_PIXEL;
  DrawRect rect;

  if (context->state->learned_view.part != LESSON_LEARNED_NETWORKS && cell
      && draw_layout_locate (context->layout, target, &rect))
    draw_cell_mark (context, rect, context->style->accent);
}

static void
draw (const DrawContext *context) {
  if (trained (context->state)) {
    pictures[context->state->learned_view.part].draw (context);
    draw_pointed (context);
  } else
    draw_text (context, _ ("The networks are being trained."), context->layout->main,
               (DrawTextStyle){ DRAW_TITLE, DRAW_MEDIUM, context->style->muted, DRAW_CENTER, DRAW_CENTER });
}

const DrawSceneClass draw_learned_class = {
  .places_size = sizeof (DrawLearnedPlaces),
  .place = place,
  .draw = draw,
};
