/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-loader.h"
#include "lesson-data.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  AppLoader *loader;
  char *folder;
  guint loads, failures;
  char *message;
  char *address;
  Lesson *lesson;
  LessonParameters *parameters;
} Fixture;

static void
loaded_cb (Fixture *self, const AppLoaded *loaded) {
  self->loads++;
  g_free (self->address);
  self->address = g_strdup (loaded->address);
  g_clear_pointer (&self->lesson, lesson_unref);
  g_clear_pointer (&self->parameters, lesson_parameters_unref);
  if (loaded->lesson != NULL)
    self->lesson = lesson_ref (loaded->lesson);
  self->parameters = lesson_parameters_ref (loaded->parameters);
}

static void
failed_cb (Fixture *self, const char *message) {
  self->failures++;
  g_free (self->message);
  self->message = g_strdup (message);
}

static void
set_up (Fixture *self, gconstpointer data) {
  self->loader = app_loader_new ();
  self->folder = g_dir_make_tmp ("nine-weights-XXXXXX", NULL);
  g_signal_connect_swapped (self->loader, "loaded", G_CALLBACK (loaded_cb), self);
  g_signal_connect_swapped (self->loader, "failed", G_CALLBACK (failed_cb), self);
}

static void
tear_down (Fixture *self, gconstpointer data) {
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *path = g_build_filename (self->folder, name, NULL);
    g_remove (path);
  }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_clear_object (&self->loader);
  g_clear_pointer (&self->lesson, lesson_unref);
  g_clear_pointer (&self->parameters, lesson_parameters_unref);
  g_free (self->message);
  g_free (self->address);
}

/* Until so many signals have come in all. */
static void
wait_for (Fixture *self, guint signals) {
  while (self->loads + self->failures < signals)
    g_main_context_iteration (NULL, TRUE);
}

static char *
write_file (Fixture *self, const char *name, const char *text) {
  char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
open_shipped (Fixture *self, const char *file) {
  g_autofree char *relative = g_build_filename ("images", file, NULL);
  g_autofree char *path = lesson_data_path (relative);

  app_loader_open_picture (self->loader, path, file, file);
}

static void
test_picture (Fixture *self, gconstpointer data) {
  open_shipped (self, "digit-3.png");
  wait_for (self, 1);
  g_assert_cmpuint (self->loads, ==, 1);
  g_assert_cmpstr (self->parameters->image_name, ==, "digit-3.png");
  g_assert_cmpstr (self->address, ==, "digit-3.png");
  g_assert_null (self->lesson);
}

static void
test_pixels (Fixture *self, gconstpointer data) {
  guint32 *pixels = g_new (guint32, 12);

  for (int i = 0; i < 12; i++)
    pixels[i] = 0xff0000ff; /* opaque blue */
  app_loader_open_pixels (self->loader, (guint8 *) pixels, 4, 3, "pasted");
  wait_for (self, 1);
  g_assert_cmpuint (self->loads, ==, 1);
  g_assert_cmpint (self->parameters->original->width, ==, 4);
  g_assert_cmpint (self->parameters->original->height, ==, 3);
  g_assert_cmpuint (self->parameters->original->pixels[2], ==, 255);
  g_assert_cmpstr (self->address, ==, "");
}

/* Whatever else happens meanwhile. */
static void
spin (void) {
  for (int i = 0; i < 50; i++) {
    g_usleep (2000);
    while (g_main_context_iteration (NULL, FALSE))
      ;
  }
}

static void
test_newest_wins (Fixture *self, gconstpointer data) {
  open_shipped (self, "digit-1.png");
  open_shipped (self, "digit-2.png");
  open_shipped (self, "digit-3.png");
  wait_for (self, 1);
  g_assert_cmpstr (self->address, ==, "digit-3.png");
  spin ();
  g_assert_cmpuint (self->loads, ==, 1);
  g_assert_cmpuint (self->failures, ==, 0);
}

static void
test_failure_keeps (Fixture *self, gconstpointer data) {
  g_autofree char *bad = write_file (self, "bad.png", "this is no picture");
  LessonSettings settings = *app_loader_get_settings (self->loader);

  open_shipped (self, "digit-3.png");
  wait_for (self, 1);
  app_loader_open_picture (self->loader, bad, "bad.png", "");
  wait_for (self, 2);
  g_assert_cmpuint (self->failures, ==, 1);
  g_assert_nonnull (strstr (self->message, "bad.png"));
  /* The picture at hand is still the good one. */
  settings.grid = 16;
  app_loader_set_settings (self->loader, &settings);
  wait_for (self, 3);
  g_assert_cmpstr (self->address, ==, "digit-3.png");
  g_assert_cmpint (self->parameters->settings.grid, ==, 16);
}

static void
test_settings_merge (Fixture *self, gconstpointer data) {
  LessonSettings settings = *app_loader_get_settings (self->loader);

  open_shipped (self, "digit-3.png");
  wait_for (self, 1);
  for (settings.grid = LESSON_GRID_MIN; settings.grid <= 60; settings.grid++)
    app_loader_set_settings (self->loader, &settings);
  while (self->parameters->settings.grid != 60)
    g_main_context_iteration (NULL, TRUE);
  /* The picture, the first size, and the last one of those that came meanwhile. */
  g_assert_cmpuint (self->loads, ==, 3);
}

static void
test_settings_before_picture (Fixture *self, gconstpointer data) {
  LessonSettings settings = *app_loader_get_settings (self->loader);

  open_shipped (self, "digit-3.png");
  settings.grid = 28;
  app_loader_set_settings (self->loader, &settings);
  wait_for (self, 2);
  g_assert_cmpint (self->parameters->settings.grid, ==, 28);
}

static void
test_settings_fall_back (Fixture *self, gconstpointer data) {
  LessonSettings settings = *app_loader_get_settings (self->loader);

  open_shipped (self, "digit-3.png");
  wait_for (self, 1);
  settings.grid = LESSON_GRID_MIN;
  settings.dilation = 3;
  app_loader_set_settings (self->loader, &settings);
  wait_for (self, 2);
  g_assert_cmpuint (self->failures, ==, 1);
  g_assert_true (lesson_settings_equal (app_loader_get_settings (self->loader), &self->parameters->settings));
}

static void
test_lesson (Fixture *self, gconstpointer data) {
  g_autofree char *path = lesson_data_path ("lessons/weights-in-cnns.lesson");

  app_loader_open_lesson (self->loader, path, NULL);
  wait_for (self, 1);
  g_assert_cmpuint (self->loads, ==, 1);
  g_assert_nonnull (self->lesson);
  g_assert_cmpint (self->parameters->settings.grid, ==, self->lesson->settings.grid);
}

static void
test_broken_lesson (Fixture *self, gconstpointer data) {
  g_autofree char *path = write_file (self, "broken.lesson", "[Lesson]\nScenes=nothing-of-this-name\n");

  open_shipped (self, "digit-3.png");
  wait_for (self, 1);
  app_loader_open_lesson (self->loader, path, NULL);
  wait_for (self, 2);
  g_assert_cmpuint (self->failures, ==, 1);
  g_assert_cmpuint (self->loads, ==, 1);
  g_assert_nonnull (strstr (self->message, "broken.lesson"));
}

static void
open_lesson (Fixture *self, const LessonSettings *settings) {
  g_autofree char *path = lesson_data_path ("lessons/weights-in-cnns.lesson");

  app_loader_open_lesson (self->loader, path, settings);
  wait_for (self, 1);
}

static void
test_lesson_with_settings (Fixture *self, gconstpointer data) {
  LessonSettings settings = *app_loader_get_settings (self->loader);

  settings.grid = 16;
  settings.questions = TRUE;
  open_lesson (self, &settings);
  g_assert_cmpint (self->parameters->settings.grid, ==, 16);
  g_assert_true (self->parameters->settings.questions);
}

static void
test_settings_too_many (Fixture *self, gconstpointer data) {
  LessonSettings settings = *app_loader_get_settings (self->loader);

  settings.grid = LESSON_GRID_MIN;
  settings.dilation = 3;
  open_lesson (self, &settings);
  g_assert_cmpuint (self->failures, ==, 0);
  g_assert_cmpint (self->parameters->settings.grid, ==, self->lesson->settings.grid);
}

static void
test_picture_is_photo (Fixture *self, gconstpointer data) {
  open_lesson (self, NULL);
  g_assert_true (self->parameters->photo != self->parameters->original);
  open_shipped (self, "coffee.png");
  wait_for (self, 2);
  g_assert_true (self->parameters->photo == self->parameters->original);
}

static EngineImage *
black_new (gint64 side) {
  g_autofree float *values = g_new0 (float, side *side);

  return engine_image_new_from_grey (values, side, side, NULL);
}

static void
test_drawing_is_no_photo (Fixture *self, gconstpointer data) {
  g_autoptr (EngineImage) drawing = black_new (10);

  open_lesson (self, NULL);
  g_autoptr (EngineImage) photo = engine_image_ref (self->parameters->photo);
  app_loader_set_drawing (self->loader, drawing);
  wait_for (self, 2);
  g_assert_true (self->parameters->original == drawing);
  g_assert_true (self->parameters->photo == photo);
  g_assert_cmpstr (self->address, ==, APP_LOADER_DRAWING);
}

static void
test_drawings_merge (Fixture *self, gconstpointer data) {
  EngineImage *last = NULL;

  open_lesson (self, NULL);
  for (int i = 0; i < 50; i++) {
    g_clear_pointer (&last, engine_image_unref);
    last = black_new (10);
    app_loader_set_drawing (self->loader, last);
  }
  while (self->parameters->original != last)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (self->loads, ==, 3);
  engine_image_unref (last);
}

static void
test_set_current (Fixture *self, gconstpointer data) {
  LessonSettings settings;

  open_lesson (self, NULL);
  g_autoptr (LessonParameters) before = lesson_parameters_ref (self->parameters);
  settings = before->settings;
  settings.grid = 40;
  app_loader_set_settings (self->loader, &settings);
  app_loader_set_current (self->loader, before, "there");
  spin ();
  g_assert_cmpuint (self->loads, ==, 1);
  g_assert_cmpint (app_loader_get_settings (self->loader)->grid, ==, before->settings.grid);
  g_assert_cmpstr (app_loader_get_address (self->loader), ==, "there");
}

static void
test_settings_share (Fixture *self, gconstpointer data) {
  LessonSettings settings;

  open_lesson (self, NULL);
  g_autoptr (LessonParameters) before = lesson_parameters_ref (self->parameters);
  settings = before->settings;
  lesson_settings_set_weight (&settings, 4, 3);
  app_loader_set_settings (self->loader, &settings);
  wait_for (self, 2);
  g_assert_true (self->parameters->dense_weights == before->dense_weights);
  g_assert_true (self->parameters->pixels == before->pixels);
  g_assert_cmpfloat (self->parameters->kernel->data[4], ==, 3);
}

/* The answer is there when the main loop looks, but it looks too late. */
static void
test_limit (Fixture *self, gconstpointer data) {
  g_object_set (self->loader, "limit", 1, NULL);
  open_shipped (self, "digit-3.png");
  /* GLib rounds seconds up to its own beat. */
  g_usleep (2500 * 1000);
  spin ();
  g_assert_cmpuint (self->failures, ==, 1);
  g_assert_cmpuint (self->loads, ==, 0);
  g_assert_nonnull (strstr (self->message, "digit-3.png"));
  open_shipped (self, "digit-3.png");
  wait_for (self, 2);
  g_assert_cmpuint (self->loads, ==, 1);
}

static void
test_cancel (Fixture *self, gconstpointer data) {
  open_shipped (self, "digit-3.png");
  app_loader_cancel (self->loader);
  spin ();
  g_assert_cmpuint (self->loads + self->failures, ==, 0);
}

#define ADD(path, function) g_test_add ("/app/loader/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("a-picture-becomes-a-lesson", test_picture);
  ADD ("pixels-become-a-lesson", test_pixels);
  ADD ("the-newest-picture-wins", test_newest_wins);
  ADD ("a-failure-keeps-what-was-loaded", test_failure_keeps);
  ADD ("fast-changes-are-merged", test_settings_merge);
  ADD ("settings-may-change-while-a-picture-opens", test_settings_before_picture);
  ADD ("settings-that-do-not-fit-are-taken-back", test_settings_fall_back);
  ADD ("a-lesson-brings-its-settings", test_lesson);
  ADD ("a-broken-lesson-replaces-nothing", test_broken_lesson);
  ADD ("a-lesson-opens-with-settings-of-last-time", test_lesson_with_settings);
  ADD ("settings-of-last-time-that-do-not-fit-are-left-out", test_settings_too_many);
  ADD ("a-picture-is-the-photo-as-well", test_picture_is_photo);
  ADD ("a-drawing-leaves-the-photo", test_drawing_is_no_photo);
  ADD ("fast-strokes-are-merged", test_drawings_merge);
  ADD ("what-was-computed-before-stops-what-is-under-way", test_set_current);
  ADD ("other-weights-share-what-stays", test_settings_share);
  ADD ("what-takes-too-long-is-given-up", test_limit);
  ADD ("cancelled-work-is-silent", test_cancel);
  return g_test_run ();
}
