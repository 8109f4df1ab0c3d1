/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "grab": what a weight that is held does to the outputs, and what they do to it. */
#pragma once

#include "lesson-state.h"

G_BEGIN_DECLS

/* How much an output of the map changes when weight `tap` grows by `delta`: the convolution is linear, so that is delta times
 * the pixel under it. */
double lesson_grab_change (const LessonParameters *parameters, gint64 tap, double delta, gint64 output);
/* The gradient that an output sends to weight `tap` where the loss is half the sum of all squared responses: its response
 * times the pixel under the weight. */
double lesson_grab_gradient (const LessonParameters *parameters, gint64 tap, gint64 output);
/* Of the first `outputs` outputs together; of all, the weight's gradient. */
double lesson_grab_gradient_sum (const LessonParameters *parameters, gint64 tap, gint64 outputs);
/* How far the gradient of an output is on its way to the weight, 0…1, and how many have arrived. */
double lesson_grab_travel (const LessonGrabView *view, gint64 output, gint64 outputs);
gint64 lesson_grab_arrived (const LessonGrabView *view, gint64 outputs);

G_END_DECLS
