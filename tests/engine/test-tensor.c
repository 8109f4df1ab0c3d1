/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-test.h"

static void
test_new (void) {
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineTensor) tensor = engine_tensor_new (2, (const gint64[]){ 3, 5 }, &error);
  g_autoptr (EngineTensor) image = engine_tensor_new_image (7, 11, 3, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (tensor->rank, ==, 2);
  g_assert_cmpint (tensor->length, ==, 15);
  for (guint axis = 2; axis < ENGINE_TENSOR_MAX_RANK; axis++)
    g_assert_cmpint (tensor->shape[axis], ==, 1);
  for (gint64 i = 0; i < tensor->length; i++)
    g_assert_cmpfloat (tensor->data[i], ==, 0);
  g_assert_cmpuint (GPOINTER_TO_SIZE (tensor->data) % 64, ==, 0);
  g_assert_cmpint (image->length, ==, 231);
}

static void
test_ref (void) {
  EngineTensor *tensor = random_tensor (1, 1, (const gint64[]){ 2 });
  float value = tensor->data[1];

  g_assert_true (engine_tensor_ref (tensor) == tensor);
  engine_tensor_unref (tensor);
  g_assert_cmpfloat (tensor->data[1], ==, value);
  engine_tensor_unref (tensor);
}

static void
test_shape (void) {
  g_autoptr (EngineTensor) vector = random_tensor (1, 1, (const gint64[]){ 5 });
  g_autoptr (EngineTensor) image = random_tensor (1, 3, (const gint64[]){ 10, 10, 1 });
  g_autofree char *vector_text = engine_tensor_shape_to_string (vector);
  g_autofree char *image_text = engine_tensor_shape_to_string (image);

  g_assert_cmpstr (vector_text, ==, "(5,)");
  g_assert_cmpstr (image_text, ==, "(10, 10, 1)");
  g_assert_true (engine_tensor_has_shape (image, 3, (const gint64[]){ 10, 10, 1 }));
  g_assert_false (engine_tensor_has_shape (image, 3, (const gint64[]){ 10, 1, 10 }));
  /* The same numbers, but another rank. */
  g_assert_false (engine_tensor_has_shape (image, 2, (const gint64[]){ 10, 10 }));
  g_assert_false (engine_tensor_has_shape (vector, 2, (const gint64[]){ 5, 1 }));
}

static void
test_not_positive (void) {
  static const gint64 extents[] = { 0, -1, G_MININT64 };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (extents); i++)
    for (guint axis = 0; axis < 3; axis++) {
      gint64 shape[] = { 2, 2, 2 };

      shape[axis] = extents[i];
      g_assert_null (engine_tensor_new (3, shape, &error));
      assert_refused (error, ENGINE_ERROR_SHAPE);
    }
}

static void
test_rank (void) {
  static const gint64 shape[] = { 1, 1, 1, 1, 1, 1, 1 };
  g_autoptr (GError) error = NULL;

  g_assert_null (engine_tensor_new (0, shape, &error));
  assert_refused (error, ENGINE_ERROR_SHAPE);
  g_assert_null (engine_tensor_new (7, shape, &error));
  assert_refused (error, ENGINE_ERROR_SHAPE);
}

/* Products and bytes that pass 64 bits, that would be small if they wrapped, and that no machine has. */
static void
test_too_large (void) {
  static const gint64 shapes[][2] = {
    { G_MAXINT64, 1 },
    { G_MAXINT64, G_MAXINT64 },
    { G_GINT64_CONSTANT (1) << 32, G_GINT64_CONSTANT (1) << 32 },
    { (G_GINT64_CONSTANT (1) << 62) + 1, 1 },
    { (G_GINT64_CONSTANT (1) << 62) - 1, 1 },
    { G_GINT64_CONSTANT (1) << 40, G_GINT64_CONSTANT (1) << 10 },
    { G_GINT64_CONSTANT (1) << 46, 1 },
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++) {
    g_assert_null (engine_tensor_new (2, shapes[i], &error));
    assert_refused (error, ENGINE_ERROR_TOO_LARGE);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/tensor/is-new-with-zeros", test_new);
  g_test_add_func ("/engine/tensor/lives-as-long-as-a-reference", test_ref);
  g_test_add_func ("/engine/tensor/tells-its-shape", test_shape);
  g_test_add_func ("/engine/tensor/extents-that-are-not-positive-are-refused", test_not_positive);
  g_test_add_func ("/engine/tensor/rank-outside-one-to-six-is-refused", test_rank);
  g_test_add_func ("/engine/tensor/sizes-beyond-memory-are-refused", test_too_large);
  return g_test_run ();
}
