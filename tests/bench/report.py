#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints what the benchmarks found, from the folder in which they kept their rows.

usage: report.py FOLDER [--json | --markdown]

Without an option a table for the terminal; --json a list of objects, one a comparison; --markdown the text of BENCHMARKS.md.
"""

import argparse
import datetime
import json
import math
import subprocess
import textwrap
from pathlib import Path

WORKS = {
    'W1': '10x10 image, 32 filters 3x3, forward',
    'W2': '12-megapixel grey photo, one 3x3 filter',
    'W3': '12 megapixels, 32 filters 3x3 with bias, ReLU and 2x2 max pool',
    'W4': '1920x1080 RGB, 32 filters 3x3',
    'W5': 'training',
    'W6': 'the dense fan’s lines at 1920x1080',
    'W7': 'each scene as a picture',
    'W8': 'the window, playing and scrubbed',
    'W9': 'start, memory, opening a photo',
    'W10': 'one thread and two',
}
KEYS = ('work', 'case', 'ours', 'peer', 'peer_name', 'unit', 'ratio', 'goal', 'holds')
LIMITS = (('fma_baseline', 'multiply-add, baseline', 'GFLOP/s'), ('fma_avx2', 'multiply-add, avx2', 'GFLOP/s'),
          ('fma_avx512', 'multiply-add, avx512', 'GFLOP/s'), ('memcpy', 'memcpy of 48 MB', 'GB/s'),
          ('stream', 'the same past the caches', 'GB/s'), ('first_touch', 'the same into fresh memory', 'GB/s'))
# Multiply-adds of the plain sums of a work.
MULTIPLY_ADDS = {'W1': 8 * 8 * 32 * 9, 'W2': 2998 * 3998 * 9, 'W3': 2998 * 3998 * 32 * 9, 'W4': 1078 * 1918 * 32 * 27}
SECONDS = {'s': 1, 'ms': 1e-3, 'µs': 1e-6}
# Units that a figure moves to where it is too small or too large to read.
SMALLER = {'s': ('ms', 1e3), 'ms': ('µs', 1e3), 'µs': ('ns', 1e3), 'MB': ('kB', 1e3)}


def number_of(work):
    return int(work[1:])


def read_rows(folder):
    """All rows, by work, and within it in the order in which they were measured."""
    files = sorted(folder.glob('*.jsonl'), key=lambda path: (path.stat().st_mtime, path.name))
    rows = [json.loads(line) for path in files for line in path.read_text(encoding='utf-8').splitlines()]
    return sorted(rows, key=lambda row: number_of(row['work']))


def read_json(path):
    return json.loads(path.read_text(encoding='utf-8')) if path.is_file() else {}


def digits(value):
    """Three that mean something. 1,234,567 12.3 0.0123"""
    if value == 0 or abs(value) >= 100:
        return f'{value:,.0f}'
    return f'{value:.{max(0, 2 - math.floor(math.log10(abs(value))))}f}'


def scale(value, unit):
    """The unit in which it is easy to read, and by what to multiply for it."""
    factor = 1
    while value and abs(value * factor) < 0.1 and unit in SMALLER:
        unit, more = SMALLER[unit]
        factor *= more
    return unit, factor


def figure(row, whose):
    """Median, and the spread from the smallest to the largest: "5.12 ms", "4.98–5.60". Both sides of a row in the unit of ours."""
    if row[whose] is None:
        return '', ''
    unit, factor = scale(row['ours'] or row[whose], row['unit'])
    median, low, high = (row[key] * factor for key in (whose, f'{whose}_low', f'{whose}_high'))
    spread = f'{digits(low)}–{digits(high)}' if low != high else ''
    return f'{digits(median)} {unit}', spread


def verdict(row):
    if row['ratio'] is None:
        return 'missing'
    return 'holds' if row['holds'] else 'NOT'


def ratio(row):
    return f'{row["ratio"]:.2f}' if row['ratio'] is not None else '–'


def peer_name(row):
    if row['peer_name'] == 'limit':
        return 'at least' if row['more_is_better'] else 'at most'
    return row['peer_name']


def by_case(rows):
    """Lists of rows that are one measurement of ours beside several peers."""
    groups = {}
    for row in rows:
        groups.setdefault((row['work'], row['case'], row['ours']), []).append(row)
    return list(groups.values())


def by_work(rows):
    works = {}
    for group in by_case(rows):
        works.setdefault(group[0]['work'], []).append(group)
    return works


def duration(seconds):
    unit, factor = scale(seconds, 's')
    return f'{digits(seconds * factor)} {unit}'


def least_time(work, machine):
    """What the plain sums of a work take where the processor does nothing but multiply-adds, one thread; or None."""
    peak = max((machine[key][0] for key in ('fma_baseline', 'fma_avx2', 'fma_avx512') if key in machine), default=None)
    return 2 * MULTIPLY_ADDS[work] / (peak * 1e9) if peak and work in MULTIPLY_ADDS else None


def why_not(row, machine):
    """Where a goal is near or beyond what the machine can do: how far, in a sentence."""
    least = least_time(row['work'], machine)
    if least is None or row['unit'] not in SECONDS or row['peer'] is None:
        return ''
    wanted = row['peer'] * SECONDS[row['unit']] / row['goal']
    if wanted >= least:
        return ''
    return (f' The goal is {duration(wanted)}; the multiply-adds alone take {duration(least)} at the processor’s peak, and '
            f'{duration(least * 2 / 3)} by pairs of rows, with a third of them less.')


def roof_rows(rows, machine):
    """Ours beside the least time: [(case, ours, least, by pairs, share)]."""
    firsts = [groups[0][0] for groups in by_work(rows).values()]
    found = [(row, least_time(row['work'], machine)) for row in firsts if row['unit'] in SECONDS and row['ours']]
    return [[f'{row["work"]} {row["case"]}', figure(row, 'ours')[0], duration(least), duration(least * 2 / 3),
             f'{least / (row["ours"] * SECONDS[row["unit"]]):.0%}'] for row, least in found if least]


def summary(rows, machine):
    """Sentences under the table."""
    each = [(work, [row['holds'] for group in groups for row in group]) for work, groups in by_work(rows).items()]
    lines = [f'{sum(row["holds"] for row in rows)} of {len(rows)} rows hold.']
    if len(each) > 1:
        lines.append('By work: ' + ', '.join(f'{work} {sum(held)} of {len(held)}' for work, held in each) + '.')
    lines += [f'Does not hold: {row["work"]} {row["case"]}, {peer_name(row)} {figure(row, "peer")[0]}: {ratio(row)}, '
              f'goal {row["goal"]:.3g}.{why_not(row, machine)}' for row in rows if verdict(row) == 'NOT']
    missing = {}
    for row in rows:
        if row['peer'] is None:
            missing.setdefault(row['peer_name'], set()).add(row['work'])
    if missing:
        lines.append('Missing, and so not held: ' + '; '.join(
            f'{name} ({", ".join(sorted(works, key=number_of))})' for name, works in missing.items()) + '.')
    nothing = sorted({row['case'] for row in rows if row['ours'] is None})
    if nothing:
        lines.append('Could not be measured here: ' + '; '.join(nothing) + '.')
    absent = [work for work in WORKS if work not in {row['work'] for row in rows}]
    if absent:
        lines.append(f'Not measured in this run: {", ".join(absent)}.')
    return lines


def limits_of(machine):
    """Name and value of what the machine can do: [("memcpy of 48 MB", "9.8 GB/s", "8.6–11.0")]."""
    return [(title, f'{machine[key][0]:.1f} {unit}', f'{machine[key][1]:.1f}–{machine[key][2]:.1f}')
            for key, title, unit in LIMITS if key in machine]


def system_of(machine):
    memory = machine['memory'].split()[0]
    gigabytes = f', {int(memory) / 1e6:.0f} GB of memory' if memory.isdigit() else ''
    return f'{machine["cpu"]}, {machine["threads"]} processors{gigabytes}; {machine["system"]}; {machine["compiler"]}'


def peers_of(folder):
    """What the peers said of themselves, each once: ["PyTorch 1.13.1, 1 thread", "libvips: missing"]."""
    path = folder / 'peers'
    said = [line.split(': ', 1) for line in path.read_text(encoding='utf-8').splitlines()] if path.is_file() else []
    return list(dict.fromkeys(hello if hello.startswith(name) else f'{name}: {hello}' for name, hello in said))


def duration_of(folder):
    path = folder / 'seconds'
    return int(path.read_text(encoding='utf-8')) if path.is_file() else None


def print_scaling(folder):
    for plot in read_json(folder / 'scaling.json').get('plots', []):
        cells = [plot['heads'], *plot['rows']]
        widths = [max(len(row[i]) for row in cells) for i in range(len(plot['heads']))]
        text = textwrap.fill(plot['text'], 100, initial_indent='  ', subsequent_indent='  ')
        print(f'\n{plot["title"]}\n{text}')
        for row in cells:
            print('  ' + '  '.join(f'{cell:>{width}}' for cell, width in zip(row, widths)))


def measured(row):
    return f'{ratio(row):>8} {row["goal"]:>6.3g}  {verdict(row)}'


def print_group(group):
    """A line, and one a peer; what has nothing but a limit beside it is one line."""
    value, spread = figure(group[0], 'ours')
    ours = f'  {group[0]["case"]:<50} {value:>14}  {spread:<20}'
    if len(group) == 1 and group[0]['peer_name'] == 'limit':
        print(f'{ours} {measured(group[0])} {peer_name(group[0])} {figure(group[0], "peer")[0]}')
        return
    print(ours.rstrip())
    for row in group:
        value, spread = figure(row, 'peer')
        print(f'    {peer_name(row):<48} {value:>14}  {spread:<20} {measured(row)}')


def print_table(folder, rows):
    machine = read_json(folder / 'machine.json')
    if machine:
        print(system_of(machine))
        print('\nWhat the machine can do, one thread')
        for title, value, spread in limits_of(machine):
            print(f'  {title:<50} {value:>14}  {spread}')
    if peers_of(folder):
        print('\nWho is compared with, each in a process of its own')
        print('\n'.join(f'  {line}' for line in peers_of(folder)))
    print(f'\n{"":<52} {"median":>14}  {"spread":<20} {"ratio":>8} {"goal":>6}')
    for work, groups in by_work(rows).items():
        print(f'\n{work}  {WORKS.get(work, "")}')
        for group in groups:
            print_group(group)
    for cells in roof_rows(rows, machine):
        print(f'\n{cells[0]}: {cells[1]}; the multiply-adds of plain sums alone {cells[2]}, by pairs of rows {cells[3]}', end='')
    print()
    print_scaling(folder)
    print('\nRatio: how many times better ours is; the goal is the least that it must be. Spread: smallest to largest round.')
    print('\n'.join(summary(rows, machine)))
    if duration_of(folder):
        print(f'Measured in {duration_of(folder) / 60:.1f} minutes.')


def commit():
    """The commit that is measured, and whether files differ from it."""
    def git(*words):
        return subprocess.run(['git', *words], cwd=Path(__file__).parent, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, check=False).stdout.strip()
    try:
        name = git('rev-parse', '--short=12', 'HEAD')
        return f'commit {name}' + (' with changes' if git('status', '--porcelain', '-uno') else '') if name else 'no commit'
    except OSError:
        return 'no commit'


def table(heads, rows, right=()):
    """A table of markdown; the columns `right` are flush right."""
    rule = ['--:' if head in right else '---' for head in heads]
    return [f'| {" | ".join(cells)} |' for cells in (heads, rule, *rows)] + ['']


def markdown_rows(group):
    """What is ours is said in the first row, and holds for those below."""
    value, spread = figure(group[0], 'ours')
    ours = [[group[0]['case'], f'{value} ({spread})' if spread else value]] + [['', '']] * (len(group) - 1)
    return [begin + markdown_peer(row) for begin, row in zip(ours, group)]


def markdown_peer(row):
    peer, peer_spread = figure(row, 'peer')
    return [peer_name(row), f'{peer} ({peer_spread})' if peer_spread else peer, ratio(row), f'{row["goal"]:.3g}',
            {'NOT': '**no**', 'holds': 'yes'}.get(verdict(row), verdict(row))]


def scaling_lines(folder):
    """Tables and plots of bench-scaling."""
    plots = read_json(folder / 'scaling.json').get('plots', [])
    if not plots:
        return []
    lines = ['## Scaling', '',
             'Points are medians with their spread, lines the power that fits best; dashed is what the machine needs for the copy',
             'or the multiply-adds alone, found in the same rounds. Beside each time its slope since the row above.', '']
    for plot in plots:
        lines += [f'### {plot["title"]}', '', plot['text'], '', f'![{plot["title"]}](data/benchmarks/{plot["file"]})', '']
        lines += table(plot['heads'], plot['rows'], plot['heads'])
    return lines


def print_markdown(folder, rows):
    machine = read_json(folder / 'machine.json')
    seconds = duration_of(folder)
    took = f', {seconds / 60:.0f} minutes' if seconds else ''
    lines = ['# Benchmarks', '',
             f'One run of `./dev bench --write`, {datetime.date.today().isoformat()}, {commit()}{took}.',
             'Whoever runs it again gets a table of his own machine; `./dev bench` prints it without touching this file.', '',
             'float32, one thread unless said, medians of alternating rounds with the smallest and the largest in brackets.',
             'Ratio: how many times better ours is than the peer; it holds where it reaches the goal. A missing peer does not hold.',
             '']
    if machine:
        lines += [f'{system_of(machine)}.', '']
        lines += table(['The machine, one thread', 'median', 'spread'], limits_of(machine), ('median', 'spread'))
    if peers_of(folder):
        lines += ['Compared with, each in a process of its own:', '', *(f'- {line}' for line in peers_of(folder)), '']
    lines += [*(f'- {line}' for line in summary(rows, machine)), '']
    if roof_rows(rows, machine):
        lines += ['## The machine’s limit', '',
                  'Least is what the plain sums take where the processor does nothing but multiply-adds, as measured above; by pairs of rows',
                  '(src/engine/engine-conv-pair-sum.c) W3 and W4 need a third less of them. W2 is bound by memory: see memcpy in its table.', '']
        lines += table(['case', 'ours', 'least', 'by pairs', 'least / ours'], roof_rows(rows, machine),
                       ('ours', 'least', 'by pairs', 'least / ours'))
    for work, groups in by_work(rows).items():
        lines += [f'## {work}: {WORKS.get(work, "")}', '']
        lines += table(['case', 'ours', 'beside', 'it', 'ratio', 'goal', 'holds'],
                       [row for group in groups for row in markdown_rows(group)], ('ours', 'it', 'ratio', 'goal'))
    print('\n'.join(lines + scaling_lines(folder)).rstrip())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('folder', type=Path)
    parser.add_argument('--json', action='store_true')
    parser.add_argument('--markdown', action='store_true')
    arguments = parser.parse_args()
    rows = read_rows(arguments.folder)
    if arguments.json:
        print(json.dumps([{key: row[key] for key in KEYS} for row in rows], indent=1, ensure_ascii=False))
    elif arguments.markdown:
        print_markdown(arguments.folder, rows)
    else:
        print_table(arguments.folder, rows)


if __name__ == '__main__':
    main()
