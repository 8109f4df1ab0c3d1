/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "evidence". */
#include "draw-scene-private.h"

static void
place (DrawLayout *layout, const LessonState *state) {
}

static void
draw (const DrawContext *context) {
}

const DrawSceneClass draw_evidence_class = {
  .place = place,
  .draw = draw,
};
