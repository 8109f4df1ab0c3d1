/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Networks as values. Their reader is lesson-network-file.c. */
#include "lesson-network.h"

#include "lesson-data.h"
#include "lesson-error.h"

#include <glib/gi18n-lib.h>

static const char *const shipped[] = { "lenet-5", "alexnet", "vgg-16", "resnet-50", NULL };

static const char *const type_names[LESSON_N_NETWORK_TYPES] = {
  [LESSON_NETWORK_CONVOLUTION] = "convolution",
  [LESSON_NETWORK_DENSE] = "dense",
  [LESSON_NETWORK_MAX_POOL] = "max-pool",
  [LESSON_NETWORK_AVERAGE_POOL] = "average-pool",
  [LESSON_NETWORK_GLOBAL_AVERAGE_POOL] = "global-average-pool",
  [LESSON_NETWORK_BATCH_NORM] = "batch-norm",
  [LESSON_NETWORK_RELU] = "relu",
  [LESSON_NETWORK_TANH] = "tanh",
  [LESSON_NETWORK_ADD] = "add",
  [LESSON_NETWORK_FLATTEN] = "flatten",
};

const char *
lesson_network_type_name (LessonNetworkType type) {
  return type_names[type];
}

gint64
lesson_network_layer_parameters (const LessonNetworkLayer *layer) {
  return layer->count.weights + layer->count.biases;
}

LessonNetwork *
lesson_network_shipped (const char *name, GError **error) {
  if (!g_strv_contains (shipped, name)) {
    g_autofree char *names = g_strjoinv (", ", (char **) shipped);
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_FILE,
                 _ ("network “%s”: none of that name ships with the program; choose from %s"), name, names);
    return NULL;
  }
  g_autofree char *relative = g_strdup_printf ("networks/%s.network", name);
  g_autofree char *path = lesson_data_path (relative);
  return lesson_network_load (path, error);
}

GPtrArray *
lesson_networks_shipped (GError **error) {
  g_autoptr (GPtrArray) networks = g_ptr_array_new_with_free_func ((GDestroyNotify) lesson_network_free);

  for (const char *const *name = shipped; *name != NULL; name++) {
    LessonNetwork *network = lesson_network_shipped (*name, error);
    if (network == NULL)
      return NULL;
    g_ptr_array_add (networks, network);
  }
  return g_steal_pointer (&networks);
}

void
lesson_network_free (LessonNetwork *self) {
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_layers; i++)
    g_free (self->layers[i].name);
  g_free (self->layers);
  g_free (self->title);
  g_free (self);
}
