/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The letters of a page of a PDF file, as another program reads them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  double x, y, width, height; /* from the page's upper left corner */
  double size;                /* of the type */
  guint word;                 /* whose letter it is */
} PageLetter;

typedef struct {
  GArray *letters;  /* of PageLetter, without blanks */
  GPtrArray *words; /* of char * */
} PageText;

/* The text of the first page. */
PageText *page_text_new (GBytes *pdf);
void page_text_free (PageText *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PageText, page_text_free)

G_END_DECLS
