/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-loader.h"

#include <glib/gi18n-lib.h>

/* What is done within a moment needs no sign that something happens. */
#define MOMENT 300 /* milliseconds */

struct _AppLoader {
  GObject parent_instance;

  LessonSettings settings;   /* wanted */
  EngineImage *drawing;      /* wanted; NULL where the picture stays */
  LessonParameters *current; /* what was loaded last; NULL before */
  char *address;

  GCancellable *running; /* the newest job's, which it is told apart by: answers of others are stale */
  char *running_name;
  guint busy_timeout, limit_timeout;
  gboolean busy;
  guint limit;
};

enum { PROP_BUSY = 1, PROP_LIMIT, N_PROPS };
enum { LOADED, FAILED, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AppLoader, app_loader, G_TYPE_OBJECT)

static void recompute_if_wanted (AppLoader *self);

static void
set_busy (AppLoader *self, gboolean busy) {
  if (self->busy == busy)
    return;
  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
stop_running (AppLoader *self) {
  if (self->running != NULL)
    g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  g_clear_handle_id (&self->busy_timeout, g_source_remove);
  g_clear_handle_id (&self->limit_timeout, g_source_remove);
  g_clear_pointer (&self->running_name, g_free);
}

static void
fail (AppLoader *self, const char *message) {
  if (self->current != NULL)
    self->settings = self->current->settings;
  g_clear_pointer (&self->drawing, engine_image_unref);
  set_busy (self, FALSE);
  g_signal_emit (self, signals[FAILED], 0, message);
}

static void
replace_current (AppLoader *self, LessonParameters *parameters, const char *address) {
  LessonParameters *old = self->current;
  char *old_address = self->address;

  self->current = lesson_parameters_ref (parameters);
  self->address = g_strdup (address);
  g_clear_pointer (&old, lesson_parameters_unref);
  g_free (old_address);
}

static void
succeed (AppLoader *self, const AppLoaded *loaded) {
  replace_current (self, loaded->parameters, loaded->address);
  if (loaded->lesson != NULL)
    self->settings = loaded->parameters->settings;
  g_signal_emit (self, signals[LOADED], 0, loaded);
  recompute_if_wanted (self);
  if (self->running == NULL)
    set_busy (self, FALSE);
}

static gboolean
busy_cb (gpointer data) {
  AppLoader *self = data;

  self->busy_timeout = 0;
  set_busy (self, TRUE);
  return G_SOURCE_REMOVE;
}

static gboolean
limit_cb (gpointer data) {
  AppLoader *self = data;

  self->limit_timeout = 0;
  /* Translators: %s is the name of a file. */
  g_autofree char *message = g_strdup_printf (
      ngettext ("%s: it takes longer than %u second to open; use a smaller or simpler picture",
                "%s: it takes longer than %u seconds to open; use a smaller or simpler picture", self->limit),
      self->running_name, self->limit);
  stop_running (self);
  fail (self, message);
  return G_SOURCE_REMOVE;
}

static void
run_job_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  g_autoptr (GError) error = NULL;
  AppLoaded *loaded = app_load_job_run (data, cancellable, &error);

  if (loaded != NULL)
    g_task_return_pointer (task, loaded, (GDestroyNotify) app_loaded_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
job_done_cb (GObject *source, GAsyncResult *result, gpointer data) {
  AppLoader *self = APP_LOADER (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (AppLoaded) loaded = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->running)
    return;
  stop_running (self);
  if (loaded != NULL)
    succeed (self, loaded);
  else
    fail (self, error->message);
}

/* On the ground of what is there. */
static AppLoadJob *
job_new (AppLoader *self, const char *name, const char *address) {
  AppLoadJob *job = app_load_job_new (&self->settings);

  if (self->current != NULL)
    job->base = lesson_parameters_ref (self->current);
  job->name = g_strdup (name);
  job->address = g_strdup (address);
  return job;
}

/* Takes the job. */
static void
start (AppLoader *self, AppLoadJob *job) {
  stop_running (self);
  self->running = g_cancellable_new ();
  self->running_name = g_strdup (job->name);
  if (!self->busy)
    self->busy_timeout = g_timeout_add (MOMENT, busy_cb, self);
  self->limit_timeout = g_timeout_add_seconds (self->limit, limit_cb, self);

  g_autoptr (GTask) task = g_task_new (self, self->running, job_done_cb, NULL);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, (GDestroyNotify) app_load_job_free);
  g_task_run_in_thread (task, run_job_cb);
}

static void
recompute_if_wanted (AppLoader *self) {
  if (self->running != NULL || self->current == NULL
      || (self->drawing == NULL && lesson_settings_equal (&self->settings, &self->current->settings)))
    return;
  gboolean drawn = self->drawing != NULL;
  AppLoadJob *job = job_new (self, drawn ? _ ("Drawing") : self->current->image_name,
                             drawn ? APP_LOADER_DRAWING : self->address);
  job->drawing = g_steal_pointer (&self->drawing);
  job->keep_photo = TRUE;
  start (self, job);
}

static void
app_loader_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec) {
  AppLoader *self = APP_LOADER (object);

  switch (id) {
  case PROP_BUSY:
    g_value_set_boolean (value, self->busy);
    break;
  case PROP_LIMIT:
    g_value_set_uint (value, self->limit);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
app_loader_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec) {
  AppLoader *self = APP_LOADER (object);

  switch (id) {
  case PROP_LIMIT:
    self->limit = g_value_get_uint (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
app_loader_finalize (GObject *object) {
  AppLoader *self = APP_LOADER (object);

  stop_running (self);
  g_clear_pointer (&self->drawing, engine_image_unref);
  g_clear_pointer (&self->current, lesson_parameters_unref);
  g_free (self->address);
  G_OBJECT_CLASS (app_loader_parent_class)->finalize (object);
}

static void
app_loader_class_init (AppLoaderClass *klass) {
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = app_loader_finalize;
  object_class->get_property = app_loader_get_property;
  object_class->set_property = app_loader_set_property;

  properties[PROP_BUSY] =
      g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LIMIT] = g_param_spec_uint ("limit", NULL, NULL, 1, G_MAXUINT, APP_LOADER_LIMIT,
                                              G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[LOADED] = g_signal_new ("loaded", APP_TYPE_LOADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[FAILED] = g_signal_new ("failed", APP_TYPE_LOADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
app_loader_init (AppLoader *self) {
  lesson_settings_init (&self->settings);
  self->limit = APP_LOADER_LIMIT;
}

AppLoader *
app_loader_new (void) {
  return g_object_new (APP_TYPE_LOADER, NULL);
}

void
app_loader_open_picture (AppLoader *self, const char *path, const char *name, const char *address) {
  AppLoadJob *job = job_new (self, name, address);

  job->path = g_strdup (path);
  job->keep_photo = g_str_equal (address, APP_LOADER_DRAWING);
  start (self, job);
}

void
app_loader_open_pixels (AppLoader *self, guint8 *pixels, int width, int height, const char *name) {
  AppLoadJob *job = job_new (self, name, "");

  job->pixels = pixels;
  job->width = width;
  job->height = height;
  start (self, job);
}

void
app_loader_open_lesson (AppLoader *self, const char *path, const LessonSettings *settings) {
  g_autofree char *name = g_path_get_basename (path);
  AppLoadJob *job = job_new (self, name, "");

  job->lesson_path = g_strdup (path);
  job->own_settings = settings != NULL;
  if (settings != NULL)
    job->settings = *settings;
  start (self, job);
}

void
app_loader_set_settings (AppLoader *self, const LessonSettings *settings) {
  self->settings = *settings;
  recompute_if_wanted (self);
}

const LessonSettings *
app_loader_get_settings (AppLoader *self) {
  return &self->settings;
}

const char *
app_loader_get_address (AppLoader *self) {
  return self->address != NULL ? self->address : "";
}

void
app_loader_set_drawing (AppLoader *self, EngineImage *drawing) {
  engine_image_ref (drawing);
  g_clear_pointer (&self->drawing, engine_image_unref);
  self->drawing = drawing;
  recompute_if_wanted (self);
}

void
app_loader_set_current (AppLoader *self, LessonParameters *parameters, const char *address) {
  app_loader_cancel (self);
  g_clear_pointer (&self->drawing, engine_image_unref);
  replace_current (self, parameters, address);
  self->settings = parameters->settings;
}

void
app_loader_cancel (AppLoader *self) {
  stop_running (self);
  set_busy (self, FALSE);
}
