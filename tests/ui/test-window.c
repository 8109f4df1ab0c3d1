/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What someone at the window meets, with the pointer, the keyboard, a screen reader or a command line. */
#include "ui-program.h"

#include <locale.h>
#include <string.h>

#define FAST   "4"
#define SLOWLY "0.25" /* so that a step is not over before anybody has looked */

#define KEY_RETURN    0xff0d /* symbols of X11 */
#define KEY_ESCAPE    0xff1b
#define KEY_RIGHT     0xff53
#define KEY_PAGE_DOWN 0xff56
#define KEY_SPACE     0x20
#define KEY_3         0x33
#define KEY_PLUS      0xffab /* of the keypad, which needs no Shift */

/* A shipped picture under a name that people give to theirs. */
static char *
make_picture (const UiHome *home, const char *name) {
  g_autofree char *source =
      g_build_filename (g_getenv ("NINE_WEIGHTS_DATA_DIR"), "images", "coffee.png", NULL);
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (source, &data, &length, &error);
  g_assert_no_error (error);
  ui_home_write (home, name, data, length);
  return ui_home_file (home, name);
}

static char *
make_broken_picture (const UiHome *home, const char *name) {
  static const char data[] = "\x89PNG\r\n\x1a\nand nothing of a picture";

  ui_home_write (home, name, data, sizeof data - 1);
  return ui_home_file (home, name);
}

static char *
sentence (UiProgram *program) {
  g_autoptr (UiNode) stage = ui_stage (program);

  return g_strdup (stage->description);
}

static void
wait_for_node (UiProgram *program, const char *role, const char *pattern) {
  ui_node_free (ui_find (program, role, pattern));
}

/* Plays what comes next to its end. */
static void
go_on (UiProgram *program) {
  double position = ui_position (program);

  ui_click (program, "button", "Next");
  ui_wait_for_position_beyond (program, position);
  wait_for_node (program, "button", "Play");
}

static UiHome *
home_with_speed (const char *speed) {
  g_autofree char *settings = g_strdup_printf ("[io/github/nineweights/NineWeights]\nspeed=%s\n", speed);
  UiHome *home = ui_home_new ();

  ui_home_write_settings (home, settings);
  return home;
}

static void
test_opens (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  UiProgram *program = ui_program_start (home, NULL);
  g_autoptr (UiNode) stage = ui_stage (program);

  g_assert_cmpstr (stage->name, !=, "");
  g_assert_nonnull (strpbrk (stage->description, "0123456789"));
  wait_for_node (program, "label", stage->name);
  wait_for_node (program, "label", "Step 1 of *");
  ui_program_quit (program);
}

static void
test_close (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  UiProgram *program = ui_program_start (home, NULL);

  ui_click (program, "button", "Close");
  ui_program_assert_ends (program);
}

/* An object without a name of its own is called like its class. */
static gboolean
is_nameless_control (UiNode *node, guint depth, gpointer data) {
  static const char *const controls[] = { "button",        "check box", "combo box",   "entry",
                                          "image",         "list",      "list item",   "menu item",
                                          "radio button",  "slider",    "spin button", "text box",
                                          "toggle button", NULL };
  gboolean nameless = node->name == NULL || *node->name == '\0' || g_str_has_prefix (node->name, "Gtk")
                      || g_str_has_prefix (node->name, "Adw") || g_str_has_prefix (node->name, "App");

  if (nameless && g_strv_contains (controls, node->role) && ui_node_has_state (node, UI_STATE_FOCUSABLE)) {
    *(char **) data = g_strdup_printf ("%s “%s”: %s", node->role, node->name, node->description);
    return TRUE;
  }
  return FALSE;
}

static void
assert_all_named (UiProgram *program) {
  g_autofree char *nameless = NULL;

  if (ui_program_walk (program, is_nameless_control, &nameless))
    ui_fail (program, "a control has no name: %s", nameless);
}

/* A tooltip becomes a description: where it is the name again it would be read twice. */
static gboolean
says_it_twice (UiNode *node, guint depth, gpointer data) {
  gboolean twice = depth > 0 && node->name != NULL && *node->name != '\0'
                   && g_strcmp0 (node->name, node->description) == 0;

  if (twice)
    *(char **) data = g_strdup_printf ("%s “%s”", node->role, node->name);
  return twice;
}

static void
assert_none_says_it_twice (UiProgram *program) {
  g_autofree char *twice = NULL;

  if (ui_program_walk (program, says_it_twice, &twice))
    ui_fail (program, "a control says twice what it is: %s", twice);
}

static void
test_said_once (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  UiProgram *program = ui_program_start (home, NULL);

  assert_none_says_it_twice (program);
  ui_call_action (program, "scene", g_variant_new_string ("slide"));
  ui_call_action (program, "playground", NULL);
  wait_for_node (program, "spin button", "Stride");
  assert_none_says_it_twice (program);
  ui_program_quit (program);
}

static void
test_names (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  UiProgram *program = ui_program_start (home, NULL);

  assert_all_named (program);
  ui_click (program, "button", "Image");
  wait_for_node (program, "button", "Open File*");
  assert_all_named (program);
  ui_press_key (KEY_ESCAPE);
  ui_wait_until_gone (program, "button", "Open File*");
  ui_click (program, "button", "Filter");
  wait_for_node (program, "button", "Sharpen");
  assert_all_named (program);
  ui_program_quit (program);
}

static void
test_next (void) {
  g_autoptr (UiHome) home = home_with_speed (FAST);
  UiProgram *program = ui_program_start (home, NULL);
  g_autofree char *start = sentence (program);

  go_on (program);
  g_autofree char *first = sentence (program);
  double position = ui_position (program);
  g_assert_cmpfloat (position, >, 0);
  go_on (program);
  wait_for_node (program, "label", "Step 2 of *");
  ui_wait_for_other_sentence (program, first);
  g_assert_cmpfloat (ui_position (program), >, position);
  ui_click (program, "button", "Back");
  ui_wait_for_position (program, position);
  ui_click (program, "button", "Back");
  /* The first step begins and ends with the same words. */
  ui_wait_for_position (program, 0);
  ui_wait_for_sentence (program, start);
  ui_program_quit (program);
}

static void
test_play (void) {
  g_autoptr (UiHome) home = home_with_speed (SLOWLY);
  UiProgram *program = ui_program_start (home, NULL);

  g_assert_cmpfloat (ui_position (program), ==, 0);
  /* Kept: to find it again while a loaded machine draws takes longer than a step. */
  g_autoptr (UiNode) button = ui_find (program, "button", "Play");
  g_assert_true (ui_node_click (button));
  ui_wait_for_position_beyond (program, 0);
  g_assert_true (ui_node_click (button));
  wait_for_node (program, "button", "Play");
  double position = ui_position (program);
  assert_all_named (program);
  g_assert_cmpfloat (ui_position (program), ==, position);
  ui_program_quit (program);
}

static void
test_scene (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  UiProgram *program = ui_program_start (home, NULL);
  g_autofree char *before = sentence (program);
  g_autoptr (UiNode) row = ui_find (program, "list item", "Scene 2: *");

  ui_choose (program, row->name);
  wait_for_node (program, "image", row->name + strlen ("Scene 2: "));
  ui_wait_for_other_sentence (program, before);
  wait_for_node (program, "label", "Step 1 of *");
  ui_program_quit (program);
}

static void
test_keys (void) {
  g_autoptr (UiHome) home = home_with_speed (SLOWLY);
  UiProgram *program = ui_program_start (home, NULL);

  ui_press_key (KEY_SPACE);
  wait_for_node (program, "button", "Pause");
  ui_press_key (KEY_SPACE);
  wait_for_node (program, "button", "Play");
  double position = ui_position (program);
  g_assert_cmpfloat (position, >, 0);
  ui_press_key (KEY_PAGE_DOWN);
  ui_wait_for_position_beyond (program, position);
  ui_program_quit (program);
}

static void
test_keys_with_focus (void) {
  g_autoptr (UiHome) home = home_with_speed (SLOWLY);
  UiProgram *program = ui_program_start (home, NULL);

  ui_focus (program, "button", "Present Fullscreen");
  ui_press_key (KEY_RIGHT);
  wait_for_node (program, "button", "Pause");
  ui_press_key (KEY_PAGE_DOWN);
  wait_for_node (program, "button", "Play");
  g_assert_cmpfloat (ui_position (program), >, 0);
  wait_for_node (program, "button", "Main Menu");
  ui_program_quit (program);
}

static void
test_number (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  UiProgram *program = ui_program_start (home, NULL);

  ui_press_key (KEY_3);
  wait_for_node (program, "label", "Go to step 3*");
  ui_wait_for_sentence (program, "Go to step 3: press Enter");
  ui_press_key (KEY_RETURN);
  wait_for_node (program, "label", "Step 3 of *");
  ui_program_quit (program);
}

static void
test_cursor (void) {
  g_autoptr (UiHome) home = home_with_speed (FAST);
  UiProgram *program = ui_program_start (home, NULL);
  go_on (program);
  g_autofree char *whole = sentence (program);

  ui_call_action (program, "move-cursor", g_variant_new ("(ii)", 0, 1));
  ui_wait_for_other_sentence (program, whole);
  g_autofree char *cell = sentence (program);
  g_assert_nonnull (strpbrk (cell, "0123456789"));
  ui_call_action (program, "move-cursor", g_variant_new ("(ii)", 1, 0));
  ui_wait_for_other_sentence (program, cell);
  ui_press_key (KEY_ESCAPE);
  ui_wait_for_sentence (program, whole);
  ui_program_quit (program);
}

static void
test_escape (void) {
  g_autoptr (UiHome) home = home_with_speed (SLOWLY);
  UiProgram *program = ui_program_start (home, NULL);

  for (int i = 0; i < 3; i++)
    ui_press_key (KEY_ESCAPE);
  /* Keys come in their order: once this one has worked, the others have been there. */
  ui_press_key (KEY_SPACE);
  wait_for_node (program, "button", "Pause");
  ui_press_key (KEY_ESCAPE);
  ui_press_key (KEY_SPACE);
  wait_for_node (program, "button", "Play");
  g_assert_true (ui_program_is_running (program));
  ui_program_quit (program);
}

static void
test_fullscreen (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  UiProgram *program = ui_program_start (home, NULL);

  ui_click (program, "button", "Present Fullscreen");
  ui_wait_for_action_state (program, "fullscreen", g_variant_new_boolean (TRUE));
  ui_wait_until_gone (program, "button", "Main Menu");
  ui_press_key (KEY_ESCAPE);
  ui_wait_for_action_state (program, "fullscreen", g_variant_new_boolean (FALSE));
  wait_for_node (program, "button", "Main Menu");
  wait_for_node (program, "button", "Next");
  ui_call_action (program, "fullscreen", NULL);
  ui_wait_until_gone (program, "button", "Main Menu");
  ui_call_action (program, "fullscreen", NULL);
  wait_for_node (program, "button", "Main Menu");
  ui_program_quit (program);
}

static void
test_argument (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  g_autofree char *picture = make_picture (home, "Blick über den Fjord.png");
  UiProgram *program = ui_program_start (home, picture);

  ui_click (program, "button", "Image");
  wait_for_node (program, "label", "Blick über den Fjord.png");
  ui_program_quit (program);
}

static void
test_broken (void) {
  g_autoptr (UiHome) home = home_with_speed (FAST);
  g_autofree char *picture = make_broken_picture (home, "broken.png");
  UiProgram *program = ui_program_start (home, NULL);
  go_on (program);
  g_autofree char *before = sentence (program);

  ui_program_call_again (program, picture);
  g_autoptr (UiNode) alert = ui_find (program, "alert", "*broken.png: *; *");
  ui_wait_for_sentence (program, alert->name);
  ui_press_key (KEY_ESCAPE);
  ui_wait_for_sentence (program, before);
  ui_program_quit (program);
}

static void
test_broken_argument (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  g_autofree char *missing = ui_home_file (home, "missing.png");
  UiProgram *program = ui_program_start (home, missing);

  wait_for_node (program, "alert", "*missing.png: *; *");
  wait_for_node (program, "label", "Step 1 of *");
  ui_program_quit (program);
}

static void
test_second_call (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  g_autofree char *picture = make_picture (home, "another.png");
  UiProgram *program = ui_program_start (home, NULL);

  ui_program_call_again (program, picture);
  ui_click (program, "button", "Image");
  wait_for_node (program, "label", "another.png");
  ui_program_quit (program);
}

static void
choose_settings (UiProgram *program) {
  ui_choose (program, "Scene 3: *");
  ui_click (program, "button", "Image");
  ui_set_value (program, "spin button", "Side of the grid*", 12);
  ui_wait_for_action_state (program, "grid", g_variant_new_int32 (12));
  ui_press_key (KEY_ESCAPE);
  ui_wait_until_gone (program, "button", "Open File*");
  ui_click (program, "button", "Filter");
  ui_click (program, "button", "Sharpen");
  ui_wait_for_action_state (program, "filter", g_variant_new_string ("sharpen"));
}

static void
test_remembered (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  UiProgram *program = ui_program_start (home, NULL);
  g_autoptr (UiNode) row = ui_find (program, "list item", "Scene 3: *");

  choose_settings (program);
  ui_program_quit (program);
  program = ui_program_start (home, NULL);
  wait_for_node (program, "image", row->name + strlen ("Scene 3: "));
  ui_wait_for_action_state (program, "grid", g_variant_new_int32 (12));
  ui_wait_for_action_state (program, "filter", g_variant_new_string ("sharpen"));
  ui_program_quit (program);
}

static UiHome *
home_that_asks (void) {
  UiHome *home = ui_home_new ();

  ui_home_write_settings (home, "[io/github/nineweights/NineWeights]\nspeed=4\nquestions=true\n");
  return home;
}

static void
test_number_is_asked (void) {
  g_autoptr (UiHome) home = home_that_asks ();
  UiProgram *program = ui_program_start (home, NULL);

  ui_call_action (program, "scene", g_variant_new_string ("grab"));
  ui_call_action (program, "step", g_variant_new_int32 (1));
  ui_wait_for_sentence_like (program, "* Type a number, or go on without an answer.");
  ui_press_key (KEY_3);
  ui_wait_for_sentence (program, "Your prediction: 3: press Enter");
  ui_press_key (KEY_RETURN);
  ui_wait_for_sentence_like (program, "* Your prediction: 3. Right is: 64. *");
  ui_program_quit (program);
}

static void
test_choice_is_asked (void) {
  g_autoptr (UiHome) home = home_that_asks ();
  UiProgram *program = ui_program_start (home, NULL);

  ui_call_action (program, "scene", g_variant_new_string ("filters"));
  ui_call_action (program, "step", g_variant_new_int32 (4));
  ui_wait_for_sentence_like (program, "* 1: More memory. 2: More multiplications. 3: * Press a number, *");
  assert_all_named (program);
  wait_for_node (program, "button", "Answer 2: More multiplications");
  ui_call_action (program, "move-cursor", g_variant_new ("(ii)", 1, 0));
  ui_wait_for_sentence (program, "Answer 1: More memory");
  ui_press_key (KEY_RETURN);
  ui_wait_for_sentence_like (program, "* Your prediction: More memory. Right is: More multiplications. *");
  ui_program_quit (program);
}

/* The playground, at the scene where the filter slides. */
static void
play_around (UiProgram *program) {
  ui_call_action (program, "scene", g_variant_new_string ("slide"));
  ui_call_action (program, "playground", NULL);
  ui_wait_for_action_state (program, "playground", g_variant_new_boolean (TRUE));
  wait_for_node (program, "spin button", "Stride");
}

/* The keyboard cursor goes from group to group until it reads a weight. */
static char *
go_to_weight (UiProgram *program) {
  g_autofree char *before = sentence (program);

  for (int i = 0; i < 10; i++) {
    ui_call_action (program, "change-region", g_variant_new_int32 (1));
    ui_wait_for_other_sentence (program, before);
    g_free (before);
    before = sentence (program);
    if (g_str_has_prefix (before, "Weight in row"))
      return g_steal_pointer (&before);
  }
  ui_fail (program, "no weight is read");
}

static void
test_playground (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  UiProgram *program = ui_program_start (home, NULL);

  play_around (program);
  assert_all_named (program);
  ui_wait_until_gone (program, "slider", "Moment of the scene");
  g_autofree char *before = sentence (program);
  ui_set_value (program, "spin button", "Stride", 2);
  ui_wait_for_action_state (program, "stride", g_variant_new_int32 (2));
  ui_wait_for_other_sentence (program, before);
  ui_call_action (program, "undo", NULL);
  ui_wait_for_sentence (program, before);
  ui_call_action (program, "playground", NULL);
  wait_for_node (program, "slider", "Moment of the scene");
  ui_wait_until_gone (program, "spin button", "Stride");
  ui_program_quit (program);
}

static void
test_playground_is_named (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  UiProgram *program = ui_program_start (home, NULL);

  play_around (program);
  wait_for_node (program, "image", "Playground: *");
  ui_call_action (program, "playground", NULL);
  ui_wait_until_gone (program, "image", "Playground: *");
  ui_program_quit (program);
}

/* The keyboard cursor on the photo, on the response beside it, and where the keys take the view. */
static void
test_photo_is_read (void) {
  g_autoptr (UiHome) home = home_with_speed (FAST);
  UiProgram *program = ui_program_start (home, NULL);

  ui_call_action (program, "scene", g_variant_new_string ("photo"));
  ui_call_action (program, "playground", NULL);
  wait_for_node (program, "image", "Playground: *");
  for (int i = 0; i < 6; i++)
    ui_call_action (program, "zoom-in", NULL);
  ui_wait_for_sentence_like (program, "* pixels side by side are in view, round row *");
  ui_call_action (program, "move-cursor", g_variant_new ("(ii)", 0, 1));
  ui_wait_for_sentence_like (program, "Photo, row *, column *: *");
  g_autofree char *edge = sentence (program);
  /* The first cell in view: beyond it the view goes along. */
  ui_call_action (program, "move-cursor", g_variant_new ("(ii)", -1, 0));
  ui_wait_for_other_sentence (program, edge);
  ui_wait_for_sentence_like (program, "Photo, row *, column *: *");
  ui_call_action (program, "change-region", g_variant_new_int32 (1));
  ui_wait_for_sentence_like (program, "Response, row *, column *: *");
  ui_program_quit (program);
}

static void
test_step_weight (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  UiProgram *program = ui_program_start (home, NULL);

  play_around (program);
  g_autofree char *before = go_to_weight (program);
  ui_press_key (KEY_PLUS);
  ui_wait_for_other_sentence (program, before);
  ui_call_action (program, "undo", NULL);
  ui_wait_for_sentence (program, before);
  ui_program_quit (program);
}

static void
test_type_weight (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  UiProgram *program = ui_program_start (home, NULL);

  play_around (program);
  g_autofree char *before = go_to_weight (program);
  ui_press_key (KEY_3);
  wait_for_node (program, "label", "Weight: 3: press Enter");
  ui_press_key (KEY_ESCAPE);
  ui_press_key (KEY_3);
  ui_press_key (KEY_3);
  wait_for_node (program, "label", "Weight: 33: press Enter");
  ui_press_key (KEY_RETURN);
  ui_wait_for_other_sentence (program, before);
  g_autofree char *after = sentence (program);
  g_assert_nonnull (strstr (after, "33.00"));
  ui_program_quit (program);
}

/* Moves the pointer over the stage until a weight is under it. */
static gboolean
point_at_weight (UiProgram *program, int *x, int *y) {
  for (*y = 280; *y < 480; *y += 40)
    for (*x = 320; *x < 760; *x += 30) {
      ui_pointer (*x, *y, "abs");
      g_usleep (G_USEC_PER_SEC / 10);
      g_autofree char *text = sentence (program);
      if (g_str_has_prefix (text, "Weight in row"))
        return TRUE;
    }
  return FALSE;
}

static void
test_drag (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  UiProgram *program = ui_program_start (home, NULL);
  int x, y;

  play_around (program);
  if (!point_at_weight (program, &x, &y))
    ui_fail (program, "no weight is under the pointer");
  g_autofree char *before = sentence (program);
  ui_pointer (x, y, "b1p");
  for (int way = 0; way < 60; way += 10)
    ui_pointer (x, y - way, "abs");
  ui_wait_for_other_sentence (program, before);
  ui_pointer (x, y - 60, "b1r");
  ui_wait_for_action_state (program, "filter", g_variant_new_string (""));
  ui_call_action (program, "undo", NULL);
  ui_wait_for_action_state (program, "filter", g_variant_new_string ("sobel-x"));
  ui_wait_for_sentence (program, before);
  ui_program_quit (program);
}

static void
test_refused (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  UiProgram *program = ui_program_start (home, NULL);

  play_around (program);
  ui_set_value (program, "spin button", "Side of the grid*", 4);
  ui_wait_for_action_state (program, "grid", g_variant_new_int32 (4));
  ui_set_value (program, "spin button", "Dilation", 2);
  wait_for_node (program, "alert", "*; *");
  ui_wait_for_action_state (program, "dilation", g_variant_new_int32 (1));
  ui_program_quit (program);
}

static void
test_playground_remembered (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  UiProgram *program = ui_program_start (home, NULL);

  play_around (program);
  g_autofree char *before = go_to_weight (program);
  ui_press_key (KEY_PLUS);
  ui_wait_for_other_sentence (program, before);
  g_autofree char *after = sentence (program);
  ui_program_quit (program);
  program = ui_program_start (home, NULL);
  ui_wait_for_action_state (program, "playground", g_variant_new_boolean (TRUE));
  g_autofree char *again = go_to_weight (program);
  g_assert_cmpstr (again, ==, after);
  ui_program_quit (program);
}

static void
test_shows_keys (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  UiProgram *program = ui_program_start (home, NULL);

  ui_call_action (program, "show-help-overlay", NULL);
  ui_node_free (ui_find (program, "label", "Next step, or the end of the one that plays"));
  ui_program_quit (program);
}

int
main (int argc, char *argv[]) {
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/window/opens-on-a-lesson-described-in-numbers", test_opens);
  g_test_add_func ("/ui/window/close-ends-the-program", test_close);
  g_test_add_func ("/ui/window/every-control-has-a-name", test_names);
  g_test_add_func ("/ui/window/no-control-says-twice-what-it-is", test_said_once);
  g_test_add_func ("/ui/transport/next-and-back-go-from-step-to-step", test_next);
  g_test_add_func ("/ui/transport/play-moves-the-slider-and-pause-holds-it", test_play);
  g_test_add_func ("/ui/scenes/the-one-chosen-in-the-list-is-shown", test_scene);
  g_test_add_func ("/ui/keys/space-and-page-down-go-on", test_keys);
  g_test_add_func ("/ui/keys/right-and-page-down-go-on-though-a-button-has-the-focus", test_keys_with_focus);
  g_test_add_func ("/ui/keys/a-number-and-enter-go-to-that-step", test_number);
  g_test_add_func ("/ui/keys/escape-never-closes-the-window", test_escape);
  g_test_add_func ("/ui/stage/the-cursor-reads-cells-and-escape-lets-go", test_cursor);
  g_test_add_func ("/ui/fullscreen/leaves-the-stage-alone-and-comes-back", test_fullscreen);
  g_test_add_func ("/ui/pictures/one-on-the-command-line-is-shown-with-its-name", test_argument);
  g_test_add_func ("/ui/pictures/a-broken-one-gives-a-sentence-and-the-lesson-stays", test_broken);
  g_test_add_func ("/ui/pictures/a-missing-one-at-the-start-gives-a-sentence-and-the-lesson",
                   test_broken_argument);
  g_test_add_func ("/ui/pictures/a-second-call-hands-its-file-to-the-open-window", test_second_call);
  g_test_add_func ("/ui/settings/scene-grid-and-filter-are-remembered", test_remembered);
  g_test_add_func ("/ui/playground/opens-with-its-panel-whose-controls-change-the-totals", test_playground);
  g_test_add_func ("/ui/playground/scene-and-weights-are-remembered", test_playground_remembered);
  g_test_add_func ("/ui/edit/a-drag-changes-the-weight-and-undo-brings-it-back-at-once", test_drag);
  g_test_add_func ("/ui/edit/plus-changes-the-weight-under-the-cursor-and-undo-brings-it-back",
                   test_step_weight);
  g_test_add_func ("/ui/edit/a-value-and-enter-set-the-weight-under-the-cursor", test_type_weight);
  g_test_add_func ("/ui/edit/settings-that-do-not-fit-are-refused-in-a-sentence", test_refused);
  g_test_add_func ("/ui/question/number-is-read-out-as-it-is-typed", test_number_is_asked);
  g_test_add_func ("/ui/question/choices-are-read-out-with-their-numbers", test_choice_is_asked);
  g_test_add_func ("/ui/playground/is-named", test_playground_is_named);
  g_test_add_func ("/ui/keys/the-window-of-keys-opens-when-asked-for", test_shows_keys);
  g_test_add_func ("/ui/photo/pixels-and-response-are-read", test_photo_is_read);
  return g_test_run ();
}
