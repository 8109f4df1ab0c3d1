#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names the tests that are meant by their name or their suite's, one a line; all when nothing is named.

usage: select-tests.py BUILD-DIRECTORY [NAME...]
"""

import json
import sys
from pathlib import Path


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
    main(sys.argv[1], sys.argv[2:])
