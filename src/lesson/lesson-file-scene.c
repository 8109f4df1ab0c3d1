/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenes of a lesson file and their steps. */
#include "lesson-file-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define GROUP       "Lesson"
#define SECONDS_MIN 0.1
#define SECONDS_MAX 600.0

const char **
lesson_scene_names (void) {
  const char **names = g_new0 (const char *, LESSON_N_SCENE_KINDS + 1);

  for (int kind = 0; kind < LESSON_N_SCENE_KINDS; kind++)
    names[kind] = lesson_scene_class (kind)->name;
  return names;
}

const char **
lesson_step_names (LessonSceneKind kind) {
  const LessonSceneClass *class = lesson_scene_class (kind);
  const char **names = g_new0 (const char *, class->n_steps + 1);

  for (guint i = 0; i < class->n_steps; i++)
    names[i] = class->steps[i].name;
  return names;
}

/* The lesson's own text where it has one, else the usual, translated. */
static char *
read_or_take (LessonReader *self, const char *group, const char *key, const char *usual) {
  char *own = lesson_reader_text (self, group, key);

  return own != NULL ? own : g_strdup (_ (usual));
}

static void
read_step (LessonReader *self, const LessonSceneClass *class, guint id, LessonStep *step) {
  const LessonStepText *usual = &class->steps[id];
  g_autofree char *group = g_strdup_printf ("Step %s/%s", class->name, usual->name);

  step->id = id;
  step->name = usual->name;
  step->seconds = usual->seconds;
  lesson_reader_number (self, group, "Seconds", SECONDS_MIN, SECONDS_MAX, &step->seconds);
  step->caption = read_or_take (self, group, "Caption", usual->caption);
  step->notes = read_or_take (self, group, "Notes", usual->notes);
  step->question = lesson_reader_question (self, group, usual->question);
}

/* All steps of the kind, in its own order. */
static void
read_all_steps (LessonReader *self, const LessonSceneClass *class, LessonStep *steps) {
  for (guint id = 0; id < class->n_steps; id++)
    read_step (self, class, id, &steps[id]);
}

/* Steps that are left out have been read too: what is wrong with them is wrong. */
static void
arrange_steps (LessonScene *scene, const GArray *order) {
  LessonScene all = *scene;

  scene->title = g_strdup (all.title);
  scene->n_steps = order->len;
  scene->steps = g_new0 (LessonStep, order->len);
  for (guint i = 0; i < order->len; i++) {
    LessonStep *step = &all.steps[g_array_index (order, guint, i)];
    scene->steps[i] = *step;
    *step = (LessonStep){ .id = step->id };
  }
  lesson_scene_clear (&all);
}

static void
read_scene (LessonReader *self, LessonSceneKind kind, LessonScene *scene) {
  const LessonSceneClass *class = lesson_scene_class (kind);
  g_autofree char *group = g_strconcat ("Scene ", class->name, NULL);
  g_autofree const char **names = lesson_step_names (kind);

  scene->kind = kind;
  scene->name = class->name;
  scene->playground = class->playground;
  scene->layers = class->layers;
  scene->title = read_or_take (self, group, "Title", class->title);
  scene->n_steps = class->n_steps;
  scene->steps = g_new0 (LessonStep, class->n_steps);
  read_all_steps (self, class, scene->steps);
  g_autoptr (GArray) order = lesson_reader_order (self, group, "Steps", names);
  if (order != NULL)
    arrange_steps (scene, order);
  if (class->read != NULL)
    class->read (self, group);
}

static void
drop_questions (Lesson *lesson) {
  for (guint i = 0; i < lesson->n_scenes; i++)
    for (guint step = 0; step < lesson->scenes[i].n_steps; step++)
      g_clear_pointer (&lesson->scenes[i].steps[step].question, lesson_question_free);
}

static void
read_playground (LessonReader *self) {
  g_autofree char *name = lesson_reader_string (self, GROUP, "Playground");
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  Lesson *lesson = self->lesson;

  for (guint i = 0; name != NULL && i < lesson->n_scenes; i++) {
    const LessonScene *scene = &lesson->scenes[i];
    if (scene->playground == NULL)
      continue;
    if (strcmp (scene->name, name) == 0)
      lesson->playground = scene->name;
    g_ptr_array_add (names, (gpointer) scene->name);
  }
  if (name == NULL || lesson->playground != NULL)
    return;
  g_ptr_array_add (names, NULL);
  g_autofree char *list = g_strjoinv (", ", (char **) names->pdata);
  if (*list != '\0')
    lesson_reader_fail (self, GROUP, "Playground",
                        _ ("“%s” is no scene of this lesson that stands in the playground; choose from %s"),
                        name, list);
  else
    lesson_reader_fail (self, GROUP, "Playground",
                        _ ("no scene of this lesson stands in the playground; leave the key out"));
}

/* Scenes that the lesson does not show are checked too. */
static void
check_hidden (LessonReader *self, const gboolean *shown) {
  for (int kind = 0; kind < LESSON_N_SCENE_KINDS; kind++) {
    LessonScene scene = { 0 };
    if (shown[kind])
      continue;
    read_scene (self, kind, &scene);
    lesson_scene_clear (&scene);
  }
}

void
lesson_reader_scenes (LessonReader *self) {
  g_autofree const char **names = lesson_scene_names ();
  g_autoptr (GArray) order = lesson_reader_order (self, GROUP, "Scenes", names);
  gboolean shown[LESSON_N_SCENE_KINDS] = { FALSE };
  Lesson *lesson = self->lesson;

  if (!lesson_reader_has (self, GROUP, "Scenes")) {
    g_autofree char *list = g_strjoinv (", ", (char **) names);
    lesson_reader_fail (self, GROUP, "Scenes", _ ("missing; list some of %s, with “;” between them"), list);
  }
  lesson->n_scenes = order != NULL ? order->len : 0;
  lesson->scenes = g_new0 (LessonScene, lesson->n_scenes);
  for (guint i = 0; i < lesson->n_scenes; i++) {
    guint kind = g_array_index (order, guint, i);
    shown[kind] = TRUE;
    read_scene (self, kind, &lesson->scenes[i]);
  }
  check_hidden (self, shown);
  if (lesson_reader_has (self, GROUP, "Questions") && !lesson->settings.questions)
    drop_questions (lesson);
  read_playground (self);
}
