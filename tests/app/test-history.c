/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-history.h"

#include "engine-image.h"

#define SIDE      32
#define PLENTY    (64 * 1024 * 1024)
#define NO_CHANGE 0

static LessonParameters *
parameters_new (gint64 stride) {
  g_autofree float *values = g_new0 (float, SIDE *SIDE);
  g_autoptr (EngineImage) image = engine_image_new_from_grey (values, SIDE, SIDE, NULL);
  LessonSettings settings;

  lesson_settings_init (&settings);
  settings.stride = stride;
  return lesson_parameters_new (image, "black", &settings, NULL);
}

static void
push (AppHistory *history, gint64 stride, const char *address, guint change) {
  g_autoptr (LessonParameters) parameters = parameters_new (stride);

  app_history_push (history, parameters, address, change);
}

static AppHistory *
history_new (guint entries, gsize bytes) {
  AppHistory *history = app_history_new (entries, bytes);
  g_autoptr (LessonParameters) parameters = parameters_new (1);

  app_history_reset (history, parameters, "first");
  return history;
}

static void
assert_stride (const AppHistoryEntry *entry, gint64 stride, const char *address) {
  g_assert_nonnull (entry);
  g_assert_cmpint (entry->parameters->settings.stride, ==, stride);
  g_assert_cmpstr (entry->address, ==, address);
}

static void
test_undo (void) {
  g_autoptr (AppHistory) history = history_new (10, PLENTY);

  g_assert_false (app_history_can_undo (history));
  g_assert_null (app_history_undo (history));
  push (history, 2, "second", 1);
  push (history, 3, "third", 2);
  g_assert_false (app_history_can_redo (history));
  assert_stride (app_history_undo (history), 2, "second");
  assert_stride (app_history_undo (history), 1, "first");
  g_assert_false (app_history_can_undo (history));
  assert_stride (app_history_redo (history), 2, "second");
  assert_stride (app_history_redo (history), 3, "third");
  g_assert_null (app_history_redo (history));
}

static void
test_branch (void) {
  g_autoptr (AppHistory) history = history_new (10, PLENTY);

  push (history, 2, "", 1);
  app_history_undo (history);
  push (history, 3, "", 2);
  g_assert_false (app_history_can_redo (history));
  assert_stride (app_history_undo (history), 1, "first");
  assert_stride (app_history_redo (history), 3, "");
}

static void
test_drag (void) {
  g_autoptr (AppHistory) history = history_new (10, PLENTY);

  for (gint64 stride = 1; stride <= 3; stride++)
    push (history, stride, "", 7);
  assert_stride (app_history_undo (history), 1, "first");
  g_assert_false (app_history_can_undo (history));
  assert_stride (app_history_redo (history), 3, "");
}

/* What stood at the beginning is never taken for a part of a change. */
static void
test_first_stays (void) {
  g_autoptr (AppHistory) history = history_new (10, PLENTY);

  push (history, 2, "", NO_CHANGE);
  assert_stride (app_history_undo (history), 1, "first");
}

static void
test_amend (void) {
  g_autoptr (AppHistory) history = history_new (10, PLENTY);
  g_autoptr (LessonParameters) other = parameters_new (3);

  push (history, 2, "", 1);
  app_history_undo (history);
  app_history_amend (history, other, "other");
  assert_stride (app_history_redo (history), 2, "");
  assert_stride (app_history_undo (history), 3, "other");
}

static guint
count_undo (AppHistory *history) {
  guint n = 0;

  while (app_history_undo (history) != NULL)
    n++;
  return n;
}

static void
test_most (void) {
  g_autoptr (AppHistory) history = history_new (5, PLENTY);

  for (guint change = 1; change <= 20; change++)
    push (history, 1 + change % 2, "", change);
  g_assert_cmpuint (count_undo (history), ==, 4);
}

/* A picture of one's own in each entry. */
static void
test_bytes (void) {
  g_autoptr (AppHistory) history = history_new (100, (gsize) 10 * SIDE * SIDE * 3);

  for (guint change = 1; change <= 20; change++)
    push (history, 1, "", change);
  g_assert_cmpuint (count_undo (history), <, 10);
}

/* The picture and the dense weights are shared: they count once; the rest of an entry is less than 40000 bytes. */
static void
test_shared (void) {
  g_autoptr (LessonParameters) base = parameters_new (1);
  gsize image = SIDE * SIDE * 3, dense = (gsize) base->dense_weights->length * sizeof (float);
  g_autoptr (AppHistory) history = app_history_new (100, image + dense + 20 * 40000);

  app_history_reset (history, base, "");
  for (guint change = 1; change <= 8; change++) {
    LessonSettings settings = base->settings;
    lesson_settings_set_weight (&settings, 0, change);
    g_autoptr (LessonParameters) changed = lesson_parameters_with_settings (base, &settings, NULL);
    app_history_push (history, changed, "", change);
  }
  g_assert_cmpuint (count_undo (history), ==, 8);
}

static void
test_one_stays (void) {
  g_autoptr (AppHistory) history = history_new (10, 1);

  push (history, 2, "last", 1);
  g_assert_false (app_history_can_undo (history));
  push (history, 3, "last", 2);
  g_assert_cmpuint (count_undo (history), ==, 0);
}

/* Records of training are large, and nothing that is undone. */
static void
test_records (void) {
  g_autoptr (AppHistory) history = history_new (10, PLENTY);
  g_autoptr (LessonParameters) untrained = parameters_new (2);
  g_autoptr (LearningRecord) record = learning_record_new ();
  g_autoptr (LessonParameters) trained = lesson_parameters_with_record (untrained, record);

  app_history_push (history, trained, "", 1);
  app_history_undo (history);
  const AppHistoryEntry *entry = app_history_redo (history);
  g_assert_true (entry->parameters->record != record);
  g_assert_true (trained->record == record);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/history/undo-goes-back-and-redo-forward", test_undo);
  g_test_add_func ("/app/history/a-change-after-undo-ends-what-was-undone", test_branch);
  g_test_add_func ("/app/history/a-drag-is-one-entry", test_drag);
  g_test_add_func ("/app/history/how-it-began-is-kept", test_first_stays);
  g_test_add_func ("/app/history/what-is-amended-keeps-redo", test_amend);
  g_test_add_func ("/app/history/the-oldest-entries-go-when-there-are-too-many", test_most);
  g_test_add_func ("/app/history/the-oldest-entries-go-when-pictures-are-too-large", test_bytes);
  g_test_add_func ("/app/history/what-entries-share-counts-once", test_shared);
  g_test_add_func ("/app/history/the-present-is-always-kept", test_one_stays);
  g_test_add_func ("/app/history/no-record-of-training-is-held", test_records);
  return g_test_run ();
}
