/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Things already drawn, kept for the next frame. It makes pictures faster, never different. One cache, one thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DrawCache DrawCache;

DrawCache *draw_cache_new (void);
void draw_cache_free (DrawCache *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DrawCache, draw_cache_free)

G_END_DECLS
