/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-keys.h"

static void
assert_action (guint keyval, GdkModifierType modifiers, AppFocus focus, const char *action) {
  const AppKey *key = app_key_find (keyval, modifiers, focus);

  g_assert_cmpstr (key != NULL ? key->action : NULL, ==, action);
}

/* Presenters' programs agree on these. */
static void
test_presenter (void) {
  const guint next[] = { GDK_KEY_space,  GDK_KEY_Right, GDK_KEY_Down, GDK_KEY_Page_Down,
                         GDK_KEY_Return, GDK_KEY_n,     GDK_KEY_N,    GDK_KEY_KP_Enter };
  const guint back[] = { GDK_KEY_Left, GDK_KEY_Up, GDK_KEY_Page_Up, GDK_KEY_BackSpace, GDK_KEY_p, GDK_KEY_P };

  for (gsize i = 0; i < G_N_ELEMENTS (next); i++)
    assert_action (next[i], 0, APP_FOCUS_STAGE, "win.next");
  for (gsize i = 0; i < G_N_ELEMENTS (back); i++)
    assert_action (back[i], 0, APP_FOCUS_STAGE, "win.back");
}

/* A Logitech R400 sends these, whatever was clicked before. */
static void
test_clicker (void) {
  for (AppFocus focus = APP_FOCUS_STAGE; focus < APP_FOCUS_TEXT; focus++) {
    assert_action (GDK_KEY_Page_Down, 0, focus, "win.next");
    assert_action (GDK_KEY_Page_Up, 0, focus, "win.back");
    assert_action (GDK_KEY_Escape, 0, focus, "win.leave");
  }
}

static void
test_text (void) {
  for (const AppKey *key = app_keys (); key->keyval != 0; key++)
    assert_action (key->keyval, key->modifiers, APP_FOCUS_TEXT, NULL);
}

static void
test_button (void) {
  assert_action (GDK_KEY_space, 0, APP_FOCUS_BUTTON, NULL);
  assert_action (GDK_KEY_Return, 0, APP_FOCUS_BUTTON, NULL);
  assert_action (GDK_KEY_KP_Enter, 0, APP_FOCUS_BUTTON, NULL);
  assert_action (GDK_KEY_Right, 0, APP_FOCUS_BUTTON, "win.next");
}

static void
test_slider (void) {
  assert_action (GDK_KEY_Right, 0, APP_FOCUS_SLIDER, NULL);
  assert_action (GDK_KEY_Home, 0, APP_FOCUS_SLIDER, NULL);
  assert_action (GDK_KEY_space, 0, APP_FOCUS_SLIDER, "win.next");
}

static void
test_list (void) {
  assert_action (GDK_KEY_Down, 0, APP_FOCUS_LIST, NULL);
  assert_action (GDK_KEY_Return, 0, APP_FOCUS_LIST, NULL);
  assert_action (GDK_KEY_Right, 0, APP_FOCUS_LIST, "win.next");
}

static void
test_modifiers (void) {
  assert_action (GDK_KEY_space, GDK_CONTROL_MASK, APP_FOCUS_STAGE, NULL);
  assert_action (GDK_KEY_Left, GDK_ALT_MASK, APP_FOCUS_STAGE, NULL);
  assert_action (GDK_KEY_Left, GDK_CONTROL_MASK, APP_FOCUS_STAGE, "win.move-cursor");
  assert_action (GDK_KEY_KP_Left, GDK_CONTROL_MASK, APP_FOCUS_SLIDER, "win.move-cursor");
  assert_action (GDK_KEY_Page_Down, GDK_CONTROL_MASK, APP_FOCUS_LIST, "win.change-region");
  /* Locks are not held. */
  assert_action (GDK_KEY_N, GDK_LOCK_MASK, APP_FOCUS_STAGE, "win.next");
}

static void
test_table (void) {
  for (const AppKey *key = app_keys (); key->keyval != 0; key++) {
    g_assert_true (app_key_find (key->keyval, key->modifiers, APP_FOCUS_STAGE) == key);
    g_assert_true (g_str_has_prefix (key->action, "win."));
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) value =
        key->parameter != NULL ? g_variant_parse (NULL, key->parameter, NULL, NULL, &error) : NULL;
    g_assert_no_error (error);
  }
}

static void
test_number (void) {
  AppNumber number = { 0 };

  g_assert_true (app_number_type (&number, GDK_KEY_1, 100));
  g_assert_true (app_number_type (&number, GDK_KEY_KP_2, 200));
  g_assert_false (app_number_type (&number, GDK_KEY_Return, 300));
  g_assert_cmpuint (app_number_take (&number, 300), ==, 12);
  g_assert_cmpuint (app_number_take (&number, 300), ==, 0);
}

static void
test_number_expires (void) {
  AppNumber number = { 0 };

  app_number_type (&number, GDK_KEY_7, 0);
  g_assert_cmpuint (app_number_take (&number, APP_NUMBER_LIFETIME + 1), ==, 0);
  app_number_type (&number, GDK_KEY_7, 0);
  app_number_type (&number, GDK_KEY_3, APP_NUMBER_LIFETIME + 1);
  g_assert_cmpuint (app_number_take (&number, APP_NUMBER_LIFETIME + 2), ==, 3);
}

static void
test_number_long (void) {
  AppNumber number = { 0 };

  for (int i = 0; i < 30; i++)
    app_number_type (&number, GDK_KEY_9, i);
  g_assert_cmpuint (app_number_take (&number, 30), ==, 999);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/keys/presenters-go-on-and-back", test_presenter);
  g_test_add_func ("/app/keys/clickers-work-whatever-has-the-focus", test_clicker);
  g_test_add_func ("/app/keys/text-keeps-every-key", test_text);
  g_test_add_func ("/app/keys/a-focused-button-keeps-space-and-enter", test_button);
  g_test_add_func ("/app/keys/a-focused-slider-keeps-the-arrows", test_slider);
  g_test_add_func ("/app/keys/the-list-keeps-up-and-down", test_list);
  g_test_add_func ("/app/keys/modifiers-count-and-locks-do-not", test_modifiers);
  g_test_add_func ("/app/keys/no-line-of-the-table-hides-another", test_table);
  g_test_add_func ("/app/keys/a-number-is-typed-digit-by-digit", test_number);
  g_test_add_func ("/app/keys/a-number-is-forgotten", test_number_expires);
  g_test_add_func ("/app/keys/a-number-never-overflows", test_number_long);
  return g_test_run ();
}
