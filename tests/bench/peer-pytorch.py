# SPDX-License-Identifier: GPL-3.0-or-later
"""PyTorch as a peer of bench-convolution.c, one thread: the works of peer.py, as it comes, or with BENCH_KEEP_MEMORY in the environment
such that memory which is freed is kept and used again. "-channels-last" is the layout that it is fastest with."""

import os
import sys

import torch

import peer


def convolve(work, layout=torch.contiguous_format):
    images = torch.from_numpy(peer.new_input(work))[None].to(memory_format=layout)
    weights = torch.from_numpy(peer.new_weights(work)).to(memory_format=layout)
    return lambda: torch.nn.functional.conv2d(images, weights), planes_of


def call_module(work):
    """As a layer of a network is called."""
    _, _, channels, filters = peer.WORKS[work]
    layer = torch.nn.Conv2d(channels, filters, 3, bias=False)
    layer.weight.copy_(torch.from_numpy(peer.new_weights(work)))
    images = torch.from_numpy(peer.new_input(work))[None]
    return lambda: layer(images), planes_of


def convolve_and_pool(work, layout=torch.contiguous_format):
    images = torch.from_numpy(peer.new_input(work))[None].to(memory_format=layout)
    weights = torch.from_numpy(peer.new_weights(work)).to(memory_format=layout)
    biases = torch.from_numpy(peer.new_biases(work))

    def run():
        sums = torch.nn.functional.conv2d(images, weights, biases)
        return torch.nn.functional.max_pool2d(torch.relu_(sums), 2)
    return run, planes_of


def planes_of(images):
    return images[0].contiguous().numpy()


CASES = {
    'w1': convolve,
    'w1-module': call_module,
    'w2': convolve,
    'w2-channels-last': lambda work: convolve(work, torch.channels_last),
    'w3': convolve_and_pool,
    'w3-channels-last': lambda work: convolve_and_pool(work, torch.channels_last),
    'w4': convolve,
    'w4-channels-last': lambda work: convolve(work, torch.channels_last),
}


torch.set_num_threads(1)
if 'BENCH_KEEP_MEMORY' in os.environ:
    peer.keep_memory()
print(f'PyTorch {torch.__version__}, 1 thread', flush=True)
prepared = {}
for line in sys.stdin:
    with torch.no_grad():
        print(peer.answer(CASES, prepared, line), flush=True)
