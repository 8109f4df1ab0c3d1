/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NumPy's .npy files, versions 1 and 2, C order, float32, float64, uint8 and int32; float32 is written.
 * Format: numpy.lib.format in the NumPy reference. Anything else is refused by name (ENGINE_ERROR_UNSUPPORTED), a
 * file that lies about itself with ENGINE_ERROR_FORMAT. */
#pragma once

#include "engine-tensor.h"

G_BEGIN_DECLS

/* `name` is what messages call the data. Integers keep their value: a uint8 of 255 becomes 255, not 1; what
 * float32 does not hold exactly is refused. */
EngineTensor *engine_npy_parse (const guint8 *data, gsize length, const char *name, GError **error);
EngineTensor *engine_npy_load (const char *path, GError **error);
/* Version 1, little-endian float32. Complete or untouched, as engine_file_write(). */
gboolean engine_npy_save (const char *path, const EngineTensor *tensor, GError **error);

G_END_DECLS
