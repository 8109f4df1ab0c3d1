/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that cannot be written, and those that must stay as they were. */
#define _GNU_SOURCE
#include "file-fixture.h"

#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void
test_output_usage (FileFixture *self, gconstpointer unused) {
  g_assert_cmpint (g_chdir (self->folder), ==, 0);
  cli_check_refused ("convolve", 2, "image: it is missing");
  cli_check_refused ("convolve --kernel 1 -o x.npy", 2, "image: it is missing");
  cli_check_refused ("convolve in.npy --kernel 1", 2, "-o: it is missing");
  cli_check_refused ("convolve in.npy --kernel 1 -o ''", 2, "--output: its value is empty");
  cli_check_refused ("convolve in.npy --kernel 1 -o x.jpg", 2, "-o: “x.jpg”");
  cli_check_refused ("convolve in.npy --kernel 1 -o npy", 2, "-o: “npy”");
  g_assert_cmpint (g_chdir ("/"), ==, 0);
}

/* The line of every command that writes, to the file `path`.ENDING. */
static void
assert_writes_refused (FileFixture *self, const char *path, CliPrepare prepare, const char *part) {
  g_autofree char *array = g_strconcat (path, ".npy", NULL);
  g_autofree char *png = g_strconcat (path, ".png", NULL);
  g_autofree char *svg = g_strconcat (path, ".svg", NULL);
  g_autofree char *pdf = g_strconcat (path, ".pdf", NULL);
  /* The lesson's own photo is larger than the limit. */
  g_autofree char *small =
      g_build_filename (g_getenv ("NINE_WEIGHTS_DATA_DIR"), "images", "digit-3.png", NULL);
  /* The limit is for limit_files_cb(): less than the output has, more than decoding the lesson's picture takes. */
  const struct {
    const char *arguments[8];
    rlim_t limit;
  } lines[] = {
    { { "convolve", self->array, "--kernel", "1", "-o", array }, 10 },
    { { "convolve", self->array, "--kernel", "1", "-o", png }, 10 },
    { { "render", "--scene", "slide", "--image", small, "-o", png }, 4000 },
    { { "render", "--scene", "slide", "--image", small, "-o", svg }, 4000 },
    { { "render", "--scene", "slide", "--image", small, "-o", pdf }, 4000 },
    { { "export", "--image", small, "-o", pdf }, 4000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autoptr (CliRun) run = cli_run_strv (lines[i].arguments, prepare, (gpointer) &lines[i].limit);

    cli_assert_refused (run, 1, part);
  }
}

static void
test_output_nowhere (FileFixture *self, gconstpointer unused) {
  g_autofree char *missing = cli_folder_file (self->folder, "none/out");
  g_autofree char *below_file = g_build_filename (self->array, "out", NULL);
  guint before = cli_folder_count (self->folder);

  assert_writes_refused (self, missing, NULL, "the folder for it does not exist");
  assert_writes_refused (self, below_file, NULL, "the folder for it does not exist");
  g_assert_cmpuint (cli_folder_count (self->folder), ==, before);
}

/* `path`.ENDING for all endings become what `make` makes of them. */
static void
make_targets (const char *path, void (*make) (const char *)) {
  static const char *const endings[] = { ".npy", ".png", ".svg", ".pdf" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *target = g_strconcat (path, endings[i], NULL);

    make (target);
  }
}

static void
make_folder (const char *path) {
  g_assert_cmpint (g_mkdir (path, 0755), ==, 0);
}

static void
make_fifo (const char *path) {
  g_assert_cmpint (mkfifo (path, 0644), ==, 0);
}

static void
link_to_full (const char *path) {
  g_assert_cmpint (symlink ("/dev/full", path), ==, 0);
}

static void
test_output_no_file (FileFixture *self, gconstpointer unused) {
  g_autofree char *folder = cli_folder_file (self->folder, "folder");
  g_autofree char *fifo = cli_folder_file (self->folder, "fifo");
  g_autofree char *full = cli_folder_file (self->folder, "full");

  make_targets (folder, make_folder);
  assert_writes_refused (self, folder, NULL, "this is a folder");
  make_targets (fifo, make_fifo);
  assert_writes_refused (self, fifo, NULL, "this is a pipe");
  make_targets (full, link_to_full);
  assert_writes_refused (self, full, NULL, "this is a device");
}

static void
write_old (const char *path) {
  cli_write (path, "old", 3);
}

static void
assert_old (const char *path) {
  cli_assert_text (path, "old");
}

/* No file of more bytes can be written. */
static void
limit_files_cb (gpointer data) {
  const rlim_t *most = data;
  struct rlimit limit = { *most, *most };

  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &limit);
}

static void
test_output_kept_when_writing_fails (FileFixture *self, gconstpointer unused) {
  g_autofree char *path = cli_folder_file (self->folder, "out");
  guint before;

  make_targets (path, write_old);
  before = cli_folder_count (self->folder);
  assert_writes_refused (self, path, limit_files_cb, "out.");
  make_targets (path, assert_old);
  g_assert_cmpuint (cli_folder_count (self->folder), ==, before);
}

static void
test_output_kept_when_the_work_fails (FileFixture *self, gconstpointer unused) {
  g_autofree char *image = cli_folder_file (self->folder, "keep.png");
  g_autofree char *array = cli_folder_file (self->folder, "keep.npy");
  g_autofree char *pdf = cli_folder_file (self->folder, "keep.pdf");
  g_autoptr (CliRun) too_large = NULL, no_image = NULL, no_slides = NULL;

  write_old (image);
  write_old (array);
  write_old (pdf);
  too_large = cli_run ("convolve", self->picture, "--preset", "emboss", "-o", array, NULL);
  no_image = cli_run ("render", "--scene", "slide", "--image", self->bad, "-o", image, NULL);
  no_slides = cli_run ("export", "--image", self->bad, "-o", pdf, NULL);
  cli_assert_refused (too_large, 1, "kernel: 3x3 is larger");
  cli_assert_refused (no_image, 1, "bad.png: there is no such file");
  cli_assert_refused (no_slides, 1, "bad.png: there is no such file");
  assert_old (image);
  assert_old (array);
  assert_old (pdf);
}

static void
test_output_through_a_link (FileFixture *self, gconstpointer unused) {
  g_autofree char *target = cli_folder_file (self->folder, "target.npy");
  g_autofree char *link = cli_folder_file (self->folder, "link.npy");
  g_autoptr (CliRun) run = NULL;

  write_old (target);
  g_assert_cmpint (symlink ("target.npy", link), ==, 0);
  run = cli_run ("convolve", self->array, "--kernel", "2", "--stride", "4", "-o", link, NULL);
  cli_assert_done (run);
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  array_assert (target, 3, (const gint64[]){ 1, 2, 1 }, (const float[]){ 2, 0 }, 0);
}

static void
test_output_over_the_input (FileFixture *self, gconstpointer unused) {
  g_autoptr (CliRun) run =
      cli_run ("convolve", self->array, "--kernel", "2", "--stride", "4", "-o", self->array, NULL);

  cli_assert_done (run);
  array_assert (self->array, 3, (const gint64[]){ 1, 2, 1 }, (const float[]){ 2, 0 }, 0);
}

static void
test_unwritable (FileFixture *self, gconstpointer unused) {
  g_autofree char *old = cli_folder_file (self->folder, "old.npy");
  const char *const fresh[] = { "convolve", self->array, "--kernel", "1", "-o", self->output, NULL };
  const char *const over[] = { "convolve", self->array, "--kernel", "1", "-o", old, NULL };
  g_autoptr (CliRun) fresh_run = NULL, over_run = NULL;
  guint before;

  if (!nobody_can_start ())
    return;
  write_old (old);
  g_assert_cmpint (g_chmod (old, 0444), ==, 0);
  g_assert_cmpint (g_chmod (self->folder, 0555), ==, 0);
  before = cli_folder_count (self->folder);
  fresh_run = cli_run_strv (fresh, become_nobody_cb, NULL);
  over_run = cli_run_strv (over, become_nobody_cb, NULL);
  g_assert_cmpint (g_chmod (self->folder, 0755), ==, 0);

  cli_assert_refused (fresh_run, 1, "out.npy: you have no permission to write there");
  cli_assert_refused (over_run, 1, "old.npy: ");
  assert_old (old);
  g_assert_cmpuint (cli_folder_count (self->folder), ==, before);
}

/* A disk of one page, seen by this process and its children alone. */
static gboolean
mount_small_disk (const char *path) {
  if (unshare (CLONE_NEWNS) == 0 && mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0
      && mount ("tmpfs", path, "tmpfs", 0, "size=4k,mode=0755") == 0)
    return TRUE;
  g_test_skip ("no file system can be mounted here");
  return FALSE;
}

static void
test_full_disk (FileFixture *self, gconstpointer unused) {
  g_autofree char *disk = cli_folder_file (self->folder, "disk");
  g_autofree char *path = g_build_filename (disk, "out", NULL);
  g_autofree char *old = g_build_filename (disk, "out.npy", NULL);
  g_autofree char *image = cli_source_file ("..", "data", "images", "chelsea.png", NULL);
  const char *const line[] = { "convolve", image, "--preset", "emboss", "-o", old, NULL };
  g_autoptr (CliRun) run = NULL;

  make_folder (disk);
  if (!mount_small_disk (disk))
    return;
  write_old (old);
  run = cli_run_strv (line, NULL, NULL);
  cli_assert_refused (run, 1, "out.npy: the disk is full");
  assert_old (old);
  g_assert_cmpuint (cli_folder_count (disk), ==, 1);
  g_assert_cmpint (g_remove (old), ==, 0);
  g_assert_cmpint (umount (disk), ==, 0);
}

static void
add (const char *path, void (*test) (FileFixture *, gconstpointer)) {
  g_autofree char *full = g_strconcat ("/cli/output/", path, NULL);

  g_test_add (full, FileFixture, NULL, file_fixture_set_up, test, file_fixture_tear_down);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  add ("needs-a-known-ending", test_output_usage);
  add ("into-no-folder", test_output_nowhere);
  add ("onto-what-is-no-file", test_output_no_file);
  add ("stays-as-it-was-when-writing-fails", test_output_kept_when_writing_fails);
  add ("stays-as-it-was-when-the-work-fails", test_output_kept_when_the_work_fails);
  add ("stays-as-it-was-on-a-full-disk", test_full_disk);
  add ("stays-as-it-was-without-permission", test_unwritable);
  add ("goes-through-a-link", test_output_through_a_link);
  add ("may-replace-the-input", test_output_over_the_input);
  return g_test_run ();
}
