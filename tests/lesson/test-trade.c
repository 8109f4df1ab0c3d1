/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "trade" */
#include "lesson-fixture.h"
#include "lesson-trade.h"

enum { WEIGHTS, MULTIPLICATIONS, USES, EQUAL, N_STEPS };

static void
assert_counters (const LessonState *state, gint64 dense, gint64 dense_multiplications, gint64 convolution,
                 gint64 multiplications) {
  g_assert_cmpint (state->dense.weights, ==, dense);
  g_assert_cmpint (state->dense.multiplications, ==, dense_multiplications);
  g_assert_cmpint (state->convolution.weights, ==, convolution);
  g_assert_cmpint (state->convolution.multiplications, ==, multiplications);
}

static void
test_counters (Fixture *self, gconstpointer unused) {
  g_autoptr (LessonState) weights = state_at_end (self->lesson, "trade", self->parameters, WEIGHTS);
  g_autoptr (LessonState) work = state_at_end (self->lesson, "trade", self->parameters, MULTIPLICATIONS);
  g_autoptr (LessonState) uses = state_at_end (self->lesson, "trade", self->parameters, USES);
  g_autoptr (LessonState) equal = state_at_end (self->lesson, "trade", self->parameters, EQUAL);

  assert_counters (weights, 3200, 0, 288, 0);
  assert_counters (work, 3200, 3200, 288, 18432);
  assert_counters (uses, 3200, 3200, 288, 18432);
  assert_counters (equal, 204800, 204800, 288, 18432);
  g_assert_cmpint (equal->dense.outputs, ==, 2048);
  g_assert_cmpint (equal->most_weights, ==, 204800);
}

static void
test_run_with_bars (Fixture *self, gconstpointer unused) {
  for (double seconds = 0; seconds < 21; seconds += 0.7) {
    g_autoptr (LessonState) state = state_at (self->lesson, "trade", self->parameters, seconds);
    gboolean equal = state->trade_view.equal > 0;
    g_assert_cmpint (lesson_trade_bar (state, 1).now, ==, state->convolution.weights);
    g_assert_cmpint (lesson_trade_bar (state, 4).now, ==, state->convolution.multiplications);
    g_assert_cmpint (lesson_trade_bar (state, equal ? 2 : 0).now, ==, state->dense.weights);
    g_assert_cmpint (lesson_trade_bar (state, equal ? 5 : 3).now, ==, state->dense.multiplications);
  }
}

static void
test_describe (Fixture *self, gconstpointer unused) {
  static const char *const expected[LESSON_TRADE_BARS] = {
    "Dense layer: 3,200 weights for 32 outputs",
    "Convolution: 288 weights for 2,048 outputs",
    NULL,
    "Dense layer: 3,200 multiplications, each weight used 1 time",
    "Convolution: 18,432 multiplications, each weight used 64 times",
    NULL,
  };
  g_autoptr (LessonState) state = state_at_end (self->lesson, "trade", self->parameters, USES);

  for (gint64 unit = 0; unit < LESSON_TRADE_BARS; unit++) {
    LessonTarget target = { LESSON_PART_BAR, unit };
    g_autofree char *sentence = lesson_state_describe (state, &target);
    g_assert_cmpstr (sentence, ==, expected[unit]);
  }
}

static void
test_notes (Fixture *self, gconstpointer unused) {
  g_autoptr (LessonState) state = state_at_end (self->lesson, "trade", self->parameters, MULTIPLICATIONS);

  g_assert_nonnull (strstr (state->notes, "28,800"));
  g_assert_nonnull (strstr (state->notes, "25,088"));
}

#define ADD(name, test) g_test_add ("/lesson/trade/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("both-comparisons-are-counted", test_counters);
  ADD ("counters-run-with-the-bars", test_run_with_bars);
  ADD ("bars-that-are-there-are-told-in-words", test_describe);
  ADD ("same-padding-is-in-the-notes", test_notes);
  return g_test_run ();
}
