/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nine-weights-cli count --network */
#include "cli-process.h"
#include "json-reader.h"

#include <string.h>

static void
test_table (void) {
  g_autoptr (CliRun) run = cli_run_line ("count --network vgg-16");
  g_auto (GStrv) lines = NULL;

  cli_assert_done (run);
  lines = g_strsplit (run->out, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "VGG-16, image 224x224x3: 138,357,544 parameters");
  g_assert_true (g_str_has_prefix (lines[3], "conv1_1 "));
  g_assert_nonnull (strstr (lines[3], "224x224x64"));
  g_assert_true (g_str_has_suffix (lines[3], "86,704,128"));
  for (guint i = 3; lines[i][0] != '\0'; i++)
    g_assert_cmpint (g_utf8_strlen (lines[i], -1), ==, g_utf8_strlen (lines[2], -1));
}

static void
test_json (void) {
  g_autoptr (CliRun) run = cli_run_line ("count --json --network resnet-50");
  g_autoptr (JsonValue) network = NULL;
  const JsonValue *first;

  cli_assert_done (run);
  network = json_parse (run->out);
  g_assert_nonnull (network);
  json_assert_keys (network, "network input_shape layers convolutions dense all");
  first = json_at (json_get (network, "layers", NULL), 0);
  json_assert_keys (first, "name type output_shape weights biases multiplications");
  g_assert_cmpint (json_integer (json_at (json_get (first, "output_shape", NULL), 2)), ==, 64);
  g_assert_cmpint (json_integer (json_get (network, "all", "parameters", NULL)), ==, 25557032);
  g_assert_cmpint (json_integer (json_get (network, "dense", "parameters", NULL)), ==, 2049000);
}

static void
test_file (void) {
  static const char text[] =
      "[Network]\nTitle=Own\nInput=8;8;3\n[Layer a]\nType=convolution\nFilters=4\nKernel=3\n";
  g_autoptr (CliFolder) folder = cli_folder_new ();
  g_autofree char *path = cli_folder_file (folder, "own.network");
  g_autoptr (CliRun) run = NULL;

  cli_write (path, text, strlen (text));
  run = cli_run ("count", "--network", path, NULL);
  cli_assert_done (run);
  g_assert_true (g_str_has_prefix (run->out, "Own, image 8x8x3: 112 parameters\n"));
}

static void
test_refused (void) {
  g_autoptr (CliFolder) folder = cli_folder_new ();
  g_autofree char *path = cli_folder_file (folder, "own.network");
  g_autoptr (CliRun) broken = NULL;

  cli_write (path, "[Network]\nTitle=Own\nInput=8\n", 29);
  broken = cli_run ("count", "--network", path, NULL);
  cli_assert_refused (broken, 1, "[Network] Input");
  cli_check_refused ("count --network vgg-17", 2, "resnet-50");
  cli_check_refused ("count --network no.network", 1, "no.network");
  cli_check_refused ("count --network vgg-16 --nodes 4", 2, "--network");
  cli_check_refused ("count --network vgg-16 --stride 2", 2, "--network");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/network/table-has-a-line-a-layer-and-the-sums", test_table);
  g_test_add_func ("/cli/network/json-is-exact", test_json);
  g_test_add_func ("/cli/network/a-file-of-ones-own-is-counted", test_file);
  g_test_add_func ("/cli/network/what-cannot-be-counted-is-refused", test_refused);
  return g_test_run ();
}
