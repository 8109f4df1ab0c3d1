/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-cache-private.h"
#include "draw-photo-private.h"
#include "draw-scene-private.h"
#include "draw-text-private.h"

#include <glib/gi18n-lib.h>

#define GAP   0.22
#define NAME  0.36 /* height of the line below a picture */
#define WIDTH 144  /* pixels of the photo in a picture, at most */

static const char *const names[] = { "gaussian", "motion-blur", "sharpen", "diagonal", "line", "laplacian" };

G_STATIC_ASSERT (G_N_ELEMENTS (names) == DRAW_N_MAPS - DRAW_MAP_OTHERS);

/* The detail round the place that is worth a look, as large as the picture's shape wants it. */
static DrawPhotoPart
choose_detail (const LessonParameters *p, double shape) {
  gint64 columns = MIN (WIDTH, p->photo->width);
  gint64 rows = CLAMP ((gint64) (columns * shape), 1, p->photo->height);
  gint64 row, column;

  lesson_photo_grey_place (p->photo_grey, &row, &column);
  row = CLAMP (row - rows / 2, 0, p->photo->height - rows);
  column = CLAMP (column - columns / 2, 0, p->photo->width - columns);
  return (DrawPhotoPart){ row, row + rows, column, column + columns };
}

/* Weights that add up to something let the picture through, and it is shown as one. */
static gboolean
lets_through (const EnginePreset *filter) {
  double sum = 0;

  for (gsize tap = 0; tap < G_N_ELEMENTS (filter->weights); tap++)
    sum += filter->weights[tap];
  return sum > 0.5;
}

static double
largest_size (const EngineTensor *values) {
  double largest = 0;

  for (gint64 i = 0; i < values->length; i++)
    largest = MAX (largest, ABS (values->data[i]));
  return largest;
}

/* All that the picture depends on, without gaps. */
typedef struct {
  const LessonPhotoGrey *photo;
  const DrawStyle *style;
  const EnginePreset *filter;
  DrawPhotoPart part;
  gint64 dilation, relu, tone;
} OtherKey;

/* NULL where there is no memory for it. */
static cairo_surface_t *
make_image (const DrawContext *context, const EnginePreset *filter, const DrawPhotoPart *part) {
  LessonParameters seen = *context->state->parameters;
  gint64 rows = part->last_row - part->first_row, columns = part->last_column - part->first_column;

  lesson_settings_set_filter (&seen.settings, filter);
  g_autoptr (LessonResponse) response = lesson_response_new (seen.photo_grey, &seen.settings);
  g_autoptr (EngineTensor) values =
      lesson_response_crop (response, part->first_row, part->first_column, rows, columns, NULL);
  if (values == NULL)
    return NULL;
  seen.photo_response = response;
  DrawTone tone = lets_through (filter)
                      ? draw_tone_of_photo (context->style)
                      : draw_tone_of_response (context->style, &seen, largest_size (values));
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) columns, (int) rows);
  DrawTonePalette palette;
  draw_tone_palette (&tone, &palette);
  draw_tone_paint (&palette, values->data, values->length,
                   (guint32 *) (gpointer) cairo_image_surface_get_data (image));
  cairo_surface_mark_dirty (image);
  return image;
}

/* From the cache where the frame before showed the same. */
static cairo_surface_t *
image_of (const DrawContext *context, guint other, const EnginePreset *filter, double shape) {
  const LessonParameters *p = context->state->parameters;
  const OtherKey key = { p->photo_grey,        context->style,   filter,          choose_detail (p, shape),
                         p->settings.dilation, p->settings.relu, p->settings.tone };
  cairo_surface_t *image = draw_cache_map (context->cache, DRAW_MAP_OTHERS + other, &key, sizeof key);

  if (image == NULL && (image = make_image (context, filter, &key.part)) != NULL)
    draw_cache_keep_map (context->cache, DRAW_MAP_OTHERS + other, &key, sizeof key,
                         lesson_photo_grey_ref (p->photo_grey), (GDestroyNotify) lesson_photo_grey_unref,
                         image);
  return image;
}

static void
draw_other (const DrawContext *context, DrawRect rect, guint other) {
  cairo_surface_t *image =
      image_of (context, other, engine_preset_find (names[other]), rect.height / rect.width);

  if (image == NULL)
    return;
  draw_photo_paint (context->cr, rect, image, rect, CAIRO_FILTER_GOOD);
  draw_set_color (context->cr, context->style->outline, 1);
  cairo_set_line_width (context->cr, 0.02 * context->layout->unit);
  cairo_rectangle (context->cr, rect.x, rect.y, rect.width, rect.height);
  cairo_stroke (context->cr);
}

static const char *
title_of (const EnginePreset *filter) {
  return g_dgettext (GETTEXT_PACKAGE, filter->title);
}

static double
width_of (const DrawContext *context, gsize n) {
  double u = context->layout->unit;

  return (((const DrawPhotoPlaces *) context->layout->places)->others.width - (n - 1) * GAP * u) / n;
}

/* As many as have room for their names. */
static gsize
count_others (const DrawContext *context) {
  double needed = 0;
  gsize n = G_N_ELEMENTS (names);

  for (gsize i = 0; i < n; i++)
    needed = MAX (
        needed, draw_text_width (context, title_of (engine_preset_find (names[i])), DRAW_SMALL, DRAW_MEDIUM));
  while (n > 1 && width_of (context, n) < needed)
    n--;
  return n;
}

void
draw_photo_others (const DrawContext *context) {
  const DrawPhotoPlaces *places = context->layout->places;
  double u = context->layout->unit;
  gsize n = count_others (context);
  double width = width_of (context, n);
  DrawTextStyle style = { DRAW_SMALL, DRAW_MEDIUM, context->style->muted, DRAW_START, DRAW_CENTER };

  for (gsize i = 0; i < n; i++) {
    const EnginePreset *filter = engine_preset_find (names[i]);
    DrawRect rect = { places->others.x + i * (width + GAP * u), places->others.y, width,
                      places->others.height - NAME * u };
    draw_other (context, rect, (guint) i);
    draw_text (context, title_of (filter), (DrawRect){ rect.x, rect.y + rect.height, width, NAME * u },
               style);
  }
}
