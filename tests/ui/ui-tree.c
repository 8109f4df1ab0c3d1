/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-tree.h"

#define ROOT_PATH    "/org/a11y/atspi/accessible/root"
#define REGISTRY     "org.a11y.atspi.Registry"
#define ACCESSIBLE   "org.a11y.atspi.Accessible"
#define VALUE        "org.a11y.atspi.Value"
#define CALL_TIMEOUT 30000 /* milliseconds */
#define KEY_SYMBOL   3     /* ATSPI_KEY_SYM: pressed and released */

static GDBusConnection *
open_bus (void) {
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) session = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr (GVariant) answer = NULL;
  const char *address;

  g_assert_no_error (error);
  answer = g_dbus_connection_call_sync (session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus",
                                        "GetAddress", NULL, G_VARIANT_TYPE ("(s)"), 0, -1, NULL, &error);
  g_assert_no_error (error);
  g_variant_get (answer, "(&s)", &address);
  GDBusConnection *bus = g_dbus_connection_new_for_address_sync (
      address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);
  return bus;
}

GDBusConnection *
ui_bus (void) {
  static GDBusConnection *bus;

  if (bus == NULL)
    bus = open_bus ();
  return bus;
}

static GVariant *
call (const char *owner, const char *path, const char *interface, const char *method, GVariant *parameters,
      const char *type) {
  return g_dbus_connection_call_sync (ui_bus (), owner, path, interface, method, parameters,
                                      G_VARIANT_TYPE (type), G_DBUS_CALL_FLAGS_NONE, CALL_TIMEOUT, NULL,
                                      NULL);
}

static GVariant *
get_property (const char *owner, const char *path, const char *interface, const char *name) {
  g_autoptr (GVariant) answer = call (owner, path, "org.freedesktop.DBus.Properties", "Get",
                                      g_variant_new ("(ss)", interface, name), "(v)");
  GVariant *value = NULL;

  if (answer != NULL)
    g_variant_get (answer, "(v)", &value);
  return value;
}

static char *
get_text (const char *owner, const char *path, const char *name) {
  g_autoptr (GVariant) value = get_property (owner, path, ACCESSIBLE, name);

  return value != NULL ? g_variant_dup_string (value, NULL) : NULL;
}

void
ui_node_free (UiNode *self) {
  g_free (self->owner);
  g_free (self->path);
  g_free (self->role);
  g_free (self->name);
  g_free (self->description);
  g_free (self);
}

gboolean
ui_node_has_state (UiNode *self, guint state) {
  g_autoptr (GVariant) answer = call (self->owner, self->path, ACCESSIBLE, "GetState", NULL, "(au)");
  g_autoptr (GVariantIter) words = NULL;
  guint32 word;

  if (answer == NULL)
    return FALSE;
  g_variant_get (answer, "(au)", &words);
  for (guint first = 0; g_variant_iter_next (words, "u", &word); first += 32)
    if (state >= first && state < first + 32)
      return (word >> (state - first)) & 1;
  return FALSE;
}

/* NULL where the object is gone. */
static UiNode *
node_new (const char *owner, const char *path) {
  g_autoptr (GVariant) answer = call (owner, path, ACCESSIBLE, "GetRoleName", NULL, "(s)");
  UiNode *self;

  if (answer == NULL)
    return NULL;
  self = g_new0 (UiNode, 1);
  self->owner = g_strdup (owner);
  self->path = g_strdup (path);
  g_variant_get (answer, "(s)", &self->role);
  self->name = get_text (owner, path, "Name");
  self->description = get_text (owner, path, "Description");
  self->visible = ui_node_has_state (self, UI_STATE_VISIBLE);
  return self;
}

static GVariantIter *
get_children (const char *owner, const char *path) {
  g_autoptr (GVariant) answer = call (owner, path, ACCESSIBLE, "GetChildren", NULL, "(a(so))");
  GVariantIter *children = NULL;

  if (answer != NULL)
    g_variant_get (answer, "(a(so))", &children);
  return children;
}

static gboolean
belongs_to (const char *owner, int pid) {
  g_autoptr (GVariant) answer = call ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                      "GetConnectionUnixProcessID", g_variant_new ("(s)", owner), "(u)");
  guint32 found = 0;

  if (answer != NULL)
    g_variant_get (answer, "(u)", &found);
  return found == (guint32) pid;
}

UiNode *
ui_tree_root (int pid) {
  g_autoptr (GVariantIter) programs = get_children (REGISTRY, ROOT_PATH);
  const char *owner, *path;

  while (programs != NULL && g_variant_iter_next (programs, "(&s&o)", &owner, &path))
    if (belongs_to (owner, pid))
      return node_new (owner, path);
  return NULL;
}

static gboolean
walk (UiNode *node, guint depth, UiVisit visit, gpointer data) {
  g_autoptr (GVariantIter) children = NULL;
  const char *owner, *path;

  if (visit (node, depth, data))
    return TRUE;
  children = get_children (node->owner, node->path);
  while (children != NULL && g_variant_iter_next (children, "(&s&o)", &owner, &path)) {
    g_autoptr (UiNode) child = node_new (owner, path);

    if (child != NULL && child->visible && walk (child, depth + 1, visit, data))
      return TRUE;
  }
  return FALSE;
}

gboolean
ui_tree_walk (UiNode *root, UiVisit visit, gpointer data) {
  return walk (root, 0, visit, data);
}

static gboolean
print_node (UiNode *node, guint depth, gpointer data) {
  g_string_append_printf (data, "%*s%s “%s”", (int) (2 * depth), "", node->role,
                          node->name ? node->name : "");
  if (node->description != NULL && *node->description != '\0')
    g_string_append_printf (data, ": %s", node->description);
  g_string_append_c (data, '\n');
  return FALSE;
}

char *
ui_tree_to_string (UiNode *root) {
  GString *text = g_string_new (NULL);

  ui_tree_walk (root, print_node, text);
  return g_string_free (text, FALSE);
}

gboolean
ui_node_click (UiNode *self) {
  g_autoptr (GVariant) answer =
      call (self->owner, self->path, "org.a11y.atspi.Action", "DoAction", g_variant_new ("(i)", 0), "(b)");
  gboolean done = FALSE;

  if (answer != NULL)
    g_variant_get (answer, "(b)", &done);
  return done;
}

/* What it answers is not to be trusted: GTK 4.8 says FALSE of a line that it has selected. */
static gboolean
select_child (const char *owner, const char *list, int index) {
  g_autoptr (GVariant) answer =
      call (owner, list, "org.a11y.atspi.Selection", "SelectChild", g_variant_new ("(i)", index), "(b)");

  return answer != NULL;
}

gboolean
ui_node_select (UiNode *self) {
  g_autoptr (GVariant) index = call (self->owner, self->path, ACCESSIBLE, "GetIndexInParent", NULL, "(i)");
  g_autoptr (GVariant) parent = get_property (self->owner, self->path, ACCESSIBLE, "Parent");
  const char *list;
  gint32 number;

  if (index == NULL || parent == NULL)
    return FALSE;
  g_variant_get (index, "(i)", &number);
  g_variant_get (parent, "(&s&o)", NULL, &list);
  return select_child (self->owner, list, number);
}

gboolean
ui_node_get_value (UiNode *self, double *value) {
  g_autoptr (GVariant) found = get_property (self->owner, self->path, VALUE, "CurrentValue");

  if (found == NULL)
    return FALSE;
  *value = g_variant_get_double (found);
  return TRUE;
}

gboolean
ui_node_set_value (UiNode *self, double value) {
  g_autoptr (GVariant) answer =
      call (self->owner, self->path, "org.freedesktop.DBus.Properties", "Set",
            g_variant_new ("(ssv)", VALUE, "CurrentValue", g_variant_new_double (value)), "()");

  return answer != NULL;
}

void
ui_press_key (guint keysym) {
  g_autoptr (GVariant) answer = call (REGISTRY, "/org/a11y/atspi/registry/deviceeventcontroller",
                                      "org.a11y.atspi.DeviceEventController", "GenerateKeyboardEvent",
                                      g_variant_new ("(isu)", (gint32) keysym, "", KEY_SYMBOL), "()");

  g_assert_nonnull (answer);
}

void
ui_pointer (int x, int y, const char *what) {
  g_autoptr (GVariant) answer = call (REGISTRY, "/org/a11y/atspi/registry/deviceeventcontroller",
                                      "org.a11y.atspi.DeviceEventController", "GenerateMouseEvent",
                                      g_variant_new ("(iis)", x, y, what), "()");

  g_assert_nonnull (answer);
}
