/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Feature maps as one grey picture. */
#pragma once

#include "engine-tensor.h"

G_BEGIN_DECLS

/* The planes of an (H, W, K) output side by side as (h, w, 1) of values 0…1: v becomes 0.5 + 0.5 v / m, where m is the largest
 * absolute value of all planes (all are 0.5 where m is 0). They stand row by row in ceil(sqrt(K)) columns with one white
 * pixel between them; places left over are white. CLI_ERROR_DATA where a value is not finite. */
EngineTensor *cli_sheet_new (const EngineTensor *output, GError **error);

G_END_DECLS
