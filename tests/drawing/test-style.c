/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours can be read and told apart, in both themes. */
#include "draw-style.h"

#include <math.h>

static int
to_byte (double component) {
  g_assert_cmpfloat (component, >=, 0);
  g_assert_cmpfloat (component, <=, 1);
  return (int) lround (255 * component);
}

static guint
to_hex (DrawColor color) {
  return (guint) (to_byte (color.red) << 16 | to_byte (color.green) << 8 | to_byte (color.blue));
}

static double
distance (DrawColor a, DrawColor b) {
  return sqrt (pow (a.red - b.red, 2) + pow (a.green - b.green, 2) + pow (a.blue - b.blue, 2));
}

static void
assert_contrast (const char *what, DrawColor color, DrawColor background, double least) {
  double contrast = draw_color_contrast (color, background);

  if (contrast < least)
    g_error ("%s: #%06x on #%06x has a contrast of %.2f", what, to_hex (color), to_hex (background),
             contrast);
}

static void
test_text (gconstpointer dark) {
  const DrawStyle *style = draw_style_get (GPOINTER_TO_INT (dark), FALSE);

  assert_contrast ("text", style->text, style->background, 4.5);
  assert_contrast ("text", style->text, style->card, 4.5);
  assert_contrast ("muted", style->muted, style->background, 4.5);
  assert_contrast ("muted", style->muted, style->card, 4.5);
}

static void
test_graphics (gconstpointer dark) {
  const DrawStyle *style = draw_style_get (GPOINTER_TO_INT (dark), FALSE);
  const DrawColor grounds[] = { style->background, style->card };

  for (gsize g = 0; g < G_N_ELEMENTS (grounds); g++) {
    for (int i = 0; i < DRAW_N_WEIGHT_COLORS; i++)
      assert_contrast ("weight", style->weights[i], grounds[g], 3);
    assert_contrast ("outline", style->outline, grounds[g], 3);
    assert_contrast ("accent", style->accent, grounds[g], 3);
    assert_contrast ("dense", style->dense, grounds[g], 3);
    assert_contrast ("convolution", style->convolution, grounds[g], 3);
    assert_contrast ("negative", style->negative, grounds[g], 3);
    assert_contrast ("positive", style->positive, grounds[g], 3);
  }
}

static void
test_weights (gconstpointer dark) {
  const DrawStyle *style = draw_style_get (GPOINTER_TO_INT (dark), FALSE);

  for (int i = 0; i < DRAW_N_WEIGHT_COLORS; i++) {
    g_assert_cmpuint (to_hex (draw_style_weight (style, i, 9)), ==, to_hex (style->weights[i]));
    for (int j = 0; j < i; j++)
      g_assert_cmpfloat (distance (style->weights[i], style->weights[j]), >, 0.15);
  }
}

/* 3,200 colours cannot all be told apart by eye; in memory nearly all are different, and each node has its own. */
static void
test_dense_weights (gconstpointer dark) {
  const DrawStyle *style = draw_style_get (GPOINTER_TO_INT (dark), FALSE);
  g_autoptr (GHashTable) colors = g_hash_table_new (NULL, NULL);

  for (gint64 node = 0; node < 32; node++)
    for (gint64 input = 0; input < 100; input++)
      g_hash_table_add (
          colors, GUINT_TO_POINTER (to_hex (draw_style_dense_weight (style, node, 32, input, 100)) + 1));
  g_test_message ("%u colours of 3200", g_hash_table_size (colors));
  g_assert_cmpuint (g_hash_table_size (colors), >, 3000);
}

static void
test_dense_neighbours (gconstpointer dark) {
  const DrawStyle *style = draw_style_get (GPOINTER_TO_INT (dark), FALSE);

  for (gint64 node = 1; node < 32; node++) {
    DrawColor here = draw_style_dense_weight (style, node, 32, 50, 100);
    DrawColor before = draw_style_dense_weight (style, node - 1, 32, 50, 100);
    g_assert_cmpfloat (distance (here, before), <, 0.25);
    g_assert_cmpfloat (distance (here, before), >, 0.01);
  }
}

static void
test_diverging (gconstpointer dark) {
  const DrawStyle *style = draw_style_get (GPOINTER_TO_INT (dark), FALSE);

  g_assert_cmpuint (to_hex (draw_style_diverging (style, 0, 2)), ==, to_hex (style->zero));
  g_assert_cmpuint (to_hex (draw_style_diverging (style, 2, 2)), ==, to_hex (style->positive));
  g_assert_cmpuint (to_hex (draw_style_diverging (style, -2, 2)), ==, to_hex (style->negative));
  g_assert_cmpuint (to_hex (draw_style_diverging (style, 9, 2)), ==, to_hex (style->positive));
  g_assert_cmpuint (to_hex (draw_style_diverging (style, -1, 0)), ==, to_hex (style->zero));
}

static void
test_contrast (void) {
  DrawColor black = { 0, 0, 0 }, white = { 1, 1, 1 }, grey = { 0x77 / 255.0, 0x77 / 255.0, 0x77 / 255.0 };

  g_assert_cmpfloat_with_epsilon (draw_color_contrast (black, white), 21, 1e-6);
  g_assert_cmpfloat_with_epsilon (draw_color_contrast (white, black), 21, 1e-6);
  g_assert_cmpfloat_with_epsilon (draw_color_contrast (white, white), 1, 1e-9);
  /* The well-known grey that just fails on white. */
  g_assert_cmpfloat_with_epsilon (draw_color_contrast (grey, white), 4.48, 0.01);
}

static void
test_on (void) {
  for (int i = 0; i < 512; i++) {
    DrawColor background = { (i >> 6) / 7.0, (i >> 3 & 7) / 7.0, (i & 7) / 7.0 };
    assert_contrast ("letters", draw_color_on (background), background, 4.5);
  }
}

static void
add (const char *path, GTestDataFunc test) {
  g_autofree char *light = g_strconcat (path, "/light", NULL);
  g_autofree char *dark = g_strconcat (path, "/dark", NULL);

  g_test_add_data_func (light, GINT_TO_POINTER (FALSE), test);
  g_test_add_data_func (dark, GINT_TO_POINTER (TRUE), test);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  add ("/drawing/style/letters-have-a-contrast-of-4.5", test_text);
  add ("/drawing/style/shapes-have-a-contrast-of-3", test_graphics);
  add ("/drawing/style/nine-weight-colours-differ", test_weights);
  add ("/drawing/style/dense-weights-mostly-differ", test_dense_weights);
  add ("/drawing/style/dense-neighbours-are-alike-but-not-equal", test_dense_neighbours);
  add ("/drawing/style/the-diverging-map-ends-at-its-ends", test_diverging);
  g_test_add_func ("/drawing/color/contrast-is-wcags", test_contrast);
  g_test_add_func ("/drawing/color/black-or-white-reads-on-anything", test_on);
  return g_test_run ();
}
