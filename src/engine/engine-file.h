/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files in and out, safely. Messages show the name as people can read it, whatever its bytes are. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Opens without blocking and insists on a regular file (ENGINE_ERROR_FILE for a directory, a FIFO, a
 * device, a missing or unreadable or empty file). The caller closes the descriptor. `size` may be NULL. */
int engine_file_open (const char *path, goffset *size, GError **error);
/* The whole of a regular file of at most `limit` bytes (ENGINE_ERROR_TOO_LARGE). */
GBytes *engine_file_read (const char *path, gsize limit, GError **error);
/* Complete or untouched: writes beside the target, flushes to disk, then renames. Follows a symlink to its
 * end; refuses what exists and is not a regular file. */
gboolean engine_file_write (const char *path, const void *data, gsize length, GError **error);

G_END_DECLS
