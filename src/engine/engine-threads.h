/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work shared out over the processors. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Does the part begin…end-1 of the work. Called from several threads at once. */
typedef void (*EngineRangeFunc) (gint64 begin, gint64 end, gpointer data);

/* Processors of this machine, or what the environment variable NINE_WEIGHTS_THREADS says. */
guint engine_threads (void);
/* Splits 0…n-1 into parts of at least `grain`, runs them on up to engine_threads() threads and returns when
 * all are done. What the parts compute must not depend on how the range is split. */
void engine_parallel_for (gint64 n, gint64 grain, EngineRangeFunc func, gpointer data);
/* Nobody waits for what this thread does: for the rest of its life it lets other threads go first, and so do those that help it
 * in engine_parallel_for(). Only for a thread of one's own, never for one of a pool. */
void engine_thread_make_background (void);

G_END_DECLS
