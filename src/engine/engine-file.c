/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-file.h"

#include "engine-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define PERMISSIONS       0777
#define MODE_OF_NEW_FILES 0666 /* less the umask */
#define MAX_LINKS         40   /* one after the other; the kernel has the same limit */

/* "name: why; what would be right", where `reason` is all that follows the name. */
static void
set_file_error (GError **error, const char *path, const char *reason) {
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, ENGINE_ERROR, ENGINE_ERROR_FILE, "%s: %s", name, reason);
}

static const char *
reason_not_regular (mode_t mode) {
  if (S_ISDIR (mode))
    return _ ("this is a folder; choose a file");
  if (S_ISFIFO (mode))
    return _ ("this is a pipe (FIFO); choose a regular file");
  if (S_ISSOCK (mode))
    return _ ("this is a socket; choose a regular file");
  return _ ("this is a device; choose a regular file");
}

static gboolean
check_regular (const char *path, const struct stat *status, GError **error) {
  if (S_ISREG (status->st_mode))
    return TRUE;
  set_file_error (error, path, reason_not_regular (status->st_mode));
  return FALSE;
}

static void
set_read_error (GError **error, const char *path, int number) {
  g_autofree char *reason = NULL;

  if (number == ENOENT || number == ENOTDIR)
    reason = g_strdup (_ ("there is no such file; check the name and the folder"));
  else if (number == EACCES || number == EPERM)
    reason = g_strdup (_ ("you have no permission to read it; ask its owner or choose another file"));
  else
    reason = g_strdup_printf (_ ("it cannot be read (%s); choose another file"), g_strerror (number));
  set_file_error (error, path, reason);
}

int
engine_file_open (const char *path, goffset *size, GError **error) {
  struct stat status;
  int fd;

  /* Asked once by name, as the mere opening of a device can do something, and again of what was opened. */
  if (stat (path, &status) != 0) {
    set_read_error (error, path, errno);
    return -1;
  }
  if (!check_regular (path, &status, error))
    return -1;

  fd = open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (fd < 0 || fstat (fd, &status) != 0)
    set_read_error (error, path, errno);
  else if (check_regular (path, &status, error)) {
    if (status.st_size > 0) {
      if (size)
        *size = status.st_size;
      return fd;
    }
    set_file_error (error, path, _ ("the file is empty; choose one that has something in it"));
  }

  if (fd >= 0)
    close (fd);
  return -1;
}

/* Exactly `size` bytes, or NULL with errno, which is 0 where the file ended before. */
static guint8 *
read_exactly (int fd, gsize size) {
  g_autofree guint8 *data = g_try_malloc (size);
  gsize filled = 0;

  if (!data) {
    errno = ENOMEM;
    return NULL;
  }
  while (filled < size) {
    gssize count = read (fd, data + filled, size - filled);

    if (count == 0)
      errno = 0;
    if (count == 0 || (count < 0 && errno != EINTR))
      return NULL;
    filled += MAX (count, 0);
  }
  return g_steal_pointer (&data);
}

static void
set_size_error (GError **error, const char *path, guint64 size, guint64 limit) {
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *size_text = g_format_size_full (size, G_FORMAT_SIZE_LONG_FORMAT);
  g_autofree char *limit_text = g_format_size_full (limit, G_FORMAT_SIZE_LONG_FORMAT);

  g_set_error (error, ENGINE_ERROR, ENGINE_ERROR_TOO_LARGE,
               _ ("%s: its %s are too many; choose a file of at most %s"), name, size_text, limit_text);
}

GBytes *
engine_file_read (const char *path, gsize limit, GError **error) {
  goffset size;
  guint8 *data;
  int fd = engine_file_open (path, &size, error);

  if (fd < 0)
    return NULL;
  if ((guint64) size > limit) {
    set_size_error (error, path, size, limit);
    close (fd);
    return NULL;
  }

  data = read_exactly (fd, size);
  if (!data && errno == 0)
    set_file_error (error, path, _ ("the file became shorter while it was read; try again"));
  else if (!data)
    set_read_error (error, path, errno);
  close (fd);
  return data ? g_bytes_new_take (data, size) : NULL;
}

static void
set_write_error (GError **error, const char *path, const GError *cause) {
  g_autofree char *reason = NULL;

  if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT)
      || g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOTDIR))
    reason = g_strdup (_ ("the folder for it does not exist; create the folder or choose another"));
  else if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_ACCES)
           || g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_PERM)
           || g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_ROFS))
    reason = g_strdup (_ ("you have no permission to write there; choose another folder or name"));
  else if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    reason = g_strdup (_ ("the disk is full; make room or choose another disk"));
  else if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NAMETOOLONG))
    reason = g_strdup (_ ("the name is too long; choose a shorter one"));
  else
    reason = g_strdup_printf (_ ("it cannot be written (%s); choose another place"), cause->message);
  set_file_error (error, path, reason);
}

static void
set_write_errno (GError **error, const char *path, int number) {
  g_autoptr (GError) cause =
      g_error_new_literal (G_FILE_ERROR, g_file_error_from_errno (number), g_strerror (number));

  set_write_error (error, path, cause);
}

/* Where the links that begin at `path` end, whether or not anything is there. Only the last component
 * matters: links among the folders before it are not replaced by a rename. */
static char *
follow_links (const char *path, GError **error) {
  g_autofree char *end = g_strdup (path);

  for (int i = 0; i < MAX_LINKS; i++) {
    g_autofree char *next = g_file_read_link (end, NULL);
    g_autofree char *folder = NULL;

    if (!next)
      return g_steal_pointer (&end);
    folder = g_path_get_dirname (end);
    g_free (end);
    end = g_path_is_absolute (next) ? g_strdup (next) : g_build_filename (folder, next, NULL);
  }
  set_write_errno (error, path, ELOOP);
  return NULL;
}

/* A writable regular file that is the same by both names. They differ for /proc/self/fd/1 when it is
 * redirected to a file that has been deleted: the rename would then create a file that nobody asked for. */
static gboolean
check_replaceable (const char *path, const char *end, const struct stat *status, GError **error) {
  struct stat end_status;

  if (!check_regular (path, status, error))
    return FALSE;
  if (stat (end, &end_status) != 0 || end_status.st_ino != status->st_ino
      || end_status.st_dev != status->st_dev) {
    set_file_error (error, path, _ ("this leads to a file without a name; choose a regular file"));
    return FALSE;
  }
  if (faccessat (AT_FDCWD, end, W_OK, AT_EACCESS) != 0) {
    set_file_error (error, path, _ ("the file is write-protected; choose another name"));
    return FALSE;
  }
  return TRUE;
}

gboolean
engine_file_write (const char *path, const void *data, gsize length, GError **error) {
  g_autofree char *end = follow_links (path, error);
  g_autoptr (GError) cause = NULL;
  mode_t mode = MODE_OF_NEW_FILES;
  struct stat status;
  gboolean exists;

  if (!end)
    return FALSE;
  exists = stat (path, &status) == 0;
  if (!exists && errno != ENOENT) {
    set_write_errno (error, path, errno);
    return FALSE;
  }
  if (exists && !check_replaceable (path, end, &status, error))
    return FALSE;
  if (exists)
    mode = status.st_mode & PERMISSIONS;

  if (!g_file_set_contents_full (
          end, data, length, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, mode, &cause)) {
    set_write_error (error, path, cause);
    return FALSE;
  }
  /* The umask took bits from the new file that the old one had. What is written stands even if this fails. */
  if (exists)
    (void) g_chmod (end, mode);
  return TRUE;
}
