/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-formula-private.h"

#include "draw-cells-private.h"
#include "draw-scene-private.h"
#include "draw-text-private.h"
#include "lesson-ease.h"
#include "lesson-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* In units. */
#define SUM    1.32
#define EQUALS 0.26
#define PLUS   0.14 /* between two terms */
#define PAD    0.1  /* round the numbers of a term */

/* How the terms are set out: with their factors, products alone, or one sum for each of the kernel's rows. */
typedef enum { FACTORS, PRODUCTS, ROWS, N_FORMS } Form;

static const struct {
  const char *names[4]; /* of the numbers in a term, from top to bottom */
  guint numbers;
  double height, gap; /* of a line at least, and below it; in units */
} forms[N_FORMS] = {
  [FACTORS] = { { N_ ("pixel"), N_ ("× weight"), N_ ("= product") }, 3, 0.94, 0.16 },
  [PRODUCTS] = { { N_ ("products") }, 1, 0.32, 0.07 },
  [ROWS] = { { N_ ("row"), N_ ("sum") }, 2, 0.64, 0.1 },
};

typedef struct {
  Form form;
  int decimals;
  gint64 n, lines, per_line; /* boxes */
  DrawRect names, boxes;
} Setting;

/* The widest number that may stand in a term: pixels are 1 at most. */
static double
widest (const DrawContext *context, const DrawFormula *formula, int decimals, gboolean rows) {
  double largest = 0;

  for (gint64 i = 0; i < formula->rows * formula->columns; i++)
    largest = MAX (largest, fabs (formula->terms[i].weight));
  g_autofree char *text =
      g_strdup_printf ("−%I.*f", decimals, MAX (1, largest * (rows ? formula->columns : 1)));
  return draw_text_width (context, text, DRAW_SMALL, DRAW_SEMIBOLD) + PAD * context->layout->unit;
}

static void
divide (const DrawContext *context, Setting *setting, DrawRect rect) {
  double u = context->layout->unit;
  double names = 0;

  for (const char *const *name = forms[setting->form].names; *name != NULL; name++)
    names = MAX (names, draw_text_width (context, _ (*name), DRAW_SMALL, DRAW_REGULAR));
  names += 0.12 * u;
  setting->names = (DrawRect){ rect.x, rect.y, names, rect.height };
  setting->boxes = (DrawRect){ rect.x + names, rect.y, rect.width - names - (SUM + EQUALS) * u, rect.height };
  setting->per_line = (setting->n + setting->lines - 1) / setting->lines;
}

static gboolean
fits (const DrawContext *context, const DrawFormula *formula, const Setting *setting) {
  double u = context->layout->unit;
  double room = setting->boxes.width / setting->per_line - PLUS * u;
  double height = (forms[setting->form].height + forms[setting->form].gap) * u;

  return widest (context, formula, setting->decimals, setting->form == ROWS) <= room
         && setting->lines * height - forms[setting->form].gap * u <= setting->boxes.height + 0.01 * u;
}

/* The first that fits: what tells most comes first. */
static Setting
set_out (const DrawContext *context, DrawRect rect, const DrawFormula *formula) {
  gint64 taps = formula->rows * formula->columns;
  static const struct {
    Form form;
    int decimals;
    gint64 lines;
  } tries[] = {
    { FACTORS, 2, 3 }, { FACTORS, 1, 2 }, { PRODUCTS, 2, LESSON_KERNEL_MAX }, { ROWS, 2, 2 }, { ROWS, 0, 2 },
  };
  Setting setting = { ROWS };

  for (gsize i = 0; i < G_N_ELEMENTS (tries); i++)
    for (gint64 lines = 1; lines <= tries[i].lines; lines++) {
      gboolean rows = tries[i].form == ROWS;
      setting = (Setting){ tries[i].form, tries[i].decimals, rows ? formula->rows : taps, lines };
      divide (context, &setting, rect);
      /* Whole rows of the kernel in a line, where there is room for them. */
      if (setting.form == PRODUCTS)
        setting.per_line = (setting.per_line + formula->columns - 1) / formula->columns * formula->columns;
      if (fits (context, formula, &setting))
        return setting;
    }
  return setting;
}

/* The same number of decimals everywhere in the line, and never "−0.00". */
static char *
to_string (double value, int decimals) {
  double step = pow (10, decimals);
  double rounded = round (value * step) / step;
  g_autofree char *digits = g_strdup_printf ("%I.*f", decimals, fabs (rounded));

  return g_strconcat (rounded < 0 ? "−" : "", digits, NULL);
}

/* The place of one line of boxes, and of the names before it. */
static DrawRect
line_rect (const DrawContext *context, const Setting *setting, DrawRect rect, gint64 line) {
  double gap = forms[setting->form].gap * context->layout->unit;
  double height = (rect.height - (setting->lines - 1) * gap) / setting->lines;

  return (DrawRect){ rect.x, rect.y + line * (height + gap), rect.width, height };
}

/* Products are named once, as nothing else stands below them. */
static void
draw_names (const DrawContext *context, const Setting *setting) {
  gint64 lines = setting->form == PRODUCTS ? 1 : setting->lines;
  guint n = forms[setting->form].numbers;

  for (gint64 line = 0; line < lines; line++)
    for (guint i = 0; i < n; i++)
      draw_text (context, _ (forms[setting->form].names[i]),
                 draw_rect_cell (line_rect (context, setting, setting->names, line), n, 1, i, 0),
                 (DrawTextStyle){ DRAW_SMALL, DRAW_REGULAR, context->style->muted, DRAW_START, DRAW_CENTER });
}

static void
draw_box (const DrawContext *context, DrawRect rect, DrawColor identity, gboolean pointed) {
  draw_rounded (context->cr, rect, 0.07 * context->layout->unit);
  draw_set_color (context->cr, draw_style_tint (context->style, identity, pointed), 1);
  cairo_fill_preserve (context->cr);
  draw_set_color (context->cr, identity, 1);
  cairo_set_line_width (context->cr, (pointed ? 0.07 : 0.04) * context->layout->unit);
  cairo_stroke (context->cr);
}

static void
draw_numbers (const DrawContext *context, DrawRect rect, char **numbers) {
  guint n = g_strv_length (numbers);

  for (guint i = 0; i < n; i++) {
    DrawWeight weight = i + 1 == n ? DRAW_SEMIBOLD : DRAW_REGULAR;
    draw_text (context, numbers[i], draw_rect_cell (rect, n, 1, i, 0),
               (DrawTextStyle){ DRAW_SMALL, weight, context->style->text, DRAW_CENTER, DRAW_CENTER });
  }
}

static char **
numbers_of_term (const DrawTerm *term, const Setting *setting) {
  g_autoptr (GPtrArray) numbers = g_ptr_array_new ();

  if (setting->form == FACTORS) {
    g_ptr_array_add (numbers, to_string (term->pixel, setting->decimals));
    g_ptr_array_add (numbers, draw_short_value (term->weight, setting->decimals));
  }
  g_ptr_array_add (numbers, to_string (term->pixel * term->weight, setting->decimals));
  g_ptr_array_add (numbers, NULL);
  return (char **) g_ptr_array_steal (numbers, NULL);
}

static char **
numbers_of_row (const DrawFormula *formula, gint64 row, const Setting *setting) {
  const DrawTerm *terms = formula->terms + row * formula->columns;
  g_autoptr (GPtrArray) numbers = g_ptr_array_new ();
  double sum = 0;

  for (gint64 i = 0; i < formula->columns; i++)
    sum += terms[i].pixel * terms[i].weight;
  g_ptr_array_add (numbers, lesson_format_count (row + 1));
  g_ptr_array_add (numbers, to_string (sum, setting->decimals));
  g_ptr_array_add (numbers, NULL);
  return (char **) g_ptr_array_steal (numbers, NULL);
}

/* Where box number `index` stands; the plus before it is in the gap at its start. */
static DrawRect
box_rect (const DrawContext *context, const Setting *setting, gint64 index) {
  double plus = PLUS * context->layout->unit;
  DrawRect line = line_rect (context, setting, setting->boxes, index / setting->per_line);
  DrawRect cell = draw_rect_cell (line, 1, setting->per_line, 0, index % setting->per_line);

  return (DrawRect){ cell.x + plus / 2, cell.y, cell.width - plus, cell.height };
}

static void
draw_term (const DrawContext *context, const DrawFormula *formula, const Setting *setting, gint64 index) {
  gint64 taps = formula->rows * formula->columns;
  gboolean row = setting->form == ROWS;
  DrawRect rect = box_rect (context, setting, index);
  double plus = PLUS * context->layout->unit;
  double sign_height = rect.height / forms[setting->form].numbers;
  DrawRect sign = { rect.x - plus, rect.y + rect.height - sign_height, plus, sign_height };
  DrawColor identity = row ? context->style->outline : draw_style_weight (context->style, index, taps);
  gint64 pointed = formula->pointed < 0 ? -1 : row ? formula->pointed / formula->columns : formula->pointed;
  g_auto (GStrv) numbers =
      row ? numbers_of_row (formula, index, setting) : numbers_of_term (&formula->terms[index], setting);

  draw_box (context, rect, identity, pointed == index);
  draw_numbers (context, rect, numbers);
  if (index > 0)
    draw_text (context, "+", sign,
               (DrawTextStyle){ DRAW_SMALL, DRAW_MEDIUM, context->style->muted, DRAW_CENTER, DRAW_CENTER });
}

DrawRect
draw_formula_sum (const DrawContext *context, DrawRect rect) {
  double width = SUM * context->layout->unit;

  return (DrawRect){ rect.x + rect.width - width, rect.y, width, rect.height };
}

/* With fewer decimals where the number is long. */
static void
draw_sum (const DrawContext *context, DrawRect rect, const DrawFormula *formula) {
  double u = context->layout->unit;
  DrawColor color = draw_style_diverging (context->style, formula->sum, formula->scale);
  DrawRect equals = { rect.x - EQUALS * u, rect.y, EQUALS * u, rect.height };
  int decimals = fabs (formula->sum) < 99.995 ? 2 : fabs (formula->sum) < 999.95 ? 1 : 0;
  g_autofree char *text = to_string (formula->sum, decimals);

  draw_text (context, "=", equals,
             (DrawTextStyle){ DRAW_TITLE, DRAW_MEDIUM, context->style->text, DRAW_CENTER, DRAW_CENTER });
  draw_rounded (context->cr, rect, 0.1 * u);
  draw_set_color (context->cr, color, 1);
  cairo_fill_preserve (context->cr);
  draw_set_color (context->cr, context->style->outline, 1);
  cairo_set_line_width (context->cr, 0.02 * u);
  cairo_stroke (context->cr);
  draw_text (context, text, rect,
             (DrawTextStyle){ DRAW_TITLE, DRAW_SEMIBOLD, draw_color_on (color), DRAW_CENTER, DRAW_CENTER });
}

/* How much of box number `index` is shown: a row's sum comes with its last product. */
static double
shown_of (const DrawFormula *formula, const Setting *setting, gint64 index) {
  gint64 each = setting->form == ROWS ? formula->columns : 1;

  return lesson_ease (CLAMP (formula->shown - ((index + 1) * each - 1), 0, 1));
}

void
draw_formula (const DrawContext *context, DrawRect rect, const DrawFormula *formula) {
  gint64 taps = formula->rows * formula->columns;
  Setting setting = set_out (context, rect, formula);
  double plus = PLUS * context->layout->unit;

  draw_names (context, &setting);
  for (gint64 i = 0; i < setting.n; i++) {
    DrawRect box = box_rect (context, &setting, i);
    double shown = shown_of (formula, &setting, i);
    if (shown <= 0)
      break;
    draw_begin_fade (context,
                     (DrawRect){ box.x - plus, box.y - plus, box.width + 2 * plus, box.height + 2 * plus },
                     shown);
    draw_term (context, formula, &setting, i);
    draw_end_fade (context, shown);
  }
  if (formula->shown > taps)
    draw_sum (context, draw_formula_sum (context, rect), formula);
}
