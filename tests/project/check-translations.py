# SPDX-License-Identifier: GPL-3.0-or-later
"""Translations: every file that says something to a person is listed, and every translation compiles."""

import re
import shutil

import tree

MARKED_CODE = re.compile(r'(?<![\w"])(_|N_|C_|NC_|n?gettext|g_dp?n?gettext2?)\s*\(\s*"')
# A string cut in two by a macro cannot be looked up: xgettext knows only its first piece.
LITERAL = r'"(?:[^"\\]|\\.)*"'
CUT = re.compile(rf'(?:\b_|\bN_|gettext)\s*\((?:[^;")]|{LITERAL})*?{LITERAL}\s*G_G\w+_FORMAT')
MARKED_TEMPLATE = re.compile(r'translatable="(yes|true)"')


def listed():
    lines = (tree.ROOT / 'po' / 'POTFILES.in').read_text(encoding='utf-8').splitlines()
    return [line for line in lines if line and not line.startswith('#')]


def marked():
    """Every file with something to translate."""
    for path in tree.files('src/**/*.[ch]'):
        if MARKED_CODE.search(path.read_text(encoding='utf-8')):
            yield tree.name_of(path)
    for path in tree.files('ui/*.ui'):
        if MARKED_TEMPLATE.search(path.read_text(encoding='utf-8')):
            yield tree.name_of(path)
    for path in tree.files('data/*.desktop.in', 'data/*.metainfo.xml.in', 'data/*.gschema.xml'):
        yield tree.name_of(path)


@tree.check('/project/translations/potfiles-lists-every-file-with-something-to-translate')
def complete():
    return [f'po/POTFILES.in: add {name}' for name in sorted(set(marked()) - set(listed()))]


@tree.check('/project/translations/potfiles-lists-no-other-file')
def exact():
    return [f'po/POTFILES.in: remove {name}' for name in sorted(set(listed()) - set(marked()))]


@tree.check('/project/translations/potfiles-is-sorted')
def in_order():
    return [] if listed() == sorted(set(listed())) else ['po/POTFILES.in: sort it, and list no file twice']


@tree.check('/project/translations/linguas-and-translations-agree')
def languages():
    names = set((tree.ROOT / 'po' / 'LINGUAS').read_text(encoding='utf-8').split())
    return sorted(f'{name}: stands in LINGUAS or as po/{name}.po, not both'
                  for name in names ^ {path.stem for path in tree.files('po/*.po')})


@tree.check('/project/translations/every-translation-compiles')
def compiles():
    if not shutil.which('msgfmt'):
        raise tree.Skip('msgfmt is not installed')
    return [problem for path in tree.files('po/*.po')
            for problem in tree.problems_of('msgfmt', '--check', '-o', '/dev/null', str(path))]


@tree.check('/project/translations/no-marked-string-is-cut-by-a-macro')
def whole():
    problems = []
    for path in tree.files('src/**/*.[ch]'):
        text = path.read_text(encoding='utf-8')
        problems += [f'{tree.name_of(path)}:{text.count(chr(10), 0, match.start()) + 1}: {match.group()}'
                     for match in CUT.finditer(text)]
    return problems


@tree.check('/project/translations/xgettext-reads-every-file')
def extraction():
    if not shutil.which('xgettext'):
        raise tree.Skip('xgettext is not installed')
    return tree.problems_of('xgettext', '--files-from=po/POTFILES.in', '--from-code=UTF-8', '--keyword=_', '--keyword=N_',
                            '--keyword=C_:1c,2', '--keyword=NC_:1c,2', '--output=/dev/null', cwd=tree.ROOT)


tree.main()
