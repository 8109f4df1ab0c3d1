#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts what ran, one by one, over all tests of a run, and exits 1 if any failed.

usage: count-results.py TESTLOG.json NAME...

The log is meson's: a line a test program, with its TAP output. Each line of TAP counts as one. A program that crashed,
ran out of time or broke off counts as failed at least once, and so does a NAME that is not in the log. Nothing counts
as passed that did not say so itself.
"""

import json
import re
import sys
from pathlib import Path

RESULT = re.compile(r'(not )?ok\b(?:.*#\s*(skip|todo)\b)?', re.IGNORECASE)
PLAN = re.compile(r'1\.\.(\d+)')


def count_tap(text):
    """Passed, failed, skipped, and how many were planned (None where there is no plan)."""
    passed = failed = skipped = 0
    planned = None
    for line in text.splitlines():
        result = RESULT.match(line)
        plan = PLAN.match(line)
        if plan:
            planned = int(plan.group(1))
        elif result and result.group(2):
            skipped += 1
        elif result and result.group(1):
            failed += 1
        elif result:
            passed += 1
    return passed, failed, skipped, planned


def count_program(record):
    """Passed, failed and skipped of one program of the log."""
    passed, failed, skipped, planned = count_tap(record.get('stdout') or '')
    ran = passed + failed + skipped
    result = record['result']
    if ran == 0 and result == 'OK':
        return 1, 0, 0  # told by its exit status alone
    if ran == 0 and result == 'SKIP' and (planned == 0 or record['returncode'] == 77):
        return 0, 0, 1
    failed += max((planned or 0) - ran, 0)
    if ran == 0 or result not in ('OK', 'SKIP'):
        failed = max(failed, 1)
    return passed, failed, skipped


def read_log(path):
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding='utf-8').splitlines()]


def main(log, names):
    records = read_log(Path(log))
    totals = [0, 0, 0]
    for record in records:
        counts = count_program(record)
        totals = [total + count for total, count in zip(totals, counts)]
        if counts[1]:
            print(f'failed: {record["name"]} ({counts[1]}, {record["result"].lower()})')
    # Where there are several suites the log writes "project:suite / name".
    logged = {record['name'].rpartition(' / ')[2] for record in records}
    for name in sorted(set(names) - logged):
        totals[1] += 1
        print(f'failed: {name} (did not run)')
    print('{} passed, {} failed, {} skipped'.format(*totals))
    return 1 if totals[1] or not any(totals) else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1], sys.argv[2:]))
