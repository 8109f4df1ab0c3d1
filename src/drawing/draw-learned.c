/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "learned". */
#include "draw-scene-private.h"

static void
place (DrawLayout *layout, const LessonState *state) {
}

static void
draw (const DrawContext *context) {
}

const DrawSceneClass draw_learned_class = {
  .place = place,
  .draw = draw,
};
