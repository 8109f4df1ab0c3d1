#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes pictures/, a folder of classes for tests, from the digits that ship: six of each of three, and a broken one."""

import gzip
import pathlib
import struct
import zlib

HERE = pathlib.Path(__file__).parent
DIGITS = HERE.parent.parent / 'data' / 'digits'
CLASSES = (0, 1, 4)
EACH = 6


def chunk(kind, data):
    return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))


def png(pixels):
    """8x8 grey levels 0…16 as a PNG."""
    rows = b''.join(b'\0' + bytes(value * 255 // 16 for value in pixels[row:row + 8]) for row in range(0, 64, 8))
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 8, 8, 8, 0, 0, 0, 0))
            + chunk(b'IDAT', zlib.compress(rows, 9)) + chunk(b'IEND', b''))


def main():
    images = gzip.decompress((DIGITS / 'uci-train-images8-idx3.gz').read_bytes())[16:]
    labels = gzip.decompress((DIGITS / 'uci-train-labels-idx1.gz').read_bytes())[8:]
    for label in CLASSES:
        folder = HERE / 'pictures' / str(label)
        folder.mkdir(parents=True, exist_ok=True)
        indices = [index for index, value in enumerate(labels) if value == label][:EACH]
        for index in indices:
            (folder / f'{index:04}.png').write_bytes(png(images[64 * index:64 * index + 64]))
        if label == CLASSES[-1]:
            (folder / 'broken.png').write_bytes(png(images[64 * index:64 * index + 64])[:60])


main()
