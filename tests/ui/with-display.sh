#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs a program on a display without a screen, with a session bus and a home of its own: nothing that it does reaches the
# desktop, the settings or the session of whoever runs it.
set -eu

for tool in xvfb-run dbus-run-session; do
  command -v "$tool" >/dev/null || {
    echo "1..0 # SKIP $tool is not installed; './dev packages' lists what the tests need"
    exit 0
  }
done

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
trap 'exit 1' HUP INT TERM
mkdir -m 700 "$home/runtime"

# Whatever chooses a display, a theme, a module or a bus in the session it is called from.
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS AT_SPI_BUS_ADDRESS NO_AT_BRIDGE GTK_THEME GTK_MODULES GTK_DEBUG
unset GIO_EXTRA_MODULES LANGUAGE
export HOME="$home" XDG_RUNTIME_DIR="$home/runtime" XDG_CONFIG_HOME="$home/config" XDG_DATA_HOME="$home/data"
export XDG_CACHE_HOME="$home/cache" XDG_STATE_HOME="$home/state"
export GDK_BACKEND=x11 GSK_RENDERER=cairo LIBGL_ALWAYS_SOFTWARE=1 GTK_A11Y=atspi GSETTINGS_BACKEND=keyfile GTK_USE_PORTAL=0
export LC_ALL=C.UTF-8

# The daemons of the bus tell what they start; that is no output of a test, which has descriptors 3 and 4.
# shellcheck disable=SC2016 # the inner shell expands
xvfb-run -a -s '-screen 0 1920x1080x24 -nolisten tcp -noreset' \
  dbus-run-session -- sh -c 'exec "$@" >&3 2>&4 3>&- 4>&-' sh "$@" 3>&1 4>&2 >"$home/bus.log" 2>&1
