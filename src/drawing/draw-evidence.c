/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "evidence": which of its pictures a step has. */
#include "draw-evidence-private.h"

static void
place (DrawLayout *layout, const LessonState *state) {
  static void (*const places[]) (DrawLayout *, const LessonState *) = {
    [LESSON_EVIDENCE_SHIFT] = draw_evidence_shift_place,
    [LESSON_EVIDENCE_SHUFFLE] = draw_evidence_shuffle_place,
    [LESSON_EVIDENCE_CHART] = draw_evidence_charts_place,
    [LESSON_EVIDENCE_SAID] = draw_evidence_said_place,
  };

  places[state->evidence_view.subject](layout, state);
}

static void
draw (const DrawContext *context) {
  static void (*const pictures[]) (const DrawContext *) = {
    [LESSON_EVIDENCE_SHIFT] = draw_evidence_shift,
    [LESSON_EVIDENCE_SHUFFLE] = draw_evidence_shuffle,
    [LESSON_EVIDENCE_CHART] = draw_evidence_charts,
    [LESSON_EVIDENCE_SAID] = draw_evidence_said,
  };

  pictures[context->state->evidence_view.subject](context);
}

const DrawSceneClass draw_evidence_class = {
  .places_size = sizeof (DrawEvidencePlaces),
  .place = place,
  .draw = draw,
};
