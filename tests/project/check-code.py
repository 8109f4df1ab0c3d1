# SPDX-License-Identifier: GPL-3.0-or-later
"""The build of the code: sizes, layers, headers that stand alone."""

import concurrent.futures
import json
import os
import re
import shlex
import subprocess

import tree

LONGEST_FUNCTION = 60
LONGEST_FILE = 500

FUNCTION = re.compile(r'([a-z_]\w*) \(')
INCLUDE = re.compile(r'#\s*include\s*([<"])([^>"]+)[>"]')
COMMENT = re.compile(r'/\*.*?\*/', re.DOTALL)
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
# What the counter counts in the lesson as it stands; to type it into a sentence is to lie as soon as a size changes.
COUNTS = re.compile(r'(?<![\d.,])(3[,.]?200|288|2[,.]?048|18[,.]?432|28[,.]?800|25[,.]?088|204[,.]?800)(?![\d]|[.,]\d)')


def lines_of(path):
    return path.read_text(encoding='utf-8').splitlines()


def functions_of(path):
    """Name, first line and length of every function, from its name to its closing brace."""
    name = start = None
    for number, line in enumerate(lines_of(path), 1):
        match = FUNCTION.match(line)
        if match:
            name, start = match.group(1), number
        elif line == '}' and name:
            yield name, start, number - start + 1
            name = None


def folder_of(path):
    return path.relative_to(tree.ROOT / 'src').parts[0]


def folder_of_header(header):
    """The folder of src that a header's prefix names; None for any other."""
    for folder in tree.LAYERS:
        if re.match(tree.prefix_of(folder) + r'[-.]', header):
            return folder
    return None


def includes_of(path):
    for number, line in enumerate(lines_of(path), 1):
        match = INCLUDE.match(line)
        if match:
            yield number, match.group(1) == '<', match.group(2)


@tree.check('/project/code/functions-are-short')
def short_functions():
    return [f'{tree.name_of(path)}:{start}: {name} has {length} lines, more than {LONGEST_FUNCTION}'
            for path in tree.files('src/**/*.c', 'tests/**/*.c')
            for name, start, length in functions_of(path)
            if length > LONGEST_FUNCTION and not name.endswith('class_init')]


@tree.check('/project/code/files-hold-one-idea')
def short_files():
    return [f'{tree.name_of(path)}: {len(lines_of(path))} lines, more than {LONGEST_FILE}'
            for path in tree.files('src/**/*.[ch]') if len(lines_of(path)) > LONGEST_FILE]


@tree.check('/project/code/file-names-begin-with-their-folder')
def prefixes():
    return [tree.name_of(path) for path in tree.files('src/*/*.[ch]')
            if folder_of_header(path.name) != folder_of(path)]


@tree.check('/project/code/no-include-points-up')
def layers():
    problems = []
    for path in tree.files('src/*/*.[ch]'):
        folder = folder_of(path)
        for number, system, header in includes_of(path):
            other = None if system else folder_of_header(header)
            if other and other != folder and other not in tree.LAYERS[folder]:
                problems.append(f'{tree.name_of(path)}:{number}: {folder} includes {header}')
    return problems


@tree.check('/project/code/private-headers-stay-in-their-folder')
def private_headers():
    return [f'{tree.name_of(path)}:{number}: {header}' for path in tree.files('src/*/*.[ch]')
            for number, system, header in includes_of(path)
            if header.endswith('-private.h') and folder_of_header(header) != folder_of(path)]


@tree.check('/project/code/only-app-includes-gtk')
def only_app_includes_gtk():
    return [f'{tree.name_of(path)}:{number}: {header}' for path in tree.files('src/*/*.[ch]')
            for number, system, header in includes_of(path)
            if re.match(r'(gtk|gdk|gsk|adwaita|adw)(/|\.h)', header) and folder_of(path) != 'app']


@tree.check('/project/code/engine-and-lesson-do-not-draw')
def engine_and_lesson_do_not_draw():
    return [f'{tree.name_of(path)}:{number}: {header}' for path in tree.files('src/engine/*.[ch]', 'src/lesson/*.[ch]')
            for number, system, header in includes_of(path) if re.match(r'(cairo|pango)', header)]


def arguments_of_folder(folder):
    """How the build compiles the files of the folder: the compiler, its definitions and include folders. Kernels that are compiled
    for each CPU level get by with fewer of these than the rest."""
    commands = json.loads((tree.BUILD / 'compile_commands.json').read_text(encoding='utf-8'))
    found = []
    for command in commands:
        path = os.path.normpath(os.path.join(command['directory'], command['file']))
        if path.startswith(f'{tree.ROOT}/src/{folder}/'):
            words = shlex.split(command['command'])
            compiler = words[:next(i for i, word in enumerate(words) if word.startswith('-'))]
            found.append(compiler + [word for word in words if re.match(r'-(I|D|std|W|pthread|isystem)', word)])
    return max(found, key=len, default=None)


def compile_header(path):
    arguments = arguments_of_folder(folder_of(path))
    if not arguments:
        return [f'{tree.name_of(path)}: nothing of its folder is built']
    done = subprocess.run([*arguments, '-Werror', '-fsyntax-only', '-x', 'c', '-'], cwd=tree.BUILD, text=True,
                          input=f'#include "{path.name}"\n', stderr=subprocess.PIPE, check=False)
    return [f'{tree.name_of(path)}: {line}' for line in done.stderr.splitlines() if 'error' in line]


def headers_that_begin_a_file():
    """Whatever the build compiles with the header before everything else: it compiled alone."""
    commands = json.loads((tree.BUILD / 'compile_commands.json').read_text(encoding='utf-8'))
    sources = {os.path.normpath(os.path.join(command['directory'], command['file'])) for command in commands}
    firsts = [next(includes_of(path), None) for path in tree.files('src/*/*.c') if str(path) in sources]
    return {header for _, system, header in filter(None, firsts) if not system}


@tree.check('/project/code/every-header-compiles-alone')
def headers():
    proven = headers_that_begin_a_file()
    built = [path for path in tree.files('src/*/*.h') if path.name not in proven]
    if not any('/src/app/' in line for line in lines_of(tree.BUILD / 'compile_commands.json')):
        built = [path for path in built if folder_of(path) != 'app']
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return [problem for problems in pool.map(compile_header, built) for problem in problems]


@tree.check('/project/code/no-count-is-typed-into-a-sentence')
def counts():
    problems = []
    for path in tree.files('src/**/*.[ch]'):
        code = COMMENT.sub('', path.read_text(encoding='utf-8'))
        problems += [f'{tree.name_of(path)}: {string}' for string in STRING.findall(code) if COUNTS.search(string)]
    for path in tree.files('ui/*.ui', 'data/lessons/*'):
        problems += [f'{tree.name_of(path)}:{number}: {line.strip()}' for number, line in enumerate(lines_of(path), 1)
                     if COUNTS.search(line)]
    return problems


tree.main()
