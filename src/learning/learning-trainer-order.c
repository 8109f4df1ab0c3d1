/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-trainer-order.h"

#include "learning-error.h"
#include "learning-random.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
learning_order_init (LearningOrder *self, gsize n, guint32 seed) {
  *self = (LearningOrder){ .n = n, .seed = seed };
}

void
learning_order_clear (LearningOrder *self) {
  g_clear_pointer (&self->permutation, g_free);
  g_clear_pointer (&self->given, g_free);
}

gboolean
learning_order_give (LearningOrder *self, const gint32 *order, gsize steps, gsize batch, GError **error) {
  g_autofree guint32 *given = g_new (guint32, steps * batch);

  for (gsize i = 0; i < steps * batch; i++) {
    if (order[i] < 0 || (gsize) order[i] >= self->n) {
      g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_DATA,
                   _ ("the order of the images: step %u asks for image %d; use 0 to %u"),
                   (guint) (i / batch + 1), order[i], (guint) self->n - 1);
      return FALSE;
    }
    given[i] = (guint32) order[i];
  }
  g_free (self->given);
  self->given = g_steal_pointer (&given);
  self->given_steps = steps;
  self->given_batch = batch;
  return TRUE;
}

static guint32
image_at (LearningOrder *self, guint64 seen) {
  guint64 epoch = seen / self->n;

  if (self->permutation == NULL || epoch != self->epoch) {
    g_autoptr (GRand) random = learning_random_new (self->seed, LEARNING_STREAM_ORDER, (guint32) epoch);

    g_free (self->permutation);
    self->permutation = learning_random_permutation (random, self->n);
    self->epoch = epoch;
  }
  return self->permutation[seen % self->n];
}

void
learning_order_fill (LearningOrder *self, guint64 step, guint64 seen, gsize batch, guint32 *indices) {
  if (self->given != NULL) {
    memcpy (indices, self->given + step % self->given_steps * self->given_batch, batch * sizeof *indices);
    return;
  }
  for (gsize i = 0; i < batch; i++)
    indices[i] = image_at (self, seen + i);
}
