/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-model.h"

#include "engine-threads.h"
#include "learning-model-private.h"

#include <string.h>

/* Multiplications, forward, that are worth waking a thread for: a quarter to half of a millisecond. Waking costs ten microseconds,
 * also where all other processors turn out to be busy. */
#define LEAST_WORK (1 << 23)
/* Multiplications, forward, of a piece of the work that gets a gradient of its own: about 30 microseconds. */
#define PIECE_WORK (1 << 20)
/* Pieces whose gradients are held at once, for each thread: so many that one that is held up leaves work to the others. */
#define PIECES_A_THREAD 4
/* Numbers that these gradients may take: of very large networks fewer chunks are computed at a time. */
#define MOST_GRADIENTS ((gsize) 1 << 28)

struct _LearningModel {
  LearningPlan *plan;
  guint threads;
  LearningChunk **chunks;   /* (threads) */
  LearningSingle **singles; /* (threads) */
  gsize
      together; /* chunks of a piece: it follows from the network alone, as does the order in which is added */
  guint n_gradients; /* pieces of a round */
  float *gradients;  /* (n_gradients, n_parameters) */
  double *losses;    /* (n_gradients) */
};

LearningModel *
learning_model_new (LearningNetwork *network, guint threads) {
  LearningModel *self = g_new0 (LearningModel, 1);

  self->plan = learning_plan_new (network);
  self->threads = threads > 0 ? threads : engine_threads ();
  self->together = (gsize) MAX (PIECE_WORK / MAX (network->multiplications, 1) / LEARNING_LANES, 1);
  self->chunks = g_new0 (LearningChunk *, self->threads);
  self->singles = g_new0 (LearningSingle *, self->threads);
  for (guint i = 0; i < self->threads; i++) {
    self->chunks[i] = learning_chunk_new (self->plan);
    self->singles[i] = learning_single_new (self->plan);
  }
  self->n_gradients = self->threads > 1 ? self->threads * PIECES_A_THREAD : 1;
  self->n_gradients =
      (guint) MIN (self->n_gradients, MAX (MOST_GRADIENTS / (gsize) network->n_parameters, 1));
  self->gradients = g_aligned_alloc0 (self->n_gradients * (gsize) network->n_parameters, sizeof (float), 64);
  self->losses = g_new0 (double, self->n_gradients);
  return self;
}

void
learning_model_free (LearningModel *self) {
  for (guint i = 0; i < self->threads; i++) {
    learning_chunk_free (self->chunks[i]);
    learning_single_free (self->singles[i]);
  }
  g_free (self->chunks);
  g_free (self->singles);
  g_aligned_free (self->gradients);
  g_free (self->losses);
  learning_plan_free (self->plan);
  g_free (self);
}

typedef struct _Job Job;

/* Work on the images of a set, in pieces. Each thread takes the next that nobody has. */
struct _Job {
  LearningModel *model;
  void (*run) (Job *self, gsize slot, gsize index);
  const float *weights;
  gsize n;          /* images in all */
  gsize begin, end; /* pieces to be done */
  int next;         /* atomic, from 0 */
  int correct;      /* atomic */
  const LearningSet *set;
  const guint32 *indices;
  gsize first;     /* of the images, without indices */
  float *gradient; /* of the piece 0; those of the others lie in the model */
  float *logits;
};

static void
job_slots_cb (gint64 begin, gint64 end, gpointer data) {
  Job *self = data;
  gsize index;

  for (gint64 slot = begin; slot < end; slot++)
    while ((index = self->begin + (gsize) g_atomic_int_add (&self->next, 1)) < self->end)
      self->run (self, (gsize) slot, index);
}

static gboolean
worth_threads (const LearningModel *self, gsize n) {
  gint64 one = MAX (self->plan->network->multiplications, 1);

  return self->threads > 1 && n > LEARNING_LANES && (gint64) n > LEAST_WORK / one;
}

static void
job_run (Job *self, gsize begin, gsize end) {
  gint64 slots = (gint64) MIN (self->model->threads, end - begin);

  self->begin = begin;
  self->end = end;
  self->next = 0;
  if (worth_threads (self->model, self->n))
    engine_parallel_for (slots, 1, job_slots_cb, self);
  else
    job_slots_cb (0, 1, self);
}

static gsize
chunks_of (gsize n) {
  return (n + LEARNING_LANES - 1) / LEARNING_LANES;
}

/* Loads chunk `index` and takes it to the logits; how many images it has. */
static const float *
job_forward (const Job *self, LearningChunk *chunk, gsize index, LearningPass pass, gsize *n) {
  gsize done = index * LEARNING_LANES;

  *n = MIN (self->n - done, LEARNING_LANES);
  learning_chunk_load (chunk, self->set, self->indices, self->first + done, *n);
  return learning_chunk_forward (chunk, self->weights, pass);
}

/* So many images are faster one by one than as a chunk of which most is empty. */
#define MOST_SINGLES 3

/* The first image that is no chunk's. */
static gsize
first_single (gsize n) {
  gsize rest = n % LEARNING_LANES;

  return rest <= MOST_SINGLES ? n - rest : n;
}

/* Where the gradient of piece `index` goes, or nowhere. */
static float *
gradient_of (const Job *self, gsize index) {
  const LearningModel *model = self->model;

  if (index == 0 || self->gradient == NULL)
    return self->gradient;
  return model->gradients + (index - self->begin) * (gsize) model->plan->network->n_parameters;
}

/* What one image adds to the loss, and its gradient where one is wanted. */
static double
single_gradient (const Job *self, LearningSingle *single, gsize image, const LearningGradient *gradient,
                 gsize *right) {
  double loss;

  learning_single_load (single, self->set, self->indices[image]);
  learning_single_forward (single, self->weights);
  loss = learning_single_loss (single, self->n, right);
  if (gradient->values)
    learning_single_backward (single, self->weights, gradient);
  return loss;
}

/* The same for the images of a chunk. */
static double
chunk_gradient (const Job *self, LearningChunk *chunk, gsize index, const LearningGradient *gradient,
                gsize *right) {
  LearningPass pass = gradient->values ? LEARNING_PASS_GRADIENT : LEARNING_PASS_LOGITS;
  double loss;
  gsize n;

  job_forward (self, chunk, index, pass, &n);
  loss = learning_chunk_loss (chunk, self->n, right);
  if (gradient->values)
    learning_chunk_backward (chunk, self->weights, gradient, pass);
  return loss;
}

/* Chunks are numbered first, then the images that are in none. */
static gsize
units_of (gsize n) {
  return chunks_of (first_single (n)) + n - first_single (n);
}

static void
gradient_cb (Job *self, gsize slot, gsize index) {
  LearningModel *model = self->model;
  gsize begin = index * model->together, end = MIN (begin + model->together, units_of (self->n));
  gsize first = first_single (self->n), chunks = chunks_of (first), right = 0;
  double loss = 0;

  for (gsize unit = begin; unit < end; unit++) {
    const LearningGradient gradient = { gradient_of (self, index), unit > begin };

    if (unit < chunks)
      loss += chunk_gradient (self, model->chunks[slot], unit, &gradient, &right);
    else
      loss += single_gradient (self, model->singles[slot], first + unit - chunks, &gradient, &right);
  }
  model->losses[index - self->begin] = loss;
  g_atomic_int_add (&self->correct, (int) right);
}

/* In order of the pieces, whoever computed them: no sum depends on the number of threads. */
static void
add_round (const Job *self, double *loss) {
  const LearningModel *model = self->model;

  for (gsize index = self->begin; index < self->end; index++) {
    *loss += model->losses[index - self->begin];
    if (self->gradient && index > 0)
      model->plan->kernel->add (self->gradient, gradient_of (self, index),
                                (gsize) model->plan->network->n_parameters);
  }
}

double
learning_model_gradient (LearningModel *self, const float *weights, const LearningSet *set,
                         const guint32 *indices, gsize n, float *gradient, gsize *correct) {
  gsize pieces = (units_of (n) + self->together - 1) / self->together;
  double loss = 0;
  Job job = { .model = self,
              .run = gradient_cb,
              .weights = weights,
              .set = set,
              .indices = indices,
              .n = n,
              .gradient = gradient };

  for (gsize begin = 0; begin < pieces; begin += self->n_gradients) {
    job_run (&job, begin, MIN (begin + self->n_gradients, pieces));
    add_round (&job, &loss);
  }
  if (correct)
    *correct = (gsize) job.correct;
  return loss / (double) n;
}

static void
logits_cb (Job *self, gsize slot, gsize index) {
  gsize n, classes = (gsize) self->model->plan->network->classes;
  const float *logits = job_forward (self, self->model->chunks[slot], index, LEARNING_PASS_LOGITS, &n);
  float *to = self->logits + index * LEARNING_LANES * classes;

  for (gsize lane = 0; lane < n; lane++)
    for (gsize c = 0; c < classes; c++)
      to[lane * classes + c] = logits[c * LEARNING_LANES + lane];
}

void
learning_model_logits (LearningModel *self, const float *weights, const LearningSet *set, gsize first,
                       gsize n, float *logits) {
  Job job = {
    .model = self, .run = logits_cb, .weights = weights, .set = set, .first = first, .n = n, .logits = logits
  };

  job_run (&job, 0, chunks_of (n));
}

static void
accuracy_cb (Job *self, gsize slot, gsize index) {
  LearningChunk *chunk = self->model->chunks[slot];
  gsize n;

  job_forward (self, chunk, index, LEARNING_PASS_LOGITS, &n);
  g_atomic_int_add (&self->correct, (int) learning_chunk_correct (chunk));
}

double
learning_model_accuracy (LearningModel *self, const float *weights, const LearningSet *set) {
  Job job = { .model = self, .run = accuracy_cb, .weights = weights, .set = set, .n = set->n };

  job_run (&job, 0, chunks_of (set->n));
  return (double) job.correct / (double) set->n;
}

double
learning_model_shift_accuracy (LearningModel *self, const float *weights, const LearningSet *set,
                               int distance) {
  double sum = 0;

  for (int rows = -1; rows <= 1; rows++)
    for (int columns = -1; columns <= 1; columns++)
      if (rows != 0 || columns != 0) {
        g_autoptr (LearningSet) shifted = learning_set_shifted (set, rows * distance, columns * distance);

        sum += learning_model_accuracy (self, weights, shifted);
      }
  return sum / 8;
}

void
learning_model_classify (LearningModel *self, const float *weights, const float *image,
                         float *probabilities) {
  const float *softmax;

  learning_chunk_load_image (self->chunks[0], image);
  learning_chunk_forward (self->chunks[0], weights, LEARNING_PASS_LOGITS);
  softmax = learning_chunk_softmax (self->chunks[0]);
  for (gint64 c = 0; c < self->plan->network->classes; c++)
    probabilities[c] = softmax[c * LEARNING_LANES];
}

/* `errors` (places, lane) of one filter's map. */
static void
add_positions (const LearningModel *self, const float *errors, const float *rows, float *gradients) {
  const LearningPlanLayer *layer = &self->plan->layers[0];

  for (gsize p = 0; p < layer->n_places; p++)
    for (gsize t = 0; t < layer->n_taps; t++)
      for (gsize lane = 0; lane < LEARNING_LANES; lane++)
        gradients[p * layer->n_taps + t] +=
            errors[p * LEARNING_LANES + lane]
            * rows[lane * self->plan->row_stride + layer->places[p] + layer->taps[t]];
}

void
learning_model_position_gradients (LearningModel *self, const float *weights, const LearningSet *set,
                                   const guint32 *indices, gsize n, gsize filter, float *gradients) {
  const LearningPlanLayer *layer = &self->plan->layers[0];
  const LearningGradient later = { self->gradients, FALSE };
  LearningChunk *chunk = self->chunks[0];
  gsize right = 0;

  g_return_if_fail (layer->filters && filter < (gsize) layer->layer->spec.units);
  memset (gradients, 0, layer->n_places * layer->n_taps * sizeof (float));
  for (gsize done = 0; done < n; done += LEARNING_LANES) {
    const float *errors;

    learning_chunk_load (chunk, set, indices, done, MIN (n - done, LEARNING_LANES));
    learning_chunk_forward (chunk, weights, LEARNING_PASS_MAP);
    learning_chunk_loss (chunk, n, &right);
    /* The later layers' gradients are computed on the way; nobody reads them. */
    errors = learning_chunk_backward (chunk, weights, &later, LEARNING_PASS_MAP);
    add_positions (self, errors + filter * layer->n_places * LEARNING_LANES, learning_chunk_rows (chunk),
                   gradients);
  }
}
