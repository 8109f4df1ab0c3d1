/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "evidence" */
#include "lesson-evidence.h"
#include "lesson-scene-test.h"
#include "lesson-text.h"

typedef struct {
  Lesson *lesson;
  LessonParameters *parameters, *trained;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused) {
  self->lesson = load_builtin ();
  self->parameters = load_parameters (self->lesson, NULL);
  self->trained = load_trained (self->lesson, NULL);
}

static void
tear_down (Fixture *self, gconstpointer unused) {
  lesson_parameters_unref (self->parameters);
  lesson_parameters_unref (self->trained);
  lesson_unref (self->lesson);
}

static void
test_shift (Fixture *self, gconstpointer unused) {
  LessonParameters *both[] = { self->parameters, self->trained };

  for (gsize i = 0; i < G_N_ELEMENTS (both); i++) {
    g_autoptr (LessonEvidenceShift) shift = lesson_evidence_shift_new (both[i]);
    g_assert_cmpint (shift->trained, ==, i == 1);
    g_assert_cmpint (shift->side, ==, 8);
    g_assert_cmpint (shift->comparable, ==, 56);
    g_assert_cmpint (shift->again, ==, 56);
    g_assert_cmpint (shift->nodes, ==, 32);
    g_assert_cmpint (shift->same, ==, 0);
    g_assert_cmpint (shift->changed_sides, >, 0);
  }
}

/* The networks of the record have 10x10 images. */
static void
test_other_grid (Fixture *self, gconstpointer unused) {
  LessonSettings settings = self->trained->settings;
  g_autoptr (GError) error = NULL;

  settings.grid = 28;
  g_autoptr (LessonParameters) larger = lesson_parameters_with_settings (self->trained, &settings, &error);
  g_assert_no_error (error);
  g_autoptr (LessonEvidenceShift) shift = lesson_evidence_shift_new (larger);
  g_assert_false (shift->trained);
  g_assert_cmpint (shift->comparable, ==, 26 * 25);
  g_assert_cmpint (shift->again, ==, 26 * 25);
}

static void
test_shuffle (Fixture *self, gconstpointer unused) {
  gint64 to[100];
  gboolean taken[100] = { FALSE };

  lesson_evidence_shuffle (10, to);
  for (guint i = 0; i < 100; i++) {
    g_assert_cmpint (to[i], >=, 0);
    g_assert_cmpint (to[i], <, 100);
    g_assert_false (taken[to[i]]);
    taken[to[i]] = TRUE;
  }
  g_assert_cmpint (lesson_evidence_pairs (10), ==, 180);
  g_assert_cmpint (lesson_evidence_pairs_left (10, to), <, 18);
}

/* The picture's permutation is the one that the networks learned from. */
static void
test_same_shuffle (Fixture *self, gconstpointer unused) {
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = lesson_data_path ("digits");
  g_autoptr (LearningData) digits = learning_data_new_digits (folder, &error);
  g_assert_no_error (error);
  g_autoptr (LearningData) shuffled = learning_data_permuted (digits, LEARNING_SHUFFLE_SEED);
  gint64 to[100];

  lesson_evidence_shuffle (10, to);
  for (guint i = 0; i < 100; i++)
    g_assert_cmpfloat (learning_set_image (digits->train, 7)[i], ==,
                       learning_set_image (shuffled->train, 7)[to[i]]);
}

static void
test_captions (Fixture *self, gconstpointer unused) {
  g_autoptr (LessonState) state = state_at_end_of (self->lesson, "evidence", "shift-test", self->parameters);
  const LearningFinding *finding =
      lesson_evidence_finding (self->parameters, FALSE, LEARNING_EXPERIMENT_SHIFT, LEARNING_DENSE, 1);
  g_autofree char *number = lesson_format_percent (learning_finding_mean (finding));

  g_assert_nonnull (strstr (state->caption, number));
  for (guint step = 0; step < state->scene->n_steps; step++) {
    g_autoptr (LessonState) each = state_at_end (self->lesson, "evidence", self->parameters, step);
    g_assert_null (strchr (each->caption, '{'));
    g_assert_null (strchr (each->notes, '{'));
    g_assert_null (strchr (each->spoken, '{'));
    g_assert_null (strstr (each->notes, "–"));
  }
}

/* Before anything has been run there are dashes, and no zeros. */
static void
test_without_findings (Fixture *self, gconstpointer unused) {
  g_autoptr (LearningRecord) none = learning_record_new ();
  g_autoptr (LessonParameters) bare = lesson_parameters_with_record (self->parameters, none);
  g_autoptr (LessonState) state = state_at_end_of (self->lesson, "evidence", "shift-test", bare);

  g_assert_nonnull (strstr (state->caption, "–"));
  g_assert_nonnull (strstr (state->spoken, "not been run"));
}

static LessonParameters *
with_live (LessonParameters *parameters, guint seeds) {
  g_autoptr (LearningFindings) live = learning_findings_new ();
  LessonTrial trial = { LEARNING_EXPERIMENT_SHIFT, 5 };

  for (guint i = 0; i < seeds; i++) {
    const double accuracies[] = { 0.95 + 0.01 * i, 0.75, 0.35 };
    LearningFindings *more =
        learning_findings_with (live, LEARNING_EXPERIMENT_SHIFT, LEARNING_CONVOLUTION, accuracies);
    learning_findings_unref (live);
    live = more;
  }
  return lesson_parameters_with_trial (parameters, live, &trial);
}

static void
test_describe (Fixture *self, gconstpointer unused) {
  g_autoptr (LessonParameters) live = with_live (self->parameters, 3);
  g_autoptr (LessonState) state = state_at_end_of (self->lesson, "evidence", "shift-test", live);
  LessonTarget target = { LESSON_PART_FINDING, LEARNING_CONVOLUTION, 0, 0 };
  g_autofree char *sentence = lesson_state_describe (state, &target);

  g_assert_true (g_str_has_prefix (sentence, "Convolution, not moved: recorded "));
  g_assert_nonnull (
      strstr (sentence, "; live 96.0\u00a0% ± 1.0\u00a0% over 3 seeds, from 95.0\u00a0% to 97.0\u00a0%"));
  target.column = 3;
  g_assert_null (lesson_state_describe (state, &target));
  target = (LessonTarget){ LESSON_PART_FINDING, LEARNING_EXPERIMENT_FEW * LEARNING_N_KINDS, 0, 0 };
  g_assert_null (lesson_state_describe (state, &target));
}

static void
test_one_seed (Fixture *self, gconstpointer unused) {
  g_autoptr (LessonParameters) live = with_live (self->parameters, 1);
  g_autoptr (LessonState) state = state_at_end_of (self->lesson, "evidence", "shift-test", live);
  LessonTarget target = { LESSON_PART_FINDING, LEARNING_CONVOLUTION, 0, 1 };
  g_autofree char *sentence = lesson_state_describe (state, &target);

  g_assert_true (g_str_has_suffix (sentence, "live 75.0\u00a0% with one seed"));
}

static void
test_placeholders (Fixture *self, gconstpointer unused) {
  double share = 0;

  g_assert_true (lesson_evidence_look_up ("few local images-50", 19, self->parameters, &share));
  g_assert_cmpfloat (share, >, 0.9);
  g_assert_false (lesson_evidence_look_up ("few local images-51", 19, self->parameters, &share));
  g_assert_false (lesson_evidence_look_up ("frozen dense filters-32", 23, self->parameters, &share));
  g_assert_false (lesson_evidence_look_up ("few local", 9, self->parameters, &share));
}

static void
test_playground (Fixture *self, gconstpointer unused) {
  LessonTrial trial = { LEARNING_EXPERIMENT_FROZEN, 0 };
  g_autoptr (LessonParameters) chosen =
      lesson_parameters_with_trial (self->parameters, self->parameters->record->live, &trial);
  g_autoptr (LessonTimeline) timeline =
      lesson_timeline_new_free (self->lesson, scene_index (self->lesson, "evidence"), chosen);
  g_autoptr (LessonState) state = lesson_timeline_state_at (timeline, 0);

  g_assert_cmpint (state->evidence_view.subject, ==, LESSON_EVIDENCE_CHART);
  g_assert_cmpint (state->evidence_view.experiment, ==, LEARNING_EXPERIMENT_FROZEN);
  g_assert_cmpfloat (state->evidence_view.shown, ==, 1);
}

#define ADD(name, test) g_test_add ("/lesson/evidence/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("the-response-moves-along-and-dense-outputs-change", test_shift);
  ADD ("another-grid-has-untrained-layers", test_other_grid);
  ADD ("each-pixel-has-one-place-and-neighbours-are-torn-apart", test_shuffle);
  ADD ("the-shuffled-picture-is-what-the-networks-saw", test_same_shuffle);
  ADD ("numbers-of-captions-come-from-the-findings", test_captions);
  ADD ("before-the-first-run-there-are-no-numbers", test_without_findings);
  ADD ("recorded-and-live-are-told-in-words", test_describe);
  ADD ("one-seed-has-no-spread", test_one_seed);
  ADD ("findings-are-looked-up-by-their-names-in-the-file", test_placeholders);
  ADD ("the-playground-shows-the-chosen-experiment", test_playground);
  return g_test_run ();
}
