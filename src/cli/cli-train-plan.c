/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-error.h"
#include "cli-options.h"
#include "cli-train-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DEFAULT_EPOCHS 30
#define DEFAULT_SIZE   10
#define MOST_SIZE      1024
#define MOST_THREADS   1024

static gboolean
parse_up_to (const char *option, const char *text, gint64 minimum, guint maximum, gint64 *value,
             GError **error) {
  if (!cli_options_parse_integer (option, text, minimum, value, error))
    return FALSE;
  if (*value > maximum)
    return cli_error_usage (error, _ ("%s: %s is too large; use up to %u"), option, text, maximum);
  return TRUE;
}

/* An option that makes no sense with that network would be left unread. */
static gboolean
refuse_for (const char *option, const char *value, LearningKind kind, const char *remedy, GError **error) {
  if (value == NULL)
    return TRUE;
  return cli_error_usage (error, _ ("%s: the network “%s” has none; %s"), option, learning_kind_name (kind),
                          remedy);
}

static gboolean
read_kind (const char *text, LearningKind *kind, GError **error) {
  g_autofree char *name = g_filename_display_name (text);

  for (*kind = 0; *kind < LEARNING_N_KINDS; (*kind)++)
    if (g_str_equal (text, learning_kind_name (*kind)))
      return TRUE;
  return cli_error_usage (error, _ ("--network: there is no “%s”; use dense, convolution or local"), name);
}

static gboolean
read_pool (const char *text, gint64 *pool, GError **error) {
  if (!g_str_equal (text, "global"))
    return cli_options_parse_integer ("--pool", text, 1, pool, error);
  *pool = 0;
  return TRUE;
}

static gboolean
read_dense (CliTrainPlan *self, const CliTrainOptions *options, GError **error) {
  return refuse_for ("--filters", options->filters, LEARNING_DENSE, _ ("use --nodes"), error)
         && refuse_for ("--pool", options->pool, LEARNING_DENSE, _ ("leave it out"), error)
         && refuse_for ("--average", options->average ? "" : NULL, LEARNING_DENSE, _ ("leave it out"), error)
         && (!options->nodes
             || cli_options_parse_integer ("--nodes", options->nodes, 1, &self->recipe.units, error));
}

/* On the patterns a pool over the whole map, as it does not matter where a pattern is. */
static gint64
default_pool (const CliTrainPlan *self) {
  return self->source == CLI_TRAIN_PATTERNS && self->recipe.kind == LEARNING_CONVOLUTION ? 0 : 4;
}

static gboolean
read_windows (CliTrainPlan *self, const CliTrainOptions *options, GError **error) {
  self->recipe.pool = default_pool (self);
  self->recipe.average = options->average;
  return refuse_for ("--nodes", options->nodes, self->recipe.kind, _ ("use --filters"), error)
         && (!options->filters
             || cli_options_parse_integer ("--filters", options->filters, 1, &self->recipe.units, error))
         && (!options->pool || read_pool (options->pool, &self->recipe.pool, error));
}

static gboolean
read_recipe (CliTrainPlan *self, const CliTrainOptions *options, GError **error) {
  LearningKind kind;

  if (!options->network)
    return cli_error_usage (error, _ ("--network: it is missing; use dense, convolution or local"));
  if (!read_kind (options->network, &kind, error))
    return FALSE;
  self->recipe = learning_recipe (kind);
  return kind == LEARNING_DENSE ? read_dense (self, options, error) : read_windows (self, options, error);
}

static gboolean
read_files (CliTrainPlan *self, const char *text, GError **error) {
  g_autofree char *name = g_filename_display_name (text);
  guint n_files;

  self->source = CLI_TRAIN_IDX;
  self->files = g_strsplit (text, ",", -1);
  n_files = g_strv_length (self->files);
  if ((n_files == 2 || n_files == 4) && !g_strv_contains ((const char *const *) self->files, ""))
    return TRUE;
  return cli_error_usage (error,
                          _ ("--data: “%s” cannot be read; use digits, patterns, a folder, or files as "
                             "IMAGES.idx,LABELS.idx"),
                          name);
}

/* A folder whose name has a comma is a folder. */
static gboolean
read_source (CliTrainPlan *self, const CliTrainOptions *options, GError **error) {
  const char *text = options->data ? options->data : "digits";

  self->size = DEFAULT_SIZE;
  if (g_str_equal (text, "digits"))
    self->source = CLI_TRAIN_DIGITS;
  else if (g_str_equal (text, "patterns"))
    self->source = CLI_TRAIN_PATTERNS;
  else if (strchr (text, ',') == NULL || g_file_test (text, G_FILE_TEST_IS_DIR))
    self->source = CLI_TRAIN_FOLDER;
  else if (!read_files (self, text, error))
    return FALSE;
  if (options->size && self->source != CLI_TRAIN_FOLDER)
    return cli_error_usage (error, _ ("--size: it is for the pictures of a folder; leave it out"));
  return !options->size || parse_up_to ("--size", options->size, 1, MOST_SIZE, &self->size, error);
}

/* How long is said once; an order says it too. */
static gboolean
read_duration (CliTrainPlan *self, const CliTrainOptions *options, GError **error) {
  if (options->steps && options->epochs)
    return cli_error_usage (error, _ ("duration: it is given twice; use one of --steps and --epochs"));
  if (options->order && options->epochs)
    return cli_error_usage (error, _ ("--epochs: the order says which images come; use --steps"));
  if (options->order && options->batch)
    return cli_error_usage (error, _ ("--batch: the order says how many images a step has; leave it out"));
  if (!options->steps && !options->order)
    self->epochs = DEFAULT_EPOCHS;
  return (!options->steps || cli_options_parse_integer ("--steps", options->steps, 1, &self->steps, error))
         && (!options->epochs
             || cli_options_parse_integer ("--epochs", options->epochs, 1, &self->epochs, error));
}

/* Index of the word that `text` is among `words`, which ends with NULL; `choices` lists them in a sentence. */
static gboolean
read_word (const char *option, const char *text, const char *const *words, const char *choices, guint *index,
           GError **error) {
  g_autofree char *name = g_filename_display_name (text);

  for (*index = 0; words[*index]; (*index)++)
    if (g_str_equal (text, words[*index]))
      return TRUE;
  return cli_error_usage (error, _ ("%s: there is no “%s”; use %s"), option, name, choices);
}

/* Who asks for momentum means SGD. */
static gboolean
read_optimizer (CliTrainPlan *self, const CliTrainOptions *options, GError **error) {
  static const char *const words[] = { "sgd", "adam", NULL };
  guint index = options->momentum != NULL ? LEARNING_SGD : LEARNING_ADAM;

  if (options->optimizer
      && !read_word ("--optimizer", options->optimizer, words, _ ("sgd or adam"), &index, error))
    return FALSE;
  self->settings.optimizer = index;
  if (options->momentum && index == LEARNING_ADAM)
    return cli_error_usage (error, _ ("--momentum: Adam has its own; leave it out, or use --optimizer sgd"));
  return TRUE;
}

/* Where windows are pooled little, the classes get many inputs, and a smaller rate is better. */
static double
default_rate (const CliTrainPlan *self) {
  gboolean large = self->recipe.kind != LEARNING_DENSE && (self->recipe.pool == 1 || self->recipe.pool == 2);

  if (self->settings.optimizer == LEARNING_SGD)
    return 0.1;
  return large ? 0.003 : 0.01;
}

static gboolean
read_start (CliTrainPlan *self, const CliTrainOptions *options, GError **error) {
  static const char *const words[] = { "he", "fan-in", "small", "plain", NULL };
  guint index = LEARNING_START_FAN_IN;

  if (options->start && options->init)
    return cli_error_usage (error, _ ("start: it is given twice; use one of --init and --start"));
  if (options->start
      && !read_word ("--start", options->start, words, _ ("he, fan-in, small or plain"), &index, error))
    return FALSE;
  self->settings.start = index;
  return TRUE;
}

static gboolean
read_decay (CliTrainPlan *self, const CliTrainOptions *options, GError **error) {
  static const char *const words[] = { "none", "linear", NULL };
  guint index = self->settings.optimizer == LEARNING_ADAM;

  if (options->decay && !read_word ("--decay", options->decay, words, _ ("none or linear"), &index, error))
    return FALSE;
  self->falls = index > 0;
  return TRUE;
}

static gboolean
read_numbers (CliTrainPlan *self, const CliTrainOptions *options, GError **error) {
  gint64 seed = self->settings.seed, batch = self->settings.batch, threads = 0;

  if ((options->seed && !parse_up_to ("--seed", options->seed, 0, G_MAXUINT32, &seed, error))
      || (options->permute
          && !parse_up_to ("--permute", options->permute, 0, G_MAXUINT32, &self->permutation, error))
      || (options->batch && !parse_up_to ("--batch", options->batch, 1, LEARNING_BATCH_MAX, &batch, error))
      || (options->threads && !parse_up_to ("--threads", options->threads, 1, MOST_THREADS, &threads, error)))
    return FALSE;
  self->settings.seed = (guint32) seed;
  self->settings.batch = (guint) batch;
  self->permuted = options->permute != NULL;
  self->threads = (guint) threads;
  return TRUE;
}

static gboolean
read_settings (CliTrainPlan *self, const CliTrainOptions *options, GError **error) {
  learning_settings_init (&self->settings);
  if (!read_optimizer (self, options, error) || !read_start (self, options, error)
      || !read_decay (self, options, error) || !read_numbers (self, options, error))
    return FALSE;
  self->settings.rate = default_rate (self);
  self->settings.frozen = options->frozen;
  if ((options->rate && !cli_options_parse_number ("--rate", options->rate, &self->settings.rate, error))
      || (options->momentum
          && !cli_options_parse_number ("--momentum", options->momentum, &self->settings.momentum, error)))
    return FALSE;
  if (learning_settings_check (&self->settings, error))
    return TRUE;
  g_prefix_error (error, "%s: ", _ ("training"));
  return cli_error_blame_usage (error);
}

gboolean
cli_train_plan_init (CliTrainPlan *self, const CliTrainOptions *options, GError **error) {
  *self = (CliTrainPlan){ .options = options };
  return read_source (self, options, error) && read_recipe (self, options, error)
         && read_duration (self, options, error) && read_settings (self, options, error);
}

void
cli_train_plan_clear (CliTrainPlan *self) {
  g_clear_pointer (&self->files, g_strfreev);
}
