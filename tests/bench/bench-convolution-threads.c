/* SPDX-License-Identifier: GPL-3.0-or-later */
/* W10. The other process burns what it gets of a core, as a browser or a recording would during a lecture. */
#include "bench-convolution.h"
#include "bench.h"

#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS 9

static const struct {
  const char *work, *which;
  double goal;
} scalings[] = {
  { "w3", "32 filters, bias, ReLU, pool", 1.85 },
  { "w4", "RGB, 32 filters", 1.6 },
  { "w2", "one filter", 1.3 },
};

static pid_t
start_burning (void) {
  pid_t child = fork ();

  if (child == 0) {
    prctl (PR_SET_PDEATHSIG, SIGKILL);
    for (volatile unsigned i = 0;; i++)
      ;
  }
  if (child < 0)
    g_error ("there is no second process to be had");
  return child;
}

static void
stop_burning (pid_t child) {
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
}

static BenchFigure
milliseconds (BenchFigure figure) {
  return (BenchFigure){ figure.median * 1e3, figure.low * 1e3, figure.high * 1e3 };
}

static void
compare_threads (BenchConv *one, BenchConv *two, const char *which, double goal) {
  BenchContender both[] = { { "one", bench_turn_conv, one, { 0 } }, { "two", bench_turn_conv, two, { 0 } } };
  BenchCase a_case = { "W10", which, "ms", FALSE };

  bench_measure (both, G_N_ELEMENTS (both), ROUNDS);
  bench_row (&a_case, milliseconds (both[1].figure), "ours, one thread", milliseconds (both[0].figure), goal);
}

void
bench_conv_threads (void) {
  for (guint i = 0; i < G_N_ELEMENTS (scalings); i++) {
    const PeerWork *work = peer_find_work (scalings[i].work);
    g_autoptr (BenchConv) one = bench_conv_new (work, 1);
    g_autoptr (BenchConv) two = bench_conv_new (work, 2);
    g_autofree char *alone = g_strdup_printf ("%s, two threads", scalings[i].which);
    g_autofree char *beside = g_strdup_printf ("%s, two threads beside a busy process", scalings[i].which);
    pid_t child;

    compare_threads (one, two, alone, scalings[i].goal);
    child = start_burning ();
    compare_threads (one, two, beside, 1);
    stop_burning (child);
  }
}
