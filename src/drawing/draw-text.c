/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-text-private.h"

#include "draw-cache-private.h"
#include "draw-scene.h"
#include "lesson-data.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>

/* Past this many kept lines of text the cache starts anew; a scene needs a few hundred. */
#define MAX_LAYOUTS 4000

void
draw_init (void) {
  static gsize done = 0;

  if (!g_once_init_enter (&done))
    return;
  g_autofree char *fonts = lesson_data_path ("fonts");
  if (!FcConfigAppFontAddDir (NULL, (const FcChar8 *) fonts))
    g_warning ("%s: no fonts there; another font stands in", fonts);
  g_once_init_leave (&done, 1);
}

static PangoContext *
text_context (DrawCache *cache) {
  if (cache->text != NULL)
    return cache->text;
  cache->text = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  /* The same letters at every size and on every machine: outlines as they are drawn, positions not rounded. */
  cairo_font_options_t *options = cairo_font_options_create ();
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (cache->text, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (cache->text, FALSE);
  return cache->text;
}

static void
set_font (PangoLayout *layout, double size, DrawWeight weight) {
  static const PangoWeight weights[] = { PANGO_WEIGHT_NORMAL, PANGO_WEIGHT_MEDIUM, PANGO_WEIGHT_SEMIBOLD };
  PangoFontDescription *font = pango_font_description_from_string ("Inter");
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, weights[weight]);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  /* Digits of equal width, so that running counters stand still. */
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
}

/* `width` 0 is one line of any length; else it is broken into so many at most. */
static PangoLayout *
make_layout (const DrawContext *context, const char *text, double size, DrawWeight weight, double width,
             int lines) {
  DrawCache *cache = context->cache;
  double points = size * context->layout->unit;
  /* As exact as the key says it, so that what is found in the cache is what would be made. */
  int pango_width = (int) (width * PANGO_SCALE);
  g_autofree char *key = g_strdup_printf ("%.3f|%d|%d|%d|%s", points, weight, pango_width, lines, text);
  PangoLayout *layout = g_hash_table_lookup (cache->layouts, key);

  if (layout != NULL)
    return layout;
  if (g_hash_table_size (cache->layouts) >= MAX_LAYOUTS)
    g_hash_table_remove_all (cache->layouts);
  layout = pango_layout_new (text_context (cache));
  set_font (layout, points, weight);
  pango_layout_set_text (layout, text, -1);
  if (width > 0)
    pango_layout_set_width (layout, pango_width);
  if (width > 0 && lines == 1)
    pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_MIDDLE);
  else if (width > 0) {
    /* No more lines than that: a caption must not grow into the picture. */
    pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    pango_layout_set_height (layout, -lines);
  }
  g_hash_table_insert (cache->layouts, g_steal_pointer (&key), layout);
  return layout;
}

static double
offset (DrawAlign align, double room) {
  return align == DRAW_START ? 0 : align == DRAW_END ? room : room / 2;
}

void
draw_text (const DrawContext *context, const char *text, DrawRect rect, DrawTextStyle style) {
  gboolean bounded = style.wrap || style.shorten;
  int lines = style.shorten ? 1 : style.lines > 0 ? style.lines : 2;
  PangoLayout *layout =
      make_layout (context, text, style.size, style.weight, bounded ? rect.width : 0, lines);
  int width, height;

  pango_layout_get_size (layout, &width, &height);
  double x = rect.x + (bounded ? 0 : offset (style.x, rect.width - (double) width / PANGO_SCALE));
  double y = rect.y + offset (style.y, rect.height - (double) height / PANGO_SCALE);
  draw_set_color (context->cr, style.color, style.alpha > 0 ? style.alpha : 1);
  cairo_move_to (context->cr, x, y);
  pango_cairo_show_layout (context->cr, layout);
}

double
draw_text_width (const DrawContext *context, const char *text, double size, DrawWeight weight) {
  int width;

  pango_layout_get_size (make_layout (context, text, size, weight, 0, 1), &width, NULL);
  return (double) width / PANGO_SCALE;
}

double
draw_text_fit (const DrawContext *context, const char *text, double size, DrawWeight weight, double width) {
  double needed = draw_text_width (context, text, size, weight);

  return needed > width ? MAX (DRAW_SMALL, size * width / needed) : size;
}
