"""NoDefault, reprs of a subclass of str, exception groups, compile() with names and flags of the future."""
import typing


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


print(type(typing.NoDefault)() is typing.NoDefault)
show(type(typing.NoDefault), 1)


class Text(str):
    pass


class Shown:
    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text


for text in ('abc', Text('abc'), Text('é')):
    for f in (repr, ascii):
        print(f.__name__, type(f(Shown(text))).__name__, f(Shown(text)))
show(repr, Shown(1))
show(ascii, Shown(b'1'))

for args in ((), ('a',), ('a', [ValueError()], 1), ('a', [ValueError()])):
    show(ExceptionGroup, *args)
show(ExceptionGroup, 'a', exceptions=[ValueError()])
for notes in (123, {'a': 1}, {1}, ['a'], ('a', 'b'), 'ab'):
    group = ExceptionGroup('g', [ValueError(1), TypeError(2)])
    group.__notes__ = notes
    print([getattr(part, '__notes__', None) for part in group.split(TypeError)])

for source in ('from .__future__ import spam', 'x = 1\nfrom .__future__ import spam', 'x = 1\nfrom __future__ import annotations'):
    show(lambda: type(compile(source, 'f', 'exec')).__name__)
for source in ('2 <> 3', '2 != 3'):
    for flags in (0, 0x400000):
        show(lambda: eval(compile(source, 'f', 'eval', flags)))
