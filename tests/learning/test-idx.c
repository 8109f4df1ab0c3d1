/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-idx.h"
#include "learning-test.h"

#include <gio/gio.h>

#define MUTATIONS 4000

static char *path; /* of the file that each test writes */

/* As gzip does it. */
static GByteArray *
pack (const GByteArray *file) {
  g_autoptr (GConverter) packer = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, packer);
  GByteArray *packed = g_byte_array_new ();

  g_assert_true (g_output_stream_write_all (stream, file->data, file->len, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  g_byte_array_append (packed, g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory)),
                       (guint) g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory)));
  return packed;
}

/* Anew each time: file systems flush one that is overwritten to disk, and thousands of times that takes long. */
static void
write_file (const GByteArray *file) {
  FILE *stream;

  g_remove (path);
  stream = g_fopen (path, "wb");
  g_assert_cmpuint (fwrite (file->data, 1, file->len, stream), ==, file->len);
  g_assert_cmpint (fclose (stream), ==, 0);
}

static LearningIdx *
load (const GByteArray *file, GError **error) {
  write_file (file);
  return learning_idx_load (path, error);
}

static void
assert_file_refused (GByteArray *file, const char *part) {
  g_autoptr (GError) error = NULL;

  g_assert_null (load (file, &error));
  g_assert_nonnull (strstr (error->message, "of-a-test"));
  assert_data_refused (error, part);
  g_byte_array_unref (file);
}

static const guint32 two_images[] = { 2, 2, 3 };
static const guint8 twelve[] = { 0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255 };

static void
test_bytes (void) {
  g_autoptr (GByteArray) file = make_idx (0x08, 3, two_images, twelve, 12);
  g_autoptr (LearningIdx) idx = load (file, NULL);

  g_assert_cmpuint (idx->rank, ==, 3);
  g_assert_cmpuint (idx->shape[0], ==, 2);
  g_assert_cmpuint (idx->shape[1], ==, 2);
  g_assert_cmpuint (idx->shape[2], ==, 3);
  g_assert_cmpuint (idx->shape[3], ==, 1);
  g_assert_cmpuint (idx->length, ==, 12);
  for (gsize i = 0; i < 12; i++)
    g_assert_cmpfloat (learning_idx_value (idx, i), ==, twelve[i]);
}

static void
test_gzip (void) {
  g_autoptr (GByteArray) file = make_idx (0x08, 3, two_images, twelve, 12);
  g_autoptr (GByteArray) packed = pack (file);
  g_autoptr (LearningIdx) idx = load (packed, NULL);

  g_assert_cmpuint (idx->length, ==, 12);
  g_assert_cmpmem (idx->bytes, 12, twelve, 12);
}

/* -2 and 1.5 or 1, as each kind writes them */
static void
test_kinds (void) {
  static const struct {
    guint8 type;
    gsize size;
    guint8 bytes[16];
    double second;
  } kinds[] = {
    { 0x09, 1, { 0xfe, 1 }, 1 },
    { 0x0b, 2, { 0xff, 0xfe, 0, 1 }, 1 },
    { 0x0c, 4, { 0xff, 0xff, 0xff, 0xfe, 0, 0, 0, 1 }, 1 },
    { 0x0d, 4, { 0xc0, 0, 0, 0, 0x3f, 0xc0, 0, 0 }, 1.5 },
    { 0x0e, 8, { 0xc0, 0, 0, 0, 0, 0, 0, 0, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0 }, 1.5 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (GByteArray) file =
        make_idx (kinds[i].type, 1, (const guint32[]){ 2 }, kinds[i].bytes, 2 * kinds[i].size);
    g_autoptr (LearningIdx) idx = load (file, NULL);

    g_assert_cmpfloat (learning_idx_value (idx, 0), ==, -2);
    g_assert_cmpfloat (learning_idx_value (idx, 1), ==, kinds[i].second);
    g_assert_cmpint (learning_idx_is_float (idx), ==, kinds[i].second == 1.5);
  }
}

static void
test_no_idx (void) {
  GByteArray *text = g_byte_array_new ();

  g_byte_array_append (text, (const guint8 *) "label,pixel\n", 12);
  assert_file_refused (text, "no IDX file");
  assert_file_refused (g_byte_array_append (g_byte_array_new (), (const guint8[]){ 0, 0, 8 }, 3),
                       "no IDX file");
  assert_file_refused (make_idx (0x0a, 1, two_images, twelve, 2), "0x0a");
  assert_file_refused (make_idx (0x08, 0, two_images, twelve, 1), "0 axes");
  assert_file_refused (make_idx (0x08, 5, (const guint32[]){ 1, 1, 1, 1, 1 }, twelve, 1), "5 axes");
}

static void
test_cut_short (void) {
  g_autoptr (GByteArray) whole = make_idx (0x08, 3, two_images, twelve, 12);

  for (guint length = 1; length < whole->len; length++) {
    GByteArray *file = g_byte_array_append (g_byte_array_new (), whole->data, length);
    g_autoptr (GByteArray) packed = pack (file);

    assert_file_refused (g_byte_array_ref (packed), "; ");
    assert_file_refused (file, length < 4    ? "no IDX"
                               : length < 16 ? "before its sizes"
                                             : "fewer than the 12");
  }
}

static void
test_too_long (void) {
  g_autoptr (GByteArray) file = make_idx (0x08, 3, (const guint32[]){ 1, 2, 3 }, twelve, 7);

  assert_file_refused (pack (file), "goes on after");
  assert_file_refused (g_byte_array_ref (file), "goes on after");
}

static void
test_zero_extent (void) {
  for (guint axis = 0; axis < 3; axis++) {
    guint32 shape[] = { 2, 2, 3 };

    shape[axis] = 0;
    assert_file_refused (make_idx (0x08, 3, shape, twelve, 12), "length 0");
  }
  assert_file_refused (
      make_idx (0x08, 4, (const guint32[]){ G_MAXUINT32, G_MAXUINT32, G_MAXUINT32, 0 }, twelve, 12), ": ");
}

/* 2^96 and 2^128 values; 2^62, whose bytes overflow; 2^45, more than any memory; and 2^64 + 4, as if it were the four that
 * are there. */
static void
test_overflow (void) {
  static const struct {
    guint8 type;
    guint32 shape[4];
  } files[] = {
    { 0x08, { G_MAXUINT32, G_MAXUINT32, G_MAXUINT32, 1 } },
    { 0x0e, { G_MAXUINT32, G_MAXUINT32, G_MAXUINT32, G_MAXUINT32 } },
    { 0x0c, { 1u << 31, 1u << 31, 1, 1 } },
    { 0x08, { 1u << 20, 1u << 25, 1, 1 } },
    { 0x08, { 3340214413, 2761311370, 2, 1 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    assert_file_refused (make_idx (files[i].type, 4, files[i].shape, twelve, 4), "memory");
}

/* A header that speaks of much, and 12 bytes: refused before memory is asked for. */
static void
test_lying_gzip (void) {
  g_autoptr (GByteArray) file = make_idx (0x08, 3, (const guint32[]){ 1000, 1000, 100 }, twelve, 12);

  assert_file_refused (pack (file), "cannot hold");
}

/* Four megabytes of zeros in four kilobytes, behind a header that speaks of six bytes. */
static void
test_gzip_bomb (void) {
  g_autofree guint8 *zeros = g_malloc0 (4 << 20);
  g_autoptr (GByteArray) file = make_idx (0x08, 3, (const guint32[]){ 1, 2, 3 }, zeros, 4 << 20);
  GByteArray *packed = pack (file);

  g_assert_cmpuint (packed->len, <, 8192);
  assert_file_refused (packed, "goes on after");
}

static void
test_damaged_gzip (void) {
  g_autoptr (GByteArray) file = make_idx (0x08, 3, two_images, twelve, 12);
  g_autoptr (GByteArray) packed = pack (file);
  GByteArray *bad = g_byte_array_append (g_byte_array_new (), packed->data, packed->len);

  bad->data[bad->len - 6] ^= 0xff; /* in the checksum */
  assert_file_refused (bad, "unpacked");
  assert_file_refused (g_byte_array_append (g_byte_array_new (), packed->data, packed->len - 12),
                       "copy it again");
}

static void
test_larger_than_a_block (void) {
  const gsize n = (5 << 20) + 3;
  g_autofree guint8 *values = g_malloc (n);
  g_autoptr (GByteArray) file = NULL, packed = NULL;

  for (gsize i = 0; i < n; i++)
    values[i] = (guint8) (i * 2654435761u >> 20);
  file = make_idx (0x08, 1, (const guint32[]){ (guint32) n }, values, n);
  packed = pack (file);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (LearningIdx) idx = load (i == 0 ? file : packed, NULL);

    g_assert_cmpuint (idx->length, ==, n);
    g_assert_cmpint (memcmp (idx->bytes, values, n), ==, 0);
  }
}

static void
test_unreadable (void) {
  g_autoptr (GError) error = NULL;

  g_assert_null (learning_idx_load ("/nowhere/at-all", &error));
  g_assert_nonnull (strstr (error->message, "at-all"));
  g_clear_error (&error);
  g_assert_null (learning_idx_load (g_get_tmp_dir (), &error));
  g_assert_nonnull (error);
}

/* Whatever is changed, a file is read within its bytes or refused in a sentence. */
static void
test_mutated (void) {
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (GByteArray) plain = make_idx (0x08, 3, two_images, twelve, 12), packed = pack (plain);
  guint refused = 0;

  for (guint i = 0; i < MUTATIONS; i++) {
    const GByteArray *from = i % 2 == 0 ? plain : packed;
    g_autoptr (GByteArray) file = g_byte_array_append (g_byte_array_new (), from->data, from->len);
    g_autoptr (LearningIdx) idx = NULL;
    g_autoptr (GError) error = NULL;

    for (gint32 n = g_rand_int_range (random, 1, 4); n > 0; n--)
      file->data[g_rand_int_range (random, 0, (gint32) file->len)] = (guint8) g_rand_int (random);
    if (g_rand_int_range (random, 0, 4) == 0)
      g_byte_array_set_size (file, (guint) g_rand_int_range (random, 1, (gint32) file->len));
    idx = load (file, &error);
    if (idx == NULL)
      refused += error->domain == LEARNING_ERROR;
    for (gsize j = 0; idx != NULL && j < idx->length; j++)
      (void) learning_idx_value (idx, j);
    g_assert_true ((idx == NULL) == (error != NULL));
  }
  g_assert_cmpuint (refused, >, MUTATIONS / 2);
}

int
main (int argc, char **argv) {
  g_autofree char *folder = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("nine-weights-idx-XXXXXX", NULL);
  path = g_build_filename (folder, "of-a-test.idx", NULL);
  g_test_add_func ("/learning/idx/bytes", test_bytes);
  g_test_add_func ("/learning/idx/gzip-is-told-from-the-first-bytes", test_gzip);
  g_test_add_func ("/learning/idx/all-kinds-of-values", test_kinds);
  g_test_add_func ("/learning/idx/other-files-are-refused", test_no_idx);
  g_test_add_func ("/learning/idx/cut-anywhere-is-refused", test_cut_short);
  g_test_add_func ("/learning/idx/too-long-is-refused", test_too_long);
  g_test_add_func ("/learning/idx/empty-axes-are-refused", test_zero_extent);
  g_test_add_func ("/learning/idx/sizes-that-overflow-are-refused", test_overflow);
  g_test_add_func ("/learning/idx/gzip-cannot-claim-more-than-it-can-hold", test_lying_gzip);
  g_test_add_func ("/learning/idx/gzip-bomb-is-not-unpacked", test_gzip_bomb);
  g_test_add_func ("/learning/idx/damaged-gzip-is-refused", test_damaged_gzip);
  g_test_add_func ("/learning/idx/larger-than-a-block", test_larger_than_a_block);
  g_test_add_func ("/learning/idx/unreadable-files-are-named", test_unreadable);
  g_test_add_func ("/learning/idx/mutated-files-are-survived", test_mutated);
  result = g_test_run ();
  remove_folder (folder);
  g_free (path);
  return result;
}
