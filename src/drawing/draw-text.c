/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-text-private.h"

#include "draw-scene.h"
#include "draw-text-layout-private.h"
#include "lesson-data.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>

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

static double
offset (DrawAlign align, double room) {
  return align == DRAW_START ? 0 : align == DRAW_END ? room : room / 2;
}

void
draw_text (const DrawContext *context, const char *text, DrawRect rect, DrawTextStyle style) {
  gboolean bounded = style.wrap || style.shorten;
  int lines = style.shorten ? 1 : style.lines > 0 ? style.lines : 2;
  PangoLayout *layout = draw_text_layout (text, style.size * context->layout->unit, style.weight,
                                          bounded ? rect.width : 0, lines);
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

  pango_layout_get_size (draw_text_layout (text, size * context->layout->unit, weight, 0, 1), &width, NULL);
  return (double) width / PANGO_SCALE;
}

double
draw_text_fit (const DrawContext *context, const char *text, double size, DrawWeight weight, double width) {
  double needed = draw_text_width (context, text, size, weight);

  return needed > width ? MAX (DRAW_SMALL, size * width / needed) : size;
}
