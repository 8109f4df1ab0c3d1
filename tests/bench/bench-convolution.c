/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The convolution, W1 to W4 with one thread beside everything else that convolves, and W10. Ours has its layer, input and result set
 * up before, and so have the peers (peer-*.c, .py, .js) where "buffers reused" does not say otherwise. Before anybody is measured each
 * tells a checksum of its result; whose is not ours is told and left out. Three minutes; the peers take up to 12 GB together. */
#include "bench-convolution.h"
#include "bench-machine.h"
#include "bench.h"
#include "engine-cpu.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#define SECONDS      0.1 /* of a peer's turn; what takes longer is run once */
#define SHORT        0.04
#define MOST         16
#define SUM_ACCURACY 1e-4

enum { ONEDNN, OPENBLAS, VIPS, OPENCV, PYTORCH, PYTORCH_KEPT, TFJS_CPU, TFJS_WASM, CONVNETJS, N_PEERS };

/* A row to be: a peer's case, what to call it, and how many times better ours must be. */
typedef struct {
  int peer;
  const char *question;
  const char *name;
  double goal;
} Rival;

/* One work: ours, the rivals, and what the machine can do. */
typedef struct {
  const char *work, *which;
  const char *unit;
  double units; /* in a second */
  double seconds;
  guint rounds;
  const Rival *rivals;
  guint n_rivals;
} Match;

static const Rival w1_rivals[] = {
  { ONEDNN, "w1", "oneDNN, result in its own layout", 3 },
  { ONEDNN, "w1-planar", "oneDNN, result reordered to planes", 1 },
  { OPENBLAS, "w1", "OpenBLAS, im2col and sgemm", 1 },
  { PYTORCH, "w1-module", "PyTorch, a Conv2d module", 15 },
  { PYTORCH, "w1", "PyTorch, the function alone", 15 },
  { PYTORCH_KEPT, "w1", "PyTorch, the function alone, buffers reused", 15 },
  { TFJS_WASM, "w1-wasm", "TensorFlow.js, WebAssembly", 1 },
  { TFJS_CPU, "w1-cpu", "TensorFlow.js, CPU", 1 },
  { CONVNETJS, "w1", "ConvNetJS", 1 },
};

static const Rival w2_rivals[] = {
  { OPENCV, "w2", "OpenCV filter2D", 1.6 },
  { ONEDNN, "w2", "oneDNN, result in its own layout", 7 },
  { ONEDNN, "w2-planar", "oneDNN, result as a plane", 7 },
  { PYTORCH_KEPT, "w2", "PyTorch, buffers reused", 12 },
  { PYTORCH_KEPT, "w2-channels-last", "PyTorch, channels-last, buffers reused", 1 },
  { PYTORCH, "w2", "PyTorch", 1 },
  { VIPS, "w2", "libvips", 20 },
  { TFJS_WASM, "w2-wasm", "TensorFlow.js, WebAssembly", 1 },
  { TFJS_CPU, "w2-cpu", "TensorFlow.js, CPU", 1 },
};

static const Rival w3_rivals[] = {
  { ONEDNN, "w3", "oneDNN, convolution+ReLU, then pool", 4.5 },
  { ONEDNN, "w3-relu", "oneDNN, convolution+ReLU alone", 1.15 },
  { PYTORCH_KEPT, "w3-channels-last", "PyTorch, channels-last, buffers reused", 5 },
  { PYTORCH, "w3-channels-last", "PyTorch, channels-last", 1 },
  { OPENCV, "w3", "OpenCV dnn", 10 },
  { TFJS_WASM, "w3-wasm", "TensorFlow.js, WebAssembly", 1 },
};

static const Rival w4_rivals[] = {
  { ONEDNN, "w4", "oneDNN, result in its own layout", 1 / 1.15 },
  { ONEDNN, "w4-planar", "oneDNN, result reordered to planes", 1.5 },
  { OPENCV, "w4", "OpenCV dnn", 3.5 },
  { OPENBLAS, "w4", "OpenBLAS, im2col and sgemm", 1 },
  { PYTORCH_KEPT, "w4", "PyTorch, buffers reused", 1 },
  { PYTORCH_KEPT, "w4-channels-last", "PyTorch, channels-last, buffers reused", 1 },
  { PYTORCH, "w4", "PyTorch", 1 },
  { TFJS_WASM, "w4-wasm", "TensorFlow.js, WebAssembly", 1 },
};

static const Match w1 = { "W1",      "10x10, 32 filters 3x3", "µs", 1e6, SHORT, 15,
                          w1_rivals, G_N_ELEMENTS (w1_rivals) };
static const Match w2 = { "W2",      "4000x3000 grey, one filter 3x3", "ms", 1e3, SECONDS, 9,
                          w2_rivals, G_N_ELEMENTS (w2_rivals) };
static const Match w3 = { "W3",      "4000x3000 grey, 32 filters, bias, ReLU, pool",
                          "ms",      1e3,
                          SECONDS,   7,
                          w3_rivals, G_N_ELEMENTS (w3_rivals) };
static const Match w4 = { "W4",      "1920x1080 RGB, 32 filters 3x3", "ms", 1e3, SECONDS, 7,
                          w4_rivals, G_N_ELEMENTS (w4_rivals) };

static BenchPeer *peers[N_PEERS];

static BenchPeer *
start_program (const char *name, const char *program) {
  const char *folder = g_getenv ("BENCH_PEERS");
  g_autofree char *path = g_build_filename (folder ? folder : ".", program, NULL);

  return bench_peer_start (name, path, NULL);
}

static void
start_peers (void) {
  peers[ONEDNN] = start_program ("oneDNN", "peer-onednn");
  peers[OPENBLAS] = start_program ("OpenBLAS", "peer-openblas");
  peers[VIPS] = start_program ("libvips", "peer-vips");
  peers[OPENCV] = bench_peer_start ("OpenCV", "/usr/bin/python3", "peer-opencv.py");
  peers[PYTORCH] = bench_peer_start ("PyTorch", "/usr/bin/python3", "peer-pytorch.py");
  g_setenv ("BENCH_KEEP_MEMORY", "1", TRUE);
  peers[PYTORCH_KEPT] = bench_peer_start ("PyTorch, buffers reused", "/usr/bin/python3", "peer-pytorch.py");
  g_unsetenv ("BENCH_KEEP_MEMORY");
  peers[TFJS_CPU] = bench_peer_start ("TensorFlow.js, CPU", "node", "peer-tfjs.js");
  peers[TFJS_WASM] = bench_peer_start ("TensorFlow.js, WebAssembly", "node", "peer-tfjs.js");
  peers[CONVNETJS] = bench_peer_start ("ConvNetJS", "node", "peer-convnetjs.js");
}

/* A rival while its match lasts. */
typedef struct {
  const Rival *rival;
  double seconds;
  gboolean fails;
} Player;

static double
ask_cb (gpointer data) {
  const Player *self = data;

  return self->fails
             ? NAN
             : bench_peer_ask (peers[self->rival->peer], "%s %g", self->rival->question, self->seconds);
}

static double
checksum_of (const EnginePlanes *planes) {
  g_autofree float *values = g_new (float, planes->n * planes->height * planes->width);
  float *to = values;

  for (gint64 p = 0; p < planes->n; p++)
    for (gint64 y = 0; y < planes->height; y++, to += planes->width)
      memcpy (to, planes->data + p * planes->plane_stride + y * planes->row_stride,
              (gsize) planes->width * sizeof *to);
  return peer_checksum (values, (gsize) (to - values));
}

/* One without a checksum is trusted: it is missing, or another case of the same peer answers for it. */
static void
check_rival (Player *self, double ours) {
  double sum = bench_peer_ask (peers[self->rival->peer], "check %s", self->rival->question);

  self->fails = isfinite (sum) && fabs (sum - ours) > SUM_ACCURACY * MAX (fabs (ours), 0.1);
  if (self->fails)
    g_printerr ("%s: computes %g, ours is %g; its figures are left out\n", self->rival->name, sum, ours);
}

static BenchFigure
times (BenchFigure figure, double factor) {
  return (BenchFigure){ figure.median * factor, figure.low * factor, figure.high * factor };
}

/* The largest rate is that of the smallest time. */
static BenchFigure
rate_of (BenchFigure seconds, double amount) {
  return (BenchFigure){ amount / seconds.median, amount / seconds.high, amount / seconds.low };
}

static BenchCase
case_of (const Match *self) {
  return (BenchCase){ self->work, self->which, self->unit, FALSE };
}

/* Plays the match, with `more` contenders besides, whose figures are filled; rows of all rivals. Ours, in seconds. */
static BenchFigure
play (const Match *self, BenchConv *ours, BenchContender *more, guint n_more) {
  BenchContender contenders[MOST] = { { "ours", bench_turn_conv, ours, { 0 } } };
  Player players[MOST] = { 0 };
  double sum = checksum_of (ours->output);
  BenchCase a_case = case_of (self);
  guint n = 1;

  g_assert_cmpuint (1 + self->n_rivals + n_more, <=, MOST);
  for (guint i = 0; i < self->n_rivals; i++, n++) {
    players[i] = (Player){ &self->rivals[i], self->seconds, FALSE };
    check_rival (&players[i], sum);
    contenders[n] = (BenchContender){ self->rivals[i].name, ask_cb, &players[i], { 0 } };
  }
  for (guint i = 0; i < n_more; i++)
    contenders[n++] = more[i];
  bench_measure (contenders, n, self->rounds);

  for (guint i = 0; i < self->n_rivals; i++)
    bench_row (&a_case, times (contenders[0].figure, self->units), self->rivals[i].name,
               times (contenders[1 + i].figure, self->units), self->rivals[i].goal);
  for (guint i = 0; i < n_more; i++)
    more[i].figure = contenders[1 + self->n_rivals + i].figure;
  return contenders[0].figure;
}

static void
tell (const char *name, BenchFigure figure, const char *unit) {
  g_printerr ("     %-44s %10.4g %-9s (%.4g to %.4g)\n", name, figure.median, unit, figure.low, figure.high);
}

static void
measure_w1 (void) {
  g_autoptr (BenchConv) ours = bench_conv_new (peer_find_work ("w1"), 1);
  BenchContender peak = { "fma", bench_turn_fma, GINT_TO_POINTER (engine_cpu_level ()), { 0 } };
  BenchFigure seconds = play (&w1, ours, &peak, 1);
  BenchCase share = { "W1", "multiplications and additions of all filters", "GFLOP/s", TRUE };
  BenchCase rate = { "W1", "images a second", "1/s", TRUE };

  bench_row (&share, rate_of (seconds, 2e-9 * 64 * 32 * 9), "the processor's multiply-adds", peak.figure,
             0.5);
  bench_row_limit (&rate, rate_of (seconds, 1), 1e6);
}

/* Rows of input and result begin at the same places of a page of memory: stores past the caches were ten times slower there. */
static void
measure_w2_agreeing (BenchConv *ordinary) {
  static const PeerWork work = { "w2", 3072, 4096, 1, 1, FALSE };
  g_autoptr (BenchConv) agreeing = bench_conv_new (&work, 1);
  BenchContender both[] = { { "agreeing", bench_turn_conv, agreeing, { 0 } },
                            { "ordinary", bench_turn_conv, ordinary, { 0 } } };
  BenchCase a_case = { "W2", "4096x3072, rows as far apart as pages", "ns/pixel", FALSE };

  bench_measure (both, G_N_ELEMENTS (both), w2.rounds);
  bench_row (&a_case, times (both[0].figure, 1e9 / (4096 * 3072)), "ours at 4000x3000",
             times (both[1].figure, 1e9 / (4000 * 3000)), 1 / 1.15);
}

static void
measure_w2 (void) {
  g_autoptr (BenchConv) ours = bench_conv_new (peer_find_work ("w2"), 1);
  g_autoptr (BenchCopy) copy = bench_copy_new ((gsize) (3998 * 2998) * sizeof (float) / 64 * 64);
  BenchContender copies[] = { { "memcpy", bench_turn_memcpy, copy, { 0 } },
                              { "stream", bench_turn_stream, copy, { 0 } } };
  BenchFigure seconds = play (&w2, ours, copies, G_N_ELEMENTS (copies));
  BenchCase a_case = case_of (&w2);

  bench_row (&a_case, times (seconds, w2.units), "memcpy of as many bytes",
             times (copies[0].figure, w2.units), 1 / 1.10);
  tell ("a copy past the caches of as many bytes", times (copies[1].figure, w2.units), w2.unit);
  measure_w2_agreeing (ours);
}

static void
measure_w3 (void) {
  g_autoptr (BenchConv) ours = bench_conv_new (peer_find_work ("w3"), 1);
  BenchCase memory = { "W3", "memory of a thread beyond the result", "MB", FALSE };
  double megabytes = ours->bytes / 1e6;

  play (&w3, ours, NULL, 0);
  bench_row_limit (&memory, (BenchFigure){ megabytes, megabytes, megabytes }, 1);
}

static void
measure_w4 (void) {
  g_autoptr (BenchConv) ours = bench_conv_new (peer_find_work ("w4"), 1);

  play (&w4, ours, NULL, 0);
}

int
main (void) {
  setlocale (LC_CTYPE, ""); /* for the µ */
  start_peers ();
  measure_w1 ();
  measure_w2 ();
  measure_w3 ();
  measure_w4 ();
  for (guint i = 0; i < N_PEERS; i++)
    bench_peer_free (peers[i]);
  bench_conv_threads ();
  return 0;
}
