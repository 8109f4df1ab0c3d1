/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far two pictures are from each other. */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* A channel that is off by more than this is seen. */
#define GOLDEN_SEEN 24

typedef struct {
  double mean;  /* of the absolute differences of all channels, 0…255 */
  double share; /* of pixels with a channel off by more than GOLDEN_SEEN, 0…1 */
} GoldenDifference;

/* FALSE where the sizes differ. Both are of 32 bits a pixel; alpha does not count. */
gboolean golden_compare (GoldenDifference *self, cairo_surface_t *a, cairo_surface_t *b);
/* The absolute differences as a picture, four times as bright. Free with cairo_surface_destroy(). */
cairo_surface_t *golden_picture_of_differences (cairo_surface_t *a, cairo_surface_t *b);

G_END_DECLS
