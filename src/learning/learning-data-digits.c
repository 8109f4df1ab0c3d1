/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The handwritten digits that ship; data/digits/README.md says where they come from. */
#include "learning-data-private.h"
#include "learning-set-private.h"

#include <glib/gi18n-lib.h>

LearningData *
learning_data_new_digits (const char *folder, GError **error) {
  static const char *const names[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", NULL };
  g_autofree char *train_images = g_build_filename (folder, "uci-train-images8-idx3.gz", NULL);
  g_autofree char *train_labels = g_build_filename (folder, "uci-train-labels-idx1.gz", NULL);
  g_autofree char *test_images = g_build_filename (folder, "uci-test-images8-idx3.gz", NULL);
  g_autofree char *test_labels = g_build_filename (folder, "uci-test-labels-idx1.gz", NULL);
  g_autoptr (LearningSet) train = NULL, test = NULL, train_bordered = NULL, test_bordered = NULL;
  guint first;

  if (!learning_data_read_idx (train_images, train_labels, test_images, test_labels, &train, &test, &first,
                               error))
    return NULL;
  train_bordered = learning_set_bordered (train, 1);
  test_bordered = learning_set_bordered (test, 1);
  return learning_data_new (_ ("Handwritten digits"), train_bordered, test_bordered, names, NULL);
}
