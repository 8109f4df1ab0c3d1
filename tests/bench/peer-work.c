/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "peer.h"

static const PeerWork works[] = {
  { "w1", 10, 10, 1, 32, FALSE },
  { "w2", 3000, 4000, 1, 1, FALSE },
  { "w3", 3000, 4000, 1, 32, TRUE },
  { "w4", 1080, 1920, 3, 32, FALSE },
};

const PeerWork *
peer_find_work (const char *name) {
  for (guint i = 0; i < G_N_ELEMENTS (works); i++)
    if (g_str_has_prefix (name, works[i].name))
      return &works[i];
  return NULL;
}

float *
peer_new_input (const PeerWork *work) {
  gint64 n = work->channels * work->height * work->width;
  float *values = g_new (float, n);

  for (gint64 i = 0; i < n; i++)
    values[i] = (float) ((double) (i * 7919 % 1009) / 1009 - 0.5);
  return values;
}

float *
peer_new_weights (const PeerWork *work) {
  gint64 n = work->filters * work->channels * 9;
  float *values = g_new (float, n);

  for (gint64 i = 0; i < n; i++)
    values[i] = (float) ((double) (i * 31 % 17) / 16 - 0.5);
  return values;
}

float *
peer_new_biases (const PeerWork *work) {
  float *values = g_new (float, work->filters);

  for (gint64 i = 0; i < work->filters; i++)
    values[i] = (float) ((double) (i % 5) / 8 - 0.25);
  return values;
}

double
peer_checksum (const float *values, gsize n) {
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += (double) values[i] * (double) (1 + i % 101);
  return sum / (double) n;
}
