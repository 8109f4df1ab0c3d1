/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved lessons read back as what was saved. */
#include "lesson-file-write.h"

#include "lesson-data.h"
#include "lesson-issue.h"
#include "lesson-test.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define N_ROUNDS 60

typedef struct {
  char *folder, *path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused) {
  self->folder = g_dir_make_tmp ("nine-weights-write-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "own.lesson", NULL);
}

static void
tear_down (Fixture *self, gconstpointer unused) {
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (self->folder, name, NULL);
    g_remove (path);
  }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->path);
}

static guint
count_files (const Fixture *self) {
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static Lesson *
save (const Fixture *self, const Lesson *lesson, const LessonParameters *parameters, const char *playground) {
  g_autoptr (GError) error = NULL;

  lesson_write (lesson, parameters, playground, self->path, &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) issues = lesson_check_file (self->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (issues->len, ==, 0);
  Lesson *again = lesson_new_from_file (self->path, &error);
  g_assert_no_error (error);
  return again;
}

static Lesson *
read_example (void) {
  g_autofree char *path = lesson_data_path ("lessons/example.lesson");
  g_autoptr (GError) error = NULL;
  Lesson *lesson = lesson_new_from_file (path, &error);

  g_assert_no_error (error);
  return lesson;
}

static void
assert_questions_equal (const LessonQuestion *a, const LessonQuestion *b) {
  g_assert_true ((a == NULL) == (b == NULL));
  if (a == NULL)
    return;
  g_assert_cmpstr (a->text, ==, b->text);
  g_assert_cmpstr (a->answer, ==, b->answer);
  g_assert_cmpuint (a->correct, ==, b->correct);
  g_assert_true ((a->choices == NULL) == (b->choices == NULL));
  if (a->choices != NULL)
    g_assert_cmpstrv (a->choices, b->choices);
}

static void
assert_scenes_equal (const LessonScene *a, const LessonScene *b) {
  g_assert_cmpstr (a->name, ==, b->name);
  g_assert_cmpstr (a->title, ==, b->title);
  g_assert_cmpuint (a->n_steps, ==, b->n_steps);
  for (guint i = 0; i < a->n_steps; i++) {
    g_assert_cmpuint (a->steps[i].id, ==, b->steps[i].id);
    g_assert_cmpfloat (a->steps[i].seconds, ==, b->steps[i].seconds);
    g_assert_cmpstr (a->steps[i].caption, ==, b->steps[i].caption);
    g_assert_cmpstr (a->steps[i].notes, ==, b->steps[i].notes);
    assert_questions_equal (a->steps[i].question, b->steps[i].question);
  }
}

static void
assert_words_equal (const Lesson *a, const Lesson *b) {
  g_assert_cmpstr (a->title, ==, b->title);
  g_assert_cmpfloat (a->speed, ==, b->speed);
  g_assert_cmpuint (a->n_scenes, ==, b->n_scenes);
  for (guint i = 0; i < a->n_scenes; i++)
    assert_scenes_equal (&a->scenes[i], &b->scenes[i]);
}

static void
assert_pixels_equal (const EngineImage *a, const EngineImage *b) {
  g_assert_cmpint (a->width, ==, b->width);
  g_assert_cmpint (a->height, ==, b->height);
  g_assert_cmpmem (a->pixels, 3 * a->width * a->height, b->pixels, 3 * b->width * b->height);
}

static void
choose_kernel (LessonSettings *settings, GRand *random) {
  lesson_settings_set_kernel (settings, g_rand_int_range (random, 1, LESSON_KERNEL_MAX + 1));
  for (gint64 tap = 0; tap < settings->kernel * settings->kernel; tap++)
    lesson_settings_set_weight (settings, tap, g_rand_double_range (random, -99, 99));
}

static LessonSettings
choose_settings (GRand *random) {
  LessonSettings settings;

  lesson_settings_init (&settings);
  settings.grid = g_rand_int_range (random, 19, 33);
  settings.nodes = g_rand_int_range (random, 2, 9);
  settings.filters = g_rand_int_range (random, 2, 9);
  settings.stride = g_rand_int_range (random, 1, LESSON_STEP_MAX + 1);
  settings.dilation = g_rand_int_range (random, 1, LESSON_STEP_MAX + 1);
  settings.same_padding = g_rand_boolean (random);
  settings.seed = g_rand_int (random);
  settings.tone = (LessonTone) g_rand_int_range (random, 0, 3);
  settings.relu = g_rand_boolean (random);
  settings.questions = g_rand_boolean (random);
  lesson_settings_set_filter (&settings, &engine_presets ()[g_rand_int_range (random, 0, 8)]);
  if (g_rand_boolean (random))
    choose_kernel (&settings, random);
  if (g_rand_boolean (random)) {
    settings.edited_line =
        g_rand_int_range (random, 0, (gint32) (settings.nodes * settings.grid * settings.grid));
    settings.edited_weight = (float) g_rand_double_range (random, -9, 9);
  }
  return settings;
}

static void
test_settings (Fixture *self, gconstpointer unused) {
  static const char *const scenes[] = { NULL, "slide", "grab" };
  g_autoptr (Lesson) lesson = read_example ();
  g_autoptr (LessonParameters) own = load_parameters (lesson, NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (int round = 0; round < N_ROUNDS; round++) {
    LessonSettings settings = choose_settings (random);
    const char *playground = scenes[g_rand_int_range (random, 0, G_N_ELEMENTS (scenes))];
    g_autoptr (GError) error = NULL;
    g_autoptr (LessonParameters) parameters = lesson_parameters_with_settings (own, &settings, &error);
    g_assert_no_error (error);
    g_autoptr (Lesson) again = save (self, lesson, parameters, playground);
    g_assert_true (lesson_settings_equal (&again->settings, &settings));
    g_assert_cmpstr (again->playground, ==, playground);
    g_assert_cmpstr (again->image_path, ==, lesson->image_path);
    g_assert_cmpstr (again->photo_path, ==, lesson->photo_path);
    assert_words_equal (again, lesson);
  }
  g_assert_cmpuint (count_files (self), ==, 1);
}

/* Weights are written to be read by people too. */
static void
test_short_numbers (Fixture *self, gconstpointer unused) {
  const float weights[] = { 0.3f, -0.1f, 1 / 3.0f, 99, -0.0625f, 0, 1e-7f, 12.5f, 2 };
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) own = load_parameters (lesson, NULL);
  LessonSettings settings = own->settings;
  g_autofree char *text = NULL;

  for (gsize tap = 0; tap < G_N_ELEMENTS (weights); tap++)
    lesson_settings_set_weight (&settings, (gint64) tap, weights[tap]);
  settings.edited_line = 0;
  settings.edited_weight = 0.7f;
  g_autoptr (LessonParameters) parameters = lesson_parameters_with_settings (own, &settings, NULL);
  g_autoptr (Lesson) again = save (self, lesson, parameters, NULL);
  g_assert_true (lesson_settings_equal (&again->settings, &settings));
  g_assert_true (g_file_get_contents (self->path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\nWeights=0.3 -0.1 0.33333334; 99 -0.0625 0; 1e-07 12.5 2\n"));
  g_assert_nonnull (strstr (text, "\nLine=1;1;0.7\n"));
}

static void
test_translations (Fixture *self, gconstpointer unused) {
  g_autoptr (Lesson) lesson = read_example ();
  g_autoptr (LessonParameters) parameters = load_parameters (lesson, NULL);
  g_autoptr (Lesson) again = save (self, lesson, parameters, NULL);

  g_setenv ("LANGUAGE", "it", TRUE);
  g_autoptr (Lesson) italian = lesson_new_from_file (self->path, NULL);
  g_autoptr (Lesson) wanted = read_example ();
  g_unsetenv ("LANGUAGE");
  g_assert_cmpstr (italian->title, !=, lesson->title);
  assert_words_equal (italian, wanted);
}

/* Whoever wrote the file finds it as it was, apart from what was changed. */
static void
test_comments (Fixture *self, gconstpointer unused) {
  static const char source[] =
      "# Mine\n\n[Lesson]\nTitle=A\nScenes=slide;\n# Small enough to count\nGrid=%d\n\n"
      "Filter=sobel-y\n# To the end\n";
  g_autofree char *text = g_strdup_printf (source, 12);
  g_autofree char *wanted = g_strdup_printf (source, 14);
  g_autofree char *written = NULL;

  g_assert_true (g_file_set_contents (self->path, text, -1, NULL));
  g_autoptr (Lesson) lesson = lesson_new_from_file (self->path, NULL);
  g_autoptr (LessonParameters) own = load_parameters (lesson, NULL);
  LessonSettings settings = own->settings;
  settings.grid = 14;
  g_autoptr (LessonParameters) parameters = lesson_parameters_with_settings (own, &settings, NULL);
  g_autoptr (Lesson) again = save (self, lesson, parameters, NULL);
  g_assert_true (g_file_get_contents (self->path, &written, NULL, NULL));
  g_assert_true (g_str_has_prefix (written, wanted));
}

static void
test_no_questions (Fixture *self, gconstpointer unused) {
  g_autofree char *source = g_build_filename (self->folder, "source.lesson", NULL);

  g_assert_true (
      g_file_set_contents (source, "[Lesson]\nTitle=A\nScenes=slide\nQuestions=false\n", -1, NULL));
  g_autoptr (Lesson) lesson = lesson_new_from_file (source, NULL);
  g_autoptr (LessonParameters) own = load_parameters (lesson, NULL);
  LessonSettings settings = own->settings;
  settings.questions = TRUE;
  g_autoptr (LessonParameters) parameters = lesson_parameters_with_settings (own, &settings, NULL);
  g_autoptr (Lesson) again = save (self, lesson, parameters, NULL);
  assert_words_equal (again, lesson);
}

/* Noise, so that no two pictures are the same. */
static EngineImage *
make_image (guint32 seed, gint64 width, gint64 height) {
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autofree guint32 *pixels = g_new (guint32, width * height);

  for (gint64 i = 0; i < width * height; i++)
    pixels[i] = 0xff000000 | g_rand_int (random);
  return engine_image_new_from_argb32 ((const guint8 *) pixels, width, height, (gsize) (4 * width), NULL);
}

static LessonParameters *
with_own_image (const Lesson *lesson, guint32 seed) {
  g_autoptr (LessonParameters) own = load_parameters (lesson, NULL);
  g_autoptr (EngineImage) image = make_image (seed, 31, 17);

  return lesson_parameters_with_image (own, image, "Digit three", NULL);
}

static void
test_own_picture (Fixture *self, gconstpointer unused) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = with_own_image (lesson, 1);
  g_autoptr (Lesson) again = save (self, lesson, parameters, NULL);
  g_autoptr (LessonParameters) read = load_parameters (again, NULL);

  g_assert_cmpstr (again->image_name, ==, "own-image.png");
  assert_pixels_equal (read->original, parameters->original);
  assert_pixels_equal (read->photo, parameters->photo);
  g_assert_cmpuint (count_files (self), ==, 2);
  /* From where it is now nothing has to be written, and its own picture is no stranger. */
  g_autoptr (Lesson) third = save (self, again, read, NULL);
  g_assert_cmpstr (third->image_path, ==, again->image_path);
  g_assert_cmpuint (count_files (self), ==, 2);
}

static void
test_own_photo (Fixture *self, gconstpointer unused) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) own = load_parameters (lesson, NULL);
  g_autoptr (EngineImage) photo = make_image (2, 64, 48);
  g_autoptr (LessonParameters) parameters = lesson_parameters_with_photo (own, photo, "garden.jpg");
  g_autoptr (Lesson) again = save (self, lesson, parameters, "photo");
  g_autoptr (LessonParameters) read = load_parameters (again, NULL);

  g_assert_cmpstr (again->photo_name, ==, "own-photo.png");
  g_assert_cmpstr (again->image_path, ==, lesson->image_path);
  assert_pixels_equal (read->photo, photo);
}

static void
test_same_photo (Fixture *self, gconstpointer unused) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) own = with_own_image (lesson, 3);
  g_autoptr (LessonParameters) parameters =
      lesson_parameters_with_photo (own, own->original, own->image_name);
  g_autoptr (Lesson) again = save (self, lesson, parameters, NULL);

  g_assert_null (again->photo_path);
  g_assert_cmpuint (count_files (self), ==, 2);
}

static void
test_replaces_its_own (Fixture *self, gconstpointer unused) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) first = with_own_image (lesson, 4);
  g_autoptr (LessonParameters) second = with_own_image (lesson, 5);
  g_autoptr (Lesson) before = save (self, lesson, first, NULL);
  g_autoptr (Lesson) after = save (self, lesson, second, NULL);
  g_autoptr (LessonParameters) read = load_parameters (after, NULL);

  g_assert_cmpstr (after->image_name, ==, "own-image.png");
  assert_pixels_equal (read->original, second->original);
  g_assert_cmpuint (count_files (self), ==, 2);
}

static void
test_spares_others (Fixture *self, gconstpointer unused) {
  g_autofree char *foreign = g_build_filename (self->folder, "own-image.png", NULL);
  g_autofree char *second = g_build_filename (self->folder, "own-image-2.png", NULL);
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = with_own_image (lesson, 6);
  g_autofree char *text = NULL;

  g_assert_true (g_file_set_contents (foreign, "not ours", -1, NULL));
  g_assert_cmpint (symlink ("nowhere", second), ==, 0);
  g_autoptr (Lesson) again = save (self, lesson, parameters, NULL);
  g_assert_cmpstr (again->image_name, ==, "own-image-3.png");
  g_assert_true (g_file_get_contents (foreign, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "not ours");
}

/* A file can have any name, but a lesson file is UTF-8. */
static void
test_any_name (Fixture *self, gconstpointer unused) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = with_own_image (lesson, 8);

  g_free (self->path);
  self->path = g_build_filename (self->folder, "a\xff.lesson", NULL);
  g_autoptr (Lesson) again = save (self, lesson, parameters, NULL);
  g_assert_cmpstr (again->image_name, ==, "lesson-image.png");
}

static void
test_symlink (Fixture *self, gconstpointer unused) {
  g_autofree char *link = g_build_filename (self->folder, "data", NULL);
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = with_own_image (lesson, 9);

  g_assert_cmpint (symlink (self->folder, link), ==, 0);
  g_free (self->path);
  self->path = g_build_filename (link, "own.lesson", NULL);
  g_autoptr (Lesson) again = save (self, lesson, parameters, NULL);
  g_assert_cmpstr (again->image_name, ==, "own-image.png");
}

static void
test_refused (Fixture *self, gconstpointer unused) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (LessonParameters) parameters = with_own_image (lesson, 7);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (self->path, 0700), ==, 0);
  g_assert_false (lesson_write (lesson, parameters, NULL, self->path, &error));
  assert_sentence (error);
  g_assert_cmpuint (count_files (self), ==, 1);
}

/* A lesson in a folder of its own, with a network of its own. */
static Lesson *
read_networked (const Fixture *self, const char *folder) {
  g_autofree char *path = g_build_filename (folder, "source.lesson", NULL);
  g_autofree char *network = g_build_filename (folder, "own.network", NULL);

  g_mkdir (folder, 0700);
  g_assert_true (g_file_set_contents (path,
                                      "[Lesson]\nTitle=A\nScenes=growth\n[Scene growth]\n"
                                      "Networks=lenet-5;own.network\n",
                                      -1, NULL));
  g_assert_true (g_file_set_contents (network,
                                      "[Network]\nTitle=Own\nInput=1;1;5\n"
                                      "[Layer a]\nType=dense\nOutputs=2\n",
                                      -1, NULL));
  g_autoptr (GError) error = NULL;
  Lesson *lesson = lesson_new_from_file (path, &error);
  g_assert_no_error (error);
  g_remove (path);
  return lesson;
}

static void
test_own_network (Fixture *self, gconstpointer unused) {
  g_autofree char *folder = g_strconcat (self->folder, "-source", NULL);
  g_autofree char *network = g_build_filename (folder, "own.network", NULL);
  g_autofree char *foreign = g_build_filename (self->folder, "own.network", NULL);
  g_autoptr (Lesson) lesson = read_networked (self, folder);
  g_autoptr (LessonParameters) parameters = load_parameters (lesson, NULL);

  g_assert_true (g_file_set_contents (foreign, "not ours", -1, NULL));
  for (int round = 0; round < 2; round++) {
    g_autoptr (Lesson) again = save (self, lesson, parameters, NULL);
    g_assert_cmpuint (again->networks->len, ==, 2);
    g_assert_cmpstr (((LessonNetwork *) again->networks->pdata[1])->title, ==, "Own");
    g_assert_cmpuint (count_files (self), ==, 3); /* "own-2.network" serves again */
  }
  g_remove (network);
  g_rmdir (folder);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/lesson/write/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("random-settings-read-back-equal", test_settings);
  ADD ("numbers-are-as-short-as-they-can-be", test_short_numbers);
  ADD ("translations-are-kept", test_translations);
  ADD ("comments-and-order-are-kept", test_comments);
  ADD ("dropped-questions-stay-dropped", test_no_questions);
  ADD ("own-picture-is-written-beside-it", test_own_picture);
  ADD ("own-photo-is-written-beside-it", test_own_photo);
  ADD ("photo-that-is-the-picture-is-written-once", test_same_photo);
  ADD ("its-own-picture-is-replaced", test_replaces_its_own);
  ADD ("files-of-others-are-spared", test_spares_others);
  ADD ("any-name-of-a-file-will-do", test_any_name);
  ADD ("a-folder-that-is-a-symlink-will-do", test_symlink);
  ADD ("own-networks-go-with-it", test_own_network);
  ADD ("what-cannot-be-written-leaves-nothing-behind", test_refused);
#undef ADD
  return g_test_run ();
}
