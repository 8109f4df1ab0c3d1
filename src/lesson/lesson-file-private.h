/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the reader of lesson files share. A part that finds a mistake notes it and goes on, so that one reading
 * finds them all; whether there was one is known at the end. */
#pragma once

#include "lesson-issue.h"
#include "lesson-private.h"
#include "lesson-scene-private.h"

struct _LessonReader {
  GKeyFile *keys;
  GHashTable *lines; /* number of the line by "group" or "group\nkey" */
  GPtrArray *issues; /* of LessonIssue */
  Lesson *lesson;
  gboolean thorough; /* decode the pictures too */
};

/* lesson-file.c */

void lesson_reader_note (LessonReader *self, LessonSeverity severity, guint line, const char *group,
                         const char *key, const char *message);
/* Notes an error or a warning at the key, or at its group where the key is not there or NULL. */
void lesson_reader_fail (LessonReader *self, const char *group, const char *key, const char *format, ...)
    G_GNUC_PRINTF (4, 5);
void lesson_reader_warn (LessonReader *self, const char *group, const char *key, const char *format, ...)
    G_GNUC_PRINTF (4, 5);
guint lesson_reader_count_errors (const LessonReader *self);

/* lesson-file-lines.c: takes the text apart. Lines that are none of a key file's are noted and left out. */
void lesson_reader_load (LessonReader *self, const char *text, gsize length);

/* lesson-file-value.c: the value of one key. Where it is not there or not right, nothing is stored, and FALSE or NULL
 * returned. */
gboolean lesson_reader_has (const LessonReader *self, const char *group, const char *key);
char *lesson_reader_string (LessonReader *self, const char *group, const char *key);
gboolean lesson_reader_integer (LessonReader *self, const char *group, const char *key, gint64 least,
                                gint64 most, gint64 *value);
gboolean lesson_reader_number (LessonReader *self, const char *group, const char *key, double least,
                               double most, double *value);
gboolean lesson_reader_boolean (LessonReader *self, const char *group, const char *key, gboolean *value);
/* Index of the value among `names`, which end with NULL. */
gboolean lesson_reader_choice (LessonReader *self, const char *group, const char *key,
                               const char *const *names, guint *value);
/* Numbers with ";", "," or white space between them. GArray of double. */
GArray *lesson_reader_numbers (LessonReader *self, const char *group, const char *key, double most);
/* A list without repetitions of some of the `names`: their indices, in the order of the list. GArray of guint. */
GArray *lesson_reader_order (LessonReader *self, const char *group, const char *key,
                             const char *const *names);

/* lesson-file-text.c: texts, in the reader's language. All translations are checked. */
char *lesson_reader_text (LessonReader *self, const char *group, const char *key);
/* Ends with NULL; 2 to 4 of them, in each language as many. */
char **lesson_reader_texts (LessonReader *self, const char *group, const char *key);

/* lesson-file-settings.c, lesson-file-image.c, lesson-file-scene.c, lesson-file-question.c: what each of them fills in. */
void lesson_reader_settings (LessonReader *self);
void lesson_reader_pictures (LessonReader *self);
/* The networks of scene "growth", the shipped ones where the group names none. */
void lesson_reader_networks (LessonReader *self, const char *group);
/* Path of a file in the lesson's own folder or below it; NULL, and a mistake noted, where it leads elsewhere. */
char *lesson_reader_own_path (LessonReader *self, const char *group, const char *key, const char *name);
void lesson_reader_scenes (LessonReader *self);
/* `usual` is the step's own question or NULL. Result may be NULL. */
LessonQuestion *lesson_reader_question (LessonReader *self, const char *group,
                                        const LessonQuestionText *usual);

/* lesson-file-known.c: warns of groups and keys that nothing reads. */
void lesson_reader_warn_unknown (LessonReader *self);

/* Names of all scenes, or of a scene's steps; end with NULL. Free with g_free(). */
const char **lesson_scene_names (void);
const char **lesson_step_names (LessonSceneKind kind);
