#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names the tests that are meant by their name or their suite's, one a line; all when nothing is named.

usage: select-tests.py [--benchmarks] BUILD-DIRECTORY [NAME...]

Benchmarks have one suite, and stay in the order in which the build lists them.
"""

import json
import sys
from pathlib import Path


def select_benchmarks(directory, wanted):
    info = Path(directory) / 'meson-info' / 'intro-benchmarks.json'
    names = [benchmark['name'] for benchmark in json.loads(info.read_text(encoding='utf-8'))]
    for name in wanted:
        if name not in names:
            sys.exit(f'dev: {name}: no benchmark has that name; there are {", ".join(names)}')
    for name in names:
        if not wanted or name in wanted:
            print(name)


def main(directory, wanted):
    tests = json.loads((Path(directory) / 'meson-info' / 'intro-tests.json').read_text(encoding='utf-8'))
    # A suite reads "project:suite".
    names = {test['name']: {test['name'], *(suite.split(':')[-1] for suite in test['suite'])} for test in tests}
    unknown = set(wanted) - set().union(*names.values())
    if unknown:
        sys.exit('dev: {}: no test and no suite has that name; the suites are {}'.format(
            sorted(unknown)[0], ', '.join(sorted({suite.split(':')[-1] for test in tests for suite in test['suite']}))))
    for name, terms in sorted(names.items()):
        if not wanted or terms & set(wanted):
            print(name)


if __name__ == '__main__':
    if sys.argv[1] == '--benchmarks':
        select_benchmarks(sys.argv[2], sys.argv[3:])
    else:
        main(sys.argv[1], sys.argv[2:])
