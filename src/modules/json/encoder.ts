/** Values to JSON (Library Reference, "json"; CPython: Modules/_json.c). */
import { getAttr } from '../../objects/attributes'
import { context, enterNative, leaveNative } from '../../objects/context'
import { dictType, PyDict, PyInstanceDict } from '../../objects/dict'
import { isException, typeError, typeErrorType, valueError } from '../../objects/exceptions'
import { PyFloat } from '../../objects/float'
import { floatRepr } from '../../objects/floatmath'
import { PyBuiltin } from '../../objects/function'
import { PyInt } from '../../objects/int'
import { intToString } from '../../objects/intmath'
import { PyList } from '../../objects/list'
import { listSort } from '../../objects/listmethods'
import { defineType, PyObject, type PyType, typeOf, type Value } from '../../objects/object'
import { asIndexNumber, isTrue, repr, toArray } from '../../objects/operators'
import { asString, PyStr } from '../../objects/str'
import { compareStrings } from '../../objects/strops'
import { PyTuple } from '../../objects/tuple'
import { joinPieces, throughWindow } from '../../objects/widestring'
import { textArgument } from './scanner'

const SPECIAL = /["\\\x00-\x1f]/
const SPECIALS = /["\\\x00-\x1f]/g
const PRINTABLE = /^[ !#-[\]-~]*$/
const BEYOND_PRINTABLE = /[^ !#-[\]-~]/g

const SHORT: Readonly<Record<string, string | undefined>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

function escapeUnit(unit: string): string {
  return SHORT[unit] ?? '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0')
}

function quoteAscii(s: string): string {
  return PRINTABLE.test(s) ? '"' + s + '"' : '"' + s.replace(BEYOND_PRINTABLE, escapeUnit) + '"'
}

function quotePlain(s: string): string {
  return SPECIAL.test(s) ? '"' + s.replace(SPECIALS, escapeUnit) + '"' : '"' + s + '"'
}

/** `encode_basestring_ascii(string)`: a JSON string of ASCII characters. */
export function encodeAscii(v: Value): Value {
  return quoteAscii(textArgument(v))
}

/** `encode_basestring(string)`: a JSON string. */
export function encodePlain(v: Value): Value {
  if (v instanceof PyStr && v.wide !== null) return throughWindow([v], quotePlain)
  return quotePlain(textArgument(v))
}

/** What is written; a str that no JavaScript string can hold keeps the pieces apart. */
class Output {
  text = ''
  private pieces: Value[] | null = null

  add(v: Value): void {
    if (typeof v === 'string') this.text += v
    else {
      this.pieces ??= []
      this.pieces.push(this.text, v)
      this.text = ''
    }
  }

  result(): Value {
    return this.pieces === null ? this.text : joinPieces([...this.pieces, this.text])
  }
}

/** `_json.Encoder`: what `json.JSONEncoder` encodes with. */
class PyEncoder extends PyObject {
  markers: Value = null
  default: Value = null
  encoder: Value = null
  indent: Value = null
  keySeparator: Value = ''
  itemSeparator: Value = ''
  sortKeys = false
  skipKeys = false
  allowNan = false
  /** Quotes a plain string, where that is not Python's business. */
  quote: ((s: string) => string) | null = null
  /** The containers being written, to find circles; null where nobody wants to know. */
  open: Set<Value> | null = null

  write(out: Output, v: Value, newline: string): void {
    switch (typeof v) {
      case 'string':
        if (this.quote !== null) out.text += this.quote(v)
        else out.add(this.quoted(v))
        return
      case 'number':
        out.text += v
        return
      case 'boolean':
        out.text += v ? 'true' : 'false'
        return
      case 'bigint':
        out.text += intToString(v)
        return
    }
    if (v === null) out.text += 'null'
    else if (v instanceof PyFloat) out.text += this.float(v)
    else if (v instanceof PyList || v instanceof PyTuple || v instanceof PyDict) this.nested(out, v, newline)
    else if (v instanceof PyStr) out.add(this.quoted(v))
    else if (v instanceof PyInt) out.text += intToString(v.value)
    else this.other(out, v, newline)
  }

  private nested(out: Output, v: PyList | PyTuple | PyDict, newline: string): void {
    const mapping = v instanceof PyDict
    if ((mapping ? v.size : v.items.length) === 0) {
      out.text += mapping ? '{}' : '[]'
      return
    }
    enterNative(' while encoding a JSON object')
    try {
      this.enter(v)
      out.text += mapping ? '{' : '['
      let inner = newline
      if (this.indent !== null) {
        inner = newline + this.indentText()
        out.text += inner
      }
      if (mapping) this.mapping(out, v, inner)
      else this.list(out, v, inner)
      if (this.indent !== null) out.text += newline
      out.text += mapping ? '}' : ']'
      this.open?.delete(v)
    } finally {
      leaveNative()
    }
  }

  indentText(): string {
    const text = asString(this.indent)
    if (text === undefined) throw typeError(`can only concatenate str (not "${typeOf(this.indent).name}") to str`)
    return text
  }

  private enter(v: Value): void {
    if (this.open === null) return
    if (this.open.has(v)) throw valueError('Circular reference detected')
    this.open.add(v)
  }

  /** An object that only the `default` function knows. */
  private other(out: Output, v: Value, newline: string): void {
    this.enter(v)
    const made = context.call1(this.default, v)
    enterNative(' while encoding a JSON object')
    try {
      this.write(out, made, newline)
    } finally {
      leaveNative()
    }
    this.open?.delete(v)
  }

  private quoted(v: Value): Value {
    if (this.quote !== null && v instanceof PyStr)
      return this.quote === quoteAscii ? quoteAscii(v.value) : encodePlain(v)
    const text = context.call1(this.encoder, v)
    if (asString(text) === undefined) throw typeError(`encoder() must return a string, not ${typeOf(text).name}`)
    return text
  }

  private float(v: PyFloat): string {
    const x = v.value
    if (Number.isFinite(x)) return floatRepr(x)
    if (!this.allowNan) throw valueError(`Out of range float values are not JSON compliant: ${repr(v)}`)
    return Number.isNaN(x) ? 'NaN' : x > 0 ? 'Infinity' : '-Infinity'
  }

  private list(out: Output, v: PyList | PyTuple, inner: string): void {
    for (let i = 0; i < v.items.length; i++) {
      if (i > 0) this.separate(out, inner)
      this.write(out, v.items[i]!, inner)
    }
  }

  private separate(out: Output, inner: string): void {
    out.add(this.itemSeparator)
    if (this.indent !== null) out.text += inner
  }

  private mapping(out: Output, v: PyDict, inner: string): void {
    let first = true
    if (v.cls === dictType && !this.sortKeys) {
      const dict = v instanceof PyInstanceDict ? v.copy() : v
      const map = dict.map
      for (const key of map.keys())
        if (this.item(out, typeof key === 'string' ? key : dict.originalKey(key), map.get(key)!, inner, first))
          first = false
    } else for (const [key, value] of this.items(v)) if (this.item(out, key, value, inner, first)) first = false
  }

  /** The items of a dict that needs more than a look at its table. */
  private items(v: PyDict): [Value, Value][] {
    if (v.cls === dictType) {
      const keys = v.keyList()
      if (keys.every((key) => typeof key === 'string'))
        return (keys as string[]).sort(compareStrings).map((key) => [key, v.getItem(key)!])
    }
    const listed = v.cls === dictType ? v.keyList().map((key) => new PyTuple([key, v.getItem(key)!])) : itemsOf(v)
    const list = new PyList(listed)
    if (this.sortKeys) listSort(list)
    return list.items.map((item) => {
      if (!(item instanceof PyTuple) || item.items.length !== 2) throw valueError('items must return 2-tuples')
      return [item.items[0]!, item.items[1]!]
    })
  }

  /** Writes one item; false where its key is skipped. */
  private item(out: Output, key: Value, value: Value, inner: string, first: boolean): boolean {
    let text: Value
    if (typeof key === 'string' || key instanceof PyStr) text = key
    else if (key instanceof PyFloat) text = this.float(key)
    else if (key === null) text = 'null'
    else if (typeof key === 'boolean') text = key ? 'true' : 'false'
    else if (typeof key === 'number' || typeof key === 'bigint') text = intToString(key)
    else if (key instanceof PyInt) text = intToString(key.value)
    else if (this.skipKeys) return false
    else throw typeError(`keys must be str, int, float, bool or None, not ${typeOf(key).name}`)
    if (!first) this.separate(out, inner)
    if (typeof text === 'string' && this.quote !== null) out.text += this.quote(text)
    else out.add(this.quoted(text))
    out.add(this.keySeparator)
    this.write(out, value, inner)
    return true
  }
}

/** `mapping.items()` as an array. */
function itemsOf(v: Value): Value[] {
  const items = context.call0(getAttr(v, 'items'))
  if (items instanceof PyList) return items.items.slice()
  try {
    return toArray(items)
  } catch (e) {
    if (isException(e, typeErrorType) && typeOf(items).proto.$__iter__ === undefined)
      throw typeError(`${typeOf(v).name}.items() returned a non-iterable (type ${typeOf(items).name})`)
    throw e
  }
}

function encoderNew(
  cls: PyType,
  markers: Value,
  fallback: Value,
  encoder: Value,
  indent: Value,
  keySeparator: Value,
  itemSeparator: Value,
  sortKeys: Value,
  skipKeys: Value,
  allowNan: Value,
): Value {
  for (const [at, v] of [
    [5, keySeparator],
    [6, itemSeparator],
  ] as const)
    if (asString(v) === undefined) throw typeError(`make_encoder() argument ${at} must be str, not ${typeOf(v).name}`)
  const made = new cls.ctor() as PyEncoder
  made.sortKeys = isTrue(sortKeys)
  made.skipKeys = isTrue(skipKeys)
  made.allowNan = isTrue(allowNan)
  if (markers !== null && !(markers instanceof PyDict))
    throw typeError(`make_encoder() argument 1 must be dict or None, not ${typeOf(markers).name}`)
  made.markers = markers
  made.default = fallback
  made.encoder = encoder
  made.indent = indent
  made.keySeparator = keySeparator
  made.itemSeparator = itemSeparator
  if (encoder instanceof PyBuiltin) {
    if (encoder.native.fn === encodeAscii) made.quote = quoteAscii
    else if (encoder.native.fn === encodePlain) made.quote = quotePlain
  }
  return made
}

function encode(self: PyEncoder, obj: Value, level: Value): Value {
  const depth = asIndexNumber(level)
  const newline = asString(self.indent) === undefined ? '' : '\n' + self.indentText().repeat(Math.max(0, depth))
  const out = new Output()
  const outer = self.open
  self.open = self.markers === null ? null : (outer ?? new Set())
  try {
    self.write(out, obj, newline)
  } finally {
    self.open = outer
  }
  return new PyTuple([out.result()])
}

export const encoderType = defineType('Encoder', {
  layout: PyEncoder,
  module: '_json',
  doc: 'Writes values as JSON with the options of an encoder.',
  new: [
    encoderNew,
    '(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)',
  ],
  methods: () => [['__call__', encode, '($self, obj, _current_indent_level)']],
  members: true,
  getset: () => [
    ['markers', (self: PyEncoder) => self.markers],
    ['default', (self: PyEncoder) => self.default],
    ['encoder', (self: PyEncoder) => self.encoder],
    ['indent', (self: PyEncoder) => self.indent],
    ['key_separator', (self: PyEncoder) => self.keySeparator],
    ['item_separator', (self: PyEncoder) => self.itemSeparator],
    ['sort_keys', (self: PyEncoder) => self.sortKeys],
    ['skipkeys', (self: PyEncoder) => self.skipKeys],
  ],
})
