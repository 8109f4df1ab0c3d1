/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-findings.h"

#include <math.h>

static void
test_spread (void) {
  LearningFinding finding = { 3, { 0.90, 0.92, 0.97 } };

  g_assert_cmpfloat_with_epsilon (learning_finding_mean (&finding), 0.93, 1e-12);
  /* the sample's: squares 0.0009 + 0.0001 + 0.0016, by 2 */
  g_assert_cmpfloat_with_epsilon (learning_finding_deviation (&finding), sqrt (0.0013), 1e-12);
}

static void
test_one_seed_has_no_spread (void) {
  LearningFinding finding = { 1, { 0.90 } };

  g_assert_cmpfloat (learning_finding_deviation (&finding), ==, 0);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learning/findings/mean-and-spread", test_spread);
  g_test_add_func ("/learning/findings/one-seed-has-no-spread", test_one_seed_has_no_spread);
  return g_test_run ();
}
