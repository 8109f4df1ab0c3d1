/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lesson files: what they change, and how mistakes in them are told. */
#include "lesson-error.h"
#include "lesson-network.h"
#include "lesson-test.h"

#include "engine-error.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define GOOD "[Lesson]\nTitle=A title\nScenes=dense;slide;filters\n"

static char *folder;

static char *
write_lesson (const char *text, gssize length) {
  char *path = g_build_filename (folder, "own.lesson", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, length, &error);
  g_assert_no_error (error);
  return path;
}

static Lesson *
read_lesson (const char *text) {
  g_autofree char *path = write_lesson (text, -1);
  g_autoptr (GError) error = NULL;
  Lesson *lesson = lesson_new_from_file (path, &error);

  g_assert_no_error (error);
  return lesson;
}

static void
assert_refused (const char *text, const char *place) {
  g_autofree char *path = write_lesson (text, -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (Lesson) lesson = lesson_new_from_file (path, &error);

  g_assert_null (lesson);
  g_assert_error (error, LESSON_ERROR, LESSON_ERROR_FILE);
  g_assert_true (g_str_has_prefix (error->message, "own.lesson"));
  if (strstr (error->message, place) == NULL)
    g_error ("“%s” does not name %s", error->message, place);
  assert_sentence (error);
}

static void
test_no_group (void) {
  assert_refused ("[Other]\nTitle=A title\n", "[Lesson]");
  assert_refused ("# nothing but a remark\n", "[Lesson]");
}

static void
test_no_title (void) {
  assert_refused ("[Lesson]\nScenes=dense\n", "[Lesson] Title: ");
}

static void
test_scenes (void) {
  assert_refused ("[Lesson]\nTitle=A title\n", "[Lesson] Scenes: ");
  assert_refused ("[Lesson]\nTitle=A title\nScenes=\n", "[Lesson] Scenes: ");
  assert_refused ("[Lesson]\nTitle=A title\nScenes=dense;pooling\n", "pooling");
  assert_refused ("[Lesson]\nTitle=A title\nScenes=dense;pooling\n", "[Lesson] Scenes: ");
  assert_refused ("[Lesson]\nTitle=A title\nScenes=dense;slide;dense\n", "[Lesson] Scenes: ");
  assert_refused ("[Lesson]\nTitle=A title\nScenes=pooling\n", "tensor, dense, slide");
}

static void
test_filter (void) {
  assert_refused (GOOD "Filter=sobel-z\n", "[Lesson] Filter: ");
  assert_refused (GOOD "Filter=sobel-z\n", "sobel-z");
  assert_refused (GOOD "Filter=\n", "[Lesson] Filter: ");
}

static void
test_numbers (void) {
  static const char *const keys[] = { "Grid", "Nodes", "Filters" };
  static const char *const values[] = { "ten", "", "1.5", "10x" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (values); j++) {
      g_autofree char *text = g_strdup_printf (GOOD "%s=%s\n", keys[i], values[j]);
      g_autofree char *place = g_strdup_printf ("[Lesson] %s: ", keys[i]);
      assert_refused (text, place);
    }
}

static void
test_range (void) {
  static const char *const wrong[] = {
    "Grid=3", "Grid=65", "Nodes=1", "Nodes=65", "Filters=0", "Filters=-1", "Grid=99999999999999999999999"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree char *text = g_strconcat (GOOD, wrong[i], "\n", NULL);
    g_autofree char *path = write_lesson (text, -1);
    g_autoptr (GError) error = NULL;
    g_assert_null (lesson_new_from_file (path, &error));
    g_assert_true (error->domain == LESSON_ERROR);
    assert_sentence (error);
  }
}

static void
test_image_outside (void) {
  assert_refused (GOOD "Image=/etc/passwd\n", "[Lesson] Image: ");
  assert_refused (GOOD "Image=../leaf.png\n", "[Lesson] Image: ");
  assert_refused (GOOD "Image=pictures/../../leaf.png\n", "[Lesson] Image: ");
  assert_refused (GOOD "Image=..\n", "[Lesson] Image: ");
}

static void
test_unknown_picture (void) {
  assert_refused (GOOD "Picture=digit-10\n", "[Lesson] Picture: ");
}

static void
test_placeholder (void) {
  assert_refused (GOOD "[Step slide/multiply]\nCaption=Only {wieghts}.\n", "[Step slide/multiply] Caption: ");
  assert_refused (GOOD "[Step slide/multiply]\nCaption=Only {wieghts}.\n", "{wieghts}");
  assert_refused (GOOD "[Step slide/multiply]\nCaption=A\nCaption[it]=Solo {wieghts}.\n", "Caption[it]: ");
  assert_refused (GOOD "[Step filters/all]\nNotes={weights} and {}.\n", "[Step filters/all] Notes: ");
  assert_refused (GOOD "[Step filters/all]\nQuestion={wieghts}?\nAnswer=weights\n", "Question: ");
  assert_refused (GOOD "[Step filters/all]\nQuestion=A?\nChoices={wieghts};b\nCorrect=1\n", "Choices: ");
}

static void
test_not_key_file (void) {
  assert_refused ("Once upon a time\n", "own.lesson");
  assert_refused ("[Lesson\nTitle=A title\n", "own.lesson");
  assert_refused ("\x89PNG\r\n", "own.lesson");
}

static void
test_not_utf8 (void) {
  assert_refused ("[Lesson]\nTitle=M\xfcnchen\nScenes=dense\n", "own.lesson");
}

static void
assert_unreadable (const char *path, gint code) {
  g_autoptr (GError) error = NULL;

  g_assert_null (lesson_new_from_file (path, &error));
  g_assert_error (error, ENGINE_ERROR, code);
  assert_sentence (error);
}

static void
test_unreadable (void) {
  g_autofree char *missing = g_build_filename (folder, "missing.lesson", NULL);

  assert_unreadable (missing, ENGINE_ERROR_FILE);
  assert_unreadable (folder, ENGINE_ERROR_FILE);
}

static void
test_empty (void) {
  g_autofree char *path = write_lesson ("", 0);
  g_autoptr (GError) error = NULL;

  g_assert_null (lesson_new_from_file (path, &error));
  g_assert_nonnull (error);
  assert_sentence (error);
}

static void
test_too_large (void) {
  g_autofree char *text = g_strnfill ((1 << 20) + 1, '#');
  g_autofree char *path = write_lesson (text, -1);

  assert_unreadable (path, ENGINE_ERROR_TOO_LARGE);
}

static void
test_cut_short (void) {
  static const char text[] = GOOD "Grid=12\nFilter=emboss\n[Step slide/place]\nCaption=Just {weights}.\n";

  for (gssize length = 0; length < (gssize) sizeof text; length++) {
    g_autofree char *path = write_lesson (text, length);
    g_autoptr (GError) error = NULL;
    g_autoptr (Lesson) lesson = lesson_new_from_file (path, &error);
    g_assert_true ((lesson == NULL) == (error != NULL));
  }
}

static void
test_own_words (void) {
  g_autoptr (Lesson) usual = load_builtin ();
  g_autoptr (Lesson) lesson = read_lesson ("[Lesson]\nTitle=Tuesday\nScenes=slide;dense\n"
                                           "[Scene slide]\nTitle=On the move\n[Step slide/all-rows]\n"
                                           "Caption=Only {filter_weights}, {positions} times.\n"
                                           "Notes=Ask first.\n");
  const LessonScene *slide = &lesson->scenes[0];
  const LessonScene *theirs = &usual->scenes[scene_index (usual, "slide")];

  g_assert_cmpstr (lesson->title, ==, "Tuesday");
  g_assert_cmpuint (lesson->n_scenes, ==, 2);
  g_assert_cmpstr (slide->name, ==, "slide");
  g_assert_cmpstr (slide->title, ==, "On the move");
  g_assert_cmpstr (slide->steps[3].notes, ==, "Ask first.");
  g_assert_cmpstr (slide->steps[2].caption, ==, theirs->steps[2].caption);
  g_autoptr (LessonParameters) parameters = load_parameters (lesson, NULL);
  g_autoptr (LessonState) state = state_at_end (lesson, "slide", parameters, 3);
  g_assert_cmpstr (state->caption, ==, "Only 9, 64 times.");
}

static void
test_own_sizes (void) {
  g_autoptr (Lesson) lesson =
      read_lesson (GOOD "Grid=12\nNodes=3\nFilters=4\nFilter=emboss\nPicture=digit-7\n");
  g_autoptr (LessonParameters) parameters = load_parameters (lesson, NULL);

  g_assert_cmpint (parameters->pixels->length, ==, 144);
  g_assert_cmpint (parameters->dense.weights, ==, 432);
  g_assert_cmpint (parameters->convolution.weights, ==, 36);
  g_assert_cmpstr (lesson->settings.filter->name, ==, "emboss");
  g_assert_true (g_str_has_suffix (lesson->image_path, "images/digit-7.png"));
}

static void
test_own_image (void) {
  g_autofree char *shipped =
      g_build_filename (g_getenv ("NINE_WEIGHTS_DATA_DIR"), "images", "digit-1.png", NULL);
  g_autofree char *pictures = g_build_filename (folder, "pictures", NULL);
  g_autofree char *copy = g_build_filename (pictures, "leaf.png", NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (shipped, &bytes, &length, NULL));
  g_assert_cmpint (g_mkdir (pictures, 0700), ==, 0);
  g_assert_true (g_file_set_contents (copy, bytes, (gssize) length, NULL));
  g_autoptr (Lesson) lesson = read_lesson (GOOD "Image=pictures/leaf.png\n");
  g_autoptr (LessonParameters) parameters = load_parameters (lesson, NULL);
  g_assert_cmpstr (lesson->image_path, ==, copy);
  g_assert_cmpstr (parameters->image_name, ==, "leaf.png");
  g_remove (copy);
  g_rmdir (pictures);
}

static void
test_missing_image (void) {
  assert_refused (GOOD "Image=no-such-leaf.png\n", "[Lesson] Image: ");
  assert_refused (GOOD "PhotoImage=.\n", "[Lesson] PhotoImage: ");
}

static void
test_symlink_outside (void) {
  g_autofree char *link = g_build_filename (folder, "leaf.png", NULL);
  g_autofree char *inside = g_build_filename (folder, "own.lesson", NULL);

  g_assert_cmpint (symlink ("/etc/passwd", link), ==, 0);
  assert_refused (GOOD "Image=leaf.png\n", "outside");
  g_remove (link);
  g_assert_cmpint (symlink (inside, link), ==, 0);
  g_autoptr (Lesson) lesson = read_lesson (GOOD "Image=leaf.png\n");
  g_remove (link);
}

static void
test_steps (void) {
  g_autoptr (Lesson) lesson = read_lesson (GOOD "[Scene slide]\nSteps=strongest; place\n"
                                                "[Step slide/place]\nSeconds=2.5\n");
  const LessonScene *slide = &lesson->scenes[1];

  g_assert_cmpuint (slide->n_steps, ==, 2);
  g_assert_cmpstr (slide->steps[0].name, ==, "strongest");
  g_assert_cmpuint (slide->steps[0].id, ==, 4);
  g_assert_cmpstr (slide->steps[1].name, ==, "place");
  g_assert_cmpuint (slide->steps[1].id, ==, 0);
  g_assert_cmpfloat (slide->steps[1].seconds, ==, 2.5);
  assert_refused (GOOD "[Scene slide]\nSteps=place;place\n", "[Scene slide] Steps: ");
  assert_refused (GOOD "[Scene slide]\nSteps=plaec\n", "choose from place, multiply, first-row");
  assert_refused (GOOD "[Scene slide]\nSteps=\n", "[Scene slide] Steps: ");
  assert_refused (GOOD "[Step slide/place]\nSeconds=0\n", "[Step slide/place] Seconds: ");
}

static void
test_settings (void) {
  g_autoptr (Lesson) lesson =
      read_lesson (GOOD "Weights=0 1; 2,3\nStride=2\nDilation=3\nPadding=same\nSeed=4294967295\nTone=grey\n"
                        "Relu=true\nSpeed=0.25\nQuestions=true\nPlayground=slide\nLine=2;3;-0.5\n");
  const LessonSettings *settings = &lesson->settings;

  g_assert_cmpint (settings->kernel, ==, 2);
  g_assert_null (settings->filter);
  for (int tap = 0; tap < 4; tap++)
    g_assert_cmpfloat (settings->weights[tap], ==, tap);
  g_assert_cmpint (settings->stride, ==, 2);
  g_assert_cmpint (settings->dilation, ==, 3);
  g_assert_true (settings->same_padding && settings->relu && settings->questions);
  g_assert_cmpuint (settings->seed, ==, G_MAXUINT32);
  g_assert_cmpint (settings->tone, ==, LESSON_TONE_GREY);
  g_assert_cmpint (settings->edited_line, ==, 102);
  g_assert_cmpfloat (settings->edited_weight, ==, -0.5);
  g_assert_cmpfloat (lesson->speed, ==, 0.25);
  g_assert_cmpstr (lesson->playground, ==, "slide");
}

static void
test_wrong_settings (void) {
  static const char *const wrong[] = {
    "Weights=1 2 3",
    "Weights=1 2 3 x",
    "Weights=1 2 3 100",
    "Weights=",
    "Weights=nan",
    "Kernel=8",
    "Kernel=0",
    "Stride=4",
    "Dilation=0",
    "Padding=full",
    "Seed=-1",
    "Seed=4294967296",
    "Tone=red",
    "Relu=maybe",
    "Speed=0.2",
    "Speed=inf",
    "Questions=",
    "Playground=dense",
    "Playground=photo",
    "Line=0;1;1",
    "Line=1;101;1",
    "Line=1;1",
    "Kernel=2\nWeights=1",
    "Grid=5\nKernel=6",
    "Photo=leaf",
    "Grid=4\nDilation=3",
    "PhotoImage=/etc/passwd",
    "Image=",
    "Title=",
    "Grid=\\q",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree char *text = g_strconcat (GOOD, wrong[i], "\n", NULL);
    g_test_message ("%s", wrong[i]);
    assert_refused (text, "[Lesson] ");
  }
  assert_refused (GOOD "Filter=sobel-x\nWeights=1\n", "[Lesson] Weights: ");
  assert_refused (GOOD "Picture=digit-1\nImage=own.lesson\n", "[Lesson] Image: ");
}

static const LessonQuestion *
question_of (const Lesson *lesson, const char *scene, guint step) {
  return lesson->scenes[scene_index (lesson, scene)].steps[step].question;
}

static void
test_questions (void) {
  static const char own[] = GOOD "[Step slide/place]\nQuestion=How many?\nAnswer=filter_weights\n"
                                 "[Step slide/multiply]\nQuestion=Which?\nChoices=This;That\nCorrect=2\n";
  g_autoptr (Lesson) lesson = read_lesson (own);
  const LessonQuestion *number = question_of (lesson, "slide", 0);
  const LessonQuestion *choice = question_of (lesson, "slide", 1);

  g_assert_cmpstr (number->text, ==, "How many?");
  g_assert_cmpstr (number->answer, ==, "filter_weights");
  g_assert_null (number->choices);
  g_assert_null (choice->answer);
  g_assert_cmpstr (choice->choices[1], ==, "That");
  g_assert_cmpuint (choice->correct, ==, 1);
}

static void
test_no_questions (void) {
  g_autoptr (Lesson) lesson = read_lesson ("[Lesson]\nTitle=A\nScenes=slide\nQuestions=false\n"
                                           "[Step slide/place]\nQuestion=How many?\nAnswer=weights\n");
  g_autoptr (Lesson) one = read_lesson (GOOD "[Step slide/place]\nQuestion=\n");

  for (guint step = 0; step < lesson->scenes[0].n_steps; step++)
    g_assert_null (lesson->scenes[0].steps[step].question);
  g_assert_null (question_of (one, "slide", 0));
}

static void
test_wrong_questions (void) {
  static const char *const wrong[] = {
    "Question=Which?",
    "Answer=weights",
    "Question=A?\nAnswer=wieghts",
    "Question=A?\nAnswer=image",
    "Question=A?\nChoices=One\nCorrect=1",
    "Question=A?\nChoices=1;2;3;4;5\nCorrect=1",
    "Question=A?\nChoices=One;Two\nCorrect=0",
    "Question=A?\nChoices=One;Two\nCorrect=3",
    "Question=A?\nChoices=One;Two",
    "Question=A?\nChoices=One;;Two\nCorrect=1",
    "Question=A?\nChoices=One;Two\nChoices[it]=Uno\nCorrect=1",
    "Question=A?\nChoices=One;Two\nCorrect=1\nAnswer=weights",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree char *text = g_strconcat (GOOD "[Step slide/place]\n", wrong[i], "\n", NULL);
    g_test_message ("%s", wrong[i]);
    assert_refused (text, "[Step slide/place] ");
  }
}

static void
test_translations (void) {
  static const char text[] = "[Lesson]\nTitle=Group\nTitle[de]=Gruppe\nScenes=slide\n"
                             "[Step slide/place]\nCaption=Nine {weights}\nCaption[de]=Neun {weights}\n";

  g_setenv ("LANGUAGE", "de", TRUE);
  g_autoptr (Lesson) german = read_lesson (text);
  g_setenv ("LANGUAGE", "sv", TRUE);
  g_autoptr (Lesson) swedish = read_lesson (text);
  g_unsetenv ("LANGUAGE");
  g_autoptr (Lesson) plain = read_lesson (text);
  g_assert_cmpstr (german->title, ==, "Gruppe");
  g_assert_cmpstr (german->scenes[0].steps[0].caption, ==, "Neun {weights}");
  g_assert_cmpstr (swedish->title, ==, "Group");
  g_assert_cmpstr (plain->scenes[0].steps[0].caption, ==, "Nine {weights}");
}

static void
test_networks (void) {
  g_autoptr (Lesson) usual = load_builtin ();
  g_autoptr (Lesson) two = read_lesson (GOOD "[Scene growth]\nNetworks=resnet-50;lenet-5\n");
  const LessonNetwork *first = two->networks->pdata[0];

  g_assert_cmpuint (usual->networks->len, ==, 4);
  g_assert_cmpuint (two->networks->len, ==, 2);
  g_assert_cmpint (first->all.parameters, ==, 25557032);
  assert_refused (GOOD "[Scene growth]\nNetworks=vgg-17\n", "[Scene growth] Networks: ");
  assert_refused (GOOD "[Scene growth]\nNetworks=\n", "[Scene growth] Networks: ");
  assert_refused (GOOD "[Scene growth]\nNetworks=../own.network\n", "outside");
  assert_refused (GOOD "[Scene growth]\nNetworks=no-such.network\n", "no-such.network");
}

static void
test_builtin (void) {
  g_autoptr (Lesson) lesson = load_builtin ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (lesson->n_scenes, ==, LESSON_N_SCENE_KINDS);
  g_assert_true (g_path_is_absolute (lesson->path));
  g_assert_true (g_path_is_absolute (lesson->image_path));
  g_assert_cmpint (lesson_find_scene (lesson, "slide", NULL), ==, 2);
  g_assert_cmpint (lesson_find_scene (lesson, "pooling", &error), ==, -1);
  g_assert_error (error, LESSON_ERROR, LESSON_ERROR_SCENE);
  g_assert_nonnull (strstr (error->message, "tensor, dense, slide, sharing"));
  assert_sentence (error);
}

static void
add_mistakes (void) {
  g_test_add_func ("/lesson/file/without-group-is-refused", test_no_group);
  g_test_add_func ("/lesson/file/without-title-is-refused", test_no_title);
  g_test_add_func ("/lesson/file/scenes-missing-unknown-or-twice-are-refused", test_scenes);
  g_test_add_func ("/lesson/file/unknown-filter-is-refused", test_filter);
  g_test_add_func ("/lesson/file/what-is-no-whole-number-is-refused", test_numbers);
  g_test_add_func ("/lesson/file/sizes-out-of-range-are-refused", test_range);
  g_test_add_func ("/lesson/file/image-outside-its-folder-is-refused", test_image_outside);
  g_test_add_func ("/lesson/file/unknown-picture-is-refused", test_unknown_picture);
  g_test_add_func ("/lesson/file/unknown-placeholder-is-refused", test_placeholder);
  g_test_add_func ("/lesson/file/what-is-no-key-file-is-refused", test_not_key_file);
  g_test_add_func ("/lesson/file/what-is-not-utf-8-is-refused", test_not_utf8);
  g_test_add_func ("/lesson/file/missing-file-or-folder-is-refused", test_unreadable);
  g_test_add_func ("/lesson/file/empty-file-is-refused", test_empty);
  g_test_add_func ("/lesson/file/very-large-file-is-refused", test_too_large);
  g_test_add_func ("/lesson/file/cut-short-anywhere-is-read-or-refused", test_cut_short);
  g_test_add_func ("/lesson/file/missing-image-is-refused", test_missing_image);
  g_test_add_func ("/lesson/file/symlink-that-leads-outside-is-refused", test_symlink_outside);
  g_test_add_func ("/lesson/file/wrong-settings-are-refused", test_wrong_settings);
  g_test_add_func ("/lesson/file/wrong-questions-are-refused", test_wrong_questions);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  add_mistakes ();
  g_test_add_func ("/lesson/file/own-words-are-used-and-the-rest-stays", test_own_words);
  g_test_add_func ("/lesson/file/own-sizes-are-used", test_own_sizes);
  g_test_add_func ("/lesson/file/own-settings-are-used", test_settings);
  g_test_add_func ("/lesson/file/steps-are-dropped-and-reordered", test_steps);
  g_test_add_func ("/lesson/file/own-questions-are-asked", test_questions);
  g_test_add_func ("/lesson/file/questions-can-be-left-out", test_no_questions);
  g_test_add_func ("/lesson/file/own-image-is-found-beside-it", test_own_image);
  g_test_add_func ("/lesson/file/translations-follow-the-readers-language", test_translations);
  g_test_add_func ("/lesson/file/own-networks-are-counted", test_networks);
  g_test_add_func ("/lesson/file/the-built-in-lesson-has-all-scenes", test_builtin);
  folder = g_dir_make_tmp ("nine-weights-lesson-XXXXXX", NULL);
  int failed = g_test_run ();
  g_autofree char *path = g_build_filename (folder, "own.lesson", NULL);
  g_remove (path);
  g_rmdir (folder);
  g_free (folder);
  return failed;
}
