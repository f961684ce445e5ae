/** Bodies that run when their module is first used: nothing shows it. Against CPython. */
import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { maybe } from '../support/same'
import { bothShells } from '../support/shell'

const root = resolve(import.meta.dir, '../..')

/** Runs a program in a process of its own both ways. */
async function same(program: string): Promise<void> {
  const both = (await bothShells(`$PY -c "$(cat <<'EOF'\n${program}\nEOF\n)"`))!
  expect(both.dxpy).toBe(both.cpython)
}

maybe(
  'what importing a module brings in is there',
  async () => {
    await same(`
import sys
import json.decoder, argparse, urllib.parse
names = 'json json.decoder json.scanner json.encoder argparse gettext os os.path re re._parser urllib urllib.parse'.split()
print([name for name in names if name not in sys.modules])
print(sys.modules['json.decoder'] is json.decoder, sys.modules['os.path'] is sys.modules['os'].path)
print(json.decoder.JSONDecoder().decode('[1]'), json.__doc__[:20], json.scanner.__doc__)
for m in json, argparse, urllib, sys.modules['re'], sys.modules['re._compiler']: print([n for n in vars(m) if n not in ('__cached__', '__path__')])
print(hasattr(json, 'nothing'), 'loads' in dir(json), json.decoder.__name__)
`)
  },
  60_000,
)

maybe(
  'a body finds what there was when its module was imported',
  async () => {
    await same(`
import sys
sys.modules['_json'] = None
import json
del sys.modules['_json']
print(json.decoder.c_scanstring, json.encoder.c_make_encoder)
import calendar
real = sys.modules.pop('datetime')
sys.modules['datetime'] = 5
print(calendar.datetime is real)
sys.modules['datetime'] = real
import textwrap, re
kept = re.compile
re.compile = None
print(textwrap.fill('some words', 5))
re.compile = kept
import difflib, builtins
def refuse(*args): raise ImportError('refused')
kept = builtins.__import__
builtins.__import__ = refuse
print(difflib.SequenceMatcher(None, 'abc', 'abd').ratio())
builtins.__import__ = kept
import fractions
one = sys.modules.pop('fractions')
import fractions
print(one is fractions, one.Fraction is fractions.Fraction, one.Fraction(1, 2), fractions.Fraction(1, 2))
import statistics
vars(sys.modules['math'])['fsum'] = None
print(statistics.fsum is not None)
`)
  },
  60_000,
)

maybe(
  'names that other modules of the program hide',
  async () => {
    await same(String.raw`
import os, sys, tempfile
d = tempfile.mkdtemp()
with open(d + '/heapq.py', 'w') as f: f.write('nlargest = "mine"\nnsmallest = merge = heapify = heappush = heappop = heapreplace = 1\n')
sys.path.insert(0, d)
import queue, difflib
print(difflib._nlargest)
`)
  },
  60_000,
)

maybe(
  'what bodies do to others',
  async () => {
    await same(`
import sys, _csv, copyreg, _collections, _ast
import csv, re, collections, ast
print(_csv.list_dialects(), any(t.__name__ == 'Pattern' for t in copyreg.dispatch_table))
print(hasattr(_ast.Constant, 'n'))
`)
    await same(`
import asyncio, sys
sys.stderr = sys.stdout
print(asyncio.sleep.__name__)
import logging
print(sorted(logging.Logger.manager.loggerDict))
`)
    await same(`
import csv, re, collections, ast, sys
import copyreg
print(sorted(t.__name__ for t in copyreg.dispatch_table if t.__name__ == 'Pattern'))
import _csv
print(_csv.list_dialects())
from _collections import deque
print(isinstance(deque(), sys.modules['_collections_abc'].MutableSequence))
import html, string
print({'Template', 'Formatter'} <= {c.__name__ for c in object.__subclasses__()}, 'PatternError' in {c.__name__ for c in Exception.__subclasses__()})
`)
    await same(`
import logging, atexit
atexit.register(lambda: print('registered after', hasattr(logging, 'shutdown')))
print(logging.getLogger('x').name)
`)
    await same(`
import io, sys, asyncio, logging
print(sorted(name for name in logging.root.manager.loggerDict))
import concurrent.futures
old, sys.stderr = sys.stderr, io.StringIO()
print(logging.getLogger('concurrent.futures').handlers[0].stream is old)
`)
  },
  60_000,
)

maybe(
  'who looks on sees bodies run at once',
  async () => {
    await same(`
import sys, io, types
seen = []
def look(frame, event, arg):
    if frame.f_code.co_name == '<module>': seen.append((event, frame.f_globals['__name__']))
import shlex
sys.settrace(look)
import colorsys, graphlib
sys.settrace(None)
print(seen)
import enum
class Meta(type):
    pass
import fnmatch
m = sys.modules['fnmatch']
m.__class__ = type('Sub', (types.ModuleType,), {})
print(m.fnmatch('a', 'a'), fnmatch.__doc__[:8])
`)
  },
  60_000,
)

maybe(
  'bodies that run where there is little room',
  async () => {
    await same(`
import sys, pprint, gettext
def deep(n):
    return deep(n - 1) if n else pprint.saferepr([1])
sys.setrecursionlimit(200)
print(deep(150))
def forever():
    try: forever()
    except RecursionError: gettext.gettext('x'); raise
try: forever()
except RecursionError: print(gettext.gettext('x'))
`)
  },
  60_000,
)

test('the plan is that of this executable', async () => {
  const { importPlanSource } = await import('../../src/tools/import-plan')
  const written = readFileSync(join(root, 'src/modules/generated/importplan.ts'), 'utf8')
  expect(importPlanSource(join(root, 'dist/dxpy'))).toBe(written)
}, 60_000)

maybe(
  'a circle of the library that os belongs to begins there, whatever is imported first',
  async () => {
    for (const name of ['genericpath', 'posixpath', 'stat', 'ntpath'])
      await same(`
import ${name}
print(${name}.__name__, ${name}.__doc__[:30])
import genericpath, os, posixpath
print(os.path is posixpath, genericpath.exists('/'), posixpath.splitext.__doc__[:20], os.path.join('a', 'b'))
`)
  },
  60_000,
)

maybe(
  'what is there before the body has run is what the body makes, and stays',
  async () => {
    await same(`
import collections, functools, os, re, string, inspect, pickle, copyreg, sys, weakref
made = {}
for m, names in ((collections, 'deque defaultdict OrderedDict Counter namedtuple'), (functools, 'lru_cache cache wraps partial reduce cmp_to_key update_wrapper'),
        (os, 'path sep getcwd open stat urandom linesep name fspath listdir error'), (string, 'ascii_letters digits punctuation printable whitespace hexdigits octdigits capwords'),
        (re, 'match fullmatch search sub subn split findall finditer compile escape error PatternError Pattern Match')):
    for name in names.split(): made[m, name] = getattr(m, name)
pattern = re.compile('a(b)?')
print(re.sub('a', r'<\\g<0>>', 'banana'), re.split('n', 'banana', maxsplit=1), re.escape('a.b-c'), re.compile(pattern) is pattern, re.compile('a(b)?') is pattern)
counter = collections.Counter('abracadabra')
@functools.lru_cache
def f(x): return x
print(f(1), f(1), f.cache_info(), f.cache_parameters(), type(f.cache_info()).__module__, counter.most_common(2))
signatures = [str(inspect.signature(g)) for g in (re.sub, re.subn, re.split, re.match, re.compile, functools.lru_cache, functools.cache, string.capwords, collections.Counter, collections.Counter.update)]
print(signatures)
print([c for c in map(repr, dict.__subclasses__()) if 'Counter' in c])
for m in (collections, functools, os, re, string): vars(m)
print([(m.__name__, name) for (m, name), v in made.items() if getattr(m, name) is not v], [c for c in map(repr, dict.__subclasses__()) if 'Counter' in c])
print(pickle.loads(pickle.dumps([pattern, counter, collections.Counter, re.compile, functools.lru_cache, re.error]))[:3])
print(re.search('A', 'ba', re.I), re.compile('x', re.I | re.X), re.sub('a', 'b', 'aaa', count=2), re._compile.__globals__ is vars(re))
print(counter - collections.Counter('ab'), collections.Counter.__mro__, collections.Counter.__module__, re.error.__module__, os.getenv('NOTHING'), string.Template('$x').substitute(x=1))
re.purge()
print(len(re._cache), re.compile('a(b)?') == pattern, re.escape.__module__, type(re._zero_sentinel))
`)
  },
  60_000,
)

maybe(
  'what is there in part is completed by whoever needs the rest',
  async () => {
    for (const program of [
      'from collections import deque\nfrom collections.abc import MutableSequence, Sequence\nprint(isinstance(deque(), MutableSequence), issubclass(deque, Sequence))',
      'from collections.abc import MutableSequence\nprint(MutableSequence)\nfrom collections import deque\nprint(isinstance(deque(), MutableSequence))',
      'import _collections\nd = _collections.deque()\nimport collections.abc\nprint(isinstance(d, collections.abc.MutableSequence))',
      'from collections import Counter\nclass M(dict): pass\nc = Counter(M(a=2)); c.update({"a": 1}); c.update(x for x in "ab"); c.update(b=3); c.subtract("a"); print(c, +c, Counter(a=1).total(), list(c.elements()), Counter(c))',
      'from collections import Counter\ntry: Counter(3)\nexcept TypeError as e:\n    import traceback; print(e, [(t.name, t.line) for t in traceback.extract_tb(e.__traceback__)])\ntry: Counter([[]])\nexcept TypeError as e: print(e)\nclass C(Counter):\n    def __setitem__(self, k, v): super().__setitem__(k, v * 2)\nprint(C("aab"))',
      'import re\nfor call in (lambda: re.compile("("), lambda: re.compile(3), lambda: re.compile(re.compile("a"), 2), lambda: re.compile("a", "b"), lambda: re.sub("a", "b", "aa", 1, 2, 3), lambda: re.compile("a", -1)):\n    try: print(call())\n    except Exception as e: print(type(e), e)',
      'import re, copyreg\nprint(copyreg.dispatch_table[re.Pattern].__name__)\nimport copy\nprint(copy.deepcopy(re.compile("a")))',
      'import copyreg\nprint(len(copyreg.dispatch_table) > 0)\nimport re\nre.match\nprint(re.Pattern in copyreg.dispatch_table)',
      'from functools import lru_cache, singledispatch, cached_property, total_ordering\n@lru_cache(None)\ndef f(n): return n if n < 2 else f(n-1) + f(n-2)\nprint(f(80), f.cache_info())\ntry: lru_cache("a")\nexcept TypeError as e: print(e)',
      'import sys\nsys.modules["_functools"] = sys.modules["_collections"] = None\nimport functools, collections\nprint(functools.partial.__module__, hasattr(collections, "deque"), type(functools.lru_cache(3)(print)), collections.Counter("ab"), type(functools.reduce))',
      'import os.path\nprint(os.path.join("a", "b"), os.path.isdir("/"), os.environ is not None, os.path.__name__, os.fsencode("a"), isinstance(3, os.PathLike))\nwith os.fdopen(os.open("/dev/null", os.O_RDONLY)) as f: print(f.read())',
      'import posixpath\nprint(posixpath.abspath("/a/../b"), posixpath.expanduser("~") != "~")\nimport os\nprint(os.path is posixpath, os.makedirs.__module__)',
      'from re import *\nfrom string import *\nfrom collections import *\nprint(sorted(n for n in dir() if n[0] != "_"))',
      'import sys\nseen = []\ndef trace(frame, event, arg):\n    if frame.f_code.co_name in ("update", "lru_cache"): seen.append((event, frame.f_code.co_name))\nimport re, functools\nfrom collections import Counter\nsys.settrace(trace)\nre.compile("abc"); Counter("ab"); functools.lru_cache(3)\nsys.settrace(None)\nprint(seen)',
    ])
      await same(program)
  },
  120_000,
)

maybe('the caches of re are as large as it says', async () => {
  await same(`
import re
re._MAXCACHE, re._MAXCACHE2 = 3, 2
for i in range(10):
    re.compile(f'a{i}')
    print(len(re._cache), len(re._cache2), list(re._cache)[-1])
print(re.compile('a9') is re.compile('a9'), re.compile('a1') is re.compile('a1'))
`)
})
