/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SVG: the loader draws whatever a document asks for, and 2 kB of references to references to references
 * can ask for more than anybody waits for. So the document is read as a graph of elements, with an edge
 * from each element to what is drawn with it, and refused if there is a cycle, too much in all, or
 * something whose cost cannot be told. */
#include "engine-image-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_BYTES     (4 * 1000 * 1000)
#define MAX_DEPTH     200 /* of elements in elements and references to references: the loader calls itself */
#define MAX_SHAPES    30000 /* of these, engine-image-load.c draws each with 128x128 pixels */
#define MAX_VERTICES  500000
#define MAX_SELECTORS 1e7 /* rules of the style sheet that are held against elements */
#define FILTER_COST   20  /* of a filter's step, in shapes that cover as much */

/* How what an edge leads to adds to what it comes from. */
typedef enum {
  EDGE_CONTENT, /* drawn with it: a child, what <use> copies */
  EDGE_ONCE,    /* drawn once for all of it: a clip path, a mask, a filter */
  EDGE_PAINT,   /* may be drawn for each shape in it: a pattern */
  EDGE_MARKER,  /* may be drawn for each vertex in it */
} EdgeKind;

typedef struct {
  int first_edge; /* -1 for none */
  gboolean is_added_up;
  gboolean is_gradient;
  double shapes, vertices;
} Node;

typedef struct {
  int next_edge;
  EdgeKind kind;
  int node;       /* -1 where `id` names it */
  const char *id; /* in Svg.strings */
} Edge;

typedef struct {
  const char *name;
  GArray *nodes, *edges;
  GArray *open;    /* indices of the nodes that the reader is in */
  GHashTable *ids; /* char* in `strings` -> index of the node + 1 */
  GStringChunk *strings;
  GString *style_sheet; /* the text of all of them */
  int n_styles;         /* how many <style> the reader is in */
  GError *error;        /* about a declaration */
} Svg;

/* Steps of filters whose time is bounded by the size of the picture; the others' parameters multiply it. */
static const char *const cheap_filters[] = {
  "feBlend",        "feColorMatrix", "feComponentTransfer",
  "feComposite",    "feDropShadow",  "feFlood",
  "feGaussianBlur", "feMerge",       "feMergeNode",
  "feOffset",       "feFuncR",       "feFuncG",
  "feFuncB",        "feFuncA",       NULL,
};

/* They bring in other files, or other pictures with faults of their own. */
static const char *const refused_elements[] = { "image", "include", NULL };

static const char *const gradients[] = { "linearGradient", "radialGradient", NULL };

/* Those whose `href` is drawn. A link's or an animation's is not. */
static const char *const referring_elements[] = { "use",  "pattern", "linearGradient", "radialGradient",
                                                  "tref", NULL };

/* Attributes that are not inherited. */
static const char *const once_attributes[] = { "clip-path", "mask", "filter", NULL };

static const char *const encodings[] = { "utf-8", "us-ascii", "iso-8859-1", NULL };

static gboolean
refuse_feature (const Svg *svg, const char *feature, GError **error) {
  g_set_error (error, ENGINE_ERROR, ENGINE_ERROR_UNSUPPORTED,
               _ ("%s: “%s” in this drawing is not read; save the drawing as PNG"), svg->name, feature);
  return FALSE;
}

static gboolean
refuse_intricate (const Svg *svg, GError **error) {
  return engine_image_refuse (error, ENGINE_ERROR_TOO_LARGE, svg->name,
                              _ ("the drawing is too intricate; save it as PNG"));
}

/* The name without the prefix of its namespace. */
static const char *
local_name (const char *name) {
  const char *colon = strrchr (name, ':');

  return colon ? colon + 1 : name;
}

static const char *
find_ignoring_case (const char *text, const char *what) {
  gsize length = strlen (what);

  for (; *text; text++) {
    if (g_ascii_strncasecmp (text, what, length) == 0)
      return text;
  }
  return NULL;
}

static void
add_edge (Svg *svg, int from, EdgeKind kind, int node, const char *id) {
  Node *start = &g_array_index (svg->nodes, Node, from);
  Edge edge = { start->first_edge, kind, node, id };

  start->first_edge = (int) svg->edges->len;
  g_array_append_val (svg->edges, edge);
}

/* "#id" is within the document; anything else with a "#" is in another one, and without it the loader
 * looks for nothing. */
static gboolean
add_reference (Svg *svg, int from, EdgeKind kind, const char *text, gsize length, GError **error) {
  g_autofree char *reference = g_strstrip (g_strndup (text, length));

  if (!strchr (reference, '#'))
    return TRUE;
  if (reference[0] != '#' || strpbrk (reference, "%\\"))
    return refuse_feature (svg, reference, error);
  add_edge (svg, from, kind, -1, g_string_chunk_insert_const (svg->strings, reference + 1));
  return TRUE;
}

/* Each url(…) of an attribute or style sheet. */
static gboolean
add_urls (Svg *svg, int from, EdgeKind kind, const char *text, GError **error) {
  while ((text = find_ignoring_case (text, "url("))) {
    gsize length;

    text += strlen ("url(");
    text += strspn (text, " \t\r\n\"'");
    length = strcspn (text, ")\"'");
    if (!add_reference (svg, from, kind, text, length, error))
      return FALSE;
    text += length;
  }
  return TRUE;
}

static gboolean
add_attribute (Svg *svg, int node, const char *element, const char *name, const char *value, GError **error) {
  const char *local = local_name (name);
  EdgeKind kind = EDGE_PAINT;

  if (strcmp (name, "id") == 0) {
    const char *id = g_string_chunk_insert_const (svg->strings, value);

    if (!g_hash_table_contains (svg->ids, id)) /* the first of several counts, as it does for the loader */
      g_hash_table_insert (svg->ids, (gpointer) id, GINT_TO_POINTER (node + 1));
    return TRUE;
  }
  if (strcmp (local, "href") == 0 && g_strv_contains (referring_elements, element))
    return add_reference (svg, node, EDGE_CONTENT, value, strlen (value), error);
  if (strcmp (local, "d") == 0 || strcmp (local, "points") == 0)
    g_array_index (svg->nodes, Node, node).vertices += (double) strlen (value) / 2;

  if (g_strv_contains (once_attributes, local))
    kind = EDGE_ONCE;
  else if (find_ignoring_case (local, "marker") || find_ignoring_case (value, "marker"))
    kind = EDGE_MARKER;
  if (strcmp (local, "style") == 0 && strchr (value, '\\'))
    return refuse_feature (svg, "\\", error); /* it may spell what is looked for in another way */
  return add_urls (svg, node, kind, value, error);
}

static gboolean
check_element (const Svg *svg, const char *element, GError **error) {
  if (svg->nodes->len == 0 && strcmp (element, "svg") != 0)
    return engine_image_refuse_unknown (error, svg->name);
  if (g_strv_contains (refused_elements, element)
      || (g_str_has_prefix (element, "fe") && !g_strv_contains (cheap_filters, element)))
    return refuse_feature (svg, element, error);
  return TRUE;
}

static void
start_element_cb (GMarkupParseContext *context, const char *name, const char **attributes,
                  const char **values, gpointer data, GError **error) {
  Svg *svg = data;
  const char *element = local_name (name);
  int index = (int) svg->nodes->len;
  Node node = { .first_edge = -1, .shapes = 1, .vertices = 1 };

  if (!check_element (svg, element, error))
    return;
  if (g_str_has_prefix (element, "fe"))
    node.shapes = FILTER_COST;
  node.is_gradient = g_strv_contains (gradients, element);
  g_array_append_val (svg->nodes, node);
  if (svg->open->len > 0)
    add_edge (svg, g_array_index (svg->open, int, svg->open->len - 1), EDGE_CONTENT, index, NULL);
  g_array_append_val (svg->open, index);
  svg->n_styles += strcmp (element, "style") == 0;

  for (int i = 0; attributes[i]; i++) {
    if (!add_attribute (svg, index, element, attributes[i], values[i], error))
      return;
  }
}

static void
end_element_cb (GMarkupParseContext *context, const char *name, gpointer data, GError **error) {
  Svg *svg = data;

  g_array_set_size (svg->open, svg->open->len - 1);
  svg->n_styles -= strcmp (local_name (name), "style") == 0;
}

static void
text_cb (GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error) {
  Svg *svg = data;

  if (svg->n_styles > 0)
    g_string_append_len (svg->style_sheet, text, (gssize) length);
}

/* Declarations can make the loader read another text than this reader. The first that would is kept: the
 * parser does not stop here for an error. */
static void
passthrough_cb (GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error) {
  Svg *svg = data;
  g_autofree char *declaration = g_strndup (text, length);
  g_autofree char *encoding = NULL;
  const char *found;

  if (svg->error)
    return;
  if (g_str_has_prefix (declaration, "<!DOCTYPE") && strchr (declaration, '['))
    refuse_feature (svg, "<!ENTITY", &svg->error);
  else if (g_str_has_prefix (declaration, "<?xml-stylesheet"))
    refuse_feature (svg, "<?xml-stylesheet", &svg->error);
  else if (g_str_has_prefix (declaration, "<?xml") && (found = strstr (declaration, "encoding"))) {
    found += strlen ("encoding");
    found += strspn (found, " \t\r\n=\"'");
    encoding = g_ascii_strdown (found, (gssize) strcspn (found, "\"'"));
    if (!g_strv_contains (encodings, encoding))
      refuse_feature (svg, encoding, &svg->error);
  }
}

static gboolean add_up (Svg *svg, int index, int depth, GError **error);

/* The node that an edge leads to, added up; -1 where there is none. */
static gboolean
follow (Svg *svg, const Edge *edge, int depth, int *index, GError **error) {
  *index = edge->node;
  if (edge->id)
    *index = GPOINTER_TO_INT (g_hash_table_lookup (svg->ids, edge->id)) - 1;
  return *index < 0 || add_up (svg, *index, depth + 1, error);
}

/* Sets how many shapes and vertices are drawn with a node, counting those that its paints and markers may
 * draw. */
static gboolean
add_up (Svg *svg, int index, int depth, GError **error) {
  Node *node = &g_array_index (svg->nodes, Node, index);
  double once = 0, paint = 0, marker = 0;

  if (node->is_added_up)
    return TRUE;
  if (depth > MAX_DEPTH) /* or there is a cycle */
    return refuse_intricate (svg, error);

  for (int i = node->first_edge; i >= 0; i = g_array_index (svg->edges, Edge, i).next_edge) {
    const Edge *edge = &g_array_index (svg->edges, Edge, i);
    const Node *other;
    int other_index;

    if (!follow (svg, edge, depth, &other_index, error))
      return FALSE;
    if (other_index < 0)
      continue;
    other = &g_array_index (svg->nodes, Node, other_index);
    node->shapes += edge->kind == EDGE_CONTENT ? other->shapes : 0;
    node->vertices += edge->kind == EDGE_CONTENT ? other->vertices : 0;
    once += edge->kind == EDGE_ONCE ? other->shapes : 0;
    paint += edge->kind == EDGE_PAINT && !other->is_gradient ? other->shapes : 0;
    marker += edge->kind == EDGE_MARKER && !other->is_gradient ? other->shapes : 0;
  }
  node->shapes += node->shapes * paint + node->vertices * marker + once;
  node->is_added_up = TRUE;
  return TRUE;
}

/* A style sheet's references may be those of any element, also of those that they lead to. */
static gboolean
add_up_style_sheet (Svg *svg, double *shapes, GError **error) {
  Node style = { .first_edge = -1 };
  int index = (int) svg->nodes->len;

  if (find_ignoring_case (svg->style_sheet->str, "@import"))
    return refuse_feature (svg, "@import", error);
  if (strchr (svg->style_sheet->str, '\\'))
    return refuse_feature (svg, "\\", error);

  g_array_append_val (svg->nodes, style);
  if (!add_urls (svg, index, EDGE_PAINT, svg->style_sheet->str, error))
    return FALSE;
  for (int i = g_array_index (svg->nodes, Node, index).first_edge; i >= 0;) {
    const Edge *edge = &g_array_index (svg->edges, Edge, i);
    int other;

    if (!follow (svg, edge, 0, &other, error))
      return FALSE;
    if (other >= 0 && !g_array_index (svg->nodes, Node, other).is_gradient)
      *shapes *= 1 + g_array_index (svg->nodes, Node, other).shapes;
    i = edge->next_edge;
  }
  return TRUE;
}

static double
count_rules (const Svg *svg) {
  double n = 0;

  for (const char *brace = svg->style_sheet->str; (brace = strchr (brace, '{')); brace++)
    n++;
  return n;
}

static gboolean
measure (Svg *svg, EngineImageHeader *header, GError **error) {
  double n_elements = svg->nodes->len;
  double shapes, vertices;

  if (!add_up (svg, 0, 0, error))
    return FALSE;
  shapes = g_array_index (svg->nodes, Node, 0).shapes;
  vertices = g_array_index (svg->nodes, Node, 0).vertices;
  if (find_ignoring_case (svg->style_sheet->str, "marker"))
    shapes = MAX (shapes, vertices);
  if (!add_up_style_sheet (svg, &shapes, error))
    return FALSE;

  if (shapes > MAX_SHAPES || vertices > MAX_VERTICES || count_rules (svg) * n_elements > MAX_SELECTORS)
    return refuse_intricate (svg, error);
  header->shapes = (gint64) shapes;
  return TRUE;
}

static gboolean
parse (Svg *svg, EngineSpan text, GError **error) {
  static const GMarkupParser parser = { start_element_cb, end_element_cb, text_cb, passthrough_cb, NULL };
  g_autoptr (GMarkupParseContext) context =
      g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, svg, NULL);
  g_autoptr (GError) cause = NULL;
  gboolean is_parsed;

  /* The parser would find that too, but goes on where it does so in a comment or declaration. */
  if (!g_utf8_validate_len ((const char *) text.data, text.length, NULL))
    return engine_image_refuse_damaged (error, svg->name);
  is_parsed = g_markup_parse_context_parse (context, (const char *) text.data, (gssize) text.length, &cause);

  if (svg->error) {
    g_propagate_error (error, g_steal_pointer (&svg->error));
    return FALSE;
  }
  if (is_parsed)
    return (g_markup_parse_context_end_parse (context, NULL) && svg->nodes->len > 0)
           || engine_image_refuse_truncated (error, svg->name);
  if (cause->domain != ENGINE_ERROR)
    return engine_image_refuse_damaged (error, svg->name);
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

gboolean
engine_image_read_svg (EngineImageHeader *self, GBytes *file, const char *name, GError **error) {
  EngineSpan text = engine_span_of_bytes (file);
  gsize mark = engine_span_matches (&text, 0, "\xef\xbb\xbf", 3) ? 3 : 0;
  Svg svg = { .name = name };
  gboolean is_sound;

  if (text.length > MAX_BYTES)
    return refuse_intricate (&svg, error);
  svg.nodes = g_array_new (FALSE, FALSE, sizeof (Node));
  svg.edges = g_array_new (FALSE, FALSE, sizeof (Edge));
  svg.open = g_array_new (FALSE, FALSE, sizeof (int));
  svg.ids = g_hash_table_new (g_str_hash, g_str_equal);
  svg.strings = g_string_chunk_new (4096);
  svg.style_sheet = g_string_new (NULL);

  is_sound = parse (&svg, (EngineSpan){ text.data + mark, text.length - mark }, error)
             && measure (&svg, self, error);

  g_array_unref (svg.nodes);
  g_array_unref (svg.edges);
  g_array_unref (svg.open);
  g_hash_table_unref (svg.ids);
  g_string_chunk_free (svg.strings);
  g_string_free (svg.style_sheet, TRUE);
  return is_sound;
}
