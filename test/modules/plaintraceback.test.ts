/** Exceptions printed without the traceback module: what cannot be raised, and the traceback module gone. */
import { testLines } from '../cli/lines'

const program = `
import atexit, sys, weakref
def deep(n):
    if n == 0: raise ExceptionGroup('group', [ValueError(1)])
    deep(n - 1)
class Bad(Exception):
    __module__ = 'some.module'
    def __str__(self): 1 / 0
class Empty(Exception): pass
def noted():
    try: {}['a']
    except KeyError as e:
        e.add_note('a note')
        raise Empty from e
def fail(e): raise e
for f, args in [(deep, (7,)), (fail, (Bad(),)), (fail, (Empty(),)), (fail, (SyntaxError('bad', ('f', 3, 4, 'text', 3, 6)),)), (noted, ()), (lambda: exec('\\n\\nraise ValueError(1)'), ())]:
    atexit.register(f, *args)
`

const lines = [
  `$PY f.py`,
  `(cat f.py; echo 'sys.tracebacklimit = 2') >g.py; $PY g.py`,
  `(cat f.py; echo "atexit._clear(); sys.modules['traceback'] = None; deep(7)") >g.py; $PY g.py`,
  `(cat f.py; echo "atexit._clear(); sys.modules['traceback'] = None; noted()") >g.py; $PY g.py`,
  `(cat f.py; echo "atexit._clear(); sys.modules['traceback'] = None; fail(Bad())") >g.py; $PY g.py`,
]

testLines(lines, `cat >f.py <<'END'\n${program}END\n`)
