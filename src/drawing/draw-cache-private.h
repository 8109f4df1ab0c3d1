/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "draw-cache.h"
#include "draw-fan-raster.h"
#include "draw-web-raster.h"

#include <cairo.h>

/* Pictures of the photo: itself, its response, and what other filters make of a detail. */
typedef enum {
  DRAW_MAP_PHOTO,
  DRAW_MAP_RESPONSE,
  DRAW_MAP_OTHERS,
  DRAW_N_MAPS = DRAW_MAP_OTHERS + 6
} DrawMapSlot;

typedef struct {
  GBytes *key;    /* what it was made from */
  gpointer owner; /* of an address in the key: while it is held, nothing else has this address */
  GDestroyNotify release;
  cairo_surface_t *surface;
} DrawMap;

struct _DrawCache {
  DrawFanRaster *fan;
  gboolean fan_dark;    /* whose colours it has */
  GHashTable *pictures; /* of cairo_surface_t, by EngineImage */
  DrawWebRaster *web;
  GBytes *web_key; /* what it was made from */
  DrawMap maps[DRAW_N_MAPS];
};

/* The slot's picture where it was made from this key, else NULL. */
cairo_surface_t *draw_cache_map (const DrawCache *self, guint slot, gconstpointer key, gsize key_size);
/* Takes `owner` and `surface`. */
void draw_cache_keep_map (DrawCache *self, guint slot, gconstpointer key, gsize key_size, gpointer owner,
                          GDestroyNotify release, cairo_surface_t *surface);
