/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nine-weights-cli classify. */
#include "array.h"
#include "cli-process.h"
#include "json-reader.h"

#include <math.h>
#include <string.h>

#define PIXELS 100 /* of a 10x10 image */

/* A dense network of one node, which sees the first pixel, and three classes. */
typedef struct {
  CliFolder *folder;
  char *weights, *picture;
} Fixture;

static void
write_weights (const Fixture *self, const char *name, guint rank, const gint64 *shape, const float *values) {
  g_autofree char *path = g_build_filename (self->weights, name, NULL);

  array_write (path, rank, shape, values);
}

static void
set_up (Fixture *self, gconstpointer unused) {
  float first[PIXELS] = { 2 };

  self->folder = cli_folder_new ();
  self->weights = cli_folder_file (self->folder, "weights");
  self->picture = cli_folder_file (self->folder, "in.png");
  g_assert_cmpint (g_mkdir_with_parents (self->weights, 0755), ==, 0);
  write_weights (self, "w1.npy", 2, (const gint64[]){ 1, PIXELS }, first);
  write_weights (self, "b1.npy", 1, (const gint64[]){ 1 }, (const float[]){ 1 });
  write_weights (self, "w2.npy", 2, (const gint64[]){ 3, 1 }, (const float[]){ 0, 1, -1 });
  write_weights (self, "b2.npy", 1, (const gint64[]){ 3 }, (const float[]){ 2.5f, 0, 0 });
  /* a square of one white pixel, which the first of 10x10 is the corner of */
  picture_write (self->picture, 1, 1, (const guint32[]){ 0xffffff });
}

static void
tear_down (Fixture *self, gconstpointer unused) {
  cli_folder_free (self->folder);
  g_free (self->weights);
  g_free (self->picture);
}

static CliRun *
classify (const Fixture *self, const char *options) {
  g_autofree char *line =
      g_strdup_printf ("classify --weights '%s' '%s' %s", self->weights, self->picture, options);
  CliRun *run = cli_run_line (line);

  cli_assert_done (run);
  return run;
}

/* Softmax of the logits by hand, where the node has this value. */
static void
assert_probabilities (const CliRun *run, double node) {
  g_autoptr (JsonValue) value = json_parse (run->out);
  const double powers[3] = { exp (2.5), exp (node), exp (-node) };
  double sum = powers[0] + powers[1] + powers[2];
  gint64 best = powers[1] > powers[0] ? 1 : 0;

  g_assert_nonnull (value);
  json_assert_keys (value, "class probability probabilities");
  g_assert_cmpint (json_integer (json_get (value, "class", NULL)), ==, best);
  g_assert_cmpfloat_with_epsilon (json_number (json_get (value, "probability", NULL)), powers[best] / sum,
                                  1e-6);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon (json_number (json_at (json_get (value, "probabilities", NULL), i)),
                                    powers[i] / sum, 1e-6);
}

static void
test_probabilities (Fixture *self, gconstpointer unused) {
  g_autoptr (CliRun) light = classify (self, "--json");
  g_autoptr (CliRun) dark = classify (self, "--json --invert");

  assert_probabilities (light, 3);
  assert_probabilities (dark, 1);
}

static void
test_table (Fixture *self, gconstpointer unused) {
  g_autoptr (CliRun) run = classify (self, "");

  g_assert_cmpstr (run->out, ==,
                   "class   probability\n"
                   "    1       62.15 %\n"
                   "    0       37.70 %\n"
                   "    2        0.15 %\n");
}

/* Not square: taken as it is, or not at all. */
static void
test_size (Fixture *self, gconstpointer unused) {
  g_autofree char *line =
      g_strdup_printf ("classify --weights '%s' --size 5x20 '%s'", self->weights, self->picture);
  guint32 pixels[PIXELS] = { 0xffffff };

  cli_check_refused (line, 1, "image: it has 1 rows and 1 columns; reduce it to 5 and 20");
  picture_write (self->picture, 20, 5, pixels);
  g_autoptr (CliRun) run = classify (self, "--json --size 5x20");
  assert_probabilities (run, 3);
}

static void
test_trained (Fixture *self, gconstpointer unused) {
  g_autofree char *save = cli_folder_file (self->folder, "w.safetensors");
  g_autofree char *train =
      g_strdup_printf ("train --network convolution --steps 800 --json --save '%s'", save);
  g_autoptr (CliRun) trained = cli_run_line (train);
  guint n_right = 0;

  cli_assert_done (trained);
  for (gint64 digit = 0; digit < 10; digit++) {
    g_autofree char *name = g_strdup_printf ("digit-%d.png", (int) digit);
    g_autofree char *picture = cli_source_file ("..", "data", "images", name, NULL);
    g_autoptr (CliRun) run = cli_run ("classify", "--json", "--weights", save, picture, NULL);
    g_autoptr (JsonValue) value = json_parse (run->out);

    cli_assert_done (run);
    n_right += json_integer (json_get (value, "class", NULL)) == digit;
  }
  g_assert_cmpuint (n_right, >=, 9);
}

static void
test_refused (Fixture *self, gconstpointer unused) {
  g_autofree char *missing = g_strdup_printf ("classify --weights '%s'", self->weights);
  g_autofree char *no_weights = g_strdup_printf ("classify '%s'", self->picture);
  g_autofree char *two = g_strdup_printf ("classify --weights w '%s' b", self->picture);
  g_autofree char *zero = g_strdup_printf ("classify --weights w '%s' --size 0", self->picture);
  g_autofree char *other_size =
      g_strdup_printf ("classify --weights '%s' '%s' --size 9", self->weights, self->picture);
  g_autofree char *no_picture =
      g_strdup_printf ("classify --weights '%s' '%s'", self->weights, self->weights);
  g_autofree char *no_folder =
      g_strdup_printf ("classify --weights '%s/x' '%s'", self->weights, self->picture);

  cli_check_refused (missing, 2, "image: it is missing");
  cli_check_refused (no_weights, 2, "--weights: it is missing");
  cli_check_refused (two, 2, "b: this is a second file");
  g_autofree char *vast = g_strdup_printf ("classify --weights '%s' '%s' --size 9000000000000000000",
                                           self->weights, self->picture);
  g_autofree char *wide =
      g_strdup_printf ("classify --weights '%s' '%s' --size 1000000", self->weights, self->picture);

  cli_check_refused (zero, 2, "--size: 0 is not positive");
  cli_check_refused (vast, 2, "is too large; use up to 1048576");
  cli_check_refused (wide, 1, "of no network for images of 1000000×1000000");
  cli_check_refused (other_size, 1, "of no network for images of 9×9");
  cli_check_refused (no_picture, 1, "weights: ");
  cli_check_refused (no_folder, 1, "weights/x");
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer)) {
  g_autofree char *full = g_strconcat ("/cli/classify/", path, NULL);

  g_test_add (full, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  add ("probabilities-are-the-softmax-of-the-network", test_probabilities);
  add ("the-most-probable-stands-first", test_table);
  add ("other-sizes-than-squares", test_size);
  add ("a-trained-network-reads-the-lessons-digits", test_trained);
  add ("what-is-no-network-or-picture-is-refused", test_refused);
  return g_test_run ();
}
