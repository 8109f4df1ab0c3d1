/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-settings.h"

#include "lesson-error.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PRESET_SIDE 3

void
lesson_settings_init (LessonSettings *self) {
  *self = (LessonSettings){
    .grid = 10,
    .nodes = 32,
    .filters = 32,
    .stride = 1,
    .dilation = 1,
    .seed = 9,
    .edited_line = -1,
  };
  lesson_settings_set_filter (self, engine_preset_find ("sobel-x"));
}

static gboolean
check_range (const char *what, gint64 value, gint64 least, gint64 most, GError **error) {
  if (value >= least && value <= most)
    return TRUE;
  g_autofree char *given = lesson_format_count (value);
  g_autofree char *from = lesson_format_count (least);
  g_autofree char *to = lesson_format_count (most);
  g_set_error (error, LESSON_ERROR, LESSON_ERROR_SETTINGS,
               /* Translators: a name such as "grid", then numbers */
               _ ("%s: %s cannot be shown; choose from %s to %s"), what, given, from, to);
  return FALSE;
}

gboolean
lesson_settings_check (const LessonSettings *settings, GError **error) {
  return check_range (_ ("grid"), settings->grid, LESSON_GRID_MIN, LESSON_GRID_MAX, error)
         && check_range (_ ("nodes"), settings->nodes, LESSON_UNITS_MIN, LESSON_UNITS_MAX, error)
         && check_range (_ ("filters"), settings->filters, LESSON_UNITS_MIN, LESSON_UNITS_MAX, error)
         && check_range (_ ("kernel"), settings->kernel, 1, LESSON_KERNEL_MAX, error)
         && check_range (_ ("stride"), settings->stride, 1, LESSON_STEP_MAX, error)
         && check_range (_ ("dilation"), settings->dilation, 1, LESSON_STEP_MAX, error);
}

gboolean
lesson_settings_shape (const LessonSettings *self, gint64 filters, EngineConvShape *shape, GError **error) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;

  spec.height = spec.width = self->grid;
  spec.filters = filters;
  spec.kernel[0] = spec.kernel[1] = self->kernel;
  spec.stride[0] = spec.stride[1] = self->stride;
  spec.dilation[0] = spec.dilation[1] = self->dilation;
  spec.padding = self->same_padding ? ENGINE_PADDING_SAME : ENGINE_PADDING_VALID;
  return engine_conv_shape_init (shape, &spec, error);
}

gboolean
lesson_settings_equal (const LessonSettings *a, const LessonSettings *b) {
  return a->grid == b->grid && a->nodes == b->nodes && a->filters == b->filters && a->kernel == b->kernel
         && a->stride == b->stride && a->dilation == b->dilation && a->same_padding == b->same_padding
         && a->filter == b->filter && a->origin == b->origin && a->origin_number == b->origin_number
         && memcmp (a->weights, b->weights, sizeof a->weights) == 0 && a->seed == b->seed
         && a->edited_line == b->edited_line && a->edited_weight == b->edited_weight && a->tone == b->tone
         && a->relu == b->relu && a->questions == b->questions;
}

/* What is made of them from here on is somebody's own. */
static void
forget_names (LessonSettings *self) {
  self->filter = NULL;
  self->origin = NULL;
  self->origin_number = 0;
}

void
lesson_settings_set_filter (LessonSettings *self, const EnginePreset *filter) {
  memset (self->weights, 0, sizeof self->weights);
  memcpy (self->weights, filter->weights, sizeof filter->weights);
  self->kernel = PRESET_SIDE;
  forget_names (self);
  self->filter = filter;
}

void
lesson_settings_set_kernel (LessonSettings *self, gint64 kernel) {
  gint64 old = self->kernel, shift = (kernel - old) / 2;
  float weights[LESSON_TAPS_MAX] = { 0 };

  if (kernel == old)
    return;
  for (gint64 row = 0; row < old; row++)
    for (gint64 column = 0; column < old; column++) {
      gint64 y = row + shift, x = column + shift;
      if (MIN (y, x) >= 0 && MAX (y, x) < kernel)
        weights[y * kernel + x] = self->weights[row * old + column];
    }
  memcpy (self->weights, weights, sizeof weights);
  self->kernel = kernel;
  forget_names (self);
}

void
lesson_settings_set_weight (LessonSettings *self, gint64 tap, double weight) {
  self->weights[tap] = (float) CLAMP (weight, -LESSON_WEIGHT_MAX, LESSON_WEIGHT_MAX);
  forget_names (self);
}
