#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A peer of test-bench.c: answers "threads" with what it was told to use, "die" not at all, and everything else with "nan".
echo 'a peer'
while read -r question _; do
  case "$question" in
  threads) echo "$OMP_NUM_THREADS" ;;
  die) exit 1 ;;
  *) echo nan ;;
  esac
done
