/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first layer of a model on the command line: FILE.npy or FILE.safetensors, which may be followed by #NAME. */
#pragma once

#include "lesson-first-layer.h"

G_BEGIN_DECLS

/* FILE.safetensors or FILE.safetensors#NAME. */
gboolean cli_layer_is_model (const char *text);
/* `layout` is "khwc", "kchw", or NULL where the file has to tell. `option` is what named the file, for messages. */
LessonFirstLayer *cli_layer_load (const char *option, const char *text, const char *layout, GError **error);
/* As weights (K, k, k, C). */
EngineTensor *cli_layer_load_weights (const char *option, const char *text, const char *layout,
                                      GError **error);

G_END_DECLS
