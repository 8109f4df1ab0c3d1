/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nine-weights-cli as a process, as a shell would start it, and what its tests share. */
#pragma once

#include <gio/gio.h>

typedef struct {
  int status; /* exit status; -1 where a signal ended it */
  char *out, *err;
} CliRun;

/* What happens in the child before the program starts; only calls that are safe after fork(). */
typedef void (*CliPrepare) (gpointer data);

CliRun *cli_run_strv (const char *const *arguments, CliPrepare prepare, gpointer data);
CliRun *cli_run_in_locale (const char *locale, const char *const *arguments);
CliRun *cli_run (const char *first, ...) G_GNUC_NULL_TERMINATED;
/* Arguments in one string, quoted as for a shell. */
CliRun *cli_run_line (const char *line);
void cli_run_free (CliRun *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliRun, cli_run_free)

/* Exit 0 and nothing on standard error. */
void cli_assert_done (const CliRun *self);
/* This exit status, nothing on standard output, and on standard error one line "nine-weights-cli: WHAT: WHY; REMEDY" in which
 * `part` occurs. */
void cli_assert_refused (const CliRun *self, int status, const char *part);
/* Runs the line and asserts that. */
void cli_check_refused (const char *line, int status, const char *part);

/* A folder that every user can reach, removed with all that is in it when it is freed. */
typedef char CliFolder;
CliFolder *cli_folder_new (void);
void cli_folder_free (CliFolder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliFolder, cli_folder_free)

char *cli_folder_file (const CliFolder *self, const char *name);
void cli_write (const char *path, const void *data, gsize length);
/* Asserts that the file has exactly this text. */
void cli_assert_text (const char *path, const char *text);
/* Entries of the folder: a failed write leaves nothing beside its target. */
guint cli_folder_count (const CliFolder *self);

/* A file of the tests' source folder: cli_source_file ("engine", "reference", NULL). */
char *cli_source_file (const char *first, ...) G_GNUC_NULL_TERMINATED;
