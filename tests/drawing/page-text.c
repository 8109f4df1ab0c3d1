/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page-text.h"

#include <poppler.h>

static double
size_at (GList **attributes, int index) {
  while (*attributes != NULL && ((PopplerTextAttributes *) (*attributes)->data)->end_index < index)
    *attributes = (*attributes)->next;
  return *attributes != NULL ? ((PopplerTextAttributes *) (*attributes)->data)->font_size : 0;
}

static void
end_word (PageText *self, GString *word) {
  if (word->len == 0)
    return;
  g_ptr_array_add (self->words, g_strdup (word->str));
  g_string_truncate (word, 0);
}

static void
read_page (PageText *self, PopplerPage *page) {
  g_autofree char *text = poppler_page_get_text (page);
  g_autofree PopplerRectangle *places = NULL;
  g_autoptr (GString) word = g_string_new (NULL);
  GList *attributes = poppler_page_get_text_attributes (page), *next = attributes;
  guint n = 0;
  int index = 0;

  poppler_page_get_text_layout (page, &places, &n);
  g_assert_cmpint (g_utf8_strlen (text, -1), ==, n);
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at), index++) {
    const PopplerRectangle *place = &places[index];
    if (g_unichar_isspace (g_utf8_get_char (at))) {
      end_word (self, word);
      continue;
    }
    g_string_append_unichar (word, g_utf8_get_char (at));
    PageLetter letter = {
      place->x1,       place->y1, place->x2 - place->x1, place->y2 - place->y1, size_at (&next, index),
      self->words->len
    };
    g_array_append_val (self->letters, letter);
  }
  end_word (self, word);
  poppler_page_free_text_attributes (attributes);
}

PageText *
page_text_new (GBytes *pdf) {
  g_autoptr (GError) error = NULL;
  PopplerDocument *document = poppler_document_new_from_bytes (pdf, NULL, &error);
  PageText *self = g_new0 (PageText, 1);

  g_assert_no_error (error);
  PopplerPage *page = poppler_document_get_page (document, 0);
  self->letters = g_array_new (FALSE, FALSE, sizeof (PageLetter));
  self->words = g_ptr_array_new_with_free_func (g_free);
  read_page (self, page);
  g_object_unref (page);
  g_object_unref (document);
  return self;
}

void
page_text_free (PageText *self) {
  g_array_unref (self->letters);
  g_ptr_array_unref (self->words);
  g_free (self);
}
