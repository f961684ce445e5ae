/** operator against CPython. */
import { maybe, same } from '../support/same'

maybe('functions and getters', () => {
  const program = `
import operator as o, _operator, pickle, hmac
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
for n in 'add sub mul truediv floordiv mod pow lshift rshift and_ or_ xor iadd isub iand ior lt le eq ne gt ge is_ is_not concat iconcat contains countOf indexOf getitem matmul'.split():
    for a, b in ((7, 2), ([1], [2]), ('ab', 'b'), ([1, 2], 1), (1.5, 'x')):
        print(n, end=' '); t(lambda: getattr(o, n)(a, b))
for n in 'abs index inv neg pos not_ truth'.split():
    for a in (5, -2.5, "x"): print(n, end=' '); t(lambda: getattr(o, n)(a))
class A: pass
a = A(); a.b = A(); a.b.c = 5; a.d = 'text'
for f in [lambda: o.itemgetter(1)('abc'), lambda: o.itemgetter(1, -1)('abc'), lambda: o.attrgetter('b.c', 'd')(a), lambda: o.methodcaller('split', 'x', maxsplit=1)('axbxc'),
          lambda: o.itemgetter(1, 2), lambda: o.attrgetter('a.b', 'c'), lambda: o.methodcaller('x', 1, k=2), lambda: o.itemgetter(), lambda: o.attrgetter(1), lambda: o.methodcaller(),
          lambda: o.methodcaller(1), lambda: o.itemgetter(1)(1, 2), lambda: o.attrgetter('a')(x=1), lambda: pickle.loads(pickle.dumps(o.itemgetter(1)))('xy'),
          lambda: o.methodcaller('x', 1, k=2).__reduce__(), lambda: o.length_hint(1, 'x'), lambda: o.length_hint([1]), lambda: o.call(max, 1, 2),
          lambda: _operator._compare_digest('é', 'a'), lambda: _operator._compare_digest(1, 2), lambda: hmac.compare_digest(b'ab', bytearray(b'ab')), lambda: hmac.new(b'k', b'm', 'sha256').hexdigest()]: t(f)
`
  same(program)
})
