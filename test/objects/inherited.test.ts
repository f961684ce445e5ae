/** Attributes of classes with several bases: what the MRO says, whatever the prototype chain is. */
import { maybe, sameAlone } from '../support/same'

maybe(
  'the first class of the MRO that has a name gives it, also after changes',
  () => {
    sameAlone(`
import random
random.seed(5)
NAMES = [f'n{i}' for i in range(6)] + ['__len__', 'real', '__repr__', 'keys']
def names():
    return {n: (lambda self=None, v=random.random(): v) for n in random.sample(NAMES, 3)}
def first(c, n):
    for b in c.__mro__:
        if n in b.__dict__: return b.__dict__[n]
def wrong(classes):
    bad = []
    for c in classes:
        for n in NAMES:
            want = first(c, n)
            have = getattr(c, n, None) if n != '__repr__' else c.__repr__
            if want is not have and getattr(want, '__objclass__', 0) is not getattr(have, '__objclass__', 1): bad.append((c.__name__, n))
    return bad
count = 0
for turn in range(60):
    classes = [type('R', (random.choice([object, int, dict]),), names()) for _ in range(2)] + [type('P', (), names()) for _ in range(2)]
    for k in range(12):
        bases = tuple(random.sample(classes, random.randint(1, 3)))
        try:
            classes.append(type(f'C{k}', bases, names()))
            count += 1
        except TypeError:
            pass
    assert not wrong(classes), wrong(classes)
    for _ in range(20):
        c = random.choice(classes)
        n = random.choice(NAMES)
        if n in c.__dict__ and random.random() < 0.5: delattr(c, n)
        else: setattr(c, n, lambda self=None: 1)
        assert not wrong(classes), wrong(classes)
print(count)
class Meta(type):
    def mro(cls):
        order = super().mro()
        return [order[0], *reversed(order[1:-1]), order[-1]] if len(order) > 4 else order
class A(metaclass=Meta): a = 'A'; x = 'A'
class B(A): a = 'B'; b = 'B'
class D(metaclass=Meta): a = 'D'; b = 'D'; x = 'D'
class E(B, D): pass
print([c.__name__ for c in E.__mro__], E.a, E.b, E.x, E().a)
`)
  },
  60_000,
)
