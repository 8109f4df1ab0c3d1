/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-command.h"

#include "cli-error.h"

#include <glib/gi18n-lib.h>

const char *
cli_command_exit_status_help (void) {
  return _ ("Exit status:\n"
            "  0  all was done\n"
            "  1  the work failed: a file cannot be read or written, or data do not fit together\n"
            "  2  the command line asks for what cannot be: an unknown command, option or name,\n"
            "     a missing or unreadable value, a number that is zero, negative or too large");
}

void
cli_command_print_version (void) {
  g_print ("%s %s\n", CLI_PROGRAM, NINE_WEIGHTS_VERSION);
}

static char *
description (const CliCommand *self) {
  GString *text = g_string_new (NULL);
  g_autofree char *introduction = self->introduce ? self->introduce () : NULL;

  if (introduction)
    g_string_append_printf (text, "%s\n\n", introduction);
  for (const char *const *paragraph = self->description; *paragraph; paragraph++)
    g_string_append_printf (text, "%s\n\n", _ (*paragraph));
  g_string_append (text, cli_command_exit_status_help ());
  return g_string_free (text, FALSE);
}

static void
print_help (const CliCommand *self, GOptionContext *context) {
  g_autofree char *name = g_strdup_printf ("%s %s", CLI_PROGRAM, self->name);
  g_autofree char *text = description (self);
  g_autofree char *help = NULL;

  g_set_prgname (name); /* for the usage line */
  g_option_context_set_summary (context, self->summary);
  g_option_context_set_description (context, text);
  help = g_option_context_get_help (context, TRUE, NULL);
  g_print ("%s", help);
}

/* What is left over is what no entry takes. */
static gboolean
refuse_rest (const CliCommand *self, char **arguments, GError **error) {
  const char *rest = arguments[0] ? arguments[1] : NULL;
  g_autofree char *name = NULL;

  if (!rest)
    return TRUE;

  name = g_filename_display_name (rest);
  if (rest[0] == '-')
    return cli_error_usage (error, _ ("%s: there is no such option; see “%s %s --help”"), name, CLI_PROGRAM,
                            self->name);
  return cli_error_usage (error, _ ("%s: %s takes no file; see “%s %s --help”"), name, self->name,
                          CLI_PROGRAM, self->name);
}

/* GLib has one complaint about entries of our types: the last word is an option whose value is missing. */
static gboolean
refuse_missing_value (const CliCommand *self, const char *option, GError **error) {
  g_autofree char *name = g_filename_display_name (option);

  return cli_error_usage (error, _ ("%s: its value is missing; see “%s %s --help”"), name, CLI_PROGRAM,
                          self->name);
}

/* GLib takes "--json=no" for "--json". */
static gboolean
refuse_needless_value (const GOptionEntry *entries, char **arguments, GError **error) {
  for (const GOptionEntry *entry = entries; entry && entry->long_name; entry++) {
    g_autofree char *option = g_strdup_printf ("--%s", entry->long_name);
    g_autofree char *beginning = g_strdup_printf ("%s=", option);

    for (char **word = arguments; entry->arg == G_OPTION_ARG_NONE && *word; word++)
      if (g_str_has_prefix (*word, beginning))
        return cli_error_usage (error, _ ("%s: it takes no value; leave out what follows it"), option);
  }
  return TRUE;
}

/* An empty name or number would leave a hole in every later sentence about it. */
static gboolean
refuse_empty_values (const CliCommand *self, const GOptionEntry *entries, GError **error) {
  for (const GOptionEntry *entry = entries; entry && entry->long_name; entry++) {
    const char *value = entry->arg == G_OPTION_ARG_FILENAME ? *(char **) entry->arg_data : NULL;
    const char *const *files =
        entry->arg == G_OPTION_ARG_FILENAME_ARRAY ? *(const char ***) entry->arg_data : NULL;

    if (value && *value == '\0')
      return cli_error_usage (error, _ ("--%s: its value is empty; see “%s %s --help”"), entry->long_name,
                              CLI_PROGRAM, self->name);
    if (files && g_strv_contains (files, ""))
      return cli_error_usage (error, _ ("file: its name is empty; see “%s %s --help”"), CLI_PROGRAM,
                              self->name);
  }
  return TRUE;
}

gboolean
cli_command_parse (const CliCommand *self, const GOptionEntry *entries, const GOptionEntry *shared,
                   char **arguments, GError **error) {
  gboolean help = FALSE, version = FALSE;
  const GOptionEntry common[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, N_ ("Show this help"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, N_ ("Show the program's version"), NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (self->arguments);
  g_auto (GStrv) words = g_strdupv (arguments);

  if (!refuse_needless_value (entries, arguments, error) || !refuse_needless_value (shared, arguments, error)
      || !refuse_needless_value (common, arguments, error))
    return FALSE;
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_ignore_unknown_options (context, TRUE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (shared)
    g_option_context_add_main_entries (context, shared, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);
  if (!g_option_context_parse_strv (context, &words, NULL))
    return refuse_missing_value (self, arguments[g_strv_length (arguments) - 1], error);

  if (help)
    print_help (self, context);
  else if (version)
    cli_command_print_version ();
  else
    return refuse_rest (self, words, error) && refuse_empty_values (self, entries, error)
           && refuse_empty_values (self, shared, error);
  return FALSE;
}

gboolean
cli_command_take_file (char **files, const char **file, GError **error) {
  g_autofree char *name = NULL;

  *file = files ? files[0] : NULL;
  if (!*file || !files[1])
    return TRUE;

  name = g_filename_display_name (files[1]);
  return cli_error_usage (error, _ ("%s: this is a second file; give one only"), name);
}

gboolean
cli_command_require (const char *option, const char *value, const char *remedy, GError **error) {
  if (value)
    return TRUE;
  return cli_error_usage (error, _ ("%s: it is missing; %s"), option, remedy);
}
