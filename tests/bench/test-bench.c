/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What measures is measured: figures of rounds, rows, peers that die. */
#define _GNU_SOURCE /* program_invocation_short_name */
#include "bench.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* Answers 3, none, 1, 4, 2, none … */
static double
turn_cb (gpointer data) {
  static const double figures[] = { 3, NAN, 1, 4, 2, NAN };

  return figures[(*(guint *) data)++ % G_N_ELEMENTS (figures)];
}

static BenchFigure
figure_of (guint rounds) {
  guint turns = 0;
  BenchContender contender = { "one", turn_cb, &turns, { 0 } };

  bench_measure (&contender, 1, rounds);
  return contender.figure;
}

static void
test_figure (void) {
  BenchFigure odd = figure_of (4), even = figure_of (6);

  g_assert_cmpfloat (odd.median, ==, 3);
  g_assert_cmpfloat (odd.low, ==, 1);
  g_assert_cmpfloat (odd.high, ==, 4);
  g_assert_cmpfloat (even.median, ==, 2.5);
}

static double
nan_cb (gpointer data) {
  return NAN;
}

static void
test_no_figure (void) {
  BenchContender contender = { "none", nan_cb, NULL, { 0 } };

  bench_measure (&contender, 1, 3);
  g_assert_true (isnan (contender.figure.median));
}

static double
order_cb (gpointer data) {
  g_string_append (data, ((GString *) data)->len % 2 ? "b" : "a");
  return 1;
}

static void
test_turns (void) {
  g_autoptr (GString) order = g_string_new (NULL);
  BenchContender contenders[] = { { "a", order_cb, order, { 0 } }, { "b", order_cb, order, { 0 } } };

  bench_measure (contenders, 2, 3);
  g_assert_cmpstr (order->str, ==, "ababab");
}

static void
sleep_cb (gpointer data, gpointer more) {
  ++*(guint *) data;
  g_usleep (1000);
}

static void
test_repeat (void) {
  guint runs = 0;
  gint64 begin = g_get_monotonic_time ();
  double seconds = bench_repeat (0.02, sleep_cb, &runs, NULL);
  double all = (double) (g_get_monotonic_time () - begin) * 1e-6;

  g_assert_cmpfloat (all, >=, 0.02);
  g_assert_cmpfloat (seconds, >=, 0.001);
  g_assert_cmpfloat (seconds * runs, <=, all);
}

static void
test_repeat_once (void) {
  guint runs = 0;

  bench_repeat (0, sleep_cb, &runs, NULL);
  g_assert_cmpuint (runs, ==, 1);
}

/* What is kept of a row. */
static char *
kept (gboolean more_is_better, BenchFigure peer, double goal) {
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp (NULL, &error);
  g_autofree char *path = g_strdup_printf ("%s/%s.jsonl", folder, program_invocation_short_name);
  BenchCase a_case = { "W1", "a \"case\"", "s", more_is_better };
  char *text = NULL;

  g_setenv ("BENCH_ROWS", folder, TRUE);
  bench_row (&a_case, (BenchFigure){ 2, 1, 3 }, "another", peer, goal);
  g_unsetenv ("BENCH_ROWS");
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_unlink (path);
  g_rmdir (folder);
  return text;
}

#define BEGIN                                                                                                \
  "{\"work\": \"W1\", \"case\": \"a \\\"case\\\"\", \"ours\": 2, \"ours_low\": 1, \"ours_high\": 3, "

static void
test_row (void) {
  g_autofree char *row = kept (FALSE, (BenchFigure){ 4, 4, 5 }, 1.5);

  g_assert_cmpstr (row, ==,
                   BEGIN "\"peer\": 4, \"peer_low\": 4, \"peer_high\": 5, \"peer_name\": \"another\", "
                         "\"unit\": \"s\", \"more_is_better\": false, \"ratio\": 2, \"goal\": 1.5, "
                         "\"holds\": true}\n");
}

static void
test_rates (void) {
  g_autofree char *row = kept (TRUE, (BenchFigure){ 4, 4, 5 }, 0.6);

  g_assert_nonnull (strstr (row, "\"ratio\": 0.5, \"goal\": 0.6, \"holds\": false}"));
}

static void
test_at_the_goal (void) {
  g_autofree char *row = kept (FALSE, (BenchFigure){ 4, 4, 5 }, 2);

  g_assert_nonnull (strstr (row, "\"holds\": true}"));
}

static void
test_row_without_peer (void) {
  g_autofree char *row = kept (FALSE, (BenchFigure){ NAN, NAN, NAN }, 0);

  g_assert_nonnull (strstr (row, "\"peer\": null, \"peer_low\": null, \"peer_high\": null, "));
  g_assert_nonnull (strstr (row, "\"ratio\": null, \"goal\": 0, \"holds\": false}"));
}

static BenchPeer *
start_peer (void) {
  return bench_peer_start ("a peer", "sh", "test-peer.sh");
}

static void
test_peer_has_one_thread (void) {
  g_autoptr (BenchPeer) peer = start_peer ();

  g_assert_cmpfloat (bench_peer_ask (peer, "threads %g", 0.1), ==, 1);
}

static void
test_peer_without_the_case (void) {
  g_autoptr (BenchPeer) peer = start_peer ();

  g_assert_true (isnan (bench_peer_ask (peer, "fly")));
  g_assert_cmpfloat (bench_peer_ask (peer, "threads"), ==, 1);
}

static void
test_peer_that_dies (void) {
  g_autoptr (BenchPeer) peer = start_peer ();

  g_assert_true (isnan (bench_peer_ask (peer, "die")));
  g_assert_true (isnan (bench_peer_ask (peer, "threads")));
}

static void
test_missing_peer (void) {
  g_autoptr (BenchPeer) peer = bench_peer_start ("none", "/no/such/program", NULL);

  g_assert_cmpstr (bench_peer_name (peer), ==, "none");
  g_assert_true (isnan (bench_peer_ask (peer, "threads")));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_setenv ("BENCH_DIR", TEST_BENCH_DIR, TRUE);
  g_test_add_func ("/bench/the-figure-is-the-middle-of-what-came-with-its-ends", test_figure);
  g_test_add_func ("/bench/without-any-answer-there-is-no-figure", test_no_figure);
  g_test_add_func ("/bench/contenders-take-turns", test_turns);
  g_test_add_func ("/bench/repeats-for-the-time-given-and-tells-of-one-run", test_repeat);
  g_test_add_func ("/bench/what-is-slow-runs-once", test_repeat_once);
  g_test_add_func ("/bench/a-row-is-kept-as-a-line-of-json", test_row);
  g_test_add_func ("/bench/of-rates-more-is-better", test_rates);
  g_test_add_func ("/bench/to-reach-the-goal-is-enough", test_at_the_goal);
  g_test_add_func ("/bench/what-is-missing-does-not-hold", test_row_without_peer);
  g_test_add_func ("/bench/a-peer-has-one-thread", test_peer_has_one_thread);
  g_test_add_func ("/bench/a-peer-without-the-case-is-asked-for-the-next", test_peer_without_the_case);
  g_test_add_func ("/bench/a-peer-that-dies-is-asked-no-more", test_peer_that_dies);
  g_test_add_func ("/bench/a-missing-peer-has-no-figures", test_missing_peer);
  return g_test_run ();
}
