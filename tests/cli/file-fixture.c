/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "file-fixture.h"

#include <grp.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOBODY 65534

void
file_fixture_set_up (FileFixture *self, gconstpointer unused) {
  static const float values[20] = { 1, 2, 3 };

  self->folder = cli_folder_new ();
  self->array = cli_folder_file (self->folder, "in.npy");
  self->picture = cli_folder_file (self->folder, "in.png");
  self->weights = cli_folder_file (self->folder, "w.npy");
  self->bad = cli_folder_file (self->folder, "bad.png");
  self->output = cli_folder_file (self->folder, "out.npy");
  array_write (self->array, 2, (const gint64[]){ 4, 5 }, values);
  array_write (self->weights, 4, (const gint64[]){ 2, 1, 1, 1 }, values);
  picture_write (self->picture, 3, 2, (const guint32[]){ 0xff0000, 0xff00, 0xff, 0, 0x808080, 0xffffff });
}

void
file_fixture_tear_down (FileFixture *self, gconstpointer unused) {
  cli_folder_free (self->folder);
  g_free (self->array);
  g_free (self->picture);
  g_free (self->weights);
  g_free (self->bad);
  g_free (self->output);
}

void
become_nobody_cb (gpointer data) {
  if (geteuid () != 0)
    return;
  if (setgroups (0, NULL) != 0 || setgid (NOBODY) != 0 || setuid (NOBODY) != 0)
    _exit (127);
}

gboolean
nobody_can_start (void) {
  const char *program = g_getenv ("NINE_WEIGHTS_CLI");
  pid_t child = fork ();
  int status;

  g_assert_cmpint (child, >=, 0);
  if (child == 0) {
    become_nobody_cb (NULL);
    _exit (access (program, R_OK | X_OK) == 0 ? 0 : 1);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  if (status == 0)
    return TRUE;
  g_test_skip ("nobody cannot start the program here");
  return FALSE;
}
