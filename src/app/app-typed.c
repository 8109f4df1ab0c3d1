/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-typed.h"

#include <locale.h>
#include <string.h>

/* '0'…'9', '.', '-', '+', or 0. */
static char
character_of (guint keyval) {
  if (keyval >= GDK_KEY_0 && keyval <= GDK_KEY_9)
    return (char) ('0' + (keyval - GDK_KEY_0));
  if (keyval >= GDK_KEY_KP_0 && keyval <= GDK_KEY_KP_9)
    return (char) ('0' + (keyval - GDK_KEY_KP_0));
  switch (keyval) {
  case GDK_KEY_period:
  case GDK_KEY_comma:
  case GDK_KEY_KP_Decimal:
  case GDK_KEY_KP_Separator:
    return '.';
  case GDK_KEY_minus:
  case GDK_KEY_KP_Subtract:
    return '-';
  case GDK_KEY_plus:
  case GDK_KEY_KP_Add:
    return '+';
  default:
    return 0;
  }
}

static void
forget (AppTyped *self) {
  *self = (AppTyped){ 0 };
}

gboolean
app_typed_is_empty (const AppTyped *self) {
  return *self->digits == '\0';
}

static AppTypedEvent
type_sign (AppTyped *self, gboolean minus) {
  gboolean stepping = app_typed_is_empty (self);

  self->minus = minus;
  if (!stepping)
    return APP_TYPED_MORE;
  return minus ? APP_TYPED_DOWN : APP_TYPED_UP;
}

static AppTypedEvent
type_character (AppTyped *self, char character) {
  gsize length = strlen (self->digits);

  if (length < APP_TYPED_MAX && (character != '.' || strchr (self->digits, '.') == NULL))
    self->digits[length] = character;
  return APP_TYPED_MORE;
}

static AppTypedEvent
erase (AppTyped *self) {
  self->digits[strlen (self->digits) - 1] = '\0';
  if (!app_typed_is_empty (self))
    return APP_TYPED_MORE;
  forget (self);
  return APP_TYPED_FORGET;
}

static AppTypedEvent
end (AppTyped *self, guint keyval) {
  if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter)
    return APP_TYPED_DONE;
  if (keyval == GDK_KEY_BackSpace)
    return erase (self);
  forget (self);
  return keyval == GDK_KEY_Escape ? APP_TYPED_FORGET : APP_TYPED_OTHER;
}

AppTypedEvent
app_typed_key (AppTyped *self, guint keyval, gint64 now) {
  char character = character_of (keyval);

  if (now - self->time > APP_TYPED_LIFETIME)
    forget (self);
  self->time = now;
  if (character == '-' || character == '+')
    return type_sign (self, character == '-');
  if (character != 0)
    return type_character (self, character);
  if (!app_typed_is_empty (self))
    return end (self, keyval);
  forget (self);
  return APP_TYPED_OTHER;
}

double
app_typed_value (const AppTyped *self) {
  double value = g_ascii_strtod (self->digits, NULL);

  return self->minus ? -value : value;
}

char *
app_typed_to_string (const AppTyped *self) {
  GString *text = g_string_new (self->minus ? "−" : "");

  for (const char *digit = self->digits; *digit != '\0'; digit++)
    if (*digit == '.')
      g_string_append (text, localeconv ()->decimal_point);
    else
      g_string_append_c (text, *digit);
  return g_string_free (text, FALSE);
}
