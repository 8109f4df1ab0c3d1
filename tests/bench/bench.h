/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every benchmark is made of: contenders that take turns, peers that run in processes of their own, and rows, each a comparison
 * of ours with one peer. Rows are printed, and where BENCH_ROWS names a folder also kept in it, for report.py. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Of the rounds: the middle one, the smallest and the largest. Not a number where there was none. */
typedef struct {
  double median, low, high;
} BenchFigure;

typedef struct {
  const char *name;
  double (*turn) (gpointer data); /* one turn's figure, in whatever unit; NAN: it cannot be had */
  gpointer data;
  BenchFigure figure; /* filled by bench_measure() */
} BenchContender;

/* All of them take turns, `rounds` times, so that what else the machine does meets each alike. */
void bench_measure (BenchContender *contenders, guint n, guint rounds);
/* For a turn: runs `func` again and again for at least `seconds`, at least once; seconds of one run. */
double bench_repeat (double seconds, GFunc func, gpointer data, gpointer more);

typedef struct {
  const char *work; /* "W1" … "W10" */
  const char *which;
  const char *unit;        /* of all figures of its rows */
  gboolean more_is_better; /* rates; times and sizes are better small */
} BenchCase;

/* Ours beside a peer's. The ratio says how many times better ours is, and holds where it is `goal` or more: "at most 1.10 times as
 * long" is a goal of 1 / 1.10. A peer that is missing does not hold. Without a goal of the project's own, `goal` is 1. */
void bench_row (const BenchCase *a_case, BenchFigure ours, const char *peer_name, BenchFigure peer,
                double goal);
/* Ours beside a number that it must reach, such as 8 ms. */
void bench_row_limit (const BenchCase *a_case, BenchFigure ours, double limit);

/* A program that says who it is on its first line, then answers each line "CASE SECONDS …" with one number: seconds of one run, or
 * samples a second of training, measured for about SECONDS; "nan" where it does not have the case. One thread each. */
typedef struct _BenchPeer BenchPeer;

/* `program` is looked for in PATH or has a slash in it, `script` lies in BENCH_DIR or is NULL. One that does not start or says nothing
 * is told to be missing; it answers NAN. */
BenchPeer *bench_peer_start (const char *name, const char *program, const char *script);
void bench_peer_free (BenchPeer *self);
const char *bench_peer_name (const BenchPeer *self);
double bench_peer_ask (BenchPeer *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchPeer, bench_peer_free)

G_END_DECLS
