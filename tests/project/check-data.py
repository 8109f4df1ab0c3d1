# SPDX-License-Identifier: GPL-3.0-or-later
"""What is installed beside the program: desktop file, metainfo, settings, icons, templates, fonts."""

import shutil
import tempfile
import xml.etree.ElementTree as ElementTree

import tree

ID = 'io.github.nineweights.NineWeights'


def tool(name):
    if not shutil.which(name):
        raise tree.Skip(f'{name} is not installed')
    return name


@tree.check('/project/data/desktop-file-is-valid')
def desktop_file():
    return tree.problems_of(tool('desktop-file-validate'), str(tree.BUILD / 'data' / f'{ID}.desktop'))


@tree.check('/project/data/metainfo-is-valid')
def metainfo():
    return tree.problems_of(tool('appstreamcli'), 'validate', '--no-net', '--explain',
                            str(tree.BUILD / 'data' / f'{ID}.metainfo.xml'))


@tree.check('/project/data/metainfo-tells-of-this-version')
def version():
    tags = ElementTree.parse(tree.ROOT / 'data' / f'{ID}.metainfo.xml.in').iter('release')
    newest = next(tags).get('version')
    project = (tree.ROOT / 'meson.build').read_text(encoding='utf-8')
    return [] if f"version: '{newest}'" in project else [f'its newest release is {newest}, which meson.build does not say']


@tree.check('/project/data/settings-are-valid')
def settings():
    with tempfile.TemporaryDirectory() as folder:
        return tree.problems_of('glib-compile-schemas', '--strict', '--targetdir', folder, str(tree.ROOT / 'data'))


@tree.check('/project/data/templates-icons-and-resources-are-well-formed')
def well_formed():
    paths = tree.files('ui/*.ui', 'ui/*.xml', 'data/*.xml', 'data/*.xml.in', 'data/icons/**/*.svg')
    return tree.problems_of(tool('xmllint'), '--noout', *map(str, paths))


@tree.check('/project/data/icons-bear-the-name-of-the-program')
def icons():
    names = {path.name for path in tree.files('data/icons/hicolor/*/apps/*')}
    wanted = {f'{ID}.svg', f'{ID}-symbolic.svg'}
    return sorted(f'{name}: is missing' for name in wanted - names)


@tree.check('/project/data/every-font-is-installed-with-its-licence')
def fonts():
    listed = (tree.ROOT / 'data' / 'meson.build').read_text(encoding='utf-8')
    return [f'{tree.name_of(path)}: is not installed' for path in tree.files('data/fonts/*.otf', 'data/fonts/OFL.txt')
            if f"'fonts/{path.name}'" not in listed]


@tree.check('/project/data/pictures-and-digits-are-installed-with-their-origin')
def origins():
    problems = []
    for folder in ('digits', 'images'):
        listed = (tree.ROOT / 'data' / folder / 'meson.build').read_text(encoding='utf-8')
        paths = tree.files(f'data/{folder}/*')
        problems += [f'{tree.name_of(path)}: is not installed' for path in paths
                     if path.name != 'meson.build' and f"'{path.name}'" not in listed]
        origin = (tree.ROOT / 'data' / folder / 'README.md').read_text(encoding='utf-8')
        if 'https://creativecommons.org/' not in origin:
            problems.append(f'data/{folder}/README.md: names no licence')
    return problems


tree.main()
