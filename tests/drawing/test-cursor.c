/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keyboard cursor: it comes everywhere, and everywhere something is said, of the place where it is. */
#include "draw-layout.h"
#include "lesson-test.h"
#include "lesson-text.h"

#define WIDTH  1280
#define HEIGHT 800
#define MOST   9 /* cells along a side of a region that are looked at */

typedef struct {
  const LessonState *state;
  DrawLayout *layout;
} Fixture;

static void G_GNUC_NORETURN
fail (const Fixture *self, const LessonTarget *target, const char *what) {
  const LessonState *state = self->state;

  g_error ("%s, step %s%s: part %d, unit %d, row %d, column %d: %s", state->scene->name,
           state->scene->steps[state->step].name, state->free ? " (playground)" : "", target->part,
           (int) target->unit, (int) target->row, (int) target->column, what);
}

/* Rows and columns are named as people count them. */
static void
assert_names_place (const Fixture *self, const LessonTarget *target, const char *said) {
  g_autofree char *row = lesson_format_count (target->row + 1);
  g_autofree char *column = lesson_format_count (target->column + 1);
  gboolean cell = target->part == LESSON_PART_PIXEL || target->part == LESSON_PART_LINE
                  || target->part == LESSON_PART_WEIGHT || target->part == LESSON_PART_OUTPUT
                  || target->part == LESSON_PART_FILTER_WEIGHT || target->part == LESSON_PART_FILTER_OUTPUT
                  || target->part == LESSON_PART_CHANNEL || target->part == LESSON_PART_ENTRY
                  || target->part == LESSON_PART_PHOTO || target->part == LESSON_PART_RESPONSE;
  g_autofree char *place = g_strdup_printf ("ow %s, column %s", row, column);

  if (cell && strstr (said, place) == NULL)
    fail (self, target, said);
}

static void
check_target (const Fixture *self, const LessonTarget *target) {
  g_autofree char *said = lesson_state_describe (self->state, target);
  DrawRect rect;

  if (target->part == LESSON_PART_NONE)
    fail (self, target, "the cursor is nowhere");
  if (said == NULL || *said == '\0')
    fail (self, target, "nothing is said");
  /* Braces and letters after a percent sign are left from a template. */
  if (strpbrk (said, "{}") != NULL || g_regex_match_simple ("%[a-zA-Z.]", said, 0, 0)
      || !g_utf8_validate (said, -1, NULL))
    fail (self, target, said);
  if (!draw_layout_locate (self->layout, target, &rect))
    fail (self, target, "it is nowhere in the picture");
  assert_names_place (self, target, said);
}

static gint64
stride (gint64 cells) {
  return MAX (1, cells / MOST);
}

/* From the region's first cell along its diagonal, then along its edges, which must hold the cursor back. */
static void
walk_region (const Fixture *self, const DrawRegion *region, LessonTarget cursor) {
  check_target (self, &cursor);
  for (gint64 i = 0; i < region->rows + 2; i++) {
    cursor = draw_layout_move (self->layout, &cursor, 1, i % 3 == 0);
    if (i % stride (region->rows) == 0 || i + 3 > region->rows)
      check_target (self, &cursor);
  }
  for (gint64 i = 0; i < region->columns + 2; i++) {
    cursor = draw_layout_move (self->layout, &cursor, 0, 1);
    if (i % stride (region->columns) == 0 || i + 3 > region->columns)
      check_target (self, &cursor);
  }
}

static guint
count_reachable (const DrawRegion *regions, guint n) {
  guint reachable = 0;

  for (guint i = 0; i < n; i++)
    reachable += regions[i].wrap == 0;
  return reachable;
}

/* Once round: every region that is not another's copy comes, none twice. */
static void
check_moment (LessonState *state) {
  g_autoptr (DrawLayout) layout = draw_layout_new (state, WIDTH, HEIGHT);
  Fixture self = { state, layout };
  LessonTarget cursor = { .part = LESSON_PART_NONE };
  guint n, reachable;
  const DrawRegion *regions = draw_layout_regions (layout, &n);

  reachable = count_reachable (regions, n);
  for (guint i = 0, next = 0; i < reachable; i++, next++) {
    while (regions[next].wrap > 0)
      next++;
    cursor = draw_layout_next_region (layout, &cursor, 1);
    if (cursor.part != regions[next].part)
      fail (&self, &cursor, "a region is passed over");
    walk_region (&self, &regions[next], cursor);
  }
  if (reachable == 0)
    return;
  LessonTarget last = cursor;
  LessonTarget first = draw_layout_next_region (layout, &last, 1);
  cursor = draw_layout_next_region (layout, &first, -1);
  if (cursor.part != last.part)
    fail (&self, &cursor, "back from the first region is not the last");
}

/* At its end, in its middle, and while its question stands. */
static void
check_step (LessonTimeline *timeline, guint step) {
  double begin = step > 0 ? lesson_timeline_step_end (timeline, step - 1) : 0;
  double asked = lesson_timeline_step_asked (timeline, step), end = lesson_timeline_step_end (timeline, step);
  const double moments[] = { end, asked + 0.37 * (end - asked), asked };

  for (gsize i = 0; i < G_N_ELEMENTS (moments); i++) {
    if (i == 2 && asked <= begin)
      continue;
    g_autoptr (LessonState) state = lesson_timeline_state_at (timeline, moments[i]);
    check_moment (state);
  }
}

static void
check_lesson (Lesson *lesson, const LessonSettings *settings) {
  g_autoptr (LessonParameters) parameters = load_trained (lesson, settings);

  for (guint scene = 0; scene < lesson->n_scenes; scene++) {
    g_autoptr (LessonTimeline) timeline = lesson_timeline_new (lesson, scene, parameters);
    for (guint step = 0; step < lesson->scenes[scene].n_steps; step++)
      check_step (timeline, step);
    if (lesson->scenes[scene].playground == NULL)
      continue;
    g_autoptr (LessonTimeline) around = lesson_timeline_new_free (lesson, scene, parameters);
    g_autoptr (LessonState) state = lesson_timeline_state_at (around, 0);
    check_moment (state);
  }
}

static void
test_usual (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  LessonSettings settings = lesson->settings;

  settings.questions = TRUE;
  check_lesson (lesson, &settings);
}

static void
test_small (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  LessonSettings settings = lesson->settings;

  settings.grid = LESSON_GRID_MIN;
  settings.nodes = settings.filters = LESSON_UNITS_MIN;
  settings.same_padding = TRUE;
  check_lesson (lesson, &settings);
}

static void
test_large (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  LessonSettings settings = lesson->settings;

  lesson_settings_set_kernel (&settings, 5);
  settings.grid = 28;
  settings.nodes = settings.filters = LESSON_UNITS_MAX;
  settings.stride = settings.dilation = 2;
  check_lesson (lesson, &settings);
}

/* The camera has moved on: the cursor comes to the edge that is nearest, not to the first cell. */
static void
test_left_behind (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) open = load_parameters (lesson, NULL);
  LessonLens lens = { TRUE, 100, 200, 20 };
  g_autoptr (LessonParameters) near = lesson_parameters_with_lens (open, &lens);
  g_autoptr (LessonState) state = state_at_end (lesson, "photo", near, 0);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, WIDTH, HEIGHT);
  LessonTarget behind = { LESSON_PART_PHOTO, .row = 203, .column = 20 };
  LessonTarget cursor = draw_layout_move (layout, &behind, 0, 1);

  g_assert_cmpint (cursor.part, ==, LESSON_PART_PHOTO);
  g_assert_cmpint (cursor.row, ==, 203);
  g_assert_cmpint (cursor.column, >, 80);
  g_assert_cmpint (cursor.column, <, 100);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drawing/cursor/reads-every-cell", test_usual);
  g_test_add_func ("/drawing/cursor/reads-every-cell-of-small-layers", test_small);
  g_test_add_func ("/drawing/cursor/reads-every-cell-of-large-layers", test_large);
  g_test_add_func ("/drawing/cursor/comes-back-into-view-where-it-was-left", test_left_behind);
  return g_test_run ();
}
