/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-program.h"

#include "app-application.h"
#include "app-window.h"

/* A widget that is another grey in each frame, so that all of it is drawn. */
typedef struct {
  GtkWidget parent_instance;
  gboolean light;
} Ground;
typedef GtkWidgetClass GroundClass;
static GType ground_get_type (void);
G_DEFINE_FINAL_TYPE (Ground, ground, GTK_TYPE_WIDGET)

static void
ground_snapshot (GtkWidget *widget, GtkSnapshot *snapshot) {
  Ground *self = (Ground *) widget;
  const float grey = (self->light = !self->light) ? 0.8f : 0.7f;

  gtk_snapshot_append_color (snapshot, &(GdkRGBA){ grey, grey, grey, 1 },
                             &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                                  (float) gtk_widget_get_height (widget)));
}

static void
ground_class_init (GroundClass *klass) {
  klass->snapshot = ground_snapshot;
}

static void
ground_init (Ground *self) {
}

static gboolean
redraw_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data) {
  gtk_widget_queue_draw (widget);
  return G_SOURCE_CONTINUE;
}

static void
realized_cb (GtkWidget *window, gpointer data) {
  BenchWindow *self = data;
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  bench_frames_watch (&self->frames, clock);
  if (self->painted != NULL)
    g_signal_connect (clock, "after-paint", self->painted, self->data);
  if (self->tick != NULL)
    gtk_widget_add_tick_callback (window, self->tick, self->data, NULL);
}

static void
added_cb (GtkApplication *application, GtkWindow *window, gpointer data) {
  BenchWindow *self = data;

  if (self->window != NULL)
    return;
  self->window = window;
  g_signal_connect_after (window, "realize", G_CALLBACK (realized_cb), self);
}

static void
activate_cb (GtkApplication *application, gpointer data) {
  BenchWindow *self = data;
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *ground = g_object_new (ground_get_type (), "vexpand", TRUE, NULL);

  if (self->redraws)
    gtk_widget_add_tick_callback (ground, redraw_cb, NULL, NULL);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), ground);
  gtk_window_fullscreen (GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (window));
}

static int
run (BenchWindow *self, GtkApplication *application) {
  g_signal_connect (application, "window-added", G_CALLBACK (added_cb), self);
  int status = g_application_run (G_APPLICATION (application), 0, NULL);
  bench_frames_clear (&self->frames);
  return status;
}

int
bench_window_run_program (BenchWindow *self) {
  g_autoptr (AppApplication) application = app_application_new ();

  return run (self, GTK_APPLICATION (application));
}

int
bench_window_run_empty (BenchWindow *self) {
  g_autoptr (AdwApplication) application =
      adw_application_new ("io.github.nineweights.Empty", G_APPLICATION_DEFAULT_FLAGS);

  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), self);
  return run (self, GTK_APPLICATION (application));
}

GtkWidget *
bench_window_find (GtkWidget *root, GType type) {
  if (g_type_is_a (G_OBJECT_TYPE (root), type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = bench_window_find (child, type);
    if (found != NULL)
      return found;
  }
  return NULL;
}

void
bench_window_act (BenchWindow *self, const char *action, GVariant *parameter) {
  g_action_group_activate_action (G_ACTION_GROUP (self->window), action, parameter);
}

gboolean
bench_window_has_lesson (BenchWindow *self) {
  g_autoptr (GVariant) scene = g_action_group_get_action_state (G_ACTION_GROUP (self->window), "scene");

  return *g_variant_get_string (scene, NULL) != '\0';
}

char *
bench_run_child (const char *const *arguments) {
  if (g_getenv ("WAYLAND_DISPLAY") == NULL)
    return NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  char *output = NULL;

  if (child == NULL || !g_subprocess_communicate_utf8 (child, NULL, NULL, &output, NULL, &error))
    g_error ("%s: %s", arguments[0], error->message);
  if (g_subprocess_get_successful (child))
    return output;
  g_printerr ("%s %s: it failed\n", arguments[0], arguments[1]);
  g_free (output);
  return NULL;
}
