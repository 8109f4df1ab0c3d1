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

G_END_DECLS
