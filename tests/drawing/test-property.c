/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What holds at every moment, in every size, with all settings: letters can be read, nothing lies outside, and a picture
 * does not depend on what was shown before. Samples are drawn by lot, from a fixed seed; another number of them is
 * NINE_WEIGHTS_PROPERTY_SAMPLES, a single one again NINE_WEIGHTS_PROPERTY_SEED, of a single scene
 * NINE_WEIGHTS_PROPERTY_SCENE, another language LANGUAGE. With NINE_WEIGHTS_PROPERTY_PICTURES=FOLDER every sample can be
 * looked at. */
#include "draw-scene-private.h"
#include "draw-scene.h"
#include "lesson-data.h"
#include "page-text.h"
#include "sample.h"

#include <cairo-pdf.h>
#include <locale.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <stdlib.h>

#define BORDER        24 /* round the picture: what is there was painted outside */
#define N_SAMPLES     240
#define MOST_FAILURES 12
/* Letters' boxes have room for accents and descenders, and kerning pushes neighbours together. */
#define SLACK_HEIGHT   0.16
#define SLACK_WIDTH    0.12
#define SMALLEST_SHARE (1.0 / 45)
/* Of the pictures that are compared, which are many. */
#define LEAST_HEIGHT 300
#define MOST_HEIGHT  420

static Lesson *lesson;
static LessonParameters *base;
static guint failures;

static void
G_GNUC_PRINTF (2, 3) fail (const Sample *sample, const char *format, ...) {
  g_autofree char *where = sample_to_string (sample);
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (failures++ < MOST_FAILURES)
    g_test_message ("%s: %s", where, what);
  g_test_fail ();
}

static cairo_status_t
append_cb (void *array, const unsigned char *data, unsigned int length) {
  g_byte_array_append (array, data, length);
  return CAIRO_STATUS_SUCCESS;
}

typedef void (*Draw) (cairo_t *cr, const Sample *sample, const LessonState *state, const DrawLayout *layout,
                      DrawCache *cache);

static const Sample *drawn; /* whose texts are being drawn */

/* What the linker calls the function that drawing calls, and the one that it means. */
void __wrap_pango_cairo_show_layout (cairo_t *cr, PangoLayout *layout);
void __real_pango_cairo_show_layout (cairo_t *cr, PangoLayout *layout);

/* A page does not tell it: what an ellipsis hides is read back as if it were there. The texts drawn know. */
void
__wrap_pango_cairo_show_layout (cairo_t *cr, PangoLayout *layout) {
  if (drawn != NULL && pango_layout_is_ellipsized (layout))
    fail (drawn, "“%s” is cut off", pango_layout_get_text (layout));
  __real_pango_cairo_show_layout (cr, layout);
}

/* The page has a border, as text outside a page is not read. */
static PageText *
read_back (const Sample *sample, const LessonState *state, const DrawLayout *layout, Draw draw) {
  GByteArray *array = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (
      append_cb, array, sample->width + 2 * BORDER, sample->height + 2 * BORDER);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (DrawCache) cache = draw_cache_new ();

  cairo_translate (cr, BORDER, BORDER);
  drawn = sample;
  draw (cr, sample, state, layout, cache);
  drawn = NULL;
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
  g_autoptr (GBytes) pdf = g_byte_array_free_to_bytes (array);
  PageText *text = page_text_new (pdf);
  for (guint i = 0; i < text->letters->len; i++) {
    g_array_index (text->letters, PageLetter, i).x -= BORDER;
    g_array_index (text->letters, PageLetter, i).y -= BORDER;
  }
  return text;
}

static void
draw_whole (cairo_t *cr, const Sample *sample, const LessonState *state, const DrawLayout *layout,
            DrawCache *cache) {
  draw_scene (cr, state, layout, sample->style, &sample->target, cache);
}

static void
draw_card (cairo_t *cr, const Sample *sample, const LessonState *state, const DrawLayout *layout,
           DrawCache *cache) {
  DrawContext context = {
    .cr = cr,
    .state = state,
    .layout = layout,
    .style = sample->style,
    .target = sample->target,
    .cache = cache,
  };

  draw_question (&context);
}

static void
draw_label_of_target (cairo_t *cr, const Sample *sample, const LessonState *state, const DrawLayout *layout,
                      DrawCache *cache) {
  draw_readout (cr, state, layout, sample->style, &sample->target, cache);
}

static const char *
word_of (const PageText *text, const PageLetter *letter) {
  return g_ptr_array_index (text->words, letter->word);
}

static DrawRect
core_of (const PageLetter *letter) {
  double dx = SLACK_WIDTH * letter->width, dy = SLACK_HEIGHT * letter->height;

  return (DrawRect){ letter->x + dx, letter->y + dy, letter->width - 2 * dx, letter->height - 2 * dy };
}

static gboolean
overlap (DrawRect a, DrawRect b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

static int
compare_x (gconstpointer a, gconstpointer b) {
  double left = ((const PageLetter *) a)->x, right = ((const PageLetter *) b)->x;

  return (left > right) - (left < right);
}

/* Letter by letter: where two texts touch, another program may take them for one word. */
static void
check_apart (const Sample *sample, const PageText *text) {
  const PageLetter *letters = (const PageLetter *) (gpointer) text->letters->data;

  g_array_sort (text->letters, compare_x);
  for (guint i = 0; i < text->letters->len; i++) {
    DrawRect core = core_of (&letters[i]);
    for (guint j = i + 1; j < text->letters->len && letters[j].x < core.x + core.width; j++)
      if (overlap (core, core_of (&letters[j]))) {
        fail (sample, "“%s” lies over “%s” at %.0f, %.0f", word_of (text, &letters[j]),
              word_of (text, &letters[i]), letters[j].x, letters[j].y);
        return;
      }
  }
}

static gboolean
holds (DrawRect rect, const PageLetter *letter) {
  DrawRect core = core_of (letter);

  return core.x >= rect.x && core.y >= rect.y && core.x + core.width <= rect.x + rect.width
         && core.y + core.height <= rect.y + rect.height;
}

static void
check_letters (const Sample *sample, const PageText *text, DrawRect stage) {
  double smallest = SMALLEST_SHARE * sample->height;

  for (guint i = 0; i < text->letters->len; i++) {
    const PageLetter *letter = &g_array_index (text->letters, PageLetter, i);
    if (!holds (stage, letter)) {
      fail (sample, "“%s” at %.0f, %.0f is outside", word_of (text, letter), letter->x, letter->y);
      return;
    }
    if (sample_aspect (sample) >= 4.0 / 3 - 1e-3 && letter->size < smallest - 0.01) {
      fail (sample, "“%s” has a size of %.2f, less than %.2f", word_of (text, letter), letter->size,
            smallest);
      return;
    }
  }
}

/* Every text belongs to one band. The label between two cards may: it compares them. */
static void
check_bands (const Sample *sample, const DrawLayout *layout, const PageText *text) {
  DrawRect column = layout->totals[0];

  if (layout->n_totals == 0)
    return;
  column.height = layout->main.height;
  for (guint i = 0; i < text->letters->len; i++) {
    const PageLetter *letter = &g_array_index (text->letters, PageLetter, i);
    if (overlap (core_of (letter), column) && !holds (column, letter)) {
      fail (sample, "“%s” at %.0f, %.0f lies on the edge of the cards", word_of (text, letter), letter->x,
            letter->y);
      return;
    }
  }
}

static void
check_page (const Sample *sample, const LessonState *state, const DrawLayout *layout, Draw draw,
            DrawRect stage) {
  g_autoptr (PageText) text = read_back (sample, state, layout, draw);

  check_letters (sample, text, stage);
  check_bands (sample, layout, text);
  check_apart (sample, text);
}

/* A question's card covers part of the scene, so that both are looked at alone. */
static void
check_question (const Sample *sample, DrawRect stage) {
  LessonState bare = *sample->state;

  bare.prediction.asking = 0;
  g_autoptr (DrawLayout) layout = draw_layout_new (&bare, sample->width, sample->height);
  check_page (sample, &bare, layout, draw_whole, stage);
  check_page (sample, sample->state, sample->layout, draw_card, sample->layout->question);
}

/* The label of what is pointed at lies over the picture; it must only be whole. */
static void
check_readout (const Sample *sample, DrawRect stage) {
  g_autoptr (PageText) text = read_back (sample, sample->state, sample->layout, draw_label_of_target);

  check_letters (sample, text, stage);
}

static void
check_words (const Sample *sample) {
  DrawRect stage = { 0, 0, sample->width, sample->height };

  if (sample->state->prediction.asking > 0)
    check_question (sample, stage);
  else
    check_page (sample, sample->state, sample->layout, draw_whole, stage);
  if (sample->target.part != LESSON_PART_NONE)
    check_readout (sample, stage);
}

/* Where a person wants to see the samples. */
static void
save_picture (const Sample *sample) {
  const char *folder = g_getenv ("NINE_WEIGHTS_PROPERTY_PICTURES");
  g_autofree char *path = g_strdup_printf ("%s/%u.png", folder, sample->seed);
  g_autofree char *words = sample_to_string (sample);

  if (folder == NULL)
    return;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, sample->width, sample->height);
  cairo_t *cr = cairo_create (surface);
  draw_whole (cr, sample, sample->state, sample->layout, NULL);
  cairo_destroy (cr);
  g_assert_cmpint (cairo_surface_write_to_png (surface, path), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
  g_test_message ("%s", words);
}

#define PAPER 0xff00ff

/* With a border, whose colour stays where nothing is painted. */
static cairo_surface_t *
draw_bordered (const Sample *sample, const LessonState *state, DrawCache *cache) {
  int height = LEAST_HEIGHT + sample->height % (MOST_HEIGHT - LEAST_HEIGHT);
  int width = (int) round (height * sample_aspect (sample));
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, width + 2 * BORDER, height + 2 * BORDER);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, width, height);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 0, 1);
  cairo_paint (cr);
  cairo_translate (cr, BORDER, BORDER);
  draw_scene (cr, state, layout, sample->style, &sample->target, cache);
  if (sample->target.part != LESSON_PART_NONE)
    draw_readout (cr, state, layout, sample->style, &sample->target, cache);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static void
check_border (const Sample *sample, cairo_surface_t *picture) {
  int width = cairo_image_surface_get_width (picture), height = cairo_image_surface_get_height (picture);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      gboolean inside = x >= BORDER && x < width - BORDER && y >= BORDER && y < height - BORDER;
      if (!inside && pixel_at (picture, x, y) != PAPER) {
        fail (sample, "painted outside, at %d, %d of %d x %d", x - BORDER, y - BORDER, width - 2 * BORDER,
              height - 2 * BORDER);
        return;
      }
    }
}

static gboolean
are_equal (const LessonState *a, const LessonState *b) {
  gsize begin = G_STRUCT_OFFSET (LessonState, tensor_view);

  return a->step == b->step && g_str_equal (a->caption, b->caption) && g_str_equal (a->spoken, b->spoken)
         && memcmp (&a->dense, &b->dense, 3 * sizeof (LessonCounter)) == 0
         && a->prediction.asking == b->prediction.asking && a->prediction.revealed == b->prediction.revealed
         && memcmp ((const char *) a + begin, (const char *) b + begin, sizeof *a - begin) == 0;
}

/* The moment again after others, with a cache that has seen them all, and with a new one. */
static void
check_again (const Sample *sample, DrawCache *cache) {
  double seconds = sample->state->seconds;
  double end = lesson_timeline_duration (sample->timeline);
  g_autoptr (LessonState) later = lesson_timeline_state_at (sample->timeline, (seconds + end) / 2);
  g_autoptr (LessonState) earlier = lesson_timeline_state_at (sample->timeline, seconds / 2);
  g_autoptr (LessonState) again = lesson_timeline_state_at (sample->timeline, seconds);
  cairo_surface_t *after = draw_bordered (sample, later, cache);
  cairo_surface_t *before = draw_bordered (sample, earlier, cache);
  cairo_surface_t *cached = draw_bordered (sample, again, cache);
  g_autoptr (DrawCache) empty = draw_cache_new ();
  cairo_surface_t *fresh = draw_bordered (sample, sample->state, empty);
  gint64 differences = count_differences (cached, fresh);

  if (!are_equal (sample->state, again))
    fail (sample, "the state is another one after a later and an earlier one");
  if (differences > 0)
    fail (sample, "%d pixels differ after a later and an earlier picture", (int) differences);
  check_border (sample, fresh);
  cairo_surface_destroy (after);
  cairo_surface_destroy (before);
  cairo_surface_destroy (cached);
  cairo_surface_destroy (fresh);
}

static guint32
number_from (const char *name, guint32 otherwise) {
  const char *text = g_getenv (name);

  return text != NULL ? (guint32) g_ascii_strtoull (text, NULL, 10) : otherwise;
}

static guint32
first_seed (void) {
  return number_from ("NINE_WEIGHTS_PROPERTY_SEED", 1);
}

static guint32
n_samples (void) {
  gboolean one = g_getenv ("NINE_WEIGHTS_PROPERTY_SEED") != NULL;

  return number_from ("NINE_WEIGHTS_PROPERTY_SAMPLES", one ? 1 : N_SAMPLES);
}

static void
report (void) {
  if (failures > MOST_FAILURES)
    g_test_message ("%u failures in all", failures);
  failures = 0;
}

static void
test_words (void) {
  for (guint32 i = 0; i < n_samples (); i++) {
    g_autoptr (Sample) sample = sample_new (lesson, base, first_seed () + i);
    check_words (sample);
    save_picture (sample);
  }
  report ();
}

static void
test_pictures (void) {
  g_autoptr (DrawCache) cache = draw_cache_new ();

  for (guint32 i = 0; i < n_samples (); i++) {
    g_autoptr (Sample) sample = sample_new (lesson, base, first_seed () + i);
    check_again (sample, cache);
  }
  report ();
}

int
main (int argc, char **argv) {
  setlocale (LC_ALL, "");
  lesson_bind_translations ();
  g_test_init (&argc, &argv, NULL);
  draw_init ();
  lesson = load_builtin ();
  base = load_trained (lesson, NULL);
  g_test_add_func ("/drawing/property/every-text-is-whole-and-stands-alone", test_words);
  g_test_add_func ("/drawing/property/scrubbing-shows-the-same-and-nothing-outside", test_pictures);
  int failed = g_test_run ();
  lesson_parameters_unref (base);
  lesson_unref (lesson);
  return failed;
}
