/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bar beneath a question: an entry for a number or a button for each choice, and one to go on without an answer. It is
 * there while its player waits for an answer. What is typed anywhere in the window goes into it. */
#pragma once

#include "app-player.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define APP_TYPE_QUESTION (app_question_get_type ())

/* Property "discreet": hidden as long as nothing has been typed, for a lesson on the wall. */
G_DECLARE_FINAL_TYPE (AppQuestion, app_question, APP, QUESTION, GtkBox)

void app_question_set_player (AppQuestion *self, AppPlayer *player);
void app_question_set_discreet (AppQuestion *self, gboolean discreet);
/* A key that was pressed somewhere else; TRUE if it belongs to the answer. */
gboolean app_question_type (AppQuestion *self, guint keyval);
/* What has been typed so far, in words; NULL where nothing has. Free with g_free(). */
char *app_question_get_typed (AppQuestion *self);

G_END_DECLS
