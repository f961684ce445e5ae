/** Splits of large bytes, whose pieces are places until somebody looks: whoever looks first, it is the list that CPython gives. */
import { expect, test } from 'bun:test'
import '../../src/objects/all'
import { PyMethodDescriptor } from '../../src/objects/function'
import { listType } from '../../src/objects/list'
import { length } from '../../src/objects/operators'
import { joinedPieces, piecesBetween } from '../../src/objects/pieceitems'
import { maybe, same } from '../support/same'

const DATA = `
import copy, pickle, hashlib
data = b''.join(b'%d,%d %s\\n' % (i, i * i % 997, b'ab' * (i % 7)) for i in range(4800))
def told(x): return type(x).__name__, len(x), hashlib.md5(repr(list(x)).encode()).hexdigest()[:8]
`

maybe('the first look at the pieces', () => {
  same(`${DATA}
class B(bytes): pass
splits = {
    'byte': lambda: data.split(b','), 'space': lambda: data.split(), 'many': lambda: data.split(b'ab'), 'none': lambda: data.split(b'~'), 'all': lambda: (b'a' * 70000).split(b'a'),
    'aa': lambda: (b'a' * 70001).split(b'aa'), 'right': lambda: data.rsplit(b','), 'right many': lambda: (b'xaaa' * 20000).rsplit(b'aa'), 'right space': lambda: data.rsplit(),
    'few': lambda: data.split(b',', 3), 'few right': lambda: data.rsplit(b',', 3), 'bytearray': lambda: bytearray(data).split(b','), 'own': lambda: B(data).split(b','), 'white': lambda: b' \\t\\n' .ljust(70000).split(),
    'ends': lambda: (b',' + data + b',').split(b','), 'space ends': lambda: (b'  ' + data * 9 + b' x').split(), 'words': lambda: (b'a ' * 40000).split(), 'array': lambda: data.split(bytearray(b',')), 'view': lambda: data.split(memoryview(b'\\n')),
}
def mutated(x): x.append(b'new'); x[0] = b''; x.reverse(); return x
def sliced(x): del x[::2]; x[3:9] = [1]; return x
def inserted(x): x.insert(1, b'i'); x += [2]; return x
def popped(x): return [x.pop(), x.pop(0) if x else None, x]
uses = [len, lambda x: b'-'.join(x), lambda x: bytearray(b'').join(x), lambda x: b', '.join(x), lambda x: x[0], lambda x: x[-1], lambda x: x[1:7], lambda x: x == list(x), lambda x: x == x[:-1], lambda x: x < [b'zz'], lambda x: b'17' in x,
    lambda x: x.count(b''), lambda x: x.index(x[-1]), told, lambda x: told(sorted(x, key=bytes)), lambda x: told(mutated(x)), lambda x: told(sliced(x)), lambda x: told(inserted(x)), lambda x: told(popped(x)[2]), lambda x: sum(map(len, x)),
    lambda x: told(copy.copy(x)), lambda x: told(copy.deepcopy(x)), lambda x: pickle.loads(pickle.dumps(x)) == x, lambda x: len(repr(x)), lambda x: bool(x), lambda x: (x.clear(), x), lambda x: told(x * 2), lambda x: told(x + [b'']), lambda x: told(set(x) and sorted(set(map(bytes, x)))),
    lambda x: next(reversed(x)), lambda x: [*x][:3], lambda x: (lambda *a: len(a))(*x), lambda x: x is x and x[0] is x[0], lambda x: told(dict(zip(x, x))), lambda x: x.__len__(), lambda x: x.__sizeof__() > 0, lambda x: told([p.decode() for p in x]), lambda x: told(x.copy()), lambda x: (x.sort(key=bytes), told(x))]
for name, split in splits.items():
    for i, use in enumerate(uses if name in ('byte', 'white', 'bytearray') else uses[:6]):
        try: got = use(split())
        except Exception as e: got = [str(e)]
        if 0 < i < 4: got = type(got), len(got), hashlib.md5(got).hexdigest()[:8]
        print(name, i, got if len(repr(got)) < 200 else told(got))
x = data.split(b',')
a, *b = x
print(len(x), b'|'.join(x) == data.replace(b',', b'|'), a, len(b), b'|'.join(x) == data.replace(b',', b'|'), x[1] is b[0])
def f(d, n):
    for i in range(n): m = len(d.split(b','))
    return m
print(f(data, 40))
`)
})

test('len and join make no pieces', () => {
  const comma = new Uint8Array([44])
  const list = piecesBetween(Buffer.from('ab,'.repeat(4000)), comma)
  expect(list.pieces!.places.length).toBe(8002)
  expect(listType.proto.$__len__).toBeInstanceOf(PyMethodDescriptor)
  expect(length(list)).toBe(4001)
  const joined = joinedPieces(list.pieces!, new Uint8Array([59, 59]), (n) => new Uint8Array(n))
  expect(Buffer.from(joined).toString()).toBe('ab;;'.repeat(4000))
  expect(list.pieces).not.toBeNull()
  expect(list.items.length).toBe(4001)
  expect(list.pieces).toBeNull()
  expect(list.items).toBe(list.items)
})
