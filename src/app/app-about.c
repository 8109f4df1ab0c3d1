/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-about.h"

#include "lesson-data.h"

#include <glib/gi18n-lib.h>

/* Pictures of the same origin need one line. */
static void
add_picture_credits (AdwAboutWindow *about) {
  g_autoptr (GPtrArray) pictures = lesson_pictures ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < pictures->len; i++) {
    const LessonPicture *picture = pictures->pdata[i];
    g_autofree char *line = g_strdup_printf ("%s: %s", picture->title, picture->credit);
    g_strv_builder_add (builder, line);
  }
  g_auto (GStrv) lines = g_strv_builder_end (builder);
  adw_about_window_add_credit_section (about, _ ("Pictures"), (const char **) lines);
}

void
app_about_present (GtkWindow *parent) {
  AdwAboutWindow *about = ADW_ABOUT_WINDOW (adw_about_window_new ());
  const char *fonts[] = { "Inter: The Inter Project Authors (OFL-1.1)", NULL };

  gtk_window_set_transient_for (GTK_WINDOW (about), parent);
  adw_about_window_set_application_name (about, _ ("Nine Weights"));
  adw_about_window_set_application_icon (about, NINE_WEIGHTS_APPLICATION_ID);
  adw_about_window_set_version (about, NINE_WEIGHTS_VERSION);
  adw_about_window_set_developer_name (about, _ ("The Nine Weights authors"));
  adw_about_window_set_comments (
      about, _ ("Shows why a convolutional layer needs so few weights, on a picture of your own."));
  adw_about_window_set_license_type (about, GTK_LICENSE_GPL_3_0);
  /* Translators: put your names here, one a line. */
  adw_about_window_set_translator_credits (about, _ ("translator-credits"));
  add_picture_credits (about);
  adw_about_window_add_credit_section (about, _ ("Fonts"), fonts);
  gtk_window_present (GTK_WINDOW (about));
}
