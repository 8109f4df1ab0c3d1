/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first layer of a user's own model: an array of four axes in an .npy or a .safetensors file, which is (filters, rows,
 * columns, channels) or (filters, channels, rows, columns), with square kernels and 1 or 3 channels. Its shape does not
 * always tell which of the two. */
#pragma once

#include "engine-count.h"
#include "lesson-filters-file.h"

G_BEGIN_DECLS

#define LESSON_FIRST_LAYER_SIDE_MAX 31 /* rows and columns of its kernels */

typedef enum {
  LESSON_LAYOUT_UNSTATED,
  LESSON_LAYOUT_KHWC, /* (filters, rows, columns, channels): TensorFlow's order of an image, and the engine's */
  LESSON_LAYOUT_KCHW, /* (filters, channels, rows, columns): PyTorch's */
} LessonLayout;

/* An array that can be a first layer. */
typedef struct {
  char *name; /* in the file; NULL in an .npy */
  gint64 shape[4];
  gboolean bias;       /* the file has an array of as many biases beside it */
  gboolean khwc, kchw; /* how its shape can be read */
  LessonLayout guess;  /* unstated where it can be read both ways */
} LessonLayerChoice;

typedef struct _LessonLayerFile LessonLayerFile;

/* Looks into a file by its ending. LESSON_ERROR_FILTERS where nothing in it can be a first layer, else the engine's. */
LessonLayerFile *lesson_layer_file_open (const char *path, GError **error);
void lesson_layer_file_free (LessonLayerFile *self);
/* Of the file, for people. */
const char *lesson_layer_file_name (const LessonLayerFile *self);
guint lesson_layer_file_n_choices (const LessonLayerFile *self);
const LessonLayerChoice *lesson_layer_file_choice (const LessonLayerFile *self, guint index);
/* LESSON_ERROR_FILTERS names those that there are. */
gboolean lesson_layer_file_find (const LessonLayerFile *self, const char *name, guint *index, GError **error);
/* The file says that it was written by a library whose arrays are (filters, channels, rows, columns). */
gboolean lesson_layer_file_is_pytorch (const LessonLayerFile *self);

/* Immutable. */
typedef struct {
  char *file;
  char *name; /* of the file, and of the array where it has one */
  LessonLayout layout;
  gint64 filters, side, channels;
  gboolean bias;
  float *weights; /* (filters, side, side, channels) */
} LessonFirstLayer;

/* With LESSON_LAYOUT_UNSTATED as the guess has it. LESSON_ERROR_FILTERS where the layout has to be stated or does not fit,
 * and for a weight that is not finite, naming its index; else the engine's. */
LessonFirstLayer *lesson_first_layer_read (const LessonLayerFile *file, guint index, LessonLayout layout,
                                           GError **error);
void lesson_first_layer_free (LessonFirstLayer *self);

typedef enum {
  LESSON_PLANE_GREY, /* the planes added up: what the filter answers to a grey picture, where all three are the same */
  LESSON_PLANE_RED,
  LESSON_PLANE_GREEN,
  LESSON_PLANE_BLUE,
} LessonPlane;

/* Its filters, or one plane of each, to slide over the lesson's pictures. LESSON_ERROR_FILTERS for kernels that are too
 * large there. Only LESSON_PLANE_GREY for one channel. */
LessonFilters *lesson_first_layer_filters (const LessonFirstLayer *self, LessonPlane plane, GError **error);

typedef struct {
  EngineCount layer; /* same padding, stride 1 */
  EngineCount dense; /* with as many outputs */
} LessonFirstLayerCount;

/* Over a picture of that size. Errors are the engine's. */
gboolean lesson_first_layer_count (const LessonFirstLayer *self, gint64 height, gint64 width,
                                   LessonFirstLayerCount *count, GError **error);

/* "(K, k, k, C)" and "(K, C, k, k)", for people. */
const char *lesson_layout_title (LessonLayout layout);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LessonLayerFile, lesson_layer_file_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LessonFirstLayer, lesson_first_layer_free)

G_END_DECLS
