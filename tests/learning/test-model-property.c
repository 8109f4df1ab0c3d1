/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Networks drawn by lot, at every level of the processor and with several threads, against the plain loops. Seeds are fixed; another
 * number of networks is NINE_WEIGHTS_PROPERTY_SAMPLES, a single one again NINE_WEIGHTS_PROPERTY_SEED. */
#include "engine-cpu-private.h"
#include "engine-threads-private.h"
#include "model-test.h"

#define N_SAMPLES     1000
#define MOST_PRODUCTS 60000 /* of one image */
#define MOST_WEIGHTS  20000
#define MOST_BLOCKS   2
#define IMAGES        80
#define ROUNDINGS     1e-6 /* a few of them, in parts of a weight */
#define TOLERANCE     2e-5 /* of a gradient, in parts of its largest value */

static guint32
number_from (const char *name, guint32 otherwise) {
  const char *text = g_getenv (name);

  return text != NULL ? (guint32) g_ascii_strtoull (text, NULL, 10) : otherwise;
}

/* 1…largest, small numbers as often as large ones. */
static gint64
random_extent (GRand *random, double largest) {
  return (gint64) pow (largest + 1, g_rand_double (random));
}

static gboolean
one_in (GRand *random, int n) {
  return g_rand_int_range (random, 0, n) == 0;
}

static LearningLayerSpec
draw_pool (GRand *random) {
  LearningLayerSpec pool = { .kind =
                                 one_in (random, 3) ? LEARNING_LAYER_AVERAGE_POOL : LEARNING_LAYER_MAX_POOL };

  pool.size = one_in (random, 6) ? 0 : g_rand_int_range (random, 1, 6);
  pool.stride = pool.size > 0 && one_in (random, 4) ? g_rand_int_range (random, 1, 4) : 0;
  return pool;
}

/* So many times layers that share or do not, then perhaps ReLU and a pool, in either order. */
static guint
draw_layers (GRand *random, int blocks, LearningLayerSpec *specs) {
  guint n = 0;

  for (; blocks > 0; blocks--) {
    gboolean pool_first = one_in (random, 5);

    specs[n++] = (LearningLayerSpec){
      .kind = one_in (random, 3) ? LEARNING_LAYER_LOCAL : LEARNING_LAYER_CONVOLUTION,
      .units = random_extent (random, 40),
      .size = one_in (random, 2) ? 3 : g_rand_int_range (random, 1, 8),
    };
    if (pool_first)
      specs[n++] = draw_pool (random);
    if (!one_in (random, 6))
      specs[n++] = (LearningLayerSpec) RELU;
    if (!pool_first && !one_in (random, 4))
      specs[n++] = draw_pool (random);
  }
  if (one_in (random, 2)) {
    specs[n++] = (LearningLayerSpec) DENSE (random_extent (random, 70));
    specs[n++] = (LearningLayerSpec) RELU;
  }
  specs[n++] = (LearningLayerSpec) DENSE (g_rand_int_range (random, 2, 20));
  return n;
}

/* Until one fits: of few blocks more do. */
static LearningNetwork *
draw_network (GRand *random) {
  int blocks = g_rand_int_range (random, 0, MOST_BLOCKS + 1);

  for (;;) {
    const gint64 in[3] = { g_rand_int_range (random, 1, 4), random_extent (random, 18),
                           random_extent (random, 18) };
    LearningLayerSpec specs[3 * MOST_BLOCKS + 3];
    guint n = draw_layers (random, blocks, specs);
    LearningNetwork *network = learning_network_new (in, specs, n, NULL);

    if (network != NULL && network->multiplications <= MOST_PRODUCTS && network->n_parameters <= MOST_WEIGHTS)
      return network;
    g_clear_pointer (&network, learning_network_unref);
  }
}

static void
tell (guint32 seed, const LearningNetwork *network, gsize batch) {
  static const char *const names[] = { "dense",    "convolution",  "local",  "ReLU",
                                       "max pool", "average pool", "flatten" };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < network->n_layers; i++) {
    const LearningLayerSpec *spec = &network->layers[i].spec;

    g_string_append_printf (text, ", %s %d/%d/%d", names[spec->kind], (int) spec->units, (int) spec->size,
                            (int) spec->stride);
  }
  g_test_message ("NINE_WEIGHTS_PROPERTY_SEED=%u: batch %d, %d channels, %dx%d%s", seed, (int) batch,
                  (int) network->in[0], (int) network->in[1], (int) network->in[2], text->str);
}

typedef struct {
  guint32 seed;
  LearningNetwork *network;
  LearningSet *set;
  gsize batch, n; /* images of a step; parameters */
  float *weights;
  guint32 *indices;
} Sample;

static void
sample_init (Sample *self, guint32 seed) {
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  *self = (Sample){ .seed = seed, .network = draw_network (random) };
  self->n = (gsize) self->network->n_parameters;
  self->batch = (gsize) random_extent (random, IMAGES);
  self->set = random_set (self->network, IMAGES, seed);
  self->weights = random_weights (self->network, seed + 1);
  self->indices = random_indices (self->batch, IMAGES, seed + 2);
  tell (seed, self->network, self->batch);
}

static void
sample_clear (Sample *self) {
  learning_network_unref (self->network);
  learning_set_unref (self->set);
  g_free (self->weights);
  g_free (self->indices);
}

/* Loss, gradient and the images that are right, and how far they lie from one another. */
typedef struct {
  double loss;
  gsize right, n;
  float *gradient;
} Answer;

static void
answer_clear (Answer *self) {
  g_free (self->gradient);
}

static double
distance (const Answer *a, const Answer *b) {
  double most = 0, scale = 1e-3;

  for (gsize i = 0; i < b->n; i++) {
    most = fmax (most, fabs ((double) a->gradient[i] - (double) b->gradient[i]));
    scale = fmax (scale, fabs ((double) b->gradient[i]));
  }
  return most / scale;
}

static gboolean
is_near (const Answer *a, const Answer *b) {
  return fabs (a->loss - b->loss) < 2e-6 * fmax (1, fabs (b->loss)) && a->right == b->right
         && distance (a, b) < TOLERANCE;
}

static Answer
answer_of_model (const Sample *self, EngineCpuLevel level, guint threads) {
  Answer answer = { .n = self->n, .gradient = g_new (float, self->n) };

  engine_cpu_set_level (level);
  g_autoptr (LearningModel) model = learning_model_new (self->network, threads);
  answer.loss = learning_model_gradient (model, self->weights, self->set, self->indices, self->batch,
                                         answer.gradient, &answer.right);
  return answer;
}

/* With every weight larger or smaller by this share of itself, as the lot says. */
static Answer
answer_in_double (const Sample *self, double share) {
  g_autoptr (GRand) random = g_rand_new_with_seed (self->seed);
  g_autofree double *weights = g_new (double, self->n), *gradient = g_new (double, self->n);
  Answer answer = { .n = self->n, .gradient = g_new (float, self->n) };

  for (gsize i = 0; i < self->n; i++)
    weights[i] = self->weights[i] * (g_rand_boolean (random) ? 1 + share : 1 - share);
  answer.loss = learning_model_naive_double (self->network, weights, self->set, self->indices, self->batch,
                                             gradient, &answer.right);
  for (gsize i = 0; i < self->n; i++)
    answer.gradient[i] = (float) gradient[i];
  return answer;
}

/* A sum may be so near to 0, or two of a pool so near to each other, that a few roundings decide: then any answer is right, and
 * nothing can be said. A little more or less of the weights tells: one of the two decides otherwise. */
static gboolean
is_stable (const Sample *self, const Answer *exact) {
  gboolean stable = TRUE;

  for (int sign = -1; sign <= 1; sign += 2) {
    Answer moved = answer_in_double (self, sign * ROUNDINGS);

    stable = stable && is_near (&moved, exact);
    answer_clear (&moved);
  }
  return stable;
}

static void
assert_same_bits (const Answer *a, const Answer *b) {
  g_assert_cmpfloat (a->loss, ==, b->loss);
  g_assert_cmpuint (a->right, ==, b->right);
  g_assert_cmpmem (a->gradient, a->n * sizeof (float), b->gradient, b->n * sizeof (float));
}

static void
check_levels (const Sample *self, const Answer *wanted) {
  static const guint threads[] = { 2, 3, 7 };

  for (EngineCpuLevel level = ENGINE_CPU_BASELINE; level <= engine_cpu_best_level (); level++) {
    Answer alone = answer_of_model (self, level, 1);

    if (!is_near (&alone, wanted))
      g_error ("%s: the loss is %g, not %g; %d are right, not %d; the gradient lies %g away",
               engine_cpu_level_name (level), alone.loss, wanted->loss, (int) alone.right,
               (int) wanted->right, distance (&alone, wanted));
    for (guint i = 0; i < G_N_ELEMENTS (threads); i++) {
      Answer together = answer_of_model (self, level, threads[i]);

      assert_same_bits (&together, &alone);
      answer_clear (&together);
    }
    answer_clear (&alone);
  }
}

static gboolean
check_sample (guint32 seed) {
  Sample self;

  sample_init (&self, seed);
  Answer exact = answer_in_double (&self, 0);
  gboolean stable = is_stable (&self, &exact);
  if (stable)
    check_levels (&self, &exact);
  answer_clear (&exact);
  sample_clear (&self);
  return stable;
}

static void
test_networks (void) {
  gboolean one = g_getenv ("NINE_WEIGHTS_PROPERTY_SEED") != NULL;
  guint32 first = number_from ("NINE_WEIGHTS_PROPERTY_SEED", 1);
  guint32 n = number_from ("NINE_WEIGHTS_PROPERTY_SAMPLES", one ? 1 : N_SAMPLES);
  guint unstable = 0;

  for (guint32 i = 0; i < n; i++)
    unstable += !check_sample (first + i);
  g_test_message ("%u of %u are decided by roundings", unstable, n);
  g_assert_cmpuint (unstable, <=, MAX (n / 20, 1));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func (
      "/learning/model-property/gradient-is-that-of-the-plain-loops-at-every-level-and-number-of-threads",
      test_networks);
  return g_test_run ();
}
