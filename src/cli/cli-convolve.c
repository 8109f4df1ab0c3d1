/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nine-weights-cli convolve: a convolutional layer over a picture or an array. */
#include "cli-command.h"
#include "cli-error.h"
#include "cli-layer.h"
#include "cli-options.h"
#include "cli-sheet.h"
#include "cli-text.h"
#include "engine-conv-layer.h"
#include "engine-image.h"
#include "engine-layers.h"
#include "engine-npy.h"
#include "lesson-filters-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  char **files;
  char *weights, *kernel, *layout, *row, *preset, *bias, *pool, *output;
  CliConvOptions conv;
  gboolean relu;
} Options;

/* What was asked for, read and checked as far as it can be without opening a file. */
typedef struct {
  const char *input, *output;
  const char *weights_path, *bias_path; /* NULL where there is none */
  EngineTensor *filter;                 /* in place of weights_path */
  EngineConvSpec spec;
  gboolean relu;
  EnginePool pool;
  gint64 pool_size; /* 0 for none */
} Layer;

static void
options_clear (Options *self) {
  g_strfreev (self->files);
  g_free (self->weights);
  g_free (self->kernel);
  g_free (self->layout);
  g_free (self->row);
  g_free (self->preset);
  g_free (self->bias);
  g_free (self->pool);
  g_free (self->output);
  cli_options_clear_conv (&self->conv);
}

static void
layer_clear (Layer *self) {
  g_clear_pointer (&self->filter, engine_tensor_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Layer, layer_clear)

static gboolean
parse (const CliCommand *command, char **arguments, Options *self, GError **error) {
  const GOptionEntry entries[] = {
    { "weights", 0, 0, G_OPTION_ARG_FILENAME, &self->weights,
      N_ ("Filters as an array (K, kh, kw, C/groups)"), "W.npy" },
    { "kernel", 0, 0, G_OPTION_ARG_FILENAME, &self->kernel,
      N_ ("One filter: k*k weights row by row, or any rows with ; between them; or a file of filters, or "
          "“learned”"),
      "\"w,w,…\"|K.npy|M.safetensors[#NAME]|learned" },
    { "layout", 0, 0, G_OPTION_ARG_FILENAME, &self->layout,
      N_ ("Where the channels of that file's filters are, if its shape does not tell"), "khwc|kchw" },
    { "row", 0, 0, G_OPTION_ARG_FILENAME, &self->row, N_ ("Only this filter of that file; the first is 1"),
      "N" },
    { "preset", 0, 0, G_OPTION_ARG_FILENAME, &self->preset, N_ ("One of the filters listed below"), "NAME" },
    { "bias", 0, 0, G_OPTION_ARG_FILENAME, &self->bias, N_ ("Biases as an array (K)"), "B.npy" },
    { "relu", 0, 0, G_OPTION_ARG_NONE, &self->relu, N_ ("Then set what is negative to zero"), NULL },
    { "pool", 0, 0, G_OPTION_ARG_FILENAME, &self->pool, N_ ("Then keep one value of every NxN"),
      "max|average:N" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output, N_ ("Where to write the result"),
      "OUT.npy|OUT.png" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->files, NULL, NULL },
    { NULL },
  };
  GOptionEntry shared[CLI_CONV_ENTRIES + 1];

  cli_options_conv_entries (&self->conv, shared);
  return cli_command_parse (command, entries, shared, arguments, error);
}

static gboolean
check_output (const char *output, GError **error) {
  g_autofree char *name = NULL;

  if (!cli_command_require ("-o", output, _ ("name the file to write, such as -o out.npy"), error))
    return FALSE;
  if (cli_text_has_ending (output, ".npy") || cli_text_has_ending (output, ".png"))
    return TRUE;
  name = g_filename_display_name (output);
  return cli_error_usage (
      error, _ ("-o: “%s” is of no kind that can be written; end the name in .npy or .png"), name);
}

/* A filter on one channel, as (1, 3, 3, 1). */
static EngineTensor *
preset_filter (const char *name, GError **error) {
  const EnginePreset *preset = cli_options_parse_preset ("--preset", name, error);
  EngineTensor *filter = preset ? engine_tensor_new (4, (const gint64[]){ 1, 3, 3, 1 }, error) : NULL;

  if (filter)
    memcpy (filter->data, preset->weights, sizeof preset->weights);
  return filter;
}

/* Of the lesson's own, or of a file of at most three axes; and its name. */
static EngineTensor *
plain_filters (const char *kernel, char **name, GError **error) {
  g_autoptr (LessonFilters) filters = g_str_equal (kernel, "learned") ? lesson_filters_load_learned (error)
                                                                      : lesson_filters_load (kernel, error);
  EngineTensor *bank;

  if (!filters)
    return NULL;
  *name = g_strdup (filters->name);
  bank = engine_tensor_new (4, (const gint64[]){ filters->n, filters->kernel, filters->kernel, 1 }, error);
  if (bank)
    memcpy (bank->data, filters->weights, (gsize) bank->length * sizeof (float));
  return bank;
}

static gboolean
has_layer (const char *path) {
  g_autoptr (LessonLayerFile) file = lesson_layer_file_open (path, NULL);

  return file != NULL;
}

/* One of several filters; takes them. */
static EngineTensor *
pick_row (EngineTensor *filters, const Options *options, const char *name, GError **error) {
  g_autoptr (EngineTensor) all = filters;
  EngineTensor *one;
  gint64 row;

  if (!cli_options_parse_integer ("--row", options->row, 1, &row, error))
    return NULL;
  if (row > all->shape[0]) {
    cli_error_usage (error, _ ("--row: %s is past the last filter of %s; use 1 to %d"), options->row, name,
                     (int) all->shape[0]);
    return NULL;
  }
  one = engine_tensor_new (4, (const gint64[]){ 1, all->shape[1], all->shape[2], all->shape[3] }, error);
  if (one)
    memcpy (one->data, all->data + (row - 1) * one->length, (gsize) one->length * sizeof (float));
  return one;
}

/* Filters of a file: all of them, or the one asked for. */
static EngineTensor *
file_filters (const Options *options, GError **error) {
  const char *kernel = options->kernel;
  gboolean layer = cli_layer_is_model (kernel) || options->layout
                   || (!g_str_equal (kernel, "learned") && has_layer (kernel));
  g_autofree char *name = NULL;
  EngineTensor *filters;

  if (layer) {
    name = g_filename_display_basename (kernel);
    filters = cli_layer_load_weights ("--kernel", kernel, options->layout, error);
  } else
    filters = plain_filters (kernel, &name, error);
  return filters && options->row ? pick_row (filters, options, name, error) : filters;
}

static gboolean
names_file (const char *kernel) {
  return cli_text_has_ending (kernel, ".npy") || cli_layer_is_model (kernel)
         || g_str_equal (kernel, "learned");
}

static gboolean
check_file_options (const Options *options, GError **error) {
  gboolean file = options->kernel && names_file (options->kernel);

  if (options->row && !file)
    return cli_error_usage (error, _ ("--row: it picks a filter of a file; use it with --kernel K.npy"));
  if (options->layout && (!file || g_str_equal (options->kernel, "learned")))
    return cli_error_usage (
        error, _ ("--layout: it is for the filters of a file; use it with --kernel M.safetensors or K.npy"));
  return TRUE;
}

static gboolean
read_filter (const Options *options, Layer *self, GError **error) {
  guint n_given = (options->weights != NULL) + (options->kernel != NULL) + (options->preset != NULL);

  if (n_given == 0)
    return cli_error_usage (error,
                            _ ("filters: none are given; use one of --weights, --kernel and --preset"));
  if (n_given > 1)
    return cli_error_usage (error,
                            _ ("filters: they are given twice; use one of --weights, --kernel and --preset"));

  if (!check_file_options (options, error))
    return FALSE;
  self->weights_path = options->weights;
  if (options->kernel && names_file (options->kernel))
    self->filter = file_filters (options, error);
  else if (options->kernel)
    self->filter = cli_options_parse_kernel ("--kernel", options->kernel, error);
  else if (options->preset)
    self->filter = preset_filter (options->preset, error);
  return self->weights_path || self->filter;
}

static gboolean
read_layer (const Options *options, Layer *self, GError **error) {
  self->spec = (EngineConvSpec) ENGINE_CONV_SPEC_INIT;
  self->output = options->output;
  self->bias_path = options->bias;
  self->relu = options->relu;
  return cli_command_take_file (options->files, &self->input, error)
         && cli_command_require (_ ("image"), self->input, _ ("name a picture or an .npy file"), error)
         && read_filter (options, self, error) && cli_options_apply_conv (&options->conv, &self->spec, error)
         && (!options->pool
             || cli_options_parse_pool ("--pool", options->pool, &self->pool, &self->pool_size, error))
         && check_output (self->output, error);
}

static EngineTensor *
load_weights (const Layer *self, GError **error) {
  g_autoptr (EngineTensor) weights = NULL;
  g_autofree char *shape = NULL;

  if (self->filter)
    return engine_tensor_ref (self->filter);
  weights = engine_npy_load (self->weights_path, error);
  if (!weights || weights->rank == 4)
    return g_steal_pointer (&weights);

  shape = engine_tensor_shape_to_string (weights);
  g_set_error (
      error, CLI_ERROR, CLI_ERROR_DATA,
      _ ("weights: their shape is %s; save them as (K, kh, kw, C/groups), one 3x3 filter as (1, 3, 3, 1)"),
      shape);
  return NULL;
}

/* (H, W) becomes (H, W, 1). */
static EngineTensor *
load_array (const char *path, GError **error) {
  g_autoptr (EngineTensor) array = engine_npy_load (path, error);
  EngineTensor *image;

  if (!array || array->rank == 3)
    return g_steal_pointer (&array);
  if (array->rank != 2) {
    g_autofree char *shape = engine_tensor_shape_to_string (array);

    g_set_error (error, CLI_ERROR, CLI_ERROR_DATA,
                 _ ("image: its shape is %s; save it as (H, W, C) or (H, W)"), shape);
    return NULL;
  }

  image = engine_tensor_new_image (array->shape[0], array->shape[1], 1, error);
  if (image)
    memcpy (image->data, array->data, array->length * sizeof (float));
  return image;
}

static EngineTensor *
load_input (const char *path, gint64 channels, GError **error) {
  g_autoptr (EngineImage) image = NULL;

  if (cli_text_has_ending (path, ".npy"))
    return load_array (path, error);
  image = engine_image_load (path, NULL, error);
  if (!image)
    return NULL;
  return channels == 3 ? engine_image_to_rgb (image, error) : engine_image_to_grey (image, error);
}

static gboolean
check_channels (const EngineTensor *input, gint64 channels, GError **error) {
  g_autofree char *has = g_strdup_printf ("%" G_GINT64_FORMAT, input->shape[2]);
  g_autofree char *wants = g_strdup_printf ("%" G_GINT64_FORMAT, channels);

  if (input->shape[2] == channels)
    return TRUE;
  g_set_error (
      error, CLI_ERROR, CLI_ERROR_DATA,
      _ ("channels: the image has %s and the filters are for %s; use weights (K, kh, kw, C/groups) that fit"),
      has, wants);
  return FALSE;
}

static gboolean
count_channels (const EngineTensor *weights, gint64 groups, gint64 *channels, GError **error) {
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, groups);

  if (!__builtin_mul_overflow (weights->shape[3], groups, channels))
    return TRUE;
  return cli_error_usage (error, _ ("--groups: %s are too many; use a divisor of the channels"), text);
}

/* With what follows it, all but the average pool in one pass. */
static EngineTensor *
run_layer (const Layer *self, const EngineConvShape *shape, const EngineTensor *input,
           const EngineTensor *weights, const EngineTensor *bias, GError **error) {
  gint64 pool = self->pool_size > 0 && self->pool == ENGINE_POOL_MAX ? self->pool_size : 1;
  g_autoptr (EngineConvLayer) layer = engine_conv_layer_new (shape, weights, bias, self->relu, pool, error);
  g_autoptr (EnginePlanes) planes = NULL, result = NULL;
  g_autoptr (EngineTensor) output = NULL;

  if (!layer || !(result = engine_conv_layer_new_output (layer, error))
      || !(planes = engine_planes_new_from_image (input, error))
      || !engine_conv_layer_run (layer, planes, result, NULL, error)
      || !(output = engine_planes_to_image (result, error)))
    return NULL;
  if (self->pool_size > 0 && self->pool != ENGINE_POOL_MAX)
    return engine_pool_forward (self->pool, self->pool_size, output, error);
  return g_steal_pointer (&output);
}

static EngineTensor *
convolve (const Layer *self, const EngineTensor *input, const EngineTensor *weights, GError **error) {
  g_autoptr (EngineTensor) bias = NULL;
  EngineConvSpec spec = self->spec;
  EngineConvShape shape;

  spec.height = input->shape[0];
  spec.width = input->shape[1];
  spec.channels = input->shape[2];
  spec.filters = weights->shape[0];
  spec.kernel[0] = weights->shape[1];
  spec.kernel[1] = weights->shape[2];
  spec.bias = self->bias_path != NULL;
  if (self->bias_path && !(bias = engine_npy_load (self->bias_path, error)))
    return NULL;
  if (!engine_conv_shape_init (&shape, &spec, error))
    return NULL;
  return run_layer (self, &shape, input, weights, bias, error);
}

static gboolean
save (const Layer *self, const EngineTensor *output, GError **error) {
  g_autoptr (EngineTensor) sheet = NULL;

  if (cli_text_has_ending (self->output, ".npy"))
    return engine_npy_save (self->output, output, error);
  sheet = cli_sheet_new (output, error);
  return sheet && engine_image_save_png (self->output, sheet, error);
}

static gboolean
work (const Layer *self, GError **error) {
  g_autoptr (EngineTensor) weights = load_weights (self, error);
  g_autoptr (EngineTensor) input = NULL;
  g_autoptr (EngineTensor) output = NULL;
  gint64 channels;

  if (!weights || !count_channels (weights, self->spec.groups, &channels, error))
    return FALSE;
  input = load_input (self->input, channels, error);
  if (!input || !check_channels (input, channels, error))
    return FALSE;
  output = convolve (self, input, weights, error);
  return output && save (self, output, error);
}

static gboolean
run (const CliCommand *self, char **arguments, GError **error) {
  g_auto (Options) options = { NULL };
  g_auto (Layer) layer = { NULL };

  return parse (self, arguments, &options, error) && read_layer (&options, &layer, error)
         && work (&layer, error);
}

static char *
introduce (void) {
  g_autofree char *names = cli_options_preset_names ();

  return g_strdup_printf (
      _ ("Filters: give exactly one of --weights, --kernel and --preset. Presets, all 3x3:\n  %s"), names);
}

static const char *const description[] = {
  N_ ("Layouts: images and arrays are (H, W, C): rows, columns, channels; an array (H, W)\n"
      "is taken as (H, W, 1). Weights are (K, kh, kw, C/groups), the output is (H', W', K).\n"
      "Arrays are NumPy files (.npy) of float32, float64, uint8 or int32 in C order, taken as\n"
      "they are; float32 is written."),
  N_ ("This is cross-correlation, as deep learning means it when it says convolution: the\n"
      "filter is laid on the image as it is written, not turned by 180 degrees. Order:\n"
      "convolution, bias, ReLU, pooling. Pooling windows do not overlap; rests at the\n"
      "right and at the bottom are dropped. An odd zero of same padding goes below and to\n"
      "the right."),
  N_ ("Pictures: values are from 0 (black) to 1 (white). A picture is read as grey,\n"
      "0.299 R + 0.587 G + 0.114 B of the stored values, or as R, G, B where the weights\n"
      "are for 3 channels (C/groups times groups). Transparency is laid on white."),
  N_ ("PNG output: grey, symmetric about zero. With m, the largest absolute value of the\n"
      "whole output, -m becomes 0 (black), 0 becomes 0.5 (middle grey) and +m becomes 1\n"
      "(white). With more than one filter the planes stand row by row in a grid as nearly\n"
      "square as can be, one white pixel apart, all on the same scale. For exact values\n"
      "write .npy."),
  N_ ("A model's first layer: --kernel takes an array of four axes of an .npy or a .safetensors\n"
      "file, (K, k, k, C) or (K, C, k, k) with C of 1 or 3, and in .safetensors the first such\n"
      "array or the one called NAME. Where the shape allows both, --layout tells: khwc or\n"
      "kchw (PyTorch)."),
  N_ ("An output file is either complete or left as it was."),
  N_ ("Examples:\n"
      "  nine-weights-cli convolve photo.jpg --preset sobel-x -o edges.png\n"
      "  nine-weights-cli convolve in.npy --kernel \"0,1,0, 1,-4,1, 0,1,0\" -o out.npy\n"
      "  nine-weights-cli convolve in.npy --kernel \"-1,0,1; -1,0,1\" --padding same -o out.npy\n"
      "  nine-weights-cli convolve photo.jpg --kernel learned --row 7 -o seen.png\n"
      "  nine-weights-cli convolve photo.jpg --kernel model.safetensors#conv1.weight -o seen.png\n"
      "  nine-weights-cli convolve photo.png --weights w.npy --bias b.npy --relu --pool max:2 -o maps.png"),
  NULL,
};

const CliCommand cli_convolve = {
  .name = "convolve",
  .arguments = N_ ("IMAGE|IN.npy"),
  .summary = N_ ("Run a convolutional layer over a picture or an array"),
  .introduce = introduce,
  .description = description,
  .run = run,
};
