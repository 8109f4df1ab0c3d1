/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record of a run in a file: a mark, the version, a SHA-256 of all that follows, then one serialised GVariant of TRACE_TYPE
 * (https://docs.gtk.org/glib/struct.Variant.html), little-endian. Whatever is read is checked: a checksum can be made to fit. */
#include "learning-trace-private.h"

#include "engine-file.h"
#include "learning-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MARK        "NineWeightsTrace"
#define MARK_LENGTH 16
#define VERSION     1
#define SUM_LENGTH  32
#define HEADER      (MARK_LENGTH + 8 + SUM_LENGTH) /* so that what follows is aligned */

#define FILE_MAX   ((gsize) G_MAXINT32)
#define LAYERS_MAX 64
#define NAME_LIMIT 1024 /* bytes */

/* units, size, stride after the kind; see write_… */
#define LAYER_TYPE    "(uxxx)"
#define SETTINGS_TYPE "(uuuddtub)"
#define SNAPSHOT_TYPE "(ttddauauaq)"
#define TRACE_TYPE    "(su(xxx)a" LAYER_TYPE SETTINGS_TYPE "bdtaua" SNAPSHOT_TYPE ")"

static GVariant *
write_floats (const float *values, gsize n) {
  return g_variant_new_fixed_array (G_VARIANT_TYPE_UINT32, values, n, sizeof (guint32));
}

static GVariant *
write_layers (const LearningNetwork *network) {
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a" LAYER_TYPE));
  for (guint i = 0; i < network->n_layers; i++) {
    const LearningLayerSpec *spec = &network->layers[i].spec;

    g_variant_builder_add (&builder, LAYER_TYPE, (guint32) spec->kind, spec->units, spec->size, spec->stride);
  }
  return g_variant_builder_end (&builder);
}

static GVariant *
write_settings (const LearningSettings *self) {
  return g_variant_new (SETTINGS_TYPE, self->seed, (guint32) self->start, (guint32) self->optimizer,
                        self->rate, self->momentum, self->decay, self->batch, self->frozen);
}

static GVariant *
write_snapshots (const LearningTrace *self) {
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a" SNAPSHOT_TYPE));
  for (guint i = 0; i < self->n_snapshots; i++) {
    const LearningSnapshot *snapshot = self->snapshots[i];
    const LearningSet *batch = snapshot->batch;

    g_variant_builder_add (
        &builder, "(ttdd@au@au@aq)", snapshot->step, snapshot->images, snapshot->loss,
        snapshot->test_accuracy,
        write_floats (snapshot->weights->values, (gsize) self->network->n_parameters),
        write_floats (batch->images, batch->n * batch->pixels),
        g_variant_new_fixed_array (G_VARIANT_TYPE_UINT16, batch->labels, batch->n, sizeof (guint16)));
  }
  return g_variant_builder_end (&builder);
}

static GVariant *
write_trace (const LearningTrace *self) {
  const gint64 *in = self->network->in;

  return g_variant_new ("(su(xxx)@a" LAYER_TYPE "@" SETTINGS_TYPE "bdt@au@a" SNAPSHOT_TYPE ")",
                        self->data_name, (guint32) self->kind, in[0], in[1], in[2],
                        write_layers (self->network), write_settings (&self->settings), self->diverged,
                        self->seconds, self->loss_stride, write_floats (self->losses, self->n_losses),
                        write_snapshots (self));
}

/* From this machine's order of bytes to the file's, and back. */
static GVariant *
little_endian (GVariant *variant) {
  return G_BYTE_ORDER == G_BIG_ENDIAN ? g_variant_byteswap (variant) : g_variant_ref (variant);
}

static void
compute_sum (const void *data, gsize length, guint8 *sum) {
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize sum_length = SUM_LENGTH;

  g_checksum_update (checksum, data, (gssize) length);
  g_checksum_get_digest (checksum, sum, &sum_length);
}

gboolean
learning_trace_save (const LearningTrace *self, const char *path, GError **error) {
  g_autoptr (GVariant) native = g_variant_ref_sink (write_trace (self));
  g_autoptr (GVariant) variant = little_endian (native);
  gsize size = g_variant_get_size (variant);
  g_autofree guint8 *data = g_malloc0 (HEADER + size);
  guint64 version = GUINT64_TO_LE (VERSION);

  memcpy (data, MARK, MARK_LENGTH);
  memcpy (data + MARK_LENGTH, &version, sizeof version);
  g_variant_store (variant, data + HEADER);
  compute_sum (data + HEADER, size, data + HEADER - SUM_LENGTH);
  return engine_file_write (path, data, HEADER + size, error);
}

/* `problem` is a whole clause: what is wrong, and what would be right. */
static gboolean
refuse (const char *name, const char *problem, GError **error) {
  g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_TRACE, "%s: %s", name, problem);
  return FALSE;
}

static gboolean
refuse_contents (const char *name, GError **error) {
  return refuse (name, _ ("what it says of a run cannot be; save the run again"), error);
}

static gboolean
check_header (const guint8 *data, gsize length, const char *name, GError **error) {
  guint8 sum[SUM_LENGTH];
  guint64 version;

  if (length < HEADER || memcmp (data, MARK, MARK_LENGTH) != 0)
    return refuse (name, _ ("this is not the record of a run; choose a file that was saved as one"), error);
  memcpy (&version, data + MARK_LENGTH, sizeof version);
  version = GUINT64_FROM_LE (version);
  if (version != VERSION) {
    g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_TRACE,
                 _ ("%s: it is of version %u, and this program reads version %d; save the run again"), name,
                 (guint) MIN (version, G_MAXUINT), VERSION);
    return FALSE;
  }
  compute_sum (data + HEADER, length - HEADER, sum);
  if (memcmp (sum, data + HEADER - SUM_LENGTH, SUM_LENGTH) != 0)
    return refuse (name, _ ("it has been cut short or altered; copy or save it again"), error);
  return TRUE;
}

/* The floats of an array; NULL where there are not `n`, or where one is not finite. They belong to the variant. */
static const float *
read_floats (GVariant *array, gsize n) {
  gsize length;
  const float *values = g_variant_get_fixed_array (array, &length, sizeof (guint32));

  if (length != n)
    return NULL;
  for (gsize i = 0; i < n; i++)
    if (!isfinite (values[i]))
      return NULL;
  return values;
}

static LearningNetwork *
read_network (GVariant *trace, gint64 *in, const char *name, GError **error) {
  g_autoptr (GVariant) layers = g_variant_get_child_value (trace, 3);
  gsize n = g_variant_n_children (layers);
  LearningLayerSpec specs[LAYERS_MAX];
  LearningNetwork *network;

  if (n < 1 || n > LAYERS_MAX) {
    refuse_contents (name, error);
    return NULL;
  }
  for (gsize i = 0; i < n; i++) {
    guint32 kind;

    g_variant_get_child (layers, i, LAYER_TYPE, &kind, &specs[i].units, &specs[i].size, &specs[i].stride);
    specs[i].kind = (LearningLayerKind) MIN (kind, LEARNING_LAYER_FLATTEN + 1);
  }
  network = learning_network_new (in, specs, (guint) n, NULL);
  if (network == NULL)
    refuse_contents (name, error);
  return network;
}

/* What shows a run takes its kind's word for the first layer. */
static gboolean
is_of_kind (const LearningNetwork *network, guint32 kind) {
  static const LearningLayerKind first[LEARNING_N_KINDS] = {
    [LEARNING_DENSE] = LEARNING_LAYER_DENSE,
    [LEARNING_LOCAL] = LEARNING_LAYER_LOCAL,
    [LEARNING_CONVOLUTION] = LEARNING_LAYER_CONVOLUTION,
  };

  return kind < LEARNING_N_KINDS && network->layers[0].spec.kind == first[kind];
}

static LearningWeights *
read_weights (GVariant *array, LearningNetwork *network) {
  const float *values = read_floats (array, (gsize) network->n_parameters);
  LearningWeights *weights;

  if (values == NULL)
    return NULL;
  weights = learning_weights_new (network);
  memcpy (weights->values, values, (gsize) network->n_parameters * sizeof (float));
  return weights;
}

static LearningSet *
read_batch (GVariant *images, GVariant *labels, const LearningNetwork *network) {
  const gint64 *in = network->in;
  gsize n;
  const guint16 *classes = g_variant_get_fixed_array (labels, &n, sizeof (guint16));
  const float *values;
  LearningSet *batch;

  if (n < 1 || n > LEARNING_BATCH_MAX)
    return NULL;
  for (gsize i = 0; i < n; i++)
    if (classes[i] >= network->classes)
      return NULL;
  values = read_floats (images, n * (gsize) network->inputs);
  if (values == NULL)
    return NULL;
  batch = learning_set_new (n, (gsize) in[0], (gsize) in[1], (gsize) in[2], (guint) network->classes, NULL);
  if (batch != NULL) {
    memcpy (batch->images, values, n * batch->pixels * sizeof (float));
    memcpy (batch->labels, classes, n * sizeof *classes);
  }
  return batch;
}

/* NULL where it cannot be, or cannot come after `before`, which is NULL for the first. */
static LearningSnapshot *
read_snapshot (GVariant *variant, LearningNetwork *network, const LearningSnapshot *before) {
  g_autoptr (GVariant) values = g_variant_get_child_value (variant, 4);
  g_autoptr (GVariant) images = g_variant_get_child_value (variant, 5);
  g_autoptr (GVariant) labels = g_variant_get_child_value (variant, 6);
  g_autoptr (LearningWeights) weights = NULL;
  g_autoptr (LearningSet) batch = NULL;
  LearningSnapshot snapshot = { 0 };

  g_variant_get_child (variant, 0, "t", &snapshot.step);
  g_variant_get_child (variant, 1, "t", &snapshot.images);
  g_variant_get_child (variant, 2, "d", &snapshot.loss);
  g_variant_get_child (variant, 3, "d", &snapshot.test_accuracy);
  if (before != NULL ? snapshot.step <= before->step || snapshot.images <= before->images
                     : snapshot.step != 0)
    return NULL;
  if (!isfinite (snapshot.loss) || !(snapshot.test_accuracy >= 0 && snapshot.test_accuracy <= 1))
    return NULL;
  snapshot.weights = weights = read_weights (values, network);
  snapshot.batch = batch = weights != NULL ? read_batch (images, labels, network) : NULL;
  return batch != NULL ? learning_snapshot_new (&snapshot) : NULL;
}

static gboolean
read_snapshots (LearningTrace *self, GVariant *snapshots) {
  for (guint i = 0; i < self->n_snapshots; i++) {
    g_autoptr (GVariant) variant = g_variant_get_child_value (snapshots, i);

    self->snapshots[i] = read_snapshot (variant, self->network, i > 0 ? self->snapshots[i - 1] : NULL);
    if (self->snapshots[i] == NULL)
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_settings (LearningSettings *self, GVariant *trace) {
  guint32 start, optimizer;

  g_variant_get_child (trace, 4, SETTINGS_TYPE, &self->seed, &start, &optimizer, &self->rate, &self->momentum,
                       &self->decay, &self->batch, &self->frozen);
  self->start = (LearningStart) start;
  self->optimizer = (LearningOptimizer) optimizer;
  return learning_settings_check (self, NULL);
}

static gboolean
read_losses (LearningTrace *self, GVariant *array) {
  const float *losses = read_floats (array, self->n_losses);

  if (losses != NULL && self->n_losses > 0)
    memcpy (self->losses, losses, self->n_losses * sizeof (float));
  return losses != NULL || self->n_losses == 0;
}

static LearningTrace *
read_trace (GVariant *variant, const char *name, GError **error) {
  g_autoptr (GVariant) losses = g_variant_get_child_value (variant, 8);
  g_autoptr (GVariant) snapshots = g_variant_get_child_value (variant, 9);
  g_autoptr (LearningNetwork) network = NULL;
  g_autoptr (LearningTrace) self = NULL;
  const char *data_name;
  guint32 kind;
  gint64 in[3];
  gsize n_snapshots = g_variant_n_children (snapshots), n_losses = g_variant_n_children (losses);

  g_variant_get_child (variant, 0, "&s", &data_name);
  g_variant_get_child (variant, 1, "u", &kind);
  g_variant_get_child (variant, 2, "(xxx)", &in[0], &in[1], &in[2]);
  network = read_network (variant, in, name, error);
  if (network == NULL)
    return NULL;
  if (!is_of_kind (network, kind) || strlen (data_name) > NAME_LIMIT || n_snapshots < 1
      || n_snapshots > LEARNING_SNAPSHOTS_MAX || n_losses > LEARNING_LOSSES_MAX) {
    refuse_contents (name, error);
    return NULL;
  }
  self = learning_trace_new ((LearningKind) kind, network, data_name, (guint) n_snapshots, (guint) n_losses);
  g_variant_get_child (variant, 5, "b", &self->diverged);
  g_variant_get_child (variant, 6, "d", &self->seconds);
  g_variant_get_child (variant, 7, "t", &self->loss_stride);
  if (!(self->seconds >= 0 && isfinite (self->seconds)) || self->loss_stride < 1
      || !read_settings (&self->settings, variant) || !read_losses (self, losses)
      || !read_snapshots (self, snapshots)) {
    refuse_contents (name, error);
    return NULL;
  }
  return g_steal_pointer (&self);
}

LearningTrace *
learning_trace_load (const char *path, GError **error) {
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GBytes) bytes = engine_file_read (path, FILE_MAX, error);
  g_autoptr (GBytes) contents = NULL;
  g_autoptr (GVariant) stored = NULL;
  g_autoptr (GVariant) variant = NULL;
  const guint8 *data;
  gsize length;

  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &length);
  if (!check_header (data, length, name, error))
    return NULL;
  contents = g_bytes_new_from_bytes (bytes, HEADER, length - HEADER);
  stored = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (TRACE_TYPE), contents, FALSE));
  if (!g_variant_is_normal_form (stored)) {
    refuse_contents (name, error);
    return NULL;
  }
  variant = little_endian (stored);
  return read_trace (variant, name, error);
}
