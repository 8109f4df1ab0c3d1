/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-thumbnail.h"

#define NEWEST "app-thumbnail-newest" /* of a picture: the cancellable of the request that is under way */

typedef struct {
  char *path;         /* of a file; NULL: */
  EngineImage *image; /* what is there already */
  int size;
} Request;

static void
request_free (gpointer data) {
  Request *self = data;

  g_free (self->path);
  g_clear_pointer (&self->image, engine_image_unref);
  g_free (self);
}

static GdkTexture *
texture_of (GdkPixbuf *pixbuf) {
  g_autoptr (GBytes) bytes = gdk_pixbuf_read_pixel_bytes (pixbuf);

  return gdk_memory_texture_new (gdk_pixbuf_get_width (pixbuf), gdk_pixbuf_get_height (pixbuf),
                                 GDK_MEMORY_R8G8B8, bytes, (gsize) gdk_pixbuf_get_rowstride (pixbuf));
}

static GdkTexture *
texture_of_image (const EngineImage *image, int size) {
  g_autoptr (GdkPixbuf) whole =
      gdk_pixbuf_new_from_data (image->pixels, GDK_COLORSPACE_RGB, FALSE, 8, (int) image->width,
                                (int) image->height, (int) image->width * 3, NULL, NULL);
  double scale = (double) size / (double) MAX (image->width, image->height);
  int width = MAX (1, (int) ((double) image->width * scale + 0.5));
  int height = MAX (1, (int) ((double) image->height * scale + 0.5));
  /* Small pictures show their pixels as they are. */
  GdkInterpType filter = scale > 1 ? GDK_INTERP_NEAREST : GDK_INTERP_BILINEAR;
  g_autoptr (GdkPixbuf) small = gdk_pixbuf_scale_simple (whole, width, height, filter);

  return small != NULL ? texture_of (small) : NULL;
}

static GdkTexture *
texture_of_grid (const EngineTensor *grid, int size) {
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, size, size);
  gint64 side = grid->shape[0];

  if (pixbuf == NULL)
    return NULL;
  guchar *pixels = gdk_pixbuf_get_pixels (pixbuf);
  int stride = gdk_pixbuf_get_rowstride (pixbuf);
  for (int y = 0; y < size; y++)
    for (int x = 0; x < size; x++) {
      float value = grid->data[y * side / size * side + x * side / size];
      memset (pixels + y * stride + x * 3, (int) (CLAMP (value, 0.0f, 1.0f) * 255 + 0.5f), 3);
    }
  return texture_of (pixbuf);
}

static void
make_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  const Request *request = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineImage) image = request->image != NULL
                                      ? engine_image_ref (request->image)
                                      : engine_image_load (request->path, cancellable, &error);

  if (image == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, texture_of_image (image, request->size), g_object_unref);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer data) {
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_task_get_cancellable (G_TASK (result)) != g_object_get_data (source, NEWEST))
    return;
  if (error != NULL)
    g_warning ("%s", error->message);
  else
    gtk_picture_set_paintable (GTK_PICTURE (source), GDK_PAINTABLE (texture));
}

/* What was asked for before is not wanted any more. `next` is taken. */
static void
supersede (GtkPicture *picture, GCancellable *next) {
  GCancellable *before = g_object_get_data (G_OBJECT (picture), NEWEST);

  if (before != NULL)
    g_cancellable_cancel (before);
  g_object_set_data_full (G_OBJECT (picture), NEWEST, next, g_object_unref);
}

/* Takes path and image. */
static void
request (GtkPicture *picture, char *path, EngineImage *image, int size) {
  Request *request = g_new0 (Request, 1);
  GCancellable *cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (picture, cancellable, made_cb, NULL);

  request->path = path;
  request->image = image;
  request->size = size;
  supersede (picture, cancellable);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, make_cb);
}

void
app_thumbnail_show_image (GtkPicture *picture, EngineImage *image, int size) {
  request (picture, NULL, engine_image_ref (image), size);
}

void
app_thumbnail_show_grid (GtkPicture *picture, const EngineTensor *grid, int size) {
  g_autoptr (GdkTexture) texture = texture_of_grid (grid, size);

  supersede (picture, NULL);
  gtk_picture_set_paintable (picture, GDK_PAINTABLE (texture));
}

void
app_thumbnail_load (GtkPicture *picture, const char *path, int size) {
  request (picture, g_strdup (path), NULL, size);
}
