/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The core kernels, a fixed amount of work each, for valgrind's callgrind to count. It counts only what happens inside of
 * counted_work() and writes a profile whenever that returns: the n-th profile is of the n-th name printed here. Each work has been
 * done once before, so that what is made only once is not in the count. One thread, whatever the environment says; the level of
 * the processor is the environment's, and is printed first. */
#include "draw-fan-raster.h"
#include "engine-conv-layer.h"
#include "engine-conv.h"
#include "engine-cpu.h"
#include "engine-threads-private.h"
#include "learning-model.h"
#include "learning-optimizer.h"
#include "lesson-response.h"

#include <string.h>

typedef void (*Work) (gpointer data);

/* Its name is an option of callgrind's, in check-counts.py. */
__attribute__ ((noinline)) static void
counted_work (Work work, gpointer data) {
  work (data);
  __asm__ volatile(""); /* the call above is no jump: this function returns after it */
}

static void
count (const char *name, Work work, gpointer data) {
  work (data);
  counted_work (work, data);
  g_print ("%s\n", name);
}

static void
fill_values (float *values, gint64 n) {
  for (gint64 i = 0; i < n; i++)
    values[i] = (float) (i * 7919 % 1009) / 1009 - 0.25f;
}

static EngineTensor *
new_tensor (guint rank, const gint64 *extents) {
  EngineTensor *tensor = engine_tensor_new (rank, extents, NULL);

  g_assert_nonnull (tensor);
  fill_values (tensor->data, tensor->length);
  return tensor;
}

/* Convolution. */

typedef struct {
  EngineConvShape shape;
  EngineTensor *image, *weights, *bias;
  EngineConvLayer *layer;
  EnginePlanes *input, *output;
} Conv;

static void
conv_init (Conv *self, const EngineConvSpec *spec, gint64 pool) {
  const gint64 extents[] = { spec->filters, spec->kernel[0], spec->kernel[1], spec->channels };
  gboolean fused = pool > 1;

  g_assert_true (engine_conv_shape_init (&self->shape, spec, NULL));
  self->image = new_tensor (3, (const gint64[]){ spec->height, spec->width, spec->channels });
  self->weights = new_tensor (4, extents);
  self->bias = new_tensor (1, &spec->filters);
  self->layer =
      engine_conv_layer_new (&self->shape, self->weights, fused ? self->bias : NULL, fused, pool, NULL);
  self->input = engine_planes_new_from_image (self->image, NULL);
  self->output = engine_conv_layer_new_output (self->layer, NULL);
}

static void
conv_clear (Conv *self) {
  engine_tensor_unref (self->image);
  engine_tensor_unref (self->weights);
  engine_tensor_unref (self->bias);
  engine_conv_layer_free (self->layer);
  engine_planes_free (self->input);
  engine_planes_free (self->output);
}

static void
run_layer (gpointer data) {
  Conv *self = data;

  engine_conv_layer_run (self->layer, self->input, self->output, NULL, NULL);
}

static void
run_forward (gpointer data) {
  Conv *self = data;

  engine_tensor_unref (engine_conv_forward (&self->shape, self->image, self->weights, self->bias, NULL));
}

static void
count_conv (const char *name, Work work, gint64 height, gint64 width, gint64 channels, gint64 filters,
            gint64 kernel, gint64 pool) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  Conv self;

  spec.height = height;
  spec.width = width;
  spec.channels = channels;
  spec.filters = filters;
  spec.kernel[0] = spec.kernel[1] = kernel;
  conv_init (&self, &spec, pool);
  count (name, work, &self);
  conv_clear (&self);
}

/* With a pool comes bias and ReLU: all three in one pass. */
static void
count_convolution (void) {
  count_conv ("layer-of-the-lesson", run_layer, 10, 10, 1, 32, 3, 1);
  count_conv ("layer-of-the-lesson-as-an-image", run_forward, 10, 10, 1, 32, 3, 1);
  count_conv ("one-filter-on-a-band-of-a-photo", run_layer, 66, 4002, 1, 1, 3, 1);
  count_conv ("one-filter-of-7x7-on-a-band-of-a-photo", run_layer, 38, 2006, 1, 1, 7, 1);
  count_conv ("layer-on-a-band-of-a-photo", run_layer, 18, 2002, 1, 32, 3, 1);
  count_conv ("layer-with-bias-relu-pool-on-a-band-of-a-photo", run_layer, 18, 2002, 1, 32, 3, 2);
  count_conv ("layer-on-a-band-of-a-photo-in-colour", run_layer, 18, 962, 3, 32, 3, 1);
}

/* Training: a step is the gradient of a batch, and what it does to the weights. */

typedef struct {
  LearningNetwork *network;
  LearningModel *model;
  LearningSet *set;
  LearningMoments moments;
  gsize batch;
  guint32 *indices;
  float *weights, *gradient;
} Training;

static void
training_init (Training *self, LearningKind kind, gsize batch) {
  LearningRecipe recipe = learning_recipe (kind);

  *self = (Training){ .batch = batch };
  self->network = learning_network_new_from_recipe (&recipe, (const gint64[]){ 1, 10, 10 }, 10, NULL);
  self->model = learning_model_new (self->network, 1);
  self->set = learning_set_new (batch, 1, 10, 10, 10, NULL);
  fill_values (self->set->images, (gint64) (batch * self->set->pixels));
  self->indices = g_new (guint32, batch);
  for (gsize i = 0; i < batch; i++) {
    self->set->labels[i] = (guint16) (i * 7 % 10);
    self->indices[i] = (guint32) i;
  }
  self->weights = g_new (float, self->network->n_parameters);
  self->gradient = g_new (float, self->network->n_parameters);
  fill_values (self->weights, self->network->n_parameters);
  learning_moments_reset (&self->moments, LEARNING_SGD, (gsize) self->network->n_parameters);
}

static void
training_clear (Training *self) {
  learning_moments_clear (&self->moments);
  learning_model_free (self->model);
  learning_network_unref (self->network);
  learning_set_unref (self->set);
  g_free (self->indices);
  g_free (self->weights);
  g_free (self->gradient);
}

static void
train_step (gpointer data) {
  Training *self = data;

  learning_model_gradient (self->model, self->weights, self->set, self->indices, self->batch, self->gradient,
                           NULL);
  learning_moments_update (&self->moments, 0.01, 0.9, 0, self->gradient, self->weights);
}

static void
count_training (gsize batch) {
  for (LearningKind kind = 0; kind < LEARNING_N_KINDS; kind++) {
    g_autofree char *name =
        g_strdup_printf ("training-step-%s-batch-%" G_GSIZE_FORMAT, learning_kind_name (kind), batch);
    Training self;

    training_init (&self, kind, batch);
    count (name, train_step, &self);
    training_clear (&self);
  }
}

/* Drawing: every line of the lesson's dense layer, on a part of a picture. */

typedef struct {
  DrawFanGeometry geometry;
  DrawFanRaster *raster;
  gint64 n_lines;
  DrawColor *colors;
} Fan;

static void
fan_init (Fan *self) {
  *self = (Fan){ .geometry = {
                     .width = 120,
                     .height = 112,
                     .n_inputs = 100,
                     .n_nodes = 32,
                     .inputs_top = 1,
                     .inputs_height = 110,
                     .nodes_top = 1,
                     .nodes_height = 110,
                     .thickness = 1.8,
                     .alpha = 0.32,
                 } };
  self->raster = draw_fan_raster_new (&self->geometry);
  self->n_lines = self->geometry.n_inputs * self->geometry.n_nodes;
  self->colors = g_new (DrawColor, self->n_lines);
  for (gint64 i = 0; i < self->n_lines; i++)
    self->colors[i] = (DrawColor){ (double) (i % 7) / 6, (double) (i % 31) / 30, (double) (i % 101) / 100 };
}

static void
fan_clear (Fan *self) {
  draw_fan_raster_free (self->raster);
  g_free (self->colors);
}

static void
draw_lines (gpointer data) {
  Fan *self = data;
  DrawFanRaster *raster = draw_fan_raster_new (&self->geometry);

  draw_fan_raster_set_colors (raster, self->colors);
  draw_fan_raster_picture (raster, self->n_lines);
  draw_fan_raster_free (raster);
}

static void
draw_other_colors (gpointer data) {
  Fan *self = data;

  for (gint64 i = 0; i < self->n_lines; i++)
    self->colors[i].red = 1 - self->colors[i].red;
  draw_fan_raster_set_colors (self->raster, self->colors);
  draw_fan_raster_picture (self->raster, self->n_lines);
}

static void
count_fan (void) {
  Fan self;

  fan_init (&self);
  count ("lines-of-the-fan", draw_lines, &self);
  count ("lines-of-the-fan-in-other-colours", draw_other_colors, &self);
  fan_clear (&self);
}

/* The photo. */

static EngineImage *
new_photo (gint64 height, gint64 width) {
  g_autofree float *grey = g_new (float, height *width);

  fill_values (grey, height * width);
  return engine_image_new_from_grey (grey, height, width, NULL);
}

static void
make_pyramid (gpointer data) {
  g_autoptr (LessonPhotoGrey) grey = lesson_photo_grey_new (data);

  lesson_photo_grey_pyramid (grey);
}

static void
make_response (gpointer data) {
  LessonSettings settings;

  lesson_settings_init (&settings);
  g_autoptr (LessonResponse) response = lesson_response_new (data, &settings);
  lesson_response_finish (response);
}

static void
count_photo (void) {
  g_autoptr (EngineImage) photo = new_photo (300, 401);
  g_autoptr (LessonPhotoGrey) grey = lesson_photo_grey_new (photo);

  count ("pyramid-of-a-photo", make_pyramid, photo);
  count ("response-of-a-photo", make_response, grey);
}

int
main (void) {
  engine_threads_set (1);
  g_print ("%s\n", engine_cpu_level_name (engine_cpu_level ()));
  count_convolution ();
  count_training (32);
  count_training (1);
  count_fan ();
  count_photo ();
  return 0;
}
