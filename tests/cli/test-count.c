/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nine-weights-cli count */
#include "cli-process.h"
#include "json-reader.h"

#include <string.h>

typedef struct {
  gint64 outputs, weights, biases, multiplications, multiplications_inside, uses_per_weight, bytes;
} Expected;

static JsonValue *
count (const char *options) {
  g_autofree char *line = g_strdup_printf ("count --json %s", options);
  g_autoptr (CliRun) run = cli_run_line (line);
  JsonValue *value;

  g_test_message ("%s", line);
  cli_assert_done (run);
  value = json_parse (run->out);
  g_assert_nonnull (value);
  return value;
}

static void
assert_layer (const JsonValue *counts, const char *layer, Expected expected) {
  const JsonValue *found = json_get (counts, layer, NULL);

  g_test_message ("%s", layer);
  g_assert_cmpint (json_integer (json_get (found, "outputs", NULL)), ==, expected.outputs);
  g_assert_cmpint (json_integer (json_get (found, "weights", NULL)), ==, expected.weights);
  g_assert_cmpint (json_integer (json_get (found, "biases", NULL)), ==, expected.biases);
  g_assert_cmpint (json_integer (json_get (found, "multiplications", NULL)), ==, expected.multiplications);
  g_assert_cmpint (json_integer (json_get (found, "multiplications_inside", NULL)), ==,
                   expected.multiplications_inside);
  g_assert_cmpint (json_integer (json_get (found, "uses_per_weight", NULL)), ==, expected.uses_per_weight);
  g_assert_cmpint (json_integer (json_get (found, "bytes", NULL)), ==, expected.bytes);
}

static void
assert_output_shape (const JsonValue *counts, gint64 height, gint64 width, gint64 filters) {
  const gint64 expected[] = { height, width, filters };
  const JsonValue *shape = json_get (counts, "convolution", "output_shape", NULL);

  g_assert_cmpuint (shape->children->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (json_integer (json_at (shape, i)), ==, expected[i]);
}

static void
assert_integer (const JsonValue *counts, const char *layer, const char *key, gint64 expected) {
  g_assert_cmpint (json_integer (json_get (counts, layer, key, NULL)), ==, expected);
}

static void
test_defaults (void) {
  g_autoptr (JsonValue) counts = count ("");

  assert_layer (counts, "dense", (Expected){ 32, 3200, 0, 3200, 3200, 1, 12800 });
  assert_layer (counts, "dense_equal_outputs", (Expected){ 2048, 204800, 0, 204800, 204800, 1, 819200 });
  assert_layer (counts, "local", (Expected){ 2048, 18432, 0, 18432, 18432, 1, 73728 });
  assert_layer (counts, "convolution", (Expected){ 2048, 288, 0, 18432, 18432, 64, 1152 });
  assert_output_shape (counts, 8, 8, 32);
  assert_integer (counts, "image", "height", 10);
  assert_integer (counts, "image", "width", 10);
  assert_integer (counts, "image", "channels", 1);
}

static void
test_keys (void) {
  static const char layer[] =
      "outputs weights biases multiplications multiplications_inside uses_per_weight bytes";
  static const char layer_with_shape[] =
      "outputs weights biases multiplications multiplications_inside uses_per_weight bytes output_shape";
  g_autoptr (JsonValue) counts = count ("");

  json_assert_keys (counts, "image dense dense_equal_outputs local convolution ratio");
  json_assert_keys (json_get (counts, "image", NULL), "height width channels");
  json_assert_keys (json_get (counts, "dense", NULL), layer);
  json_assert_keys (json_get (counts, "dense_equal_outputs", NULL), layer);
  json_assert_keys (json_get (counts, "local", NULL), layer_with_shape);
  json_assert_keys (json_get (counts, "convolution", NULL), layer_with_shape);
  json_assert_keys (json_get (counts, "ratio", NULL), "weights multiplications");
}

static void
test_ratio (void) {
  g_autoptr (JsonValue) counts = count ("");

  g_assert_cmpfloat (json_number (json_get (counts, "ratio", "weights", NULL)), ==, 3200.0 / 288);
  g_assert_cmpfloat (json_number (json_get (counts, "ratio", "multiplications", NULL)), ==, 5.76);
  g_assert_cmpstr (json_get (counts, "ratio", "multiplications", NULL)->text, ==, "5.76");
}

static void
test_bias (void) {
  g_autoptr (JsonValue) counts = count ("--bias");

  assert_layer (counts, "dense", (Expected){ 32, 3200, 32, 3200, 3200, 1, 12928 });
  assert_layer (counts, "dense_equal_outputs", (Expected){ 2048, 204800, 2048, 204800, 204800, 1, 827392 });
  assert_layer (counts, "local", (Expected){ 2048, 18432, 2048, 18432, 18432, 1, 81920 });
  assert_layer (counts, "convolution", (Expected){ 2048, 288, 32, 18432, 18432, 64, 1280 });
}

static void
test_same (void) {
  g_autoptr (JsonValue) counts = count ("--padding same");
  g_autoptr (JsonValue) by_number = count ("--padding 1");
  g_autoptr (JsonValue) by_pair = count ("--padding 1x0");

  assert_layer (counts, "convolution", (Expected){ 3200, 288, 0, 28800, 25088, 100, 1152 });
  assert_layer (counts, "local", (Expected){ 3200, 28800, 0, 28800, 25088, 1, 115200 });
  assert_layer (counts, "dense_equal_outputs", (Expected){ 3200, 320000, 0, 320000, 320000, 1, 1280000 });
  assert_output_shape (counts, 10, 10, 32);
  assert_layer (by_number, "convolution", (Expected){ 3200, 288, 0, 28800, 25088, 100, 1152 });
  assert_output_shape (by_pair, 10, 8, 32);
}

static void
test_one_filter (void) {
  g_autoptr (JsonValue) counts = count ("--filters 1");

  assert_layer (counts, "convolution", (Expected){ 64, 9, 0, 576, 576, 64, 36 });
  assert_layer (counts, "local", (Expected){ 64, 576, 0, 576, 576, 1, 2304 });
  assert_layer (counts, "dense_equal_outputs", (Expected){ 64, 6400, 0, 6400, 6400, 1, 25600 });
}

static void
test_growing_image (void) {
  static const struct {
    const char *options;
    gint64 dense;
  } cases[] = {
    { "--image 28x28", 25088 },
    { "--image 224x224", 1605632 },
    { "--image 1000x1000", 32000000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (JsonValue) counts = count (cases[i].options);

    assert_integer (counts, "dense", "weights", cases[i].dense);
    assert_integer (counts, "convolution", "weights", 288);
  }
}

static void
test_every_option (void) {
  g_autoptr (JsonValue) counts = count (
      "--image 21x17x4 --nodes 5 --filters 6 --kernel 5x3 --stride 2x1 --padding 2 --dilation 2 --groups 2");
  g_autoptr (JsonValue) single = count ("--kernel 5 --stride 3");

  assert_output_shape (counts, 9, 17, 6);
  assert_integer (counts, "dense", "weights", 21 * 17 * 4 * 5);
  assert_integer (counts, "convolution", "weights", 6 * 5 * 3 * 2);
  assert_integer (counts, "convolution", "uses_per_weight", 9 * 17);
  assert_integer (counts, "convolution", "multiplications", 6 * 5 * 3 * 2 * 9 * 17);
  assert_output_shape (single, 2, 2, 32);
  assert_integer (single, "convolution", "weights", 25 * 32);
}

static void
test_order_and_form_of_options (void) {
  g_autoptr (CliRun) apart = cli_run ("count", "--json", "--image", "12x10x3", "--nodes", "7", NULL);
  g_autoptr (CliRun) joined = cli_run ("count", "--nodes=7", "--image=12x10x3", "--json", NULL);

  cli_assert_done (apart);
  g_assert_cmpstr (apart->out, ==, joined->out);
}

static void
test_largest_counts_are_exact (void) {
  g_autoptr (JsonValue) counts = count ("--image 1x1 --kernel 1 --filters 1 --nodes 2305843009213693951");

  assert_integer (counts, "dense", "weights", 2305843009213693951);
  assert_integer (counts, "dense", "bytes", 9223372036854775804);
}

static void
test_table (void) {
  g_autoptr (CliRun) run = cli_run ("count", NULL);
  g_auto (GStrv) lines = NULL;
  glong width = 0;

  cli_assert_done (run);
  for (const char *const *part =
           (const char *const[]){ "dense", "dense, equal", "local", "convolution", "3,200", "204,800",
                                  "18,432", "288", "11.1 times fewer weights",
                                  "5.76 times more multiplications", "711 times fewer weights",
                                  "11.1 times fewer multiplications", NULL };
       *part; part++)
    if (!strstr (run->out, *part))
      g_error ("“%s” is not in: %s", *part, run->out);

  /* The rows of numbers end at one column. */
  lines = g_strsplit (run->out, "\n", -1);
  for (guint i = 2; *lines[i] != '\0'; i++) {
    g_assert_true (width == 0 || width == g_utf8_strlen (lines[i], -1));
    width = g_utf8_strlen (lines[i], -1);
  }
  g_assert_cmpint (width, >, 60);
}

static void
test_table_says_which_way (void) {
  g_autoptr (CliRun) equal = cli_run_line ("count --image 3x3 --nodes 1 --filters 1");
  g_autoptr (CliRun) more = cli_run_line ("count --image 3x3 --nodes 1 --filters 32");

  g_assert_nonnull (strstr (equal->out, "as many weights, as many multiplications"));
  g_assert_nonnull (strstr (equal->out, "1 node:"));
  g_assert_nonnull (strstr (more->out, "32.0 times more weights, 32.0 times more multiplications"));
}

static void
test_bad_numbers (void) {
  static const struct {
    const char *option, *value, *part;
  } cases[] = {
    { "--nodes", "0", "--nodes: 0 is not positive" },
    { "--nodes", "-3", "--nodes: -3 is not positive" },
    { "--nodes", "", "--nodes: its value is empty" },
    { "--nodes", "three", "--nodes: “three” is not a whole number" },
    { "--nodes", "3.5", "--nodes: “3.5” is not a whole number" },
    { "--nodes", "3 ", "--nodes: “3 ” is not a whole number" },
    { "--nodes", " 3", "--nodes: “ 3” is not a whole number" },
    { "--nodes", "+3", "--nodes: “+3” is not a whole number" },
    { "--nodes", "0x10", "--nodes: “0x10” is not a whole number" },
    { "--nodes", "1e3", "--nodes: “1e3” is not a whole number" },
    { "--nodes", "9223372036854775808", "--nodes: 9223372036854775808 passes 64 bits" },
    { "--nodes", "99999999999999999999999", "passes 64 bits" },
    { "--filters", "0", "--filters: 0 is not positive" },
    { "--filters", "x", "--filters: “x” is not" },
    { "--groups", "0", "--groups: 0 is not positive" },
    { "--groups", "2x2", "--groups: “2x2” is not" },
    { "--image", "10", "--image: “10” cannot be read" },
    { "--image", "10x", "--image: “10x” cannot be read" },
    { "--image", "x10", "--image: “x10” cannot be read" },
    { "--image", "10x10x1x1", "--image: “10x10x1x1” cannot be read" },
    { "--image", "10X10", "--image: “10X10” cannot be read" },
    { "--image", "10x0", "--image: 0 is not positive" },
    { "--image", "-10x10", "--image: -10 is not positive" },
    { "--image", "10x10x0", "--image: 0 is not positive" },
    { "--image", "10x10x3a", "--image: “3a” is not" },
    { "--kernel", "0", "--kernel: 0 is not positive" },
    { "--kernel", "3x3x3", "--kernel: “3x3x3” cannot be read" },
    { "--kernel", "3x-1", "--kernel: -1 is not positive" },
    { "--stride", "0", "--stride: 0 is not positive" },
    { "--stride", "1x", "--stride: “1x” cannot be read" },
    { "--dilation", "0", "--dilation: 0 is not positive" },
    { "--dilation", "-1", "--dilation: -1 is not positive" },
    { "--padding", "-1", "--padding: -1 is negative" },
    { "--padding", "full", "--padding: there is no “full”" },
    { "--padding", "", "--padding: its value is empty" },
    { "--padding", "1.5", "--padding: “1.5” is not" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CliRun) run = cli_run ("count", cases[i].option, cases[i].value, NULL);

    g_test_message ("%s %s", cases[i].option, cases[i].value);
    cli_assert_refused (run, 2, cases[i].part);
  }
}

static void
test_overflow (void) {
  cli_check_refused ("count --image 4294967296x4294967296", 2, "64 bits");
  cli_check_refused ("count --image 9223372036854775807x1x2", 2, "64 bits");
  cli_check_refused ("count --nodes 9223372036854775807", 2, "64 bits");
  cli_check_refused ("count --image 1x1 --kernel 1 --nodes 9223372036854775807", 2, "64 bits");
  cli_check_refused ("count --filters 9223372036854775807", 2, "64 bits");
  cli_check_refused ("count --padding 9223372036854775807", 2, "64 bits");
  cli_check_refused ("count --kernel 3 --dilation 9223372036854775807", 2, "64 bits");
  cli_check_refused ("count --image 3000000000x3000000000 --filters 2", 2, "64 bits");
}

static void
test_what_does_not_fit (void) {
  cli_check_refused ("count --kernel 11", 2, "kernel: 11x11 is larger than the padded image of 10x10");
  cli_check_refused ("count --kernel 1x11", 2, "1x11");
  cli_check_refused ("count --dilation 5", 2, "kernel");
  cli_check_refused ("count --groups 2", 2, "groups: 2");
  cli_check_refused ("count --image 10x10x4 --groups 3", 2, "groups: 3");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/count/defaults-are-the-running-example", test_defaults);
  g_test_add_func ("/cli/count/json-has-exactly-these-keys", test_keys);
  g_test_add_func ("/cli/count/ratio-of-weights-is-dense-by-convolution-and-of-multiplications-its-inverse",
                   test_ratio);
  g_test_add_func ("/cli/count/bias-adds-one-number-an-output-or-filter", test_bias);
  g_test_add_func ("/cli/count/same-padding-counts-products-on-zeros-apart", test_same);
  g_test_add_func ("/cli/count/one-filter-is-nine-weights", test_one_filter);
  g_test_add_func ("/cli/count/a-larger-image-costs-dense-weights-only", test_growing_image);
  g_test_add_func ("/cli/count/every-option-counts", test_every_option);
  g_test_add_func ("/cli/count/options-come-in-any-order-and-form", test_order_and_form_of_options);
  g_test_add_func ("/cli/count/the-largest-counts-are-exact", test_largest_counts_are_exact);
  g_test_add_func ("/cli/count/table-is-aligned-and-compares-in-words", test_table);
  g_test_add_func ("/cli/count/table-says-more-fewer-or-as-many", test_table_says_which_way);
  g_test_add_func ("/cli/count/bad-numbers-are-wrong-usage", test_bad_numbers);
  g_test_add_func ("/cli/count/counts-past-64-bits-are-refused", test_overflow);
  g_test_add_func ("/cli/count/sizes-that-do-not-fit-are-refused", test_what_does_not_fit);
  return g_test_run ();
}
