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

/* Lines of a fan: all of them, or those that stand out. */
typedef enum { DRAW_FAN_ALL, DRAW_FAN_SOME, DRAW_N_FANS } DrawFanSlot;

typedef struct {
  DrawFanRaster *raster;
  gboolean dark; /* whose colours it has */
  gint64 node, input;
} DrawFanKept;

/* The web of all lines, and those that stand out of it. */
typedef enum { DRAW_WEB_ALL, DRAW_WEB_SOME, DRAW_N_WEBS } DrawWebSlot;

typedef struct {
  DrawWebRaster *raster;
  GBytes *key; /* what it was made from */
} DrawWebKept;

struct _DrawCache {
  DrawFanKept fans[DRAW_N_FANS];
  GHashTable *pictures; /* of cairo_surface_t, by EngineImage */
  DrawWebKept webs[DRAW_N_WEBS];
  DrawMap maps[DRAW_N_MAPS];
};

/* The slot's picture where it was made from this key, else NULL. */
cairo_surface_t *draw_cache_map (const DrawCache *self, guint slot, gconstpointer key, gsize key_size);
/* Takes `owner` and `surface`. */
void draw_cache_keep_map (DrawCache *self, guint slot, gconstpointer key, gsize key_size, gpointer owner,
                          GDestroyNotify release, cairo_surface_t *surface);
