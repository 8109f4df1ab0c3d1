/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-preset.h"

#include <glib/gi18n-lib.h>

/* As cross-correlation reads them: sobel-x answers positively where the picture gets lighter to the right,
 * sobel-y where it gets lighter downwards. */
static const EnginePreset presets[] = {
  { "identity", N_ ("Identity"), { 0, 0, 0, 0, 1, 0, 0, 0, 0 } },
  { "box-blur",
    N_ ("Box blur"),
    { 1 / 9.0f, 1 / 9.0f, 1 / 9.0f, 1 / 9.0f, 1 / 9.0f, 1 / 9.0f, 1 / 9.0f, 1 / 9.0f, 1 / 9.0f } },
  { "gaussian",
    N_ ("Gaussian blur"),
    { 1 / 16.0f, 2 / 16.0f, 1 / 16.0f, 2 / 16.0f, 4 / 16.0f, 2 / 16.0f, 1 / 16.0f, 2 / 16.0f, 1 / 16.0f } },
  { "sharpen", N_ ("Sharpen"), { 0, -1, 0, -1, 5, -1, 0, -1, 0 } },
  { "sobel-x", N_ ("Sobel, vertical edges"), { -1, 0, 1, -2, 0, 2, -1, 0, 1 } },
  { "sobel-y", N_ ("Sobel, horizontal edges"), { -1, -2, -1, 0, 0, 0, 1, 2, 1 } },
  { "laplacian", N_ ("Laplacian"), { 0, 1, 0, 1, -4, 1, 0, 1, 0 } },
  { "emboss", N_ ("Emboss"), { -2, -1, 0, -1, 1, 1, 0, 1, 2 } },
  { "prewitt-x", N_ ("Prewitt, vertical edges"), { -1, 0, 1, -1, 0, 1, -1, 0, 1 } },
  { "prewitt-y", N_ ("Prewitt, horizontal edges"), { -1, -1, -1, 0, 0, 0, 1, 1, 1 } },
  { "diagonal", N_ ("Diagonals"), { 0, 1, 2, -1, 0, 1, -2, -1, 0 } },
  { "line", N_ ("Thin lines"), { -1, 2, -1, -1, 2, -1, -1, 2, -1 } },
  { "gabor", N_ ("Gabor-like"), { -0.25f, 0.75f, -0.5f, -0.5f, 1, -0.5f, -0.5f, 0.75f, -0.25f } },
  { "motion-blur", N_ ("Motion blur"), { 1 / 3.0f, 0, 0, 0, 1 / 3.0f, 0, 0, 0, 1 / 3.0f } },
  { "unsharp",
    N_ ("Unsharp mask"),
    { -1 / 16.0f, -2 / 16.0f, -1 / 16.0f, -2 / 16.0f, 28 / 16.0f, -2 / 16.0f, -1 / 16.0f, -2 / 16.0f,
      -1 / 16.0f } },
  { NULL, NULL, { 0 } },
};

const EnginePreset *
engine_presets (void) {
  return presets;
}

const EnginePreset *
engine_preset_find (const char *name) {
  for (const EnginePreset *preset = presets; preset->name != NULL; preset++)
    if (g_str_equal (preset->name, name))
      return preset;
  return NULL;
}
