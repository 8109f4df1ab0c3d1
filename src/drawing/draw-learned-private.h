/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pictures of scene "learned", one a part: places inside layout->main with their regions, and drawing. */
#pragma once

#include "draw-scene-private.h"
#include "lesson-learned.h"

void draw_learned_networks_place (DrawLayout *layout, const LessonState *state);
void draw_learned_networks (const DrawContext *context);
void draw_learned_hidden_place (DrawLayout *layout, const LessonState *state);
void draw_learned_hidden (const DrawContext *context);
void draw_learned_gradient_place (DrawLayout *layout, const LessonState *state);
void draw_learned_gradient (const DrawContext *context);
void draw_learned_classify_place (DrawLayout *layout, const LessonState *state);
void draw_learned_classify (const DrawContext *context);

/* dense, local, convolution as the style has them. */
DrawColor draw_learned_color (const DrawStyle *style, LearningKind kind);
