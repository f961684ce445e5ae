/**
 * Frames that are looked into and written to, and classes that change, while compiled code runs: it goes on with what is true now, and keeps nothing alive
 * that is not.
 */
import { sameCompiled } from '../support/compiled'
import { maybe } from '../support/same'

const programs: Record<string, string> = {
  'what compiled code, its notes and its frames have done with dies': `
import gc, weakref
class Held: pass
class Error(Exception):
    def __init__(self, o): self.o = o
class L(list): pass
keep = []
def raises(o):
    local = o
    raise Error(o)
def handled():
    o = Held(); w = weakref.ref(o)
    for i in range(3):
        try: raises(o)
        except Error: pass
    o = None
    gc.collect()
    return w() is None
class Caught:
    def __init__(self):
        try: raises(self)
        except Error: pass
def constructed():
    w = weakref.ref(Caught())
    gc.collect()
    return w() is None
def deep(w, n):
    if n > 0: return deep(w, n - 1)
    gc.collect()
    return w() is None
def make(): return Held()
def temporary():
    w = [weakref.ref(make()) for i in range(3)][-1]
    return deep(w, 3)
def replaced():
    o = make(); w = weakref.ref(o)
    for i in range(4): o = make()
    return deep(w, 5)
def generator():
    def g(o):
        try: raises(o)
        except Error: yield
    o = Held(); w = weakref.ref(o)
    it = g(o); next(it)
    try: it.throw(Error(o))
    except Error: pass
    it = o = None
    gc.collect()
    return w() is None
def bound():
    n = {}
    exec("def f(x):\\n m = x.append\\n for i in range(3): m(i)\\ndef g(x):\\n def h(): return x\\n for i in range(3): h()", n)
    keep.append(n)
    x = L(); y = Held(); w = weakref.ref(x); v = weakref.ref(y)
    n['f'](x); n['g'](y)
    x = y = None
    gc.collect()
    return w() is None and v() is None
def main():
    for test in handled, constructed, temporary, replaced, generator, bound:
        n = 0
        for i in range(10): n += test()
        # Not each time: what is left on the machine's stack is taken for references.
        print(test.__name__, n >= 7)
main()
`,
  'variables written from the frame itself': `
import sys
def main():
    a = 11
    i = -1
    while (i := i + 1) < 90:
        try:
            if i == 38:
                sys._getframe().f_locals['a'] = -5
        except Exception as e:
            pass
    return a
print([main() for _ in range(6)])
def main2():
    a = 11
    for i in range(90):
        if i == 38:
            sys._getframe().f_locals['a'] = -5
    return a
print([main2() for _ in range(6)])
def main3():
    a = 11
    for i in range(90):
        if i == 38:
            f = sys._getframe().f_locals
            f['a'] = -5
            print(f['i'])
    return a
print([main3() for _ in range(6)])
`,
  'variables written by a function that was called, by special methods, before an exception': `
import sys
def poke(name, value):
    sys._getframe(1).f_locals[name] = value
def poke2(name, value):
    sys._getframe(1).f_locals[name] = value
    raise ValueError
def main4():
    a = 11
    b = 1.5
    for i in range(90):
        b += 1.0
        if i == 38:
            poke('a', -5)
            poke('b', 2.5)
    return a, b
print([main4() for _ in range(6)])
def main5():
    a = 11
    b = 1.5
    for i in range(90):
        b += 1.0
        if i == 38:
            try: poke2('a', -5)
            except ValueError: b += 2
    return a, b
print([main5() for _ in range(6)])
def main6():
    a = 11
    b = 1.5
    for i in range(90):
        b += 1.0
        if i == 38:
            poke2('a', -5)
    return a, b
for i in range(6):
  try: main6()
  except ValueError as e: print(e.__traceback__.tb_next.tb_frame.f_locals)
def main7():
    a = 11
    b = 1.5
    for i in range(90):
        b += 1.0
        if i == 38:
            poke('a', -5)
        if i == 60:
            yield a, b
    yield a, b
print([list(main7()) for _ in range(6)])
class P:
    def __add__(self, o): poke3(); return 1
    @property
    def q(self): poke3(); return 3
    def __iter__(self): poke3(); return iter([1,2])
    def __bool__(self): poke3(); return True
    def __lt__(self, o): poke3(); return True
    def __getitem__(self, i): poke3(); return True
    def __contains__(self, i): poke3(); return True
    def __eq__(self, i): poke3(); return True
    def __format__(self, i): poke3(); return 'r'
    def __enter__(self): poke3()
    def __exit__(self, *a): poke3()
    def __next__(self): poke3(); return 5
def poke3():
    sys._getframe(2).f_locals['a'] += 1
class Q(P):
    def __iter__(self): return self
def main8():
    a = 11
    b = 1.5
    p = P()
    q = Q()
    for i in range(90):
        b += 1.0
        if i == 38:
            r = p + 1
            r += a
            p.q
            r += a
            for u in p: r += a
            if p: r += a
            r += p < 1
            r += a
            r += p[1]
            r += a
            r += 7 in p
            r += a
            r += p == p
            r += a
            r += len(f'{p}')
            r += a
            with p: r += a
            u, v = p
            r += a
            for w in q:
                r += w + a
                if a > 40: break
            while p:
                r += a
                if a > 45: break
            r += a if p else 3
            r += a if p < p < 5 else 4
            r += a
            if not p: pass
            r += a
    return a, b, r
print([main8() for _ in range(6)])
`,
  'a class that changes before an exception the caller handles': `
class K:
    def m(self): return 1
def change(i):
    if i == 38: K.m = lambda self: 2
    elif i == 60: K.m = lambda self: 3
    raise ValueError
def main9():
    K.m = lambda self: 1
    k = K()
    s = 0
    for i in range(90):
        try:
            change(i)
            s += 1
        except ValueError:
            s += k.m()
    return s
print([main9() for _ in range(6)])
`,
}

for (const [name, program] of Object.entries(programs)) maybe(name, () => sameCompiled(program))
