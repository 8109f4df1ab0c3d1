/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "image-test.h"

#define WIDTH  3
#define HEIGHT 2

/* What is to be seen in the files of images/. */
typedef enum {
  SEEN_RGB,
  SEEN_GREY,
  SEEN_BITS,
  SEEN_ALPHA,
  SEEN_GREY_ALPHA,
  SEEN_TRANSPARENT,
} Seen;

static const guint32 seen_pixels[][WIDTH * HEIGHT] = {
  [SEEN_RGB] = { 0xff0000, 0x00ff00, 0x0000ff, 0xffffff, 0x000000, 0x808080 },
  [SEEN_GREY] = { 0x363636, 0xb6b6b6, 0x121212, 0xffffff, 0x000000, 0x808080 },
  [SEEN_BITS] = { 0x000000, 0xffffff, 0x000000, 0xffffff, 0x000000, 0xffffff },
  [SEEN_ALPHA] = { 0xff7f7f, 0x7fff7f, 0x7f7fff, 0xffffff, 0x7f7f7f, 0xbfbfbf },
  [SEEN_GREY_ALPHA] = { 0x9a9a9a, 0xdadada, 0x888888, 0xffffff, 0x7f7f7f, 0xbfbfbf },
  [SEEN_TRANSPARENT] = { 0xffffff, 0x00ff00, 0x0000ff, 0xffffff, 0x000000, 0x808080 },
};

/* Pictures of lossy kinds are eight times as large, and looked at in the middle of each of their squares. */
static const struct {
  const char *name;
  Seen seen;
  int scale, tolerance;
} kinds[] = {
  { "rgb.png", SEEN_RGB, 1, 0 },
  { "rgb16.png", SEEN_RGB, 1, 0 },
  { "interlaced.png", SEEN_RGB, 1, 0 },
  { "palette.png", SEEN_RGB, 1, 0 },
  { "grey.png", SEEN_GREY, 1, 0 },
  { "grey16.png", SEEN_GREY, 1, 1 },
  { "bits.png", SEEN_BITS, 1, 0 },
  { "alpha.png", SEEN_ALPHA, 1, 0 },
  { "alpha16.png", SEEN_ALPHA, 1, 1 },
  { "grey-alpha.png", SEEN_GREY_ALPHA, 1, 0 },
  { "rgb.jpg", SEEN_RGB, 8, 3 },
  { "sampled.jpg", SEEN_RGB, 8, 3 },
  { "progressive.jpg", SEEN_RGB, 8, 3 },
  { "grey.jpg", SEEN_GREY, 8, 3 },
  { "cmyk.jpg", SEEN_RGB, 8, 3 },
  { "rgb.gif", SEEN_RGB, 1, 0 },
  { "interlaced.gif", SEEN_RGB, 1, 0 },
  { "transparent.gif", SEEN_TRANSPARENT, 1, 0 },
  { "animated.gif", SEEN_RGB, 1, 0 },
  { "rgb.tif", SEEN_RGB, 1, 0 },
  { "big-endian.tif", SEEN_RGB, 1, 0 },
  { "lzw.tif", SEEN_RGB, 1, 0 },
  { "deflate.tif", SEEN_RGB, 1, 0 },
  { "packbits.tif", SEEN_RGB, 1, 0 },
  { "jpeg.tif", SEEN_RGB, 8, 3 },
  { "rgb16.tif", SEEN_RGB, 1, 1 },
  { "planar.tif", SEEN_RGB, 1, 0 },
  { "tiled.tif", SEEN_RGB, 1, 0 },
  { "palette.tif", SEEN_RGB, 1, 0 },
  { "cmyk.tif", SEEN_RGB, 1, 0 },
  { "grey.tif", SEEN_GREY, 1, 0 },
  { "grey16.tif", SEEN_GREY, 1, 1 },
  { "fax.tif", SEEN_BITS, 1, 0 },
  { "alpha.tif", SEEN_ALPHA, 1, 1 },
  { "alpha-associated.tif", SEEN_ALPHA, 1, 1 },
  { "alpha16.tif", SEEN_ALPHA, 1, 1 },
  { "grey-alpha.tif", SEEN_GREY_ALPHA, 1, 1 },
  { "grey-alpha-associated.tif", SEEN_GREY_ALPHA, 1, 1 },
  { "rgb.bmp", SEEN_RGB, 1, 0 },
  { "version3.bmp", SEEN_RGB, 1, 0 },
  { "os2.bmp", SEEN_RGB, 1, 0 },
  { "palette.bmp", SEEN_RGB, 1, 0 },
  { "run-lengths.bmp", SEEN_RGB, 1, 0 },
  { "bits.bmp", SEEN_BITS, 1, 0 },
  { "alpha.bmp", SEEN_ALPHA, 1, 0 },
  { "rgb565.bmp", SEEN_RGB, 1, 5 },
  { "rgb.webp", SEEN_RGB, 1, 0 },
  { "alpha.webp", SEEN_ALPHA, 1, 0 },
  { "lossy.webp", SEEN_RGB, 8, 4 },
  { "lossy-alpha.webp", SEEN_ALPHA, 8, 4 },
  { "rgb.svg", SEEN_RGB, 1, 1 },
};

static void
assert_seen (const EngineImage *image, Seen seen, int scale, int tolerance) {
  g_assert_cmpint (image->width, ==, WIDTH * scale);
  g_assert_cmpint (image->height, ==, HEIGHT * scale);
  for (int i = 0; i < WIDTH * HEIGHT; i++)
    assert_pixel (image, i / WIDTH * scale + scale / 2, i % WIDTH * scale + scale / 2, seen_pixels[seen][i],
                  tolerance);
}

static void
test_kind (gconstpointer data) {
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *path = picture_path (kinds[i].name);
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineImage) image = NULL;

  if (!has_loader (kinds[i].name)) {
    g_test_skip ("this kind has no loader here");
    return;
  }
  image = engine_image_load (path, NULL, &error);
  g_assert_no_error (error);
  assert_seen (image, kinds[i].seen, kinds[i].scale, kinds[i].tolerance);
}

/* The loader draws this in a moment, but might take a minute for shapes as many and as large: it must be
 * smaller. */
static void
test_svg_of_many_shapes (void) {
  g_autoptr (GString) text =
      g_string_new ("<svg xmlns='http://www.w3.org/2000/svg' width='4000' height='2000'>");
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineImage) image = NULL;

  if (!has_loader (".svg")) {
    g_test_skip ("this kind has no loader here");
    return;
  }
  g_string_append (text, "<linearGradient id='a'>");
  for (int i = 0; i < 99; i++)
    g_string_append (text, "<stop stop-color='red'/>");
  g_string_append (text, "</linearGradient>");
  for (int i = 0; i < 899; i++)
    g_string_append (text, "<rect width='2000' height='2000' fill='url(#a)'/>");
  g_string_append (text, "</svg>");
  image = load_bytes (text->str, text->len, &error);
  g_assert_no_error (error);
  g_assert_cmpint (image->width, ==, 1000);
  g_assert_cmpint (image->height, ==, 500);
  assert_pixel (image, 250, 495, 0xff0000, 0);
  assert_pixel (image, 250, 505, 0xffffff, 0);
}

/* Of the palette's colours, the first is made transparent. */
static void
test_palette_with_transparency (void) {
  static const guint8 chunk[] = { 0, 0, 0, 1, 't', 'R', 'N', 'S', 0, 0x40, 0xe6, 0xd8, 0x66 };
  g_autoptr (GByteArray) file = read_picture ("palette.png");
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineImage) image = NULL;
  gsize first = find_bytes (file, "PLTE", 4) + 4;

  insert_bytes (file, find_bytes (file, "IDAT", 4) - 4, chunk, sizeof chunk);
  image = load_bytes (file->data, file->len, &error);
  g_assert_no_error (error);
  for (int i = 0; i < WIDTH * HEIGHT; i++) {
    guint32 colour = seen_pixels[SEEN_RGB][i];
    const guint8 *entry = file->data + first;
    gboolean is_first = colour == ((guint32) entry[0] << 16 | (guint32) entry[1] << 8 | entry[2]);

    assert_pixel (image, i / WIDTH, i % WIDTH, is_first ? 0xffffff : colour, 0);
  }
}

/* A frame beside the screen, to be taken back by the next one. The loader must not warn of it. */
static void
test_gif_beside_its_screen (void) {
  g_autoptr (GByteArray) file = read_picture ("rgb.gif");
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineImage) image = NULL;
  gsize frame;

  if (!has_loader (".gif")) {
    g_test_skip ("this kind has no loader here");
    return;
  }
  frame = find_bytes (file, "\x2c\0\0\0\0", 5);
  file->data[frame + 1] = 1;
  insert_bytes (file, frame, (const guint8 *) "!\xf9\x04\x0c\0\0\0", 8);
  image = load_bytes (file->data, file->len, &error);
  g_assert_no_error (error);
  assert_pixel (image, 0, 0, 0xffffff, 0);
  assert_pixel (image, 0, 1, 0xff0000, 0);
  assert_pixel (image, 0, 2, 0x00ff00, 0);
}

/* Bytes between the palette and the rows, which a header may say there are. */
static void
test_bmp_with_a_gap (void) {
  g_autoptr (GByteArray) file = read_picture ("palette.bmp");
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineImage) image = NULL;

  if (!has_loader (".bmp")) {
    g_test_skip ("this kind has no loader here");
    return;
  }
  insert_bytes (file, file->data[10], (const guint8 *) "thirteen bytes", 13);
  file->data[10] += 13;
  image = load_bytes (file->data, file->len, &error);
  g_assert_no_error (error);
  assert_seen (image, SEEN_RGB, 1, 0);
}

/* The sides of the picture, as it is to be seen, that the first stored row and column are (CIPA DC-008,
 * 4.6.4). */
static const char orientations[][2] = { "tl", "tr", "br", "bl", "lt", "rt", "rb", "lb" };

/* The same without libraries: where the pixel of a stored row and column is to be seen. */
static void
oracle_orient (int orientation, gint64 row, gint64 column, gint64 rows, gint64 columns, gint64 *y,
               gint64 *x) {
  for (int i = 0; i < 2; i++) {
    gint64 forward = i == 0 ? row : column;
    gint64 backward = i == 0 ? rows - 1 - row : columns - 1 - column;

    switch (orientations[orientation - 1][i]) {
    case 't':
      *y = forward;
      break;
    case 'b':
      *y = backward;
      break;
    case 'l':
      *x = forward;
      break;
    default:
      *x = backward;
      break;
    }
  }
}

static void
assert_oriented (const GByteArray *file, int orientation, int scale, int tolerance) {
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineImage) image = load_bytes (file->data, file->len, &error);

  g_assert_no_error (error);
  g_assert_cmpint (image->width, ==, (orientation > 4 ? HEIGHT : WIDTH) * scale);
  g_assert_cmpint (image->height, ==, (orientation > 4 ? WIDTH : HEIGHT) * scale);
  for (int i = 0; i < WIDTH * HEIGHT; i++) {
    gint64 y = -1, x = -1;

    oracle_orient (orientation, i / WIDTH, i % WIDTH, HEIGHT, WIDTH, &y, &x);
    assert_pixel (image, y * scale + scale / 2, x * scale + scale / 2, seen_pixels[SEEN_RGB][i], tolerance);
  }
}

/* A TIFF directory of one entry, the orientation. */
static void
make_exif (guint8 exif[26], int orientation) {
  memcpy (exif, "II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0\0\0\0\0", 26);
  exif[18] = (guint8) orientation;
}

static void
test_orientation_jpeg (void) {
  for (int orientation = 1; orientation <= 8; orientation++) {
    guint8 segment[36] = { 0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0 };
    g_autoptr (GByteArray) file = read_picture ("rgb.jpg");

    make_exif (segment + 10, orientation);
    insert_bytes (file, 2, segment, sizeof segment);
    assert_oriented (file, orientation, 8, 3);
  }
}

/* As PNG computes it, over the chunk's name and data. */
static guint32
crc (const guint8 *data, gsize length) {
  guint32 state = 0xffffffff;

  for (gsize i = 0; i < length; i++) {
    state ^= data[i];
    for (int bit = 0; bit < 8; bit++)
      state = state >> 1 ^ (state & 1 ? 0xedb88320 : 0);
  }
  return ~state;
}

static void
test_orientation_png (void) {
  for (int orientation = 1; orientation <= 8; orientation++) {
    guint8 chunk[38] = { 0, 0, 0, 26, 'e', 'X', 'I', 'f' };
    g_autoptr (GByteArray) file = read_picture ("rgb.png");
    guint32 sum;

    make_exif (chunk + 8, orientation);
    sum = GUINT32_TO_BE (crc (chunk + 4, 30));
    memcpy (chunk + 34, &sum, sizeof sum);
    insert_bytes (file, 33, chunk, sizeof chunk);
    assert_oriented (file, orientation, 1, 0);
  }
}

/* The entry of the orientation stands in the file already. */
static void
test_orientation_tiff (void) {
  if (!has_loader (".tif")) {
    g_test_skip ("this kind has no loader here");
    return;
  }
  for (int orientation = 1; orientation <= 8; orientation++) {
    g_autoptr (GByteArray) file = read_picture ("rgb.tif");

    file->data[find_bytes (file, "\x12\x01\x03\0\x01\0\0\0", 8) + 8] = (guint8) orientation;
    assert_oriented (file, orientation, 1, 0);
  }
}

static void
test_orientation_webp (void) {
  static const guint8 header[] = { 'V', 'P', '8', 'X',       10, 0, 0,          0, 0x08,
                                   0,   0,   0,   WIDTH - 1, 0,  0, HEIGHT - 1, 0, 0 };

  if (!has_loader (".webp")) {
    g_test_skip ("this kind has no loader here");
    return;
  }
  for (int orientation = 1; orientation <= 8; orientation++) {
    guint8 chunk[34] = { 'E', 'X', 'I', 'F', 26, 0, 0, 0 };
    g_autoptr (GByteArray) file = read_picture ("rgb.webp");

    make_exif (chunk + 8, orientation);
    insert_bytes (file, 12, header, sizeof header);
    g_byte_array_append (file, chunk, sizeof chunk);
    file->data[4] = (guint8) (file->len - 8);
    assert_oriented (file, orientation, 1, 0);
  }
}

static void
test_any_name (void) {
  g_autofree char *folder = g_dir_make_tmp ("engine-image-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "caf\xe9 #%.png", NULL);
  g_autoptr (GByteArray) file = read_picture ("rgb.png");
  g_autoptr (GError) error = NULL;
  g_autoptr (EngineImage) image = NULL;

  g_assert_true (g_file_set_contents (path, (const char *) file->data, file->len, NULL));
  image = engine_image_load (path, NULL, &error);
  g_assert_no_error (error);
  assert_seen (image, SEEN_RGB, 1, 0);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_cancelled (void) {
  g_autofree char *path = picture_path ("rgb.png");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (engine_image_load (path, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *path = g_strconcat ("/engine/image/kind/", kinds[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_kind);
  }
  g_test_add_func ("/engine/image/kind/palette-with-transparency", test_palette_with_transparency);
  g_test_add_func ("/engine/image/kind/bmp-with-a-gap", test_bmp_with_a_gap);
  g_test_add_func ("/engine/image/kind/gif-beside-its-screen", test_gif_beside_its_screen);
  g_test_add_func ("/engine/image/svg-of-many-shapes-is-drawn-smaller", test_svg_of_many_shapes);
  g_test_add_func ("/engine/image/exif-turns-jpeg", test_orientation_jpeg);
  g_test_add_func ("/engine/image/exif-turns-png", test_orientation_png);
  g_test_add_func ("/engine/image/exif-turns-tiff", test_orientation_tiff);
  g_test_add_func ("/engine/image/exif-turns-webp", test_orientation_webp);
  g_test_add_func ("/engine/image/loads-a-file-of-any-name", test_any_name);
  g_test_add_func ("/engine/image/loading-can-be-cancelled", test_cancelled);
  return g_test_run ();
}
