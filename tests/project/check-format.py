# SPDX-License-Identifier: GPL-3.0-or-later
"""The look of the text: clang-format, licence lines, white space."""

import re
import shutil

import tree

CODE = ('src/**/*.[ch]', 'tests/**/*.[ch]')
TEXT = CODE + ('*.md', '*.build', '*.txt', '.ci/run', 'dev', 'data/**/*.md', 'data/*.*', 'data/lessons/*', 'po/*', 'src/*.md',
               'src/**/meson.build', 'tests/**/meson.build', 'tests/**/*.py', 'ui/*')
LICENCE = 'SPDX-License-Identifier: GPL-3.0-or-later'


def text_files():
    return sorted({path for path in tree.files(*TEXT) if path.is_file()})


@tree.check('/project/format/clang-format-would-change-nothing')
def clang_format():
    if not shutil.which('clang-format'):
        raise tree.Skip('clang-format is not installed')
    lines = tree.problems_of('clang-format', '--dry-run', '-Werror', *map(str, tree.files(*CODE)))
    return sorted({line.split(':')[0] for line in lines if 'error:' in line}) or lines


@tree.check('/project/format/every-source-begins-with-its-licence')
def licence():
    sources = tree.files(*CODE, 'ui/*.ui', 'ui/*.xml', 'tests/**/*.py') + [tree.ROOT / 'dev']
    return [tree.name_of(path) for path in sources
            if LICENCE not in '\n'.join(path.read_text(encoding='utf-8').splitlines()[:3])]


@tree.check('/project/format/no-trailing-white-space-and-one-newline-at-the-end')
def white_space():
    problems = []
    for path in text_files():
        text = path.read_text(encoding='utf-8')
        problems += [f'{tree.name_of(path)}:{number}: white space at the end'
                     for number, line in enumerate(text.split('\n'), 1) if line != line.rstrip()]
        if text and (not text.endswith('\n') or text.endswith('\n\n')):
            problems.append(f'{tree.name_of(path)}: does not end with exactly one newline')
    return problems


@tree.check('/project/format/no-notes-to-self')
def notes():
    marks = ('TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X')
    return [f'{tree.name_of(path)}:{number}: {mark}' for path in tree.files(*CODE, 'ui/*', 'data/lessons/*')
            for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1)
            for mark in marks if re.search(rf'\b{mark}\b', line)]


tree.main()
