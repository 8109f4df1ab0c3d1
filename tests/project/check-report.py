# SPDX-License-Identifier: GPL-3.0-or-later
"""What the report of the benchmarks says of rows."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import tree


def row(work, **values):
    return {'work': work, 'case': f'case of {work}', 'ours': 0.002, 'ours_low': 0.001, 'ours_high': 0.003, 'peer': 0.004,
            'peer_low': 0.004, 'peer_high': 0.004, 'peer_name': 'another', 'unit': 's', 'more_is_better': False, 'ratio': 2,
            'goal': 1.5, 'holds': True, **values}


MISSING = row('W10', peer=None, peer_low=None, peer_high=None, peer_name='a peer', ratio=None, holds=False)
SLOW = row('W2', ratio=0.5, goal=3, holds=False)
AT_LEAST = row('W1', peer_name='limit', more_is_better=True)


def report(*options):
    """What it says of four rows of two programs, the one that ran first after the other in the alphabet."""
    with tempfile.TemporaryDirectory() as folder:
        for second, (name, rows) in enumerate((('z', [MISSING, SLOW]), ('a', [AT_LEAST, row('W2')]))):
            path = Path(folder) / f'bench-{name}.jsonl'
            path.write_text(''.join(json.dumps(each) + '\n' for each in rows), encoding='utf-8')
            os.utime(path, (second, second))
        done = subprocess.run([sys.executable, str(tree.ROOT / 'tests/bench/report.py'), folder, *options], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.stdout


def lacks(text, *words):
    problems = [f'does not say "{word}"' for word in words if word not in text]
    return problems + text.splitlines() if problems else []


@tree.check('/project/report/counts-what-holds-and-names-what-does-not')
def counts():
    return lacks(report(), '2 of 4 rows hold.', 'Does not hold: W2 case of W2, another 4.00 ms: 0.50, goal 3.')


@tree.check('/project/report/names-missing-peers-and-work-without-rows')
def missing():
    return lacks(report(), 'Missing, and so not held: a peer (W10).', 'Not measured in this run: W3, W4, W5, W6, W7, W8, W9.')


@tree.check('/project/report/seconds-are-told-in-units-that-are-read-easily')
def units():
    return lacks(report(), '2.00 ms  1.00–3.00', 'at least')


@tree.check('/project/report/for-machines-is-a-list-sorted-by-work-with-null-for-what-is-missing')
def machines():
    text = report('--json')
    rows = json.loads(text)
    seen = [(each['work'], each['peer'], each['holds']) for each in rows]
    wanted = [('W1', 0.004, True), ('W2', 0.004, False), ('W2', 0.004, True), ('W10', None, False)]
    keys = {'work', 'case', 'ours', 'peer', 'peer_name', 'unit', 'ratio', 'goal', 'holds'}
    return [] if seen == wanted and all(set(each) == keys for each in rows) else text.splitlines()


@tree.check('/project/report/in-markdown-says-ours-once-for-all-peers-of-a-case')
def markdown():
    text = report('--markdown')
    said = text.count('2.00 ms (1.00–3.00)')
    return lacks(text, '## W10: ', '| **no** |', '| missing |') + ([] if said == 3 else [f'{said} times', *text.splitlines()])


tree.main()
