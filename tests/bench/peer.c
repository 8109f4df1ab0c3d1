/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "peer.h"

#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define MOST_CASES 8

static const PeerWork works[] = {
  { "w1", 10, 10, 1, 32, FALSE },
  { "w2", 3000, 4000, 1, 1, FALSE },
  { "w3", 3000, 4000, 1, 32, TRUE },
  { "w4", 1080, 1920, 3, 32, FALSE },
};

float *
peer_new_input (const PeerWork *work) {
  gint64 n = work->channels * work->height * work->width;
  float *values = g_new (float, n);

  for (gint64 i = 0; i < n; i++)
    values[i] = (float) ((double) (i * 7919 % 1009) / 1009 - 0.5);
  return values;
}

float *
peer_new_weights (const PeerWork *work) {
  gint64 n = work->filters * work->channels * 9;
  float *values = g_new (float, n);

  for (gint64 i = 0; i < n; i++)
    values[i] = (float) ((double) (i * 31 % 17) / 16 - 0.5);
  return values;
}

float *
peer_new_biases (const PeerWork *work) {
  float *values = g_new (float, work->filters);

  for (gint64 i = 0; i < work->filters; i++)
    values[i] = (float) ((double) (i % 5) / 8 - 0.25);
  return values;
}

double
peer_checksum (const float *values, gsize n) {
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += (double) values[i] * (double) (1 + i % 101);
  return sum / (double) n;
}

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

static const PeerWork *
find_work (const char *name) {
  for (guint i = 0; i < G_N_ELEMENTS (works); i++)
    if (g_str_has_prefix (name, works[i].name))
      return &works[i];
  return NULL;
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
  const PeerWork *work = find_work (name);

  if (work != last)
    forget (cases, n_cases, data);
  last = work;
  for (guint i = 0; work && i < n_cases; i++) {
    if (!g_str_equal (name, cases[i].name))
      continue;
    if (!data[i])
      data[i] = cases[i].prepare (work);
    if (!data[i])
      break;
    if (!check)
      return measure (&cases[i], data[i], seconds);
    cases[i].run (data[i]);
    return cases[i].check (data[i]);
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
