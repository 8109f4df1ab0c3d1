/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lecture: with a clicker, with predictions, with a photo, with lessons that were saved and lessons that are broken. */
#include "ui-program.h"

#include <locale.h>
#include <string.h>

#define FAST "[io/github/nineweights/NineWeights]\nspeed=4\n"

#define KEY_RETURN    0xff0d /* symbols of X11 */
#define KEY_ESCAPE    0xff1b
#define KEY_PAGE_UP   0xff55
#define KEY_PAGE_DOWN 0xff56
#define KEY_F5        0xffc2
#define KEY_PLUS      0xffab

#define MOST_CLICKS 40 /* through one scene */

static UiHome *
fast_home (void) {
  UiHome *home = ui_home_new ();

  ui_home_write_settings (home, FAST);
  return home;
}

static char *
sentence (UiProgram *program) {
  g_autoptr (UiNode) stage = ui_stage (program);

  return g_strdup (stage->description);
}

static char *
title (UiProgram *program) {
  g_autoptr (UiNode) stage = ui_stage (program);

  return g_strdup (stage->name);
}

static void
wait_for_node (UiProgram *program, const char *role, const char *pattern) {
  ui_node_free (ui_find (program, role, pattern));
}

static void
type (const char *text) {
  for (; *text != '\0'; text++)
    ui_press_key ((guint) *text);
}

/* To the question of how many weights a dense layer has. */
static void
go_to_question (UiProgram *program) {
  ui_call_action (program, "scene", g_variant_new_string ("dense"));
  ui_call_action (program, "step", g_variant_new_int32 (4));
  wait_for_node (program, "button", "Go On Without");
  /* A key that comes while the question comes up brings it up at once, and does no more. */
  wait_for_node (program, "button", "Play");
}

static void
test_answer (void) {
  g_autoptr (UiHome) home = fast_home ();
  UiProgram *program = ui_program_start (home, NULL);

  go_to_question (program);
  type ("3200");
  ui_press_key (KEY_RETURN);
  ui_wait_until_gone (program, "button", "Go On Without");
  wait_for_node (program, "button", "Play");
  g_autofree char *spoken = sentence (program);
  g_assert_nonnull (strstr (spoken, "Your prediction: 3,200. That is right."));
  ui_program_quit (program);
}

static void
test_skip (void) {
  g_autoptr (UiHome) home = fast_home ();
  UiProgram *program = ui_program_start (home, NULL);

  go_to_question (program);
  ui_press_key (KEY_PAGE_DOWN);
  ui_wait_until_gone (program, "button", "Go On Without");
  wait_for_node (program, "button", "Play");
  g_autofree char *spoken = sentence (program);
  g_assert_null (strstr (spoken, "Your prediction"));
  ui_program_quit (program);
}

/* The setting is the user's, whichever lesson is opened. */
static void
test_not_asked (void) {
  static const char lesson[] = "[Lesson]\nTitle=Asking\nScenes=dense\nQuestions=true\n";
  g_autoptr (UiHome) home = ui_home_new ();
  g_autofree char *path = ui_home_file (home, "asking.lesson");

  ui_home_write_settings (home, "[io/github/nineweights/NineWeights]\nspeed=4\nquestions=false\n");
  ui_home_write (home, "asking.lesson", lesson, sizeof lesson - 1);
  UiProgram *program = ui_program_start (home, NULL);
  ui_program_call_again (program, path);
  wait_for_node (program, "label", "Asking");
  ui_call_action (program, "step", g_variant_new_int32 (4));
  ui_wait_for_position_beyond (program, 1);
  wait_for_node (program, "button", "Play");
  g_autofree char *spoken = sentence (program);
  g_assert_null (strstr (spoken, "without an answer"));
  ui_program_quit (program);
}

/* A clicker has no other keys. */
static void
test_clicker (void) {
  g_autoptr (UiHome) home = fast_home ();
  UiProgram *program = ui_program_start (home, NULL);
  g_autofree char *first = title (program);
  g_autofree char *now = g_strdup (first);

  ui_press_key (KEY_F5);
  ui_wait_for_action_state (program, "fullscreen", g_variant_new_boolean (TRUE));
  ui_wait_until_gone (program, "button", "Main Menu");
  for (int i = 0; i < MOST_CLICKS && g_str_equal (now, first); i++) {
    ui_press_key (KEY_PAGE_DOWN);
    g_free (now);
    now = title (program);
  }
  g_assert_cmpstr (now, !=, first);
  for (int i = 0; i < MOST_CLICKS && !g_str_equal (now, first); i++) {
    ui_press_key (KEY_PAGE_UP);
    g_free (now);
    now = title (program);
  }
  g_assert_cmpstr (now, ==, first);
  ui_press_key (KEY_ESCAPE);
  wait_for_node (program, "button", "Main Menu");
  ui_program_quit (program);
}

/* Until something is under it. */
static void
point_at_something (UiProgram *program, const char *spoken) {
  for (int x = 320; x < 900; x += 40) {
    ui_pointer (x, 300, "abs");
    g_usleep (G_USEC_PER_SEC / 5);
    g_autofree char *now = sentence (program);
    if (!g_str_equal (now, spoken))
      return;
  }
  ui_fail (program, "nothing is under the pointer");
}

static void
test_pointer_left (void) {
  g_autoptr (UiHome) home = fast_home ();
  UiProgram *program = ui_program_start (home, NULL);

  ui_call_action (program, "scene", g_variant_new_string ("grab"));
  ui_call_action (program, "last", NULL);
  wait_for_node (program, "button", "Play");
  g_autofree char *whole = sentence (program);
  point_at_something (program, whole);
  g_autofree char *cell = sentence (program);
  ui_press_key (KEY_PAGE_UP);
  ui_wait_for_other_sentence (program, cell);
  ui_press_key (KEY_PAGE_DOWN);
  ui_press_key (KEY_PAGE_DOWN);
  wait_for_node (program, "button", "Play");
  ui_wait_for_sentence (program, whole);
  ui_program_quit (program);
}

static void
test_zoom (void) {
  g_autoptr (UiHome) home = fast_home ();
  UiProgram *program = ui_program_start (home, NULL);

  ui_call_action (program, "scene", g_variant_new_string ("photo"));
  ui_call_action (program, "playground", NULL);
  ui_wait_for_action_state (program, "playground", g_variant_new_boolean (TRUE));
  ui_press_key ('0');
  ui_wait_for_sentence_like (program, "* pixels side by side are in view, *");
  g_autofree char *whole = sentence (program);
  for (int i = 0; i < 4; i++)
    ui_press_key (KEY_PLUS);
  ui_wait_for_other_sentence (program, whole);
  g_autofree char *middle = sentence (program);
  ui_call_action (program, "pan", g_variant_new ("(ii)", 3, 0));
  ui_wait_for_other_sentence (program, middle);
  ui_press_key ('0');
  ui_wait_for_sentence (program, whole);
  ui_program_quit (program);
}

static void
test_save (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  g_autofree char *stem = ui_home_file (home, "mine");
  g_autofree char *path = ui_home_file (home, "mine.lesson");
  UiProgram *program = ui_program_start (home, NULL);

  ui_call_action (program, "grid", g_variant_new_int32 (12));
  ui_call_action (program, "learned-filter", g_variant_new_int32 (4));
  ui_wait_for_action_state (program, "filter", g_variant_new_string (""));
  ui_call_action (program, "save-state", NULL);
  wait_for_node (program, "button", "*Save");
  type (stem); /* over the name that is offered, before its ending */
  ui_press_key (KEY_RETURN);
  wait_for_node (program, "alert", "Saved “mine.lesson”");
  ui_call_action (program, "grid", g_variant_new_int32 (8));
  ui_wait_for_action_state (program, "grid", g_variant_new_int32 (8));
  ui_program_call_again (program, path);
  ui_wait_for_action_state (program, "grid", g_variant_new_int32 (12));
  ui_call_action (program, "scene", g_variant_new_string ("slide"));
  ui_call_action (program, "playground", NULL);
  wait_for_node (program, "label", "Learned filter 5");
  ui_program_quit (program);
}

static void
test_broken_lesson (void) {
  static const char lesson[] = "[Lesson]\nTitle=Broken\nScenes=tensor;nosuch\n";
  g_autoptr (UiHome) home = ui_home_new ();
  g_autofree char *path = ui_home_file (home, "broken.lesson");
  UiProgram *program = ui_program_start (home, NULL);
  g_autofree char *before = sentence (program);

  ui_home_write (home, "broken.lesson", lesson, sizeof lesson - 1);
  ui_program_call_again (program, path);
  wait_for_node (program, "alert", "broken.lesson, line 3, *nosuch*");
  ui_wait_until_gone (program, "alert", "broken.lesson, line 3, *nosuch*");
  ui_wait_for_sentence (program, before);
  ui_program_quit (program);
}

int
main (int argc, char **argv) {
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/questions/a-typed-number-is-answered-and-shown-beside-the-truth", test_answer);
  g_test_add_func ("/ui/questions/page-down-goes-on-without-an-answer", test_skip);
  g_test_add_func ("/ui/questions/who-does-not-want-any-is-asked-by-no-lesson", test_not_asked);
  g_test_add_func ("/ui/clicker/goes-through-a-scene-and-back", test_clicker);
  g_test_add_func ("/ui/clicker/a-pointer-left-on-the-stage-covers-no-step", test_pointer_left);
  g_test_add_func ("/ui/photo/keys-zoom-to-another-pixel-and-back", test_zoom);
  g_test_add_func ("/ui/lessons/a-saved-one-opens-as-it-was", test_save);
  g_test_add_func ("/ui/lessons/a-broken-one-gives-a-sentence-and-the-lesson-stays", test_broken_lesson);
  return g_test_run ();
}
