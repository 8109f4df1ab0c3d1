/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The networks that a lesson file names: shipped ones by name, others as files beside the lesson. */
#include "lesson-file-private.h"
#include "lesson-network.h"

#include <glib/gi18n-lib.h>

#define KEY  "Networks"
#define MOST 6 /* they stand in one picture */

static LessonNetwork *
load (LessonReader *self, const char *group, const char *name, GError **error) {
  if (!g_str_has_suffix (name, LESSON_NETWORK_ENDING))
    return lesson_network_shipped (name, error);
  g_autofree char *path = lesson_reader_own_path (self, group, KEY, name);
  return path != NULL ? lesson_network_load (path, error) : NULL;
}

static void
add (LessonReader *self, const char *group, const char *name, GPtrArray *networks) {
  g_autoptr (GError) error = NULL;
  LessonNetwork *network = load (self, group, name, &error);

  if (network != NULL)
    g_ptr_array_add (networks, network);
  else if (error != NULL)
    lesson_reader_fail (self, group, KEY, "%s", error->message);
}

void
lesson_reader_networks (LessonReader *self, const char *group) {
  gsize n_names = 0;
  g_auto (GStrv) names = g_key_file_get_string_list (self->keys, group, KEY, &n_names, NULL);
  Lesson *lesson = self->lesson;

  if (!lesson_reader_has (self, group, KEY))
    return;
  if (n_names == 0 || n_names > MOST) {
    lesson_reader_fail (self, group, KEY, _ ("%u networks; list 1 to %u, with “;” between them"),
                        (guint) n_names, MOST);
    return;
  }
  g_ptr_array_set_size (lesson->networks, 0);
  for (gsize i = 0; i < n_names; i++)
    add (self, group, g_strstrip (names[i]), lesson->networks);
}
