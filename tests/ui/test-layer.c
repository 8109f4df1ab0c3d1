/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first layer of someone's own model, from the file to its response. */
#include "ui-program.h"

#include "engine-safetensors.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#define KEY_ESCAPE 0xff1b /* of X11 */

/* A model with one array of this shape. */
static char *
make_model (const UiHome *home, const gint64 shape[4], float first) {
  char *path = ui_home_file (home, "model.safetensors");
  g_autoptr (EngineTensor) array = engine_tensor_new (4, shape, NULL);

  for (gint64 i = 0; i < array->length; i++)
    array->data[i] = (float) (i * 37 % 101) / 100 - 0.5F;
  array->data[0] = first;
  g_assert_true (engine_safetensors_save (path, &(EngineSafetensorsItem){ "conv1.weight", array }, 1, NULL));
  return path;
}

static void
wait_for_node (UiProgram *program, const char *role, const char *pattern) {
  ui_node_free (ui_find (program, role, pattern));
}

static void
test_chosen (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  g_autofree char *path = make_model (home, (gint64[]){ 4, 3, 5, 5 }, 0);
  UiProgram *program = ui_program_start (home, path);

  wait_for_node (program, "label", "*300 weights.*each weight is used *");
  ui_click (program, "button", "Filter 3");
  wait_for_node (program, "image", "Playground: *");
  wait_for_node (program, "label", "model, filter 3");
  ui_program_quit (program);
}

static void
test_asked (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  g_autofree char *path = make_model (home, (gint64[]){ 4, 3, 3, 3 }, 0);
  UiProgram *program = ui_program_start (home, path);

  wait_for_node (program, "label", "*does not tell where its channels are*");
  ui_press_key (KEY_ESCAPE);
  ui_wait_until_gone (program, "label", "*does not tell where its channels are*");
  ui_program_quit (program);
}

static void
test_not_finite (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  g_autofree char *path = make_model (home, (gint64[]){ 4, 3, 5, 5 }, NAN);
  UiProgram *program = ui_program_start (home, path);

  wait_for_node (program, "label", "*model.safetensors, conv1.weight: *index (0, 0, 0, 0)*");
  ui_program_quit (program);
}

static void
test_broken (void) {
  g_autoptr (UiHome) home = ui_home_new ();
  g_autofree char *path = ui_home_file (home, "broken.safetensors");
  ui_home_write (home, "broken.safetensors", "\xff\xff\xff\xff\xff\xff\xff\xff{}", 10);
  UiProgram *program = ui_program_start (home, path);

  wait_for_node (program, "alert", "*broken.safetensors: *; *");
  ui_program_quit (program);
}

int
main (int argc, char **argv) {
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/layer/a-chosen-filter-shows-its-response", test_chosen);
  g_test_add_func ("/ui/layer/a-shape-with-two-readings-is-asked-about", test_asked);
  g_test_add_func ("/ui/layer/a-weight-that-is-no-number-is-named", test_not_finite);
  g_test_add_func ("/ui/layer/a-broken-model-is-refused", test_broken);
  return g_test_run ();
}
