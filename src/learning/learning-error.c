/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-error.h"

G_DEFINE_QUARK (learning - error - quark, learning_error)
