/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the machine can do with one thread: multiply-adds in registers at each CPU level, and copies of 48 MB (twelve megapixels of
 * float32) with memcpy(), past the caches, and into memory that is touched for the first time. Kept as machine.json in BENCH_ROWS;
 * it makes no rows. Half a minute at most. */
#include "bench-machine.h"
#include "bench.h"
#include "engine-threads.h"

#include <gio/gio.h>
#include <math.h>
#include <sys/utsname.h>

#define ROUNDS 15
#define BYTES  ((gsize) 48 * 1000 * 1000)

enum { FMA, MEMCPY = FMA + ENGINE_CPU_N_LEVELS, STREAM, FIRST_TOUCH, N_LIMITS };

static const char *const names[N_LIMITS] = { "fma_baseline", "fma_avx2", "fma_avx512",
                                             "memcpy",       "stream",   "first_touch" };

/* What follows `key` and a colon or an equals sign in a file of lines; "unknown" where it is not there. */
static char *
word_of_file (const char *path, const char *key) {
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (g_file_get_contents (path, &text, NULL, NULL))
    lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines && lines[i]; i++)
    if (g_str_has_prefix (lines[i], key)) {
      const char *value = strpbrk (lines[i], ":=");

      return value ? g_strstrip (g_strdelimit (g_strdup (value + 1), "\"\\", ' ')) : g_strdup ("unknown");
    }
  return g_strdup ("unknown");
}

/* Seconds of one copy become GB/s. */
static double
rate_of (int limit, double figure) {
  return limit < MEMCPY ? figure : 1e-9 * (double) BYTES / figure;
}

static void
append_limit (GString *json, const BenchContender *contender, int limit) {
  /* The longest time is the lowest rate. */
  double low = rate_of (limit, limit < MEMCPY ? contender->figure.low : contender->figure.high);
  double high = rate_of (limit, limit < MEMCPY ? contender->figure.high : contender->figure.low);
  double median = rate_of (limit, contender->figure.median);

  if (!isfinite (median))
    return;
  g_print ("%-14s %8.1f %s (%.1f to %.1f)\n", contender->name, median, limit < MEMCPY ? "GFLOP/s" : "GB/s",
           low, high);
  g_string_append_printf (json, "  \"%s\": [%.2f, %.2f, %.2f],\n", contender->name, median, low, high);
}

static void
append_system (GString *json) {
  g_autofree char *cpu = word_of_file ("/proc/cpuinfo", "model name");
  g_autofree char *cache = word_of_file ("/proc/cpuinfo", "cache size");
  g_autofree char *memory = word_of_file ("/proc/meminfo", "MemTotal");
  g_autofree char *system = word_of_file ("/etc/os-release", "PRETTY_NAME");
  struct utsname name;

  uname (&name);
  g_string_append_printf (json, "  \"cpu\": \"%s\",\n  \"cache\": \"%s\",\n  \"memory\": \"%s\",\n", cpu,
                          cache, memory);
  g_string_append_printf (json, "  \"system\": \"%s, %s %s\",\n  \"compiler\": \"gcc %s\",\n", system,
                          name.sysname, name.release, __VERSION__);
  g_string_append_printf (json, "  \"threads\": %u,\n  \"level\": \"%s\"\n", engine_threads (),
                          engine_cpu_level_name (engine_cpu_level ()));
}

int
main (void) {
  g_autoptr (BenchCopy) copy = bench_copy_new (BYTES);
  g_autoptr (GString) json = g_string_new ("{\n");
  BenchContender contenders[N_LIMITS];

  for (int i = 0; i < MEMCPY; i++)
    contenders[i] = (BenchContender){ names[i], bench_turn_fma, GINT_TO_POINTER (i - FMA), { 0 } };
  contenders[MEMCPY] = (BenchContender){ names[MEMCPY], bench_turn_memcpy, copy, { 0 } };
  contenders[STREAM] = (BenchContender){ names[STREAM], bench_turn_stream, copy, { 0 } };
  contenders[FIRST_TOUCH] = (BenchContender){ names[FIRST_TOUCH], bench_turn_first_touch, copy, { 0 } };
  bench_measure (contenders, N_LIMITS, ROUNDS);

  for (int i = 0; i < N_LIMITS; i++)
    append_limit (json, &contenders[i], i);
  append_system (json);
  g_string_append (json, "}\n");
  if (g_getenv ("BENCH_ROWS")) {
    g_autofree char *path = g_build_filename (g_getenv ("BENCH_ROWS"), "machine.json", NULL);
    g_autoptr (GError) error = NULL;

    if (!g_file_set_contents (path, json->str, (gssize) json->len, &error))
      g_error ("%s", error->message);
  }
  return 0;
}
