/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "draw-text-private.h"

#include <pango/pango.h>

/* Those asked for last are kept, at least so many. A scene needs a few hundred, running counters a dozen new ones a frame. */
#define DRAW_TEXT_LAYOUTS 1500

/* `size` in pixels. `width` in pixels, 0 is one line of any length; else it is broken into so many `lines` at most, and what does not
 * fit into them is shortened: in the middle of a single line, at the end of several. What it is depends on nothing but these. It
 * belongs to this thread, and is kept until many others have been asked for. */
PangoLayout *draw_text_layout (const char *text, double size, DrawWeight weight, double width, int lines);
