/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `count` prints. */
#pragma once

#include "engine-count.h"

G_BEGIN_DECLS

typedef struct {
  gint64 inputs; /* values of the image */
  EngineConvShape shape;
  EngineCount dense, dense_equal, local, convolution;
} CliCounts;

/* The table for people, in their language and number format. */
void cli_count_print_table (const CliCounts *self);
/* Rows of so many cells, one after the other, in columns as wide as their text: the first ones to the left, the rest to the
 * right. */
void cli_count_print_cells (const GPtrArray *cells, guint columns, guint left);
/* A network by the name that it ships under, or by its file: layer by layer, as a table or as JSON. */
gboolean cli_count_network (const char *text, gboolean as_json, GError **error);

G_END_DECLS
