/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said about the experiments: names of their cases, what they found, and sentences about what that shows and what not. */
#include "lesson-evidence.h"
#include "lesson-scene-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const LearningFinding *
lesson_evidence_finding (const LessonParameters *parameters, gboolean live, LearningExperiment experiment,
                         LearningKind kind, guint a_case) {
  const LearningRecord *record = parameters->record;

  return &(live ? record->live : record->recorded)->findings[experiment][kind][a_case];
}

static char *
shift_title (guint a_case) {
  g_autofree char *pixels = lesson_format_count (a_case);

  if (a_case == 0)
    return g_strdup (_ ("not moved"));
  return g_strdup_printf (ngettext ("moved by %s pixel", "moved by %s pixels", a_case), pixels);
}

char *
lesson_evidence_case_title (LearningExperiment experiment, guint a_case) {
  switch (experiment) {
  case LEARNING_EXPERIMENT_SHIFT:
    return shift_title (a_case);
  case LEARNING_EXPERIMENT_FEW:
    return lesson_format_count ((gint64) learning_experiment_images (a_case));
  case LEARNING_EXPERIMENT_FROZEN:
    return g_strdup (learning_experiment_is_frozen (a_case) ? _ ("frozen") : _ ("learned"));
  default:
    return g_strdup (a_case == 0 ? _ ("as they are") : _ ("shuffled"));
  }
}

char *
lesson_evidence_group_title (LearningExperiment experiment, guint a_case) {
  if (experiment != LEARNING_EXPERIMENT_FROZEN)
    return NULL;
  LearningRecipe recipe = learning_experiment_recipe (experiment, LEARNING_CONVOLUTION, a_case);
  g_autofree char *filters = lesson_format_count (recipe.units);
  g_autofree char *pool = lesson_format_size (recipe.pool, recipe.pool);

  if (recipe.pool == 0)
    /* Translators: number of filters; the pool that takes the largest value of the whole map */
    return g_strdup_printf (ngettext ("%s filter, global pool", "%s filters, global pool", recipe.units),
                            filters);
  /* Translators: number of filters, then the size of the pool: "4 × 4" */
  return g_strdup_printf (ngettext ("%s filter, %s pool", "%s filters, %s pool", recipe.units), filters,
                          pool);
}

static gboolean
find_case (const char *name, LearningExperiment experiment, guint *a_case) {
  for (*a_case = 0; *a_case < learning_experiment_cases (experiment); (*a_case)++)
    if (g_str_equal (name, learning_experiment_case_name (experiment, *a_case)))
      return TRUE;
  return FALSE;
}

static gboolean
find_finding (char **words, int *experiment, int *kind, guint *a_case) {
  for (*experiment = 0; *experiment < LEARNING_N_EXPERIMENTS; (*experiment)++)
    for (*kind = 0; *kind < LEARNING_N_KINDS; (*kind)++)
      if (learning_experiment_has (*experiment, *kind)
          && g_str_equal (words[0], learning_experiment_name (*experiment))
          && g_str_equal (words[1], learning_kind_name (*kind)))
        return find_case (words[2], *experiment, a_case);
  return FALSE;
}

gboolean
lesson_evidence_look_up (const char *name, gsize length, const LessonParameters *parameters, double *share) {
  g_autofree char *text = g_strndup (name, length);
  g_auto (GStrv) words = g_strsplit (text, " ", 3);
  int experiment, kind;
  guint a_case;

  if (g_strv_length (words) != 3 || !find_finding (words, &experiment, &kind, &a_case))
    return FALSE;
  if (parameters != NULL) {
    const LearningFinding *finding = lesson_evidence_finding (parameters, FALSE, experiment, kind, a_case);
    *share = finding->n > 0 ? learning_finding_mean (finding) : -1;
  }
  return TRUE;
}

/* What the numbers show, and beside it what they do not. */
static const char *const sentences[LESSON_EVIDENCE_ROWS][2] = {
  { N_ ("Sharing forgives a shift: moved by one pixel, {shift convolution moved-1} against {shift local "
        "moved-1} of local weights and {shift dense moved-1} of dense ones."),
    N_ ("Not that a convolution ignores where things are. The response moves along; the pool forgives as "
        "much as its window: {shift convolution moved-2} at two pixels.") },
  { N_ ("It lives on neighbours: with its pixels shuffled it loses hidden patterns, from {shuffle-patterns "
        "convolution as-they-are} to {shuffle-patterns convolution shuffled}."),
    N_ ("Not that local weights are worse where digits stay in the middle: {shift local moved-0} against "
        "{shift convolution moved-0}. They are only many more.") },
  { N_ ("With few images a class it is a little ahead of the dense network: {few convolution images-20} "
        "against {few dense images-20}."),
    N_ ("Not that it always wins: pool, sizes and data decide. With other images and another pool it also "
        "loses.") },
  { N_ ("Where little is read from the filters, learning them shows: {frozen convolution filters-32-global} "
        "against {frozen convolution filters-32-global-frozen}."),
    N_ ("Not that learned filters are everything: frozen at random they still reach {frozen convolution "
        "filters-32-frozen} with a large readout.") },
};

char *
lesson_evidence_sentence (const LessonParameters *parameters, guint row, guint side) {
  return lesson_caption_fill (_ (sentences[row][side]), parameters);
}
