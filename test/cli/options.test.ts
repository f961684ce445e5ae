/** The command line, the PYTHON* variables, what can be run and the prompt: output and exit codes as CPython's. */
import { expect, test } from 'bun:test'
import { runShell } from '../support/shell'
import { testLines } from './lines'

const lines = [
  '$PY -dd -c "import sys; print(sys.flags)"',
  'PYTHONDEBUG=2 PYTHONVERBOSE=0 PYTHONINSPECT=0 PYTHONOPTIMIZE=2 PYTHONNOUSERSITE=5 PYTHONSAFEPATH=x PYTHONDONTWRITEBYTECODE=2 $PY -c "import sys; print(sys.flags)"',
  'PYTHONUNBUFFERED=0 $PY -c "import sys; print(sys.stdout.write_through)"',
  '$PY -BEsSPOq -c "import sys; print(sys.flags)"',
  `$PY -I -c "import sys; print(sys.flags, sys.path[0] == '')"`,
  '$PY -R -c "import sys; print(sys.flags.hash_randomization)"',
  'PYTHONHASHSEED=0 $PY -R -c "import sys; print(sys.flags.hash_randomization)"',
  `PYTHONHASHSEED=0 $PY -c "import sys; print(sys.flags.hash_randomization, hash('abc'), hash(b'x'))"`,
  `PYTHONHASHSEED=42 $PY -c "import sys; print(sys.flags.hash_randomization, hash('abc'))"`,
  'PYTHONHASHSEED=random $PY -c "import sys; print(sys.flags.hash_randomization)"',
  'PYTHONHASHSEED=x $PY -c 1',
  'PYTHONHASHSEED=-1 $PY -c 1',
  'PYTHONUTF8=x $PY -c 1',
  'PYTHONUTF8=1 $PY -c "import sys; print(sys.flags.utf8_mode)"',
  '$PY -X utf8=x -c 1',
  'PYTHONINTMAXSTRDIGITS=foo $PY -c 1',
  'PYTHONINTMAXSTRDIGITS=700 $PY -c "import sys; print(sys.flags.int_max_str_digits, sys.get_int_max_str_digits())"',
  '$PY -X int_max_str_digits=100 -c 1',
  'PYTHON_CPU_COUNT=7 $PY -c "import os; print(os.cpu_count(), os.process_cpu_count())"',
  '$PY -X cpu_count=x -c 1',
  '$PY -X gil=0 -c 1',
  'PYTHON_GIL=x $PY -c 1',
  'PYTHON_FROZEN_MODULES=x $PY -c 1',
  '$PY -X frozen_modules=x -c 1',
  `PYTHONIOENCODING=ascii:replace $PY -c "import sys; print(sys.stdin.encoding, sys.stdout.errors, sys.stderr.errors, sys.stderr.encoding, 'é')"`,
  'PYTHONIOENCODING=latin1 $PY -c "import sys; print(sys.stdin.encoding, sys.stdin.errors, sys.stdout.errors, sys.stderr.errors)"',
  'PYTHONIOENCODING=:replace $PY -c "import sys; print(sys.stdin.encoding, sys.stdout.errors, sys.stderr.errors)"',
  'PYTHONIOENCODING=:nope $PY -c "import sys; print(sys.stdin.encoding, sys.stdout.errors, sys.stderr.errors)"',
  'PYTHONIOENCODING=nope $PY -c 1 2>&1 | grep -v ^Current',
  'PYTHONIOENCODING=utf-8 $PY -E -c "import sys; print(sys.stdin.encoding, sys.stdout.errors)"',
  'LC_ALL=C $PY -c "import sys; print(sys.stdin.encoding, sys.stdin.errors, sys.stdout.errors, sys.stderr.errors, sys.flags.utf8_mode)"',
  'LC_ALL=POSIX $PY -c "import sys; print(sys.stdin.encoding, sys.stdin.errors, sys.stdout.errors, sys.flags.utf8_mode)"',
  'LC_ALL=C.UTF-8 $PY -c "import sys; print(sys.stdin.encoding, sys.stdin.errors, sys.stdout.errors, sys.flags.utf8_mode)"',
  '$PY -X utf8 -c "import sys; print(sys.stdin.encoding, sys.stdin.errors, sys.stdout.errors, sys.flags.utf8_mode, sys._xoptions)"',
  '$PY -X a -X b=c -X d=e=f -c "import sys; print(sys._xoptions, sys.orig_argv[1:], sys.argv)" x y',
  '$PY -Wignore -W error::DeprecationWarning -c "import sys; print(sys.warnoptions, sys.orig_argv[1:])"',
  'PYTHONWARNINGS=ignore,error $PY -X dev -W once -c "import sys; print(sys.warnoptions, sys.flags.dev_mode)"',
  '$PY -W nope -c 1',
  `$PY -b -c "print(b'a' == 'a', b'a' != 1, str(b'x'), bytearray(b'a') == 'a', bytearray(b'a') == 1, str(bytearray()), b'a' == b'b', '%s' % b'x')"`,
  `$PY -bb -c "b'a' == 'a'"`,
  `$PY -bb -c "{'a': 1}[b'a']"`,
  `$PY -bb -c "{b'a': 1}.get('a')"`,
  `$PY -bb -c "str(b'a')"`,
  `$PY -c "print(b'a' == 'a', str(b'x'))"`,
  String.raw`printf "x = '\0' nothing\n" > x.py; $PY x.py`,
  // What the compiler refuses, with the line from the file.
  String.raw`printf 'return 1\n' > x.py; $PY x.py; printf 'f(a=1,\n  a=2)\n' > x.py; $PY x.py; printf 'x = 1\nassert (x, 1)' > x.py; $PY -W error x.py`,
  '$PY -c "class C(metaclass=type, metaclass=type): pass"',
  String.raw`printf 'foo = """\\q"""\n' > x.py; $PY -W error x.py; printf 'x = """\n\\q\n"""\n' > x.py; $PY -W error x.py; printf 'y = 1or 2\n' > x.py; $PY -W error x.py`,
  '$PY --check-hash-based-pycs always -c "import _imp; print(_imp.check_hash_based_pycs)"',
  String.raw`printf 'garbage (\nprint(1, __file__)\n1/0\n' > x.py; $PY -x x.py`,
  String.raw`printf 'garbage (\nprint(1)\n' | $PY -x -`,
  `printf 'only' > x.py; $PY -x x.py`,
  `$PY -P -c "import sys; print('' in sys.path)"`,
  `mkdir d; echo "import sys; print(__name__, __file__, __package__, type(__loader__), __spec__.name, sys.argv, sys.path[0]); import q" > d/__main__.py; echo "print('q', __name__)" > d/q.py; $PY d a b`,
  'mkdir d; echo "import sys; print(sys.path[0])" > d/__main__.py; $PY -I d; $PY -P $PWD/d/ ; cd d; $PY .',
  'mkdir d; $PY d; $PY ./d',
  `mkdir d; echo "import sys; print(__name__, __file__, __package__, type(__loader__), __spec__.name, sys.argv, sys.path[0]); import q" > d/__main__.py; echo "print('q', __name__)" > d/q.py; (cd d; $PY -m zipfile -c ../z.zip __main__.py q.py); $PY z.zip a b`,
  'echo 1 > f.txt; $PY -m zipfile -c z.zip f.txt; $PY z.zip',
  String.raw`printf 'print(1) # PK\005\006\n' > f.py; $PY f.py`,
  'mkdir -p p/q; touch p/__init__.py; echo "print(__name__, __package__, __file__)" > p/q/__main__.py; cp p/q/__main__.py p/__main__.py; $PY -m p; $PY -m p.q; $PY -m p.nope; $PY -m .p',
  '$PY -c "print(__loader__, __spec__, __package__, __name__, __doc__, __builtins__)"',
  'echo "print(__loader__, __spec__, __package__, __name__, __doc__)" | $PY',
  'echo "print(type(__loader__), __loader__.name, __loader__.path, __spec__, __package__, __name__, __cached__)" > f.py; $PY f.py',
  'echo "print(1)" > f.py; $PY -m py_compile f.py; cp __pycache__/*.pyc f.pyc 2>/dev/null || cp __pycache__/* f.pyc; $PY f.pyc',
  'echo "print(1, __file__)" > f.py; $PY -c "import py_compile; py_compile.compile(\'f.py\', \'f.bin\')"; $PY f.bin',
  '$PY -c "import sys; print(sys.argv)" -- -x',
  '$PY -- 2>&1 </dev/null',
  String.raw`printf '#!/usr/bin/env python\nprint(2)\n' > s; $PY s`,
  String.raw`printf '1+1\nx = 5\nx\ndef f():\n  return 7\n\nf()\n1/0\nprint(\n3)\nimport sys\nsys.exit(4)\n' | $PY -i -q`,
  String.raw`printf 'for i in range(2):\n  i\n\nif 1:\n  5\nelse:\n  6\n\n  7\n' | $PY -i -q`,
  String.raw`printf 'x\n' | $PY -i -c "x = 3"`,
  String.raw`printf 'x\n' > f.py; printf 'x\n1\n' | $PY -i f.py`,
  String.raw`printf 'import sys; sys.ps1 = "? "\n1\n' | $PY -iq`,
  String.raw`printf 'import os; print(os.environ.get("PYTHONINSPECT"))\n' | PYTHONINSPECT=1 $PY -c "y = 1"`,
  String.raw`echo "x = 4" > st.py; printf 'x\n__file__\n' | PYTHONSTARTUP=st.py $PY -iq`,
  String.raw`echo "1/0" > st.py; printf 'x\n' | PYTHONSTARTUP=st.py $PY -iq`,
  'PYTHONFAULTHANDLER=1 $PY -c "import faulthandler; print(faulthandler.is_enabled())"',
  '$PY -X faulthandler -c "import faulthandler; print(faulthandler.is_enabled())"',
  '$PY -X dev -c "import faulthandler; print(faulthandler.is_enabled())"',
  '$PY -X pycache_prefix=/nowhere/foo -c "import sys; print(sys.pycache_prefix)"',
  'FORCE_COLOR=1 $PY -c "1/0"',
  'PYTHON_COLORS=1 $PY -c "1/0"',
  'FORCE_COLOR=1 NO_COLOR=1 $PY -c "1/0"',
  'FORCE_COLOR=1 PYTHON_COLORS=0 $PY -c "1/0"',
  'FORCE_COLOR=1 $PY -c "def f(:"',
  `TERM=xterm script -qec '$PY -c "1/0"' /dev/null`,
  `TERM=dumb script -qec '$PY -c "1/0"' /dev/null`,
  '$PY -c "print(1).foo"',
  '$PY -c "import sys; sys.stdot"',
  '$PY -c "foobar = 1; foobaz"',
  String.raw`$PY -c $'class A: pass\na = A(); a.foobar = 1; a.foobaz'`,
  String.raw`$PY -c $'def f(alpha): pass\nf(alpah=1)'`,
  '$PY -c "impot sys"',
  '$PY -c "sys.exit()"',
  '$PY -c "import jsn"',
  String.raw`$PY -c $'class A:\n  def f(self): return x1\n  x1 = 2\nA().f()'`,
  String.raw`$PY -c "import sys; print(ascii(sys.argv), ascii(sys.orig_argv[-3:]))" $'a\xffb' $'\xc3\xa9\xe9' $'\xf0\x9f\x98\x80\xf0\x9f'`,
  String.raw`$PY -c $'print("\xff")'`,
  String.raw`$PY -c "import sys; print(ascii(sys.argv))" $'\xef\xbf\xbd' '' x`,
  '$PY -c "import sys; sys.exit((42,))"',
  '$PY -c "import sys; sys.exit(())"',
  '$PY -c "import sys; sys.call_tracing(len, 2)"',
  '$PY -c "import sys; print(sys.call_tracing(len, ([1],))); sys._is_interned(1)"',
  '$PY -c "import faulthandler; faulthandler.dump_traceback(); faulthandler.dump_traceback(all_threads=False)" 2>&1',
]

testLines(lines)

test('usage errors name the command', async () => {
  const usage = (message: string) =>
    `${message}\nusage: PYTHON [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry \`dxpy -h' for more information.\nexit 2\n`
  expect(await runShell('$PY -J')).toBe(usage('-J is reserved for Jython'))
  expect(await runShell('$PY -z')).toBe(usage('Unknown option: -z'))
  expect(await runShell('$PY --nope')).toBe(usage('unknown option --nope'))
  for (const letter of 'cmWX')
    expect(await runShell(`$PY -${letter}`)).toBe(usage(`Argument expected for the -${letter} option`))
  expect(await runShell('$PY --check-hash-based-pycs')).toBe(
    usage('Argument expected for the --check-hash-based-pycs options'),
  )
})

test('help says what the options and the variables are', async () => {
  expect(await runShell('$PY --help-env')).toContain('PYTHONHASHSEED')
  expect(await runShell('$PY --help-xoptions')).toContain('-X dev')
  for (const part of ['-O     :', 'PYTHONHASHSEED', '-X dev']) expect(await runShell('$PY --help-all')).toContain(part)
})

test('imports are traced', async () => {
  expect(await runShell('$PY -v -c "import json"')).toMatch(/^import 'json' # <.*SourceFileLoader/m)
  expect(await runShell('$PY -X importtime -c "import json"')).toMatch(
    /^import time: +\d+ \| +\d+ \| {3}json\.decoder$/m,
  )
})
