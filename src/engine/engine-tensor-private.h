/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine-tensor.h"

G_BEGIN_DECLS

/* As engine_tensor_new(), for a caller who writes every value: a large output need not be touched twice. */
EngineTensor *engine_tensor_new_unset (guint rank, const gint64 *shape, GError **error);
/* ENGINE_ERROR_SHAPE, naming both shapes, unless `self` has this one. `what` is translated already. */
gboolean engine_tensor_check_shape (const EngineTensor *self, const char *what, guint rank,
                                    const gint64 *shape, GError **error);

G_END_DECLS
