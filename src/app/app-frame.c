/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-frame.h"

#include <string.h>

/* Measured at 1920x1080 with both renderers: smaller ones cost more in nodes than they save in pixels. */
#define TILE 128 /* device pixels */

struct _AppFrame {
  cairo_surface_t *shown; /* what the nodes show */
  cairo_surface_t *next;  /* what is drawn */
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

static void
forget_surfaces (AppFrame *self) {
  g_clear_pointer (&self->shown, cairo_surface_destroy);
  g_clear_pointer (&self->next, cairo_surface_destroy);
}

void
app_frame_free (AppFrame *self) {
  forget_nodes (self);
  forget_surfaces (self);
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

cairo_surface_t *
app_frame_begin (AppFrame *self, int width, int height) {
  if (self->next == NULL || self->width != width || self->height != height) {
    forget_nodes (self);
    forget_surfaces (self);
    self->width = width;
    self->height = height;
    self->shown = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
    self->next = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
    g_ptr_array_set_size (self->nodes, n_columns (self) * n_rows (self));
  }
  return self->next;
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
    if (memcmp (get_row (self->next, tile, row), get_row (self->shown, tile, row), length) != 0)
      return TRUE;
  return FALSE;
}

/* A copy, which the node then has to itself: the frame's surfaces go on to other pictures. */
static cairo_surface_t *
copy_tile (AppFrame *self, const Tile *tile) {
  const Tile origin = { 0, 0, tile->width, tile->height };
  cairo_surface_t *copy = cairo_image_surface_create (CAIRO_FORMAT_RGB24, tile->width, tile->height);

  if (cairo_surface_status (copy) == CAIRO_STATUS_SUCCESS)
    for (int row = 0; row < tile->height; row++)
      memcpy (get_row (copy, &origin, row), get_row (self->shown, tile, row), (gsize) tile->width * 4);
  cairo_surface_mark_dirty (copy);
  return copy;
}

/* A node of one painted image, not a texture: GTK 4.8 takes 22 ms to give 1920x1080 pixels of a texture to cairo. */
static GskRenderNode *
tile_node_new (AppFrame *self, const Tile *tile, int scale) {
  const graphene_rect_t bounds =
      GRAPHENE_RECT_INIT ((float) tile->x / (float) scale, (float) tile->y / (float) scale,
                          (float) tile->width / (float) scale, (float) tile->height / (float) scale);
  GskRenderNode *node = gsk_cairo_node_new (&bounds);
  cairo_surface_t *pixels = copy_tile (self, tile);
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  cairo_scale (cr, 1.0 / scale, 1.0 / scale);
  cairo_set_source_surface (cr, pixels, tile->x, tile->y);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (pixels);
  return node;
}

void
app_frame_end (AppFrame *self) {
  cairo_surface_flush (self->next);
  for (guint i = 0; i < self->nodes->len; i++) {
    Tile tile = get_tile (self, i);
    if (self->nodes->pdata[i] != NULL && is_changed (self, &tile))
      g_clear_pointer (&self->nodes->pdata[i], gsk_render_node_unref);
  }
  cairo_surface_t *drawn = self->next;
  self->next = self->shown;
  self->shown = drawn;
}

void
app_frame_snapshot (AppFrame *self, GtkSnapshot *snapshot, int scale) {
  if (self->scale != scale)
    forget_nodes (self);
  self->scale = scale;
  for (guint i = 0; self->shown != NULL && i < self->nodes->len; i++) {
    Tile tile = get_tile (self, i);
    if (self->nodes->pdata[i] == NULL)
      self->nodes->pdata[i] = tile_node_new (self, &tile, scale);
    gtk_snapshot_append_node (snapshot, self->nodes->pdata[i]);
  }
}
