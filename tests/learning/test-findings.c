/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-error.h"
#include "learning-findings.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

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

static LearningFindings *
with_seeds (guint n) {
  const double accuracies[] = { 0.96, 0.32, 0.12 };
  LearningFindings *findings = learning_findings_new ();

  for (guint i = 0; i < n; i++) {
    LearningFindings *more =
        learning_findings_with (findings, LEARNING_EXPERIMENT_SHIFT, LEARNING_LOCAL, accuracies);
    learning_findings_unref (findings);
    findings = more;
  }
  return findings;
}

static void
test_seeds_are_added (void) {
  g_autoptr (LearningFindings) two = with_seeds (2);
  g_autoptr (LearningFindings) many = with_seeds (LEARNING_SEEDS_MAX + 3);
  const LearningFinding *moved = &two->findings[LEARNING_EXPERIMENT_SHIFT][LEARNING_LOCAL][1];

  g_assert_cmpuint (moved->n, ==, 2);
  g_assert_cmpfloat (moved->accuracies[1], ==, 0.32);
  g_assert_cmpuint (two->findings[LEARNING_EXPERIMENT_SHIFT][LEARNING_DENSE][1].n, ==, 0);
  g_assert_cmpuint (many->findings[LEARNING_EXPERIMENT_SHIFT][LEARNING_LOCAL][0].n, ==, LEARNING_SEEDS_MAX);
}

static char *
temporary_file (char **folder) {
  g_autoptr (GError) error = NULL;

  *folder = g_dir_make_tmp ("findings-XXXXXX", &error);
  g_assert_no_error (error);
  return g_build_filename (*folder, "findings.ini", NULL);
}

static void
test_file (void) {
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = temporary_file (&folder);
  g_autoptr (LearningFindings) before = with_seeds (3);

  g_assert_true (learning_findings_save (before, path, &error));
  g_assert_no_error (error);
  g_autoptr (LearningFindings) after = learning_findings_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (before, sizeof *before, after, sizeof *after);
  g_unlink (path);
  g_rmdir (folder);
}

#define HEAD "[Findings]\nVersion=1\n"

static void
test_hostile_files (void) {
  static const char *const texts[] = {
    "no key file",
    "[Other]\nVersion=1\n",
    "[Findings]\nVersion=2\n",
    HEAD "[juggle dense]\nmoved-0=0.5;\n",
    HEAD "[frozen dense]\nfilters-32=0.5;\n",
    HEAD "[shift dense]\nmoved-0=0.5;\nmoved-1=0.5;\n",
    HEAD "[shift dense]\nmoved-0=0.5;\nmoved-1=0.5;\nmoved-2=0.5;0.5;\n",
    HEAD "[shift dense]\nmoved-0=0.5;\nmoved-1=0.5;\nmoved-2=0.5;\nmoved-3=0.5;\n",
    HEAD "[shift dense]\nmoved-0=nan;\nmoved-1=0.5;\nmoved-2=0.5;\n",
    HEAD "[shift dense]\nmoved-0=-0.5;\nmoved-1=0.5;\nmoved-2=0.5;\n",
    HEAD "[shift dense]\nmoved-0=1.5;\nmoved-1=0.5;\nmoved-2=0.5;\n",
    HEAD "[shift dense]\nmoved-0=0x1;\nmoved-1=0.5;\nmoved-2=0.5;\n",
    HEAD "[shift dense]\nmoved-0=0.5.5;\nmoved-1=0.5;\nmoved-2=0.5;\n",
    HEAD "[shift dense]\nmoved-0=;\nmoved-1=;\nmoved-2=;\n",
    HEAD "[shift dense]\nmoved-0=1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;\nmoved-1=0.5;\nmoved-2=0.5;\n",
  };
  g_autofree char *folder = NULL;
  g_autofree char *path = temporary_file (&folder);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
    g_autoptr (LearningFindings) findings = learning_findings_load (path, &error);
    g_assert_error (error, LEARNING_ERROR, LEARNING_ERROR_DATA);
    g_assert_nonnull (strstr (error->message, "findings.ini"));
    g_assert_null (findings);
  }
  g_unlink (path);
  g_rmdir (folder);
}

static LearningFindings *
load_shipped (void) {
  g_autoptr (GError) error = NULL;
  g_autofree char *path =
      g_build_filename (g_getenv ("NINE_WEIGHTS_DATA_DIR"), "learning", "findings.ini", NULL);
  LearningFindings *findings = learning_findings_load (path, &error);

  g_assert_no_error (error);
  return findings;
}

/* What was measured with another program (PyTorch), in percent, and how far the two may be apart: the spread over five seeds of
 * both and the test set's own error. */
static const struct {
  LearningExperiment experiment;
  LearningKind kind;
  guint a_case;
  double percent, apart;
} measured[] = {
  { LEARNING_EXPERIMENT_SHIFT, LEARNING_DENSE, 0, 96.06, 0.6 },
  { LEARNING_EXPERIMENT_SHIFT, LEARNING_DENSE, 1, 32.2, 2 },
  { LEARNING_EXPERIMENT_SHIFT, LEARNING_LOCAL, 1, 39.4, 2 },
  { LEARNING_EXPERIMENT_SHIFT, LEARNING_CONVOLUTION, 0, 97.36, 0.6 },
  { LEARNING_EXPERIMENT_SHIFT, LEARNING_CONVOLUTION, 1, 77.6, 3 },
  { LEARNING_EXPERIMENT_SHIFT, LEARNING_CONVOLUTION, 2, 32.8, 3 },
  { LEARNING_EXPERIMENT_SHUFFLE_DIGITS, LEARNING_DENSE, 1, 96.0, 0.6 },
  { LEARNING_EXPERIMENT_SHUFFLE_DIGITS, LEARNING_CONVOLUTION, 1, 95.04, 0.8 },
  { LEARNING_EXPERIMENT_SHUFFLE_PATTERNS, LEARNING_DENSE, 0, 37.5, 2 },
  { LEARNING_EXPERIMENT_SHUFFLE_PATTERNS, LEARNING_LOCAL, 0, 65.9, 2.5 },
  { LEARNING_EXPERIMENT_SHUFFLE_PATTERNS, LEARNING_CONVOLUTION, 0, 99.2, 0.6 },
  { LEARNING_EXPERIMENT_SHUFFLE_PATTERNS, LEARNING_CONVOLUTION, 1, 24.6, 2 },
  { LEARNING_EXPERIMENT_FEW, LEARNING_DENSE, 0, 82.7, 4 },
  { LEARNING_EXPERIMENT_FEW, LEARNING_CONVOLUTION, 4, 95.8, 1 },
  { LEARNING_EXPERIMENT_FROZEN, LEARNING_CONVOLUTION, 1, 95.0, 1.5 },
  { LEARNING_EXPERIMENT_FROZEN, LEARNING_CONVOLUTION, 3, 70.9, 7 },
  { LEARNING_EXPERIMENT_FROZEN, LEARNING_CONVOLUTION, 5, 68.7, 5 },
};

static void
test_shipped_agree (void) {
  g_autoptr (LearningFindings) shipped = load_shipped ();

  for (gsize i = 0; i < G_N_ELEMENTS (measured); i++) {
    const LearningFinding *finding =
        &shipped->findings[measured[i].experiment][measured[i].kind][measured[i].a_case];
    g_assert_cmpuint (finding->n, >=, 5);
    g_assert_cmpfloat_with_epsilon (100 * learning_finding_mean (finding), measured[i].percent,
                                    measured[i].apart);
  }
}

/* What the captions claim. */
static void
test_shipped_bear_the_words (void) {
  g_autoptr (LearningFindings) shipped = load_shipped ();
  const LearningFinding (*shift)[LEARNING_CASES_MAX] = shipped->findings[LEARNING_EXPERIMENT_SHIFT];
  const LearningFinding (*few)[LEARNING_CASES_MAX] = shipped->findings[LEARNING_EXPERIMENT_FEW];

  g_assert_cmpfloat (learning_finding_mean (&shift[LEARNING_CONVOLUTION][1]), >,
                     1.5 * learning_finding_mean (&shift[LEARNING_LOCAL][1]));
  g_assert_cmpfloat (fabs (learning_finding_mean (&shift[LEARNING_LOCAL][0])
                           - learning_finding_mean (&shift[LEARNING_CONVOLUTION][0])),
                     <, 0.01);
  for (guint i = 0; i < learning_experiment_cases (LEARNING_EXPERIMENT_FEW); i++)
    g_assert_cmpfloat (learning_finding_mean (&few[LEARNING_CONVOLUTION][i]), >,
                       learning_finding_mean (&few[LEARNING_DENSE][i]));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learning/findings/mean-and-spread", test_spread);
  g_test_add_func ("/learning/findings/one-seed-has-no-spread", test_one_seed_has_no_spread);
  g_test_add_func ("/learning/findings/seeds-are-added-up-to-the-most", test_seeds_are_added);
  g_test_add_func ("/learning/findings/a-file-holds-them", test_file);
  g_test_add_func ("/learning/findings/hostile-files-give-a-sentence", test_hostile_files);
  g_test_add_func ("/learning/findings/shipped-ones-agree-with-another-program", test_shipped_agree);
  g_test_add_func ("/learning/findings/shipped-ones-bear-what-is-said", test_shipped_bear_the_words);
  return g_test_run ();
}
