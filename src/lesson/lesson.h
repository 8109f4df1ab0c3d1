/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lesson: a row of scenes, each a row of steps. Immutable, reference counted, read from a file whose format is in
 * data/lessons/README.md. */
#pragma once

#include "lesson-parameters.h"

G_BEGIN_DECLS

typedef enum {
  LESSON_SCENE_DENSE,
  LESSON_SCENE_SLIDE,
  LESSON_SCENE_FILTERS,
  LESSON_N_SCENE_KINDS
} LessonSceneKind;

/* One thought: one movement, one caption, notes for who speaks. */
typedef struct {
  double seconds; /* how long it plays at speed 1 */
  char *caption;  /* template with {placeholders}, translated */
  char *notes;    /* the same, for the speaker */
} LessonStep;

typedef struct {
  LessonSceneKind kind;
  const char *name; /* "dense", "slide", "filters": for files, settings and the command line */
  char *title;      /* translated */
  guint n_steps;
  LessonStep *steps;
} LessonScene;

typedef struct {
  char *title;
  char *path;              /* of the file, absolute */
  LessonSettings settings; /* it starts with these */
  char *image_path;        /* and with this picture; absolute */
  char *image_name;
  guint n_scenes;
  LessonScene *scenes;
} Lesson;

/* The lesson that ships. */
Lesson *lesson_new_builtin (GError **error);
/* LESSON_ERROR_FILE names group and key of the first mistake. */
Lesson *lesson_new_from_file (const char *path, GError **error);
Lesson *lesson_ref (Lesson *self);
void lesson_unref (Lesson *self);

/* Index of the scene of that name; -1 with LESSON_ERROR_SCENE, whose sentence lists the names there are. */
int lesson_find_scene (const Lesson *self, const char *name, GError **error);
/* Decodes the lesson's picture and computes its parameters. Blocks. */
LessonParameters *lesson_load_parameters (const Lesson *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lesson, lesson_unref)

G_END_DECLS
