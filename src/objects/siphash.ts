/**
 * The hash of str and bytes: SipHash-1-3 with a 128-bit key (CPython: Python/pyhash.c, Python/bootstrap_hash.c; PEP 456).
 *
 * 64-bit words are pairs of 32-bit halves, because BigInt arithmetic would cost fifty times as much. The key is random for each
 * process, or follows from PYTHONHASHSEED as in CPython, so that a given seed gives CPython's values.
 */
import type { Int } from './object'

let k0Low = 0
let k0High = 0
let k1Low = 0
let k1High = 0
let seeded = false

/**
 * Sets the key: from a PYTHONHASHSEED number (0 disables randomisation), or random where it is null. To be called before the
 * first hash; otherwise the key is random.
 */
export function setHashSeed(seed: number | null): void {
  const key = new Uint8Array(16)
  if (seed === null) crypto.getRandomValues(key)
  else if (seed !== 0) {
    let x = seed >>> 0
    for (let i = 0; i < 16; i++) {
      x = (Math.imul(x, 214013) + 2531011) >>> 0
      key[i] = (x >>> 16) & 255
    }
  }
  const view = new DataView(key.buffer)
  k0Low = view.getInt32(0, true)
  k0High = view.getInt32(4, true)
  k1Low = view.getInt32(8, true)
  k1High = view.getInt32(12, true)
  seeded = true
  known.clear()
}

/**
 * Hashes of short texts that were asked for lately: the same few names are hashed again and again (members of an enum as keys, items of tuples),
 * and the engine keeps its own hash with a string, so that a look-up costs a fifth.
 */
const known = new Map<string, Int>()
const MOST_KNOWN = 4096
const LONGEST_KNOWN = 128

let scratch = new Int32Array(64)
let scratchBytes = new Uint8Array(scratch.buffer)
let scratchUnits = new Uint16Array(scratch.buffer)

function reserve(bytes: number): void {
  if (bytes + 8 > scratchBytes.length) {
    scratch = new Int32Array((bytes + 64) >> 1)
    scratchBytes = new Uint8Array(scratch.buffer)
    scratchUnits = new Uint16Array(scratch.buffer)
  }
}

/** The last hash as it was before -1 became -2. */
let lastHigh = 0
let lastLow = 0

/** The hash of bytes under a 64-bit key of its own, for hash-based pyc files. */
export function keyedHash(key: bigint, bytes: Uint8Array): bigint {
  if (!seeded) setHashSeed(null)
  const kept = [k0Low, k0High, k1Low, k1High] as const
  k0Low = Number(BigInt.asIntN(32, key))
  k0High = Number(BigInt.asIntN(32, key >> 32n))
  k1Low = 0
  k1High = 0
  reserve(bytes.length)
  scratchBytes.set(bytes)
  siphash(bytes.length)
  ;[k0Low, k0High, k1Low, k1High] = kept
  return (BigInt(lastHigh >>> 0) << 32n) | BigInt(lastLow)
}

/** `hash(b)` of bytes. */
export function hashBytes(bytes: Uint8Array): Int {
  const n = bytes.length
  if (n === 0) return 0
  reserve(n)
  scratchBytes.set(bytes)
  return siphash(n)
}

/** `hash(s)` of a str, over one, two or four bytes a code point as its widest one needs. */
export function hashText(s: string): Int {
  const n = s.length
  if (n === 0) return 0
  if (n > LONGEST_KNOWN) return freshHash(s, n)
  let hash = known.get(s)
  if (hash === undefined) {
    hash = freshHash(s, n)
    if (known.size === MOST_KNOWN) known.clear()
    known.set(s, hash)
  }
  return hash
}

function freshHash(s: string, n: number): Int {
  reserve(n * 2)
  let all = 0
  for (let i = 0; i < n; i++) {
    const c = s.charCodeAt(i)
    all |= c
    scratchBytes[i] = c
  }
  if (all < 256) return siphash(n)
  let count = 0
  let wide = false
  for (let i = 0; i < n; i++) {
    const c = s.charCodeAt(i)
    scratchUnits[i] = c
    if ((c & 0xfc00) === 0xd800 && (s.charCodeAt(i + 1) & 0xfc00) === 0xdc00) wide = true
  }
  if (!wide) return siphash(n * 2)
  reserve(n * 4)
  for (let i = 0; i < n; i++) {
    const cp = s.codePointAt(i)!
    if (cp > 0xffff) i++
    scratch[count++] = cp
  }
  return siphash(count * 4)
}

/** `hash(s)` of a text given by its code points. */
export function hashCodePoints(points: Uint32Array): Int {
  let widest = 0
  for (const cp of points) if (cp > widest) widest = cp
  reserve(points.length * 4)
  if (widest < 0x10000) {
    scratchUnits.set(points)
    return siphash(points.length * 2)
  }
  scratch.set(points)
  return siphash(points.length * 4)
}

/** Hashes the first `n` bytes of the scratch buffer. */
function siphash(n: number): Int {
  if (!seeded) setHashSeed(null)
  let v0l = k0Low ^ 0x70736575
  let v0h = k0High ^ 0x736f6d65
  let v1l = k1Low ^ 0x6e646f6d
  let v1h = k1High ^ 0x646f7261
  let v2l = k0Low ^ 0x6e657261
  let v2h = k0High ^ 0x6c796765
  let v3l = k1Low ^ 0x79746573
  let v3h = k1High ^ 0x74656462
  const rest = n & 7
  const words = (n >>> 3) * 2
  // The last block is what is left over, with the length in its top byte.
  for (let i = rest; i < 8; i++) scratchBytes[(words << 2) + i] = 0
  scratchBytes[(words << 2) + 7] = n & 255
  let rounds = 1
  let at = 0
  for (;;) {
    const ml = scratch[at]!
    const mh = scratch[at + 1]!
    const last = at === words
    if (rounds === 1) {
      v3l ^= ml
      v3h ^= mh
    }
    for (let k = 0; k < rounds; k++) {
      let t = (v0l >>> 0) + (v1l >>> 0)
      v0h = (v0h + v1h + (t > 0xffffffff ? 1 : 0)) | 0
      v0l = t | 0
      t = (v2l >>> 0) + (v3l >>> 0)
      v2h = (v2h + v3h + (t > 0xffffffff ? 1 : 0)) | 0
      v2l = t | 0
      t = (v1h << 13) | (v1l >>> 19)
      v1l = ((v1l << 13) | (v1h >>> 19)) ^ v0l
      v1h = t ^ v0h
      t = (v3h << 16) | (v3l >>> 16)
      v3l = ((v3l << 16) | (v3h >>> 16)) ^ v2l
      v3h = t ^ v2h
      t = v0l
      v0l = v0h
      v0h = t
      t = (v2l >>> 0) + (v1l >>> 0)
      v2h = (v2h + v1h + (t > 0xffffffff ? 1 : 0)) | 0
      v2l = t | 0
      t = (v0l >>> 0) + (v3l >>> 0)
      v0h = (v0h + v3h + (t > 0xffffffff ? 1 : 0)) | 0
      v0l = t | 0
      t = (v1h << 17) | (v1l >>> 15)
      v1l = ((v1l << 17) | (v1h >>> 15)) ^ v2l
      v1h = t ^ v2h
      t = (v3h << 21) | (v3l >>> 11)
      v3l = ((v3l << 21) | (v3h >>> 11)) ^ v0l
      v3h = t ^ v0h
      t = v2l
      v2l = v2h
      v2h = t
    }
    if (rounds === 3) break
    v0l ^= ml
    v0h ^= mh
    if (last) {
      v2l ^= 0xff
      rounds = 3
    } else at += 2
  }
  const high = v0h ^ v1h ^ v2h ^ v3h
  const low = (v0l ^ v1l ^ v2l ^ v3l) >>> 0
  lastHigh = high
  lastLow = low
  if (high === -1 && low === 0xffffffff) return -2
  return hashFromHalves(high, low)
}

const word = new BigInt64Array(1)
const halves = new Int32Array(word.buffer)

/** The signed 64-bit int of two 32-bit halves; `high` is signed. */
export function hashFromHalves(high: number, low: number): Int {
  const r = high * 0x1_0000_0000 + (low >>> 0)
  if (Number.isSafeInteger(r)) return r
  halves[0] = low
  halves[1] = high
  return word[0]!
}

/** The high int32 half of a hash value. */
export function highHalf(h: Int): number {
  if (typeof h === 'number') return Math.floor(h / 0x1_0000_0000) | 0
  word[0] = h
  return halves[1]!
}

/** The low int32 half of a hash value. */
export function lowHalf(h: Int): number {
  if (typeof h === 'number') return h | 0
  word[0] = h
  return halves[0]!
}
