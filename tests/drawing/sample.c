/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample.h"

#include <math.h>

#define LEAST_WIDTH  640
#define LEAST_HEIGHT 400
#define MOST_WIDTH   3840
#define MOST_HEIGHT  2160

static gboolean
one_in (GRand *random, int n) {
  return g_rand_int_range (random, 0, n) == 0;
}

/* Small numbers as often as large ones. */
static gint64
draw_lot (GRand *random, double least, double most) {
  return (gint64) round (exp (g_rand_double_range (random, log (least), log (most))));
}

static void
choose_weights (GRand *random, LessonSettings *settings) {
  static const double sizes[] = { 1, 3, 12, LESSON_WEIGHT_MAX };
  double size = sizes[g_rand_int_range (random, 0, G_N_ELEMENTS (sizes))];

  if (one_in (random, 3))
    return; /* those of the lesson's filter, in the middle of the kernel */
  for (gint64 tap = 0; tap < settings->kernel * settings->kernel; tap++)
    lesson_settings_set_weight (settings, tap, round (100 * g_rand_double_range (random, -size, size)) / 100);
}

/* A third of the samples leaves the convolution as the lesson has it. */
static void
choose_settings (GRand *random, LessonSettings *settings) {
  settings->questions = one_in (random, 2);
  if (one_in (random, 6))
    return;
  settings->grid = draw_lot (random, LESSON_GRID_MIN, LESSON_GRID_MAX);
  settings->nodes = draw_lot (random, LESSON_UNITS_MIN, LESSON_UNITS_MAX);
  settings->filters = draw_lot (random, LESSON_UNITS_MIN, LESSON_UNITS_MAX);
  settings->seed = g_rand_int (random);
  settings->tone = (LessonTone) g_rand_int_range (random, 0, LESSON_TONE_ABSOLUTE + 1);
  settings->relu = one_in (random, 2);
  if (one_in (random, 3))
    return;
  lesson_settings_set_kernel (settings, g_rand_int_range (random, 1, LESSON_KERNEL_MAX + 1));
  choose_weights (random, settings);
  settings->stride = g_rand_int_range (random, 1, LESSON_STEP_MAX + 1);
  settings->dilation = g_rand_int_range (random, 1, LESSON_STEP_MAX + 1);
  settings->same_padding = one_in (random, 2);
}

/* Some choices do not fit each other: then others. */
static LessonParameters *
choose_parameters (GRand *random, Lesson *lesson, const LessonParameters *base) {
  for (;;) {
    g_autoptr (GError) error = NULL;
    LessonSettings settings = lesson->settings;
    choose_settings (random, &settings);
    LessonParameters *parameters = lesson_parameters_with_settings (base, &settings, &error);
    if (parameters != NULL)
      return parameters;
  }
}

static void
answer (GRand *random, LessonParameters **parameters, const LessonScene *scene, guint step) {
  const LessonQuestion *question = scene->steps[step].question;
  g_autofree char *key = lesson_question_key (scene, step);
  double value;

  if (question == NULL || one_in (random, 2))
    return;
  if (question->answer == NULL)
    value = g_rand_int_range (random, 0, (gint32) g_strv_length (question->choices));
  else
    value = (double) draw_lot (random, 1, 1e6);
  LessonParameters *before = *parameters;
  *parameters = lesson_parameters_with_answer (before, key, value);
  lesson_parameters_unref (before);
}

/* Images of a user's own: not square, and of few classes. */
static LearningData *
own_data (void) {
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (LearningSet) set = learning_set_new (60, 1, 9, 12, 3, NULL);

  for (gsize i = 0; i < set->n * set->pixels; i++)
    set->images[i] = (float) g_rand_double (random);
  for (gsize i = 0; i < set->n; i++)
    set->labels[i] = (guint16) (i % set->classes);
  return learning_data_new ("A folder of a user’s own", set, set,
                            (const char *const[]){ "cats", "dogs", "elephants", NULL }, NULL);
}

static LearningTrace *
own_trace (LearningKind kind, LearningData *data) {
  LearningChoices choices = { .seed = 3, .nodes = 7, .filters = 5 };
  LearningRecipe recipe = learning_course_recipe (LEARNING_COURSE_DIGITS, kind, &choices);
  LearningSettings settings = learning_course_settings (LEARNING_COURSE_DIGITS, kind, &choices);
  g_autoptr (LearningNetwork) network =
      learning_network_new_from_recipe (&recipe, (const gint64[]){ 1, 9, 12 }, 3, NULL);
  g_autoptr (LearningTrainer) trainer = learning_trainer_new (kind, network, data, &settings, NULL, 1, NULL);

  g_assert_true (learning_trainer_run (trainer, 20, NULL, NULL));
  return learning_trainer_trace (trainer);
}

/* The lesson's record after a user has trained on data of their own, with other networks. Made once. */
static LearningRecord *
own_record (LearningRecord *base) {
  static LearningRecord *record;
  g_autoptr (LearningData) data = record == NULL ? own_data () : NULL;

  if (record != NULL)
    return record;
  record = learning_record_ref (base);
  for (LearningKind kind = 0; kind < LEARNING_N_KINDS; kind++) {
    g_autoptr (LearningTrace) trace = own_trace (kind, data);
    g_autoptr (LearningRecord) before = record;
    record = learning_record_with_trace (before, LEARNING_COURSE_DIGITS, kind, trace);
  }
  return record;
}

/* The base's, a user's own, or none yet. */
static void
choose_record (GRand *random, LessonParameters **parameters) {
  g_autoptr (LessonParameters) before = *parameters;
  g_autoptr (LearningRecord) none = learning_record_new ();

  if (one_in (random, 6))
    *parameters = lesson_parameters_with_record (before, none);
  else if (one_in (random, 4))
    *parameters = lesson_parameters_with_record (before, own_record (before->record));
  else
    *parameters = lesson_parameters_ref (before);
}

/* What a user who trains sees: also past the end of a run. */
static void
choose_live (GRand *random, LessonParameters **parameters) {
  g_autoptr (LessonParameters) before = *parameters;
  const LessonLive live = {
    .on = one_in (random, 3),
    .step = one_in (random, 3) ? 0 : (double) draw_lot (random, 1, 2000),
    .running = one_in (random, 2),
    .images_per_second = one_in (random, 2) ? 0 : (double) draw_lot (random, 100, 1e7),
  };

  *parameters = lesson_parameters_with_live (before, &live);
}

static void
choose_moment (Sample *self, GRand *random, Lesson *lesson) {
  guint index = (guint) g_rand_int_range (random, 0, (gint32) lesson->n_scenes);
  const char *only = g_getenv ("NINE_WEIGHTS_PROPERTY_SCENE");

  if (only != NULL)
    index = scene_index (lesson, only);
  const LessonScene *scene = &lesson->scenes[index];
  for (guint i = 0; i < lesson->n_scenes; i++)
    for (guint step = 0; step < lesson->scenes[i].n_steps; step++)
      answer (random, &self->parameters, &lesson->scenes[i], step);
  if (scene->playground != NULL && one_in (random, 8)) {
    self->timeline = lesson_timeline_new_free (lesson, index, self->parameters);
    self->state = lesson_timeline_state_at (self->timeline, 0);
    return;
  }
  self->timeline = lesson_timeline_new (lesson, index, self->parameters);
  double seconds = g_rand_double (random) * lesson_timeline_duration (self->timeline);
  /* Steps wait at their ends, so these are seen most. */
  if (one_in (random, 3))
    seconds = lesson_timeline_step_end (self->timeline, lesson_timeline_step_at (self->timeline, seconds));
  guint step = (guint) g_rand_int_range (random, 0, (gint32) scene->n_steps);
  double asked = lesson_timeline_step_asked (self->timeline, step);
  if (asked > (step > 0 ? lesson_timeline_step_end (self->timeline, step - 1) : 0))
    seconds = asked; /* a question waits too */
  self->state = lesson_timeline_state_at (self->timeline, seconds);
}

/* From 4:3 to 21:9, and a few narrower and wider ones. */
static void
choose_size (Sample *self, GRand *random) {
  static const struct {
    int width, height;
  } usual[] = { { 640, 400 },  { 800, 600 },   { 1024, 768 },  { 1280, 720 },
                { 1280, 800 }, { 1920, 1080 }, { 2560, 1080 }, { 3840, 2160 } };

  if (one_in (random, 3)) {
    int which = g_rand_int_range (random, 0, G_N_ELEMENTS (usual));
    self->width = usual[which].width;
    self->height = usual[which].height;
    return;
  }
  double aspect = one_in (random, 8) ? g_rand_double_range (random, 1, 3.5)
                                     : g_rand_double_range (random, 4.0 / 3, 21.0 / 9);
  double least = MAX (LEAST_HEIGHT, LEAST_WIDTH / aspect);
  double most = MIN (MOST_HEIGHT, MOST_WIDTH / aspect);
  double height = exp (g_rand_double_range (random, log (least), log (most)));
  self->height = (int) ceil (height);
  self->width = (int) ceil (height * aspect);
}

static void
choose_target (Sample *self, GRand *random) {
  guint n;
  const DrawRegion *regions = draw_layout_regions (self->layout, &n);

  if (n == 0 || one_in (random, 2))
    return;
  const DrawRegion *region = &regions[g_rand_int_range (random, 0, (gint32) n)];
  self->target = draw_layout_hit (self->layout, region->rect.x + g_rand_double (random) * region->rect.width,
                                  region->rect.y + g_rand_double (random) * region->rect.height);
}

Sample *
sample_new (Lesson *lesson, const LessonParameters *base, guint32 seed) {
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (GRand) training = g_rand_new_with_seed (~seed);
  Sample *self = g_new0 (Sample, 1);

  self->seed = seed;
  self->parameters = choose_parameters (random, lesson, base);
  choose_record (training, &self->parameters);
  choose_live (training, &self->parameters);
  choose_moment (self, random, lesson);
  choose_size (self, random);
  self->style = draw_style_get (one_in (random, 2), one_in (random, 2));
  self->layout = draw_layout_new (self->state, self->width, self->height);
  choose_target (self, random);
  return self;
}

void
sample_free (Sample *self) {
  draw_layout_free (self->layout);
  lesson_state_unref (self->state);
  lesson_timeline_free (self->timeline);
  lesson_parameters_unref (self->parameters);
  g_free (self);
}

double
sample_aspect (const Sample *self) {
  return (double) self->width / self->height;
}

static const char *
record_name (const LearningRecord *record) {
  const LearningTrace *trace = record->traces[LEARNING_COURSE_DIGITS][LEARNING_DENSE];

  if (trace == NULL)
    return "not trained";
  return trace->network->classes == 10 ? "trained" : "trained on own data";
}

char *
sample_to_string (const Sample *self) {
  const LessonSettings *s = &self->parameters->settings;

  return g_strdup_printf (
      "NINE_WEIGHTS_PROPERTY_SEED=%u: %s, step %s%s%s, %.3f s, %dx%d, grid %d, nodes %d, "
      "filters %d, kernel %d, stride %d, dilation %d%s%s, target %d, %s%s",
      self->seed, self->state->scene->name, self->state->scene->steps[self->state->step].name,
      self->state->free ? " (playground)" : "", self->state->prediction.asking > 0 ? " (asking)" : "",
      self->state->seconds, self->width, self->height, (int) s->grid, (int) s->nodes, (int) s->filters,
      (int) s->kernel, (int) s->stride, (int) s->dilation, s->same_padding ? ", same padding" : "",
      s->questions ? ", questions" : "", self->target.part, record_name (self->parameters->record),
      self->parameters->live.on ? ", live" : "");
}
