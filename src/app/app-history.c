/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-history.h"

struct _AppHistory {
  GPtrArray *entries; /* of AppHistoryEntry, the oldest first */
  guint current;      /* how it stands; meaningless while there are none */
  guint most;
  gsize bytes;
};

static void
entry_free (gpointer data) {
  AppHistoryEntry *self = data;

  lesson_parameters_unref (self->parameters);
  g_free (self->address);
  g_free (self);
}

/* Training is nothing that is undone: entries hold none of its records, each of which may be large. */
static AppHistoryEntry *
entry_new (LessonParameters *parameters, const char *address, guint change) {
  AppHistoryEntry *self = g_new0 (AppHistoryEntry, 1);
  g_autoptr (LearningRecord) record = learning_record_new ();

  self->parameters = lesson_parameters_with_record (parameters, record);
  self->address = g_strdup (address);
  self->change = change;
  return self;
}

AppHistory *
app_history_new (guint entries, gsize bytes) {
  AppHistory *self = g_new0 (AppHistory, 1);

  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->most = entries;
  self->bytes = bytes;
  return self;
}

void
app_history_free (AppHistory *self) {
  g_ptr_array_unref (self->entries);
  g_free (self);
}

static gsize
size_of_image (const EngineImage *image, GHashTable *seen) {
  return g_hash_table_add (seen, (gpointer) image) ? (gsize) (image->width * image->height) * 3 : 0;
}

static gsize
size_of_tensor (const EngineTensor *tensor, GHashTable *seen) {
  return g_hash_table_add (seen, (gpointer) tensor) ? (gsize) tensor->length * sizeof (float) : 0;
}

/* What is kept of a photo, and of its response, once somebody has looked at them: means, from a quarter of its pixels on. */
static gsize
size_of_means (gconstpointer whose, const EngineImage *photo, GHashTable *seen) {
  gsize pixels = (gsize) (photo->width * photo->height);

  return g_hash_table_add (seen, (gpointer) whose) ? pixels / 3 * sizeof (float) : 0;
}

/* Of what has not been seen before. */
static gsize
size_of_entry (const AppHistoryEntry *entry, GHashTable *seen) {
  const LessonParameters *p = entry->parameters;
  const EngineTensor *tensors[] = { p->pixels, p->photo_pixels, p->dense_weights, p->dense_outputs,
                                    p->kernel, p->response,     p->local_weights, p->local_response,
                                    p->bank,   p->responses };
  gsize size = size_of_image (p->original, seen) + size_of_image (p->photo, seen)
               + size_of_means (p->photo_grey, p->photo, seen)
               + size_of_means (p->photo_response, p->photo, seen);

  for (gsize i = 0; i < G_N_ELEMENTS (tensors); i++)
    size += size_of_tensor (tensors[i], seen);
  return size;
}

/* How many of the oldest entries are too many; from the newest on back, as old ones share with them. */
static guint
surplus (const AppHistory *self) {
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  gsize size = 0;

  for (guint i = self->entries->len; i > 0; i--) {
    size += size_of_entry (self->entries->pdata[i - 1], seen);
    if (self->entries->len - i >= self->most || size > self->bytes)
      return i;
  }
  return 0;
}

static void
drop_oldest (AppHistory *self) {
  guint n = MIN (surplus (self), self->current);

  if (n > 0)
    g_ptr_array_remove_range (self->entries, 0, n);
  self->current -= n;
}

void
app_history_reset (AppHistory *self, LessonParameters *parameters, const char *address) {
  AppHistoryEntry *entry = entry_new (parameters, address, 0);

  g_ptr_array_set_size (self->entries, 0);
  g_ptr_array_add (self->entries, entry);
  self->current = 0;
}

static void
replace_current (AppHistory *self, AppHistoryEntry *entry) {
  entry_free (self->entries->pdata[self->current]);
  self->entries->pdata[self->current] = entry;
}

void
app_history_push (AppHistory *self, LessonParameters *parameters, const char *address, guint change) {
  AppHistoryEntry *entry = entry_new (parameters, address, change);
  const AppHistoryEntry *newest = self->entries->len > 0 ? self->entries->pdata[self->current] : NULL;

  if (newest != NULL && self->current + 1 < self->entries->len)
    g_ptr_array_set_size (self->entries, (int) self->current + 1);
  if (newest != NULL && self->current > 0 && newest->change == change) {
    replace_current (self, entry);
    return;
  }
  g_ptr_array_add (self->entries, entry);
  self->current = self->entries->len - 1;
  drop_oldest (self);
}

void
app_history_amend (AppHistory *self, LessonParameters *parameters, const char *address) {
  if (self->entries->len == 0)
    app_history_reset (self, parameters, address);
  else
    replace_current (self, entry_new (parameters, address,
                                      ((AppHistoryEntry *) self->entries->pdata[self->current])->change));
}

gboolean
app_history_can_undo (const AppHistory *self) {
  return self->current > 0;
}

gboolean
app_history_can_redo (const AppHistory *self) {
  return self->current + 1 < self->entries->len;
}

const AppHistoryEntry *
app_history_undo (AppHistory *self) {
  return app_history_can_undo (self) ? self->entries->pdata[--self->current] : NULL;
}

const AppHistoryEntry *
app_history_redo (AppHistory *self) {
  return app_history_can_redo (self) ? self->entries->pdata[++self->current] : NULL;
}
