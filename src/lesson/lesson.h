/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lesson: a row of scenes, each a row of steps. Immutable, reference counted, read from a file whose format is in
 * data/lessons/README.md. */
#pragma once

#include "lesson-network.h"
#include "lesson-parameters.h"

G_BEGIN_DECLS

typedef enum {
  LESSON_SCENE_TENSOR,
  LESSON_SCENE_DENSE,
  LESSON_SCENE_SLIDE,
  LESSON_SCENE_SHARING,
  LESSON_SCENE_FILTERS,
  LESSON_SCENE_TRADE,
  LESSON_SCENE_GROWTH,
  LESSON_SCENE_GRAB,
  LESSON_SCENE_MATRIX,
  LESSON_SCENE_LEARNED,
  LESSON_SCENE_EVIDENCE,
  LESSON_SCENE_PHOTO,
  LESSON_SCENE_SUMMARY,
  LESSON_N_SCENE_KINDS
} LessonSceneKind;

/* The layers whose running totals stand beside a scene; a set of bits. */
typedef enum {
  LESSON_LAYER_NONE = 0,
  LESSON_LAYER_DENSE = 1 << 0,
  LESSON_LAYER_LOCAL = 1 << 1,
  LESSON_LAYER_CONVOLUTION = 1 << 2,
} LessonLayers;

/* What is asked before a step shows it. Texts are templates with {placeholders}, translated. */
typedef struct {
  char *text;
  char *answer; /* the placeholder whose number is asked for, "dense_weights"; NULL where there are choices */
  char **choices; /* ends with NULL; NULL where a number is asked for */
  guint correct;  /* index of the choice that is right */
} LessonQuestion;

/* One thought: one movement, one caption, notes for who speaks. */
typedef struct {
  guint id;                 /* which of the kind's steps it is: a lesson may leave some out, and order them */
  const char *name;         /* "all-nodes": for files; unique in its scene */
  double seconds;           /* how long it plays at speed 1 */
  char *caption;            /* template with {placeholders}, translated */
  char *notes;              /* the same, for the speaker */
  LessonQuestion *question; /* NULL where nothing is asked */
} LessonStep;

typedef struct {
  LessonSceneKind kind;
  const char *name; /* "dense", "slide": for files, settings and the command line */
  const char
      *playground; /* what stands for the caption where nothing is scripted; NULL: not in the playground */
  LessonLayers layers;
  char *title; /* translated */
  guint n_steps;
  LessonStep *steps;
} LessonScene;

typedef struct {
  char *title;
  char *path;              /* of the file, absolute */
  LessonSettings settings; /* it starts with these */
  char *image_path;        /* and with this picture; absolute */
  char *image_name;
  char *photo_path; /* the picture for the scenes that want a photo; NULL: the same picture */
  char *photo_name;
  GPtrArray *networks;    /* of LessonNetwork: the real ones of scene "growth" */
  double speed;           /* the time of all steps runs so many times as fast */
  const char *playground; /* the scene with which it opens in the playground; NULL: it opens as a lesson */
  guint n_scenes;
  LessonScene *scenes;
  GKeyFile *keys; /* the file as it was read, with the translations of its texts */
} Lesson;

/* The lesson that ships. */
Lesson *lesson_new_builtin (GError **error);
/* LESSON_ERROR_FILE names line, group and key of the first mistake; lesson_check_file() tells of all. */
Lesson *lesson_new_from_file (const char *path, GError **error);
Lesson *lesson_ref (Lesson *self);
void lesson_unref (Lesson *self);

/* Index of the scene of that name; -1 with LESSON_ERROR_SCENE, whose sentence lists the names there are. */
int lesson_find_scene (const Lesson *self, const char *name, GError **error);
/* Decodes the lesson's picture and computes its parameters. Blocks. */
LessonParameters *lesson_load_parameters (const Lesson *self, GError **error);
/* The same with what experiments had found when the program was made: data/learning, the same for every lesson, and part of
 * what the function above loads. Without that file there is a warning, and they are still to be run. */
LessonParameters *lesson_add_findings (LessonParameters *parameters);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lesson, lesson_unref)

G_END_DECLS
