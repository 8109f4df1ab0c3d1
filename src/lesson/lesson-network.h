/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Real networks, layer by layer, read from network files and counted by the engine. The format is in
 * data/networks/README.md. */
#pragma once

#include "engine-count.h"

G_BEGIN_DECLS

#define LESSON_NETWORK_ENDING   ".network"
#define LESSON_NETWORK_FILE_MAX (1 << 20) /* bytes */

typedef enum {
  LESSON_NETWORK_CONVOLUTION,
  LESSON_NETWORK_DENSE,
  LESSON_NETWORK_MAX_POOL,
  LESSON_NETWORK_AVERAGE_POOL,
  LESSON_NETWORK_GLOBAL_AVERAGE_POOL,
  LESSON_NETWORK_BATCH_NORM,
  LESSON_NETWORK_RELU,
  LESSON_NETWORK_TANH,
  LESSON_NETWORK_ADD,
  LESSON_NETWORK_FLATTEN,
  LESSON_N_NETWORK_TYPES
} LessonNetworkType;

typedef struct {
  char *name;
  LessonNetworkType type;
  gint64 output[3]; /* rows, columns, channels */
  EngineCount count;
} LessonNetworkLayer;

/* Sums over layers. */
typedef struct {
  gint64 weights, biases;
  gint64 parameters; /* both */
  gint64 multiplications;
  gint64 outputs;
} LessonNetworkTotal;

typedef struct {
  char *title;
  gint64 year; /* 0: not known */
  gint64 input[3];
  guint n_layers;
  LessonNetworkLayer *layers;
  LessonNetworkTotal all, convolutions, dense;
} LessonNetwork;

/* LESSON_ERROR_FILE names file, group and key of the first mistake; what the engine refuses is told the same way. */
LessonNetwork *lesson_network_load (const char *path, GError **error);
/* One of those that ship, by its name: "vgg-16". LESSON_ERROR_FILE lists the names where there is none of that name. */
LessonNetwork *lesson_network_shipped (const char *name, GError **error);
/* All that ship, the oldest first: GPtrArray of LessonNetwork. */
GPtrArray *lesson_networks_shipped (GError **error);
void lesson_network_free (LessonNetwork *self);

/* "max-pool": what files call it. */
const char *lesson_network_type_name (LessonNetworkType type);
/* Weights and biases of the layer. */
gint64 lesson_network_layer_parameters (const LessonNetworkLayer *layer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LessonNetwork, lesson_network_free)

G_END_DECLS
