/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of network files. The format is described in data/networks/README.md. */
#include "engine-file.h"
#include "lesson-error.h"
#include "lesson-network.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LAYERS_MAX 1000
#define NUMBER_MAX 1000000
#define GROUP      "Network"
#define PREFIX     "Layer "
#define INPUT      "input" /* what From= calls the image */

/* The layer that is being read. */
typedef struct {
  GKeyFile *keys;
  const char *file; /* its name, for messages */
  LessonNetwork *network;
  const char *group;
  LessonNetworkLayer *layer;
  gint64 input[3]; /* what comes in */
} Reader;

/* `key` is NULL where it is about the group. Always FALSE. */
static gboolean
G_GNUC_PRINTF (4, 5) fail (const Reader *self, const char *key, GError **error, const char *format, ...) {
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *why = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (key != NULL)
    /* Translators: file, group and key, then why it is wrong and what would be right */
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_FILE, _ ("%s, [%s] %s: %s"), self->file, self->group, key,
                 why);
  else
    /* Translators: file and group, then why it is wrong and what would be right */
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_FILE, _ ("%s, [%s]: %s"), self->file, self->group, why);
  return FALSE;
}

/* What the engine refuses, as a mistake of the layer. Always FALSE. */
static gboolean
blame (const Reader *self, GError *cause, GError **error) {
  fail (self, "Type", error, "%s", cause->message);
  g_error_free (cause);
  return FALSE;
}

static gboolean
has (const Reader *self, const char *key) {
  return g_key_file_has_key (self->keys, self->group, key, NULL);
}

static gboolean
parse_number (const char *text, gint64 least, gint64 *number) {
  return g_ascii_string_to_signed (text, 10, least, NUMBER_MAX, number, NULL);
}

/* A key that is not there leaves the numbers as they are; one number stands for both of a pair. */
static gboolean
read_numbers (const Reader *self, const char *key, gint64 least, gsize n, gint64 *numbers, GError **error) {
  gsize length = 0;
  g_auto (GStrv) words = g_key_file_get_string_list (self->keys, self->group, key, &length, NULL);
  g_autofree char *from = lesson_format_count (least);
  g_autofree char *to = lesson_format_count (NUMBER_MAX);

  if (words == NULL)
    return TRUE;
  if (length != n && !(n == 2 && length == 1))
    return fail (self, key, error,
                 ngettext ("%u number is wanted here; write it alone",
                           "%u numbers are wanted here; separate them by semicolons", n),
                 (guint) n);
  for (gsize i = 0; i < n; i++)
    if (!parse_number (words[MIN (i, length - 1)], least, &numbers[i]))
      return fail (self, key, error, _ ("not a whole number from %s to %s; write one of these"), from, to);
  return TRUE;
}

static gboolean
need_numbers (const Reader *self, const char *key, gsize n, gint64 *numbers, GError **error) {
  if (!has (self, key))
    return fail (self, key, error, _ ("missing; write a number"));
  return read_numbers (self, key, 1, n, numbers, error);
}

static gboolean
read_bias (const Reader *self, gboolean *bias, GError **error) {
  g_autoptr (GError) mistake = NULL;

  *bias = TRUE;
  if (!has (self, "Bias"))
    return TRUE;
  *bias = g_key_file_get_boolean (self->keys, self->group, "Bias", &mistake);
  return mistake == NULL || fail (self, "Bias", error, _ ("neither true nor false; write one of these"));
}

static gboolean
read_padding (const Reader *self, EngineConvSpec *spec, GError **error) {
  g_autofree char *text = g_key_file_get_string (self->keys, self->group, "Padding", NULL);

  spec->padding = ENGINE_PADDING_VALID;
  if (text == NULL || strcmp (text, "valid") == 0)
    return TRUE;
  spec->padding = ENGINE_PADDING_SAME;
  if (strcmp (text, "same") == 0)
    return TRUE;
  spec->padding = ENGINE_PADDING_EXPLICIT;
  return read_numbers (self, "Padding", 0, 2, spec->padding_size, error);
}

/* Kernel, stride, dilation and padding, which convolutions and pools share, and the geometry that follows. */
static gboolean
read_shape (const Reader *self, EngineConvSpec *spec, EngineConvShape *shape, GError **error) {
  GError *cause = NULL;

  spec->height = self->input[0];
  spec->width = self->input[1];
  spec->channels = self->input[2];
  if (!read_numbers (self, "Stride", 1, 2, spec->stride, error)
      || !read_numbers (self, "Dilation", 1, 2, spec->dilation, error) || !read_padding (self, spec, error))
    return FALSE;
  if (!engine_conv_shape_init (shape, spec, &cause))
    return blame (self, cause, error);
  self->layer->output[0] = shape->out_height;
  self->layer->output[1] = shape->out_width;
  self->layer->output[2] = spec->filters;
  return TRUE;
}

static gboolean
read_convolution (const Reader *self, GError **error) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  EngineConvShape shape;
  GError *cause = NULL;

  if (!need_numbers (self, "Filters", 1, &spec.filters, error)
      || !need_numbers (self, "Kernel", 2, spec.kernel, error)
      || !read_numbers (self, "Groups", 1, 1, &spec.groups, error) || !read_bias (self, &spec.bias, error)
      || !read_shape (self, &spec, &shape, error))
    return FALSE;
  return engine_count_conv (&self->layer->count, &shape, &cause) || blame (self, cause, error);
}

static gboolean
read_pool (const Reader *self, GError **error) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  EngineConvShape shape;
  GError *cause = NULL;

  if (!need_numbers (self, "Kernel", 2, spec.kernel, error))
    return FALSE;
  memcpy (spec.stride, spec.kernel, sizeof spec.stride);
  spec.filters = spec.groups = self->input[2];
  if (!read_shape (self, &spec, &shape, error))
    return FALSE;
  return engine_count_pool_shape (&self->layer->count, &shape,
                                  self->layer->type == LESSON_NETWORK_AVERAGE_POOL, &cause)
         || blame (self, cause, error);
}

static gboolean
read_global_pool (const Reader *self, GError **error) {
  EngineConvSpec spec = {
    .height = self->input[0],
    .width = self->input[1],
    .channels = self->input[2],
    .filters = self->input[2],
    .kernel = { self->input[0], self->input[1] },
    .stride = { 1, 1 },
    .dilation = { 1, 1 },
    .groups = self->input[2],
  };
  EngineConvShape shape;
  GError *cause = NULL;

  self->layer->output[0] = self->layer->output[1] = 1;
  return (engine_conv_shape_init (&shape, &spec, &cause)
          && engine_count_pool_shape (&self->layer->count, &shape, TRUE, &cause))
         || blame (self, cause, error);
}

static gboolean
read_dense (const Reader *self, GError **error) {
  gint64 outputs = 0;
  gboolean bias;
  GError *cause = NULL;

  if (self->input[0] != 1 || self->input[1] != 1)
    return fail (self, "Type", error, _ ("a dense layer wants a column of numbers; put a flatten before it"));
  if (!need_numbers (self, "Outputs", 1, &outputs, error) || !read_bias (self, &bias, error))
    return FALSE;
  self->layer->output[2] = outputs;
  return engine_count_dense (&self->layer->count, self->input[2], outputs, bias, &cause)
         || blame (self, cause, error);
}

static gboolean
read_batch_norm (const Reader *self, GError **error) {
  GError *cause = NULL;

  return engine_count_batch_norm (&self->layer->count, self->input[0], self->input[1], self->input[2], &cause)
         || blame (self, cause, error);
}

/* What multiplies nothing: one output a value. */
static gboolean
read_plain (const Reader *self, GError **error) {
  gint64 values;
  GError *cause = NULL;

  if (__builtin_mul_overflow (self->input[0], self->input[1], &values)
      || __builtin_mul_overflow (values, self->input[2], &values))
    return fail (self, "Type", error, _ ("its values pass 64 bits; make the network smaller"));
  if (self->layer->type == LESSON_NETWORK_FLATTEN) {
    self->layer->output[0] = self->layer->output[1] = 1;
    self->layer->output[2] = values;
  }
  return engine_count_relu (&self->layer->count, values, &cause) || blame (self, cause, error);
}

static const struct {
  gboolean (*read) (const Reader *self, GError **error);
  const char *keys[8]; /* beside Type and From; ends with NULL */
} types[LESSON_N_NETWORK_TYPES] = {
  [LESSON_NETWORK_CONVOLUTION] = { read_convolution,
                                   { "Filters", "Kernel", "Stride", "Dilation", "Padding", "Groups",
                                     "Bias" } },
  [LESSON_NETWORK_DENSE] = { read_dense, { "Outputs", "Bias" } },
  [LESSON_NETWORK_MAX_POOL] = { read_pool, { "Kernel", "Stride", "Padding" } },
  [LESSON_NETWORK_AVERAGE_POOL] = { read_pool, { "Kernel", "Stride", "Padding" } },
  [LESSON_NETWORK_GLOBAL_AVERAGE_POOL] = { read_global_pool, { NULL } },
  [LESSON_NETWORK_BATCH_NORM] = { read_batch_norm, { NULL } },
  [LESSON_NETWORK_RELU] = { read_plain, { NULL } },
  [LESSON_NETWORK_TANH] = { read_plain, { NULL } },
  [LESSON_NETWORK_ADD] = { read_plain, { NULL } },
  [LESSON_NETWORK_FLATTEN] = { read_plain, { NULL } },
};

static gboolean
read_type (const Reader *self, GError **error) {
  g_autofree char *type = g_key_file_get_string (self->keys, self->group, "Type", NULL);

  if (type == NULL)
    return fail (self, "Type", error, _ ("missing; write one such as “convolution”"));
  for (LessonNetworkType i = 0; i < LESSON_N_NETWORK_TYPES; i++) {
    if (strcmp (lesson_network_type_name (i), type) != 0)
      continue;
    self->layer->type = i;
    return TRUE;
  }
  return fail (self, "Type", error, _ ("there is no layer “%s”; write one such as “convolution”"), type);
}

static gboolean
check_keys (const Reader *self, GError **error) {
  const char *const *known = types[self->layer->type].keys;
  g_auto (GStrv) keys = g_key_file_get_keys (self->keys, self->group, NULL, NULL);

  for (char **key = keys; *key != NULL; key++)
    if (strcmp (*key, "Type") != 0 && strcmp (*key, "From") != 0 && !g_strv_contains (known, *key))
      return fail (self, *key, error, _ ("a layer “%s” has no such key; take it out or correct it"),
                   lesson_network_type_name (self->layer->type));
  return TRUE;
}

/* The output of an earlier layer, or the image. */
static const gint64 *
find_output (const Reader *self, const char *name) {
  const LessonNetwork *network = self->network;

  for (guint i = network->n_layers - 1; i > 0; i--)
    if (strcmp (network->layers[i - 1].name, name) == 0)
      return network->layers[i - 1].output;
  return strcmp (name, INPUT) == 0 ? network->input : NULL;
}

/* What comes in: the output of the layer before, or of those that From= names. */
static gboolean
read_from (Reader *self, GError **error) {
  gsize n = 0;
  g_auto (GStrv) names = g_key_file_get_string_list (self->keys, self->group, "From", &n, NULL);
  gboolean add = self->layer->type == LESSON_NETWORK_ADD;
  const gint64 *before = self->network->n_layers > 1
                             ? self->network->layers[self->network->n_layers - 2].output
                             : self->network->input;

  if (add ? n < 2 : names != NULL && n != 1)
    return fail (self, "From", error,
                 add ? _ ("it adds at least two layers; write their names with semicolons between them")
                     : _ ("it takes the output of one layer; write one name"));
  for (gsize i = 0; i < n; i++) {
    const gint64 *output = find_output (self, names[i]);
    if (output == NULL)
      return fail (self, "From", error, _ ("there is no layer “%s” before this one; name an earlier one"),
                   names[i]);
    if (i > 0 && memcmp (output, before, sizeof self->input) != 0)
      return fail (self, "From", error, _ ("“%s” and “%s” have different shapes; add layers of one shape"),
                   names[0], names[i]);
    before = output;
  }
  memcpy (self->input, before, sizeof self->input);
  return TRUE;
}

static gboolean
add_to (LessonNetworkTotal *total, const EngineCount *count) {
  return !__builtin_add_overflow (total->weights, count->weights, &total->weights)
         && !__builtin_add_overflow (total->biases, count->biases, &total->biases)
         && !__builtin_add_overflow (total->weights, total->biases, &total->parameters)
         && !__builtin_add_overflow (total->multiplications, count->multiplications, &total->multiplications)
         && !__builtin_add_overflow (total->outputs, count->outputs, &total->outputs);
}

static gboolean
add_up (const Reader *self, GError **error) {
  LessonNetwork *network = self->network;
  const EngineCount *count = &self->layer->count;
  gboolean fits = add_to (&network->all, count);

  if (self->layer->type == LESSON_NETWORK_CONVOLUTION)
    fits = fits && add_to (&network->convolutions, count);
  if (self->layer->type == LESSON_NETWORK_DENSE)
    fits = fits && add_to (&network->dense, count);
  return fits || fail (self, "Type", error, _ ("the sums pass 64 bits; make the network smaller"));
}

static gboolean
read_layer (Reader *self, GError **error) {
  if (!read_type (self, error) || !check_keys (self, error) || !read_from (self, error))
    return FALSE;
  memcpy (self->layer->output, self->input, sizeof self->input);
  return types[self->layer->type].read (self, error) && add_up (self, error);
}

static gboolean
read_head (Reader *self, GError **error) {
  LessonNetwork *network = self->network;

  self->group = GROUP;
  if (!g_key_file_has_group (self->keys, GROUP))
    return fail (self, NULL, error, _ ("the group is missing; a network begins with [Network]"));
  network->title = g_key_file_get_locale_string (self->keys, GROUP, "Title", NULL, NULL);
  if (network->title == NULL)
    return fail (self, "Title", error, _ ("missing; write a title"));
  return read_numbers (self, "Year", 1, 1, &network->year, error)
         && need_numbers (self, "Input", 3, network->input, error);
}

static gboolean
read_layers (Reader *self, GError **error) {
  LessonNetwork *network = self->network;
  gsize n_groups;
  g_auto (GStrv) groups = g_key_file_get_groups (self->keys, &n_groups);

  network->layers = g_new0 (LessonNetworkLayer, n_groups);
  for (gsize i = 0; i < n_groups; i++) {
    if (strcmp (groups[i], GROUP) == 0)
      continue;
    self->group = groups[i];
    if (!g_str_has_prefix (groups[i], PREFIX))
      return fail (self, NULL, error, _ ("not a group of a network file; write [Network] or [Layer NAME]"));
    if (network->n_layers == LAYERS_MAX)
      return fail (self, NULL, error, _ ("there are more than %d layers; leave some out"), LAYERS_MAX);
    self->layer = &network->layers[network->n_layers++];
    self->layer->name = g_strdup (groups[i] + strlen (PREFIX));
    if (!read_layer (self, error))
      return FALSE;
  }
  self->group = GROUP;
  return network->n_layers > 0
         || fail (self, NULL, error, _ ("there are no layers; add a group [Layer NAME]"));
}

static GKeyFile *
load_keys (const char *path, const char *file, GError **error) {
  g_autoptr (GBytes) bytes = engine_file_read (path, LESSON_NETWORK_FILE_MAX, error);
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autoptr (GError) mistake = NULL;

  if (bytes == NULL)
    return NULL;
  if (g_key_file_load_from_bytes (keys, bytes, G_KEY_FILE_KEEP_TRANSLATIONS, &mistake))
    return g_steal_pointer (&keys);
  /* Translators: name of the file, then what GLib says of it */
  g_set_error (error, LESSON_ERROR, LESSON_ERROR_FILE,
               _ ("%s: not a network file (%s); choose a file that begins with [Network]"), file,
               mistake->message);
  return NULL;
}

LessonNetwork *
lesson_network_load (const char *path, GError **error) {
  g_autofree char *file = g_filename_display_basename (path);
  g_autoptr (GKeyFile) keys = load_keys (path, file, error);

  if (keys == NULL)
    return NULL;
  g_autoptr (LessonNetwork) network = g_new0 (LessonNetwork, 1);
  Reader reader = { .keys = keys, .file = file, .network = network };
  if (!read_head (&reader, error) || !read_layers (&reader, error))
    return NULL;
  return g_steal_pointer (&network);
}
