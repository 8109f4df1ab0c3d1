# SPDX-License-Identifier: GPL-3.0-or-later
"""Instructions that the core kernels take, against a table of what they took: a kernel that has become slower, or faster, shows
here on any machine, however busy, as no clock is read.

usage: check-counts.py [--record] PROGRAM TABLE BUILT

Runs PROGRAM (count-kernels.c) under valgrind's callgrind, once a level of the processor. Counted is what is done by the
program's own code, not by the C library's. BUILT says how the program is built: a table of another compiler's says nothing, and
the checks are skipped. --record writes the table anew instead.
"""

import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import tree

LEVELS = ('avx2', 'baseline')  # what valgrind can run
TOLERANCE = 0.05
HEADER = """\
# Instructions of one run of each kernel in tests/counts/count-kernels.c, and the level of the processor. `./dev test counts` compares;
# where a change is meant (or the kernel has become faster), record all of them anew and look at what changed:
#   ninja -C build record-counts && git diff tests/counts/counts.txt
"""


def own_instructions(profile, program):
    """The sum over all lines of a profile that are of the program itself and not of its calls: those have lines of their own.
    Valgrind manual, "Callgrind Format Specification"; written with names and positions in full."""
    total = 0
    own = is_call = False
    for line in profile.splitlines():
        if line.startswith('ob='):
            own = line[3:] == program
        elif line.startswith('calls='):
            is_call = True  # the next line tells what the call cost
        elif re.match(r'\d', line):
            total += int(line.split()[1]) if own and not is_call else 0
            is_call = False
    return total


@functools.lru_cache(maxsize=None)
def measure(level):
    """Instructions by kernel at that level."""
    if not shutil.which('valgrind'):
        raise tree.Skip('valgrind is not installed')
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / 'profile'
        done = subprocess.run(
            ['valgrind', '--tool=callgrind', f'--callgrind-out-file={out}', '--toggle-collect=counted_work',
             '--dump-after=counted_work', '--compress-strings=no', '--compress-pos=no', PROGRAM],
            env={**os.environ, 'NINE_WEIGHTS_CPU': level}, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if done.returncode != 0:
            raise RuntimeError(f'valgrind exited with {done.returncode}: {done.stderr.strip()}')
        had, *names = done.stdout.split()
        if had != level:
            raise tree.Skip(f'this processor has no {level}')
        profiles = [Path(f'{out}.{number}').read_text(encoding='utf-8') for number in range(1, len(names) + 1)]
        return {name: own_instructions(profile, PROGRAM) for name, profile in zip(names, profiles)}


def read_table(path):
    """How the program was built that was recorded, and instructions by level and kernel."""
    built, counts = '', {level: {} for level in LEVELS}
    for line in path.read_text(encoding='utf-8').splitlines():
        if line.startswith('built: '):
            built = line[7:]
        elif line and not line.startswith('#'):
            level, name, instructions = line.split()
            counts[level][name] = int(instructions)
    return built, counts


def record():
    lines = [f'{level:9}{name:48}{instructions:12}\n' for level in LEVELS for name, instructions in measure(level).items()]
    TABLE.write_text(f'{HEADER}built: {BUILT}\n' + ''.join(lines), encoding='utf-8')
    print(''.join(lines), end='')


def compare(recorded_as, level, name, recorded):
    if recorded_as != BUILT:
        raise tree.Skip(f'counts are recorded for {recorded_as}, this is {BUILT}')
    taken = measure(level).get(name)
    if taken is None:
        return ['nobody counts it any longer; record anew, as the table says']
    if abs(taken - recorded) <= TOLERANCE * recorded:
        return []
    return [f'{taken:,} instructions, recorded {recorded:,} ({taken / recorded - 1:+.1%}); if that is meant, record anew, as the '
            'table says']


def find_unrecorded(recorded_as, level, recorded):
    if recorded_as != BUILT:
        raise tree.Skip(f'counts are recorded for {recorded_as}, this is {BUILT}')
    return [f'{name} is not in the table; record anew, as it says' for name in measure(level) if name not in recorded]


def main():
    built, counts = read_table(TABLE)
    for level in LEVELS:
        for name, recorded in counts[level].items():
            tree.check(f'/counts/{level}/{name}')(functools.partial(compare, built, level, name, recorded))
        tree.check(f'/counts/{level}/every-kernel-is-recorded')(functools.partial(find_unrecorded, built, level, counts[level]))
    tree.main()


if __name__ == '__main__':
    recording = '--record' in sys.argv
    PROGRAM, TABLE, BUILT = [argument for argument in sys.argv[1:] if argument != '--record']
    TABLE = Path(TABLE)
    if recording:
        record()
    else:
        main()
