#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs a benchmark under a Wayland compositor without a screen, 1920x1080 pixels large, with a session bus and a home of its own.
# Where weston or dbus-run-session is not installed, the program finds no display, and says that its rows are missing.
set -eu

home=$(mktemp -d)
compositor=
stop() {
  [ -z "$compositor" ] || kill "$compositor" 2>/dev/null || true
  [ -z "$compositor" ] || wait "$compositor" 2>/dev/null || true
  rm -rf "$home"
}
trap stop EXIT
trap 'exit 1' HUP INT TERM
mkdir -m 700 "$home/runtime"

# A warning about a desktop that is not there is no reason to end.
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS AT_SPI_BUS_ADDRESS NO_AT_BRIDGE GTK_THEME GTK_MODULES GTK_DEBUG GTK_A11Y
unset GIO_EXTRA_MODULES LANGUAGE G_DEBUG
export HOME="$home" XDG_RUNTIME_DIR="$home/runtime" XDG_CONFIG_HOME="$home/config" XDG_DATA_HOME="$home/data"
export XDG_CACHE_HOME="$home/cache" XDG_STATE_HOME="$home/state"
export GDK_BACKEND=wayland GSK_RENDERER=cairo GSETTINGS_BACKEND=memory GTK_USE_PORTAL=0 LC_ALL=C.UTF-8

if ! command -v weston >/dev/null || ! command -v dbus-run-session >/dev/null; then
  "$@"
  exit
fi

# The compositor of this name shows a frame every 16 ms and what it takes to put it together; by default it would wait another 10 ms
# for whoever is late, which at 60 frames a second would leave nobody the time to draw.
cat >"$home/weston.ini" <<'INI'
[core]
repaint-window=16
idle-time=0
[shell]
panel-position=none
locking=false
INI
weston --backend=headless-backend.so --use-pixman --width=1920 --height=1080 --config="$home/weston.ini" \
  --socket=bench --log="$home/weston.log" >/dev/null 2>&1 &
compositor=$!
tries=100
while [ ! -S "$XDG_RUNTIME_DIR/bench" ]; do
  tries=$((tries - 1))
  [ "$tries" -gt 0 ] || { cat "$home/weston.log" >&2; exit 1; }
  sleep 0.1
done

# The daemons of the bus tell what they start; that is no output of a benchmark.
# shellcheck disable=SC2016 # the inner shell expands
WAYLAND_DISPLAY=bench dbus-run-session -- sh -c 'exec "$@" >&3 2>&4 3>&- 4>&-' sh "$@" 3>&1 4>&2 >"$home/bus.log" 2>&1
