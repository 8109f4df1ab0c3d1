/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything there is to see at one instant. Immutable, reference counted; made by a timeline. */
#pragma once

#include "lesson.h"
#include "lesson-target.h"

G_BEGIN_DECLS

/* A layer's running totals at this instant. */
typedef struct {
  gboolean shown;
  gint64 weights;
  gint64 uses; /* of each weight */
  gint64 multiplications;
  gint64 outputs;
} LessonCounter;

/* Scene "tensor". */
typedef struct {
  double progress;
} LessonTensorView;

/* Scene "dense". Line number n runs from pixel n % pixels to node n / pixels. */
typedef struct {
  double unroll;         /* 0: the pixels lie in the grid, 1: they stand in the column of inputs */
  double lines;          /* drawn so far; of the last one only the fraction */
  double picture;        /* 0…1: how visible the node's weights are as a picture */
  gint64 picture_node;   /* whose weights they are */
  double isolation;      /* 0…1: how far the lines that are not isolated have faded */
  LessonTarget isolated; /* a node or a pixel */
} LessonDenseView;

/* Scene "slide". */
typedef struct {
  double placing;     /* 0…1: the kernel on its way from its place onto the image */
  double row, column; /* the output the window stands for; between two of them it travels */
  gint64 written;     /* outputs in the map, counted along its rows */
  double
      products; /* shown in the formula line: as many as the kernel has weights, then one more for the sum */
  double landing; /* 0…1: the sum on its way to its place in the map */
} LessonSlideView;

/* Scene "sharing". */
typedef struct {
  double progress;
} LessonSharingView;

/* Scene "filters". */
typedef struct {
  double filters;           /* whose kernels and maps are there; of the last one only the fraction */
  double comparison;        /* 0…1: how far the bars of both totals have grown */
  gboolean multiplications; /* the bars compare multiplications, else weights */
} LessonFiltersView;

/* Scene "trade". */
typedef struct {
  double progress;
} LessonTradeView;

/* Scene "growth". */
typedef struct {
  double progress;
} LessonGrowthView;

/* Scene "grab". */
typedef struct {
  double progress;
} LessonGrabView;

/* Scene "matrix". */
typedef struct {
  double progress;
} LessonMatrixView;

/* Scene "photo". The response is as large as the photo, so that one lens is for both. */
typedef struct {
  double x, y, span;  /* the lens at this moment, as in LessonLens */
  gint64 row, column; /* the pixel in the middle of the window */
  double window;      /* 0…1: how visible the window is */
  double split;       /* 0: the photo is alone, 1: the response stands beside it */
  double products;    /* in the formula line, as in LessonSlideView */
  double landing;     /* 0…1: the sum on its way to its place in the response */
  double response;    /* 0…1: how visible all the other values are */
  double others;      /* 0…1: how visible the responses to other filters are */
} LessonPhotoView;

/* Scene "summary". */
typedef struct {
  double progress;
} LessonSummaryView;

/* What a step asks before it shows the answer. */
typedef struct {
  const LessonQuestion *question; /* owned by the lesson; NULL where nothing is asked */
  double asking;                  /* 0…1: how visible the question is; the picture waits meanwhile */
  char **choices;                 /* placeholders filled in; NULL where a number is asked for */
  gboolean answered;
  double answer; /* a number, or the index of a choice */
  gboolean revealed;
  double truth; /* the same */
} LessonPrediction;

typedef struct {
  const LessonScene *scene; /* owned by the lesson, which the state holds */
  Lesson *lesson;
  LessonParameters *parameters;
  double seconds; /* since the start of the scene */
  guint step;     /* 0-based */
  guint id;       /* which of the kind's steps that is */
  gboolean free;  /* in the playground: nothing is scripted */
  char *caption;  /* placeholders filled in */
  char *notes;
  char *spoken; /* one or two sentences for who cannot see the picture */
  LessonCounter dense, local, convolution;
  /* Full length of the bars beside the counters; 0: the larger of the whole dense and convolutional layers. */
  gint64 most_weights, most_multiplications;
  LessonPrediction prediction;
  /* The last member; a state made anew is equal to it byte by byte. */
  union {
    LessonTensorView tensor_view;
    LessonDenseView dense_view;
    LessonSlideView slide_view;
    LessonSharingView sharing_view;
    LessonFiltersView filters_view;
    LessonTradeView trade_view;
    LessonGrowthView growth_view;
    LessonGrabView grab_view;
    LessonMatrixView matrix_view;
    LessonPhotoView photo_view;
    LessonSummaryView summary_view;
  };
} LessonState;

LessonState *lesson_state_ref (LessonState *self);
void lesson_state_unref (LessonState *self);

/* What stands at the target, with its numbers, as a sentence for readout and screen reader: "Pixel row 3, column 4: 0.62".
 * NULL where there is nothing. Free with g_free(). */
char *lesson_state_describe (const LessonState *self, const LessonTarget *target);
/* Scene "slide": the output whose window is in view: the one under the target once it is written, else the scene's own,
 * which may be between two. Returns FALSE while the window travels. */
gboolean lesson_state_window (const LessonState *self, const LessonTarget *target, double *row,
                              double *column);

/* Scene "photo": the pixel that the window lies on: the one under the target, else the scene's own. */
void lesson_state_photo_window (const LessonState *self, const LessonTarget *target, gint64 *row,
                                gint64 *column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LessonState, lesson_state_unref)

G_END_DECLS
