/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-cache-private.h"

#include "engine-image.h"

#include <string.h>

DrawCache *
draw_cache_new (void) {
  DrawCache *self = g_new0 (DrawCache, 1);

  self->pictures = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) engine_image_unref,
                                          (GDestroyNotify) cairo_surface_destroy);
  return self;
}

static void
clear_map (DrawMap *map) {
  if (map->key == NULL)
    return;
  g_bytes_unref (map->key);
  map->release (map->owner);
  cairo_surface_destroy (map->surface);
}

cairo_surface_t *
draw_cache_map (const DrawCache *self, guint slot, gconstpointer key, gsize key_size) {
  const DrawMap *map = &self->maps[slot];
  gsize size;

  if (map->key == NULL)
    return NULL;
  gconstpointer own = g_bytes_get_data (map->key, &size);
  return size == key_size && memcmp (own, key, size) == 0 ? map->surface : NULL;
}

void
draw_cache_keep_map (DrawCache *self, guint slot, gconstpointer key, gsize key_size, gpointer owner,
                     GDestroyNotify release, cairo_surface_t *surface) {
  clear_map (&self->maps[slot]);
  self->maps[slot] = (DrawMap){ g_bytes_new (key, key_size), owner, release, surface };
}

void
draw_cache_free (DrawCache *self) {
  for (guint slot = 0; slot < DRAW_N_MAPS; slot++)
    clear_map (&self->maps[slot]);
  g_hash_table_unref (self->pictures);
  for (guint i = 0; i < DRAW_N_FANS; i++)
    g_clear_pointer (&self->fans[i].raster, draw_fan_raster_free);
  for (guint i = 0; i < DRAW_N_WEBS; i++) {
    g_clear_pointer (&self->webs[i].raster, draw_web_raster_free);
    g_clear_pointer (&self->webs[i].key, g_bytes_unref);
  }
  g_free (self);
}
