/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times over a size on two logarithmic axes, drawn as the lesson draws its charts. */
#pragma once

#include "bench.h"

G_BEGIN_DECLS

#define BENCH_SERIES_MAX 3
#define BENCH_POINTS_MAX 16

typedef struct {
  const char *name;
  guint n;
  double x[BENCH_POINTS_MAX];      /* sizes, rising */
  BenchFigure y[BENCH_POINTS_MAX]; /* seconds */
} BenchSeries;

/* What the machine allows, for one of the series. */
typedef struct {
  const char *name;
  guint series;
  guint n;
  double x[BENCH_POINTS_MAX], y[BENCH_POINTS_MAX];
} BenchLimit;

typedef struct {
  const char *title;   /* what grows */
  const char *fixed;   /* what stays */
  const char *x_title; /* of what grows */
  guint n_series, n_limits;
  BenchSeries series[BENCH_SERIES_MAX];
  BenchLimit limits[BENCH_SERIES_MAX];
} BenchPlot;

/* Least squares in the logarithms: y is about exp (`*offset`) * x to the power that is returned. */
double bench_series_slope (const BenchSeries *self, double *offset);
/* "1.23 ms"; free with g_free(). */
char *bench_say_seconds (double seconds);
/* "1,000", "10 million". */
char *bench_say_count (double count);
/* An SVG picture. */
void bench_plot_write (const BenchPlot *self, const char *path);

G_END_DECLS
