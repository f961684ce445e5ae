/** mmap against CPython: what is mapped, changed, refused, and what others see of it. */
import { expect } from 'bun:test'
import fc from 'fast-check'
import { maybe, same } from '../support/same'

const begin = `
import mmap, os, re, tempfile
path = tempfile.mktemp()
def tried(f):
    try: return f()
    except (ValueError, TypeError, IndexError, OverflowError, BufferError, OSError) as e: return type(e).__name__, str(e).replace(path, 'path')
`

maybe('files, access, closing', () => {
  same(`${begin}
with open(path, 'wb') as f: f.write(b'one\\ntwo\\nthree' * 1000)
with open(path, 'r+b') as f:
    m = mmap.mmap(f.fileno(), 0)
    print(len(m), m[0], m[:8], m[5:0:-2], m[-5:], m.size(), m.readline(), m.readline(), m.tell())
    m[:3] = b'ONE'; m[4] = 84; m[10:20:5] = b'xy'
    print(m.find(b'three'), m.rfind(b'one'), m.find(b'zzz'), m.find(b'two', -9, -3), re.search(rb'[A-Z]+', m).span(), bytes(m)[:9])
    print(m.seek(-3, 2), m.read(), m.seek(2), m.seek(2, 1), m.tell(), m.write(b'abc'), m.write_byte(7), m.read_byte())
    print(m.flush(), tried(lambda: m.flush(1, 5)), m.madvise(mmap.MADV_WILLNEED), repr(m))
    m.move(0, 100, 50)
    with open(path, 'rb') as g: print(g.read()[:60])
    with memoryview(m) as v: print(v[:4].tobytes(), v.readonly, tried(m.close), tried(lambda: m.resize(10)))
    m.resize(4096 * 3); print(len(m), os.stat(path).st_size, m[4095:4100])
    m.resize(100); print(len(m), os.stat(path).st_size, tried(lambda: m.seek(101)))
    for key, value in ((0, 'a'), (0, 256), (200, 1), ('a', 1), (slice(0, 2), b'abc'), (slice(0, 2), 'ab')):
        print(tried(lambda: m.__setitem__(key, value)))
    print(tried(lambda: m['a']), tried(lambda: m.__delitem__(0)), tried(lambda: m.__delitem__(slice(0, 1))), tried(lambda: m + m), tried(lambda: m * 2))
    print(next(iter(m)), b'O' in m, tried(lambda: m.read('x')), tried(lambda: m.seek(1, 9)), tried(lambda: m.write_byte(256)))
    m.close(); m.close()
    print(m.closed, repr(m), tried(lambda: m[0]), tried(lambda: len(m)), tried(m.read), tried(lambda: m.__enter__()))
with open(path, 'rb') as f:
    with mmap.mmap(f.fileno(), 10, access=mmap.ACCESS_READ) as m:
        with memoryview(m) as v: print(v.readonly)
        print(m[:], tried(lambda: m.__setitem__(0, 1)), tried(lambda: m.write(b'x')), tried(lambda: m.resize(5)))
    print(m.closed)
with open(path, 'r+b') as f, mmap.mmap(f.fileno(), 10, access=mmap.ACCESS_COPY) as m:
    m[:3] = b'???'; m.flush(); print(m[:5], tried(lambda: m.resize(5)), open(path, 'rb').read(5))
for args, kw in (((-1, 0), {}), ((-1, -1), {}), ((-2, 5), {}), ((-1, 5, 1, 3, 9), {}), ((-1, 5), {'offset': -1}), ((-1, 5), {'access': 1, 'prot': 1}), (('x', 5), {}), ((-1, 2.5), {})):
    print(tried(lambda: type(mmap.mmap(*args, **kw))))
with open(path, 'rb') as f: print(tried(lambda: mmap.mmap(f.fileno(), 101, access=1)), tried(lambda: mmap.mmap(f.fileno(), 0, offset=4096, access=1)))
os.unlink(path)
print([(k, v) for k, v in sorted(vars(mmap).items()) if isinstance(v, int)], mmap.error)
m = mmap.mmap(-1, 10, trackfd=False); print(tried(m.size), tried(lambda: m.resize(5)))
class Closing:
    def __index__(self): m.close(); return 1
for f in (lambda: m[Closing()], lambda: m.read(Closing()), lambda: m.move(0, 1, Closing()), lambda: m.write_byte(Closing())):
    m = mmap.mmap(-1, 10); print(tried(f))
`)
})

maybe('random reading, writing and moving', () => {
  const step = fc.oneof(
    fc.tuple(
      fc.constant('set'),
      fc.integer({ min: -9, max: 40 }),
      fc.integer({ min: -9, max: 40 }),
      fc.constantFrom(1, 2, -1, -3),
    ),
    fc.tuple(
      fc.constant('find'),
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: -40, max: 40 }),
      fc.integer({ min: -40, max: 40 }),
    ),
    fc.tuple(
      fc.constant('move'),
      fc.integer({ min: 0, max: 36 }),
      fc.integer({ min: 0, max: 36 }),
      fc.integer({ min: 0, max: 20 }),
    ),
    fc.tuple(
      fc.constant('io'),
      fc.integer({ min: -5, max: 36 }),
      fc.integer({ min: -1, max: 20 }),
      fc.integer({ min: 0, max: 9 }),
    ),
  )
  const cases = fc.sample(fc.array(step, { minLength: 5, maxLength: 30 }), { numRuns: 60, seed: 8 })
  expect(cases.length).toBe(60)
  same(`${begin}
for case in ${JSON.stringify(cases)}:
    m = mmap.mmap(-1, 32); m[:] = bytes(range(65, 97))
    for what, a, b, c in case:
        if what == 'set':
            old = m[a:b:c]; m[a:b:c] = bytes(reversed(old)); print(old)
        elif what == 'find': print(m.find(bytes([65 + a]), b, c), m.rfind(bytes([65 + a]), b, c), m.find(b'', b, c))
        elif what == 'move': print(tried(lambda: m.move(a, b, c)))
        else: print(tried(lambda: m.seek(a)), m.read(b), tried(lambda: m.write(b'0123456789'[:c])), m.tell())
    print(m[:]); m.close()
`)
})
