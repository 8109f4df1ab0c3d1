/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-scene.h"

#include "draw-scene-private.h"
#include "draw-text-private.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

void
draw_rounded (cairo_t *cr, DrawRect rect, double radius) {
  double right = rect.x + rect.width - radius;
  double bottom = rect.y + rect.height - radius;

  cairo_new_sub_path (cr);
  cairo_arc (cr, right, rect.y + radius, radius, -G_PI / 2, 0);
  cairo_arc (cr, right, bottom, radius, 0, G_PI / 2);
  cairo_arc (cr, rect.x + radius, bottom, radius, G_PI / 2, G_PI);
  cairo_arc (cr, rect.x + radius, rect.y + radius, radius, G_PI, 3 * G_PI / 2);
  cairo_close_path (cr);
}

void
draw_outlined (const DrawContext *context, DrawRect rect, double radius, DrawColor ground, DrawColor outline,
               double width) {
  draw_rounded (context->cr, rect, radius);
  draw_set_color (context->cr, ground, 1);
  cairo_fill_preserve (context->cr);
  draw_set_color (context->cr, outline, 1);
  cairo_set_line_width (context->cr, width);
  cairo_stroke (context->cr);
}

DrawRect
draw_rect_to_pixels (cairo_t *cr, DrawRect rect, double (*low) (double), double (*high) (double)) {
  double left = rect.x, top = rect.y, right = rect.x + rect.width, bottom = rect.y + rect.height;

  cairo_user_to_device (cr, &left, &top);
  cairo_user_to_device (cr, &right, &bottom);
  left = low (left);
  top = low (top);
  right = high (right);
  bottom = high (bottom);
  cairo_device_to_user (cr, &left, &top);
  cairo_device_to_user (cr, &right, &bottom);
  return (DrawRect){ left, top, right - left, bottom - top };
}

void
draw_begin_fade (const DrawContext *context, DrawRect rect, double alpha) {
  if (alpha >= 1)
    return;
  cairo_save (context->cr);
  /* A group is as large as the clip, so that fading a little costs little; one of whole pixels is laid down in half the time. */
  rect = draw_rect_to_pixels (context->cr, rect, floor, ceil);
  cairo_rectangle (context->cr, rect.x, rect.y, rect.width, rect.height);
  cairo_clip (context->cr);
  cairo_push_group (context->cr);
}

void
draw_end_fade (const DrawContext *context, double alpha) {
  if (alpha >= 1)
    return;
  cairo_pop_group_to_source (context->cr);
  cairo_paint_with_alpha (context->cr, alpha);
  cairo_restore (context->cr);
}

void
draw_veil (const DrawContext *context, DrawRect rect, double alpha) {
  if (alpha >= 1)
    return;
  rect = draw_rect_to_pixels (context->cr, rect, floor, ceil);
  cairo_rectangle (context->cr, rect.x, rect.y, rect.width, rect.height);
  draw_set_color (context->cr, context->style->background, 1 - alpha);
  cairo_fill (context->cr);
}

static void
label (const DrawContext *context, DrawRect rect, const char *text, DrawAlign align) {
  double height = DRAW_LABEL * context->layout->unit;
  DrawRect line = { rect.x, rect.y - height, rect.width, 0.9 * height };

  draw_text (context, text, line,
             (DrawTextStyle){ DRAW_SMALL, DRAW_MEDIUM, context->style->muted, align, DRAW_CENTER });
}

void
draw_label (const DrawContext *context, DrawRect rect, const char *text) {
  label (context, rect, text, DRAW_START);
}

void
draw_label_at_end (const DrawContext *context, DrawRect rect, const char *text) {
  label (context, rect, text, DRAW_END);
}

void
draw_image_label (const DrawContext *context, DrawRect rect) {
  const LessonParameters *p = context->state->parameters;
  double height = DRAW_LABEL * context->layout->unit;
  g_autofree char *size = lesson_format_size (p->settings.grid, p->settings.grid);
  DrawRect line = { rect.x, rect.y - height, rect.width, 0.9 * height };
  DrawTextStyle style = { DRAW_SMALL, DRAW_MEDIUM, context->style->muted, DRAW_END, DRAW_CENTER };

  double beside =
      line.width - draw_text_width (context, size, style.size, style.weight) - 0.2 * context->layout->unit;
  double name = draw_text_width (context, p->image_name, style.size, style.weight);
  /* Where only one of the two has room it is the name; a long one is cut, and then the size is as good. */
  if (name <= beside || name > line.width) {
    draw_text (context, size, line, style);
    line.width = beside;
  }
  style.x = DRAW_START;
  style.shorten = name > line.width;
  draw_text (context, p->image_name, line, style);
}

/* The scene's title, and a dot for each step, filled as far as the lesson has come. */
static void
draw_title (const DrawContext *context) {
  const LessonState *state = context->state;
  DrawRect title = context->layout->title;
  double pitch = 0.3 * context->layout->unit;
  guint steps = state->free ? 0 : state->scene->n_steps;

  DrawRect words = { title.x, title.y, title.width - (steps + 1) * pitch, title.height };
  words.width -= draw_prediction (context, words);
  DrawTextStyle style = { DRAW_TITLE, DRAW_SEMIBOLD, context->style->text,
                          DRAW_START, DRAW_CENTER,   .shorten = TRUE };

  draw_text (context, state->scene->title, words, style);
  for (guint i = 0; i < steps; i++) {
    double x = title.x + title.width - (steps - i - 0.5) * pitch;
    draw_set_color (context->cr, i <= state->step ? context->style->accent : context->style->outline, 1);
    cairo_arc (context->cr, x, title.y + title.height / 2,
               (i == state->step ? 0.09 : 0.06) * context->layout->unit, 0, 2 * G_PI);
    cairo_fill (context->cr);
  }
}

static void
draw_caption (const DrawContext *context) {
  DrawTextStyle style = { DRAW_CAPTION, DRAW_MEDIUM, context->style->text,
                          DRAW_START,   DRAW_CENTER, .wrap = TRUE };

  draw_text (context, context->state->caption, context->layout->caption, style);
}

const DrawSceneClass *
draw_scene_class (LessonSceneKind kind) {
  static const DrawSceneClass *const classes[LESSON_N_SCENE_KINDS] = {
    [LESSON_SCENE_TENSOR] = &draw_tensor_class,   [LESSON_SCENE_DENSE] = &draw_dense_class,
    [LESSON_SCENE_SLIDE] = &draw_slide_class,     [LESSON_SCENE_SHARING] = &draw_sharing_class,
    [LESSON_SCENE_FILTERS] = &draw_filters_class, [LESSON_SCENE_TRADE] = &draw_trade_class,
    [LESSON_SCENE_GROWTH] = &draw_growth_class,   [LESSON_SCENE_GRAB] = &draw_grab_class,
    [LESSON_SCENE_LEARNED] = &draw_learned_class, [LESSON_SCENE_EVIDENCE] = &draw_evidence_class,
    [LESSON_SCENE_MATRIX] = &draw_matrix_class,   [LESSON_SCENE_PHOTO] = &draw_photo_class,
    [LESSON_SCENE_SUMMARY] = &draw_summary_class,
  };

  return classes[kind];
}

void
draw_scene (cairo_t *cr, const LessonState *state, const DrawLayout *layout, const DrawStyle *style,
            const LessonTarget *target, DrawCache *cache) {
  g_autoptr (DrawCache) own = cache == NULL ? draw_cache_new () : NULL;
  DrawContext context = {
    .cr = cr,
    .state = state,
    .layout = layout,
    .style = style,
    .target = target != NULL ? *target : (LessonTarget){ LESSON_PART_NONE },
    .cache = cache != NULL ? cache : own,
    .pixels = cairo_surface_get_type (cairo_get_target (cr)) == CAIRO_SURFACE_TYPE_IMAGE,
  };

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, layout->width, layout->height);
  draw_set_color (cr, style->background, 1);
  cairo_fill (cr);
  draw_title (&context);
  draw_scene_class (state->scene->kind)->draw (&context);
  draw_totals (&context);
  draw_caption (&context);
  draw_question (&context);
  cairo_restore (cr);
}

#define LINE_OF_READOUT 0.36 /* units */

/* Above the target, or below it where there is no room, and never over the picture's edge. */
static DrawRect
place_readout (const DrawLayout *layout, DrawRect target, double width, double height) {
  double gap = 0.12 * layout->unit;
  double x = target.x + (target.width - width) / 2;
  double y = target.y - gap - height;

  if (y < gap)
    y = MIN (target.y + target.height + gap, layout->height - gap - height);
  return (DrawRect){ CLAMP (x, gap, MAX (gap, layout->main.x + layout->main.width - width)), y, width,
                     height };
}

void
draw_readout (cairo_t *cr, const LessonState *state, const DrawLayout *layout, const DrawStyle *style,
              const LessonTarget *target, DrawCache *cache) {
  g_autofree char *text = lesson_state_describe (state, target);
  DrawContext context = { .cr = cr, .state = state, .layout = layout, .style = style, .cache = cache };
  DrawRect at;

  if (text == NULL || !draw_layout_locate (layout, target, &at))
    return;
  double u = layout->unit;
  double words = draw_text_width (&context, text, DRAW_BODY, DRAW_MEDIUM);
  double most = layout->width - 2 * layout->margin - 0.4 * u;
  /* Lines of words are not full to their ends. */
  double lines = words <= most ? 1 : ceil (1.15 * words / most);
  DrawRect label_rect =
      place_readout (layout, at, MIN (words, most) + 0.4 * u, (0.55 + (lines - 1) * LINE_OF_READOUT) * u);
  draw_rounded (cr, label_rect, 0.12 * u);
  draw_set_color (cr, style->text, 0.94);
  cairo_fill (cr);
  DrawRect inside = { label_rect.x + 0.2 * u, label_rect.y, label_rect.width - 0.4 * u, label_rect.height };
  draw_text (&context, text, inside,
             (DrawTextStyle){ DRAW_BODY, DRAW_MEDIUM, style->background, DRAW_CENTER, DRAW_CENTER,
                              .wrap = lines > 1 });
}
