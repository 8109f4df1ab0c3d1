/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nine-weights-cli train: signals, and what a terminal shows. */
#define _GNU_SOURCE /* pseudo terminals */
#include "array.h"
#include "cli-process.h"
#include "json-reader.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A training that is over before the signal comes, or has not begun, tells nothing: then with more time. */
#define FIRST_DELAY (G_USEC_PER_SEC / 4)
#define MOST_DELAY  (G_USEC_PER_SEC * 10)
/* Longer than the last of these delays. */
#define MOST_SECONDS 20

typedef struct {
  CliFolder *folder;
  char *save, *log;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused) {
  self->folder = cli_folder_new ();
  self->save = cli_folder_file (self->folder, "weights");
  self->log = cli_folder_file (self->folder, "loss.csv");
}

static void
tear_down (Fixture *self, gconstpointer unused) {
  cli_folder_free (self->folder);
  g_free (self->save);
  g_free (self->log);
}

/* One that does not stop is ended by another signal, at last. */
static void
set_alarm_cb (gpointer unused) {
  alarm (MOST_SECONDS);
}

/* Its exit status, or -1 where the signal came before it was expected. */
static int
stop_after (const Fixture *self, gulong delay, int number, char **out, char **err) {
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);

  g_subprocess_launcher_set_child_setup (launcher, set_alarm_cb, NULL, NULL);
  g_autoptr (GSubprocess) process = g_subprocess_launcher_spawn (
      launcher, &error, g_getenv ("NINE_WEIGHTS_CLI"), "train", "--network", "dense", "--steps", "1000000000",
      "--decay", "none", "--rate", "0.0001", "--json", "--save", self->save, "--log", self->log, NULL);

  g_assert_no_error (error);
  g_usleep (delay);
  g_subprocess_send_signal (process, number);
  g_subprocess_communicate_utf8 (process, NULL, NULL, out, err, &error);
  g_assert_no_error (error);
  return g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
}

static void
assert_stopped (const Fixture *self, const char *out, const char *err) {
  g_autofree char *weights = g_build_filename (self->save, "w1.npy", NULL);
  g_autofree char *log = NULL;
  g_autoptr (JsonValue) value = json_parse (out);
  g_autoptr (EngineTensor) tensor = array_read (weights, 2, (const gint64[]){ 32, 100 });
  g_autofree char *step = NULL;
  guint n_lines = 0;

  g_assert_nonnull (value);
  g_assert_cmpint (json_integer (json_get (value, "weights", NULL)), ==, 32 * 100 + 32 * 10);
  g_assert_true (g_file_get_contents (self->log, &log, NULL, NULL));
  for (const char *at = log; (at = strchr (at, '\n')) != NULL; at++)
    n_lines++;
  step = g_strdup_printf ("training: it was stopped after step %u of 1000000000; ", n_lines - 1);
  g_assert_nonnull (strstr (err, step));
}

static void
check_signal (const Fixture *self, int number, int status) {
  for (gulong delay = FIRST_DELAY; delay < MOST_DELAY; delay *= 2) {
    g_autofree char *out = NULL, *err = NULL;
    int found = stop_after (self, delay, number, &out, &err);

    if (found < 0)
      continue;
    g_assert_cmpint (found, ==, status);
    assert_stopped (self, out, err);
    return;
  }
  g_assert_not_reached ();
}

static void
test_interrupt (Fixture *self, gconstpointer unused) {
  check_signal (self, SIGINT, 130);
}

static void
test_terminate (Fixture *self, gconstpointer unused) {
  check_signal (self, SIGTERM, 143);
}

static void
use_terminal_cb (gpointer name) {
  dup2 (open (name, O_RDWR | O_NOCTTY), STDERR_FILENO);
}

/* All that the program writes to standard error when that is a terminal. */
static char *
show_on_terminal (const char *const *arguments) {
  int terminal = posix_openpt (O_RDWR | O_NOCTTY | O_NONBLOCK);
  GString *text = g_string_new (NULL);
  char bytes[4096];
  ssize_t length;

  g_assert_cmpint (terminal, >=, 0);
  g_assert_cmpint (grantpt (terminal), ==, 0);
  g_assert_cmpint (unlockpt (terminal), ==, 0);
  g_autofree char *name = g_strdup (ptsname (terminal));
  int kept = open (name, O_RDWR | O_NOCTTY); /* what was written stays readable */
  g_autoptr (CliRun) run = cli_run_strv (arguments, use_terminal_cb, name);
  g_assert_cmpint (run->status, ==, 0);
  while ((length = read (terminal, bytes, sizeof bytes)) > 0)
    g_string_append_len (text, bytes, length);
  close (kept);
  close (terminal);
  return g_string_free (text, FALSE);
}

/* The pipe of every other test had nothing. */
static void
test_progress (Fixture *self, gconstpointer unused) {
  const char *const line[] = { "train", "--network", "local", "--steps", "1500", NULL };

  g_autofree char *text = show_on_terminal (line);
  g_assert_nonnull (strstr (text, "of 1,500, loss "));
  g_assert_nonnull (strstr (text, " images a second"));
  g_assert_null (strchr (text, '\n')); /* one line, drawn over itself */
  g_assert_true (g_str_has_suffix (text, "\r\033[K"));
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer)) {
  g_autofree char *full = g_strconcat ("/cli/train-stop/", path, NULL);

  g_test_add (full, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv) {
  g_setenv ("TERM", "xterm", TRUE);
  g_test_init (&argc, &argv, NULL);
  add ("ctrl-c-saves-what-there-is", test_interrupt);
  add ("so-does-the-other-polite-signal", test_terminate);
  add ("a-terminal-shows-one-line-of-progress", test_progress);
  return g_test_run ();
}
