/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that cannot be read or do not fit together. */
#include "file-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

/* Every way in for a picture refuses this file and writes nothing. */
static void
assert_picture_refused (FileFixture *self, const char *path, const char *part) {
  g_autofree char *drawing = cli_folder_file (self->folder, "out.png");
  g_autofree char *slides = cli_folder_file (self->folder, "out.pdf");
  g_autoptr (CliRun) convolved = cli_run ("convolve", path, "--preset", "sobel-x", "-o", self->output, NULL);
  g_autoptr (CliRun) drawn = cli_run ("render", "--scene", "slide", "--image", path, "-o", drawing, NULL);
  g_autoptr (CliRun) exported = cli_run ("export", "--image", path, "-o", slides, NULL);

  cli_assert_refused (convolved, 1, part);
  cli_assert_refused (drawn, 1, part);
  cli_assert_refused (exported, 1, part);
  g_assert_false (g_file_test (self->output, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (drawing, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (slides, G_FILE_TEST_EXISTS));
}

/* The same for an array, as input, weights and biases. */
static void
assert_array_refused (FileFixture *self, const char *path, const char *part) {
  g_autoptr (CliRun) input = cli_run ("convolve", path, "--kernel", "1", "-o", self->output, NULL);
  g_autoptr (CliRun) weights = cli_run ("convolve", self->array, "--weights", path, "-o", self->output, NULL);
  g_autoptr (CliRun) bias =
      cli_run ("convolve", self->array, "--kernel", "1", "--bias", path, "-o", self->output, NULL);

  cli_assert_refused (input, 1, part);
  cli_assert_refused (weights, 1, part);
  cli_assert_refused (bias, 1, part);
  g_assert_false (g_file_test (self->output, G_FILE_TEST_EXISTS));
}

static void
test_missing (FileFixture *self, gconstpointer unused) {
  g_autofree char *array = cli_folder_file (self->folder, "none.npy");
  g_autofree char *deep = cli_folder_file (self->folder, "none/deeper/a.png");
  g_autofree char *below_file = g_build_filename (self->picture, "a.png", NULL);

  assert_picture_refused (self, self->bad, "bad.png: there is no such file");
  assert_picture_refused (self, deep, "there is no such file");
  assert_picture_refused (self, below_file, "there is no such file");
  assert_array_refused (self, array, "none.npy: there is no such file");
}

static void
test_empty (FileFixture *self, gconstpointer unused) {
  g_autofree char *array = cli_folder_file (self->folder, "empty.npy");

  cli_write (self->bad, "", 0);
  cli_write (array, "", 0);
  assert_picture_refused (self, self->bad, "bad.png: the file is empty");
  assert_array_refused (self, array, "empty.npy: the file is empty");
}

static void
test_folder (FileFixture *self, gconstpointer unused) {
  g_autofree char *array = cli_folder_file (self->folder, "folder.npy");

  g_assert_cmpint (g_mkdir (self->bad, 0755), ==, 0);
  g_assert_cmpint (g_mkdir (array, 0755), ==, 0);
  assert_picture_refused (self, self->bad, "bad.png: this is a folder");
  assert_array_refused (self, array, "folder.npy: this is a folder");
}

static void
test_fifo (FileFixture *self, gconstpointer unused) {
  g_autofree char *array = cli_folder_file (self->folder, "fifo.npy");
  g_autoptr (CliRun) lesson = NULL;

  g_assert_cmpint (mkfifo (self->bad, 0644), ==, 0);
  g_assert_cmpint (mkfifo (array, 0644), ==, 0);
  assert_picture_refused (self, self->bad, "bad.png: this is a pipe");
  assert_array_refused (self, array, "fifo.npy: this is a pipe");
  lesson = cli_run ("scenes", self->bad, NULL);
  cli_assert_refused (lesson, 1, "bad.png: this is a pipe");
}

static void
test_device (FileFixture *self, gconstpointer unused) {
  assert_picture_refused (self, "/dev/zero", "/dev/zero: this is a device");
}

static void
test_wrong_type (FileFixture *self, gconstpointer unused) {
  g_autofree char *array = cli_folder_file (self->folder, "text.npy");
  g_autofree char *picture = NULL, *npy = NULL;
  gsize picture_length, npy_length;

  cli_write (self->bad, "This is not a picture.\n", 23);
  cli_write (array, "This is not an array.\n", 22);
  assert_picture_refused (self, self->bad, "bad.png: ");
  assert_array_refused (self, array, "text.npy: ");

  /* The one under the name of the other. */
  g_assert_true (g_file_get_contents (self->picture, &picture, &picture_length, NULL));
  g_assert_true (g_file_get_contents (self->array, &npy, &npy_length, NULL));
  cli_write (array, picture, picture_length);
  cli_write (self->bad, npy, npy_length);
  assert_array_refused (self, array, "text.npy: ");
  assert_picture_refused (self, self->bad, "bad.png: ");
}

static void
test_truncated (FileFixture *self, gconstpointer unused) {
  g_autofree char *shipped = cli_source_file ("..", "data", "images", "chelsea.png", NULL);
  g_autofree char *array = cli_folder_file (self->folder, "cut.npy");
  g_autofree char *whole = NULL, *npy = NULL;
  gsize length, npy_length;

  g_assert_true (g_file_get_contents (shipped, &whole, &length, NULL));
  cli_write (self->bad, whole, length / 2);
  assert_picture_refused (self, self->bad, "bad.png: ");
  cli_write (self->bad, whole, 20);
  assert_picture_refused (self, self->bad, "bad.png: ");

  g_assert_true (g_file_get_contents (self->array, &npy, &npy_length, NULL));
  for (gsize cut = 1; cut < npy_length; cut += 13) {
    cli_write (array, npy, npy_length - cut);
    assert_array_refused (self, array, "cut.npy: ");
  }
}

static void
append_big_endian (GByteArray *bytes, guint32 value) {
  const guint8 data[4] = { value >> 24, value >> 16 & 0xff, value >> 8 & 0xff, value & 0xff };

  g_byte_array_append (bytes, data, sizeof data);
}

/* The CRC-32 of a PNG's chunk (ISO 3309), bit by bit. */
static guint32
checksum (const guint8 *data, gsize length) {
  guint32 crc = 0xffffffff;

  for (gsize i = 0; i < length; i++) {
    crc ^= data[i];
    for (int bit = 0; bit < 8; bit++)
      crc = crc & 1 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
  }
  return ~crc;
}

/* A PNG that has a header of this size, and no pixels. */
static void
write_png_header (const char *path, guint32 width, guint32 height) {
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", 16);
  append_big_endian (bytes, width);
  append_big_endian (bytes, height);
  g_byte_array_append (bytes, (const guint8 *) "\x08\x00\x00\x00\x00", 5);
  append_big_endian (bytes, checksum (bytes->data + 12, bytes->len - 12));
  g_byte_array_append (bytes, (const guint8 *) "\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xae\x42\x60\x82",
                       24);
  cli_write (path, bytes->data, bytes->len);
}

static void
test_zero_sized (FileFixture *self, gconstpointer unused) {
  g_autofree char *array = cli_folder_file (self->folder, "none.npy");

  write_png_header (self->bad, 0, 10);
  assert_picture_refused (self, self->bad, "bad.png: ");
  array_write_raw (array, "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 5), }", "", 0);
  assert_array_refused (self, array, "none.npy: ");
}

static void
test_too_large (FileFixture *self, gconstpointer unused) {
  write_png_header (self->bad, 40000, 10);
  assert_picture_refused (self, self->bad, "too many");
  write_png_header (self->bad, 20000, 20000);
  assert_picture_refused (self, self->bad, "too many");
}

static void
test_lying_array (FileFixture *self, gconstpointer unused) {
  static const char *const headers[] = {
    "{'descr': '<f4', 'fortran_order': False, 'shape': (4, 4), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (-3, -1), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999, 1), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 1",
    "{'descr': '<f4', 'fortran_order': False, }",
    "{'descr': '<f4', 'shape': (3, 1), }",
    "{'descr': '<f4', 'fortran_order': True, 'shape': (3, 1), }",
    "{'descr': '<i8', 'fortran_order': False, 'shape': (3, 1), }",
    "{'descr': '>f4', 'fortran_order': False, 'shape': (3, 1), }",
    "{'descr': '<f2', 'fortran_order': False, 'shape': (3, 1), }",
    "{'descr': '|O', 'fortran_order': False, 'shape': (3, 1), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (), }",
    "",
  };
  static const float values[3] = { 1, 2, 3 };
  g_autofree char *array = cli_folder_file (self->folder, "lies.npy");

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++) {
    g_test_message ("%s", headers[i]);
    array_write_raw (array, headers[i], values, sizeof values);
    assert_array_refused (self, array, "lies.npy: ");
  }
}

static void
test_name_of_any_bytes (FileFixture *self, gconstpointer unused) {
  g_autofree char *input = cli_folder_file (self->folder, "\xff\xe9 in.png");
  g_autofree char *array = cli_folder_file (self->folder, "\xff\xe9 in.npy");
  g_autofree char *weights = cli_folder_file (self->folder, "w\xff.npy");
  g_autofree char *output = cli_folder_file (self->folder, "\xff out.npy");
  g_autofree char *drawing = cli_folder_file (self->folder, "\xff out.png");
  g_autofree char *missing = cli_folder_file (self->folder, "\xff missing.png");
  g_autoptr (CliRun) moved = NULL, arrays = NULL, drawn = NULL, refused = NULL;

  g_assert_cmpint (g_rename (self->picture, input), ==, 0);
  g_assert_cmpint (g_rename (self->array, array), ==, 0);
  g_assert_cmpint (g_rename (self->weights, weights), ==, 0);
  moved = cli_run ("convolve", input, "--kernel", "1", "-o", output, NULL);
  arrays = cli_run ("convolve", array, "--weights", weights, "-o", output, NULL);
  drawn = cli_run ("render", "--scene", "slide", "--size", "320x200", "--image", input, "-o", drawing, NULL);
  cli_assert_done (moved);
  cli_assert_done (arrays);
  cli_assert_done (drawn);
  g_assert_true (g_file_test (output, G_FILE_TEST_IS_REGULAR));
  g_assert_true (g_file_test (drawing, G_FILE_TEST_IS_REGULAR));
  refused = cli_run ("convolve", missing, "--kernel", "1", "-o", output, NULL);
  cli_assert_refused (refused, 1, "missing.png: there is no such file");
}

/* Lines of `convolve` whose files are sound but do not go together. */
static void
test_what_does_not_fit (FileFixture *self, gconstpointer unused) {
  static const struct {
    guint rank;
    gint64 shape[5];
    const char *options, *part;
  } cases[] = {
    { 4, { 1, 5, 5, 1 }, "", "kernel: 5x5 is larger than the padded image of 4x5" },
    { 4, { 1, 2, 2, 1 }, "--dilation 4", "kernel: 2x2 spans 5x5" },
    { 4, { 1, 1, 1, 2 }, "", "channels: the image has 1 and the filters are for 2" },
    { 4, { 1, 1, 1, 1 }, "--groups 3", "channels: the image has 1 and the filters are for 3" },
    { 4, { 1, 1, 1, 1 }, "--pool max:5", "pool: a window of 5x5 is larger" },
    { 2, { 3, 3 }, "", "weights: their shape is (3, 3)" },
    { 3, { 1, 3, 3 }, "", "weights: their shape is (1, 3, 3)" },
    { 5, { 1, 1, 1, 1, 1 }, "", "weights: their shape is (1, 1, 1, 1, 1)" },
  };
  static const float values[25] = { 1 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *line = g_strdup_printf ("convolve '%s' --weights '%s' %s -o '%s'", self->array,
                                             self->weights, cases[i].options, self->output);

    array_write (self->weights, cases[i].rank, cases[i].shape, values);
    cli_check_refused (line, 1, cases[i].part);
    g_assert_false (g_file_test (self->output, G_FILE_TEST_EXISTS));
  }
}

static void
test_other_shapes (FileFixture *self, gconstpointer unused) {
  static const float values[20] = { 1 };
  g_autofree char *bias = cli_folder_file (self->folder, "b.npy");
  g_autofree char *plain = g_strdup_printf ("convolve '%s' --kernel 1 -o '%s'", self->array, self->output);
  g_autofree char *biased = g_strdup_printf ("%s --bias '%s'", plain, bias);
  g_autofree char *colour =
      g_strdup_printf ("convolve '%s' --weights '%s' -o '%s'", self->picture, self->weights, self->output);
  g_autofree char *groups = g_strdup_printf ("convolve '%s' --kernel 1 --groups 9223372036854775807 -o '%s'",
                                             self->array, self->output);

  array_write (bias, 1, (const gint64[]){ 2 }, values);
  cli_check_refused (biased, 1, "(2,)");
  array_write (self->array, 1, (const gint64[]){ 20 }, values);
  cli_check_refused (plain, 1, "image: its shape is (20,)");
  array_write (self->array, 4, (const gint64[]){ 1, 4, 5, 1 }, values);
  cli_check_refused (plain, 1, "image: its shape is (1, 4, 5, 1)");
  array_write (self->array, 3, (const gint64[]){ 4, 1, 5 }, values);
  cli_check_refused (plain, 1, "channels: the image has 5 and the filters are for 1");
  cli_check_refused (groups, 1, "channels");
  array_write (self->weights, 4, (const gint64[]){ 1, 1, 1, 2 }, values);
  cli_check_refused (colour, 1, "channels: the image has 1 and the filters are for 2");
}

static void
test_not_finite (FileFixture *self, gconstpointer unused) {
  static const guint32 bits[2] = { 0x7f800000, 0x7fc00000 }; /* infinity, not a number */
  g_autofree char *picture = cli_folder_file (self->folder, "out.png");
  g_autofree char *line = g_strdup_printf ("convolve '%s' --kernel 1 -o '%s'", self->array, picture);

  for (guint i = 0; i < G_N_ELEMENTS (bits); i++) {
    float value;

    memcpy (&value, &bits[i], sizeof value);
    array_write (self->array, 2, (const gint64[]){ 1, 2 }, (const float[]){ 0, value });
    cli_check_refused (line, 1, "output: some of its values are not finite");
    g_assert_false (g_file_test (picture, G_FILE_TEST_EXISTS));
  }
}

static void
test_filters (FileFixture *self, gconstpointer unused) {
  static const struct {
    const char *options, *part;
  } cases[] = {
    { "", "use one of --weights, --kernel and --preset" },
    { "--kernel 1 --preset emboss", "use one of --weights, --kernel and --preset" },
    { "--kernel 1 --weights w.npy", "use one of --weights, --kernel and --preset" },
    { "--preset nope", "identity, box-blur, gaussian, sharpen, sobel-x, sobel-y, laplacian, emboss" },
    { "--preset Emboss", "there is no “Emboss”" },
    { "--kernel learned --row 33", "--row: 33 is past the last filter of learned-digits.npy; use 1 to 32" },
    { "--preset emboss --row 1", "--row: it picks a filter of a file" },
    { "--kernel 1,2", "--kernel: 2 weights do not make a square" },
    { "--kernel 1,2,3,4,5,6,7,8", "--kernel: 8 weights do not make a square" },
    { "--kernel '1,2;3'", "--kernel: its rows have 2 and 1 weights" },
    { "--kernel '1,2;'", "--kernel: one of its rows is empty" },
    { "--kernel 1,,1,1", "--kernel: “” is not a number" },
    { "--kernel 1,1,1,", "--kernel: “” is not a number" },
    { "--kernel ' '", "--kernel: “” is not a number" },
    { "--kernel ';'", "--kernel: one of its rows is empty" },
    { "--kernel ''", "--kernel: its value is empty" },
    { "--kernel nan", "--kernel: “nan” is not a number" },
    { "--kernel -inf", "--kernel: “-inf” is not a number" },
    { "--kernel 1e39", "--kernel: 1e39 is too large" },
    { "--kernel 1e999", "--kernel: 1e999 is too large" },
    { "--kernel 0x1p3", "--kernel: “0x1p3” is not a number" },
    { "--kernel 1x1", "--kernel: “1x1” is not a number" },
    { "--kernel --1", "--kernel: “--1” is not a number" },
    { "--kernel e", "--kernel: “e” is not a number" },
    { "--kernel 1 --stride 0", "--stride: 0 is not positive" },
    { "--kernel 1 --dilation 0", "--dilation: 0 is not positive" },
    { "--kernel 1 --groups 0", "--groups: 0 is not positive" },
    { "--kernel 1 --padding -1", "--padding: -1 is negative" },
    { "--kernel 1 --pool max", "--pool: “max” cannot be read" },
    { "--kernel 1 --pool 2", "--pool: “2” cannot be read" },
    { "--kernel 1 --pool min:2", "--pool: “min:2” cannot be read" },
    { "--kernel 1 --pool max:0", "--pool: 0 is not positive" },
    { "--kernel 1 --pool max:2x2", "--pool: “2x2” is not a whole number" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *line =
        g_strdup_printf ("convolve '%s' %s -o '%s'", self->array, cases[i].options, self->output);

    cli_check_refused (line, 2, cases[i].part);
    g_assert_false (g_file_test (self->output, G_FILE_TEST_EXISTS));
  }
}

static void
test_unreadable (FileFixture *self, gconstpointer unused) {
  const char *const picture[] = { "convolve", self->picture, "--kernel", "1", "-o", self->output, NULL };
  const char *const weights[] = { "convolve", self->array,  "--weights", self->weights,
                                  "-o",       self->output, NULL };
  g_autoptr (CliRun) picture_run = NULL, weights_run = NULL;

  if (!nobody_can_start ())
    return;
  g_assert_cmpint (g_chmod (self->picture, 0), ==, 0);
  g_assert_cmpint (g_chmod (self->weights, 0), ==, 0);
  picture_run = cli_run_strv (picture, become_nobody_cb, NULL);
  weights_run = cli_run_strv (weights, become_nobody_cb, NULL);
  cli_assert_refused (picture_run, 1, "in.png: you have no permission to read it");
  cli_assert_refused (weights_run, 1, "w.npy: you have no permission to read it");
}

static void
add (const char *path, void (*test) (FileFixture *, gconstpointer)) {
  g_autofree char *full = g_strconcat ("/cli/input/", path, NULL);

  g_test_add (full, FileFixture, NULL, file_fixture_set_up, test, file_fixture_tear_down);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  add ("missing", test_missing);
  add ("unreadable", test_unreadable);
  add ("empty", test_empty);
  add ("folder-for-a-file", test_folder);
  add ("pipe-does-not-block", test_fifo);
  add ("device", test_device);
  add ("of-another-type", test_wrong_type);
  add ("truncated", test_truncated);
  add ("zero-sized", test_zero_sized);
  add ("too-large", test_too_large);
  add ("array-that-lies-about-itself", test_lying_array);
  add ("names-may-be-any-bytes", test_name_of_any_bytes);
  add ("shapes-that-do-not-fit-the-image", test_what_does_not_fit);
  add ("shapes-that-are-none-of-an-image-or-a-bias", test_other_shapes);
  add ("a-picture-needs-finite-values", test_not_finite);
  add ("filters-are-given-once-and-well-formed", test_filters);
  return g_test_run ();
}
