/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-error.h"

#include "cli-command.h"
#include "cli-text.h"

G_DEFINE_QUARK (cli_error_quark, cli_error)

gboolean
cli_error_usage (GError **error, const char *format, ...) {
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (CLI_ERROR, CLI_ERROR_USAGE, format, arguments));
  va_end (arguments);
  return FALSE;
}

gboolean
cli_error_blame_usage (GError **error) {
  if (error && *error) {
    (*error)->domain = CLI_ERROR;
    (*error)->code = CLI_ERROR_USAGE;
  }
  return FALSE;
}

int
cli_error_exit_status (const GError *error) {
  if (error->domain != CLI_ERROR)
    return CLI_EXIT_FAILED;
  switch (error->code) {
  case CLI_ERROR_USAGE:
    return CLI_EXIT_USAGE;
  case CLI_ERROR_INTERRUPTED:
    return CLI_EXIT_INTERRUPTED;
  case CLI_ERROR_TERMINATED:
    return CLI_EXIT_TERMINATED;
  default:
    return CLI_EXIT_FAILED;
  }
}

void
cli_error_print (const GError *error) {
  g_autofree char *line = cli_text_one_line (error->message);

  g_printerr ("%s: %s\n", CLI_PROGRAM, line);
}
