/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses the filter that slides, and how: presets, learned ones, those of a file, stride, dilation, padding. Everything in it is an action of the window. */
#pragma once

#include "learning-record.h"
#include "lesson-filters-file.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define APP_TYPE_FILTER_POPOVER (app_filter_popover_get_type ())
G_DECLARE_FINAL_TYPE (AppFilterPopover, app_filter_popover, APP, FILTER_POPOVER, GtkPopover)

void app_filter_popover_set_learned (AppFilterPopover *self, const LessonFilters *filters);
/* Those of the file that was opened last, instead of those before. */
void app_filter_popover_set_file (AppFilterPopover *self, const LessonFilters *filters);
/* Those that were learned here; NULL: none. */
void app_filter_popover_set_trained (AppFilterPopover *self, LearningCourse course,
                                     const LessonFilters *filters);

G_END_DECLS
