/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nine-weights-cli count: what the layers cost, side by side. */
#include "cli-command.h"
#include "cli-count-private.h"
#include "cli-error.h"
#include "cli-json.h"
#include "cli-layer.h"
#include "cli-options.h"

#include <glib/gi18n-lib.h>

typedef struct {
  char *image, *nodes, *filters, *kernel, *network, *weights, *layout;
  CliConvOptions conv;
  gboolean bias, json;
} Options;

static void
options_clear (Options *self) {
  g_free (self->image);
  g_free (self->nodes);
  g_free (self->filters);
  g_free (self->kernel);
  g_free (self->network);
  g_free (self->weights);
  g_free (self->layout);
  cli_options_clear_conv (&self->conv);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (const CliCommand *command, char **arguments, Options *self, GError **error) {
  const GOptionEntry entries[] = {
    { "image", 0, 0, G_OPTION_ARG_FILENAME, &self->image,
      N_ ("Rows, columns and channels of the image; default 10x10x1"), "HxW[xC]" },
    { "nodes", 0, 0, G_OPTION_ARG_FILENAME, &self->nodes, N_ ("Nodes of the dense layer; default 32"), "N" },
    { "filters", 0, 0, G_OPTION_ARG_FILENAME, &self->filters, N_ ("Filters of the convolution; default 32"),
      "K" },
    { "kernel", 0, 0, G_OPTION_ARG_FILENAME, &self->kernel,
      N_ ("Size of the filters, rows x columns or one number for both; default 3"), "HxW|N" },
    { "bias", 0, 0, G_OPTION_ARG_NONE, &self->bias, N_ ("Give every node and every filter a bias"), NULL },
    { "network", 0, 0, G_OPTION_ARG_FILENAME, &self->network,
      N_ ("Count a whole network instead: lenet-5, alexnet, vgg-16, resnet-50, or a file"), "NAME|FILE" },
    { "weights", 0, 0, G_OPTION_ARG_FILENAME, &self->weights,
      N_ ("Count the first layer of a model: its filters, their size, channels and biases"),
      "W.npy|M.safetensors[#NAME]" },
    { "layout", 0, 0, G_OPTION_ARG_FILENAME, &self->layout,
      N_ ("Where the channels of that file are, if its shape does not tell"), "khwc|kchw" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, N_ ("Print JSON"), NULL },
    { NULL },
  };
  GOptionEntry shared[CLI_CONV_ENTRIES + 1];

  cli_options_conv_entries (&self->conv, shared);
  return cli_command_parse (command, entries, shared, arguments, error);
}

/* The image has as many channels as the filters are for; whoever says another number is told. */
static gboolean
read_layer (const Options *self, EngineConvSpec *spec, GError **error) {
  g_autoptr (LessonFirstLayer) layer = cli_layer_load ("--weights", self->weights, self->layout, error);

  if (!layer)
    return FALSE;
  if (self->image && spec->channels != 1 && spec->channels != layer->channels)
    return cli_error_usage (error,
                            _ ("--image: it has %d channels and the filters of %s are for %d; use as many"),
                            (int) spec->channels, layer->name, (int) layer->channels);
  spec->channels = layer->channels;
  spec->filters = layer->filters;
  spec->kernel[0] = spec->kernel[1] = layer->side;
  spec->bias = self->bias || layer->bias;
  return TRUE;
}

static gboolean
check_weights (const Options *self, GError **error) {
  if (self->weights && (self->filters || self->kernel))
    return cli_error_usage (error,
                            _ ("--weights: the file says these sizes; leave out --filters and --kernel"));
  if (self->layout && !self->weights)
    return cli_error_usage (error, _ ("--layout: it is for the weights of a file; use it with --weights"));
  return TRUE;
}

static gboolean
read_spec (const Options *self, EngineConvSpec *spec, gint64 *nodes, GError **error) {
  *spec = (EngineConvSpec) ENGINE_CONV_SPEC_INIT;
  *nodes = 32;
  spec->bias = self->bias;
  return check_weights (self, error)
         && (!self->image
             || cli_options_parse_image ("--image", self->image, &spec->height, &spec->width, &spec->channels,
                                         error))
         && (!self->nodes || cli_options_parse_integer ("--nodes", self->nodes, 1, nodes, error))
         && (!self->filters
             || cli_options_parse_integer ("--filters", self->filters, 1, &spec->filters, error))
         && (!self->kernel || cli_options_parse_pair ("--kernel", self->kernel, 1, spec->kernel, error))
         && (!self->weights || read_layer (self, spec, error))
         && cli_options_apply_conv (&self->conv, spec, error);
}

static gboolean
multiply_inputs (const EngineConvSpec *spec, gint64 *inputs, GError **error) {
  if (__builtin_mul_overflow (spec->height, spec->width, inputs)
      || __builtin_mul_overflow (*inputs, spec->channels, inputs))
    return cli_error_usage (error, _ ("--image: its values pass 64 bits; use a smaller image"));
  return TRUE;
}

/* All numbers come from the command line, so whatever the counter refuses is an error of usage. */
static gboolean
count_layers (CliCounts *self, const EngineConvSpec *spec, gint64 nodes, GError **error) {
  if (!multiply_inputs (spec, &self->inputs, error))
    return FALSE;
  if (!engine_conv_shape_init (&self->shape, spec, error)
      || !engine_count_conv (&self->convolution, &self->shape, error)
      || !engine_count_local (&self->local, &self->shape, error)
      || !engine_count_dense (&self->dense, self->inputs, nodes, spec->bias, error)
      || !engine_count_dense (&self->dense_equal, self->inputs, self->convolution.outputs, spec->bias, error))
    return cli_error_blame_usage (error);
  return TRUE;
}

static void
write_count (CliJson *json, const char *key, const EngineCount *count, const EngineConvShape *shape) {
  cli_json_begin_object (json, key);
  cli_json_integer (json, "outputs", count->outputs);
  cli_json_integer (json, "weights", count->weights);
  cli_json_integer (json, "biases", count->biases);
  cli_json_integer (json, "multiplications", count->multiplications);
  cli_json_integer (json, "multiplications_inside", count->multiplications_inside);
  cli_json_integer (json, "uses_per_weight", count->uses_per_weight);
  cli_json_integer (json, "bytes", count->bytes);
  if (shape) {
    cli_json_begin_array (json, "output_shape");
    cli_json_integer (json, NULL, shape->out_height);
    cli_json_integer (json, NULL, shape->out_width);
    cli_json_integer (json, NULL, shape->spec.filters);
    cli_json_end_array (json);
  }
  cli_json_end_object (json);
}

static void
print_json (const CliCounts *self) {
  g_auto (CliJson) json;

  cli_json_init (&json);
  cli_json_begin_object (&json, NULL);
  cli_json_begin_object (&json, "image");
  cli_json_integer (&json, "height", self->shape.spec.height);
  cli_json_integer (&json, "width", self->shape.spec.width);
  cli_json_integer (&json, "channels", self->shape.spec.channels);
  cli_json_end_object (&json);
  write_count (&json, "dense", &self->dense, NULL);
  write_count (&json, "dense_equal_outputs", &self->dense_equal, NULL);
  write_count (&json, "local", &self->local, &self->shape);
  write_count (&json, "convolution", &self->convolution, &self->shape);
  cli_json_begin_object (&json, "ratio");
  cli_json_number (&json, "weights", (double) self->dense.weights / self->convolution.weights);
  cli_json_number (&json, "multiplications",
                   (double) self->convolution.multiplications / self->dense.multiplications);
  cli_json_end_object (&json);
  cli_json_end_object (&json);
  cli_json_print (&json);
}

/* A network's file says all of its sizes. */
static gboolean
refuse_sizes (const Options *self, GError **error) {
  const CliConvOptions *conv = &self->conv;

  if (!self->image && !self->nodes && !self->filters && !self->kernel && !self->bias && !self->weights
      && !self->layout && !conv->stride && !conv->padding && !conv->dilation && !conv->groups)
    return TRUE;
  return cli_error_usage (error, _ ("--network: its file says all sizes; leave out the other options"));
}

static gboolean
run (const CliCommand *self, char **arguments, GError **error) {
  g_auto (Options) options = { NULL };
  EngineConvSpec spec;
  CliCounts counts;
  gint64 nodes;

  if (!parse (self, arguments, &options, error))
    return FALSE;
  if (options.network)
    return refuse_sizes (&options, error) && cli_count_network (options.network, options.json, error);
  if (!read_spec (&options, &spec, &nodes, error) || !count_layers (&counts, &spec, nodes, error))
    return FALSE;

  if (options.json)
    print_json (&counts);
  else
    cli_count_print_table (&counts);
  return TRUE;
}

static const char *const description[] = {
  N_ ("Four layers over the same image:\n"
      "  dense         every node sees every value of the image\n"
      "  dense, equal  the same with as many nodes as the convolution has outputs\n"
      "  local         the convolution's connections, every one with a weight of its own\n"
      "  convolution   the same connections, one set of weights for all positions"),
  N_ ("Images are (H, W, C): rows, columns, channels. Weights of the convolution are\n"
      "(K, kh, kw, C/groups), its output is (H', W', K)."),
  N_ ("\"multiplications\" counts every product of the padded window,\n"
      "\"multiplications_inside\" only those on real pixels, not on the zeros of the\n"
      "padding. Biases cost additions and are not in either. \"bytes\" is the size of\n"
      "weights and biases as float32."),
  N_ ("JSON: \"image\", then an object for each layer (\"dense\", \"dense_equal_outputs\",\n"
      "\"local\", \"convolution\"; the last two with \"output_shape\" as [H', W', K]), and\n"
      "\"ratio\": \"weights\" is dense / convolution (how many times fewer), but\n"
      "\"multiplications\" is convolution / dense (how many times more)."),
  N_ ("With --network: a network layer by layer, and the sums of its convolutions, of its\n"
      "dense layers and of all. Its file is a key file as data/networks/README.md describes\n"
      "it. JSON: \"network\", \"input_shape\", \"layers\" (each with \"name\", \"type\",\n"
      "\"output_shape\", \"weights\", \"biases\", \"multiplications\"), then \"convolutions\",\n"
      "\"dense\" and \"all\" (\"parameters\" are weights and biases)."),
  N_ ("With --weights: filters, their size and channels are those of an array (K, k, k, C) or\n"
      "(K, C, k, k), C of 1 or 3, of an .npy or a .safetensors file, there the first such\n"
      "array or the one called NAME; biases are counted where the file has them beside it."),
  N_ ("All numbers are exact. Sizes whose count passes 64 bits, and a window larger than\n"
      "the padded image, are refused as wrong usage."),
  N_ ("Examples:\n"
      "  nine-weights-cli count\n"
      "  nine-weights-cli count --padding same --bias\n"
      "  nine-weights-cli count --image 224x224x3 --nodes 4096 --filters 64 --json\n"
      "  nine-weights-cli count --network vgg-16\n"
      "  nine-weights-cli count --weights model.safetensors --image 224x224"),
  NULL,
};

const CliCommand cli_count = {
  .name = "count",
  .summary = N_ ("Count weights and multiplications of dense and convolutional layers"),
  .description = description,
  .run = run,
};
