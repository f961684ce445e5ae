"""Calls every builtin method and every native function with hostile arguments; only Python exceptions may come out.

    hostile.py SEED ROUNDS SHARD SHARDS FIRST PROGRESS

A call is wholly made by the seed, the name of its target and its round, so each can be repeated alone: the same arguments and, as FIRST, its
number. PROGRESS is a file that holds the number and the name of the call that is running (the parent watches it for hangs and crashes) and
takes, in PROGRESS.found, a JSON line for each finding. The program runs in CPython as well.
"""

import json
import os
import random
import sys
import types

# What is not called. Whole modules: aids of CPython's tests that break things on purpose, and what is no module of functions.
MODULES_LEFT_OUT = {
    '_testcapi', '_testinternalcapi', '_testlimitedcapi', '_testsinglephase', '_testmultiphase', '_testbuffer', '_testclinic', '_testexternalinspection',
    '_xxtestfuzz', 'xxsubtype', 'xxlimited', 'xxlimited_35', '_ctypes_test', 'faulthandler', '_posixsubprocess', '_posixshmem', '_multiprocessing',
    '_xxsubinterpreters', '_interpreters', '_interpchannels', '_interpqueues', '_ctypes', '_tkinter', 'readline', '_curses', '_curses_panel',
    'syslog', '_socket', '_tracemalloc',
}
# Functions that exit, fork, kill, sleep, remove files, block, touch descriptors this program needs, or change what it runs on.
LEFT_OUT = set('''
    builtins.breakpoint builtins.input builtins.help builtins.exit builtins.quit builtins.__import__ builtins.__build_class__
    sys.exit sys.settrace sys.setprofile sys._settraceallthreads sys._setprofileallthreads sys.setrecursionlimit sys.addaudithook
    sys.set_int_max_str_digits sys.breakpointhook sys._baserepl sys.setswitchinterval sys.set_coroutine_origin_tracking_depth sys.audit
    sys.set_asyncgen_hooks sys.unraisablehook sys._debugmallocstats
    gc.disable gc.set_debug gc.set_threshold gc.freeze
    time.sleep time.clock_settime time.clock_settime_ns time.tzset
    atexit.register atexit._run_exitfuncs atexit._clear atexit.unregister
    resource.setrlimit resource.prlimit
    select.select select.poll select.epoll fcntl.lockf fcntl.flock fcntl.fcntl fcntl.ioctl
    _warnings._filters_mutated_lock_held
    _imp.create_builtin _imp.exec_builtin _imp.create_dynamic _imp.exec_dynamic _imp.acquire_lock _imp.release_lock
    _imp.init_frozen _imp._override_frozen_modules_for_tests _imp._override_multi_interp_extensions_check
    poll.poll epoll.poll epoll.close lock.acquire lock.acquire_lock lock.__enter__ RLock.acquire RLock.__enter__ SimpleQueue.get
    _codecs.register _codecs.register_error _codecs.unregister _codecs._unregister_error _locale.setlocale
    _thread.allocate _contextvars._x
'''.split())
# Modules of which only these functions are called: the rest acts on processes, descriptors, terminals, signals or files.
ONLY = {
    'posix': set('''
        fspath fsencode strerror stat lstat access listdir scandir readlink cpu_count getpid getppid urandom sysconf WEXITSTATUS WIFEXITED
        WIFSIGNALED WTERMSIG WSTOPSIG WIFSTOPPED WCOREDUMP major minor makedev getenv confstr pathconf _path_normpath _path_splitroot_ex
        _path_splitroot _path_isdir _path_isfile _path_exists _path_islink get_terminal_size getpgid getsid getpriority getloadavg times uname
    '''.split()),
    '_signal': {'getsignal', 'strsignal', 'valid_signals', 'default_int_handler', 'getitimer', 'sigpending'},
    '_thread': {'get_ident', 'get_native_id', 'stack_size', 'allocate_lock', '_count'},
    'termios': {'tcgetattr'},
}
# Calls whose cost grows with their numbers, in CPython as well: they get no huge ones, and no endless iterator.
COSTLY = set('''
    __mul__ __rmul__ __imul__ __lshift__ __rlshift__ __pow__ __rpow__ pow lshift ilshift mul imul ipow ljust rjust center zfill expandtabs
    to_bytes factorial comb perm isqrt repeat combinations combinations_with_replacement permutations product batched islice consume nlargest nsmallest
    bytes bytearray __init__ __new__ __call__ getrandbits randbytes urandom truncate read read1 readinto decompress compress decompressobj compressobj
    flush nsmallest calloc concat iconcat sum range rotate insert reserve setbuffer format __format__ shift scaleb fma quantize create_decimal
    power logical_shift exp ln log10 sqrt rotate deque array frombytes pack unpack bigaddrspacetest dist sumprod prod pread
    __length_hint__ __setstate__ __round__ round
'''.split())
CALLS_BETWEEN_COLLECTIONS = 4000


class Boom(Exception):
    """What hostile methods raise."""


SPECIAL = '''__len__ __length_hint__ __index__ __int__ __float__ __complex__ __bool__ __hash__ __eq__ __ne__ __lt__ __le__ __gt__ __ge__ __iter__
    __next__ __getitem__ __setitem__ __delitem__ __contains__ __call__ __str__ __repr__ __bytes__ __format__ __fspath__ __add__ __radd__ __mul__ __rmul__
    __sub__ __rsub__ __mod__ __rmod__ __divmod__ __pow__ __neg__ __abs__ __trunc__ __round__ __enter__ __exit__ __get__ __set__ __delete__ __reduce_ex__ __copy__
    __buffer__ __await__ __aiter__ __anext__ __instancecheck__ __subclasscheck__ __set_name__ __mro_entries__ __missing__ __reversed__ __sizeof__
    keys items values read readline readinto write seek tell flush fileno close closed send throw append pop get clear'''.split()


def hostile_class(rng, target, style):
    """An object whose special methods raise, lie, or change `target` before they answer."""
    boom = Boom('hostile')
    lies = [None, -1, 2**31, 2**64, 'lie', b'lie', (), [1], 1.5, NotImplemented]
    honest = {
        '__len__': 2, '__length_hint__': 2, '__index__': 1, '__int__': 1, '__float__': 1.0, '__complex__': 1j, '__bool__': True, '__hash__': 1, '__eq__': False, '__lt__': True,
        '__str__': 's', '__repr__': 'r', '__bytes__': b'b', '__fspath__': 'p', '__format__': 'f', '__getitem__': 1, '__contains__': True, 'read': b'', 'readline': b'',
    }

    def method(name):
        lie = rng.choice(lies)
        count = [0]

        def call(self, *args, **kwargs):
            count[0] += 1
            if style == 'raises' or count[0] > 50:
                raise boom
            if style == 'lies':
                return lie
            disturb(target, self)
            if name == '__iter__':
                return iter([1, 2, self])
            if name == '__next__':
                return 1
            if name == 'keys':
                return ['a', 'b']
            return honest.get(name, lie)

        return call

    chosen = [n for n in SPECIAL if rng.random() < 0.75]
    members = {n: method(n) for n in chosen}
    if '__hash__' not in members:
        members['__hash__'] = lambda self: 1
    base = rng.choice([object, object, object, int, str, list, dict, float, bytes, tuple, set])
    made = type('Hostile', (base,), members)
    return base.__new__(made)


def disturb(target, extra):
    """Change a container while something is at work in it."""
    if isinstance(target, (list, bytearray)):
        if len(target) > 40 or isinstance(target, bytearray):
            target.clear()
        else:
            target[:0] = [1, 2, 3]
            del target[-1:]
    elif isinstance(target, dict):
        dict.clear(target) if len(target) > 2 else dict.update(target, {1: 2, 'z': 3, (4,): 5, 6: 7})
    elif isinstance(target, set):
        set.clear(target) if len(target) > 2 else set.update(target, {1, 'z', (4,)})
    elif hasattr(type(target), 'clear'):
        type(target).clear(target)


def endless(target):
    """An iterator that changes the container it fills, up to a limit."""
    for i in range(60):
        disturb(target, i)
        yield i


def cyclic_list():
    made = [1]
    made.append(made)
    return made


def cyclic_dict():
    made = {}
    made['self'] = made
    made[1] = [made]
    return made


def cyclic_tuple():
    inner = []
    made = (inner, 1)
    inner.append(made)
    return made


def a_generator():
    got = yield 1
    yield got


async def a_coroutine():
    return 1


async def an_async_generator():
    yield 1


HUGE = [2**31, 2**31 - 1, -(2**31), 2**32, 2**53, 2**63, 2**63 - 1, -(2**63), 2**64, -(2**64), 10**30, -(10**30), 1e308, -1e308, float('inf'), -float('inf'), float('nan')]
PLAIN = [
    lambda: None, lambda: True, lambda: 0, lambda: 1, lambda: -1, lambda: 7, lambda: -7, lambda: 255, lambda: 256, lambda: 0.5, lambda: -0.0, lambda: 1j,
    lambda: '', lambda: 'a', lambda: 'utf-8', lambda: 'strict', lambda: '\0', lambda: '\ud800\U0001f600é', lambda: 'x' * 300, lambda: '%s %d {0} {x!r:>{y}}', lambda: '1' * 50,
    lambda: b'', lambda: b'ab\xff', lambda: b'\0' * 100, lambda: bytearray(b'xyz'), lambda: memoryview(b'abcd'), lambda: memoryview(bytearray(8)).cast('i'),
    lambda: (), lambda: [], lambda: {}, lambda: set(), lambda: frozenset([1]), lambda: (1, 2), lambda: [3, 1, 2], lambda: {'a': 1}, lambda: {1, 2},
    lambda: [None, 'a', 1], lambda: [[1, 2], [3]], lambda: ('a', 'b', 'c'), cyclic_list, cyclic_dict, cyclic_tuple,
    lambda: int, lambda: str, lambda: list, lambda: object, lambda: type, lambda: dict, lambda: Boom, lambda: Boom(1), lambda: object(), lambda: Ellipsis, lambda: NotImplemented,
    lambda: len, lambda: [].append, lambda: (lambda *a, **k: 1), lambda: range(3), lambda: range(2**70, 2**70 + 3), lambda: slice(None, None, 0), lambda: slice(-1, 2**64, 2**63), lambda: slice('a'),
    lambda: iter([1, 2]), a_generator, lambda: types.SimpleNamespace(a=1), lambda: types.ModuleType('m'), lambda: types.MappingProxyType({1: 2}), lambda: (lambda: 0).__code__,
]
KEYWORDS = ['key', 'default', 'encoding', 'errors', 'start', 'reverse', 'x', 'self', 'maxsplit', 'sep', 'strict', 'iterable', 'mode', 'signed', 'byteorder', 'object', 'source', 'flags']


def argument(rng, target, costly):
    kind = rng.random()
    if kind < 0.15 and not costly:
        return rng.choice(HUGE)
    if kind < 0.20:
        return rng.choice([1e308, float('nan'), -(2**63), -(10**30)])
    if kind < 0.25:
        return target
    if kind < 0.30:
        return endless(target)
    if kind < 0.34:
        limit = [0]

        def callback(*args, **kwargs):
            limit[0] += 1
            if limit[0] > 60:
                raise Boom
            disturb(target, None)
            return limit[0] % 3 - 1

        return callback
    if kind < 0.58:
        style = rng.choice(['raises', 'lies', 'changes', 'changes'])
        if costly and style == 'lies':
            style = 'raises'
        return hostile_class(rng, target, style)
    return rng.choice(PLAIN)()


class Plain:
    __slots__ = ('slot', '__weakref__')

    def method(self):
        return self


class WithDict:
    @property
    def prop(self):
        return 1


def frame():
    return sys._getframe()


def traceback():
    try:
        raise Boom
    except Boom as e:
        return e.__traceback__


def cell():
    value = 1
    return (lambda: value).__closure__[0]


def receivers():
    """Factories of objects of as many builtin types as there are, by type."""
    import _io
    import array
    import collections
    import datetime
    import decimal
    import functools
    import hashlib
    import itertools
    import operator
    import random as random_module
    import re
    import struct
    import weakref
    import zlib

    makers = [
        lambda: [1, 'a', (2,)], lambda: {1: 2, 'a': [3]}, lambda: {1, 'a'}, lambda: frozenset([1, 2]), lambda: (1, 'a'), lambda: 'aé\U0001f600b', lambda: b'ab\xff', lambda: bytearray(b'abc'),
        lambda: memoryview(bytearray(8)), lambda: 5, lambda: True, lambda: 1.5, lambda: 1j, lambda: None, lambda: Ellipsis, lambda: NotImplemented, lambda: range(5), lambda: slice(1, 2, 3),
        lambda: object(), lambda: type('T', (), {}), lambda: type('T', (Plain,), {})(), lambda: super(Plain, Plain()), lambda: property(len), lambda: staticmethod(len), lambda: classmethod(len),
        lambda: enumerate('ab'), lambda: zip('ab', [1]), lambda: map(len, ['a']), lambda: filter(None, [1]), lambda: reversed([1, 2]), lambda: reversed('ab'),
        lambda: iter([1, 2]), lambda: iter((1,)), lambda: iter({1: 2}), lambda: iter({1: 2}.values()), lambda: iter({1: 2}.items()), lambda: reversed({1: 2}), lambda: reversed({1: 2}.values()),
        lambda: reversed({1: 2}.items()), lambda: iter({1}), lambda: iter('ab'), lambda: iter('é'), lambda: iter(b'ab'), lambda: iter(bytearray(b'ab')), lambda: iter(range(3)), lambda: iter(range(2**70, 2**71)),
        lambda: iter(memoryview(b'ab')), lambda: iter(len, 1), lambda: {1: 2}.keys(), lambda: {1: 2}.values(), lambda: {1: 2}.items(), a_generator, an_async_generator,
        lambda: types.coroutine(a_generator)(), lambda: an_async_generator().__anext__(), lambda: an_async_generator().asend(None), lambda: an_async_generator().athrow(Boom), lambda: an_async_generator().aclose(),
        frame, traceback, cell, lambda: (lambda x: x), lambda: Plain().method, lambda: [].append, lambda: len, lambda: int.__add__, lambda: (1).__add__, lambda: str.join, lambda: dict.__dict__['fromkeys'],
        lambda: Plain.slot, lambda: types.FunctionType.__code__, lambda: (lambda: 0).__code__, lambda: types.ModuleType('m'), lambda: types.SimpleNamespace(a=1), lambda: types.MappingProxyType({1: 2}),
        lambda: list[int], lambda: int | str, lambda: Boom(1), lambda: OSError(2, 'x', 'f'), lambda: UnicodeDecodeError('utf-8', b'x', 0, 1, 'r'), lambda: UnicodeEncodeError('utf-8', 'x', 0, 1, 'r'),
        lambda: UnicodeTranslateError('x', 0, 1, 'r'), lambda: StopIteration(1), lambda: SyntaxError('m', ('f', 1, 2, 't')), lambda: ImportError('m', name='n'), lambda: ExceptionGroup('g', [Boom()]),
        lambda: KeyError(1), lambda: AttributeError('a', name='b', obj=1), lambda: NameError('a', name='b'), lambda: SystemExit(1), lambda: compile('x = 1', 'f', 'exec'), lambda: (lambda: 0).__code__.co_lines(),
        lambda: (lambda: 0).__code__.co_positions(), lambda: sys.float_info, lambda: sys.version_info, lambda: sys.flags, lambda: os.stat('/'), lambda: os.times(), lambda: next(os.scandir('/')), lambda: os.scandir('/'),
        lambda: _io.StringIO('ab\ncd'), lambda: _io.BytesIO(b'ab\ncd'), lambda: _io.BufferedReader(_io.BytesIO(b'ab\ncd')), lambda: _io.BufferedWriter(_io.BytesIO()), lambda: _io.BufferedRandom(_io.BytesIO(b'abc')),
        lambda: _io.BufferedRWPair(_io.BytesIO(b'a'), _io.BytesIO()), lambda: _io.TextIOWrapper(_io.BytesIO(b'ab\ncd'), 'utf-8'), lambda: _io.FileIO('/dev/null', 'r+'), lambda: _io.IncrementalNewlineDecoder(None, True),
        lambda: _io.BytesIO(b'ab').getbuffer(), lambda: array.array('i', [1, 2]), lambda: array.array('d', [1.0]), lambda: array.array('w', 'ab'), lambda: iter(array.array('b', b'a')),
        lambda: collections.deque([1, 2], 5), lambda: collections.deque([1, 'a']), lambda: iter(collections.deque([1])), lambda: reversed(collections.deque([1])), lambda: collections.defaultdict(list, {1: 2}), lambda: collections.OrderedDict(a=1),
        lambda: iter(collections.OrderedDict(a=1)), lambda: collections.OrderedDict(a=1).items(), lambda: collections.OrderedDict(a=1).keys(), lambda: collections.OrderedDict(a=1).values(), lambda: collections.namedtuple('N', 'a b').a,
        lambda: functools.partial(len, 'a'), lambda: functools.lru_cache(len), lambda: functools.cmp_to_key(lambda a, b: 0)(1), lambda: functools.cmp_to_key(lambda a, b: 0),
        lambda: re.compile('(a)(?P<n>b)?'), lambda: re.match('(a)(?P<n>b)?', 'ab'), lambda: re.compile(b'a+'), lambda: re.compile('a').scanner('aa'), lambda: struct.Struct('<iHb'), lambda: struct.iter_unpack('b', b'ab'),
        lambda: weakref.ref(Plain), lambda: weakref.proxy(Plain), lambda: weakref.proxy(Boom(1)), lambda: operator.itemgetter(1, 'a'), lambda: operator.attrgetter('a.b'), lambda: operator.methodcaller('a', 1),
        lambda: random_module.Random(1), lambda: hashlib.md5(b'a', usedforsecurity=False), lambda: hashlib.sha256(b'a'), lambda: hashlib.sha1(b'a'), lambda: hashlib.sha512(), lambda: hashlib.sha3_256(), lambda: hashlib.shake_128(), lambda: hashlib.blake2b(), lambda: hashlib.blake2s(),
        lambda: zlib.compressobj(), lambda: zlib.decompressobj(), lambda: decimal.Decimal('1.5'), lambda: decimal.Context(), lambda: decimal.localcontext(), lambda: datetime.date(2020, 1, 2), lambda: datetime.datetime(2020, 1, 2),
        lambda: datetime.time(1, 2), lambda: datetime.timedelta(1), lambda: datetime.timezone.utc, lambda: datetime.date(2020, 1, 2).isocalendar(),
        lambda: itertools.count(1), lambda: itertools.cycle([1]), lambda: itertools.repeat(1, 3), lambda: itertools.accumulate([1, 2]), lambda: itertools.chain([1], [2]), lambda: itertools.compress([1], [1]),
        lambda: itertools.dropwhile(len, ['a']), lambda: itertools.takewhile(len, ['a']), lambda: itertools.filterfalse(len, ['a']), lambda: itertools.groupby([1, 1]), lambda: next(itertools.groupby([1]))[1], lambda: itertools.islice([1, 2], 1),
        lambda: itertools.starmap(len, [('a',)]), lambda: itertools.tee([1])[0], lambda: itertools.zip_longest([1], [2, 3]), lambda: itertools.product([1], [2]), lambda: itertools.permutations([1, 2]), lambda: itertools.combinations([1, 2], 1),
        lambda: itertools.combinations_with_replacement([1], 2), lambda: itertools.pairwise([1, 2]), lambda: itertools.batched([1, 2], 1),
    ]
    found = {}
    for make in makers:
        try:
            found.setdefault(type(make()), []).append(make)
        except (ImportError, NotImplementedError):
            continue
    return found


def native_type(t):
    """A type that is not made by a class statement."""
    return isinstance(t, type) and not t.__flags__ & (1 << 9) or t.__module__ in sys.builtin_module_names


def targets(by_type):
    """Every (name, callable, makers of receivers), sorted by name."""
    found = {}
    kinds = set(by_type)
    for name in sorted(sys.builtin_module_names):
        if name in MODULES_LEFT_OUT:
            continue
        try:
            module = __import__(name)
        except (ImportError, NotImplementedError):
            continue
        for attribute in dir(module):
            value = getattr(module, attribute, None)
            full = f'{name}.{attribute}'
            if isinstance(value, type):
                kinds.add(value)
            if name in ONLY and attribute not in ONLY[name] or full in LEFT_OUT or attribute.startswith('__'):
                continue
            if isinstance(value, (types.BuiltinFunctionType, type(object.__init__))) or isinstance(value, type) and native_type(value):
                found[full] = (value, None)
    for kind in list(kinds):
        kinds.update(kind.__mro__)
    for kind in kinds:
        if not native_type(kind) or kind.__module__ in MODULES_LEFT_OUT:
            continue
        for attribute in dir(kind):
            owner = next((k for k in kind.__mro__ if attribute in k.__dict__), None)
            # An inherited method is called once, with its own type's receivers, except those of `object`.
            if owner is None or owner is not kind and owner is not object:
                continue
            value = getattr(kind, attribute, None)
            if f'{kind.__name__}.{attribute}' in LEFT_OUT or not callable(value) or attribute in ('__class__', '__subclasses__'):
                continue
            found[f'{kind.__module__}.{kind.__qualname__}.{attribute}'] = (value, by_type.get(kind) or [kind])
    return [(name, *found[name]) for name in sorted(found)]


# Words of JavaScript errors; none of them is in a message of Python's.
FOREIGN = (
    'internal error', 'undefined is not', 'null is not', 'is not a function', 'Maximum call stack', 'Invalid array length', 'BigInt', '.ts:', '$bunfs', 'is not an Object', 'is not an object (', 'Out of memory',
    'TypeError:', 'RangeError', 'Cannot convert', 'is not iterable (', 'evaluating ', 'Length out of range', "'undefined'", '[object ', 'SAFE_INTEGER', 'must be a finite', 'Invalid regular',
)


def verdict(outcome):
    """Why an exception may not come out, or None."""
    text = ''
    try:
        text = str(outcome)
    except BaseException as e:
        if type(e) is SystemError:
            text = str(e)
    if type(outcome) is SystemError or any(word in text for word in FOREIGN):
        return f'{type(outcome).__name__}: {text[:300]}'
    return None


def call(target, makers, rng, costly):
    receiver = None
    if makers is not None and rng.random() < 0.93:
        receiver = rng.choice(makers)()
    pool = [receiver] if makers is not None else []
    subject = receiver if receiver is not None else rng.choice([[3, 1, 2], {1: 2}, {1, 2}, bytearray(b'abc')])
    for _ in range(rng.choice([0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 6, 9])):
        pool.append(argument(rng, subject, costly))
    keywords = {}
    if rng.random() < 0.12:
        keywords[rng.choice(KEYWORDS)] = argument(rng, subject, costly)
    result = target(*pool, **keywords)
    # What came back is a Python object and shows itself.
    type(result).__name__
    if not isinstance(result, (types.FunctionType, type)) and not costly:
        repr(result)


def main():
    seed, rounds, shard, shards, first = map(int, sys.argv[1:6])
    progress = os.open(sys.argv[6], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    found = os.open(sys.argv[6] + '.found', os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    # Calls may close the low descriptors, and write to the standard ones.
    os.dup2(progress, 200)
    os.dup2(found, 201)
    pwrite, write, dumps, collect = os.pwrite, os.write, json.dumps, __import__('gc').collect
    sys.stdout = sys.stderr = open(os.devnull, 'w')
    by_type = receivers()
    every = targets(by_type)
    number = -1
    for round in range(rounds):
        for name, target, makers in every[shard::shards]:
            number += 1
            if number < first:
                continue
            pwrite(200, f'{number} {name}'.ljust(120).encode(), 0)
            rng = random.Random(f'{seed} {name} {round}')
            reason = None
            try:
                call(target, makers, rng, name.rpartition('.')[2] in COSTLY)
            except BaseException as e:
                reason = verdict(e)
            if reason is not None:
                write(201, (dumps({'number': number, 'name': name, 'reason': reason}) + '\n').encode())
            if number % CALLS_BETWEEN_COLLECTIONS == 0:
                collect()
    pwrite(200, f'{number} done {len(every)}'.ljust(120).encode(), 0)
    os._exit(0)


main()
