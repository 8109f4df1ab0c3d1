# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenCV as a peer of bench-convolution.c, one thread: filter2D() into a picture that is there, and its dnn module, whose networks
are read from the files of Darknet, here made in memory."""

import struct

import cv2
import numpy

import peer


def filter2d(work):
    photo = peer.new_input(work)[0]
    kernel = peer.new_weights(work)[0, 0]
    result = numpy.empty_like(photo)

    def run():
        cv2.filter2D(photo, cv2.CV_32F, kernel, dst=result)
        return result
    # As large as the photo: without its border it is the valid convolution.
    return run, lambda planes: [planes[1:-1, 1:-1].copy()]


def bytes_of(text):
    return numpy.frombuffer(text, numpy.uint8)


def dnn(work):
    height, width, channels, filters = peer.WORKS[work]
    pools = work == 'w3'
    description = (f'[net]\nheight={height}\nwidth={width}\nchannels={channels}\n'
                   f'[convolutional]\nfilters={filters}\nsize=3\nstride=1\npad=0\n'
                   f'activation={"relu" if pools else "linear"}\n')
    if pools:
        description += '[maxpool]\nsize=2\nstride=2\npadding=0\n'
    biases = peer.new_biases(work) if pools else numpy.zeros(filters, numpy.float32)
    # Version 0.2.0, how many images it has seen, biases, weights.
    weights = struct.pack('<iiiq', 0, 2, 0, 0) + biases.tobytes() + peer.new_weights(work).tobytes()
    network = cv2.dnn.readNetFromDarknet(bytes_of(description.encode()), bytes_of(weights))
    network.setPreferableBackend(cv2.dnn.DNN_BACKEND_OPENCV)
    network.setInput(peer.new_input(work)[None])
    return network.forward, lambda result: result[0]


cv2.setNumThreads(1)
peer.keep_memory()
peer.serve(f'OpenCV {cv2.__version__}, 1 thread', {'w2': filter2d, 'w3': dnn, 'w4': dnn})
