"""parso: trees that keep every character, names, scopes, errors, and the tokenizer below them."""
# needs: parso

import textwrap

import parso

SOURCE = textwrap.dedent('''
    import os.path as p
    from collections import OrderedDict, namedtuple

    class Shape:
        """A shape."""
        sides: int = 0

        def __init__(self, name, *args, scale=1.5, **kw):
            self.name = name
            self._scale = scale

        @property
        def area(self) -> float:
            return self._scale ** 2

        @classmethod
        def make(cls, name='x'):
            return cls(name)

    class Square(Shape):
        sides = 4

        def grow(self, by):
            if by > 1:
                self.side = by
            elif by: pass
            else:
                raise ValueError(f"no {by!r:>{10}}")
            return [x for x in range(by) if x % 2]

    async def walk(items, /, first, *, last=None):
        async for item in items:
            yield item; await item
        with open('f') as f, open('g') as g: print(f, g, sep='')
        try: 1 / 0
        except* ZeroDivisionError as e: del e
        match items:
            case [1, *rest] if rest: return
        x = lambda a, b=2: (a := b)

    square = Square.make('s')
    text = square.name.upper()
    Point = namedtuple('Point', 'x y')
''')
module = parso.parse(SOURCE, version='3.11')
print(module.get_code() == SOURCE, [type(c).__name__ for c in module.children])


def show(node, depth=0):
    leaf = not hasattr(node, 'children')
    print('  ' * depth + node.type, repr(node.value) if leaf else '', node.start_pos, repr(node.prefix) if leaf and node.prefix.strip(' ') else '')
    if not leaf:
        for child in node.children:
            show(child, depth + 1)


show(next(module.iter_funcdefs()) if list(module.iter_funcdefs()) else module.children[-2])
shape, square = module.iter_classdefs()
print(shape.name.value, [f.name.value for f in shape.iter_funcdefs()], [(q.name.value, q.star_count, q.default and q.default.get_code()) for q in next(shape.iter_funcdefs()).get_params()])
print([i.get_defined_names() for i in module.iter_imports()], {k: len(v) for k, v in module.get_used_names()._dict.items()} if hasattr(module.get_used_names(), '_dict') else len(module.get_used_names()))
print(module.get_leaf_for_position((7, 9)), module.get_leaf_for_position((7, 9)).get_next_leaf(), shape.get_doc_node(), shape.get_super_arglist(), square.get_super_arglist())
grammar = parso.load_grammar(version='3.11')
for bad in ('def f(:\n  pass\nx = 1', 'if 1:\nprint()', 'x = = 2\ny = 3', 'return 5', 'break', 'f(a=1, a=2)', 'x: int: str', "f'{'", 'def f(a, a): pass', 'nonlocal x', '1 = x', 'class A(\n  pass', 'a b\n  c', 'async x', 'for x in: pass', 'def f():\n    yield\n    x = (yield) = 3', 'print 5', 'from __future__ import nope', '\tx\n        y', 'lambda *: 1', '*a', 'del f()', 'continue', "b'é'"):
    tree = grammar.parse(bad)
    try:
        print(repr(bad), tree.get_code() == bad, [(e.message, e.start_pos) for e in grammar.iter_errors(tree)])
    except AttributeError as e:
        print(repr(bad), e)
print([(t.type.name, t.string, t.prefix) for t in grammar._tokenize("x = f'a{b!r:>{w}}' # c\n")], grammar.refactor(module, {shape.name: 'Form'})[:120])
