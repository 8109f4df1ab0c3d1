/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine-tensor.h"
#include "lesson-first-layer.h"

G_BEGIN_DECLS

/* The array as it is in the file. Errors are the engine's. */
EngineTensor *lesson_layer_file_read (const LessonLayerFile *self, guint index, GError **error);

G_END_DECLS
