/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program as someone at the screen meets it: started, looked at, clicked, quit. Whatever is waited for has a deadline;
 * when that passes, the test fails and prints the tree of accessible objects and what the program wrote. */
#pragma once

#include "ui-tree.h"

typedef struct _UiProgram UiProgram;

/* A folder for settings and files, removed with all that is in it when it is freed. */
typedef char UiHome;
UiHome *ui_home_new (void);
void ui_home_free (UiHome *self);
char *ui_home_file (const UiHome *self, const char *name);
void ui_home_write (const UiHome *self, const char *name, const void *data, gsize length);
/* What the next program finds remembered: a key file. */
void ui_home_write_settings (const UiHome *self, const char *settings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UiHome, ui_home_free)

/* Starts it, and waits until its stage describes something. `file` may be NULL. */
UiProgram *ui_program_start (const UiHome *home, const char *file);
/* Waits for its end, asserts that it ended well (exit status 0, and no warning that is ours), and frees. */
void ui_program_assert_ends (UiProgram *self);
/* The same, after asking it to quit. */
void ui_program_quit (UiProgram *self);
gboolean ui_program_is_running (UiProgram *self);
/* A second call of the program, while this one runs: asserts that it ends with 0 by itself. */
void ui_program_call_again (UiProgram *self, const char *file);

/* The first object that shows with this role and a name that matches the glob pattern. All of these wait for it; a click
 * goes to the first that takes one. */
UiNode *ui_find (UiProgram *self, const char *role, const char *pattern);
void ui_click (UiProgram *self, const char *role, const char *pattern);
void ui_focus (UiProgram *self, const char *role, const char *pattern);
/* A line of the list of scenes and steps. */
void ui_choose (UiProgram *self, const char *pattern);
void ui_set_value (UiProgram *self, const char *role, const char *pattern, double value);
void ui_wait_until_gone (UiProgram *self, const char *role, const char *pattern);
/* Over all that shows. */
gboolean ui_program_walk (UiProgram *self, UiVisit visit, gpointer data);

/* Its name is the title of the scene, its description the sentence that says what is to be seen. */
UiNode *ui_stage (UiProgram *self);
void ui_wait_for_sentence (UiProgram *self, const char *sentence);
/* It matches a glob pattern. */
void ui_wait_for_sentence_like (UiProgram *self, const char *pattern);
void ui_wait_for_other_sentence (UiProgram *self, const char *sentence);
/* The slider's value, in seconds. */
double ui_position (UiProgram *self);
void ui_wait_for_position (UiProgram *self, double seconds);
void ui_wait_for_position_beyond (UiProgram *self, double seconds);

/* Actions of the window, as a script calls them over D-Bus. The variants are sunk; `parameter` may be NULL. */
void ui_call_action (UiProgram *self, const char *name, GVariant *parameter);
void ui_wait_for_action_state (UiProgram *self, const char *name, GVariant *state);

/* Fails the test with this sentence, the tree, and what the program wrote. */
void ui_fail (UiProgram *self, const char *format, ...) G_GNUC_PRINTF (2, 3) G_GNUC_NORETURN;
