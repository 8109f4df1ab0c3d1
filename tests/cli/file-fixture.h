/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of input and output files share. */
#pragma once

#include "array.h"
#include "cli-process.h"

/* A folder with good files to go with a bad one. */
typedef struct {
  CliFolder *folder;
  char *array;   /* 4x5 */
  char *picture; /* 3x2 */
  char *weights; /* two filters 1x1 of one channel */
  char *bad;     /* not there yet */
  char *output;  /* out.npy, not there yet */
} FileFixture;

void file_fixture_set_up (FileFixture *self, gconstpointer unused);
void file_fixture_tear_down (FileFixture *self, gconstpointer unused);

/* Prepares a child whom permissions bind; root may read and write everything. */
void become_nobody_cb (gpointer data);
/* Skips the test where it is FALSE: nobody cannot start a program in a folder of root's own. */
gboolean nobody_can_start (void);
