/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A user's own images and labels, as IDX files. */
#include "learning-data-private.h"
#include "learning-error.h"
#include "learning-idx.h"
#include "learning-set-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define FEW_LEVELS   16  /* so many grey levels at most are counted from the largest that there is */
#define BYTE_LEVELS  255 /* else values are shares of this, or of the largest beyond it */
#define MOST_COLOURS 4   /* channels, where they are the last axis */

/* What training images say about all images. */
typedef struct {
  double divisor;
  guint first_label, classes;
} Meaning;

static LearningIdx *
load_images (const char *path, GError **error) {
  g_autoptr (LearningIdx) idx = learning_idx_load (path, error);

  if (idx == NULL || idx->rank >= 3)
    return g_steal_pointer (&idx);
  g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_DATA,
               idx->rank == 1 ? _ ("%s: this is a file of labels; choose the images that belong to it")
                              : _ ("%s: it has two axes; images have three: their number, rows and columns"),
               idx->name);
  return NULL;
}

static gboolean
check_labels (const LearningIdx *idx, GError **error) {
  for (gsize i = 0; i < idx->length; i++) {
    double label = learning_idx_value (idx, i);

    if (label >= 0 && label < LEARNING_CLASSES_MAX)
      continue;
    g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_DATA,
                 _ ("%s: label %zu (counted from 0) is %.0f; use 0 to %d"), idx->name, i, label,
                 LEARNING_CLASSES_MAX - 1);
    return FALSE;
  }
  return TRUE;
}

static LearningIdx *
load_labels (const char *path, const LearningIdx *images, GError **error) {
  g_autoptr (LearningIdx) idx = learning_idx_load (path, error);

  if (idx == NULL)
    return NULL;
  if (idx->rank != 1 || learning_idx_is_float (idx))
    g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_DATA,
                 _ ("%s: this is no file of labels; choose one with a whole number for each image"),
                 idx->name);
  else if (idx->length != images->shape[0])
    g_set_error (
        error, LEARNING_ERROR, LEARNING_ERROR_DATA,
        _ ("%s: it has %zu labels, but there are %zu images in %s; choose files that belong together"),
        idx->name, idx->length, images->shape[0], images->name);
  else if (check_labels (idx, error))
    return g_steal_pointer (&idx);
  return NULL;
}

static gboolean
fail_class (const LearningIdx *labels, guint missing, guint last, GError **error) {
  if (missing > last)
    g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_DATA,
                 _ ("%s: all labels are %u; a network needs two classes at least to tell apart"),
                 labels->name, last);
  else
    g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_DATA,
                 _ ("%s: no image has the label %u, although labels go up to %u; number the classes without "
                    "gaps, or add images of that class"),
                 labels->name, missing, last);
  return FALSE;
}

/* Labels count from 0 or, as some files do, from 1. */
static gboolean
find_classes (const LearningIdx *labels, Meaning *meaning, GError **error) {
  g_autofree guint8 *present = g_new0 (guint8, LEARNING_CLASSES_MAX);
  guint last = 0, first;

  for (gsize i = 0; i < labels->length; i++) {
    guint label = (guint) learning_idx_value (labels, i);

    present[label] = TRUE;
    last = MAX (last, label);
  }
  first = present[0] ? 0 : 1;
  for (guint label = first; label <= last; label++)
    if (!present[label])
      return fail_class (labels, first == 1 && !present[1] ? 0 : label, last, error);
  meaning->first_label = first;
  meaning->classes = last - first + 1;
  return last > first || fail_class (labels, last + 1, last, error);
}

/* Files of floats are taken as they are. */
static double
find_divisor (const LearningIdx *images) {
  double largest = 0;

  if (learning_idx_is_float (images))
    return 1;
  for (gsize i = 0; i < images->length; i++)
    largest = fmax (largest, fabs (learning_idx_value (images, i)));
  if (largest > FEW_LEVELS)
    return fmax (largest, BYTE_LEVELS);
  return largest > 0 ? largest : 1;
}

/* Of four axes, the last ones are colours where they are so few, and the second ones are more. */
static gboolean
colours_last (const LearningIdx *images) {
  return images->rank == 4 && images->shape[3] <= MOST_COLOURS && images->shape[1] > MOST_COLOURS;
}

static LearningSet *
new_set (const LearningIdx *images, guint classes, GError **error) {
  const gsize *shape = images->shape;

  if (images->rank == 3)
    return learning_set_new (shape[0], 1, shape[1], shape[2], classes, error);
  if (colours_last (images))
    return learning_set_new (shape[0], shape[3], shape[1], shape[2], classes, error);
  return learning_set_new (shape[0], shape[1], shape[2], shape[3], classes, error);
}

/* Where the value of the file at `index` is in the set, if colours come last there. */
static gsize
place_of (const LearningSet *set, gsize index) {
  gsize area = set->height * set->width;
  gsize image = index / set->pixels, rest = index % set->pixels;

  return image * set->pixels + rest % set->channels * area + rest / set->channels;
}

static gboolean
fill_images (LearningSet *set, const LearningIdx *images, double divisor, GError **error) {
  gboolean last = colours_last (images);

  for (gsize i = 0; i < images->length; i++) {
    float value = (float) (learning_idx_value (images, i) / divisor);

    if (!isfinite (value)) {
      g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_DATA,
                   _ ("%s: image %zu (counted from 0) has a value that is no number or too "
                      "large; values from 0 to 1 would be right"),
                   images->name, i / set->pixels);
      return FALSE;
    }
    set->images[last ? place_of (set, i) : i] = value;
  }
  return TRUE;
}

static gboolean
fill_labels (LearningSet *set, const LearningIdx *labels, const Meaning *meaning, GError **error) {
  for (gsize i = 0; i < labels->length; i++) {
    int label = (int) learning_idx_value (labels, i) - (int) meaning->first_label;

    if (label < 0 || label >= (int) meaning->classes) {
      g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_DATA,
                   _ ("%s: label %zu (counted from 0) is %u, which no training image has; use "
                      "%u to %u"),
                   labels->name, i, (guint) label + meaning->first_label, meaning->first_label,
                   meaning->first_label + meaning->classes - 1);
      return FALSE;
    }
    set->labels[i] = (guint16) label;
  }
  return TRUE;
}

static LearningSet *
make_set (const LearningIdx *images, const LearningIdx *labels, const Meaning *meaning, GError **error) {
  g_autoptr (LearningSet) set = new_set (images, meaning->classes, error);

  if (set == NULL || !fill_images (set, images, meaning->divisor, error)
      || !fill_labels (set, labels, meaning, error))
    return NULL;
  return g_steal_pointer (&set);
}

static gboolean
check_sizes (const LearningSet *test, const char *test_name, const LearningSet *train, GError **error) {
  if (test->channels == train->channels && test->height == train->height && test->width == train->width)
    return TRUE;
  g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_DATA,
               _ ("%s: its images are %zu×%zu pixels, those to train on %zu×%zu; both must have the same "
                  "size and colours"),
               test_name, test->height, test->width, train->height, train->width);
  return FALSE;
}

static LearningSet *
read_train (const char *image_path, const char *label_path, Meaning *meaning, GError **error) {
  g_autoptr (LearningIdx) images = load_images (image_path, error);
  g_autoptr (LearningIdx) labels = images == NULL ? NULL : load_labels (label_path, images, error);

  if (labels == NULL || !find_classes (labels, meaning, error))
    return NULL;
  meaning->divisor = find_divisor (images);
  return make_set (images, labels, meaning, error);
}

static LearningSet *
read_test (const char *image_path, const char *label_path, const Meaning *meaning, const LearningSet *train,
           GError **error) {
  g_autoptr (LearningIdx) images = load_images (image_path, error);
  g_autoptr (LearningIdx) labels = images == NULL ? NULL : load_labels (label_path, images, error);
  g_autoptr (LearningSet) set = labels == NULL ? NULL : make_set (images, labels, meaning, error);

  if (set == NULL || !check_sizes (set, images->name, train, error))
    return NULL;
  return g_steal_pointer (&set);
}

gboolean
learning_data_read_idx (const char *train_images, const char *train_labels, const char *test_images,
                        const char *test_labels, LearningSet **train, LearningSet **test, guint *first_label,
                        GError **error) {
  g_autoptr (LearningSet) train_set = NULL, test_set = NULL;
  Meaning meaning = { 0 };

  train_set = read_train (train_images, train_labels, &meaning, error);
  if (train_set == NULL)
    return FALSE;
  if (test_images != NULL) {
    test_set = read_test (test_images, test_labels, &meaning, train_set, error);
    if (test_set == NULL)
      return FALSE;
  }
  *train = g_steal_pointer (&train_set);
  *test = g_steal_pointer (&test_set);
  *first_label = meaning.first_label;
  return TRUE;
}

static char **
number_classes (guint first, guint classes) {
  char **names = g_new0 (char *, classes + 1);

  for (guint i = 0; i < classes; i++)
    names[i] = g_strdup_printf ("%u", first + i);
  return names;
}

LearningData *
learning_data_new_idx (const char *train_images, const char *train_labels, const char *test_images,
                       const char *test_labels, guint32 seed, GError **error) {
  g_autoptr (LearningSet) read = NULL, train = NULL, test = NULL;
  g_autofree char *name = g_filename_display_basename (train_images);
  g_auto (GStrv) names = NULL;
  guint first;

  if (!learning_data_read_idx (train_images, train_labels, test_images, test_labels, &read, &test, &first,
                               error))
    return NULL;
  names = number_classes (first, read->classes);
  if (test != NULL)
    return learning_data_new (name, read, test, (const char *const *) names, NULL);
  if (!learning_set_hold_out (read, seed, &train, &test, error)) {
    g_prefix_error (error, "%s: ", name);
    return NULL;
  }
  return learning_data_new (name, train, test, (const char *const *) names, NULL);
}
