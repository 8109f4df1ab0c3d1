/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything is drawn into memory first, so that a file is written whole or not at all. */
#include "export-picture.h"

#include "engine-file.h"
#include "export-error.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>

#define SIZE_MIN 160
#define SIZE_MAX 16384

typedef cairo_surface_t *(*MakeSurface) (GByteArray *bytes, int width, int height);

static cairo_status_t
append_cb (void *closure, const unsigned char *data, unsigned int length) {
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
make_png (GByteArray *bytes, int width, int height) {
  return cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
}

static cairo_surface_t *
make_svg (GByteArray *bytes, int width, int height) {
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (append_cb, bytes, width, height);

  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
  return surface;
}

static cairo_surface_t *
make_pdf (GByteArray *bytes, int width, int height) {
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_cb, bytes, width, height);

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Nine Weights " NINE_WEIGHTS_VERSION);
  return surface;
}

static MakeSurface
kind_of (const char *path, GError **error) {
  static const struct {
    const char *ending;
    MakeSurface make;
  } kinds[] = { { ".png", make_png }, { ".svg", make_svg }, { ".pdf", make_pdf } };
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_suffix (lower, kinds[i].ending))
      return kinds[i].make;
  g_autofree char *name = g_filename_display_name (path);
  g_set_error (
      error, EXPORT_ERROR, EXPORT_ERROR_KIND,
      _ ("%s: the name’s ending tells no kind of picture; choose a name that ends in .png, .svg or .pdf"),
      name);
  return NULL;
}

static gboolean
check_size (int width, int height, GError **error) {
  if (MIN (width, height) >= SIZE_MIN && MAX (width, height) <= SIZE_MAX)
    return TRUE;
  g_set_error (error, EXPORT_ERROR, EXPORT_ERROR_SIZE,
               _ ("size: %dx%d cannot be drawn; choose from %dx%d to %dx%d"), width, height, SIZE_MIN,
               SIZE_MIN, SIZE_MAX, SIZE_MAX);
  return FALSE;
}

/* What became of the drawing. */
static cairo_status_t
draw_page (cairo_surface_t *surface, const LessonState *state, const DrawStyle *style, int width, int height,
           DrawCache *cache) {
  /* Even where a window that is in a hurry has put it off. */
  if (state->scene->kind == LESSON_SCENE_PHOTO)
    lesson_response_finish (state->parameters->photo_response);
  g_autoptr (DrawLayout) layout = draw_layout_new (state, width, height);
  cairo_t *cr = cairo_create (surface);

  draw_scene (cr, state, layout, style, NULL, cache);
  cairo_status_t status = cairo_status (cr);
  cairo_destroy (cr);
  return status;
}

/* Ends the surface and puts its bytes into the file. */
static gboolean
write_surface (cairo_surface_t *surface, cairo_status_t drawn, GByteArray *bytes, const char *path,
               GError **error) {
  cairo_status_t status = drawn != CAIRO_STATUS_SUCCESS ? drawn : cairo_surface_status (surface);

  if (status == CAIRO_STATUS_SUCCESS && cairo_surface_get_type (surface) == CAIRO_SURFACE_TYPE_IMAGE)
    status = cairo_surface_write_to_png_stream (surface, append_cb, bytes);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return engine_file_write (path, bytes->data, bytes->len, error);
  g_autofree char *name = g_filename_display_name (path);
  g_set_error (error, EXPORT_ERROR, EXPORT_ERROR_DRAW, _ ("%s: cannot be drawn (%s); try a smaller size"),
               name, cairo_status_to_string (status));
  return FALSE;
}

gboolean
export_picture (const LessonState *state, const DrawStyle *style, int width, int height, const char *path,
                GError **error) {
  MakeSurface make = kind_of (path, error);

  if (make == NULL || !check_size (width, height, error))
    return FALSE;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface = make (bytes, width, height);
  cairo_status_t drawn = draw_page (surface, state, style, width, height, NULL);
  gboolean written = write_surface (surface, drawn, bytes, path, error);
  cairo_surface_destroy (surface);
  return written;
}

/* A page each step, and a line in the outline for each scene. */
static cairo_status_t
draw_scene_pages (cairo_surface_t *surface, Lesson *lesson, guint scene, LessonParameters *parameters,
                  const DrawStyle *style, int width, int height, int *page, DrawCache *cache) {
  g_autoptr (LessonTimeline) timeline = lesson_timeline_new (lesson, scene, parameters);

  cairo_status_t drawn = CAIRO_STATUS_SUCCESS;
  for (guint step = 0; drawn == CAIRO_STATUS_SUCCESS && step < lesson->scenes[scene].n_steps; step++) {
    g_autoptr (LessonState) state =
        lesson_timeline_state_at (timeline, lesson_timeline_step_end (timeline, step));
    g_autofree char *link = g_strdup_printf ("page=%d pos=[0 0]", ++*page);
    drawn = draw_page (surface, state, style, width, height, cache);
    if (step == 0)
      cairo_pdf_surface_add_outline (surface, CAIRO_PDF_OUTLINE_ROOT, lesson->scenes[scene].title, link,
                                     CAIRO_PDF_OUTLINE_FLAG_OPEN);
    cairo_surface_show_page (surface);
  }
  return drawn;
}

gboolean
export_lesson (Lesson *lesson, LessonParameters *parameters, const DrawStyle *style, int width, int height,
               const char *path, GError **error) {
  MakeSurface make = kind_of (path, error);

  if (make == NULL || !check_size (width, height, error))
    return FALSE;
  if (make != make_pdf) {
    g_autofree char *name = g_filename_display_name (path);
    g_set_error (error, EXPORT_ERROR, EXPORT_ERROR_KIND,
                 _ ("%s: a whole lesson has many pages; choose a name that ends in .pdf"), name);
    return FALSE;
  }
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (DrawCache) cache = draw_cache_new ();
  cairo_surface_t *surface = make (bytes, width, height);
  int page = 0;
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, lesson->title);
  cairo_status_t drawn = CAIRO_STATUS_SUCCESS;
  for (guint scene = 0; drawn == CAIRO_STATUS_SUCCESS && scene < lesson->n_scenes; scene++)
    drawn = draw_scene_pages (surface, lesson, scene, parameters, style, width, height, &page, cache);
  gboolean written = write_surface (surface, drawn, bytes, path, error);
  cairo_surface_destroy (surface);
  return written;
}
