/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* program_invocation_short_name */
#include "bench.h"

#include <errno.h>
#include <gio/gio.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The rounds' figures in order. What is not a number is left out. */
static int
compare_cb (const void *a, const void *b) {
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static BenchFigure
figure_of (double *values, guint n) {
  if (!n)
    return (BenchFigure){ NAN, NAN, NAN };
  qsort (values, n, sizeof *values, compare_cb);
  return (BenchFigure){ (values[(n - 1) / 2] + values[n / 2]) / 2, values[0], values[n - 1] };
}

void
bench_measure (BenchContender *contenders, guint n, guint rounds) {
  g_autofree double *values = g_new (double, (gsize) n *rounds);
  g_autofree guint *counts = g_new0 (guint, n);

  for (guint round = 0; round < rounds; round++)
    for (guint c = 0; c < n; c++) {
      double value = contenders[c].turn (contenders[c].data);

      if (isfinite (value))
        values[(gsize) c * rounds + counts[c]++] = value;
    }
  for (guint c = 0; c < n; c++)
    contenders[c].figure = figure_of (values + (gsize) c * rounds, counts[c]);
}

/* The clock is read once a batch, and batches grow until each takes a tenth of the time: what takes a microsecond is not measured
 * together with the clock. */
double
bench_repeat (double seconds, GFunc func, gpointer data, gpointer more) {
  gint64 begin = g_get_monotonic_time (), before = begin, now = begin;
  guint64 runs = 0, batch = 1;

  do {
    for (guint64 i = 0; i < batch; i++)
      func (data, more);
    runs += batch;
    now = g_get_monotonic_time ();
    if ((double) (now - before) < seconds * 1e5)
      batch *= 2;
    before = now;
  } while ((double) (now - begin) < seconds * 1e6);
  return (double) (now - begin) * 1e-6 / (double) runs;
}

static void
append_string (GString *json, const char *key, const char *value) {
  g_string_append_printf (json, "\"%s\": \"", key);
  for (const char *c = value; *c; c++)
    if (*c == '"' || *c == '\\')
      g_string_append_printf (json, "\\%c", *c);
    else if ((guchar) *c < ' ')
      g_string_append_printf (json, "\\u%04x", (guchar) *c);
    else
      g_string_append_c (json, *c);
  g_string_append (json, "\", ");
}

static void
append_number (GString *json, const char *key, double value) {
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (json, "\"%s\": %s, ", key,
                          isfinite (value) ? g_ascii_formatd (digits, sizeof digits, "%.7g", value) : "null");
}

static void
append_figure (GString *json, const char *name, BenchFigure figure) {
  g_autofree char *low = g_strdup_printf ("%s_low", name);
  g_autofree char *high = g_strdup_printf ("%s_high", name);

  append_number (json, name, figure.median);
  append_number (json, low, figure.low);
  append_number (json, high, figure.high);
}

/* A line of $BENCH_ROWS/PROGRAM.jsonl. */
static void
keep_row (const BenchCase *a_case, BenchFigure ours, const char *peer_name, BenchFigure peer, double ratio,
          double goal, gboolean holds) {
  const char *folder = g_getenv ("BENCH_ROWS");
  g_autoptr (GString) json = g_string_new ("{");
  g_autofree char *path = NULL;
  FILE *file;

  if (!folder)
    return;
  append_string (json, "work", a_case->work);
  append_string (json, "case", a_case->which);
  append_figure (json, "ours", ours);
  append_figure (json, "peer", peer);
  append_string (json, "peer_name", peer_name);
  append_string (json, "unit", a_case->unit);
  g_string_append_printf (json, "\"more_is_better\": %s, ", a_case->more_is_better ? "true" : "false");
  append_number (json, "ratio", ratio);
  append_number (json, "goal", goal);
  g_string_append_printf (json, "\"holds\": %s}\n", holds ? "true" : "false");

  path = g_strdup_printf ("%s/%s.jsonl", folder, program_invocation_short_name);
  file = fopen (path, "a");
  if (!file || fputs (json->str, file) < 0 || fclose (file) != 0)
    g_error ("%s: the row cannot be written: %s", path, g_strerror (errno));
}

void
bench_row (const BenchCase *a_case, BenchFigure ours, const char *peer_name, BenchFigure peer, double goal) {
  double ratio = a_case->more_is_better ? ours.median / peer.median : peer.median / ours.median;
  gboolean holds = isfinite (ratio) && ratio >= goal;

  g_printerr ("%-4s %-44s %10.4g %-9s %-34s %10.4g  %8.3f times, goal %-6.3g %s\n", a_case->work,
              a_case->which, ours.median, a_case->unit, peer_name, peer.median, ratio, goal,
              holds ? "holds" : "does not hold");
  keep_row (a_case, ours, peer_name, peer, ratio, goal, holds);
}

void
bench_row_limit (const BenchCase *a_case, BenchFigure ours, double limit) {
  bench_row (a_case, ours, "limit", (BenchFigure){ limit, limit, limit }, 1);
}
