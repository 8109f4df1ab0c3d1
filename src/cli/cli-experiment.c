/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nine-weights-cli experiment: what the networks can do with moved, shuffled and few images, over several seeds. */
#include "cli-command.h"
#include "cli-error.h"
#include "cli-options.h"
#include "engine-threads.h"
#include "learning-experiment.h"
#include "lesson-data.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

#define DEFAULT_SEEDS 5
/* To the line's beginning, and all behind it away (ECMA-48). */
#define REDRAW "\r\033[K"

typedef struct {
  char *output, *seeds, *experiment;
} Options;

static void
options_clear (Options *self) {
  g_free (self->output);
  g_free (self->seeds);
  g_free (self->experiment);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* One seed of one network. */
typedef struct {
  LearningExperiment experiment;
  LearningKind kind;
  guint32 seed;
  double accuracies[LEARNING_CASES_MAX];
  GError *error;
} Job;

typedef struct {
  GArray *jobs; /* of Job */
  LearningData *digits;
  gboolean terminal;
  gint done; /* atomic */
} Work;

static void
clear_job (gpointer job) {
  g_clear_error (&((Job *) job)->error);
}

static void
work_clear (Work *self) {
  g_clear_pointer (&self->jobs, g_array_unref);
  g_clear_pointer (&self->digits, learning_data_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static gboolean
parse (const CliCommand *command, char **arguments, Options *self, GError **error) {
  const GOptionEntry entries[] = {
    { "experiment", 0, 0, G_OPTION_ARG_FILENAME, &self->experiment, N_ ("Only this one; default all"),
      N_ ("NAME") },
    { "seeds", 0, 0, G_OPTION_ARG_FILENAME, &self->seeds, N_ ("How many seeds, from 1 on; default 5"), "N" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output, N_ ("Where to write all accuracies"),
      N_ ("FILE") },
    { NULL },
  };

  return cli_command_parse (command, entries, NULL, arguments, error);
}

static gboolean
read_seeds (const Options *options, gint64 *seeds, GError **error) {
  *seeds = DEFAULT_SEEDS;
  if (options->seeds == NULL)
    return TRUE;
  if (!cli_options_parse_integer ("--seeds", options->seeds, 1, seeds, error))
    return FALSE;
  return *seeds <= LEARNING_SEEDS_MAX
         || cli_error_usage (error, _ ("--seeds: %s is too many; use at most %d"), options->seeds,
                             LEARNING_SEEDS_MAX);
}

static char *
experiment_names (void) {
  g_autoptr (GString) names = g_string_new (NULL);

  for (int i = 0; i < LEARNING_N_EXPERIMENTS; i++)
    g_string_append_printf (names, i > 0 ? ", %s" : "%s", learning_experiment_name (i));
  return g_string_free (g_steal_pointer (&names), FALSE);
}

/* Both ends of the range that is asked for: one, or all. */
static gboolean
read_experiment (const Options *options, int *first, int *last, GError **error) {
  *first = 0;
  *last = LEARNING_N_EXPERIMENTS - 1;
  if (options->experiment == NULL)
    return TRUE;
  for (int i = 0; i < LEARNING_N_EXPERIMENTS; i++)
    if (g_str_equal (options->experiment, learning_experiment_name (i))) {
      *first = *last = i;
      return TRUE;
    }
  g_autofree char *names = experiment_names ();
  g_autofree char *given = g_filename_display_name (options->experiment);
  return cli_error_usage (error, _ ("--experiment: there is no “%s”; use one of %s"), given, names);
}

static GArray *
list_jobs (int first, int last, gint64 seeds) {
  GArray *jobs = g_array_new (FALSE, FALSE, sizeof (Job));

  g_array_set_clear_func (jobs, clear_job);
  for (int experiment = first; experiment <= last; experiment++)
    for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
      for (gint64 seed = 1; learning_experiment_has (experiment, kind) && seed <= seeds; seed++) {
        Job job = { experiment, kind, (guint32) seed, { 0 }, NULL };
        g_array_append_val (jobs, job);
      }
  return jobs;
}

/* One line on standard error that is drawn over itself. */
static void
show_progress (Work *work) {
  g_autofree char *done = lesson_format_count (g_atomic_int_add (&work->done, 1) + 1);
  g_autofree char *all = lesson_format_count (work->jobs->len);

  if (work->terminal)
    /* Translators: so many runs of all that there are */
    g_printerr (_ ("%srun %s of %s"), REDRAW, done, all);
}

static void
run_jobs (gint64 begin, gint64 end, gpointer data) {
  Work *work = data;

  for (gint64 i = begin; i < end; i++) {
    Job *job = &g_array_index (work->jobs, Job, i);
    learning_experiment_run (job->experiment, job->kind, job->seed, work->digits, job->accuracies, NULL,
                             &job->error);
    show_progress (work);
  }
}

/* NULL with the first error that there was. */
static LearningFindings *
collect (Work *work, GError **error) {
  g_autoptr (LearningFindings) findings = learning_findings_new ();

  for (guint i = 0; i < work->jobs->len; i++) {
    Job *job = &g_array_index (work->jobs, Job, i);
    if (job->error != NULL) {
      g_propagate_error (error, g_steal_pointer (&job->error));
      return NULL;
    }
    LearningFindings *more = learning_findings_with (findings, job->experiment, job->kind, job->accuracies);
    learning_findings_unref (findings);
    findings = more;
  }
  return g_steal_pointer (&findings);
}

/* A line a case: percents with a point in every locale, for the programs that read it. */
static void
print_findings (const LearningFindings *findings) {
  char mean[G_ASCII_DTOSTR_BUF_SIZE], spread[G_ASCII_DTOSTR_BUF_SIZE];

  for (int experiment = 0; experiment < LEARNING_N_EXPERIMENTS; experiment++)
    for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
      for (guint i = 0; i < learning_experiment_cases (experiment); i++) {
        const LearningFinding *finding = &findings->findings[experiment][kind][i];
        if (finding->n == 0)
          continue;
        g_ascii_formatd (mean, sizeof mean, "%.2f", 100 * learning_finding_mean (finding));
        g_ascii_formatd (spread, sizeof spread, "%.2f", 100 * learning_finding_deviation (finding));
        printf ("%-17s %-12s %-25s %6s +- %s (%u)\n", learning_experiment_name (experiment),
                learning_kind_name (kind), learning_experiment_case_name (experiment, i), mean, spread,
                finding->n);
      }
}

static gboolean
run_experiments (const Options *options, GError **error) {
  g_autofree char *folder = lesson_data_path ("digits");
  g_auto (Work) work = { .terminal = isatty (STDERR_FILENO) };
  gint64 seeds;
  int first, last;

  if (!read_seeds (options, &seeds, error) || !read_experiment (options, &first, &last, error))
    return FALSE;
  work.digits = learning_data_new_digits (folder, error);
  if (work.digits == NULL)
    return FALSE;
  work.jobs = list_jobs (first, last, seeds);
  engine_parallel_for (work.jobs->len, 1, run_jobs, &work);
  if (work.terminal)
    g_printerr (REDRAW);
  g_autoptr (LearningFindings) findings = collect (&work, error);
  if (findings == NULL
      || (options->output != NULL && !learning_findings_save (findings, options->output, error)))
    return FALSE;
  print_findings (findings);
  return TRUE;
}

static gboolean
run (const CliCommand *self, char **arguments, GError **error) {
  g_auto (Options) options = { NULL };

  return parse (self, arguments, &options, error) && run_experiments (&options, error);
}

static char *
introduce (void) {
  g_autofree char *names = experiment_names ();

  return g_strdup_printf (_ ("Experiments: %s."), names);
}

static const char *const description[] = {
  N_ ("Trains the dense, the local and the convolutional network anew for each seed, as the lesson’s\n"
      "scene “evidence” shows it, and tests them with images that they have not seen. Each\n"
      "line is an experiment, a network, a case, the mean of the test accuracies in percent,\n"
      "their standard deviation, and in brackets how many seeds there were."),
  N_ ("FILE holds the accuracy of every seed. The file that ships was made so; what it holds\n"
      "and how it was made is in its folder’s README."),
  N_ ("Examples:\n"
      "  nine-weights-cli experiment --experiment shift\n"
      "  nine-weights-cli experiment --seeds 10 -o findings.ini"),
  NULL,
};

const CliCommand cli_experiment = {
  .name = "experiment",
  .arguments = NULL,
  .summary = N_ ("Compare networks over several seeds"),
  .introduce = introduce,
  .description = description,
  .run = run,
};
