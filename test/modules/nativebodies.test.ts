/** Native bodies of library functions: what they make is what the Python code makes, and what CPython makes. */
import { expect, test } from 'bun:test'
import { nativeNames } from '../../src/bytecode/nativenames'
import { bodiesOf } from '../../src/modules/nativebodies'
import { dxpyCommand } from '../support/command'
import { maybe, sameAlone } from '../support/same'

const folder = `${import.meta.dir}/native`

function run(...args: string[]): string {
  const made = Bun.spawnSync([...dxpyCommand, ...args])
  return `${made.stdout}${made.stderr}`.replaceAll(/0x7f[0-9a-f]+/g, '0x')
}

test('the build marks the functions that have native bodies', () => {
  for (const [module, names] of Object.entries(nativeNames))
    expect(Object.keys(bodiesOf(module) ?? {}).sort()).toEqual([...names].sort())
})

for (const program of ['enums', 'namedtuples', 'dataclass_kinds', 'abstract']) {
  test(`${program}: the same classes, exceptions and tracebacks natively and by the library's code`, () => {
    const natively = run(`${folder}/${program}.py`)
    expect(natively.length).toBeGreaterThan(10_000)
    expect(natively).toBe(run(`${folder}/${program}.py`, 'traced'))
  }, 120_000)
}

maybe(
  'functions of the library remain what they are',
  () => {
    sameAlone(`
import enum, collections, inspect, sys
from collections import namedtuple
print(namedtuple.__globals__ is vars(collections), namedtuple.__globals__['Counter'] is collections.Counter)
for f in (namedtuple, enum.EnumType.__new__, enum.EnumDict.__setitem__, enum.EnumType.__prepare__.__func__):
    print(f.__qualname__, inspect.signature(f), (f.__doc__ or '')[:20], inspect.getsource(f).splitlines()[0], type(f), f.__code__.co_varnames[:3])
`)
  },
  60_000,
)

maybe(
  'who has changed what they call gets what he has put there',
  () => {
    sameAlone(`
import enum
real = enum._is_dunder
def spy(name):
    print('asked', name)
    return real(name)
enum._is_dunder = spy
class A(enum.Enum):
    X = 1
enum._is_dunder = real
class B(enum.Enum):
    X = 1
real = enum.EnumType._add_member_
def add(cls, name, member):
    print('adds', name)
    return real(cls, name, member)
enum.EnumType._add_member_ = add
class C(enum.Enum):
    X = 1
enum.EnumType._add_member_ = real
class D(enum.Enum):
    X = 1
enum.Enum.__init__.__code__ = (lambda self, *args, **kwds: print('init', args)).__code__
class E(enum.Enum):
    X = 1
print(A.X, B.X, C.X, D.X, E.X)
`)
    sameAlone(`
import dataclasses
real = dataclasses._init_fn
def spy(*args):
    print('init of', [f.name for f in args[0]])
    return real(*args)
dataclasses._init_fn = spy
@dataclasses.dataclass
class A: x: int
dataclasses._init_fn = real
dataclasses.Field.__init__.__kwdefaults__ = {}
@dataclasses.dataclass
class B: x: int
dataclasses._FuncBuilder.add_fn = lambda self, name, *args, **kwds: print('no', name)
@dataclasses.dataclass
class C: x: int
print(A(1), B(2))
`)
    sameAlone(`
import collections
from collections import namedtuple
collections._tuplegetter = lambda i, doc: property(lambda self: ('got', i))
print(namedtuple('P', 'a b')(1, 2).b)
`)
  },
  60_000,
)

maybe(
  'a trace function sees the Python code run',
  () => {
    sameAlone(`
import sys, enum
from collections import namedtuple
seen = []
def look(frame, event, arg):
    if event == 'call': seen.append(frame.f_code.co_qualname)
sys.setprofile(look)
class A(enum.Enum):
    X = 1
P = namedtuple('P', 'a')
sys.setprofile(None)
print([name for name in seen if name in ('EnumType.__new__', '_proto_member.__set_name__', 'EnumDict.__setitem__', 'namedtuple')])
`)
  },
  60_000,
)

maybe(
  'what is provided of a module before its body has run is what the body defines',
  () => {
    sameAlone(`
from functools import partial, wraps, reduce, update_wrapper
from collections import namedtuple
@wraps(print)
def f(): pass
print(f.__name__, reduce(lambda a, b: a + b, [1, 2]))
import functools, collections
print(wraps is functools.wraps, partial is functools.partial, reduce is functools.reduce, namedtuple is collections.namedtuple)
print(functools.lru_cache(f) is not None, wraps.__defaults__[0] is functools.WRAPPER_ASSIGNMENTS, update_wrapper.__defaults__ == wraps.__defaults__)
print([k for k in vars(functools) if not k.startswith('__')])
print([k for k in vars(collections) if not k.startswith('__') and k != 'abc'])
`)
    sameAlone(`
from collections import namedtuple
from _collections import deque
import _collections_abc
print(issubclass(deque, _collections_abc.MutableSequence))
`)
    sameAlone(`
from functools import partial
import sys, reprlib
reprlib.recursive_repr = lambda *a: lambda f: f
import functools
print(functools.singledispatch.__name__, len(functools.__all__))
`)
  },
  60_000,
)
