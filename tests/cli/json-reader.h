/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A strict reader of JSON (RFC 8259) that keeps the order of members and the text of numbers. */
#pragma once

#include <glib.h>

typedef enum { JSON_NULL, JSON_TRUE, JSON_FALSE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT } JsonKind;

typedef struct {
  JsonKind kind;
  char *text;          /* of a string, or a number as it is written */
  GPtrArray *keys;     /* of an object: char * */
  GPtrArray *children; /* of an array or object: JsonValue * */
} JsonValue;

/* NULL where the text is anything but one JSON value. */
JsonValue *json_parse (const char *text);
void json_free (JsonValue *self);

/* What stands at the end of the keys; asserts that they are there. */
const JsonValue *json_get (const JsonValue *self, ...) G_GNUC_NULL_TERMINATED;
const JsonValue *json_at (const JsonValue *self, guint index);
/* Asserts that it is a number without fraction or exponent. */
gint64 json_integer (const JsonValue *self);
double json_number (const JsonValue *self);
const char *json_string (const JsonValue *self);
/* Asserts that an object has exactly these keys: "height width channels". */
void json_assert_keys (const JsonValue *self, const char *keys);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (JsonValue, json_free)
