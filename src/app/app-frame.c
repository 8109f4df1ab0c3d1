/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-frame.h"

#include <string.h>

/* Measured at 1920x1080 with both renderers: smaller ones cost more in nodes than they save in pixels. */
#define TILE 128 /* device pixels */

/* A picture, and each of its tiles as a picture of the same pixels. cairo, which keeps what a node shows from changing by copying it
 * before it is drawn on, does not see that they are the same: a node shows what its tile has now. */
typedef struct {
  cairo_surface_t *whole;
  GPtrArray *tiles; /* row after row */
} Picture;

struct _AppFrame {
  Picture shown; /* what the nodes show: of a tile that did not change, the pixels of `next` are the same */
  Picture next;  /* what is drawn, all of it anew, before any node is looked at again */
  int width, height, scale;
  GPtrArray *nodes; /* row after row; an element is NULL as long as its tile was never shown */
};

typedef struct {
  int x, y, width, height;
} Tile;

AppFrame *
app_frame_new (void) {
  AppFrame *self = g_new0 (AppFrame, 1);

  self->nodes = g_ptr_array_new ();
  return self;
}

static void
forget_nodes (AppFrame *self) {
  for (guint i = 0; i < self->nodes->len; i++)
    g_clear_pointer (&self->nodes->pdata[i], gsk_render_node_unref);
}

/* The tiles first, while their pixels are there. */
static void
picture_clear (Picture *self) {
  g_clear_pointer (&self->tiles, g_ptr_array_unref);
  g_clear_pointer (&self->whole, cairo_surface_destroy);
}

static void
forget_pictures (AppFrame *self) {
  picture_clear (&self->shown);
  picture_clear (&self->next);
}

void
app_frame_free (AppFrame *self) {
  forget_nodes (self);
  forget_pictures (self);
  g_ptr_array_unref (self->nodes);
  g_free (self);
}

static int
n_columns (const AppFrame *self) {
  return (self->width + TILE - 1) / TILE;
}

static int
n_rows (const AppFrame *self) {
  return (self->height + TILE - 1) / TILE;
}

static Tile
get_tile (const AppFrame *self, guint number) {
  Tile tile = { .x = (int) number % n_columns (self) * TILE, .y = (int) number / n_columns (self) * TILE };

  tile.width = MIN (TILE, self->width - tile.x);
  tile.height = MIN (TILE, self->height - tile.y);
  return tile;
}

static void
picture_init (Picture *self, const AppFrame *frame) {
  cairo_surface_t *whole = cairo_image_surface_create (CAIRO_FORMAT_RGB24, frame->width, frame->height);
  int stride = cairo_image_surface_get_stride (whole);

  self->whole = whole;
  self->tiles = g_ptr_array_new_with_free_func ((GDestroyNotify) cairo_surface_destroy);
  for (guint i = 0; i < frame->nodes->len; i++) {
    Tile tile = get_tile (frame, i);
    guint8 *pixels =
        cairo_image_surface_get_data (whole) + (gsize) stride * (gsize) tile.y + (gsize) tile.x * 4;
    g_ptr_array_add (self->tiles, cairo_image_surface_create_for_data (pixels, CAIRO_FORMAT_RGB24, tile.width,
                                                                       tile.height, stride));
  }
}

cairo_surface_t *
app_frame_begin (AppFrame *self, int width, int height) {
  if (self->next.whole == NULL || self->width != width || self->height != height) {
    forget_nodes (self);
    forget_pictures (self);
    self->width = width;
    self->height = height;
    g_ptr_array_set_size (self->nodes, n_columns (self) * n_rows (self));
    picture_init (&self->shown, self);
    picture_init (&self->next, self);
  }
  return self->next.whole;
}

static guint8 *
get_row (cairo_surface_t *surface, const Tile *tile, int row) {
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);

  return cairo_image_surface_get_data (surface) + stride * (gsize) (tile->y + row) + (gsize) tile->x * 4;
}

static gboolean
is_changed (AppFrame *self, const Tile *tile) {
  gsize length = (gsize) tile->width * 4;

  for (int row = 0; row < tile->height; row++)
    if (memcmp (get_row (self->next.whole, tile, row), get_row (self->shown.whole, tile, row), length) != 0)
      return TRUE;
  return FALSE;
}

/* A node of one painted image, not a texture: GTK 4.8 takes 22 ms to give 1920x1080 pixels of a texture to cairo. */
static GskRenderNode *
tile_node_new (AppFrame *self, guint number, int scale) {
  const Tile place = get_tile (self, number), *tile = &place;
  const graphene_rect_t bounds =
      GRAPHENE_RECT_INIT ((float) tile->x / (float) scale, (float) tile->y / (float) scale,
                          (float) tile->width / (float) scale, (float) tile->height / (float) scale);
  GskRenderNode *node = gsk_cairo_node_new (&bounds);
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  cairo_scale (cr, 1.0 / scale, 1.0 / scale);
  cairo_set_source_surface (cr, self->shown.tiles->pdata[number], tile->x, tile->y);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_destroy (cr);
  return node;
}

void
app_frame_end (AppFrame *self) {
  cairo_surface_flush (self->next.whole);
  for (guint i = 0; i < self->nodes->len; i++) {
    Tile tile = get_tile (self, i);
    if (self->nodes->pdata[i] != NULL && is_changed (self, &tile))
      g_clear_pointer (&self->nodes->pdata[i], gsk_render_node_unref);
  }
  Picture drawn = self->next;
  self->next = self->shown;
  self->shown = drawn;
}

void
app_frame_snapshot (AppFrame *self, GtkSnapshot *snapshot, int scale) {
  if (self->scale != scale)
    forget_nodes (self);
  self->scale = scale;
  for (guint i = 0; self->shown.whole != NULL && i < self->nodes->len; i++) {
    if (self->nodes->pdata[i] == NULL)
      self->nodes->pdata[i] = tile_node_new (self, i, scale);
    gtk_snapshot_append_node (snapshot, self->nodes->pdata[i]);
  }
}
