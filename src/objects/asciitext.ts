/**
 * Methods of str on large ASCII texts: the text is written into a buffer, which tells whether it is ASCII, the engine (src/simd) works on the bytes, and a result
 * that is a text is read back. All functions answer `undefined` for a text that is not ASCII; the callers look at the length before (thresholds.ts).
 */
import { freshBytes } from '../ffi/buffers'
import { byteSet } from '../simd/engine'
import { simd } from '../simd/index'

/** Bun's types do not have these methods of Node's buffers. */
type TextBuffer = Buffer & {
  latin1Slice(start: number, end: number): string
  utf8Write(text: string, at: number, length: number): number
}

const KEPT = 1 << 16

function resized(buffer: TextBuffer | null, length: number): TextBuffer {
  if (buffer !== null && length <= buffer.length && (length > KEPT || buffer.length <= KEPT)) return buffer
  const bytes = freshBytes(Math.max(KEPT, length))
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) as TextBuffer
}

let source: TextBuffer | null = null
let target: TextBuffer | null = null

/** The text in a buffer that the next call overwrites. */
function written(s: string): TextBuffer | undefined {
  const n = s.length
  // Four bytes more than an ASCII text needs: a text that is not ASCII fills at least one of them.
  source = resized(source, n + 4)
  return source.utf8Write(s, 0, n + 4) === n ? source : undefined
}

/** `s.isascii()` */
export function isAsciiText(s: string): boolean {
  return written(s) !== undefined
}

/** `s.lower()`, `s.upper()`, `s.swapcase()` */
export function mapAsciiCase(s: string, method: 'toLowercase' | 'toUppercase' | 'swapcase'): string | undefined {
  const n = s.length
  const bytes = written(s)
  if (bytes === undefined) return undefined
  target = resized(target, n)
  simd(n)[method](target, bytes, 0, n)
  return target.latin1Slice(0, n)
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
  const n = s.length
  const bytes = written(s)
  if (bytes === undefined) return undefined
  if (sub.length === 1) return simd(n).countByte(bytes, 0, n, needle[0]!)
  return sub.length > n ? 0 : simd(n).count(bytes, 0, n, needle)
}

/** `s.rfind(sub)`; sub is not empty. */
export function rfindAscii(s: string, sub: string): number | undefined {
  const needle = asciiNeedle(sub)
  if (needle === undefined) return undefined
  const bytes = written(s)
  if (bytes === undefined) return undefined
  const n = s.length
  if (sub.length > n) return -1
  return sub.length === 1 ? simd(n).rfindByte(bytes, 0, n, needle[0]!) : simd(n).rfind(bytes, 0, n, needle)
}

/** `s.replace(old, fresh)`; old is not empty. */
export function replaceAscii(s: string, old: string, fresh: string): string | undefined {
  const needle = asciiNeedle(old)
  const other = asciiNeedle(fresh)
  if (needle === undefined || other === undefined) return undefined
  const n = s.length
  const bytes = written(s)
  if (bytes === undefined) return undefined
  if (old.length > n) return s
  const kernels = simd(n)
  if (old.length === 1 && fresh.length === 1) {
    target = resized(target, n)
    kernels.replaceByte(target, bytes, 0, n, needle[0]!, other[0]!)
    return target.latin1Slice(0, n)
  }
  const hits = old.length === 1 ? kernels.countByte(bytes, 0, n, needle[0]!) : kernels.count(bytes, 0, n, needle)
  if (hits === 0) return s
  const length = n + hits * (fresh.length - old.length)
  // What is too large for a text is refused by the engine's own method.
  if (length > 0x3fffffff) return undefined
  target = resized(target, length)
  kernels.replace(target, bytes, 0, n, needle, other, -1)
  return target.latin1Slice(0, length)
}

/** `s.translate(map)`: what each character below U+0080 becomes, -1 for nothing. */
export function translateAscii(s: string, map: Int16Array): string | undefined {
  const n = s.length
  const bytes = written(s)
  if (bytes === undefined) return undefined
  const table = new Uint8Array(256)
  let deletes = false
  for (let c = 0; c < 128; c++) {
    table[c] = map[c]!
    if (map[c]! < 0) deletes = true
  }
  target = resized(target, n)
  if (!deletes) {
    simd(n).translate(target, bytes, 0, n, table)
    return target.latin1Slice(0, n)
  }
  const gone = byteSet((c) => c < 128 && map[c]! < 0)
  return target.latin1Slice(0, simd(n).translateDelete(target, bytes, 0, n, table, gone))
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
  const n = s.length
  const bytes = written(s)
  if (bytes === undefined) return undefined
  places ??= new Int32Array(2048)
  const set = setOf('space', isSpace)
  const out: string[] = []
  for (let from = 0; ; ) {
    const k = simd(n).splitWords(bytes, from, n, set, places)
    for (let i = 0; i < k; i++) out.push(s.slice(places[2 * i]!, places[2 * i + 1]!))
    if (2 * k < places.length) return out
    from = places[2 * k - 1]!
  }
}

/** `s.splitlines(keepends)` */
export function splitAsciiLines(s: string, keepEnds: boolean): string[] | undefined {
  const n = s.length
  const bytes = written(s)
  if (bytes === undefined) return undefined
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
}

/** Whether all characters are of a class, which is kept under its name. */
export function allAscii(s: string, name: string, members: (c: number) => boolean): boolean | undefined {
  const n = s.length
  const bytes = written(s)
  return bytes === undefined ? undefined : simd(n).firstNotIn(bytes, 0, n, setOf(name, members)) < 0
}

/** Whether there are letters and all are lower (upper) case. */
export function casedAscii(s: string, upper: boolean): boolean | undefined {
  const n = s.length
  const bytes = written(s)
  if (bytes === undefined) return undefined
  const small = setOf('small', (c) => c >= 97 && c <= 122)
  const capital = setOf('capital', (c) => c >= 65 && c <= 90)
  const kernels = simd(n)
  if (kernels.firstIn(bytes, 0, n, upper ? small : capital) >= 0) return false
  return kernels.firstIn(bytes, 0, n, upper ? capital : small) >= 0
}
