/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libvips as a peer of bench-convolution.c, one thread: a float convolution of an image in memory into memory, nothing cached. */
#include "peer.h"

#include <vips/vips.h>

typedef struct {
  PeerWork work;
  float *input, *weights;
  VipsImage *image, *mask;
  float *result; /* of the last run: vips allocates it; memory that is freed is kept (peer.c) */
} Photo;

static gpointer
prepare (const PeerWork *work) {
  Photo *self = g_new (Photo, 1);

  *self = (Photo){ .work = *work, .input = peer_new_input (work), .weights = peer_new_weights (work) };
  self->image =
      vips_image_new_from_memory (self->input, (gsize) (work->width * work->height) * sizeof (float),
                                  (int) work->width, (int) work->height, 1, VIPS_FORMAT_FLOAT);
  self->mask = vips_image_new_matrix (3, 3);
  for (int i = 0; i < 9; i++)
    *VIPS_MATRIX (self->mask, i % 3, i / 3) = (double) self->weights[i];
  return self;
}

static void
photo_free (gpointer data) {
  Photo *self = data;

  g_object_unref (self->image);
  g_object_unref (self->mask);
  g_free (self->input);
  g_free (self->weights);
  g_free (self->result);
  g_free (self);
}

/* vips_conv() puts a border around; what a valid convolution has is cut out. */
static void
photo_run (gpointer data) {
  Photo *self = data;
  VipsImage *whole = NULL, *valid = NULL;
  gsize size;

  g_clear_pointer (&self->result, g_free);
  if (vips_conv (self->image, &whole, self->mask, "precision", VIPS_PRECISION_FLOAT, NULL)
      || vips_crop (whole, &valid, 1, 1, whole->Xsize - 2, whole->Ysize - 2, NULL))
    g_error ("%s", vips_error_buffer ());
  self->result = vips_image_write_to_memory (valid, &size);
  g_object_unref (valid);
  g_object_unref (whole);
}

static double
photo_check (gpointer data) {
  Photo *self = data;

  return peer_checksum (self->result, (gsize) ((self->work.height - 2) * (self->work.width - 2)));
}

int
main (int argc, char **argv) {
  static const PeerCase cases[] = { { "w2", prepare, photo_run, photo_check, photo_free } };
  g_autofree char *hello = g_strdup_printf ("libvips %s, 1 thread", vips_version_string ());

  if (argc > 1 || VIPS_INIT (argv[0]))
    return 1;
  vips_concurrency_set (1);
  vips_cache_set_max (0);
  return peer_main (hello, cases, G_N_ELEMENTS (cases));
}
