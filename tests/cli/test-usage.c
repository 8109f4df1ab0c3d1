/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line as a whole: help, version, what is no command and no option, and where it prints. */
#include "cli-process.h"

#include "engine-preset.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static const char *const COMMANDS[] = { "count",  "convolve", "render",   "scenes",    "check",
                                        "export", "train",    "classify", "experiment" };

static char *
help_of (const char *command) {
  g_autoptr (CliRun) run = *command ? cli_run (command, "--help", NULL) : cli_run ("--help", NULL);

  cli_assert_done (run);
  return g_steal_pointer (&run->out);
}

static void
assert_help_has (const char *command, const char *part) {
  g_autofree char *help = help_of (command);

  if (!strstr (help, part))
    g_error ("“%s” is not in the help of “%s”: %s", part, command, help);
}

static void
test_help (void) {
  g_autofree char *help = help_of ("");
  g_autoptr (CliRun) brief = cli_run ("-h", NULL);

  g_assert_cmpstr (brief->out, ==, help);
  for (guint i = 0; i < G_N_ELEMENTS (COMMANDS); i++) {
    g_autofree char *usage = g_strdup_printf ("nine-weights-cli %s [OPTION…]", COMMANDS[i]);
    g_autoptr (CliRun) brief_command = cli_run (COMMANDS[i], "-h", NULL);
    g_autofree char *help_command = help_of (COMMANDS[i]);

    g_assert_nonnull (strstr (help, COMMANDS[i]));
    assert_help_has (COMMANDS[i], usage);
    assert_help_has (COMMANDS[i], "Exit status");
    assert_help_has (COMMANDS[i], "Examples");
    g_assert_cmpstr (brief_command->out, ==, help_command);
  }
}

static void
test_help_lists_options (void) {
  static const struct {
    const char *command, *options;
  } cases[] = {
    { "count", "image nodes filters kernel stride padding dilation groups bias json help version" },
    { "convolve", "weights kernel preset bias stride padding dilation groups relu pool output help version" },
    { "render", "scene time step size image dark grid filter output help version" },
    { "scenes", "json help version" },
    { "check", "json help version" },
    { "export", "size image dark grid filter output help version" },
    { "train", "network filters nodes pool average data size permute seed start init epochs steps batch "
               "order optimizer "
               "rate decay momentum frozen save log trace threads json help version" },
    { "classify", "weights size invert json help version" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (GStrv) options = g_strsplit (cases[i].options, " ", -1);

    for (char **option = options; *option; option++) {
      g_autofree char *long_form = g_strdup_printf ("--%s", *option);

      assert_help_has (cases[i].command, long_form);
    }
  }
}

static void
test_help_explains (void) {
  assert_help_has ("convolve", "cross-correlation");
  assert_help_has ("convolve", "(H, W, C)");
  assert_help_has ("convolve", "(K, kh, kw, C/groups)");
  assert_help_has ("convolve", "(H', W', K)");
  assert_help_has ("convolve", "0.299 R + 0.587 G + 0.114 B");
  assert_help_has ("convolve", "from 0 (black) to 1 (white)");
  assert_help_has ("convolve", "symmetric about zero");
  assert_help_has ("count", "multiplications_inside");
  assert_help_has ("scenes", "tabs");
  assert_help_has ("train", "shares from 0 to 1");
  assert_help_has ("train", "step,loss,correct");
  assert_help_has ("train", "IMAGES.idx,LABELS.idx");
  for (const EnginePreset *preset = engine_presets (); preset->name; preset++)
    assert_help_has ("convolve", preset->name);
}

static void
test_version (void) {
  g_autoptr (CliRun) run = cli_run ("--version", NULL);

  cli_assert_done (run);
  g_assert_cmpstr (run->out, ==, "nine-weights-cli " NINE_WEIGHTS_VERSION "\n");
  for (guint i = 0; i < G_N_ELEMENTS (COMMANDS); i++) {
    g_autoptr (CliRun) same = cli_run (COMMANDS[i], "--version", NULL);

    cli_assert_done (same);
    g_assert_cmpstr (same->out, ==, run->out);
  }
}

static void
test_commands (void) {
  cli_check_refused (
      "", 2,
      "command: it is missing; use one of count, convolve, render, scenes, check, export, train, "
      "classify, experiment");
  cli_check_refused ("frob", 2, "frob: there is no such command");
  cli_check_refused ("--frob", 2, "--frob: there is no such");
  cli_check_refused ("''", 2, "command: it is missing");
  cli_check_refused ("Count", 2, "Count: there is no such command");
  cli_check_refused ("--json count", 2, "--json");
}

static void
test_unknown_options (void) {
  for (guint i = 0; i < G_N_ELEMENTS (COMMANDS); i++) {
    g_autoptr (CliRun) long_form = cli_run (COMMANDS[i], "--frob", NULL);
    g_autoptr (CliRun) with_value = cli_run (COMMANDS[i], "--frob=3", NULL);
    g_autoptr (CliRun) short_form = cli_run (COMMANDS[i], "-x", NULL);

    cli_assert_refused (long_form, 2, "--frob: there is no such option");
    cli_assert_refused (with_value, 2, "--frob=3: there is no such option");
    cli_assert_refused (short_form, 2, "-x: there is no such option");
  }
}

static void
test_needless_values (void) {
  cli_check_refused ("count --json=no", 2, "--json: it takes no value");
  cli_check_refused ("count --bias=", 2, "--bias: it takes no value");
  cli_check_refused ("export --dark=1 -o x.pdf", 2, "--dark: it takes no value");
  cli_check_refused ("scenes --help=me", 2, "--help: it takes no value");
}

static void
test_missing_values (void) {
  static const char *const lines[] = {
    "count --image",     "count --nodes",    "count --filters", "count --kernel",     "count --stride",
    "count --padding",   "count --dilation", "count --groups",  "convolve --weights", "convolve --kernel",
    "convolve --preset", "convolve --bias",  "convolve --pool", "convolve -o",        "convolve --output",
    "render --scene",    "render --time",    "render --step",   "render --size",      "render --image",
    "render --grid",     "render --filter",  "render -o",       "export -o",          "export --size",
    "train --network",   "train --data",     "train --save",    "train --order",      "classify --weights",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autofree char *part = g_strdup_printf ("%s: its value is missing", strchr (lines[i], '-'));

    cli_check_refused (lines[i], 2, part);
  }
}

static void
test_too_many_files (void) {
  cli_check_refused ("count x", 2, "x: count takes no file");
  cli_check_refused ("scenes a b", 2, "b: this is a second file");
  cli_check_refused ("scenes -- -a -b", 2, "-b: this is a second file");
  cli_check_refused ("render a b --scene slide -o x.png", 2, "b: this is a second file");
  cli_check_refused ("export a b -o x.pdf", 2, "b: this is a second file");
  cli_check_refused ("convolve a b --kernel 1 -o x.npy", 2, "b: this is a second file");
}

static void
test_errors_stay_one_line (void) {
  g_autoptr (CliRun) control = cli_run ("scenes", "two\nlines\033[31m\tand a tab", NULL);
  g_autoptr (CliRun) bytes = cli_run ("\xff\xfe", NULL);
  g_autoptr (CliRun) option = cli_run ("count", "--nodes", "\xff", NULL);

  cli_assert_refused (control, 1, "two lines [31m and a tab: there is no such file");
  cli_assert_refused (bytes, 2, "there is no such command");
  cli_assert_refused (option, 2, "--nodes: ");
}

static void
test_bare_locale (void) {
  const char *const refused_line[] = { "convolve", "é.png", "--preset", "ß", "-o", "x.npy", NULL };
  const char *const listed_line[] = { "scenes", NULL };
  g_autoptr (CliRun) refused = cli_run_in_locale ("C", refused_line);
  g_autoptr (CliRun) listed = cli_run_in_locale ("C", listed_line);

  cli_assert_refused (refused, 2, "--preset: there is no “ß”");
  cli_assert_done (listed);
}

static void
fill_output_cb (gpointer data) {
  dup2 (open ("/dev/full", O_WRONLY), STDOUT_FILENO);
}

static void
test_full_output (void) {
  static const char *const lines[][3] = {
    { "--help" }, { "--version" },        { "count" }, { "count", "--json" }, { "count", "--help" },
    { "scenes" }, { "scenes", "--json" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autoptr (CliRun) run = cli_run_strv (lines[i], fill_output_cb, NULL);

    cli_assert_refused (run, 1, "standard output: it cannot be written");
  }
}

static void
test_no_display_libraries (void) {
  g_autofree char *ldd = g_find_program_in_path ("ldd");
  g_autofree char *out = NULL;
  const char *const arguments[] = { ldd, g_getenv ("NINE_WEIGHTS_CLI"), NULL };

  if (!ldd) {
    g_test_skip ("ldd is not installed");
    return;
  }
  g_assert_true (
      g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, NULL, NULL, NULL));
  g_assert_nonnull (strstr (out, "libcairo"));
  g_assert_null (strstr (out, "libgtk"));
  g_assert_null (strstr (out, "libadwaita"));
  g_assert_null (strstr (out, "libwayland"));
}

int
main (int argc, char **argv) {
  g_autoptr (CliFolder) folder = cli_folder_new ();
  int status;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (g_chdir (folder), ==, 0); /* what a refused line were to write all the same */
  g_test_add_func ("/cli/usage/help-is-everywhere", test_help);
  g_test_add_func ("/cli/usage/help-lists-every-option", test_help_lists_options);
  g_test_add_func ("/cli/usage/help-explains-layouts-and-values", test_help_explains);
  g_test_add_func ("/cli/usage/version-is-everywhere", test_version);
  g_test_add_func ("/cli/usage/what-is-no-command-is-refused", test_commands);
  g_test_add_func ("/cli/usage/what-is-no-option-is-refused", test_unknown_options);
  g_test_add_func ("/cli/usage/a-switch-takes-no-value", test_needless_values);
  g_test_add_func ("/cli/usage/a-missing-value-is-refused", test_missing_values);
  g_test_add_func ("/cli/usage/one-file-too-many-is-refused", test_too_many_files);
  g_test_add_func ("/cli/usage/an-error-is-one-line-whatever-is-in-a-name", test_errors_stay_one_line);
  g_test_add_func ("/cli/usage/a-bare-c-locale-still-has-letters", test_bare_locale);
  g_test_add_func ("/cli/usage/full-standard-output-is-a-failure", test_full_output);
  g_test_add_func ("/cli/usage/links-no-display-library", test_no_display_libraries);
  status = g_test_run ();
  g_assert_cmpuint (cli_folder_count (folder), ==, 0);
  g_assert_cmpint (g_chdir ("/"), ==, 0);
  return status;
}
