/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "peer.h"

#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define MOST_CASES 10

/* Memory is kept when it is freed and never faulted in again, as a program would have it that convolves often. */
static void
keep_memory (void) {
  mallopt (M_MMAP_MAX, 0);
  mallopt (M_TRIM_THRESHOLD, -1);
  mallopt (M_TOP_PAD, 64 << 20);
}

/* What takes longer than `seconds` is run once; otherwise the first run warms up. */
static double
measure (const PeerCase *self, gpointer data, double seconds) {
  gint64 begin = g_get_monotonic_time (), now;
  gint64 runs = 0;

  self->run (data);
  now = g_get_monotonic_time ();
  if ((double) (now - begin) >= seconds * 1e6)
    return (double) (now - begin) / 1e6;
  begin = now;
  do {
    /* The clock is not asked after each: a run may take less than a microsecond. */
    for (gint64 n = runs / 4 + 1; n > 0; n--, runs++)
      self->run (data);
    now = g_get_monotonic_time ();
  } while ((double) (now - begin) < seconds * 1e6);
  return (double) (now - begin) / 1e6 / (double) runs;
}

static void
forget (const PeerCase *cases, guint n_cases, gpointer *data) {
  for (guint i = 0; i < n_cases; i++)
    if (data[i]) {
      cases[i].free (data[i]);
      data[i] = NULL;
    }
}

static double
answer (const PeerCase *cases, guint n_cases, gpointer *data, const char *name, double seconds,
        gboolean check) {
  static const PeerWork *last;
  const PeerWork *work = peer_find_work (name);

  if (work != last)
    forget (cases, n_cases, data);
  last = work;
  for (guint i = 0; work && i < n_cases; i++) {
    if (!g_str_equal (name, cases[i].name))
      continue;
    if (!data[i] && (data[i] = cases[i].prepare (work)))
      cases[i].run (data[i]); /* which touches memory for the first time */
    if (!data[i] || (check && !cases[i].check))
      break;
    return check ? cases[i].check (data[i]) : measure (&cases[i], data[i], seconds);
  }
  return NAN;
}

int
peer_main (const char *hello, const PeerCase *cases, guint n_cases) {
  gpointer data[MOST_CASES] = { 0 };
  char line[256];

  g_assert_cmpuint (n_cases, <=, MOST_CASES);
  keep_memory ();
  puts (hello);
  fflush (stdout);
  while (fgets (line, sizeof line, stdin)) {
    g_auto (GStrv) words = g_strsplit (g_strstrip (line), " ", -1);
    gboolean check = g_strv_length (words) > 1 && g_str_equal (words[0], "check");

    printf ("%.9g\n", g_strv_length (words) < 2 ? NAN
                      : check
                          ? answer (cases, n_cases, data, words[1], 0, TRUE)
                          : answer (cases, n_cases, data, words[0], g_ascii_strtod (words[1], NULL), FALSE));
    fflush (stdout);
  }
  forget (cases, n_cases, data);
  return 0;
}
