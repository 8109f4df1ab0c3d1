/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What render, scenes and export share: a lesson, and the choices that a command line can make about it. */
#pragma once

#include "draw-style.h"
#include "lesson.h"

G_BEGIN_DECLS

#define CLI_LESSON_ENTRIES 6

/* As given; NULL where they were not. */
typedef struct {
  char **files; /* the lesson */
  char *image, *grid, *filter, *size, *output;
  gboolean dark, contrast;
} CliLessonOptions;

/* A lesson and how to show it. */
typedef struct {
  Lesson *lesson;
  LessonSettings settings;
  const char *image_path; /* of the lesson's own picture, or owned by the options */
  char *image_name;
  const DrawStyle *style;
  int width, height;
  const char *output; /* owned by the options */
} CliLesson;

/* A table of entries for all but `files` and `output`, which ends with an empty one. */
void cli_lesson_entries (CliLessonOptions *self, GOptionEntry entries[CLI_LESSON_ENTRIES + 1]);

/* The lesson of that file, or the one that ships where `path` is NULL. */
Lesson *cli_lesson_open (const char *path, GError **error);
/* Opens the lesson and checks all the options, but does not yet open the picture; `self` is all zeros, `options` outlive it. */
gboolean cli_lesson_init (CliLesson *self, const CliLessonOptions *options, GError **error);
/* Decodes the picture and computes the lesson's numbers: the long part. It trains networks where `scene` (negative for all)
 * shows them learning. */
LessonParameters *cli_lesson_load_parameters (const CliLesson *self, int scene, GError **error);
/* The same parameters with the runs that the scene (negative for all of the lesson) shows. */
LessonParameters *cli_lesson_add_runs (const Lesson *lesson, int scene, LessonParameters *parameters,
                                       GError **error);
/* Passes on whether an export was done. What export refuses of a name's ending or a size is an error of usage. */
gboolean cli_lesson_finish (gboolean done, GError **error);
/* The paragraph about --filter. */
char *cli_lesson_introduce (void);

void cli_lesson_clear (CliLesson *self);
void cli_lesson_options_clear (CliLessonOptions *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliLesson, cli_lesson_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliLessonOptions, cli_lesson_options_clear)

G_END_DECLS
