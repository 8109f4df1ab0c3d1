# SPDX-License-Identifier: GPL-3.0-or-later
"""The script dev, on machines that lack this or that: a copy of it with a PATH of its own."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import tree

TOOLS = ('sh', 'awk', 'cat', 'cp', 'date', 'dirname', 'env', 'mkdir', 'rm')
ALL_INSTALLED = 'shift 3; for package; do echo "installed $package"; done'
NOTHING_INSTALLED = 'exit 1'


class Machine:
    """A folder with a copy of dev, and the only programs that it finds."""

    def __init__(self, **programs):
        self.folder = tempfile.TemporaryDirectory()
        self.top = Path(self.folder.name)
        self.bin = self.top / 'bin'
        self.bin.mkdir()
        shutil.copy(tree.ROOT / 'dev', self.top)
        (self.top / 'po').mkdir()
        for name in TOOLS:
            (self.bin / name).symlink_to(shutil.which(name))
        for name, script in programs.items():
            self.add(self.bin / name.replace('_', '-'), script)

    def add(self, path, script):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'#!/bin/sh\n{script}\n', encoding='utf-8')
        path.chmod(0o755)

    def dev(self, *arguments, **variables):
        environment = {'PATH': str(self.bin), 'HOME': self.folder.name, 'LC_ALL': 'C.UTF-8', **variables}
        return subprocess.run([str(self.top / 'dev'), *arguments], env=environment, text=True, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)


def unlike(done, status, *words):
    """What is wrong with the way dev ended: its status, or a word that it did not say."""
    said = done.stdout + done.stderr
    problems = [] if done.returncode == status else [f'exit status {done.returncode}, not {status}']
    problems += [f'does not say "{word}"' for word in words if word not in said]
    return problems + said.splitlines() if problems else []


@tree.check('/project/dev/is-a-valid-script')
def syntax():
    return tree.problems_of('sh', '-n', str(tree.ROOT / 'dev')) + tree.problems_of('bash', '-n', str(tree.ROOT / '.ci' / 'run'))


@tree.check('/project/dev/help-tells-every-subcommand')
def help_text():
    return unlike(Machine().dev('help'), 0, 'run', 'test', 'bench', 'format', 'packages', 'clean')


@tree.check('/project/dev/an-unknown-subcommand-exits-2-with-a-sentence')
def unknown():
    return unlike(Machine().dev('fly'), 2, 'fly: no such subcommand; there are run, test')


@tree.check('/project/dev/no-subcommand-exits-2-with-the-help')
def none():
    return unlike(Machine().dev(), 2, './dev run')


@tree.check('/project/dev/no-apt-get-exits-2-with-the-packages')
def no_apt():
    return unlike(Machine(dpkg_query=NOTHING_INSTALLED).dev('test'), 2, 'no apt-get', 'gcc libc6-dev meson ', 'clang-format')


@tree.check('/project/dev/another-system-without-tools-exits-2-naming-one')
def no_dpkg():
    return unlike(Machine().dev('run'), 2, 'cc: it is missing', './dev packages')


@tree.check('/project/dev/neither-root-nor-sudo-exits-2-with-the-command')
def no_sudo():
    machine = Machine(dpkg_query=NOTHING_INSTALLED, apt_get='touch called', id='echo 1000')
    problems = unlike(machine.dev('run'), 2, 'as root, type: apt-get install --no-install-recommends gcc ')
    return problems + (['it called apt-get'] if (machine.top / 'called').exists() else [])


@tree.check('/project/dev/packages-that-cannot-be-installed-exit-2-with-the-command')
def no_network():
    machine = Machine(dpkg_query=NOTHING_INSTALLED, apt_get='echo "no network" >&2; exit 100', id='echo 0')
    return unlike(machine.dev('run'), 2, 'no network', 'could not be installed', 'type: apt-get install')


@tree.check('/project/dev/installs-only-what-is-missing')
def only_missing():
    machine = Machine(dpkg_query='shift 3; for p; do [ "$p" = meson ] || echo "installed $p"; done',
                      apt_get='echo "$@" >>called', id='echo 0')
    machine.dev('run', CC='no-such-compiler')
    calls = (machine.top / 'called').read_text(encoding='utf-8').splitlines()
    wanted = ['update -q', 'install -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 meson']
    return [] if calls == wanted else calls


@tree.check('/project/dev/a-missing-compiler-exits-2-and-nothing-is-installed')
def no_compiler():
    machine = Machine(dpkg_query=ALL_INSTALLED, apt_get='touch called', id='echo 0')
    problems = unlike(machine.dev('test', CC='no-such-compiler -m64'), 2, 'no-such-compiler', 'install gcc')
    return problems + (['it called apt-get'] if (machine.top / 'called').exists() else [])


def builder(**programs):
    """A machine on which everything builds at once, and where no display opens."""
    return Machine(dpkg_query=ALL_INSTALLED, cc='', meson='', ninja='', python3='exit 1', id='echo 0', **programs)


@tree.check('/project/dev/with-no-display-run-writes-the-lesson')
def no_display():
    machine = builder()
    machine.add(machine.top / 'build/src/cli/nine-weights-cli',
                '[ "$1" = scenes ] && printf "dense\\t1\\t0\\t4\\tOne node\\nslide\\t1\\t9\\t12\\tA window\\n"\necho "$*" >>told; exit 0')
    done = machine.dev('run')
    lesson = machine.top / 'build' / 'lesson'
    problems = unlike(done, 0, 'No display can be opened', *(f'{lesson}/{name}' for name in
                                                             ('lesson.pdf', '01-dense-1.png', '02-slide-1.png')))
    told = (machine.top / 'told').read_text(encoding='utf-8').splitlines()
    wanted = ['export -o build/lesson/lesson.pdf', 'scenes', 'render --scene dense --step 1 -o build/lesson/01-dense-1.png',
              'render --scene slide --step 1 -o build/lesson/02-slide-1.png']
    return problems + ([] if told == wanted else told)


@tree.check('/project/dev/a-lesson-that-cannot-be-written-is-a-failure')
def broken_lesson():
    machine = builder()
    machine.add(machine.top / 'build/src/cli/nine-weights-cli', 'echo "the disk is full" >&2; exit 1')
    return unlike(machine.dev('run'), 1, 'the disk is full')


@tree.check('/project/dev/with-a-display-run-opens-the-window-where-it-was-typed')
def display():
    machine = builder()
    machine.add(machine.bin / 'python3', 'exit 0')
    machine.add(machine.top / 'build/src/app/nine-weights', 'echo "$NINE_WEIGHTS_DATA_DIR $GSETTINGS_SCHEMA_DIR $PWD $*"')
    return unlike(machine.dev('run', 'a photo.jpg'), 0,
                  f'{machine.top}/data {machine.top}/build/data {os.getcwd()} a photo.jpg')


def tester():
    """A machine with two built tests, on which meson tells what it is asked to run."""
    machine = builder()
    (machine.bin / 'python3').unlink()
    (machine.bin / 'python3').symlink_to(shutil.which('python3'))
    machine.add(machine.bin / 'meson', 'echo "$*"')
    shutil.copytree(tree.ROOT / 'tests' / 'project', machine.top / 'tests' / 'project')
    tests = [{'name': 'conv', 'suite': ['nine-weights:engine']}, {'name': 'clock', 'suite': ['nine-weights:app']}]
    info = machine.top / 'build' / 'meson-info' / 'intro-tests.json'
    info.parent.mkdir(parents=True)
    info.write_text(json.dumps(tests), encoding='utf-8')
    return machine


@tree.check('/project/dev/a-test-that-nobody-knows-exits-2-with-the-suites')
def unknown_test():
    return unlike(tester().dev('test', 'singing'), 2, 'singing: no test and no suite has that name; the suites are app, engine')


@tree.check('/project/dev/a-suite-means-its-tests-and-what-did-not-run-has-failed')
def suite():
    return unlike(tester().dev('test', 'engine'), 1, '--timeout-multiplier 1 conv\n', '0 passed, 1 failed, 0 skipped')


@tree.check('/project/dev/without-names-every-test-runs')
def every_test():
    return unlike(tester().dev('test'), 1, '--timeout-multiplier 1 clock conv\n', '0 passed, 2 failed, 0 skipped')


def bencher(**programs):
    """A machine with two benchmarks, on which meson makes a row of each that it is asked to run."""
    machine = builder(npm='mkdir -p build-bench/peers/node_modules/convnetjs', **programs)
    (machine.bin / 'python3').unlink()
    (machine.bin / 'python3').symlink_to(shutil.which('python3'))
    row = {'work': 'W1', 'case': 'an image', 'ours': 1, 'ours_low': 1, 'ours_high': 2, 'peer': 3, 'peer_low': 3, 'peer_high': 3,
           'peer_name': 'another', 'unit': 'ms', 'more_is_better': False, 'ratio': 3, 'goal': 2, 'holds': True}
    machine.add(machine.bin / 'meson', f"""echo "ran $*"
[ "$1" = setup ] || echo '{json.dumps(row)}' >"$BENCH_ROWS/bench.jsonl"
[ "$1" = setup ] || echo '<svg/>' >"$BENCH_ROWS/plot.svg" """)
    for folder in ('project', 'bench'):
        shutil.copytree(tree.ROOT / 'tests' / folder, machine.top / 'tests' / folder)
    info = machine.top / 'build-bench' / 'meson-info' / 'intro-benchmarks.json'
    info.parent.mkdir(parents=True)
    info.write_text(json.dumps([{'name': 'machine'}, {'name': 'fan'}]), encoding='utf-8')
    return machine


@tree.check('/project/dev/a-benchmark-that-nobody-knows-exits-2-with-their-names')
def unknown_benchmark():
    return unlike(bencher().dev('bench', 'singing'), 2, 'singing: no benchmark has that name; there are machine, fan')


@tree.check('/project/dev/bench-for-machines-prints-nothing-but-json')
def bench_json():
    done = bencher().dev('bench', '--json', 'fan')
    problems = unlike(done, 0, '--num-processes 1 fan\n')
    rows = json.loads(done.stdout)
    wanted = {'work', 'case', 'ours', 'peer', 'peer_name', 'unit', 'ratio', 'goal', 'holds'}
    return problems + ([] if [set(row) for row in rows] == [wanted] else [done.stdout])


@tree.check('/project/dev/bench-goes-on-without-what-it-only-compares-with')
def bench_without_peers():
    installed = 'shift 3; for p; do case $p in libdnnl*|python3-o*) ;; *) echo "installed $p" ;; esac; done'
    machine = bencher(apt_get='case "$*" in *dnnl*) exit 100 ;; esac; echo "$*" >>called')
    machine.add(machine.bin / 'dpkg-query', installed)
    problems = unlike(machine.dev('bench'), 0, 'libdnnl-dev: going on without it', '1 of 1 rows hold.')
    calls = (machine.top / 'called').read_text(encoding='utf-8').splitlines()
    wanted = ['update -q', 'install -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 python3-opencv']
    return problems + ([] if calls == wanted else calls)


@tree.check('/project/dev/bench-writes-its-file-only-when-told-to')
def bench_write():
    machine = bencher()
    problems = unlike(machine.dev('bench'), 0)
    problems += ['BENCHMARKS.md is there'] if (machine.top / 'BENCHMARKS.md').exists() else []
    problems += unlike(machine.dev('bench', '--write'), 0, 'BENCHMARKS.md')
    text = (machine.top / 'BENCHMARKS.md').read_text(encoding='utf-8')
    problems += [] if '| an image | 1.00 ms (1.00–2.00) | another |' in text else text.splitlines()
    return problems + ([] if (machine.top / 'data' / 'benchmarks' / 'plot.svg').exists() else ['there is no plot'])


@tree.check('/project/dev/bench-that-breaks-off-exits-1-and-writes-nothing')
def bench_fails():
    machine = bencher()
    machine.add(machine.bin / 'meson', '[ "$1" = setup ]')
    problems = unlike(machine.dev('bench', '--write'), 1, 'a benchmark did not come to its end')
    return problems + (['BENCHMARKS.md is there'] if (machine.top / 'BENCHMARKS.md').exists() else [])


tree.main()
