/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nine-weights-cli train: a network learns from images. */
#include "cli-command.h"
#include "cli-error.h"
#include "cli-train-private.h"

#include <glib/gi18n-lib.h>
#include <signal.h>

static void
options_clear (CliTrainOptions *self) {
  char **texts[] = { &self->network, &self->filters, &self->nodes,    &self->pool,      &self->data,
                     &self->size,    &self->seed,    &self->start,    &self->epochs,    &self->steps,
                     &self->batch,   &self->rate,    &self->momentum, &self->optimizer, &self->decay,
                     &self->init,    &self->order,   &self->permute,  &self->save,      &self->log,
                     &self->trace,   &self->threads };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_clear_pointer (texts[i], g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliTrainOptions, options_clear)

#define TEXT(name, place, help, value)                                                                       \
  { name, 0, 0, G_OPTION_ARG_FILENAME, place, help, value }
#define SWITCH(name, place, help)                                                                            \
  { name, 0, 0, G_OPTION_ARG_NONE, place, help, NULL }

static gboolean
parse (const CliCommand *command, char **arguments, CliTrainOptions *self, GError **error) {
  const GOptionEntry entries[] = {
    TEXT ("network", &self->network, N_ ("The network that learns"), "dense|convolution|local"),
    TEXT ("filters", &self->filters, N_ ("Filters of 3x3; default 32"), "N"),
    TEXT ("nodes", &self->nodes, N_ ("Nodes of the dense network; default 32"), "N"),
    TEXT ("pool", &self->pool, N_ ("Keep one value of NxN, or of the whole map; default 4"), "N|global"),
    SWITCH ("average", &self->average, N_ ("The pool keeps the mean, not the largest")),
    TEXT ("data", &self->data, N_ ("What it learns from, as below; default digits"), "DATA"),
    TEXT ("size", &self->size, N_ ("Reduce the pictures of a folder to NxN; default 10"), "N"),
    TEXT ("permute", &self->permute, N_ ("Shuffle the pixels of all images alike, by this seed"), "SEED"),
    TEXT ("seed", &self->seed, N_ ("Of the random start, the order, the patterns; default 1"), "N"),
    TEXT ("start", &self->start, N_ ("The random start; default fan-in"), "he|fan-in|small|plain"),
    TEXT ("init", &self->init, N_ ("Start from the weights in this folder or file"), "DIR|W.safetensors"),
    TEXT ("epochs", &self->epochs, N_ ("So many times all images; default 30"), "N"),
    TEXT ("steps", &self->steps, N_ ("So many batches, in place of --epochs"), "N"),
    TEXT ("batch", &self->batch, N_ ("Images a step; default 32"), "N"),
    TEXT ("order", &self->order, N_ ("The images of each step, as an array (steps, batch)"), "ORDER.npy"),
    TEXT ("optimizer", &self->optimizer,
          N_ ("How the weights follow the gradient; default adam, with --momentum sgd"), "sgd|adam"),
    TEXT ("rate", &self->rate, N_ ("Learning rate; default as below"), "R"),
    TEXT ("decay", &self->decay, N_ ("Whether the rate falls to 0; default as below"), "none|linear"),
    TEXT ("momentum", &self->momentum, N_ ("Momentum of SGD; default 0.9"), "M"),
    SWITCH ("frozen", &self->frozen, N_ ("The first layer stays as it starts")),
    TEXT ("save", &self->save, N_ ("Write the weights to this folder or file"), "DIR|W.safetensors"),
    TEXT ("log", &self->log, N_ ("Write the loss of every step"), "LOSS.csv"),
    TEXT ("trace", &self->trace, N_ ("Write the record of the run"), "FILE"),
    TEXT ("threads", &self->threads, N_ ("Processors to use; default all"), "N"),
    SWITCH ("json", &self->json, N_ ("Print JSON")),
    { NULL },
  };

  return cli_command_parse (command, entries, NULL, arguments, error);
}

static gboolean
refuse_stopped (const CliTrainJob *job, const CliTrainResult *result, GError **error) {
  g_autofree char *step = g_strdup_printf ("%" G_GUINT64_FORMAT, result->steps);
  g_autofree char *steps = g_strdup_printf ("%" G_GUINT64_FORMAT, job->steps);

  g_set_error (error, CLI_ERROR, result->signal == SIGINT ? CLI_ERROR_INTERRUPTED : CLI_ERROR_TERMINATED,
               _ ("training: it was stopped after step %s of %s; start it again for the rest"), step, steps);
  return FALSE;
}

/* It may still be what was asked for. */
static void
warn_if_astray (const CliTrainResult *result) {
  const LearningSnapshot *last = result->trace->snapshots[result->trace->n_snapshots - 1];

  if (learning_snapshot_is_astray (last))
    g_printerr (
        _ ("%s: warning: training: the loss is %.0f, far more than guessing costs; use a smaller rate\n"),
        CLI_PROGRAM, last->loss);
}

/* What there is is saved and told, whatever ended it; the first thing that went wrong is the error. */
static gboolean
train (CliTrainJob *job, GError **error) {
  g_auto (CliTrainResult) result = { 0 };
  gboolean done = cli_train_run (job, &result, error);

  done &= cli_train_save (job, &result, done ? error : NULL);
  warn_if_astray (&result);
  cli_train_report (job, &result);
  if (done && result.signal != 0)
    return refuse_stopped (job, &result, error);
  return done;
}

static gboolean
run (const CliCommand *self, char **arguments, GError **error) {
  g_auto (CliTrainOptions) options = { NULL };
  g_auto (CliTrainPlan) plan = { NULL };
  g_auto (CliTrainJob) job = { NULL };

  return parse (self, arguments, &options, error) && cli_train_plan_init (&plan, &options, error)
         && cli_train_job_init (&job, &plan, error) && train (&job, error);
}

static const char *const description[] = {
  N_ ("Networks:\n"
      "  dense         all pixels to N nodes, ReLU, to the classes\n"
      "  convolution   N filters of 3x3, the same at every position, ReLU, pool, to the classes\n"
      "  local         the same connections with weights of their own at every position"),
  N_ ("Data:\n"
      "  digits                 the handwritten digits that ship, 10x10\n"
      "  patterns               small patterns hidden in noise, 10x10, made from the seed\n"
      "  DIR                    a folder with a folder of pictures for each class; pictures\n"
      "                         that cannot be opened are passed over and named\n"
      "  IMAGES.idx,LABELS.idx  IDX files, gzipped or not; those of a test may follow:\n"
      "                         IMAGES,LABELS,TEST-IMAGES,TEST-LABELS\n"
      "Where there are no images for a test, one in six is set aside for it."),
  N_ ("Defaults reach what the lesson tells: Adam from a rate of 0.01 (0.003 with a pool of 1\n"
      "or 2) down to 0, batches of 32, 30 epochs, weights and biases that start uniform in\n"
      "±1/√(inputs of a node). SGD has a rate of 0.1, which stays; --decay changes that. On the patterns "
      "the\n"
      "pool of a convolution is global. “he” starts normal as He et al. (2015), biases 0;\n"
      "“small” starts the first layer in ±0.1, biases 0; “plain” is fan-in with biases 0."),
  N_ ("Weights are w1.npy, b1.npy, w2.npy and b2.npy in a folder, float32, or one .safetensors\n"
      "file of these names. w1 is (nodes, pixels), (filters, channels, 3, 3), or (filters,\n"
      "positions, 9 * channels); b1 is (nodes), (filters), or (filters, positions); w2 is\n"
      "(classes, inputs), the inputs by filter, row, column; b2 is (classes). An order holds\n"
      "indices of training images, the first is 0, as int32 or any other type that is read."),
  N_ ("The log has a line a step: step,loss,correct. The loss is the mean cross-entropy of the\n"
      "batch before the step changes the weights; correct counts its images that were\n"
      "classified right."),
  N_ ("JSON: \"weights\" and \"biases\" of the whole network; \"test_accuracy\",\n"
      "\"train_accuracy\", \"shift1_accuracy\" and \"shift2_accuracy\" as shares from 0 to 1,\n"
      "the last two of the test images moved by 1 and 2 pixels in all eight directions;\n"
      "\"seconds\" of training and \"samples_per_second\"."),
  N_ ("The same options give the same weights to the bit, whatever --threads says. Ctrl+C stops\n"
      "after the step, saves and prints what there is, and exits with 130 (143 for SIGTERM).\n"
      "Where the rate is so high that the loss is no longer a number, weights from shortly\n"
      "before are saved, the log ends with “nan”, and the exit status is 1. An output file is\n"
      "either complete or left as it was."),
  N_ ("Examples:\n"
      "  nine-weights-cli train --network convolution\n"
      "  nine-weights-cli train --network dense --nodes 14 --seed 2 --json\n"
      "  nine-weights-cli train --network convolution --data patterns --save weights\n"
      "  nine-weights-cli train --network local --pool 2 --optimizer sgd --steps 200 --log loss.csv\n"
      "  nine-weights-cli train --network convolution --data train-images,train-labels"),
  NULL,
};

const CliCommand cli_train = {
  .name = "train",
  .summary = N_ ("Train a network on images, and test it"),
  .description = description,
  .run = run,
};
