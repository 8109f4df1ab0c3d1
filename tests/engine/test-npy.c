/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-npy.h"
#include "engine-test.h"

#include <float.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* A file of this dictionary, padded as NumPy pads it, and values. */
static GByteArray *
make_file (guint8 version, const char *dictionary, const void *values, gsize length) {
  gsize before = version == 1 ? 10 : 12;
  gsize size = (before + strlen (dictionary) + 1 + 63) / 64 * 64 - before;
  g_autofree char *text = g_strdup_printf ("%-*s\n", (int) size - 1, dictionary);
  GByteArray *file = g_byte_array_new ();

  g_byte_array_append (file, (const guint8 *) "\x93NUMPY", 6);
  g_byte_array_append (file, (const guint8[]){ version, 0, size & 0xff, (guint8) (size >> 8), 0, 0 },
                       (guint) before - 6);
  g_byte_array_append (file, (const guint8 *) text, (guint) size);
  g_byte_array_append (file, values, (guint) length);
  return file;
}

#define DICTIONARY(type, shape) "{'descr': '" type "', 'fortran_order': False, 'shape': " shape ", }"

static EngineTensor *
parse (const GByteArray *file, GError **error) {
  /* A copy of exactly this length, so that a sanitizer sees whoever reads beyond it. */
  g_autofree guint8 *data = g_memdup2 (file->data, file->len);

  return engine_npy_parse (data, file->len, "file", error);
}

static void
assert_refused_dictionary (EngineError code, const char *dictionary) {
  g_autoptr (GByteArray) file = make_file (1, dictionary, (const float[12]){ 0 }, 48);
  g_autofree char *shown = g_strescape (dictionary, NULL);
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", shown);
  g_assert_null (parse (file, &error));
  assert_refused (error, (gint) code);
}

static void
test_round_trip (void) {
  static const gint64 shapes[][6] = { { 7, 1, 1, 1, 1, 1 }, { 3, 5, 1, 1, 1, 1 }, { 10, 10, 1, 1, 1, 1 },
                                      { 4, 3, 3, 2, 1, 1 }, { 2, 1, 3, 1, 2, 1 }, { 2, 2, 2, 3, 3, 1 } };
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "round-trip-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_close (g_mkstemp (path), NULL), ==, TRUE);
  for (guint rank = 1; rank <= 6; rank++) {
    g_autoptr (EngineTensor) tensor = random_tensor (rank, rank, shapes[rank - 1]);
    g_autoptr (EngineTensor) again = NULL;

    tensor->data[0] = rank == 1 ? INFINITY : FLT_MIN / 2;
    g_assert_true (engine_npy_save (path, tensor, &error));
    g_assert_no_error (error);
    again = engine_npy_load (path, &error);
    g_assert_no_error (error);
    g_assert_true (engine_tensor_has_shape (again, rank, shapes[rank - 1]));
    g_assert_cmpmem (again->data, (gsize) again->length * 4, tensor->data, (gsize) tensor->length * 4);
  }
  g_unlink (path);
}

/* Byte for byte what numpy.save() writes. */
static void
test_written_file (void) {
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "written-XXXXXX", NULL);
  g_autoptr (GByteArray) expected =
      make_file (1, DICTIONARY ("<f4", "(2,)"), "\x00\x00\x80\x3f\x00\x00\x20\xc1", 8);
  g_autoptr (EngineTensor) tensor = random_tensor (1, 1, (const gint64[]){ 2 });
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  gsize length;

  tensor->data[0] = 1;
  tensor->data[1] = -10;
  g_assert_cmpint (g_close (g_mkstemp (path), NULL), ==, TRUE);
  g_assert_true (engine_npy_save (path, tensor, &error));
  g_assert_true (g_file_get_contents (path, &contents, &length, &error));
  g_assert_cmpmem (contents, length, expected->data, expected->len);
  g_unlink (path);
}

static void
test_types (void) {
  static const double doubles[] = { 0.5, -1e-300, FLT_MAX, INFINITY, NAN, -3 };
  g_autoptr (GByteArray) float32 = make_file (1, DICTIONARY ("<f4", "(1,)"), "\x00\x00\xc0\xbf", 4);
  g_autoptr (GByteArray) float64 = make_file (2, DICTIONARY ("<f8", "(6,)"), doubles, sizeof doubles);
  g_autoptr (GByteArray) uint8 = make_file (1, DICTIONARY ("|u1", "(1, 3)"), "\x00\x7f\xff", 3);
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineTensor) from_float32 = parse (float32, &error);
  g_autoptr (EngineTensor) from_float64 = parse (float64, &error);
  g_autoptr (EngineTensor) from_uint8 = parse (uint8, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (from_float32->data[0], ==, -1.5f);
  for (int i = 0; i < 6; i++)
    g_assert_true (from_float64->data[i] == (float) doubles[i] || (isnan (from_float64->data[i]) && i == 4));
  g_assert_cmpfloat (from_uint8->data[0], ==, 0);
  g_assert_cmpfloat (from_uint8->data[1], ==, 127);
  g_assert_cmpfloat (from_uint8->data[2], ==, 255);
}

static void
test_too_large_for_float32 (void) {
  g_autoptr (GByteArray) file =
      make_file (1, DICTIONARY ("<f8", "(2,)"), (const double[]){ 1, -1e39 }, 2 * sizeof (double));
  g_autoptr (GError) error = NULL;

  g_assert_null (parse (file, &error));
  assert_message (error, ENGINE_ERROR_UNSUPPORTED,
                  "file: it has a value too large for float32, -1e+39; scale it down");
}

static void
test_int32 (void) {
  static const guint8 values[] = { 0, 0, 0, 0, 0xee, 0x0e, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 1 };
  g_autoptr (GByteArray) file = make_file (1, DICTIONARY ("<i4", "(2, 2)"), values, sizeof values);
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineTensor) tensor = parse (file, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (tensor->data[0], ==, 0);
  g_assert_cmpfloat (tensor->data[1], ==, 3822);
  g_assert_cmpfloat (tensor->data[2], ==, -1);
  g_assert_cmpfloat (tensor->data[3], ==, 16777216);
}

static void
test_int32_beyond_float32 (void) {
  g_autoptr (GByteArray) file = make_file (1, DICTIONARY ("<i4", "(1,)"), "\x01\x00\x00\x01", 4);
  g_autoptr (GError) error = NULL;

  g_assert_null (parse (file, &error));
  assert_message (error, ENGINE_ERROR_UNSUPPORTED,
                  "file: it has a whole number that float32 does not hold, 16777217; use at most 16777216");
}

static void
test_spellings (void) {
  static const char *const dictionaries[] = {
    "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4,), }",
    "{\"shape\":(3,4),\"descr\":\"<f4\",\"fortran_order\":False}",
    "  {  'fortran_order' : False , 'descr' : '<f4' , 'shape' : ( 3 , 4 ) , }  ",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (003, 4), }",
  };

  for (guint i = 0; i < G_N_ELEMENTS (dictionaries); i++)
    for (guint8 version = 1; version <= 2; version++) {
      g_autoptr (GByteArray) file = make_file (version, dictionaries[i], (const float[12]){ [11] = 5 }, 48);
      g_autoptr (GError) error = NULL;
      g_autoptr (EngineTensor) tensor = parse (file, &error);

      g_assert_no_error (error);
      g_assert_true (engine_tensor_has_shape (tensor, 2, (const gint64[]){ 3, 4 }));
      g_assert_cmpfloat (tensor->data[11], ==, 5);
    }
}

static void
test_unsupported (void) {
  static const char *const dictionaries[] = {
    DICTIONARY (">f4", "(12,)"),
    DICTIONARY ("<f2", "(12,)"),
    DICTIONARY ("<i8", "(12,)"),
    DICTIONARY ("<c8", "(12,)"),
    DICTIONARY ("|O", "(12,)"),
    DICTIONARY ("|b1", "(48,)"),
    DICTIONARY ("\xff\x01\x7f", "(12,)"),
    DICTIONARY ("", "(12,)"),
    DICTIONARY ("<f4", "()"),
    DICTIONARY ("<f4", "(0,)"),
    DICTIONARY ("<f4", "(12, 0)"),
    DICTIONARY ("<f4", "(1, 1, 1, 1, 1, 1, 12)"),
    "{'descr': '<f4', 'fortran_order': True, 'shape': (3, 4), }",
    "{'descr': '<f4, 'fortran_order': False, 'shape': (3, 4), }",
    "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (3, 4), }",
  };

  for (guint i = 0; i < G_N_ELEMENTS (dictionaries); i++)
    assert_refused_dictionary (ENGINE_ERROR_UNSUPPORTED, dictionaries[i]);
}

static void
test_lying_dictionaries (void) {
  static const char *const dictionaries[] = {
    DICTIONARY ("<f4", "(-12,)"),
    DICTIONARY ("<f4", "(13,)"),
    DICTIONARY ("<f4", "(11,)"),
    DICTIONARY ("<f8", "(12,)"),
    DICTIONARY ("|u1", "(12,)"),
    DICTIONARY ("<f4", "(9223372036854775807,)"),
    DICTIONARY ("<f4", "(9223372036854775808,)"),
    DICTIONARY ("<f4", "(99999999999999999999999999,)"),
    /* Products that are 12 (or 0) again when they wrap. */
    DICTIONARY ("<f4", "(4294967296, 4294967296)"),
    DICTIONARY ("<f4", "(4611686018427387907, 4)"),
    DICTIONARY ("<f4", "(4611686018427387916,)"),
    DICTIONARY ("<f4", "(12)"),
    DICTIONARY ("<f4", "12"),
    DICTIONARY ("<f4", "(12,"),
    DICTIONARY ("<f4", "(3 4)"),
    DICTIONARY ("<f4", "(,)"),
    DICTIONARY ("<f4", "(12.0,)"),
    DICTIONARY ("<f4", "[3, 4]"),
    "",
    "{",
    "{}",
    "}",
    "{'descr': '<f4', 'fortran_order': False, }",
    "{'descr': '<f4', 'shape': (3, 4), }",
    "{'fortran_order': False, 'shape': (3, 4), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), 'shape': (3, 4), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), 'other': 1, }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), } {",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), ",
    "{'descr': '<f4' 'fortran_order': False 'shape': (3, 4)}",
    "{'descr': '<f4', 'fortran_order': 0, 'shape': (3, 4), }",
    "{descr: '<f4', 'fortran_order': False, 'shape': (3, 4), }",
    "{'descr'",
    "((((((((((((((((((((((((((((((((((((((((((((((",
  };

  for (guint i = 0; i < G_N_ELEMENTS (dictionaries); i++)
    assert_refused_dictionary (ENGINE_ERROR_FORMAT, dictionaries[i]);
}

static void
test_versions (void) {
  static const guint8 versions[][2] = { { 0, 0 }, { 1, 1 }, { 2, 1 }, { 3, 0 }, { 255, 255 } };
  g_autoptr (GByteArray) file = make_file (1, DICTIONARY ("<f4", "(1,)"), "1234", 4);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (versions); i++) {
    memcpy (file->data + 6, versions[i], 2);
    g_assert_null (parse (file, &error));
    assert_refused (error, ENGINE_ERROR_UNSUPPORTED);
  }
}

static void
test_header_length (void) {
  g_autoptr (GByteArray) file = make_file (2, DICTIONARY ("<f4", "(1,)"), "1234", 4);
  g_autoptr (GError) error = NULL;

  for (int byte = 8; byte < 12; byte++) {
    guint8 before = file->data[byte];

    file->data[byte] = 0xff;
    g_assert_null (parse (file, &error));
    assert_message (error, ENGINE_ERROR_FORMAT, "file: it ends within its header; save or copy it again");
    file->data[byte] = before;
  }
}

static void
test_other_files (void) {
  static const char *const contents[] = { "\x89PNG\r\n\x1a\n", "\x93NUMPX\x01", "\x93NUMP", "PK\x03\x04",
                                          "x" };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (contents); i++) {
    g_assert_null (engine_npy_parse ((const guint8 *) contents[i], strlen (contents[i]), "file", &error));
    assert_message (error, ENGINE_ERROR_FORMAT,
                    "file: it does not begin like an .npy file; save it with numpy.save()");
  }
  g_assert_null (engine_npy_parse (NULL, 0, "file", &error));
  assert_refused (error, ENGINE_ERROR_FORMAT);
}

/* Every beginning of a file, and a file with a byte too many. */
static void
test_every_length (void) {
  g_autoptr (GByteArray) file = make_file (1, DICTIONARY ("<f4", "(2, 3)"), "012345678901234567890123.", 25);
  guint whole = file->len - 1;
  g_autoptr (GError) error = NULL;

  for (guint length = file->len; length-- > 0;) {
    g_autoptr (EngineTensor) tensor = NULL;

    tensor = parse (file, &error);
    if (file->len == whole)
      g_assert_no_error (error);
    else
      assert_refused (error, ENGINE_ERROR_FORMAT);
    g_byte_array_set_size (file, length);
  }
}

/* No byte of a header can be changed into something that crashes or gives an error without a sentence. */
static void
test_every_byte (void) {
  g_autoptr (GByteArray) file = make_file (2, DICTIONARY ("<f4", "(2, 3)"), "012345678901234567890123", 24);

  for (guint i = 0; i < file->len; i++) {
    guint8 before = file->data[i];

    for (int value = 0; value < 256; value++) {
      g_autoptr (GError) error = NULL;
      g_autoptr (EngineTensor) tensor = NULL;

      file->data[i] = (guint8) value;
      tensor = parse (file, &error);
      g_assert_cmpint (tensor != NULL, ==, error == NULL);
      if (tensor)
        g_assert_cmpint (tensor->length, ==, 6);
      else
        assert_refused (error, error->code);
    }
    file->data[i] = before;
  }
}

static void
test_missing_file (void) {
  g_autoptr (GError) error = NULL;

  g_assert_null (engine_npy_load ("/nowhere/at/all.npy", &error));
  assert_refused (error, ENGINE_ERROR_FILE);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/npy/saved-values-come-back-to-the-bit", test_round_trip);
  g_test_add_func ("/engine/npy/writes-what-numpy-writes", test_written_file);
  g_test_add_func ("/engine/npy/reads-float32-float64-and-uint8", test_types);
  g_test_add_func ("/engine/npy/float64-beyond-float32-is-refused", test_too_large_for_float32);
  g_test_add_func ("/engine/npy/reads-int32", test_int32);
  g_test_add_func ("/engine/npy/int32-beyond-float32-is-refused", test_int32_beyond_float32);
  g_test_add_func ("/engine/npy/dictionaries-may-be-spelt-as-python-may", test_spellings);
  g_test_add_func ("/engine/npy/other-kinds-of-arrays-are-refused-by-name", test_unsupported);
  g_test_add_func ("/engine/npy/lying-dictionaries-are-refused", test_lying_dictionaries);
  g_test_add_func ("/engine/npy/other-versions-are-refused", test_versions);
  g_test_add_func ("/engine/npy/header-beyond-the-file-is-refused", test_header_length);
  g_test_add_func ("/engine/npy/other-files-are-refused", test_other_files);
  g_test_add_func ("/engine/npy/every-truncation-is-refused", test_every_length);
  g_test_add_func ("/engine/npy/no-changed-byte-breaks-it", test_every_byte);
  g_test_add_func ("/engine/npy/missing-file-is-refused", test_missing_file);
  return g_test_run ();
}
