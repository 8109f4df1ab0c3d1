/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Test accuracies over the cases of an experiment: each seed a dot, beside them mean and standard deviation; recorded ones are
 * hollow and pale, those made live are full. */
#include "draw-evidence-private.h"
#include "draw-text-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define CHANCE  0.1   /* ten classes */
#define STEP    0.05  /* the axis begins at a multiple of it */
#define SEED    0.045 /* radius of a seed's dot, in units */
#define STRIP   0.17  /* the seeds stand so far to the left of their mean */
#define NUMBERS 0.95  /* for the ticks */
#define LEGEND  0.42
#define BESIDE  0.12 /* the live mean stands so far to the right of the recorded one */
#define PALE    0.45 /* of the seeds that are recorded */

static const DrawEvidencePlaces *
places_of (const DrawContext *context) {
  return context->layout->places;
}

static gboolean
is_log (LearningExperiment experiment) {
  return experiment == LEARNING_EXPERIMENT_FEW;
}

static double
least_accuracy (const LessonParameters *p, LearningExperiment experiment) {
  double least = 1;

  for (guint i = 0; i < 2 * LEARNING_N_KINDS * learning_experiment_cases (experiment); i++) {
    const LearningFinding *finding = lesson_evidence_finding (
        p, i % 2 == 1, experiment, i / 2 % LEARNING_N_KINDS, i / (2 * LEARNING_N_KINDS));
    for (guint seed = 0; seed < finding->n; seed++)
      least = MIN (least, finding->accuracies[seed]);
    if (finding->n > 0)
      least = MIN (least, learning_finding_mean (finding) - learning_finding_deviation (finding));
  }
  return least;
}

/* From 0 where anything is low; else from just below the least, and the axis says so. */
static DrawAxis
accuracy_axis (const LessonParameters *p, LearningExperiment experiment) {
  double least = least_accuracy (p, experiment);

  if (least >= 1 || least < 0.5)
    return (DrawAxis){ 0, 1, FALSE };
  return (DrawAxis){ STEP * floor ((least - 0.005) / STEP), 1, FALSE };
}

static DrawAxis
case_axis (LearningExperiment experiment) {
  guint n = learning_experiment_cases (experiment);

  if (is_log (experiment))
    return (DrawAxis){ 0.75 * (double) learning_experiment_images (0),
                       1.3 * (double) learning_experiment_images (n - 1), TRUE };
  return (DrawAxis){ 0, n, FALSE };
}

static double
case_x (const DrawFindings *self, guint a_case) {
  return draw_chart_x (&self->chart, is_log (self->experiment) ? (double) learning_experiment_images (a_case)
                                                               : a_case + 0.5);
}

static double
dodge (const DrawFindings *self, LearningKind kind, double u) {
  guint n = learning_experiment_cases (self->experiment);
  double slot = self->chart.rect.width / n;

  if (self->experiment == LEARNING_EXPERIMENT_FROZEN)
    return 0;
  return ((int) kind - 1) * (is_log (self->experiment) ? 0.24 * slot : MIN (0.29 * slot, 1.1 * u));
}

static double
point_x (const DrawFindings *self, LearningKind kind, guint a_case, double u) {
  return case_x (self, a_case) + dodge (self, kind, u);
}

static void
place_regions (DrawLayout *layout, const DrawFindings *self) {
  guint n = learning_experiment_cases (self->experiment);
  double u = layout->unit;

  for (guint i = 0; i < n; i++)
    for (int kind = 0; kind < LEARNING_N_KINDS; kind++) {
      DrawRect rect = self->chart.rect;
      double width = self->experiment == LEARNING_EXPERIMENT_FROZEN
                         ? rect.width / n
                         : dodge (self, LEARNING_CONVOLUTION, u) - dodge (self, LEARNING_LOCAL, u);
      if (!learning_experiment_has (self->experiment, kind))
        continue;
      rect.x = point_x (self, kind, i, u) - width / 2;
      rect.width = width;
      draw_layout_add_region (layout,
                              (DrawRegion){ LESSON_PART_FINDING, self->experiment * LEARNING_N_KINDS + kind,
                                            1, 1, 0, rect, .first_column = i });
    }
}

void
draw_evidence_charts_place (DrawLayout *layout, const LessonState *state) {
  DrawEvidencePlaces *places = layout->places;
  LearningExperiment experiment = state->evidence_view.experiment;
  gboolean two = experiment == LEARNING_EXPERIMENT_SHUFFLE_DIGITS;
  DrawRect main = layout->main;
  double u = layout->unit;
  double names = experiment == LEARNING_EXPERIMENT_FROZEN ? 0.2 * u : DRAW_EVIDENCE_NAMES * u;
  double title = 0.5 * u, ticks = 0.85 * u;
  double top = main.y + LEGEND * u + title;

  places->n_charts = two ? 2 : 1;
  places->legend = (DrawRect){ main.x, main.y, main.width, LEGEND * u };
  double gap = (two ? NUMBERS : 0) * u;
  double width = (main.width - NUMBERS * u - names - gap) / places->n_charts;
  for (guint i = 0; i < places->n_charts; i++) {
    DrawFindings *findings = &places->charts[i];
    findings->experiment = i == 0 ? experiment : LEARNING_EXPERIMENT_SHUFFLE_PATTERNS;
    findings->title = title;
    findings->chart = (DrawChart){ { main.x + NUMBERS * u + i * (width + gap), top, width,
                                     main.y + main.height - ticks - top },
                                   case_axis (findings->experiment),
                                   accuracy_axis (state->parameters, findings->experiment) };
    place_regions (layout, findings);
  }
}

/* How much of a case is there yet. */
static double
case_shown (const DrawContext *context, const DrawFindings *self, guint a_case) {
  guint n = learning_experiment_cases (self->experiment);

  return CLAMP (context->state->evidence_view.shown * n - a_case, 0, 1);
}

static void
draw_accuracy_ticks (const DrawContext *context, const DrawFindings *self) {
  const DrawChart *chart = &self->chart;
  DrawTextStyle style = { DRAW_SMALL, DRAW_MEDIUM, context->style->muted, DRAW_END, DRAW_CENTER };
  double u = context->layout->unit;
  double ticks[DRAW_AXIS_TICKS_MAX];
  guint n = draw_axis_ticks (&chart->y, 6, ticks);

  for (guint i = 0; i < n; i++) {
    double y = draw_chart_y (chart, ticks[i]);
    g_autofree char *number = draw_chart_number (round (100 * ticks[i]));
    g_autofree char *text = g_strdup_printf (_ ("%s %%"), number);
    draw_set_color (context->cr, context->style->outline, 0.3);
    cairo_set_line_width (context->cr, 0.015 * u);
    cairo_move_to (context->cr, chart->rect.x, y);
    cairo_rel_line_to (context->cr, chart->rect.width, 0);
    cairo_stroke (context->cr);
    draw_text (context, text, (DrawRect){ chart->rect.x - 0.12 * u, y, 0, 0 }, style);
  }
}

/* Where guessing would be. */
static void
draw_chance (const DrawContext *context, const DrawFindings *self) {
  const DrawChart *chart = &self->chart;
  double u = context->layout->unit;
  double dashes[] = { 0.1 * u, 0.08 * u };
  double y = draw_chart_y (chart, CHANCE);

  if (chart->y.from > 0)
    return;
  cairo_save (context->cr);
  cairo_set_dash (context->cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_set_line_width (context->cr, 0.025 * u);
  draw_set_color (context->cr, context->style->muted, 1);
  cairo_move_to (context->cr, chart->rect.x, y);
  cairo_rel_line_to (context->cr, chart->rect.width, 0);
  cairo_stroke (context->cr);
  cairo_restore (context->cr);
  draw_text (context, _ ("guessing"), (DrawRect){ chart->rect.x + 0.05 * u, y + 0.03 * u, 0, 0.32 * u },
             (DrawTextStyle){ DRAW_SMALL, DRAW_MEDIUM, context->style->muted, DRAW_START, DRAW_CENTER });
}

/* In the middle where it fits, else shortened. */
static void
draw_centred (const DrawContext *context, const char *text, DrawRect rect, DrawTextStyle style) {
  style.x = DRAW_CENTER;
  style.shorten = draw_text_width (context, text, style.size, style.weight) > rect.width;
  draw_text (context, text, rect, style);
}

static void
draw_case_name (const DrawContext *context, const DrawFindings *self, guint a_case) {
  const DrawChart *chart = &self->chart;
  double u = context->layout->unit;
  double slot = chart->rect.width / learning_experiment_cases (self->experiment);
  double y = chart->rect.y + chart->rect.height + 0.05 * u;
  DrawTextStyle style = { DRAW_SMALL,  DRAW_MEDIUM, context->style->text,
                          DRAW_CENTER, DRAW_CENTER, .shorten = TRUE };
  g_autofree char *title = lesson_evidence_case_title (self->experiment, a_case);
  g_autofree char *group = lesson_evidence_group_title (self->experiment, a_case);
  DrawRect rect = { case_x (self, a_case) - 0.49 * slot, y, 0.98 * slot, 0.36 * u };

  draw_centred (context, title, rect, style);
  if (group == NULL || a_case % 2 == 1)
    return;
  rect = (DrawRect){ rect.x, y + 0.38 * u, 2 * slot - 0.02 * slot, 0.36 * u };
  style.weight = DRAW_SEMIBOLD;
  draw_centred (context, group, rect, style);
}

static void
draw_axis_title (const DrawContext *context, const DrawFindings *self) {
  const DrawChart *chart = &self->chart;
  double u = context->layout->unit;

  if (self->experiment == LEARNING_EXPERIMENT_FEW)
    draw_text (context, _ ("training images a class"),
               (DrawRect){ chart->rect.x, chart->rect.y + chart->rect.height + 0.43 * u, chart->rect.width,
                           0.36 * u },
               (DrawTextStyle){ DRAW_SMALL, DRAW_MEDIUM, context->style->muted, DRAW_CENTER, DRAW_CENTER });
}

static void
draw_title (const DrawContext *context, const DrawFindings *self) {
  const DrawChart *chart = &self->chart;
  double u = context->layout->unit;
  const char *data = self->experiment == LEARNING_EXPERIMENT_SHUFFLE_PATTERNS
                         ? _ ("Hidden patterns: test accuracy")
                         : _ ("Digits: test accuracy");
  g_autofree char *begin = draw_chart_number (round (100 * chart->y.from));
  /* Translators: what the chart shows; where its axis begins */
  g_autofree char *text =
      chart->y.from > 0 ? g_strdup_printf (_ ("%s, from %s %% on"), data, begin) : g_strdup (data);
  DrawRect rect = { chart->rect.x, chart->rect.y - self->title, chart->rect.width, 0.4 * u };

  draw_text (context, text, rect,
             (DrawTextStyle){ DRAW_SMALL, DRAW_SEMIBOLD, context->style->text, DRAW_START, DRAW_CENTER,
                              .shorten = TRUE });
}

/* From mean to mean; of frozen filters only within a group. */
static void
draw_line (const DrawContext *context, const DrawFindings *self, gboolean live, LearningKind kind) {
  double u = context->layout->unit;
  guint n = learning_experiment_cases (self->experiment);

  draw_set_color (context->cr, draw_evidence_color (context->style, kind), live ? 1 : 0.75);
  cairo_set_line_width (context->cr, (live ? 0.05 : 0.03) * u);
  for (guint i = 0; i + 1 < n; i++) {
    const LearningFinding *from =
        lesson_evidence_finding (context->state->parameters, live, self->experiment, kind, i);
    const LearningFinding *to =
        lesson_evidence_finding (context->state->parameters, live, self->experiment, kind, i + 1);
    double shown = case_shown (context, self, i + 1);
    gboolean apart = self->experiment == LEARNING_EXPERIMENT_FROZEN && i % 2 == 1;
    if (from->n == 0 || to->n == 0 || shown <= 0 || apart)
      continue;
    double x0 = point_x (self, kind, i, u), x1 = point_x (self, kind, i + 1, u);
    double y0 = draw_chart_y (&self->chart, learning_finding_mean (from));
    double y1 = draw_chart_y (&self->chart, learning_finding_mean (to));
    cairo_move_to (context->cr, x0, y0);
    cairo_line_to (context->cr, x0 + shown * (x1 - x0), y0 + shown * (y1 - y0));
  }
  cairo_stroke (context->cr);
}

static void
draw_seeds (const DrawContext *context, const DrawFindings *self, const LearningFinding *finding, double x,
            DrawColor color, gboolean live) {
  double u = context->layout->unit;

  draw_set_color (context->cr, color, live ? 1 : PALE);
  for (guint i = 0; i < finding->n; i++) {
    draw_evidence_disk (context, x, draw_chart_y (&self->chart, finding->accuracies[i]), SEED * u);
    cairo_fill (context->cr);
  }
}

/* Mean and standard deviation. */
static void
draw_spread (const DrawContext *context, const DrawFindings *self, const LearningFinding *finding, double x,
             DrawColor color, gboolean live) {
  double u = context->layout->unit;
  double mean = learning_finding_mean (finding), deviation = learning_finding_deviation (finding);
  double y = draw_chart_y (&self->chart, mean);
  double top = draw_chart_y (&self->chart, MIN (mean + deviation, self->chart.y.to));
  double bottom = draw_chart_y (&self->chart, mean - deviation);
  double cap = 0.07 * u;

  draw_set_color (context->cr, color, 1);
  cairo_set_line_width (context->cr, (live ? 0.045 : 0.03) * u);
  cairo_move_to (context->cr, x, top);
  cairo_line_to (context->cr, x, bottom);
  for (guint i = 0; i < 2; i++) {
    cairo_move_to (context->cr, x - cap, i == 0 ? top : bottom);
    cairo_rel_line_to (context->cr, 2 * cap, 0);
  }
  cairo_stroke (context->cr);
  draw_evidence_disk (context, x, y, DRAW_EVIDENCE_MEAN * u);
  draw_set_color (context->cr, live ? color : context->style->background, 1);
  cairo_fill_preserve (context->cr);
  draw_set_color (context->cr, color, 1);
  cairo_set_line_width (context->cr, 0.045 * u);
  cairo_stroke (context->cr);
}

/* Beside the mean, where that keeps clear of the neighbours; else below the bar, or above it where the chart ends. */
static DrawRect
number_rect (const DrawContext *context, const DrawFindings *self, const LearningFinding *finding, double x,
             double width) {
  DrawRect chart = self->chart.rect;
  double u = context->layout->unit;
  double mean = learning_finding_mean (finding), deviation = learning_finding_deviation (finding);
  double spacing = dodge (self, LEARNING_CONVOLUTION, u) - dodge (self, LEARNING_LOCAL, u);
  double end = x + 0.17 * u + width;
  gboolean beside = (spacing <= 0 || spacing >= 0.17 * u + width + 0.3 * u) && end <= chart.x + chart.width;
  double below = draw_chart_y (&self->chart, mean - deviation) + 0.1 * u;
  double above = draw_chart_y (&self->chart, MIN (mean + deviation, self->chart.y.to)) - 0.4 * u;

  if (beside)
    return (DrawRect){ x + 0.17 * u, draw_chart_y (&self->chart, mean) - 0.15 * u, width, 0.3 * u };
  return (DrawRect){ x - width / 2, below + 0.3 * u <= chart.y + chart.height ? below : above, width,
                     0.3 * u };
}

/* On a ground that hides the lines. */
static void
draw_mean (const DrawContext *context, const DrawFindings *self, const LearningFinding *finding, double x,
           DrawColor color) {
  double u = context->layout->unit;
  g_autofree char *text = lesson_format_tenths (100 * learning_finding_mean (finding));
  double width = draw_text_width (context, text, DRAW_SMALL, DRAW_SEMIBOLD);
  DrawRect rect = number_rect (context, self, finding, x, width);

  draw_set_color (context->cr, context->style->background, 0.85);
  cairo_rectangle (context->cr, rect.x - 0.02 * u, rect.y, rect.width + 0.04 * u, rect.height);
  cairo_fill (context->cr);
  draw_text (context, text, rect,
             (DrawTextStyle){ DRAW_SMALL, DRAW_SEMIBOLD, color, DRAW_START, DRAW_CENTER });
}

static gboolean
is_pointed (const DrawContext *context, const DrawFindings *self, LearningKind kind, guint a_case) {
  const LessonTarget *target = &context->target;

  return target->part == LESSON_PART_FINDING
         && target->unit == (gint64) (self->experiment * LEARNING_N_KINDS + kind)
         && target->column == (gint64) a_case;
}

/* All that is drawn of a case: a group as large as the chart would cost more than the chart. */
static DrawRect
strip_rect (const DrawFindings *self, double x, double u) {
  DrawRect chart = self->chart.rect;

  return (DrawRect){ x - 0.6 * u, chart.y - 0.4 * u, 1.8 * u, chart.height + 0.8 * u };
}

static void
draw_point (const DrawContext *context, const DrawFindings *self, LearningKind kind, guint a_case) {
  const LessonParameters *p = context->state->parameters;
  const LearningFinding *recorded = lesson_evidence_finding (p, FALSE, self->experiment, kind, a_case);
  const LearningFinding *live = lesson_evidence_finding (p, TRUE, self->experiment, kind, a_case);
  DrawColor color = draw_evidence_color (context->style, kind);
  double u = context->layout->unit;
  double x = point_x (self, kind, a_case, u);
  double alpha = case_shown (context, self, a_case);
  gboolean pointed = is_pointed (context, self, kind, a_case);

  if (alpha <= 0 || (recorded->n == 0 && live->n == 0))
    return;
  draw_begin_fade (context, strip_rect (self, x, u), alpha);
  if (pointed) {
    draw_set_color (context->cr, color, 0.15);
    cairo_rectangle (context->cr, x - 0.3 * u, self->chart.rect.y, 0.6 * u, self->chart.rect.height);
    cairo_fill (context->cr);
  }
  if (recorded->n > 0) {
    draw_seeds (context, self, recorded, x - STRIP * u, color, FALSE);
    draw_spread (context, self, recorded, x, color, FALSE);
  }
  if (live->n > 0) {
    x += recorded->n > 0 ? BESIDE * u : 0;
    draw_seeds (context, self, live, x - STRIP * u, color, TRUE);
    draw_spread (context, self, live, x, color, TRUE);
  }
  /* Of a chart with many points only where it is pointed at. */
  if (!is_log (self->experiment) || pointed)
    draw_mean (context, self, live->n > 0 ? live : recorded, x, color);
  draw_end_fade (context, alpha);
}

static void
draw_findings (const DrawContext *context, const DrawFindings *self, gboolean names) {
  guint n = learning_experiment_cases (self->experiment);

  draw_title (context, self);
  draw_accuracy_ticks (context, self);
  draw_axis_title (context, self);
  draw_chance (context, self);
  for (guint i = 0; i < n; i++)
    draw_case_name (context, self, i);
  for (int live = 0; live < 2; live++)
    for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
      if (learning_experiment_has (self->experiment, kind))
        draw_line (context, self, live, kind);
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
    for (guint i = 0; learning_experiment_has (self->experiment, kind) && i < n; i++)
      draw_point (context, self, kind, i);
  if (names && context->state->evidence_view.shown >= 1)
    draw_evidence_names (context, self);
}

void
draw_evidence_charts (const DrawContext *context) {
  const DrawEvidencePlaces *places = places_of (context);

  draw_evidence_legend (context);
  for (guint i = 0; i < places->n_charts; i++)
    draw_findings (context, &places->charts[i],
                   i + 1 == places->n_charts && places->charts[i].experiment != LEARNING_EXPERIMENT_FROZEN);
}
