/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nine-weights-cli render, scenes and export. */
#include "array.h"
#include "cli-process.h"
#include "json-reader.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  CliFolder *folder;
  char *picture, *other; /* names of files to write */
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused) {
  self->folder = cli_folder_new ();
  self->picture = cli_folder_file (self->folder, "a.png");
  self->other = cli_folder_file (self->folder, "b.png");
}

static void
tear_down (Fixture *self, gconstpointer unused) {
  cli_folder_free (self->folder);
  g_free (self->picture);
  g_free (self->other);
}

/* The command line, which ends in -o `output`. */
static void
make (const char *options, const char *output) {
  g_autofree char *line = g_strdup_printf ("%s -o '%s'", options, output);
  g_autoptr (CliRun) run = cli_run_line (line);

  g_test_message ("%s", line);
  cli_assert_done (run);
  g_assert_cmpstr (run->out, ==, "");
}

static GBytes *
bytes_of (const char *path) {
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize length;

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, length);
}

static gboolean
same_file (const char *path, const char *other) {
  g_autoptr (GBytes) bytes = bytes_of (path);
  g_autoptr (GBytes) other_bytes = bytes_of (other);

  return g_bytes_equal (bytes, other_bytes);
}

/* Whether both command lines make the same picture. */
static gboolean
same_picture (Fixture *self, const char *options, const char *other_options) {
  make (options, self->picture);
  make (other_options, self->other);
  return same_file (self->picture, self->other);
}

static guint32
big_endian (const guint8 *bytes) {
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

static void
assert_png_size (const char *path, guint width, guint height) {
  g_autoptr (GBytes) bytes = bytes_of (path);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  g_assert_cmpuint (length, >, 33);
  g_assert_cmpmem (data, 8, "\x89PNG\r\n\x1a\n", 8);
  g_assert_cmpmem (data + 12, 4, "IHDR", 4);
  g_assert_cmpuint (big_endian (data + 16), ==, width);
  g_assert_cmpuint (big_endian (data + 20), ==, height);
}

static JsonValue *
list (const char *lesson) {
  g_autoptr (CliRun) run = cli_run ("scenes", "--json", lesson, NULL);
  JsonValue *value;

  cli_assert_done (run);
  value = json_parse (run->out);
  g_assert_nonnull (value);
  return value;
}

/* The whole lesson as one list of lines. */
static char **
list_lines (void) {
  g_autoptr (CliRun) run = cli_run ("scenes", NULL);
  gsize length = strlen (run->out);

  cli_assert_done (run);
  g_assert_cmpuint (length, >, 0);
  g_assert_cmpint (run->out[length - 1], ==, '\n');
  run->out[length - 1] = '\0';
  return g_strsplit (run->out, "\n", -1);
}

static void
test_png_size (Fixture *self, gconstpointer unused) {
  make ("render --scene slide", self->picture);
  assert_png_size (self->picture, 1280, 800);
  make ("render --scene slide --size 1920x1080", self->picture);
  assert_png_size (self->picture, 1920, 1080);
  make ("render --scene dense --size 333x200", self->picture);
  assert_png_size (self->picture, 333, 200);
}

static void
test_kinds (Fixture *self, gconstpointer unused) {
  g_autofree char *svg = cli_folder_file (self->folder, "a.SVG");
  g_autofree char *pdf = cli_folder_file (self->folder, "a.pdf");
  g_autoptr (GBytes) svg_bytes = NULL, pdf_bytes = NULL;

  make ("render --scene filters --size 640x400", svg);
  make ("render --scene filters --size 640x400", pdf);
  svg_bytes = bytes_of (svg);
  pdf_bytes = bytes_of (pdf);
  g_assert_true (g_str_has_prefix (g_bytes_get_data (svg_bytes, NULL), "<?xml"));
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (svg_bytes, NULL), 1000, "<svg"));
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (svg_bytes, NULL), 1000, "640"));
  g_assert_true (g_str_has_prefix (g_bytes_get_data (pdf_bytes, NULL), "%PDF-"));
}

static void
test_steps_are_times (Fixture *self, gconstpointer unused) {
  g_auto (GStrv) lines = list_lines ();

  for (char **line = lines; *line; line++) {
    g_auto (GStrv) fields = g_strsplit (*line, "\t", -1);
    g_autofree char *by_step =
        g_strdup_printf ("render --size 320x200 --scene %s --step %s", fields[0], fields[1]);
    g_autofree char *by_time =
        g_strdup_printf ("render --size 320x200 --scene %s --time %s", fields[0], fields[3]);

    g_assert_true (same_picture (self, by_step, by_time));
  }
}

static void
test_default_moment (Fixture *self, gconstpointer unused) {
  g_autoptr (JsonValue) lesson = list (NULL);
  const JsonValue *scene = json_at (json_get (lesson, "scenes", NULL), 2);
  g_autofree char *by_time = g_strdup_printf ("render --size 320x200 --scene slide --time %s",
                                              json_get (scene, "duration", NULL)->text);

  g_assert_cmpstr (json_string (json_get (scene, "name", NULL)), ==, "slide");
  g_assert_true (same_picture (self, "render --size 320x200 --scene slide", by_time));
  g_assert_false (same_picture (self, "render --size 320x200 --scene slide",
                                "render --size 320x200 --scene slide --time 0"));
}

static void
test_choices_show (Fixture *self, gconstpointer unused) {
  static const char *const choices[] = { "--dark", "--grid 16", "--filter laplacian", "--step 1",
                                         "--size 320x201" };
  g_autofree char *image = cli_source_file ("..", "data", "images", "chelsea.png", NULL);
  g_autofree char *with_image = g_strdup_printf ("render --size 320x200 --scene slide --image '%s'", image);

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++) {
    g_autofree char *chosen = g_strdup_printf ("render --size 320x200 --scene slide %s", choices[i]);

    g_assert_false (same_picture (self, "render --size 320x200 --scene slide", chosen));
  }
  g_assert_false (same_picture (self, "render --size 320x200 --scene slide", with_image));
  g_assert_true (same_picture (self, with_image, with_image));
}

static void
test_own_lesson (Fixture *self, gconstpointer unused) {
  static const char text[] = "[Lesson]\nTitle=My “own” \\\\ lesson\nScenes=slide\nImage=mine.png\nGrid=12\n";
  g_autofree char *lesson = cli_folder_file (self->folder, "my.lesson");
  g_autofree char *image = cli_folder_file (self->folder, "mine.png");
  g_autofree char *shipped = cli_source_file ("..", "data", "lessons", "weights-in-cnns.lesson", NULL);
  g_autofree char *own = g_strdup_printf ("render '%s' --size 320x200 --scene slide", lesson);
  g_autofree char *named = g_strdup_printf ("render --size 320x200 --scene slide '%s'", shipped);
  g_autoptr (JsonValue) listed = NULL;

  picture_write (image, 2, 2, (const guint32[]){ 0xffffff, 0x000000, 0xff0000, 0x00ff00 });
  cli_write (lesson, text, strlen (text));
  listed = list (lesson);
  g_assert_cmpstr (json_string (json_get (listed, "title", NULL)), ==, "My “own” \\ lesson");
  g_assert_cmpuint (json_get (listed, "scenes", NULL)->children->len, ==, 1);
  g_assert_false (same_picture (self, own, "render --size 320x200 --scene slide"));
  g_assert_true (same_picture (self, named, "render --size 320x200 --scene slide"));
}

static void
test_lines (Fixture *self, gconstpointer unused) {
  g_auto (GStrv) lines = list_lines ();
  g_autoptr (JsonValue) lesson = list (NULL);
  const JsonValue *scenes = json_get (lesson, "scenes", NULL);
  guint line = 0;

  for (guint i = 0; i < scenes->children->len; i++) {
    const JsonValue *scene = json_at (scenes, i);
    const JsonValue *steps = json_get (scene, "steps", NULL);

    for (guint step = 0; step < steps->children->len; step++, line++) {
      const JsonValue *entry = json_at (steps, step);
      g_auto (GStrv) fields = g_strsplit (lines[line], "\t", -1);

      g_assert_cmpuint (g_strv_length (fields), ==, 6);
      g_assert_cmpstr (fields[0], ==, json_string (json_get (scene, "name", NULL)));
      g_assert_cmpstr (fields[1], ==, json_get (entry, "step", NULL)->text);
      g_assert_cmpstr (fields[2], ==, json_get (entry, "start", NULL)->text);
      g_assert_cmpstr (fields[3], ==, json_get (entry, "end", NULL)->text);
      g_assert_cmpstr (fields[4], ==, json_string (json_get (scene, "title", NULL)));
      g_assert_nonnull (fields[5]);
    }
  }
  g_assert_null (lines[line]);
}

/* All that ships, but for one folder. */
static char *
data_without (const Fixture *self, const char *missing) {
  const char *data = g_getenv ("NINE_WEIGHTS_DATA_DIR");
  char *copy = cli_folder_file (self->folder, "data");
  g_autoptr (GDir) dir = g_dir_open (data, 0, NULL);
  const char *name;

  g_assert_cmpint (g_mkdir (copy, 0755), ==, 0);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *target = g_build_filename (data, name, NULL);
    g_autofree char *link_name = g_build_filename (copy, name, NULL);

    if (!g_str_equal (name, missing))
      g_assert_cmpint (symlink (target, link_name), ==, 0);
  }
  return copy;
}

/* Training takes longer than a picture. */
static void
test_trains_where_it_is_seen (Fixture *self, gconstpointer unused) {
  g_autofree char *data = g_strdup (g_getenv ("NINE_WEIGHTS_DATA_DIR"));
  g_autofree char *without = data_without (self, "digits");
  g_autofree char *learned = g_strdup_printf ("render --scene learned -o '%s'", self->picture);
  g_autofree char *document = g_strdup_printf ("export -o '%s'", self->other);

  g_setenv ("NINE_WEIGHTS_DATA_DIR", without, TRUE);
  make ("render --scene slide", self->picture);
  make ("render --scene summary", self->picture);
  cli_check_refused (learned, 1, "digits");
  cli_check_refused (document, 1, "digits");
  cli_check_refused ("scenes", 1, "digits");
  g_setenv ("NINE_WEIGHTS_DATA_DIR", data, TRUE);
}

/* A picture of one's own takes nothing away from what was found with others. */
static void
test_findings (Fixture *self, gconstpointer unused) {
  g_autofree char *data = g_strdup (g_getenv ("NINE_WEIGHTS_DATA_DIR"));
  g_autofree char *with_picture =
      g_strdup_printf ("render --scene evidence --image '%s/images/horse.png'", data);

  g_assert_true (same_picture (self, "render --scene evidence", with_picture));
}

static void
test_json (Fixture *self, gconstpointer unused) {
  g_autoptr (JsonValue) lesson = list (NULL);
  const JsonValue *scenes = json_get (lesson, "scenes", NULL);

  json_assert_keys (lesson, "title scenes");
  g_assert_cmpuint (scenes->children->len, ==, 13);
  for (guint i = 0; i < scenes->children->len; i++) {
    const JsonValue *scene = json_at (scenes, i);
    const JsonValue *steps = json_get (scene, "steps", NULL);
    double end = 0;

    json_assert_keys (scene, "name title duration steps");
    for (guint step = 0; step < steps->children->len; step++) {
      const JsonValue *entry = json_at (steps, step);

      json_assert_keys (entry, "step name start end caption notes spoken question");
      g_assert_cmpint (json_integer (json_get (entry, "step", NULL)), ==, step + 1);
      g_assert_cmpfloat (json_number (json_get (entry, "start", NULL)), ==, end);
      end = json_number (json_get (entry, "end", NULL));
      g_assert_cmpfloat (end, >, json_number (json_get (entry, "start", NULL)));
      g_assert_cmpstr (json_string (json_get (entry, "caption", NULL)), !=, "");
      g_assert_null (strchr (json_string (json_get (entry, "caption", NULL)), '{'));
      g_assert_true (g_str_has_prefix (json_string (json_get (entry, "spoken", NULL)),
                                       json_string (json_get (entry, "caption", NULL))));
    }
    g_assert_cmpfloat (json_number (json_get (scene, "duration", NULL)), ==, end);
  }
}

/* Of the steps that ask, also where the lesson leaves it to its readers whether they want to be asked. */
static void
test_spoken_questions (Fixture *self, gconstpointer unused) {
  g_autoptr (JsonValue) lesson = list (NULL);
  const JsonValue *scenes = json_get (lesson, "scenes", NULL);
  const JsonValue *steps = json_get (json_at (scenes, 1), "steps", NULL);
  guint asked = 0;

  for (guint step = 0; step < steps->children->len; step++) {
    const char *question = json_string (json_get (json_at (steps, step), "question", NULL));
    if (*question == '\0')
      continue;
    asked++;
    g_assert_cmpstr (json_string (json_get (json_at (steps, step), "name", NULL)), ==, "all-nodes");
    g_assert_true (g_str_has_prefix (question, "32 nodes look at 100 pixels each."));
    g_assert_nonnull (strstr (question, "Type a number"));
  }
  g_assert_cmpuint (asked, ==, 1);
}

static void
test_export (Fixture *self, gconstpointer unused) {
  g_autofree char *light = cli_folder_file (self->folder, "light.pdf");
  g_autofree char *dark = cli_folder_file (self->folder, "dark.PDF");
  g_autoptr (GBytes) light_bytes = NULL;

  make ("export", light);
  make ("export --dark --size 1920x1080 --grid 8 --filter emboss", dark);
  light_bytes = bytes_of (light);
  g_assert_true (g_str_has_prefix (g_bytes_get_data (light_bytes, NULL), "%PDF-"));
  g_assert_cmpuint (g_bytes_get_size (light_bytes), >, 10000);
  g_assert_false (same_file (light, dark));
}

static void
test_refused (Fixture *self, gconstpointer unused) {
  static const struct {
    const char *line, *part;
  } cases[] = {
    { "render -o x.png", "--scene: it is missing" },
    { "render --scene slide", "-o: it is missing" },
    { "render --scene nope -o x.png", "tensor, dense, slide, sharing, filters" },
    { "render --scene '' -o x.png", "--scene: its value is empty" },
    { "render --scene slide -o ''", "--output: its value is empty" },
    { "render '' --scene slide -o x.png", "file: its name is empty" },
    { "render --scene slide --step 0 -o x.png", "--step: 0 is not positive" },
    { "render --scene slide --step -1 -o x.png", "--step: -1 is not positive" },
    { "render --scene slide --step 1.5 -o x.png", "--step: “1.5” is not" },
    { "render --scene slide --step 99 -o x.png", "--step: 99 is past the last step of “slide”" },
    { "render --scene slide --time -1 -o x.png", "--time: -1 is before" },
    { "render --scene slide --time 9999 -o x.png", "--time: 9999 is after the scene's end; use 0 to " },
    { "render --scene slide --time 1,5 -o x.png", "--time: “1,5” is not a number" },
    { "render --scene slide --time nan -o x.png", "--time: “nan” is not a number" },
    { "render --scene slide --time inf -o x.png", "--time: “inf” is not a number" },
    { "render --scene slide --time 1s -o x.png", "--time: “1s” is not a number" },
    { "render --scene slide --time '' -o x.png", "--time: its value is empty" },
    { "render --scene slide --time 1e999 -o x.png", "--time: 1e999 is too large" },
    { "render --scene slide --time 1 --step 1 -o x.png", "use one of --time and --step" },
    { "render --scene slide --size 1280 -o x.png", "--size: “1280” cannot be read" },
    { "render --scene slide --size 0x100 -o x.png", "--size: 0 is not positive" },
    { "render --scene slide --size 1280x800x2 -o x.png", "--size" },
    { "render --scene slide --size 10x10 -o x.png", "size: 10x10" },
    { "render --scene slide --size 99999x99999 -o x.png", "size: 99999x99999" },
    { "render --scene slide --size 4294967296x800 -o x.png", "--size: 4294967296x800 is too large" },
    { "render --scene slide --grid 3 -o x.png", "grid: 3" },
    { "render --scene slide --grid 65 -o x.png", "grid: 65" },
    { "render --scene slide --grid x -o x.png", "--grid: “x” is not" },
    { "render --scene slide --filter nope -o x.png", "--filter: there is no “nope”; use one of identity" },
    { "render --scene slide -o x.gif", "x.gif" },
    { "render --scene slide -o x", "x: " },
    { "export", "-o: it is missing" },
    { "export -o x.png", "x.png" },
    { "export --size 1x1 -o x.pdf", "size: 1x1" },
  };

  g_assert_cmpint (g_chdir (self->folder), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    cli_check_refused (cases[i].line, 2, cases[i].part);
  g_assert_cmpuint (cli_folder_count (self->folder), ==, 0);
  g_assert_cmpint (g_chdir ("/"), ==, 0);
}

static void
test_bad_lessons (Fixture *self, gconstpointer unused) {
  static const struct {
    const char *text, *part;
  } cases[] = {
    { "", "empty" },
    { "hello", "not a lesson file" },
    { "[Other]\n", "[Lesson]" },
    { "[Lesson]\nTitle=x\n", "Scenes" },
    { "[Lesson]\nTitle=x\nScenes=nope\n", "nope" },
    { "[Lesson]\nTitle=x\nScenes=slide\nGrid=900\n", "line 4, [Lesson] Grid: “900” is not a whole number" },
    { "[Lesson]\nTitle=x\nScenes=slide\nImage=missing.png\n", "missing.png" },
    { "[Lesson]\nTitle=\xff\nScenes=slide\n", "lesson" },
  };
  g_autofree char *lesson = cli_folder_file (self->folder, "bad.lesson");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CliRun) listed = NULL, drawn = NULL;

    cli_write (lesson, cases[i].text, strlen (cases[i].text));
    listed = cli_run ("scenes", lesson, NULL);
    drawn = cli_run ("render", lesson, "--scene", "slide", "-o", self->picture, NULL);
    cli_assert_refused (listed, 1, cases[i].part);
    cli_assert_refused (drawn, 1, cases[i].part);
    g_assert_false (g_file_test (self->picture, G_FILE_TEST_EXISTS));
  }
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer)) {
  g_autofree char *full = g_strconcat ("/cli/", path, NULL);

  g_test_add (full, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  add ("render/png-has-the-size-asked-for", test_png_size);
  add ("render/ending-of-the-name-chooses-the-kind", test_kinds);
  add ("render/a-step-is-the-moment-of-its-end", test_steps_are_times);
  add ("render/without-a-moment-it-is-the-end", test_default_moment);
  add ("render/every-choice-changes-the-picture", test_choices_show);
  add ("render/a-lesson-of-ones-own", test_own_lesson);
  add ("render/trains-only-where-it-is-seen", test_trains_where_it_is_seen);
  add ("render/a-picture-of-ones-own-beside-what-was-found", test_findings);
  add ("render/wrong-usage-is-refused", test_refused);
  add ("scenes/lines-have-six-fields-and-agree-with-json", test_lines);
  add ("scenes/json-has-exactly-these-keys", test_json);
  add ("scenes/json-tells-what-is-asked", test_spoken_questions);
  add ("scenes/bad-lessons-are-refused", test_bad_lessons);
  add ("export/writes-the-lesson-as-pdf", test_export);
  return g_test_run ();
}
