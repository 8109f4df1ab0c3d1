/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The web of lines of scene "sharing", and what stands where in it. */
#include "draw-web-raster.h"
#include "drawing-test.h"
#include "engine-cpu-private.h"
#include "engine-threads-private.h"

#define WIDTH   200
#define HEIGHT  150
#define N_LINES 400

static DrawWebLine *
make_lines (void) {
  DrawWebLine *lines = g_new (DrawWebLine, N_LINES);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  /* Some leave the picture. */
  for (int i = 0; i < N_LINES; i++)
    lines[i] = (DrawWebLine){ .x0 = g_rand_double_range (random, -5, 90),
                              .x1 = g_rand_double_range (random, 100, 210),
                              .y0 = g_rand_double_range (random, 1, HEIGHT - 1),
                              .y1 = g_rand_double_range (random, -20, HEIGHT + 20),
                              .thickness = 1.2,
                              .alpha = 0.7,
                              .color = { i % 2, i % 3 / 2.0, i % 5 / 4.0 } };
  return lines;
}

static DrawWebRaster *
make (void) {
  return draw_web_raster_new (WIDTH, HEIGHT, make_lines (), N_LINES);
}

static guint8 *
copy_picture (DrawWebRaster *raster, const guint8 *shown, gsize *size) {
  cairo_surface_t *picture = draw_web_raster_picture (raster, shown);

  cairo_surface_flush (picture);
  *size = (gsize) cairo_image_surface_get_stride (picture) * HEIGHT;
  return g_memdup2 (cairo_image_surface_get_data (picture), *size);
}

/* Whatever was shown before, some of it taken away, some added, all of it or nothing. */
static void
test_order (void) {
  DrawWebRaster *raster = make ();

  for (int round = 0; round < 24; round++) {
    guint8 shown[N_LINES];
    gsize size, size_anew;
    for (int i = 0; i < N_LINES; i++)
      shown[i] = round % 8 == 7 ? 0 : (i * 7 + round / 2 * 5) % 11 > round % 6;
    g_autofree guint8 *changed = copy_picture (raster, shown, &size);
    DrawWebRaster *other = make ();
    g_autofree guint8 *anew = copy_picture (other, shown, &size_anew);
    g_assert_cmpmem (changed, size, anew, size_anew);
    draw_web_raster_free (other);
  }
  draw_web_raster_free (raster);
}

static void
test_every_line (void) {
  DrawWebRaster *raster = make ();
  guint8 shown[N_LINES] = { 0 };
  gsize size;
  g_autofree guint8 *nothing = copy_picture (raster, shown, &size);

  for (int i = 0; i < N_LINES; i++) {
    memset (shown, 0, sizeof shown);
    shown[i] = 1;
    g_autofree guint8 *one = copy_picture (raster, shown, &size);
    g_assert_cmpint (memcmp (nothing, one, size), !=, 0);
  }
  draw_web_raster_free (raster);
}

static void
test_threads (void) {
  guint8 shown[N_LINES];
  gsize size, other_size;

  memset (shown, 1, sizeof shown);
  engine_threads_set (1);
  DrawWebRaster *alone = make ();
  g_autofree guint8 *expected = copy_picture (alone, shown, &size);
  for (guint threads = 2; threads <= 4; threads++) {
    engine_threads_set (threads);
    DrawWebRaster *raster = make ();
    g_autofree guint8 *pixels = copy_picture (raster, shown, &other_size);
    g_assert_cmpmem (expected, size, pixels, other_size);
    draw_web_raster_free (raster);
  }
  engine_threads_set (0);
  draw_web_raster_free (alone);
}

/* Every level's instructions give the same bits, of lines that are added up and taken away and of such as are laid. */
static void
test_levels (void) {
  EngineCpuLevel best = engine_cpu_best_level ();
  guint8 shown[N_LINES], fewer[N_LINES];
  guint8 *plain[2] = { NULL };
  gsize size;

  for (int i = 0; i < N_LINES; i++)
    shown[i] = i % 7 != 0, fewer[i] = i % 7 != 0 && i % 3 != 0;
  for (EngineCpuLevel level = ENGINE_CPU_BASELINE; level <= best; level++)
    for (int laid = 0; laid < 2; laid++) {
      engine_cpu_set_level (level);
      DrawWebRaster *raster =
          laid ? draw_web_raster_new_laid (WIDTH, HEIGHT, make_lines (), N_LINES) : make ();
      draw_web_raster_picture (raster, fewer);
      draw_web_raster_picture (raster, shown);
      g_autofree guint8 *pixels = copy_picture (raster, fewer, &size);
      if (level == ENGINE_CPU_BASELINE)
        plain[laid] = g_memdup2 (pixels, size);
      g_assert_cmpmem (pixels, size, plain[laid], size);
      draw_web_raster_free (raster);
    }
  engine_cpu_set_level (best);
  g_free (plain[0]);
  g_free (plain[1]);
}

/* Of two lines that cross, the later one lies over the earlier one, whatever was shown before. */
static void
test_laid (void) {
  DrawWebLine *lines = g_new (DrawWebLine, 2);
  const guint8 both[] = { 1, 1 }, first[] = { 1, 0 };

  lines[0] = (DrawWebLine){ 0, 10, WIDTH, HEIGHT - 10, 6, 1, { 1, 0, 0 } };
  lines[1] = (DrawWebLine){ 0, HEIGHT - 10, WIDTH, 10, 6, 1, { 0, 0, 1 } };
  DrawWebRaster *raster = draw_web_raster_new_laid (WIDTH, HEIGHT, lines, 2);
  const gsize middle = HEIGHT / 2 * WIDTH + WIDTH / 2;
  for (int round = 0; round < 2; round++) {
    cairo_surface_t *picture = draw_web_raster_picture (raster, first);
    g_assert_cmphex (((guint32 *) (gpointer) cairo_image_surface_get_data (picture))[middle], ==, 0xffff0000);
    draw_web_raster_picture (raster, both);
    g_assert_cmphex (((guint32 *) (gpointer) cairo_image_surface_get_data (picture))[middle], ==, 0xff0000ff);
  }
  draw_web_raster_free (raster);
}

/* A line of cover 1 lets 1/e of the light through; so many that none is left show the mean of their colours. */
static void
test_cover (void) {
  DrawWebLine *lines = g_new (DrawWebLine, 40);
  guint8 shown[40] = { 1 };

  for (int i = 0; i < 40; i++)
    lines[i] = (DrawWebLine){ 0, HEIGHT / 2.0, WIDTH, HEIGHT / 2.0, 8, 1, { i % 2, 0, 1 } };
  DrawWebRaster *raster = draw_web_raster_new (WIDTH, HEIGHT, lines, 40);
  cairo_surface_t *picture = draw_web_raster_picture (raster, shown);
  const guint32 *pixel =
      (guint32 *) (gpointer) cairo_image_surface_get_data (picture) + HEIGHT / 2 * WIDTH + 7;
  g_assert_cmpint (abs ((int) (*pixel >> 24) - 161), <=, 1);
  g_assert_cmpint (abs ((int) (*pixel & 255) - 161), <=, 1);
  memset (shown, 1, sizeof shown);
  draw_web_raster_picture (raster, shown);
  g_assert_cmpint (*pixel >> 24, ==, 255);
  g_assert_cmpint (abs ((int) (*pixel >> 16 & 255) - 128), <=, 1);
  g_assert_cmpint (*pixel & 255, ==, 255);
  draw_web_raster_free (raster);
}

/* A picture in two colours, on which only a part of the web may be drawn. */
static cairo_t *
begin_painting (gboolean two_parts) {
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH + 40, HEIGHT);
  cairo_t *cr = cairo_create (surface);

  cairo_surface_destroy (surface);
  cairo_set_source_rgb (cr, 0.9, 0.8, 0.2);
  cairo_paint (cr);
  cairo_rectangle (cr, 30, 11, 150, 100);
  if (two_parts)
    cairo_rectangle (cr, 30, 120, 77, 9);
  cairo_clip (cr);
  return cr;
}

/* Laid on the surface it is as its picture laid on it by cairo, in what the clip leaves and nowhere else, at any strength, in a group too,
 * and however often. */
static void
assert_painted (DrawWebRaster *raster, const guint8 *shown, double strength, gboolean group,
                gboolean two_parts) {
  cairo_t *cr = begin_painting (two_parts), *expected = begin_painting (two_parts);

  if (group)
    cairo_push_group (cr);
  draw_web_raster_paint (raster, cr, 21, -7, shown, strength);
  if (group) {
    cairo_pop_group_to_source (cr);
    cairo_paint (cr);
  }
  cairo_set_source_surface (expected, draw_web_raster_picture (raster, shown), 21, -7);
  cairo_paint_with_alpha (expected, strength);
  cairo_surface_flush (cairo_get_target (cr));
  const guint8 *pixels = cairo_image_surface_get_data (cairo_get_target (cr));
  const guint8 *others = cairo_image_surface_get_data (cairo_get_target (expected));
  for (int i = 0; i < (WIDTH + 40) * HEIGHT * 4; i++)
    if (i % 4 != 3)
      g_assert_cmpint (abs (pixels[i] - others[i]), <=, 2);
  cairo_destroy (cr);
  cairo_destroy (expected);
}

static void
test_painted (void) {
  guint8 shown[N_LINES];

  for (int laid = 0; laid < 2; laid++) {
    DrawWebRaster *raster = laid ? draw_web_raster_new_laid (WIDTH, HEIGHT, make_lines (), N_LINES) : make ();
    for (int round = 0; round < 16; round++) {
      for (int i = 0; i < N_LINES; i++)
        shown[i] = (i + round) % 5 == 0;
      assert_painted (raster, shown, round % 3 / 2.0, round % 2 == 1, round % 8 > 4);
    }
    draw_web_raster_free (raster);
  }
}

/* Every output and pixel is found where it is said to be, though the planes are skewed; and the lines between. */
static void
assert_found (const DrawLayout *layout, LessonTarget target) {
  DrawRect at;

  g_assert_true (draw_layout_locate (layout, &target, &at));
  LessonTarget found = draw_layout_hit (layout, at.x + at.width / 2, at.y + at.height / 2);
  g_assert_true (lesson_target_equal (&found, &target));
}

static void
test_places (void) {
  static const int sizes[][2] = { { 640, 400 }, { 1024, 768 }, { 1920, 1080 } };
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);
  g_autoptr (LessonState) state = state_at_end (lesson, "sharing", p, 5);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (DrawLayout) layout = draw_layout_new (state, sizes[i][0], sizes[i][1]);
    for (gint64 row = 0; row < 10; row++)
      for (gint64 column = 0; column < 10; column++) {
        assert_found (layout, (LessonTarget){ LESSON_PART_PIXEL, 0, row, column });
        if (row < 8 && column < 8)
          assert_found (layout, (LessonTarget){ LESSON_PART_OUTPUT, 0, row, column });
        if (row < 3 && column < 3)
          assert_found (layout, (LessonTarget){ LESSON_PART_WEIGHT, 0, row, column });
      }
  }
}

static void
test_lines (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);
  g_autoptr (LessonState) dense = state_at_end (lesson, "sharing", p, 1);
  g_autoptr (LessonState) shared = state_at_end (lesson, "sharing", p, 5);
  g_autoptr (DrawLayout) before = draw_layout_new (dense, 1280, 800);
  g_autoptr (DrawLayout) after = draw_layout_new (shared, 1280, 800);
  LessonTarget near = { LESSON_PART_MAP_LINE, 0, 2, 2 }, far = { LESSON_PART_MAP_LINE, 0, 9, 9 };
  DrawRect at;

  g_assert_true (draw_layout_locate (before, &near, &at));
  g_assert_true (draw_layout_locate (before, &far, &at));
  g_assert_true (draw_layout_locate (after, &near, &at));
  LessonTarget found = draw_layout_hit (after, at.x, at.y);
  g_assert_cmpint (found.part, ==, LESSON_PART_MAP_LINE);
  g_assert_false (draw_layout_locate (after, &far, &at));
}

/* While the lines to the first output come, those that are not there yet cannot be pointed at. */
static void
test_coming (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) p = load_parameters (lesson, NULL);
  g_autoptr (LessonState) state = state_at (lesson, "sharing", p, 1.5);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, 1280, 800);
  LessonTarget first = { LESSON_PART_MAP_LINE, state->sharing_view.output, 0, 0 };
  LessonTarget last = { LESSON_PART_MAP_LINE, state->sharing_view.output, 9, 9 };
  DrawRect at;

  g_assert_true (draw_layout_locate (layout, &first, &at));
  g_assert_false (draw_layout_locate (layout, &last, &at));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  draw_init ();
  g_test_add_func ("/drawing/web/what-is-shown-gives-one-picture-however-it-came-about", test_order);
  g_test_add_func ("/drawing/web/every-line-is-seen", test_every_line);
  g_test_add_func ("/drawing/web/any-number-of-threads-draws-the-same", test_threads);
  g_test_add_func ("/drawing/web/every-cpu-level-draws-the-same", test_levels);
  g_test_add_func ("/drawing/web/laid-lines-lie-in-their-order", test_laid);
  g_test_add_func ("/drawing/web/what-is-covered-often-enough-is-opaque", test_cover);
  g_test_add_func ("/drawing/web/on-a-surface-it-is-laid-as-its-picture", test_painted);
  g_test_add_func ("/drawing/web/cells-of-skewed-planes-are-found", test_places);
  g_test_add_func ("/drawing/web/lines-are-found-while-they-are-there", test_lines);
  g_test_add_func ("/drawing/web/lines-that-are-still-to-come-are-not-found", test_coming);
  return g_test_run ();
}
