/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The matrix as an image, an entry a pixel where there are few enough; else rows are left out, and neighbouring columns
 * mixed. Bands are drawn by walking the weights of each output, never all entries: those of a large matrix are millions. */
#include "draw-matrix-private.h"
#include "lesson-ease.h"
#include "lesson-window.h"

#include <math.h>

/* Most pixels of an image. A full matrix changes smoothly, and its colours take long to compute. */
#define BAND_COLUMNS 400
#define BAND_ROWS    320
#define FULL_COLUMNS 240
#define FULL_ROWS    160

/* How visible an entry is that waits for its weight. */
#define PALE 0.14

typedef struct {
  double red, green, blue, weight, alpha;
} Mean;

static guint32
premultiplied (DrawColor color, double alpha) {
  return (guint32) lround (alpha * 255) << 24 | (guint32) lround (color.red * alpha * 255) << 16
         | (guint32) lround (color.green * alpha * 255) << 8 | (guint32) lround (color.blue * alpha * 255);
}

static void
put (cairo_surface_t *image, gint64 row, gint64 column, guint32 pixel) {
  guint8 *line = cairo_image_surface_get_data (image) + row * cairo_image_surface_get_stride (image);

  ((guint32 *) (gpointer) line)[column] = pixel;
}

/* Takes the image. It is filled, as a clip with fractions of pixels would cost more than the picture. */
static void
paint (const DrawContext *context, cairo_surface_t *image) {
  DrawRect rect = ((const DrawMatrixPlaces *) context->layout->places)->matrix;
  const LessonParameters *p = context->state->parameters;
  int columns = cairo_image_surface_get_width (image), rows = cairo_image_surface_get_height (image);
  gboolean reduced = columns < p->pixels->length || rows < p->response->length;
  cairo_t *cr = context->cr;

  cairo_save (cr);
  cairo_translate (cr, rect.x, rect.y);
  cairo_scale (cr, rect.width / columns, rect.height / rows);
  cairo_set_source_surface (cr, image, 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (cairo_get_source (cr), reduced ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST);
  cairo_rectangle (cr, 0, 0, columns, rows);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_surface_destroy (image);
}

static DrawColor
own_color (const DrawContext *context, gint64 output, gint64 pixel) {
  const LessonParameters *p = context->state->parameters;

  return draw_style_dense_weight (context->style, output, p->response->length, pixel, p->pixels->length);
}

/* How far outside the window of an output a pixel lies, as a share of the image. */
static double
distance (const LessonParameters *p, gint64 output, gint64 pixel) {
  const EngineConvShape *shape = &p->single;
  double top = output / shape->out_width * shape->spec.stride[0] - shape->pad_top;
  double left = output % shape->out_width * shape->spec.stride[1] - shape->pad_left;
  double y = pixel / shape->spec.width - top, x = pixel % shape->spec.width - left;
  double below = y - (shape->window[0] - 1), right = x - (shape->window[1] - 1);
  double farthest = MAX (MAX (-y, below), MAX (-x, right));

  return CLAMP (farthest / shape->spec.width, 0, 1);
}

/* The farthest entries go first; rows that are not written yet are not there. */
static double
presence (const DrawContext *context, gint64 output, gint64 pixel) {
  const LessonParameters *p = context->state->parameters;
  const LessonMatrixView *view = &context->state->matrix_view;
  double written = view->rows * p->pixels->length - (output * p->pixels->length + pixel);
  double begin = 0.65 * (1 - distance (p, output, pixel));

  if (view->fallen <= 0 || lesson_window_tap (&p->single, output, pixel) >= 0)
    return CLAMP (written, 0, 1);
  return 1 - lesson_ease (lesson_span (view->fallen, begin, begin + 0.35));
}

static cairo_surface_t *
make_full (const DrawContext *context, double alpha) {
  const LessonParameters *p = context->state->parameters;
  gint64 rows = MIN (p->response->length, FULL_ROWS), columns = MIN (p->pixels->length, FULL_COLUMNS);
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) columns, (int) rows);

  for (gint64 row = 0; row < rows; row++)
    for (gint64 column = 0; column < columns; column++) {
      gint64 output = (2 * row + 1) * p->response->length / (2 * rows);
      gint64 pixel = (2 * column + 1) * p->pixels->length / (2 * columns);
      double there = presence (context, output, pixel);
      if (there > 0)
        put (image, row, column, premultiplied (own_color (context, output, pixel), alpha * there));
    }
  cairo_surface_mark_dirty (image);
  return image;
}

double
draw_matrix_flight (const LessonMatrixView *view, gint64 tap, gint64 output, gint64 outputs) {
  double begin = 0.45 * output / outputs;

  return lesson_span (view->flown - tap, begin, begin + 0.55);
}

static DrawColor
band_color (const DrawContext *context, gint64 output, gint64 pixel, gint64 tap) {
  double shared = context->state->matrix_view.shared;
  double begin = 0.8 * output / context->state->parameters->response->length;
  double taken = lesson_ease (lesson_span (shared, begin, begin + 0.2));
  DrawColor color = draw_style_weight (context->style, tap, context->state->parameters->one_filter.weights);

  return taken >= 1 ? color : draw_color_mix (own_color (context, output, pixel), color, taken);
}

static void
add (Mean *mean, DrawColor color, double alpha) {
  mean->red += alpha * color.red;
  mean->green += alpha * color.green;
  mean->blue += alpha * color.blue;
  mean->weight += alpha;
  mean->alpha = MAX (mean->alpha, alpha);
}

static void
put_means (cairo_surface_t *image, const Mean *means, double alpha) {
  gint64 columns = cairo_image_surface_get_width (image), rows = cairo_image_surface_get_height (image);

  for (gint64 i = 0; i < rows * columns; i++)
    if (means[i].weight > 0) {
      DrawColor color = { means[i].red / means[i].weight, means[i].green / means[i].weight,
                          means[i].blue / means[i].weight };
      put (image, i / columns, i % columns, premultiplied (color, alpha * means[i].alpha));
    }
}

/* Of the weights from `first` to before `last`. */
static cairo_surface_t *
make_band (const DrawContext *context, gint64 first, gint64 last, double alpha) {
  const LessonParameters *p = context->state->parameters;
  const LessonMatrixView *view = &context->state->matrix_view;
  double waiting = 1 - view->waiting * (1 - PALE);
  gint64 n = p->response->length;
  gint64 rows = MIN (n, BAND_ROWS), columns = MIN (p->pixels->length, BAND_COLUMNS);
  g_autofree Mean *means = g_new0 (Mean, rows * columns);
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) columns, (int) rows);

  for (gint64 row = 0; row < rows; row++)
    for (gint64 tap = first; tap < last; tap++) {
      gint64 output = (2 * row + 1) * n / (2 * rows);
      gint64 pixel = lesson_window_pixel (&p->single, output, tap);
      gboolean arrived = draw_matrix_flight (view, tap, output, n) >= 1;
      if (pixel >= 0)
        add (&means[row * columns + pixel * columns / p->pixels->length],
             band_color (context, output, pixel, tap), arrived ? 1 : waiting);
    }
  put_means (image, means, alpha);
  cairo_surface_mark_dirty (image);
  return image;
}

static void
lay_over (cairo_surface_t *ground, cairo_surface_t *image) {
  cairo_t *cr = cairo_create (ground);

  cairo_set_source_surface (cr, image, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
}

static gboolean
is_as_large (cairo_surface_t *a, cairo_surface_t *b) {
  return cairo_image_surface_get_width (a) == cairo_image_surface_get_width (b)
         && cairo_image_surface_get_height (a) == cairo_image_surface_get_height (b);
}

/* A card as large as the image. */
static cairo_surface_t *
make_ground (const DrawContext *context, cairo_surface_t *image) {
  cairo_surface_t *ground = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, cairo_image_surface_get_width (image), cairo_image_surface_get_height (image));
  cairo_t *cr = cairo_create (ground);

  draw_set_color (cr, context->style->card, 1);
  cairo_paint (cr);
  cairo_destroy (cr);
  return ground;
}

/* Card, full matrix and band are laid over each other while they are small: what is painted at full size is one opaque image. */
void
draw_matrix_image (const DrawContext *context, double alpha) {
  double fallen = context->state->matrix_view.fallen;
  cairo_surface_t *full = fallen < 1 ? make_full (context, alpha) : NULL;
  cairo_surface_t *band =
      fallen > 0 ? make_band (context, 0, context->state->parameters->kernel->length, alpha) : NULL;
  cairo_surface_t *ground = make_ground (context, full != NULL ? full : band);

  if (full != NULL)
    lay_over (ground, full);
  if (band != NULL && is_as_large (ground, band)) {
    lay_over (ground, band);
    g_clear_pointer (&band, cairo_surface_destroy);
  }
  paint (context, ground);
  if (band != NULL)
    paint (context, band);
  g_clear_pointer (&full, cairo_surface_destroy);
}

void
draw_matrix_diagonal (const DrawContext *context, gint64 tap) {
  paint (context, make_band (context, tap, tap + 1, 1));
}
