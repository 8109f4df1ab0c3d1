/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OpenBLAS as a peer of bench-convolution.c, one thread: convolution as frameworks once did it, by copying every window into a column
 * of a matrix (im2col) and multiplying by the filters. The columns of one row of the result at a time, which stay in the cache. */
#include "peer.h"

#include <cblas.h>
#include <string.h>

typedef struct {
  PeerWork work;
  gint64 height, width; /* of the result */
  float *input, *weights, *columns, *result;
} Product;

static gpointer
prepare (const PeerWork *work) {
  Product *self = g_new (Product, 1);

  *self = (Product){ .work = *work, .height = work->height - 2, .width = work->width - 2 };
  self->input = peer_new_input (work);
  self->weights = peer_new_weights (work);
  self->columns = g_new (float, work->channels * 9 * self->width * self->height);
  self->result = g_new (float, work->filters * self->height * self->width);
  return self;
}

static void
product_free (gpointer data) {
  Product *self = data;

  g_free (self->input);
  g_free (self->weights);
  g_free (self->columns);
  g_free (self->result);
  g_free (self);
}

/* Of rows y to y + rows of the result: (channels * 9, rows * width). */
static void
copy_windows (Product *self, gint64 y, gint64 rows) {
  float *to = self->columns;

  for (gint64 c = 0; c < self->work.channels; c++)
    for (gint64 i = 0; i < 3; i++)
      for (gint64 j = 0; j < 3; j++)
        for (gint64 row = 0; row < rows; row++, to += self->width)
          memcpy (to, self->input + ((c * self->work.height + y + row + i) * self->work.width + j),
                  (gsize) self->width * sizeof (float));
}

static void
product_run (gpointer data) {
  Product *self = data;
  gint64 rows = self->width < 100 ? self->height : 1;
  int taps = (int) self->work.channels * 9;

  for (gint64 y = 0; y < self->height; y += rows) {
    copy_windows (self, y, rows);
    cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, (int) self->work.filters,
                 (int) (rows * self->width), taps, 1, self->weights, taps, self->columns,
                 (int) (rows * self->width), 0, self->result + y * self->width,
                 (int) (self->height * self->width));
  }
}

static double
product_check (gpointer data) {
  Product *self = data;

  return peer_checksum (self->result, (gsize) (self->work.filters * self->height * self->width));
}

int
main (void) {
  static const PeerCase cases[] = {
    { "w1", prepare, product_run, product_check, product_free },
    { "w4", prepare, product_run, product_check, product_free },
  };
  g_autofree char *hello = g_strdup_printf ("%s, 1 thread", openblas_get_config ());

  openblas_set_num_threads (1);
  return peer_main (hello, cases, G_N_ELEMENTS (cases));
}
