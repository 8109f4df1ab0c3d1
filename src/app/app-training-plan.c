/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-training-plan.h"

#include "learning-error.h"
#include "lesson-data.h"

#include <glib/gi18n-lib.h>

#define FOLDER_SIZE 10 /* pictures of a folder become as large as the lesson's images */
#define TEST_SEED   1  /* which images are set aside for the test does not depend on the weights' start */

void
app_training_plan_init (AppTrainingPlan *self, LearningCourse course, const LearningChoices *choices) {
  *self = (AppTrainingPlan){
    .source = course == LEARNING_COURSE_PATTERNS ? APP_TRAINING_PATTERNS : APP_TRAINING_DIGITS,
    .choices = *choices,
    .pool = APP_TRAINING_POOL_USUAL,
    .settings = learning_course_settings (course, LEARNING_CONVOLUTION, choices),
  };
}

void
app_training_plan_copy (AppTrainingPlan *self, const AppTrainingPlan *other) {
  char *path = g_strdup (other->path);

  g_free (self->path);
  *self = *other;
  self->path = path;
}

void
app_training_plan_clear (AppTrainingPlan *self) {
  g_clear_pointer (&self->path, g_free);
}

LearningCourse
app_training_plan_course (const AppTrainingPlan *self) {
  return self->source == APP_TRAINING_PATTERNS ? LEARNING_COURSE_PATTERNS : LEARNING_COURSE_DIGITS;
}

gboolean
app_training_plan_same_data (const AppTrainingPlan *self, const AppTrainingPlan *other) {
  return self->source == other->source && g_strcmp0 (self->path, other->path) == 0
         && (self->source != APP_TRAINING_PATTERNS || self->choices.seed == other->choices.seed);
}

gboolean
app_training_plan_continues (const AppTrainingPlan *self, const AppTrainingPlan *other) {
  return app_training_plan_same_data (self, other) && self->choices.seed == other->choices.seed
         && self->choices.nodes == other->choices.nodes && self->choices.filters == other->choices.filters
         && self->pool == other->pool && self->a_class == other->a_class
         && self->settings.start == other->settings.start;
}

/* The file beside `path` whose name has `to` for `from`; NULL where there is none. */
static char *
find_beside (const char *path, const char *from, const char *to) {
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GString) other = g_string_new (name);

  if (g_string_replace (other, from, to, 1) == 0)
    return NULL;
  char *found = g_build_filename (folder, other->str, NULL);
  if (g_file_test (found, G_FILE_TEST_EXISTS))
    return found;
  g_free (found);
  return NULL;
}

/* "train-images-idx3-ubyte.gz" goes with "train-labels-idx1-ubyte.gz". */
static char *
find_labels (const char *images) {
  g_autofree char *other = find_beside (images, "idx3", "idx1");
  g_autofree char *folder = g_path_get_dirname (images);
  g_autofree char *name = g_path_get_basename (images);
  g_autoptr (GString) label = g_string_new (name);

  if (g_string_replace (label, "images", "labels", 1) == 0)
    return g_steal_pointer (&other);
  g_string_replace (label, "idx3", "idx1", 1);
  char *found = g_build_filename (folder, label->str, NULL);
  if (g_file_test (found, G_FILE_TEST_EXISTS))
    return found;
  g_free (found);
  return g_steal_pointer (&other);
}

static LearningData *
load_idx (const char *images, GError **error) {
  g_autofree char *labels = find_labels (images);
  g_autofree char *test = find_beside (images, "train", "t10k");
  g_autofree char *name = g_filename_display_basename (images);

  if (labels == NULL) {
    g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_DATA,
                 /* Translators: %s is the name of a file; “images” and “labels” are parts of such names. */
                 _ ("%s: no file of labels stands beside it; its name must have “images”, and the other file "
                    "“labels” in the same place"),
                 name);
    return NULL;
  }
  if (test == NULL)
    test = find_beside (images, "train", "test");
  g_autofree char *test_labels = test != NULL ? find_labels (test) : NULL;
  return learning_data_new_idx (images, labels, test_labels != NULL ? test : NULL, test_labels, TEST_SEED,
                                error);
}

LearningData *
app_training_plan_load (const AppTrainingPlan *self, GCancellable *cancellable, GError **error) {
  if (self->source == APP_TRAINING_IDX)
    return load_idx (self->path, error);
  if (self->source == APP_TRAINING_FOLDER)
    return learning_data_new_folder (self->path, FOLDER_SIZE, TEST_SEED, cancellable, error);
  g_autofree char *folder = lesson_data_path ("digits");
  return learning_course_data (app_training_plan_course (self), &self->choices, folder, error);
}

static LearningTrainer *
trainer_new (const AppTrainingPlan *self, LearningKind kind, LearningData *data, GError **error) {
  LearningRecipe recipe = learning_course_recipe (app_training_plan_course (self), kind, &self->choices);
  LearningSettings settings = self->settings;
  const gint64 in[] = { (gint64) data->train->channels, (gint64) data->train->height,
                        (gint64) data->train->width };

  settings.seed = self->choices.seed;
  if (self->pool != APP_TRAINING_POOL_USUAL)
    recipe.pool = self->pool;
  g_autoptr (LearningNetwork) network =
      learning_network_new_from_recipe (&recipe, in, data->train->classes, error);
  if (network == NULL)
    return NULL;
  return learning_trainer_new (kind, network, data, &settings, NULL, 1, error);
}

gboolean
app_training_plan_begin (const AppTrainingPlan *self, LearningData *data,
                         LearningTrainer *trainers[LEARNING_N_KINDS], GError **error) {
  g_autoptr (LearningData) used = self->a_class > 0
                                      ? learning_data_few (data, self->a_class, self->choices.seed)
                                      : learning_data_ref (data);
  LearningKind kind;

  for (kind = 0; kind < LEARNING_N_KINDS; kind++) {
    trainers[kind] = trainer_new (self, kind, used, error);
    if (trainers[kind] == NULL)
      break;
  }
  if (kind == LEARNING_N_KINDS)
    return TRUE;
  while (kind > 0)
    g_clear_pointer (&trainers[--kind], learning_trainer_free);
  return FALSE;
}
