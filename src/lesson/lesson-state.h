/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything there is to see at one instant. Immutable, reference counted; made by a timeline. */
#pragma once

#include "lesson.h"
#include "lesson-target.h"

G_BEGIN_DECLS

/* A layer's running totals at this instant. */
typedef struct {
  float shown;     /* 0…1: how visible it is; as wide as the next, so that there is no gap between them */
  gboolean biases; /* they are among the weights; uses are not counted then */
  gint64 weights;
  gint64 uses; /* of each weight */
  gint64 multiplications;
  gint64 outputs;
} LessonCounter;

/* What scene "tensor" looks at. */
typedef enum { LESSON_TENSOR_GRID, LESSON_TENSOR_PHOTO, LESSON_TENSOR_CHANGED } LessonTensorSubject;

/* Scene "tensor". */
typedef struct {
  LessonTensorSubject subject;
  double reduced;     /* 0: only the picture, 1: all its pixels have come to the grid */
  double zoom;        /* 0: the whole grid is in view, 1: only the pixels from (row, column) on */
  double numbers;     /* 0…1: how visible the values in the pixels are */
  double aside;       /* 0: the grid stands beside the picture, 1: in the picture's place, beside its shape */
  double shape;       /* 0…3: rows, columns and channels are named, one after the other */
  double unrolled;    /* 0: the pixels lie in the grid, 1: they stand in the column */
  double split;       /* 0: the photo is whole, 1: its three planes lie side by side */
  gint64 row, column; /* where the camera goes; or the pixel that is looked at */
  gint64 changed;     /* pixels that have another value */
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

/* Scene "sharing". Outputs are numbered along the rows of the map. */
typedef struct {
  gint64 output, other; /* the output the lesson looks at, and one to compare it with */
  double lines; /* dense lines drawn so far: first those to `output`, then the others' in their order */
  double
      window; /* the far lines to `output` fall off one after the other until 1; the last has landed later */
  double fallen;           /* so many of the other outputs have begun to lose theirs */
  double shared;           /* so many outputs have begun to take the shared weights */
  double isolation;        /* 0…1: how far all lines but those to `output` have faded */
  double comparison;       /* 0…1: how far those to `other` have come back */
  double weight_isolation; /* 0…1: how far all lines but those of the shared weight number `tap` have faded */
  gint64 tap;
  double maps; /* so many response maps, the last one on its way */
} LessonSharingView;

/* Which weights an output has: to every pixel, its own to a window, or those that all share. */
typedef enum { LESSON_RUNG_NONE, LESSON_RUNG_DENSE, LESSON_RUNG_LOCAL, LESSON_RUNG_SHARED } LessonRung;

/* From so many outputs lines fall at a time. */
#define LESSON_SHARING_FLIGHT 4
/* How long one line falls, as a share of the time in which all do. */
#define LESSON_SHARING_DROP 0.25

/* Scene "filters". */
typedef struct {
  double filters;           /* whose kernels and maps are there; of the last one only the fraction */
  double comparison;        /* 0…1: how far the bars of both totals have grown */
  gboolean multiplications; /* the bars compare multiplications, else weights */
} LessonFiltersView;

/* Scene "trade". */
typedef struct {
  double weights;         /* 0…1: how far the bars of weights have grown */
  double multiplications; /* likewise */
  double uses;            /* 0…1: how visible it is that multiplications are weights times uses */
  double equal;           /* 0…1: how far the bars of the dense layer with as many outputs have grown */
} LessonTradeView;

/* Scene "growth". */
typedef struct {
  double side;                    /* of the image; between two steps it grows */
  EngineCount dense, convolution; /* over an image of that side, rounded */
  double price;                   /* 0…1: how much of the curve of multiplications is drawn */
  double networks;    /* panels that are there; of the last one only the fraction; 0: the image is shown */
  gint64 current;     /* network whose sums are counted */
  gint64 enlarged;    /* network whose panel is */
  double enlargement; /* 0…1: on its way from its place to the whole room */
} LessonGrowthView;

/* Scene "grab". The dense weight counts as in settings.edited_line. */
typedef struct {
  gint64 tap, line;           /* the shared and the dense weight that are held */
  gint64 places;              /* outputs at which the shared one has lit up, along the map's rows */
  double delta, line_delta;   /* added to them at this moment */
  double reach, line_reach;   /* the most that is added */
  double change, line_change; /* 0…1: how visible it is what that changes */
  double gradients;           /* 0…1: how visible the positions' gradients are */
  double flow;                /* 0…1: they flow to the weight, one after the other */
  double tally;               /* 0…1: how visible it is how many places it has */
  double folding;             /* 0…1: its places on their way to the one weight */
} LessonGrabView;

/* Scene "matrix". A row is an output, a column an input. */
typedef struct {
  double rows;   /* of the dense matrix that are written */
  double fallen; /* 0…1: the entries outside the windows have gone */
  double shared; /* 0…1: the others have taken the shared weights' colours, row by row */
  double
      flown; /* weights that have come from the kernel onto their diagonals; of the last one only the fraction */
  double waiting; /* 0…1: how far the entries have faded that wait for their weight */
  double row;     /* the output whose row is in view; between two of them it travels; -1: none */
  double focus;   /* 0…1: how far all others have faded */
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

/* Scene "learned". */
typedef enum {
  LESSON_LEARNED_HIDDEN,   /* images in which patterns hide */
  LESSON_LEARNED_NETWORKS, /* weights of the networks side by side, and their curves */
  LESSON_LEARNED_GRADIENT, /* one shared weight, and what each position adds to its gradient */
  LESSON_LEARNED_CLASSIFY, /* the networks' answers to the current image */
} LessonLearnedPart;

typedef struct {
  LessonLearnedPart part;
  LearningCourse course;
  double step;  /* of the training: the moment of the traces that is shown */
  double shown; /* hidden: 0…1, images and patterns that are there; classify: how visible the answers are */
  double curves;      /* networks: 0…1, how visible curves and totals are */
  gint64 filter, tap; /* gradient: of which weight */
  double gradients;   /* 0…1: how visible the positions' parts are */
  double flow;        /* 0…1: how far they have flown into their sum */
  double update;      /* 0…1: how far the weight has gone to its next value */
} LessonLearnedView;

/* What scene "evidence" looks at. */
typedef enum {
  LESSON_EVIDENCE_SHIFT,   /* an image that moves, and what both layers make of it */
  LESSON_EVIDENCE_SHUFFLE, /* its pixels torn apart */
  LESSON_EVIDENCE_CHART,
  LESSON_EVIDENCE_SAID /* what the numbers show, and what not */
} LessonEvidenceSubject;

/* Scene "evidence". */
typedef struct {
  LessonEvidenceSubject subject;
  LearningExperiment experiment; /* whose chart is shown; both of the shuffled ones have one */
  double shown;                  /* 0…1: how much of the chart */
  double moved;                  /* 0…1: pixels by which the image has moved to the right */
  double shuffled;               /* 0…1: the pixels on their way to their places */
  double rows;                   /* of sentences that are there; of the last only the fraction */
} LessonEvidenceView;

/* Rows of the table of totals, in the order in which they come. */
typedef enum {
  LESSON_TOTAL_DENSE,
  LESSON_TOTAL_CONVOLUTION,
  LESSON_TOTAL_LOCAL,
  LESSON_TOTAL_DENSE_EQUAL,
  LESSON_N_TOTALS
} LessonTotal;

typedef enum { LESSON_SUMMARY_TABLE, LESSON_SUMMARY_SENTENCES, LESSON_SUMMARY_PREDICTIONS } LessonSummaryPart;

/* Scene "summary". */
typedef struct {
  LessonSummaryPart part;
  double rows; /* of the table, or sentences, or predictions, that are there; of the last only the fraction */
  double comparison; /* 0…1: how visible the two comparisons are */
} LessonSummaryView;

/* What a step asks before it shows the answer. */
typedef struct {
  const LessonQuestion *question; /* owned by the lesson; NULL where nothing is asked */
  char *text;                     /* the question, placeholders filled in */
  double asking;                  /* 0…1: how visible the question is; the picture waits meanwhile */
  char **choices;                 /* placeholders filled in; NULL where a number is asked for */
  gboolean answered;
  double answer; /* a number, or the index of a choice */
  gboolean revealed;
  double truth; /* the same */
} LessonPrediction;

/* An answer in words: the choice, or the number. Free with g_free(). */
char *lesson_prediction_to_string (char **choices, double answer);

typedef struct {
  const LessonScene *scene; /* owned by the lesson, which the state holds */
  Lesson *lesson;
  LessonParameters *parameters;
  double seconds; /* since the start of the scene */
  guint step;     /* 0-based */
  guint id;       /* which of the kind's steps that is */
  gboolean free;  /* in the playground: nothing is scripted */
  char *caption;  /* placeholders filled in; empty while a question stands over the picture */
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
    LessonLearnedView learned_view;
    LessonEvidenceView evidence_view;
    LessonPhotoView photo_view;
    LessonSummaryView summary_view;
  };
} LessonState;

/* Nothing is scripted: in the playground, or while a user drives the training. */
gboolean lesson_state_is_driven (const LessonState *self);
LessonState *lesson_state_ref (LessonState *self);
void lesson_state_unref (LessonState *self);

/* What stands at the target, with its numbers, as a sentence for readout and screen reader: "Pixel row 3, column 4: 0.62".
 * NULL where there is nothing. Free with g_free(). */
char *lesson_state_describe (const LessonState *self, const LessonTarget *target);
/* Scene "slide": the output whose window is in view: the one under the target once it is written, else the scene's own,
 * which may be between two. Returns FALSE while the window travels. */
gboolean lesson_state_window (const LessonState *self, const LessonTarget *target, double *row,
                              double *column);
/* Scene "sharing": which weights that output has at this instant. */
LessonRung lesson_sharing_rung (const LessonSharingView *view, const LessonParameters *parameters,
                                gint64 output);
/* How many outputs' weights are on their way into the shared ones at a time. */
double lesson_sharing_flight (gint64 outputs);
/* The place of an output in the order in which the outputs move on: 0 for the one the lesson looks at. */
gint64 lesson_sharing_place (const LessonSharingView *view, gint64 output);

/* Scene "photo": the pixel that the window lies on: the one under the target, else the scene's own. */
void lesson_state_photo_window (const LessonState *self, const LessonTarget *target, gint64 *row,
                                gint64 *column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LessonState, lesson_state_unref)

G_END_DECLS
