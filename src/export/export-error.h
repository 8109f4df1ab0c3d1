/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define EXPORT_ERROR (export_error_quark ())

typedef enum {
  EXPORT_ERROR_KIND, /* a name whose ending is not of a kind that can be written */
  EXPORT_ERROR_SIZE, /* a size that cannot be drawn */
  EXPORT_ERROR_DRAW, /* cairo failed */
} ExportError;

GQuark export_error_quark (void);

G_END_DECLS
