/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson-filters-file.h"

#include "engine-npy.h"
#include "lesson-data.h"
#include "lesson-error.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static gboolean
refuse_shape (const EngineTensor *array, const char *name, GError **error) {
  g_autofree char *shape = engine_tensor_shape_to_string (array);

  g_set_error (
      error, LESSON_ERROR, LESSON_ERROR_FILTERS,
      /* Translators: name of a file, then a shape such as (32, 3, 5) and the largest side of a filter */
      _ ("%s: the shape %s is not that of filters; save them as (K, k, k, 1), (K, 1, k, k), (K, k, k) or "
         "(k, k) with k up to %d"),
      name, shape, LESSON_KERNEL_MAX);
  return FALSE;
}

/* Rows and columns come after the filters, or after their one channel. */
static gboolean
check_shape (LessonFilters *self, const EngineTensor *array, GError **error) {
  gboolean channel_first = array->rank == 4 && array->shape[1] == 1;
  const gint64 *side = array->shape + (array->rank == 2 ? 0 : channel_first ? 2 : 1);

  if (array->rank < 2 || array->rank > 4 || side[0] != side[1] || side[0] > LESSON_KERNEL_MAX
      || (array->rank == 4 && !channel_first && array->shape[3] != 1))
    return refuse_shape (array, self->name, error);
  self->kernel = side[0];
  self->n = array->rank == 2 ? 1 : array->shape[0];
  return TRUE;
}

static gboolean
check_size (const LessonFilters *self, GError **error) {
  g_autofree char *given = lesson_format_count (self->n);
  g_autofree char *most = lesson_format_count (LESSON_FILTERS_MAX);

  if (self->kernel > LESSON_KERNEL_MAX) {
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_FILTERS,
                 /* Translators: name of a file, then numbers */
                 _ ("%s: its filters of %d×%d are too large to slide here; choose some of at most %d×%d"),
                 self->name, (int) self->kernel, (int) self->kernel, LESSON_KERNEL_MAX, LESSON_KERNEL_MAX);
    return FALSE;
  }
  if (self->n <= LESSON_FILTERS_MAX)
    return TRUE;
  g_set_error (error, LESSON_ERROR, LESSON_ERROR_FILTERS, _ ("%s: it holds %s filters; save at most %s"),
               self->name, given, most);
  return FALSE;
}

static gboolean
check_weights (const LessonFilters *self, GError **error) {
  for (gint64 i = 0; i < self->n * self->kernel * self->kernel; i++)
    if (!isfinite (self->weights[i]) || fabsf (self->weights[i]) > (float) LESSON_WEIGHT_MAX) {
      g_autofree char *row = lesson_format_count (i / (self->kernel * self->kernel) + 1);
      g_autofree char *most = lesson_format_count ((gint64) LESSON_WEIGHT_MAX);
      g_set_error (error, LESSON_ERROR, LESSON_ERROR_FILTERS,
                   /* Translators: name of a file, number of a filter, number */
                   _ ("%s: filter %s has a weight that cannot be shown; keep them between −%s and %s"),
                   self->name, row, most, most);
      return FALSE;
    }
  return TRUE;
}

/* Takes the weights of `self`, which has its sizes. */
static gboolean
fill (LessonFilters *self, const float *weights, GError **error) {
  if (!check_size (self, error))
    return FALSE;
  self->weights = g_memdup2 (weights, (gsize) (self->n * self->kernel * self->kernel) * sizeof (float));
  return check_weights (self, error);
}

LessonFilters *
lesson_filters_new (const char *name, gint64 n, gint64 kernel, const float *weights, GError **error) {
  g_autoptr (LessonFilters) self = g_new0 (LessonFilters, 1);

  self->name = g_strdup (name);
  self->n = n;
  self->kernel = kernel;
  return fill (self, weights, error) ? g_steal_pointer (&self) : NULL;
}

LessonFilters *
lesson_filters_new_learned (const char *name, const LearningSnapshot *snapshot, GError **error) {
  const LearningLayer *layer = &snapshot->weights->network->layers[0];

  if (layer->spec.kind == LEARNING_LAYER_CONVOLUTION && layer->in[0] == 1)
    return lesson_filters_new (name, layer->spec.units, layer->spec.size,
                               learning_weights_of (snapshot->weights, 0), error);
  g_set_error (error, LESSON_ERROR, LESSON_ERROR_FILTERS,
               _ ("%s: this network has no filters; choose a convolutional one over pictures in grey"), name);
  return NULL;
}

LessonFilters *
lesson_filters_load (const char *path, GError **error) {
  g_autoptr (EngineTensor) array = engine_npy_load (path, error);

  if (array == NULL)
    return NULL;
  g_autoptr (LessonFilters) self = g_new0 (LessonFilters, 1);
  self->name = g_filename_display_basename (path);
  return check_shape (self, array, error) && fill (self, array->data, error) ? g_steal_pointer (&self) : NULL;
}

LessonFilters *
lesson_filters_load_learned (GError **error) {
  g_autofree char *path = lesson_data_path ("filters/learned-digits.npy");

  LessonFilters *self = lesson_filters_load (path, error);
  if (self != NULL)
    self->known = TRUE;
  return self;
}

void
lesson_filters_free (LessonFilters *self) {
  g_free (self->name);
  g_free (self->weights);
  g_free (self);
}

const float *
lesson_filters_get (const LessonFilters *self, gint64 index) {
  return self->weights + index * self->kernel * self->kernel;
}

char *
lesson_filters_short_name (const char *file) {
  static const char *const endings[] = { ".npy", ".safetensors" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (file, endings[i]))
      return g_strndup (file, strlen (file) - strlen (endings[i]));
  return g_strdup (file);
}

gboolean
lesson_filters_apply (const LessonFilters *self, gint64 index, LessonSettings *settings) {
  g_autofree char *name = lesson_filters_short_name (self->name);
  gint64 taps = self->kernel * self->kernel;

  if (index < 0 || index >= self->n)
    return FALSE;
  lesson_settings_set_kernel (settings, self->kernel);
  for (gint64 tap = 0; tap < taps; tap++)
    lesson_settings_set_weight (settings, tap, lesson_filters_get (self, index)[tap]);
  settings->origin = self->known ? NULL : g_intern_string (name);
  settings->origin_number = self->known ? 0 : index + 1;
  return TRUE;
}

gint64
lesson_filters_find (const LessonFilters *self, const LessonSettings *settings) {
  gsize size = (gsize) (self->kernel * self->kernel) * sizeof (float);

  for (gint64 i = 0; settings->kernel == self->kernel && i < self->n; i++)
    if (memcmp (lesson_filters_get (self, i), settings->weights, size) == 0)
      return i;
  return -1;
}

/* NULL where they cannot be read: whoever chooses one is told why. */
static gpointer
load_learned_once (gpointer data) {
  return lesson_filters_load_learned (NULL);
}

static const char *
name_of_set (const LessonSettings *settings) {
  g_autofree char *number = lesson_format_count (settings->origin_number);
  /* Translators: name of a file, then the number of a filter in it */
  g_autofree char *title = g_strdup_printf (_ ("%s, filter %s"), settings->origin, number);

  return g_intern_string (title);
}

const char *
lesson_filters_title (const LessonSettings *settings) {
  static GOnce learned = G_ONCE_INIT;

  if (settings->filter != NULL)
    return g_dgettext (GETTEXT_PACKAGE, settings->filter->title);
  if (settings->origin != NULL)
    return name_of_set (settings);
  const LessonFilters *filters = g_once (&learned, load_learned_once, NULL);
  gint64 index = filters != NULL ? lesson_filters_find (filters, settings) : -1;
  if (index < 0)
    return _ ("Own weights");
  g_autofree char *number = lesson_format_count (index + 1);
  /* Translators: %s is a number */
  g_autofree char *title = g_strdup_printf (_ ("Learned filter %s"), number);
  return g_intern_string (title);
}
