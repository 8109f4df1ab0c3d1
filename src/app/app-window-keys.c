/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys, taken before the focused widget gets them, and the number of a step, typed or asked for. */
#include "app-window-private.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

static gboolean
is_inside (GtkWidget *widget, GType type) {
  return gtk_widget_get_ancestor (widget, type) != NULL;
}

static AppFocus
classify_focus (AppWindow *self, guint keyval) {
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));

  if (focus == NULL)
    return APP_FOCUS_STAGE;
  /* A clicker has no other keys than these, and an entry for a number no use for them. */
  if ((is_inside (focus, APP_TYPE_QUESTION) || is_inside (focus, APP_TYPE_PANEL))
      && (keyval == GDK_KEY_Page_Down || keyval == GDK_KEY_Page_Up))
    return APP_FOCUS_STAGE;
  if (is_inside (focus, GTK_TYPE_POPOVER) || GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus))
    return APP_FOCUS_TEXT;
  if (is_inside (focus, GTK_TYPE_LIST_BOX))
    return APP_FOCUS_LIST;
  if (GTK_IS_RANGE (focus))
    return APP_FOCUS_SLIDER;
  return GTK_IS_BUTTON (focus) ? APP_FOCUS_BUTTON : APP_FOCUS_STAGE;
}

static void
activate (AppWindow *self, const AppKey *key) {
  g_autoptr (GVariant) parameter =
      key->parameter != NULL ? g_variant_ref_sink (g_variant_new_parsed (key->parameter)) : NULL;

  gtk_widget_activate_action_variant (GTK_WIDGET (self), key->action, parameter);
}

void
app_window_forget_number (AppWindow *self) {
  self->number = (AppNumber){ 0 };
  self->typed = (AppTyped){ 0 };
  g_clear_handle_id (&self->number_timeout, g_source_remove);
  gtk_revealer_set_reveal_child (self->number_revealer, FALSE);
  app_stage_say (self->stage, NULL);
}

static void
number_too_old_cb (gpointer data) {
  AppWindow *self = data;

  self->number_timeout = 0;
  app_window_forget_number (self);
}

void
app_window_show_typed (AppWindow *self, const char *text, guint seconds) {
  gtk_label_set_label (self->number_label, text);
  gtk_revealer_set_reveal_child (self->number_revealer, TRUE);
  app_stage_say (self->stage, text);
  g_clear_handle_id (&self->number_timeout, g_source_remove);
  self->number_timeout = g_timeout_add_once (seconds * 1000, number_too_old_cb, self);
}

static void
show_number (AppWindow *self) {
  /* Translators: shown while someone types the number of a step, before they press Enter. */
  g_autofree char *text = g_strdup_printf (_ ("Go to step %u: press Enter"), self->number.number);

  app_window_show_typed (self, text, APP_NUMBER_LIFETIME / G_USEC_PER_SEC);
}

/* A number ends with Enter, or with any other key, which then does what it always does. */
static gboolean
take_number (AppWindow *self, guint keyval, gint64 now) {
  if (app_number_type (&self->number, keyval, now)) {
    show_number (self);
    return TRUE;
  }
  guint number = app_number_take (&self->number, now);
  app_window_forget_number (self);
  if (number == 0 || (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter))
    return FALSE;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.step", "i", (int) number);
  return TRUE;
}

/* Escape hands the keyboard back to the stage. */
static gboolean
leave_panel (AppWindow *self, guint keyval) {
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));

  if (keyval != GDK_KEY_Escape || !is_inside (focus, APP_TYPE_PANEL))
    return FALSE;
  app_window_focus_stage (self);
  return TRUE;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType modifiers,
                gpointer data) {
  AppWindow *self = data;
  AppFocus focus = classify_focus (self, keyval);
  GdkModifierType held = modifiers & gtk_accelerator_get_default_mod_mask ();

  if (focus == APP_FOCUS_TEXT)
    return leave_panel (self, keyval) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
  if (held == 0 && app_window_answer_key (self, keyval))
    return GDK_EVENT_STOP;
  /* A plus needs Shift on many keyboards. */
  if ((held & ~GDK_SHIFT_MASK) == 0 && app_window_value_key (self, keyval))
    return GDK_EVENT_STOP;
  if (held == 0 && !app_player_get_free (self->player) && take_number (self, keyval, g_get_monotonic_time ()))
    return GDK_EVENT_STOP;
  const AppKey *key = app_key_find (keyval, modifiers, focus);
  if (key == NULL)
    return GDK_EVENT_PROPAGATE;
  activate (self, key);
  return GDK_EVENT_STOP;
}

void
app_window_init_keys (AppWindow *self) {
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

void
app_window_finish_keys (AppWindow *self) {
  g_clear_handle_id (&self->number_timeout, g_source_remove);
}

void
app_window_ask_for_step (AppWindow *self) {
  const LessonScene *scene = app_player_get_scene (self->player);
  g_autofree char *hint = g_strdup_printf ("1–%u", scene->n_steps);

  gtk_editable_set_text (GTK_EDITABLE (self->go_to_entry), "");
  gtk_entry_set_placeholder_text (self->go_to_entry, hint);
  gtk_popover_popup (self->go_to_popover);
  gtk_widget_grab_focus (GTK_WIDGET (self->go_to_entry));
}
