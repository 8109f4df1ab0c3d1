/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "draw-cache.h"
#include "draw-fan-raster.h"
#include "draw-web-raster.h"

#include <cairo.h>

struct _DrawCache {
  DrawFanRaster *fan;
  gboolean fan_dark;    /* whose colours it has */
  GHashTable *pictures; /* of cairo_surface_t, by EngineImage */
  DrawWebRaster *web;
  GBytes *web_key; /* what it was made from */
};
