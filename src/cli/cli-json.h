/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes JSON (RFC 8259) value by value, indented, in UTF-8. `key` names a member of an object and is NULL in an array and at
 * the top. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  GString *text;
  guint depth;
  gboolean follows; /* a value stands before the next one in the same object or array */
} CliJson;

void cli_json_init (CliJson *self);
void cli_json_clear (CliJson *self);

void cli_json_begin_object (CliJson *self, const char *key);
void cli_json_end_object (CliJson *self);
void cli_json_begin_array (CliJson *self, const char *key);
void cli_json_end_array (CliJson *self);
void cli_json_integer (CliJson *self, const char *key, gint64 value);
void cli_json_number (CliJson *self, const char *key, double value); /* finite */
void cli_json_string (CliJson *self, const char *key, const char *value);

/* To standard output, with a line break at the end; bytes as they are, as JSON is UTF-8 in every locale. */
void cli_json_print (const CliJson *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliJson, cli_json_clear)

G_END_DECLS
