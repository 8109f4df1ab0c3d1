/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What bench-convolution.c and its peers in C share: the works, their numbers, and how a peer answers (bench.h). Besides "CASE SECONDS"
 * it answers "check CASE" with a checksum of its result, since whoever computes something else is not to be compared with. peer.py
 * and peer.js are the same for peers in those languages. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A valid convolution 3x3, stride 1, as the works of bench-convolution.c want it. */
typedef struct {
  const char *name;
  gint64 height, width, channels, filters;
  gboolean pools; /* with bias, ReLU and a max pool 2x2 after it */
} PeerWork;

/* That which the name of a case begins with: "w3" for "w3-relu". NULL where there is none. */
const PeerWork *peer_find_work (const char *name);

/* Input planes (channels, height, width), weights (filters, channels, 3, 3) and biases (filters); freed by g_free(). */
float *peer_new_input (const PeerWork *work);
float *peer_new_weights (const PeerWork *work);
float *peer_new_biases (const PeerWork *work);
/* Of a result (filters, H', W'), in that order: the mean of value i times 1 + i mod 101. */
double peer_checksum (const float *values, gsize n);

typedef struct {
  const char *name;
  gpointer (*prepare) (const PeerWork *work);
  void (*run) (gpointer data);
  double (*check) (gpointer data); /* of the last run's result; NULL: it is that of another case */
  void (*free) (gpointer data);
} PeerCase;

/* Says hello, then answers questions until there are none. What was prepared is kept while questions are about the same work. */
int peer_main (const char *hello, const PeerCase *cases, guint n_cases);

G_END_DECLS
