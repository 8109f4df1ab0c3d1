/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of JSON that a safetensors header is made of, read from left to right. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  const char *at, *end;
} EngineSafetensorsJson;

/* All skip the white space before what they read, and return FALSE without saying why: where they stop, the text
 * is not such a header. */
gboolean engine_safetensors_json_accept (EngineSafetensorsJson *self, char character);
/* A string with its escapes resolved: UTF-8 without a NUL. Free with g_free(). */
gboolean engine_safetensors_json_string (EngineSafetensorsJson *self, char **string);
/* A whole number of at most 63 bits that is not negative. */
gboolean engine_safetensors_json_number (EngineSafetensorsJson *self, gint64 *number);
/* Nothing but white space is left. */
gboolean engine_safetensors_json_at_end (EngineSafetensorsJson *self);

G_END_DECLS
