/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-transport.h"

#include "app-clock.h"
#include "app-scrubber.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct _AppTransport {
  GtkBox parent_instance;

  GtkButton *play;
  AppScrubber *position;
  GtkLabel *step;
  GtkMenuButton *speed;

  AppPlayer *player;
  GSignalGroup *player_signals;
  guint shown_step;
};

G_DEFINE_FINAL_TYPE (AppTransport, app_transport, GTK_TYPE_BOX)

static void
show_step (AppTransport *self) {
  guint step = app_player_get_state (self->player)->step;
  const LessonScene *scene = app_player_get_scene (self->player);

  if (self->shown_step == step)
    return;
  self->shown_step = step;
  if (app_player_get_free (self->player)) {
    gtk_label_set_label (self->step, _ ("Playground"));
    return;
  }
  /* Translators: where in the scene we are. */
  g_autofree char *text = g_strdup_printf (_ ("Step %u of %u"), step + 1, scene->n_steps);
  gtk_label_set_label (self->step, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->position), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  -1);
}

/* A screen reader reads out each value of the control that has the focus: while it plays, one a second. */
static gboolean
is_too_soon (AppTransport *self, double seconds) {
  double shown = gtk_range_get_value (GTK_RANGE (self->position));
  guint step = app_player_get_state (self->player)->step;

  return gtk_widget_has_focus (GTK_WIDGET (self->position)) && app_player_get_playing (self->player)
         && self->shown_step == step && fabs (seconds - shown) < 1;
}

static void
changed_cb (AppTransport *self) {
  double seconds = app_player_get_seconds (self->player);

  if (!is_too_soon (self, seconds))
    gtk_range_set_value (GTK_RANGE (self->position), seconds);
  show_step (self);
}

static void
timeline_changed_cb (AppTransport *self) {
  LessonTimeline *timeline = app_player_get_timeline (self->player);
  const LessonScene *scene = app_player_get_scene (self->player);
  g_autofree double *ends = g_new (double, scene->n_steps);

  for (guint step = 0; step < scene->n_steps; step++)
    ends[step] = lesson_timeline_step_end (timeline, step);
  /* Where nothing is scripted there is no moment to go to. */
  gtk_widget_set_visible (GTK_WIDGET (self->position), !app_player_get_free (self->player));
  gtk_widget_set_hexpand (GTK_WIDGET (self->step), app_player_get_free (self->player));
  app_scrubber_set_ends (self->position, ends, scene->n_steps);
  self->shown_step = G_MAXUINT;
}

static void
playing_changed_cb (AppTransport *self) {
  gboolean playing = app_player_get_playing (self->player);
  const char *name = playing ? _ ("Pause") : _ ("Play");
  g_autofree char *tooltip = g_strdup_printf ("%s (K)", name);

  gtk_button_set_icon_name (self->play,
                            playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play), tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (!playing && app_player_get_lesson (self->player) != NULL)
    gtk_range_set_value (GTK_RANGE (self->position), app_player_get_seconds (self->player));
}

static void
speed_changed_cb (AppTransport *self) {
  g_autofree char *text = app_speed_to_string (app_player_get_speed (self->player));

  gtk_menu_button_set_label (self->speed, text);
}

static gboolean
change_value_cb (AppTransport *self, GtkScrollType scroll, double value) {
  app_player_seek (self->player, value);
  return GDK_EVENT_STOP;
}

static GMenuModel *
speed_menu_new (void) {
  GMenu *menu = g_menu_new ();

  for (double speed = APP_SPEED_MIN; speed <= APP_SPEED_MAX; speed *= 2) {
    g_autofree char *label = app_speed_to_string (speed);
    g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);
    g_menu_item_set_action_and_target (item, "win.speed", "d", speed);
    g_menu_append_item (menu, item);
  }
  return G_MENU_MODEL (menu);
}

static void
app_transport_dispose (GObject *object) {
  AppTransport *self = APP_TRANSPORT (object);

  g_clear_object (&self->player_signals);
  g_clear_object (&self->player);
  gtk_widget_dispose_template (GTK_WIDGET (object), APP_TYPE_TRANSPORT);
  G_OBJECT_CLASS (app_transport_parent_class)->dispose (object);
}

static void
app_transport_class_init (AppTransportClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (APP_TYPE_SCRUBBER);
  G_OBJECT_CLASS (klass)->dispose = app_transport_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nineweights/NineWeights/app-transport.ui");
  gtk_widget_class_bind_template_child (widget_class, AppTransport, play);
  gtk_widget_class_bind_template_child (widget_class, AppTransport, position);
  gtk_widget_class_bind_template_child (widget_class, AppTransport, step);
  gtk_widget_class_bind_template_child (widget_class, AppTransport, speed);
  gtk_widget_class_bind_template_callback (widget_class, change_value_cb);
}

static void
app_transport_init (AppTransport *self) {
  gtk_widget_init_template (GTK_WIDGET (self));
  /* The tooltip says what the name says. */
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self->position), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  g_autoptr (GMenuModel) speeds = speed_menu_new ();
  gtk_menu_button_set_menu_model (self->speed, speeds);

  self->player_signals = g_signal_group_new (APP_TYPE_PLAYER);
  g_signal_group_connect_swapped (self->player_signals, "changed", G_CALLBACK (changed_cb), self);
  g_signal_group_connect_swapped (self->player_signals, "timeline-changed", G_CALLBACK (timeline_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->player_signals, "notify::playing", G_CALLBACK (playing_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->player_signals, "notify::speed", G_CALLBACK (speed_changed_cb), self);
}

void
app_transport_set_player (AppTransport *self, AppPlayer *player) {
  g_set_object (&self->player, player);
  g_signal_group_set_target (self->player_signals, player);
  playing_changed_cb (self);
  speed_changed_cb (self);
}

char *
app_speed_to_string (double speed) {
  /* Translators: how fast a step plays, as a factor. */
  return g_strdup_printf (_ ("%g×"), speed);
}
