/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export-response.h"

#include "engine-file.h"
#include "engine-npy.h"
#include "export-error.h"

#include <glib/gi18n-lib.h>

#define BAND_ROWS 256

static gboolean
refuse_picture (const char *name, cairo_status_t status, GError **error) {
  g_set_error (error, EXPORT_ERROR, EXPORT_ERROR_DRAW,
               _ ("%s: cannot be made into a picture (%s); save it as .npy, or use a smaller photo"), name,
               cairo_status_to_string (status));
  return FALSE;
}

/* Band by band: the values of a large photo take four times as much memory as the photo. */
static gboolean
paint (cairo_surface_t *surface, const LessonParameters *p, const DrawTone *tone, GError **error) {
  guint8 *pixels = cairo_image_surface_get_data (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  DrawTonePalette palette;

  draw_tone_palette (tone, &palette);
  for (gint64 row = 0; row < p->photo->height; row += BAND_ROWS) {
    gint64 rows = MIN (BAND_ROWS, p->photo->height - row);
    g_autoptr (EngineTensor) values =
        lesson_response_crop (p->photo_response, row, 0, rows, p->photo->width, error);
    if (values == NULL)
      return FALSE;
    draw_tone_paint (&palette, values->data, values->length,
                     (guint32 *) (gpointer) (pixels + stride * (gsize) row));
  }
  cairo_surface_mark_dirty (surface);
  return TRUE;
}

cairo_surface_t *
export_response_picture (const LessonParameters *parameters, const DrawStyle *style, GError **error) {
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) parameters->photo->width,
                                                         (int) parameters->photo->height);
  cairo_status_t status = cairo_surface_status (surface);
  DrawTone tone =
      draw_tone_of_response (style, parameters, lesson_response_scale (parameters->photo_response));

  if (status != CAIRO_STATUS_SUCCESS)
    refuse_picture (_ ("response"), status, error);
  else if (paint (surface, parameters, &tone, error))
    return surface;
  cairo_surface_destroy (surface);
  return NULL;
}

static cairo_status_t
append_cb (void *closure, const unsigned char *data, unsigned int length) {
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static gboolean
save_png (const LessonParameters *parameters, const DrawStyle *style, const char *path, GError **error) {
  cairo_surface_t *surface = export_response_picture (parameters, style, error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  if (surface == NULL)
    return FALSE;
  cairo_status_t status = cairo_surface_write_to_png_stream (surface, append_cb, bytes);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return engine_file_write (path, bytes->data, bytes->len, error);
  g_autofree char *name = g_filename_display_name (path);
  return refuse_picture (name, status, error);
}

static gboolean
save_npy (const LessonParameters *parameters, const char *path, GError **error) {
  g_autoptr (EngineTensor) values = lesson_response_crop (
      parameters->photo_response, 0, 0, parameters->photo->height, parameters->photo->width, error);

  return values != NULL && engine_npy_save (path, values, error);
}

gboolean
export_response (const LessonParameters *parameters, const DrawStyle *style, const char *path,
                 GError **error) {
  g_autofree char *lower = g_ascii_strdown (path, -1);
  g_autofree char *name = g_filename_display_name (path);

  if (g_str_has_suffix (lower, ".png"))
    return save_png (parameters, style, path, error);
  if (g_str_has_suffix (lower, ".npy"))
    return save_npy (parameters, path, error);
  g_set_error (error, EXPORT_ERROR, EXPORT_ERROR_KIND,
               _ ("%s: the name’s ending tells no kind of file; choose a name that ends in .png or .npy"),
               name);
  return FALSE;
}
