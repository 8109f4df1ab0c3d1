/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nine-weights-cli classify: what a trained network takes a picture for. */
#include "cli-command.h"
#include "cli-count-private.h"
#include "cli-error.h"
#include "cli-json.h"
#include "cli-options.h"
#include "engine-image.h"
#include "learning-model.h"
#include "learning-trace.h"
#include "learning-weights.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>

typedef struct {
  char **files;
  char *weights, *size;
  gboolean invert, json;
} Options;

static void
options_clear (Options *self) {
  g_strfreev (self->files);
  g_free (self->weights);
  g_free (self->size);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* What was asked for. */
typedef struct {
  const char *weights, *image;
  gint64 size[2]; /* rows, columns */
  gboolean invert, json;
} Question;

static gboolean
parse (const CliCommand *command, char **arguments, Options *self, GError **error) {
  const GOptionEntry entries[] = {
    { "weights", 0, 0, G_OPTION_ARG_FILENAME, &self->weights,
      N_ ("The network's weights, as “train --save” writes them"), "DIR|W.safetensors" },
    { "size", 0, 0, G_OPTION_ARG_FILENAME, &self->size,
      N_ ("Rows and columns of the images that it was trained on; default 10x10"), "N|HxW" },
    { "invert", 0, 0, G_OPTION_ARG_NONE, &self->invert,
      N_ ("Turn dark into light first, for dark ink on white paper"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, N_ ("Print JSON"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->files, NULL, NULL },
    { NULL },
  };

  return cli_command_parse (command, entries, NULL, arguments, error);
}

static gboolean
read_size (const char *text, gint64 size[2], GError **error) {
  if (!cli_options_parse_pair ("--size", text, 1, size, error))
    return FALSE;
  return MAX (size[0], size[1]) <= LEARNING_VALUES_MAX
         || cli_error_usage (error, _ ("%s: %s is too large; use up to %u"), "--size", text,
                             (guint) LEARNING_VALUES_MAX);
}

static gboolean
read_question (const Options *options, Question *self, GError **error) {
  *self = (Question){
    .weights = options->weights,
    .size = { 10, 10 },
    .invert = options->invert,
    .json = options->json,
  };
  return cli_command_take_file (options->files, &self->image, error)
         && cli_command_require (_ ("image"), self->image, _ ("name a picture"), error)
         && cli_command_require ("--weights", self->weights,
                                 _ ("name the folder or file that “nine-weights-cli train --save” wrote"),
                                 error)
         && (!options->size || read_size (options->size, self->size, error));
}

/* A square picture is made of any; another only taken as it is. */
static EngineTensor *
reduce (const EngineImage *image, const gint64 size[2], GError **error) {
  if (image->height == size[0] && image->width == size[1])
    return engine_image_to_grey (image, error);
  if (size[0] == size[1])
    return engine_image_to_grid (image, size[0], error);
  g_set_error (error, CLI_ERROR, CLI_ERROR_DATA,
               _ ("image: it has %d rows and %d columns; reduce it to %d and %d"), (int) image->height,
               (int) image->width, (int) size[0], (int) size[1]);
  return NULL;
}

static EngineTensor *
load_pixels (const Question *question, GError **error) {
  g_autoptr (EngineImage) image = engine_image_load (question->image, NULL, error);
  g_autoptr (EngineTensor) pixels = image ? reduce (image, question->size, error) : NULL;

  if (pixels && question->invert)
    for (gint64 i = 0; i < pixels->length; i++)
      pixels->data[i] = 1 - pixels->data[i];
  return g_steal_pointer (&pixels);
}

static void
print_json (const float *probabilities, gint64 n) {
  gint64 best = learning_likeliest (probabilities, n);
  g_auto (CliJson) json;

  cli_json_init (&json);
  cli_json_begin_object (&json, NULL);
  cli_json_integer (&json, "class", best);
  cli_json_number (&json, "probability", (double) probabilities[best]);
  cli_json_begin_array (&json, "probabilities");
  for (gint64 i = 0; i < n; i++)
    cli_json_number (&json, NULL, (double) probabilities[i]);
  cli_json_end_array (&json);
  cli_json_end_object (&json);
  cli_json_print (&json);
}

static int
compare_probabilities (gconstpointer a, gconstpointer b, gpointer data) {
  const float *probabilities = data;
  guint left = *(const guint *) a, right = *(const guint *) b;

  if (probabilities[left] != probabilities[right])
    return probabilities[left] < probabilities[right] ? 1 : -1;
  return (left > right) - (left < right);
}

/* The most probable first. */
static void
print_table (float *probabilities, gint64 n) {
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) classes = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < n; i++)
    g_array_append_val (classes, i);
  g_array_sort_with_data (classes, compare_probabilities, probabilities);
  g_ptr_array_add (cells, g_strdup (_ ("class")));
  g_ptr_array_add (cells, g_strdup (_ ("probability")));
  for (guint i = 0; i < classes->len; i++) {
    guint number = g_array_index (classes, guint, i);

    g_ptr_array_add (cells, g_strdup_printf ("%u", number));
    g_ptr_array_add (cells, g_strdup_printf (_ ("%.2f %%"), 100 * (double) probabilities[number]));
  }
  cli_count_print_cells (cells, 2, 0);
}

static gboolean
classify (const Question *question, GError **error) {
  g_autoptr (LearningWeights) weights =
      learning_weights_load_any (question->weights, question->size[0], question->size[1], error);
  g_autoptr (EngineTensor) pixels = weights ? load_pixels (question, error) : NULL;
  g_autoptr (LearningModel) model = NULL;
  g_autofree float *probabilities = NULL;

  if (!pixels)
    return FALSE;
  model = learning_model_new (weights->network, 1);
  probabilities = g_new0 (float, weights->network->classes);
  learning_model_classify (model, weights->values, pixels->data, probabilities);
  if (question->json)
    print_json (probabilities, weights->network->classes);
  else
    print_table (probabilities, weights->network->classes);
  return TRUE;
}

static gboolean
run (const CliCommand *self, char **arguments, GError **error) {
  g_auto (Options) options = { NULL };
  Question question;

  return parse (self, arguments, &options, error) && read_question (&options, &question, error)
         && classify (&question, error);
}

static const char *const description[] = {
  N_ ("The picture is read as grey from 0 (black) to 1 (white); its largest centred square is\n"
      "reduced to the size of the images that the network was trained on, each value the mean\n"
      "over its area. The handwritten digits are light on black, with a border of one pixel."),
  N_ ("Classes are counted from 0, as the labels of the training data: of the digits the digit\n"
      "itself, of a folder its subfolders in order of their names. The most probable stands\n"
      "first."),
  N_ ("JSON: \"class\" and \"probability\" of the most probable, and \"probabilities\" of all in\n"
      "the order of the classes, shares from 0 to 1."),
  N_ ("Examples:\n"
      "  nine-weights-cli train --network convolution --save weights\n"
      "  nine-weights-cli classify --weights weights digit.png\n"
      "  nine-weights-cli classify --weights weights --invert --json scan.jpg"),
  NULL,
};

const CliCommand cli_classify = {
  .name = "classify",
  .arguments = N_ ("IMAGE"),
  .summary = N_ ("Tell what a trained network takes a picture for"),
  .description = description,
  .run = run,
};
