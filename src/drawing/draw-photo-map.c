/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From values to a picture: the level of the pyramid that fits, no more of it than is in view. */
#include "draw-cache-private.h"
#include "draw-cells-private.h"
#include "draw-photo-private.h"
#include "draw-text-private.h"
#include "engine-threads.h"

#include <math.h>

#define BAND_ROWS    64
#define WHOLE_VALUES (1 << 19)

/* A rectangle of a level. */
typedef struct {
  guint level;
  gint64 row, column, rows, columns;
} Crop;

/* All that a picture depends on, without gaps. */
typedef struct {
  const void *source; /* LessonPhotoGrey or LessonResponse */
  const DrawStyle *style;
  gint64 there, level, row, column, rows, columns, diverging, sizes;
  double black, full;
} MapKey;

static const DrawPhotoPlaces *
places_of (const DrawContext *context) {
  return context->layout->places;
}

DrawRect
draw_photo_rect (const DrawPhotoPlaces *places, DrawRect view, double row, double column, double rows,
                 double columns) {
  double scale = places->scale;

  return (DrawRect){ view.x + view.width / 2 + (column - places->x) * scale,
                     view.y + view.height / 2 + (row - places->y) * scale, columns * scale, rows * scale };
}

DrawRect
draw_photo_visible (const DrawPhotoPlaces *places, DrawRect view, const LessonParameters *p) {
  DrawRect all = draw_photo_rect (places, view, 0, 0, p->photo->height, p->photo->width);
  double left = MAX (all.x, view.x), top = MAX (all.y, view.y);
  double right = MIN (all.x + all.width, view.x + view.width);
  double bottom = MIN (all.y + all.height, view.y + view.height);

  return (DrawRect){ left, top, MAX (right - left, 0), MAX (bottom - top, 0) };
}

DrawPhotoPart
draw_photo_part (const DrawPhotoPlaces *places, DrawRect view, const LessonParameters *p,
                 gboolean whole_pixels) {
  DrawRect rect = draw_photo_visible (places, view, p);
  DrawRect all = draw_photo_rect (places, view, 0, 0, p->photo->height, p->photo->width);
  double left = (rect.x - all.x) / places->scale, top = (rect.y - all.y) / places->scale;
  double right = left + rect.width / places->scale, bottom = top + rect.height / places->scale;
  double slack = whole_pixels ? 1 - 1e-6 : 1e-6; /* of a pixel: what lies on the border is inside */

  return (DrawPhotoPart){
    .first_row = CLAMP ((gint64) floor (top + slack), 0, p->photo->height),
    .first_column = CLAMP ((gint64) floor (left + slack), 0, p->photo->width),
    .last_row = CLAMP ((gint64) ceil (bottom - slack), 0, p->photo->height),
    .last_column = CLAMP ((gint64) ceil (right - slack), 0, p->photo->width),
  };
}

/* The coarsest level whose values are not larger than a unit of the surface. */
static guint
level_of (const DrawContext *context) {
  const LessonPyramid *pyramid = lesson_photo_grey_pyramid (context->state->parameters->photo_grey);
  double scale = places_of (context)->scale;
  guint level = 0;

  while (level + 1 < pyramid->n_levels && scale * 2 <= 1) {
    scale *= 2;
    level++;
  }
  return level;
}

static EngineTensor *
photo_values (const LessonParameters *p, const Crop *crop) {
  EngineTensor *values = engine_tensor_new_image (crop->rows, crop->columns, 1, NULL);

  if (values != NULL)
    lesson_photo_grey_crop (p->photo_grey, crop->level, crop->row, crop->column, crop->rows, crop->columns,
                            values->data);
  return values;
}

static EngineTensor *
response_values (const LessonParameters *p, const Crop *crop) {
  LessonResponse *response = p->photo_response;

  if (crop->level == 0 || !lesson_response_is_there (response))
    return lesson_response_estimate (response, crop->level, crop->row, crop->column, crop->rows,
                                     crop->columns, NULL);
  EngineTensor *values = engine_tensor_new_image (crop->rows, crop->columns, 1, NULL);
  if (values != NULL)
    lesson_pyramid_crop (lesson_response_pyramid (response), crop->level, crop->row, crop->column, crop->rows,
                         crop->columns, values->data);
  return values;
}

/* NULL where there is no memory for them. */
static EngineTensor *
values_of (const DrawContext *context, const Crop *crop, gboolean response) {
  const LessonParameters *p = context->state->parameters;

  return response ? response_values (p, crop) : photo_values (p, crop);
}

/* FALSE where nothing is in view. */
static gboolean
crop_init (Crop *self, const DrawContext *context, DrawRect view) {
  DrawPhotoPart part = draw_photo_part (places_of (context), view, context->state->parameters, FALSE);
  guint level = level_of (context);

  *self = (Crop){ .level = level, .row = part.first_row >> level, .column = part.first_column >> level };
  if (part.last_row <= part.first_row || part.last_column <= part.first_column)
    return FALSE;
  self->rows = ((part.last_row - 1) >> level) + 1 - self->row;
  self->columns = ((part.last_column - 1) >> level) + 1 - self->column;
  return TRUE;
}

/* The whole of a level that is not large: then the picture stays the same while the lens moves. */
static void
widen (Crop *self, const DrawContext *context) {
  const LessonPyramid *pyramid = lesson_photo_grey_pyramid (context->state->parameters->photo_grey);
  gint64 rows = lesson_pyramid_height (pyramid, self->level);
  gint64 columns = lesson_pyramid_width (pyramid, self->level);

  if (rows * columns <= WHOLE_VALUES)
    *self = (Crop){ self->level, 0, 0, rows, columns };
}

DrawTone
draw_photo_tone (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  double scale = lesson_response_is_there (p->photo_response) ? lesson_response_scale (p->photo_response)
                                                              : lesson_response_bound (p->photo_response);

  return draw_tone_of_response (context->style, p, scale);
}

static DrawTone
tone_of (const DrawContext *context, gboolean response) {
  return response ? draw_photo_tone (context) : draw_tone_of_photo (context->style);
}

void
draw_photo_paint (cairo_t *cr, DrawRect rect, cairo_surface_t *image, DrawRect whole, cairo_filter_t filter) {
  cairo_save (cr);
  cairo_rectangle (cr, rect.x, rect.y, rect.width, rect.height);
  cairo_translate (cr, whole.x, whole.y);
  cairo_scale (cr, whole.width / cairo_image_surface_get_width (image),
               whole.height / cairo_image_surface_get_height (image));
  cairo_set_source_surface (cr, image, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), filter);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  /* Not a clip: one with fractions of pixels costs more than the picture. */
  cairo_fill (cr);
  cairo_restore (cr);
}

/* A picture whose rows are made by several threads, in bands whose values never leave the processor's cache. */
typedef struct {
  const DrawContext *context;
  const Crop *crop;
  gboolean response;
  DrawTonePalette palette;
  guint8 *pixels;
  int stride;
  int failed; /* atomic */
} Painting;

static void
paint_bands_cb (gint64 begin, gint64 end, gpointer data) {
  Painting *self = data;
  Crop band = *self->crop;

  for (gint64 row = begin * BAND_ROWS; row < MIN (end * BAND_ROWS, self->crop->rows); row += BAND_ROWS) {
    band.row = self->crop->row + row;
    band.rows = MIN (BAND_ROWS, self->crop->rows - row);
    g_autoptr (EngineTensor) values = values_of (self->context, &band, self->response);
    if (values == NULL)
      g_atomic_int_set (&self->failed, TRUE);
    else
      /* Four bytes a pixel, so that its rows follow each other without gaps. */
      draw_tone_paint (&self->palette, values->data, values->length,
                       (guint32 *) (gpointer) (self->pixels + row * self->stride));
  }
}

/* NULL where there is no memory for it. */
static cairo_surface_t *
make_image (const DrawContext *context, const Crop *crop, gboolean response, const DrawTone *tone) {
  cairo_surface_t *image =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) crop->columns, (int) crop->rows);
  Painting painting = {
    .context = context,
    .crop = crop,
    .response = response,
    .pixels = cairo_image_surface_get_data (image),
    .stride = cairo_image_surface_get_stride (image),
  };

  draw_tone_palette (tone, &painting.palette);
  painting.failed = painting.pixels == NULL;
  if (!painting.failed)
    engine_parallel_for ((crop->rows + BAND_ROWS - 1) / BAND_ROWS, 1, paint_bands_cb, &painting);
  if (painting.failed) {
    cairo_surface_destroy (image);
    return NULL;
  }
  cairo_surface_mark_dirty (image);
  return image;
}

/* From the cache where the frame before showed the same. */
static cairo_surface_t *
image_of (const DrawContext *context, const Crop *crop, gboolean response) {
  const LessonParameters *p = context->state->parameters;
  DrawTone tone = tone_of (context, response);
  guint slot = response ? DRAW_MAP_RESPONSE : DRAW_MAP_PHOTO;
  const MapKey key = { response ? (const void *) p->photo_response : p->photo_grey,
                       tone.style,
                       response && lesson_response_is_there (p->photo_response),
                       crop->level,
                       crop->row,
                       crop->column,
                       crop->rows,
                       crop->columns,
                       tone.diverging,
                       tone.sizes,
                       tone.black,
                       tone.full };
  cairo_surface_t *image = draw_cache_map (context->cache, slot, &key, sizeof key);

  if (image != NULL || (image = make_image (context, crop, response, &tone)) == NULL)
    return image;
  if (response)
    draw_cache_keep_map (context->cache, slot, &key, sizeof key, lesson_response_ref (p->photo_response),
                         (GDestroyNotify) lesson_response_unref, image);
  else
    draw_cache_keep_map (context->cache, slot, &key, sizeof key, lesson_photo_grey_ref (p->photo_grey),
                         (GDestroyNotify) lesson_photo_grey_unref, image);
  return image;
}

/* For files of lines and letters: viewers smooth small images that are shown large. */
static void
paint_rectangles (const DrawContext *context, const Crop *crop, gboolean response, DrawRect rect) {
  g_autoptr (EngineTensor) values = values_of (context, crop, response);
  DrawTone tone = tone_of (context, response);

  for (gint64 i = 0; values != NULL && i < values->length; i++) {
    DrawRect cell = draw_rect_cell (rect, crop->rows, crop->columns, (double) (i / crop->columns),
                                    (double) (i % crop->columns));
    draw_set_color (context->cr, draw_tone_color (&tone, values->data[i]), 1);
    cairo_rectangle (context->cr, cell.x, cell.y, cell.width, cell.height);
    cairo_fill (context->cr);
  }
}

void
draw_photo_map (const DrawContext *context, DrawRect view, gboolean response) {
  const DrawPhotoPlaces *places = places_of (context);
  DrawRect visible = draw_photo_visible (places, view, context->state->parameters);
  Crop crop;

  if (!crop_init (&crop, context, view))
    return;
  if (context->pixels)
    widen (&crop, context);
  double side = (double) ((gint64) 1 << crop.level);
  DrawRect rect = draw_photo_rect (places, view, crop.row * side, crop.column * side, crop.rows * side,
                                   crop.columns * side);
  if (context->pixels || crop.rows * crop.columns > 1024) {
    cairo_surface_t *image = image_of (context, &crop, response);
    /* Values are at most twice as many as pixels of the surface; those that are larger keep their edges. */
    cairo_filter_t filter = rect.width < crop.columns ? CAIRO_FILTER_BILINEAR : CAIRO_FILTER_NEAREST;
    if (image != NULL)
      draw_photo_paint (context->cr, visible, image, rect, filter);
    return;
  }
  cairo_save (context->cr);
  cairo_rectangle (context->cr, visible.x, visible.y, visible.width, visible.height);
  cairo_clip (context->cr);
  paint_rectangles (context, &crop, response, rect);
  cairo_restore (context->cr);
}

void
draw_photo_values (const DrawContext *context, DrawRect view, gboolean response) {
  const DrawPhotoPlaces *places = places_of (context);
  DrawPhotoPart part = draw_photo_part (places, view, context->state->parameters, TRUE);
  DrawTone tone = tone_of (context, response);
  Crop crop = { 0, part.first_row, part.first_column, part.last_row - part.first_row,
                part.last_column - part.first_column };

  if (draw_text_width (context, response ? "−8.8" : ".88", DRAW_SMALL, DRAW_MEDIUM) > 0.94 * places->scale
      || crop.rows < 1 || crop.columns < 1)
    return;
  g_autoptr (EngineTensor) values = values_of (context, &crop, response);
  for (gint64 i = 0; values != NULL && i < values->length; i++) {
    double value = values->data[i];
    g_autofree char *text = draw_short_value (value, response ? 1 : 2);
    DrawRect cell = draw_photo_rect (places, view, (double) (crop.row + i / crop.columns),
                                     (double) (crop.column + i % crop.columns), 1, 1);
    draw_text (context, text, cell,
               (DrawTextStyle){ DRAW_SMALL, DRAW_MEDIUM, draw_color_on (draw_tone_color (&tone, value)),
                                DRAW_CENTER, DRAW_CENTER });
  }
}
