/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-scene-private.h"

#include <math.h>

/* Bands from top to bottom, in units. */
#define TITLE_HEIGHT   0.55
#define CAPTION_HEIGHT 1.15
#define TOTALS_WIDTH   3.5
#define GAP            0.35
#define CARD_GAP       0.55 /* room for the label that compares two */
#define NARROW_GAP     0.22

static void
place_bands (DrawLayout *self) {
  double u = self->unit;
  double m = self->margin = 0.4 * u;
  double inner = self->width - 2 * m;
  double top = m + TITLE_HEIGHT * u + 0.1 * u;
  double bottom = self->height - m - CAPTION_HEIGHT * u;
  double main_width = self->n_totals > 0 ? inner - (TOTALS_WIDTH + GAP) * u : inner;
  double main_height = bottom - GAP * u - top;
  double gap = (self->n_totals > 2 ? NARROW_GAP : CARD_GAP) * u;
  /* A single card is as high as one of two. */
  double n = MAX (self->n_totals, 2);
  double card = (main_height - (n - 1) * gap) / n;
  double totals_x = m + main_width + GAP * u;

  self->title = (DrawRect){ m, m, inner, TITLE_HEIGHT * u };
  self->caption = (DrawRect){ m, bottom, inner, CAPTION_HEIGHT * u };
  self->main = (DrawRect){ m, top, main_width, main_height };
  for (guint i = 0; i < self->n_totals; i++)
    self->totals[i] = (DrawRect){ totals_x, top + i * (card + gap), TOTALS_WIDTH * u, card };
}

DrawLayout *
draw_layout_new (const LessonState *state, double width, double height) {
  DrawLayout *self = g_new0 (DrawLayout, 1);

  self->width = width;
  self->height = height;
  self->unit = MIN (width * 3 / 40, height / 10);
  self->kind = state->scene->kind;
  self->n_totals = (guint) __builtin_popcount (state->scene->layers);
  self->parameters = lesson_parameters_ref (state->parameters);
  self->regions = g_array_new (FALSE, FALSE, sizeof (DrawRegion));
  place_bands (self);
  const DrawSceneClass *class = draw_scene_class (self->kind);
  self->places = g_malloc0 (class->places_size);
  class->place (self, state);
  if (state->prediction.asking > 0)
    draw_question_place (self, state);
  return self;
}

void
draw_layout_free (DrawLayout *self) {
  lesson_parameters_unref (self->parameters);
  g_array_unref (self->regions);
  g_free (self->places);
  g_free (self);
}

void
draw_layout_add_region (DrawLayout *self, DrawRegion region) {
  g_array_append_val (self->regions, region);
}

const DrawRegion *
draw_layout_regions (const DrawLayout *self, guint *n_regions) {
  *n_regions = self->regions->len;
  return (const DrawRegion *) self->regions->data;
}

gboolean
draw_layout_question (const DrawLayout *self, DrawRect *card, double *bottom) {
  *card = self->question;
  *bottom = self->main.y + self->main.height;
  return card->width > 0;
}
