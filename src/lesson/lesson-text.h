/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as people read them, in the reader's locale. Free all results with g_free(). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "3,200" */
char *lesson_format_count (gint64 count);
/* "1,920 × 1,080", columns first. */
char *lesson_format_size (gint64 width, gint64 height);
/* A value of at least 0 with one decimal: "97.4". */
char *lesson_format_tenths (double value);
/* A share, 0…1, in percent with one decimal: "97.4 %". */
char *lesson_format_percent (double share);
/* A value with two decimals and a true minus sign: "−0.42". */
char *lesson_format_value (double value);
/* What a person typed: digits, grouped as the locale groups or not at all, with the locale's decimal sign or that of others.
 * FALSE where it is not a number. */
gboolean lesson_parse_number (const char *text, double *number);
/* "11.1", "711": three significant digits. */
char *lesson_format_ratio (double ratio);

G_END_DECLS
