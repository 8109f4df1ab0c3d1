/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-window-private.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#define TOAST_WIDTH   64 /* characters in a line */
#define TOAST_SECONDS 6  /* that it stands */

G_DEFINE_FINAL_TYPE (AppWindow, app_window, ADW_TYPE_APPLICATION_WINDOW)

static void
toast_gone_cb (AppWindow *self) {
  g_clear_handle_id (&self->toast_timeout, g_source_remove);
  self->toast_label = NULL;
  g_clear_object (&self->toast);
  if (self->stage != NULL)
    app_stage_say (self->stage, NULL);
}

static gboolean
toast_timeout_cb (gpointer data) {
  AppWindow *self = data;
  g_autoptr (AdwToast) toast = g_object_ref (self->toast);

  self->toast_timeout = 0;
  adw_toast_dismiss (toast);
  return G_SOURCE_REMOVE;
}

/* A label that wraps: our sentences are longer than a toast's own title, which would be cut off. */
static GtkWidget *
toast_label_new (const char *text) {
  GtkWidget *label =
      g_object_new (GTK_TYPE_LABEL, "label", text, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), TOAST_WIDTH);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  return label;
}

/* It goes when we say so. One that is dismissed while it still comes into view brings libadwaita 1.2 down: what is said next
 * therefore takes the place of its text. */
static void
add_toast (AppWindow *self, const char *text) {
  self->toast = adw_toast_new ("");
  self->toast_label = toast_label_new (text);
  adw_toast_set_custom_title (self->toast, self->toast_label);
  adw_toast_set_timeout (self->toast, 0);
  g_signal_connect_object (self->toast, "dismissed", G_CALLBACK (toast_gone_cb), self, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (self->toasts, g_object_ref (self->toast));
}

void
app_window_show_toast (AppWindow *self, const char *text) {
  /* Work that goes on in a thread outlives the window. */
  if (app_window_is_closed (self))
    return;
  if (self->toast == NULL)
    add_toast (self, text);
  else
    gtk_label_set_label (GTK_LABEL (self->toast_label), text);
  g_clear_handle_id (&self->toast_timeout, g_source_remove);
  self->toast_timeout = g_timeout_add_seconds (TOAST_SECONDS, toast_timeout_cb, self);
  app_stage_say (self->stage, text);
}

gboolean
app_window_is_closed (AppWindow *self) {
  return self->player == NULL;
}

void
app_window_focus_stage (AppWindow *self) {
  gtk_widget_grab_focus (GTK_WIDGET (self->stage));
}

static void
timeline_changed_cb (AppWindow *self) {
  Lesson *lesson = app_player_get_lesson (self->player);
  const LessonScene *scene = app_player_get_scene (self->player);

  adw_window_title_set_title (self->title, lesson->title);
  /* Translators: what the window shows: the title of a scene that has no script. */
  g_autofree char *playground = g_strdup_printf (_ ("Playground: %s"), scene->title);
  adw_window_title_set_subtitle (self->title, app_player_get_free (self->player) ? playground : scene->title);
  g_settings_set_string (self->settings, "scene", scene->name);
  app_window_sync_lesson_actions (self);
  app_window_sync_playground (self);
}

static void
speed_changed_cb (AppWindow *self) {
  g_settings_set_double (self->settings, "speed", app_player_get_speed (self->player));
  app_window_sync_lesson_actions (self);
}

/* The bar with the answer stands below the card that asks, and rather over its edge than over the caption. */
static gboolean
place_over_stage_cb (AppWindow *self, GtkWidget *widget, GdkRectangle *place) {
  const int gap = 12;
  GtkRequisition size;
  GdkRectangle card;
  int bottom;

  if (!APP_IS_QUESTION (widget) || !app_stage_find_question (self->stage, &card, &bottom))
    return FALSE;
  gtk_widget_get_preferred_size (widget, NULL, &size);
  place->width = size.width;
  place->height = size.height;
  place->x = MAX (card.x + (card.width - size.width) / 2, 0);
  place->y = MIN (card.y + card.height + gap, bottom - size.height);
  return TRUE;
}

static void
empty_click_cb (AppWindow *self) {
  if (self->fullscreen)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.next", NULL);
}

/* Enter in the entry that asks for a step. */
static void
go_to_entered_cb (AppWindow *self) {
  int step = atoi (gtk_editable_get_text (GTK_EDITABLE (self->go_to_entry)));

  gtk_popover_popdown (self->go_to_popover);
  if (step > 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.step", "i", step);
}

/* Over a narrow window the list is only called up: what is chosen in a wide one is remembered. */
static void
sidebar_revealed_cb (AppWindow *self) {
  if (!self->fullscreen && !adw_flap_get_folded (self->sidebar))
    g_settings_set_boolean (self->settings, "sidebar-visible", adw_flap_get_reveal_flap (self->sidebar));
}

void
app_window_restore_sidebar (AppWindow *self) {
  gboolean wanted = g_settings_get_boolean (self->settings, "sidebar-visible");

  adw_flap_set_reveal_flap (self->sidebar,
                            wanted && !self->fullscreen && !adw_flap_get_folded (self->sidebar));
}

/* Not before the window is constructed: it would forget that it is maximized. */
static void
bind_geometry (AppWindow *self) {
  g_settings_bind (self->settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
}

static void
watch_sidebar (AppWindow *self) {
  app_window_restore_sidebar (self);
  g_signal_connect_object (self->settings, "changed::sidebar-visible",
                           G_CALLBACK (app_window_restore_sidebar), self, G_CONNECT_SWAPPED);
}

static void
connect_player (AppWindow *self) {
  app_stage_set_player (self->stage, self->player);
  app_transport_set_player (self->transport, self->player);
  app_question_set_player (self->question, self->player);
  app_scene_list_set_player (self->scenes, self->player);
  app_player_set_speed (self->player, g_settings_get_double (self->settings, "speed"));
  g_object_bind_property (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", self->player,
                          "animate", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->player, "timeline-changed", G_CALLBACK (timeline_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "notify::speed", G_CALLBACK (speed_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "notify::can-next", G_CALLBACK (app_window_sync_lesson_actions),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "notify::can-back", G_CALLBACK (app_window_sync_lesson_actions),
                           self, G_CONNECT_SWAPPED);
}

static void
app_window_dispose (GObject *object) {
  AppWindow *self = APP_WINDOW (object);

  app_window_finish_keys (self);
  app_window_finish_fullscreen (self);
  app_window_finish_images (self);
  app_window_finish_edit (self);
  app_window_finish_photo (self);
  app_window_finish_weights (self);
  app_window_finish_filters (self);
  app_window_finish_evidence (self);
  app_window_finish_training (self);
  app_window_finish_history (self);
  g_clear_handle_id (&self->toast_timeout, g_source_remove);
  g_clear_object (&self->toast);
  g_clear_object (&self->loader);
  g_clear_object (&self->player);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (object), APP_TYPE_WINDOW);
  G_OBJECT_CLASS (app_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class) {
  gtk_widget_class_bind_template_child (widget_class, AppWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, AppWindow, header);
  gtk_widget_class_bind_template_child (widget_class, AppWindow, title);
  gtk_widget_class_bind_template_child (widget_class, AppWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, AppWindow, scenes);
  gtk_widget_class_bind_template_child (widget_class, AppWindow, panel_flap);
  gtk_widget_class_bind_template_child (widget_class, AppWindow, panel);
  gtk_widget_class_bind_template_child (widget_class, AppWindow, transport_flap);
  gtk_widget_class_bind_template_child (widget_class, AppWindow, transport);
  gtk_widget_class_bind_template_child (widget_class, AppWindow, training_bar);
  gtk_widget_class_bind_template_child (widget_class, AppWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, AppWindow, problem);
  gtk_widget_class_bind_template_child (widget_class, AppWindow, stage);
  gtk_widget_class_bind_template_child (widget_class, AppWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, AppWindow, overlay);
  gtk_widget_class_bind_template_child (widget_class, AppWindow, question);
  gtk_widget_class_bind_template_child (widget_class, AppWindow, number_revealer);
  gtk_widget_class_bind_template_child (widget_class, AppWindow, number_label);
  gtk_widget_class_bind_template_child (widget_class, AppWindow, go_to_popover);
  gtk_widget_class_bind_template_child (widget_class, AppWindow, go_to_entry);
  gtk_widget_class_bind_template_child (widget_class, AppWindow, image_button);
  gtk_widget_class_bind_template_child (widget_class, AppWindow, image_popover);
  gtk_widget_class_bind_template_child (widget_class, AppWindow, filter_button);
  gtk_widget_class_bind_template_child (widget_class, AppWindow, filter_popover);
  gtk_widget_class_bind_template_child (widget_class, AppWindow, filter_view);
}

static void
app_window_class_init (AppWindowClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType parts[] = { APP_TYPE_FILTER_POPOVER, APP_TYPE_IMAGE_POPOVER, APP_TYPE_KERNEL_VIEW,
                    APP_TYPE_PANEL,          APP_TYPE_QUESTION,      APP_TYPE_SCENE_LIST,
                    APP_TYPE_STAGE,          APP_TYPE_TRAINING_BAR,  APP_TYPE_TRANSPORT };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    g_type_ensure (parts[i]);
  G_OBJECT_CLASS (klass)->dispose = app_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nineweights/NineWeights/app-window.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, app_window_focus_stage);
  gtk_widget_class_bind_template_callback (widget_class, empty_click_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_over_stage_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_to_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, sidebar_revealed_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "sidebar_folded_cb",
                                                G_CALLBACK (app_window_restore_sidebar));
  gtk_widget_class_bind_template_callback_full (widget_class, "panel_folded_cb",
                                                G_CALLBACK (app_window_restore_panel));
  gtk_widget_class_bind_template_callback_full (widget_class, "panel_revealed_cb",
                                                G_CALLBACK (app_window_panel_revealed));
  gtk_widget_class_bind_template_callback_full (widget_class, "panel_moved_cb",
                                                G_CALLBACK (app_window_panel_moved));
}

static void
app_window_init (AppWindow *self) {
  g_queue_init (&self->start_lessons);
  g_queue_init (&self->start_pictures);
  self->player = app_player_new ();
  self->loader = app_loader_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = g_settings_new (NINE_WEIGHTS_APPLICATION_ID);
  watch_sidebar (self);
  app_window_init_settings (self);
  app_window_init_history (self);
  app_window_init_edit (self);
  app_window_init_photo (self);
  app_window_init_weights (self);
  app_window_init_filters (self);
  app_window_init_training (self);
  app_window_init_evidence (self);
  app_window_init_playground (self);
  app_window_install_actions (self);
  connect_player (self);
  app_window_init_keys (self);
  app_window_init_questions (self);
  app_window_init_fullscreen (self);
  app_window_init_drop (self);
  app_window_init_images (self);
  app_window_focus_stage (self);
}

AppWindow *
app_window_new (AdwApplication *application, GFile *file) {
  AppWindow *self = g_object_new (APP_TYPE_WINDOW, "application", application, NULL);

  bind_geometry (self);
  app_window_start_images (self, file);
  return self;
}
