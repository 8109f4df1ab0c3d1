/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nine-weights-cli convolve: what it computes, reads and writes. What it refuses is in test-files.c. */
#include "array.h"
#include "cli-process.h"

#include "engine-preset.h"

#include <string.h>

/* A folder with in.npy, 4x5 of small whole numbers, and the name of an output in it. */
typedef struct {
  CliFolder *folder;
  char *input, *output, *picture;
} Fixture;

static const float INPUT[20] = {
  1, 2, 0, -1, 3, //
  4, 0, 2, 5,  1, //
  0, 3, 1, 2,  2, //
  2, 1, 4, 0,  6, //
};

static void
set_up (Fixture *self, gconstpointer unused) {
  self->folder = cli_folder_new ();
  self->input = cli_folder_file (self->folder, "in.npy");
  self->output = cli_folder_file (self->folder, "out.npy");
  self->picture = cli_folder_file (self->folder, "out.png");
  array_write (self->input, 2, (const gint64[]){ 4, 5 }, INPUT);
}

static void
tear_down (Fixture *self, gconstpointer unused) {
  cli_folder_free (self->folder);
  g_free (self->input);
  g_free (self->output);
  g_free (self->picture);
}

/* convolve, these options, -o `output`. */
static void
convolve (const char *input, const char *options, const char *output) {
  g_autofree char *line = g_strdup_printf ("convolve '%s' %s -o '%s'", input, options, output);
  g_autoptr (CliRun) run = cli_run_line (line);

  g_test_message ("%s", line);
  cli_assert_done (run);
  g_assert_cmpstr (run->out, ==, "");
}

/* "1;2;" of a record as "1x2"; what is not a list stays as it is. */
static char *
value_of (GKeyFile *record, const char *key) {
  g_auto (GStrv) list = g_key_file_get_string_list (record, "case", key, NULL, NULL);

  g_assert_nonnull (list);
  return g_strjoinv ("x", list);
}

/* The options that make a recorded case. */
static char *
options_of (const char *folder, GKeyFile *record) {
  g_autofree char *weights = g_build_filename (folder, "weights.npy", NULL);
  g_autofree char *bias = g_build_filename (folder, "bias.npy", NULL);
  g_autofree char *stride = value_of (record, "stride");
  g_autofree char *dilation = value_of (record, "dilation");
  g_autofree char *padding = value_of (record, "padding");
  g_autofree char *groups = value_of (record, "groups");
  g_autofree char *pool = g_key_file_get_string (record, "case", "pool", NULL);
  GString *line = g_string_new (NULL);

  g_string_append_printf (line, "--weights '%s' --stride %s --dilation %s --padding %s --groups %s", weights,
                          stride, dilation, padding, groups);
  if (g_key_file_get_boolean (record, "case", "bias", NULL))
    g_string_append_printf (line, " --bias '%s'", bias);
  if (g_key_file_get_boolean (record, "case", "relu", NULL))
    g_string_append (line, " --relu");
  if (pool)
    g_string_append_printf (line, " --pool %s:%d", pool,
                            g_key_file_get_integer (record, "case", "pool-size", NULL));
  return g_string_free (line, FALSE);
}

static void
check_case (const char *folder, const char *output) {
  g_autofree char *record_path = g_build_filename (folder, "case.ini", NULL);
  g_autofree char *input = g_build_filename (folder, "input.npy", NULL);
  g_autofree char *expected_path = g_build_filename (folder, "output.npy", NULL);
  g_autoptr (GKeyFile) record = g_key_file_new ();
  g_autoptr (EngineTensor) expected = NULL;
  g_autofree char *options = NULL;
  g_autofree int *extents = NULL;
  gsize rank;

  g_assert_true (g_key_file_load_from_file (record, record_path, G_KEY_FILE_NONE, NULL));
  extents = g_key_file_get_integer_list (record, "case", "output", &rank, NULL);
  g_assert_cmpuint (rank, ==, 3);
  const gint64 shape[3] = { extents[0], extents[1], extents[2] };

  expected = array_read (expected_path, 3, shape);
  options = options_of (folder, record);
  convolve (input, options, output);
  array_assert (output, 3, shape, expected->data, 2e-5f);
}

static void
test_reference (Fixture *self, gconstpointer unused) {
  g_autofree char *cases = cli_source_file ("engine", "reference", NULL);
  g_autoptr (GDir) dir = g_dir_open (cases, 0, NULL);
  guint n_cases = 0;
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir))) {
    g_autofree char *folder = g_build_filename (cases, name, NULL);

    if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
      continue;
    check_case (folder, self->output);
    n_cases++;
  }
  g_assert_cmpuint (n_cases, >=, 11);
}

static void
test_not_flipped (Fixture *self, gconstpointer unused) {
  static const float right_neighbour[6] = { 2, 5, 1, 1, 2, 2 };

  convolve (self->input, "--kernel 0,0,0,0,0,1,0,0,0", self->output);
  array_assert (self->output, 3, (const gint64[]){ 2, 3, 1 }, right_neighbour, 0);
}

static void
test_kernel_in_rows (Fixture *self, gconstpointer unused) {
  static const float row[16] = { 1, -2, -1, 4, -4, 2, 3, -4, 3, -2, 1, 0, -1, 3, -4, 6 };
  static const float column[10] = { 3, 4, 4, 10, 2, 0, 5, 7, -3, 13 };
  static const float square[12] = { 17, 10, 24, 24, 16, 17, 23, 21, 16, 24, 17, 30 };
  static const float rectangle[9] = { 7, -3, 7, -2, 11, 1, 5, 1, 9 };

  convolve (self->input, "--kernel '-1;1;2'", self->output);
  array_assert (self->output, 3, (const gint64[]){ 2, 5, 1 }, column, 0);
  convolve (self->input, "--kernel '1,2,3,4'", self->output);
  array_assert (self->output, 3, (const gint64[]){ 3, 4, 1 }, square, 0);
  convolve (self->input, "--kernel ' 1 , 2 ; 3.0, 4e0 '", self->output);
  array_assert (self->output, 3, (const gint64[]){ 3, 4, 1 }, square, 0);
  convolve (self->input, "--kernel '-1,0,1; 2,0,0'", self->output);
  array_assert (self->output, 3, (const gint64[]){ 3, 3, 1 }, rectangle, 0);
  convolve (self->input, "--kernel '-1,1;0,0' --padding 0 --stride 1", self->output);
  array_assert (self->output, 3, (const gint64[]){ 3, 4, 1 }, row, 0);
}

/* The second filter of the file picks the right neighbour. */
static void
test_rows (Fixture *self, gconstpointer unused) {
  g_autofree char *bank = cli_folder_file (self->folder, "bank.npy");
  g_autofree char *options = g_strdup_printf ("--kernel '%s' --row 2", bank);
  float expected[12];

  array_write (bank, 3, (const gint64[]){ 2, 2, 2 }, (const float[]){ 1, 1, 1, 1, 0, 1, 0, 0 });
  for (int i = 0; i < 12; i++)
    expected[i] = INPUT[i / 4 * 5 + i % 4 + 1];
  convolve (self->input, options, self->output);
  array_assert (self->output, 3, (const gint64[]){ 3, 4, 1 }, expected, 0);
}

static void
test_learned (Fixture *self, gconstpointer unused) {
  convolve (self->input, "--kernel learned", self->output);
  g_autoptr (EngineTensor) maps = array_read (self->output, 3, (const gint64[]){ 2, 3, 32 });
  convolve (self->input, "--kernel learned --row 32", self->output);
  g_autoptr (EngineTensor) last = array_read (self->output, 3, (const gint64[]){ 2, 3, 1 });

  for (gint64 i = 0; i < last->length; i++)
    g_assert_cmpfloat (last->data[i], ==, maps->data[32 * i + 31]);
}

static void
test_presets (Fixture *self, gconstpointer unused) {
  for (const EnginePreset *preset = engine_presets (); preset->name; preset++) {
    g_autofree char *options = g_strdup_printf ("--preset %s", preset->name);
    float expected[6];

    for (int i = 0; i < 6; i++) {
      expected[i] = 0;
      for (int tap = 0; tap < 9; tap++)
        expected[i] += preset->weights[tap] * INPUT[(i / 3 + tap / 3) * 5 + i % 3 + tap % 3];
    }
    convolve (self->input, options, self->output);
    array_assert (self->output, 3, (const gint64[]){ 2, 3, 1 }, expected, 1e-5f);
  }
}

static void
test_options (Fixture *self, gconstpointer unused) {
  convolve (self->input, "--kernel 1 --stride 2x3", self->output);
  array_assert (self->output, 3, (const gint64[]){ 2, 2, 1 }, (const float[]){ 1, -1, 0, 2 }, 0);
  convolve (self->input, "--kernel 1,0,0,1 --dilation 2", self->output);
  array_assert (self->output, 3, (const gint64[]){ 2, 3, 1 }, (const float[]){ 2, 4, 2, 8, 0, 8 }, 0);
  convolve (self->input, "--kernel -1 --relu", self->output);
  array_assert (self->output, 3, (const gint64[]){ 4, 5, 1 }, (const float[20]){ [3] = 1 }, 0);
  convolve (self->input, "--kernel 1 --pool max:2", self->output);
  array_assert (self->output, 3, (const gint64[]){ 2, 2, 1 }, (const float[]){ 4, 5, 3, 4 }, 0);
  convolve (self->input, "--kernel 1 --pool average:2", self->output);
  array_assert (self->output, 3, (const gint64[]){ 2, 2, 1 }, (const float[]){ 1.75f, 1.5f, 1.5f, 1.75f }, 0);
  convolve (self->input, "--kernel 1,1,1,1,1,1,1,1,1 --padding same --stride 4", self->output);
  array_assert (self->output, 3, (const gint64[]){ 1, 2, 1 }, (const float[]){ 10, 12 }, 0);
}

static void
test_bias (Fixture *self, gconstpointer unused) {
  g_autofree char *weights = cli_folder_file (self->folder, "w.npy");
  g_autofree char *bias = cli_folder_file (self->folder, "b.npy");
  g_autofree char *options = g_strdup_printf ("--weights '%s' --bias '%s' --stride 4", weights, bias);

  array_write (weights, 4, (const gint64[]){ 2, 1, 1, 1 }, (const float[]){ 1, -1 });
  array_write (bias, 1, (const gint64[]){ 2 }, (const float[]){ 0.5f, 10 });
  convolve (self->input, options, self->output);
  array_assert (self->output, 3, (const gint64[]){ 1, 2, 2 }, (const float[]){ 1.5f, 9, 3.5f, 7 }, 0);
}

static void
test_grey (Fixture *self, gconstpointer unused) {
  g_autofree char *picture = cli_folder_file (self->folder, "in.png");

  picture_write (picture, 5, 1, (const guint32[]){ 0xff0000, 0x00ff00, 0x0000ff, 0xffffff, 0x000000 });
  convolve (picture, "--kernel 1", self->output);
  array_assert (self->output, 3, (const gint64[]){ 1, 5, 1 }, (const float[]){ 0.299f, 0.587f, 0.114f, 1, 0 },
                1e-6f);
}

static void
test_colour (Fixture *self, gconstpointer unused) {
  g_autofree char *picture = cli_folder_file (self->folder, "in.png");
  g_autofree char *weights = cli_folder_file (self->folder, "w.npy");
  g_autofree char *options = g_strdup_printf ("--weights '%s'", weights);
  g_autofree char *grouped = g_strdup_printf ("--weights '%s' --groups 3", weights);

  picture_write (picture, 2, 1, (const guint32[]){ 0xff3300, 0x0000ff });
  array_write (weights, 4, (const gint64[]){ 1, 1, 1, 3 }, (const float[]){ 1, 10, 100 });
  convolve (picture, options, self->output);
  array_assert (self->output, 3, (const gint64[]){ 1, 2, 1 }, (const float[]){ 3, 100 }, 1e-5f);

  array_write (weights, 4, (const gint64[]){ 3, 1, 1, 1 }, (const float[]){ 1, 10, 100 });
  convolve (picture, grouped, self->output);
  array_assert (self->output, 3, (const gint64[]){ 1, 2, 3 }, (const float[]){ 1, 2, 0, 0, 0, 100 }, 1e-5f);
}

static void
test_input_types (Fixture *self, gconstpointer unused) {
  static const guint8 bytes[4] = { 0, 1, 200, 255 };
  static const double doubles[4] = { 0.5, -2, 1e10, 3 };
  g_autofree char *input = cli_folder_file (self->folder, "typed.NPY");

  array_write_raw (input, "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2), }", bytes, sizeof bytes);
  convolve (input, "--kernel 1", self->output);
  array_assert (self->output, 3, (const gint64[]){ 2, 2, 1 }, (const float[]){ 0, 1, 200, 255 }, 0);
  array_write_raw (input, "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2, 1), }", doubles,
                   sizeof doubles);
  convolve (input, "--kernel 1", self->output);
  array_assert (self->output, 3, (const gint64[]){ 2, 2, 1 }, (const float[]){ 0.5f, -2, 1e10f, 3 }, 0);
}

static void
test_picture_is_symmetric (Fixture *self, gconstpointer unused) {
  array_write (self->input, 2, (const gint64[]){ 2, 3 }, (const float[]){ -4, 0, 4, 2, -2, 1 });
  convolve (self->input, "--kernel 1", self->picture);
  picture_assert_grey (self->picture, 3, 2, (const guint8[]){ 0, 128, 255, 191, 64, 159 });
  convolve (self->input, "--kernel 1 --relu", self->picture);
  picture_assert_grey (self->picture, 3, 2, (const guint8[]){ 128, 128, 255, 191, 128, 159 });
  convolve (self->input, "--kernel -0.001", self->picture);
  picture_assert_grey (self->picture, 3, 2, (const guint8[]){ 255, 128, 0, 64, 191, 96 });
  convolve (self->input, "--kernel 0", self->picture);
  picture_assert_grey (self->picture, 3, 2, (const guint8[]){ 128, 128, 128, 128, 128, 128 });
}

static void
test_picture_of_many_filters (Fixture *self, gconstpointer unused) {
  g_autofree char *weights = cli_folder_file (self->folder, "w.npy");
  g_autofree char *options = g_strdup_printf ("--weights '%s'", weights);
  static const guint8 sheet[5 * 3] = {
    255, 128, 255, 0,   128, /* filters 1 and 2 */
    255, 255, 255, 255, 255, /* between the rows */
    128, 128, 255, 255, 255, /* filter 3, no filter 4 */
  };

  array_write (self->input, 2, (const gint64[]){ 1, 2 }, (const float[]){ 1, 0 });
  array_write (weights, 4, (const gint64[]){ 3, 1, 1, 1 }, (const float[]){ 2, -2, 0 });
  convolve (self->input, options, self->picture);
  picture_assert_grey (self->picture, 5, 3, sheet);
}

static void
test_same_bytes_again (Fixture *self, gconstpointer unused) {
  g_autofree char *picture = cli_source_file ("..", "data", "images", "chelsea.png", NULL);
  g_autofree char *first = NULL, *second = NULL;
  gsize first_length, second_length;

  convolve (picture, "--preset sobel-x --padding same", self->output);
  g_assert_true (g_file_get_contents (self->output, &first, &first_length, NULL));
  convolve (picture, "--preset sobel-x --padding same", self->output);
  g_assert_true (g_file_get_contents (self->output, &second, &second_length, NULL));
  g_assert_cmpmem (first, first_length, second, second_length);
}

static void
test_endings (Fixture *self, gconstpointer unused) {
  g_autofree char *upper = cli_folder_file (self->folder, "OUT.PNG");
  g_autofree char *line = g_strdup_printf ("convolve '%s' --kernel 1 --output '%s'", self->input, upper);
  g_autoptr (CliRun) run = cli_run_line (line);

  cli_assert_done (run);
  picture_assert_grey (upper, 5, 4, (const guint8[20]){ 149, 170, 128, 106, 191, 213, 128, 170, 234, 149,
                                                        128, 191, 149, 170, 170, 170, 149, 213, 128, 255 });
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer)) {
  g_autofree char *full = g_strconcat ("/cli/convolve/", path, NULL);

  g_test_add (full, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  add ("agrees-with-the-recorded-cases", test_reference);
  add ("does-not-flip-the-kernel", test_not_flipped);
  add ("kernel-is-square-or-in-rows", test_kernel_in_rows);
  add ("rows-of-a-file-are-filters", test_rows);
  add ("learned-filters-ship", test_learned);
  add ("presets-are-by-name", test_presets);
  add ("every-option-counts", test_options);
  add ("bias-is-added-to-each-filter", test_bias);
  add ("colour-becomes-grey-by-bt601", test_grey);
  add ("weights-for-three-channels-see-red-green-and-blue", test_colour);
  add ("arrays-of-uint8-and-float64-are-taken-as-they-are", test_input_types);
  add ("picture-is-symmetric-about-zero", test_picture_is_symmetric);
  add ("picture-of-many-filters-is-a-sheet", test_picture_of_many_filters);
  add ("the-same-again-gives-the-same-bytes", test_same_bytes_again);
  add ("endings-of-names-in-either-case", test_endings);
  return g_test_run ();
}
