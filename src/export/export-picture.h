/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One moment, or the whole lesson, as a file. Each file is complete or untouched. */
#pragma once

#include "draw-scene.h"
#include "lesson-timeline.h"

G_BEGIN_DECLS

/* `path` ends in .png (pixels), .svg or .pdf (vector, points); width and height are 160…16384 (EXPORT_ERROR_SIZE). */
gboolean export_picture (const LessonState *state, const DrawStyle *style, int width, int height,
                         const char *path, GError **error);
/* Every step's last moment, a page each, with outline and document title. `path` ends in .pdf. */
gboolean export_lesson (Lesson *lesson, LessonParameters *parameters, const DrawStyle *style, int width,
                        int height, const char *path, GError **error);

G_END_DECLS
