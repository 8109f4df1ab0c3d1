/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours can be read and told apart, in both themes and with high contrast. */
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
to_linear (double component) {
  return component <= 0.04045 ? component / 12.92 : pow ((component + 0.055) / 1.055, 2.4);
}

/* B. Ottosson's, of linear components. */
static void
to_oklab (const double rgb[3], double lab[3]) {
  double l = cbrt (0.4122214708 * rgb[0] + 0.5363325363 * rgb[1] + 0.0514459929 * rgb[2]);
  double m = cbrt (0.2119034982 * rgb[0] + 0.6806995451 * rgb[1] + 0.1073969566 * rgb[2]);
  double s = cbrt (0.0883024619 * rgb[0] + 0.2817188376 * rgb[1] + 0.6299787005 * rgb[2]);

  lab[0] = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
  lab[1] = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
  lab[2] = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
}

static double
distance (DrawColor a, DrawColor b) {
  return sqrt (pow (a.red - b.red, 2) + pow (a.green - b.green, 2) + pow (a.blue - b.blue, 2));
}

/* How two colours are seen: as they are, with protanopia, with deuteranopia (Machado et al. 2009, of linear components). */
static double
seen_distance (DrawColor a, DrawColor b, int eye) {
  static const double eyes[][3][3] = {
    { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
    { { 0.152286, 1.052583, -0.204868 },
      { 0.114503, 0.786281, 0.099216 },
      { -0.003882, -0.048116, 1.051998 } },
    { { 0.367322, 0.860646, -0.227968 },
      { 0.280085, 0.672501, 0.047413 },
      { -0.011820, 0.042940, 0.968881 } },
  };
  double lab[2][3];

  for (int i = 0; i < 2; i++) {
    DrawColor color = i == 0 ? a : b;
    double linear[3] = { to_linear (color.red), to_linear (color.green), to_linear (color.blue) }, seen[3];
    for (int k = 0; k < 3; k++)
      seen[k] = CLAMP (
          eyes[eye][k][0] * linear[0] + eyes[eye][k][1] * linear[1] + eyes[eye][k][2] * linear[2], 0, 1);
    to_oklab (seen, lab[i]);
  }
  return sqrt (pow (lab[0][0] - lab[1][0], 2) + pow (lab[0][1] - lab[1][1], 2)
               + pow (lab[0][2] - lab[1][2], 2));
}

static void
assert_contrast (const char *what, DrawColor color, DrawColor background, double least) {
  double contrast = draw_color_contrast (color, background);

  if (contrast < least)
    g_error ("%s: #%06x on #%06x has a contrast of %.2f", what, to_hex (color), to_hex (background),
             contrast);
}

static double
least_for_text (const DrawStyle *style) {
  return style->contrast ? 7 : 4.5;
}

static double
least_for_shapes (const DrawStyle *style) {
  return style->contrast ? 4.5 : 3;
}

static void
test_text (gconstpointer data) {
  const DrawStyle *style = data;
  const DrawColor grounds[] = { style->background, style->card };

  for (gsize g = 0; g < G_N_ELEMENTS (grounds); g++) {
    assert_contrast ("text", style->text, grounds[g], least_for_text (style));
    assert_contrast ("muted", style->muted, grounds[g], least_for_text (style));
    assert_contrast ("accent", style->accent, grounds[g], least_for_text (style));
    /* The large numbers of the cards. */
    assert_contrast ("dense", style->dense, grounds[g], least_for_text (style));
    assert_contrast ("local", style->local, grounds[g], least_for_text (style));
    assert_contrast ("convolution", style->convolution, grounds[g], least_for_text (style));
  }
  /* The label of what is pointed at is the other way round. */
  assert_contrast ("readout", style->background, style->text, least_for_text (style));
}

static void
test_graphics (gconstpointer data) {
  const DrawStyle *style = data;
  const DrawColor grounds[] = { style->background, style->card };
  double least = least_for_shapes (style);

  for (gsize g = 0; g < G_N_ELEMENTS (grounds); g++) {
    for (int i = 0; i < DRAW_N_WEIGHT_COLORS; i++)
      assert_contrast ("weight", style->weights[i], grounds[g], least);
    assert_contrast ("outline", style->outline, grounds[g], least);
    assert_contrast ("negative", style->negative, grounds[g], least);
    assert_contrast ("positive", style->positive, grounds[g], least);
  }
}

/* Every kernel that can be chosen. */
static void
test_identities (gconstpointer data) {
  const DrawStyle *style = data;

  for (gint64 side = 1; side <= 7; side++)
    for (gint64 tap = 0; tap < side * side; tap++) {
      DrawColor identity = draw_style_weight (style, tap, side * side);
      assert_contrast ("identity", identity, style->background, least_for_shapes (style));
      assert_contrast ("identity", identity, style->card, least_for_shapes (style));
      for (gint64 other = 0; other < tap; other++)
        g_assert_cmpfloat (seen_distance (identity, draw_style_weight (style, other, side * side), 0), >,
                           0.02);
    }
}

/* Numbers stand on the tints of all identities, and of their lines on the colours of values. */
static void
test_letters_on_colors (gconstpointer data) {
  const DrawStyle *style = data;

  for (gint64 side = 1; side <= 7; side++)
    for (gint64 tap = 0; tap < side * side; tap++) {
      DrawColor identity = draw_style_weight (style, tap, side * side);
      assert_contrast ("tint", style->text, draw_style_tint (style, identity, FALSE), 4.5);
      assert_contrast ("strong tint", style->text, draw_style_tint (style, identity, TRUE), 4.5);
    }
  assert_contrast ("row", style->text, draw_style_tint (style, style->outline, TRUE), 4.5);
  assert_contrast ("choice", style->card, style->accent, 4.5);
  for (int i = -20; i <= 20; i++) {
    DrawColor value = draw_style_diverging (style, i, 20);
    assert_contrast ("value", draw_color_on (value), value, 4.5);
  }
}

static void
test_weights (gconstpointer data) {
  const DrawStyle *style = data;

  for (int i = 0; i < DRAW_N_WEIGHT_COLORS; i++) {
    g_assert_cmpuint (to_hex (draw_style_weight (style, i, 9)), ==, to_hex (style->weights[i]));
    for (int j = 0; j < i; j++)
      for (int eye = 0; eye < 3; eye++)
        g_assert_cmpfloat (seen_distance (style->weights[i], style->weights[j], eye), >, 0.09);
  }
}

/* 3,200 colours cannot all be told apart by eye; in memory nearly all are different, and each node has its own. */
static void
test_dense_weights (gconstpointer data) {
  const DrawStyle *style = data;
  g_autoptr (GHashTable) colors = g_hash_table_new (NULL, NULL);

  for (gint64 node = 0; node < 32; node++)
    for (gint64 input = 0; input < 100; input++)
      g_hash_table_add (
          colors, GUINT_TO_POINTER (to_hex (draw_style_dense_weight (style, node, 32, input, 100)) + 1));
  g_test_message ("%u colours of 3200", g_hash_table_size (colors));
  g_assert_cmpuint (g_hash_table_size (colors), >, 3000);
}

static void
test_dense_neighbours (gconstpointer data) {
  const DrawStyle *style = data;

  for (gint64 node = 1; node < 32; node++) {
    DrawColor here = draw_style_dense_weight (style, node, 32, 50, 100);
    DrawColor before = draw_style_dense_weight (style, node - 1, 32, 50, 100);
    g_assert_cmpfloat (distance (here, before), <, 0.25);
    g_assert_cmpfloat (distance (here, before), >, 0.01);
  }
}

static void
test_diverging (gconstpointer data) {
  const DrawStyle *style = data;

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
  static const char *const names[] = { "light", "dark", "light-contrast", "dark-contrast" };

  for (int i = 0; i < 4; i++) {
    g_autofree char *full = g_strdup_printf ("%s/%s", path, names[i]);
    g_test_add_data_func (full, draw_style_get (i % 2, i / 2), test);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  add ("/drawing/style/letters-have-a-contrast-of-4.5-or-7", test_text);
  add ("/drawing/style/shapes-have-a-contrast-of-3-or-4.5", test_graphics);
  add ("/drawing/style/nine-weight-colours-differ-for-all-eyes", test_weights);
  add ("/drawing/style/weights-of-every-kernel-differ-and-are-seen", test_identities);
  add ("/drawing/style/letters-read-on-colours", test_letters_on_colors);
  add ("/drawing/style/dense-weights-mostly-differ", test_dense_weights);
  add ("/drawing/style/dense-neighbours-are-alike-but-not-equal", test_dense_neighbours);
  add ("/drawing/style/the-diverging-map-ends-at-its-ends", test_diverging);
  g_test_add_func ("/drawing/color/contrast-is-wcags", test_contrast);
  g_test_add_func ("/drawing/color/black-or-white-reads-on-anything", test_on);
  return g_test_run ();
}
