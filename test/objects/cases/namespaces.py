# Globals and builtins that are not plain dicts, and code run with several of them.
import types


def T(f, *args):
    try:
        print(repr(f(*args))[:200])
    except BaseException as x:
        print(type(x).__name__, str(x)[:300])


def calls_other(other):
    if other:
        other(None)
    return VALUE


VALUE = 1
print(calls_other(types.FunctionType(calls_other.__code__, {'VALUE': 2})))

namespace = {}
length = compile('len', '', 'eval')
T(eval, length, namespace)
namespace['__builtins__'] = {'len': 5}
T(eval, length, namespace)
namespace = {}
exec('', namespace)
print(type(namespace['__builtins__']).__name__)
T(eval, length, {'__builtins__': types.MappingProxyType({'len': 1})})
T(eval, length, {'__builtins__': types.MappingProxyType({})})
T(eval, length, {'__builtins__': 123})
T(exec, 'class A: pass', {'__builtins__': {}})
T(exec, 'import foo', {'__builtins__': types.MappingProxyType({})})
T(exec, 'import foo.bar', {'__builtins__': types.MappingProxyType({'__import__': lambda *args: print(args[0], args[3:])})})
T(eval, 'x.__reduce__()', {'__builtins__': {}, 'x': iter([1])})
T(eval, 'x.__reduce__()', {'__builtins__': {'iter': 'mine'}, 'x': iter([1])})


class Raises(dict):
    def __getitem__(self, key):
        raise RuntimeError(key)


class Missing(dict):
    def __missing__(self, key):
        return key + '!'


class Key:
    def __hash__(self):
        return hash('name')

    def __eq__(self, other):
        return other == 'name'


T(eval, 'name', Raises(name=1))
T(eval, 'name', {'__builtins__': Raises(name=1)})
T(eval, '(lambda: name)()', Missing())
T(eval, '[name for _ in [1, 2]]', Missing())
T(eval, 'name', {Key(): 5})
T(eval, '(lambda: name)()', {Key(): 5})
T(exec, 'def f():\n global g\n g = 1\nf()\nprint(g)', Missing(print=print))


class Mapping:
    def __getitem__(self, key):
        if key == 'a':
            return 12
        raise KeyError(key)

    def keys(self):
        return ['z', 'x', 'y']


class Keys(dict):
    def keys(self):
        return ['b', 'a']


T(eval, 'dir()', {}, Mapping())
T(eval, 'dir()', {}, Keys(c=1))

module = compile('a = 1\nb = sorted(locals()) == sorted(globals())\ndef f(): return a', 'm', 'exec')
namespace = {}
T(types.FunctionType(module, namespace))
print(namespace['a'], namespace['b'], namespace['f']())
waiting = compile('a = await w()', 'm', 'exec', flags=0x2000)


async def w():
    return 7


namespace = {'w': w}
try:
    types.FunctionType(waiting, namespace)().send(None)
except StopIteration:
    print(namespace['a'])


class Meta(type):
    def mro(cls):
        cls.__dict__['f']()
        return super().mro()


class Seen(metaclass=Meta):
    def f():
        print(__class__.__name__)
