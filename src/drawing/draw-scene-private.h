/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenes' own pictures, and what they share. */
#pragma once

#include "draw-context-private.h"

/* A kind of scene. */
typedef struct {
  gsize places_size; /* of the struct that layout->places points to */
  /* The places of the scene's parts inside layout->main, and the regions that can be pointed at. */
  void (*place) (DrawLayout *layout, const LessonState *state);
  void (*draw) (const DrawContext *context);
  /* What stands where no region is, and where a target is that no region holds; both may be NULL. */
  LessonTarget (*hit) (const DrawLayout *layout, double x, double y);
  gboolean (*locate) (const DrawLayout *layout, const LessonTarget *target, DrawRect *rect);
} DrawSceneClass;

extern const DrawSceneClass draw_tensor_class;
extern const DrawSceneClass draw_dense_class;
extern const DrawSceneClass draw_slide_class;
extern const DrawSceneClass draw_sharing_class;
extern const DrawSceneClass draw_filters_class;
extern const DrawSceneClass draw_trade_class;
extern const DrawSceneClass draw_growth_class;
extern const DrawSceneClass draw_grab_class;
extern const DrawSceneClass draw_matrix_class;
extern const DrawSceneClass draw_learned_class;
extern const DrawSceneClass draw_evidence_class;
extern const DrawSceneClass draw_photo_class;
extern const DrawSceneClass draw_summary_class;

const DrawSceneClass *draw_scene_class (LessonSceneKind kind);

void draw_totals (const DrawContext *context);
/* Where the card with a question stands, and its choices. */
void draw_question_place (DrawLayout *layout, const LessonState *state);
void draw_question (const DrawContext *context);
/* What was predicted, beside the truth as soon as that is shown; returns the width that it takes of the end of `rect`. */
double draw_prediction (const DrawContext *context, DrawRect rect);

/* A line of small type above `rect`, at its start or its end. */
void draw_label (const DrawContext *context, DrawRect rect, const char *text);
void draw_label_at_end (const DrawContext *context, DrawRect rect, const char *text);
/* The same with the image's name and size. */
void draw_image_label (const DrawContext *context, DrawRect rect);
/* Between these two, everything inside `rect` is drawn faded to `alpha`; nothing is done where that is 1. */
void draw_begin_fade (const DrawContext *context, DrawRect rect, double alpha);
void draw_end_fade (const DrawContext *context, double alpha);
/* After what has been drawn: where nothing but the background is behind it, and all of it is in `rect`, this fades it to `alpha` as well,
 * and in less than half the time. */
void draw_veil (const DrawContext *context, DrawRect rect, double alpha);
void draw_rounded (cairo_t *cr, DrawRect rect, double radius);
/* With round corners. The outline is opaque, a pale one mixed with the ground: for one that is not cairo goes through all pixels that it
 * encloses, in twice the time. */
void draw_outlined (const DrawContext *context, DrawRect rect, double radius, DrawColor ground,
                    DrawColor outline, double width);
/* The rectangle with its edges moved to those of the surface's pixels by `low` and `high`, such as floor() and ceil(). */
DrawRect draw_rect_to_pixels (cairo_t *cr, DrawRect rect, double (*low) (double), double (*high) (double));
