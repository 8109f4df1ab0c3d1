/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arrays and pictures as files for the tests of the command line. */
#pragma once

#include "engine-image.h"
#include "engine-tensor.h"

/* An .npy file of float32 with these values in C order. */
void array_write (const char *path, guint rank, const gint64 *shape, const float *values);
/* An .npy file with any header dictionary, version 1, followed by `data`. */
void array_write_raw (const char *path, const char *dictionary, const void *data, gsize length);
/* Reads it; asserts that it is there. */
EngineTensor *array_load (const char *path);
/* The same; asserts that it is of this shape. */
EngineTensor *array_read (const char *path, guint rank, const gint64 *shape);
/* Asserts the file's shape and values within `tolerance`. */
void array_assert (const char *path, guint rank, const gint64 *shape, const float *values, float tolerance);

/* A PNG of one colour a pixel, 0xrrggbb, in rows. */
void picture_write (const char *path, gint64 width, gint64 height, const guint32 *pixels);
EngineImage *picture_read (const char *path);
/* Asserts the grey of every pixel, 0…255, in rows. */
void picture_assert_grey (const char *path, gint64 width, gint64 height, const guint8 *values);
