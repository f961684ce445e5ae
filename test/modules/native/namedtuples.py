"""Named tuples of all kinds, described. With an argument they are made by the library's Python code: under a trace function nothing native runs."""
import sys
from collections import namedtuple

tests = []


def case(f):
    tests.append(f)
    return f


def describe(v):
    if hasattr(v, '__code__'):
        c = v.__code__
        return (v.__name__, v.__qualname__, v.__module__, v.__doc__, v.__defaults__, v.__kwdefaults__, v.__annotations__, v.__dict__, c.co_name, c.co_qualname,
                c.co_varnames, c.co_freevars, c.co_cellvars, c.co_argcount, c.co_flags, c.co_filename, c.co_firstlineno, c.co_names, c.co_consts,
                c.co_stacksize, c.co_code, list(c.co_positions()), [x.cell_contents for x in v.__closure__ or ()], sorted(map(str, v.__globals__))[:4],
                v.__builtins__ if c.co_name == '<lambda>' else None)
    if isinstance(v, (classmethod, staticmethod)):
        return type(v), v.__dict__, v.__doc__, describe(v.__func__)
    return type(v), repr(v), getattr(v, '__doc__', None)


def show(c):
    print(c, c.__name__, c.__qualname__, c.__mro__, type(c), c.__doc__)
    for k, v in c.__dict__.items():
        print('  ', k, describe(v))
    import inspect
    print(inspect.signature(c), inspect.getsource(c._replace)[:30])


@case
def plain(): return namedtuple('P', 'a b c')
@case
def comma(): return namedtuple('P', 'a, b,c')
@case
def one(): return namedtuple('P', ['a'])
@case
def none(): return namedtuple('P', '')
@case
def many(): return namedtuple('P', tuple(f'f{i}' for i in range(300)))
@case
def thirty(): return namedtuple('P', [f'f{i}' for i in range(30)])
@case
def one_more(): return namedtuple('P', [f'f{i}' for i in range(31)])
@case
def defaults(): return namedtuple('P', 'a b c', defaults=(1, [2]))
@case
def all_defaults(): return namedtuple('P', 'a b', defaults=[None, None])
@case
def too_many(): return namedtuple('P', 'a b', defaults=[1, 2, 3])
@case
def iterator(): return namedtuple('P', iter(['a', 'b']), defaults=iter([1]))
@case
def renamed(): return namedtuple('P', 'a def a _x 1', rename=True)
@case
def rename_nothing(): return namedtuple('P', 'a b', rename=True)
@case
def rename_int(): return namedtuple('P', 'a b', rename=1)
@case
def keyword(): return namedtuple('P', 'a def')
@case
def typename_keyword(): return namedtuple('class', 'a')
@case
def typename_bad(): return namedtuple('a b', 'a')
@case
def typename_int(): return namedtuple(3, 'a')
@case
def underscore(): return namedtuple('P', '_a')
@case
def twice(): return namedtuple('P', 'a a')
@case
def unicode(): return namedtuple('Pé', 'é ﬁ x')
@case
def numbers(): return namedtuple('P', [1, 2])
@case
def bytes_(): return namedtuple('P', b'ab')
@case
def module(): return namedtuple('P', 'a', module='some.where')
@case
def module_empty(): return namedtuple('P', 'a', module='')
@case
def module_int(): return namedtuple('P', 'a', module=3)
@case
def names_of_tuple(): return namedtuple('P', 'count index')
@case
def missing(): return namedtuple('P')
@case
def positional(): return namedtuple('P', 'a', True)
@case
def from_globals():
    space = {'namedtuple': namedtuple, '__name__': 'elsewhere'}
    exec('P = namedtuple("P", "a")', space)
    return space['P']
@case
def nameless():
    space = {'namedtuple': namedtuple}
    exec('P = namedtuple("P", "a")', space)
    return space['P']
@case
def mapped(): return list(map(namedtuple, ['P'], ['a b']))[0]
@case
def used():
    P = namedtuple('P', 'a b', defaults=[2])
    p = P(1)
    print(p, p.a, p == (1, 2), P(b=3, a=4), P._make([5, 6]), p._replace(a=9), p._asdict(), p.__getnewargs__(), hash(p) == hash((1, 2)))
    for f in (lambda: P(), lambda: P(1, 2, 3), lambda: P(c=3), lambda: P._make([1]), lambda: p._replace(q=1), lambda: setattr(p, 'a', 1)):
        try:
            f()
        except Exception as e:
            print(type(e), e)
            t = e.__traceback__.tb_next
            while t:
                print('   ', t.tb_frame.f_code.co_filename.rpartition('/')[2], t.tb_frame.f_code.co_qualname, t.tb_lineno)
                t = t.tb_next
    import copy, pickle
    globals()['P'] = P
    P.__qualname__ = 'P'
    print(pickle.loads(pickle.dumps(p)), copy.copy(p), copy.replace(p, b=7))
    class Q(P):
        def total(self): return self.a + self.b
    print(Q(3, 4).total(), Q(3, 4), Q._make([1, 2]))
    match p:
        case P(x, y): print(x, y)
    return P


for f in tests:
    print('==', f.__name__)
    if len(sys.argv) > 1: sys.settrace(lambda *a: None)
    try:
        made = f()
        sys.settrace(None)
        show(made)
    except Exception as e:
        sys.settrace(None)
        print(type(e), e, getattr(e, '__notes__', None))
