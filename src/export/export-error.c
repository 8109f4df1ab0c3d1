/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export-error.h"

GQuark
export_error_quark (void) {
  return g_quark_from_static_string ("export-error-quark");
}
