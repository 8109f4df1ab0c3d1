/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-typed.h"

#define NOW (100 * G_USEC_PER_SEC)

static AppTypedEvent
type (AppTyped *typed, const char *keys) {
  AppTypedEvent event = APP_TYPED_OTHER;

  for (; *keys != '\0'; keys++)
    event = app_typed_key (typed, gdk_unicode_to_keyval ((guint32) *keys), NOW);
  return event;
}

static void
assert_value (const char *keys, double value) {
  AppTyped typed = { 0 };

  g_assert_cmpint (type (&typed, keys), ==, APP_TYPED_MORE);
  g_assert_cmpfloat_with_epsilon (app_typed_value (&typed), value, 1e-9);
  g_assert_cmpint (app_typed_key (&typed, GDK_KEY_Return, NOW), ==, APP_TYPED_DONE);
}

static void
test_numbers (void) {
  assert_value ("7", 7);
  assert_value ("0.5", 0.5);
  assert_value ("0,5", 0.5);
  assert_value (".25", 0.25);
  assert_value ("1.2.3", 1.23);
}

static void
test_sign (void) {
  assert_value ("-0.5", -0.5);
  assert_value ("0.5-", -0.5);
  assert_value ("-0.5+", 0.5);
}

static void
test_keypad (void) {
  AppTyped typed = { 0 };

  app_typed_key (&typed, GDK_KEY_KP_Subtract, NOW);
  app_typed_key (&typed, GDK_KEY_KP_2, NOW);
  app_typed_key (&typed, GDK_KEY_KP_Separator, NOW);
  app_typed_key (&typed, GDK_KEY_KP_5, NOW);
  g_assert_cmpfloat (app_typed_value (&typed), ==, -2.5);
  g_assert_cmpint (app_typed_key (&typed, GDK_KEY_KP_Enter, NOW), ==, APP_TYPED_DONE);
}

static void
test_steps (void) {
  AppTyped typed = { 0 };

  g_assert_cmpint (type (&typed, "+"), ==, APP_TYPED_UP);
  g_assert_cmpint (type (&typed, "-"), ==, APP_TYPED_DOWN);
  g_assert_cmpint (app_typed_key (&typed, GDK_KEY_KP_Add, NOW), ==, APP_TYPED_UP);
}

/* A step down that nobody followed is no sign of what is typed long after. */
static void
test_old_sign (void) {
  AppTyped typed = { 0 };

  type (&typed, "-");
  app_typed_key (&typed, GDK_KEY_2, NOW + APP_TYPED_LIFETIME + 1);
  g_assert_cmpfloat (app_typed_value (&typed), ==, 2);
}

static void
test_others (void) {
  AppTyped typed = { 0 };

  g_assert_cmpint (app_typed_key (&typed, GDK_KEY_Return, NOW), ==, APP_TYPED_OTHER);
  g_assert_cmpint (app_typed_key (&typed, GDK_KEY_Escape, NOW), ==, APP_TYPED_OTHER);
  g_assert_cmpint (app_typed_key (&typed, GDK_KEY_BackSpace, NOW), ==, APP_TYPED_OTHER);
  type (&typed, "12");
  g_assert_cmpint (app_typed_key (&typed, GDK_KEY_Page_Down, NOW), ==, APP_TYPED_OTHER);
  g_assert_true (app_typed_is_empty (&typed));
}

static void
test_erase (void) {
  AppTyped typed = { 0 };

  type (&typed, "12");
  g_assert_cmpint (app_typed_key (&typed, GDK_KEY_BackSpace, NOW), ==, APP_TYPED_MORE);
  g_assert_cmpfloat (app_typed_value (&typed), ==, 1);
  g_assert_cmpint (app_typed_key (&typed, GDK_KEY_BackSpace, NOW), ==, APP_TYPED_FORGET);
  type (&typed, "3");
  g_assert_cmpint (app_typed_key (&typed, GDK_KEY_Escape, NOW), ==, APP_TYPED_FORGET);
  g_assert_true (app_typed_is_empty (&typed));
}

static void
test_long (void) {
  AppTyped typed = { 0 };

  type (&typed, "123456789123456789");
  g_assert_cmpfloat (app_typed_value (&typed), ==, 12345678);
}

static void
test_text (void) {
  AppTyped typed = { 0 };

  type (&typed, "-0.5");
  g_autofree char *text = app_typed_to_string (&typed);
  g_assert_cmpstr (text, ==, "−0.5");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/typed/numbers-with-point-or-comma", test_numbers);
  g_test_add_func ("/app/typed/the-sign-stands-before-or-behind", test_sign);
  g_test_add_func ("/app/typed/the-keypad-types-as-well", test_keypad);
  g_test_add_func ("/app/typed/plus-and-minus-step-where-nothing-is-typed", test_steps);
  g_test_add_func ("/app/typed/an-old-step-is-no-sign", test_old_sign);
  g_test_add_func ("/app/typed/other-keys-are-others-and-end-it", test_others);
  g_test_add_func ("/app/typed/backspace-erases-and-escape-forgets", test_erase);
  g_test_add_func ("/app/typed/no-more-than-fits", test_long);
  g_test_add_func ("/app/typed/shown-with-a-true-minus", test_text);
  return g_test_run ();
}
