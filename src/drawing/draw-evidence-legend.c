/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the points of the charts are: names of the networks beside them, and a line above. */
#include "draw-evidence-private.h"
#include "draw-text-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>

static const DrawEvidencePlaces *
places_of (const DrawContext *context) {
  return context->layout->places;
}

DrawColor
draw_evidence_color (const DrawStyle *style, LearningKind kind) {
  return kind == LEARNING_DENSE ? style->dense : kind == LEARNING_LOCAL ? style->local : style->convolution;
}

void
draw_evidence_disk (const DrawContext *context, double x, double y, double radius) {
  cairo_new_sub_path (context->cr);
  cairo_arc (context->cr, x, y, radius, 0, 2 * G_PI);
}

/* Names beside the last means, pushed apart where they would lie over each other. */
static void
spread_apart (guint n, double *y, double least) {
  for (int round = 0; round < 20; round++)
    for (guint i = 0; i < n; i++)
      for (guint j = 0; j < n; j++)
        if (i != j && y[i] <= y[j] && (y[i] < y[j] || i < j) && y[j] - y[i] < least) {
          double push = (least - (y[j] - y[i])) / 2;
          y[i] -= push;
          y[j] += push;
        }
}

void
draw_evidence_names (const DrawContext *context, const DrawFindings *self) {
  const LessonParameters *p = context->state->parameters;
  guint last = learning_experiment_cases (self->experiment) - 1;
  double u = context->layout->unit;
  double x = self->chart.rect.x + self->chart.rect.width;
  double ends[LEARNING_N_KINDS], y[LEARNING_N_KINDS];
  double bottom = self->chart.rect.y + self->chart.rect.height - 0.15 * u;
  double low = 0;

  for (int kind = 0; kind < LEARNING_N_KINDS; kind++) {
    const LearningFinding *live = lesson_evidence_finding (p, TRUE, self->experiment, kind, last);
    const LearningFinding *recorded = lesson_evidence_finding (p, FALSE, self->experiment, kind, last);
    const LearningFinding *finding = live->n > 0 ? live : recorded;
    if (finding->n == 0)
      return;
    ends[kind] = y[kind] = draw_chart_y (&self->chart, learning_finding_mean (finding));
  }
  spread_apart (LEARNING_N_KINDS, y, 0.36 * u);
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
    low = MAX (low, y[kind] - bottom);
  for (int kind = 0; kind < LEARNING_N_KINDS; kind++) {
    DrawColor color = draw_evidence_color (context->style, kind);
    y[kind] -= low;
    draw_set_color (context->cr, color, 1);
    cairo_set_line_width (context->cr, 0.02 * u);
    cairo_move_to (context->cr, x, ends[kind]);
    cairo_line_to (context->cr, x + 0.3 * u, y[kind]);
    cairo_stroke (context->cr);
    draw_text (context, learning_kind_title (kind),
               (DrawRect){ x + 0.38 * u, y[kind] - 0.18 * u, (DRAW_EVIDENCE_NAMES - 0.4) * u, 0.36 * u },
               (DrawTextStyle){ DRAW_SMALL, DRAW_SEMIBOLD, color, DRAW_START, DRAW_CENTER, .shorten = TRUE });
  }
}

/* The most seeds that any network of the charts has been run with. */
static guint
count_seeds (const DrawContext *context, gboolean live) {
  guint most = 0;

  for (guint i = 0; i < places_of (context)->n_charts; i++)
    for (int kind = 0; kind < LEARNING_N_KINDS; kind++)
      most = MAX (most, lesson_evidence_finding (context->state->parameters, live,
                                                 places_of (context)->charts[i].experiment, kind, 0)
                            ->n);
  return most;
}

static char *
live_text (const DrawContext *context, guint seeds) {
  guint wanted = context->state->parameters->trial.wanted;
  g_autofree char *done = lesson_format_count (seeds);
  g_autofree char *all = lesson_format_count (wanted);

  if (wanted > seeds)
    /* Translators: so many of so many seeds have been run */
    return g_strdup_printf (_ ("live: %s of %s seeds"), done, all);
  return g_strdup_printf (ngettext ("live: %s seed", "live: %s seeds", seeds), done);
}

/* A mean as it is drawn, and what it is; returns where the next entry begins. */
static double
draw_entry (const DrawContext *context, double x, const char *text, gboolean live) {
  double u = context->layout->unit;
  DrawRect legend = places_of (context)->legend;
  double y = legend.y + legend.height / 2;
  double width = draw_text_width (context, text, DRAW_SMALL, DRAW_MEDIUM);

  draw_evidence_disk (context, x + 0.12 * u, y, DRAW_EVIDENCE_MEAN * u);
  draw_set_color (context->cr, live ? context->style->text : context->style->background, 1);
  cairo_fill_preserve (context->cr);
  draw_set_color (context->cr, context->style->text, 1);
  cairo_set_line_width (context->cr, 0.045 * u);
  cairo_stroke (context->cr);
  draw_text (context, text, (DrawRect){ x + 0.32 * u, legend.y, width, legend.height },
             (DrawTextStyle){ DRAW_SMALL, DRAW_MEDIUM, context->style->text, DRAW_START, DRAW_CENTER });
  return x + 0.32 * u + width + 0.5 * u;
}

void
draw_evidence_legend (const DrawContext *context) {
  DrawRect legend = places_of (context)->legend;
  double x = legend.x;
  guint recorded = count_seeds (context, FALSE), live = count_seeds (context, TRUE);
  g_autofree char *number = lesson_format_count (recorded);
  g_autofree char *before =
      g_strdup_printf (ngettext ("recorded: %s seed", "recorded: %s seeds", recorded), number);
  g_autofree char *here = live_text (context, live);
  const char *what = _ ("small dots: seeds; bars: standard deviation");

  if (recorded > 0)
    x = draw_entry (context, x, before, FALSE);
  if (live > 0 || context->state->parameters->trial.wanted > 0)
    x = draw_entry (context, x, here, TRUE);
  if (recorded > 0 || live > 0)
    draw_text (context, what, (DrawRect){ x, legend.y, legend.x + legend.width - x, legend.height },
               (DrawTextStyle){ DRAW_SMALL, DRAW_MEDIUM, context->style->muted, DRAW_END, DRAW_CENTER,
                                .shorten = TRUE });
  else
    draw_text (context, _ ("not run yet"), legend,
               (DrawTextStyle){ DRAW_SMALL, DRAW_MEDIUM, context->style->muted, DRAW_START, DRAW_CENTER });
}
