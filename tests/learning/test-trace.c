/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-file.h"
#include "learning-error.h"
#include "learning-trainer.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define HEADER    56  /* mark, version, sum */
#define SUM       24  /* where in it the sum begins */
#define LAYERS    160 /* bytes up to the last layer's sizes */
#define MUTATIONS 4000

static char *path; /* of the file that each test writes */

/* Diverged or not, with a few snapshots. */
static LearningTrace *
new_trace (LearningKind kind) {
  g_autoptr (LearningData) data = learning_data_new_patterns (100, 50, 7);
  const gint64 in[] = { 1, 10, 10 };
  LearningRecipe recipe = { kind, 3, 3, 4, FALSE };
  g_autoptr (LearningNetwork) network =
      learning_network_new_from_recipe (&recipe, in, LEARNING_PATTERNS, NULL);
  g_autoptr (LearningTrainer) trainer = NULL;
  LearningSettings settings;

  learning_settings_init (&settings);
  settings.batch = 3;
  settings.decay = 100;
  trainer = learning_trainer_new (kind, network, data, &settings, NULL, 1, NULL);
  g_assert_true (learning_trainer_run (trainer, 6, NULL, NULL));
  return learning_trainer_trace (trainer);
}

static void
assert_equal_snapshots (const LearningSnapshot *a, const LearningSnapshot *b) {
  gsize n = (gsize) a->weights->network->n_parameters * sizeof (float);

  g_assert_cmpuint (a->step, ==, b->step);
  g_assert_cmpuint (a->images, ==, b->images);
  g_assert_cmpfloat (a->loss, ==, b->loss);
  g_assert_cmpfloat (a->test_accuracy, ==, b->test_accuracy);
  g_assert_cmpmem (a->weights->values, n, b->weights->values, n);
  g_assert_cmpmem (a->batch->images, a->batch->n * a->batch->pixels * sizeof (float), b->batch->images,
                   b->batch->n * b->batch->pixels * sizeof (float));
  g_assert_cmpmem (a->batch->labels, a->batch->n * sizeof (guint16), b->batch->labels,
                   b->batch->n * sizeof (guint16));
}

static void
test_round_trip (void) {
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++) {
    g_autoptr (LearningTrace) saved = new_trace ((LearningKind) kind);
    g_autoptr (LearningTrace) loaded = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_true (learning_trace_save (saved, path, &error));
    g_assert_no_error (error);
    loaded = learning_trace_load (path, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (loaded->data_name, ==, saved->data_name);
    g_assert_cmpint (loaded->kind, ==, kind);
    g_assert_true (learning_network_equal (loaded->network, saved->network));
    g_assert_cmpuint (loaded->settings.decay, ==, 100);
    g_assert_cmpuint (loaded->settings.batch, ==, 3);
    g_assert_cmpfloat (loaded->settings.rate, ==, saved->settings.rate);
    g_assert_cmpfloat (loaded->seconds, ==, saved->seconds);
    g_assert_cmpmem (loaded->losses, loaded->n_losses * sizeof (float), saved->losses,
                     saved->n_losses * sizeof (float));
    g_assert_cmpuint (loaded->n_snapshots, ==, saved->n_snapshots);
    for (guint i = 0; i < loaded->n_snapshots; i++)
      assert_equal_snapshots (loaded->snapshots[i], saved->snapshots[i]);
  }
}

/* Makes the sum fit what follows it. */
static void
seal (guint8 *data, gsize length) {
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize n = 32;

  g_checksum_update (checksum, data + HEADER, (gssize) (length - HEADER));
  g_checksum_get_digest (checksum, data + SUM, &n);
}

/* TRUE where it could be loaded; else it has to be a sentence about the file. */
static gboolean
load_bytes (const guint8 *data, gsize length) {
  g_autoptr (LearningTrace) trace = NULL;
  g_autoptr (GError) error = NULL;
  FILE *file;

  /* plainly: g_file_set_contents() waits for the disk */
  file = g_fopen (path, "wb");
  g_assert_cmpuint (fwrite (data, 1, length, file), ==, length);
  g_assert_cmpint (fclose (file), ==, 0);
  trace = learning_trace_load (path, &error);
  if (trace != NULL)
    return TRUE;
  g_assert_error (error, LEARNING_ERROR, LEARNING_ERROR_TRACE);
  g_assert_true (strchr (error->message, ':') != NULL);
  return FALSE;
}

static guint8 *
saved_bytes (LearningKind kind, gsize *length) {
  g_autoptr (LearningTrace) trace = new_trace (kind);
  char *data;

  g_assert_true (learning_trace_save (trace, path, NULL));
  g_assert_true (g_file_get_contents (path, &data, length, NULL));
  return (guint8 *) data;
}

static void
test_cut_short (void) {
  gsize length;
  g_autofree guint8 *data = saved_bytes (LEARNING_CONVOLUTION, &length);

  for (gsize i = 1; i < length; i += i < 80 ? 1 : 97)
    g_assert_false (load_bytes (data, i));
  g_assert_true (load_bytes (data, length));
}

static void
test_altered (void) {
  gsize length;
  g_autofree guint8 *data = saved_bytes (LEARNING_CONVOLUTION, &length);

  for (gsize i = 0; i < length; i += i < HEADER ? 1 : 61) {
    data[i] ^= 0x10;
    g_assert_false (load_bytes (data, length));
    data[i] ^= 0x10;
  }
}

/* Bytes changed, cut out or put in, and the sum made to fit: it may be loaded, but must not harm. */
static void
test_hostile (void) {
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  guint loaded = 0;

  for (int kind = 0; kind < LEARNING_N_KINDS; kind++) {
    gsize length;
    g_autofree guint8 *data = saved_bytes ((LearningKind) kind, &length);

    for (int i = 0; i < MUTATIONS / LEARNING_N_KINDS; i++) {
      g_autofree guint8 *copy = g_memdup2 (data, length);
      /* most of what is not numbers stands near both ends */
      gsize range = g_rand_boolean (random) ? MIN (300, length - HEADER) : length - HEADER;
      gsize at = HEADER + (gsize) g_rand_int_range (random, 0, (gint32) range);
      gsize cut = i % 4 == 0 ? (gsize) g_rand_int_range (random, 0, (gint32) (length - at)) : 0;

      if (i % 3 == 0)
        at = length - 1 - (at - HEADER);
      copy[at] = (guint8) g_rand_int (random);
      if (i % 2 == 0)
        copy[HEADER + (at - HEADER) / 8 * 8] = 0xff;
      cut = MIN (cut, length - HEADER);
      seal (copy, length - cut);
      loaded += load_bytes (copy, length - cut);
    }
  }
  /* those whose changes met a weight, a pixel or a seed */
  g_assert_cmpuint (loaded, >, MUTATIONS / 20);
  g_assert_cmpuint (loaded, <, MUTATIONS);
}

/* A network of other sizes than those of the weights and images that follow. */
static void
test_sizes_that_lie (void) {
  gsize length;
  g_autofree guint8 *data = saved_bytes (LEARNING_CONVOLUTION, &length);
  guint met = 0;

  for (gsize i = HEADER; i < HEADER + LAYERS; i += 8)
    for (int k = 0; k < 3; k++) {
      static const gint64 sizes[] = { 10, 3, 1 }, others[] = { 100000, 12, 0 };
      gint64 size;

      memcpy (&size, data + i, sizeof size);
      if (GINT64_FROM_LE (size) != sizes[k])
        continue;
      met++;
      memcpy (data + i, &(gint64){ GINT64_TO_LE (others[k]) }, sizeof size);
      seal (data, length);
      g_assert_false (load_bytes (data, length));
      memcpy (data + i, &size, sizeof size);
    }
  /* channels, rows, columns; filters and their size; classes */
  g_assert_cmpuint (met, >=, 6);
}

static void
test_not_a_number (void) {
  gsize length;
  g_autofree guint8 *data = saved_bytes (LEARNING_DENSE, &length);
  g_autoptr (LearningTrace) trace = learning_trace_load (path, NULL);
  const float *weights = trace->snapshots[2]->weights->values;
  const float bad = NAN;
  guint met = 0;

  for (gsize i = HEADER; i + 64 < length && met == 0; i += 4)
    if (memcmp (data + i, weights, 64) == 0) {
      memcpy (data + i + 8, &bad, sizeof bad);
      met++;
    }
  g_assert_cmpuint (met, ==, 1);
  seal (data, length);
  g_assert_false (load_bytes (data, length));
}

/* Whoever shows a run relies on its kind: a dense network has no filters. */
static void
test_kind_that_lies (void) {
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
    for (int other = 0; other < LEARNING_N_KINDS; other++) {
      g_autoptr (LearningTrace) trace = new_trace ((LearningKind) kind);
      g_autoptr (LearningTrace) loaded = NULL;

      trace->kind = (LearningKind) other;
      g_assert_true (learning_trace_save (trace, path, NULL));
      loaded = learning_trace_load (path, NULL);
      g_assert_cmpint (loaded != NULL, ==, kind == other);
    }
}

static void
test_another_version (void) {
  gsize length;
  g_autofree guint8 *data = saved_bytes (LEARNING_DENSE, &length);
  g_autoptr (LearningTrace) trace = NULL;
  g_autoptr (GError) error = NULL;

  data[16] = 2;
  g_assert_true (g_file_set_contents (path, (const char *) data, (gssize) length, NULL));
  trace = learning_trace_load (path, &error);
  g_assert_null (trace);
  g_assert_error (error, LEARNING_ERROR, LEARNING_ERROR_TRACE);
  g_assert_nonnull (strstr (error->message, "version 2"));
}

static void
test_find (void) {
  g_autoptr (LearningTrace) trace = new_trace (LEARNING_DENSE);

  g_assert_cmpuint (learning_trace_steps (trace), ==, 6);
  g_assert_cmpuint (learning_trace_find (trace, -1), ==, 0);
  g_assert_cmpuint (learning_trace_find (trace, 0.5), ==, 0);
  g_assert_cmpuint (learning_trace_find (trace, 3), ==, 3);
  g_assert_cmpuint (learning_trace_find (trace, 3.9), ==, 3);
  g_assert_cmpuint (learning_trace_find (trace, 1e9), ==, 6);
}

/* Only layers that look at places have a gradient for each of them. */
static void
test_position_gradients (void) {
  g_autoptr (LearningTrace) dense = new_trace (LEARNING_DENSE);
  g_autoptr (LearningTrace) convolution = new_trace (LEARNING_CONVOLUTION);
  g_autofree float *none = learning_snapshot_position_gradients (dense->snapshots[0], 0);
  g_autofree float *first = learning_snapshot_position_gradients (convolution->snapshots[0], 0);
  g_autofree float *again = learning_snapshot_position_gradients (convolution->snapshots[0], 0);

  g_assert_null (none);
  g_assert_cmpmem (first, 64 * 9 * sizeof (float), again, 64 * 9 * sizeof (float));
}

int
main (int argc, char **argv) {
  g_autofree char *folder = NULL;
  int failed;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("nine-weights-XXXXXX", NULL);
  path = g_build_filename (folder, "run", NULL);
  g_test_add_func ("/learning/trace/a-file-gives-back-what-was-saved", test_round_trip);
  g_test_add_func ("/learning/trace/a-file-that-is-cut-short-is-refused", test_cut_short);
  g_test_add_func ("/learning/trace/an-altered-file-is-refused", test_altered);
  g_test_add_func ("/learning/trace/a-forged-file-does-no-harm", test_hostile);
  g_test_add_func ("/learning/trace/a-kind-that-lies-is-refused", test_kind_that_lies);
  g_test_add_func ("/learning/trace/sizes-that-lie-are-refused", test_sizes_that_lie);
  g_test_add_func ("/learning/trace/weights-that-are-no-numbers-are-refused", test_not_a_number);
  g_test_add_func ("/learning/trace/another-version-is-named", test_another_version);
  g_test_add_func ("/learning/trace/the-snapshot-of-a-step-is-found", test_find);
  g_test_add_func ("/learning/trace/positions-have-gradients", test_position_gradients);
  failed = g_test_run ();
  g_unlink (path);
  g_rmdir (folder);
  g_free (path);
  return failed;
}
