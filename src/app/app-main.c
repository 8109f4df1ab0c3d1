/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-application.h"
#include "lesson-data.h"

#include <locale.h>

int
main (int argc, char **argv) {
  setlocale (LC_ALL, "");
  lesson_bind_translations ();
  g_autoptr (AppApplication) application = app_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
