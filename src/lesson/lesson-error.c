/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-error.h"

GQuark
lesson_error_quark (void) {
  return g_quark_from_static_string ("lesson-error-quark");
}
