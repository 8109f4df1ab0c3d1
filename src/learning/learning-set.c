/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-set-private.h"

#include "engine-tensor.h"
#include "learning-error.h"
#include "learning-random.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define HELD_OUT 6 /* one image in so many */

typedef struct {
  LearningSet set;
  EngineTensor *images;
  gatomicrefcount references;
} Shared;

/* NULL where a size is 0, beyond 31 bits, or where memory does not hold it. */
static EngineTensor *
new_images (gsize n, gsize channels, gsize height, gsize width) {
  if (MAX (MAX (n, channels), MAX (height, width)) > G_MAXINT32)
    return NULL;
  return engine_tensor_new (4, (gint64[]){ (gint64) n, (gint64) channels, (gint64) height, (gint64) width },
                            NULL);
}

LearningSet *
learning_set_new (gsize n, gsize channels, gsize height, gsize width, guint classes, GError **error) {
  EngineTensor *images = classes == 0 ? NULL : new_images (n, channels, height, width);
  guint16 *labels = images == NULL ? NULL : g_try_new0 (guint16, n);
  Shared *shared;

  if (labels == NULL) {
    g_clear_pointer (&images, engine_tensor_unref);
    g_set_error (
        error, LEARNING_ERROR, LEARNING_ERROR_DATA,
        _ ("images: %zu of %zu×%zu pixels are none, or do not fit into memory; use fewer or smaller ones"), n,
        height, width);
    return NULL;
  }
  shared = g_new0 (Shared, 1);
  shared->set = (LearningSet){
    n, channels, height, width, channels * height * width, classes, images->data, labels,
  };
  shared->images = images;
  g_atomic_ref_count_init (&shared->references);
  return &shared->set;
}

LearningSet *
learning_set_ref (LearningSet *self) {
  g_atomic_ref_count_inc (&((Shared *) self)->references);
  return self;
}

void
learning_set_unref (LearningSet *self) {
  if (self == NULL || !g_atomic_ref_count_dec (&((Shared *) self)->references))
    return;
  engine_tensor_unref (((Shared *) self)->images);
  g_free (self->labels);
  g_free (self);
}

const float *
learning_set_image (const LearningSet *self, gsize index) {
  return self->images + index * self->pixels;
}

/* As many images of that size as there are in `self`, with its labels, black. */
static LearningSet *
new_like (const LearningSet *self, gsize n, gsize height, gsize width) {
  g_autoptr (GError) error = NULL;
  LearningSet *set = learning_set_new (n, self->channels, height, width, self->classes, &error);

  if (set == NULL)
    g_error ("%s", error->message);
  memcpy (set->labels, self->labels, MIN (n, self->n) * sizeof *set->labels);
  return set;
}

/* Copies `source` (height, width) to that place of a plane of other sizes; what would lie outside is left out. */
static void
copy_plane (const LearningSet *from, const float *source, const LearningSet *to, float *target, gssize row,
            gssize column) {
  gssize first = MAX (0, -column);
  gssize end = MIN ((gssize) from->width, (gssize) to->width - column);

  if (first >= end)
    return;
  for (gssize r = MAX (0, -row); r < MIN ((gssize) from->height, (gssize) to->height - row); r++)
    memcpy (target + (r + row) * (gssize) to->width + first + column,
            source + r * (gssize) from->width + first, (gsize) (end - first) * sizeof (float));
}

static LearningSet *
moved (const LearningSet *self, gsize height, gsize width, gssize row, gssize column) {
  LearningSet *set = new_like (self, self->n, height, width);

  for (gsize plane = 0; plane < self->n * self->channels; plane++)
    copy_plane (self, self->images + plane * self->height * self->width, set,
                set->images + plane * height * width, row, column);
  return set;
}

LearningSet *
learning_set_shifted (const LearningSet *self, int rows, int columns) {
  return moved (self, self->height, self->width, rows, columns);
}

LearningSet *
learning_set_bordered (const LearningSet *self, gsize border) {
  return moved (self, self->height + 2 * border, self->width + 2 * border, (gssize) border, (gssize) border);
}

LearningSet *
learning_set_noisy (const LearningSet *self, double deviation, guint32 seed) {
  LearningSet *set = new_like (self, self->n, self->height, self->width);
  g_autoptr (GRand) random = learning_random_new (seed, LEARNING_STREAM_NOISE, 0);

  for (gsize i = 0; i < self->n * self->pixels; i++)
    set->images[i] = self->images[i] + (float) (deviation * learning_random_normal (random));
  return set;
}

LearningSet *
learning_set_permuted (const LearningSet *self, guint32 seed) {
  LearningSet *set = new_like (self, self->n, self->height, self->width);
  g_autoptr (GRand) random = learning_random_new (seed, LEARNING_STREAM_PERMUTATION, 0);
  gsize area = self->height * self->width;
  g_autofree guint32 *order = learning_random_permutation (random, area);

  for (gsize plane = 0; plane < self->n * self->channels; plane++)
    for (gsize i = 0; i < area; i++)
      set->images[plane * area + i] = self->images[plane * area + order[i]];
  return set;
}

LearningSet *
learning_set_take (const LearningSet *self, const guint32 *indices, gsize n) {
  LearningSet *set = new_like (self, n, self->height, self->width);

  for (gsize i = 0; i < n; i++) {
    memcpy (set->images + i * set->pixels, learning_set_image (self, indices[i]),
            set->pixels * sizeof (float));
    set->labels[i] = self->labels[indices[i]];
  }
  return set;
}

LearningSet *
learning_set_few (const LearningSet *self, gsize a_class, guint32 seed) {
  g_autoptr (GRand) random = learning_random_new (seed, LEARNING_STREAM_FEW, 0);
  g_autofree guint32 *order = learning_random_permutation (random, self->n);
  g_autofree gsize *taken = g_new0 (gsize, self->classes);
  gsize n = 0;

  for (gsize i = 0; i < self->n; i++)
    if (taken[self->labels[order[i]]]++ < MAX (a_class, 1))
      order[n++] = order[i];
  return learning_set_take (self, order, n);
}

/* How many images of each class are to be held out. */
static gsize *
held_out_counts (const LearningSet *self) {
  gsize *counts = g_new0 (gsize, self->classes);

  for (gsize i = 0; i < self->n; i++)
    counts[self->labels[i]]++;
  for (guint k = 0; k < self->classes; k++)
    counts[k] = counts[k] < 2 ? 0 : MAX (1, (counts[k] + HELD_OUT / 2) / HELD_OUT);
  return counts;
}

gboolean
learning_set_hold_out (const LearningSet *self, guint32 seed, LearningSet **train, LearningSet **test,
                       GError **error) {
  g_autoptr (GRand) random = learning_random_new (seed, LEARNING_STREAM_HELD_OUT, 0);
  g_autofree guint32 *order = learning_random_permutation (random, self->n);
  g_autofree gsize *counts = held_out_counts (self);
  g_autofree gboolean *held_out = g_new0 (gboolean, self->n);
  g_autofree guint32 *kept = g_new (guint32, self->n);
  gsize n = 0, n_held_out = 0;

  for (gsize i = 0; i < self->n; i++)
    if (counts[self->labels[order[i]]] > 0) {
      counts[self->labels[order[i]]]--;
      held_out[order[i]] = TRUE;
    }
  for (gsize i = 0; i < self->n; i++)
    if (held_out[i])
      order[n_held_out++] = (guint32) i;
    else
      kept[n++] = (guint32) i;
  if (n_held_out == 0) {
    g_set_error_literal (error, LEARNING_ERROR, LEARNING_ERROR_DATA,
                         _ ("no class has a second image to test with; give each class two or more"));
    return FALSE;
  }
  *train = learning_set_take (self, kept, n);
  *test = learning_set_take (self, order, n_held_out);
  return TRUE;
}
