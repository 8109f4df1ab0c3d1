/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences that several files of the engine need. A check returns TRUE if all is well and sets `error`
 * otherwise; `what` is translated already. */
#pragma once

#include "engine-error.h"

G_BEGIN_DECLS

/* "3x5", for messages about pairs. Free with g_free(). */
char *engine_error_pair (gint64 rows, gint64 columns);
/* Always returns FALSE, so that a function can end with it. */
gboolean engine_error_overflow (const char *what, GError **error);
gboolean engine_error_check_positive (const char *what, gint64 value, GError **error);
/* A pool of windows of size x size over (height, width). */
gboolean engine_error_check_pool (gint64 height, gint64 width, gint64 size, GError **error);

G_END_DECLS
