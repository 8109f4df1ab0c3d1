/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plain loops against what a gradient is: the loss's change as one weight changes. In double, where the two agree to nine
 * digits; the fast loops are held against the plain ones in test-model.c. */
#include "model-test.h"

#define STEP 1e-6

typedef struct {
  LearningNetwork *network;
  LearningSet *set;
  double *weights;
  const guint32 *indices;
  gsize n;
} Problem;

static double
loss_at (const Problem *self, gint64 weight, double change) {
  double before = self->weights[weight];
  double loss;

  self->weights[weight] = before + change;
  loss = learning_model_naive_double (self->network, self->weights, self->set, self->indices, self->n, NULL,
                                      NULL);
  self->weights[weight] = before;
  return loss;
}

/* Some of every layer's weights and biases, all of a small one's. */
static void
assert_finite_differences (const Problem *self) {
  g_autofree double *gradient = g_new (double, self->network->n_parameters);
  gint64 stride = MAX (self->network->n_parameters / 400, 1);

  learning_model_naive_double (self->network, self->weights, self->set, self->indices, self->n, gradient,
                               NULL);
  for (gint64 w = 0; w < self->network->n_parameters; w += stride) {
    double difference = (loss_at (self, w, STEP) - loss_at (self, w, -STEP)) / (2 * STEP);

    if (fabs (difference - gradient[w]) > 1e-8)
      g_test_message ("weight %d: %.12g, by differences %.12g", (int) w, gradient[w], difference);
    g_assert_cmpfloat_with_epsilon (gradient[w], difference, 1e-8);
  }
}

static void
test_case (gconstpointer data) {
  const NetworkCase *a_case = data;
  g_autoptr (LearningNetwork) network = network_of (a_case);
  g_autoptr (LearningSet) set = random_set (network, 6, 21);
  g_autofree float *weights = random_weights (network, 22);
  g_autofree double *doubles = g_new (double, network->n_parameters);
  Problem problem = { network, set, doubles, (const guint32[]){ 3, 0, 5 }, 3 };

  for (gint64 w = 0; w < network->n_parameters; w++)
    doubles[w] = weights[w];
  assert_finite_differences (&problem);
}

/* Each window of equal values hands its gradient to its first, and a ReLU at 0 hands on nothing. */
static void
test_ties (void) {
  const NetworkCase a_case = { "ties", { 1, 4, 4 }, { CONV (1, 1), MAXIMUM (2), DENSE (2) } };
  g_autoptr (LearningNetwork) network = network_of (&a_case);
  g_autoptr (LearningSet) set = random_set (network, 1, 23);
  g_autoptr (LearningModel) model = learning_model_new (network, 1);
  /* the filter: 0, so that all is equal; dense weights as different as can be; biases */
  float weights[12] = { 0, 0.5f, 1, 2, 3, 4, -1, -2, -3, -4, 0, 0 };
  float gradient[12], naive[12], parts[16];
  const guint32 indices[] = { 0 };

  learning_model_gradient (model, weights, set, indices, 1, gradient, NULL);
  learning_model_naive_float (network, weights, set, indices, 1, naive, NULL);
  g_assert_cmpfloat_with_epsilon (gradient[0], naive[0], 1e-6);
  learning_model_position_gradients (model, weights, set, indices, 1, 0, parts);
  for (gsize i = 0; i < 16; i++) {
    gboolean first = i / 4 % 2 == 0 && i % 2 == 0;

    g_assert_true (first ? (parts[i] != 0) == (set->images[i] != 0) : parts[i] == 0);
  }
}

static void
test_relu_at_zero (void) {
  const NetworkCase a_case = { "zero", { 1, 2, 2 }, { DENSE (2), RELU, DENSE (2) } };
  g_autoptr (LearningNetwork) network = network_of (&a_case);
  g_autoptr (LearningSet) set = random_set (network, 1, 24);
  g_autoptr (LearningModel) model = learning_model_new (network, 1);
  /* hidden weights and biases 0: every hidden value is 0 */
  float weights[16] = { [10] = 1, [11] = 2, [12] = -1, [13] = -2 };
  float gradient[16], naive[16];

  learning_model_gradient (model, weights, set, (const guint32[]){ 0 }, 1, gradient, NULL);
  learning_model_naive_float (network, weights, set, (const guint32[]){ 0 }, 1, naive, NULL);
  for (int i = 0; i < 10; i++) {
    g_assert_cmpfloat (gradient[i], ==, 0);
    g_assert_cmpfloat (naive[i], ==, 0);
  }
  g_assert_cmpfloat (gradient[14], !=, 0);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (network_cases); i++) {
    g_autofree char *name = g_strdelimit (g_strdup (network_cases[i].name), " ,", '-');
    g_autofree char *path = g_strconcat ("/learning/gradient/finite-differences/", name, NULL);

    g_test_add_data_func (path, &network_cases[i], test_case);
  }
  g_test_add_func ("/learning/gradient/first-of-equals-wins-the-pool", test_ties);
  g_test_add_func ("/learning/gradient/relu-at-zero-hands-on-nothing", test_relu_at_zero);
  return g_test_run ();
}
