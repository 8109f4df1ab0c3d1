/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-learned-private.h"

void
draw_learned_gradient_place (DrawLayout *layout, const LessonState *state) {
}

void
draw_learned_gradient (const DrawContext *context) {
}
