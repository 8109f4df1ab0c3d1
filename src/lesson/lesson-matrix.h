/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scene "matrix": a layer from the pixels to one map, as numbers in a matrix of outputs x pixels. */
#pragma once

#include "lesson-state.h"

G_BEGIN_DECLS

typedef enum { LESSON_MATRIX_DENSE, LESSON_MATRIX_LOCAL, LESSON_MATRIX_SHARED } LessonMatrixStage;

/* Whose matrix is in view. */
LessonMatrixStage lesson_matrix_stage (const LessonMatrixView *view);
/* 0 outside the window of `output`, but in the dense one. */
double lesson_matrix_entry (const LessonParameters *parameters, LessonMatrixStage stage, gint64 output,
                            gint64 pixel);
/* The row of `output` times the column of pixels. */
double lesson_matrix_output (const LessonParameters *parameters, LessonMatrixStage stage, gint64 output);
/* Entries that a weight stands in. */
gint64 lesson_matrix_count (const LessonParameters *parameters, LessonMatrixStage stage);

G_END_DECLS
