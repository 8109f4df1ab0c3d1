# SPDX-License-Identifier: GPL-3.0-or-later
"""The counter of results, on logs of runs that went well, badly and not at all."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import tree

COUNTER = tree.ROOT / 'tests' / 'project' / 'count-results.py'


def record(result, *lines, name='a', returncode=0):
    return {'name': name, 'result': result, 'returncode': returncode, 'stdout': '\n'.join(lines)}


def expect(wanted, status, *records, names=()):
    """What the counter said and returned, where that is not what was wanted."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / 'log.json'
        log.write_text(''.join(json.dumps(each) + '\n' for each in records), encoding='utf-8')
        done = subprocess.run([sys.executable, str(COUNTER), str(log), *names], text=True, stdout=subprocess.PIPE, check=False)
    said = done.stdout.splitlines()[-1]
    return [] if (said, done.returncode) == (wanted, status) else [f'wanted {wanted} ({status}), got {said} ({done.returncode})']


@tree.check('/project/count/every-line-of-tap-counts-as-one')
def lines():
    return expect('3 passed, 0 failed, 1 skipped', 0,
                  record('OK', '1..3', 'ok 1 /x', '# a note', 'ok 2 /y # SKIP no display', 'ok 3 /z #2'),
                  record('OK', 'ok 1 /w', '1..1', name='b'))


@tree.check('/project/count/a-failure-fails-the-run')
def failure():
    return expect('1 passed, 1 failed, 0 skipped', 1, record('FAIL', '1..2', 'ok 1 /x', 'not ok 2 /y', returncode=1))


@tree.check('/project/count/what-a-crash-kept-from-running-has-failed')
def crash():
    return expect('1 passed, 2 failed, 0 skipped', 1, record('ERROR', '1..3', 'ok 1 /x', returncode=-11))


@tree.check('/project/count/a-crash-after-the-last-line-is-a-failure')
def late_crash():
    return expect('1 passed, 1 failed, 0 skipped', 1, record('ERROR', '1..1', 'ok 1 /x', returncode=-6))


@tree.check('/project/count/running-out-of-time-is-a-failure')
def timeout():
    return expect('0 passed, 1 failed, 0 skipped', 1, record('TIMEOUT', returncode=-15))


@tree.check('/project/count/saying-nothing-is-not-passing')
def silence():
    return expect('0 passed, 1 failed, 0 skipped', 1, record('SKIP'))


@tree.check('/project/count/a-test-is-known-by-its-name-whatever-its-suite')
def suites():
    return expect('1 passed, 0 failed, 0 skipped', 0,
                  record('OK', '1..1', 'ok 1 /x', name='nine-weights:engine / a'), names=('a',))


@tree.check('/project/count/a-test-that-is-not-in-the-log-has-failed')
def missing():
    return expect('1 passed, 1 failed, 0 skipped', 1, record('OK', '1..1', 'ok 1 /x'), names=('a', 'b'))


@tree.check('/project/count/skipping-all-is-neither-passing-nor-failing')
def all_skipped():
    return expect('0 passed, 0 failed, 1 skipped', 0, record('SKIP', '1..0 # SKIP not here'))


@tree.check('/project/count/no-log-at-all-fails')
def nothing():
    return expect('0 passed, 0 failed, 0 skipped', 1)


tree.main()
