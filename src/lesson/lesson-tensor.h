/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What scene "tensor" shows, in numbers. */
#pragma once

#include "lesson-state.h"

G_BEGIN_DECLS

/* So many rows and columns of pixels are in view where the camera is near; fewer only if there are fewer. */
#define LESSON_TENSOR_NEAR 6
/* The pixels' values where so many of them are changed: (n, n), for the caller to allocate. `touched`, if not NULL, tells which. */
void lesson_tensor_change (const LessonParameters *parameters, gint64 changed, float *values,
                           gboolean *touched);

G_END_DECLS
