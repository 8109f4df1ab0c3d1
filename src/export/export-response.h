/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The photo's whole response, out of the program at full resolution. */
#pragma once

#include "draw-tone.h"

G_BEGIN_DECLS

/* A picture in the tone that is shown, as cairo's RGB24; free with cairo_surface_destroy(). Blocks. */
cairo_surface_t *export_response_picture (const LessonParameters *parameters, const DrawStyle *style,
                                          GError **error);
/* That as .png, or the exact values (H, W, 1) as .npy; EXPORT_ERROR_KIND for other endings. Complete or untouched. */
gboolean export_response (const LessonParameters *parameters, const DrawStyle *style, const char *path,
                          GError **error);

G_END_DECLS
