/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the learning layer's tests share. */
#pragma once

#include "learning-error.h"

#include <glib/gstdio.h>
#include <string.h>

/* The error of this code, whose message is one sentence "what: why; what would be right" that names `part_`. Frees it. */
#define assert_data_refused(error, part_)                                                                    \
  G_STMT_START {                                                                                             \
    g_assert_error (error, LEARNING_ERROR, LEARNING_ERROR_DATA);                                             \
    g_test_message ("%s", (error)->message);                                                                 \
    g_assert_nonnull (strstr ((error)->message, ": "));                                                      \
    g_assert_nonnull (strstr ((error)->message, "; "));                                                      \
    g_assert_nonnull (strstr ((error)->message, part_));                                                     \
    g_clear_error (&(error));                                                                                \
  }                                                                                                          \
  G_STMT_END

/* Removes a folder that a test made, and what is in it. Links are removed, not followed. */
static inline void
remove_folder (const char *path) {
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
      remove_folder (child);
    else
      g_remove (child);
  }
  g_rmdir (path);
}

static inline void
append_be32 (GByteArray *file, guint32 value) {
  const guint32 swapped = GUINT32_TO_BE (value);

  g_byte_array_append (file, (const guint8 *) &swapped, sizeof swapped);
}

/* An IDX file of that header, and `n` bytes of values. */
static inline GByteArray *
make_idx (guint8 type, guint8 rank, const guint32 *shape, const void *values, gsize n) {
  GByteArray *file = g_byte_array_new ();

  g_byte_array_append (file, (const guint8[]){ 0, 0, type, rank }, 4);
  for (guint axis = 0; axis < rank; axis++)
    append_be32 (file, shape[axis]);
  g_byte_array_append (file, values, (guint) n);
  return file;
}
