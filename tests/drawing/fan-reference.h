/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a fan looks like, computed the plain way: each line as a band, laid over the earlier ones point by point. */
#pragma once

#include "draw-fan-raster.h"

/* Points of a pixel: REFERENCE_POINTS in each direction, from the middle of one to that of the next. */
#define REFERENCE_POINTS 8

/* The first `count` lines in `colors`: blue, green, red, alpha of each pixel, premultiplied, 0…255, row after row. Free with g_free(). */
float *fan_reference (const DrawFanGeometry *geometry, const DrawColor *colors, gint64 count);
/* The mean difference of all channels of all pixels, of 255; `picture` is an ARGB32 surface of the geometry's size. */
double fan_reference_error (const float *reference, cairo_surface_t *picture);
