/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-tensor-private.h"

#include "engine-error-private.h"

#include <glib/gi18n-lib.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define HUGE_PAGE (2 * 1024 * 1024)

/* Header and values are one allocation: freeing needs no second pointer, and overrunning the values is
 * overrunning the allocation, which sanitizers see. */
typedef struct {
  EngineTensor tensor;
  gatomicrefcount references;
  _Alignas(64) float values[];
} TensorBlock;

G_STATIC_ASSERT (offsetof (TensorBlock, tensor) == 0);

static char *
shape_to_string (guint rank, const gint64 *shape) {
  GString *text = g_string_new ("(");

  for (guint axis = 0; axis < rank; axis++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, axis > 0 ? ", " : "", shape[axis]);
  g_string_append (text, rank == 1 ? ",)" : ")");
  return g_string_free (text, FALSE);
}

guint64
engine_memory_size (void) {
  long pages = sysconf (_SC_PHYS_PAGES);
  long page_size = sysconf (_SC_PAGESIZE);
  guint64 bytes;

  if (pages <= 0 || page_size <= 0 || __builtin_mul_overflow ((guint64) pages, (guint64) page_size, &bytes))
    return G_MAXSSIZE;
  return MIN (bytes, (guint64) G_MAXSSIZE);
}

static gboolean
set_too_large (guint rank, const gint64 *shape, GError **error) {
  g_autofree char *text = shape_to_string (rank, shape);

  g_set_error (error, ENGINE_ERROR, ENGINE_ERROR_TOO_LARGE,
               _ ("tensor: the shape %s does not fit into memory; use smaller sizes"), text);
  return FALSE;
}

static gboolean
check_extents (guint rank, const gint64 *shape, GError **error) {
  g_autofree char *text = NULL;

  if (rank < 1 || rank > ENGINE_TENSOR_MAX_RANK) {
    g_set_error (error, ENGINE_ERROR, ENGINE_ERROR_SHAPE, _ ("tensor: it has %u axes; use 1 to %d"), rank,
                 ENGINE_TENSOR_MAX_RANK);
    return FALSE;
  }

  for (guint axis = 0; axis < rank; axis++) {
    if (shape[axis] > 0)
      continue;
    text = shape_to_string (rank, shape);
    g_set_error (error, ENGINE_ERROR, ENGINE_ERROR_SHAPE,
                 _ ("tensor: the shape %s has an extent that is not positive; use at least 1"), text);
    return FALSE;
  }
  return TRUE;
}

/* The number of values, and the bytes of values and header. */
static gboolean
measure (guint rank, const gint64 *shape, gint64 *length, gsize *bytes, GError **error) {
  if (!check_extents (rank, shape, error))
    return FALSE;

  *length = 1;
  for (guint axis = 0; axis < rank; axis++)
    if (__builtin_mul_overflow (*length, shape[axis], length))
      return set_too_large (rank, shape, error);

  if (__builtin_mul_overflow (*length, sizeof (float), bytes)
      || __builtin_add_overflow (*bytes, offsetof (TensorBlock, values), bytes)
      || *bytes > engine_memory_size ())
    return set_too_large (rank, shape, error);
  return TRUE;
}

/* NULL where there is not so much memory. Large blocks ask for huge pages where the system has them: to be
 * given 65,000 small ones takes longer than to compute what goes into them. */
static TensorBlock *
allocate_block (gsize bytes) {
  gboolean huge = bytes >= 2 * HUGE_PAGE;
  void *block = NULL;

  if (posix_memalign (&block, huge ? HUGE_PAGE : _Alignof(TensorBlock), bytes) != 0)
    return NULL;
#ifdef MADV_HUGEPAGE
  if (huge)
    (void) madvise (block, bytes, MADV_HUGEPAGE);
#endif
  return block;
}

EngineTensor *
engine_tensor_new_unset (guint rank, const gint64 *shape, GError **error) {
  TensorBlock *block;
  gint64 length;
  gsize bytes;

  if (!measure (rank, shape, &length, &bytes, error))
    return NULL;
  block = allocate_block (bytes);
  if (!block) {
    set_too_large (rank, shape, error);
    return NULL;
  }

  g_atomic_ref_count_init (&block->references);
  block->tensor = (EngineTensor){ .rank = rank, .length = length, .data = block->values };
  for (guint axis = 0; axis < ENGINE_TENSOR_MAX_RANK; axis++)
    block->tensor.shape[axis] = axis < rank ? shape[axis] : 1;
  return &block->tensor;
}

EngineTensor *
engine_tensor_new (guint rank, const gint64 *shape, GError **error) {
  EngineTensor *self = engine_tensor_new_unset (rank, shape, error);

  if (self != NULL)
    memset (self->data, 0, (gsize) self->length * sizeof (float));
  return self;
}

EngineTensor *
engine_tensor_new_image (gint64 height, gint64 width, gint64 channels, GError **error) {
  return engine_tensor_new (3, (const gint64[]){ height, width, channels }, error);
}

static TensorBlock *
block_of (EngineTensor *self) {
  return (TensorBlock *) (void *) self;
}

EngineTensor *
engine_tensor_ref (EngineTensor *self) {
  g_atomic_ref_count_inc (&block_of (self)->references);
  return self;
}

void
engine_tensor_unref (EngineTensor *self) {
  TensorBlock *block = block_of (self);

  if (g_atomic_ref_count_dec (&block->references))
    free (block);
}

gboolean
engine_tensor_has_shape (const EngineTensor *self, guint rank, const gint64 *shape) {
  return self->rank == rank && memcmp (self->shape, shape, rank * sizeof *shape) == 0;
}

char *
engine_tensor_shape_to_string (const EngineTensor *self) {
  return shape_to_string (self->rank, self->shape);
}

gboolean
engine_tensor_check_shape (const EngineTensor *self, const char *what, guint rank, const gint64 *shape,
                           GError **error) {
  g_autofree char *given = NULL;
  g_autofree char *wanted = NULL;

  if (engine_tensor_has_shape (self, rank, shape))
    return TRUE;

  given = engine_tensor_shape_to_string (self);
  wanted = shape_to_string (rank, shape);
  g_set_error (error, ENGINE_ERROR, ENGINE_ERROR_SHAPE, _ ("%s: the shape is %s; use %s"), what, given,
               wanted);
  return FALSE;
}
