/* SPDX-License-Identifier: GPL-3.0-or-later */
/* W9: from the call of the program until its window's first frame, and the first that shows the lesson, was given to the compositor,
 * beside an empty window of libadwaita's; what memory the program has when every step of the lesson was shown, without a photo of the
 * user's; and how long it takes from a photo of twelve million pixels being opened until the first frame with its response. Memory
 * is the proportional set size: what several programs share is divided between them. The files have been read before (warm). About
 * a minute. */
#include "bench-program.h"

#include "app-stage.h"
#include "app-window.h"
#include "bench.h"
#include "lesson.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS       9
#define PHOTO_ROUNDS 5
#define FRAMES       4   /* that are drawn of each moment of the lesson */
#define SETTLED      1.5 /* seconds that the photo's scene stands before another photo is opened */
#define MEGABYTE     1e6

/* The children. */

typedef struct {
  BenchWindow window;
  Lesson *lesson;
  guint frames;
  guint scene, moment; /* of the walk: two moments a step */
  double most;         /* memory, bytes */
  const char *photo;
  gint64 begun;
  double scale; /* of the photo that was there */
} Child;

static double
now (void) {
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

static void
print_time (const char *what) {
  g_print ("%s %.6f\n", what, now ());
}

static void
first_frame_cb (GdkFrameClock *clock, gpointer data) {
  Child *self = data;

  if (self->frames++ == 0)
    print_time ("frame");
  if (self->lesson != NULL && !bench_window_has_lesson (&self->window))
    return;
  print_time ("lesson");
  gtk_window_close (self->window.window);
}

/* Of a line "Name: number kB" of a file of this process in /proc; bytes. */
static double
read_memory (const char *file, const char *name) {
  g_autofree char *text = NULL;
  const char *line = g_file_get_contents (file, &text, NULL, NULL) ? strstr (text, name) : NULL;

  return line != NULL ? g_ascii_strtod (line + strlen (name), NULL) * 1024 : NAN;
}

static void
weigh (Child *self) {
  self->most = MAX (self->most, read_memory ("/proc/self/smaps_rollup", "\nPss:"));
}

static void
print_memory (const Child *self) {
  g_print ("pss %.0f\n", read_memory ("/proc/self/smaps_rollup", "\nPss:"));
  g_print ("private %.0f\n", read_memory ("/proc/self/smaps_rollup", "\nPrivate_Dirty:")
                                 + read_memory ("/proc/self/smaps_rollup", "\nPrivate_Clean:"));
  g_print ("most %.0f\n", self->most);
  g_print ("resident %.0f\n", read_memory ("/proc/self/status", "\nVmHWM:"));
}

/* To the beginning of the next scene, or on: a step begins, and then jumps to its end. */
static void
walk (Child *self) {
  const LessonScene *scenes = self->lesson->scenes;

  if (self->moment == 2 * scenes[self->scene].n_steps) {
    self->scene++;
    self->moment = 0;
  }
  if (self->scene == self->lesson->n_scenes) {
    print_memory (self);
    gtk_window_close (self->window.window);
    return;
  }
  if (self->moment == 0)
    bench_window_act (&self->window, "scene", g_variant_new_string (scenes[self->scene].name));
  else if (self->moment % 2 == 0)
    bench_window_act (&self->window, "step", g_variant_new_int32 ((gint32) (1 + self->moment / 2)));
  else
    bench_window_act (&self->window, "next", NULL);
  self->moment++;
}

static gboolean
walk_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data) {
  Child *self = data;

  gtk_widget_queue_draw (widget);
  if (!bench_window_has_lesson (&self->window) || ++self->frames % FRAMES != 0)
    return G_SOURCE_CONTINUE;
  if (self->frames == FRAMES)
    bench_window_act (&self->window, "present-from-here", NULL);
  weigh (self);
  walk (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
rest_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data) {
  Child *self = data;

  if (++self->frames < 60)
    return G_SOURCE_CONTINUE;
  weigh (self);
  print_memory (self);
  gtk_window_close (self->window.window);
  return G_SOURCE_REMOVE;
}

/* Logical pixels that a pixel of the photo has on the stage; 0 where there is none. */
static double
find_scale (Child *self) {
  GtkWidget *stage = bench_window_find (GTK_WIDGET (self->window.window), APP_TYPE_STAGE);
  double row, column, scale = 0;

  for (double part = 0.05; part < 1; part += 0.1)
    if (app_stage_find_photo (APP_STAGE (stage), part * gtk_widget_get_width (stage),
                              0.4 * gtk_widget_get_height (stage), &row, &column, &scale))
      return scale;
  return 0;
}

static void
open_photo (Child *self) {
  g_autoptr (GFile) file = g_file_new_for_path (self->photo);

  self->scale = find_scale (self);
  print_time ("call");
  app_window_open_file (APP_WINDOW (self->window.window), file);
}

/* The photo that ships has not twelve million pixels: as soon as another one is drawn, one of its pixels has another size. */
static void
photo_cb (GdkFrameClock *clock, gpointer data) {
  Child *self = data;
  gint64 time = g_get_monotonic_time ();

  if (self->begun == 0 && bench_window_has_lesson (&self->window)) {
    self->begun = time;
    bench_window_act (&self->window, "present-from-here", NULL);
    bench_window_act (&self->window, "scene", g_variant_new_string ("photo"));
    bench_window_act (&self->window, "step", g_variant_new_int32 (5));
    bench_window_act (&self->window, "next", NULL);
  } else if (self->scale > 0 && find_scale (self) > 0 && fabs (find_scale (self) - self->scale) > 1e-6) {
    print_time ("photo");
    gtk_window_close (self->window.window);
  } else if (self->begun != 0 && self->scale <= 0
             && (double) (time - self->begun) > SETTLED * G_USEC_PER_SEC) {
    open_photo (self);
  }
}

static gboolean
redraw_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data) {
  gtk_widget_queue_draw (widget);
  return G_SOURCE_CONTINUE;
}

static int
run_child (const char *what, const char *photo) {
  g_autoptr (Lesson) lesson = g_str_has_prefix (what, "empty") ? NULL : lesson_new_builtin (NULL);
  Child self = { .lesson = lesson, .photo = photo, .window = { .data = &self, .redraws = TRUE } };

  if (g_str_has_suffix (what, "-start"))
    self.window.painted = G_CALLBACK (first_frame_cb);
  else if (g_str_equal (what, "empty-memory"))
    self.window.tick = rest_cb;
  else if (g_str_equal (what, "program-memory"))
    self.window.tick = walk_cb;
  else
    self.window.painted = G_CALLBACK (photo_cb);
  if (g_str_equal (what, "program-photo"))
    self.window.tick = redraw_cb;
  return lesson == NULL ? bench_window_run_empty (&self.window) : bench_window_run_program (&self.window);
}

/* The parent. */

typedef struct {
  const char *program;
  const char *what;  /* of the child */
  const char *from;  /* name of a number that it prints; NULL: the time at which it was called */
  const char *to;    /* the same */
  const char *photo; /* NULL: none */
} Run;

static double
find_number (const char *output, const char *name) {
  g_autofree char *start = g_strconcat (name, " ", NULL);
  g_auto (GStrv) lines = g_strsplit (output, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], start))
      return g_ascii_strtod (lines[i] + strlen (start), NULL);
  return NAN;
}

/* Seconds from one moment to another. */
static double
time_turn (gpointer data) {
  const Run *run = data;
  const char *arguments[] = { run->program, run->what, run->photo != NULL ? run->photo : "", NULL };
  double begun = now ();
  g_autofree char *output = bench_run_child (arguments);

  if (output == NULL)
    return NAN;
  return find_number (output, run->to) - (run->from != NULL ? find_number (output, run->from) : begun);
}

static void
measure_start (const char *program) {
  Run empty = { program, "empty-start", NULL, "frame", NULL };
  Run first = { program, "program-start", NULL, "frame", NULL };
  Run lesson = { program, "program-start", NULL, "lesson", NULL };
  BenchContender contenders[] = { { "empty window", time_turn, &empty, { 0 } },
                                  { "first frame", time_turn, &first, { 0 } },
                                  { "lesson", time_turn, &lesson, { 0 } } };

  bench_measure (contenders, G_N_ELEMENTS (contenders), ROUNDS);
  bench_row_limit (&(BenchCase){ "W9", "start to the first frame", "s", FALSE }, contenders[1].figure, 0.5);
  bench_row_limit (&(BenchCase){ "W9", "start to the first frame with the lesson", "s", FALSE },
                   contenders[2].figure, 0.5);
  g_printerr ("     (the empty window takes %.3f s)\n", contenders[0].figure.median);
}

static BenchFigure
memory_of (const char *output, const char *name) {
  double megabytes = output != NULL ? find_number (output, name) / MEGABYTE : NAN;

  return (BenchFigure){ megabytes, megabytes, megabytes };
}

static void
measure_memory (const char *program) {
  const char *empty[] = { program, "empty-memory", "", NULL };
  const char *walked[] = { program, "program-memory", "", NULL };
  g_autofree char *empty_output = bench_run_child (empty);
  g_autofree char *output = bench_run_child (walked);

  bench_row_limit (&(BenchCase){ "W9", "memory after the whole lesson", "MB", FALSE },
                   memory_of (output, "pss"), 200);
  bench_row_limit (&(BenchCase){ "W9", "memory at most, during the lesson", "MB", FALSE },
                   memory_of (output, "most"), 200);
  g_printerr ("     (its own alone %.1f, resident at most %.1f; the empty window %.1f, its own alone %.1f)\n",
              memory_of (output, "private").median, memory_of (output, "resident").median,
              memory_of (empty_output, "pss").median, memory_of (empty_output, "private").median);
}

/* Waves of many lengths, and grain: as large a file as a camera's. */
static char *
make_photo (int width, int height) {
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  g_autofree char *folder = g_dir_make_tmp ("nine-weights-bench-XXXXXX", NULL);
  char *path = g_build_filename (folder, "photo.jpg", NULL);
  g_autoptr (GError) error = NULL;
  guint32 grain = 1;

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      guchar *pixel = gdk_pixbuf_get_pixels (pixbuf) + y * gdk_pixbuf_get_rowstride (pixbuf) + x * 3;
      grain = grain * 1664525 + 1013904223;
      double wave = sin (x * 0.002 * (1 + y * 0.0005)) + sin (y * 0.03) + sin ((x + y) * 0.2);
      for (int i = 0; i < 3; i++)
        pixel[i] = (guchar) (128 + 30 * wave + 4 * i + (grain >> 28));
    }
  gdk_pixbuf_save (pixbuf, path, "jpeg", &error, "quality", "92", NULL);
  g_assert_no_error (error);
  return path;
}

static void
remove_photo (const char *path) {
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) parent = g_file_new_for_path (folder);

  g_file_delete (file, NULL, NULL);
  g_file_delete (parent, NULL, NULL);
}

static void
measure_photo (const char *program) {
  g_autofree char *path = make_photo (4000, 3000);
  Run run = { program, "program-photo", "call", "photo", path };
  BenchContender contender = { "photo", time_turn, &run, { 0 } };

  bench_measure (&contender, 1, PHOTO_ROUNDS);
  bench_row_limit (&(BenchCase){ "W9", "photo of 12 megapixels to its first response", "s", FALSE },
                   contender.figure, 0.6);
  remove_photo (path);
}

int
main (int argc, char **argv) {
  if (argc > 2)
    return run_child (argv[1], argv[2]);

  if (g_getenv ("WAYLAND_DISPLAY") == NULL)
    g_printerr ("weston is missing, and so are the rows of the start\n");
  measure_start (argv[0]);
  measure_memory (argv[0]);
  measure_photo (argv[0]);
  return 0;
}
