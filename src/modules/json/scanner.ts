/**
 * JSON to values (Library Reference, "json"; RFC 8259; CPython: Modules/_json.c). The text is scanned in code units, and offsets become
 * code points only where Python sees them.
 */
import { getAttr } from '../../objects/attributes'
import { context, enterNative, leaveNative } from '../../objects/context'
import { PyDict } from '../../objects/dict'
import { stopIteration } from '../../objects/exceptionfields'
import { typeError, valueError } from '../../objects/exceptions'
import { floatType, PyFloat } from '../../objects/float'
import type { MapKey } from '../../objects/hashtable'
import { intType } from '../../objects/int'
import { parseInteger } from '../../objects/intmath'
import { PyList } from '../../objects/list'
import { defineType, PyObject, type PyType, typeOf, type Value } from '../../objects/object'
import { asIndexNumber, isTrue } from '../../objects/operators'
import { asString, PyStr } from '../../objects/str'
import { type TextIndex, textIndex } from '../../objects/strops'
import { PyTuple } from '../../objects/tuple'
import { fromCodePoints, joinPieces } from '../../objects/widestring'

/** The text being scanned. */
class Document {
  /** Where the value that was scanned last ends. */
  next = 0
  readonly text: string
  /** The code points of a text that no JavaScript string can hold; `text` then has one unit for each. */
  readonly points: Uint32Array | null
  private readonly index: TextIndex | null

  constructor(
    readonly source: Value,
    text: string,
  ) {
    if (source instanceof PyStr && source.wide !== null) {
      this.points = source.wide
      this.text = [...source.wide].map((cp) => (cp > 0xd7ff ? '\ue000' : String.fromCharCode(cp))).join('')
      this.index = null
    } else {
      this.points = null
      this.text = text
      this.index = textIndex(this.text)
    }
  }

  /** Code units before a code point. */
  unitOf(i: number): number {
    return this.index === null ? i : this.index.unitOf(i)
  }

  /** Code points before a code unit. */
  positionOf(unit: number): number {
    return this.index === null || unit < 0 ? unit : this.index.indexOf(unit)
  }

  get length(): number {
    return this.index === null ? this.text.length : this.index.length
  }

  slice(start: number, stop: number): Value {
    return this.points === null ? this.text.slice(start, stop) : fromCodePoints(this.points.subarray(start, stop))
  }

  /** `json.JSONDecodeError` at a code unit. */
  error(message: string, unit: number): Value {
    const type = getAttr(context.importModule('json.decoder'), 'JSONDecodeError')
    return context.call3(type, message, this.source, this.positionOf(unit))
  }
}

const ESCAPES: Readonly<Record<number, string | undefined>> = {
  34: '"',
  47: '/',
  92: '\\',
  98: '\b',
  102: '\f',
  110: '\n',
  114: '\r',
  116: '\t',
}

/** The string whose first character is at `start`, after the quote. */
function readString(doc: Document, start: number, strict: boolean): Value {
  const text = doc.text
  const n = text.length
  for (let i = start; i < n; i++) {
    const c = text.charCodeAt(i)
    if (c === 34) {
      doc.next = i + 1
      return doc.slice(start, i)
    }
    if (c === 92) return readEscaped(doc, start, i, strict)
    if (c < 32 && strict) throw doc.error('Invalid control character at', i)
  }
  throw doc.error('Unterminated string starting at', start - 1)
}

/** The same for a string with a backslash at `at`. */
function readEscaped(doc: Document, begin: number, at: number, strict: boolean): Value {
  const text = doc.text
  const n = text.length
  const pieces: Value[] = []
  let start = begin
  for (let i = at; i < n; i++) {
    const c = text.charCodeAt(i)
    if (c === 34) {
      if (i > start) pieces.push(doc.slice(start, i))
      doc.next = i + 1
      return joinPieces(pieces)
    }
    if (c < 32 && strict) throw doc.error('Invalid control character at', i)
    if (c !== 92) continue
    if (i > start) pieces.push(doc.slice(start, i))
    if (++i === n) break
    const letter = text.charCodeAt(i)
    if (letter === 117) {
      const unit = hexUnit(doc, i)
      i += 4
      let low = 0
      if ((unit & 0xfc00) === 0xd800 && i + 7 < n && text.charCodeAt(i + 1) === 92 && text.charCodeAt(i + 2) === 117) {
        low = hexUnit(doc, i + 2)
        if ((low & 0xfc00) === 0xdc00) i += 6
        else low = 0
      }
      pieces.push(low === 0 ? String.fromCharCode(unit) : String.fromCharCode(unit, low))
    } else {
      const meant = ESCAPES[letter]
      if (meant === undefined) throw doc.error('Invalid \\escape', i - 1)
      pieces.push(meant)
    }
    start = i + 1
  }
  throw doc.error('Unterminated string starting at', begin - 1)
}

/** The four hexadecimal digits after the `u` at `at`; they cannot be the last of the text. */
function hexUnit(doc: Document, at: number): number {
  const text = doc.text
  let unit = 0
  if (at + 5 < text.length) {
    for (let i = at + 1; i <= at + 4; i++) {
      const c = text.charCodeAt(i)
      const digit = c >= 48 && c <= 57 ? c - 48 : (c | 32) >= 97 && (c | 32) <= 102 ? (c | 32) - 87 : -1
      if (digit < 0) throw doc.error('Invalid \\uXXXX escape', at)
      unit = unit * 16 + digit
    }
    return unit
  }
  throw doc.error('Invalid \\uXXXX escape', at)
}

function skipSpace(text: string, i: number): number {
  let c = text.charCodeAt(i)
  while (c === 32 || c === 10 || c === 13 || c === 9) c = text.charCodeAt(++i)
  return i
}

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57
}

/** `_json.Scanner`: what `json.JSONDecoder.scan_once` is. */
class PyScanner extends PyObject {
  strict = true
  objectHook: Value = null
  pairsHook: Value = null
  parseFloat: Value = null
  parseInt: Value = null
  parseConstant: Value = null

  /** The value at `i`; `doc.next` is where it ends. */
  value(doc: Document, i: number): Value {
    const text = doc.text
    switch (text.charCodeAt(i)) {
      case 34:
        return readString(doc, i + 1, this.strict)
      case 123:
        enterNative(' while decoding a JSON object from a unicode string')
        try {
          return this.pairsHook === null ? this.object(doc, i + 1) : this.pairs(doc, i + 1)
        } finally {
          leaveNative()
        }
      case 91:
        enterNative(' while decoding a JSON array from a unicode string')
        try {
          return this.array(doc, i + 1)
        } finally {
          leaveNative()
        }
      case 110:
        if (text.startsWith('null', i)) {
          doc.next = i + 4
          return null
        }
        break
      case 116:
        if (text.startsWith('true', i)) {
          doc.next = i + 4
          return true
        }
        break
      case 102:
        if (text.startsWith('false', i)) {
          doc.next = i + 5
          return false
        }
        break
      case 78:
        if (text.startsWith('NaN', i)) return this.constant(doc, 'NaN', i)
        break
      case 73:
        if (text.startsWith('Infinity', i)) return this.constant(doc, 'Infinity', i)
        break
      case 45:
        if (text.startsWith('-Infinity', i)) return this.constant(doc, '-Infinity', i)
    }
    return this.number(doc, i)
  }

  private constant(doc: Document, name: string, i: number): Value {
    doc.next = i + name.length
    return context.call1(this.parseConstant, name)
  }

  private number(doc: Document, start: number): Value {
    const text = doc.text
    let i = start
    let c = text.charCodeAt(i)
    const negative = c === 45
    if (negative) c = text.charCodeAt(++i)
    let n = 0
    const first = i
    if (c === 48) c = text.charCodeAt(++i)
    else if (isDigit(c)) {
      do {
        n = n * 10 + (c - 48)
        c = text.charCodeAt(++i)
      } while (isDigit(c))
    } else throw stopIteration(doc.positionOf(start))
    const digits = i - first
    let float = false
    if (c === 46 && isDigit(text.charCodeAt(i + 1))) {
      float = true
      i++
      do c = text.charCodeAt(++i)
      while (isDigit(c))
    }
    if (c === 101 || c === 69) {
      let at = i + 1
      c = text.charCodeAt(at)
      if (c === 43 || c === 45) c = text.charCodeAt(++at)
      if (isDigit(c)) {
        float = true
        do c = text.charCodeAt(++at)
        while (isDigit(c))
        i = at
      }
    }
    doc.next = i
    if (float) {
      const spelling = text.slice(start, i)
      return this.parseFloat === floatType ? new PyFloat(Number(spelling)) : context.call1(this.parseFloat, spelling)
    }
    if (this.parseInt !== intType) return context.call1(this.parseInt, text.slice(start, i))
    if (digits <= 15) return negative && n !== 0 ? -n : n
    return parseInteger(text.slice(start, i), 10)!
  }

  private array(doc: Document, i: number): Value {
    const text = doc.text
    const items: Value[] = []
    i = skipSpace(text, i)
    if (text.charCodeAt(i) !== 93)
      for (;;) {
        items.push(this.value(doc, i))
        i = skipSpace(text, doc.next)
        const c = text.charCodeAt(i)
        if (c === 93) break
        if (c !== 44) throw doc.error("Expecting ',' delimiter", i)
        const comma = i
        i = skipSpace(text, i + 1)
        if (text.charCodeAt(i) === 93) throw doc.error('Illegal trailing comma before end of array', comma)
      }
    doc.next = i + 1
    return new PyList(items)
  }

  private object(doc: Document, i: number): Value {
    const text = doc.text
    const map = new Map<MapKey, Value>()
    const dict = new PyDict(map)
    i = skipSpace(text, i)
    if (text.charCodeAt(i) !== 125)
      do {
        const key = this.key(doc, i)
        const value = this.value(doc, doc.next)
        if (typeof key === 'string') map.set(key, value)
        else dict.setItem(key, value)
        i = this.nextKey(doc)
      } while (i >= 0)
    else doc.next = i + 1
    return this.objectHook === null ? dict : context.call1(this.objectHook, dict)
  }

  private pairs(doc: Document, i: number): Value {
    const text = doc.text
    const items: Value[] = []
    i = skipSpace(text, i)
    if (text.charCodeAt(i) !== 125)
      do {
        const key = this.key(doc, i)
        items.push(new PyTuple([key, this.value(doc, doc.next)]))
        i = this.nextKey(doc)
      } while (i >= 0)
    else doc.next = i + 1
    return context.call1(this.pairsHook, new PyList(items))
  }

  /** The key at `i`; `doc.next` is where its value begins. */
  private key(doc: Document, i: number): Value {
    const text = doc.text
    if (text.charCodeAt(i) !== 34) throw doc.error('Expecting property name enclosed in double quotes', i)
    const key = readString(doc, i + 1, this.strict)
    i = doc.next
    if (text.charCodeAt(i) !== 58) {
      i = skipSpace(text, i)
      if (text.charCodeAt(i) !== 58) throw doc.error("Expecting ':' delimiter", i)
    }
    doc.next = skipSpace(text, i + 1)
    return key
  }

  /** Where the next key begins, or -1 at the end of the object. */
  private nextKey(doc: Document): number {
    const text = doc.text
    let i = skipSpace(text, doc.next)
    const c = text.charCodeAt(i)
    if (c === 125) {
      doc.next = i + 1
      return -1
    }
    if (c !== 44) throw doc.error("Expecting ',' delimiter", i)
    const comma = i
    i = skipSpace(text, i + 1)
    if (text.charCodeAt(i) === 125) throw doc.error('Illegal trailing comma before end of object', comma)
    return i
  }
}

/** The text of the first argument of a function. */
export function textArgument(v: Value): string {
  const text = asString(v)
  if (text === undefined) throw typeError(`first argument must be a string, not ${typeOf(v).name}`)
  return text
}

function scanOnce(self: PyScanner, string: Value, idx: Value): Value {
  const start = asIndexNumber(idx)
  const doc = new Document(string, textArgument(string))
  if (start < 0) throw valueError('idx cannot be negative')
  if (start >= doc.length) throw stopIteration(start)
  const value = self.value(doc, doc.unitOf(start))
  return new PyTuple([value, doc.positionOf(doc.next)])
}

export const scannerType = defineType('Scanner', {
  layout: PyScanner,
  module: '_json',
  doc: 'Reads JSON values with the options of a decoder.',
  new: [
    (cls: PyType, decoder: Value) => {
      const made = new cls.ctor() as PyScanner
      made.strict = isTrue(getAttr(decoder, 'strict'))
      made.objectHook = getAttr(decoder, 'object_hook')
      made.pairsHook = getAttr(decoder, 'object_pairs_hook')
      made.parseFloat = getAttr(decoder, 'parse_float')
      made.parseInt = getAttr(decoder, 'parse_int')
      made.parseConstant = getAttr(decoder, 'parse_constant')
      return made
    },
    '(context)',
  ],
  methods: () => [['__call__', scanOnce, '($self, string, idx)']],
  members: true,
  getset: () => [
    ['strict', (self: PyScanner) => self.strict],
    ['object_hook', (self: PyScanner) => self.objectHook],
    ['object_pairs_hook', (self: PyScanner) => self.pairsHook],
    ['parse_float', (self: PyScanner) => self.parseFloat],
    ['parse_int', (self: PyScanner) => self.parseInt],
    ['parse_constant', (self: PyScanner) => self.parseConstant],
  ],
})

/** `scanstring(string, end, strict=True)`: the string that begins at `end`, and where it ends. */
export function scanString(string: Value, end: Value, strict: Value = true): Value {
  const start = asIndexNumber(end)
  const isStrict = isTrue(strict)
  const doc = new Document(string, textArgument(string))
  if (start < 0 || start > doc.length) throw valueError('end is out of bounds')
  const text = readString(doc, doc.unitOf(start), isStrict)
  return new PyTuple([text, doc.positionOf(doc.next)])
}
