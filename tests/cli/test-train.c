/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nine-weights-cli train: what it trains, and what it writes. */
#include "array.h"
#include "cli-process.h"
#include "json-reader.h"

#include <math.h>
#include <string.h>

#define REFERENCE_STEPS 200

typedef struct {
  CliFolder *folder;
  char *save, *other, *log; /* names to write: two folders and a file */
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused) {
  self->folder = cli_folder_new ();
  self->save = cli_folder_file (self->folder, "a");
  self->other = cli_folder_file (self->folder, "b");
  self->log = cli_folder_file (self->folder, "loss.csv");
}

static void
tear_down (Fixture *self, gconstpointer unused) {
  cli_folder_free (self->folder);
  g_free (self->save);
  g_free (self->other);
  g_free (self->log);
}

/* train, these options, and --json. */
static JsonValue *train (const char *format, ...) G_GNUC_PRINTF (1, 2);

static JsonValue *
train (const char *format, ...) {
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *options = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_autofree char *line = g_strconcat ("train --json ", options, NULL);
  g_autoptr (CliRun) run = cli_run_line (line);
  g_test_message ("%s", line);
  cli_assert_done (run);
  JsonValue *value = json_parse (run->out);
  g_assert_nonnull (value);
  return value;
}

static double
accuracy (const JsonValue *value, const char *which) {
  return json_number (json_get (value, which, NULL));
}

static gboolean
same_file (const char *folder, const char *other, const char *name) {
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *other_path = g_build_filename (other, name, NULL);
  g_autofree char *data = NULL, *other_data = NULL;
  gsize length, other_length;

  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  g_assert_true (g_file_get_contents (other_path, &other_data, &other_length, NULL));
  return length == other_length && memcmp (data, other_data, length) == 0;
}

static const char *const FILES[] = { "w1", "b1", "w2", "b2" };

/* A recorded run, and the options that make it. */
typedef struct {
  const char *name, *options;
  double test_accuracy;
} Recorded;

static const Recorded RECORDED[] = {
  { "dense", "--network dense", 0.93322 },
  { "local_p2", "--network local --pool 2", 0.93990 },
  { "conv_q4", "--network convolution --pool 4", 0.91430 },
};

static char *
reference_file (const char *folder, const char *stage, const char *name) {
  g_autofree char *file = g_strdup_printf ("%s_%s.npy", stage, name);

  return cli_source_file ("learning", "reference", folder, file, NULL);
}

static void
copy_start (const Fixture *self, const char *folder) {
  g_assert_cmpint (g_mkdir_with_parents (self->other, 0755), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (FILES); i++) {
    g_autofree char *from = reference_file (folder, "init", FILES[i]);
    g_autofree char *to = g_strdup_printf ("%s/%s.npy", self->other, FILES[i]);
    g_autofree char *data = NULL;
    gsize length;

    g_assert_true (g_file_get_contents (from, &data, &length, NULL));
    cli_write (to, data, length);
  }
}

/* The recorded run, as far as so many steps. */
static JsonValue *
replay (const Fixture *self, const Recorded *recorded, int steps) {
  g_autofree char *order = cli_source_file ("learning", "reference", "order_200x32.npy", NULL);

  return train ("%s --data digits --init '%s' --order '%s' --optimizer sgd --rate 0.05 --momentum 0.9 "
                "--steps %d --save '%s' --log '%s'",
                recorded->options, self->other, order, steps, self->save, self->log);
}

static void
assert_weights (const Fixture *self, const Recorded *recorded, const char *stage, float tolerance) {
  for (guint i = 0; i < G_N_ELEMENTS (FILES); i++) {
    g_autofree char *expected_path = reference_file (recorded->name, stage, FILES[i]);
    g_autofree char *path = g_strdup_printf ("%s/%s.npy", self->save, FILES[i]);
    g_autoptr (EngineTensor) expected = array_load (expected_path);

    array_assert (path, expected->rank, expected->shape, expected->data, tolerance);
  }
}

static char **
lines_of (const char *path) {
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_suffix (text, "\n"));
  text[strlen (text) - 1] = '\0';
  return g_strsplit (text, "\n", -1);
}

static void
assert_losses (const Fixture *self, const Recorded *recorded) {
  g_autofree char *path = cli_source_file ("learning", "reference", recorded->name, "loss.csv", NULL);
  g_auto (GStrv) expected = lines_of (path);
  g_auto (GStrv) lines = lines_of (self->log);

  g_assert_cmpuint (g_strv_length (lines), ==, REFERENCE_STEPS + 1);
  g_assert_cmpstr (lines[0], ==, "step,loss,correct");
  for (int step = 1; step <= REFERENCE_STEPS; step++) {
    g_auto (GStrv) fields = g_strsplit (lines[step], ",", -1);
    g_auto (GStrv) expected_fields = g_strsplit (expected[step], ",", -1);
    double difference = fabs (g_ascii_strtod (fields[1], NULL) - g_ascii_strtod (expected_fields[1], NULL));

    g_assert_cmpuint (g_strv_length (fields), ==, 3);
    g_assert_cmpstr (fields[0], ==, expected_fields[0]);
    g_assert_cmpfloat (difference, <, step <= 100 ? 1e-5 : 1e-4);
    g_assert_cmpstr (fields[2], ==,
                     g_strchomp (expected_fields[3])); /* the recorded lines end as on Windows */
  }
}

static void
test_recorded (Fixture *self, gconstpointer unused) {
  for (guint i = 0; i < G_N_ELEMENTS (RECORDED); i++) {
    const Recorded *recorded = &RECORDED[i];

    copy_start (self, recorded->name);
    json_free (replay (self, recorded, 1));
    assert_weights (self, recorded, "step1", 1e-6f);
    json_free (replay (self, recorded, 10));
    assert_weights (self, recorded, "step10", 1e-6f);
    g_autoptr (JsonValue) value = replay (self, recorded, REFERENCE_STEPS);
    assert_weights (self, recorded, "step200", 1e-3f);
    assert_losses (self, recorded);
    g_assert_cmpfloat (fabs (accuracy (value, "test_accuracy") - recorded->test_accuracy), <, 0.00057);
  }
}

static void
test_json (Fixture *self, gconstpointer unused) {
  g_autoptr (JsonValue) value = train ("--network convolution --steps 3");

  json_assert_keys (value, "weights biases test_accuracy train_accuracy shift1_accuracy shift2_accuracy "
                           "seconds samples_per_second");
  g_assert_cmpint (json_integer (json_get (value, "weights", NULL)), ==, 32 * 9 + 10 * 32 * 4);
  g_assert_cmpint (json_integer (json_get (value, "biases", NULL)), ==, 32 + 10);
  g_assert_cmpfloat (json_number (json_get (value, "seconds", NULL)), >, 0);
  g_assert_cmpfloat_with_epsilon (json_number (json_get (value, "samples_per_second", NULL))
                                      * json_number (json_get (value, "seconds", NULL)),
                                  3 * 32, 1e-6);
}

static void
assert_counts (const char *options, gint64 weights, gint64 biases) {
  g_autoptr (JsonValue) value = train ("%s --steps 1", options);

  g_assert_cmpint (json_integer (json_get (value, "weights", NULL)), ==, weights);
  g_assert_cmpint (json_integer (json_get (value, "biases", NULL)), ==, biases);
}

static void
test_sizes (Fixture *self, gconstpointer unused) {
  assert_counts ("--network dense --nodes 14", 14 * 100 + 10 * 14, 14 + 10);
  assert_counts ("--network dense --data patterns", 32 * 100 + 10 * 32, 32 + 10);
  assert_counts ("--network convolution --filters 5 --pool global", 5 * 9 + 10 * 5, 5 + 10);
  assert_counts ("--network convolution --pool global --average", 32 * 9 + 10 * 32, 32 + 10);
  assert_counts ("--network convolution --pool 1", 32 * 9 + 10 * 32 * 64, 32 + 10);
  assert_counts ("--network convolution --data patterns", 32 * 9 + 10 * 32, 32 + 10);
  assert_counts ("--network local", 32 * 64 * 9 + 10 * 32 * 4, 32 * 64 + 10);
}

#define SEEDS 5

/* What another framework reached with these settings: the mean of five seeds, and their deviation. */
typedef struct {
  double mean, deviation;
} Spread;

/* Two means of five runs differ by less than twice the deviation of a run but once in 600 times. */
static void
assert_within (const char *which, double mean, Spread spread) {
  g_test_message ("%s: %.4f, elsewhere %.4f", which, mean, spread.mean);
  g_assert_cmpfloat_with_epsilon (mean, spread.mean, 2 * spread.deviation);
}

/* Of the test set as it is and moved by 1 and 2 pixels. */
static void
check_accuracies (const char *options, Spread test, Spread shift1, Spread shift2) {
  double sums[3] = { 0 };

  for (int seed = 1; seed <= SEEDS; seed++) {
    g_autoptr (JsonValue) value = train ("%s --seed %d", options, seed);

    sums[0] += accuracy (value, "test_accuracy");
    sums[1] += accuracy (value, "shift1_accuracy");
    sums[2] += accuracy (value, "shift2_accuracy");
  }
  assert_within ("as they are", sums[0] / SEEDS, test);
  assert_within ("moved by 1", sums[1] / SEEDS, shift1);
  assert_within ("moved by 2", sums[2] / SEEDS, shift2);
}

/* The deviation of the local network moved by 2 is that of ten seeds here, which is larger. */
static void
test_accuracies (Fixture *self, gconstpointer unused) {
  check_accuracies ("--network dense", (Spread){ 0.9606, 0.0021 }, (Spread){ 0.322, 0.009 },
                    (Spread){ 0.118, 0.007 });
  check_accuracies ("--network convolution", (Spread){ 0.9736, 0.0024 }, (Spread){ 0.776, 0.017 },
                    (Spread){ 0.328, 0.012 });
  check_accuracies ("--network local", (Spread){ 0.9774, 0.0048 }, (Spread){ 0.394, 0.009 },
                    (Spread){ 0.126, 0.006 });
}

static void
test_threads (Fixture *self, gconstpointer unused) {
  g_autofree char *other_log = cli_folder_file (self->folder, "other.csv");

  for (guint threads = 2; threads <= 5; threads += 3) {
    json_free (train ("--network local --steps 40 --batch 100 --threads 1 --save '%s' --log '%s'", self->save,
                      self->log));
    json_free (train ("--network local --steps 40 --batch 100 --threads %u --save '%s' --log '%s'", threads,
                      self->other, other_log));
    for (guint i = 0; i < G_N_ELEMENTS (FILES); i++) {
      g_autofree char *name = g_strconcat (FILES[i], ".npy", NULL);
      g_assert_true (same_file (self->save, self->other, name));
    }
    g_assert_true (same_file (self->log, other_log, NULL));
  }
}

static void
test_seeds (Fixture *self, gconstpointer unused) {
  json_free (train ("--network dense --steps 3 --seed 8 --save '%s'", self->save));
  json_free (train ("--network dense --steps 3 --seed 8 --save '%s'", self->other));
  g_assert_true (same_file (self->save, self->other, "w1.npy"));
  json_free (train ("--network dense --steps 3 --seed 9 --save '%s'", self->other));
  g_assert_false (same_file (self->save, self->other, "w1.npy"));
}

/* 30 epochs are the default; a batch reaches over the end of an epoch. */
static void
test_epochs (Fixture *self, gconstpointer unused) {
  json_free (train ("--network dense --epochs 2 --batch 100 --save '%s'", self->save));
  json_free (train ("--network dense --steps 77 --batch 100 --save '%s'", self->other)); /* 7646 images */
  g_assert_true (same_file (self->save, self->other, "w2.npy"));
}

static void
test_settings (Fixture *self, gconstpointer unused) {
  static const char *const others[] = {
    "--optimizer sgd",
    "--rate 0.02",
    "--decay none",
    "--batch 31",
    "--optimizer sgd --rate .2",
    "--start he",
    "--start small",
    "--start plain",
    "--permute 1",
    "--data patterns",
    "--frozen",
    "--optimizer sgd --momentum 0.5",
  };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *weights = g_build_filename (self->save, "w1.npy", NULL);

  json_free (train ("--network dense --steps 4 --save '%s'", self->save));
  for (guint i = 0; i <= G_N_ELEMENTS (others); i++) {
    g_autofree char *data = NULL;
    gsize length;

    g_assert_true (g_file_get_contents (weights, &data, &length, NULL));
    if (!g_hash_table_add (seen, g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guint8 *) data, length)))
      g_error ("%s changes nothing", others[i - 1]);
    if (i < G_N_ELEMENTS (others))
      json_free (train ("--network dense --steps 4 %s --save '%s'", others[i], self->save));
  }
}

static void
test_frozen (Fixture *self, gconstpointer unused) {
  json_free (train ("--network convolution --frozen --steps 1 --save '%s'", self->save));
  json_free (train ("--network convolution --frozen --steps 50 --save '%s'", self->other));
  g_assert_true (same_file (self->save, self->other, "w1.npy"));
  g_assert_true (same_file (self->save, self->other, "b1.npy"));
  g_assert_false (same_file (self->save, self->other, "w2.npy"));
}

/* Neighbours are neighbours no longer, so the same small patterns are nowhere. The dense network does not mind. */
static void
test_permuted (Fixture *self, gconstpointer unused) {
  g_autoptr (JsonValue) plain = train ("--network convolution --data patterns --steps 400");
  g_autoptr (JsonValue) shuffled = train ("--network convolution --data patterns --steps 400 --permute 5");
  g_autoptr (JsonValue) dense = train ("--network dense --steps 600");
  g_autoptr (JsonValue) dense_shuffled = train ("--network dense --steps 600 --permute 5");

  g_assert_cmpfloat (accuracy (plain, "test_accuracy"), >, 0.95);
  g_assert_cmpfloat (accuracy (shuffled, "test_accuracy"), <, 0.4);
  g_assert_cmpfloat_with_epsilon (accuracy (dense, "test_accuracy"),
                                  accuracy (dense_shuffled, "test_accuracy"), 0.02);
  /* the images are moved as images, not as the shuffled ones */
  g_assert_cmpfloat_with_epsilon (accuracy (dense, "shift1_accuracy"),
                                  accuracy (dense_shuffled, "shift1_accuracy"), 0.06);
}

static void
test_goes_on (Fixture *self, gconstpointer unused) {
  g_autofree char *file = cli_folder_file (self->folder, "w.safetensors");

  json_free (train ("--network local --steps 5 --save '%s'", self->save));
  json_free (train ("--network local --steps 5 --save '%s'", file));
  json_free (train ("--network local --steps 5 --init '%s' --save '%s'", self->save, self->save));
  json_free (train ("--network local --steps 5 --init '%s' --save '%s'", file, self->other));
  g_assert_true (same_file (self->save, self->other, "w1.npy"));
}

static void
test_table (Fixture *self, gconstpointer unused) {
  g_autoptr (CliRun) run = cli_run_line ("train --network dense --steps 2");

  cli_assert_done (run);
  g_assert_true (g_regex_match_simple ("^weights +3,?520$", run->out, G_REGEX_MULTILINE, 0));
  g_assert_nonnull (strstr (run->out, "right, test images"));
  g_assert_nonnull (strstr (run->out, " %\n"));
}

/* The share in the table's row that begins so. */
static double
row (const char *table, const char *label) {
  g_autofree char *pattern = g_strdup_printf ("^%s +([0-9.]+) %%$", label);
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_assert_true (g_regex_match (regex, table, 0, &match));
  g_autofree char *number = g_match_info_fetch (match, 1);
  return g_ascii_strtod (number, NULL) / 100;
}

/* Noise takes some of the accuracy away, but by far not all of it. */
static void
test_noise (Fixture *self, gconstpointer unused) {
  g_autoptr (CliRun) run = cli_run_line ("train --network dense --epochs 10");

  cli_assert_done (run);
  double noisy = row (run->out, "right, test images with noise of deviation 0.25");
  g_assert_cmpfloat (noisy, <, row (run->out, "right, test images") - 0.05);
  g_assert_cmpfloat (noisy, >, 0.5);
}

static void
test_diverging (Fixture *self, gconstpointer unused) {
  g_autofree char *line =
      g_strdup_printf ("train --network local --optimizer sgd --rate 1e6 --steps 500 --json "
                       "--save '%s' --log '%s'",
                       self->save, self->log);
  g_autoptr (CliRun) run = cli_run_line (line);
  g_autofree char *path = g_build_filename (self->save, "w2.npy", NULL);
  g_autoptr (EngineTensor) weights = array_read (path, 2, (const gint64[]){ 10, 128 });
  g_auto (GStrv) lines = lines_of (self->log);
  g_autoptr (JsonValue) value = json_parse (run->out);
  guint n_lines = g_strv_length (lines);
  g_autofree char *step = g_strdup_printf ("at step %u the loss is no longer a number", n_lines - 1);
  g_autofree char *last = g_strdup_printf ("%u,nan,0", n_lines - 1);

  g_assert_cmpint (run->status, ==, 1);
  g_assert_nonnull (strstr (run->err, step));
  g_assert_cmpuint (n_lines, >, 2);
  g_assert_cmpuint (n_lines, <, 500);
  g_assert_cmpstr (lines[n_lines - 1], ==, last);
  g_assert_nonnull (value);
  for (gint64 i = 0; i < weights->length; i++)
    g_assert_true (isfinite (weights->data[i]));
}

/* Nodes that died leave a loss that is a number, and far too large. */
static void
test_astray (Fixture *self, gconstpointer unused) {
  g_autoptr (CliRun) run =
      cli_run_line ("train --network dense --optimizer sgd --rate 1000 --steps 50 --json");
  g_autoptr (CliRun) sound =
      cli_run_line ("train --network dense --optimizer sgd --rate 0.1 --steps 50 --json");

  g_assert_cmpint (run->status, ==, 0);
  g_assert_nonnull (strstr (run->err, "far more than guessing costs"));
  g_assert_cmpstr (sound->err, ==, "");
}

/* A file that cannot be written does not cost the others. */
static void
test_failed_writing (Fixture *self, gconstpointer unused) {
  g_autofree char *line =
      g_strdup_printf ("train --network dense --steps 2 --json --save /dev/null/a --log '%s'", self->log);
  g_autoptr (CliRun) run = cli_run_line (line);
  g_auto (GStrv) lines = lines_of (self->log);

  g_assert_cmpint (run->status, ==, 1);
  g_assert_nonnull (strstr (run->err, "/dev/null/a"));
  g_assert_cmpuint (g_strv_length (lines), ==, 3);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer)) {
  g_autofree char *full = g_strconcat ("/cli/train/", path, NULL);

  g_test_add (full, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  add ("repeats-the-recorded-runs", test_recorded);
  add ("json-has-exactly-what-is-promised", test_json);
  add ("weights-are-counted-for-every-size", test_sizes);
  add ("defaults-are-as-good-as-the-lesson-tells", test_accuracies);
  add ("threads-do-not-change-a-bit", test_threads);
  add ("a-seed-is-a-run", test_seeds);
  add ("an-epoch-is-all-images", test_epochs);
  add ("every-setting-counts", test_settings);
  add ("a-frozen-layer-stays", test_frozen);
  add ("shuffled-pixels-hide-the-patterns", test_permuted);
  add ("training-goes-on-from-what-was-saved", test_goes_on);
  add ("without-json-there-is-a-table", test_table);
  add ("noise-makes-it-harder", test_noise);
  add ("a-rate-that-diverges-leaves-numbers-and-a-curve", test_diverging);
  add ("a-rate-that-kills-nodes-is-warned-of", test_astray);
  add ("a-file-that-cannot-be-written-costs-no-other", test_failed_writing);
  return g_test_run ();
}
