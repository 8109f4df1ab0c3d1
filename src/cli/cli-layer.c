/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-layer.h"

#include "cli-error.h"
#include "engine-tensor.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MODEL_ENDING ".safetensors"

/* Where the name of the array begins; NULL where there is none. */
static const char *
find_name (const char *text) {
  const char *name = strstr (text, MODEL_ENDING "#");

  return name != NULL ? name + strlen (MODEL_ENDING "#") : NULL;
}

gboolean
cli_layer_is_model (const char *text) {
  return g_str_has_suffix (text, MODEL_ENDING) || find_name (text) != NULL;
}

static gboolean
parse_layout (const char *text, LessonLayout *layout, GError **error) {
  *layout = text == NULL                 ? LESSON_LAYOUT_UNSTATED
            : g_str_equal (text, "khwc") ? LESSON_LAYOUT_KHWC
                                         : LESSON_LAYOUT_KCHW;
  if (text == NULL || *layout == LESSON_LAYOUT_KHWC || g_str_equal (text, "kchw"))
    return TRUE;
  g_autofree char *shown = g_filename_display_name (text);
  return cli_error_usage (error, _ ("--layout: there is no layout “%s”; choose khwc or kchw"), shown);
}

/* What has to be stated is an option here. */
static gboolean
check_stated (const char *option, const LessonLayerFile *file, guint index, LessonLayout layout,
              GError **error) {
  if (layout != LESSON_LAYOUT_UNSTATED
      || lesson_layer_file_choice (file, index)->guess != LESSON_LAYOUT_UNSTATED)
    return TRUE;
  return cli_error_usage (
      error,
      _ ("%s: the shape does not tell where the channels of %s are; add --layout khwc or --layout kchw"),
      option, lesson_layer_file_name (file));
}

LessonFirstLayer *
cli_layer_load (const char *option, const char *text, const char *layout, GError **error) {
  const char *name = find_name (text);
  g_autofree char *path = name != NULL ? g_strndup (text, (gsize) (name - text) - 1) : g_strdup (text);
  LessonLayout stated;
  guint index = 0;

  if (!parse_layout (layout, &stated, error))
    return NULL;
  g_autoptr (LessonLayerFile) file = lesson_layer_file_open (path, error);
  if (file == NULL || (name != NULL && !lesson_layer_file_find (file, name, &index, error))
      || !check_stated (option, file, index, stated, error))
    return NULL;
  return lesson_first_layer_read (file, index, stated, error);
}

EngineTensor *
cli_layer_load_weights (const char *option, const char *text, const char *layout, GError **error) {
  g_autoptr (LessonFirstLayer) layer = cli_layer_load (option, text, layout, error);
  EngineTensor *weights;

  if (layer == NULL)
    return NULL;
  weights =
      engine_tensor_new (4, (gint64[]){ layer->filters, layer->side, layer->side, layer->channels }, error);
  if (weights != NULL)
    memcpy (weights->data, layer->weights, (gsize) weights->length * sizeof (float));
  return weights;
}
