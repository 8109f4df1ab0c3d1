/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-options.h"

#include "cli-error.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* As it can be shown in a message. */
static char *
shown (const char *text) {
  return g_filename_display_name (text);
}

static gboolean
is_digits (const char *text) {
  return *text != '\0' && strspn (text, "0123456789") == strlen (text);
}

static gboolean
refuse_range (const char *option, const char *text, gint64 minimum, GError **error) {
  if (minimum > 0)
    return cli_error_usage (error, _ ("%s: %s is not positive; use 1 or more"), option, text);
  return cli_error_usage (error, _ ("%s: %s is negative; use 0 or more"), option, text);
}

gboolean
cli_options_parse_integer (const char *option, const char *text, gint64 minimum, gint64 *value,
                           GError **error) {
  g_autofree char *name = shown (text);
  gint64 sum = 0;

  if (text[0] == '-' && is_digits (text + 1))
    return refuse_range (option, text, minimum, error);
  if (!is_digits (text))
    return cli_error_usage (error, _ ("%s: “%s” is not a whole number; use one such as 3"), option, name);

  for (const char *digit = text; *digit != '\0'; digit++)
    if (__builtin_mul_overflow (sum, 10, &sum) || __builtin_add_overflow (sum, *digit - '0', &sum))
      return cli_error_usage (error, _ ("%s: %s passes 64 bits; use a smaller number"), option, text);
  if (sum < minimum)
    return refuse_range (option, text, minimum, error);
  *value = sum;
  return TRUE;
}

gboolean
cli_options_parse_number (const char *option, const char *text, double *value, GError **error) {
  g_autofree char *name = shown (text);
  char *end = NULL;

  /* g_ascii_strtod() would take hexadecimal, infinity, white space before the number, and what has no digit. */
  if (strspn (text, "0123456789+-.eE") == strlen (text) && strpbrk (text, "0123456789"))
    *value = g_ascii_strtod (text, &end);
  if (!end || *end != '\0')
    return cli_error_usage (error, _ ("%s: “%s” is not a number; use one such as -0.5"), option, name);
  if (!isfinite (*value))
    return cli_error_usage (error, _ ("%s: %s is too large; use a smaller number"), option, text);
  return TRUE;
}

/* Between `minimum_parts` and `maximum_parts` numbers with an x between them; `example` says how it should look. */
static gboolean
parse_extents (const char *option, const char *text, const char *example, guint minimum_parts,
               guint maximum_parts, gint64 minimum, gint64 *extents, guint *n_extents, GError **error) {
  g_auto (GStrv) parts = g_strsplit (text, "x", -1);
  guint n_parts = g_strv_length (parts);

  if (n_parts < minimum_parts || n_parts > maximum_parts
      || g_strv_contains ((const char *const *) parts, "")) {
    g_autofree char *name = shown (text);

    return cli_error_usage (error, _ ("%s: “%s” cannot be read; write one such as %s"), option, name,
                            example);
  }
  for (guint i = 0; i < n_parts; i++)
    if (!cli_options_parse_integer (option, parts[i], minimum, &extents[i], error))
      return FALSE;
  *n_extents = n_parts;
  return TRUE;
}

gboolean
cli_options_parse_pair (const char *option, const char *text, gint64 minimum, gint64 pair[2],
                        GError **error) {
  gint64 extents[2];
  guint n_extents;

  if (!parse_extents (option, text, _ ("3 or 3x5"), 1, 2, minimum, extents, &n_extents, error))
    return FALSE;
  pair[0] = extents[0];
  pair[1] = extents[n_extents - 1];
  return TRUE;
}

gboolean
cli_options_parse_image (const char *option, const char *text, gint64 *height, gint64 *width,
                         gint64 *channels, GError **error) {
  gint64 extents[3];
  guint n_extents;

  if (!parse_extents (option, text, _ ("10x10 or 10x10x3"), 2, 3, 1, extents, &n_extents, error))
    return FALSE;
  *height = extents[0];
  *width = extents[1];
  *channels = n_extents == 3 ? extents[2] : 1;
  return TRUE;
}

gboolean
cli_options_parse_size (const char *option, const char *text, int *width, int *height, GError **error) {
  gint64 extents[2];
  guint n_extents;

  if (!parse_extents (option, text, "1280x800", 2, 2, 1, extents, &n_extents, error))
    return FALSE;
  if (MAX (extents[0], extents[1]) > G_MAXINT)
    return cli_error_usage (error, _ ("%s: %s is too large; use one such as 1280x800"), option, text);
  *width = (int) extents[0];
  *height = (int) extents[1];
  return TRUE;
}

gboolean
cli_options_parse_padding (const char *option, const char *text, EngineConvSpec *spec, GError **error) {
  gboolean same = g_str_equal (text, "same");
  gint64 extents[2];
  guint n_extents;

  if (same || g_str_equal (text, "valid")) {
    spec->padding = same ? ENGINE_PADDING_SAME : ENGINE_PADDING_VALID;
    return TRUE;
  }
  if (!g_ascii_isdigit (text[0]) && text[0] != '-') {
    g_autofree char *name = shown (text);

    return cli_error_usage (error, _ ("%s: there is no “%s”; use valid, same, or a number such as 1"), option,
                            name);
  }
  if (!parse_extents (option, text, _ ("1 or 1x2"), 1, 2, 0, extents, &n_extents, error))
    return FALSE;
  spec->padding = ENGINE_PADDING_EXPLICIT;
  spec->padding_size[0] = extents[0];
  spec->padding_size[1] = extents[n_extents - 1];
  return TRUE;
}

gboolean
cli_options_parse_pool (const char *option, const char *text, EnginePool *kind, gint64 *size,
                        GError **error) {
  static const char *const names[] = { [ENGINE_POOL_MAX] = "max:", [ENGINE_POOL_AVERAGE] = "average:" };
  g_autofree char *name = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_has_prefix (text, names[i])) {
      *kind = i;
      return cli_options_parse_integer (option, text + strlen (names[i]), 1, size, error);
    }

  name = shown (text);
  return cli_error_usage (error, _ ("%s: “%s” cannot be read; write one such as max:2 or average:2"), option,
                          name);
}

static gboolean
append_weight (GArray *weights, const char *option, char *text, GError **error) {
  double value;
  float weight;

  if (!cli_options_parse_number (option, g_strstrip (text), &value, error))
    return FALSE;
  if (fabs (value) > FLT_MAX)
    return cli_error_usage (error, _ ("%s: %s is too large; use a smaller number"), option, text);
  weight = (float) value;
  g_array_append_val (weights, weight);
  return TRUE;
}

/* The weights in C order, and the length of all rows. */
static GArray *
parse_rows (const char *option, char **rows, guint *columns, GError **error) {
  g_autoptr (GArray) weights = g_array_new (FALSE, FALSE, sizeof (float));

  for (guint i = 0; rows[i]; i++) {
    g_auto (GStrv) words = g_strsplit (rows[i], ",", -1);
    guint n_words = g_strv_length (words);

    if (n_words == 0) {
      cli_error_usage (error, _ ("%s: one of its rows is empty; put “;” between two rows only"), option);
      return NULL;
    }
    for (guint j = 0; j < n_words; j++)
      if (!append_weight (weights, option, words[j], error))
        return NULL;
    if (i == 0)
      *columns = n_words;
    if (n_words != *columns) {
      cli_error_usage (error, _ ("%s: its rows have %u and %u weights; use rows of one length"), option,
                       *columns, n_words);
      return NULL;
    }
  }
  return g_steal_pointer (&weights);
}

EngineTensor *
cli_options_parse_kernel (const char *option, const char *text, GError **error) {
  g_auto (GStrv) rows = g_strsplit (text, ";", -1);
  guint n_rows = g_strv_length (rows);
  guint n_columns = 0;
  g_autoptr (GArray) weights = parse_rows (option, rows, &n_columns, error);
  EngineTensor *kernel;

  if (!weights)
    return NULL;
  if (n_rows == 1) {
    n_rows = n_columns = (guint) lround (sqrt (weights->len));
    if (n_rows * n_columns != weights->len) {
      cli_error_usage (error,
                       _ ("%s: %u weights do not make a square; use 9 or 25, or put “;” between the rows"),
                       option, weights->len);
      return NULL;
    }
  }

  kernel = engine_tensor_new (4, (const gint64[]){ 1, n_rows, n_columns, 1 }, error);
  if (kernel)
    memcpy (kernel->data, weights->data, weights->len * sizeof (float));
  return kernel;
}

char *
cli_options_preset_names (void) {
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (const EnginePreset *preset = engine_presets (); preset->name; preset++)
    g_ptr_array_add (names, (gpointer) preset->name);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **) names->pdata);
}

const EnginePreset *
cli_options_parse_preset (const char *option, const char *text, GError **error) {
  const EnginePreset *preset = engine_preset_find (text);

  if (!preset) {
    g_autofree char *name = shown (text);
    g_autofree char *names = cli_options_preset_names ();

    cli_error_usage (error, _ ("%s: there is no “%s”; use one of %s"), option, name, names);
  }
  return preset;
}

gboolean
cli_options_apply_conv (const CliConvOptions *self, EngineConvSpec *spec, GError **error) {
  return (!self->stride || cli_options_parse_pair ("--stride", self->stride, 1, spec->stride, error))
         && (!self->padding || cli_options_parse_padding ("--padding", self->padding, spec, error))
         && (!self->dilation
             || cli_options_parse_pair ("--dilation", self->dilation, 1, spec->dilation, error))
         && (!self->groups || cli_options_parse_integer ("--groups", self->groups, 1, &spec->groups, error));
}

void
cli_options_clear_conv (CliConvOptions *self) {
  g_clear_pointer (&self->stride, g_free);
  g_clear_pointer (&self->padding, g_free);
  g_clear_pointer (&self->dilation, g_free);
  g_clear_pointer (&self->groups, g_free);
}

void
cli_options_conv_entries (CliConvOptions *self, GOptionEntry entries[CLI_CONV_ENTRIES + 1]) {
  const GOptionEntry table[CLI_CONV_ENTRIES + 1] = {
    { "stride", 0, 0, G_OPTION_ARG_FILENAME, &self->stride,
      N_ ("Step of the window, rows x columns or one number for both; default 1"), "N|NxN" },
    { "padding", 0, 0, G_OPTION_ARG_FILENAME, &self->padding,
      N_ ("Zeros around the image: none, to keep its size, or N on each side; default valid"),
      "valid|same|N" },
    { "dilation", 0, 0, G_OPTION_ARG_FILENAME, &self->dilation,
      N_ ("Distance between neighbouring weights on the image; default 1"), "N" },
    { "groups", 0, 0, G_OPTION_ARG_FILENAME, &self->groups,
      N_ ("Parts of channels and filters that do not see each other; default 1"), "N" },
    { NULL },
  };

  memcpy (entries, table, sizeof table);
}
