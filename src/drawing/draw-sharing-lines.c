/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-cache-private.h"
#include "draw-sharing-private.h"
#include "lesson-ease.h"

#include <math.h>
#include <string.h>

#define DENSE_THICKNESS  0.012 /* units */
#define WINDOW_THICKNESS 0.013
#define DENSE_ALPHA      0.16
#define WINDOW_ALPHA     0.75
#define OUTPUT_THICKNESS 0.02 /* of a dense line of the output that stands out */
#define OUTPUT_ALPHA     0.8
#define MOST_STROKES     128 /* of one output's lines drawn one by one */
#define MOST_FALLING     24  /* likewise, of those that fall while others do */
#define FEW_STROKES      16  /* no more are stroked sooner than a picture of them is made */

static const DrawSharingPlaces *
places_of (const DrawContext *context) {
  return context->layout->places;
}

DrawColor
draw_sharing_color (const DrawContext *context, const DrawSharingLine *line, LessonRung rung) {
  const LessonParameters *p = context->state->parameters;
  gint64 outputs = p->one_filter.outputs;

  if (rung == LESSON_RUNG_SHARED)
    return draw_style_weight (context->style, line->tap, p->one_filter.weights);
  if (rung == LESSON_RUNG_LOCAL)
    return draw_style_dense_weight (context->style, line->output, outputs, line->tap, p->one_filter.weights);
  return draw_style_dense_weight (context->style, line->output, outputs,
                                  line->row * p->settings.grid + line->column, p->pixels->length);
}

/* The three families of lines, one after the other: dense, local, shared. */
typedef struct {
  gint64 dense_every, every; /* which of them are drawn */
  gint64 n_dense, n_window;  /* so many are */
  gint64 inputs, outputs, taps;
} Families;

static Families
families_of (const LessonParameters *p) {
  Families self = { .inputs = p->pixels->length,
                    .outputs = p->one_filter.outputs,
                    .taps = p->one_filter.weights };

  self.dense_every = draw_sharing_every (self.outputs, self.inputs);
  self.every = draw_sharing_every (self.outputs, self.taps);
  self.n_dense = (self.outputs * self.inputs + self.dense_every - 1) / self.dense_every;
  self.n_window = (self.outputs * self.taps + self.every - 1) / self.every;
  return self;
}

static DrawSharingLine
line_of (const Families *self, const LessonParameters *p, gint64 index, LessonRung *rung) {
  if (index < self->n_dense) {
    gint64 number = index * self->dense_every;
    *rung = LESSON_RUNG_DENSE;
    return draw_sharing_dense_line (p, number / self->inputs, number % self->inputs);
  }
  gint64 number = (index - self->n_dense) % self->n_window * self->every;
  *rung = index < self->n_dense + self->n_window ? LESSON_RUNG_LOCAL : LESSON_RUNG_SHARED;
  return draw_sharing_window_line (p, number / self->taps, number % self->taps);
}

/* The more there are, the fainter each is, or the web would be a wall. */
static double
alpha_of (const Families *self, LessonRung rung) {
  return rung == LESSON_RUNG_DENSE ? DENSE_ALPHA * MIN (1, 8000.0 / self->n_dense)
                                   : WINDOW_ALPHA * MIN (1, 1500.0 / self->n_window);
}

/* Lines to the output that stands out are drawn one by one while they come and go. */
static gboolean
is_apart (const LessonSharingView *view, gint64 output) {
  return output == view->output && view->isolation >= 1;
}

static guint8 *
shown_lines (const DrawContext *context, const Families *families) {
  const LessonParameters *p = context->state->parameters;
  const LessonSharingView *view = &context->state->sharing_view;
  guint8 *shown = g_new0 (guint8, (gsize) (families->n_dense + 2 * families->n_window));

  for (gint64 i = 0; i < families->n_dense + 2 * families->n_window; i++) {
    LessonRung rung;
    DrawSharingLine line = line_of (families, p, i, &rung);
    gint64 input = line.row * p->settings.grid + line.column;
    gint64 place = lesson_sharing_place (view, line.output);
    gboolean drawn = rung != LESSON_RUNG_DENSE || place * families->inputs + input + 1 <= view->lines;
    shown[i] = drawn && !is_apart (view, line.output) && lesson_sharing_rung (view, p, line.output) == rung;
  }
  return shown;
}

/* In pixels of the surface: the whole pixels that the lines lie in. */
typedef struct {
  double left, top, width, height, scale;
  DrawRect image, map;
  gint64 grid, kernel, stride, dilation, same_padding, dark, contrast;
  gint64 output; /* whose lines, or -1: of all outputs */
} WebKey;

static WebKey
key_of (const DrawContext *context, gint64 output) {
  const DrawSharingPlaces *places = places_of (context);
  const LessonSettings *settings = &context->state->parameters->settings;
  double x0 = places->padded.x, x1 = places->map.x + places->map.width;
  double y0 = MIN (places->padded.y, places->map.y);
  double y1 = MAX (places->padded.y + places->padded.height + places->slope * places->padded.width,
                   places->map.y + places->map.height + places->slope * places->map.width);
  double scale = 1, unused = 0;

  cairo_user_to_device (context->cr, &x0, &y0);
  cairo_user_to_device (context->cr, &x1, &y1);
  cairo_user_to_device_distance (context->cr, &scale, &unused);
  return (WebKey){ floor (x0),
                   floor (y0),
                   MAX (1, ceil (x1) - floor (x0)),
                   MAX (1, ceil (y1) - floor (y0)),
                   scale,
                   places->image,
                   places->map,
                   settings->grid,
                   settings->kernel,
                   settings->stride,
                   settings->dilation,
                   settings->same_padding,
                   context->style->dark,
                   context->style->contrast,
                   output };
}

/* A line of the picture; thickness in units. */
static DrawWebLine
web_line (const DrawContext *context, const WebKey *key, DrawSegment s, DrawColor color, double thickness,
          double alpha) {
  cairo_user_to_device (context->cr, &s.x0, &s.y0);
  cairo_user_to_device (context->cr, &s.x1, &s.y1);
  return (DrawWebLine){ s.x0 - key->left,
                        s.y0 - key->top,
                        s.x1 - key->left,
                        s.y1 - key->top,
                        thickness * context->layout->unit * key->scale,
                        alpha,
                        color };
}

static DrawWebRaster *
make_raster (const DrawContext *context, const Families *families, const WebKey *key) {
  const LessonParameters *p = context->state->parameters;
  gint64 n = families->n_dense + 2 * families->n_window;
  DrawWebLine *lines = g_new (DrawWebLine, n);
  g_autofree DrawColor *dense = g_new (DrawColor, families->inputs);
  gint64 colored = -1; /* the output whose dense lines' colours these are */

  for (gint64 i = 0; i < n; i++) {
    LessonRung rung;
    DrawSharingLine line = line_of (families, p, i, &rung);
    if (rung == LESSON_RUNG_DENSE && line.output != colored)
      draw_style_dense_weights (context->style, colored = line.output, families->outputs, families->inputs,
                                dense);
    DrawColor color = rung == LESSON_RUNG_DENSE ? dense[line.row * p->settings.grid + line.column]
                                                : draw_sharing_color (context, &line, rung);
    double thickness = rung == LESSON_RUNG_DENSE ? DENSE_THICKNESS : WINDOW_THICKNESS;
    lines[i] = web_line (context, key, draw_sharing_segment (places_of (context), p, &line), color, thickness,
                         alpha_of (families, rung));
    lines[i].thickness = MAX (0.8, lines[i].thickness);
  }
  return draw_web_raster_new ((int) key->width, (int) key->height, lines, n);
}

/* The dense lines of key->output, each `every`th of them. */
static DrawWebRaster *
make_output_raster (const DrawContext *context, const WebKey *key, gint64 n, gint64 every) {
  const LessonParameters *p = context->state->parameters;
  DrawWebLine *lines = g_new (DrawWebLine, n);

  for (gint64 i = 0; i < n; i++) {
    DrawSharingLine line = draw_sharing_dense_line (p, key->output, i * every);
    lines[i] =
        web_line (context, key, draw_sharing_segment (places_of (context), p, &line),
                  draw_sharing_color (context, &line, LESSON_RUNG_DENSE), OUTPUT_THICKNESS, OUTPUT_ALPHA);
  }
  return draw_web_raster_new_laid ((int) key->width, (int) key->height, lines, n);
}

/* What is kept of the slot, emptied where it was made from another key. */
static DrawWebKept *
kept_web (const DrawContext *context, DrawWebSlot slot, const WebKey *key) {
  DrawWebKept *kept = &context->cache->webs[slot];
  g_autoptr (GBytes) bytes = g_bytes_new (key, sizeof *key);

  if (kept->key == NULL || !g_bytes_equal (kept->key, bytes)) {
    g_clear_pointer (&kept->raster, draw_web_raster_free);
    g_clear_pointer (&kept->key, g_bytes_unref);
    kept->key = g_steal_pointer (&bytes);
  }
  return kept;
}

static void
rasterise_web (const DrawContext *context, const Families *families, const guint8 *shown, double strength) {
  WebKey key = key_of (context, -1);
  DrawWebKept *kept = kept_web (context, DRAW_WEB_ALL, &key);

  if (kept->raster == NULL)
    kept->raster = make_raster (context, families, &key);
  draw_web_raster_paint (kept->raster, context->cr, key.left, key.top, shown, strength);
}

/* The first `n` dense lines of an output. */
static void
rasterise_output (const DrawContext *context, gint64 output, gint64 n, gint64 every, double alpha) {
  gint64 all = (context->state->parameters->pixels->length + every - 1) / every;
  g_autofree guint8 *shown = g_new0 (guint8, (gsize) all);
  WebKey key = key_of (context, output);
  DrawWebKept *kept = kept_web (context, DRAW_WEB_SOME, &key);

  if (kept->raster == NULL)
    kept->raster = make_output_raster (context, &key, all, every);
  memset (shown, 1, (gsize) ((n + every - 1) / every));
  draw_web_raster_paint (kept->raster, context->cr, key.left, key.top, shown, alpha);
}

static void
stroke_segment (const DrawContext *context, DrawSegment s, DrawColor color, double width, double alpha) {
  draw_set_color (context->cr, color, alpha);
  cairo_set_line_width (context->cr, width * context->layout->unit);
  cairo_move_to (context->cr, s.x0, s.y0);
  cairo_line_to (context->cr, s.x1, s.y1);
  cairo_stroke (context->cr);
}

static void
stroke_line (const DrawContext *context, const DrawSharingLine *line, LessonRung rung, double width,
             double alpha) {
  stroke_segment (context, draw_sharing_segment (places_of (context), context->state->parameters, line),
                  draw_sharing_color (context, line, rung), width, alpha);
}

static void
stroke_web (const DrawContext *context, const Families *families, const guint8 *shown, double strength) {
  for (gint64 i = 0; i < families->n_dense + 2 * families->n_window; i++) {
    LessonRung rung;
    DrawSharingLine line = line_of (families, context->state->parameters, i, &rung);
    gboolean dense = rung == LESSON_RUNG_DENSE;
    if (shown[i])
      stroke_line (context, &line, rung, dense ? DENSE_THICKNESS : WINDOW_THICKNESS,
                   strength * alpha_of (families, rung));
  }
}

static void
draw_web (const DrawContext *context, double strength) {
  Families families = families_of (context->state->parameters);
  g_autofree guint8 *shown = shown_lines (context, &families);

  if (memchr (shown, 1, (gsize) (families.n_dense + 2 * families.n_window)) == NULL || strength <= 0)
    return;
  if (context->pixels)
    rasterise_web (context, &families, shown, strength);
  else
    stroke_web (context, &families, shown, strength);
}

/* All lines that one output has now. */
static void
stroke_output (const DrawContext *context, gint64 output, double alpha) {
  const LessonParameters *p = context->state->parameters;
  const LessonSharingView *view = &context->state->sharing_view;
  LessonRung rung = lesson_sharing_rung (view, p, output);
  gint64 place = lesson_sharing_place (view, output);
  gint64 inputs = p->pixels->length;
  gint64 every = (inputs + MOST_STROKES - 1) / MOST_STROKES;

  if (rung == LESSON_RUNG_DENSE) {
    gint64 n = (gint64) CLAMP (view->lines - (double) place * inputs, 0, inputs);
    if (context->pixels && n > 0)
      rasterise_output (context, output, n, every, alpha);
    for (gint64 i = 0; i < n && !context->pixels; i += every) {
      DrawSharingLine line = draw_sharing_dense_line (p, output, i);
      stroke_line (context, &line, rung, OUTPUT_THICKNESS, OUTPUT_ALPHA * alpha);
    }
  } else if (rung != LESSON_RUNG_NONE) {
    for (gint64 tap = 0; tap < p->one_filter.weights; tap++) {
      DrawSharingLine line = draw_sharing_window_line (p, output, tap);
      stroke_line (context, &line, rung, 0.045 * sqrt (MIN (1, 9.0 / p->one_filter.weights)), alpha);
    }
  }
}

typedef struct {
  gint64 input;
  double distance;
} Far;

static int
farther (gconstpointer a, gconstpointer b) {
  double x = ((const Far *) a)->distance, y = ((const Far *) b)->distance;

  return x > y ? -1 : x < y ? 1 : ((const Far *) a)->input < ((const Far *) b)->input ? -1 : 1;
}

/* The pixels outside the output's window, the farthest first. */
static Far *
sort_far (const LessonParameters *p, gint64 output, gint64 *n) {
  gint64 grid = p->settings.grid, taps = p->one_filter.weights, inputs = p->pixels->length;
  g_autofree guint8 *near = g_new0 (guint8, (gsize) inputs);
  DrawSharingLine first = draw_sharing_window_line (p, output, 0);
  DrawSharingLine last = draw_sharing_window_line (p, output, taps - 1);
  double row = (first.row + last.row) / 2.0, column = (first.column + last.column) / 2.0;
  Far *far = g_new (Far, inputs);

  for (gint64 tap = 0; tap < taps; tap++) {
    DrawSharingLine line = draw_sharing_window_line (p, output, tap);
    if (MIN (line.row, line.column) >= 0 && MAX (line.row, line.column) < grid)
      near[line.row * grid + line.column] = 1;
  }
  *n = 0;
  for (gint64 i = 0; i < inputs; i++)
    if (!near[i])
      far[(*n)++] = (Far){ i, hypot (i / grid - row, i % grid - column) };
  qsort (far, (gsize) *n, sizeof (Far), farther);
  return far;
}

typedef struct {
  DrawSegment segment;
  DrawColor color;
  double alpha;
} Falling;

/* The loose end drops faster than the one at the output, and both fade. */
static Falling
falling_line (const DrawContext *context, const DrawSharingLine *line, double fall, double alpha) {
  DrawSegment s = draw_sharing_segment (places_of (context), context->state->parameters, line);
  double drop = 2.6 * context->layout->unit * fall * fall;

  s.y0 += drop;
  s.y1 += 0.35 * drop;
  return (Falling){ s, draw_sharing_color (context, line, LESSON_RUNG_DENSE),
                    alpha * (1 - lesson_ease (fall)) };
}

/* They lie elsewhere in each frame: nothing is kept of their picture, which is as large as what may be drawn on. */
static void
rasterise_falling (const DrawContext *context, const Falling *falling, guint n) {
  DrawWebLine *lines = g_new (DrawWebLine, n);
  double x0, y0, x1, y1;
  WebKey key = key_of (context, -1);

  cairo_clip_extents (context->cr, &x0, &y0, &x1, &y1);
  cairo_user_to_device (context->cr, &x0, &y0);
  cairo_user_to_device (context->cr, &x1, &y1);
  key.height = MAX (1, ceil (y1) - floor (key.top));
  for (guint i = 0; i < n; i++)
    lines[i] =
        web_line (context, &key, falling[i].segment, falling[i].color, OUTPUT_THICKNESS, falling[i].alpha);
  DrawWebRaster *raster = draw_web_raster_new_laid ((int) key.width, (int) key.height, lines, n);
  g_autofree guint8 *shown = g_malloc (n);
  memset (shown, 1, n);
  draw_web_raster_paint (raster, context->cr, key.left, key.top, shown, 1);
  draw_web_raster_free (raster);
}

static void
draw_fallen (const DrawContext *context, GArray *array) {
  const Falling *falling = (const Falling *) (gpointer) array->data;

  if (context->pixels && array->len > FEW_STROKES)
    rasterise_falling (context, falling, array->len);
  else
    for (guint i = 0; i < array->len; i++)
      stroke_segment (context, falling[i].segment, falling[i].color, OUTPUT_THICKNESS, falling[i].alpha);
}

/* `progress` is 1 when the last far line of the output comes loose; each falls for a while. */
static void
list_falling (const DrawContext *context, gint64 output, double progress, gint64 most, double alpha,
              GArray *falling) {
  const LessonParameters *p = context->state->parameters;
  gint64 n;
  g_autofree Far *far = sort_far (p, output, &n);
  gint64 every = MAX (1, (n + most - 1) / most);

  for (gint64 i = 0; i < n; i += every) {
    double fall = (progress - (double) i / n) / LESSON_SHARING_DROP;
    DrawSharingLine line = draw_sharing_dense_line (p, output, far[i].input);
    if (fall >= 1)
      continue;
    Falling it = falling_line (context, &line, MAX (fall, 0), alpha);
    g_array_append_val (falling, it);
  }
}

static void
draw_all_falling (const DrawContext *context) {
  const LessonSharingView *view = &context->state->sharing_view;
  gint64 outputs = context->state->parameters->one_filter.outputs;
  g_autoptr (GArray) falling = g_array_new (FALSE, FALSE, sizeof (Falling));

  if (view->window > 0 && view->window < 1 + LESSON_SHARING_DROP)
    list_falling (context, view->output, view->window, MOST_STROKES, 0.8, falling);
  for (gint64 output = 0; output < outputs && view->fallen > 0; output++) {
    gint64 place = lesson_sharing_place (view, output);
    double progress = (view->fallen - (place - 1)) / LESSON_SHARING_FLIGHT;
    if (place > 0 && progress > 0 && progress < 1)
      list_falling (context, output, progress * (1 + LESSON_SHARING_DROP), MOST_FALLING, 0.5, falling);
  }
  draw_fallen (context, falling);
}

/* All lines of one weight of the kernel. */
static void
stroke_weight (const DrawContext *context, gint64 tap, double alpha) {
  const LessonParameters *p = context->state->parameters;
  Families families = families_of (p);

  for (gint64 output = 0; output < families.outputs; output += (families.outputs + 255) / 256) {
    DrawSharingLine line = draw_sharing_window_line (p, output, tap);
    if (lesson_sharing_rung (&context->state->sharing_view, p, output) == LESSON_RUNG_SHARED)
      stroke_line (context, &line, LESSON_RUNG_SHARED, 0.035, alpha);
  }
}

/* What a pixel is connected to: all outputs, or those whose windows it lies in. */
static void
stroke_pixel (const DrawContext *context, gint64 row, gint64 column) {
  const LessonParameters *p = context->state->parameters;
  gint64 outputs = p->one_filter.outputs;
  gint64 every = (outputs + MOST_STROKES - 1) / MOST_STROKES;

  for (gint64 output = 0; output < outputs; output++) {
    LessonTarget target = { LESSON_PART_MAP_LINE, output, row, column };
    DrawSharingLine line;
    if (!draw_sharing_find (places_of (context), p, &target, &line) || (line.tap < 0 && output % every != 0))
      continue;
    LessonRung rung = lesson_sharing_rung (&context->state->sharing_view, p, output);
    stroke_line (context, &line, rung, line.tap < 0 ? 0.02 : 0.045, 1);
  }
}

static void
draw_pointed (const DrawContext *context) {
  const LessonParameters *p = context->state->parameters;
  const LessonTarget *target = &context->target;
  DrawSharingLine line;

  if (target->part == LESSON_PART_OUTPUT)
    stroke_output (context, target->row * p->single.out_width + target->column, 1);
  else if (target->part == LESSON_PART_WEIGHT)
    stroke_weight (context, target->row * p->single.spec.kernel[1] + target->column, 1);
  else if (target->part == LESSON_PART_PIXEL)
    stroke_pixel (context, target->row, target->column);
  else if (draw_sharing_find (places_of (context), p, target, &line))
    stroke_line (context, &line, lesson_sharing_rung (&context->state->sharing_view, p, line.output), 0.07,
                 1);
}

/* What falls does not reach the words below. */
static void
clip_to_web (const DrawContext *context) {
  DrawRect room = context->layout->main;

  room.height = places_of (context)->dense.y - DRAW_LABEL * context->layout->unit - room.y;
  room = draw_rect_to_pixels (context->cr, room, floor, floor);
  cairo_rectangle (context->cr, room.x, room.y, room.width, room.height);
  cairo_clip (context->cr);
}

void
draw_sharing_lines (const DrawContext *context) {
  const LessonSharingView *view = &context->state->sharing_view;
  gboolean pointed = context->target.part != LESSON_PART_NONE && context->target.part != LESSON_PART_CHOICE;
  double faded = pointed ? 1 : MAX (view->isolation, view->weight_isolation);

  draw_web (context, 1 - 0.88 * faded);
  if (pointed) {
    draw_pointed (context);
    return;
  }
  cairo_save (context->cr);
  clip_to_web (context);
  draw_all_falling (context);
  cairo_restore (context->cr);
  if (view->isolation > 0)
    stroke_output (context, view->output, MAX (view->isolation, view->comparison));
  if (view->comparison > 0)
    stroke_output (context, view->other, view->comparison);
  if (view->weight_isolation > 0)
    stroke_weight (context, view->tap, view->weight_isolation);
}
