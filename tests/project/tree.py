# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks of the tree share: its files, and a report in the test anything protocol."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(os.environ['PROJECT_SOURCE_ROOT'])
BUILD = Path(os.environ['PROJECT_BUILD_ROOT'])

# The folders of src, each with those it may include from.
LAYERS = {
    'engine': (),
    'learning': ('engine',),
    'lesson': ('engine', 'learning'),
    'drawing': ('engine', 'learning', 'lesson'),
    'export': ('engine', 'learning', 'lesson', 'drawing'),
    'cli': ('engine', 'learning', 'lesson', 'drawing', 'export'),
    'app': ('engine', 'learning', 'lesson', 'drawing', 'export'),
}
# What file names and functions of a folder begin with, where it is not the folder's own name.
PREFIXES = {'drawing': 'draw'}

checks = []


class Skip(Exception):
    """Raised by a check that cannot be made here; says why."""


def check(name):
    """Registers a function that returns the problems it finds, a sentence each, as a check of that name."""

    def register(function):
        checks.append((name, function))
        return function

    return register


def files(*patterns):
    """Files of the tree, sorted, as 'src/**/*.c'."""
    return sorted(path for pattern in patterns for path in ROOT.glob(pattern))


def name_of(path):
    return str(path.relative_to(ROOT))


def prefix_of(folder):
    return PREFIXES.get(folder, folder)


def problems_of(*command, **options):
    """The output of a command that failed, line by line; nothing when it went well."""
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, **options)
    if done.returncode == 0:
        return []
    return done.stdout.splitlines() or [f'{command[0]} failed and said nothing']


def main():
    print(f'1..{len(checks)}')
    for number, (name, function) in enumerate(checks, 1):
        try:
            problems = function()
        except Skip as reason:
            print(f'ok {number} {name} # SKIP {reason}')
            continue
        for problem in problems:
            print(f'{name}: {problem}', file=sys.stderr)
        print(f'{"not ok" if problems else "ok"} {number} {name}', flush=True)
    sys.exit(0)
