/**
 * Methods of str on ASCII texts: the text is written into a buffer, which tells whether it is ASCII, the engine (src/simd) or a loop works on the bytes, and a result
 * that is a text is read back. Very large ones stay where they are (ffi/texts.ts). All functions answer `undefined` for a text that is not ASCII; where an engine is asked, the callers look at the
 * length before (thresholds.ts).
 */
import { freshBytes } from '../ffi/buffers'
import { type Address, type Bytes, byteSet } from '../simd/engine'
import { engine, simd } from '../simd/index'
import { Threshold } from '../simd/thresholds'

/** Bun's types do not have these methods of Node's buffers. */
type TextBuffer = Buffer & {
  latin1Slice(start: number, end: number): string
  utf8Write(text: string, at: number, length: number): number
}

/** No start needs it. */
let texts: typeof import('../ffi/texts') | null = null
const inPlace = () => (texts ??= require('../ffi/texts') as typeof import('../ffi/texts'))

const KEPT = 1 << 16

function resized(buffer: TextBuffer | null, length: number): TextBuffer {
  if (buffer !== null && length <= buffer.length && (length > KEPT || buffer.length <= KEPT)) return buffer
  const bytes = freshBytes(Math.max(KEPT, length))
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) as TextBuffer
}

let source: TextBuffer | null = null
let target: TextBuffer | null = null

/** The text in a buffer that the next call overwrites; undefined where it is not ASCII. */
function written(s: string): TextBuffer | undefined {
  const n = s.length
  // Four bytes more than an ASCII text needs: a text that is not ASCII fills at least one of them.
  source = resized(source, n + 4)
  return source.utf8Write(s, 0, n + 4) === n ? source : undefined
}

const NOT_ASCII = Symbol('not ASCII')

/** Calls a function with the bytes of an ASCII text: large ones where they lie. */
function onAscii<T>(s: string, f: (bytes: Bytes, n: number) => T): T | undefined {
  const n = s.length
  if (n >= Threshold.strInPlace && engine().takesAddresses) {
    const made = inPlace().withAddressOf(s, (at) =>
      simd(n).firstHigh(at as Address, 0, n) < 0 ? f(at as Address, n) : NOT_ASCII,
    )
    if (made !== null) return made === NOT_ASCII ? undefined : (made as T)
  }
  const bytes = written(s)
  return bytes === undefined ? undefined : f(bytes, n)
}

/** The same for what needs no more than that a character is a byte: large texts may have any character below U+0100. */
function onLatin<T>(s: string, f: (bytes: Bytes, n: number) => T): T | undefined {
  const n = s.length
  if (n >= Threshold.strInPlace && engine().takesAddresses) {
    const made = inPlace().withAddressOf(s, (at) => f(at as Address, n))
    if (made !== null) return made
  }
  const bytes = written(s)
  return bytes === undefined ? undefined : f(bytes, n)
}

/** The text that a function writes into room for `n` characters; it answers how many there are. */
function filled(n: number, fill: (to: Bytes) => number): string {
  if (n >= Threshold.strRoom && engine().takesAddresses) {
    const room = inPlace().textRoom(n)
    if (room !== null) return room.text(fill(room.address as Address))
  }
  target = resized(target, n)
  const length = fill(target)
  return target.latin1Slice(0, length)
}

/** `a == b` of texts from {@link Threshold.strEqual} on. */
export function equalLongTexts(a: string, b: string): boolean {
  const n = a.length
  if (n !== b.length) return false
  if (!engine().takesAddresses) return a === b
  const same = inPlace().withAddressesOf(a, b, (x, y) => x === y || simd(n).eq(x as Address, 0, y as Address, 0, n))
  return same ?? a === b
}

/** Where a text first occurs in another from {@link Threshold.strInPlace} on; undefined where it cannot be told. */
export function findInLong(s: string, sub: string): number | undefined {
  const needle = engine().takesAddresses ? asciiNeedle(sub) : undefined
  if (needle === undefined) return undefined
  const n = s.length
  const found = inPlace().withAddressOf(s, (at) => {
    if (sub.length > n) return -1
    const bytes = at as Address
    return sub.length === 1 ? simd(n).findByte(bytes, 0, n, needle[0]!) : simd(n).find(bytes, 0, n, needle)
  })
  return found ?? undefined
}

/** `s.isascii()`: only the UTF-8 of an ASCII text has as many bytes as the text has units, and they are counted many at a time. */
export function isAsciiText(s: string): boolean {
  return Buffer.byteLength(s) === s.length
}

/** `s.lower()`, `s.upper()`, `s.swapcase()` */
export function mapAsciiCase(s: string, method: 'toLowercase' | 'toUppercase' | 'swapcase'): string | undefined {
  return onAscii(s, (bytes, n) =>
    filled(n, (to) => {
      simd(n)[method](to, bytes, 0, n)
      return n
    }),
  )
}

/** `s.title()` */
export function titleAscii(s: string): string | undefined {
  const bytes = written(s)
  if (bytes === undefined) return undefined
  const n = s.length
  let inside = false
  for (let i = 0; i < n; i++) {
    const c = bytes[i]!
    const small = c | 32
    const letter = small >= 97 && small <= 122
    if (letter) bytes[i] = inside ? small : small - 32
    inside = letter
  }
  return bytes.latin1Slice(0, n)
}

/** `s[start::step]` with `count` elements. */
export function stridedAscii(s: string, start: number, step: number, count: number): string | undefined {
  const bytes = written(s)
  if (bytes === undefined) return undefined
  if (step === -1) {
    const from = start - count + 1
    bytes.subarray(from, start + 1).reverse()
    return bytes.latin1Slice(from, start + 1)
  }
  const to = (target = resized(target, count))
  for (let k = 0, i = start; k < count; k++, i += step) to[k] = bytes[i]!
  return to.latin1Slice(0, count)
}

function asciiNeedle(sub: string): Uint8Array | undefined {
  const bytes = new Uint8Array(sub.length)
  for (let i = 0; i < sub.length; i++) {
    const c = sub.charCodeAt(i)
    if (c > 127) return undefined
    bytes[i] = c
  }
  return bytes
}

/** `s.count(sub)`; sub is not empty. */
export function countAscii(s: string, sub: string): number | undefined {
  const needle = asciiNeedle(sub)
  if (needle === undefined) return undefined
  return onLatin(s, (bytes, n) => {
    if (sub.length === 1) return simd(n).countByte(bytes, 0, n, needle[0]!)
    return sub.length > n ? 0 : simd(n).count(bytes, 0, n, needle)
  })
}

/** `s.rfind(sub)`; sub is not empty. */
export function rfindAscii(s: string, sub: string): number | undefined {
  const needle = asciiNeedle(sub)
  if (needle === undefined) return undefined
  return onLatin(s, (bytes, n) => {
    if (sub.length > n) return -1
    return sub.length === 1 ? simd(n).rfindByte(bytes, 0, n, needle[0]!) : simd(n).rfind(bytes, 0, n, needle)
  })
}

/** `s.replace(old, fresh)` of single ASCII characters in a text that is not worth more than one copy. */
export function replaceUnitAscii(s: string, old: string, fresh: string): string | undefined {
  const a = old.charCodeAt(0)
  const b = fresh.charCodeAt(0)
  if (a > 127 || b > 127) return undefined
  const bytes = written(s)
  if (bytes === undefined) return undefined
  const n = s.length
  simd(n).replaceByte(bytes, bytes, 0, n, a, b)
  return bytes.latin1Slice(0, n)
}

/** `s.replace(old, fresh)`; old is not empty. */
export function replaceAscii(s: string, old: string, fresh: string): string | undefined {
  const needle = asciiNeedle(old)
  const other = asciiNeedle(fresh)
  if (needle === undefined || other === undefined) return undefined
  return onLatin(s, (bytes, n) => {
    if (old.length > n) return s
    const kernels = simd(n)
    if (old.length === 1 && fresh.length === 1)
      return filled(n, (to) => {
        kernels.replaceByte(to, bytes, 0, n, needle[0]!, other[0]!)
        return n
      })
    const hits = old.length === 1 ? kernels.countByte(bytes, 0, n, needle[0]!) : kernels.count(bytes, 0, n, needle)
    if (hits === 0) return s
    const length = n + hits * (fresh.length - old.length)
    // What is too large for a text is refused by the engine's own method.
    if (length > 0x3fffffff) return undefined
    return filled(length, (to) => {
      kernels.replace(to, bytes, 0, n, needle, other, -1)
      return length
    })
  })
}

/** `s.translate(map)`: what each character below U+0080 becomes, -1 for nothing. */
export function translateAscii(s: string, map: Int16Array): string | undefined {
  const table = new Uint8Array(256)
  let deletes = false
  for (let c = 0; c < 128; c++) {
    table[c] = map[c]!
    if (map[c]! < 0) deletes = true
  }
  return onAscii(s, (bytes, n) =>
    filled(n, (to) => {
      if (deletes)
        return simd(n).translateDelete(
          to,
          bytes,
          0,
          n,
          table,
          byteSet((c) => c < 128 && map[c]! < 0),
        )
      simd(n).translate(to, bytes, 0, n, table)
      return n
    }),
  )
}

/** Positions that the engine writes, made when they are first needed. */
let places: Int32Array | null = null
const sets = new Map<string, Uint8Array>()

/** A set of characters by a name under which it is kept. */
function setOf(name: string, members: (c: number) => boolean): Uint8Array {
  let set = sets.get(name)
  if (set === undefined) sets.set(name, (set = byteSet((c) => c < 128 && members(c))))
  return set
}

const isSpace = (c: number): boolean => c === 32 || (c >= 9 && c <= 13) || (c >= 28 && c <= 31)
const isEnd = (c: number): boolean => (c >= 10 && c <= 13) || (c >= 28 && c <= 30)

/** `s.split()` */
export function splitAsciiSpace(s: string): string[] | undefined {
  return onAscii(s, (bytes, n) => {
    places ??= new Int32Array(2048)
    const set = setOf('space', isSpace)
    const out: string[] = []
    for (let from = 0; ; ) {
      const k = simd(n).splitWords(bytes, from, n, set, places)
      for (let i = 0; i < k; i++) out.push(s.slice(places[2 * i]!, places[2 * i + 1]!))
      if (2 * k < places.length) return out
      from = places[2 * k - 1]!
    }
  })
}

/** `s.splitlines(keepends)` */
export function splitAsciiLines(s: string, keepEnds: boolean): string[] | undefined {
  return onAscii(s, (bytes, n) => {
    places ??= new Int32Array(2048)
    const set = setOf('end', isEnd)
    const out: string[] = []
    let from = 0
    for (;;) {
      const k = simd(n).splitLines(bytes, from, n, set, places)
      for (let i = 0; i < k; i++) {
        const after = places[2 * i + 1]!
        out.push(s.slice(from, keepEnds ? after : places[2 * i]!))
        from = after
      }
      if (2 * k < places.length) break
    }
    if (from < n) out.push(s.slice(from))
    return out
  })
}

/** Whether all characters are of a class, which is kept under its name. */
export function allAscii(s: string, name: string, members: (c: number) => boolean): boolean | undefined {
  return onAscii(s, (bytes, n) => simd(n).firstNotIn(bytes, 0, n, setOf(name, members)) < 0)
}

/** Whether there are letters and all are lower (upper) case. */
export function casedAscii(s: string, upper: boolean): boolean | undefined {
  return onAscii(s, (bytes, n) => {
    const small = setOf('small', (c) => c >= 97 && c <= 122)
    const capital = setOf('capital', (c) => c >= 65 && c <= 90)
    const kernels = simd(n)
    if (kernels.firstIn(bytes, 0, n, upper ? small : capital) >= 0) return false
    return kernels.firstIn(bytes, 0, n, upper ? capital : small) >= 0
  })
}
