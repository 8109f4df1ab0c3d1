/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The presenter's keys: what clickers send and lecturers' fingers know, as one table from key to action. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the keyboard focus is on, as far as it matters for who gets a key. */
typedef enum {
  APP_FOCUS_STAGE,  /* the picture, or nothing */
  APP_FOCUS_BUTTON, /* keeps Space and Enter */
  APP_FOCUS_SLIDER, /* keeps the arrows, Home and End */
  APP_FOCUS_LIST,   /* keeps Up, Down, Home, End, Space and Enter */
  APP_FOCUS_TEXT,   /* keeps every key: an entry, and whatever is in a popover */
} AppFocus;

typedef struct {
  guint keyval;
  GdkModifierType modifiers;
  const char *action;    /* with its prefix: "win.next" */
  const char *parameter; /* a GVariant in text form; NULL for none */
} AppKey;

/* The action of a key for that focus; NULL where the key is the focused widget's or has no meaning here. */
const AppKey *app_key_find (guint keyval, GdkModifierType modifiers, AppFocus focus);
/* All of them; ends with a keyval of 0. */
const AppKey *app_keys (void);

/* A number that is typed digit by digit. All zeros is none; it is forgotten after some seconds. */
typedef struct {
  guint number;
  gint64 time; /* of the last digit, in microseconds of the monotonic clock */
} AppNumber;

#define APP_NUMBER_LIFETIME (3 * G_USEC_PER_SEC)

/* TRUE if the key was a digit that now belongs to the number. */
gboolean app_number_type (AppNumber *self, guint keyval, gint64 now);
/* The number, which is then used up; 0 for none, or if it is too old. */
guint app_number_take (AppNumber *self, gint64 now);

G_END_DECLS
