/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the engine's tests share. */
#pragma once

#include "engine-error.h"
#include "engine-shape.h"
#include "engine-tensor.h"

/* The error of this code, whose message is one sentence "what: why; what would be right". Frees it. */
#define assert_refused(error, code_)                                                                         \
  G_STMT_START {                                                                                             \
    g_assert_error (error, ENGINE_ERROR, code_);                                                             \
    g_assert_cmpint (g_utf8_validate ((error)->message, -1, NULL), ==, TRUE);                                \
    g_assert_nonnull (strstr ((error)->message, ": "));                                                      \
    g_assert_nonnull (strstr (strstr ((error)->message, ": "), "; "));                                       \
    g_clear_error (&(error));                                                                                \
  }                                                                                                          \
  G_STMT_END

#define assert_message(error, code_, message_)                                                               \
  G_STMT_START {                                                                                             \
    g_assert_error (error, ENGINE_ERROR, code_);                                                             \
    g_assert_cmpstr ((error)->message, ==, message_);                                                        \
    g_clear_error (&(error));                                                                                \
  }                                                                                                          \
  G_STMT_END

static inline EngineConvShape
make_shape (const EngineConvSpec *spec) {
  g_autoptr (GError) error = NULL;
  EngineConvShape shape;

  engine_conv_shape_init (&shape, spec, &error);
  g_assert_no_error (error);
  return shape;
}

/* Values -1…1 of a xorshift generator, the same everywhere. */
static inline EngineTensor *
random_tensor (guint32 seed, guint rank, const gint64 *shape) {
  g_autoptr (GError) error = NULL;
  EngineTensor *tensor = engine_tensor_new (rank, shape, &error);
  guint32 state = seed * 2654435761u + 1;

  g_assert_no_error (error);
  for (gint64 i = 0; i < tensor->length; i++) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    tensor->data[i] = (float) (state >> 8) / (1 << 23) - 1;
  }
  return tensor;
}
