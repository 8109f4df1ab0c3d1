/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The choices that a lesson's numbers follow from: a plain value. */
#pragma once

#include "engine-preset.h"
#include "engine-shape.h"

G_BEGIN_DECLS

#define LESSON_GRID_MIN   4
#define LESSON_GRID_MAX   64
#define LESSON_UNITS_MIN  2 /* nodes and filters */
#define LESSON_UNITS_MAX  64
#define LESSON_KERNEL_MAX 7 /* rows and columns */
#define LESSON_TAPS_MAX   (LESSON_KERNEL_MAX * LESSON_KERNEL_MAX)
#define LESSON_STEP_MAX   3    /* stride and dilation */
#define LESSON_WEIGHT_MAX 99.0 /* size of a weight that is typed or dragged */

/* How a response is shown. */
typedef enum { LESSON_TONE_DIVERGING, LESSON_TONE_GREY, LESSON_TONE_ABSOLUTE } LessonTone;

typedef struct {
  gint64 grid;    /* the image is grid x grid pixels */
  gint64 nodes;   /* of the dense layer */
  gint64 filters; /* of the convolutional layer */
  gint64 kernel;  /* it is kernel x kernel weights */
  gint64 stride;
  gint64 dilation;
  gboolean same_padding;          /* else valid */
  const EnginePreset *filter;     /* whose weights slide; static; NULL: weights of the user's own */
  const char *origin;             /* the set that they come from, interned: a file's name; NULL: none */
  gint64 origin_number;           /* of the filter in it; the first is 1 */
  float weights[LESSON_TAPS_MAX]; /* (kernel, kernel): those that slide; the rest is 0 */
  guint32 seed;                   /* of the random start weights: dense, local, and the bank of filters */
  gint64 edited_line;             /* one dense weight of the user's own, node * pixels + pixel; -1: none */
  float edited_weight;
  LessonTone tone; /* of the photo's response */
  gboolean relu;   /* of the photo's response */
  gboolean questions;
} LessonSettings;

/* 10x10, 32 nodes, 32 filters, 3x3, stride 1, dilation 1, valid, Sobel x, no questions. */
void lesson_settings_init (LessonSettings *self);
/* LESSON_ERROR_SETTINGS names the choice that is out of range. */
gboolean lesson_settings_check (const LessonSettings *self, GError **error);
/* Of a layer of so many filters over the grid; the engine's errors, for a dilated kernel larger than the grid. */
gboolean lesson_settings_shape (const LessonSettings *self, gint64 filters, EngineConvShape *shape,
                                GError **error);
gboolean lesson_settings_equal (const LessonSettings *a, const LessonSettings *b);

/* The preset's weights, 3x3. */
void lesson_settings_set_filter (LessonSettings *self, const EnginePreset *filter);
/* Another size: the middle of the kernel stays the middle, what comes in from outside is 0. */
void lesson_settings_set_kernel (LessonSettings *self, gint64 kernel);
/* One of the weights that slide, counted along the kernel's rows; clamped to LESSON_WEIGHT_MAX. */
void lesson_settings_set_weight (LessonSettings *self, gint64 tap, double weight);

G_END_DECLS
