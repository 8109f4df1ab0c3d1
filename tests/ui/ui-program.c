/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-program.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/prctl.h>

/* Many times what a loaded machine needs: only a failure waits this long. */
#define DEADLINE (30 * G_TIME_SPAN_SECOND)
#define PAUSE    (20 * G_TIME_SPAN_MILLISECOND)

#define MAX_TABS 40 /* more than the window has controls */
#define KEY_TAB  0xff09

#define OBJECT_PATH "/io/github/nineweights/NineWeights"
#define WINDOW_PATH OBJECT_PATH "/window/1"

struct _UiProgram {
  GSubprocess *process;
  const UiHome *home;
  int pid;
  char *log; /* the file with what it wrote to standard error */
};

typedef gboolean (*Check) (UiProgram *self, gpointer data);

/* A folder of its own. */

UiHome *
ui_home_new (void) {
  g_autoptr (GError) error = NULL;
  UiHome *self = g_dir_make_tmp ("nine-weights-ui-XXXXXX", &error);

  g_assert_no_error (error);
  return self;
}

static void
remove_all (const char *path) {
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_all (child);
  }
  g_remove (path);
}

void
ui_home_free (UiHome *self) {
  remove_all (self);
  g_free (self);
}

char *
ui_home_file (const UiHome *self, const char *name) {
  return g_build_filename (self, name, NULL);
}

void
ui_home_write (const UiHome *self, const char *name, const void *data, gsize length) {
  g_autofree char *path = ui_home_file (self, name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, data, (gssize) length, &error);
  g_assert_no_error (error);
}

void
ui_home_write_settings (const UiHome *self, const char *settings) {
  g_autofree char *folder = g_build_filename (self, "config", "glib-2.0", "settings", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  ui_home_write (self, "config/glib-2.0/settings/keyfile", settings, strlen (settings));
}

/* Waiting. */

void
ui_fail (UiProgram *self, const char *format, ...) {
  g_autoptr (UiNode) root = ui_tree_root (self->pid);
  g_autofree char *tree = root != NULL ? ui_tree_to_string (root) : g_strdup ("(none)\n");
  g_autofree char *message = NULL, *log = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_file_get_contents (self->log, &log, NULL, NULL);
  g_test_message ("%s\nAccessible objects:\n%sThe program wrote:\n%s", message, tree, log != NULL ? log : "");
  g_subprocess_force_exit (self->process);
  g_error ("%s", message);
}

static gboolean
wait_for (UiProgram *self, Check check, gpointer data) {
  gint64 deadline = g_get_monotonic_time () + DEADLINE;

  while (!check (self, data)) {
    if (g_get_monotonic_time () > deadline)
      return FALSE;
    g_usleep (PAUSE);
  }
  return TRUE;
}

/* Looking. */

typedef struct {
  const char *role;
  GPatternSpec *pattern;
  UiNode *found;
} Search;

static UiNode *
copy_node (const UiNode *node) {
  UiNode *copy = g_new0 (UiNode, 1);

  copy->owner = g_strdup (node->owner);
  copy->path = g_strdup (node->path);
  copy->role = g_strdup (node->role);
  copy->name = g_strdup (node->name);
  copy->description = g_strdup (node->description);
  copy->visible = node->visible;
  return copy;
}

static gboolean
matches (const UiNode *node, const Search *search) {
  return g_strcmp0 (node->role, search->role) == 0 && node->name != NULL
         && g_pattern_spec_match_string (search->pattern, node->name);
}

static gboolean
match_node (UiNode *node, guint depth, gpointer data) {
  Search *search = data;

  if (!matches (node, search))
    return FALSE;
  search->found = copy_node (node);
  return TRUE;
}

gboolean
ui_program_walk (UiProgram *self, UiVisit visit, gpointer data) {
  g_autoptr (UiNode) root = ui_tree_root (self->pid);

  return root != NULL && ui_tree_walk (root, visit, data);
}

static gboolean
is_there (UiProgram *self, gpointer data) {
  return ui_program_walk (self, match_node, data);
}

static gboolean
is_gone (UiProgram *self, gpointer data) {
  Search *search = data;
  gboolean there = is_there (self, data);

  g_clear_pointer (&search->found, ui_node_free);
  return !there;
}

UiNode *
ui_find (UiProgram *self, const char *role, const char *pattern) {
  g_autoptr (GPatternSpec) compiled = g_pattern_spec_new (pattern);
  Search search = { role, compiled, NULL };

  if (!wait_for (self, is_there, &search))
    ui_fail (self, "no %s is called “%s”", role, pattern);
  return search.found;
}

void
ui_wait_until_gone (UiProgram *self, const char *role, const char *pattern) {
  g_autoptr (GPatternSpec) compiled = g_pattern_spec_new (pattern);
  Search search = { role, compiled, NULL };

  if (!wait_for (self, is_gone, &search))
    ui_fail (self, "the %s “%s” is still there", role, pattern);
}

static gboolean
click_node (UiNode *node, guint depth, gpointer data) {
  return matches (node, data) && ui_node_click (node);
}

static gboolean
is_clicked (UiProgram *self, gpointer data) {
  return ui_program_walk (self, click_node, data);
}

void
ui_click (UiProgram *self, const char *role, const char *pattern) {
  g_autoptr (GPatternSpec) compiled = g_pattern_spec_new (pattern);
  Search search = { role, compiled, NULL };

  if (!wait_for (self, is_clicked, &search))
    ui_fail (self, "no %s that is called “%s” can be clicked", role, pattern);
}

static gboolean
match_focus (UiNode *node, guint depth, gpointer data) {
  if (!ui_node_has_state (node, UI_STATE_FOCUSED))
    return FALSE;
  *(UiNode **) data = copy_node (node);
  return TRUE;
}

static gboolean
has_other_focus (UiProgram *self, gpointer data) {
  g_autoptr (UiNode) focus = NULL;

  return ui_program_walk (self, match_focus, &focus) && g_strcmp0 (focus->path, data) != 0;
}

/* The Tab key, as no program may ask GTK 4.8 for the focus. */
void
ui_focus (UiProgram *self, const char *role, const char *pattern) {
  g_autoptr (UiNode) node = ui_find (self, role, pattern);

  for (int i = 0; i < MAX_TABS; i++) {
    g_autoptr (UiNode) focus = NULL;

    ui_program_walk (self, match_focus, &focus);
    if (focus != NULL && g_str_equal (focus->path, node->path))
      return;
    ui_press_key (KEY_TAB);
    if (!wait_for (self, has_other_focus, focus != NULL ? focus->path : NULL))
      ui_fail (self, "the Tab key leaves the focus where it is");
  }
  ui_fail (self, "the Tab key does not reach the %s “%s”", role, pattern);
}

void
ui_choose (UiProgram *self, const char *pattern) {
  g_autoptr (UiNode) row = ui_find (self, "list item", pattern);

  if (!ui_node_select (row))
    ui_fail (self, "the line “%s” cannot be chosen", pattern);
}

void
ui_set_value (UiProgram *self, const char *role, const char *pattern, double value) {
  g_autoptr (UiNode) node = ui_find (self, role, pattern);

  if (!ui_node_set_value (node, value))
    ui_fail (self, "the %s “%s” takes no value", role, pattern);
}

/* The stage and the transport bar. */

static gboolean
match_stage (UiNode *node, guint depth, gpointer data) {
  if (g_strcmp0 (node->role, "image") != 0 || node->description == NULL || *node->description == '\0')
    return FALSE;
  *(UiNode **) data = copy_node (node);
  return TRUE;
}

static gboolean
has_stage (UiProgram *self, gpointer data) {
  return ui_program_walk (self, match_stage, data);
}

UiNode *
ui_stage (UiProgram *self) {
  UiNode *stage = NULL;

  if (!wait_for (self, has_stage, &stage))
    ui_fail (self, "no stage describes anything");
  return stage;
}

static gboolean
has_other_sentence (UiProgram *self, gpointer data) {
  g_autoptr (UiNode) stage = ui_stage (self);

  return g_strcmp0 (stage->description, data) != 0;
}

void
ui_wait_for_other_sentence (UiProgram *self, const char *sentence) {
  if (!wait_for (self, has_other_sentence, (gpointer) sentence))
    ui_fail (self, "the stage still says “%s”", sentence);
}

static gboolean
has_sentence (UiProgram *self, gpointer data) {
  return !has_other_sentence (self, data);
}

void
ui_wait_for_sentence (UiProgram *self, const char *sentence) {
  if (!wait_for (self, has_sentence, (gpointer) sentence))
    ui_fail (self, "the stage does not say “%s”", sentence);
}

static gboolean
has_sentence_like (UiProgram *self, gpointer data) {
  g_autoptr (UiNode) stage = ui_stage (self);

  return g_pattern_match_simple (data, stage->description);
}

void
ui_wait_for_sentence_like (UiProgram *self, const char *pattern) {
  if (!wait_for (self, has_sentence_like, (gpointer) pattern))
    ui_fail (self, "the stage does not say anything like “%s”", pattern);
}

double
ui_position (UiProgram *self) {
  g_autoptr (UiNode) slider = ui_find (self, "slider", "Moment of the scene");
  double value = 0;

  if (!ui_node_get_value (slider, &value))
    ui_fail (self, "the slider has no value");
  return value;
}

static gboolean
is_beyond (UiProgram *self, gpointer data) {
  return ui_position (self) > *(const double *) data;
}

void
ui_wait_for_position_beyond (UiProgram *self, double seconds) {
  if (!wait_for (self, is_beyond, &seconds))
    ui_fail (self, "the slider does not pass %g seconds", seconds);
}

static gboolean
is_at (UiProgram *self, gpointer data) {
  return ui_position (self) == *(const double *) data;
}

void
ui_wait_for_position (UiProgram *self, double seconds) {
  if (!wait_for (self, is_at, &seconds))
    ui_fail (self, "the slider does not come to %g seconds", seconds);
}

/* Actions over D-Bus. */

static GVariant *
describe_action (UiProgram *self, const char *name) {
  g_autoptr (GDBusConnection) session = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  return g_dbus_connection_call_sync (session, NINE_WEIGHTS_APPLICATION_ID, WINDOW_PATH, "org.gtk.Actions",
                                      "Describe", g_variant_new ("(s)", name), NULL, G_DBUS_CALL_FLAGS_NONE,
                                      -1, NULL, NULL);
}

static void
activate_action (UiProgram *self, const char *path, const char *name, GVariant *parameter) {
  g_autoptr (GDBusConnection) session = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;
  GVariantBuilder parameters;

  g_variant_builder_init (&parameters, G_VARIANT_TYPE ("av"));
  if (parameter != NULL)
    g_variant_builder_add (&parameters, "v", parameter);
  answer = g_dbus_connection_call_sync (session, NINE_WEIGHTS_APPLICATION_ID, path, "org.gtk.Actions",
                                        "Activate", g_variant_new ("(sava{sv})", name, &parameters, NULL),
                                        NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  if (error != NULL)
    ui_fail (self, "%s: %s", name, error->message);
}

void
ui_call_action (UiProgram *self, const char *name, GVariant *parameter) {
  activate_action (self, WINDOW_PATH, name, parameter);
}

typedef struct {
  const char *name;
  GVariant *state;
} Expected;

static gboolean
has_state (UiProgram *self, gpointer data) {
  const Expected *expected = data;
  g_autoptr (GVariant) answer = describe_action (self, expected->name);
  g_autoptr (GVariant) description = answer != NULL ? g_variant_get_child_value (answer, 0) : NULL;
  g_autoptr (GVariant) states = description != NULL ? g_variant_get_child_value (description, 2) : NULL;
  g_autoptr (GVariant) state = NULL;

  if (states == NULL || g_variant_n_children (states) == 0)
    return FALSE;
  g_variant_get_child (states, 0, "v", &state);
  return g_variant_equal (state, expected->state);
}

void
ui_wait_for_action_state (UiProgram *self, const char *name, GVariant *state) {
  g_autoptr (GVariant) sunk = g_variant_ref_sink (state);
  Expected expected = { name, sunk };

  if (!wait_for (self, has_state, &expected)) {
    g_autofree char *text = g_variant_print (sunk, FALSE);
    ui_fail (self, "the action %s is not in the state %s", name, text);
  }
}

/* The process. */

/* No program is left behind by a test that fails. */
static void
prepare_cb (gpointer data) {
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static GSubprocess *
spawn (const UiHome *home, const char *log, const char *file) {
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *config = ui_home_file (home, "config");
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_set_stderr_file_path (launcher, log);
  g_subprocess_launcher_set_child_setup (launcher, prepare_cb, NULL, NULL);
  g_subprocess_launcher_setenv (launcher, "XDG_CONFIG_HOME", config, TRUE);
  g_subprocess_launcher_setenv (launcher, "G_DEBUG", "fatal-criticals", TRUE);
  GSubprocess *process =
      g_subprocess_launcher_spawn (launcher, &error, g_getenv ("NINE_WEIGHTS"), file, NULL);
  g_assert_no_error (error);
  return process;
}

UiProgram *
ui_program_start (const UiHome *home, const char *file) {
  UiProgram *self = g_new0 (UiProgram, 1);

  self->home = home;
  self->log = ui_home_file (home, "log");
  self->process = spawn (home, self->log, file);
  /* Where it points at nothing. */
  ui_pointer (0, 0, "abs");
  self->pid = (int) g_ascii_strtoll (g_subprocess_get_identifier (self->process), NULL, 10);
  ui_node_free (ui_stage (self));
  return self;
}

static gboolean
has_ended (UiProgram *self, gpointer data) {
  return g_subprocess_get_identifier (data != NULL ? data : self->process) == NULL;
}

gboolean
ui_program_is_running (UiProgram *self) {
  return !has_ended (self, NULL);
}

void
ui_program_call_again (UiProgram *self, const char *file) {
  g_autofree char *log = ui_home_file (self->home, "log-of-second");
  g_autoptr (GSubprocess) second = spawn (self->home, log, file);

  if (!wait_for (self, has_ended, second))
    ui_fail (self, "the second call does not end");
  g_assert_true (g_subprocess_get_if_exited (second));
  g_assert_cmpint (g_subprocess_get_exit_status (second), ==, 0);
}

/* Warnings of the libraries about a desktop that is not there are theirs. */
static void
assert_no_warning (UiProgram *self) {
  g_autofree char *log = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (self->log, &log, NULL, &error);
  g_assert_no_error (error);
  if (*log != '\0')
    g_test_message ("%s", log);
  g_assert_null (strstr (log, "CRITICAL"));
  g_assert_null (strstr (log, "NineWeights"));
  g_assert_null (strstr (log, "runtime error"));
}

void
ui_program_assert_ends (UiProgram *self) {
  if (!wait_for (self, has_ended, NULL))
    ui_fail (self, "the program does not end");
  assert_no_warning (self);
  g_assert_true (g_subprocess_get_if_exited (self->process));
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);
  g_object_unref (self->process);
  g_free (self->log);
  g_free (self);
}

void
ui_program_quit (UiProgram *self) {
  activate_action (self, OBJECT_PATH, "quit", NULL);
  ui_program_assert_ends (self);
}
