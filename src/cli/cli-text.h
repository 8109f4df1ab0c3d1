/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text that programs and terminals can rely on. Free all results with g_free(). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Valid UTF-8 without line breaks, tabs or other control characters: each run of them becomes a space. */
char *cli_text_one_line (const char *text);
/* The shortest decimal that reads back as the same double, with a point whatever the locale: "5.76". Finite values only. */
char *cli_text_number (double value);
/* "(H, W)" counts as "HxW": "8x8x32". */
char *cli_text_extents (guint n_extents, const gint64 *extents);
/* Whether a file's name ends in `ending` (".png"), in either case. */
gboolean cli_text_has_ending (const char *path, const char *ending);

G_END_DECLS
