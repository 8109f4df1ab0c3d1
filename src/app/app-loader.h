/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs load jobs in worker threads for one window: the newest picture wins, stale answers are dropped, changes of the
 * settings that come faster than they can be computed are merged, and what takes too long is given up. */
#pragma once

#include "app-load-job.h"

G_BEGIN_DECLS

#define APP_LOADER_LIMIT   20        /* seconds */
#define APP_LOADER_DRAWING "drawing" /* the address of what was drawn */

#define APP_TYPE_LOADER (app_loader_get_type ())

/* Signals:
 * - "loaded" (const AppLoaded *): a picture, a lesson or other settings are ready.
 * - "failed" (const char *): a sentence for people. What was loaded before stays.
 * Properties: "busy", TRUE while something takes longer than a moment; "limit", seconds until it is given up. */
G_DECLARE_FINAL_TYPE (AppLoader, app_loader, APP, LOADER, GObject)

AppLoader *app_loader_new (void);

/* `name` is what people call the picture; `address` what the settings remember of it. A picture is the photo as well; a drawing
 * is not. */
void app_loader_open_picture (AppLoader *self, const char *path, const char *name, const char *address);
/* Takes the pixels: cairo's ARGB32 without gaps, from g_malloc(). */
void app_loader_open_pixels (AppLoader *self, guint8 *pixels, int width, int height, const char *name);
/* With its own settings; or, where they are not NULL and fit, with these. */
void app_loader_open_lesson (AppLoader *self, const char *path, const LessonSettings *settings);
/* Other numbers for the picture at hand, or for the one that is being opened. */
void app_loader_set_settings (AppLoader *self, const LessonSettings *settings);
/* What was last asked for, computed or not yet. */
const LessonSettings *app_loader_get_settings (AppLoader *self);
/* Of the picture that was loaded last; "" where the settings have nothing to remember. */
const char *app_loader_get_address (AppLoader *self);
/* Another image, the photo stays. Changes that come faster than they are computed are merged, as those of settings are. */
void app_loader_set_drawing (AppLoader *self, EngineImage *drawing);
/* What was computed before is there again, instead of whatever is under way. No signal comes for it. */
void app_loader_set_current (AppLoader *self, LessonParameters *parameters, const char *address);
/* Forgets what is under way. No signal comes afterwards for it. */
void app_loader_cancel (AppLoader *self);

G_END_DECLS
