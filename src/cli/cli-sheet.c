/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-sheet.h"

#include "cli-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define WHITE 1.0f

static gboolean
find_scale (const EngineTensor *output, float *scale, GError **error) {
  *scale = 0;
  for (gint64 i = 0; i < output->length; i++) {
    if (!isfinite (output->data[i])) {
      g_set_error (error, CLI_ERROR, CLI_ERROR_DATA,
                   _ ("output: some of its values are not finite; write .npy, which keeps them"));
      return FALSE;
    }
    *scale = MAX (*scale, fabsf (output->data[i]));
  }
  return TRUE;
}

static void
draw_plane (EngineTensor *sheet, gint64 top, gint64 left, const EngineTensor *output, gint64 plane,
            float scale) {
  gint64 height = output->shape[0], width = output->shape[1], planes = output->shape[2];

  for (gint64 y = 0; y < height; y++)
    for (gint64 x = 0; x < width; x++) {
      float value = output->data[(y * width + x) * planes + plane];

      sheet->data[(top + y) * sheet->shape[1] + left + x] = scale > 0 ? 0.5f + 0.5f * (value / scale) : 0.5f;
    }
}

EngineTensor *
cli_sheet_new (const EngineTensor *output, GError **error) {
  gint64 height = output->shape[0], width = output->shape[1], planes = output->shape[2];
  gint64 columns = (gint64) ceil (sqrt ((double) planes));
  gint64 rows = (planes + columns - 1) / columns;
  EngineTensor *sheet;
  float scale;

  if (!find_scale (output, &scale, error))
    return NULL;
  sheet = engine_tensor_new_image (rows * (height + 1) - 1, columns * (width + 1) - 1, 1, error);
  if (!sheet)
    return NULL;

  for (gint64 i = 0; i < sheet->length; i++)
    sheet->data[i] = WHITE;
  for (gint64 i = 0; i < planes; i++)
    draw_plane (sheet, i / columns * (height + 1), i % columns * (width + 1), output, i, scale);
  return sheet;
}
