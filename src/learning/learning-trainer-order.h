/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which images a step sees: it follows from the seed and from how many were seen before. Private to the trainer. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  gsize n; /* images there are */
  guint32 seed;
  guint64 epoch;
  guint32 *permutation; /* (n): of that epoch; NULL: not made yet */
  guint32 *given;       /* (given_steps, given_batch), instead; NULL: random */
  gsize given_steps, given_batch;
} LearningOrder;

void learning_order_init (LearningOrder *self, gsize n, guint32 seed);
void learning_order_clear (LearningOrder *self);
/* LEARNING_ERROR_DATA names an index that there is no image for. */
gboolean learning_order_give (LearningOrder *self, const gint32 *order, gsize steps, gsize batch,
                              GError **error);
/* The `batch` images that come when `seen` were seen in `step` steps. Every image comes once an epoch, in an order of that
 * epoch's own; a batch may reach over the end of one. An order that was given begins anew at its end. */
void learning_order_fill (LearningOrder *self, guint64 step, guint64 seen, gsize batch, guint32 *indices);

G_END_DECLS
