/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-course.h"

#include "engine-threads.h"

#define PATTERN_STEPS 400
#define DIGIT_STEPS   600
#define DIGIT_RATE    0.2
#define DIGIT_BATCH   128

#define N_RUNS (LEARNING_N_COURSES * LEARNING_N_KINDS)

LearningRecipe
learning_course_recipe (LearningCourse course, LearningKind kind, const LearningChoices *choices) {
  LearningRecipe recipe = learning_recipe (kind);

  recipe.units = kind == LEARNING_DENSE ? choices->nodes : choices->filters;
  if (course == LEARNING_COURSE_PATTERNS && kind == LEARNING_CONVOLUTION)
    recipe.pool = 0;
  return recipe;
}

/* Filters start small, so that one sees what they become. On the digits a larger batch at a higher rate is steadier: dense and
 * convolutional network both stay above 95 % without a rate that falls, so that training can go on for as long as one likes. */
LearningSettings
learning_course_settings (LearningCourse course, LearningKind kind, const LearningChoices *choices) {
  LearningSettings settings;

  learning_settings_init (&settings);
  settings.seed = choices->seed;
  settings.start = LEARNING_START_SMALL;
  if (course == LEARNING_COURSE_DIGITS) {
    settings.rate = DIGIT_RATE;
    settings.batch = DIGIT_BATCH;
  }
  return settings;
}

guint64
learning_course_steps (LearningCourse course) {
  return course == LEARNING_COURSE_PATTERNS ? PATTERN_STEPS : DIGIT_STEPS;
}

LearningData *
learning_course_data (LearningCourse course, const LearningChoices *choices, const char *folder,
                      GError **error) {
  if (course == LEARNING_COURSE_PATTERNS)
    return learning_data_new_patterns (LEARNING_PATTERNS_TRAIN, LEARNING_PATTERNS_TEST, choices->seed);
  return learning_data_new_digits (folder, error);
}

/* One run, by one thread. */
static LearningTrace *
run_one (LearningCourse course, LearningKind kind, const LearningChoices *choices, LearningData *data,
         GCancellable *cancellable, GError **error) {
  LearningRecipe recipe = learning_course_recipe (course, kind, choices);
  LearningSettings settings = learning_course_settings (course, kind, choices);
  const gint64 in[] = { (gint64) data->train->channels, (gint64) data->train->height,
                        (gint64) data->train->width };
  g_autoptr (LearningNetwork) network =
      learning_network_new_from_recipe (&recipe, in, data->train->classes, error);
  g_autoptr (LearningTrainer) trainer = NULL;

  if (network == NULL)
    return NULL;
  trainer = learning_trainer_new (kind, network, data, &settings, NULL, 1, error);
  if (trainer == NULL || !learning_trainer_run (trainer, learning_course_steps (course), cancellable, error))
    return NULL;
  return learning_trainer_trace (trainer);
}

typedef struct {
  const LearningChoices *choices;
  LearningData *data[LEARNING_N_COURSES];
  GCancellable *cancellable;
  LearningTrace *traces[N_RUNS];
  GError *errors[N_RUNS];
} Work;

/* The longest runs first, so that none of them is left for the end. */
static void
run_some (gint64 begin, gint64 end, gpointer data) {
  static const LearningKind kinds[] = { LEARNING_LOCAL, LEARNING_CONVOLUTION, LEARNING_DENSE };
  Work *work = data;

  for (gint64 i = begin; i < end; i++) {
    LearningCourse course = LEARNING_N_COURSES - 1 - i % LEARNING_N_COURSES;
    LearningKind kind = kinds[i / LEARNING_N_COURSES];

    work->traces[course * LEARNING_N_KINDS + kind] =
        run_one (course, kind, work->choices, work->data[course], work->cancellable, &work->errors[i]);
  }
}

static LearningRecord *
record_of (const LearningRecord *record, const Work *work) {
  LearningRecord *result = learning_record_ref ((LearningRecord *) record);

  for (int i = 0; i < N_RUNS; i++) {
    LearningRecord *next =
        learning_record_with_trace (result, (LearningCourse) (i / LEARNING_N_KINDS),
                                    (LearningKind) (i % LEARNING_N_KINDS), work->traces[i]);

    learning_record_unref (result);
    result = next;
  }
  return result;
}

/* The first error there is goes on to the caller. */
static gboolean
check_errors (Work *work, GError **error) {
  GError *first = NULL;

  for (int i = 0; i < N_RUNS; i++)
    if (first == NULL)
      first = g_steal_pointer (&work->errors[i]);
    else
      g_clear_error (&work->errors[i]);
  if (first == NULL)
    return !g_cancellable_set_error_if_cancelled (work->cancellable, error);
  g_propagate_error (error, first);
  return FALSE;
}

LearningRecord *
learning_course_run (const LearningRecord *record, const LearningChoices *choices, const char *folder,
                     GCancellable *cancellable, GError **error) {
  g_autoptr (LearningData) patterns = learning_course_data (LEARNING_COURSE_PATTERNS, choices, folder, error);
  g_autoptr (LearningData) digits = learning_course_data (LEARNING_COURSE_DIGITS, choices, folder, error);
  Work work = { .choices = choices, .data = { patterns, digits }, .cancellable = cancellable };
  LearningRecord *result = NULL;

  if (digits == NULL)
    return NULL;
  engine_parallel_for (N_RUNS, 1, run_some, &work);
  if (check_errors (&work, error))
    result = record_of (record, &work);
  for (int i = 0; i < N_RUNS; i++)
    g_clear_pointer (&work.traces[i], learning_trace_unref);
  return result;
}
