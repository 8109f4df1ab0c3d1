/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a user can change, as one immutable value: replaced as a whole, never edited. The lesson's numbers (pixels, weights,
 * responses, counts) are computed by the engine when the value is made, and nowhere else. */
#pragma once

#include "engine-count.h"
#include "engine-image.h"
#include "engine-preset.h"
#include "engine-shape.h"
#include "engine-tensor.h"

G_BEGIN_DECLS

#define LESSON_GRID_MIN  4
#define LESSON_GRID_MAX  64
#define LESSON_UNITS_MIN 2 /* nodes and filters */
#define LESSON_UNITS_MAX 64
#define LESSON_STEP_MAX  3 /* stride and dilation */

/* The choices. */
typedef struct {
  gint64 grid;    /* the image is grid x grid pixels */
  gint64 nodes;   /* of the dense layer */
  gint64 filters; /* of the convolutional layer */
  gint64 stride;
  gint64 dilation;
  gboolean same_padding;      /* else valid */
  const EnginePreset *filter; /* the one that slides; static */
  guint32 seed;               /* of the random start weights: dense, and the bank of filters */
} LessonSettings;

/* 10x10, 32 nodes, 32 filters, stride 1, dilation 1, valid, Sobel x. */
void lesson_settings_init (LessonSettings *self);
/* LESSON_ERROR_SETTINGS names the choice that is out of range. */
gboolean lesson_settings_check (const LessonSettings *self, GError **error);

typedef struct {
  LessonSettings settings;
  EngineImage *original; /* as opened */
  char *image_name;      /* what people call it: a title or a file name */

  EngineTensor *pixels;        /* (n, n, 1), the original reduced to the grid, 0…1 */
  EngineTensor *dense_weights; /* (nodes, n * n) */
  EngineTensor *dense_outputs; /* (nodes) */
  EngineTensor *kernel;        /* (1, 3, 3, 1) */
  EngineTensor *response;      /* (h', w', 1) of the one kernel */
  EngineTensor *bank;          /* (filters, 3, 3, 1) */
  EngineTensor *responses;     /* (h', w', filters) */
  EngineConvShape shape;       /* of the bank */
  EngineConvShape single;      /* of the one kernel */

  EngineCount dense;       /* n * n inputs to `nodes` */
  EngineCount convolution; /* the bank */
  EngineCount one_filter;  /* one kernel */
  EngineCount dense_equal; /* dense with as many outputs as the bank */
} LessonParameters;

/* LESSON_ERROR_SETTINGS for choices out of range or that do not fit (dilated kernel larger than the grid), else the engine's. */
LessonParameters *lesson_parameters_new (EngineImage *original, const char *image_name,
                                         const LessonSettings *settings, GError **error);
LessonParameters *lesson_parameters_ref (LessonParameters *self);
void lesson_parameters_unref (LessonParameters *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LessonParameters, lesson_parameters_unref)

G_END_DECLS
