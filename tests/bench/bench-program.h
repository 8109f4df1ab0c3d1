/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program itself in this process, and beside it a window of libadwaita's with nothing in it. */
#pragma once

#include "bench-frames.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What is done in the window. The window is realized; its frames are watched. */
typedef struct {
  GtkWindow *window;
  BenchFrames frames;
  GtkTickCallback tick; /* called in each frame, with `data`; NULL: none */
  GCallback painted;    /* (GdkFrameClock *, data): called after each frame; NULL: none */
  gpointer data;
  gboolean redraws; /* the empty window does, all of it in every frame */
} BenchWindow;

/* Fills the window, and returns when the window is closed: what the process exits with. */
int bench_window_run_program (BenchWindow *self);
int bench_window_run_empty (BenchWindow *self);

/* The first of that type in it, NULL if there is none. */
GtkWidget *bench_window_find (GtkWidget *root, GType type);
/* An action of the program's window; `parameter` is floating or NULL. */
void bench_window_act (BenchWindow *self, const char *action, GVariant *parameter);
/* The program has a lesson to show. */
gboolean bench_window_has_lesson (BenchWindow *self);

/* A child of this program, run to its end: `arguments` end with NULL. What it printed; NULL if it failed, which is said, or
 * there is no compositor. */
char *bench_run_child (const char *const *arguments);

G_END_DECLS
