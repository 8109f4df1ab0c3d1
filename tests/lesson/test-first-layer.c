/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-npy.h"
#include "engine-safetensors.h"
#include "lesson-error.h"
#include "lesson-first-layer.h"
#include "lesson-test.h"

#include <glib/gstdio.h>
#include <math.h>

typedef struct {
  char *folder, *npy, *safetensors;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data) {
  self->folder = g_dir_make_tmp (NULL, NULL);
  self->npy = g_build_filename (self->folder, "w.npy", NULL);
  self->safetensors = g_build_filename (self->folder, "model.safetensors", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data) {
  g_unlink (self->npy);
  g_unlink (self->safetensors);
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->npy);
  g_free (self->safetensors);
}

/* Its values are their places, in 1/64. */
static EngineTensor *
make_array (guint rank, const gint64 *shape) {
  EngineTensor *array = engine_tensor_new (rank, shape, NULL);

  for (gint64 i = 0; i < array->length; i++)
    array->data[i] = (float) i / 64;
  return array;
}

static LessonFirstLayer *
read_npy (Fixture *self, const EngineTensor *array, LessonLayout layout, GError **error) {
  g_assert_true (engine_npy_save (self->npy, array, NULL));
  g_autoptr (LessonLayerFile) file = lesson_layer_file_open (self->npy, error);

  return file != NULL ? lesson_first_layer_read (file, 0, layout, error) : NULL;
}

static LessonFirstLayer *
read_shape (Fixture *self, const gint64 *shape, LessonLayout layout, GError **error) {
  g_autoptr (EngineTensor) array = make_array (4, shape);

  return read_npy (self, array, layout, error);
}

static void
test_guess (Fixture *self, gconstpointer data) {
  static const gint64 shapes[][4] = { { 8, 3, 3, 1 }, { 8, 1, 3, 3 },    { 8, 5, 5, 3 },
                                      { 8, 3, 7, 7 }, { 64, 3, 11, 11 }, { 4, 1, 1, 1 } };
  static const LessonLayout layouts[] = { LESSON_LAYOUT_KHWC, LESSON_LAYOUT_KCHW, LESSON_LAYOUT_KHWC,
                                          LESSON_LAYOUT_KCHW, LESSON_LAYOUT_KCHW, LESSON_LAYOUT_KHWC };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (LessonFirstLayer) layer = read_shape (self, shapes[i], LESSON_LAYOUT_UNSTATED, &error);

    g_assert_no_error (error);
    g_assert_cmpint (layer->layout, ==, layouts[i]);
    g_assert_cmpint (layer->filters, ==, shapes[i][0]);
    g_assert_cmpint (layer->side, ==, shapes[i][2]);
    g_assert_cmpstr (layer->name, ==, "w.npy");
  }
}

static void
test_ambiguous (Fixture *self, gconstpointer data) {
  const gint64 shape[] = { 2, 3, 3, 3 };
  g_autoptr (GError) error = NULL;

  g_assert_null (read_shape (self, shape, LESSON_LAYOUT_UNSTATED, &error));
  g_assert_error (error, LESSON_ERROR, LESSON_ERROR_FILTERS);
  assert_sentence (error);
  g_assert_nonnull (strstr (error->message, "w.npy: the shape (2, 3, 3, 3) does not tell"));
  g_clear_error (&error);

  g_autoptr (LessonFirstLayer) last = read_shape (self, shape, LESSON_LAYOUT_KHWC, &error);
  g_autoptr (LessonFirstLayer) first = read_shape (self, shape, LESSON_LAYOUT_KCHW, &error);
  g_assert_no_error (error);
  /* Filter 1, row 2, column 0, channel 1. */
  g_assert_cmpfloat (last->weights[27 + 18 + 1], ==, (27 + 18 + 1) / 64.0F);
  g_assert_cmpfloat (first->weights[27 + 18 + 1], ==, (27 + 9 + 6) / 64.0F);
}

static void
assert_refused (Fixture *self, guint rank, const gint64 *shape, LessonLayout layout, const char *reason) {
  g_autoptr (EngineTensor) array = make_array (rank, shape);
  g_autoptr (GError) error = NULL;

  g_assert_null (read_npy (self, array, layout, &error));
  g_assert_error (error, LESSON_ERROR, LESSON_ERROR_FILTERS);
  assert_sentence (error);
  g_assert_nonnull (strstr (error->message, reason));
}

static void
test_refused (Fixture *self, gconstpointer data) {
  assert_refused (self, 3, (gint64[]){ 8, 3, 3 }, LESSON_LAYOUT_UNSTATED, "the shape (8, 3, 3) is not");
  assert_refused (self, 4, (gint64[]){ 8, 2, 3, 3 }, LESSON_LAYOUT_KCHW, "(8, 2, 3, 3)");
  assert_refused (self, 4, (gint64[]){ 8, 3, 5, 4 }, LESSON_LAYOUT_KCHW, "(8, 3, 5, 4)");
  assert_refused (self, 4, (gint64[]){ 2, 3, 32, 32 }, LESSON_LAYOUT_KCHW, "(2, 3, 32, 32)");
  assert_refused (self, 4, (gint64[]){ 8, 3, 5, 5 }, LESSON_LAYOUT_KHWC, "state the other one");
  assert_refused (self, 4, (gint64[]){ 8, 5, 5, 3 }, LESSON_LAYOUT_KCHW, "state the other one");
}

static void
test_not_finite (Fixture *self, gconstpointer data) {
  g_autoptr (EngineTensor) array = make_array (4, (gint64[]){ 8, 3, 5, 5 });
  g_autoptr (GError) error = NULL;

  array->data[7 * 75 + 2 * 25 + 3 * 5 + 4] = NAN;
  g_assert_null (read_npy (self, array, LESSON_LAYOUT_UNSTATED, &error));
  g_assert_error (error, LESSON_ERROR, LESSON_ERROR_FILTERS);
  g_assert_nonnull (strstr (error->message, "index (7, 2, 3, 4)"));
}

/* A model as a library saves one, in which two arrays can be the first layer. */
static void
save_model (Fixture *self) {
  g_autoptr (EngineTensor) first = make_array (4, (gint64[]){ 4, 3, 7, 7 });
  g_autoptr (EngineTensor) biases = make_array (1, (gint64[]){ 4 });
  g_autoptr (EngineTensor) second = make_array (4, (gint64[]){ 8, 4, 3, 3 });
  g_autoptr (EngineTensor) other = make_array (4, (gint64[]){ 2, 1, 5, 5 });
  g_autoptr (EngineTensor) dense = make_array (2, (gint64[]){ 10, 8 });
  const EngineSafetensorsItem items[] = { { "conv1.bias", biases },
                                          { "conv1.weight", first },
                                          { "conv2.weight", second },
                                          { "fc.weight", dense },
                                          { "side.weight", other } };

  g_assert_true (engine_safetensors_save (self->safetensors, items, G_N_ELEMENTS (items), NULL));
}

static void
test_model (Fixture *self, gconstpointer data) {
  g_autoptr (GError) error = NULL;
  guint index;

  save_model (self);
  g_autoptr (LessonLayerFile) file = lesson_layer_file_open (self->safetensors, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lesson_layer_file_n_choices (file), ==, 2);
  g_assert_cmpstr (lesson_layer_file_choice (file, 0)->name, ==, "conv1.weight");
  g_assert_true (lesson_layer_file_choice (file, 0)->bias);
  g_assert_false (lesson_layer_file_choice (file, 1)->bias);
  g_assert_true (lesson_layer_file_find (file, "side.weight", &index, &error));
  g_autoptr (LessonFirstLayer) layer = lesson_first_layer_read (file, index, LESSON_LAYOUT_UNSTATED, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (layer->name, ==, "model.safetensors, side.weight");
  g_assert_cmpint (layer->channels, ==, 1);

  g_assert_false (lesson_layer_file_find (file, "fc.weight", &index, &error));
  g_assert_cmpstr (
      error->message, ==,
      "model.safetensors: it has no first layer “fc.weight”; choose from conv1.weight, side.weight");
}

static void
test_no_layer (Fixture *self, gconstpointer data) {
  g_autoptr (EngineTensor) dense = make_array (2, (gint64[]){ 10, 8 });
  g_autoptr (GError) error = NULL;

  g_assert_true (
      engine_safetensors_save (self->safetensors, &(EngineSafetensorsItem){ "w1", dense }, 1, NULL));
  g_assert_null (lesson_layer_file_open (self->safetensors, &error));
  g_assert_error (error, LESSON_ERROR, LESSON_ERROR_FILTERS);
  assert_sentence (error);
}

/* On a grey picture the three channels are the same, so that the planes of a filter work as their sum. */
static void
test_planes (Fixture *self, gconstpointer data) {
  g_autoptr (GError) error = NULL;
  g_autoptr (LessonFirstLayer) layer =
      read_shape (self, (gint64[]){ 2, 3, 5, 5 }, LESSON_LAYOUT_UNSTATED, &error);
  g_autoptr (LessonFilters) grey = lesson_first_layer_filters (layer, LESSON_PLANE_GREY, &error);
  g_autoptr (LessonFilters) green = lesson_first_layer_filters (layer, LESSON_PLANE_GREEN, &error);
  LessonSettings settings;

  g_assert_no_error (error);
  g_assert_cmpfloat (lesson_filters_get (green, 1)[7], ==, (75 + 25 + 7) / 64.0F);
  g_assert_cmpfloat (lesson_filters_get (grey, 1)[7], ==, (3 * 75 + 25 + 50 + 3 * 7) / 64.0F);
  lesson_settings_init (&settings);
  g_assert_true (lesson_filters_apply (green, 1, &settings));
  g_assert_cmpstr (lesson_filters_title (&settings), ==, "w, green, filter 2");
}

static void
test_too_large (Fixture *self, gconstpointer data) {
  g_autoptr (GError) error = NULL;
  g_autoptr (LessonFirstLayer) layer =
      read_shape (self, (gint64[]){ 2, 1, 11, 11 }, LESSON_LAYOUT_UNSTATED, &error);

  g_assert_no_error (error);
  g_assert_null (lesson_first_layer_filters (layer, LESSON_PLANE_GREY, &error));
  g_assert_error (error, LESSON_ERROR, LESSON_ERROR_FILTERS);
  assert_sentence (error);
}

static void
test_counts (Fixture *self, gconstpointer data) {
  LessonFirstLayerCount count;
  g_autoptr (GError) error = NULL;

  save_model (self);
  g_autoptr (LessonLayerFile) file = lesson_layer_file_open (self->safetensors, &error);
  g_autoptr (LessonFirstLayer) layer = lesson_first_layer_read (file, 0, LESSON_LAYOUT_UNSTATED, &error);
  g_assert_no_error (error);
  g_assert_true (lesson_first_layer_count (layer, 20, 30, &count, &error));
  g_assert_cmpint (count.layer.weights, ==, 4 * 3 * 7 * 7);
  g_assert_cmpint (count.layer.biases, ==, 4);
  g_assert_cmpint (count.layer.uses_per_weight, ==, 20 * 30);
  g_assert_cmpint (count.layer.multiplications, ==, 4 * 3 * 7 * 7 * 20 * 30);
  g_assert_cmpint (count.dense.weights, ==, (gint64) 20 * 30 * 3 * 20 * 30 * 4);
}

static LearningSnapshot
start_of (LearningKind kind) {
  LearningRecipe recipe = learning_recipe (kind);
  g_autoptr (LearningNetwork) network =
      learning_network_new_from_recipe (&recipe, (gint64[]){ 1, 10, 10 }, 10, NULL);

  return (LearningSnapshot){ .weights = learning_weights_new_random (network, LEARNING_START_HE, 5) };
}

static void
test_trained (void) {
  LearningSnapshot convolution = start_of (LEARNING_CONVOLUTION), dense = start_of (LEARNING_DENSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (LessonFilters) filters = lesson_filters_new_learned ("here", &convolution, &error);

  g_assert_no_error (error);
  g_assert_cmpint (filters->n, ==, 32);
  g_assert_cmpint (filters->kernel, ==, 3);
  g_assert_cmpmem (filters->weights, 32 * 9 * 4, learning_weights_of (convolution.weights, 0), 32 * 9 * 4);
  g_assert_null (lesson_filters_new_learned ("here", &dense, &error));
  g_assert_error (error, LESSON_ERROR, LESSON_ERROR_FILTERS);
  assert_sentence (error);
  learning_weights_unref (convolution.weights);
  learning_weights_unref (dense.weights);
}

/* What training saves opens here without a question, as a folder's w1.npy and as one file. */
static void
test_trained_files (Fixture *self, gconstpointer data) {
  LearningSnapshot convolution = start_of (LEARNING_CONVOLUTION);
  g_autofree char *folder = g_build_filename (self->folder, "weights", NULL);
  const char *const names[] = { "w1.npy", "b1.npy", "w2.npy", "b2.npy" };
  g_autoptr (GError) error = NULL;

  g_assert_true (learning_weights_save (convolution.weights, folder, &error));
  g_assert_true (learning_weights_save (convolution.weights, self->safetensors, &error));
  g_assert_no_error (error);
  g_autofree char *npy = g_build_filename (folder, "w1.npy", NULL);
  const char *const paths[] = { npy, self->safetensors };
  for (guint i = 0; i < 2; i++) {
    g_autoptr (LessonLayerFile) file = lesson_layer_file_open (paths[i], &error);
    g_assert_no_error (error);
    g_autoptr (LessonFirstLayer) layer = lesson_first_layer_read (file, 0, LESSON_LAYOUT_UNSTATED, &error);
    g_assert_no_error (error);
    g_assert_cmpint (layer->bias, ==, i == 1);
    g_assert_cmpmem (layer->weights, 32 * 9 * 4, learning_weights_of (convolution.weights, 0), 32 * 9 * 4);
  }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (folder, names[i], NULL);
    g_unlink (path);
  }
  g_rmdir (folder);
  learning_weights_unref (convolution.weights);
}

#define ADD(name, function)                                                                                  \
  g_test_add ("/lesson/first-layer/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("a-shape-with-one-reading-is-read", test_guess);
  ADD ("a-shape-with-two-readings-has-to-be-told", test_ambiguous);
  ADD ("other-arrays-are-refused", test_refused);
  ADD ("a-weight-that-is-no-number-is-named", test_not_finite);
  ADD ("a-model-lists-what-can-be-its-first-layer", test_model);
  ADD ("a-model-without-one-is-refused", test_no_layer);
  ADD ("planes-add-up-for-a-grey-picture", test_planes);
  ADD ("kernels-too-large-to-slide-are-refused", test_too_large);
  ADD ("counts-are-those-of-the-picture", test_counts);
  ADD ("weights-that-training-saved-open-without-a-question", test_trained_files);
  g_test_add_func ("/lesson/first-layer/filters-of-a-network-are-its-first-layer", test_trained);
  return g_test_run ();
}
