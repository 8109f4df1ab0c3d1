/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong or doubtful in a lesson file, and where. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  LESSON_ISSUE_ERROR,   /* the lesson is refused */
  LESSON_ISSUE_WARNING, /* something in the file has no effect */
} LessonSeverity;

typedef struct {
  LessonSeverity severity;
  guint line;    /* from 1; 0 where it is of no line: what is missing */
  char *group;   /* "Scene slide"; NULL where it is about the line alone */
  char *key;     /* "Title[it]"; NULL where it is about the whole group */
  char *message; /* "why; what would be right", translated */
} LessonIssue;

void lesson_issue_free (LessonIssue *self);
/* "[Scene slide] Title: why; what would be right": all but the line. Free with g_free(). */
char *lesson_issue_in_words (const LessonIssue *self);

/* Every mistake and warning in the file, in the order of its lines, none where all is well: GPtrArray of LessonIssue. Decodes
 * the pictures that the lesson names and blocks for as long. ENGINE_ERROR_* and NULL where the file cannot be read at all. */
GPtrArray *lesson_check_file (const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LessonIssue, lesson_issue_free)

G_END_DECLS
