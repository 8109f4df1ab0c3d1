/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the time of a layer grows: with pixels, filters, the kernel's side, channels, and what a second thread changes. Each becomes a
 * table and a plot on logarithmic axes with the slope that fits best, and the reason where it is no straight line. Kept in BENCH_ROWS
 * as scaling.json and scaling-*.svg; it makes no rows. About a minute. */
#include "bench-machine.h"
#include "bench-plot.h"
#include "bench.h"
#include "engine-conv-layer.h"
#include "engine-cpu-private.h"
#include "engine-threads-private.h"

#include <gio/gio.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#define ROUNDS  5
#define SECONDS 0.03 /* of a turn */
#define COPIED  ((gsize) 48 * 1000 * 1000)

/* Square images, square kernels, no padding. */
typedef struct {
  gint64 side, channels, filters, kernel;
  gint64 pool; /* with bias and ReLU where it is more than 1 */
  guint threads;
} Setting;

typedef enum { NO_LIMIT, MULTIPLY_ADDS, COPY } Limit;

typedef struct {
  const char *name;
  Setting base;
  Limit limit;
} Line;

/* One plot: the lines' settings with one of their numbers replaced by each of `values`. */
typedef struct {
  const char *file, *title, *fixed, *x_title;
  const char *reason; /* why it is not straight */
  gsize grows;        /* offset of that number in Setting */
  gboolean squared;   /* the size is the number's square */
  guint n_values;
  gint64 values[BENCH_POINTS_MAX];
  guint n_lines;
  Line lines[2];
} Sweep;

typedef struct {
  Setting setting;
  gint64 multiply_adds;
  EngineConvLayer *layer;
  EnginePlanes *input, *output;
} Point;

typedef struct {
  double flops, bytes; /* a second */
} Machine;

static const Sweep sweeps[] = {
  { .file = "scaling-pixels.svg",
    .title = "Time over pixels",
    .fixed = "Grey, 3×3, one thread",
    .x_title = "pixels",
    .reason =
        "One filter: a call has work of its own, so that the smallest images take more than their "
        "share; where image and response outgrow the caches there is a step. Images narrower than 34 pixels "
        "are summed tap by tap and pooled afterwards; from there on pairs of rows take a third of the "
        "multiplications less, which is why it comes out below multiplying alone.",
    .grows = G_STRUCT_OFFSET (Setting, side),
    .squared = TRUE,
    .n_values = 11,
    .values = { 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 8000 },
    .n_lines = 2,
    .lines = { { "1 filter", { 0, 1, 1, 3, 1, 1 }, COPY },
               { "32 with ReLU and pool", { 0, 1, 32, 3, 2, 1 }, MULTIPLY_ADDS } } },
  { .file = "scaling-threads.svg",
    .title = "One thread and two",
    .fixed = "Grey, 32 filters 3×3 with ReLU and pool",
    .x_title = "pixels",
    .reason = "Less than a million multiply-adds are not worth waking a thread for: there both are the same.",
    .grows = G_STRUCT_OFFSET (Setting, side),
    .squared = TRUE,
    .n_values = 10,
    .values = { 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120 },
    .n_lines = 2,
    .lines = { { "1 thread", { 0, 1, 32, 3, 2, 1 } }, { "2 threads", { 0, 1, 32, 3, 2, 2 } } } },
  { .file = "scaling-filters.svg",
    .title = "Time over filters",
    .fixed = "256×256 grey, 3×3, one thread",
    .x_title = "filters",
    .reason =
        "One filter alone takes four rows at a time; with a pool, and from two filters on, pairs of rows "
        "share sums, which all filters use: the more there are, the less those sums cost each. Alone, many "
        "responses outgrow the caches; pooled they are a quarter.",
    .grows = G_STRUCT_OFFSET (Setting, filters),
    .n_values = 10,
    .values = { 1, 2, 4, 8, 16, 32, 64, 128, 256, 512 },
    .n_lines = 2,
    .lines = { { "alone", { 256, 1, 0, 3, 1, 1 } },
               { "with ReLU and pool", { 256, 1, 0, 3, 2, 1 }, MULTIPLY_ADDS } } },
  { .file = "scaling-kernel.svg",
    .title = "Time over the kernel’s side",
    .fixed = "512×512 grey, one thread",
    .x_title = "rows and columns of the kernel",
    .reason =
        "Multiplications grow with the square of the side, and so does the time where they are what it is "
        "spent on: the slope nears 2. The smallest kernels wait for loads and stores instead, and 3×3 of "
        "several "
        "filters needs a third less multiplications than its neighbours.",
    .grows = G_STRUCT_OFFSET (Setting, kernel),
    .n_values = 11,
    .values = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 },
    .n_lines = 2,
    .lines = { { "1 filter", { 512, 1, 1, 0, 1, 1 } },
               { "8 filters", { 512, 1, 8, 0, 1, 1 }, MULTIPLY_ADDS } } },
  { .file = "scaling-channels.svg",
    .title = "Time over channels",
    .fixed = "256×256, 32 filters 3×3, one thread",
    .x_title = "channels",
    .reason = "Straight: each channel is one more sum of the same length.",
    .grows = G_STRUCT_OFFSET (Setting, channels),
    .n_values = 7,
    .values = { 1, 2, 4, 8, 16, 32, 64 },
    .n_lines = 1,
    .lines = { { "32 filters", { 256, 0, 32, 3, 1, 1 }, MULTIPLY_ADDS } } },
};

static void
check (gconstpointer made, GError *error) {
  if (!made)
    g_error ("%s", error->message);
}

static void
fill (float *data, gint64 n) {
  for (gint64 i = 0; i < n; i++)
    data[i] = (float) (i * 7919 % 1009) / 1009 - 0.5f;
}

static EngineTensor *
new_weights (const EngineConvSpec *spec, GError **error) {
  EngineTensor *weights = engine_tensor_new (
      4, (const gint64[]){ spec->filters, spec->kernel[0], spec->kernel[1], spec->channels }, error);

  if (weights)
    fill (weights->data, weights->length);
  return weights;
}

static void
point_init (Point *self, const Setting *setting) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  EngineConvShape shape;
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineTensor) weights = NULL, bias = NULL;

  spec.height = spec.width = setting->side;
  spec.channels = setting->channels;
  spec.filters = setting->filters;
  spec.kernel[0] = spec.kernel[1] = setting->kernel;
  spec.bias = setting->pool > 1;
  check (GINT_TO_POINTER (engine_conv_shape_init (&shape, &spec, &error)), error);
  weights = new_weights (&spec, &error);
  check (weights, error);
  if (spec.bias)
    bias = engine_tensor_new (1, &spec.filters, &error);

  self->setting = *setting;
  engine_threads_set (setting->threads);
  self->multiply_adds =
      shape.out_height * shape.out_width * spec.filters * spec.kernel[0] * spec.kernel[1] * spec.channels;
  self->layer = engine_conv_layer_new (&shape, weights, bias, setting->pool > 1, setting->pool, &error);
  check (self->layer, error);
  self->input = engine_planes_new (setting->channels, setting->side, setting->side, &error);
  check (self->input, error);
  fill (self->input->data, self->input->n * self->input->plane_stride);
  self->output = engine_conv_layer_new_output (self->layer, &error);
  check (self->output, error);
}

static void
point_clear (Point *self) {
  engine_conv_layer_free (self->layer);
  engine_planes_free (self->input);
  engine_planes_free (self->output);
}

static void
run_cb (gpointer data, gpointer more) {
  Point *self = data;

  engine_conv_layer_run (self->layer, self->input, self->output, NULL, NULL);
}

static double
turn_point (gpointer data) {
  const Point *self = data;

  engine_threads_set (self->setting.threads);
  return bench_repeat (SECONDS, run_cb, data, NULL);
}

/* All points of a plot and the machine take turns. */
static void
measure (Point *points, guint n, BenchFigure *figures, Machine *machine) {
  g_autofree BenchContender *contenders = g_new0 (BenchContender, n + 2);
  g_autoptr (BenchCopy) copy = bench_copy_new (COPIED);

  for (guint i = 0; i < n; i++)
    contenders[i] = (BenchContender){ "layer", turn_point, &points[i], { 0 } };
  contenders[n] = (BenchContender){ "peak", bench_turn_fma, GINT_TO_POINTER (engine_cpu_level ()), { 0 } };
  contenders[n + 1] = (BenchContender){ "copy", bench_turn_stream, copy, { 0 } };
  /* Once before, so that no page is touched for the first time. */
  for (guint i = 0; i < n; i++)
    run_cb (&points[i], NULL);
  bench_measure (contenders, n + 2, ROUNDS);
  for (guint i = 0; i < n; i++)
    figures[i] = contenders[i].figure;
  machine->flops = contenders[n].figure.median * 1e9;
  machine->bytes = (double) COPIED / contenders[n + 1].figure.median;
}

static double
size_of (const Sweep *sweep, guint i) {
  double value = (double) sweep->values[i];

  return sweep->squared ? value * value : value;
}

static double
limit_of (const Point *point, Limit limit, const Machine *machine) {
  if (limit == MULTIPLY_ADDS)
    return 2 * (double) point->multiply_adds / machine->flops;
  return (double) (point->setting.side * point->setting.side) * sizeof (float) / machine->bytes;
}

static void
add_line (BenchPlot *plot, const Sweep *sweep, const Line *line, const Point *points,
          const BenchFigure *figures, const Machine *machine) {
  BenchSeries *series = &plot->series[plot->n_series++];

  *series = (BenchSeries){ .name = line->name, .n = sweep->n_values };
  for (guint i = 0; i < sweep->n_values; i++) {
    series->x[i] = size_of (sweep, i);
    series->y[i] = figures[i];
  }
  if (line->limit == NO_LIMIT || !isfinite (limit_of (points, line->limit, machine)))
    return;
  BenchLimit *limit = &plot->limits[plot->n_limits++];
  *limit = (BenchLimit){ .name = line->limit == COPY ? "copying alone" : "multiplying alone",
                         .series = plot->n_series - 1,
                         .n = sweep->n_values };
  for (guint i = 0; i < sweep->n_values; i++) {
    limit->x[i] = size_of (sweep, i);
    limit->y[i] = limit_of (&points[i], line->limit, machine);
  }
}

static BenchPlot
measure_sweep (const Sweep *sweep) {
  guint n = sweep->n_lines * sweep->n_values;
  g_autofree Point *points = g_new0 (Point, n);
  g_autofree BenchFigure *figures = g_new0 (BenchFigure, n);
  BenchPlot plot = { .title = sweep->title, .fixed = sweep->fixed, .x_title = sweep->x_title };
  Machine machine;

  for (guint i = 0; i < n; i++) {
    Setting setting = sweep->lines[i / sweep->n_values].base;

    G_STRUCT_MEMBER (gint64, &setting, sweep->grows) = sweep->values[i % sweep->n_values];
    point_init (&points[i], &setting);
  }
  measure (points, n, figures, &machine);
  for (guint l = 0; l < sweep->n_lines; l++)
    add_line (&plot, sweep, &sweep->lines[l], points + l * sweep->n_values, figures + l * sweep->n_values,
              &machine);
  for (guint i = 0; i < n; i++)
    point_clear (&points[i]);
  return plot;
}

/* The exponent between a point and the one before it. */
static char *
say_slope (const BenchSeries *series, guint i) {
  if (i == 0)
    return g_strdup ("");
  return g_strdup_printf ("%.2f", log (series->y[i].median / series->y[i - 1].median)
                                      / log (series->x[i] / series->x[i - 1]));
}

static void
append_heads (GString *json, const BenchPlot *plot) {
  g_string_append_printf (json, "    \"heads\": [\"%s\"", plot->x_title);
  for (guint s = 0; s < plot->n_series; s++)
    g_string_append_printf (json, ", \"%s\", \"slope\"", plot->series[s].name);
  for (guint l = 0; l < plot->n_limits; l++)
    g_string_append_printf (json, ", \"%s\"", plot->limits[l].name);
  g_string_append (json, "],\n    \"rows\": [\n");
}

static void
append_row (GString *json, const BenchPlot *plot, guint i) {
  g_autofree char *size = bench_say_count (plot->series[0].x[i]);

  g_string_append_printf (json, "      [\"%s\"", size);
  for (guint s = 0; s < plot->n_series; s++) {
    g_autofree char *seconds = bench_say_seconds (plot->series[s].y[i].median);
    g_autofree char *slope = say_slope (&plot->series[s], i);
    g_string_append_printf (json, ", \"%s\", \"%s\"", seconds, slope);
  }
  for (guint l = 0; l < plot->n_limits; l++) {
    g_autofree char *seconds = bench_say_seconds (plot->limits[l].y[i]);
    g_string_append_printf (json, ", \"%s\"", seconds);
  }
  g_string_append (json, i + 1 < plot->series[0].n ? "],\n" : "]\n");
}

/* Of its larger sizes alone: what is small has its own costs. */
static BenchSeries
upper_half (const BenchSeries *series) {
  guint first = series->n / 2;
  BenchSeries upper = { .name = series->name, .n = series->n - first };

  memcpy (upper.x, series->x + first, upper.n * sizeof *upper.x);
  memcpy (upper.y, series->y + first, upper.n * sizeof *upper.y);
  return upper;
}

static void
append_plot (GString *json, const Sweep *sweep, const BenchPlot *plot) {
  g_string_append_printf (json, "  {\n    \"title\": \"%s\",\n    \"file\": \"%s\",\n", plot->title,
                          sweep->file);
  g_string_append_printf (json,
                          "    \"text\": \"%s. Slope over all, and over the larger half: ", plot->fixed);
  for (guint s = 0; s < plot->n_series; s++) {
    BenchSeries upper = upper_half (&plot->series[s]);
    double offset, slope = bench_series_slope (&plot->series[s], &offset);
    g_string_append_printf (json, "%s%s %.2f and %.2f", s ? "; " : "", upper.name, slope,
                            bench_series_slope (&upper, &offset));
  }
  g_string_append_printf (json, ". %s\",\n", sweep->reason);
  append_heads (json, plot);
  for (guint i = 0; i < plot->series[0].n; i++)
    append_row (json, plot, i);
  g_string_append (json, "    ]\n  }");
}

static void
keep (const char *name, const GString *json) {
  g_autofree char *path = g_build_filename (g_getenv ("BENCH_ROWS"), name, NULL);
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents (path, json->str, (gssize) json->len, &error))
    g_error ("%s", error->message);
}

int
main (void) {
  const char *folder = g_getenv ("BENCH_ROWS");
  g_autoptr (GString) json = g_string_new ("{\"plots\": [\n");

  setlocale (LC_CTYPE, "");
  for (guint i = 0; i < G_N_ELEMENTS (sweeps); i++) {
    BenchPlot plot = measure_sweep (&sweeps[i]);
    g_print ("%s\n", sweeps[i].title);
    append_plot (json, &sweeps[i], &plot);
    g_string_append (json, i + 1 < G_N_ELEMENTS (sweeps) ? ",\n" : "\n]}\n");
    if (folder) {
      g_autofree char *path = g_build_filename (folder, sweeps[i].file, NULL);
      bench_plot_write (&plot, path);
    }
  }
  if (folder)
    keep ("scaling.json", json);
  else
    g_print ("%s", json->str);
  return 0;
}
