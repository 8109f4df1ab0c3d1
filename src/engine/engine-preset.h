/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Well-known 3x3 filters, ready made. */
#pragma once

#include "engine-tensor.h"

G_BEGIN_DECLS

typedef struct {
  const char *name;  /* what the command line and settings call it: "sobel-x" */
  const char *title; /* for people, in English, marked for translation: translate with g_dgettext() */
  float weights[9];  /* (3, 3) */
} EnginePreset;

/* All of them, in the order in which to show them; ends with a NULL name. */
const EnginePreset *engine_presets (void);
/* NULL where there is none of that name. */
const EnginePreset *engine_preset_find (const char *name);

G_END_DECLS
