/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-count-private.h"
#include "cli-text.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>

#define N_COLUMNS 5 /* what is counted, and four layers */

static const struct {
  const char *label;
  gsize offset;
} quantities[] = {
  { N_ ("outputs"), G_STRUCT_OFFSET (EngineCount, outputs) },
  { N_ ("weights"), G_STRUCT_OFFSET (EngineCount, weights) },
  { N_ ("biases"), G_STRUCT_OFFSET (EngineCount, biases) },
  { N_ ("uses of each weight"), G_STRUCT_OFFSET (EngineCount, uses_per_weight) },
  { N_ ("multiplications"), G_STRUCT_OFFSET (EngineCount, multiplications) },
  { N_ ("  on real pixels"), G_STRUCT_OFFSET (EngineCount, multiplications_inside) },
  { N_ ("bytes (float32)"), G_STRUCT_OFFSET (EngineCount, bytes) },
};

/* Rows of N_COLUMNS cells, one after the other. */
static void
add_row (GPtrArray *cells, const char *label, const char *dense, const char *dense_equal, const char *local,
         const char *convolution) {
  const char *const row[N_COLUMNS] = { label, dense, dense_equal, local, convolution };

  for (guint i = 0; i < N_COLUMNS; i++)
    g_ptr_array_add (cells, g_strdup (row[i]));
}

static void
add_quantity (GPtrArray *cells, const CliCounts *counts, guint quantity) {
  const EngineCount *layers[] = { &counts->dense, &counts->dense_equal, &counts->local,
                                  &counts->convolution };

  g_ptr_array_add (cells, g_strdup (_ (quantities[quantity].label)));
  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    g_ptr_array_add (cells,
                     lesson_format_count (G_STRUCT_MEMBER (gint64, layers[i], quantities[quantity].offset)));
}

static char *
nodes_text (gint64 nodes) {
  g_autofree char *count = lesson_format_count (nodes);

  /* Translators: %s is a number. */
  return g_strdup_printf (ngettext ("%s node", "%s nodes", (gulong) nodes), count);
}

static GPtrArray *
table_cells (const CliCounts *counts) {
  const gint64 extents[] = { counts->shape.out_height, counts->shape.out_width, counts->shape.spec.filters };
  g_autofree char *dense_nodes = nodes_text (counts->dense.outputs);
  g_autofree char *equal_nodes = nodes_text (counts->dense_equal.outputs);
  g_autofree char *shape = cli_text_extents (G_N_ELEMENTS (extents), extents);
  GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);

  add_row (cells, "", _ ("dense"), _ ("dense, equal"), _ ("local"), _ ("convolution"));
  add_row (cells, "", dense_nodes, equal_nodes, shape, shape);
  for (guint i = 0; i < G_N_ELEMENTS (quantities); i++)
    add_quantity (cells, counts, i);
  return cells;
}

void
cli_count_print_cells (const GPtrArray *cells, guint columns, guint left) {
  g_autofree glong *widths = g_new0 (glong, columns);

  for (guint i = 0; i < cells->len; i++)
    widths[i % columns] = MAX (widths[i % columns], g_utf8_strlen (cells->pdata[i], -1));

  for (guint i = 0; i < cells->len; i++) {
    const char *cell = cells->pdata[i];
    guint column = i % columns;
    int gap = (int) (widths[column] - g_utf8_strlen (cell, -1));

    g_print ("%s", column > 0 ? "   " : "");
    if (column < left)
      g_print ("%s%*s", cell, gap, "");
    else
      g_print ("%*s%s", gap, "", cell);
    if (column == columns - 1)
      g_print ("\n");
  }
}

static char *
weights_text (gint64 dense, gint64 convolution) {
  double ratio = (double) dense / convolution;
  g_autofree char *text = lesson_format_ratio (ratio < 1 ? 1 / ratio : ratio);

  if (dense == convolution)
    return g_strdup (_ ("as many weights"));
  return g_strdup_printf (ratio > 1 ? _ ("%s times fewer weights") : _ ("%s times more weights"), text);
}

static char *
multiplications_text (gint64 dense, gint64 convolution) {
  double ratio = (double) dense / convolution;
  g_autofree char *text = lesson_format_ratio (ratio < 1 ? 1 / ratio : ratio);

  if (dense == convolution)
    return g_strdup (_ ("as many multiplications"));
  return g_strdup_printf (
      ratio > 1 ? _ ("%s times fewer multiplications") : _ ("%s times more multiplications"), text);
}

static void
print_comparison (const EngineCount *dense, const EngineCount *convolution) {
  g_autofree char *nodes = nodes_text (dense->outputs);
  g_autofree char *weights = weights_text (dense->weights, convolution->weights);
  g_autofree char *multiplications =
      multiplications_text (dense->multiplications, convolution->multiplications);

  /* Translators: "Convolution instead of dense with 32 nodes: 11.1 times fewer weights, 5.76 times more multiplications." */
  g_print (_ ("Convolution instead of dense with %s: %s, %s.\n"), nodes, weights, multiplications);
}

static char *
padding_text (const EngineConvSpec *spec) {
  if (spec->padding == ENGINE_PADDING_VALID)
    return g_strdup (_ ("valid"));
  if (spec->padding == ENGINE_PADDING_SAME)
    return g_strdup (_ ("same"));
  return cli_text_extents (2, spec->padding_size);
}

static void
print_question (const EngineConvSpec *spec) {
  const gint64 image_extents[] = { spec->height, spec->width, spec->channels };
  g_autofree char *image = cli_text_extents (3, image_extents);
  g_autofree char *filters = lesson_format_count (spec->filters);
  g_autofree char *kernel = cli_text_extents (2, spec->kernel);
  g_autofree char *stride = cli_text_extents (2, spec->stride);
  g_autofree char *padding = padding_text (spec);
  g_autofree char *dilation = cli_text_extents (2, spec->dilation);
  g_autofree char *groups = lesson_format_count (spec->groups);

  g_print (_ ("Image %s, filters %s of %s, stride %s, padding %s, dilation %s, groups %s\n\n"), image,
           filters, kernel, stride, padding, dilation, groups);
}

void
cli_count_print_table (const CliCounts *self) {
  g_autoptr (GPtrArray) cells = table_cells (self);

  print_question (&self->shape.spec);
  cli_count_print_cells (cells, N_COLUMNS, 1);
  g_print ("\n");
  print_comparison (&self->dense, &self->convolution);
  print_comparison (&self->dense_equal, &self->convolution);
}
