/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "learning-data.h"
#include "learning-test.h"

#include "engine-image.h"

#include <sys/stat.h>
#include <unistd.h>

#define SIZE 4

typedef struct {
  char *folder;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data) {
  self->folder = g_dir_make_tmp ("nine-weights-folder-XXXXXX", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data) {
  remove_folder (self->folder);
  g_free (self->folder);
}

/* The path of class/name, whose folder is made. */
static char *
place (const Fixture *self, const char *class_name, const char *name) {
  g_autofree char *folder = g_build_filename (self->folder, class_name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0777), ==, 0);
  return g_build_filename (folder, name, NULL);
}

/* A picture of one grey level, 0…255. */
static void
add_picture (const Fixture *self, const char *class_name, const char *name, guint level) {
  g_autofree char *path = place (self, class_name, name);
  g_autoptr (EngineTensor) grey = engine_tensor_new_image (6, 8, 1, NULL);

  for (gint64 i = 0; i < grey->length; i++)
    grey->data[i] = (float) level / 255;
  g_assert_true (engine_image_save_png (path, grey, NULL));
}

static void
add_pictures (const Fixture *self, const char *class_name, guint n, guint level) {
  for (guint i = 0; i < n; i++) {
    g_autofree char *name = g_strdup_printf ("%04u.png", i);

    add_picture (self, class_name, name, level + i);
  }
}

static void
add_file (const Fixture *self, const char *class_name, const char *name, const char *text) {
  g_autofree char *path = place (self, class_name, name);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static LearningData *
load (const Fixture *self, GError **error) {
  return learning_data_new_folder (self->folder, SIZE, 1, NULL, error);
}

static LearningData *
load_well (const Fixture *self) {
  g_autoptr (GError) error = NULL;
  LearningData *data = load (self, &error);

  g_assert_no_error (error);
  return data;
}

static void
test_classes (Fixture *self, gconstpointer unused) {
  g_autoptr (LearningData) data = NULL;
  guint counts[2][2] = { 0 };

  add_pictures (self, "dog", 12, 100);
  add_pictures (self, "cat", 6, 200);
  add_pictures (self, ".hidden", 6, 0);
  add_file (self, "", "notes.txt", "not a class");
  data = load_well (self);
  g_assert_cmpuint (g_strv_length (data->class_names), ==, 2);
  g_assert_cmpstr (data->class_names[0], ==, "cat");
  g_assert_cmpstr (data->class_names[1], ==, "dog");
  for (guint i = 0; i < 2; i++) {
    const LearningSet *set = i == 0 ? data->train : data->test;

    g_assert_cmpuint (set->pixels, ==, SIZE * SIZE);
    for (gsize j = 0; j < set->n; j++) {
      guint level = (guint) (learning_set_image (set, j)[SIZE] * 255 + 0.5f);

      counts[i][set->labels[j]]++;
      g_assert_cmpuint (level / 100, ==, set->labels[j] == 0 ? 2 : 1);
    }
  }
  g_assert_cmpuint (counts[0][0], ==, 5);
  g_assert_cmpuint (counts[1][0], ==, 1);
  g_assert_cmpuint (counts[0][1], ==, 10);
  g_assert_cmpuint (counts[1][1], ==, 2);
  g_assert_null (data->skipped[0]);
}

static void
test_broken (Fixture *self, gconstpointer unused) {
  g_autoptr (LearningData) data = NULL;

  add_pictures (self, "a", 4, 100);
  add_pictures (self, "b", 4, 200);
  add_file (self, "a", "0001-broken.png", "\x89PNG\r\n\x1a\n and no more");
  add_file (self, "b", "words.txt", "no picture");
  add_file (self, "b", "nothing.png", "");
  data = load_well (self);
  g_assert_cmpuint (data->train->n + data->test->n, ==, 8);
  g_assert_cmpuint (g_strv_length (data->skipped), ==, 3);
  g_assert_nonnull (strstr (data->skipped[0], "0001-broken.png"));
  g_assert_nonnull (strstr (data->skipped[1], "nothing.png"));
  g_assert_nonnull (strstr (data->skipped[2], "words.txt"));
}

/* The ones that ship with the tests: digits of 8x8 pixels, the broken one cut off. */
static void
test_shipped (Fixture *self, gconstpointer unused) {
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "learning", "pictures", NULL);
  g_autoptr (LearningData) data = learning_data_new_folder (folder, 8, 1, NULL, NULL);

  g_assert_cmpstr (data->class_names[2], ==, "4");
  g_assert_cmpuint (data->train->n, ==, 15);
  g_assert_cmpuint (data->test->n, ==, 3);
  g_assert_nonnull (strstr (data->skipped[0], "broken.png"));
  g_assert_null (data->skipped[1]);
}

static void
test_empty_class (Fixture *self, gconstpointer unused) {
  g_autofree char *path = place (self, "mouse", "");
  g_autoptr (GError) error = NULL;

  add_pictures (self, "cat", 2, 0);
  g_assert_null (load (self, &error));
  assert_data_refused (error, "mouse");
}

static void
test_broken_class (Fixture *self, gconstpointer unused) {
  g_autoptr (GError) error = NULL;

  add_pictures (self, "cat", 2, 0);
  add_pictures (self, "dog", 2, 0);
  add_file (self, "cow", "a.png", "broken");
  g_assert_null (load (self, &error));
  assert_data_refused (error, "cow");
}

static void
test_one_class (Fixture *self, gconstpointer unused) {
  g_autoptr (GError) error = NULL;

  g_assert_null (load (self, &error));
  assert_data_refused (error, "0 subfolders");
  add_pictures (self, "cat", 2, 0);
  g_assert_null (load (self, &error));
  assert_data_refused (error, "1 subfolder;");
}

static void
test_one_picture_each (Fixture *self, gconstpointer unused) {
  g_autoptr (GError) error = NULL;

  add_pictures (self, "cat", 1, 0);
  add_pictures (self, "dog", 1, 0);
  g_assert_null (load (self, &error));
  assert_data_refused (error, "second image");
}

static void
test_no_folder (Fixture *self, gconstpointer unused) {
  g_autofree char *path = place (self, "", "file.png");
  g_autoptr (GError) error = NULL;

  add_file (self, "", "file.png", "x");
  g_assert_null (learning_data_new_folder (path, SIZE, 1, NULL, &error));
  assert_data_refused (error, "file.png");
  g_assert_null (learning_data_new_folder ("/nowhere/at-all", SIZE, 1, NULL, &error));
  assert_data_refused (error, "at-all");
}

/* Links that lead in a circle, to nowhere and to the folder itself; a pipe that nobody writes to; folders in a class. */
static void
test_strange_files (Fixture *self, gconstpointer unused) {
  g_autofree char *circle = place (self, "", "circle"), *inner = place (self, "a", "up");
  g_autofree char *nowhere = place (self, "a", "nowhere.png"), *pipe = place (self, "b", "pipe.png");
  g_autofree char *deep = place (self, "b/deep/deeper", "x.png");
  g_autoptr (LearningData) data = NULL;

  g_assert_cmpint (symlink ("circle", circle), ==, 0);
  g_assert_cmpint (symlink ("..", inner), ==, 0);
  g_assert_cmpint (symlink ("/nowhere/at-all.png", nowhere), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  add_pictures (self, "a", 2, 100);
  add_pictures (self, "b", 2, 200);
  add_picture (self, "b/deep/deeper", "x.png", 7);
  data = load_well (self);
  g_assert_cmpuint (g_strv_length (data->class_names), ==, 2);
  g_assert_cmpuint (data->train->n + data->test->n, ==, 4);
  g_assert_cmpuint (g_strv_length (data->skipped), ==, 4);
}

static void
test_names_that_are_no_text (Fixture *self, gconstpointer unused) {
  g_autoptr (LearningData) data = NULL;

  add_pictures (self, "a\xff", 2, 100);
  add_pictures (self, "b", 2, 200);
  add_file (self, "b", "c\xfe.png", "broken");
  data = load_well (self);
  g_assert_true (g_utf8_validate (data->class_names[0], -1, NULL));
  g_assert_true (g_utf8_validate (data->skipped[0], -1, NULL));
}

static void
test_cancelled (Fixture *self, gconstpointer unused) {
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  add_pictures (self, "a", 2, 100);
  add_pictures (self, "b", 2, 200);
  g_cancellable_cancel (cancellable);
  g_assert_null (learning_data_new_folder (self->folder, SIZE, 1, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gpointer
cancel_soon (gpointer cancellable) {
  g_usleep (20000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancelled_midway (Fixture *self, gconstpointer unused) {
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineTensor) grey = engine_tensor_new_image (3000, 3000, 1, NULL);
  g_autofree char *first = place (self, "a", "large.png");
  GThread *thread;

  g_assert_true (engine_image_save_png (first, grey, NULL));
  for (guint i = 0; i < 200; i++) {
    g_autofree char *name = g_strdup_printf ("%u.png", i), *path = place (self, i % 2 == 0 ? "a" : "b", name);

    g_assert_cmpint (link (first, path), ==, 0);
  }
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_null (learning_data_new_folder (self->folder, SIZE, 1, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

static void
test_thousands (Fixture *self, gconstpointer unused) {
  g_autofree char *first = place (self, "a", "0.png");
  g_autoptr (LearningData) data = NULL;

  add_picture (self, "a", "0.png", 128);
  for (guint i = 1; i < 3000; i++) {
    g_autofree char *name = g_strdup_printf ("%u.png", i), *path = place (self, i % 2 == 0 ? "a" : "b", name);

    g_assert_cmpint (link (first, path), ==, 0);
  }
  data = load_well (self);
  g_assert_cmpuint (data->train->n, ==, 2500);
  g_assert_cmpuint (data->test->n, ==, 500);
}

int
main (int argc, char **argv) {
#define ADD(name, func) g_test_add ("/learning/folder/" name, Fixture, NULL, set_up, func, tear_down)
  g_test_init (&argc, &argv, NULL);
  ADD ("a-class-for-each-subfolder", test_classes);
  ADD ("broken-pictures-are-passed-over-and-named", test_broken);
  ADD ("pictures-of-the-tests", test_shipped);
  ADD ("empty-class-is-named", test_empty_class);
  ADD ("class-of-broken-pictures-is-named", test_broken_class);
  ADD ("one-class-is-too-few", test_one_class);
  ADD ("one-picture-a-class-is-too-few", test_one_picture_each);
  ADD ("what-is-no-folder-is-named", test_no_folder);
  ADD ("links-pipes-and-deep-folders-are-survived", test_strange_files);
  ADD ("names-that-are-no-text", test_names_that_are_no_text);
  ADD ("cancelled-before", test_cancelled);
  ADD ("cancelled-midway", test_cancelled_midway);
  ADD ("thousands-of-pictures", test_thousands);
  return g_test_run ();
}
