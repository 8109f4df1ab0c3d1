/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-command.h"
#include "cli-error.h"
#include "lesson-data.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <stdio.h>

static const CliCommand *const commands[] = {
  &cli_count,  &cli_convolve, &cli_render,   &cli_scenes,     &cli_check,
  &cli_export, &cli_train,    &cli_classify, &cli_experiment,
};

static void
print_help (void) {
  g_print (
      _ ("Usage:\n  %s COMMAND [OPTION…]\n\n"
         "Count, run, draw and train the weights of dense and convolutional layers, without a display.\n\n"
         "Commands:\n"),
      CLI_PROGRAM);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-12s %s\n", commands[i]->name, _ (commands[i]->summary));
  g_print (_ ("\nOptions:\n"
              "  -h, --help   Show this help; after a command, the command's\n"
              "  --version    Show the program's version\n\n"
              "Errors are one line on standard error: what, why, and what would be right.\n"
              "%s\n"),
           cli_command_exit_status_help ());
}

static char *
command_names (void) {
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", commands[i]->name);
  return g_string_free (names, FALSE);
}

static gboolean
refuse_command (const char *word, GError **error) {
  g_autofree char *names = command_names ();
  g_autofree char *name = NULL;

  if (!word || *word == '\0')
    return cli_error_usage (error, _ ("command: it is missing; use one of %s, or --help"), names);
  name = g_filename_display_name (word);
  return cli_error_usage (error, _ ("%s: there is no such command; use one of %s, or --help"), name, names);
}

static gboolean
run_command (char **arguments, GError **error) {
  const char *word = arguments[0];

  if (g_strcmp0 (word, "--help") == 0 || g_strcmp0 (word, "-h") == 0)
    print_help ();
  else if (g_strcmp0 (word, "--version") == 0)
    cli_command_print_version ();
  else {
    for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
      if (g_strcmp0 (word, commands[i]->name) == 0)
        return commands[i]->run (commands[i], arguments, error);
    return refuse_command (word, error);
  }
  return TRUE;
}

/* A full disk behind standard output shows when it is flushed. */
static gboolean
finish_output (GError **error) {
  errno = 0;
  if (fflush (stdout) == 0 && !ferror (stdout))
    return TRUE;
  g_set_error (error, CLI_ERROR, CLI_ERROR_PRINT,
               _ ("standard output: it cannot be written (%s); send it elsewhere"),
               errno ? g_strerror (errno) : _ ("write error"));
  return FALSE;
}

/* A bare C locale says nothing about letters, and no terminal in use has only ASCII (as PEP 538). */
static void
set_up_locale (void) {
  setlocale (LC_ALL, "");
  if (g_strcmp0 (setlocale (LC_CTYPE, NULL), "C") == 0)
    setlocale (LC_CTYPE, "C.UTF-8");
  lesson_bind_translations ();
}

int
main (int argc, char **argv) {
  g_autoptr (GError) error = NULL;

  set_up_locale ();
  g_set_prgname (CLI_PROGRAM);
  run_command (argc > 0 ? argv + 1 : argv, &error);
  if (!error)
    finish_output (&error);
  if (!error)
    return CLI_EXIT_DONE;
  cli_error_print (error);
  return cli_error_exit_status (error);
}
