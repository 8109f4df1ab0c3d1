/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nine-weights-cli train: a user's own data, and what is refused. */
#include "array.h"
#include "cli-process.h"
#include "json-reader.h"

#include <string.h>

typedef struct {
  CliFolder *folder;
  char *images, *labels, *test_images, *test_labels; /* IDX files of two classes of 6x5 images */
  char *pictures;                                    /* a folder with a subfolder a class; not there yet */
} Fixture;

#define ROWS    6
#define COLUMNS 5
#define N       60

/* Images of class 1 are light below, the others above. */
static void
write_idx (const char *images, const char *labels, guint n) {
  g_autoptr (GByteArray) image_bytes = g_byte_array_new ();
  g_autoptr (GByteArray) label_bytes = g_byte_array_new ();
  const guint8 image_head[] = { 0, 0, 8, 3, 0, 0, 0, (guint8) n, 0, 0, 0, ROWS, 0, 0, 0, COLUMNS };
  const guint8 label_head[] = { 0, 0, 8, 1, 0, 0, 0, (guint8) n };

  g_byte_array_append (image_bytes, image_head, sizeof image_head);
  g_byte_array_append (label_bytes, label_head, sizeof label_head);
  for (guint i = 0; i < n; i++) {
    const guint8 label = i % 2;

    for (guint pixel = 0; pixel < ROWS * COLUMNS; pixel++) {
      gboolean below = pixel >= ROWS / 2 * COLUMNS;
      const guint8 value = (guint8) ((below == label ? 200 : 20) + (i * 7 + pixel * 3) % 50);
      g_byte_array_append (image_bytes, &value, 1);
    }
    g_byte_array_append (label_bytes, &label, 1);
  }
  cli_write (images, image_bytes->data, image_bytes->len);
  cli_write (labels, label_bytes->data, label_bytes->len);
}

static void
set_up (Fixture *self, gconstpointer unused) {
  self->folder = cli_folder_new ();
  self->images = cli_folder_file (self->folder, "images.idx");
  self->labels = cli_folder_file (self->folder, "labels.idx");
  self->test_images = cli_folder_file (self->folder, "test-images.idx");
  self->test_labels = cli_folder_file (self->folder, "test-labels.idx");
  self->pictures = cli_folder_file (self->folder, "pictures");
  write_idx (self->images, self->labels, N);
  write_idx (self->test_images, self->test_labels, 10);
}

static void
tear_down (Fixture *self, gconstpointer unused) {
  cli_folder_free (self->folder);
  g_free (self->images);
  g_free (self->labels);
  g_free (self->test_images);
  g_free (self->test_labels);
  g_free (self->pictures);
}

static void
assert_learned (const CliRun *run, gint64 weights) {
  g_autoptr (JsonValue) value = json_parse (run->out);

  g_assert_cmpint (run->status, ==, 0);
  g_assert_nonnull (value);
  g_assert_cmpint (json_integer (json_get (value, "weights", NULL)), ==, weights);
  g_assert_cmpfloat (json_number (json_get (value, "test_accuracy", NULL)), ==, 1);
}

static void
test_idx (Fixture *self, gconstpointer unused) {
  g_autofree char *two = g_strdup_printf ("train --network dense --nodes 4 --json --steps 100 --data '%s,%s'",
                                          self->images, self->labels);
  g_autofree char *four = g_strdup_printf ("%s,%s,%s", two, self->test_images, self->test_labels);
  g_autoptr (CliRun) run = cli_run_line (two);
  g_autofree char *unquoted =
      g_strdup_printf ("train --network local --filters 3 --pool 3 --json --steps 100 --data '%s,%s,%s,%s'",
                       self->images, self->labels, self->test_images, self->test_labels);
  g_autoptr (CliRun) tested = cli_run_line (unquoted);
  g_autoptr (CliRun) also = cli_run_line (four);

  cli_assert_done (run);
  assert_learned (run, 4 * ROWS * COLUMNS + 2 * 4);
  cli_assert_done (also);
  cli_assert_done (tested);
  assert_learned (tested, 3 * 4 * 3 * 9 + 2 * 3);
}

static void
write_pictures (const char *folder, const char *name, guint32 above, guint32 below) {
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (path, 0755), ==, 0);
  for (guint i = 0; i < 12; i++) {
    g_autofree char *file = g_strdup_printf ("%s/%u.png", path, i);
    const guint32 pixels[4] = { above + 0x010101 * i, above, below + 0x010101 * i, below };

    picture_write (file, 2, 2, pixels);
  }
}

static void
test_folder (Fixture *self, gconstpointer unused) {
  g_autofree char *broken = g_build_filename (self->pictures, "sky", "broken.png", NULL);
  g_autofree char *line = g_strdup_printf (
      "train --network convolution --filters 2 --size 8 --json --steps 100 --data '%s'", self->pictures);

  write_pictures (self->pictures, "sky", 0xd0d0d0, 0x101010);
  write_pictures (self->pictures, "sea", 0x101010, 0xd0d0d0);
  g_autoptr (CliRun) good = cli_run_line (line);
  cli_assert_done (good);
  assert_learned (good, 2 * 9 + 2 * 2);

  cli_write (broken, "no picture", 10);
  g_autoptr (CliRun) warned = cli_run_line (line);
  assert_learned (warned, 2 * 9 + 2 * 2);
  g_assert_true (g_str_has_prefix (warned->err, "nine-weights-cli: warning: "));
  g_assert_nonnull (strstr (warned->err, "broken.png"));
  g_assert_null (strchr (strchr (warned->err, '\n') + 1, '\n'));
}

/* What can be said without opening a file is wrong usage. */
static void
test_usage (Fixture *self, gconstpointer unused) {
  static const char *const lines[][2] = {
    { "train", "--network: it is missing" },
    { "train --network dens", "--network: there is no “dens”" },
    { "train --network dense --nodes 0", "--nodes: 0 is not positive" },
    { "train --network dense --nodes x", "--nodes: “x” is not a whole number" },
    { "train --network dense --filters 3", "--filters: the network “dense” has none" },
    { "train --network dense --pool 3", "--pool: the network “dense” has none" },
    { "train --network dense --average", "--average: the network “dense” has none" },
    { "train --network local --nodes 3", "--nodes: the network “local” has none" },
    { "train --network convolution --pool 0", "--pool: 0 is not positive" },
    { "train --network convolution --pool all", "--pool: “all” is not a whole number" },
    { "train --network convolution --pool 9", "pool" },
    { "train --network dense --seed -1", "--seed: -1 is negative" },
    { "train --network dense --seed 4294967296", "--seed: 4294967296 is too large" },
    { "train --network dense --permute 4294967296", "--permute: 4294967296 is too large" },
    { "train --network dense --epochs 0", "--epochs: 0 is not positive" },
    { "train --network dense --epochs 9223372036854775807", "--epochs: " },
    { "train --network dense --steps 0", "--steps: 0 is not positive" },
    { "train --network dense --steps 2 --epochs 1", "duration: it is given twice" },
    { "train --network dense --order o.npy --epochs 1", "--epochs: the order says" },
    { "train --network dense --order o.npy --batch 3", "--batch: the order says" },
    { "train --network dense --batch 0", "--batch: 0 is not positive" },
    { "train --network dense --batch 4097", "--batch: 4097 is too large; use up to 4096" },
    { "train --network dense --threads 0", "--threads: 0 is not positive" },
    { "train --network dense --rate 0", "the learning rate is 0" },
    { "train --network dense --rate -1", "the learning rate is -1" },
    { "train --network dense --rate fast", "--rate: “fast” is not a number" },
    { "train --network dense --optimizer sgd --momentum 1", "the momentum is 1" },
    { "train --network dense --optimizer adam --momentum 0.9", "--momentum: Adam has its own" },
    { "train --network dense --optimizer rmsprop", "--optimizer: there is no “rmsprop”; use sgd or adam" },
    { "train --network dense --decay cosine", "--decay: there is no “cosine”; use none or linear" },
    { "train --network dense --start zero", "--start: there is no “zero”" },
    { "train --network dense --start he --init x", "start: it is given twice" },
    { "train --network dense --size 8", "--size: it is for the pictures of a folder" },
    { "train --network dense --data a,b,c", "--data: “a,b,c” cannot be read" },
    { "train --network dense --data ,b", "--data: “,b” cannot be read" },
    { "train --network dense x", "x: train takes no file" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    cli_check_refused (lines[i][0], 2, lines[i][1]);
}

/* One wrong line of train, with these options for the data that are there. */
static void
check_failure (const char *options, const char *path, const char *part) {
  g_autofree char *line = g_strdup_printf ("train %s '%s'", options, path);

  cli_check_refused (line, 1, part);
}

static void
test_missing_files (Fixture *self, gconstpointer unused) {
  g_autofree char *missing = cli_folder_file (self->folder, "missing");
  g_autofree char *two = g_strdup_printf ("%s,%s", missing, self->labels);
  g_autofree char *swapped = g_strdup_printf ("%s,%s", self->labels, self->images);

  check_failure ("--network dense --data", missing, "missing");
  check_failure ("--network dense --data", two, "missing");
  check_failure ("--network dense --data", swapped, "labels.idx");
  check_failure ("--network dense --init", missing, "missing");
  check_failure ("--network dense --order", missing, "missing");
  check_failure ("--network dense --init", self->images, "images.idx");
  check_failure ("--network dense --order", self->images, "images.idx");
}

static void
write_order (const char *path, guint rank, const gint64 *shape, const gint32 *values) {
  g_autoptr (GString) dictionary = g_string_new ("{'descr': '<i4', 'fortran_order': False, 'shape': (");
  gsize length = sizeof (gint32);

  for (guint i = 0; i < rank; i++) {
    g_string_append_printf (dictionary, "%d, ", (int) shape[i]);
    length *= (gsize) shape[i];
  }
  g_string_append (dictionary, "), }");
  array_write_raw (path, dictionary->str, values, length);
}

static void
test_orders (Fixture *self, gconstpointer unused) {
  static const gint32 values[6] = { 0, 1, 2, 3, 4, 5 };
  static const gint32 past[6] = { 0, 1, 2, 3, 4, 3823 };
  static const gint32 negative[6] = { 0, -1 };
  static const float fractions[6] = { 0, 1, 2, 0.5f };
  g_autofree char *order = cli_folder_file (self->folder, "order.npy");
  g_autofree char *too_long = g_strdup_printf ("train --network dense --steps 4 --json --order '%s'", order);
  g_autofree char *fits = g_strdup_printf ("train --network dense --steps 2 --json --order '%s'", order);

  write_order (order, 2, (const gint64[]){ 3, 2 }, values);
  cli_check_refused (too_long, 2, "--steps: the order has only 3");
  g_autoptr (CliRun) run = cli_run_line (fits);
  cli_assert_done (run);
  write_order (order, 1, (const gint64[]){ 6 }, values);
  check_failure ("--network dense --order", order, "order: its shape is (6,)");
  write_order (order, 2, (const gint64[]){ 3, 2 }, past);
  check_failure ("--network dense --order", order, "step 3 asks for image 3823");
  write_order (order, 2, (const gint64[]){ 3, 2 }, negative);
  check_failure ("--network dense --order", order, "order: -1 in step 1 is not an image's index");
  array_write (order, 2, (const gint64[]){ 3, 2 }, fractions);
  check_failure ("--network dense --order", order, "order: 0.5 in step 2 is not an image's index");
}

static void
test_other_weights (Fixture *self, gconstpointer unused) {
  g_autofree char *weights = cli_folder_file (self->folder, "weights");
  g_autofree char *file = g_build_filename (weights, "b2.npy", NULL);
  g_autofree char *save = g_strdup_printf ("train --network dense --steps 1 --json --save '%s'", weights);
  g_autoptr (CliRun) run = cli_run_line (save);
  float biases[10] = { 0 };

  cli_assert_done (run);
  check_failure ("--network convolution --init", weights, "w1.npy");
  check_failure ("--network dense --nodes 31 --init", weights, "w1.npy");
  biases[7] = (float) (0.0 / 0.0);
  array_write (file, 1, (const gint64[]){ 10 }, biases);
  check_failure ("--network dense --init", weights, "b2.npy");
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer)) {
  g_autofree char *full = g_strconcat ("/cli/train-input/", path, NULL);

  g_test_add (full, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  add ("idx-files-with-and-without-a-test", test_idx);
  add ("a-broken-picture-among-good-ones-is-named", test_folder);
  add ("wrong-options-are-refused-in-a-sentence", test_usage);
  add ("missing-and-foreign-files-are-named", test_missing_files);
  add ("an-order-fits-the-images", test_orders);
  add ("weights-of-another-network-are-refused", test_other_weights);
  return g_test_run ();
}
