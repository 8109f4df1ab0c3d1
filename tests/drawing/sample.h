/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A moment of the lesson drawn by lot: scene, seconds, size, settings, answers, what is pointed at. */
#pragma once

#include "draw-scene-private.h"
#include "drawing-test.h"

G_BEGIN_DECLS

typedef struct {
  guint32 seed; /* all the rest follows from it */
  LessonParameters *parameters;
  LessonTimeline *timeline;
  LessonState *state;
  DrawLayout *layout;
  LessonTarget target;
  const DrawStyle *style;
  int width, height;
} Sample;

/* `base` has the lesson's pictures. */
Sample *sample_new (Lesson *lesson, const LessonParameters *base, guint32 seed);
void sample_free (Sample *self);
/* What is to be known to see it again. Free with g_free(). */
char *sample_to_string (const Sample *self);
/* Its width over its height. */
double sample_aspect (const Sample *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sample, sample_free)

G_END_DECLS
