/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-data.h"
#include "learning-test.h"

static char *folder;

/* Writes it under that name and gives the path; takes the file. */
static char *
write_file (const char *name, GByteArray *file) {
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, (const char *) file->data, file->len, NULL));
  g_byte_array_unref (file);
  return path;
}

static char *
write_labels (const char *name, const guint8 *labels, guint32 n) {
  return write_file (name, make_idx (0x08, 1, &n, labels, n));
}

/* n images of 2 x 2 bytes that go up from 0 to `most`, and again. */
static char *
write_images (const char *name, guint32 n, guint most) {
  g_autofree guint8 *values = g_new (guint8, 4 * n);

  for (guint i = 0; i < 4 * n; i++)
    values[i] = (guint8) (i % (most + 1));
  return write_file (name, make_idx (0x08, 3, (const guint32[]){ n, 2, 2 }, values, 4 * n));
}

static LearningData *
load (const char *images, const char *labels, GError **error) {
  return learning_data_new_idx (images, labels, NULL, NULL, 1, error);
}

static void
assert_labels_refused (const guint8 *labels, guint32 n, const char *part) {
  g_autofree char *image_path = write_images ("images", 12, 255);
  g_autofree char *label_path = write_labels ("labels", labels, n);
  g_autoptr (GError) error = NULL;

  g_assert_null (load (image_path, label_path, &error));
  g_assert_nonnull (strstr (error->message, "labels"));
  assert_data_refused (error, part);
}

static const guint8 halves[] = { 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1 };

static void
test_held_out (void) {
  g_autofree char *images = write_images ("images", 12, 255), *labels = write_labels ("labels", halves, 12);
  g_autoptr (LearningData) data = load (images, labels, NULL);
  g_autoptr (LearningData) again = load (images, labels, NULL);
  g_autoptr (LearningData) other = learning_data_new_idx (images, labels, NULL, NULL, 2, NULL);

  g_assert_cmpuint (data->train->n, ==, 10);
  g_assert_cmpuint (data->test->n, ==, 2);
  g_assert_cmpmem (data->test->images, 32, again->test->images, 32);
  g_assert_cmpint (memcmp (data->test->images, other->test->images, 32), !=, 0);
  g_assert_cmpstr (data->name, ==, "images");
}

static void
test_test_files (void) {
  g_autofree char *images = write_images ("images", 12, 255), *labels = write_labels ("labels", halves, 12);
  g_autofree char *test_images = write_images ("test-images", 3, 255);
  g_autofree char *test_labels = write_labels ("test-labels", halves, 3);
  g_autoptr (LearningData) data = learning_data_new_idx (images, labels, test_images, test_labels, 1, NULL);

  g_assert_cmpuint (data->train->n, ==, 12);
  g_assert_cmpuint (data->test->n, ==, 3);
}

static void
assert_scale (GByteArray *file, const float *expected) {
  g_autofree char *images = write_file ("images", file), *labels = write_labels ("labels", halves, 2);
  g_autoptr (LearningData) data = learning_data_new_idx (images, labels, images, labels, 1, NULL);

  for (guint i = 0; i < 4; i++) {
    g_assert_cmpfloat (data->train->images[i], ==, expected[i]);
    g_assert_cmpfloat (data->test->images[i], ==, expected[i]);
  }
}

static void
test_scale (void) {
  const guint32 shape[] = { 2, 1, 2 };

  assert_scale (make_idx (0x08, 3, shape, (const guint8[]){ 0, 4, 16, 8 }, 4),
                (const float[]){ 0, 0.25f, 1, 0.5f });
  assert_scale (make_idx (0x08, 3, shape, (const guint8[]){ 0, 1, 1, 0 }, 4), (const float[]){ 0, 1, 1, 0 });
  assert_scale (make_idx (0x08, 3, shape, (const guint8[]){ 0, 17, 51, 0 }, 4),
                (const float[]){ 0, 17 / 255.0f, 0.2f, 0 });
  assert_scale (make_idx (0x0b, 3, shape, (const guint8[]){ 4, 0, 2, 0, 1, 0, 0, 0 }, 8),
                (const float[]){ 1, 0.5f, 0.25f, 0 });
  assert_scale (make_idx (0x08, 3, shape, (const guint8[]){ 0, 0, 0, 0 }, 4), (const float[]){ 0, 0, 0, 0 });
  assert_scale (make_idx (0x0d, 3, shape,
                          (const guint8[]){ 0xc0, 0, 0, 0, 0x3f, 0xc0, 0, 0, 0, 0, 0, 0, 0x44, 0, 0, 0 }, 16),
                (const float[]){ -2, 1.5f, 0, 512 });
}

/* Test images are measured by the training images, whatever they hold themselves. */
static void
test_scale_of_test (void) {
  g_autofree char *images = write_images ("images", 12, 15), *labels = write_labels ("labels", halves, 12);
  g_autofree char *test_images = write_images ("test-images", 2, 3);
  g_autofree char *test_labels = write_labels ("test-labels", halves, 2);
  g_autoptr (LearningData) data = learning_data_new_idx (images, labels, test_images, test_labels, 1, NULL);

  g_assert_cmpfloat (data->test->images[3], ==, 3 / 15.0f);
}

/* Two images of five rows and three columns in two colours: the same, however the file is laid out. */
static void
test_colours (void) {
  guint8 rows[2][60];
  g_autofree char *labels = write_labels ("labels", halves, 2);

  for (guint order = 0; order < 2; order++) {
    const guint32 shapes[2][4] = { { 2, 2, 5, 3 }, { 2, 5, 3, 2 } };
    g_autofree char *images = NULL;
    g_autoptr (LearningData) data = NULL;

    for (guint i = 0; i < 60; i++) {
      guint colour = order == 0 ? i % 30 / 15 : i % 2;
      guint pixel = order == 0 ? i % 15 : i % 30 / 2;

      rows[order][i] = (guint8) (i / 30 * 100 + colour * 50 + pixel);
    }
    images = write_file ("images", make_idx (0x08, 4, shapes[order], rows[order], 60));
    data = learning_data_new_idx (images, labels, images, labels, 1, NULL);
    g_assert_cmpuint (data->train->channels, ==, 2);
    g_assert_cmpuint (data->train->height, ==, 5);
    g_assert_cmpuint (data->train->width, ==, 3);
    for (guint i = 0; i < 60; i++)
      g_assert_cmpfloat (data->train->images[i], ==,
                         (float) ((i / 30 * 100 + i % 30 / 15 * 50 + i % 15) / 255.0));
  }
}

static void
test_labels_from_one (void) {
  static const guint8 labels[] = { 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3 };
  g_autofree char *image_path = write_images ("images", 12, 255);
  g_autofree char *label_path = write_labels ("labels", labels, 12);
  g_autoptr (LearningData) data = load (image_path, label_path, NULL);

  g_assert_cmpuint (data->train->classes, ==, 3);
  g_assert_cmpstr (data->class_names[0], ==, "1");
  g_assert_cmpstr (data->class_names[2], ==, "3");
  g_assert_cmpuint (data->train->labels[0], <, 3);
}

static void
test_bad_labels (void) {
  static const guint8 gap[] = { 0, 1, 3, 0, 1, 3, 0, 1, 3, 0, 1, 3 };
  static const guint8 from_two[] = { 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3 };
  static const guint8 one[12] = { 0 };

  assert_labels_refused (gap, 12, "label 2");
  assert_labels_refused (from_two, 12, "label 0");
  assert_labels_refused (one, 12, "all labels are 0");
  assert_labels_refused (halves, 11, "11 labels");
}

static void
test_labels_outside (void) {
  static const guint32 n = 12;
  guint8 labels[24] = { 0, 0, 0, 1 };
  g_autofree char *images = write_images ("images", 12, 255);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++) {
    g_autofree char *path = NULL;

    labels[14] = i == 0 ? 0xff : 0x03; /* -1 and 1000, of image 7 */
    labels[15] = i == 0 ? 0xff : 0xe8;
    path = write_file ("labels", make_idx (0x0b, 1, &n, labels, 24));
    g_assert_null (load (images, path, &error));
    assert_data_refused (error,
                         i == 0 ? "label 7 (counted from 0) is -1" : "label 7 (counted from 0) is 1000");
  }
}

static void
test_test_labels_outside (void) {
  g_autofree char *images = write_images ("images", 12, 255), *labels = write_labels ("labels", halves, 12);
  g_autofree char *test_images = write_images ("test-images", 3, 255);
  g_autofree char *test_labels = write_labels ("test-labels", (const guint8[]){ 0, 1, 2 }, 3);
  g_autoptr (GError) error = NULL;

  g_assert_null (learning_data_new_idx (images, labels, test_images, test_labels, 1, &error));
  assert_data_refused (error, "label 2 (counted from 0) is 2");
}

static void
test_swapped_files (void) {
  g_autofree char *images = write_images ("images", 12, 255), *labels = write_labels ("labels", halves, 12);
  g_autofree char *flat = write_file ("flat", make_idx (0x08, 2, (const guint32[]){ 2, 4 }, halves, 8));
  g_autoptr (GError) error = NULL;

  g_assert_null (load (labels, images, &error));
  assert_data_refused (error, "file of labels");
  g_assert_null (load (images, images, &error));
  assert_data_refused (error, "no file of labels");
  g_assert_null (load (flat, labels, &error));
  assert_data_refused (error, "two axes");
}

static void
test_float_labels (void) {
  static const guint8 floats[8] = { 0 };
  g_autofree char *images = write_images ("images", 2, 255);
  g_autofree char *labels = write_file ("labels", make_idx (0x0d, 1, (const guint32[]){ 2 }, floats, 8));
  g_autoptr (GError) error = NULL;

  g_assert_null (load (images, labels, &error));
  assert_data_refused (error, "no file of labels");
}

static void
test_no_number (void) {
  static const guint8 floats[2][16] = { { [8] = 0x7f, 0xc0 }, { [12] = 0x7f, 0x80 } };
  g_autofree char *labels = write_labels ("labels", halves, 2);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++) {
    g_autofree char *images =
        write_file ("images", make_idx (0x0d, 3, (const guint32[]){ 2, 1, 2 }, floats[i], 16));

    g_assert_null (load (images, labels, &error));
    assert_data_refused (error, "image 1 (counted from 0)");
  }
}

static void
test_other_sizes (void) {
  g_autofree char *images = write_images ("images", 12, 255), *labels = write_labels ("labels", halves, 12);
  g_autofree char *test_images =
      write_file ("test-images", make_idx (0x08, 3, (const guint32[]){ 2, 2, 3 }, halves, 12));
  g_autofree char *test_labels = write_labels ("test-labels", halves, 2);
  g_autoptr (GError) error = NULL;

  g_assert_null (learning_data_new_idx (images, labels, test_images, test_labels, 1, &error));
  assert_data_refused (error, "2×3");
}

static void
test_nothing_to_test_with (void) {
  g_autofree char *images = write_images ("images", 2, 255), *labels = write_labels ("labels", halves, 2);
  g_autoptr (GError) error = NULL;

  g_assert_null (load (images, labels, &error));
  assert_data_refused (error, "images: ");
}

int
main (int argc, char **argv) {
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("nine-weights-data-idx-XXXXXX", NULL);
  g_test_add_func ("/learning/data-idx/a-sixth-is-held-out-by-the-seed", test_held_out);
  g_test_add_func ("/learning/data-idx/files-of-their-own-to-test-with", test_test_files);
  g_test_add_func ("/learning/data-idx/values-are-scaled-by-their-kind", test_scale);
  g_test_add_func ("/learning/data-idx/test-images-are-scaled-as-the-others", test_scale_of_test);
  g_test_add_func ("/learning/data-idx/colours-second-or-last", test_colours);
  g_test_add_func ("/learning/data-idx/labels-may-count-from-one", test_labels_from_one);
  g_test_add_func ("/learning/data-idx/gaps-one-class-and-wrong-numbers-are-refused", test_bad_labels);
  g_test_add_func ("/learning/data-idx/labels-outside-the-classes-are-named", test_labels_outside);
  g_test_add_func ("/learning/data-idx/test-labels-that-no-training-image-has", test_test_labels_outside);
  g_test_add_func ("/learning/data-idx/swapped-files-are-told", test_swapped_files);
  g_test_add_func ("/learning/data-idx/labels-are-whole-numbers", test_float_labels);
  g_test_add_func ("/learning/data-idx/values-that-are-no-numbers-are-named", test_no_number);
  g_test_add_func ("/learning/data-idx/test-images-have-the-same-size", test_other_sizes);
  g_test_add_func ("/learning/data-idx/one-image-a-class-is-too-few", test_nothing_to_test_with);
  result = g_test_run ();
  remove_folder (folder);
  g_free (folder);
  return result;
}
