/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-trainer-history.h"

#include "learning-trace-private.h"

#define MOST_BYTES ((gsize) 256 << 20)
#define FEWEST     8  /* and one more, which a record adds */
#define SPACING    20 /* a snapshot every 1/20 of the steps so far */

void
learning_history_init (LearningHistory *self) {
  *self = (LearningHistory){
    .moments = g_ptr_array_new_with_free_func ((GDestroyNotify) learning_moment_unref),
    .most = LEARNING_SNAPSHOTS_MAX - 1,
    .sums = g_array_new (FALSE, FALSE, sizeof (double)),
    .stride = 1,
  };
}

void
learning_history_clear (LearningHistory *self) {
  g_clear_pointer (&self->moments, g_ptr_array_unref);
  g_clear_pointer (&self->sums, g_array_unref);
}

void
learning_history_limit (LearningHistory *self, gsize bytes) {
  self->most = (guint) CLAMP (MOST_BYTES / MAX (bytes, 1), FEWEST, LEARNING_SNAPSHOTS_MAX - 1);
}

LearningMoment *
learning_moment_ref (LearningMoment *self) {
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
learning_moment_unref (LearningMoment *self) {
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  learning_snapshot_unref (self->snapshot);
  learning_moments_clear (&self->moments);
  g_free (self);
}

guint64
learning_history_next (guint64 step) {
  guint64 next = 0;

  while (next <= step)
    next += MAX (1, next / SPACING);
  return next;
}

static LearningMoment *
moment_at (const LearningHistory *self, guint i) {
  return g_ptr_array_index (self->moments, i);
}

/* The last moment before `step`; NULL if there is none. */
static const LearningMoment *
moment_before (const LearningHistory *self, guint64 step) {
  for (guint i = self->moments->len; i > 0; i--)
    if (moment_at (self, i - 1)->snapshot->step < step)
      return moment_at (self, i - 1);
  return NULL;
}

static double
mean_since (const LearningMoment *before, guint64 step, double loss_sum) {
  return (loss_sum - before->loss_sum) / (double) (step - before->snapshot->step);
}

LearningMoment *
learning_history_moment (const LearningHistory *self, const LearningSnapshot *values,
                         const LearningMoments *moments) {
  const LearningMoment *before = moment_before (self, values->step);
  LearningMoment *moment = g_new0 (LearningMoment, 1);
  LearningSnapshot snapshot = *values;

  if (before != NULL)
    snapshot.loss = mean_since (before, snapshot.step, self->loss_sum);
  g_atomic_ref_count_init (&moment->references);
  moment->snapshot = learning_snapshot_new (&snapshot);
  moment->loss_sum = self->loss_sum;
  learning_moments_copy (&moment->moments, moments);
  return moment;
}

/* The loss of a snapshot is the mean since the one before it, which may have gone. Others may hold the old one. */
static void
renew_loss (LearningMoment *moment, const LearningMoment *before) {
  LearningSnapshot *old = moment->snapshot;
  LearningSnapshot values = *old;

  values.loss = mean_since (before, values.step, moment->loss_sum);
  moment->snapshot = learning_snapshot_new (&values);
  learning_snapshot_unref (old);
}

static void
thin (LearningHistory *self) {
  g_autoptr (GPtrArray) all = g_steal_pointer (&self->moments);

  self->moments = g_ptr_array_new_with_free_func ((GDestroyNotify) learning_moment_unref);
  for (guint i = 0; i < all->len; i++) {
    LearningMoment *moment = g_ptr_array_index (all, i);

    if (i % 2 != 0 && i + 1 < all->len)
      continue;
    if (i > 0)
      renew_loss (moment, moment_at (self, self->moments->len - 1));
    g_ptr_array_add (self->moments, learning_moment_ref (moment));
  }
}

void
learning_history_keep (LearningHistory *self, LearningMoment *moment) {
  g_ptr_array_add (self->moments, moment);
  while (self->moments->len > self->most)
    thin (self);
}

/* Half as many sums, of twice as many steps each. */
static void
merge_losses (LearningHistory *self) {
  double *sums = (double *) (void *) self->sums->data;

  for (guint i = 0; i < self->sums->len / 2; i++)
    sums[i] = sums[2 * i] + sums[2 * i + 1];
  g_array_set_size (self->sums, self->sums->len / 2);
  self->stride *= 2;
}

void
learning_history_add_loss (LearningHistory *self, double loss) {
  self->steps++;
  self->loss_sum += loss;
  self->part += loss;
  if (self->steps % self->stride != 0)
    return;
  g_array_append_val (self->sums, self->part);
  self->part = 0;
  if (self->sums->len == LEARNING_LOSSES_MAX)
    merge_losses (self);
}

void
learning_history_rewind (LearningHistory *self, const LearningMoment *moment) {
  guint64 step = moment->snapshot->step;

  while (self->moments->len > 0 && moment_at (self, self->moments->len - 1)->snapshot->step > step)
    g_ptr_array_remove_index (self->moments, self->moments->len - 1);

  self->steps = step;
  self->loss_sum = moment->loss_sum;
  self->part = moment->loss_sum;
  g_array_set_size (self->sums, (guint) (step / self->stride));
  for (guint i = 0; i < self->sums->len; i++)
    self->part -= g_array_index (self->sums, double, i);
}

GPtrArray *
learning_history_list (const LearningHistory *self, LearningMoment *now) {
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) learning_moment_unref);

  for (guint i = 0; i < self->moments->len; i++)
    g_ptr_array_add (list, learning_moment_ref (moment_at (self, i)));
  if (now->snapshot->step > moment_at (self, self->moments->len - 1)->snapshot->step)
    g_ptr_array_add (list, learning_moment_ref (now));
  return list;
}

guint
learning_history_n_losses (const LearningHistory *self) {
  return self->sums->len;
}

void
learning_history_losses (const LearningHistory *self, float *losses) {
  for (guint i = 0; i < self->sums->len; i++)
    losses[i] = (float) (g_array_index (self->sums, double, i) / (double) self->stride);
}
