# SPDX-License-Identifier: GPL-3.0-or-later
"""What the peers of the convolution share that are written in Python: peer.h and peer.c once more."""

import ctypes
import sys
import time

import numpy

# Height, width, channels, filters of a valid convolution 3x3; W3 has bias, ReLU and a max pool 2x2 besides.
WORKS = {
    'w1': (10, 10, 1, 32),
    'w2': (3000, 4000, 1, 1),
    'w3': (3000, 4000, 1, 32),
    'w4': (1080, 1920, 3, 32),
}


def new_input(work):
    height, width, channels, _ = WORKS[work]
    i = numpy.arange(channels * height * width, dtype=numpy.int64)
    return (i * 7919 % 1009 / 1009 - 0.5).astype(numpy.float32).reshape(channels, height, width)


def new_weights(work):
    _, _, channels, filters = WORKS[work]
    i = numpy.arange(filters * channels * 9)
    return (i * 31 % 17 / 16 - 0.5).astype(numpy.float32).reshape(filters, channels, 3, 3)


def new_biases(work):
    return (numpy.arange(WORKS[work][3]) % 5 / 8 - 0.25).astype(numpy.float32)


def checksum(planes):
    """Of (filters, height, width); plane by plane, for the whole is large."""
    total = 0
    first = 0
    for plane in planes:
        total += numpy.dot(plane.reshape(-1).astype(numpy.float64), (numpy.arange(first, first + plane.size) % 101 + 1))
        first += plane.size
    return total / first


def keep_memory():
    """Memory is kept when it is freed, and never faulted in again, as a program would have it that convolves often."""
    libc = ctypes.CDLL(None)
    mmap_max, trim_threshold, top_pad = -4, -1, -2
    libc.mallopt(mmap_max, 0)
    libc.mallopt(trim_threshold, -1)
    libc.mallopt(top_pad, 64 << 20)


def measure(run, seconds):
    """Seconds of one run. What takes longer than `seconds` is run once; otherwise the first run warms up."""
    begin = time.perf_counter()
    run()
    elapsed = time.perf_counter() - begin
    if elapsed >= seconds:
        return elapsed
    runs = 0
    begin = time.perf_counter()
    while True:
        n = runs // 4 + 1
        for _ in range(n):
            run()
        runs += n
        elapsed = time.perf_counter() - begin
        if elapsed >= seconds:
            return elapsed / runs


def answer(cases, prepared, line):
    """`cases` holds of each name a function that makes (run, planes of what run() returned)."""
    checks = line.startswith('check ')
    name, *seconds = line.removeprefix('check ').split()
    # What was prepared is kept while questions are about the same work.
    for other in [other for other in prepared if other[:2] != name[:2]]:
        del prepared[other]
    if name not in cases:
        return float('nan')
    if name not in prepared:
        prepared[name] = cases[name](name[:2])
    run, planes_of = prepared[name]
    return checksum(planes_of(run())) if checks else measure(run, float(seconds[0]))


def serve(hello, cases):
    """Answers questions until there are none."""
    prepared = {}
    print(hello, flush=True)
    for line in sys.stdin:
        print(answer(cases, prepared, line), flush=True)
