/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes from other programs: dropped on the window or pasted into it, as files, pixels or an address. */
#include "app-window-private.h"

#include <glib/gi18n-lib.h>

void
app_window_open_texture (AppWindow *self, GdkTexture *texture, const char *name) {
  int width = gdk_texture_get_width (texture), height = gdk_texture_get_height (texture);
  guint8 *pixels = g_try_malloc_n ((gsize) width * 4, (gsize) height);

  if (pixels == NULL) {
    app_window_show_toast (self, _ ("clipboard: the picture does not fit into memory; use a smaller one"));
    return;
  }
  gdk_texture_download (texture, pixels, (gsize) width * 4);
  app_loader_open_pixels (self->loader, pixels, width, height, name);
}

static gboolean
open_first (AppWindow *self, GdkFileList *list) {
  g_autoptr (GSList) files = gdk_file_list_get_files (list);

  if (files != NULL)
    app_window_open_file (self, files->data);
  return files != NULL;
}

/* An address or an absolute path; TRUE if the text is one. */
static gboolean
open_text (AppWindow *self, const char *text) {
  g_autofree char *line = g_strstrip (g_strdup (text));
  g_autofree char *scheme = NULL;

  line[strcspn (line, "\r\n")] = '\0';
  scheme = g_uri_parse_scheme (line);
  if (scheme == NULL && !g_path_is_absolute (line))
    return FALSE;
  g_autoptr (GFile) file = scheme != NULL ? g_file_new_for_uri (line) : g_file_new_for_path (line);
  app_window_open_file (self, file);
  return TRUE;
}

static gboolean
open_value (AppWindow *self, const GValue *value, const char *name) {
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return open_first (self, g_value_get_boxed (value));
  if (G_VALUE_HOLDS (value, G_TYPE_FILE)) {
    app_window_open_file (self, g_value_get_object (value));
    return TRUE;
  }
  if (G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE)) {
    app_window_open_texture (self, g_value_get_object (value), name);
    return TRUE;
  }
  return G_VALUE_HOLDS_STRING (value) && open_text (self, g_value_get_string (value));
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer data) {
  return open_value (data, value, _ ("Dropped picture"));
}

void
app_window_init_drop (AppWindow *self) {
  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_FILE, GDK_TYPE_TEXTURE };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->pages), GTK_EVENT_CONTROLLER (target));
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer data) {
  g_autoptr (AppWindow) self = data;
  g_autoptr (GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);

  if (app_window_is_closed (self))
    return;
  if (value == NULL)
    app_window_show_toast (self, error->message);
  else if (!open_value (self, value, _ ("Pasted picture")))
    app_window_show_toast (self,
                           _ ("clipboard: there is no picture in it; copy a picture or its file first"));
}

/* The richest form that the clipboard has. */
static GType
pasted_type (GdkClipboard *clipboard) {
  GType types[] = { GDK_TYPE_FILE_LIST, GDK_TYPE_TEXTURE, G_TYPE_STRING };
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  g_autoptr (GdkContentFormats) readable =
      gdk_content_formats_union_deserialize_gtypes (gdk_content_formats_ref (formats));

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (gdk_content_formats_contain_gtype (readable, types[i]))
      return types[i];
  return G_TYPE_INVALID;
}

void
app_window_paste (AppWindow *self) {
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  GType type = pasted_type (clipboard);

  if (type == G_TYPE_INVALID)
    app_window_show_toast (self,
                           _ ("clipboard: there is no picture in it; copy a picture or its file first"));
  else
    gdk_clipboard_read_value_async (clipboard, type, G_PRIORITY_DEFAULT, NULL, pasted_cb,
                                    g_object_ref (self));
}
