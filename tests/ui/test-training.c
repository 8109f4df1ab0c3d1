/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Networks that learn while somebody watches. */
#include "ui-program.h"

#include <locale.h>
#include <string.h>

#define SECONDS_MAX  10.0 /* that training may take until dense and convolution are right so often */
#define ACCURACY_MIN 95.0 /* percent */
#define PATIENCE                                                                                             \
  (90 * G_USEC_PER_SEC) /* a loaded machine may be slow to tell; the clock that counts is the training's */

#define KEY_T 0x74
#define KEY_R 0x72

static UiProgram *
start_in_scene (const UiHome *home) {
  UiProgram *program = ui_program_start (home, NULL);

  ui_call_action (program, "scene", g_variant_new_string ("learned"));
  ui_node_free (ui_find (program, "button", "Train the networks"));
  return program;
}

/* "Step 812 of the training, after 6.3 seconds. Test images right: Dense 95.2 %, Local 97.1 %, …" */
static char *
how_it_stands (UiProgram *program) {
  g_autoptr (UiNode) slider = ui_find (program, "slider", "Moment of the training");

  return g_strdup (slider->description);
}

static double
number_after (const char *text, const char *word) {
  const char *at = strstr (text, word);

  return at != NULL ? g_ascii_strtod (at + strlen (word), NULL) : 0;
}

static void
test_ten_seconds (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  UiProgram *program = start_in_scene (home);
  gint64 start = g_get_monotonic_time ();
  double seconds = 0, dense = 0, convolution = 0;

  ui_call_action (program, "training-data", g_variant_new_string ("digits"));
  ui_call_action (program, "training-start", NULL);
  ui_node_free (ui_find (program, "button", "Pause the training"));
  while (dense <= ACCURACY_MIN || convolution <= ACCURACY_MIN) {
    g_autofree char *text = how_it_stands (program);
    if (g_get_monotonic_time () - start > PATIENCE)
      ui_fail (program, "both networks should be right in 95 %% by now: “%s”", text);
    g_usleep (G_USEC_PER_SEC / 10);
    seconds = number_after (text, "after ");
    dense = number_after (text, "Dense ");
    convolution = number_after (text, "Convolution ");
  }
  g_test_message ("%.1f seconds: dense %.1f %%, convolution %.1f %%", seconds, dense, convolution);
  g_assert_cmpfloat (seconds, <, SECONDS_MAX);
  ui_program_quit (program);
}

static void
test_keyboard (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  UiProgram *program = start_in_scene (home);

  ui_press_key (KEY_T);
  ui_node_free (ui_find (program, "button", "Pause the training"));
  ui_wait_for_sentence (program, "The networks are being trained.");
  ui_press_key (KEY_T);
  ui_node_free (ui_find (program, "button", "Train the networks"));
  ui_wait_for_sentence_like (program, "Step * of the training*Test images right: *");
  ui_press_key (KEY_R);
  ui_wait_for_sentence_like (program, "Step 0 of the training*");
  ui_program_quit (program);
}

static void
test_leaving (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  UiProgram *program = start_in_scene (home);

  ui_call_action (program, "training-start", NULL);
  ui_wait_for_action_state (program, "training-start", g_variant_new_boolean (TRUE));
  ui_call_action (program, "scene", g_variant_new_string ("slide"));
  ui_wait_for_action_state (program, "training-start", g_variant_new_boolean (FALSE));
  ui_wait_until_gone (program, "button", "Train the networks");
  ui_program_quit (program);
}

static void
test_bad_file (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  g_autofree char *path = ui_home_file (home, "train-images-idx3-ubyte");
  UiProgram *program = start_in_scene (home);

  ui_home_write (home, "train-images-idx3-ubyte", "no images", 9);
  ui_home_write (home, "train-labels-idx1-ubyte", "no labels", 9);
  ui_call_action (program, "training-learn-from", g_variant_new_string (path));
  ui_node_free (ui_find (program, "alert", "*train-images-idx3-ubyte*"));
  ui_call_action (program, "training-start", NULL);
  ui_node_free (ui_find (program, "button", "Pause the training"));
  ui_program_quit (program);
}

/* One that goes while it still comes into view would bring the program down. */
static void
test_messages (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  UiProgram *program = start_in_scene (home);

  for (int i = 0; i < 4; i++) {
    ui_call_action (program, "training-rate", g_variant_new_double (-1));
    ui_call_action (program, "training-momentum", g_variant_new_double (2));
    g_usleep (G_USEC_PER_SEC / 20);
  }
  g_usleep (G_USEC_PER_SEC);
  ui_node_free (ui_find (program, "alert", "*momentum*"));
  ui_program_quit (program);
}

int
main (int argc, char **argv) {
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/training/dense-and-convolution-pass-in-ten-seconds", test_ten_seconds);
  g_test_add_func ("/ui/training/keys-train-pause-and-rewind", test_keyboard);
  g_test_add_func ("/ui/training/stops-where-the-scene-is-left", test_leaving);
  g_test_add_func ("/ui/training/a-bad-file-gives-a-sentence-and-training-goes-on", test_bad_file);
  g_test_add_func ("/ui/training/messages-one-upon-the-other-are-shown", test_messages);
  return g_test_run ();
}
