/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first layer of a user's own model: --kernel and --weights with a file. */
#include "array.h"
#include "cli-process.h"
#include "json-reader.h"

#include "engine-safetensors.h"

#include <math.h>
#include <string.h>

typedef struct {
  CliFolder *folder;
  char *picture, *model, *output;
} Fixture;

/* Values -0.5…0.5 that follow from their places. */
static EngineTensor *
make_array (guint rank, const gint64 *shape) {
  EngineTensor *array = engine_tensor_new (rank, shape, NULL);

  for (gint64 i = 0; i < array->length; i++)
    array->data[i] = (float) (i * 37 % 101) / 100 - 0.5F;
  return array;
}

static void
set_up (Fixture *self, gconstpointer unused) {
  static const guint32 pixels[12] = { 0xff0000, 0x00ff00, 0x0000ff, 0x102030, 0xffffff, 0x804020,
                                      0x205080, 0x000000, 0xc0ffee, 0xdecade, 0xfacade, 0x00cafe };
  g_autoptr (EngineTensor) first = make_array (4, (gint64[]){ 2, 3, 1, 1 });
  g_autoptr (EngineTensor) second = make_array (4, (gint64[]){ 2, 3, 3, 3 });
  g_autoptr (EngineTensor) biases = make_array (1, (gint64[]){ 2 });
  const EngineSafetensorsItem items[] = { { "a.weight", first },
                                          { "a.bias", biases },
                                          { "b.weight", second } };

  self->folder = cli_folder_new ();
  self->picture = cli_folder_file (self->folder, "in.png");
  self->model = cli_folder_file (self->folder, "model.safetensors");
  self->output = cli_folder_file (self->folder, "out.npy");
  picture_write (self->picture, 4, 3, pixels);
  g_assert_true (engine_safetensors_save (self->model, items, G_N_ELEMENTS (items), NULL));
}

static void
tear_down (Fixture *self, gconstpointer unused) {
  cli_folder_free (self->folder);
  g_free (self->picture);
  g_free (self->model);
  g_free (self->output);
}

static char *
line_of (Fixture *self, const char *command, const char *options) {
  return g_str_equal (command, "count") ? g_strdup_printf ("count --weights '%s'%s", self->model, options)
                                        : g_strdup_printf ("convolve '%s' --kernel '%s'%s -o '%s'",
                                                           self->picture, self->model, options, self->output);
}

static void
assert_done (Fixture *self, const char *options) {
  g_autofree char *line = line_of (self, "convolve", options);
  g_autoptr (CliRun) run = cli_run_line (line);

  cli_assert_done (run);
}

static void
assert_refused (Fixture *self, const char *command, const char *options, int status, const char *part) {
  g_autofree char *line = line_of (self, command, options);

  cli_check_refused (line, status, part);
  g_assert_false (g_file_test (self->output, G_FILE_TEST_EXISTS));
}

/* Its colours are seen by the engine as an array (K, kh, kw, C) would be. */
static void
test_colours (Fixture *self, gconstpointer unused) {
  g_autofree char *weights = cli_folder_file (self->folder, "w.npy");
  g_autofree char *expected = cli_folder_file (self->folder, "expected.npy");
  g_autofree char *line = g_strdup_printf ("convolve '%s' --weights '%s' --padding same -o '%s'",
                                           self->picture, weights, expected);
  g_autoptr (EngineTensor) first = make_array (4, (gint64[]){ 2, 3, 3, 3 });
  float turned[54];

  for (int i = 0; i < 54; i++)
    turned[i] = first->data[i / 27 * 27 + i % 3 * 9 + i % 27 / 3];
  array_write (weights, 4, (gint64[]){ 2, 3, 3, 3 }, turned);
  g_autoptr (CliRun) run = cli_run_line (line);
  cli_assert_done (run);
  assert_done (self, "#b.weight --layout kchw --padding same");
  g_autoptr (EngineTensor) tensor = array_read (expected, 3, (gint64[]){ 3, 4, 2 });
  array_assert (self->output, 3, (gint64[]){ 3, 4, 2 }, tensor->data, 0);

  assert_done (self, "#b.weight --layout kchw --padding same --row 2");
  g_autoptr (EngineTensor) second = array_read (self->output, 3, (gint64[]){ 3, 4, 1 });
  for (int i = 0; i < 12; i++)
    g_assert_cmpfloat (second->data[i], ==, tensor->data[2 * i + 1]);
}

static void
test_first (Fixture *self, gconstpointer unused) {
  assert_done (self, "");
  g_autoptr (EngineTensor) output = array_read (self->output, 3, (gint64[]){ 3, 4, 2 });
  /* The pixel is red: the filter's weight for red. */
  g_assert_cmpfloat_with_epsilon (output->data[0], -0.5F, 1e-6);
}

static void
test_refused (Fixture *self, gconstpointer unused) {
  assert_refused (self, "convolve", "#b.weight", 2, "--layout khwc or --layout kchw");
  assert_refused (self, "convolve", "#b.weight --layout chwk", 2, "there is no layout “chwk”");
  assert_refused (self, "convolve", "#a.weight --layout khwc", 1, "state the other one");
  assert_refused (self, "convolve", "#a.bias", 1, "choose from a.weight, b.weight");
  assert_refused (self, "convolve", " --row 3", 2, "--row: 3 is past the last filter of model.safetensors");
  assert_refused (self, "count", "#b.weight", 2, "--layout khwc or --layout kchw");
  assert_refused (self, "count", " --filters 3", 2, "leave out --filters");
  assert_refused (self, "count", " --image 4x4x2", 2, "it has 2 channels");
  cli_check_refused ("count --layout kchw", 2, "use it with --weights");
  cli_check_refused ("count --weights none.safetensors", 1, "there is no such file");
  cli_check_refused ("convolve x.png --preset sobel-x --layout kchw -o x.npy", 2, "--layout");
}

static void
test_not_finite (Fixture *self, gconstpointer unused) {
  g_autoptr (EngineTensor) array = make_array (4, (gint64[]){ 2, 3, 1, 1 });

  array->data[4] = NAN;
  g_assert_true (engine_safetensors_save (self->model, &(EngineSafetensorsItem){ "a", array }, 1, NULL));
  assert_refused (self, "convolve", "", 1, "model.safetensors, a: its weight at the index (1, 1, 0, 0)");
}

static void
test_cut_short (Fixture *self, gconstpointer unused) {
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (self->model, &contents, &length, NULL));
  cli_write (self->model, contents, length - 1);
  assert_refused (self, "convolve", "", 1, "the file does not hold its values");
}

static void
test_counts (Fixture *self, gconstpointer unused) {
  g_autofree char *line =
      line_of (self, "count", "#b.weight --layout kchw --image 20x30 --padding same --json");
  g_autofree char *with_bias = line_of (self, "count", " --json");
  g_autoptr (CliRun) run = cli_run_line (line);
  g_autoptr (CliRun) biased = cli_run_line (with_bias);

  cli_assert_done (run);
  cli_assert_done (biased);
  g_autoptr (JsonValue) json = json_parse (run->out);
  g_autoptr (JsonValue) json_biased = json_parse (biased->out);
  g_assert_cmpint (json_integer (json_get (json, "image", "channels", NULL)), ==, 3);
  g_assert_cmpint (json_integer (json_get (json, "convolution", "weights", NULL)), ==, 54);
  g_assert_cmpint (json_integer (json_get (json, "convolution", "biases", NULL)), ==, 0);
  g_assert_cmpint (json_integer (json_get (json, "convolution", "multiplications", NULL)), ==, 54 * 600);
  g_assert_cmpint (json_integer (json_get (json_biased, "convolution", "biases", NULL)), ==, 2);
}

#define ADD(name, function) g_test_add ("/cli/layer/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("a-model-sees-the-colours-of-a-picture", test_colours);
  ADD ("the-first-one-that-fits-is-taken", test_first);
  ADD ("what-is-not-told-or-does-not-fit-is-refused", test_refused);
  ADD ("a-weight-that-is-no-number-is-named", test_not_finite);
  ADD ("a-file-cut-short-is-refused", test_cut_short);
  ADD ("count-takes-sizes-and-biases-from-the-file", test_counts);
  return g_test_run ();
}
