/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a screen reader knows of a running program: its tree of accessible objects. The bus is asked anew each time; nothing
 * is kept that could be out of date. */
#pragma once

#include <gio/gio.h>

/* The bus of the accessible objects; one for the whole test. */
GDBusConnection *ui_bus (void);

typedef struct {
  char *owner, *path; /* on the bus */
  char *role, *name, *description;
  gboolean visible;
} UiNode;

void ui_node_free (UiNode *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UiNode, ui_node_free)

/* The root of the program with this process id; NULL as long as there is none. */
UiNode *ui_tree_root (int pid);
/* TRUE ends the walk. A node that is gone while the walk goes on is passed over. */
typedef gboolean (*UiVisit) (UiNode *node, guint depth, gpointer data);
/* All that shows, parents first. */
gboolean ui_tree_walk (UiNode *root, UiVisit visit, gpointer data);
/* The tree as indented lines. */
char *ui_tree_to_string (UiNode *root);

/* These answer FALSE where the node is gone or cannot do that. */
gboolean ui_node_click (UiNode *self);
/* Of a list: makes it the selected line. */
gboolean ui_node_select (UiNode *self);
gboolean ui_node_get_value (UiNode *self, double *value);
gboolean ui_node_set_value (UiNode *self, double value);
gboolean ui_node_has_state (UiNode *self, guint state);

#define UI_STATE_FOCUSABLE 11 /* numbers of AtspiStateType */
#define UI_STATE_FOCUSED   12
#define UI_STATE_VISIBLE   30

/* A key pressed and released, by its symbol in X11's numbering. */
void ui_press_key (guint keysym);
/* The pointer at a place of the screen: "abs" moves it there, "b1p" presses the first button there, "b1r" releases it. */
void ui_pointer (int x, int y, const char *what);
