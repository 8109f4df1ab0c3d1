/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Brings the network files that `keys` name from the folder of the lesson file `from` into that of `to`, and renames them in
 * `keys` where the name is taken there. Paths of new files are added to `written`. ENGINE_ERROR_* where one cannot be read or
 * written. */
gboolean lesson_networks_carry (GKeyFile *keys, const char *from, const char *to, GPtrArray *written,
                                GError **error);
