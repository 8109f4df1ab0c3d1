/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-layout-private.h"

DrawRect
draw_rect_cell (DrawRect rect, gint64 rows, gint64 columns, double row, double column) {
  double width = rect.width / columns;
  double height = rect.height / rows;

  return (DrawRect){ rect.x + column * width, rect.y + row * height, width, height };
}

DrawRect
draw_rect_fit (DrawRect rect, double rows, double columns) {
  double cell = MIN (rect.width / columns, rect.height / rows);
  double width = cell * columns;
  double height = cell * rows;

  return (DrawRect){ rect.x + (rect.width - width) / 2, rect.y + (rect.height - height) / 2, width, height };
}

DrawRect
draw_rect_inset (DrawRect rect, double by) {
  return (DrawRect){ rect.x + by, rect.y + by, rect.width - 2 * by, rect.height - 2 * by };
}

DrawRect
draw_rect_between (DrawRect from, DrawRect to, double amount) {
  return (DrawRect){
    from.x + amount * (to.x - from.x),
    from.y + amount * (to.y - from.y),
    from.width + amount * (to.width - from.width),
    from.height + amount * (to.height - from.height),
  };
}

double
draw_rect_slot (DrawRect rect, gint64 count, double index) {
  return rect.y + rect.height * (index + 0.5) / count;
}
