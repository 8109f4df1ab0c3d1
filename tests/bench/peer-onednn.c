/* SPDX-License-Identifier: GPL-3.0-or-later */
/* oneDNN as a peer of bench-convolution.c, one thread: primitives are made once, input and weights are laid out once, and of the
 * layouts that the result may have the fastest is found out on a part of the work. "w4" is the result as it comes; "w4-planar" has it
 * reordered to planes, or computed there where that is faster. "w3-relu" leaves the pool out. */
#include "peer.h"

#include <omp.h>
#include <oneapi/dnnl/dnnl.h>
#include <stdlib.h>
#include <string.h>

#define PROBE_VALUES (1 << 27) /* of a result: far more than the caches hold */
#define PROBE_PIXELS (1 << 20) /* of a turn, so that small works are run many times */
#define PROBE_RUNS   3

typedef struct {
  dnnl_primitive_t primitive;
  dnnl_exec_arg_t arguments[4];
  int n_arguments;
  dnnl_memory_t result;
} Stage;

/* Convolution, with bias and ReLU where the work has them; then pool and reorder where the case has them. */
typedef struct {
  PeerWork work;
  Stage stages[3];
  guint n_stages;
  dnnl_memory_t input, weights, biases; /* the last NULL where there are none */
} Net;

typedef struct {
  dnnl_format_tag_t layout; /* of the convolution's result */
  gboolean pools, planar;
} Variant;

static dnnl_engine_t engine;
static dnnl_stream_t stream;

static void
must (dnnl_status_t status) {
  if (status != dnnl_success)
    g_error ("oneDNN: status %d", (int) status);
}

static void
run_stage (const Stage *self) {
  must (dnnl_primitive_execute (self->primitive, stream, self->n_arguments, self->arguments));
}

/* Takes over the description, whose result becomes `index` of its arguments. */
static dnnl_memory_t
finish_stage (Stage *self, dnnl_primitive_desc_t description, int index) {
  must (dnnl_memory_create (&self->result, dnnl_primitive_desc_query_md (description, dnnl_query_dst_md, 0),
                            engine, DNNL_MEMORY_ALLOCATE));
  must (dnnl_primitive_create (&self->primitive, description));
  must (dnnl_primitive_desc_destroy (description));
  self->arguments[self->n_arguments++] = (dnnl_exec_arg_t){ index, self->result };
  return self->result;
}

static const dnnl_memory_desc_t *
description_of (dnnl_memory_t memory) {
  const dnnl_memory_desc_t *description;

  must (dnnl_memory_get_memory_desc (memory, &description));
  return description;
}

static void
stage_reorder (Stage *self, dnnl_memory_t from, const dnnl_memory_desc_t *to) {
  dnnl_primitive_desc_t description;

  *self = (Stage){ .arguments = { { DNNL_ARG_FROM, from } }, .n_arguments = 1 };
  must (dnnl_reorder_primitive_desc_create (&description, description_of (from), engine, to, engine, NULL));
  finish_stage (self, description, DNNL_ARG_TO);
}

static void
stage_clear (Stage *self) {
  must (dnnl_primitive_destroy (self->primitive));
  must (dnnl_memory_destroy (self->result));
}

/* Takes over `values`, which lie in `tag`'s layout, and brings them into another. */
static dnnl_memory_t
laid_out (float *values, dnnl_format_tag_t tag, const dnnl_memory_desc_t *wanted) {
  dnnl_memory_desc_t plain;
  dnnl_memory_t source;
  Stage reorder;

  must (dnnl_memory_desc_init_by_tag (&plain, wanted->ndims, wanted->dims, dnnl_f32, tag));
  must (dnnl_memory_create (&source, &plain, engine, values));
  stage_reorder (&reorder, source, wanted);
  run_stage (&reorder);
  must (dnnl_stream_wait (stream));
  must (dnnl_primitive_destroy (reorder.primitive));
  must (dnnl_memory_destroy (source));
  g_free (values);
  return reorder.result;
}

static dnnl_memory_desc_t
describe (int rank, const dnnl_dims_t extents, dnnl_format_tag_t tag) {
  dnnl_memory_desc_t description;

  must (dnnl_memory_desc_init_by_tag (&description, rank, extents, dnnl_f32, tag));
  return description;
}

static dnnl_primitive_attr_t
attributes (gboolean relu) {
  dnnl_primitive_attr_t self;
  dnnl_post_ops_t operations;

  must (dnnl_primitive_attr_create (&self));
  if (relu) {
    must (dnnl_post_ops_create (&operations));
    must (dnnl_post_ops_append_eltwise (operations, 1, dnnl_eltwise_relu, 0, 0));
    must (dnnl_primitive_attr_set_post_ops (self, operations));
    must (dnnl_post_ops_destroy (operations));
  }
  return self;
}

/* NULL where oneDNN has only its reference for that layout. */
static dnnl_primitive_desc_t
describe_convolution (const PeerWork *work, dnnl_format_tag_t layout) {
  dnnl_memory_desc_t input = describe (4, (dnnl_dims_t){ 1, work->channels, work->height, work->width },
                                       layout == dnnl_nhwc ? dnnl_nhwc : dnnl_nchw);
  dnnl_memory_desc_t weights =
      describe (4, (dnnl_dims_t){ work->filters, work->channels, 3, 3 }, dnnl_format_tag_any);
  dnnl_memory_desc_t biases = describe (1, (dnnl_dims_t){ work->filters }, dnnl_x);
  dnnl_memory_desc_t result =
      describe (4, (dnnl_dims_t){ 1, work->filters, work->height - 2, work->width - 2 }, layout);
  dnnl_primitive_attr_t attribute = attributes (work->pools);
  dnnl_convolution_desc_t operation;
  dnnl_primitive_desc_t description = NULL;
  const char *implementation;

  must (dnnl_convolution_forward_desc_init (&operation, dnnl_forward_inference, dnnl_convolution_direct,
                                            &input, &weights, work->pools ? &biases : NULL, &result,
                                            (dnnl_dims_t){ 1, 1 }, (dnnl_dims_t){ 0, 0 },
                                            (dnnl_dims_t){ 0, 0 }));
  must (dnnl_primitive_desc_create (&description, &operation, attribute, engine, NULL));
  must (dnnl_primitive_attr_destroy (attribute));
  must (dnnl_primitive_desc_query (description, dnnl_query_impl_info_str, 0, &implementation));
  if (!g_str_has_prefix (implementation, "ref"))
    return description;
  must (dnnl_primitive_desc_destroy (description));
  return NULL;
}

static void
stage_pool (Stage *self, dnnl_memory_t from, const PeerWork *work) {
  dnnl_memory_desc_t result =
      describe (4, (dnnl_dims_t){ 1, work->filters, (work->height - 2) / 2, (work->width - 2) / 2 },
                dnnl_format_tag_any);
  dnnl_pooling_desc_t operation;
  dnnl_primitive_desc_t description;

  *self = (Stage){ .arguments = { { DNNL_ARG_SRC, from } }, .n_arguments = 1 };
  must (dnnl_pooling_forward_desc_init (&operation, dnnl_forward_inference, dnnl_pooling_max,
                                        description_of (from), &result, (dnnl_dims_t){ 2, 2 },
                                        (dnnl_dims_t){ 2, 2 }, (dnnl_dims_t){ 0, 0 }, (dnnl_dims_t){ 0, 0 }));
  must (dnnl_primitive_desc_create (&description, &operation, NULL, engine, NULL));
  finish_stage (self, description, DNNL_ARG_DST);
}

static dnnl_memory_t
last_result (const Net *self) {
  return self->stages[self->n_stages - 1].result;
}

static dnnl_memory_desc_t
planes_like (dnnl_memory_t memory) {
  return describe (4, description_of (memory)->dims, dnnl_nchw);
}

/* With one channel it does not matter where the channels are. */
static gboolean
is_planar (const dnnl_memory_desc_t *description) {
  dnnl_memory_desc_t planes = describe (4, description->dims, dnnl_nchw);

  return description->format_desc.blocking.inner_nblks == 0
         && (description->dims[1] == 1 || dnnl_memory_desc_equal (&planes, description));
}

static Net *
net_new (const PeerWork *work, const Variant *variant) {
  dnnl_primitive_desc_t description = describe_convolution (work, variant->layout);
  Net *self;
  Stage *first;

  if (!description)
    return NULL;
  self = g_new (Net, 1);
  *self = (Net){ .work = *work, .n_stages = 1 };
  self->input = laid_out (peer_new_input (work), dnnl_nchw,
                          dnnl_primitive_desc_query_md (description, dnnl_query_src_md, 0));
  self->weights = laid_out (peer_new_weights (work), dnnl_oihw,
                            dnnl_primitive_desc_query_md (description, dnnl_query_weights_md, 0));
  if (work->pools)
    self->biases = laid_out (peer_new_biases (work), dnnl_x,
                             dnnl_primitive_desc_query_md (description, dnnl_query_weights_md, 1));
  first = &self->stages[0];
  first->arguments[first->n_arguments++] = (dnnl_exec_arg_t){ DNNL_ARG_SRC, self->input };
  first->arguments[first->n_arguments++] = (dnnl_exec_arg_t){ DNNL_ARG_WEIGHTS, self->weights };
  if (work->pools)
    first->arguments[first->n_arguments++] = (dnnl_exec_arg_t){ DNNL_ARG_BIAS, self->biases };
  finish_stage (first, description, DNNL_ARG_DST);
  if (variant->pools)
    stage_pool (&self->stages[self->n_stages++], first->result, work);
  if (variant->planar && !is_planar (description_of (last_result (self)))) {
    dnnl_memory_desc_t planes = planes_like (last_result (self));
    stage_reorder (&self->stages[self->n_stages], last_result (self), &planes);
    self->n_stages++;
  }
  return self;
}

static void
net_free (gpointer data) {
  Net *self = data;

  for (guint i = 0; i < self->n_stages; i++)
    stage_clear (&self->stages[i]);
  must (dnnl_memory_destroy (self->input));
  must (dnnl_memory_destroy (self->weights));
  if (self->biases)
    must (dnnl_memory_destroy (self->biases));
  g_free (self);
}

static void
net_run (gpointer data) {
  const Net *self = data;

  for (guint i = 0; i < self->n_stages; i++)
    run_stage (&self->stages[i]);
  must (dnnl_stream_wait (stream));
}

static double
net_check (gpointer data) {
  const Net *self = data;
  dnnl_memory_desc_t planes = planes_like (last_result (self));
  Stage reorder;
  void *values;
  double sum;

  stage_reorder (&reorder, last_result (self), &planes);
  run_stage (&reorder);
  must (dnnl_stream_wait (stream));
  must (dnnl_memory_get_data_handle (reorder.result, &values));
  sum = peer_checksum (values, dnnl_memory_desc_get_size (&planes) / sizeof (float));
  stage_clear (&reorder);
  return sum;
}

static gint64
probe (Net *net) {
  gint64 best = G_MAXINT64;

  net_run (net);
  for (int i = 0; i < PROBE_RUNS; i++) {
    gint64 begin = g_get_monotonic_time ();
    for (gint64 pixels = 0; pixels < PROBE_PIXELS; pixels += net->work.height * net->work.width)
      net_run (net);
    best = MIN (best, g_get_monotonic_time () - begin);
  }
  return best;
}

static Net *
fastest (const PeerWork *work, Variant variant) {
  static const dnnl_format_tag_t layouts[] = { dnnl_nhwc, dnnl_nChw16c, dnnl_nChw8c, dnnl_nchw };
  dnnl_format_tag_t best = layouts[0];
  gint64 least = G_MAXINT64;
  PeerWork part = *work;

  part.height = MIN (part.height, PROBE_VALUES / (part.width * MAX (part.filters, 16)));
  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++) {
    Net *net;

    variant.layout = layouts[i];
    net = net_new (&part, &variant);
    if (net) {
      gint64 time = probe (net);
      /* Of two that are as fast the first: it is the simpler one. */
      if (time < least - least / 20) {
        best = layouts[i];
        least = time;
      }
      net_free (net);
    }
  }
  variant.layout = best;
  return net_new (work, &variant);
}

static gpointer
prepare (const PeerWork *work) {
  return fastest (work, (Variant){ .pools = work->pools });
}

static gpointer
prepare_planar (const PeerWork *work) {
  return fastest (work, (Variant){ .pools = work->pools, .planar = TRUE });
}

static gpointer
prepare_without_pool (const PeerWork *work) {
  return fastest (work, (Variant){ 0 });
}

int
main (void) {
  static const PeerCase cases[] = {
    { "w1", prepare, net_run, net_check, net_free },
    { "w1-planar", prepare_planar, net_run, net_check, net_free },
    { "w2", prepare, net_run, net_check, net_free },
    { "w2-planar", prepare_planar, net_run, net_check, net_free },
    { "w3", prepare, net_run, net_check, net_free },
    { "w3-relu", prepare_without_pool, net_run, NULL, net_free },
    { "w4", prepare, net_run, net_check, net_free },
    { "w4-planar", prepare_planar, net_run, net_check, net_free },
  };
  const dnnl_version_t *version = dnnl_version ();
  g_autofree char *hello =
      g_strdup_printf ("oneDNN %d.%d.%d, 1 thread", version->major, version->minor, version->patch);

  omp_set_num_threads (1);
  must (dnnl_engine_create (&engine, dnnl_cpu, 0));
  must (dnnl_stream_create (&stream, engine, dnnl_stream_default_flags));
  return peer_main (hello, cases, G_N_ELEMENTS (cases));
}
