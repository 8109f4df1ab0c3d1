/* SPDX-License-Identifier: GPL-3.0-or-later */
/* W8: the program's window, fullscreen at 1920x1080 under a compositor without a screen, beside an empty window that redraws all of
 * itself in every frame. Each scene is played at four times its speed, so that much of it is seen, and scrubbed: the slider is
 * dragged from end to end and back, and the bar with it lies over the stage. When a frame was shown is what GTK has from the
 * compositor. Both windows are drawn by the processor. Each round is a program of its own, beginning with its start, while which the
 * lesson's networks are trained in the background. About two minutes. */
#include "bench-program.h"

#include "app-scrubber.h"
#include "bench.h"
#include "lesson.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS  3
#define PIECE   1.2  /* seconds: one scene, played or scrubbed */
#define SETTLED 0.5  /* seconds until the window has become fullscreen */
#define SWEEP   0.6  /* seconds from one end of the scene to the other */
#define SPEED   4.0  /* of playing */
#define LIMIT   20.0 /* milliseconds */
#define KEPT    0.98 /* of the control window's frames a second */

typedef enum { PLAYING, SCRUBBED, N_MODES } Mode;

static const char *const modes[N_MODES] = { "playing", "scrubbed" };

/* The child. */

typedef struct {
  BenchWindow window;
  GtkRange *scrubber;
  GtkButton *play;
  Lesson *lesson;
  guint round;
  gint64 settled, begun; /* microseconds; 0: not yet */
  guint piece;
} Child;

/* After each scene in each mode the user trains networks, as fast as they can be trained. */
static guint
n_pieces (const Lesson *lesson) {
  return lesson->n_scenes * N_MODES + 1;
}

static char *
piece_name (const Lesson *lesson, guint piece) {
  guint scene = piece % lesson->n_scenes;

  if (piece >= lesson->n_scenes * N_MODES)
    return g_strdup ("learned, training at full speed");
  return g_strdup_printf ("%s, %s", lesson->scenes[scene].name, modes[piece / lesson->n_scenes]);
}

static void
print_numbers (const GArray *numbers) {
  for (guint i = 0; i < numbers->len; i++)
    g_print (" %.3f", g_array_index (numbers, double, i));
  g_print ("\n");
}

/* Two lines: intervals, and the work of each frame. */
static void
report (const BenchWindow *window) {
  print_numbers (window->frames.intervals);
  print_numbers (window->frames.work);
}

static void
begin_training (Child *self) {
  bench_window_act (&self->window, "scene", g_variant_new_string ("learned"));
  bench_window_act (&self->window, "training-speed", g_variant_new_string ("full"));
  bench_window_act (&self->window, "training-start", NULL);
}

static void
begin_piece (Child *self) {
  const Lesson *lesson = self->lesson;
  const LessonScene *scene = &lesson->scenes[self->piece % lesson->n_scenes];

  bench_frames_start (&self->window.frames);
  if (self->piece >= lesson->n_scenes * N_MODES) {
    begin_training (self);
    return;
  }
  bench_window_act (&self->window, "scene", g_variant_new_string (scene->name));
  if (self->piece < lesson->n_scenes)
    bench_window_act (&self->window, "step",
                      g_variant_new_int32 ((gint32) (1 + self->round * scene->n_steps / ROUNDS)));
}

/* As whoever drags it does. */
static void
drag (Child *self, double seconds) {
  double part = 1 - fabs (fmod (seconds / SWEEP, 2) - 1);
  double end = gtk_adjustment_get_upper (gtk_range_get_adjustment (self->scrubber));
  gboolean handled;

  g_signal_emit_by_name (self->scrubber, "change-value", GTK_SCROLL_JUMP, part * end, &handled);
}

/* News of training come 25 times a second; something beside the stage changes in every frame, so that every frame is shown. */
static void
flicker (Child *self) {
  GtkWidget *slider = GTK_WIDGET (self->scrubber);

  gtk_widget_set_opacity (slider, gtk_widget_get_opacity (slider) < 1 ? 1 : 0.9);
}

/* Goes on where it has come to rest; at the end of a scene from its beginning. */
static void
keep_playing (Child *self) {
  GtkAdjustment *adjustment = gtk_range_get_adjustment (self->scrubber);

  if (g_str_equal (gtk_button_get_icon_name (self->play), "media-playback-pause-symbolic"))
    return;
  if (gtk_adjustment_get_value (adjustment) < gtk_adjustment_get_upper (adjustment))
    bench_window_act (&self->window, "next", NULL);
  else
    bench_window_act (&self->window, "step", g_variant_new_int32 (1));
}

static GtkButton *
find_button (GtkWidget *neighbour, const char *action) {
  GtkWidget *widget = gtk_widget_get_first_child (gtk_widget_get_parent (neighbour));

  while (!GTK_IS_ACTIONABLE (widget)
         || g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) != 0)
    widget = gtk_widget_get_next_sibling (widget);
  return GTK_BUTTON (widget);
}

static void
settle (Child *self, gint64 now) {
  if (!bench_window_has_lesson (&self->window))
    return;
  self->settled = now + (gint64) (SETTLED * G_USEC_PER_SEC);
  self->scrubber = GTK_RANGE (bench_window_find (GTK_WIDGET (self->window.window), app_scrubber_get_type ()));
  self->play = find_button (GTK_WIDGET (self->scrubber), "win.play");
  bench_window_act (&self->window, "present-from-here", NULL);
  bench_window_act (&self->window, "speed", g_variant_new_double (SPEED));
}

/* As when the pointer is at the lower edge. */
static void
show_slider (Child *self) {
  GtkWidget *flap = gtk_widget_get_ancestor (GTK_WIDGET (self->scrubber), ADW_TYPE_FLAP);

  adw_flap_set_reveal_flap (ADW_FLAP (flap), self->piece >= self->lesson->n_scenes);
}

static void
go_on (Child *self, gint64 now) {
  if (self->begun != 0) {
    report (&self->window);
    self->piece++;
  }
  if (self->piece == n_pieces (self->lesson)) {
    gtk_window_close (self->window.window);
    return;
  }
  self->begun = now;
  show_slider (self);
  begin_piece (self);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data) {
  Child *self = data;
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double seconds = (double) (now - self->begun) / G_USEC_PER_SEC;

  if (self->settled == 0)
    settle (self, now);
  else if (now > self->settled && (self->begun == 0 || seconds >= PIECE))
    go_on (self, now);
  else if (self->begun != 0 && self->piece < self->lesson->n_scenes)
    keep_playing (self);
  else if (self->begun != 0 && self->piece < self->lesson->n_scenes * N_MODES)
    drag (self, seconds);
  else if (self->begun != 0)
    flicker (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
control_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data) {
  BenchWindow *self = data;
  double seconds = 0;

  for (guint i = 0; i < self->frames.intervals->len; i++)
    seconds += g_array_index (self->frames.intervals, double, i) / 1000;
  if (seconds < 4 * PIECE)
    return G_SOURCE_CONTINUE;
  report (self);
  gtk_window_close (self->window);
  return G_SOURCE_REMOVE;
}

static int
run_child (const char *what, guint round) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Lesson) lesson = lesson_new_builtin (&error);
  Child self = { .lesson = lesson, .round = round, .window = { .tick = tick_cb, .data = &self } };
  BenchWindow control = { .tick = control_tick_cb, .data = &control, .redraws = TRUE };

  g_assert_no_error (error);
  return g_str_equal (what, "program") ? bench_window_run_program (&self.window)
                                       : bench_window_run_empty (&control);
}

/* The parent. */

typedef struct {
  GArray *intervals, *work; /* of all rounds */
  BenchFigure late,
      rate; /* milliseconds that 99 frames of 100 keep below, with the rounds' least and most; frames a second */
  double most_work; /* the same percentile, milliseconds */
} Piece;

static int
compare_cb (gconstpointer a, gconstpointer b) {
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static double
percentile (const GArray *numbers, double share) {
  g_autoptr (GArray) sorted = g_array_copy ((GArray *) numbers);

  if (sorted->len == 0)
    return NAN;
  g_array_sort (sorted, compare_cb);
  return g_array_index (sorted, double, (guint) ((double) (sorted->len - 1) * share + 0.5));
}

static double
rate_of (const GArray *intervals) {
  double sum = 0;

  for (guint i = 0; i < intervals->len; i++)
    sum += g_array_index (intervals, double, i);
  return (double) intervals->len * 1000 / sum;
}

static GArray *
read_numbers (const char *line) {
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (double));
  char *end;

  for (double x = g_ascii_strtod (line, &end); end != line; x = g_ascii_strtod (line, &end)) {
    g_array_append_val (numbers, x);
    line = end;
  }
  return numbers;
}

static void
widen (BenchFigure *figure, double value) {
  figure->low = isnan (figure->low) ? value : MIN (figure->low, value);
  figure->high = isnan (figure->high) ? value : MAX (figure->high, value);
}

/* One round of a piece: two lines of a child. */
static void
add_round (Piece *piece, const char *intervals_line, const char *work_line) {
  g_autoptr (GArray) intervals = read_numbers (intervals_line);
  g_autoptr (GArray) work = read_numbers (work_line);

  if (intervals->len == 0)
    return;
  widen (&piece->late, percentile (intervals, 0.99));
  widen (&piece->rate, rate_of (intervals));
  g_array_append_vals (piece->intervals, intervals->data, intervals->len);
  g_array_append_vals (piece->work, work->data, work->len);
  piece->late.median = percentile (piece->intervals, 0.99);
  piece->rate.median = rate_of (piece->intervals);
  piece->most_work = percentile (piece->work, 0.99);
}

static void
run_round (const char *program, const char *what, guint round, Piece *pieces, guint n) {
  g_autofree char *number = g_strdup_printf ("%u", round);
  const char *arguments[] = { program, what, number, NULL };
  g_autofree char *output = bench_run_child (arguments);
  g_auto (GStrv) lines = g_strsplit (output != NULL ? output : "", "\n", -1);

  for (guint i = 0; i < n && 2 * i + 1 < g_strv_length (lines); i++)
    add_round (&pieces[i], lines[2 * i], lines[2 * i + 1]);
}

static Piece *
pieces_new (guint n) {
  Piece *pieces = g_new0 (Piece, n);

  for (guint i = 0; i < n; i++) {
    pieces[i].late = pieces[i].rate = (BenchFigure){ NAN, NAN, NAN };
    pieces[i].intervals = g_array_new (FALSE, FALSE, sizeof (double));
    pieces[i].work = g_array_new (FALSE, FALSE, sizeof (double));
  }
  return pieces;
}

static void
pieces_free (Piece *pieces, guint n) {
  for (guint i = 0; i < n; i++) {
    g_array_unref (pieces[i].intervals);
    g_array_unref (pieces[i].work);
  }
  g_free (pieces);
}

static void
print_rows (const char *name, const Piece *piece, const Piece *control) {
  g_autofree char *late = g_strdup_printf ("%s: 99 %% of frames within", name);
  g_autofree char *rate = g_strdup_printf ("%s: frames", name);

  bench_row_limit (&(BenchCase){ "W8", late, "ms", FALSE }, piece->late, LIMIT);
  bench_row (&(BenchCase){ "W8", rate, "1/s", TRUE }, piece->rate, "empty window", control->rate, KEPT);
  g_printerr ("     (%u frames, the latest after %.1f ms; this thread's work on a frame %.1f ms, 99 %% "
              "within %.1f)\n",
              piece->intervals->len, percentile (piece->intervals, 1), percentile (piece->work, 0.5),
              piece->most_work);
}

int
main (int argc, char **argv) {
  if (argc > 2)
    return run_child (argv[1], (guint) atoi (argv[2]));

  g_autoptr (GError) error = NULL;
  g_autoptr (Lesson) lesson = lesson_new_builtin (&error);
  g_assert_no_error (error);
  guint n = n_pieces (lesson);
  Piece *pieces = pieces_new (n), *control = pieces_new (1);

  for (guint round = 0; round < ROUNDS && g_getenv ("WAYLAND_DISPLAY") != NULL; round++) {
    run_round (argv[0], "control", round, control, 1);
    run_round (argv[0], "program", round, pieces, n);
  }
  if (g_getenv ("WAYLAND_DISPLAY") == NULL)
    g_printerr ("weston is missing, and so are the rows of the window\n");
  g_printerr ("W8   the empty window: %.1f frames a second, 99 %% within %.1f ms, the latest after %.1f\n",
              control->rate.median, control->late.median, percentile (control->intervals, 1));
  for (guint i = 0; i < n; i++) {
    g_autofree char *name = piece_name (lesson, i);
    print_rows (name, &pieces[i], control);
  }
  pieces_free (pieces, n);
  pieces_free (control, 1);
  return 0;
}
