/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-file.h"
#include "engine-test.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define NOBODY 65534

typedef struct {
  char *folder;
  mode_t umask;
} Fixture;

static void
set_up (Fixture *fixture, const void *data) {
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("engine-file-XXXXXX", &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (fixture->folder, 0777), ==, 0);
  fixture->umask = umask (022);
}

static void
tear_down (Fixture *fixture, const void *data) {
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  umask (fixture->umask);
  while ((name = g_dir_read_name (folder))) {
    g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

    g_assert_cmpint (g_remove (path), ==, 0);
  }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static char *
path_of (Fixture *fixture, const char *name) {
  return g_build_filename (fixture->folder, name, NULL);
}

static char *
make_file (Fixture *fixture, const char *name, const char *contents, int mode) {
  char *path = path_of (fixture, name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, contents, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (path, mode), ==, 0);
  return path;
}

static void
assert_contents (const char *path, const char *expected) {
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (contents, ==, expected);
}

static guint
count_entries (Fixture *fixture) {
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder))
    n++;
  return n;
}

static mode_t
mode_of (const char *path) {
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  return status.st_mode & 0777;
}

static gboolean
write_text (const char *path, const char *text, GError **error) {
  return engine_file_write (path, text, strlen (text), error);
}

static void
assert_not_opened (const char *path, const char *expected) {
  g_autoptr (GError) error = NULL;
  goffset size = -1;

  g_assert_cmpint (engine_file_open (path, &size, &error), ==, -1);
  g_assert_cmpint (size, ==, -1);
  g_assert_nonnull (strstr (error->message, expected));
  assert_refused (error, ENGINE_ERROR_FILE);
}

static void
assert_not_written (const char *path, const char *expected) {
  g_autoptr (GError) error = NULL;

  g_assert_false (write_text (path, "new", &error));
  g_assert_nonnull (strstr (error->message, expected));
  assert_refused (error, ENGINE_ERROR_FILE);
}

static char *
make_socket (Fixture *fixture) {
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  char *path = path_of (fixture, "socket");
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  g_assert_cmpint (bind (fd, (const struct sockaddr *) &address, sizeof address), ==, 0);
  close (fd);
  return path;
}

/* Runs as somebody without rights. FALSE where that cannot be arranged. */
static gboolean
become_nobody (void) {
  return geteuid () != 0 || seteuid (NOBODY) == 0;
}

static void
become_oneself (void) {
  if (getuid () == 0)
    g_assert_cmpint (seteuid (0), ==, 0);
}

static void
test_open (Fixture *fixture, const void *data) {
  g_autofree char *path = make_file (fixture, "three", "abc", 0600);
  g_autoptr (GError) error = NULL;
  char buffer[4];
  goffset size;
  int fd;

  fd = engine_file_open (path, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpint (size, ==, 3);
  g_assert_cmpint (read (fd, buffer, sizeof buffer), ==, 3);
  g_assert_cmpint (fcntl (fd, F_GETFD) & FD_CLOEXEC, !=, 0);
  close (fd);

  fd = engine_file_open (path, NULL, &error);
  g_assert_cmpint (fd, >=, 0);
  close (fd);
}

static void
test_open_refuses (Fixture *fixture, const void *data) {
  g_autofree char *missing = path_of (fixture, "missing");
  g_autofree char *empty = make_file (fixture, "empty", "", 0600);
  g_autofree char *below_file = g_build_filename (empty, "file", NULL);
  g_autofree char *fifo = path_of (fixture, "fifo");
  g_autofree char *socket_path = make_socket (fixture);
  g_autofree char *dangling = path_of (fixture, "dangling");

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (symlink ("missing", dangling), ==, 0);
  assert_not_opened (fixture->folder, "a folder");
  assert_not_opened (fifo, "a pipe (FIFO)"); /* nobody writes to it: this must not wait for somebody */
  assert_not_opened (socket_path, "a socket");
  assert_not_opened ("/dev/null", "a device");
  assert_not_opened (empty, "is empty");
  assert_not_opened (missing, "no such file");
  assert_not_opened (below_file, "no such file");
  assert_not_opened (dangling, "no such file");
  assert_not_opened ("", "no such file");
}

static void
test_open_without_permission (Fixture *fixture, const void *data) {
  g_autofree char *path = make_file (fixture, "secret", "abc", 0);

  if (!become_nobody ()) {
    g_test_skip ("this user cannot become another");
    return;
  }
  assert_not_opened (path, "no permission to read");
  become_oneself ();
}

static void
test_open_shows_any_name (Fixture *fixture, const void *data) {
  g_autofree char *path = path_of (fixture, "caf\xe9");

  assert_not_opened (path, "caf\xef\xbf\xbd: ");
}

static void
test_read (Fixture *fixture, const void *data) {
  g_autofree char *path = make_file (fixture, "five", "12345", 0600);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) all = engine_file_read (path, 5, &error);
  g_autoptr (GBytes) more = NULL;

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (all, NULL), g_bytes_get_size (all), "12345", 5);
  more = engine_file_read (path, 4, &error);
  g_assert_null (more);
  assert_refused (error, ENGINE_ERROR_TOO_LARGE);
}

static void
test_write_new (Fixture *fixture, const void *data) {
  g_autofree char *path = path_of (fixture, "new");
  g_autofree char *empty = path_of (fixture, "empty");
  g_autoptr (GError) error = NULL;

  g_assert_true (write_text (path, "contents", &error));
  g_assert_no_error (error);
  assert_contents (path, "contents");
  g_assert_cmpint (mode_of (path), ==, 0644);
  g_assert_true (engine_file_write (empty, NULL, 0, &error));
  assert_contents (empty, "");
  g_assert_cmpint (count_entries (fixture), ==, 2);
}

static void
test_write_keeps_the_mode (Fixture *fixture, const void *data) {
  static const int modes[] = { 0600, 0644, 0666, 0755, 0620 };

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++) {
    g_autofree char *path = make_file (fixture, "old", "old", modes[i]);
    g_autoptr (GError) error = NULL;

    g_assert_true (write_text (path, "new", &error));
    assert_contents (path, "new");
    g_assert_cmpint (mode_of (path), ==, modes[i]);
  }
}

static void
test_write_follows_links (Fixture *fixture, const void *data) {
  g_autofree char *target = make_file (fixture, "target", "old", 0600);
  g_autofree char *relative = path_of (fixture, "relative");
  g_autofree char *absolute = path_of (fixture, "absolute");
  g_autofree char *dangling = path_of (fixture, "dangling");
  g_autofree char *made = path_of (fixture, "made");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink ("target", relative), ==, 0);
  g_assert_cmpint (symlink (relative, absolute), ==, 0);
  g_assert_cmpint (symlink ("made", dangling), ==, 0);
  g_assert_true (write_text (absolute, "new", &error));
  assert_contents (target, "new");
  g_assert_true (write_text (dangling, "made", &error));
  assert_contents (made, "made");
  g_assert_true (g_file_test (relative, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (absolute, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (dangling, G_FILE_TEST_IS_SYMLINK));
}

static void
test_write_refuses (Fixture *fixture, const void *data) {
  g_autofree char *fifo = path_of (fixture, "fifo");
  g_autofree char *loop = path_of (fixture, "loop");
  g_autofree char *orphan = path_of (fixture, "no-folder/file");
  g_autofree char *file = make_file (fixture, "file", "old", 0600);
  g_autofree char *below_file = g_build_filename (file, "file", NULL);
  g_autofree char *long_name = g_strnfill (300, 'a');
  g_autofree char *long_path = path_of (fixture, long_name);
  struct stat status;

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (symlink ("loop", loop), ==, 0);
  assert_not_written (fixture->folder, "a folder");
  assert_not_written (fifo, "a pipe (FIFO)");
  assert_not_written ("/dev/null", "a device");
  assert_not_written (loop, "cannot be written");
  assert_not_written (orphan, "the folder for it does not exist");
  assert_not_written (below_file, "the folder for it does not exist");
  assert_not_written (long_path, "too long");
  g_assert_cmpint (stat (fifo, &status), ==, 0);
  g_assert_true (S_ISFIFO (status.st_mode));
  g_assert_cmpint (stat ("/dev/null", &status), ==, 0);
  g_assert_true (S_ISCHR (status.st_mode));
  assert_contents (file, "old");
  g_assert_cmpint (count_entries (fixture), ==, 3);
}

/* As a redirected /dev/stdout is one whose file has been removed. */
static void
test_write_refuses_what_has_no_name (Fixture *fixture, const void *data) {
  g_autofree char *path = path_of (fixture, "removed");
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", fd);

  g_assert_cmpint (fd, >=, 0);
  g_unlink (path);
  assert_not_written (link, "without a name");
  g_assert_cmpint (count_entries (fixture), ==, 0);
  close (fd);
}

static void
test_write_without_permission (Fixture *fixture, const void *data) {
  g_autofree char *path = make_file (fixture, "protected", "old", 0444);
  g_autofree char *other = path_of (fixture, "other");

  if (!become_nobody ()) {
    g_test_skip ("this user cannot become another");
    return;
  }
  assert_not_written (path, "write-protected");
  become_oneself ();
  g_assert_cmpint (g_chmod (fixture->folder, 0555), ==, 0);
  g_assert_true (become_nobody ());
  assert_not_written (other, "no permission to write");
  become_oneself ();
  assert_contents (path, "old");
  g_assert_cmpint (g_chmod (fixture->folder, 0777), ==, 0);
}

/* A limit of the size of files stands for a full disk. */
static void
test_write_that_fails_leaves_the_old_file (Fixture *fixture, const void *data) {
  g_autofree char *path = make_file (fixture, "old", "old", 0600);
  g_autofree char *large = g_strnfill (100000, 'a');
  struct rlimit before, limit;
  g_autoptr (GError) error = NULL;
  gboolean is_written;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limit = before;
  limit.rlim_cur = 4096;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  is_written = write_text (path, large, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  signal (SIGXFSZ, SIG_DFL);

  g_assert_false (is_written);
  assert_refused (error, ENGINE_ERROR_FILE);
  assert_contents (path, "old");
  g_assert_cmpint (count_entries (fixture), ==, 1);
}

#define ADD(path, function) g_test_add ("/engine/file/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("opens-a-regular-file", test_open);
  ADD ("refuses-by-name-what-is-not-a-regular-file", test_open_refuses);
  ADD ("refuses-a-file-that-may-not-be-read", test_open_without_permission);
  ADD ("shows-a-name-that-is-not-utf-8", test_open_shows_any_name);
  ADD ("reads-up-to-a-limit", test_read);
  ADD ("writes-a-new-file", test_write_new);
  ADD ("keeps-the-mode-of-an-existing-file", test_write_keeps_the_mode);
  ADD ("writes-where-links-lead", test_write_follows_links);
  ADD ("never-replaces-what-is-not-a-regular-file", test_write_refuses);
  ADD ("refuses-a-link-to-a-removed-file", test_write_refuses_what_has_no_name);
  ADD ("refuses-what-may-not-be-written", test_write_without_permission);
  ADD ("leaves-the-old-file-when-writing-fails", test_write_that_fails_leaves_the_old_file);
  return g_test_run ();
}
