/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The geometry of a convolution: what was asked for, and what follows from it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  /* None. */
  ENGINE_PADDING_VALID,
  /* Zeros so that the output has ceil(image / stride) rows and columns; an odd one goes below and to the
   * right, as in TensorFlow, and as in PyTorch where stride is 1. */
  ENGINE_PADDING_SAME,
  /* `padding_size` zeros on both sides. */
  ENGINE_PADDING_EXPLICIT,
} EnginePadding;

/* What a user chooses. Pairs are (rows, columns). */
typedef struct {
  gint64 height, width, channels; /* of the image */
  gint64 filters;
  gint64 kernel[2];
  gint64 stride[2];
  gint64 dilation[2]; /* distance between neighbouring taps; 1 is the plain kernel */
  EnginePadding padding;
  gint64 padding_size[2]; /* for ENGINE_PADDING_EXPLICIT only */
  gint64 groups;          /* channels and filters fall into this many parts that do not see each other */
  gboolean bias;
} EngineConvSpec;

/* The running example: 10x10 grey, 32 filters 3x3, stride 1, no padding. */
#define ENGINE_CONV_SPEC_INIT                                                                                \
  {                                                                                                          \
    .height = 10, .width = 10, .channels = 1, .filters = 32, .kernel = { 3, 3 }, .stride = { 1, 1 },         \
    .dilation = { 1, 1 }, .padding = ENGINE_PADDING_VALID, .groups = 1                                       \
  }

/* A spec whose numbers have been checked, with what follows from them. Make it with engine_conv_shape_init()
 * only. */
typedef struct {
  EngineConvSpec spec;
  gint64 pad_top, pad_left, pad_bottom, pad_right;
  gint64 window[2];  /* extent of the dilated kernel: dilation * (kernel - 1) + 1 */
  gint64 out_height; /* floor((height + pad_top + pad_bottom - window) / stride) + 1 */
  gint64 out_width;
  gint64 group_channels; /* channels / groups: what one filter sees */
} EngineConvShape;

/* ENGINE_ERROR_SHAPE for what does not fit (it names the number), ENGINE_ERROR_OVERFLOW past 64 bits. */
gboolean engine_conv_shape_init (EngineConvShape *self, const EngineConvSpec *spec, GError **error);

G_END_DECLS
