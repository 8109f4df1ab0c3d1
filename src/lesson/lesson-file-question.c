/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a step of a lesson file asks. */
#include "lesson-file-private.h"

#include <glib/gi18n-lib.h>

static char **
translate_choices (const LessonQuestionText *usual) {
  g_autoptr (GStrvBuilder) choices = g_strv_builder_new ();

  for (guint i = 0; usual->choices[i] != NULL; i++)
    g_strv_builder_add (choices, _ (usual->choices[i]));
  return g_strv_builder_end (choices);
}

static LessonQuestion *
copy_usual (const LessonQuestionText *usual) {
  LessonQuestion *question = g_new0 (LessonQuestion, 1);

  question->text = g_strdup (_ (usual->text));
  question->answer = g_strdup (usual->answer);
  question->choices = usual->answer == NULL ? translate_choices (usual) : NULL;
  question->correct = usual->correct;
  return question;
}

static void
read_answer (LessonReader *self, const char *group, LessonQuestion *question) {
  g_autofree char *name = lesson_reader_string (self, group, "Answer");

  if (name == NULL)
    return;
  if (!lesson_caption_number (name, NULL, NULL)) {
    lesson_reader_fail (self, group, "Answer",
                        _ ("“%s” is not a placeholder that stands for a number; weights is one"), name);
    return;
  }
  g_clear_pointer (&question->choices, g_strfreev);
  g_free (question->answer);
  question->answer = g_steal_pointer (&name);
}

static void
read_choices (LessonReader *self, const char *group, LessonQuestion *question) {
  gint64 correct = 0;
  char **choices = lesson_reader_texts (self, group, "Choices");

  if (!lesson_reader_has (self, group, "Correct"))
    lesson_reader_fail (self, group, "Correct", _ ("missing; write the number of the right choice"));
  if (choices == NULL)
    return;
  g_clear_pointer (&question->answer, g_free);
  g_strfreev (question->choices);
  question->choices = choices;
  if (lesson_reader_integer (self, group, "Correct", 1, g_strv_length (choices), &correct))
    question->correct = (guint) correct - 1;
}

static gboolean
is_dropped (LessonReader *self, const char *group) {
  g_autofree char *text = g_key_file_get_string (self->keys, group, "Question", NULL);

  return text != NULL && *text == '\0';
}

static void
read_text (LessonReader *self, const char *group, LessonQuestion *question) {
  char *text = lesson_reader_text (self, group, "Question");

  if (text != NULL) {
    g_free (question->text);
    question->text = text;
  } else if (question->text == NULL && !lesson_reader_has (self, group, "Question")) {
    lesson_reader_fail (self, group, "Question", _ ("missing beside the answer; write what is asked"));
  }
}

LessonQuestion *
lesson_reader_question (LessonReader *self, const char *group, const LessonQuestionText *usual) {
  gboolean has_answer = lesson_reader_has (self, group, "Answer");
  gboolean has_choices = lesson_reader_has (self, group, "Choices");

  if (!lesson_reader_has (self, group, "Question") && !has_answer && !has_choices)
    return usual != NULL ? copy_usual (usual) : NULL;
  if (is_dropped (self, group))
    return NULL;

  LessonQuestion *question = usual != NULL ? copy_usual (usual) : g_new0 (LessonQuestion, 1);
  read_text (self, group, question);
  if (has_answer && has_choices)
    lesson_reader_fail (self, group, "Answer", _ ("there are Answer and Choices; keep one of them"));
  else if (has_answer)
    read_answer (self, group, question);
  else if (has_choices)
    read_choices (self, group, question);
  else if (usual == NULL)
    lesson_reader_fail (self, group, "Question", _ ("without an answer; add Answer, or Choices and Correct"));
  return question;
}
