/** Codecs and error handlers against CPython. */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import '../../src/objects/all'
import { PyBytes } from '../../src/objects/bytes'
import { decodeObject, encodeText } from '../../src/objects/codecregistry'
import * as codecs from '../../src/objects/codecs'
import { PyUnicodeError } from '../../src/objects/exceptionfields'
import { PyBaseException } from '../../src/objects/exceptions'
import { repr } from '../../src/objects/operators'
import { utf7Decode, utf7Encode } from '../../src/objects/utf7'
import { fromCodePoints, pointsOf } from '../../src/objects/widestring'
import { cpython, runCPython } from '../support/cpython'

const ENCODINGS = ['utf-8', 'ascii', 'latin-1', 'utf-16', 'utf-16-le', 'utf-16-be', 'utf-32', 'utf-32-le', 'utf-32-be']
const ERRORS = [
  'strict',
  'ignore',
  'replace',
  'backslashreplace',
  'xmlcharrefreplace',
  'surrogateescape',
  'surrogatepass',
]

function describeError(e: unknown): string {
  if (e instanceof PyUnicodeError) return `${e.cls.name} ${e.encoding} ${e.start} ${e.end} ${e.reason}`
  if (e instanceof PyBaseException) return e.cls.name
  throw e
}

test.skipIf(cpython() === null)('encoding', () => {
  const point = fc.constantFrom(
    0x41,
    0x7f,
    0x80,
    0xe9,
    0xff,
    0x100,
    0x20ac,
    0xd800,
    0xdbff,
    0xdc00,
    0xdc80,
    0xdcff,
    0xdfff,
    0xffff,
    0x1f600,
  )
  const cases = fc.sample(
    fc.tuple(fc.array(point, { maxLength: 6 }), fc.constantFrom(...ENCODINGS), fc.constantFrom(...ERRORS)),
    { numRuns: 2500, seed: 4 },
  )
  const program = `
import sys, json
out = []
for points, encoding, errors in json.loads(sys.stdin.read()):
    s = ''.join(map(chr, points))
    try: out.append(s.encode(encoding, errors).hex())
    except UnicodeError as e: out.append(f'{type(e).__name__} {e.encoding} {e.start} {e.end} {e.reason}')
    except Exception as e: out.append(type(e).__name__)
print(json.dumps(out))`
  const expected = JSON.parse(runCPython(program, JSON.stringify(cases))) as string[]
  const wrong: unknown[] = []
  cases.forEach(([points, encoding, errors], i) => {
    let got: string
    try {
      got = Buffer.from((encodeText(fromCodePoints(points), encoding, errors) as PyBytes).bytes).toString('hex')
    } catch (e) {
      got = describeError(e)
    }
    if (got !== expected[i]) wrong.push([points.map((p) => p.toString(16)), encoding, errors, got, expected[i]])
  })
  expect(wrong.slice(0, 8)).toEqual([])
})

test.skipIf(cpython() === null)('decoding', () => {
  const byte = fc.constantFrom(
    0x00,
    0x41,
    0x7f,
    0x80,
    0xbf,
    0xc0,
    0xc3,
    0xa9,
    0xe0,
    0xed,
    0xa0,
    0x9f,
    0xe2,
    0x82,
    0xac,
    0xf0,
    0x9f,
    0x98,
    0xf4,
    0x90,
    0xf5,
    0xff,
    0xfe,
    0xd8,
    0xdc,
  )
  const cases = fc.sample(
    fc.tuple(
      fc.array(byte, { maxLength: 9 }),
      fc.constantFrom(...ENCODINGS),
      fc.constantFrom(...ERRORS.filter((e) => e !== 'xmlcharrefreplace')),
    ),
    { numRuns: 4000, seed: 6 },
  )
  const program = `
import sys, json
out = []
for data, encoding, errors in json.loads(sys.stdin.read()):
    try: out.append(' '.join(format(ord(c), 'x') for c in bytes(data).decode(encoding, errors)))
    except UnicodeError as e: out.append(f'{type(e).__name__} {e.encoding} {e.start} {e.end} {e.reason}')
    except Exception as e: out.append(type(e).__name__)
print(json.dumps(out))`
  const expected = JSON.parse(runCPython(program, JSON.stringify(cases))) as string[]
  const wrong: unknown[] = []
  cases.forEach(([data, encoding, errors], i) => {
    let got: string
    try {
      const text = decodeObject(new PyBytes(Uint8Array.from(data)), encoding, errors)
      got = [...pointsOf(text as string)].map((p) => p.toString(16)).join(' ')
    } catch (e) {
      got = describeError(e)
    }
    if (got !== expected[i]) wrong.push([Buffer.from(data).toString('hex'), encoding, errors, got, expected[i]])
  })
  expect(wrong.slice(0, 8)).toEqual([])
})

test.skipIf(cpython() === null)('escapes', () => {
  const part = fc.constantFrom(
    'a',
    '\\n',
    '\\x41',
    '\\x4',
    '\\u20ac',
    '\\u12',
    '\\U0001f600',
    '\\U0011ffff',
    '\\101',
    '\\7',
    '\\777',
    '\\q',
    '\\',
    '\\\n',
    'é',
    "\\'",
    '\\N{',
    '\\N',
    '\\N{}',
  )
  const cases = fc.sample(
    fc.tuple(
      fc.array(part, { maxLength: 4 }).map((p) => p.join('')),
      fc.constantFrom('unicode_escape', 'raw_unicode_escape'),
      fc.constantFrom('strict', 'replace'),
    ),
    { numRuns: 1500, seed: 12 },
  )
  const program = `
import sys, json, warnings
warnings.simplefilter('ignore')
out = []
for s, encoding, errors in json.loads(sys.stdin.read()):
    try: out.append(ascii(s.encode('latin-1').decode(encoding, errors)))
    except UnicodeError as e: out.append(f'{e.start} {e.end} {e.reason}')
print(json.dumps(out))`
  const expected = JSON.parse(runCPython(program, JSON.stringify(cases))) as string[]
  const wrong: unknown[] = []
  cases.forEach(([t, encoding, errors], i) => {
    const bytes = Uint8Array.from(t, (c) => c.charCodeAt(0))
    const onError: codecs.ErrorCallback = (start, end, reason) => {
      if (errors === 'strict') throw `${start} ${end} ${reason}`
      return { replacement: Uint32Array.of(0xfffd), raw: false, position: end }
    }
    let got: string
    try {
      const decoded =
        encoding === 'unicode_escape'
          ? codecs.unicodeEscapeDecode(
              bytes,
              onError,
              () => null,
              () => {},
            )
          : codecs.rawUnicodeEscapeDecode(bytes, onError)
      got = repr(decoded.text).replace(/[^\x00-\x7f]/gu, (c) => {
        const cp = c.codePointAt(0)!
        return cp < 256
          ? '\\x' + cp.toString(16)
          : cp < 65536
            ? '\\u' + cp.toString(16).padStart(4, '0')
            : '\\U' + cp.toString(16).padStart(8, '0')
      })
    } catch (e) {
      if (typeof e !== 'string') throw e
      got = e
    }
    if (got !== expected[i]) wrong.push([t, encoding, errors, got, expected[i]])
  })
  expect(wrong.slice(0, 8)).toEqual([])
})

test.skipIf(cpython() === null)('UTF-7', () => {
  const program = `
import sys, json, codecs
cases = json.loads(sys.stdin.read())
def strict(s):
    try: return repr(codecs.utf_7_decode(s.encode('latin1'), 'strict', True))
    except UnicodeError as e: return f'{e.start} {e.end} {e.reason}'
print(json.dumps([[e.encode('utf-7').decode('latin1') for e in cases[0]], [strict(s) for s in cases[1]],
  [repr(codecs.utf_7_decode(s.encode('latin1'), 'replace', False)) for s in cases[1]]]))`
  const texts = fc.sample(
    fc.array(fc.constantFrom(...'a+-/\\~\té€\u{1f600}A1 &'), { maxLength: 8 }).map((a) => a.join('')),
    { numRuns: 300, seed: 1 },
  )
  const codes = fc.sample(
    fc.array(fc.constantFrom(...'+-AB2Zz/ é~,3D'), { maxLength: 10 }).map((a) => a.join('')),
    { numRuns: 1500, seed: 2 },
  )
  const [encoded, strict, partial] = JSON.parse(runCPython(program, JSON.stringify([texts, codes])))
  expect(texts.map((t) => Buffer.from(utf7Encode(t)).toString('latin1'))).toEqual(encoded)
  const show = (d: codecs.Decoded): string => `(${repr(d.text)}, ${d.consumed})`
  const bytes = (s: string): Uint8Array => Uint8Array.from(s, (c) => c.charCodeAt(0))
  expect(
    codes.map((s) => {
      try {
        return show(
          utf7Decode(bytes(s), (start, end, reason) => {
            throw `${start} ${end} ${reason}`
          }),
        )
      } catch (e) {
        return e
      }
    }),
  ).toEqual(strict)
  const replace: codecs.ErrorCallback = (_s, end) => ({
    replacement: Uint32Array.of(0xfffd),
    raw: false,
    position: end,
  })
  expect(codes.map((s) => show(utf7Decode(bytes(s), replace, false)))).toEqual(partial)
})
