/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which groups and keys a lesson file can have. What nothing reads is most often a slip of the finger. */
#include "lesson-file-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define NEAR 2 /* letters to change, add or leave out */

typedef struct {
  const char *name;
  gboolean text; /* can be translated */
} Key;

static const Key lesson_keys[] = {
  { "Title", TRUE }, { "Scenes" }, { "Picture" },   { "Image" },      { "Photo" },  { "PhotoImage" },
  { "Grid" },        { "Nodes" },  { "Filters" },   { "Kernel" },     { "Stride" }, { "Dilation" },
  { "Padding" },     { "Filter" }, { "Weights" },   { "Line" },       { "Seed" },   { "Tone" },
  { "Relu" },        { "Speed" },  { "Questions" }, { "Playground" }, { NULL },
};
static const Key scene_keys[] = { { "Title", TRUE }, { "Steps" }, { NULL } };
static const Key step_keys[] = {
  { "Caption", TRUE }, { "Notes", TRUE },   { "Seconds" }, { "Question", TRUE },
  { "Answer" },        { "Choices", TRUE }, { "Correct" }, { NULL },
};

/* Letters to change, add or leave out between two names, in either case; Wagner and Fischer (1974). */
static guint
distance (const char *a, const char *b) {
  gsize length = strlen (b);
  g_autofree guint *row = g_new (guint, length + 1);

  for (guint j = 0; j <= length; j++)
    row[j] = j;
  for (guint i = 1; *a != '\0'; a++, i++) {
    guint diagonal = row[0];
    row[0] = i;
    for (gsize j = 1; j <= length; j++) {
      guint replaced = diagonal + (g_ascii_tolower (*a) != g_ascii_tolower (b[j - 1]));
      diagonal = row[j];
      row[j] = MIN (replaced, MIN (row[j], row[j - 1]) + 1);
    }
  }
  return row[length];
}

/* What was meant, or NULL where nothing is near. */
static const char *
nearest (const char *name, const GPtrArray *names) {
  const char *best = NULL;
  guint least = NEAR + 1;

  for (guint i = 0; i < names->len; i++) {
    const char *candidate = names->pdata[i];
    gsize length = strlen (candidate), given = strlen (name);
    if (MAX (length, given) - MIN (length, given) > NEAR)
      continue;
    guint away = distance (name, candidate);
    if (away < least) {
      least = away;
      best = candidate;
    }
  }
  return best;
}

static void
add_scene_groups (GPtrArray *names, LessonSceneKind kind) {
  const LessonSceneClass *class = lesson_scene_class (kind);

  g_ptr_array_add (names, g_strconcat ("Scene ", class->name, NULL));
  for (guint i = 0; i < class->n_steps; i++)
    g_ptr_array_add (names, g_strdup_printf ("Step %s/%s", class->name, class->steps[i].name));
}

static GPtrArray *
group_names (void) {
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (names, g_strdup ("Lesson"));
  for (int kind = 0; kind < LESSON_N_SCENE_KINDS; kind++)
    add_scene_groups (names, kind);
  return names;
}

/* The names of the steps of the scene that a group "Step SCENE/STEP" is of; NULL where there is no such scene. */
static char *
list_steps (const char *group) {
  for (int kind = 0; kind < LESSON_N_SCENE_KINDS; kind++) {
    g_autofree char *start = g_strdup_printf ("Step %s/", lesson_scene_class (kind)->name);
    g_autofree const char **names = lesson_step_names (kind);
    if (g_str_has_prefix (group, start))
      return g_strjoinv (", ", (char **) names);
  }
  return NULL;
}

static void
warn_of_group (LessonReader *self, const char *group, const GPtrArray *groups) {
  const char *meant = nearest (group, groups);
  g_autofree char *steps = list_steps (group);

  if (meant != NULL)
    lesson_reader_warn (self, group, NULL, _ ("there is no such group; did you mean [%s]?"), meant);
  else if (steps != NULL)
    lesson_reader_warn (self, group, NULL, _ ("the scene has no such step; choose from %s"), steps);
  else
    lesson_reader_warn (self, group, NULL,
                        _ ("there is no such group; write [Lesson], [Scene NAME] or [Step SCENE/STEP]"));
}

static const Key *
keys_of_group (const char *group) {
  return g_str_has_prefix (group, "Step ")    ? step_keys
         : g_str_has_prefix (group, "Scene ") ? scene_keys
                                              : lesson_keys;
}

/* The keys that one kind of scene has beside those that all have. */
static void
add_own_keys (GPtrArray *names, const char *group) {
  for (int kind = 0; kind < LESSON_N_SCENE_KINDS; kind++) {
    const LessonSceneClass *class = lesson_scene_class (kind);
    if (!g_str_has_prefix (group, "Scene ") || strcmp (group + strlen ("Scene "), class->name) != 0)
      continue;
    for (guint i = 0; class->keys != NULL && class->keys[i] != NULL; i++)
      g_ptr_array_add (names, (gpointer) class->keys[i]);
  }
}

static gboolean
is_text (const Key *keys, const char *name) {
  for (; keys->name != NULL; keys++)
    if (strcmp (keys->name, name) == 0)
      return keys->text;
  return FALSE;
}

static void
check_key (LessonReader *self, const char *group, const char *key, const GPtrArray *names) {
  g_autofree char *base = g_strndup (key, strcspn (key, "["));
  const char *meant = nearest (base, names);

  if (meant == NULL)
    lesson_reader_warn (self, group, key,
                        _ ("there is no such key; README.md beside the lesson that ships "
                           "lists those there are"));
  else if (strcmp (meant, base) != 0)
    lesson_reader_warn (self, group, key, _ ("there is no such key; did you mean %s?"), meant);
  else if (strcmp (base, key) != 0 && !is_text (keys_of_group (group), base))
    lesson_reader_warn (self, group, key, _ ("not a text that has translations; write %s"), base);
  else if (strcmp (base, key) != 0 && !lesson_reader_has (self, group, base))
    lesson_reader_warn (self, group, key, _ ("a translation of nothing; write %s too"), base);
}

static void
check_keys (LessonReader *self, const char *group) {
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_auto (GStrv) keys = g_key_file_get_keys (self->keys, group, NULL, NULL);

  for (const Key *key = keys_of_group (group); key->name != NULL; key++)
    g_ptr_array_add (names, (gpointer) key->name);
  add_own_keys (names, group);
  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++)
    check_key (self, group, keys[i], names);
}

void
lesson_reader_warn_unknown (LessonReader *self) {
  g_autoptr (GPtrArray) known = group_names ();
  g_auto (GStrv) groups = g_key_file_get_groups (self->keys, NULL);

  for (gsize i = 0; groups[i] != NULL; i++)
    if (g_ptr_array_find_with_equal_func (known, groups[i], g_str_equal, NULL))
      check_keys (self, groups[i]);
    else
      warn_of_group (self, groups[i], known);
}
