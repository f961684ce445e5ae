/** importing, importlib and _imp against CPython. */
import { expect, test } from 'bun:test'
import { createRuntime } from '../../src/index'
import { importing } from '../../src/interpreter/import'
import { maybe, same } from '../support/same'

const HEAD = `
import os, sys, tempfile
d = os.path.realpath(tempfile.mkdtemp())
sys.path.insert(0, d)
sys.dont_write_bytecode = False
def w(name, text, mode='w'):
    os.makedirs(os.path.dirname(os.path.join(d, name)), exist_ok=True)
    with open(os.path.join(d, name), mode) as f: f.write(text)
def show(v): return str(v).replace(d, 'D')
def tell(e):
    print(type(e).__name__, show(e), *[show(getattr(e, a, None)) for a in ('name', 'path', 'name_from')])
def ex(source, namespace=None):
    try: exec(source, {'__name__': 'x'} if namespace is None else namespace)
    except BaseException as e: tell(e)
def t(f, *args):
    try: print(show(f(*args)))
    except BaseException as e: tell(e)
`

function sameAfterHead(program: string): void {
  same(HEAD + program)
}

maybe('messages, circular imports, relative imports', () => {
  sameAfterHead(String.raw`
w('amod.py', 'import amod\namod.x\n'); w('bmod.py', 'from bmod import y\n'); w('plain.py', 'x = 1')
w('pk/__init__.py', ''); w('pk/s.py', '1/0'); w('pk/late.py', 'import pk.later\n'); w('pk/later.py', 'import pk\npk.late\n')
w('swap/a.py', 'import sys\nsys.modules.pop(__package__)\nfrom . import b\n'); w('swap/b.py', ''); w('swap/__init__.py', '')
for s in ['import amod', 'import bmod', 'from plain import zz', 'import nope', 'import pk.s', 'import pk.t', 'import nope.x', 'import plain.a', 'from pk import t', 'import pk.late',
          'from . import x', 'from .. import x', 'from sys import zzz', 'import sys; sys.zzz', 'import swap.a; swap.a.b']: ex(s)
import warnings
warnings.simplefilter('ignore')
ex('from . import x', {'__package__': 'pk.q', '__name__': 'pk.q.z'})
for space in [{'__package__': 5}, {'__package__': None, '__spec__': None}, {'__package__': ''}, {'__spec__': 5}, {'__name__': 5}, {'__name__': 'a'}]: ex('from . import x', space)
ex('from .. import x', {'__package__': 'pk'})
warnings.simplefilter('error')
ex('from . import x', {'__package__': 'pk', '__spec__': pk_spec if (pk_spec := __import__('plain').__spec__) else 0})
ex('from . import x', {'__name__': 'pk.z'})
for args in [(5,), ('',), ('x', {}, {}, (), -1), ('a.',), ('x', 5, 5, (), 1), ('pk', {}, {}, [5]), ('x', None, None, (), 1)]: t(__import__, *args)
try: __import__('sys', level=1)
except BaseException as e: tell(e)
sys.modules['none'] = None; ex('import none')
sys.modules['pk.nn'] = None; ex('import pk.nn'); ex('from pk import nn')
class M: pass
m = M(); m.__path__ = []; sys.modules['fake'] = m; ex('import fake.x'); ex('from fake import x')
m = type(sys)('named'); m.__name__ = 5; sys.modules['named'] = m; ex('from named import x')
m = type(sys)('filed'); m.__file__ = '/q/w'; sys.modules['filed'] = m; ex('from filed import x'); t(lambda: m.x)
import plain, traceback
print(sorted(plain.__dict__.keys() - {'__builtins__'}), list(plain.__spec__.__dict__), list(plain.__loader__.__dict__), plain.__spec__._initializing)
import importlib
for name in ['pk.s', 'pk.zz']:
    try: importlib.import_module(name)
    except Exception as e: print([(f.filename.replace(d, 'D').rpartition('/')[2], f.name) for f in traceback.extract_tb(e.__traceback__)][1:])
try: import pk.s
except Exception as e: print([(f.filename.replace(d, 'D').rpartition('/')[2], f.name) for f in traceback.extract_tb(e.__traceback__)][1:])
`)
})

maybe('what was imported natively is importlib’s own', () => {
  sameAfterHead(`
w('mod.py', 'n = globals().get("n", 0) + 1'); w('pkg/__init__.py', ''); w('space/one.py', 'v = 1')
import mod, pkg, json
print(sys.meta_path)
spec, loader = mod.__spec__, mod.__loader__
import importlib.util, importlib.machinery as mc, zipimport
print(type(spec) is mc.ModuleSpec, type(loader) is mc.SourceFileLoader, isinstance(json.__loader__, mc.SourceFileLoader), type(json.__spec__) is mc.ModuleSpec)
print(sys.meta_path == [mc.BuiltinImporter, mc.FrozenImporter, mc.PathFinder], sys.__loader__ is mc.BuiltinImporter, sys.path_hooks[0] is zipimport.zipimporter)
print(show(spec.origin), spec.parent, pkg.__spec__.parent, spec.has_location, spec.cached == mod.__cached__ == importlib.util.cache_from_source(mod.__file__))
print(spec == importlib.util.find_spec('mod'), loader == spec.loader, hash(loader) == hash(mc.SourceFileLoader('mod', mod.__file__)))
print(importlib.reload(mod).n, mod.__loader__.get_source('mod'), mod.__loader__.is_package('mod'), 'JSON' in json.__loader__.get_source('json'))
t(mod.__loader__.get_code, 'other')
import space
print(show(space).split(' from ')[0], type(space.__loader__), show(list(space.__path__)), space.__spec__.origin)
import space.one; print(space.one.v)
import pkgutil
print([m.name for m in pkgutil.iter_modules(json.__path__)], [(m.name, m.ispkg) for m in pkgutil.iter_modules([d])])
sys.modules['mod'].__spec__ = None
t(importlib.util.find_spec, 'mod')
print(importlib.util.find_spec('nope'), mc.PathFinder.find_spec('mod', [d]).name, mc.BuiltinImporter.find_spec('sys').origin)
os.chdir(d); os.mkdir('rel'); w('rel/inrel.py', ''); sys.path.insert(0, 'rel'); import inrel; print(show(inrel.__file__))
w('fresh.py', ''); importlib.invalidate_caches(); import fresh; print(fresh.__name__); os.chdir('/')
`)
})

maybe('finders, hooks, zip files, lazy loading', () => {
  sameAfterHead(String.raw`
import importlib.util, importlib.abc, zipfile, types
class Finder:
    @staticmethod
    def find_spec(name, path, target=None):
        if name.startswith('virtual'): return importlib.util.spec_from_loader(name, Loader())
class Loader:
    def create_module(self, spec): return None
    def exec_module(self, module): module.here = module.__name__
sys.meta_path.append(Finder)
import virtual1; print(virtual1.here, virtual1.__spec__.origin)
sys.meta_path.remove(Finder); ex('import virtual2')
def hook(path):
    if path != 'mem:': raise ImportError
    return Finder2()
class Finder2:
    def find_spec(self, name, target=None): return importlib.util.spec_from_loader(name, Loader()) if name == 'inmem' else None
sys.path_hooks.append(hook); sys.path.append('mem:')
import inmem; print(inmem.here)
sys.path.remove('mem:'); sys.path_hooks.remove(hook)
with zipfile.ZipFile(d + '/z.zip', 'w') as z:
    z.writestr('zmod.py', 'def f(): return __file__\n'); z.writestr('sub/', ''); z.writestr('sub/inner.py', 'k = 2'); z.writestr('zpk/__init__.py', ''); z.writestr('zpk/m.py', 'k = 3')
sys.path.insert(0, d + '/z.zip')
import zmod, zpk.m, sub.inner; print(show(zmod.f()), zpk.m.k, sub.inner.k, type(zmod.__loader__))
sys.path.insert(0, d + '/z.zip/sub'); import inner; print(inner.k, show(inner.__file__))
w('lazy.py', 'a = 5\nb = 6\n')
spec = importlib.util.find_spec('lazy'); spec.loader = importlib.util.LazyLoader(spec.loader); lazy = importlib.util.module_from_spec(spec); spec.loader.exec_module(lazy)
print(type(lazy).__name__, lazy.a, type(lazy).__name__); lazy.b = 7; del lazy.a; print(lazy.b, hasattr(lazy, 'a'))
class Sub(types.ModuleType): k = 3
m = types.ModuleType('y'); m.b = 2; m.__class__ = Sub
print(m.b, m.k, object.__getattribute__(m, 'b')); object.__setattr__(m, 'c', 4); print(m.c, m.__dict__['c']); object.__delattr__(m, 'c'); t(lambda: m.c)
m.k = 7; print(m.k, Sub.k); m.__dir__ = lambda: ['q']; print(m.__dir__(), dir(m), Sub('z', 'doc').__doc__)
`)
})

maybe('_imp, .pyc files, encodings', () => {
  sameAfterHead(String.raw`
import _imp, importlib, importlib.util, marshal, py_compile, types
print(_imp.source_hash(42, b'foo'), _imp.source_hash(0, b''), _imp.source_hash(-1, b'x' * 100), _imp.lock_held())
_imp.acquire_lock(); _imp.acquire_lock(); print(_imp.lock_held()); _imp.release_lock(); _imp.release_lock(); t(_imp.release_lock)
for f in [_imp.is_builtin, _imp.is_frozen, _imp.is_frozen_package, _imp.find_frozen, _imp.get_frozen_object, _imp.init_frozen]: t(f, 5); t(f, 'nope')
print(_imp.is_builtin('sys'), _imp.is_builtin('errno'), _imp.find_frozen('__phello__.ham'), _imp.find_frozen('__hello_only__'), _imp.is_frozen_package('__phello__'))
print([type(x).__name__ for x in _imp.find_frozen('__hello__', withdata=True)], _imp.get_frozen_object('__phello__.spam').co_filename)
t(_imp.get_frozen_object, 'x', b''); t(_imp.get_frozen_object, 'x', marshal.dumps(5)); t(_imp.get_frozen_object, 'x', b'zz'); t(_imp._fix_co_filename, 5, 'x')
t(_imp.create_builtin, types.SimpleNamespace(name=5)); t(_imp.create_builtin, types.SimpleNamespace(name='zz')); t(_imp._override_multi_interp_extensions_check, 1)
code = compile('def f():\n  def g(): pass\n', 'a.py', 'exec'); _imp._fix_co_filename(code, 'b.py'); print(code.co_filename, code.co_consts[0].co_consts[1].co_filename)
import __phello__.ham.eggs; print(__phello__.ham.eggs.__spec__.origin, __phello__.__spec__.loader, __phello__)
for n in [0, 1, 254, 255, 256, 257, 1000, 5000]: assert marshal.loads(marshal.dumps(['x' * n, [0] * n, b'q' * n, 1])) == ['x' * n, [0] * n, b'q' * n, 1]
def again(name):
    sys.modules.pop(name, None); importlib.invalidate_caches(); return importlib.import_module(name).v
from py_compile import PycInvalidationMode as P
for i, mode in enumerate([P.TIMESTAMP, P.CHECKED_HASH, P.UNCHECKED_HASH]):
    name = f'cached{i}'; path = os.path.join(d, name + '.py'); w(name + '.py', 'v = 1'); os.utime(path, (100, 100)); py_compile.compile(path, invalidation_mode=mode)
    got = [again(name)]; w(name + '.py', 'v = 2'); os.utime(path, (100, 100)); got.append(again(name)); w(name + '.py', 'v = 33'); os.utime(path, (200, 200)); got.append(again(name))
    with open(importlib.util.cache_from_source(path), 'rb') as f: head = f.read(16)
    got.append(head[4:8]); print(mode, got)
w('stored.py', 'v = 5'); print(again('stored'), os.path.exists(importlib.util.cache_from_source(d + '/stored.py')), importlib.util.find_spec('stored').loader.get_code('stored').co_filename.replace(d, 'D'))
with open(importlib.util.cache_from_source(d + '/stored.py'), 'rb') as f: print(importlib.util.MAGIC_NUMBER == f.read(4))
py_compile.compile(d + '/stored.py', d + '/bare.pyc'); print(again('bare')); w('bad.pyc', b'xx', 'wb'); ex('import bad')
w('koi.py', b'# coding: koi8-r\nv = "\xd0\xd1"\n', 'wb'); print(ascii(again('koi')))
for s in [b'# coding: cp1252\nx="\x81"\n', b'# coding: nope\n', b'# coding: rot13\nk=1\n']:
    try: compile(s, '<f>', 'exec')
    except SyntaxError as e: print(e)
print({'a': None}.get('a', 5), {'a': None}.get('b', 5), {}.get('b'))
`)
})

test('ordinary imports and attributes that are missing do not load importlib', () => {
  const runtime = createRuntime({ capture: true })._unsafeUnwrap()
  const bootstrap = importing.bootstrap
  let loaded = 0
  importing.bootstrap = () => {
    loaded++
    bootstrap()
  }
  try {
    const program = `
from builtins import abs
from operator import *
import builtins, sys, enum
for module in builtins, sys, enum:
    try: module.nothing
    except AttributeError as e: print(e)
`
    expect(runtime.run(program).isOk()).toBe(true)
    expect(runtime.output()).toBe(
      "module 'builtins' has no attribute 'nothing'\nmodule 'sys' has no attribute 'nothing'\nmodule 'enum' has no attribute 'nothing'\n",
    )
    expect(loaded).toBe(0)
  } finally {
    importing.bootstrap = bootstrap
  }
})
