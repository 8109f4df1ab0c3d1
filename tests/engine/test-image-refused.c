/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that must be refused by name, or at least survived. */
#include "image-test.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOBODY 65534
#define ROUNDS 40 /* of mutations of each file */

static int
compare_names_cb (gconstpointer a, gconstpointer b) {
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* In the order of their names, for the same random numbers everywhere. */
static GPtrArray *
list_pictures (void) {
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "engine", "images", NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir))) {
    if (strchr (name, '.') && !g_str_has_suffix (name, ".md") && has_loader (name))
      g_ptr_array_add (names, g_strdup (name));
  }
  g_ptr_array_sort (names, compare_names_cb);
  return names;
}

static void
assert_bytes_refused (const void *data, gsize length, EngineError code, const char *expected) {
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineImage) image = load_bytes (data, length, &error);

  g_assert_null (image);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, expected));
  assert_refused (error, (gint) code);
}

static void
assert_file_refused (const char *path, EngineError code, const char *expected) {
  g_autoptr (GError) error = NULL;

  g_assert_null (engine_image_load (path, NULL, &error));
  g_assert_nonnull (strstr (error->message, expected));
  assert_refused (error, (gint) code);
}

static void
test_not_a_regular_file (void) {
  g_autofree char *folder = g_dir_make_tmp ("engine-image-XXXXXX", NULL);
  g_autofree char *fifo = g_build_filename (folder, "fifo.png", NULL);
  g_autofree char *empty = g_build_filename (folder, "empty.png", NULL);
  g_autofree char *missing = g_build_filename (folder, "missing-\xff.png", NULL);

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  assert_file_refused (fifo, ENGINE_ERROR_FILE, "a pipe (FIFO)");
  assert_file_refused (folder, ENGINE_ERROR_FILE, "a folder");
  assert_file_refused ("/dev/zero", ENGINE_ERROR_FILE, "a device");
  assert_file_refused (empty, ENGINE_ERROR_FILE, "is empty");
  assert_file_refused (missing, ENGINE_ERROR_FILE, "no such file");
  g_unlink (fifo);
  g_unlink (empty);
  g_rmdir (folder);
}

static void
test_unreadable (void) {
  g_autofree char *folder = g_dir_make_tmp ("engine-image-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "secret.png", NULL);

  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
  g_assert_cmpint (g_chmod (path, 0), ==, 0);
  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
  if (geteuid () == 0 && seteuid (NOBODY) != 0)
    g_test_skip ("this user cannot become another");
  else
    assert_file_refused (path, ENGINE_ERROR_FILE, "no permission to read");
  if (getuid () == 0)
    g_assert_cmpint (seteuid (0), ==, 0);
  g_unlink (path);
  g_rmdir (folder);
}

/* gdk-pixbuf has loaders for most of these. */
static void
test_other_kinds (void) {
  static const char xpm[] = "/* XPM */\nstatic char *a[] = {\"1 1 1 1\", \"a c red\", \"a\"};\n";
  static const char *const texts[] = {
    "P6 1 1 255 abc",
    xpm,
    "#define a_width 8\n#define a_height 1\nstatic char a_bits[] = {1};\n",
    "just a text",
    "BMW, a text that begins like a bitmap",
    "RIFFxxxxWAVEfmt ",
    "<html><body/></html>",
    "icns\0\0\0\x08",
    "%PDF-1.7",
    "\x1f\x8b\x08",
    "\xff\xfe<\0s\0v\0g\0",
    "II+\0\x08\0\0\0",
    "x",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_bytes_refused (texts[i], strlen (texts[i]), ENGINE_ERROR_UNSUPPORTED,
                          "PNG, JPEG, GIF, TIFF, BMP, WebP");
  assert_bytes_refused ("\0\0\1\0\1\0\1\1\0\0\1\0\x20\0", 14, ENGINE_ERROR_UNSUPPORTED, "PNG"); /* icon */
}

/* Every beginning of every file, as a copy that was broken off leaves it. */
static void
test_truncated (void) {
  g_autoptr (GPtrArray) names = list_pictures ();

  for (guint i = 0; i < names->len; i++) {
    g_autoptr (GByteArray) file = read_picture (names->pdata[i]);

    g_test_message ("%s", (char *) names->pdata[i]);
    for (guint length = 1; length < file->len; length++) {
      g_autoptr (GError) error = NULL;
      g_autoptr (EngineImage) image = load_bytes (file->data, length, &error);

      g_assert_null (image);
      g_assert_cmpint (error->domain, ==, ENGINE_ERROR);
      assert_refused (error, error->code);
    }
  }
}

/* Files with all of their parts, in whose pixels some are missing. Bytes of a count are changed to fit. */
static void
test_missing_pixels (void) {
  g_autoptr (GByteArray) gif = read_picture ("rgb.gif");
  g_autoptr (GByteArray) webp = read_picture ("lossy.webp");
  gsize frame = find_bytes (gif, "\x2c\0\0\0\0", 5);

  gif->data[frame + 7] += 1; /* the frame is a row higher */
  assert_bytes_refused (gif->data, gif->len, ENGINE_ERROR_FORMAT, "damaged");
  if (!has_loader (".webp"))
    return;
  g_byte_array_set_size (webp, webp->len - 40);
  webp->data[4] = (guint8) (webp->len - 8);
  webp->data[16] = (guint8) (webp->len - 20);
  assert_bytes_refused (webp->data, webp->len, ENGINE_ERROR_FORMAT, "");
}

/* Where width and height, as two or four bytes, stand in a file, and which end comes first. */
static const struct {
  const char *name;
  int width, height, size;
  gboolean big_endian;
} sizes[] = {
  { "rgb.png", 16, 20, 4, TRUE },          { "rgb.gif", 6, 8, 2, FALSE },  { "rgb.bmp", 18, 22, 4, FALSE },
  { "os2.bmp", 18, 20, 2, FALSE },         { "rgb.jpg", -1, -1, 2, TRUE }, { "rgb.tif", -1, -1, 2, FALSE },
  { "run-lengths.bmp", 18, 22, 4, FALSE },
};

static void
put_number (GByteArray *file, gsize offset, int size, gboolean big_endian, guint32 value) {
  for (int i = 0; i < size; i++)
    file->data[offset + (gsize) i] = (guint8) (value >> 8 * (big_endian ? size - 1 - i : i));
}

static void
put_size (GByteArray *file, gsize kind, guint32 width, guint32 height) {
  int size = sizes[kind].size;
  gsize at_width = (gsize) sizes[kind].width, at_height = (gsize) sizes[kind].height;

  if (g_str_equal (sizes[kind].name, "rgb.jpg")) {
    at_height = find_bytes (file, "\xff\xc0", 2) + 5;
    at_width = at_height + 2;
  } else if (g_str_equal (sizes[kind].name, "rgb.tif")) {
    at_width = find_bytes (file, "\0\x01\x03\0\x01\0\0\0", 8) + 8;
    at_height = find_bytes (file, "\x01\x01\x03\0\x01\0\0\0", 8) + 8;
  } else if (g_str_equal (sizes[kind].name, "rgb.gif")) { /* the screen's, and the frame's */
    gsize frame = find_bytes (file, "\x2c\0\0\0\0", 5);

    put_number (file, frame + 5, size, FALSE, width);
    put_number (file, frame + 7, size, FALSE, height);
  }
  put_number (file, at_width, size, sizes[kind].big_endian, width);
  put_number (file, at_height, size, sizes[kind].big_endian, height);
}

static void
test_sizes (void) {
  static const struct {
    guint32 width, height;
    EngineError code;
    const char *expected;
  } cases[] = {
    { 0, 2, ENGINE_ERROR_FORMAT, "no pixels" },
    { 3, 0, ENGINE_ERROR_FORMAT, "no pixels" },
    { 20000, 20000, ENGINE_ERROR_TOO_LARGE, "20000x20000" },
    { ENGINE_IMAGE_MAX_SIDE, 2000, ENGINE_ERROR_TOO_LARGE, "at most 64 megapixels and 32767 on a side" },
    { 8000, 8000, ENGINE_ERROR_FORMAT, "" }, /* as many as there may be, but they are not there */
  };

  for (gsize kind = 0; kind < G_N_ELEMENTS (sizes); kind++) {
    if (!has_loader (sizes[kind].name))
      continue;
    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
      g_autoptr (GByteArray) file = read_picture (sizes[kind].name);

      g_test_message ("%s %ux%u", sizes[kind].name, cases[i].width, cases[i].height);
      put_size (file, kind, cases[i].width, cases[i].height);
      if (g_str_equal (sizes[kind].name, "run-lengths.bmp") && cases[i].width == 8000)
        continue; /* pixels that are left out are the background's */
      assert_bytes_refused (file->data, file->len, cases[i].code, cases[i].expected);
    }
  }
}

static void
test_side_too_long (void) {
  g_autoptr (GByteArray) file = read_picture ("rgb.png");

  put_size (file, 0, ENGINE_IMAGE_MAX_SIDE + 1, 1);
  assert_bytes_refused (file->data, file->len, ENGINE_ERROR_TOO_LARGE, "32768x1");
  put_size (file, 0, 1, G_MAXUINT32);
  assert_bytes_refused (file->data, file->len, ENGINE_ERROR_TOO_LARGE, "1x4294967295");
}

static void
test_jpeg_codings (void) {
  static const guint8 codings[] = { 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf };
  g_autoptr (GByteArray) file = read_picture ("rgb.jpg");
  gsize frame = find_bytes (file, "\xff\xc0", 2);

  for (gsize i = 0; i < G_N_ELEMENTS (codings); i++) {
    file->data[frame + 1] = codings[i];
    assert_bytes_refused (file->data, file->len, ENGINE_ERROR_UNSUPPORTED, "arithmetic");
  }
  file->data[frame + 1] = 0xc0;
  insert_bytes (file, 2, (const guint8 *) "\xff\xcc\0\x04\0\x10", 6);
  assert_bytes_refused (file->data, file->len, ENGINE_ERROR_UNSUPPORTED, "arithmetic");
}

static void
test_jpeg_scans (void) {
  g_autoptr (GByteArray) file = read_picture ("rgb.jpg");
  gsize scan = find_bytes (file, "\xff\xda", 2);
  gsize length = file->len - 2 - scan;
  g_autofree guint8 *copy = g_memdup2 (file->data + scan, length);

  for (int i = 0; i < 100; i++)
    insert_bytes (file, scan, copy, length);
  assert_bytes_refused (file->data, file->len, ENGINE_ERROR_UNSUPPORTED, "too many scans");
}

/* Inks without the mark of Adobe would come out in wrong colours, and six components beyond the end of a
 * row. */
static void
test_jpeg_components (void) {
  g_autoptr (GByteArray) cmyk = read_picture ("cmyk.jpg");
  g_autoptr (GByteArray) grey = read_picture ("grey.jpg");

  cmyk->data[find_bytes (cmyk, "Adobe", 5)] = 'a';
  assert_bytes_refused (cmyk->data, cmyk->len, ENGINE_ERROR_UNSUPPORTED, "save it as RGB");
  grey->data[find_bytes (grey, "\xff\xc0", 2) + 9] = 6;
  assert_bytes_refused (grey->data, grey->len, ENGINE_ERROR_UNSUPPORTED, "save it as RGB");
}

static void
test_refused_pictures (void) {
  static const struct {
    const char *name, *expected;
  } cases[] = {
    { "refused-float.tif", "samples of this TIFF" },
    { "refused-grey-alpha16.tif", "samples of this TIFF" },
    { "refused-zstd.tif", "compression of this TIFF" },
    { "refused-animated.webp", "animated WebP" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = picture_path (cases[i].name);

    assert_file_refused (path, ENGINE_ERROR_UNSUPPORTED, cases[i].expected);
  }
}

#define SVG(body)                                                                                            \
  "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='9' "            \
  "height='9'>" body "</svg>"

static void
test_svg_features (void) {
  static const char *const texts[] = {
    "<!DOCTYPE svg [<!ENTITY a 'a'>]>" SVG ("&a;"),
    "<!DOCTYPE svg [<!ATTLIST rect fill CDATA 'url(#p)'>]>" SVG ("<rect/>"),
    "<?xml-stylesheet href='data:text/css,a'?>" SVG (""),
    "<?xml version='1.0' encoding='UTF-7'?>" SVG (""),
    SVG ("<image xlink:href='data:image/png;base64,AAAA'/>"),
    SVG ("<i:include xmlns:i='http://www.w3.org/2001/XInclude' href='a.svg'/>"),
    SVG ("<filter id='f'><feTurbulence numOctaves='2000000000'/></filter><rect filter='url(#f)'/>"),
    SVG ("<filter id='f'><feImage xlink:href='a.png'/></filter>"),
    SVG ("<use xlink:href='data:image/svg+xml;base64,AAAA#a'/>"),
    SVG ("<rect fill='url( \"a.svg#a\" )'/>"),
    SVG ("<rect style='fill:u\\72l(#a)'/>"),
    SVG ("<style>@IMPORT 'a.css';</style>"),
    SVG ("<style>a { fill: u\\72l(#a) }</style>"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_bytes_refused (texts[i], strlen (texts[i]), ENGINE_ERROR_UNSUPPORTED,
                          "in this drawing is not read");
}

/* Ten times ten times ten… of what `inner` draws. */
static void
assert_nesting_refused (const char *head, const char *opening, const char *inner, const char *closing,
                        const char *tail) {
  g_autoptr (GString) text =
      g_string_new ("<svg xmlns='http://www.w3.org/2000/svg' "
                    "xmlns:xlink='http://www.w3.org/1999/xlink' width='99' height='99'>");

  g_string_append (text, head);
  for (int level = 1; level < 9; level++) {
    g_autofree char *number = g_strdup_printf ("%d", level);
    g_autofree char *below = g_strdup_printf ("%d", level - 1);
    g_autoptr (GString) group = g_string_new (opening);

    for (int i = 0; i < 10; i++)
      g_string_append (group, inner);
    g_string_append (group, closing);
    g_string_replace (group, "@", number, 0);
    g_string_replace (group, "~", below, 0);
    g_string_append (text, group->str);
  }
  g_string_append (text, tail);
  g_string_append (text, "</svg>");
  assert_bytes_refused (text->str, text->len, ENGINE_ERROR_TOO_LARGE, "too intricate");
}

static void
test_svg_nesting (void) {
  assert_nesting_refused ("<defs><rect id='a0' width='9' height='9'/>", "<g id='a@'>",
                          "<use xlink:href='#a~'/>", "</g>", "</defs><use href='#a8'/>");
  assert_nesting_refused ("", "<pattern id='a@'>", "<rect fill='url(#a~)'/>", "</pattern>",
                          "<rect style='fill:url(#a8)'/>");
  assert_nesting_refused ("", "<marker id='a@'>", "<path marker-mid=' url( \"#a~\")' d='M0 0 1 1'/>",
                          "</marker>", "<g marker-mid='url(#a8)'><path d='M0 0 1 1'/></g>");
  assert_nesting_refused ("", "<mask id='a@'>", "<rect mask='url(#a~)'/>", "</mask>",
                          "<rect mask='url(#a8)'/>");
  assert_nesting_refused ("", "<style>.c@ { fill: url(#a@) }</style><pattern id='a@'>", "<rect class='c~'/>",
                          "</pattern>", "<rect class='c8'/>");
}

static void
assert_svg_intricate (const char *body, int times, const char *end) {
  g_autoptr (GString) text =
      g_string_new ("<svg xmlns='http://www.w3.org/2000/svg' "
                    "xmlns:xlink='http://www.w3.org/1999/xlink' width='9' height='9'>");

  for (int i = 0; i < times; i++)
    g_string_append (text, body);
  for (int i = 0; i < times; i++)
    g_string_append (text, end);
  g_string_append (text, "</svg>");
  assert_bytes_refused (text->str, text->len, ENGINE_ERROR_TOO_LARGE, "too intricate");
}

static void
test_svg_bounds (void) {
  assert_svg_intricate ("<g id='a'><use xlink:href='#a'/></g>", 1, "");
  assert_svg_intricate ("<g>", 1000, "</g>");
  assert_svg_intricate ("<rect/>", 40000, "");
  assert_svg_intricate ("<path d='M0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0'/>", 25000, "");
  assert_svg_intricate ("<style>a{b:c}d{b:c}e{b:c}f{b:c}</style>", 2000, "");
  assert_svg_intricate ("<!-- as many bytes as nobody draws by hand -->", 100000, "");
}

static void
test_svg_sizes (void) {
  static const char large[] = "<svg xmlns='http://www.w3.org/2000/svg' width='40000' height='40000'/>";
  static const char none[] = "<svg xmlns='http://www.w3.org/2000/svg' width='0' height='9'/>";
  static const char latin1[] = "<?xml version='1.0' encoding='\xe9'?>,<svg/>";
  static const char broken[] = "<svg xmlns='http://www.w3.org/2000/svg' width='3'><g></svg>";

  if (!has_loader (".svg")) {
    g_test_skip ("this kind has no loader here");
    return;
  }
  assert_bytes_refused (large, strlen (large), ENGINE_ERROR_TOO_LARGE, "40000x40000");
  assert_bytes_refused (none, strlen (none), ENGINE_ERROR_FORMAT, "no pixels");
  assert_bytes_refused (broken, strlen (broken), ENGINE_ERROR_FORMAT, "damaged");
  assert_bytes_refused (latin1, strlen (latin1), ENGINE_ERROR_FORMAT, "damaged");
}

static void
test_without_loaders (void) {
  static const char *const names[] = { "rgb.tif", "rgb.gif", "rgb.bmp", "rgb.webp" };

  if (g_test_subprocess ()) {
    for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
      g_autofree char *path = picture_path (names[i]);

      if (!has_loader (names[i])) /* all of them may be built in */
        assert_file_refused (path, ENGINE_ERROR_UNSUPPORTED, "has no loader for");
    }
    return;
  }
  g_setenv ("GDK_PIXBUF_MODULE_FILE", "/dev/null", TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_unsetenv ("GDK_PIXBUF_MODULE_FILE");
  g_test_trap_assert_passed ();
}

/* The loaders call some of their own errors bugs. */
static gboolean
is_fatal_cb (const char *domain, GLogLevelFlags level, const char *message, void *data) {
  return g_strcmp0 (domain, "GdkPixbuf") != 0;
}

static void
mutate (GByteArray *file, GRand *random) {
  int n = g_rand_int_range (random, 1, 8);

  for (int i = 0; i < n; i++) {
    guint offset = (guint) g_rand_int_range (random, 0, (gint32) file->len);

    switch (g_rand_int_range (random, 0, 4)) {
    case 0:
      file->data[offset] = (guint8) g_rand_int_range (random, 0, 256);
      break;
    case 1:
      file->data[offset] ^= (guint8) (1 << g_rand_int_range (random, 0, 8));
      break;
    case 2:
      file->data[offset] = g_rand_boolean (random) ? 0xff : 0;
      break;
    default:
      if (file->len > 32)
        g_byte_array_remove_range (file, MIN (offset, file->len - 4),
                                   (guint) g_rand_int_range (random, 1, 4));
      break;
    }
  }
}

static void
test_mutated (void) {
  g_autoptr (GPtrArray) names = list_pictures ();
  g_autoptr (GRand) random = g_rand_new_with_seed (9);
  int n_loaded = 0;

  g_test_log_set_fatal_handler (is_fatal_cb, NULL);
  for (guint i = 0; i < names->len; i++) {
    for (int round = 0; round < ROUNDS; round++) {
      g_autoptr (GByteArray) file = read_picture (names->pdata[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (EngineImage) image = NULL;

      mutate (file, random);
      image = load_bytes (file->data, file->len, &error);
      n_loaded += image != NULL;
      if (!image)
        assert_refused (error, error->code);
    }
  }
  g_test_message ("%d of %u are pictures still", n_loaded, names->len * ROUNDS);
  g_assert_cmpint (n_loaded, >, 0);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/image-refused/not-a-regular-file", test_not_a_regular_file);
  g_test_add_func ("/engine/image-refused/a-file-that-may-not-be-read", test_unreadable);
  g_test_add_func ("/engine/image-refused/other-kinds-of-files", test_other_kinds);
  g_test_add_func ("/engine/image-refused/truncated-anywhere", test_truncated);
  g_test_add_func ("/engine/image-refused/missing-pixels", test_missing_pixels);
  g_test_add_func ("/engine/image-refused/no-pixels-or-too-many", test_sizes);
  g_test_add_func ("/engine/image-refused/a-side-too-long", test_side_too_long);
  g_test_add_func ("/engine/image-refused/jpeg-of-unusual-coding", test_jpeg_codings);
  g_test_add_func ("/engine/image-refused/jpeg-of-many-scans", test_jpeg_scans);
  g_test_add_func ("/engine/image-refused/jpeg-of-unusual-components", test_jpeg_components);
  g_test_add_func ("/engine/image-refused/what-loaders-get-wrong", test_refused_pictures);
  g_test_add_func ("/engine/image-refused/svg-that-brings-in-others", test_svg_features);
  g_test_add_func ("/engine/image-refused/svg-of-references-to-references", test_svg_nesting);
  g_test_add_func ("/engine/image-refused/svg-of-too-much", test_svg_bounds);
  g_test_add_func ("/engine/image-refused/svg-of-no-size-or-too-large", test_svg_sizes);
  g_test_add_func ("/engine/image-refused/a-kind-without-loader", test_without_loaders);
  g_test_add_func ("/engine/image-refused/mutated-files-are-survived", test_mutated);
  return g_test_run ();
}
