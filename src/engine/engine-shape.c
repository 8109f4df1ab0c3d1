/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-shape-private.h"

#include "engine-error-private.h"

#include <glib/gi18n-lib.h>

static gboolean
check_positive_pair (const char *what, const gint64 pair[2], GError **error) {
  g_autofree char *text = NULL;

  if (pair[0] > 0 && pair[1] > 0)
    return TRUE;

  text = engine_error_pair (pair[0], pair[1]);
  g_set_error (error, ENGINE_ERROR, ENGINE_ERROR_SHAPE, _ ("%s: %s is not positive; use at least 1x1"), what,
               text);
  return FALSE;
}

static gboolean
check_padding (const EngineConvSpec *spec, GError **error) {
  g_autofree char *text = NULL;

  if (spec->padding != ENGINE_PADDING_EXPLICIT || (spec->padding_size[0] >= 0 && spec->padding_size[1] >= 0))
    return TRUE;

  text = engine_error_pair (spec->padding_size[0], spec->padding_size[1]);
  g_set_error (error, ENGINE_ERROR, ENGINE_ERROR_SHAPE, _ ("padding: %s is negative; use at least 0x0"),
               text);
  return FALSE;
}

static gboolean
check_groups (const EngineConvSpec *spec, GError **error) {
  gint64 divisor = engine_greatest_common_divisor (spec->channels, spec->filters);
  g_autofree char *groups = NULL;
  g_autofree char *channels = NULL;
  g_autofree char *filters = NULL;
  g_autofree char *best = NULL;

  if (divisor % spec->groups == 0)
    return TRUE;

  groups = g_strdup_printf ("%" G_GINT64_FORMAT, spec->groups);
  channels = g_strdup_printf ("%" G_GINT64_FORMAT, spec->channels);
  filters = g_strdup_printf ("%" G_GINT64_FORMAT, spec->filters);
  best = g_strdup_printf ("%" G_GINT64_FORMAT, divisor);
  g_set_error (error, ENGINE_ERROR, ENGINE_ERROR_SHAPE,
               _ ("groups: %s does not divide both channels (%s) and filters (%s); use a divisor of %s"),
               groups, channels, filters, best);
  return FALSE;
}

static gboolean
check_spec (const EngineConvSpec *spec, GError **error) {
  return engine_error_check_positive (_ ("image height"), spec->height, error)
         && engine_error_check_positive (_ ("image width"), spec->width, error)
         && engine_error_check_positive (_ ("channels"), spec->channels, error)
         && engine_error_check_positive (_ ("filters"), spec->filters, error)
         && engine_error_check_positive (_ ("groups"), spec->groups, error)
         && check_positive_pair (_ ("kernel"), spec->kernel, error)
         && check_positive_pair (_ ("stride"), spec->stride, error)
         && check_positive_pair (_ ("dilation"), spec->dilation, error) && check_padding (spec, error)
         && check_groups (spec, error);
}

/* One direction of the geometry; axis 0 is rows. */
typedef struct {
  gint64 window, before, after, padded;
} Extent;

static gboolean
init_window (Extent *self, const EngineConvSpec *spec, int axis, GError **error) {
  if (__builtin_mul_overflow (spec->dilation[axis], spec->kernel[axis] - 1, &self->window)
      || __builtin_add_overflow (self->window, 1, &self->window))
    return engine_error_overflow (_ ("dilation"), error);
  return TRUE;
}

static gboolean
init_padding (Extent *self, const EngineConvSpec *spec, int axis, GError **error) {
  gint64 size = axis == 0 ? spec->height : spec->width;
  gint64 stride = spec->stride[axis];
  gint64 last = (size - 1) / stride * stride; /* row of the last output of `same` */
  gint64 end;

  self->before = self->after = 0;
  if (spec->padding == ENGINE_PADDING_EXPLICIT) {
    self->before = self->after = spec->padding_size[axis];
  } else if (spec->padding == ENGINE_PADDING_SAME) {
    if (__builtin_add_overflow (last, self->window, &end))
      return engine_error_overflow (_ ("padding"), error);
    self->before = MAX (end - size, 0) / 2;
    self->after = MAX (end - size, 0) - self->before;
  }

  if (__builtin_add_overflow (size, self->before, &self->padded)
      || __builtin_add_overflow (self->padded, self->after, &self->padded))
    return engine_error_overflow (_ ("padding"), error);
  return TRUE;
}

static gboolean
check_fit (const EngineConvSpec *spec, const Extent *rows, const Extent *columns, GError **error) {
  g_autofree char *kernel = NULL;
  g_autofree char *window = NULL;
  g_autofree char *padded = NULL;
  g_autofree char *best = NULL;

  if (rows->window <= rows->padded && columns->window <= columns->padded)
    return TRUE;

  kernel = engine_error_pair (spec->kernel[0], spec->kernel[1]);
  window = engine_error_pair (rows->window, columns->window);
  padded = engine_error_pair (rows->padded, columns->padded);
  best = engine_error_pair ((rows->padded - 1) / spec->dilation[0] + 1,
                            (columns->padded - 1) / spec->dilation[1] + 1);
  if (spec->dilation[0] == 1 && spec->dilation[1] == 1)
    g_set_error (error, ENGINE_ERROR, ENGINE_ERROR_SHAPE,
                 _ ("kernel: %s is larger than the padded image of %s; use a kernel of at most %s"), kernel,
                 padded, best);
  else
    g_set_error (
        error, ENGINE_ERROR, ENGINE_ERROR_SHAPE,
        _ ("kernel: %s spans %s by its dilation, larger than the padded image of %s; use a kernel of at most "
           "%s, or less dilation"),
        kernel, window, padded, best);
  return FALSE;
}

gboolean
engine_conv_shape_init (EngineConvShape *self, const EngineConvSpec *spec, GError **error) {
  Extent rows, columns;

  if (!check_spec (spec, error) || !init_window (&rows, spec, 0, error)
      || !init_window (&columns, spec, 1, error) || !init_padding (&rows, spec, 0, error)
      || !init_padding (&columns, spec, 1, error) || !check_fit (spec, &rows, &columns, error))
    return FALSE;

  *self = (EngineConvShape){
    .spec = *spec,
    .pad_top = rows.before,
    .pad_left = columns.before,
    .pad_bottom = rows.after,
    .pad_right = columns.after,
    .window = { rows.window, columns.window },
    .out_height = (rows.padded - rows.window) / spec->stride[0] + 1,
    .out_width = (columns.padded - columns.window) / spec->stride[1] + 1,
    .group_channels = spec->channels / spec->groups,
  };
  return TRUE;
}
