/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A value that is typed key by key while a weight or a pixel is held: digits, a decimal sign, a sign in front or behind. A
 * model without widgets. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define APP_TYPED_MAX      8 /* characters */
#define APP_TYPED_LIFETIME (8 * G_USEC_PER_SEC)

/* All zeros is nothing typed. */
typedef struct {
  char digits[APP_TYPED_MAX + 1]; /* and a '.' */
  gboolean minus;                 /* the sign; alone it counts only if digits follow soon */
  gint64 time;                    /* of the last key, in microseconds of the monotonic clock */
} AppTyped;

typedef enum {
  APP_TYPED_OTHER,  /* the key means nothing here; what was typed is forgotten */
  APP_TYPED_MORE,   /* the key belongs to the value, which goes on */
  APP_TYPED_DONE,   /* Enter: take the value */
  APP_TYPED_FORGET, /* Escape, or the last character was erased */
  APP_TYPED_UP,     /* plus and minus, with nothing typed */
  APP_TYPED_DOWN,
} AppTypedEvent;

/* With '.' and with ',' as decimal sign. A minus steps down, and is the sign of what is typed after it. */
AppTypedEvent app_typed_key (AppTyped *self, guint keyval, gint64 now);
gboolean app_typed_is_empty (const AppTyped *self);
double app_typed_value (const AppTyped *self);
/* As typed, with the locale's decimal sign and a true minus: "−0.5". Free with g_free(). */
char *app_typed_to_string (const AppTyped *self);

G_END_DECLS
