/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-weights-parts.h"

#include "learning-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

gboolean
learning_weights_save (const LearningWeights *self, const char *path, GError **error) {
  g_autoptr (GArray) parts = learning_parts_new (self->network);
  g_autoptr (GPtrArray) tensors = g_ptr_array_new_with_free_func ((GDestroyNotify) engine_tensor_unref);

  for (guint i = 0; i < parts->len; i++) {
    const LearningPart *part = &g_array_index (parts, LearningPart, i);
    EngineTensor *tensor = engine_tensor_new (part->rank, part->shape, error);

    if (tensor == NULL)
      return FALSE;
    memcpy (tensor->data, self->values + part->first, (gsize) part->length * sizeof (float));
    g_ptr_array_add (tensors, tensor);
  }
  return learning_parts_write (path, parts, (EngineTensor **) tensors->pdata, error);
}

static gboolean
check_shape (const EngineTensor *tensor, const LearningPart *part, const char *path, GError **error) {
  g_autofree char *name = learning_parts_display_name (path, part->name);
  g_autofree char *given = engine_tensor_shape_to_string (tensor);
  g_autofree char *wanted = NULL;
  EngineTensor like = { .rank = part->rank };

  if (engine_tensor_has_shape (tensor, part->rank, part->shape))
    return TRUE;
  memcpy (like.shape, part->shape, sizeof like.shape);
  wanted = engine_tensor_shape_to_string (&like);
  g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_WEIGHTS,
               _ ("%s: its shape is %s, another network’s; this network has %s"), name, given, wanted);
  return FALSE;
}

static gboolean
check_finite (const EngineTensor *tensor, const LearningPart *part, const char *path, GError **error) {
  g_autofree char *name = NULL;

  for (gint64 i = 0; i < tensor->length; i++) {
    if (isfinite (tensor->data[i]))
      continue;
    name = learning_parts_display_name (path, part->name);
    g_set_error (
        error, LEARNING_ERROR, LEARNING_ERROR_WEIGHTS,
        _ ("%s: it has a value that is infinite or not a number; save it again from a run that has not "
           "diverged"),
        name);
    return FALSE;
  }
  return TRUE;
}

LearningWeights *
learning_weights_load (LearningNetwork *network, const char *path, GError **error) {
  g_autoptr (GArray) parts = learning_parts_new (network);
  g_autoptr (LearningWeights) self = learning_weights_new (network);

  for (guint i = 0; i < parts->len; i++) {
    const LearningPart *part = &g_array_index (parts, LearningPart, i);
    g_autoptr (EngineTensor) tensor = learning_parts_read (path, part->name, error);

    if (tensor == NULL || !check_shape (tensor, part, path, error)
        || !check_finite (tensor, part, path, error))
      return NULL;
    memcpy (self->values + part->first, tensor->data, (gsize) part->length * sizeof (float));
  }
  return g_steal_pointer (&self);
}

/* The kind and the kernel from w1: (nodes, pixels), (filters, 1, size, size) or (filters, positions, size * size). */
static gboolean
guess_first (LearningRecipe *recipe, const EngineTensor *w1, gint64 height, gint64 width) {
  const gint64 *shape = w1->shape;
  gint64 taps = w1->rank == 3 ? shape[2] : shape[2] * shape[3];

  *recipe = (LearningRecipe){ .units = shape[0], .pool = 1 };
  if (w1->rank == 2) {
    recipe->kind = LEARNING_DENSE;
    return shape[1] == height * width;
  }
  recipe->kernel = (gint64) floor (sqrt ((double) taps) + 0.5);
  if (recipe->kernel * recipe->kernel != taps || recipe->kernel > height || recipe->kernel > width)
    return FALSE;
  recipe->kind = w1->rank == 3 ? LEARNING_LOCAL : LEARNING_CONVOLUTION;
  if (w1->rank == 3)
    return shape[1] == (height - recipe->kernel + 1) * (width - recipe->kernel + 1);
  return w1->rank == 4 && shape[1] == 1 && shape[2] == shape[3];
}

/* Of the pools that leave so many values of a map, the whole map or one that divides it; else the smallest. */
static gboolean
guess_pool (LearningRecipe *recipe, gint64 rows, gint64 columns, gint64 left) {
  gint64 found = -1;

  if (left == 1 && rows * columns > 1) {
    recipe->pool = 0;
    return TRUE;
  }
  for (gint64 pool = 1; pool <= MIN (rows, columns); pool++) {
    gboolean divides = rows % pool == 0 && columns % pool == 0;

    if ((rows / pool) * (columns / pool) == left && (found < 0 || divides))
      found = pool;
  }
  recipe->pool = found;
  return found > 0;
}

static gboolean
guess (LearningRecipe *recipe, const EngineTensor *w1, const EngineTensor *w2, gint64 height, gint64 width) {
  if (height > LEARNING_VALUES_MAX / width || !guess_first (recipe, w1, height, width) || w2->rank != 2)
    return FALSE;
  if (recipe->kind == LEARNING_DENSE)
    return w2->shape[1] == recipe->units;
  return w2->shape[1] % recipe->units == 0
         && guess_pool (recipe, height - recipe->kernel + 1, width - recipe->kernel + 1,
                        w2->shape[1] / recipe->units);
}

LearningWeights *
learning_weights_load_any (const char *path, gint64 height, gint64 width, GError **error) {
  const gint64 in[] = { 1, height, width };
  g_autoptr (EngineTensor) w1 = learning_parts_read (path, "w1", error);
  g_autoptr (EngineTensor) w2 = w1 != NULL ? learning_parts_read (path, "w2", error) : NULL;
  g_autoptr (LearningNetwork) network = NULL;
  LearningRecipe recipe;

  if (w2 == NULL)
    return NULL;
  if (!guess (&recipe, w1, w2, height, width)) {
    g_autofree char *name = g_filename_display_name (path);
    g_autofree char *first = engine_tensor_shape_to_string (w1);
    g_autofree char *second = engine_tensor_shape_to_string (w2);

    g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_WEIGHTS,
                 _ ("%s: weights of %s and %s are of no network for images of %d×%d; use (nodes, pixels), "
                    "(filters, 1, size, size) or (filters, positions, size²), and then (classes, inputs)"),
                 name, first, second, (int) height, (int) width);
    return NULL;
  }
  network = learning_network_new_from_recipe (&recipe, in, w2->shape[0], error);
  return network != NULL ? learning_weights_load (network, path, error) : NULL;
}
