/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-first-layer-private.h"

#include "lesson-error.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

const char *
lesson_layout_title (LessonLayout layout) {
  static const char *const titles[] = { N_ ("not stated"), N_ ("(filters, rows, columns, channels)"),
                                        N_ ("(filters, channels, rows, columns)") };

  return _ (titles[layout]);
}

static gboolean
check_layout (const char *name, const EngineTensor *array, const LessonLayerChoice *choice,
              LessonLayout layout, GError **error) {
  g_autofree char *shape = engine_tensor_shape_to_string (array);

  if (layout == LESSON_LAYOUT_UNSTATED)
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_FILTERS,
                 /* Translators: name of a file, then a shape such as (32, 3, 3, 3) */
                 _ ("%s: the shape %s does not tell where its channels are; state the layout"), name, shape);
  else if (layout == LESSON_LAYOUT_KHWC ? !choice->khwc : !choice->kchw)
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_FILTERS,
                 /* Translators: name of a file, then a shape such as (32, 3, 3, 3), then a layout */
                 _ ("%s: the shape %s is not that of a first layer in the layout %s; state the other one"),
                 name, shape, lesson_layout_title (layout));
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_finite (const char *name, const EngineTensor *array, GError **error) {
  const gint64 *shape = array->shape;

  for (gint64 i = 0; i < array->length; i++)
    if (!isfinite (array->data[i])) {
      g_autofree char *index =
          g_strdup_printf ("(%d, %d, %d, %d)", (int) (i / (shape[1] * shape[2] * shape[3])),
                           (int) (i / (shape[2] * shape[3]) % shape[1]), (int) (i / shape[3] % shape[2]),
                           (int) (i % shape[3]));
      g_set_error (error, LESSON_ERROR, LESSON_ERROR_FILTERS,
                   /* Translators: name of a file, then an index such as (3, 0, 2, 1) */
                   _ ("%s: its weight at the index %s is no finite number; save a model whose weights are"),
                   name, index);
      return FALSE;
    }
  return TRUE;
}

static void
copy_weights (LessonFirstLayer *self, const EngineTensor *array) {
  gint64 taps = self->side * self->side, channels = self->channels;

  self->weights = g_new (float, array->length);
  for (gint64 filter = 0; filter < self->filters; filter++)
    for (gint64 i = 0; i < taps * channels; i++) {
      gint64 tap = i / channels, channel = i % channels;
      gint64 from = self->layout == LESSON_LAYOUT_KHWC ? i : channel * taps + tap;
      self->weights[filter * taps * channels + i] = array->data[filter * taps * channels + from];
    }
}

LessonFirstLayer *
lesson_first_layer_read (const LessonLayerFile *file, guint index, LessonLayout layout, GError **error) {
  const LessonLayerChoice *choice = lesson_layer_file_choice (file, index);
  g_autoptr (EngineTensor) array = lesson_layer_file_read (file, index, error);
  g_autoptr (LessonFirstLayer) self = NULL;

  if (array == NULL)
    return NULL;
  self = g_new0 (LessonFirstLayer, 1);
  self->file = g_strdup (lesson_layer_file_name (file));
  self->name = choice->name == NULL ? g_strdup (lesson_layer_file_name (file))
                                    : g_strdup_printf ("%s, %s", lesson_layer_file_name (file), choice->name);
  self->layout = layout == LESSON_LAYOUT_UNSTATED ? choice->guess : layout;
  if (!check_layout (self->name, array, choice, self->layout, error)
      || !check_finite (self->name, array, error))
    return NULL;
  self->filters = array->shape[0];
  self->side = array->shape[2];
  self->channels = array->shape[self->layout == LESSON_LAYOUT_KHWC ? 3 : 1];
  self->bias = choice->bias;
  copy_weights (self, array);
  return g_steal_pointer (&self);
}

void
lesson_first_layer_free (LessonFirstLayer *self) {
  g_free (self->file);
  g_free (self->name);
  g_free (self->weights);
  g_free (self);
}

static char *
name_plane (const LessonFirstLayer *self, LessonPlane plane) {
  static const char *const patterns[] = {
    "%s",
    /* Translators: %s is the name of a file, here and below */
    N_ ("%s, red"),
    N_ ("%s, green"),
    N_ ("%s, blue"),
  };
  g_autofree char *file = lesson_filters_short_name (self->file);
  GString *name = g_string_new (plane == LESSON_PLANE_GREY ? "%s" : _ (patterns[plane]));

  g_string_replace (name, "%s", file, 1);
  return g_string_free (name, FALSE);
}

LessonFilters *
lesson_first_layer_filters (const LessonFirstLayer *self, LessonPlane plane, GError **error) {
  gint64 n = self->filters * self->side * self->side, channels = self->channels;
  g_autofree float *weights = g_new0 (float, n);
  g_autofree char *name = name_plane (self, plane);

  for (gint64 i = 0; i < n; i++)
    if (plane != LESSON_PLANE_GREY)
      weights[i] = self->weights[i * channels + (gint64) plane - LESSON_PLANE_RED];
    else
      for (gint64 channel = 0; channel < channels; channel++)
        weights[i] += self->weights[i * channels + channel];
  return lesson_filters_new (name, self->filters, self->side, weights, error);
}

gboolean
lesson_first_layer_count (const LessonFirstLayer *self, gint64 height, gint64 width,
                          LessonFirstLayerCount *count, GError **error) {
  EngineConvSpec spec = ENGINE_CONV_SPEC_INIT;
  EngineConvShape shape;

  spec.height = height;
  spec.width = width;
  spec.channels = self->channels;
  spec.filters = self->filters;
  spec.kernel[0] = spec.kernel[1] = self->side;
  spec.padding = ENGINE_PADDING_SAME;
  spec.bias = self->bias;
  return engine_conv_shape_init (&shape, &spec, error) && engine_count_conv (&count->layer, &shape, error)
         && engine_count_dense (&count->dense, height * width * self->channels, count->layer.outputs,
                                self->bias, error);
}
