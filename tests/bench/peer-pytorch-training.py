# SPDX-License-Identifier: GPL-3.0-or-later
"""PyTorch as a peer of bench-learning.c, one thread: answers each line "NETWORK BATCH SECONDS" with samples a second of training, as
one writes it, and "best-NETWORK BATCH SECONDS" with those of the fastest of several ways to write it."""

import sys
import time

import torch
from torch.nn import functional


class Local(torch.nn.Module):
    """Weights of its own at every position: PyTorch has no such layer, this is how one is written."""

    def __init__(self):
        super().__init__()
        self.weights = torch.nn.Parameter(torch.randn(32, 64, 9) / 3)
        self.biases = torch.nn.Parameter(torch.zeros(32, 64))

    def forward(self, images):
        windows = functional.unfold(images, 3)
        return (torch.einsum('btp,fpt->bfp', windows, self.weights) + self.biases).view(-1, 32, 8, 8)


class Loss(torch.nn.Module):
    def __init__(self, layers):
        super().__init__()
        self.layers = torch.nn.Sequential(*layers)

    def forward(self, images, labels):
        return functional.cross_entropy(self.layers(images), labels)


NETWORKS = {
    'dense': lambda: [torch.nn.Flatten(), torch.nn.Linear(100, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10)],
    'local': lambda: [Local(), torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Flatten(), torch.nn.Linear(512, 10)],
    'convolution': lambda: [torch.nn.Conv2d(1, 32, 3), torch.nn.ReLU(), torch.nn.MaxPool2d(4), torch.nn.Flatten(),
                            torch.nn.Linear(128, 10)],
}


def with_optimizer(loss, images, labels, keep=False, **options):
    """A step as one writes it. With `keep` the gradients' memory is not given back between steps."""
    optimizer = torch.optim.SGD(loss.parameters(), lr=0.01, momentum=0.9, **options)

    def step():
        optimizer.zero_grad(set_to_none=not keep)
        loss(images, labels).backward()
        optimizer.step()
    return step


def by_hand(loss, images, labels):
    """SGD in three calls for all parameters together, in place; no gradient is added to another."""
    parameters = list(loss.parameters())
    velocities = [torch.zeros_like(parameter) for parameter in parameters]

    def step():
        gradients = torch.autograd.grad(loss(images, labels), parameters)
        with torch.no_grad():
            torch._foreach_mul_(velocities, 0.9)
            torch._foreach_add_(velocities, gradients)
            torch._foreach_add_(parameters, velocities, alpha=-0.01)
    return step


def traced(make):
    return lambda loss, images, labels: make(torch.jit.trace(loss, (images, labels)), images, labels)


def without_onednn(make):
    def make_step(loss, images, labels):
        step = make(loss, images, labels)

        def plain():
            with torch.backends.mkldnn.flags(enabled=False):
                step()
        return plain
    return make_step


WAYS = [
    lambda loss, images, labels: with_optimizer(loss, images, labels, keep=True),
    lambda loss, images, labels: with_optimizer(loss, images, labels),
    lambda loss, images, labels: with_optimizer(loss, images, labels, keep=True, foreach=True),
    by_hand,
    traced(by_hand),
    without_onednn(by_hand),
]


def measure(step, seconds):
    """Seconds of one step. The first steps set up what the others use again."""
    for _ in range(20):
        step()
    steps = 0
    begin = time.perf_counter()
    while True:
        for _ in range(10):
            step()
        steps += 10
        elapsed = time.perf_counter() - begin
        if elapsed > seconds:
            return elapsed / steps


def prepare(name, batch):
    """The step of a case, of all ways the fastest if asked for."""
    images = torch.rand(batch, 1, 10, 10)
    labels = torch.randint(0, 10, (batch,))
    ways = WAYS if name.startswith('best-') else WAYS[:1]
    steps = [way(Loss(NETWORKS[name.removeprefix('best-')]()), images, labels) for way in ways]
    if len(steps) == 1:
        return steps[0]
    return min(steps, key=lambda step: min(measure(step, 0.05) for _ in range(3)))


torch.set_num_threads(1)
print(f'PyTorch {torch.__version__}, 1 thread', flush=True)
prepared = {}
for line in sys.stdin:
    name, batch, seconds = line.split()
    if (name, batch) not in prepared:
        prepared[name, batch] = prepare(name, int(batch))
    print(int(batch) / measure(prepared[name, batch], float(seconds)), flush=True)
