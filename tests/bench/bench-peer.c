/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

#include <errno.h>
#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PATIENCE (60 * G_TIME_SPAN_SECOND) /* for one answer */

struct _BenchPeer {
  char *name;
  GSubprocess *process; /* NULL: missing, or given up */
};

/* A line without its end, or NULL where there is none in time. Byte by byte, so that poll() sees all that was not read. */
static char *
read_line (BenchPeer *self) {
  int fd = g_unix_input_stream_get_fd (G_UNIX_INPUT_STREAM (g_subprocess_get_stdout_pipe (self->process)));
  gint64 deadline = g_get_monotonic_time () + PATIENCE;
  g_autoptr (GString) line = g_string_new (NULL);

  for (;;) {
    gint64 left = (deadline - g_get_monotonic_time ()) / 1000;
    struct pollfd wanted = { fd, POLLIN, 0 };
    char c;

    if (left <= 0)
      return NULL;
    if (poll (&wanted, 1, (int) left) < 0 && errno == EINTR)
      continue;
    if (!wanted.revents || read (fd, &c, 1) != 1)
      return NULL;
    if (c == '\n')
      return g_string_free (g_steal_pointer (&line), FALSE);
    g_string_append_c (line, c);
  }
}

static void
give_up (BenchPeer *self) {
  if (self->process)
    g_subprocess_force_exit (self->process);
  g_clear_object (&self->process);
}

/* Whatever library a peer uses for its threads: one. */
static GSubprocessLauncher *
new_launcher (void) {
  static const char *const threads[] = { "OMP_NUM_THREADS",  "OPENBLAS_NUM_THREADS",   "MKL_NUM_THREADS",
                                         "VIPS_CONCURRENCY", "OPENCV_FOR_THREADS_NUM", "NUMEXPR_NUM_THREADS",
                                         "DNNL_NUM_THREADS" };
  GSubprocessFlags flags = G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE;
  GSubprocessLauncher *launcher;

  /* What a peer complains of is seen with BENCH_PEERS_SPEAK=1. */
  if (!g_getenv ("BENCH_PEERS_SPEAK"))
    flags |= G_SUBPROCESS_FLAGS_STDERR_SILENCE;
  launcher = g_subprocess_launcher_new (flags);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_subprocess_launcher_setenv (launcher, threads[i], "1", TRUE);
  return launcher;
}

/* Who was there: a line of $BENCH_ROWS/peers. */
static void
keep_name (const char *name, const char *hello) {
  g_autofree char *path = g_build_filename (g_getenv ("BENCH_ROWS"), "peers", NULL);
  FILE *file = fopen (path, "a");

  if (!file || fprintf (file, "%s: %s\n", name, hello ? hello : "missing") < 0 || fclose (file) != 0)
    g_error ("%s: it cannot be written: %s", path, g_strerror (errno));
}

BenchPeer *
bench_peer_start (const char *name, const char *program, const char *script) {
  g_autoptr (GSubprocessLauncher) launcher = new_launcher ();
  g_autofree char *path = script ? g_build_filename (g_getenv ("BENCH_DIR"), script, NULL) : NULL;
  g_autofree char *hello = NULL;
  BenchPeer *self = g_new0 (BenchPeer, 1);

  /* Writing to one that died is an error, not our end. */
  signal (SIGPIPE, SIG_IGN);
  self->name = g_strdup (name);
  self->process = g_subprocess_launcher_spawn (launcher, NULL, program, path, NULL);
  if (self->process)
    hello = read_line (self);
  g_printerr ("%s: %s\n", name, hello ? hello : "it is missing, and so are its figures");
  if (g_getenv ("BENCH_ROWS"))
    keep_name (name, hello);
  if (!hello)
    give_up (self);
  return self;
}

void
bench_peer_free (BenchPeer *self) {
  if (!self)
    return;
  give_up (self);
  g_free (self->name);
  g_free (self);
}

const char *
bench_peer_name (const BenchPeer *self) {
  return self->name;
}

double
bench_peer_ask (BenchPeer *self, const char *format, ...) {
  g_autofree char *question = NULL, *line = NULL, *answer = NULL;
  char *end = NULL;
  double value;
  va_list args;

  if (!self->process)
    return NAN;
  va_start (args, format);
  question = g_strdup_vprintf (format, args);
  va_end (args);
  line = g_strconcat (question, "\n", NULL);
  if (g_output_stream_write_all (g_subprocess_get_stdin_pipe (self->process), line, strlen (line), NULL, NULL,
                                 NULL))
    answer = read_line (self);
  if (!answer) {
    g_printerr ("%s: no answer to '%s'; it is asked no more\n", self->name, question);
    give_up (self);
    return NAN;
  }
  value = g_ascii_strtod (answer, &end);
  return end != answer ? value : NAN;
}
