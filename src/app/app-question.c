/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-question.h"

#include "lesson-text.h"

#include <glib/gi18n-lib.h>

struct _AppQuestion {
  GtkBox parent_instance;

  GtkEntry *entry;
  GtkBox *choices;

  AppPlayer *player;
  GSignalGroup *player_signals;
  const LessonQuestion *shown; /* the lesson's, which the player holds; only compared */
  gboolean discreet;
};

G_DEFINE_FINAL_TYPE (AppQuestion, app_question, GTK_TYPE_BOX)

static gboolean
has_text (AppQuestion *self) {
  return *gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0';
}

static void
update_visible (AppQuestion *self) {
  gtk_widget_set_visible (GTK_WIDGET (self), self->shown != NULL && (!self->discreet || has_text (self)));
}

static GtkWidget *
choice_button_new (guint index, const char *choice) {
  g_autofree char *number = lesson_format_count (index + 1);
  GtkWidget *button = gtk_button_new_with_label (number);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.answer");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "d", (double) index);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_tooltip_text (button, choice);
  /* Translators: number of an answer that can be picked, and the answer */
  g_autofree char *spoken = g_strdup_printf (_ ("Answer %s: %s"), number, choice);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  return button;
}

static void
show_choices (AppQuestion *self, char **choices) {
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->choices))) != NULL)
    gtk_box_remove (self->choices, child);
  for (guint i = 0; choices != NULL && choices[i] != NULL; i++)
    gtk_box_append (self->choices, choice_button_new (i, choices[i]));
  gtk_widget_set_visible (GTK_WIDGET (self->choices), choices != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->entry), choices == NULL);
}

static void
changed_cb (AppQuestion *self) {
  LessonState *state = app_player_get_state (self->player);
  const LessonQuestion *question = app_player_get_asking (self->player) ? state->prediction.question : NULL;

  if (question == self->shown)
    return;
  self->shown = question;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  if (question != NULL) {
    show_choices (self, state->prediction.choices);
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    state->prediction.text, -1);
  }
  update_visible (self);
}

static void
text_changed_cb (AppQuestion *self) {
  gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID);
  update_visible (self);
}

static void
entered_cb (AppQuestion *self) {
  double answer;

  if (!has_text (self)) {
    gtk_widget_activate_action (GTK_WIDGET (self), "win.next", NULL);
  } else if (lesson_parse_number (gtk_editable_get_text (GTK_EDITABLE (self->entry)), &answer)) {
    gtk_widget_activate_action (GTK_WIDGET (self), "win.answer", "d", answer);
  } else {
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
    gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                                 GTK_ACCESSIBLE_INVALID_TRUE, -1);
  }
}

static void
app_question_dispose (GObject *object) {
  AppQuestion *self = APP_QUESTION (object);

  g_clear_object (&self->player_signals);
  g_clear_object (&self->player);
  gtk_widget_dispose_template (GTK_WIDGET (object), APP_TYPE_QUESTION);
  G_OBJECT_CLASS (app_question_parent_class)->dispose (object);
}

static void
app_question_class_init (AppQuestionClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = app_question_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/nineweights/NineWeights/app-question.ui");
  gtk_widget_class_bind_template_child (widget_class, AppQuestion, entry);
  gtk_widget_class_bind_template_child (widget_class, AppQuestion, choices);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
}

static void
app_question_init (AppQuestion *self) {
  gtk_widget_init_template (GTK_WIDGET (self));
  self->player_signals = g_signal_group_new (APP_TYPE_PLAYER);
  g_signal_group_connect_swapped (self->player_signals, "changed", G_CALLBACK (changed_cb), self);
}

void
app_question_set_player (AppQuestion *self, AppPlayer *player) {
  g_set_object (&self->player, player);
  g_signal_group_set_target (self->player_signals, player);
}

void
app_question_set_discreet (AppQuestion *self, gboolean discreet) {
  self->discreet = discreet;
  update_visible (self);
}

static gboolean
type_choice (AppQuestion *self, gunichar letter) {
  int digit = g_unichar_digit_value (letter);
  guint n = g_strv_length (app_player_get_state (self->player)->prediction.choices);

  if (digit < 1 || (guint) digit > n)
    return FALSE;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.answer", "d", (double) digit - 1);
  return TRUE;
}

static gboolean
type_number (AppQuestion *self, guint keyval, gunichar letter) {
  char text[7] = { 0 };
  int end = -1;

  if (g_unichar_isdigit (letter) || letter == '.' || letter == ',' || letter == '-') {
    g_unichar_to_utf8 (letter, text);
    gtk_editable_insert_text (GTK_EDITABLE (self->entry), text, -1, &end);
    gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
    return TRUE;
  }
  if (!has_text (self))
    return FALSE;
  if (keyval == GDK_KEY_BackSpace)
    gtk_editable_delete_text (GTK_EDITABLE (self->entry), gtk_entry_get_text_length (self->entry) - 1, -1);
  else if (keyval == GDK_KEY_Escape)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  else if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter)
    entered_cb (self);
  else
    return FALSE;
  return TRUE;
}

char *
app_question_get_typed (AppQuestion *self) {
  if (self->shown == NULL || !has_text (self))
    return NULL;
  /* Translators: read out while someone types the answer to a question, before they press Enter. */
  return g_strdup_printf (_ ("Your prediction: %s: press Enter"),
                          gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

gboolean
app_question_type (AppQuestion *self, guint keyval) {
  gunichar letter = gdk_keyval_to_unicode (keyval);

  if (self->shown == NULL)
    return FALSE;
  return self->shown->choices != NULL ? type_choice (self, letter) : type_number (self, keyval, letter);
}
