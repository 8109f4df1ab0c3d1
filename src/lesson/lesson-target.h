/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the pointer or the keyboard cursor is on: handed to drawing beside the state, never stored in it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  LESSON_PART_NONE,
  LESSON_PART_PIXEL,         /* row, column */
  LESSON_PART_NODE,          /* unit */
  LESSON_PART_LINE,          /* unit: node; row, column: pixel. Also a cell of a node's weight picture */
  LESSON_PART_WEIGHT,        /* row, column of the sliding kernel */
  LESSON_PART_OUTPUT,        /* row, column of its response map */
  LESSON_PART_FILTER_WEIGHT, /* unit: filter; row, column */
  LESSON_PART_FILTER_OUTPUT, /* unit: filter; row, column of its response map */
  LESSON_PART_CHOICE,        /* unit: an answer that can be picked */
  LESSON_PART_CHANNEL,       /* unit: channel of the photo; row, column: pixel */
  LESSON_PART_ENTRY,         /* of the matrix; row: output, column: input */
  LESSON_PART_BAR,           /* unit: of a chart */
  LESSON_PART_SIZE,          /* unit: of the images that grow */
  LESSON_PART_LAYER,         /* unit: network; column: its layer, of those with a bar */
  LESSON_PART_PHOTO,         /* row, column: pixel of the photo */
  LESSON_PART_RESPONSE,      /* row, column: of the photo's response */
  LESSON_PART_TOTAL,         /* row, column: of the table of totals */
  LESSON_PART_PATTERN,       /* unit: hidden pattern; row, column */
  LESSON_PART_EXAMPLE,       /* unit: image of a batch; row, column */
  LESSON_PART_LOCAL, /* unit: filter of the local layer; row, column: position, which has weights of its own */
  LESSON_PART_CURVE, /* unit: 0 test accuracy, 1 loss; column: of LESSON_LEARNED_MOMENTS equal parts of the training */
  LESSON_PART_GRADIENT,    /* row, column: position, and its part in the gradient of a shared weight */
  LESSON_PART_PROBABILITY, /* unit: network (LearningKind); column: class */
  LESSON_PART_SENTENCE,    /* row: sentence; column: 0 what numbers show, 1 what they do not */
  LESSON_PART_MAP_LINE,    /* unit: output of a map; row, column: pixel, or padding round the image */
  LESSON_PART_FINDING,     /* unit: experiment * LEARNING_N_KINDS + network; column: case */
  LESSON_PART_ANSWER,      /* unit: 0 before, 1 after the image moved; column: node */
} LessonPart;

typedef struct {
  LessonPart part;
  gint64 unit, row, column;
} LessonTarget;

gboolean lesson_target_equal (const LessonTarget *a, const LessonTarget *b);

G_END_DECLS
