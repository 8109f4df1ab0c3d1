/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings as a file: a group "EXPERIMENT NETWORK" with a key for each case, the accuracies of its seeds in order. The format is
 * described in data/learning/README.md. */
#include "engine-file.h"
#include "learning-error.h"
#include "learning-findings.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define GROUP   "Findings"
#define VERSION 1
#define LIMIT   (1024 * 1024) /* bytes: a full file has some twenty thousand */

static char *
group_name (LearningExperiment experiment, LearningKind kind) {
  return g_strdup_printf ("%s %s", learning_experiment_name (experiment), learning_kind_name (kind));
}

/* FALSE past the last pair that takes part. Begin with experiment 0 and kind 0; go on with kind + 1. */
static gboolean
next_pair (int *experiment, int *kind) {
  for (; *experiment < LEARNING_N_EXPERIMENTS; (*experiment)++, *kind = 0)
    for (; *kind < LEARNING_N_KINDS; (*kind)++)
      if (learning_experiment_has (*experiment, *kind))
        return TRUE;
  return FALSE;
}

/* Six digits: a test set has some thousands of images. */
static void
write_case (GKeyFile *keys, const char *group, const char *name, const LearningFinding *finding) {
  g_autoptr (GString) list = g_string_new (NULL);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < finding->n; i++)
    g_string_append_printf (list, "%s;",
                            g_ascii_formatd (number, sizeof number, "%.6f", finding->accuracies[i]));
  g_key_file_set_value (keys, group, name, list->str);
}

gboolean
learning_findings_save (const LearningFindings *self, const char *path, GError **error) {
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  gsize length;

  g_key_file_set_integer (keys, GROUP, "Version", VERSION);
  for (int experiment = 0, kind = 0; next_pair (&experiment, &kind); kind++) {
    g_autofree char *group = group_name (experiment, kind);
    const LearningFinding *findings = self->findings[experiment][kind];
    for (guint i = 0; findings[0].n > 0 && i < learning_experiment_cases (experiment); i++)
      write_case (keys, group, learning_experiment_case_name (experiment, i), &findings[i]);
  }
  g_autofree char *text = g_key_file_to_data (keys, &length, NULL);
  return engine_file_write (path, text, length, error);
}

/* Who is being read. */
typedef struct {
  GKeyFile *keys;
  const char *file; /* its name, for messages */
  const char *group;
} Reader;

/* Always FALSE. */
static gboolean
G_GNUC_PRINTF (4, 5) fail (const Reader *self, const char *key, GError **error, const char *format, ...) {
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *why = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (key != NULL)
    /* Translators: file, group and key, then why it is wrong and what would be right */
    g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_DATA, _ ("%s, [%s] %s: %s"), self->file, self->group,
                 key, why);
  else
    /* Translators: file and group, then why it is wrong and what would be right */
    g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_DATA, _ ("%s, [%s]: %s"), self->file, self->group,
                 why);
  return FALSE;
}

/* Strictly a share: "0.9605", without sign, exponent, "nan" or hexadecimals. */
static gboolean
parse_share (const char *text, double *share) {
  if (*text == '\0' || strlen (text) > 20 || text[strspn (text, "0123456789.")] != '\0')
    return FALSE;
  char *end;
  *share = g_ascii_strtod (text, &end);
  return *end == '\0' && end != text && *share >= 0 && *share <= 1;
}

static gboolean
read_case (const Reader *self, const char *key, LearningFinding *finding, GError **error) {
  gsize n = 0;
  g_auto (GStrv) words = g_key_file_get_string_list (self->keys, self->group, key, &n, NULL);

  if (words == NULL || n == 0)
    return fail (self, key, error, _ ("it is missing or empty; write the accuracies of its seeds"));
  if (n > LEARNING_SEEDS_MAX)
    return fail (self, key, error, _ ("there are more than %d accuracies; leave some out"),
                 LEARNING_SEEDS_MAX);
  for (gsize i = 0; i < n; i++)
    if (!parse_share (g_strstrip (words[i]), &finding->accuracies[i]))
      return fail (self, key, error,
                   _ ("an accuracy is no number from 0 to 1; write them as 0.95, separated by semicolons"));
  finding->n = (guint) n;
  return TRUE;
}

static gboolean
is_case (LearningExperiment experiment, const char *key) {
  for (guint i = 0; i < learning_experiment_cases (experiment); i++)
    if (g_str_equal (key, learning_experiment_case_name (experiment, i)))
      return TRUE;
  return FALSE;
}

static gboolean
read_group (const Reader *self, LearningExperiment experiment, LearningKind kind, LearningFindings *findings,
            GError **error) {
  LearningFinding *cases = findings->findings[experiment][kind];
  g_auto (GStrv) keys = g_key_file_get_keys (self->keys, self->group, NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    if (!is_case (experiment, keys[i]))
      return fail (self, keys[i], error, _ ("the experiment has no such case; remove the line"));
  for (guint i = 0; i < learning_experiment_cases (experiment); i++) {
    const char *name = learning_experiment_case_name (experiment, i);
    if (!read_case (self, name, &cases[i], error))
      return FALSE;
    if (cases[i].n != cases[0].n)
      return fail (self, name, error,
                   _ ("it has not as many accuracies as the first case; write one a seed"));
  }
  return TRUE;
}

/* The experiment and network that a group is about. */
static gboolean
find_pair (const char *group, int *experiment, int *kind) {
  for (*experiment = 0, *kind = 0; next_pair (experiment, kind); (*kind)++) {
    g_autofree char *name = group_name (*experiment, *kind);
    if (g_str_equal (group, name))
      return TRUE;
  }
  return FALSE;
}

static gboolean
read_groups (Reader *self, LearningFindings *findings, GError **error) {
  g_auto (GStrv) groups = g_key_file_get_groups (self->keys, NULL);
  int experiment, kind;

  for (guint i = 0; groups[i] != NULL; i++) {
    self->group = groups[i];
    if (g_str_equal (groups[i], GROUP))
      continue;
    if (!find_pair (groups[i], &experiment, &kind))
      return fail (self, NULL, error,
                   _ ("there is no such experiment with such a network; remove the group"));
    if (!read_group (self, experiment, kind, findings, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
check_version (Reader *self, GError **error) {
  g_autofree char *version = g_key_file_get_string (self->keys, GROUP, "Version", NULL);
  g_autofree char *known = g_strdup_printf ("%d", VERSION);

  self->group = GROUP;
  if (version == NULL)
    return fail (self, "Version", error, _ ("it is missing; this is no file of findings"));
  if (!g_str_equal (version, known))
    return fail (self, "Version", error, _ ("this version is not known; use a file of version %s"), known);
  return TRUE;
}

static GKeyFile *
parse (const char *file, GBytes *bytes, GError **error) {
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autoptr (GError) cause = NULL;

  if (g_key_file_load_from_bytes (keys, bytes, G_KEY_FILE_NONE, &cause))
    return g_steal_pointer (&keys);
  g_set_error (error, LEARNING_ERROR, LEARNING_ERROR_DATA, _ ("%s: it is no file of findings (%s)"), file,
               cause->message);
  return NULL;
}

LearningFindings *
learning_findings_load (const char *path, GError **error) {
  g_autofree char *file = g_filename_display_basename (path);
  g_autoptr (GBytes) bytes = engine_file_read (path, LIMIT, error);
  g_autoptr (GKeyFile) keys = bytes != NULL ? parse (file, bytes, error) : NULL;
  g_autoptr (LearningFindings) findings = learning_findings_new ();
  Reader reader = { keys, file, NULL };

  if (keys == NULL || !check_version (&reader, error) || !read_groups (&reader, findings, error))
    return NULL;
  return g_steal_pointer (&findings);
}
