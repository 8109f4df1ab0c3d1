/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-cache-private.h"

#include "engine-image.h"

DrawCache *
draw_cache_new (void) {
  DrawCache *self = g_new0 (DrawCache, 1);

  self->pictures = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) engine_image_unref,
                                          (GDestroyNotify) cairo_surface_destroy);
  return self;
}

void
draw_cache_free (DrawCache *self) {
  g_hash_table_unref (self->pictures);
  g_clear_pointer (&self->fan, draw_fan_raster_free);
  g_clear_pointer (&self->web, draw_web_raster_free);
  g_clear_pointer (&self->web_key, g_bytes_unref);
  g_free (self);
}
