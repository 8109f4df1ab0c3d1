/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nine-weights-cli experiment. */
#include "cli-process.h"

#include <string.h>

static void
test_table (void) {
  g_autoptr (CliRun) run = cli_run_line ("experiment --experiment shift --seeds 2");
  g_auto (GStrv) lines = g_strsplit (run->out, "\n", -1);

  cli_assert_done (run);
  g_assert_cmpuint (g_strv_length (lines), ==, 10); /* three networks, three cases, and the last line's end */
  g_assert_true (g_str_has_prefix (lines[0], "shift             dense        moved-0 "));
  g_assert_true (g_str_has_suffix (lines[8], " (2)"));
}

/* What it writes is the same whenever it is run, and it is written whole or not at all. */
static void
test_file (void) {
  g_autoptr (CliFolder) folder = cli_folder_new ();
  g_autofree char *first = cli_folder_file (folder, "first.ini");
  g_autofree char *second = cli_folder_file (folder, "second.ini");
  g_autofree char *text = NULL;

  for (guint i = 0; i < 2; i++) {
    g_autoptr (CliRun) run =
        cli_run ("experiment", "--experiment", "shift", "--seeds", "1", "-o", i == 0 ? first : second, NULL);
    cli_assert_done (run);
  }
  g_assert_true (g_file_get_contents (first, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "[shift convolution]"));
  cli_assert_text (second, text);
  g_assert_cmpuint (cli_folder_count (folder), ==, 2);
}

static void
test_refused (void) {
  cli_check_refused ("experiment --experiment juggle", 2, "shift, shuffle-digits");
  cli_check_refused ("experiment --seeds 0", 2, "--seeds");
  cli_check_refused ("experiment --seeds 21", 2, "at most 20");
  cli_check_refused ("experiment --seeds 1 --experiment shift -o /nonexistent/findings.ini", 1,
                     "/nonexistent");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/experiment/prints-a-line-a-case", test_table);
  g_test_add_func ("/cli/experiment/writes-the-same-file-again", test_file);
  g_test_add_func ("/cli/experiment/refuses-what-there-is-not", test_refused);
  return g_test_run ();
}
