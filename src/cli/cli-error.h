/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors of the command line itself; sentences as in engine-error.h. An error of any other domain is a failure of the work. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CLI_ERROR (cli_error_quark ())

typedef enum {
  CLI_ERROR_USAGE,       /* what was asked for cannot be: exit status 2 */
  CLI_ERROR_DATA,        /* files that do not fit together: exit status 1 */
  CLI_ERROR_PRINT,       /* standard output cannot be written: exit status 1 */
  CLI_ERROR_INTERRUPTED, /* stopped by SIGINT before its end, with what there was saved: exit status 130 */
  CLI_ERROR_TERMINATED,  /* likewise by SIGTERM: exit status 143 */
} CliError;

/* The program's exit status for each end that it can come to. */
enum {
  CLI_EXIT_DONE = 0,
  CLI_EXIT_FAILED = 1,
  CLI_EXIT_USAGE = 2,
  CLI_EXIT_INTERRUPTED = 128 + 2, /* as shells report the signals SIGINT and SIGTERM */
  CLI_EXIT_TERMINATED = 128 + 15,
};

GQuark cli_error_quark (void);

/* Sets CLI_ERROR_USAGE and returns FALSE, so that a function can end with it. */
gboolean cli_error_usage (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The same sentence as an error of usage: what the libraries refused was asked for on the command line. Returns FALSE. */
gboolean cli_error_blame_usage (GError **error);
int cli_error_exit_status (const GError *error);
/* "nine-weights-cli: WHAT: WHY; WHAT WOULD BE RIGHT" on standard error, one line whatever the names in it contain. */
void cli_error_print (const GError *error);

G_END_DECLS
