/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of text, set once: to find a font's glyphs and their places takes a hundred times as long as to look the line up. They are
 * kept for all pictures that a thread draws, as a jump to any moment needs much the same words. Pango's fonts belong to a thread, and
 * so do these. */
#include "draw-text-layout-private.h"

#include <pango/pangocairo.h>

typedef struct {
  int size, width; /* in Pango's units, of which nothing smaller counts */
  int weight, lines;
  char *text;
} Key;

/* Those found are among the `young`. When these are many they become the old, and the old ones go: never all at once. */
typedef struct {
  PangoContext *context;
  GHashTable *young, *old; /* of PangoLayout, by Key */
} Layouts;

static guint
key_hash (gconstpointer data) {
  const Key *key = data;

  return g_str_hash (key->text) ^ (guint) (key->size * 31 + key->width * 17 + key->weight * 5 + key->lines);
}

static gboolean
key_equal (gconstpointer data, gconstpointer other) {
  const Key *a = data, *b = other;

  return a->size == b->size && a->width == b->width && a->weight == b->weight && a->lines == b->lines
         && g_str_equal (a->text, b->text);
}

static Key *
key_copy (const Key *key) {
  Key *self = g_memdup2 (key, sizeof *key);

  self->text = g_strdup (key->text);
  return self;
}

static void
key_free (gpointer data) {
  Key *key = data;

  g_free (key->text);
  g_free (key);
}

static GHashTable *
new_table (void) {
  return g_hash_table_new_full (key_hash, key_equal, key_free, g_object_unref);
}

static PangoContext *
new_context (void) {
  PangoContext *self = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  /* The same letters at every size and on every machine: outlines as they are drawn, positions not rounded. */
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (self, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (self, FALSE);
  return self;
}

static void
layouts_free (gpointer data) {
  Layouts *self = data;

  g_hash_table_unref (self->young);
  g_hash_table_unref (self->old);
  g_object_unref (self->context);
  g_free (self);
}

static Layouts *
layouts_of_thread (void) {
  static GPrivate kept = G_PRIVATE_INIT (layouts_free);
  Layouts *self = g_private_get (&kept);

  if (self != NULL)
    return self;
  self = g_new (Layouts, 1);
  *self = (Layouts){ new_context (), new_table (), new_table () };
  g_private_set (&kept, self);
  return self;
}

static void
set_font (PangoLayout *layout, int size, int weight) {
  static const PangoWeight weights[] = { PANGO_WEIGHT_NORMAL, PANGO_WEIGHT_MEDIUM, PANGO_WEIGHT_SEMIBOLD };
  PangoFontDescription *font = pango_font_description_new ();
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_font_description_set_family_static (font, "Inter");
  pango_font_description_set_absolute_size (font, size);
  pango_font_description_set_weight (font, weights[weight]);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  /* Digits of equal width, so that running counters stand still. */
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
}

static PangoLayout *
new_layout (PangoContext *context, const Key *key) {
  PangoLayout *self = pango_layout_new (context);

  set_font (self, key->size, key->weight);
  pango_layout_set_text (self, key->text, -1);
  if (key->width == 0)
    return self;
  pango_layout_set_width (self, key->width);
  pango_layout_set_ellipsize (self, key->lines == 1 ? PANGO_ELLIPSIZE_MIDDLE : PANGO_ELLIPSIZE_END);
  /* No more lines than that: a caption must not grow into the picture. */
  if (key->lines > 1)
    pango_layout_set_height (self, -key->lines);
  return self;
}

static void
keep (Layouts *self, Key *key, PangoLayout *layout) {
  if (g_hash_table_size (self->young) >= DRAW_TEXT_LAYOUTS) {
    g_hash_table_unref (self->old);
    self->old = self->young;
    self->young = new_table ();
  }
  g_hash_table_insert (self->young, key, layout);
}

PangoLayout *
draw_text_layout (const char *text, double size, DrawWeight weight, double width, int lines) {
  Layouts *self = layouts_of_thread ();
  const Key wanted = { (int) (size * PANGO_SCALE), MAX (0, (int) (width * PANGO_SCALE)), weight,
                       width > 0 ? lines : 1, (char *) text };
  gpointer key = NULL, layout = g_hash_table_lookup (self->young, &wanted);

  if (layout != NULL)
    return layout;
  if (g_hash_table_steal_extended (self->old, &wanted, &key, &layout)) {
    keep (self, key, layout);
    return layout;
  }
  layout = new_layout (self->context, &wanted);
  keep (self, key_copy (&wanted), layout);
  return layout;
}
