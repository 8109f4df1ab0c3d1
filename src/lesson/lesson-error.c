/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-error.h"

G_DEFINE_QUARK (lesson - error - quark, lesson_error)
