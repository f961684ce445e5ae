/**
 * The engine in TypeScript: the reference that every kernel is compared with, and what serves where there is no library for the
 * machine. Searches use the engine's own primitives, which are as fast as a kernel; everything else is one loop.
 */
import { type EngineName, inSet, type SimdStringEngine } from './engine'
import { ScalarNumbers } from './numbers'

const isLetter = (c: number): boolean => (c | 32) >= 97 && (c | 32) <= 122

function asBuffer(s: Uint8Array, to: number): Buffer {
  return Buffer.from(s.buffer, s.byteOffset, to)
}

function hexValue(c: number): number {
  return c >= 48 && c <= 57 ? c - 48 : (c | 32) >= 97 && (c | 32) <= 102 ? (c | 32) - 87 : -1
}

export class ScalarStringEngine implements SimdStringEngine {
  readonly name: EngineName = 'scalar'
  readonly takesAddresses = false
  readonly numbers = new ScalarNumbers()
  private readonly calls: Record<string, number> = {}

  private note(name: string): void {
    this.calls[name] = (this.calls[name] ?? 0) + 1
  }

  counters(): Readonly<Record<string, number>> {
    return this.calls
  }

  findByte(s: Uint8Array, from: number, to: number, c: number): number {
    this.note('findByte')
    if (from >= to) return -1
    const at = s.indexOf(c & 255, from)
    return at < to ? at : -1
  }

  rfindByte(s: Uint8Array, from: number, to: number, c: number): number {
    this.note('rfindByte')
    if (from >= to) return -1
    const at = s.lastIndexOf(c & 255, to - 1)
    return at >= from ? at : -1
  }

  countByte(s: Uint8Array, from: number, to: number, c: number): number {
    this.note('countByte')
    let n = 0
    for (let i = from; i < to; i++) if (s[i] === c) n++
    return n
  }

  find(s: Uint8Array, from: number, to: number, sub: Uint8Array): number {
    this.note('find')
    return this.next(s, from, to, sub)
  }

  private next(s: Uint8Array, from: number, to: number, sub: Uint8Array): number {
    if (sub.length > to - from) return -1
    return asBuffer(s, to).indexOf(sub, from)
  }

  rfind(s: Uint8Array, from: number, to: number, sub: Uint8Array): number {
    this.note('rfind')
    if (sub.length > to - from) return -1
    const at = asBuffer(s, to).lastIndexOf(sub, to - sub.length)
    return at >= from ? at : -1
  }

  count(s: Uint8Array, from: number, to: number, sub: Uint8Array): number {
    this.note('count')
    let n = 0
    for (let at = this.next(s, from, to, sub); at >= 0; at = this.next(s, at + sub.length, to, sub)) n++
    return n
  }

  eq(a: Uint8Array, aFrom: number, b: Uint8Array, bFrom: number, n: number): boolean {
    this.note('eq')
    for (let i = 0; i < n; i++) if (a[aFrom + i] !== b[bFrom + i]) return false
    return true
  }

  mismatch(a: Uint8Array, aFrom: number, b: Uint8Array, bFrom: number, n: number): number {
    this.note('mismatch')
    for (let i = 0; i < n; i++) if (a[aFrom + i] !== b[bFrom + i]) return i
    return -1
  }

  toLowercase(dst: Uint8Array, s: Uint8Array, from: number, to: number): void {
    this.note('toLowercase')
    for (let i = from, k = 0; i < to; i++, k++) {
      const c = s[i]!
      dst[k] = c >= 65 && c <= 90 ? c + 32 : c
    }
  }

  toUppercase(dst: Uint8Array, s: Uint8Array, from: number, to: number): void {
    this.note('toUppercase')
    for (let i = from, k = 0; i < to; i++, k++) {
      const c = s[i]!
      dst[k] = c >= 97 && c <= 122 ? c - 32 : c
    }
  }

  swapcase(dst: Uint8Array, s: Uint8Array, from: number, to: number): void {
    this.note('swapcase')
    for (let i = from, k = 0; i < to; i++, k++) {
      const c = s[i]!
      dst[k] = isLetter(c) ? c ^ 32 : c
    }
  }

  translate(dst: Uint8Array, s: Uint8Array, from: number, to: number, table: Uint8Array): void {
    this.note('translate')
    for (let i = from, k = 0; i < to; i++, k++) dst[k] = table[s[i]!]!
  }

  translateDelete(
    dst: Uint8Array,
    s: Uint8Array,
    from: number,
    to: number,
    table: Uint8Array | null,
    set: Uint8Array,
  ): number {
    this.note('translateDelete')
    let k = 0
    for (let i = from; i < to; i++) if (!inSet(set, s[i]!)) dst[k++] = table === null ? s[i]! : table[s[i]!]!
    return k
  }

  replaceByte(dst: Uint8Array, s: Uint8Array, from: number, to: number, old: number, fresh: number): void {
    this.note('replaceByte')
    for (let i = from, k = 0; i < to; i++, k++) dst[k] = s[i] === old ? fresh : s[i]!
  }

  replace(
    dst: Uint8Array,
    s: Uint8Array,
    from: number,
    to: number,
    old: Uint8Array,
    fresh: Uint8Array,
    limit: number,
  ): number {
    this.note('replace')
    let k = 0
    let i = from
    for (let left = limit < 0 ? Number.POSITIVE_INFINITY : limit; left > 0; left--) {
      const at = this.next(s, i, to, old)
      if (at < 0) break
      dst.set(s.subarray(i, at), k)
      k += at - i
      dst.set(fresh, k)
      k += fresh.length
      i = at + old.length
    }
    dst.set(s.subarray(i, to), k)
    return k + to - i
  }

  splitByte(s: Uint8Array, from: number, to: number, c: number, out: Int32Array): number {
    this.note('splitByte')
    let k = 0
    for (let i = from; i < to && k < out.length; i++) if (s[i] === c) out[k++] = i
    return k
  }

  split(s: Uint8Array, from: number, to: number, sub: Uint8Array, out: Int32Array): number {
    this.note('split')
    let k = 0
    for (let i = from; k < out.length; ) {
      const at = this.next(s, i, to, sub)
      if (at < 0) break
      out[k++] = at
      i = at + sub.length
    }
    return k
  }

  splitLines(s: Uint8Array, from: number, to: number, set: Uint8Array, out: Int32Array): number {
    this.note('splitLines')
    const full = out.length >> 1
    let k = 0
    for (let i = from; i < to && k < full; i++) {
      const c = s[i]!
      if (!inSet(set, c)) continue
      const after = c === 13 && i + 1 < to && s[i + 1] === 10 ? i + 2 : i + 1
      out[2 * k] = i
      out[2 * k++ + 1] = after
      i = after - 1
    }
    return k
  }

  splitWords(s: Uint8Array, from: number, to: number, set: Uint8Array, out: Int32Array): number {
    this.note('splitWords')
    const full = out.length >> 1
    let k = 0
    for (let i = from; k < full; k++) {
      while (i < to && inSet(set, s[i]!)) i++
      if (i === to) break
      out[2 * k] = i
      while (i < to && !inSet(set, s[i]!)) i++
      out[2 * k + 1] = i
    }
    return k
  }

  firstIn(s: Uint8Array, from: number, to: number, set: Uint8Array): number {
    this.note('firstIn')
    for (let i = from; i < to; i++) if (inSet(set, s[i]!)) return i
    return -1
  }

  firstNotIn(s: Uint8Array, from: number, to: number, set: Uint8Array): number {
    this.note('firstNotIn')
    for (let i = from; i < to; i++) if (!inSet(set, s[i]!)) return i
    return -1
  }

  lastNotIn(s: Uint8Array, from: number, to: number, set: Uint8Array): number {
    this.note('lastNotIn')
    for (let i = to - 1; i >= from; i--) if (!inSet(set, s[i]!)) return i
    return -1
  }

  countIn(s: Uint8Array, from: number, to: number, set: Uint8Array): number {
    this.note('countIn')
    let n = 0
    for (let i = from; i < to; i++) if (inSet(set, s[i]!)) n++
    return n
  }

  firstHigh(s: Uint8Array, from: number, to: number): number {
    this.note('firstHigh')
    for (let i = from; i < to; i++) if (s[i]! >= 128) return i
    return -1
  }

  hex(dst: Uint8Array, s: Uint8Array, from: number, to: number): void {
    this.note('hex')
    for (let i = from, k = 0; i < to; i++) {
      const high = s[i]! >> 4
      const low = s[i]! & 15
      dst[k++] = high < 10 ? 48 + high : 87 + high
      dst[k++] = low < 10 ? 48 + low : 87 + low
    }
  }

  unhex(dst: Uint8Array, s: Uint8Array, from: number, to: number): number {
    this.note('unhex')
    const n = (to - from) >> 1
    for (let k = 0; k < n; k++) {
      const high = hexValue(s[from + 2 * k]!)
      const low = hexValue(s[from + 2 * k + 1]!)
      if (high < 0 || low < 0) return k
      dst[k] = high * 16 + low
    }
    return n
  }

  join(dst: Uint8Array, s: Uint8Array, pieces: Int32Array, count: number, separator: Uint8Array): number {
    this.note('join')
    let k = 0
    for (let j = 0; j < count; j++) {
      if (j > 0) {
        dst.set(separator, k)
        k += separator.length
      }
      const piece = s.subarray(pieces[2 * j], pieces[2 * j + 1])
      dst.set(piece, k)
      k += piece.length
    }
    return k
  }
}
