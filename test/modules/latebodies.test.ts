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
