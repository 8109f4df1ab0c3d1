/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON header of a safetensors file: {"name": {"dtype": …, "shape": […], "data_offsets": [begin, end]}, …},
 * and under "__metadata__" strings by name. Nothing else is read, so that nothing can be nested without end,
 * named twice, or be a number that is none. */
#pragma once

#include "engine-safetensors.h"

G_BEGIN_DECLS

#define ENGINE_SAFETENSORS_METADATA "__metadata__"

/* Fills the entries and the origin of `self`, which has its name. `available` is how many bytes follow the
 * header: the tensors must cover each of them once. */
gboolean engine_safetensors_header_parse (EngineSafetensors *self, const char *text, gsize length,
                                          guint64 available, GError **error);
/* Frees what that has filled. */
void engine_safetensors_header_clear (EngineSafetensors *self);
/* A tensor's name for messages: printable and short. Free with g_free(). */
char *engine_safetensors_header_show (const char *name);

G_END_DECLS
