/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values of options, read strictly: no rest, no sign where none is meant, nothing past 64 bits. Each parser sets
 * CLI_ERROR_USAGE with a sentence that begins with `option` ("--stride") and returns FALSE where the text is not right. */
#pragma once

#include "engine-layers.h"
#include "engine-preset.h"
#include "engine-shape.h"
#include "engine-tensor.h"

G_BEGIN_DECLS

/* A whole number of at least `minimum`, which is 0 or 1. */
gboolean cli_options_parse_integer (const char *option, const char *text, gint64 minimum, gint64 *value,
                                    GError **error);
/* A finite decimal number with a point: "2.5", "-1e-3". */
gboolean cli_options_parse_number (const char *option, const char *text, double *value, GError **error);
/* "N" for both, or "RxC" for rows and columns. */
gboolean cli_options_parse_pair (const char *option, const char *text, gint64 minimum, gint64 pair[2],
                                 GError **error);
/* "HxW" or "HxWxC"; one channel where none is said. */
gboolean cli_options_parse_image (const char *option, const char *text, gint64 *height, gint64 *width,
                                  gint64 *channels, GError **error);
/* "WxH" of a picture to draw, in this order as everyone writes it. */
gboolean cli_options_parse_size (const char *option, const char *text, int *width, int *height,
                                 GError **error);
/* "valid", "same", or zeros on each side as "N" or "RxC". */
gboolean cli_options_parse_padding (const char *option, const char *text, EngineConvSpec *spec,
                                    GError **error);
/* "max:N" or "average:N". */
gboolean cli_options_parse_pool (const char *option, const char *text, EnginePool *kind, gint64 *size,
                                 GError **error);
/* "w,w,…" with k * k numbers, or rows separated by ";": one filter (1, kh, kw, 1). */
EngineTensor *cli_options_parse_kernel (const char *option, const char *text, GError **error);
/* A preset by its name; the sentence lists the names. */
const EnginePreset *cli_options_parse_preset (const char *option, const char *text, GError **error);

/* "identity, box-blur, …". Free with g_free(). */
char *cli_options_preset_names (void);

#define CLI_CONV_ENTRIES 4

/* The options that `count` and `convolve` share, as they were given; NULL where they were not. */
typedef struct {
  char *stride, *padding, *dilation, *groups;
} CliConvOptions;

/* Into a spec that has its defaults. */
gboolean cli_options_apply_conv (const CliConvOptions *self, EngineConvSpec *spec, GError **error);
void cli_options_clear_conv (CliConvOptions *self);

/* A table of entries for them, which ends with an empty one. */
void cli_options_conv_entries (CliConvOptions *self, GOptionEntry entries[CLI_CONV_ENTRIES + 1]);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliConvOptions, cli_options_clear_conv)

G_END_DECLS
