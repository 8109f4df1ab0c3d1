/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A subcommand: its name, its help, and how its command line is read. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CLI_PROGRAM "nine-weights-cli"

typedef struct _CliCommand CliCommand;

/* Texts are marked for translation and translated when shown. */
struct _CliCommand {
  const char *name;
  const char *arguments;     /* what follows the options in the usage line; may be NULL */
  const char *summary;       /* one line */
  char *(*introduce) (void); /* first paragraph below the options, where it has to be computed; may be NULL */
  const char *const *description; /* further paragraphs; ends with NULL */
  /* `arguments` is owned by the caller and begins with the command's name. FALSE without an error means that all was done
   * when the command line had been read (help, version). */
  gboolean (*run) (const CliCommand *self, char **arguments, GError **error);
};

extern const CliCommand cli_count;
extern const CliCommand cli_convolve;
extern const CliCommand cli_render;
extern const CliCommand cli_scenes;
extern const CliCommand cli_check;
extern const CliCommand cli_export;
extern const CliCommand cli_experiment;
extern const CliCommand cli_train;
extern const CliCommand cli_classify;

/* Reads the options into the places that `entries` and `shared` (may be NULL) name, answers --help and --version, and
 * refuses what is left over (CLI_ERROR_USAGE). Result as in CliCommand.run. Entries must be of the types NONE, FILENAME and
 * FILENAME_ARRAY, so that any bytes get through to the parsers of cli-options.h. */
gboolean cli_command_parse (const CliCommand *self, const GOptionEntry *entries, const GOptionEntry *shared,
                            char **arguments, GError **error);
/* At most one file among `files` (NULL for none): it, or NULL. */
gboolean cli_command_take_file (char **files, const char **file, GError **error);
/* An option that must be there: "-o" and what it is for. */
gboolean cli_command_require (const char *option, const char *value, const char *remedy, GError **error);

void cli_command_print_version (void);
/* The last paragraph of every help text. */
const char *cli_command_exit_status_help (void);

G_END_DECLS
