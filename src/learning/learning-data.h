/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a network learns from: images to train on, others to test it with. */
#pragma once

#include "learning-set.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define LEARNING_PATTERNS       10 /* hidden patterns, a class each */
#define LEARNING_PATTERN_SIZE   3
#define LEARNING_CLASSES_MAX    1000
#define LEARNING_PATTERNS_TRAIN 5000
#define LEARNING_PATTERNS_TEST  2000

/* Immutable, reference counted. */
typedef struct {
  char *name; /* what people call it, translated: "Handwritten digits" */
  LearningSet *train, *test;
  char **class_names; /* as many as classes, ends with NULL; translated where they are words of ours */
  char **skipped;     /* a sentence for each file that could not be used; ends with NULL */
} LearningData;

/* Takes over nothing: sets are referenced, names copied; `skipped` may be NULL. */
LearningData *learning_data_new (const char *name, LearningSet *train, LearningSet *test,
                                 const char *const *class_names, const char *const *skipped);
/* The handwritten digits that ship, 10x10, from the IDX files in that folder: value / 16, a border of one pixel. */
LearningData *learning_data_new_digits (const char *folder, GError **error);
/* Made on the spot: noise with one of ten small patterns in a random place; the class is the pattern. 10x10. */
LearningData *learning_data_new_patterns (gsize train, gsize test, guint32 seed);
/* The ten patterns, (10, 3, 3), of zero mean and unit norm: edges | - / \, lines | - / \, dot, plus. */
const float *learning_data_patterns (void);
/* IDX files, gzipped or not: images of three axes (number, rows, columns) or four (with colours second, or last where
 * they are at most four), and their labels, which count from 0 or from 1 without gaps. With NULL for the test files about
 * one image in six of each class is set aside, drawn from the seed. Whole numbers are divided by the largest of the
 * training images where that is 16 or less, else by 255, or by the largest beyond that; floats are taken as they are.
 * LEARNING_ERROR_DATA names file and place. */
LearningData *learning_data_new_idx (const char *train_images, const char *train_labels,
                                     const char *test_images, const char *test_labels, guint32 seed,
                                     GError **error);
/* A folder with one subfolder a class (hidden ones left out, sorted by name), and the pictures that are in each of these
 * itself: cropped and reduced to size x size grey; about one in six of each class set aside for the test, drawn from the
 * seed. What is no picture, or a broken one, is passed over and named in `skipped`; a class without any is LEARNING_ERROR_DATA,
 * as are fewer than two. Blocks; G_IO_ERROR_CANCELLED. */
LearningData *learning_data_new_folder (const char *folder, gsize size, guint32 seed,
                                        GCancellable *cancellable, GError **error);
LearningData *learning_data_ref (LearningData *self);
void learning_data_unref (LearningData *self);

/* Pixels permuted in training and test images alike; fewer training images. */
LearningData *learning_data_permuted (const LearningData *self, guint32 seed);
LearningData *learning_data_few (const LearningData *self, gsize a_class, guint32 seed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LearningData, learning_data_unref)

G_END_DECLS
