/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as people write them. */
#include "lesson-text.h"

static void
assert_parses (const char *text, double wanted) {
  double number = -1;

  if (!lesson_parse_number (text, &number))
    g_error ("“%s” is not read as a number", text);
  g_assert_cmpfloat (number, ==, wanted);
}

static void
assert_refused (const char *text) {
  double number = -1;

  if (lesson_parse_number (text, &number))
    g_error ("“%s” is read as %g", text, number);
}

static void
test_grouped (void) {
  assert_parses ("3200", 3200);
  assert_parses ("3,200", 3200);
  assert_parses (" 3 200 ", 3200);
  assert_parses ("3’200", 3200);
  assert_parses ("204,800", 204800);
}

static void
test_fractions_and_signs (void) {
  assert_parses ("11.1", 11.1);
  assert_parses ("-0.5", -0.5);
  assert_parses ("−0.5", -0.5);
  assert_parses (".25", 0.25);
}

/* A lecture has guests from everywhere. */
static void
test_other_fractions (void) {
  assert_parses ("0,5", 0.5);
  assert_parses ("-0,125", -0.125);
  assert_parses (",25", 0.25);
  assert_parses ("11,1", 11.1);
  assert_parses ("1,234,567", 1234567);
  assert_refused ("1,2,3");
}

static void
test_other_digits (void) {
  assert_parses ("٣٢٠٠", 3200);
}

static void
test_written_is_read (void) {
  const gint64 counts[] = { 0, 9, 288, 18432, 138357544 };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++) {
    g_autofree char *text = lesson_format_count (counts[i]);
    assert_parses (text, (double) counts[i]);
  }
}

static void
test_refused (void) {
  static const char *const wrong[] = { "",     " ",   "many",  "3200x", "inf", "nan",
                                       "0x10", "1e3", "1.2.3", "--1",   "-" };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    assert_refused (wrong[i]);
  g_autofree char *endless = g_strnfill (400, '9');
  assert_refused (endless);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/text/grouped-digits-are-read", test_grouped);
  g_test_add_func ("/lesson/text/fractions-and-signs-are-read", test_fractions_and_signs);
  g_test_add_func ("/lesson/text/a-mark-that-groups-nothing-begins-a-fraction", test_other_fractions);
  g_test_add_func ("/lesson/text/digits-of-other-scripts-are-read", test_other_digits);
  g_test_add_func ("/lesson/text/what-is-written-can-be-read", test_written_is_read);
  g_test_add_func ("/lesson/text/what-is-no-number-is-refused", test_refused);
  return g_test_run ();
}
