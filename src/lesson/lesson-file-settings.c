/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers that a lesson file begins with. */
#include "lesson-file-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define GROUP     "Lesson"
#define SPEED_MIN 0.25
#define SPEED_MAX 4.0

static const struct {
  const char *key;
  gsize offset;
  gint64 least, most;
} sizes[] = {
  { "Grid", G_STRUCT_OFFSET (LessonSettings, grid), LESSON_GRID_MIN, LESSON_GRID_MAX },
  { "Nodes", G_STRUCT_OFFSET (LessonSettings, nodes), LESSON_UNITS_MIN, LESSON_UNITS_MAX },
  { "Filters", G_STRUCT_OFFSET (LessonSettings, filters), LESSON_UNITS_MIN, LESSON_UNITS_MAX },
  { "Stride", G_STRUCT_OFFSET (LessonSettings, stride), 1, LESSON_STEP_MAX },
  { "Dilation", G_STRUCT_OFFSET (LessonSettings, dilation), 1, LESSON_STEP_MAX },
};

static void
read_preset (LessonReader *self) {
  g_autofree char *name = lesson_reader_string (self, GROUP, "Filter");
  const EnginePreset *preset = name != NULL ? engine_preset_find (name) : NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  if (preset != NULL)
    lesson_settings_set_filter (&self->lesson->settings, preset);
  if (name == NULL || preset != NULL)
    return;
  for (const EnginePreset *other = engine_presets (); other->name != NULL; other++)
    g_ptr_array_add (names, (gpointer) other->name);
  g_ptr_array_add (names, NULL);
  g_autofree char *list = g_strjoinv (", ", (char **) names->pdata);
  lesson_reader_fail (self, GROUP, "Filter", _ ("there is no filter “%s”; choose from %s"), name, list);
}

/* `kernel` is the number of rows that the file asks for; 0 where it does not say. */
static void
read_weights (LessonReader *self, gint64 kernel) {
  LessonSettings *settings = &self->lesson->settings;
  g_autoptr (GArray) weights = lesson_reader_numbers (self, GROUP, "Weights", LESSON_WEIGHT_MAX);

  if (weights == NULL)
    return;
  gint64 side = kernel > 0 ? kernel : lround (sqrt (weights->len));
  if (side < 1 || side > LESSON_KERNEL_MAX || weights->len != side * side) {
    lesson_reader_fail (self, GROUP, "Weights",
                        _ ("so many numbers, %u, are not Kernel times Kernel; write one for each weight, row "
                           "by row"),
                        weights->len);
    return;
  }
  lesson_settings_set_kernel (settings, side);
  for (guint i = 0; i < weights->len; i++)
    lesson_settings_set_weight (settings, i, g_array_index (weights, double, i));
}

static void
read_kernel (LessonReader *self) {
  gint64 kernel = 0;

  lesson_reader_integer (self, GROUP, "Kernel", 1, LESSON_KERNEL_MAX, &kernel);
  read_preset (self);
  if (!lesson_reader_has (self, GROUP, "Weights")) {
    if (kernel > 0)
      lesson_settings_set_kernel (&self->lesson->settings, kernel);
    return;
  }
  if (lesson_reader_has (self, GROUP, "Filter"))
    lesson_reader_fail (self, GROUP, "Weights", _ ("there are Filter and Weights; keep one of them"));
  read_weights (self, kernel);
}

/* One dense weight of the user's own: node and pixel, from 1, and the weight. */
static void
read_line (LessonReader *self) {
  LessonSettings *settings = &self->lesson->settings;
  gint64 pixels = settings->grid * settings->grid;
  g_autoptr (GArray) line = lesson_reader_numbers (self, GROUP, "Line", LESSON_GRID_MAX * LESSON_GRID_MAX);

  if (line == NULL)
    return;
  double *numbers = (double *) (gpointer) line->data;
  if (line->len != 3 || numbers[0] != floor (numbers[0]) || numbers[1] != floor (numbers[1]) || numbers[0] < 1
      || numbers[0] > settings->nodes || numbers[1] < 1 || numbers[1] > pixels
      || fabs (numbers[2]) > LESSON_WEIGHT_MAX) {
    lesson_reader_fail (self, GROUP, "Line",
                        _ ("not a weight of the dense layer; write node, pixel (both counted from 1) and "
                           "weight"));
    return;
  }
  settings->edited_line = ((gint64) numbers[0] - 1) * pixels + (gint64) numbers[1] - 1;
  settings->edited_weight = (float) numbers[2];
}

static void
read_looks (LessonReader *self) {
  static const char *const tones[] = { "diverging", "grey", "absolute", NULL };
  static const char *const paddings[] = { "valid", "same", NULL };
  LessonSettings *settings = &self->lesson->settings;
  guint tone, padding;

  if (lesson_reader_choice (self, GROUP, "Tone", tones, &tone))
    settings->tone = (LessonTone) tone;
  if (lesson_reader_choice (self, GROUP, "Padding", paddings, &padding))
    settings->same_padding = padding == 1;
  lesson_reader_boolean (self, GROUP, "Relu", &settings->relu);
  lesson_reader_boolean (self, GROUP, "Questions", &settings->questions);
}

static void
check_fit (LessonReader *self) {
  const LessonSettings *settings = &self->lesson->settings;
  EngineConvShape shape;
  g_autoptr (GError) error = NULL;

  if (!lesson_settings_shape (settings, settings->filters, &shape, &error))
    lesson_reader_fail (self, GROUP, settings->dilation > 1 ? "Dilation" : "Kernel", "%s", error->message);
}

void
lesson_reader_settings (LessonReader *self) {
  LessonSettings *settings = &self->lesson->settings;
  guint errors = lesson_reader_count_errors (self);
  gint64 seed;

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    lesson_reader_integer (self, GROUP, sizes[i].key, sizes[i].least, sizes[i].most,
                           G_STRUCT_MEMBER_P (settings, sizes[i].offset));
  read_kernel (self);
  read_line (self);
  read_looks (self);
  if (lesson_reader_integer (self, GROUP, "Seed", 0, G_MAXUINT32, &seed))
    settings->seed = (guint32) seed;
  lesson_reader_number (self, GROUP, "Speed", SPEED_MIN, SPEED_MAX, &self->lesson->speed);
  if (lesson_reader_count_errors (self) == errors)
    check_fit (self);
}
