/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine's errors. Every message is one sentence of the form "what: why; what would be right". */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ENGINE_ERROR (engine_error_quark ())

typedef enum {
  ENGINE_ERROR_SHAPE,       /* sizes that do not fit together, or are not positive */
  ENGINE_ERROR_OVERFLOW,    /* a count passes 64 bits */
  ENGINE_ERROR_FORMAT,      /* a file that is not what it says it is */
  ENGINE_ERROR_UNSUPPORTED, /* a sound file of a kind that is not read here */
  ENGINE_ERROR_TOO_LARGE,   /* more pixels, bytes or memory than there may be */
  ENGINE_ERROR_FILE,        /* a file that cannot be read or written */
} EngineError;

GQuark engine_error_quark (void);

G_END_DECLS
