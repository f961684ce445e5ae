/** Ordinary programs reach the engines, give what CPython gives, and load nothing of them when they do not need them. */
import { describe, expect, test } from 'bun:test'
import { dxpyCommand } from '../support/command'
import { same } from '../support/same'

function run(program: string, environment: Record<string, string> = {}) {
  const done = Bun.spawnSync([...dxpyCommand, '-X', 'simd_stats', '-c', program], {
    env: { PATH: process.env.PATH, ...environment },
  })
  const errors = done.stderr.toString()
  const calls = new Map<string, number>()
  for (const [, name, n] of errors.matchAll(/^simd: (\S+) (\d+)$/gm)) calls.set(name!, Number(n))
  const engine = /^simd: engine (\S+)$/m.exec(errors)?.[1]
  return { out: done.stdout.toString(), errors, calls, engine, code: done.exitCode }
}

describe('counters', () => {
  test.each([
    ['print((b"abc " * 9000).count(b"b"))', 'countByte'],
    ['print((b"abc " * 9000).count(b"bc"))', 'count'],
    ['print((b"abc " * 9000).find(b"bd"))', 'find'],
    ['print((b"abc " * 9000).rfind(b"bd"))', 'rfind'],
    ['a = b"abc " * 9000; print(a == bytes(bytearray(a)))', 'eq'],
    ['print(len((b"Abc " * 9000).lower()))', 'toLowercase'],
    ['print(len((bytearray(b"Abc " * 9000)).upper()))', 'toUppercase'],
    ['print(len((b"Abc " * 9000).split(b" ")))', 'splitByte'],
    ['print(len((b"Abc " * 9000).split()))', 'splitWords'],
    ['print(len((b"Abc\\n" * 9000).splitlines()))', 'splitLines'],
    ['print(len((b"Abc " * 9000).replace(b"bc", b"x")))', 'replace'],
    ['print(len((b"Abc " * 9000).translate(bytes(256))))', 'translate'],
    ['print(len((b"Abc " * 9000).translate(None, b"A")))', 'translateDelete'],
    ['print(len(b"-".join((b"Abc " * 9000).split())))', 'join'],
    ['print(len(bytes.fromhex("a0" * 90000)))', 'unhex'],
    ['print((b"abc" * 9000).isalpha())', 'firstNotIn'],
    ['print(len(repr(b"abc" * 9000)))', 'firstIn'],
    ['print(("abc " * 9000).count("b"))', 'countByte'],
    ['t = "Abc " * 2000000; print(len(t.upper()), t == ("x" + t)[1:], t.find("zz"))', 'eq'],
    ['print(len(("Abc " * 9000).lower()))', 'toLowercase'],
    ['print(len(("Abc " * 9000).replace("bc", "x")))', 'replace'],
    ['print(len(("Abc\\n" * 9000).splitlines()))', 'splitLines'],
    ['print(len(("Abc " * 9000).split()))', 'splitWords'],
    ['print(len(("Abc " * 9000).translate({65: "x"})))', 'translate'],
    ['print(("Abc " * 9000).isascii(), ("abc" * 9000).islower())', 'firstIn'],
    ['xs = list(range(9000)); print(sum(xs), sum(xs), sum(xs))', 'SimdList.sum'],
    ['xs = [x / 7 for x in range(9000)]; print(min(xs), min(xs), max(xs))', 'SimdList.max'],
    ['xs = list(range(9000)); print(min(xs), min(xs))', 'SimdList.min'],
    ['xs = list(range(9000)); print(xs.count(7), xs.count(7))', 'SimdList.count'],
    ['xs = list(range(9000)); print(7 in xs, 7 in xs, xs.index(8000))', 'SimdList.index'],
    ['xs = list(range(9000)); ys = list(xs); print(xs == ys, xs == ys)', 'SimdList.mismatch'],
    [
      'def f(xs, k): return [x for x in xs if x > k]\nxs = [x / 7 for x in range(9000)]\nfor k in range(90): ys = f(xs, k)\nprint(len(ys))',
      'SimdList.where',
    ],
    ['print(len(set(range(0, 9000, 7))))', 'SwissDict.fill'],
    ['print(len(set(range(900)) | set(range(400, 2000))))', 'SwissDict.union'],
    ['print(len({x for x in range(900)} & {x for x in range(400, 2000)}))', 'SwissDict.intersection'],
    ['print(len(set(range(900)) - set(range(400, 2000))))', 'SwissDict.difference'],
    ['print(len(set(range(900)) ^ set(range(400, 2000))))', 'SwissDict.symmetric_difference'],
    ['print(len(dict.fromkeys(list(range(70000)))))', 'SwissDict.fromkeys'],
    ['print(len({x: x for x in range(70000)} | {x: 1 for x in range(400, 90000)}))', 'SwissDict.merge'],
    ['from collections import Counter; print(len(Counter([x % 300 for x in range(70000)])))', 'SwissDict.count'],
  ])('%s calls %s', (program, method) => {
    const { code, calls } = run(program)
    expect(code).toBe(0)
    expect(calls.get(method) ?? 0).toBeGreaterThan(0)
  })

  test('a program without large data opens no engine', () => {
    const { engine, calls } = run('print("hello")')
    expect(engine).toBe('none')
    expect(calls.size).toBe(0)
  })
})

const best = run('(b"x" * 100000).count(b"x")').engine

describe('DXPY_SIMD', () => {
  test('scalar is always there', () => {
    expect(run('print((b"x" * 100000).count(b"x"))', { DXPY_SIMD: 'scalar' })).toMatchObject({
      out: '100000\n',
      engine: 'scalar',
    })
  })

  test('an impossible one is an error before anything runs', () => {
    const missing = best === 'neon' ? 'avx2' : 'neon'
    const { code, out, errors } = run('print(1)', { DXPY_SIMD: missing })
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(errors).toStartWith(`dxpy: DXPY_SIMD=${missing}: `)
  })
})

test.skipIf(process.platform !== 'linux')(
  'the library needs no directory for temporary files and leaves no descriptor',
  () => {
    const program =
      'import os\nf = os.open("/dev/null", 0)\nos.close(f)\n(b"x" * 100000).count(b"x")\nprint(os.open("/dev/null", 0) - f)'
    const { out, engine } = run(program, { TMPDIR: '/nonexistent' })
    expect(engine).toBe(best)
    expect(out).toBe('0\n')
  },
)

const TEXTS = `
import itertools
plain = 'The quick Brown fox\\tjumps\\r\\nover the lazy dog\\x0b\\x1c 0123456789 ' * 20
texts = [plain, plain + 'é', 'é' + plain, plain + '\\u0130 \\u03a3', plain.replace('fox', 'f\\U0001f98ax'), plain + '\\ud800', plain + '\\x85\\u2028 end',
         plain[:255], plain[:256], plain[:257], 'a' * 1000, 'A' * 1000, ' ' * 1000, '7' * 1000, '\\n' * 999, 'ab' * 1000, '\\x7f' * 600]
`

describe('the same as CPython', () => {
  test('methods of str', () => {
    same(
      `${TEXTS}
for s in texts:
    for name in 'lower upper swapcase casefold capitalize title split splitlines strip isascii isalpha isalnum isdigit isdecimal isnumeric isspace islower isupper istitle isprintable isidentifier'.split():
        r = getattr(s, name)()
        print(name, len(r) if hasattr(r, '__len__') else r, hash(str(r)) if not isinstance(r, list) else hash(tuple(r)))
    print(hash(tuple(s.splitlines(True))), hash(tuple(s.split(None, 3))))
    for sub in 'o', 'the', 'zz', ' ', 'é', '\\u0130', 'a', 'aa', 'ab', s[-3:], s[300:500] or 'q':
        print(s.count(sub), s.rfind(sub), s.find(sub), s.count(sub, 5), s.rfind(sub, 3, -3), hash(s.replace(sub, '<>')), hash(s.replace(sub, 'é')), hash(s.replace(sub, '')), hash(s.replace(sub, '+')), hash(s.replace(sub, 'xyz', 2)))
    for table in {65: 'x'}, {97: None, 98: 'B'}, {97: 'xx'}, {97: 0x20ac}, {200: 1}, {32: 'é'}, str.maketrans('abc', 'xyz', 'qu'), {97: 'b', 98: None, 7: 'long'}:
        print(hash(s.translate(table)))
`
        .replaceAll('hash(', 'abs_(')
        .replace(
          'import itertools',
          'import itertools, zlib\ndef abs_(v):\n    return zlib.crc32(ascii(v).encode())\n',
        ),
    )
  }, 60_000)

  test('methods of bytes and bytearray', () => {
    same(`${TEXTS}
import zlib
def h(v):
    return zlib.crc32(ascii(v).encode())
datas = [t.encode('utf-8', 'surrogatepass') for t in texts] + [bytes(range(256)) * 5, b'']
for kind in bytes, bytearray:
    for s in map(kind, datas):
        for name in 'lower upper swapcase capitalize title split rsplit splitlines strip isascii isalpha isalnum isdigit isspace islower isupper istitle hex __repr__'.split():
            r = getattr(s, name)()
            print(name, h(r))
        print(h(s.splitlines(True)), h(s.split(None, 3)), h(s.rsplit(None, 3)), h(s.hex(':', 3)), h(bytes.fromhex(s.hex())))
        for sub in b'o', b'the', b'zz', b' ', b'a', b'aa', b'ab', b'\\xff', bytes(s[-3:]) or b'q', bytes(s[300:500]) or b'q':
            print(s.count(sub), s.rfind(sub), s.find(sub), s.count(sub, 5), s.rfind(sub, 3, -3), s.find(sub, 100, 400), sub in s,
                  h(s.replace(sub, b'<>')), h(s.replace(sub, b'')), h(s.replace(sub, b'+')), h(s.replace(sub, b'xyz', 2)), h(s.replace(b'', sub)),
                  h(s.split(sub)), h(s.split(sub, 2)), h(s.rsplit(sub)), h(s.rsplit(sub, 2)), h(s.strip(sub)), h(s.lstrip(sub)), h(s.rstrip(sub)), h(s.partition(sub)), h(s.rpartition(sub)),
                  h(sub.join(s.split(sub))), sub.join(s.split(sub)) == s)
        print(h(s.translate(bytes(reversed(range(256))))), h(s.translate(None, b'aeiou')), h(s.translate(bytes(range(256)), b'xyz')), s == bytes(s), s != s[:-1] + b'!', s < s + b'a')
pieces = (b'one,two,three,' * 500).split(b',')
print(len(pieces), pieces[1] + pieces[2], {p for p in pieces} == {b'one', b'two', b'three', b''}, sorted(set(map(len, pieces))), pieces[0][1:], hash(pieces[0]) == hash(b'one'), bytes(memoryview(pieces[1])), pieces[1].upper(), b';'.join(pieces[:4]))
`)
  }, 60_000)
  // Minutes in an emulator.
  test.skipIf(process.env.DXPY_COMMAND !== undefined)('results that are too large', () => {
    same(`
def t(f):
    try: r=f(); print(type(r), len(r))
    except BaseException as e: print(type(e).__name__, e)
t(lambda: (b'a'*10**6).replace(b'a', b'b'*10**6))
t(lambda: ('a'*10**6).replace('a', 'b'*10**6))
t(lambda: bytearray(b'a'*10**6).replace(b'a', b'b'*10**6))
t(lambda: (b'a'*10**5).join([b'x']*10**6))
`)
  })
  test('pieces of a split, subclasses, tables', () => {
    same(`
class S(str): pass
class B(bytes): pass
print(S('Abc '*1000).lower()[:4], type(S('x'*1000).lower()), B(b'Abc '*100).lower()[:4], type(B(b'x y '*100).split()[0]), B(b'q,'*100).split(b',')[0].cls if 0 else 1)
import collections
print('abcabc'.translate(collections.defaultdict(lambda:'x')), ('abc'*300).translate(collections.defaultdict(lambda:'x'))[:9])
class D(dict):
    def __missing__(self,k): return 'y'
print('abc'.translate(D()), ('abc'*300).translate(D())[:6])
m=memoryview(b'abc'*100); print(m==b'abc'*100, m.hex()[:6], bytes(m[::2])[:5], sum(m), max(m))
p=(b'one two '*100).split(b' ')[1]
print(p, p==b'two', hash(p)==hash(b'two'), {p:1}[b'two'], p in {b'two'}, p[0], p[-1:], p+p, p*2, list(p), repr(p), p.decode(), int((b'12 '*100).split()[3]), len(p), bool(p), p<b'z', p.__sizeof__()>0, p.find(b'w'), b'%s'%p, memoryview(p).tobytes(), bytearray(p), b''.join([p,p]), p.startswith(b't'), p.isalpha(), float((b'1.5 '*99).split()[0]))
import pickle, copy; print(pickle.loads(pickle.dumps(p)), copy.deepcopy(p), type(p), isinstance(p,bytes), p.__class__)
import struct; print(struct.unpack('<h', (b'ab cd '*40).split()[1])); import io; print(io.BytesIO(p).read()); import re; print(re.match(rb'tw.',p).group()); import zlib,hashlib; print(zlib.crc32(p), hashlib.md5(p).hexdigest()[:6])
`)
  })
})
