/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors of data, networks and training; sentences as in engine-error.h. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LEARNING_ERROR (learning_error_quark ())

typedef enum {
  LEARNING_ERROR_DATA,     /* images or labels that are not a data set (named with what and where) */
  LEARNING_ERROR_NETWORK,  /* layers that do not fit together, or onto the images */
  LEARNING_ERROR_WEIGHTS,  /* weights of another network, or that are no numbers */
  LEARNING_ERROR_SETTINGS, /* a rate, batch or the like that is out of range */
  LEARNING_ERROR_TRACE,    /* a file that is not the record of a run */
  LEARNING_ERROR_DIVERGED, /* the loss is no longer a number */
} LearningError;

GQuark learning_error_quark (void);

G_END_DECLS
