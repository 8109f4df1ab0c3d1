/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lesson on the wall: only the stage. The transport bar comes when the pointer goes to the lower edge; a pointer that
 * rests is hidden; the screen does not go dark. */
#include "app-window-private.h"

#include <glib/gi18n-lib.h>

#define POINTER_REST   3000 /* milliseconds */
#define POINTER_JITTER 2.0  /* a table that shakes is no movement */
#define EDGE           96.0 /* the transport bar's height and some way to it */

static void
pointer_rests_cb (gpointer data) {
  AppWindow *self = data;

  self->pointer_timeout = 0;
  app_stage_edit_rest (self->edit);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "none");
  adw_flap_set_reveal_flap (self->transport_flap, FALSE);
}

static void
show_pointer (AppWindow *self) {
  g_clear_handle_id (&self->pointer_timeout, g_source_remove);
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
}

static void
motion_cb (AppWindow *self, double x, double y) {
  double dx = x - self->pointer_x, dy = y - self->pointer_y;

  if (!self->fullscreen || dx * dx + dy * dy < POINTER_JITTER * POINTER_JITTER)
    return;
  self->pointer_x = x;
  self->pointer_y = y;
  show_pointer (self);
  gboolean near = y > gtk_widget_get_height (GTK_WIDGET (self)) - EDGE;
  adw_flap_set_reveal_flap (self->transport_flap, near);
  if (!near)
    self->pointer_timeout = g_timeout_add_once (POINTER_REST, pointer_rests_cb, self);
}

static void
keep_screen_on (AppWindow *self, gboolean on) {
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (on && self->inhibition == 0)
    self->inhibition = gtk_application_inhibit (application, GTK_WINDOW (self), GTK_APPLICATION_INHIBIT_IDLE,
                                                _ ("A lesson is being presented"));
  if (!on && self->inhibition != 0) {
    gtk_application_uninhibit (application, self->inhibition);
    self->inhibition = 0;
  }
}

static void
show_controls (AppWindow *self, gboolean shown) {
  gtk_widget_set_visible (self->header, shown);
  app_question_set_discreet (self->question, !shown);
  if (shown)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "presenting");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "presenting");
  app_window_restore_sidebar (self);
  app_window_restore_panel (self);
  adw_flap_set_fold_policy (self->transport_flap,
                            shown ? ADW_FLAP_FOLD_POLICY_NEVER : ADW_FLAP_FOLD_POLICY_ALWAYS);
  adw_flap_set_reveal_flap (self->transport_flap, shown);
}

void
app_window_set_fullscreen (AppWindow *self, gboolean fullscreen) {
  if (self->fullscreen == fullscreen)
    return;
  self->fullscreen = fullscreen;
  app_window_set_action_state (self, "fullscreen", g_variant_new_boolean (fullscreen));
  show_controls (self, !fullscreen);
  keep_screen_on (self, fullscreen);
  show_pointer (self);
  if (fullscreen) {
    gtk_window_fullscreen (GTK_WINDOW (self));
    self->pointer_timeout = g_timeout_add_once (POINTER_REST, pointer_rests_cb, self);
  } else {
    gtk_window_unfullscreen (GTK_WINDOW (self));
  }
  app_window_focus_stage (self);
}

/* The desktop has its own ways into and out of fullscreen. */
static void
fullscreened_cb (AppWindow *self) {
  app_window_set_fullscreen (self, gtk_window_is_fullscreen (GTK_WINDOW (self)));
}

void
app_window_init_fullscreen (AppWindow *self) {
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (fullscreened_cb), NULL);
}

void
app_window_finish_fullscreen (AppWindow *self) {
  g_clear_handle_id (&self->pointer_timeout, g_source_remove);
}
