/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sets of filters that can slide, from wherever they come: the rows of a .npy of shape (K, k, k, 1), (K, 1, k, k), (K, k, k) or
 * (k, k); learned ones. */
#pragma once

#include "learning-trace.h"
#include "lesson-settings.h"

G_BEGIN_DECLS

#define LESSON_FILTERS_MAX 1024

/* Immutable. */
typedef struct {
  char *name;     /* what people call them: that of the file */
  gboolean known; /* they ship: each is called by a name of its own */
  gint64 n;       /* filters */
  gint64 kernel;  /* each has kernel x kernel weights */
  float *weights; /* (n, kernel, kernel) */
} LessonFilters;

/* LESSON_ERROR_FILTERS for kernels and weights that cannot slide here. `weights` are (n, kernel, kernel). */
LessonFilters *lesson_filters_new (const char *name, gint64 n, gint64 kernel, const float *weights,
                                   GError **error);
/* Those that a network had learned at that moment: its first layer's, a convolution over one channel. */
LessonFilters *lesson_filters_new_learned (const char *name, const LearningSnapshot *snapshot,
                                           GError **error);
/* LESSON_ERROR_FILTERS for shapes and weights that cannot slide here, else the engine's. */
LessonFilters *lesson_filters_load (const char *path, GError **error);
/* Those that ship: learned by a network from handwritten digits. */
LessonFilters *lesson_filters_load_learned (GError **error);
/* A file's name without the ending of a file of weights, as filters are called by it. Free with g_free(). */
char *lesson_filters_short_name (const char *file);
void lesson_filters_free (LessonFilters *self);

const float *lesson_filters_get (const LessonFilters *self, gint64 index);
/* Which of them slides; -1 where none does. */
gint64 lesson_filters_find (const LessonFilters *self, const LessonSettings *settings);
/* What people call the filter that slides: a preset, a learned one, one of a set by its number, or weights of the user's
 * own. */
const char *lesson_filters_title (const LessonSettings *settings);
/* FALSE where there is none of that number. */
gboolean lesson_filters_apply (const LessonFilters *self, gint64 index, LessonSettings *settings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LessonFilters, lesson_filters_free)

G_END_DECLS
