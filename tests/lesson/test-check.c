/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checking a lesson file: every mistake and warning, at its line. */
#include "lesson-data.h"
#include "lesson-error.h"
#include "lesson-issue.h"
#include "lesson-test.h"

#include <glib/gstdio.h>

#define GOOD     "[Lesson]\nTitle=A title\nScenes=dense;slide\n"
#define N_ROUNDS 2000

static char *folder, *path;

/* Thousands of times: g_file_set_contents() waits for the disk each time. */
static void
write_text (const char *text, gssize length) {
  FILE *file = g_fopen (path, "wb");
  gsize size = length < 0 ? strlen (text) : (gsize) length;

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (text, 1, size, file), ==, size);
  g_assert_cmpint (fclose (file), ==, 0);
}

static GPtrArray *
check (const char *text) {
  g_autoptr (GError) error = NULL;

  write_text (text, -1);
  GPtrArray *issues = lesson_check_file (path, &error);
  g_assert_no_error (error);
  return issues;
}

/* "2 error [Lesson] Grid", or "2 error" where it is about the line alone; all of them, one a line. */
static void
assert_issues (const char *text, const char *expected) {
  g_autoptr (GPtrArray) issues = check (text);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < issues->len; i++) {
    const LessonIssue *issue = issues->pdata[i];
    g_string_append_printf (found, "%u %s", issue->line,
                            issue->severity == LESSON_ISSUE_ERROR ? "error" : "warning");
    if (issue->group != NULL)
      g_string_append_printf (found, " [%s]%s%s", issue->group, issue->key != NULL ? " " : "",
                              issue->key != NULL ? issue->key : "");
    g_string_append_c (found, '\n');
    g_assert_nonnull (issue->message);
  }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
assert_says (const char *text, const char *part) {
  g_autoptr (GPtrArray) issues = check (text);

  g_assert_cmpuint (issues->len, ==, 1);
  const LessonIssue *issue = issues->pdata[0];
  if (strstr (issue->message, part) == NULL)
    g_error ("“%s” does not say %s", issue->message, part);
}

static void
test_shipped (void) {
  static const char *const names[] = { "lessons/weights-in-cnns.lesson", "lessons/example.lesson" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *shipped = lesson_data_path (names[i]);
    g_autoptr (GPtrArray) issues = lesson_check_file (shipped, NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (Lesson) lesson = lesson_new_from_file (shipped, &error);
    for (guint j = 0; j < issues->len; j++) {
      g_autofree char *words = lesson_issue_in_words (issues->pdata[j]);
      g_error ("%s: %s", names[i], words);
    }
    g_assert_no_error (error);
    g_autoptr (LessonParameters) parameters = lesson_load_parameters (lesson, &error);
    g_assert_no_error (error);
  }
}

static void
test_all (void) {
  assert_issues (
      "# A remark\n[Lesson]\nTitle=\nScenes=dense;pooling;slide;dense\nGrid=3\n\nNodes=many\nTone=red\n"
      "[Step slide/place]\nCaption={wieghts}\nCaption[it]={pesi}\nSeconds=-1\n",
      "3 error [Lesson] Title\n4 error [Lesson] Scenes\n4 error [Lesson] Scenes\n5 error [Lesson] Grid\n"
      "7 error [Lesson] Nodes\n8 error [Lesson] Tone\n10 error [Step slide/place] Caption\n"
      "11 error [Step slide/place] Caption[it]\n12 error [Step slide/place] Seconds\n");
}

static void
test_missing (void) {
  assert_issues ("\n[Lesson]\n", "2 error [Lesson] Title\n2 error [Lesson] Scenes\n");
  assert_issues ("# Nothing\n", "0 error [Lesson]\n");
  assert_issues ("[Lesson\nTitle=A\n", "0 error [Lesson]\n1 error\n");
}

static void
test_syntax (void) {
  assert_issues (GOOD "Once upon a time\nGrid=3\n=5\n", "4 error\n5 error [Lesson] Grid\n6 error\n");
  assert_issues ("Title=A\n" GOOD, "1 error\n");
  assert_issues (GOOD "[Scene slide\nTitle=A\nSteps=none\n[Step slide/place]\nSeconds=0\n",
                 "4 error\n8 error [Step slide/place] Seconds\n");
  assert_issues (GOOD "Grid[=5\nGrid=3\n", "4 error\n5 error [Lesson] Grid\n");
}

static void
test_bytes (void) {
  assert_issues ("[Lesson]\nTitle=M\xfcnchen\nTitle=A\nScenes=slide\n", "2 error\n");
  assert_issues (GOOD "[Step slide/place]\nCaption=a\\qb\n", "5 error [Step slide/place] Caption\n");
  assert_issues (GOOD "[Step slide/place]\nNotes=A\nNotes[it]=a\\\n",
                 "6 error [Step slide/place] Notes[it]\n");
  assert_issues ("\xef\xbb\xbf" GOOD, "");
  assert_issues ("[Lesson]\r\nTitle=A\r\nScenes=slide\r\nGrid=3\r\n", "4 error [Lesson] Grid\n");
}

static void
test_warnings (void) {
  assert_issues (GOOD
                 "Gird=9\n[Sceen slide]\nTitle=A\n[Step slide/plaec]\nCaption=A\n[Scene slide]\nColour=red\n",
                 "4 warning [Lesson] Gird\n5 warning [Sceen slide]\n7 warning [Step slide/plaec]\n"
                 "10 warning [Scene slide] Colour\n");
  assert_issues (GOOD "Grid[it]=9\nGrid=9\nGrid=10\n",
                 "4 warning [Lesson] Grid[it]\n6 warning [Lesson] Grid\n");
  assert_issues (GOOD "[Step slide/place]\nNotes[it]=A\n", "5 warning [Step slide/place] Notes[it]\n");
}

static void
test_nearest (void) {
  assert_says (GOOD "Gird=9\n", "did you mean Grid?");
  assert_says (GOOD "grid=9\n", "did you mean Grid?");
  assert_says (GOOD "[scene Slide]\n", "did you mean [Scene slide]?");
  assert_says (GOOD "[Step slide/all-row]\n", "did you mean [Step slide/all-rows]?");
  assert_says (GOOD "[Step slide/jump]\n", "choose from place, multiply");
  assert_says (GOOD "Colour=red\n", "README.md");
}

static void
test_hidden (void) {
  assert_issues (GOOD
                 "[Step filters/all]\nCaption={wieghts}\n[Scene slide]\nSteps=place\n[Step slide/multiply]\n"
                 "Caption={wieghts}\n",
                 "5 error [Step filters/all] Caption\n9 error [Step slide/multiply] Caption\n");
}

static void
test_picture (void) {
  assert_issues (GOOD "Image=own.lesson\n", "4 error [Lesson] Image\n");
  assert_issues (GOOD "PhotoImage=leaf.png\n", "4 error [Lesson] PhotoImage\n");
}

static void
test_unreadable (void) {
  g_autoptr (GError) error = NULL;

  g_assert_null (lesson_check_file (folder, &error));
  assert_sentence (error);
}

static gboolean
has_errors (const GPtrArray *issues) {
  for (guint i = 0; i < issues->len; i++)
    if (((const LessonIssue *) issues->pdata[i])->severity == LESSON_ISSUE_ERROR)
      return TRUE;
  return FALSE;
}

/* Replaces, removes, inserts or repeats a few bytes. */
static void
mutate (GString *text, GRand *random) {
  static const char bytes[] = "[]=;\\/{}#\n\r \t.-0129aGT\xff\xc3\x00";

  for (int n = g_rand_int_range (random, 1, 5); n > 0 && text->len > 0; n--) {
    gsize at = (gsize) g_rand_int_range (random, 0, (gint32) text->len);
    gsize most = MIN (text->len - at, 40);
    gsize length = (gsize) g_rand_int_range (random, 1, (gint32) most + 1);
    g_autofree char *part = g_strndup (text->str + at, length);
    switch (g_rand_int_range (random, 0, 4)) {
    case 0:
      text->str[at] = bytes[g_rand_int_range (random, 0, sizeof bytes)];
      break;
    case 1:
      g_string_erase (text, (gssize) at, (gssize) length);
      break;
    case 2:
      g_string_insert_c (text, (gssize) at, bytes[g_rand_int_range (random, 0, sizeof bytes)]);
      break;
    default:
      g_string_insert (text, g_rand_int_range (random, 0, (gint32) text->len), part);
      break;
    }
  }
}

static void
test_mutations (void) {
  g_autofree char *example = lesson_data_path ("lessons/example.lesson");
  g_autofree char *good = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  gsize length;
  guint refused = 0;

  g_assert_true (g_file_get_contents (example, &good, &length, NULL));
  for (int round = 0; round < N_ROUNDS; round++) {
    g_autoptr (GString) text = g_string_new_len (good, (gssize) length);
    g_autoptr (GError) error = NULL;
    mutate (text, random);
    write_text (text->str, (gssize) text->len);
    g_autoptr (Lesson) lesson = lesson_new_from_file (path, &error);
    g_autoptr (GPtrArray) issues = lesson_check_file (path, NULL);
    g_assert_true ((lesson == NULL) == (error != NULL));
    g_assert_true ((lesson == NULL) == (issues == NULL || has_errors (issues)));
    if (error != NULL)
      assert_sentence (error);
    refused += lesson == NULL;
  }
  g_test_message ("%u of %d refused", refused, N_ROUNDS);
  g_assert_cmpuint (refused, >, N_ROUNDS / 10);
  g_assert_cmpuint (refused, <, N_ROUNDS);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/check/what-ships-is-right", test_shipped);
  g_test_add_func ("/lesson/check/every-mistake-is-found-at-its-line", test_all);
  g_test_add_func ("/lesson/check/what-is-missing-is-told-at-its-group", test_missing);
  g_test_add_func ("/lesson/check/lines-that-are-none-of-a-key-file-are-told", test_syntax);
  g_test_add_func ("/lesson/check/wrong-bytes-and-escapes-are-mistakes", test_bytes);
  g_test_add_func ("/lesson/check/what-nothing-reads-is-warned-of", test_warnings);
  g_test_add_func ("/lesson/check/what-was-meant-is-suggested", test_nearest);
  g_test_add_func ("/lesson/check/what-is-not-shown-is-checked-too", test_hidden);
  g_test_add_func ("/lesson/check/pictures-are-opened", test_picture);
  g_test_add_func ("/lesson/check/what-cannot-be-read-at-all-is-an-error", test_unreadable);
  g_test_add_func ("/lesson/check/random-mistakes-are-refused-or-read", test_mutations);
  folder = g_dir_make_tmp ("nine-weights-check-XXXXXX", NULL);
  path = g_build_filename (folder, "own.lesson", NULL);
  int failed = g_test_run ();
  g_remove (path);
  g_rmdir (folder);
  g_free (path);
  g_free (folder);
  return failed;
}
