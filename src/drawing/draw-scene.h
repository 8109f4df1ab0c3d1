/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture of a state: the one call behind the window, PNG, SVG, PDF and the tests. */
#pragma once

#include "draw-cache.h"
#include "draw-layout.h"
#include "draw-style.h"

G_BEGIN_DECLS

/* Loads the fonts that ship. Call once before the first picture, before other threads start. */
void draw_init (void);

/* Draws into the layout's width x height from the origin of the current transform. `target` (what the pointer is on) and
 * `cache` may be NULL. On image surfaces the fan is rasterised, on others (PDF, SVG) it is drawn as lines. */
void draw_scene (cairo_t *cr, const LessonState *state, const DrawLayout *layout, const DrawStyle *style,
                 const LessonTarget *target, DrawCache *cache);
/* What stands at the target, with its numbers, on a small label beside it, inside the picture. Nothing where nothing is. */
void draw_readout (cairo_t *cr, const LessonState *state, const DrawLayout *layout, const DrawStyle *style,
                   const LessonTarget *target, DrawCache *cache);

G_END_DECLS
