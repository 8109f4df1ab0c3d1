/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the readout and a screen reader say of the thing under the pointer. */
#include "lesson-test.h"
#include "lesson-text.h"

typedef struct {
  Lesson *lesson;
  LessonParameters *parameters;
  LessonState *dense, *slide, *filters;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data) {
  self->lesson = load_builtin ();
  self->parameters = load_parameters (self->lesson, NULL);
  self->dense = state_at (self->lesson, "dense", self->parameters, G_MAXDOUBLE);
  self->slide = state_at (self->lesson, "slide", self->parameters, G_MAXDOUBLE);
  self->filters = state_at (self->lesson, "filters", self->parameters, G_MAXDOUBLE);
}

static void
tear_down (Fixture *self, gconstpointer data) {
  lesson_state_unref (self->dense);
  lesson_state_unref (self->slide);
  lesson_state_unref (self->filters);
  lesson_parameters_unref (self->parameters);
  lesson_unref (self->lesson);
}

static void
assert_says (const LessonState *state, LessonTarget target, const char *what, double value) {
  g_autofree char *said = lesson_state_describe (state, &target);
  g_autofree char *number = lesson_format_value (value);

  g_assert_nonnull (said);
  if (!g_str_has_prefix (said, what))
    g_error ("“%s” does not begin with “%s”", said, what);
  if (strstr (said, number) == NULL)
    g_error ("“%s” does not tell %s", said, number);
}

static void
assert_silent (const LessonState *state, LessonTarget target) {
  g_autofree char *said = lesson_state_describe (state, &target);

  if (said != NULL)
    g_error ("part %d at %d: “%s”", target.part, (int) target.row, said);
}

static void
test_pixel (Fixture *self, gconstpointer data) {
  const float *pixels = self->parameters->pixels->data;

  for (gint64 i = 0; i < 100; i++) {
    g_autofree char *what =
        g_strdup_printf ("Pixel in row %d, column %d: ", (int) (i / 10 + 1), (int) (i % 10 + 1));
    assert_says (self->dense, (LessonTarget){ LESSON_PART_PIXEL, .row = i / 10, .column = i % 10 }, what,
                 pixels[i]);
  }
}

static void
test_node (Fixture *self, gconstpointer data) {
  assert_says (self->dense, (LessonTarget){ LESSON_PART_NODE, .unit = 31 },
               "Node 32: ", self->parameters->dense_outputs->data[31]);
}

static void
test_line (Fixture *self, gconstpointer data) {
  const LessonParameters *p = self->parameters;
  LessonTarget line = { LESSON_PART_LINE, 7, 4, 6 };
  double weight = p->dense_weights->data[7 * 100 + 46];
  double pixel = p->pixels->data[46];

  assert_says (self->dense, line, "Weight from row 5, column 7 to node 8: ", weight);
  assert_says (self->dense, line, "Weight", pixel);
  assert_says (self->dense, line, "Weight", weight * pixel);
}

static void
test_weight (Fixture *self, gconstpointer data) {
  g_autofree char *said = NULL;
  LessonTarget weight = { LESSON_PART_WEIGHT, 0, 1, 2 };

  assert_says (self->slide, weight, "Weight in row 2, column 3: ", self->parameters->kernel->data[5]);
  said = lesson_state_describe (self->slide, &weight);
  g_assert_nonnull (strstr (said, "64 times"));
}

static void
test_output (Fixture *self, gconstpointer data) {
  LessonTarget output = { LESSON_PART_OUTPUT, 0, 7, 3 };
  g_autoptr (LessonState) early = state_at_end (self->lesson, "slide", self->parameters, 2);

  assert_says (self->slide, output, "Output in row 8, column 4: ", self->parameters->response->data[59]);
  g_autofree char *said = lesson_state_describe (early, &output);
  g_assert_nonnull (strstr (said, "not computed yet"));
}

static void
test_filter (Fixture *self, gconstpointer data) {
  const LessonParameters *p = self->parameters;
  LessonTarget output = { LESSON_PART_FILTER_OUTPUT, 20, 2, 5 };
  LessonTarget last = { LESSON_PART_FILTER_OUTPUT, 1, 7, 7 };
  g_autoptr (LessonState) early = state_at (self->lesson, "filters", self->parameters, 2);

  assert_says (self->filters, (LessonTarget){ LESSON_PART_FILTER_WEIGHT, 20, 2, 1 },
               "Filter 21. Weight in row 3, column 2: ", p->bank->data[20 * 9 + 7]);
  assert_says (self->filters, output,
               "Filter 21. Output in row 3, column 6: ", p->responses->data[(2 * 8 + 5) * 32 + 20]);
  g_autofree char *said = lesson_state_describe (early, &last);
  g_assert_nonnull (strstr (said, "not computed yet"));
  assert_silent (early, output);
}

/* What belongs to another scene, or is not there yet. */
static void
test_elsewhere (Fixture *self, gconstpointer data) {
  g_autoptr (LessonState) unrolling = state_at_end (self->lesson, "dense", self->parameters, 0);
  g_autoptr (LessonState) one_node = state_at_end (self->lesson, "dense", self->parameters, 1);
  LessonTarget second = { LESSON_PART_NODE, .unit = 1 };
  g_autofree char *waiting = lesson_state_describe (one_node, &second);

  assert_silent (self->dense, (LessonTarget){ LESSON_PART_OUTPUT });
  assert_silent (self->dense, (LessonTarget){ LESSON_PART_WEIGHT });
  assert_silent (self->slide, (LessonTarget){ LESSON_PART_NODE });
  assert_silent (self->filters, (LessonTarget){ LESSON_PART_PIXEL });
  assert_silent (unrolling, (LessonTarget){ LESSON_PART_LINE });
  assert_silent (one_node, (LessonTarget){ LESSON_PART_LINE, .unit = 1 });
  g_assert_cmpstr (waiting, ==, "Node 2: no lines yet");
}

/* One past each end of row, column and unit. */
static void
test_outside (Fixture *self, gconstpointer data) {
  static const LessonTarget ends[] = {
    { LESSON_PART_PIXEL, 0, 9, 9 },         { LESSON_PART_NODE, 31, 0, 0 },
    { LESSON_PART_LINE, 31, 9, 9 },         { LESSON_PART_WEIGHT, 0, 2, 2 },
    { LESSON_PART_OUTPUT, 0, 7, 7 },        { LESSON_PART_FILTER_WEIGHT, 31, 2, 2 },
    { LESSON_PART_FILTER_OUTPUT, 31, 7, 7 }
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++) {
    LessonTarget end = ends[i];
    const LessonState *state = end.part <= LESSON_PART_LINE     ? self->dense
                               : end.part <= LESSON_PART_OUTPUT ? self->slide
                                                                : self->filters;
    g_autofree char *said = lesson_state_describe (state, &end);
    g_assert_nonnull (said);
    assert_silent (state, (LessonTarget){ end.part, end.unit + 1, end.row, end.column });
    assert_silent (state, (LessonTarget){ end.part, end.unit, end.row + 1, end.column });
    assert_silent (state, (LessonTarget){ end.part, end.unit, end.row, end.column + 1 });
    assert_silent (state, (LessonTarget){ end.part, -1, end.row, end.column });
    assert_silent (state, (LessonTarget){ end.part, end.unit, -1, end.column });
    assert_silent (state, (LessonTarget){ end.part, end.unit, end.row, -1 });
  }
  assert_silent (self->dense, (LessonTarget){ LESSON_PART_NONE });
}

static void
add (const char *path, void (*test) (Fixture *self, gconstpointer data)) {
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  add ("/lesson/describe/a-pixel-tells-its-place-and-value", test_pixel);
  add ("/lesson/describe/a-node-tells-its-sum", test_node);
  add ("/lesson/describe/a-line-tells-weight-pixel-and-product", test_line);
  add ("/lesson/describe/a-weight-tells-how-often-it-was-used", test_weight);
  add ("/lesson/describe/an-output-tells-its-value-once-it-is-there", test_output);
  add ("/lesson/describe/a-filter-tells-weight-and-output", test_filter);
  add ("/lesson/describe/nothing-is-said-of-what-is-outside", test_outside);
  add ("/lesson/describe/nothing-is-said-of-what-is-not-there", test_elsewhere);
  return g_test_run ();
}
