/**
 * Texts in which a high surrogate is followed by a low one as two code points: UTF-16 would make one character of them, so they
 * are kept as code points in a {@link PyStr} of the exact class str.
 *
 * They are too rare for methods of their own. An operation that meets one replaces every surrogate code point in its operands by
 * a stand-in from an unassigned plane (which has the same properties: no letter, not printable, no case), works on ordinary
 * strings, and replaces back in the result.
 */
import { PyList } from './list'
import type { Value } from './object'
import { PyStr } from './str'
import { codePoints } from './strops'
import { PyTuple } from './tuple'

/** Whether a value is a str that no JavaScript string can hold. */
export function isWide(v: Value | undefined): v is PyStr {
  return v instanceof PyStr && v.wide !== null
}

/** The code points of any str value. */
export function pointsOf(v: string | PyStr): Uint32Array {
  if (typeof v === 'string') return codePoints(v)
  return v.wide ?? codePoints(v.value)
}

/** The str of code points: a JavaScript string unless a high surrogate is followed by a low one. */
export function fromCodePoints(points: ArrayLike<number>): Value {
  let wide = false
  const parts: string[] = []
  let text = ''
  for (let i = 0; i < points.length; i++) {
    const cp = points[i]!
    if (cp >= 0xdc00 && cp < 0xe000 && i > 0 && points[i - 1]! >= 0xd800 && points[i - 1]! < 0xdc00) wide = true
    text += String.fromCodePoint(cp)
    if (text.length > 4096) {
      parts.push(text)
      text = ''
    }
  }
  const s = parts.join('') + text
  return wide ? new PyStr(s, Uint32Array.from(points)) : s
}

/** `a + b` for strs: a plain string unless a surrogate pair would form at the seam. */
export function concatStrings(a: string, b: string): Value {
  if ((b.charCodeAt(0) & 0xfc00) === 0xdc00 && (a.charCodeAt(a.length - 1) & 0xfc00) === 0xd800) {
    const x = codePoints(a)
    const y = codePoints(b)
    const both = new Uint32Array(x.length + y.length)
    both.set(x)
    both.set(y, x.length)
    return new PyStr(a + b, both)
  }
  return a + b
}

/** The strs one after another; a pair of surrogates that meets at a seam stays two code points. */
export function joinPieces(pieces: readonly Value[]): Value {
  // A lone piece is handed on as the object it is, of whatever subclass.
  if (pieces.length === 1) return pieces[0]!
  let out = ''
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i]!
    const s = typeof piece === 'string' ? piece : (piece as PyStr).value
    if (isWide(piece) || (s.charCodeAt(0) & 0xfc00) === 0xdc00) {
      const points: number[] = []
      for (const p of pieces) for (const cp of pointsOf(p as string)) points.push(cp)
      return fromCodePoints(points)
    }
    out += s
  }
  return out
}

const WINDOW = 0x800

/** First code point of a run of 2048 that none of the texts uses. */
function chooseWindow(texts: readonly Uint32Array[]): number {
  for (let base = 0x40000; base < 0xe0000; base += 0x1000)
    if (!texts.some((t) => t.some((cp) => cp >= base && cp < base + WINDOW))) return base
  // Every window is in use: a text with a character from each of 160 blocks of unassigned planes.
  return 0xe0800
}

function toWindow(points: Uint32Array, base: number): string {
  let out = ''
  for (const cp of points) out += String.fromCodePoint(cp >= 0xd800 && cp < 0xe000 ? cp - 0xd800 + base : cp)
  return out
}

function fromWindow(v: Value, base: number): Value {
  if (typeof v === 'string') {
    const points = codePoints(v)
    for (let i = 0; i < points.length; i++) {
      const cp = points[i]!
      if (cp >= base && cp < base + WINDOW) points[i] = cp - base + 0xd800
    }
    return fromCodePoints(points)
  }
  if (v instanceof PyList) return new PyList(v.items.map((x) => fromWindow(x, base)))
  if (v instanceof PyTuple && v.cls.name === 'tuple') return new PyTuple(v.items.map((x) => fromWindow(x, base)))
  return v
}

/** Applies a function of plain strings to operands some of which may be wide; strs inside lists and tuples count. */
export function throughWindow(args: readonly (Value | undefined)[], f: (...args: any[]) => Value): Value {
  const texts: Uint32Array[] = []
  const collect = (v: Value | undefined): void => {
    if (typeof v === 'string' || v instanceof PyStr) texts.push(pointsOf(v))
    else if (v instanceof PyTuple || v instanceof PyList) for (const x of v.items) collect(x)
  }
  for (const a of args) collect(a)
  const base = chooseWindow(texts)
  const map = (v: Value | undefined): Value | undefined => {
    if (typeof v === 'string' || v instanceof PyStr) return toWindow(pointsOf(v), base)
    if (v instanceof PyTuple) return new PyTuple(v.items.map((x) => map(x)!))
    if (v instanceof PyList) return new PyList(v.items.map((x) => map(x)!))
    return v
  }
  return fromWindow(f(...args.map(map)), base)
}
