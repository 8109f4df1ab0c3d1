# SPDX-License-Identifier: GPL-3.0-or-later
"""PyTorch as a peer, one thread. Of bench-learning.c: answers each line "NETWORK BATCH SECONDS" with samples a second of training. Of
bench-convolution.c: the works of peer.py, as it comes, or with BENCH_KEEP_MEMORY in the environment such that memory which is freed
is kept and used again. "-channels-last" is the layout that it is fastest with."""

import os
import sys
import time

import torch

import peer


class Local(torch.nn.Module):
    """Weights of its own at every position: PyTorch has no such layer, this is how one is written."""

    def __init__(self):
        super().__init__()
        self.weights = torch.nn.Parameter(torch.randn(32, 64, 9) / 3)
        self.biases = torch.nn.Parameter(torch.zeros(32, 64))

    def forward(self, images):
        windows = torch.nn.functional.unfold(images, 3)
        return (torch.einsum('btp,fpt->bfp', windows, self.weights) + self.biases).view(-1, 32, 8, 8)


NETWORKS = {
    'dense': lambda: [torch.nn.Flatten(), torch.nn.Linear(100, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10)],
    'local': lambda: [Local(), torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Flatten(), torch.nn.Linear(512, 10)],
    'convolution': lambda: [torch.nn.Conv2d(1, 32, 3), torch.nn.ReLU(), torch.nn.MaxPool2d(4), torch.nn.Flatten(),
                            torch.nn.Linear(128, 10)],
}


def measure(name, batch, seconds):
    network = torch.nn.Sequential(*NETWORKS[name]())
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9)
    images = torch.rand(batch, 1, 10, 10)
    labels = torch.randint(0, 10, (batch,))
    steps = 0
    begin = None
    while True:
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(network(images), labels).backward()
        optimizer.step()
        steps += 1
        # The first steps set up what the others use again.
        if begin is None and steps == 10:
            begin = time.perf_counter()
        elif begin is not None and time.perf_counter() - begin > seconds:
            return (steps - 10) * batch / (time.perf_counter() - begin)


def convolve(work, layout=torch.contiguous_format):
    images = torch.from_numpy(peer.new_input(work))[None].to(memory_format=layout)
    weights = torch.from_numpy(peer.new_weights(work)).to(memory_format=layout)
    return lambda: torch.nn.functional.conv2d(images, weights), planes_of


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
    words = line.split()
    if words[0] in NETWORKS:
        print(measure(words[0], int(words[1]), float(words[2])), flush=True)
    else:
        with torch.no_grad():
            print(peer.answer(CASES, prepared, line), flush=True)
