/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* memfd_create() */
#include "engine-image.h"

#include "engine-file.h"
#include "engine-image-private.h"

#include <errno.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* As many bytes as the largest picture takes without compression, and some for what comes before it. */
#define MAX_FILE_SIZE (8 * (gsize) ENGINE_IMAGE_MAX_PIXELS + 64 * 1000 * 1000)
#define SLICE         65536

/* How many pixels an SVG may make the loader paint, if each of its shapes covers all of it: seconds of
 * work at the worst. One that would take more is drawn smaller. */
#define MAX_SVG_PAINTED 5e8

static const struct {
  const char *label;  /* for messages */
  const char *loader; /* as gdk-pixbuf calls it */
} types[ENGINE_IMAGE_N_TYPES] = {
  [ENGINE_IMAGE_PNG] = { "PNG", "png" }, [ENGINE_IMAGE_JPEG] = { "JPEG", "jpeg" },
  [ENGINE_IMAGE_GIF] = { "GIF", "gif" }, [ENGINE_IMAGE_TIFF] = { "TIFF", "tiff" },
  [ENGINE_IMAGE_BMP] = { "BMP", "bmp" }, [ENGINE_IMAGE_WEBP] = { "WebP", "webp" },
  [ENGINE_IMAGE_SVG] = { "SVG", "svg" },
};

/* Of one that is decoded incrementally. */
typedef struct {
  const EngineImageHeader *header;
  const char *name;
  GCancellable *cancellable;
  int rows_done;
  GError *error; /* the size that only the loader can tell is refused */
} Loading;

static gboolean
check_loader (EngineImageType type, const char *name, GError **error) {
  g_autoptr (GSList) formats = gdk_pixbuf_get_formats ();

  for (GSList *i = formats; i; i = i->next) {
    g_autofree char *loader = gdk_pixbuf_format_get_name (i->data);

    if (g_str_equal (loader, types[type].loader) && !gdk_pixbuf_format_is_disabled (i->data))
      return TRUE;
  }
  g_set_error (error, ENGINE_ERROR, ENGINE_ERROR_UNSUPPORTED,
               _ ("%s: this system has no loader for %s pictures; install one or save the picture as PNG"),
               name, types[type].label);
  return FALSE;
}

/* What the loaders say names a file that nobody knows, so only the kind of their error is kept. */
static void
set_decoding_error (GError **error, const char *name, const GError *cause) {
  if (g_error_matches (cause, GDK_PIXBUF_ERROR, GDK_PIXBUF_ERROR_INSUFFICIENT_MEMORY))
    engine_image_refuse_memory (error, name);
  else
    engine_image_refuse_damaged (error, name);
}

static gboolean
write_all (int fd, EngineSpan span) {
  while (span.length > 0) {
    gssize count = write (fd, span.data, span.length);

    if (count < 0 && errno != EINTR)
      return FALSE;
    span.data += MAX (count, 0);
    span.length -= MAX (count, 0);
  }
  return TRUE;
}

/* The file is one in memory, so that what was looked at is what is decoded, whoever may write to the
 * picture meanwhile. The incremental loaders of JPEG and GIF can take for ever, and that of PNG accepts
 * too few rows. */
static GdkPixbuf *
decode_from_file (const EngineImageHeader *header, const char *name, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autofree char *path = NULL;
  GdkPixbuf *pixbuf = NULL;
  int fd = memfd_create ("picture", MFD_CLOEXEC);

  if (fd < 0 || !write_all (fd, engine_span_of_bytes (header->data))) {
    engine_image_refuse_memory (error, name);
  } else {
    path = g_strdup_printf ("/proc/self/fd/%d", fd);
    pixbuf = gdk_pixbuf_new_from_file (path, &cause);
    if (!pixbuf)
      set_decoding_error (error, name, cause);
  }
  if (fd >= 0)
    close (fd);
  return pixbuf;
}

/* The size of an SVG is known only now. At zero by zero the loader stops without drawing. */
static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, Loading *loading) {
  double scale;

  if (loading->header->type != ENGINE_IMAGE_SVG)
    return;
  if (loading->error || g_cancellable_is_cancelled (loading->cancellable)
      || !engine_image_check_size (width, height, loading->name, &loading->error)) {
    gdk_pixbuf_loader_set_size (loader, 0, 0);
    return;
  }

  scale = sqrt (MAX_SVG_PAINTED / ((double) width * height * (double) loading->header->shapes));
  if (scale < 1)
    gdk_pixbuf_loader_set_size (loader, MAX ((int) (scale * width), 1), MAX ((int) (scale * height), 1));
}

static void
area_updated_cb (GdkPixbufLoader *loader, int x, int y, int width, int height, Loading *loading) {
  loading->rows_done = MAX (loading->rows_done, y + height);
}

static gboolean
feed (GdkPixbufLoader *loader, const Loading *loading, GError **error) {
  EngineSpan span = engine_span_of_bytes (loading->header->data);

  for (gsize offset = 0; offset < span.length; offset += SLICE) {
    if (g_cancellable_is_cancelled (loading->cancellable))
      return FALSE;
    if (!gdk_pixbuf_loader_write (loader, span.data + offset, MIN (SLICE, span.length - offset), error))
      return FALSE;
  }
  /* The loader of WebP is content with too few rows, and leaves the rest undefined. */
  return loading->header->type != ENGINE_IMAGE_WEBP || loading->rows_done >= loading->header->height;
}

/* WebP and SVG, which are only loaded so. */
static GdkPixbuf *
decode_incrementally (Loading *loading, GError **error) {
  g_autoptr (GdkPixbufLoader) loader = NULL;
  g_autoptr (GError) cause = NULL;
  gboolean is_fed, is_closed;

  loader = gdk_pixbuf_loader_new_with_type (types[loading->header->type].loader, &cause);
  if (!loader) {
    set_decoding_error (error, loading->name, cause);
    return NULL;
  }
  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), loading);
  g_signal_connect (loader, "area-updated", G_CALLBACK (area_updated_cb), loading);
  is_fed = feed (loader, loading, &cause);
  is_closed = gdk_pixbuf_loader_close (loader, is_fed ? &cause : NULL);

  if (g_cancellable_set_error_if_cancelled (loading->cancellable, error))
    return NULL;
  if (loading->error) {
    g_propagate_error (error, g_steal_pointer (&loading->error));
    return NULL;
  }
  if (is_fed && is_closed && gdk_pixbuf_loader_get_pixbuf (loader))
    return g_object_ref (gdk_pixbuf_loader_get_pixbuf (loader));
  set_decoding_error (error, loading->name, cause);
  return NULL;
}

static GdkPixbuf *
decode (const EngineImageHeader *header, const char *name, GCancellable *cancellable, GError **error) {
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  Loading loading = { .header = header, .name = name, .cancellable = cancellable };

  if (header->type == ENGINE_IMAGE_SVG || header->type == ENGINE_IMAGE_WEBP)
    pixbuf = decode_incrementally (&loading, error);
  else
    pixbuf = decode_from_file (header, name, error);
  if (!pixbuf)
    return NULL;

  if (header->type != ENGINE_IMAGE_SVG
      && (gdk_pixbuf_get_width (pixbuf) != header->width
          || gdk_pixbuf_get_height (pixbuf) != header->height)) {
    engine_image_refuse_damaged (error, name);
    return NULL;
  }
  return g_steal_pointer (&pixbuf);
}

static guint
find_orientation (const EngineImageHeader *header, GdkPixbuf *pixbuf) {
  const char *option = gdk_pixbuf_get_option (pixbuf, "orientation");
  guint64 orientation;

  if (header->orientation > 0)
    return header->orientation;
  return option && g_ascii_string_to_unsigned (option, 10, 1, 8, &orientation, NULL) ? (guint) orientation
                                                                                     : 1;
}

static void
lay_on_white (guint8 *to, const guint8 *from, gboolean premultiplied) {
  guint alpha = from[3];

  for (int i = 0; i < 3; i++) {
    if (premultiplied)
      to[i] = (guint8) MIN (from[i] + 255 - alpha, 255);
    else
      to[i] = (guint8) ((from[i] * alpha + 255 * (255 - alpha) + 127) / 255);
  }
}

/* Turned as EXIF says: 2 to 4 mirror the rows, the columns or both, and 5 to 8 are 1 to 4 with rows for
 * columns. The walk over the stored pixels begins in the corner that comes out at the top left. */
static EngineImage *
pixbuf_to_image (GdkPixbuf *pixbuf, guint orientation, gboolean premultiplied, const char *name,
                 GError **error) {
  gint64 width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf);
  gint64 stride = gdk_pixbuf_get_rowstride (pixbuf), channels = gdk_pixbuf_get_n_channels (pixbuf);
  gboolean from_right = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  gboolean from_below = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  gboolean is_transposed = orientation >= 5;
  gint64 step_x = from_right ? -channels : channels, step_y = from_below ? -stride : stride;
  const guint8 *corner = gdk_pixbuf_read_pixels (pixbuf) + (from_right ? (width - 1) * channels : 0)
                         + (from_below ? (height - 1) * stride : 0);
  EngineImage *image =
      engine_image_new (is_transposed ? height : width, is_transposed ? width : height, name, error);
  guint8 *to;

  if (!image)
    return NULL;
  to = image->pixels;
  for (gint64 y = 0; y < image->height; y++) {
    for (gint64 x = 0; x < image->width; x++, to += 3) {
      const guint8 *from = corner + (is_transposed ? x * step_y + y * step_x : y * step_y + x * step_x);

      if (channels == 4)
        lay_on_white (to, from, premultiplied);
      else
        memcpy (to, from, 3);
    }
  }
  return image;
}

EngineImage *
engine_image_load (const char *path, GCancellable *cancellable, GError **error) {
  g_autofree char *name = g_filename_display_name (path);
  g_auto (EngineImageHeader) header = { 0 };
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GdkPixbuf) pixbuf = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  file = engine_file_read (path, MAX_FILE_SIZE, error);
  if (!file || !engine_image_header_read (&header, file, name, error)
      || !check_loader (header.type, name, error))
    return NULL;
  g_clear_pointer (&file, g_bytes_unref);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  pixbuf = decode (&header, name, cancellable, error);
  if (!pixbuf || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  engine_image_header_clear (&header);
  return pixbuf_to_image (pixbuf, find_orientation (&header, pixbuf), header.premultiplied, name, error);
}
