/**
 * The methods of str (Library Reference, "String Methods"; CPython: Objects/unicodeobject.c). The algorithms are in strops.ts and
 * unicode.ts; here arguments are recognised and messages made.
 *
 * Every method is written for JavaScript strings. {@link row} wraps it: a str subclass gives its text, a wide text (see
 * widestring.ts) takes the detour through a window. Methods that put pieces together are marked `joins`: with lone surrogates in
 * an operand a pair could form at a seam, so these take the detour as well.
 */
import { Threshold } from '../simd/thresholds'
import { translateAscii } from './asciitext'
import { callSpecial0 } from './attributes'
import { exportsBuffer } from './buffer'
import { checkedName, decodeObject, encodeText } from './codecregistry'
import { dictType, PyDict } from './dict'
import { indexError, isException, lookupErrorType, memoryError, typeError, valueError } from './exceptions'
import { formatStr } from './formatspec'
import { PyStrAsciiIterator, PyStrIterator } from './iterators'
import { PyList } from './list'
import { completeType, type MethodRow, type MethodTable, type PyType, typeOf, type Value } from './object'
import { asCInt, asClampedIndex, asSize, CompareIndex, compareNumbers, getItem, isTrue, toArray } from './operators'
import { formatPercent } from './percent'
import { declines, declinesRepeat, position, repeatCount, tooLong } from './sequence'
import { NotImplemented } from './singletons'
import { hashCodePoints } from './siphash'
import { adjustSlice, type bounds, PySlice } from './slice'
import { asString, PyStr, strType } from './str'
import { formatFields } from './strformat'
import {
  charAt,
  compareStrings,
  contains,
  count,
  escapeCodePoint,
  expandTabs,
  find,
  findAnywhere,
  latinBuffer,
  latinText,
  matchesEnd,
  pad,
  replace,
  rfind,
  rsplitOn,
  rsplitSpace,
  splitLines,
  splitOn,
  splitSpace,
  strHash,
  stridedSlice,
  stripChars,
  stripSpace,
  strLength,
  strRepr,
  textIndex,
  unitIndexOf,
  unitLastIndexOf,
  zfill,
} from './strops'
import { PyTuple } from './tuple'
import * as unicode from './unicode'
import { concatStrings, fromCodePoints, isWide, pointsOf, throughWindow } from './widestring'

type Method = (s: string, ...args: any[]) => Value

function hasWide(v: Value | undefined): boolean {
  if (typeof v !== 'object' || v === null) return false
  if (v instanceof PyStr) return v.wide !== null
  if (!(v instanceof PyTuple || v instanceof PyList)) return false
  const { items } = v
  for (let i = 0; i < items.length; i++) if (isWide(items[i])) return true
  return false
}

/** A table row of a method of plain strings. */
function row(name: string, f: Method, signature: string, doc?: string): MethodRow {
  const detour = (args: (Value | undefined)[]): Value => {
    if (args.some(hasWide)) return throughWindow(args, f)
    const self = args[0] as PyStr
    args[0] = typeof self === 'string' ? self : self.value
    return f(...(args as [string]))
  }
  // One wrapper for each number of parameters, so that a call has neither an array nor a spread.
  switch (f.length) {
    case 1:
      return [name, (s: Value) => (typeof s === 'string' ? f(s) : detour([s])), signature, doc]
    case 2:
      return [
        name,
        (s: Value, a: Value) => (typeof s === 'string' && !hasWide(a) ? f(s, a) : detour([s, a])),
        signature,
        doc,
      ]
    case 3:
      return [
        name,
        (s: Value, a: Value, b: Value) =>
          typeof s === 'string' && !hasWide(a) && !hasWide(b) ? f(s, a, b) : detour([s, a, b]),
        signature,
        doc,
      ]
    default:
      return [
        name,
        (s: Value, a: Value, b: Value, c: Value) =>
          typeof s === 'string' && !hasWide(a) && !hasWide(b) ? f(s, a, b, c) : detour([s, a, b, c]),
        signature,
        doc,
      ]
  }
}

/** A row whose method puts pieces together. */
function joins(name: string, f: Method, signature: string, doc?: string): MethodRow {
  const n = f.length
  const guarded: Method = (s: string, a?: Value, b?: Value, c?: Value) =>
    illFormed(s) || illFormed(a) || illFormed(b) ? throughWindow([s, a, b, c].slice(0, n), f) : f(s, a, b, c)
  Object.defineProperty(guarded, 'length', { value: n })
  return row(name, guarded, signature, doc)
}

/** Whether a text contains a lone surrogate. */
function illFormed(v: Value | undefined): boolean {
  return typeof v === 'string' && !v.isWellFormed()
}

function text(v: Value, method: string, position: number): string {
  const s = asString(v)
  if (s === undefined)
    throw typeError(`${method}() argument ${position} must be str, not ${v === null ? 'None' : typeOf(v).name}`)
  return s
}

/** A start or stop argument of a search; undefined and None mean the end of the text. */
function bound(v: Value | undefined, otherwise: number): number {
  if (v === undefined || v === null) return otherwise
  if (typeof v === 'number') return v
  if (typeOf(v).proto.$__index__ === undefined)
    throw typeError('slice indices must be integers or None or have an __index__ method')
  return asClampedIndex(v)
}

const LAST = Number.MAX_SAFE_INTEGER

// ── Construction, comparison, items ────────────────────────────────────────────────────────────────────────────────────

function strNew(cls: PyType, object?: Value, encoding?: Value, errors?: Value): Value {
  let made: Value
  if (object === undefined && encoding === undefined && errors === undefined) made = ''
  else if (encoding === undefined && errors === undefined) made = strOf(object!)
  else {
    const enc = encoding === undefined ? 'utf-8' : nameArgument(encoding, 'str', 'encoding')
    const err = errors === undefined ? 'strict' : nameArgument(errors, 'str', 'errors')
    if (object === undefined) made = ''
    else if (asString(object) !== undefined) throw typeError('decoding str is not supported')
    else if (!exportsBuffer(object))
      throw typeError(`decoding to str: need a bytes-like object, ${typeOf(object).name} found`)
    else made = decodeObject(object, enc, err)
  }
  if (cls === strType) return made
  const o = new cls.ctor() as { -readonly [K in keyof PyStr]: PyStr[K] }
  o.value = asString(made)!
  o.wide = made instanceof PyStr ? made.wide : null
  return o as PyStr
}

/** `str(v)` with the class of the result as it comes. */
function strOf(v: Value): Value {
  if (typeof v === 'string') return v
  const result = callSpecial0(typeOf(v).proto.$__str__!, v)
  if (asString(result) === undefined) throw typeError(`__str__ returned non-string (type ${typeOf(result).name})`)
  return result
}

/** An encoding or errors argument. Raises TypeError, ValueError for a null character. */
export function nameArgument(v: Value, method: string, what: string): string {
  const s = asString(v)
  if (s === undefined) throw typeError(`${method}() argument '${what}' must be str, not ${typeOf(v).name}`)
  return checkedName(s)
}

/** An exact str of the same text. */
function exact(self: Value): Value {
  if (typeof self === 'string') return self
  const s = self as PyStr
  return s.wide === null ? s.value : s.cls === strType ? s : new PyStr(s.value, s.wide)
}

function comparePoints(a: Uint32Array, b: Uint32Array): number {
  const n = Math.min(a.length, b.length)
  for (let i = 0; i < n; i++) if (a[i] !== b[i]) return a[i]! - b[i]!
  return a.length - b.length
}

function strCompare(index: number, a: Value, b: Value): Value {
  if (typeof a === 'string' && typeof b === 'string') {
    if (index === CompareIndex.eq) return a === b
    if (index === CompareIndex.ne) return a !== b
    return compareNumbers(index, compareStrings(a, b), 0)
  }
  if (!(typeof b === 'string' || b instanceof PyStr)) return NotImplemented
  if (isWide(a) || isWide(b)) return compareNumbers(index, comparePoints(pointsOf(a as string), pointsOf(b)), 0)
  return strCompare(index, asString(a)!, asString(b)!)
}

function strHashMethod(self: Value): Value {
  return isWide(self) ? hashCodePoints(self.wide!) : strHash(asString(self)!)
}

/** The characters between bounds. */
export function strBetween(s: string, { start, step, count: n }: typeof bounds): Value {
  // Taking every second code point can bring surrogates together.
  if (step !== 1 && n > 1 && !s.isWellFormed()) {
    const all = pointsOf(s)
    const points: number[] = []
    for (let k = 0, i = start; k < n; k++, i += step) points.push(all[i]!)
    return fromCodePoints(points)
  }
  return stridedSlice(s, start, step, n)
}

/** `s[key]` */
export function strGetItem(s: string, key: Value): Value {
  if (typeof key === 'number' || typeOf(key).proto.$__index__ !== undefined) {
    const index = textIndex(s)
    const i = position(key, index === null ? s.length : index.length)
    if (i === undefined) throw indexError('string index out of range')
    return index === null ? s[i]! : charAt(s, i)
  }
  if (key instanceof PySlice) {
    return strBetween(s, adjustSlice(key, strLength(s)))
  }
  throw typeError(`string indices must be integers, not '${typeOf(key).name}'`)
}

/** `s[key]` of a text that is no JavaScript string. */
function wideGetItem(s: Value, key: Value): Value {
  return isWide(s) ? throughWindow([s, key], strGetItem) : strGetItem(asString(s)!, key)
}

function strAdd(a: Value, b: Value): Value {
  if (typeof a === 'string' && typeof b === 'string') return concatStrings(a, b)
  // The operator makes the message, after the other operand has been asked.
  if (!(typeof b === 'string' || b instanceof PyStr))
    return declines(b, (name) => `can only concatenate str (not "${name}") to str`)
  if (isWide(a) || isWide(b)) return fromCodePoints([...pointsOf(a as string), ...pointsOf(b)])
  return concatStrings(asString(a)!, asString(b)!)
}

const MAX_LENGTH = 0x7fffffff

function strMul(s: string, n: Value): Value {
  const times = repeatCount(n)
  if (times === undefined) return declinesRepeat(n)
  if (s.length * times > MAX_LENGTH) throw tooLong(strLength(s), n, 'repeated string is too long')
  return s.repeat(times)
}

/** Iterator over a wide text. */
class PyWideStrIterator extends PyStrIterator {
  constructor(readonly points: Uint32Array) {
    super('')
    this.shared = true
  }
  override next(): Value | undefined {
    if (this.count >= this.points.length) return undefined
    return String.fromCodePoint(this.points[this.count++]!)
  }
}

function strIter(self: Value): Value {
  if (isWide(self)) return new PyWideStrIterator(self.wide!)
  const s = asString(self)!
  return unicode.isAscii(s) ? new PyStrAsciiIterator(s) : new PyStrIterator(s)
}

function strReprMethod(self: Value): Value {
  return isWide(self) ? reprPoints(self.wide!, false) : strRepr(asString(self)!)
}

/** `repr` (or `ascii`) of a wide text; surrogates are never printable. */
export function reprPoints(points: Uint32Array, asciiOnly: boolean): string {
  const quote = points.includes(39) && !points.includes(34) ? 34 : 39
  let out = ''
  for (const cp of points) out += escapeCodePoint(cp, quote, asciiOnly) ?? String.fromCodePoint(cp)
  const mark = String.fromCharCode(quote)
  return mark + out + mark
}

function strContains(s: string, sub: Value): Value {
  const part = asString(sub)
  if (part === undefined) throw typeError(`'in <string>' requires string as left operand, not ${typeOf(sub).name}`)
  return contains(s, part)
}

function strFormatMethod(self: Value, spec: Value): Value {
  const s = asString(spec)
  if (s === undefined) throw typeError(`__format__() argument must be str, not ${typeOf(spec).name}`)
  if (s === '') return typeOf(self) === strType ? self : callSpecial0(typeOf(self).proto.$__str__!, self)
  const text = asString(self)!
  const made = formatStr(text, s, typeOf(self).name)
  // Where nothing is added or cut, CPython's writer hands back the very object, of whatever class it is.
  return made === text ? self : made
}

// ── Methods ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function findRow(name: string, f: typeof find): MethodRow {
  return row(
    name,
    (s: string, sub: Value, start: Value | undefined, end: Value | undefined) => {
      const at =
        start === undefined && f === find && typeof sub === 'string'
          ? findAnywhere(s, sub)
          : f(s, text(sub, name, 1), bound(start, 0), bound(end, LAST))
      if (at < 0 && name.endsWith('index')) throw valueError('substring not found')
      return at
    },
    '($self, sub[, start[, end]], /)',
    'The lowest (r: highest) index of a substring within a range; -1 or ValueError where there is none.',
  )
}

function endsRow(name: 'startswith' | 'endswith'): MethodRow {
  const tail = name === 'endswith'
  return row(
    name,
    (s: string, part: Value, start: Value | undefined, end: Value | undefined) => {
      const from = bound(start, 0)
      const to = bound(end, LAST)
      if (part instanceof PyTuple) {
        for (const p of part.items) {
          const one = asString(p)
          if (one === undefined) throw typeError(`tuple for ${name} must only contain str, not ${typeOf(p).name}`)
          if (matchesEnd(s, one, from, to, tail)) return true
        }
        return false
      }
      const one = asString(part)
      if (one === undefined)
        throw typeError(`${name} first arg must be str or a tuple of str, not ${typeOf(part).name}`)
      return matchesEnd(s, one, from, to, tail)
    },
    `($self, ${tail ? 'suffix' : 'prefix'}[, start[, end]], /)`,
    'Whether the text, or a range of it, begins or ends with a text or one of a tuple.',
  )
}

function padRow(name: string, align: 'left' | 'right' | 'center'): MethodRow {
  return joins(
    name,
    (s: string, width: Value, fill: Value | undefined) => {
      const n = asSize(width)
      let c = ' '
      if (fill !== undefined) {
        const given = asString(fill)
        if (given === undefined)
          throw typeError(`The fill character must be a unicode character, not ${typeOf(fill).name}`)
        if (strLength(given) !== 1) throw typeError('The fill character must be exactly one character long')
        c = given
      }
      if (n > MAX_LENGTH && n > s.length) throw memoryError()
      return pad(s, n, c, align)
    },
    "($self, width, fillchar=' ', /)",
    'The text padded to a width.',
  )
}

function stripRow(name: string, sides: number): MethodRow {
  return row(
    name,
    (s: string, chars: Value | undefined) => {
      if (chars === undefined || chars === null) return stripSpace(s, sides)
      const set = asString(chars)
      if (set === undefined) throw typeError(`${name} arg must be None or str`)
      return stripChars(s, set, sides)
    },
    '($self, chars=None, /)',
    'The text without white space, or without the given characters, at its ends.',
  )
}

function splitRow(name: string, onSpace: typeof splitSpace, onText: typeof splitOn): MethodRow {
  return row(
    name,
    (s: string, sep: Value | undefined, limit: Value | undefined) => {
      const n = limit === undefined ? -1 : asSize(limit)
      if (sep === undefined || sep === null) return new PyList(onSpace(s, n))
      const part = asString(sep)
      if (part === undefined) throw typeError(`must be str or None, not ${typeOf(sep).name}`)
      if (part === '') throw valueError('empty separator')
      return new PyList(onText(s, part, n))
    },
    '($self, /, sep=None, maxsplit=-1)',
    'The pieces between separators, or between runs of white space.',
  )
}

function partitionRow(name: string, last: boolean): MethodRow {
  return row(
    name,
    (s: string, sep: Value) => {
      const part = asString(sep)
      if (part === undefined) throw typeError(`must be str, not ${typeOf(sep).name}`)
      if (part === '') throw valueError('empty separator')
      const at = last ? unitLastIndexOf(s, part, s.length - part.length) : unitIndexOf(s, part, 0)
      if (at < 0) return new PyTuple(last ? ['', '', s] : [s, '', ''])
      return new PyTuple([s.slice(0, at), part, s.slice(at + part.length)])
    },
    '($self, sep, /)',
    'What stands before the separator, the separator, and what stands behind it.',
  )
}

function strReplace(s: string, old: Value, fresh: Value, limit: Value | undefined): Value {
  const a = text(old, 'replace', 1)
  const b = text(fresh, 'replace', 2)
  return replace(s, a, b, limit === undefined ? -1 : asSize(limit))
}

/** `sep.join(iterable)` */
export function strJoin(self: Value, iterable: Value): Value {
  let items: Value[]
  if (iterable instanceof PyList && !iterable.cls.heap) items = iterable.items
  else if (iterable instanceof PyTuple && !iterable.cls.heap) items = iterable.items
  else {
    if (typeOf(iterable).proto.$__iter__ === undefined && typeOf(iterable).proto.$__getitem__ === undefined)
      throw typeError('can only join an iterable')
    items = toArray(iterable)
  }
  const n = items.length
  if (n === 1 && typeof items[0] === 'string') return items[0]
  let plain = typeof self === 'string'
  // Single characters, as loops over texts collect them.
  let single = self === '' && n > 2
  let bits = 0
  for (let i = 0; i < n; i++) {
    const item = items[i]!
    if (typeof item !== 'string') {
      if (!(item instanceof PyStr))
        throw typeError(`sequence item ${i}: expected str instance, ${typeOf(item).name} found`)
      plain = single = false
    } else {
      const c = item.charCodeAt(0)
      if (item.length !== 1) single = false
      bits |= c
      if ((c & 0xfc00) === 0xdc00) plain = false
    }
  }
  if (single && bits < 256) {
    const bytes = latinBuffer(n)
    for (let i = 0; i < n; i++) bytes[i] = (items[i] as string).charCodeAt(0)
    return latinText(n)
  }
  if (plain && (self as string).isWellFormed()) {
    try {
      return (items as string[]).join(self as string)
    } catch (e) {
      if (e instanceof RangeError) throw memoryError()
      throw e
    }
  }
  if (n === 1 && typeOf(items[0]!) === strType) return items[0]!
  const points: number[] = []
  const separator = pointsOf(self as string)
  for (let i = 0; i < n; i++) {
    if (i > 0) for (const cp of separator) points.push(cp)
    for (const cp of pointsOf(items[i] as string)) points.push(cp)
  }
  return fromCodePoints(points)
}

function affixRow(name: string, tail: boolean): MethodRow {
  return row(
    name,
    (s: string, part: Value) => {
      const p = asString(part)
      if (p === undefined) throw typeError(`${name}() argument must be str, not ${typeOf(part).name}`)
      if (p === '' || !matchesEnd(s, p, 0, LAST, tail)) return s
      return tail ? s.slice(0, s.length - p.length) : s.slice(p.length)
    },
    `($self, ${tail ? 'suffix' : 'prefix'}, /)`,
    'The text without a prefix or suffix, where it has it.',
  )
}

/** What a translation table says of one code point: undefined to keep it. */
function translated(table: Value, cp: number): Value | undefined {
  let v: Value | undefined
  if (table instanceof PyDict && table.cls === dictType) v = table.getItem(cp)
  else
    try {
      v = getItem(table, cp)
    } catch (e) {
      if (isException(e, lookupErrorType)) return undefined
      throw e
    }
  if (v === undefined || v === null) return v
  if (asString(v) !== undefined) return v
  if (typeof v !== 'number' && typeof v !== 'bigint' && typeof v !== 'boolean')
    throw typeError('character mapping must return integer, None or str')
  const mapped = Number(v)
  if (mapped < 0 || mapped > 0x10ffff) throw valueError('character mapping must be in range(0x110000)')
  return String.fromCodePoint(mapped)
}

function strTranslate(self: Value, table: Value): Value {
  const source = isWide(self) ? self.wide! : null
  const s = asString(self)!
  if (source === null && s.isWellFormed()) {
    const latin =
      table instanceof PyDict && table.cls === dictType && table.hashed === 0 ? translateLatin(s, table) : undefined
    if (latin !== undefined) return latin
    let out = ''
    // Most texts repeat few characters: each is looked up once, unless the table is code that may answer differently.
    const known = table instanceof PyDict && table.cls === dictType ? new Map<string, string>() : null
    for (const c of s) {
      let to = known?.get(c)
      if (to === undefined) {
        const v = translated(table, c.codePointAt(0)!)
        if (v !== undefined && v !== null && typeof v !== 'string' && isWide(v))
          return translatePoints(pointsOf(s), table)
        to = v === undefined ? c : v === null ? '' : asString(v)!
        if (!to.isWellFormed()) return translatePoints(pointsOf(s), table)
        known?.set(c, to)
      }
      out += to
    }
    return out
  }
  return translatePoints(source ?? pointsOf(s), table)
}

/** What each ASCII character becomes, -1 where it is taken out; null where one becomes something else than another. */
function asciiTable(table: PyDict): Int16Array | null {
  const map = new Int16Array(128)
  for (let c = 0; c < 128; c++) {
    const v = table.getItem(c)
    let to = c
    if (v === null) to = -1
    else if (typeof v === 'number') to = v >= 0 && v < 128 ? v : 128
    else if (typeof v === 'string') to = v.length === 1 ? v.charCodeAt(0) : 128
    else if (v !== undefined) to = 128
    if (to > 127) return null
    map[c] = to
  }
  return map
}

/** The translation of a text where all its characters, before and after, are single ones below U+0100; undefined for any other. */
function translateLatin(s: string, table: PyDict): string | undefined {
  const n = s.length
  if (n >= Threshold.strTranslate) {
    const ascii = asciiTable(table)
    const made = ascii === null ? undefined : translateAscii(s, ascii)
    if (made !== undefined) return made
  }
  const map = new Int16Array(256).fill(-1)
  const bytes = latinBuffer(n)
  for (let i = 0; i < n; i++) {
    const c = s.charCodeAt(i)
    if (c > 255) return undefined
    let to = map[c]!
    if (to < 0) {
      const v = table.getItem(c)
      if (v === undefined) to = c
      else if (typeof v === 'number') to = v
      else if (typeof v === 'string' && v.length === 1) to = v.charCodeAt(0)
      else return undefined
      if (to < 0 || to > 255) return undefined
      map[c] = to
    }
    bytes[i] = to
  }
  return latinText(n)
}

function translatePoints(points: Uint32Array, table: Value): Value {
  const out: number[] = []
  for (const cp of points) {
    const v = translated(table, cp)
    if (v === undefined) out.push(cp)
    else if (v !== null) for (const x of pointsOf(v as string)) out.push(x)
  }
  return fromCodePoints(out)
}

function makeTrans(x: Value, y?: Value, z?: Value): Value {
  const table = new PyDict()
  if (y === undefined) {
    if (!(x instanceof PyDict)) throw typeError('if you give only one argument to maketrans it must be a dict')
    for (const key of x.keyList()) {
      const value = x.getItem(key)!
      if (typeof key === 'number' || typeof key === 'bigint' || typeof key === 'boolean') table.setItem(key, value)
      else if (asString(key) !== undefined) {
        const points = pointsOf(key as string)
        if (points.length !== 1) throw valueError('string keys in translate table must be of length 1')
        table.setItem(points[0]!, value)
      } else throw typeError('keys in translate table must be strings or integers')
    }
    return table
  }
  if (asString(x) === undefined)
    throw typeError('first maketrans argument must be a string if there is a second argument')
  text(y, 'maketrans', 2)
  if (z !== undefined) text(z, 'maketrans', 3)
  const from = pointsOf(x as string)
  const to = pointsOf(y as string)
  if (from.length !== to.length) throw valueError('the first two maketrans arguments must have equal length')
  for (let i = 0; i < from.length; i++) table.setItem(from[i]!, to[i]!)
  if (z !== undefined) for (const cp of pointsOf(z as string)) table.setItem(cp, null)
  return table
}

function strEncode(self: Value, encoding?: Value, errors?: Value): Value {
  const enc = encoding === undefined ? 'utf-8' : nameArgument(encoding, 'encode', 'encoding')
  const err = errors === undefined ? 'strict' : nameArgument(errors, 'encode', 'errors')
  return encodeText(self, enc, err)
}

function test(name: string, f: (s: string) => boolean, doc: string): MethodRow {
  return row(name, (s: string) => f(s), '($self, /)', doc)
}

function convert(name: string, f: (s: string) => string, doc: string): MethodRow {
  return row(name, (s: string) => f(s), '($self, /)', doc)
}

const hasAll = (flags: number) => (s: string) => unicode.allHave(s, flags)

export const strMethods = (): MethodTable => [
  ['__repr__', strReprMethod, '($self, /)'],
  ['__str__', exact, '($self, /)'],
  ['__hash__', strHashMethod, '($self, /)'],
  ['__lt__', (a: Value, b: Value) => strCompare(CompareIndex.lt, a, b), '($self, value, /)'],
  ['__le__', (a: Value, b: Value) => strCompare(CompareIndex.le, a, b), '($self, value, /)'],
  ['__eq__', (a: Value, b: Value) => strCompare(CompareIndex.eq, a, b), '($self, value, /)'],
  ['__ne__', (a: Value, b: Value) => strCompare(CompareIndex.ne, a, b), '($self, value, /)'],
  ['__gt__', (a: Value, b: Value) => strCompare(CompareIndex.gt, a, b), '($self, value, /)'],
  ['__ge__', (a: Value, b: Value) => strCompare(CompareIndex.ge, a, b), '($self, value, /)'],
  ['__iter__', strIter, '($self, /)'],
  ['__len__', (s: Value) => (isWide(s) ? s.wide!.length : strLength(asString(s)!)), '($self, /)'],
  [
    '__getitem__',
    (s: Value, key: Value) => (typeof s === 'string' ? strGetItem(s, key) : wideGetItem(s, key)),
    '($self, key, /)',
  ],
  ['__add__', strAdd, '($self, value, /)'],
  joins('__mul__', strMul, '($self, value, /)'),
  joins('__rmul__', strMul, '($self, value, /)'),
  ['__mod__', (self: Value, args: Value) => formatPercent(self, args), '($self, value, /)'],
  [
    '__rmod__',
    (self: Value, template: Value) =>
      asString(template) === undefined ? NotImplemented : formatPercent(template, self),
    '($self, value, /)',
  ],
  row('__contains__', strContains, '($self, key, /)'),
  ['__format__', strFormatMethod, '($self, format_spec, /)'],
  ['__getnewargs__', (self: Value) => new PyTuple([exact(self)]), '($self, /)'],
  [
    '__sizeof__',
    (self: Value) => {
      const points = pointsOf(self as string)
      const widest = points.reduce((a, b) => Math.max(a, b), 0)
      if (widest < 128) return 41 + points.length
      return widest < 256 ? 57 + points.length : widest < 65536 ? 58 + 2 * points.length : 60 + 4 * points.length
    },
    '($self, /)',
  ],
  ['encode', strEncode, "($self, /, encoding='utf-8', errors='strict')", 'The text as bytes in an encoding.'],
  joins('replace', strReplace, '($self, old, new, /, count=-1)', 'The text with occurrences of old replaced by new.'),
  splitRow('split', splitSpace, splitOn),
  splitRow('rsplit', rsplitSpace, rsplitOn),
  ['join', strJoin, '($self, iterable, /)', 'The strs of an iterable with the text between them.'],
  convert(
    'capitalize',
    unicode.capitalize,
    'The text with its first character in title case and the rest in lower case.',
  ),
  convert('casefold', unicode.caseFold, 'The text folded for comparison without regard to case.'),
  convert('title', unicode.titleCase, 'The text with each word in title case.'),
  padRow('center', 'center'),
  row(
    'count',
    (s: string, sub: Value, start: Value | undefined, end: Value | undefined) =>
      count(s, text(sub, 'count', 1), bound(start, 0), bound(end, LAST)),
    '($self, sub[, start[, end]], /)',
    'Number of occurrences of a substring that do not overlap.',
  ),
  joins(
    'expandtabs',
    (s: string, tabSize: Value | undefined) => expandTabs(s, tabSize === undefined ? 8 : asCInt(tabSize)),
    '($self, /, tabsize=8)',
    'The text with tabs replaced by spaces up to the next multiple of tabsize.',
  ),
  findRow('find', find),
  partitionRow('partition', false),
  findRow('index', find),
  padRow('ljust', 'left'),
  convert('lower', unicode.lowerCase, 'The text in lower case.'),
  stripRow('lstrip', 1),
  findRow('rfind', rfind),
  findRow('rindex', rfind),
  padRow('rjust', 'right'),
  stripRow('rstrip', 2),
  partitionRow('rpartition', true),
  row(
    'splitlines',
    (s: string, keepEnds: Value | undefined) => new PyList(splitLines(s, keepEnds !== undefined && isTrue(keepEnds))),
    '($self, /, keepends=False)',
    'The lines of the text, with or without their ends.',
  ),
  stripRow('strip', 3),
  convert('swapcase', unicode.swapCase, 'The text with upper and lower case exchanged.'),
  [
    'translate',
    strTranslate,
    '($self, table, /)',
    'The text with each character replaced as a table of ordinals says.',
  ],
  convert('upper', unicode.upperCase, 'The text in upper case.'),
  endsRow('startswith'),
  endsRow('endswith'),
  affixRow('removeprefix', false),
  affixRow('removesuffix', true),
  test('isascii', unicode.isAscii, 'Whether all characters are ASCII; true for the empty text.'),
  test('islower', unicode.isLower, 'Whether all cased characters are lower case and there is one.'),
  test('isupper', unicode.isUpper, 'Whether all cased characters are upper case and there is one.'),
  test('istitle', unicode.isTitle, 'Whether each word is in title case and there is one.'),
  test('isspace', hasAll(unicode.SPACE), 'Whether all characters are white space and there is one.'),
  test('isdecimal', hasAll(unicode.DECIMAL), 'Whether all characters are decimal digits and there is one.'),
  test('isdigit', hasAll(unicode.DIGIT), 'Whether all characters are digits and there is one.'),
  test('isnumeric', hasAll(unicode.NUMERIC), 'Whether all characters are numeric and there is one.'),
  test('isalpha', hasAll(unicode.ALPHA), 'Whether all characters are letters and there is one.'),
  test('isalnum', hasAll(unicode.ALNUM), 'Whether all characters are letters or numeric and there is one.'),
  test('isidentifier', unicode.isIdentifier, 'Whether the text is a valid identifier or keyword.'),
  test('isprintable', unicode.isPrintableText, 'Whether repr would show all characters as they are.'),
  row(
    'zfill',
    (s: string, width: Value) => {
      const n = asSize(width)
      if (n > MAX_LENGTH && n > s.length) throw memoryError()
      return zfill(s, n)
    },
    '($self, width, /)',
    'The text padded with zeros behind its sign.',
  ),
  [
    'format',
    (self: Value, args: Value[], keywords: Value) => formatFields(self, args, keywords),
    '($self, /, *args, **kwargs)',
    'The text with fields in braces replaced by formatted arguments.',
  ],
  [
    'format_map',
    (self: Value, mapping: Value) => formatFields(self, null, mapping),
    '($self, mapping, /)',
    'The text with fields in braces replaced by formatted values of a mapping.',
  ],
]

completeType(strType, {
  layout: PyStr,
  new: [strNew, "(object='', encoding=<unrepresentable>, errors=<unrepresentable>)"],
  methods: strMethods,
  staticMethods: () => [
    ['maketrans', makeTrans, '(x, y=<unrepresentable>, z=<unrepresentable>, /)', 'A table for translate.'],
  ],
  matchSelf: true,
  doc: 'A text: that of an object, or bytes decoded by an encoding.',
})
