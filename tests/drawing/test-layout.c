/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where everything stands, and what the pointer and the keyboard find there. */
#include "draw-dense-private.h"
#include "lesson-test.h"

static const struct {
  double width, height;
} sizes[] = { { 640, 400 },  { 960, 600 },   { 1280, 720 },  { 1024, 768 }, { 800, 1200 },
              { 2000, 600 }, { 1920, 1080 }, { 2560, 1440 }, { 3840, 2160 } };

typedef void (*Check) (const LessonState *state, const DrawLayout *layout);

static void
check_state (const LessonState *state, Check check) {
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (DrawLayout) layout = draw_layout_new (state, sizes[i].width, sizes[i].height);
    check (state, layout);
  }
}

static void
check_lesson (Lesson *lesson, const LessonSettings *settings, Check check) {
  g_autoptr (LessonParameters) parameters = load_trained (lesson, settings);

  for (guint scene = 0; scene < lesson->n_scenes; scene++)
    for (guint step = 0; step < lesson->scenes[scene].n_steps; step++) {
      g_autoptr (LessonState) state = state_at_end (lesson, lesson->scenes[scene].name, parameters, step);
      check_state (state, check);
    }
}

/* Every scene's every step at every size, with the usual settings and with extreme ones. */
static void
check_everything_cb (gconstpointer data) {
  Check check = *(const Check *) data;
  g_autoptr (Lesson) lesson = load_builtin ();
  LessonSettings other = lesson->settings;

  check_lesson (lesson, NULL, check);
  other.grid = LESSON_GRID_MIN;
  other.filters = other.nodes = LESSON_UNITS_MIN;
  other.same_padding = TRUE;
  check_lesson (lesson, &other, check);
  other.grid = 28;
  other.filters = other.nodes = LESSON_UNITS_MAX;
  other.stride = 2;
  check_lesson (lesson, &other, check);
}

static gboolean
is_inside (DrawRect rect, double width, double height) {
  return rect.x >= 0 && rect.y >= 0 && rect.width > 0 && rect.height > 0 && rect.x + rect.width <= width
         && rect.y + rect.height <= height;
}

static gboolean
overlap (DrawRect a, DrawRect b) {
  double slack = 1e-6;

  return a.x + slack < b.x + b.width && b.x + slack < a.x + a.width && a.y + slack < b.y + b.height
         && b.y + slack < a.y + a.height;
}

static void
check_inside (const LessonState *state, const DrawLayout *layout) {
  guint n;
  const DrawRegion *regions = draw_layout_regions (layout, &n);

  if (n == 0)
    g_error ("%s step %s: nothing can be pointed at", state->scene->name,
             state->scene->steps[state->step].name);
  for (guint i = 0; i < n; i++)
    if (!is_inside (regions[i].rect, layout->width, layout->height))
      g_error ("%s %gx%g: region %u (part %d) at %g, %g, %g x %g is not inside", state->scene->name,
               layout->width, layout->height, i, regions[i].part, regions[i].rect.x, regions[i].rect.y,
               regions[i].rect.width, regions[i].rect.height);
}

static void
check_apart (const LessonState *state, const DrawLayout *layout) {
  guint n;
  const DrawRegion *regions = draw_layout_regions (layout, &n);

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < i; j++)
      if (overlap (regions[i].rect, regions[j].rect))
        g_error ("%s %gx%g: regions %u (part %d) and %u (part %d) overlap", state->scene->name, layout->width,
                 layout->height, j, regions[j].part, i, regions[i].part);
}

/* Title, caption, totals and what the scene draws are bands beside each other. */
static void
check_bands (const LessonState *state, const DrawLayout *layout) {
  const DrawRect all[] = { layout->title,     layout->main,      layout->caption,
                           layout->totals[0], layout->totals[1], layout->totals[2] };
  guint n;
  const DrawRegion *regions = draw_layout_regions (layout, &n);

  for (gsize i = 0; i < 3 + layout->n_totals; i++) {
    g_assert_true (is_inside (all[i], layout->width, layout->height));
    for (gsize j = 0; j < i; j++)
      g_assert_false (overlap (all[i], all[j]));
    for (guint k = 0; k < n; k++)
      if (i != 1 && overlap (all[i], regions[k].rect))
        g_error ("%s step %u %gx%g: region %u (part %d) is in band %u", state->scene->name, state->step + 1,
                 layout->width, layout->height, k, regions[k].part, (guint) i);
  }
}

static void
check_cell (const DrawLayout *layout, const DrawRegion *region, gint64 row, gint64 column) {
  DrawRect cell = draw_rect_cell (region->rect, region->rows, region->columns, row, column);
  double x = cell.x + cell.width / 2;
  double y = cell.y + cell.height / 2 + region->skew * ((double) column + 0.5) / (double) region->columns;
  LessonTarget target = draw_layout_hit (layout, x, y);
  gint64 number = row * region->columns + column;
  DrawRect found;

  g_assert_cmpint (target.part, ==, region->part);
  if (region->part == LESSON_PART_NODE) {
    g_assert_cmpint (target.unit, ==, number);
  } else {
    gint64 columns = region->wrap > 0 ? region->wrap : region->columns;
    g_assert_cmpint (target.unit, ==, region->unit);
    g_assert_cmpint (target.row, ==, region->first_row + number / columns);
    g_assert_cmpint (target.column, ==, region->first_column + number % columns);
  }
  g_assert_true (draw_layout_locate (layout, &target, &found));
  /* A pixel in the column of inputs is found in the image, where it stands larger. */
  if (region->wrap > 0)
    return;
  g_assert_cmpfloat_with_epsilon (found.x + found.width / 2, x, 1e-6);
  g_assert_cmpfloat_with_epsilon (found.y + found.height / 2, y, 1e-6);
}

static void
check_hits (const LessonState *state, const DrawLayout *layout) {
  guint n;
  const DrawRegion *regions = draw_layout_regions (layout, &n);

  for (guint i = 0; i < n; i++)
    for (gint64 row = 0; row < regions[i].rows; row += 1 + regions[i].rows / 70)
      for (gint64 column = 0; column < regions[i].columns; column += 1 + regions[i].columns / 70)
        check_cell (layout, &regions[i], row, column);
}

static void
check_nothing_outside (const LessonState *state, const DrawLayout *layout) {
  g_assert_cmpint (draw_layout_hit (layout, -1, -1).part, ==, LESSON_PART_NONE);
  g_assert_cmpint (draw_layout_hit (layout, layout->width + 1, layout->height / 2).part, ==,
                   LESSON_PART_NONE);
  g_assert_cmpint (draw_layout_hit (layout, 1, layout->height - 1).part, ==, LESSON_PART_NONE);
  g_assert_cmpint (draw_layout_hit (layout, -1e300, 1e300).part, ==, LESSON_PART_NONE);
}

/* A walk from the first cell past the far corner and back. */
static void
walk (const DrawLayout *layout, const DrawRegion *region, LessonTarget first) {
  gint64 steps = region->rows + region->columns + 3;
  LessonTarget at = first;

  if (region->rows * region->columns == 1) /* from it the cursor goes on to its neighbours */
    return;
  for (gint64 step = 0; step < steps; step++) {
    DrawRect rect;
    at = draw_layout_move (layout, &at, 1, 1);
    g_assert_cmpint (at.part, ==, first.part);
    g_assert_true (draw_layout_locate (layout, &at, &rect));
  }
  LessonTarget last = draw_layout_move (layout, &at, 1, 1);
  g_assert_true (lesson_target_equal (&last, &at));
  g_assert_cmpint (lesson_target_equal (&last, &first), ==, region->rows * region->columns == 1);
  for (gint64 step = 0; step < steps; step++)
    at = draw_layout_move (layout, &at, -1, -1);
  g_assert_true (lesson_target_equal (&at, &first));
}

/* The column of inputs names the image's pixels again, so the keyboard passes it by. */
static void
check_moves (const LessonState *state, const DrawLayout *layout) {
  guint n;
  const DrawRegion *regions = draw_layout_regions (layout, &n);
  LessonTarget target = { LESSON_PART_NONE };

  for (guint i = 0; i < n; i++)
    if (regions[i].wrap == 0) {
      target = draw_layout_next_region (layout, &target, 1);
      g_assert_cmpint (target.part, ==, regions[i].part);
      walk (layout, &regions[i], target);
    }
}

static void
check_round (const LessonState *state, const DrawLayout *layout) {
  guint n;
  LessonTarget none = { LESSON_PART_NONE };

  draw_layout_regions (layout, &n);
  LessonTarget first = draw_layout_next_region (layout, &none, 1);
  g_assert_cmpint (first.part, !=, LESSON_PART_NONE);
  LessonTarget back = draw_layout_next_region (layout, &first, -1);
  LessonTarget forth = draw_layout_next_region (layout, &back, 1);
  g_assert_true (lesson_target_equal (&first, &forth));
}

/* Each region comes once a round, and after the last one the first; backwards likewise. */
static void
check_every_region (const LessonState *state, const DrawLayout *layout) {
  guint n;
  const DrawRegion *regions = draw_layout_regions (layout, &n);
  LessonTarget target = { LESSON_PART_NONE };

  for (guint i = 0; i < 2 * n; i++)
    if (regions[i % n].wrap == 0) {
      target = draw_layout_next_region (layout, &target, 1);
      g_assert_cmpint (target.part, ==, regions[i % n].part);
      g_assert_true (target.part == LESSON_PART_NODE || regions[i % n].follows
                     || target.unit == regions[i % n].unit);
    }
  for (guint i = n - 1; i-- > 0;)
    if (regions[i].wrap == 0) {
      target = draw_layout_next_region (layout, &target, -1);
      g_assert_cmpint (target.part, ==, regions[i].part);
    }
}

static void
test_line_is_hit (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  LessonSettings settings = lesson->settings;

  /* Few enough lines that no two have the same middle. */
  settings.grid = 4;
  settings.nodes = 3;
  g_autoptr (LessonParameters) parameters = load_parameters (lesson, &settings);
  g_autoptr (LessonState) state = state_at (lesson, "dense", parameters, G_MAXDOUBLE);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, 1920, 1080);
  for (gint64 line = 0; line < 48; line++) {
    LessonTarget target = { LESSON_PART_LINE, line / 16, line % 16 / 4, line % 4 };
    DrawRect at = ((const DrawDensePlaces *) layout->places)->fan;
    double from =
        draw_rect_slot (((const DrawDensePlaces *) layout->places)->inputs, 16, (double) (line % 16));
    double to = draw_rect_slot (((const DrawDensePlaces *) layout->places)->nodes, 3, (double) (line / 16));
    /* At a third of the way, where no two lines meet. */
    LessonTarget hit = draw_layout_hit (layout, at.x + 0.31 * at.width, from + 0.31 * (to - from));
    g_assert_true (lesson_target_equal (&hit, &target));
  }
}

static void
test_middle_is_hit (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = load_parameters (lesson, NULL);
  g_autoptr (LessonState) state = state_at (lesson, "dense", parameters, G_MAXDOUBLE);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, 1920, 1080);

  for (gint64 line = 0; line < 3200; line++) {
    LessonTarget target = { LESSON_PART_LINE, line / 100, line % 100 / 10, line % 10 };
    DrawRect middle, found;
    if (target.unit == state->dense_view.picture_node)
      continue; /* located in the picture of its node's weights */
    g_assert_true (draw_layout_locate (layout, &target, &middle));
    LessonTarget hit = draw_layout_hit (layout, middle.x, middle.y);
    g_assert_cmpint (hit.part, ==, LESSON_PART_LINE);
    /* Several lines may cross there; the one that is hit passes just as near. */
    double from = draw_rect_slot (((const DrawDensePlaces *) layout->places)->inputs, 100,
                                  (double) (hit.row * 10 + hit.column));
    double to = draw_rect_slot (((const DrawDensePlaces *) layout->places)->nodes, 32, (double) hit.unit);
    g_assert_cmpfloat_with_epsilon ((from + to) / 2, middle.y, 1e-6);
    g_assert_true (draw_layout_locate (layout, &hit, &found));
  }
}

static void
test_undrawn_lines (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = load_parameters (lesson, NULL);
  g_autoptr (LessonState) state = state_at_end (lesson, "dense", parameters, 1);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, 960, 600);
  DrawRect fan = ((const DrawDensePlaces *) layout->places)->fan;

  for (double y = fan.y; y < fan.y + fan.height; y += 1) {
    LessonTarget hit = draw_layout_hit (layout, fan.x + fan.width / 2, y);
    g_assert_true (hit.part == LESSON_PART_NONE || hit.unit == 0);
  }
}

static void
test_pinned_node (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = load_parameters (lesson, NULL);
  g_autoptr (LessonState) state = state_at (lesson, "dense", parameters, G_MAXDOUBLE);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, 1280, 800);
  DrawRect picture = ((const DrawDensePlaces *) layout->places)->picture;
  LessonTarget node = { LESSON_PART_NODE, .unit = 4 };
  double x = picture.x + 0.25 * picture.width, y = picture.y + 0.35 * picture.height;
  LessonTarget hit = draw_layout_hit_from (layout, &node, x, y);
  LessonTarget expected = { LESSON_PART_LINE, 4, 3, 2 }, below = { LESSON_PART_LINE, 4, 4, 2 };

  g_assert_true (lesson_target_equal (&hit, &expected));
  LessonTarget moved = draw_layout_move (layout, &hit, 1, 0);
  g_assert_true (lesson_target_equal (&moved, &below));
  g_assert_cmpint (draw_layout_hit (layout, x, y).unit, ==, state->dense_view.picture_node);
}

static void
add (const char *path, Check check) {
  g_test_add_data_func_full (path, g_memdup2 (&check, sizeof check), check_everything_cb, g_free);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  add ("/drawing/layout/every-region-is-inside-the-picture", check_inside);
  add ("/drawing/layout/no-two-regions-overlap", check_apart);
  add ("/drawing/layout/bands-keep-apart", check_bands);
  add ("/drawing/hit/every-cell-is-hit-in-its-middle-and-found-again", check_hits);
  add ("/drawing/hit/nothing-is-outside", check_nothing_outside);
  add ("/drawing/keyboard/moves-stop-at-the-edges-of-a-region", check_moves);
  add ("/drawing/keyboard/back-and-forth-is-where-it-was", check_round);
  add ("/drawing/keyboard/every-region-comes-once-a-round", check_every_region);
  g_test_add_func ("/drawing/hit/every-line-of-a-sparse-fan-is-hit", test_line_is_hit);
  g_test_add_func ("/drawing/hit/every-line-of-the-fan-is-hit-at-its-middle", test_middle_is_hit);
  g_test_add_func ("/drawing/hit/the-picture-of-a-pinned-nodes-weights-answers-for-that-node",
                   test_pinned_node);
  g_test_add_func ("/drawing/hit/lines-not-yet-drawn-are-not-hit", test_undrawn_lines);
  return g_test_run ();
}
