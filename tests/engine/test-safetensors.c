/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-safetensors.h"
#include "engine-test.h"

#include <float.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

typedef struct {
  char *path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data) {
  self->path = g_build_filename (g_get_tmp_dir (), "tensors-XXXXXX", NULL);
  g_assert_true (g_close (g_mkstemp (self->path), NULL));
}

static void
tear_down (Fixture *self, gconstpointer data) {
  g_unlink (self->path);
  g_free (self->path);
}

/* A file of this length of header, header and values. */
static GByteArray *
make_file (guint64 length, const char *header, const void *values, gsize n_bytes) {
  GByteArray *file = g_byte_array_new ();

  for (int i = 0; i < 8; i++)
    g_byte_array_append (file, (const guint8[]){ (guint8) (length >> 8 * i) }, 1);
  g_byte_array_append (file, (const guint8 *) header, (guint) strlen (header));
  g_byte_array_append (file, values, (guint) n_bytes);
  return file;
}

static EngineSafetensors *
open_bytes (Fixture *self, const GByteArray *file, GError **error) {
  /* Not flushed to disk, as there are many; and not over a longer one, which would keep its end. */
  g_unlink (self->path);
  g_assert_true (g_file_set_contents_full (self->path, (const char *) file->data, file->len,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  return engine_safetensors_open (self->path, error);
}

static EngineSafetensors *
open_header (Fixture *self, const char *header, const void *values, gsize n_bytes, GError **error) {
  g_autoptr (GByteArray) file = make_file (strlen (header), header, values, n_bytes);

  return open_bytes (self, file, error);
}

#define ONE(name, type, shape, begin, end)                                                                   \
  "\"" name "\":{\"dtype\":\"" type "\",\"shape\":" shape ",\"data_offsets\":[" #begin "," #end "]}"

/* Its message ends with `reason`: it begins with the name of the file. */
static void
assert_refused_header (Fixture *self, const char *header, EngineError code, const char *reason) {
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineSafetensors) file = open_header (self, header, (const float[12]){ 0 }, 48, &error);

  g_test_message ("%.80s", header);
  g_assert_null (file);
  g_assert_nonnull (error);
  g_assert_true (g_str_has_prefix (error->message, self->path));
  if (!strstr (error->message, reason))
    g_error ("“%s” does not say “%s”", error->message, reason);
  assert_refused (error, (gint) code);
}

static void
test_known_file (Fixture *self, gconstpointer data) {
  static const char header[] =
      "{\"__metadata__\":{\"format\":\"pt\",\"other\":\"\\u00fc\"},"
      "\"conv1.weight\":{\"dtype\":\"F32\",\"shape\":[2,1,1,1],\"data_offsets\":[2,10]},"
      " \"half\" : { \"shape\" : [ ] , \"data_offsets\" : [ 0 , 2 ] , \"dtype\" : "
      "\"F16\" } ,\"b\\u00fc\\n\\ud83d\\ude00\":" /* name in escapes */
      "{\"dtype\":\"I64\",\"shape\":[0,3],\"data_offsets\":[10,10]}}   ";
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineSafetensors) file =
      open_header (self, header, "\x00\x3c\x00\x00\xc0\x3f\x00\x00\x20\xc1", 10, &error);
  g_autoptr (EngineTensor) tensor = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (file->n_entries, ==, 3);
  g_assert_cmpstr (file->origin, ==, "pt");
  g_assert_cmpstr (file->entries[0].name, ==, "half");
  g_assert_cmpuint (file->entries[0].rank, ==, 0);
  g_assert_cmpstr (file->entries[1].name, ==, "conv1.weight");
  g_assert_cmpuint (file->entries[1].rank, ==, 4);
  g_assert_cmpint (file->entries[1].shape[0], ==, 2);
  g_assert_cmpstr (file->entries[2].name, ==, "b\xc3\xbc\n\xf0\x9f\x98\x80");
  g_assert_cmpint (file->entries[2].length, ==, 0);
  g_assert_null (engine_safetensors_find (file, "conv1"));

  tensor = engine_safetensors_read (file, engine_safetensors_find (file, "conv1.weight"), &error);
  g_assert_no_error (error);
  g_assert_true (engine_tensor_has_shape (tensor, 4, (const gint64[]){ 2, 1, 1, 1 }));
  g_assert_cmpfloat (tensor->data[0], ==, 1.5f);
  g_assert_cmpfloat (tensor->data[1], ==, -10);
}

/* Byte for byte what the format's own program writes of one tensor. */
static void
test_written_file (Fixture *self, gconstpointer data) {
  g_autoptr (EngineTensor) tensor = random_tensor (1, 1, (const gint64[]){ 2 });
  g_autoptr (GByteArray) expected =
      make_file (56, "{" ONE ("w1", "F32", "[2]", 0, 8) "} ", "\x00\x00\x80\x3f\x00\x00\x20\xc1", 8);
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  gsize length;

  tensor->data[0] = 1;
  tensor->data[1] = -10;
  g_assert_true (engine_safetensors_save (self->path, &(EngineSafetensorsItem){ "w1", tensor }, 1, &error));
  g_assert_true (g_file_get_contents (self->path, &contents, &length, &error));
  g_assert_cmpmem (contents, length, expected->data, expected->len);
}

static void
test_round_trip (Fixture *self, gconstpointer data) {
  static const gint64 shapes[][6] = { { 7, 1, 1, 1, 1, 1 }, { 3, 5, 1, 1, 1, 1 }, { 10, 10, 1, 1, 1, 1 },
                                      { 4, 3, 3, 2, 1, 1 }, { 2, 1, 3, 1, 2, 1 }, { 2, 2, 2, 3, 3, 1 } };
  static const char *const names[] = { "w1", "quote\"back\\slash", "line\nbreak", "\xc3\xbc", "", "w6" };
  EngineSafetensorsItem items[6];
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineSafetensors) file = NULL;

  for (guint i = 0; i < 6; i++) {
    EngineTensor *tensor = random_tensor (i, i + 1, shapes[i]);

    tensor->data[0] = i == 1 ? NAN : i == 2 ? -INFINITY : FLT_MIN / 2;
    items[i] = (EngineSafetensorsItem){ names[i], tensor };
  }
  g_assert_true (engine_safetensors_save (self->path, items, 6, &error));
  file = engine_safetensors_open (self->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (file->values % 8, ==, 0);
  for (guint i = 0; i < 6; i++) {
    g_autoptr (EngineTensor) again =
        engine_safetensors_read (file, engine_safetensors_find (file, names[i]), &error);

    g_assert_no_error (error);
    g_assert_true (engine_tensor_has_shape (again, i + 1, shapes[i]));
    g_assert_cmpmem (again->data, (gsize) again->length * 4, items[i].tensor->data,
                     (gsize) again->length * 4);
    engine_tensor_unref ((EngineTensor *) items[i].tensor);
  }
}

static void
assert_values (Fixture *self, const char *header, const void *values, gsize n_bytes, const float *expected) {
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineSafetensors) file = open_header (self, header, values, n_bytes, &error);
  g_autoptr (EngineTensor) tensor = NULL;

  g_assert_no_error (error);
  tensor = engine_safetensors_read (file, &file->entries[0], &error);
  g_assert_no_error (error);
  for (gint64 i = 0; i < tensor->length; i++)
    g_assert_true (tensor->data[i] == expected[i] || (isnan (expected[i]) && isnan (tensor->data[i])));
}

static void
test_types (Fixture *self, gconstpointer data) {
  static const guint16 half[] = { 0x3c00, 0xc000, 0x7bff, 0x0001, 0x83ff, 0x0400, 0x7c00, 0x7e00 };
  static const guint16 brain[] = { 0x3f80, 0xc000, 0x7f7f, 0x0001, 0x8000, 0x7f80, 0xff80, 0x7fc0 };
  static const double wide[] = { 0.5, -1e-300, FLT_MAX, INFINITY };

  assert_values (self, "{" ONE ("x", "F16", "[8]", 0, 16) "}", half, sizeof half,
                 (const float[]){ 1, -2, 65504, 0x1p-24f, -1023 * 0x1p-24f, 0x1p-14f, INFINITY, NAN });
  assert_values (self, "{" ONE ("x", "BF16", "[2,4]", 0, 16) "}", brain, sizeof brain,
                 (const float[]){ 1, -2, 0x1.fep127f, 0x1p-133f, 0, INFINITY, -INFINITY, NAN });
  assert_values (self, "{" ONE ("x", "F64", "[4]", 0, 32) "}", wide, sizeof wide,
                 (const float[]){ 0.5f, 0, FLT_MAX, INFINITY });
}

static void
assert_unread (Fixture *self, const char *header, const void *values, gsize n_bytes, const char *reason) {
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineSafetensors) file = open_header (self, header, values, n_bytes, &error);
  g_autofree char *expected = g_strdup_printf ("%s, tensor “x”: %s", self->path, reason);

  g_assert_no_error (error);
  g_assert_null (engine_safetensors_read (file, &file->entries[0], &error));
  assert_message (error, ENGINE_ERROR_UNSUPPORTED, expected);
}

static void
test_unread (Fixture *self, gconstpointer data) {
  assert_unread (self, "{" ONE ("x", "I64", "[1]", 0, 8) "}", "12345678", 8,
                 "values of the type “I64” are not read; use F32, F64, F16 or BF16");
  assert_unread (self, "{" ONE ("x", "F4", "[3]", 0, 2) "}", "12", 2,
                 "values of the type “F4” are not read; use F32, F64, F16 or BF16");
  assert_unread (self, "{" ONE ("x", "F32", "[]", 0, 4) "}", "1234", 4,
                 "it is a number without axes; use one to six axes");
  assert_unread (self, "{" ONE ("x", "F32", "[1,1,1,1,1,1,1]", 0, 4) "}", "1234", 4,
                 "it has more than six axes; use one to six");
  assert_unread (self, "{" ONE ("x", "F32", "[3,0]", 0, 0) "}", "", 0,
                 "it holds no values; use an array of at least one");
  assert_unread (self, "{" ONE ("x", "F64", "[1]", 0, 8) "}", (const double[]){ -1e39 }, 8,
                 "it has a value too large for float32, -1e+39; scale it down");
}

/* The values of these files have 48 bytes. */
static void
test_lying_headers (Fixture *self, gconstpointer data) {
  static const struct {
    const char *header, *reason;
  } cases[] = {
    { ONE ("a", "F32", "[12]", 0, 52), "does not hold its values" },
    { ONE ("a", "F32", "[12]", 4, 52), "does not hold its values" },
    { ONE ("a", "F32", "[12]", 48, 0), "does not hold its values" },
    { ONE ("a", "F32", "[2305843009213693952]", 0, 9223372036854775807), "does not hold its values" },
    { ONE ("a", "F32", "[11]", 0, 48), "not as many as its shape" },
    { ONE ("a", "F64", "[12]", 0, 48), "not as many as its shape" },
    { ONE ("a", "BOOL", "[12]", 0, 48), "not as many as its shape" },
    { ONE ("a", "F32", "[0,12]", 0, 48), "not as many as its shape" },
    { ONE ("a", "F32", "[4611686018427387916]", 0, 48), "not as many as its shape" },
    { ONE ("a", "F32", "[4294967296,4294967296]", 0, 48), "passes 64 bits" },
    { ONE ("a", "F32", "[6]", 0, 24), "more than its header says" },
    { "", "more than its header says" },
    { ONE ("a", "F32", "[6]", 0, 24) "," ONE ("b", "F32", "[5]", 28, 48), "tensor “b”: there is a hole" },
    { ONE ("a", "F32", "[6]", 24, 48), "there is a hole" },
    { ONE ("b", "F32", "[7]", 20, 48) "," ONE ("a", "F32", "[6]", 0, 24), "tensor “b”: its values overlap" },
    { ONE ("a", "F32", "[12]", 0, 48) "," ONE ("b", "F32", "[12]", 0, 48), "overlap" },
    { ONE ("a", "F32", "[6]", 0, 24) "," ONE ("a", "F32", "[6]", 24, 48), "“a”: it is there twice" },
    { ONE ("a", "F32", "[6]", 0, 24) "," ONE ("\\u0061", "F32", "[6]", 24, 48), "“a”: it is there twice" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *header = g_strdup_printf ("{%s}", cases[i].header);

    assert_refused_header (self, header, ENGINE_ERROR_FORMAT, cases[i].reason);
  }
}

static void
test_other_json (Fixture *self, gconstpointer data) {
  static const char *const headers[] = {
    " ",
    "x",
    "[]",
    "{",
    "{}}",
    "{\"a\"}",
    "{\"a\":1}",
    "{\"a\":{}}",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[12]}}",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[12],\"data_offsets\":[0,48],\"more\":1}}",
    "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[12],\"data_offsets\":[0,48]}}",
    "{\"a\":{\"dtype\":4,\"shape\":[12],\"data_offsets\":[0,48]}}",
    "{" ONE ("a", "F32", "[-12]", 0, 48) "}",
    "{" ONE ("a", "F32", "[12.0]", 0, 48) "}",
    "{" ONE ("a", "F32", "[1e1]", 0, 48) "}",
    "{" ONE ("a", "F32", "[012]", 0, 48) "}",
    "{" ONE ("a", "F32", "[12,]", 0, 48) "}",
    "{" ONE ("a", "F32", "[3 4]", 0, 48) "}",
    "{" ONE ("a", "F32", "12", 0, 48) "}",
    "{" ONE ("a", "F32", "[9223372036854775808]", 0, 48) "}",
    "{" ONE ("a", "F32", "[12]", 0, 18446744073709551664) "}",
    "{" ONE ("a", "F32", "[12]", 0, 48) ",}",
    "{" ONE ("a", "F32", "[12]", 0, 48) "} x",
    "{" ONE ("a\\u0000b", "F32", "[12]", 0, 48) "}",
    "{" ONE ("a\\x", "F32", "[12]", 0, 48) "}",
    "{" ONE ("a\nb", "F32", "[12]", 0, 48) "}",
    "{" ONE ("\\ud83d", "F32", "[12]", 0, 48) "}",
    "{" ONE ("\\ude00", "F32", "[12]", 0, 48) "}",
    "{" ONE ("\xff", "F32", "[12]", 0, 48) "}",
    "{'a':{'dtype':'F32','shape':[12],'data_offsets':[0,48]}}",
    "{/* a */" ONE ("a", "F32", "[12]", 0, 48) "}",
    "{\"__metadata__\":{\"a\":1}," ONE ("a", "F32", "[12]", 0, 48) "}",
    "{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}," ONE ("a", "F32", "[12]", 0, 48) "}",
    "{\"__metadata__\":{},\"__metadata__\":{}," ONE ("a", "F32", "[12]", 0, 48) "}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    assert_refused_header (self, headers[i], ENGINE_ERROR_FORMAT, "is not the JSON of a safetensors file");
}

/* What would end the stack of a reader that calls itself. */
static void
test_deep_header (Fixture *self, gconstpointer data) {
  static const char *const begins[] = { "", "{\"a\":", "{\"__metadata__\":{\"a\":", "{\"a\":{\"shape\":" };

  for (guint i = 0; i < G_N_ELEMENTS (begins); i++)
    for (guint j = 0; j < 2; j++) {
      g_autoptr (GString) header = g_string_new (begins[i]);

      for (int depth = 0; depth < 1000000; depth++)
        g_string_append (header, j == 0 ? "[" : "{\"a\":");
      assert_refused_header (self, header->str, ENGINE_ERROR_FORMAT, "is not the JSON");
    }
}

static void
test_header_length (Fixture *self, gconstpointer data) {
  static const guint64 lengths[] = { 57, 66, 105, 100000001, G_MAXINT64, G_MAXUINT64, G_MAXUINT64 - 7 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++) {
    g_autoptr (GByteArray) bytes =
        make_file (lengths[i], "{" ONE ("a", "F32", "[12]", 0, 48) "}", (const float[12]){ 0 }, 48);
    g_autoptr (GError) error = NULL;

    g_assert_null (open_bytes (self, bytes, &error));
    assert_refused (error, ENGINE_ERROR_FORMAT);
  }
}

/* A sparse file that is as large as it says must not be taken into memory before its header is looked at. */
static void
test_huge_file (Fixture *self, gconstpointer data) {
  g_autoptr (GByteArray) bytes = make_file (100000001, "{", "", 0);
  g_autoptr (GError) error = NULL;
  struct rusage before, after;

  g_assert_true (g_file_set_contents (self->path, (const char *) bytes->data, bytes->len, NULL));
  g_assert_cmpint (truncate (self->path, (off_t) 3 << 30), ==, 0);
  getrusage (RUSAGE_SELF, &before);
  g_assert_null (engine_safetensors_open (self->path, &error));
  getrusage (RUSAGE_SELF, &after);
  assert_refused (error, ENGINE_ERROR_FORMAT);
  g_assert_cmpint (after.ru_maxrss - before.ru_maxrss, <, 10000);
}

/* Every beginning of a file, and a file with a byte too many. */
static void
test_every_length (Fixture *self, gconstpointer data) {
  g_autoptr (GByteArray) bytes = make_file (55, "{" ONE ("a", "F32", "[2]", 0, 8) "} ", "12345678.", 9);
  guint whole = bytes->len - 1;

  for (guint length = bytes->len; length > 0; length--) {
    g_autoptr (EngineSafetensors) file = NULL;
    g_autoptr (GError) error = NULL;

    g_byte_array_set_size (bytes, length);
    file = open_bytes (self, bytes, &error);
    if (length == whole)
      g_assert_no_error (error);
    else
      assert_refused (error, ENGINE_ERROR_FORMAT);
  }
}

/* No byte can be changed into something that crashes, or gives an error without a sentence. */
static void
test_every_byte (Fixture *self, gconstpointer data) {
  static const char header[] = "{\"__metadata__\":{\"format\":\"pt\"}," ONE (
      "a", "F32", "[1,3]", 4, 16) "," ONE ("\\u00fc", "F16", "[2]", 0, 4) "}";
  g_autoptr (GByteArray) bytes = make_file (strlen (header), header, "0123456789012345", 16);

  for (guint i = 0; i < bytes->len; i++) {
    guint8 before = bytes->data[i];

    for (int value = 0; value < 256; value++) {
      g_autoptr (GError) error = NULL;
      g_autoptr (EngineSafetensors) file = NULL;

      bytes->data[i] = (guint8) value;
      file = open_bytes (self, bytes, &error);
      g_assert_cmpint (file != NULL, ==, error == NULL);
      if (error)
        assert_refused (error, ENGINE_ERROR_FORMAT);
      for (guint j = 0; file && j < file->n_entries; j++) {
        g_autoptr (EngineTensor) tensor = engine_safetensors_read (file, &file->entries[j], &error);

        g_assert_cmpint (tensor != NULL, ==, error == NULL);
        if (error)
          assert_refused (error, error->code);
      }
    }
    bytes->data[i] = before;
  }
}

static void
test_shorter_afterwards (Fixture *self, gconstpointer data) {
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineSafetensors) file =
      open_header (self, "{" ONE ("a", "F32", "[2]", 0, 8) "}", "12345678", 8, &error);

  g_assert_no_error (error);
  g_assert_cmpint (truncate (self->path, (off_t) file->values + 4), ==, 0);
  g_assert_null (engine_safetensors_read (file, &file->entries[0], &error));
  assert_refused (error, ENGINE_ERROR_FILE);
}

static void
test_missing_file (Fixture *self, gconstpointer data) {
  g_autoptr (GError) error = NULL;

  g_assert_null (engine_safetensors_open ("/nowhere/at/all.safetensors", &error));
  assert_refused (error, ENGINE_ERROR_FILE);
}

static void
test_failed_save (Fixture *self, gconstpointer data) {
  g_autoptr (EngineTensor) tensor = random_tensor (1, 1, (const gint64[]){ 2 });
  g_autoptr (GError) error = NULL;

  g_assert_false (engine_safetensors_save ("/nowhere/at/all.safetensors",
                                           &(EngineSafetensorsItem){ "w1", tensor }, 1, &error));
  assert_refused (error, ENGINE_ERROR_FILE);
}

#define ADD(name, function)                                                                                  \
  g_test_add ("/engine/safetensors/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("a-known-file-is-read", test_known_file);
  ADD ("writes-what-the-format-s-own-program-writes", test_written_file);
  ADD ("saved-values-come-back-to-the-bit", test_round_trip);
  ADD ("float64-float16-and-bfloat16-become-float32", test_types);
  ADD ("other-types-and-shapes-are-refused-by-name", test_unread);
  ADD ("lying-headers-are-refused", test_lying_headers);
  ADD ("other-json-is-refused", test_other_json);
  ADD ("a-million-levels-are-refused", test_deep_header);
  ADD ("lying-lengths-of-the-header-are-refused", test_header_length);
  ADD ("a-huge-file-is-not-taken-into-memory", test_huge_file);
  ADD ("every-truncation-is-refused", test_every_length);
  ADD ("no-changed-byte-breaks-it", test_every_byte);
  ADD ("a-file-cut-short-while-open-is-refused", test_shorter_afterwards);
  ADD ("missing-file-is-refused", test_missing_file);
  ADD ("a-file-that-cannot-be-written-says-so", test_failed_save);
  return g_test_run ();
}
