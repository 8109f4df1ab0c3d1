/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a user can change, as one immutable value: replaced as a whole, never edited. The lesson's numbers (pixels, weights,
 * responses, counts) are computed by the engine when the value is made, and nowhere else. */
#pragma once

#include "engine-count.h"
#include "engine-image.h"
#include "engine-shape.h"
#include "engine-tensor.h"
#include "learning-record.h"
#include "lesson-response.h"
#include "lesson-settings.h"

G_BEGIN_DECLS

/* What part of the photo is in view. */
typedef struct {
  gboolean own; /* a user has chosen it; else the lesson chooses */
  double x, y;  /* the middle, in pixels of the photo */
  double span;  /* so many pixels of the photo are in view along its longer side */
} LessonLens;

/* The training that a user drives, in place of the moment that the lesson's time would show. */
typedef struct {
  gboolean on;
  LearningCourse course; /* whose runs are this training's */
  double step;           /* of the runs: the moment that is shown */
  gboolean running;
  double images_per_second; /* of all networks together, as measured; 0 where it does not run */
} LessonLive;

/* The experiment that a user runs. */
typedef struct {
  LearningExperiment experiment; /* chosen in the playground of scene "evidence" */
  guint wanted;                  /* seeds that there will be of it when the run is done; 0 while none runs */
} LessonTrial;

typedef struct {
  LessonSettings settings;
  EngineImage *original; /* as opened */
  char *image_name;      /* what people call it: a title or a file name */
  EngineImage *photo;    /* for the scenes that want a photo: the same, or the lesson's own */
  char *photo_name;
  GVariant *answers; /* a{sd}: what was predicted, by "scene/step"; a number, or the index of a choice */
  LessonLens lens;
  LearningRecord *record; /* of training: runs and experiments; never NULL, at first without any */
  LessonLive live;
  LessonTrial trial;
  LessonPhotoGrey *photo_grey;
  LessonResponse *photo_response; /* to the one kernel */

  EngineTensor *pixels;       /* (n, n, 1), the original reduced to the grid, 0…1 */
  EngineTensor *photo_pixels; /* (n, n, 3), the photo reduced to the grid, in colour, 0…1 */
  EngineTensor *
      network_pixels; /* (m, m, 1), the original as large as the trained networks take it, 0…1; the pixels where
                                 * there are none, or they take none of that kind */
  EngineTensor *dense_weights;  /* (nodes, n * n) */
  EngineTensor *dense_outputs;  /* (nodes) */
  EngineTensor *kernel;         /* (1, k, k, 1) */
  EngineTensor *response;       /* (h', w', 1) of the one kernel */
  EngineTensor *local_weights;  /* (h', w', 1, k, k, 1): as the one kernel, but not shared */
  EngineTensor *local_response; /* (h', w', 1) */
  EngineTensor *bank;           /* (filters, k, k, 1) */
  EngineTensor *responses;      /* (h', w', filters) */
  EngineConvShape shape;        /* of the bank */
  EngineConvShape single;       /* of the one kernel */

  EngineCount dense;        /* n * n inputs to `nodes` */
  EngineCount convolution;  /* the bank */
  EngineCount local;        /* the same connections, unshared */
  EngineCount dense_equal;  /* dense with as many outputs as the bank */
  EngineCount one_filter;   /* one kernel */
  EngineCount one_local;    /* the same connections, unshared */
  EngineCount dense_map;    /* dense with as many outputs as the one kernel */
  EngineCount photo_filter; /* the one kernel over the photo: as many outputs as it has pixels */
  EngineCount photo_dense;  /* dense with as many */
} LessonParameters;

/* LESSON_ERROR_SETTINGS for choices out of range or that do not fit (dilated kernel larger than the grid), else the engine's.
 * The photo is the original. */
LessonParameters *lesson_parameters_new (EngineImage *original, const char *image_name,
                                         const LessonSettings *settings, GError **error);
LessonParameters *lesson_parameters_ref (LessonParameters *self);
void lesson_parameters_unref (LessonParameters *self);

/* The same with something replaced; errors as above. What does not depend on it is shared, not computed again. */
LessonParameters *lesson_parameters_with_settings (const LessonParameters *self,
                                                   const LessonSettings *settings, GError **error);
/* Another original; the photo stays. */
LessonParameters *lesson_parameters_with_image (const LessonParameters *self, EngineImage *original,
                                                const char *image_name, GError **error);
/* These cannot fail. */
LessonParameters *lesson_parameters_with_photo (const LessonParameters *self, EngineImage *photo,
                                                const char *photo_name);
LessonParameters *lesson_parameters_with_answer (const LessonParameters *self, const char *question,
                                                 double answer);
LessonParameters *lesson_parameters_without_answers (const LessonParameters *self);
LessonParameters *lesson_parameters_with_lens (const LessonParameters *self, const LessonLens *lens);
LessonParameters *lesson_parameters_with_record (const LessonParameters *self, LearningRecord *record);
/* With what has been found here so far. */
LessonParameters *lesson_parameters_with_trial (const LessonParameters *self, LearningFindings *live,
                                                const LessonTrial *trial);
LessonParameters *lesson_parameters_with_live (const LessonParameters *self, const LessonLive *live);
/* With the answers, the lens and the training of another: what a user did there while these were being computed. */
LessonParameters *lesson_parameters_carrying (const LessonParameters *self, const LessonParameters *other);

/* FALSE where that question ("scene/step") has not been answered. */
gboolean lesson_parameters_get_answer (const LessonParameters *self, const char *question, double *answer);
/* Weight from an input to an output of the dense layer `dense_map`, from its seed: too many to keep. */
double lesson_parameters_map_weight (const LessonParameters *self, gint64 output, gint64 input);
/* An output of that layer: as many products as there are pixels, added up anew each time. */
double lesson_parameters_map_output (const LessonParameters *self, gint64 output);
/* Name of the filter that slides, translated. */
const char *lesson_parameters_filter_title (const LessonParameters *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LessonParameters, lesson_parameters_unref)

G_END_DECLS
