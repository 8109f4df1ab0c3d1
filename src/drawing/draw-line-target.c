/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-line-target.h"

#include "draw-line-levels.h"

#include <math.h>
#include <stdlib.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

#define COLUMNS_BEYOND 3 /* that are read of four, where a clip begins at any column */
#define ALIGNMENT      64
#define HUGE_PAGE      (2 << 20)

DrawLineTarget
draw_line_target_picture (cairo_surface_t *picture) {
  return (DrawLineTarget){ .pixels = (guint32 *) (gpointer) cairo_image_surface_get_data (picture),
                           .stride = (gsize) cairo_image_surface_get_stride (picture) / sizeof (guint32),
                           .right = cairo_image_surface_get_width (picture),
                           .bottom = cairo_image_surface_get_height (picture) };
}

/* The image, and how far its corner is off the origin of what is drawn; NULL where there is none. */
static cairo_surface_t *
image_of (cairo_t *cr, double *x, double *y) {
  cairo_surface_t *surface = cairo_get_group_target (cr);
  double x_scale = 1, y_scale = 1;

  if (cairo_surface_get_type (surface) != CAIRO_SURFACE_TYPE_IMAGE)
    return NULL;
  cairo_format_t format = cairo_image_surface_get_format (surface);
  cairo_surface_get_device_scale (surface, &x_scale, &y_scale);
  cairo_surface_get_device_offset (surface, x, y);
  gboolean whole = *x == floor (*x) && *y == floor (*y);
  return x_scale == 1 && y_scale == 1 && whole
                 && (format == CAIRO_FORMAT_RGB24 || format == CAIRO_FORMAT_ARGB32)
             ? surface
             : NULL;
}

/* FALSE where the clip is no rectangle of whole pixels, which a lone one that cairo tells is. */
static gboolean
clip_of (cairo_t *cr, cairo_rectangle_t *clip) {
  cairo_save (cr);
  cairo_identity_matrix (cr);
  cairo_rectangle_list_t *list = cairo_copy_clip_rectangle_list (cr);
  gboolean known = list->status == CAIRO_STATUS_SUCCESS && list->num_rectangles <= 1;
  *clip = known && list->num_rectangles == 1 ? list->rectangles[0] : (cairo_rectangle_t){ 0 };
  cairo_rectangle_list_destroy (list);
  cairo_restore (cr);
  return known;
}

gboolean
draw_line_target_init (DrawLineTarget *self, cairo_t *cr, double left, double top, int width, int height,
                       double strength) {
  double x, y;
  cairo_rectangle_t clip;
  cairo_surface_t *image = image_of (cr, &x, &y);

  if (image == NULL || !clip_of (cr, &clip))
    return FALSE;
  cairo_surface_flush (image);
  *self = draw_line_target_picture (image);
  self->opacity = (guint16) (CLAMP (strength, 0, 1) * DRAW_LINE_OPAQUE + 0.5);
  self->left = (int) CLAMP (clip.x - left, 0, width);
  self->top = (int) CLAMP (clip.y - top, 0, height);
  self->right = self->opacity == 0 ? 0 : (int) CLAMP (clip.x + clip.width - left, 0, width);
  self->bottom = (int) CLAMP (clip.y + clip.height - top, 0, height);
  self->pixels += ((gssize) top + (gssize) y + self->top) * (gssize) self->stride + (gssize) (left + x);
  return TRUE;
}

void
draw_line_target_done (cairo_t *cr) {
  cairo_surface_mark_dirty (cairo_get_group_target (cr));
}

void
draw_line_target_show (const DrawLineTarget *self, int left, int first, int last, const DrawLinePixel *corner,
                       gsize length, const gint16 *scales) {
  const DrawLineKernel *kernel = draw_line_kernel ();
  int begin = MAX (left, self->left), end = MIN (left + DRAW_LINE_COLUMNS, self->right);
  int top = MAX (first, self->top), bottom = MIN (last, self->bottom);

  if (begin >= end || top >= bottom)
    return;
  guint32 *pixels = self->pixels + (gsize) (top - self->top) * self->stride + begin;
  const DrawLinePixel *tile = corner + (gsize) (begin - left) * length + top;
  gsize width = (gsize) (end - begin), height = (gsize) (bottom - top);
  if (self->opacity > 0)
    kernel->show_over (pixels, self->stride, tile, length, width, height, scales, self->opacity);
  else if (scales == NULL)
    kernel->show (pixels, self->stride, tile, length, width, height);
  else
    kernel->show_sums (pixels, self->stride, tile, length, width, height, scales);
}

/* Huge pages where the system has them: to be given thousands of small ones takes as long as to draw. */
DrawLinePixel *
draw_line_tiles_new (gsize n, gsize length) {
  gsize bytes = (n + COLUMNS_BEYOND * length) * sizeof (DrawLinePixel);
  void *block = NULL;

#ifdef MADV_HUGEPAGE
  if (bytes >= HUGE_PAGE && posix_memalign (&block, HUGE_PAGE, bytes) == 0) {
    (void) madvise (block, bytes, MADV_HUGEPAGE);
    return block;
  }
#endif
  if (posix_memalign (&block, ALIGNMENT, bytes) != 0)
    g_error ("no memory for %" G_GSIZE_FORMAT " bytes of a picture", bytes);
  return block;
}

void
draw_line_tiles_free (DrawLinePixel *tiles) {
  free (tiles);
}
