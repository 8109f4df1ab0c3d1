/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nine-weights-cli count --network: a whole network, layer by layer. */
#include "cli-count-private.h"
#include "cli-error.h"
#include "cli-json.h"
#include "cli-text.h"
#include "lesson-network.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define N_COLUMNS 6 /* name, type, output, weights, biases, multiplications */

/* A name has neither a folder nor an ending. */
static gboolean
is_name (const char *text) {
  return strchr (text, G_DIR_SEPARATOR) == NULL && strchr (text, '.') == NULL;
}

static void
add_row (GPtrArray *cells, const char *name, const char *type, const char *output,
         const LessonNetworkTotal *total) {
  g_ptr_array_add (cells, cli_text_one_line (name));
  g_ptr_array_add (cells, g_strdup (type));
  g_ptr_array_add (cells, g_strdup (output));
  g_ptr_array_add (cells, lesson_format_count (total->weights));
  g_ptr_array_add (cells, lesson_format_count (total->biases));
  g_ptr_array_add (cells, lesson_format_count (total->multiplications));
}

static void
add_layer (GPtrArray *cells, const LessonNetworkLayer *layer) {
  LessonNetworkTotal numbers = {
    .weights = layer->count.weights,
    .biases = layer->count.biases,
    .multiplications = layer->count.multiplications,
  };
  g_autofree char *output = cli_text_extents (3, layer->output);

  add_row (cells, layer->name, lesson_network_type_name (layer->type), output, &numbers);
}

static GPtrArray *
table_cells (const LessonNetwork *network) {
  const char *const head[N_COLUMNS] = { _ ("layer"),   _ ("type"),   _ ("output"),
                                        _ ("weights"), _ ("biases"), _ ("multiplications") };
  GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < N_COLUMNS; i++)
    g_ptr_array_add (cells, g_strdup (head[i]));
  for (guint i = 0; i < network->n_layers; i++)
    add_layer (cells, &network->layers[i]);
  add_row (cells, _ ("convolutions"), "", "", &network->convolutions);
  add_row (cells, _ ("dense layers"), "", "", &network->dense);
  add_row (cells, _ ("all"), "", "", &network->all);
  return cells;
}

static void
print_table (const LessonNetwork *network) {
  g_autoptr (GPtrArray) cells = table_cells (network);
  g_autofree char *title = cli_text_one_line (network->title);
  g_autofree char *input = cli_text_extents (3, network->input);
  g_autofree char *parameters = lesson_format_count (network->all.parameters);

  /* Translators: name of the network, size of the image, number of parameters */
  g_print (_ ("%s, image %s: %s parameters\n\n"), title, input, parameters);
  cli_count_print_cells (cells, N_COLUMNS, 3);
}

static void
write_extents (CliJson *json, const char *key, const gint64 *extents) {
  cli_json_begin_array (json, key);
  for (guint i = 0; i < 3; i++)
    cli_json_integer (json, NULL, extents[i]);
  cli_json_end_array (json);
}

static void
write_layer (CliJson *json, const LessonNetworkLayer *layer) {
  cli_json_begin_object (json, NULL);
  cli_json_string (json, "name", layer->name);
  cli_json_string (json, "type", lesson_network_type_name (layer->type));
  write_extents (json, "output_shape", layer->output);
  cli_json_integer (json, "weights", layer->count.weights);
  cli_json_integer (json, "biases", layer->count.biases);
  cli_json_integer (json, "multiplications", layer->count.multiplications);
  cli_json_end_object (json);
}

static void
write_total (CliJson *json, const char *key, const LessonNetworkTotal *total) {
  cli_json_begin_object (json, key);
  cli_json_integer (json, "weights", total->weights);
  cli_json_integer (json, "biases", total->biases);
  cli_json_integer (json, "parameters", total->parameters);
  cli_json_integer (json, "multiplications", total->multiplications);
  cli_json_end_object (json);
}

static void
print_json (const LessonNetwork *network) {
  g_auto (CliJson) json;

  cli_json_init (&json);
  cli_json_begin_object (&json, NULL);
  cli_json_string (&json, "network", network->title);
  write_extents (&json, "input_shape", network->input);
  cli_json_begin_array (&json, "layers");
  for (guint i = 0; i < network->n_layers; i++)
    write_layer (&json, &network->layers[i]);
  cli_json_end_array (&json);
  write_total (&json, "convolutions", &network->convolutions);
  write_total (&json, "dense", &network->dense);
  write_total (&json, "all", &network->all);
  cli_json_end_object (&json);
  cli_json_print (&json);
}

gboolean
cli_count_network (const char *text, gboolean as_json, GError **error) {
  g_autoptr (LessonNetwork) network =
      is_name (text) ? lesson_network_shipped (text, error) : lesson_network_load (text, error);

  if (network == NULL)
    return is_name (text) ? cli_error_blame_usage (error) : FALSE;
  if (as_json)
    print_json (network);
  else
    print_table (network);
  return TRUE;
}
