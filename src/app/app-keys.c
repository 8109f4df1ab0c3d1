/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-keys.h"

#define APP_NUMBER_MAX 999

/* Keys that also are accelerators of menu items (F5, F9, F11, Ctrl+O …) are in app-application.c. Keypad keys stand for
 * the plain ones: see plain_keyval(). */
static const AppKey keys[] = {
  { GDK_KEY_space, 0, "win.next", NULL },
  { GDK_KEY_Right, 0, "win.next", NULL },
  { GDK_KEY_Down, 0, "win.next", NULL },
  { GDK_KEY_Page_Down, 0, "win.next", NULL },
  { GDK_KEY_Return, 0, "win.next", NULL },
  { GDK_KEY_n, 0, "win.next", NULL },
  { GDK_KEY_AudioNext, 0, "win.next", NULL },
  { GDK_KEY_Left, 0, "win.back", NULL },
  { GDK_KEY_Up, 0, "win.back", NULL },
  { GDK_KEY_Page_Up, 0, "win.back", NULL },
  { GDK_KEY_BackSpace, 0, "win.back", NULL },
  { GDK_KEY_p, 0, "win.back", NULL },
  { GDK_KEY_AudioPrev, 0, "win.back", NULL },
  { GDK_KEY_k, 0, "win.play", NULL },
  { GDK_KEY_AudioPlay, 0, "win.play", NULL },
  { GDK_KEY_AudioPause, 0, "win.play", NULL },
  { GDK_KEY_bracketleft, 0, "win.change-speed", "-1" },
  { GDK_KEY_bracketright, 0, "win.change-speed", "1" },
  { GDK_KEY_Home, 0, "win.first", NULL },
  { GDK_KEY_End, 0, "win.last", NULL },
  { GDK_KEY_g, 0, "win.go-to-step", NULL },
  { GDK_KEY_Escape, 0, "win.leave", NULL },
  { GDK_KEY_Left, GDK_CONTROL_MASK, "win.move-cursor", "(0, -1)" },
  { GDK_KEY_Right, GDK_CONTROL_MASK, "win.move-cursor", "(0, 1)" },
  { GDK_KEY_Up, GDK_CONTROL_MASK, "win.move-cursor", "(-1, 0)" },
  { GDK_KEY_Down, GDK_CONTROL_MASK, "win.move-cursor", "(1, 0)" },
  { GDK_KEY_Page_Up, GDK_CONTROL_MASK, "win.change-region", "-1" },
  { GDK_KEY_Page_Down, GDK_CONTROL_MASK, "win.change-region", "1" },
  { GDK_KEY_plus, 0, "win.zoom-in", NULL },
  { GDK_KEY_plus, GDK_SHIFT_MASK, "win.zoom-in", NULL },
  { GDK_KEY_equal, 0, "win.zoom-in", NULL },
  { GDK_KEY_minus, 0, "win.zoom-out", NULL },
  { GDK_KEY_0, 0, "win.zoom-whole", NULL },
  { GDK_KEY_Left, GDK_SHIFT_MASK, "win.pan", "(0, -1)" },
  { GDK_KEY_Right, GDK_SHIFT_MASK, "win.pan", "(0, 1)" },
  { GDK_KEY_Up, GDK_SHIFT_MASK, "win.pan", "(-1, 0)" },
  { GDK_KEY_Down, GDK_SHIFT_MASK, "win.pan", "(1, 0)" },
  { GDK_KEY_e, 0, "win.experiment-run", NULL },
  { GDK_KEY_t, 0, "win.training-start", NULL },
  { GDK_KEY_t, GDK_SHIFT_MASK, "win.training-step", NULL },
  { GDK_KEY_r, 0, "win.training-rewind", NULL },
  { GDK_KEY_r, GDK_SHIFT_MASK, "win.training-same-seed", NULL },
  { GDK_KEY_a, 0, "win.training-another-seed", NULL },
  { GDK_KEY_v, 0, "win.training-next-speed", NULL },
  { GDK_KEY_less, 0, "win.training-move", "-1" },
  { GDK_KEY_greater, 0, "win.training-move", "1" },
  { GDK_KEY_less, GDK_SHIFT_MASK, "win.training-move", "-1" },
  { GDK_KEY_greater, GDK_SHIFT_MASK, "win.training-move", "1" },
  { 0, 0, NULL, NULL },
};

const AppKey *
app_keys (void) {
  return keys;
}

static guint
plain_keyval (guint keyval) {
  switch (keyval) {
  case GDK_KEY_KP_Enter:
  case GDK_KEY_ISO_Enter:
    return GDK_KEY_Return;
  case GDK_KEY_KP_Left:
    return GDK_KEY_Left;
  case GDK_KEY_KP_Right:
    return GDK_KEY_Right;
  case GDK_KEY_KP_Up:
    return GDK_KEY_Up;
  case GDK_KEY_KP_Down:
    return GDK_KEY_Down;
  case GDK_KEY_KP_Add:
    return GDK_KEY_plus;
  case GDK_KEY_KP_Subtract:
    return GDK_KEY_minus;
  case GDK_KEY_KP_0:
    return GDK_KEY_0;
  case GDK_KEY_KP_Page_Up:
    return GDK_KEY_Page_Up;
  case GDK_KEY_KP_Page_Down:
    return GDK_KEY_Page_Down;
  case GDK_KEY_KP_Home:
    return GDK_KEY_Home;
  case GDK_KEY_KP_End:
    return GDK_KEY_End;
  default:
    return gdk_keyval_to_lower (keyval);
  }
}

static gboolean
is_press (guint keyval) {
  return keyval == GDK_KEY_space || keyval == GDK_KEY_Return;
}

static gboolean
is_vertical (guint keyval) {
  return keyval == GDK_KEY_Up || keyval == GDK_KEY_Down || keyval == GDK_KEY_Home || keyval == GDK_KEY_End;
}

/* Clickers send Page Up and Page Down: those go on and back whatever control has the focus. */
static gboolean
focus_keeps (AppFocus focus, guint keyval) {
  switch (focus) {
  case APP_FOCUS_STAGE:
    return FALSE;
  case APP_FOCUS_BUTTON:
    return is_press (keyval);
  case APP_FOCUS_SLIDER:
    return is_vertical (keyval) || keyval == GDK_KEY_Left || keyval == GDK_KEY_Right;
  case APP_FOCUS_LIST:
    return is_press (keyval) || is_vertical (keyval);
  case APP_FOCUS_TEXT:
  default:
    return TRUE;
  }
}

const AppKey *
app_key_find (guint keyval, GdkModifierType modifiers, AppFocus focus) {
  guint plain = plain_keyval (keyval);
  GdkModifierType held = modifiers & gtk_accelerator_get_default_mod_mask ();

  if (focus == APP_FOCUS_TEXT || (held == 0 && focus_keeps (focus, plain)))
    return NULL;
  for (const AppKey *key = keys; key->keyval != 0; key++)
    if (key->keyval == plain && key->modifiers == held)
      return key;
  return NULL;
}

static int
digit_of (guint keyval) {
  if (keyval >= GDK_KEY_0 && keyval <= GDK_KEY_9)
    return (int) (keyval - GDK_KEY_0);
  if (keyval >= GDK_KEY_KP_0 && keyval <= GDK_KEY_KP_9)
    return (int) (keyval - GDK_KEY_KP_0);
  return -1;
}

static gboolean
is_too_old (const AppNumber *self, gint64 now) {
  return now - self->time > APP_NUMBER_LIFETIME;
}

gboolean
app_number_type (AppNumber *self, guint keyval, gint64 now) {
  int digit = digit_of (keyval);

  /* No step begins with a zero: alone it is a key of its own. */
  if (digit < 0 || (digit == 0 && (self->number == 0 || is_too_old (self, now))))
    return FALSE;
  guint number = (is_too_old (self, now) ? 0 : self->number * 10) + (guint) digit;
  self->number = MIN (number, APP_NUMBER_MAX);
  self->time = now;
  return TRUE;
}

guint
app_number_take (AppNumber *self, gint64 now) {
  guint number = is_too_old (self, now) ? 0 : self->number;

  *self = (AppNumber){ 0 };
  return number;
}
