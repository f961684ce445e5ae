/**
 * The methods of int and bool (Library Reference, "Numeric Types"; CPython: Objects/longobject.c, boolobject.c). The
 * arithmetic is in intmath.ts; here operands are recognised, texts converted, and messages made.
 */
import { callSpecial0 } from './attributes'
import { boolType } from './bool'
import { bytesView } from './buffer'
import { bytesType, PyBytes } from './bytes'
import { context } from './context'
import { deprecationWarningType, typeError, valueError } from './exceptions'
import { floatType, PyFloat } from './float'
import { floatPow } from './floatmath'
import { formatInt } from './formatspec'
import { asInt, intType, PyInt } from './int'
import {
  floatToInt,
  intAbs,
  intAdd,
  intAnd,
  intBitCount,
  intBitLength,
  intDivmod,
  intFloorDiv,
  intFromBytes,
  intHash,
  intInvert,
  intLshift,
  intMod,
  intMul,
  intNeg,
  intOr,
  intPow,
  intPowMod,
  intRound,
  intRshift,
  intSub,
  intToBytes,
  intToFloat,
  intToString,
  intTrueDiv,
  intXor,
  parseInteger,
} from './intmath'
import { completeType, type Int, type MethodTable, type PyType, typeOf, type Value } from './object'
import { asIndex, isTrue, toArray } from './operators'
import { NotImplemented } from './singletons'
import { asString } from './str'
import { strRepr } from './strops'
import { PyTuple } from './tuple'
import { decimalValue, isSpace } from './unicode'

/** Self of a method of int: its class has been checked. */
function own(self: Value): Int {
  return typeof self === 'number' || typeof self === 'bigint' ? self : asInt(self)!
}

type IntOperation = (a: Int, b: Int) => Int

/** The special method of a binary operation and its reflection. */
function binary(name: string, operation: IntOperation): MethodTable {
  return [
    [
      `__${name}__`,
      (a: Value, b: Value): Value => {
        const y = asInt(b)
        return y === undefined ? NotImplemented : operation(own(a), y)
      },
      '($self, value, /)',
    ],
    [
      `__r${name}__`,
      (a: Value, b: Value): Value => {
        const x = asInt(b)
        return x === undefined ? NotImplemented : operation(x, own(a))
      },
      '($self, value, /)',
    ],
  ]
}

/** A rich comparison with another int. */
function comparison(name: string, test: (a: Int, b: Int) => boolean): MethodTable[number] {
  return [
    name,
    (a: Value, b: Value): Value => {
      const y = asInt(b)
      return y === undefined ? NotImplemented : test(own(a), y)
    },
    '($self, value, /)',
  ]
}

function power(a: Int, b: Int, m: Value | undefined): Value {
  if (m !== undefined && m !== null) {
    const modulus = asInt(m)
    return modulus === undefined ? NotImplemented : intPowMod(a, b, modulus)
  }
  if (b < 0) return new PyFloat(floatPow(intToFloat(a), intToFloat(b))!)
  return intPow(a, b)
}

function intPower(self: Value, other: Value, modulus?: Value): Value {
  const b = asInt(other)
  return b === undefined ? NotImplemented : power(own(self), b, modulus)
}

function intReflectedPower(self: Value, other: Value, modulus?: Value): Value {
  const a = asInt(other)
  return a === undefined ? NotImplemented : power(a, own(self), modulus)
}

// ── Construction ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Text as `int()` and `float()` read it: white space at the ends gone, every decimal digit and space in ASCII. */
export function asciiNumber(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && isSpace(text.charCodeAt(from))) from++
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--
  const s = text.slice(from, to)
  let out = ''
  for (let i = 0; i < s.length; i++) {
    if (s.charCodeAt(i) < 128) continue
    // Not ASCII only: start over with the slow loop.
    for (const c of s) {
      const cp = c.codePointAt(0)!
      const d = decimalValue(cp)
      out += d >= 0 ? String(d) : cp > 127 && isSpace(cp) ? ' ' : c
    }
    return out
  }
  return s
}

function invalidLiteral(base: number, shown: string): unknown {
  return valueError(`invalid literal for int() with base ${base}: ${shown.slice(0, 200)}`)
}

/** `int(text, base)` for a str. */
export function intFromText(text: string, base: number): Int {
  const value = parseInteger(asciiNumber(text), base)
  if (value === null) throw invalidLiteral(base, strRepr(text))
  return value
}

function intFromValue(x: Value): Int {
  if (typeof x === 'number' || typeof x === 'bigint') return x
  if (typeof x === 'boolean') return x ? 1 : 0
  if (x instanceof PyFloat && x.cls === floatType) return floatToInt(x.value)
  const proto = typeOf(x).proto
  if (proto.$__int__ !== undefined) {
    const result = callSpecial0(proto.$__int__, x)
    const value = asInt(result)
    if (value === undefined) throw typeError(`__int__ returned non-int (type ${typeOf(result).name})`)
    if (typeOf(result) !== intType)
      context.warn(
        deprecationWarningType,
        `__int__ returned non-int (type ${typeOf(result).name}).  The ability to return an instance of a strict subclass of int is deprecated, and may be removed in a future version of Python.`,
      )
    return value
  }
  if (proto.$__index__ !== undefined) return asIndex(x)
  if (proto.$__trunc__ !== undefined) {
    context.warn(deprecationWarningType, 'The delegation of int() to __trunc__ is deprecated.')
    const result = callSpecial0(proto.$__trunc__, x)
    const value = asInt(result)
    if (value !== undefined) return value
    const p = typeOf(result).proto
    if (p.$__index__ === undefined) throw typeError(`__trunc__ returned non-Integral (type ${typeOf(result).name})`)
    return asIndex(result)
  }
  const text = asString(x)
  if (text !== undefined) return intFromText(text, 10)
  const bytes = bytesView(x)
  if (bytes !== null) return intFromBytesText(bytes, 10)
  throw typeError(`int() argument must be a string, a bytes-like object or a real number, not '${typeOf(x).name}'`)
}

function intFromBytesText(bytes: Uint8Array, base: number): Int {
  const text = Buffer.from(bytes).toString('latin1')
  const value = parseInteger(text.replace(/^[ \t-\r]+|[ \t-\r]+$/g, ''), base)
  if (value === null) throw invalidLiteral(base, 'b' + strRepr(text, true))
  return value
}

function intNew(cls: PyType, x?: Value, base?: Value): Value {
  let value: Int
  if (x === undefined) {
    if (base !== undefined) throw typeError('int() missing string argument')
    value = 0
  } else if (base === undefined) value = intFromValue(x)
  else {
    const b = asIndex(base)
    if (b !== 0 && (b < 2 || b > 36)) throw valueError('int() base must be >= 2 and <= 36, or 0')
    const text = asString(x)
    const bytes = text === undefined && isBytesObject(x) ? bytesView(x) : null
    if (text !== undefined) value = intFromText(text, Number(b))
    else if (bytes !== null) value = intFromBytesText(bytes, Number(b))
    else throw typeError("int() can't convert non-string with explicit base")
  }
  return intOfClass(cls, value)
}

function isBytesObject(v: Value): boolean {
  return typeOf(v).mro.some((t) => t.name === 'bytes' || t.name === 'bytearray')
}

/** The value as an instance of int or of a subclass. */
function intOfClass(cls: PyType, value: Int): Value {
  if (cls === intType) return value
  const made = new cls.ctor() as PyInt
  ;(made as { value: Int }).value = value
  return made
}

function isLittle(order: Value | undefined): boolean {
  if (order === undefined) return false
  const text = asString(order)
  if (text === 'little') return true
  if (text === 'big') return false
  if (text === undefined) throw typeError(`argument 'byteorder' must be str, not ${typeOf(order).name}`)
  throw valueError("byteorder must be either 'little' or 'big'")
}

function fromBytes(cls: PyType, source: Value, order?: Value, signed?: Value): Value {
  const little = isLittle(order)
  const value = intFromBytes(bytesOf(source), little, signed !== undefined && isTrue(signed))
  return cls === intType ? value : context.call1(cls, value)
}

/** The bytes of `__bytes__`, a buffer, or an iterable of ints. */
function bytesOf(source: Value): Uint8Array {
  if (source instanceof PyBytes && source.cls === bytesType) return source.bytes
  const method = typeOf(source).proto.$__bytes__
  if (method !== undefined) {
    const made = callSpecial0(method, source)
    const view = bytesView(made)
    if (view === null) throw typeError(`__bytes__ returned non-bytes (type ${typeOf(made).name})`)
    return view
  }
  const view = bytesView(source)
  if (view !== null) return view
  if (asString(source) !== undefined || typeOf(source).proto.$__iter__ === undefined)
    throw typeError(`cannot convert '${typeOf(source).name}' object to bytes`)
  const items = toArray(source)
  const out = new Uint8Array(items.length)
  for (let i = 0; i < items.length; i++) {
    const b = asIndex(items[i]!)
    if (b < 0 || b > 255) throw valueError('bytes must be in range(0, 256)')
    out[i] = Number(b)
  }
  return out
}

function toBytes(self: Value, length?: Value, order?: Value, signed?: Value): Value {
  const n = length === undefined ? 1 : asIndex(length)
  const little = isLittle(order)
  if (n < 0) throw valueError('length argument must be non-negative')
  return new PyBytes(intToBytes(own(self), Number(n), little, signed !== undefined && isTrue(signed)))
}

function intRoundMethod(self: Value, digits?: Value): Value {
  if (digits === undefined || digits === null) return own(self)
  return intRound(own(self), asIndex(digits))
}

function intFormat(self: Value, spec: Value): Value {
  const text = asString(spec)
  if (text === undefined) throw typeError(`__format__() argument must be str, not ${typeOf(spec).name}`)
  if (text === '') return typeof self === 'number' || typeof self === 'bigint' ? intToString(self) : strOfSubclass(self)
  return formatInt(own(self), text, typeOf(self).name)
}

/** `format(x, '')` of a subclass honours its `__str__`. */
function strOfSubclass(self: Value): Value {
  return callSpecial0(typeOf(self).proto.$__str__!, self)
}

const exact = (self: Value): Value => own(self)

export const intMethods = (): MethodTable => [
  ['__repr__', (self: Value) => intToString(own(self)), '($self, /)'],
  ['__hash__', (self: Value) => intHash(own(self)), '($self, /)'],
  comparison('__lt__', (a, b) => a < b),
  comparison('__le__', (a, b) => a <= b),
  comparison('__eq__', (a, b) => a === b),
  comparison('__ne__', (a, b) => a !== b),
  comparison('__gt__', (a, b) => a > b),
  comparison('__ge__', (a, b) => a >= b),
  ...binary('add', intAdd),
  ...binary('sub', intSub),
  ...binary('mul', intMul),
  ...binary('mod', intMod),
  ...binary('divmod', ((a: Int, b: Int) => new PyTuple(intDivmod(a, b))) as never),
  ...binary('floordiv', intFloorDiv),
  ...binary('truediv', ((a: Int, b: Int) => new PyFloat(intTrueDiv(a, b))) as never),
  ...binary('lshift', intLshift),
  ...binary('rshift', intRshift),
  ...binary('and', intAnd),
  ...binary('or', intOr),
  ...binary('xor', intXor),
  ['__pow__', intPower, '($self, value, mod=None, /)'],
  ['__rpow__', intReflectedPower, '($self, value, mod=None, /)'],
  ['__neg__', (self: Value) => intNeg(own(self)), '($self, /)'],
  ['__pos__', exact, '($self, /)'],
  ['__abs__', (self: Value) => intAbs(own(self)), '($self, /)'],
  ['__bool__', (self: Value) => own(self) !== 0, '($self, /)'],
  ['__invert__', (self: Value) => intInvert(own(self)), '($self, /)'],
  ['__int__', exact, '($self, /)'],
  ['__index__', exact, '($self, /)'],
  ['__float__', (self: Value) => new PyFloat(intToFloat(own(self))), '($self, /)'],
  ['__trunc__', exact, '($self, /)'],
  ['__floor__', exact, '($self, /)'],
  ['__ceil__', exact, '($self, /)'],
  ['__round__', intRoundMethod, '($self, ndigits=<unrepresentable>, /)'],
  ['__getnewargs__', (self: Value) => new PyTuple([own(self)]), '($self, /)'],
  ['__format__', intFormat, '($self, format_spec, /)'],
  ['__sizeof__', (self: Value) => 24 + 4 * Math.max(1, Math.ceil(intBitLength(own(self)) / 30)), '($self, /)'],
  ['conjugate', exact, '($self, /)', 'The number itself.'],
  [
    'bit_length',
    (self: Value) => intBitLength(own(self)),
    '($self, /)',
    'Number of bits of the absolute value.\n\n>>> (255).bit_length(), (256).bit_length()\n(8, 9)',
  ],
  [
    'bit_count',
    (self: Value) => intBitCount(own(self)),
    '($self, /)',
    'Number of ones in the binary absolute value.\n\n>>> (0b1011).bit_count()\n3',
  ],
  ['to_bytes', toBytes, "($self, /, length=1, byteorder='big', *, signed=False)", 'The number as bytes.'],
  [
    'as_integer_ratio',
    (self: Value) => new PyTuple([own(self), 1]),
    '($self, /)',
    'The number over 1, as a pair of ints.\n\n>>> (7).as_integer_ratio()\n(7, 1)',
  ],
  ['is_integer', () => true, '($self, /)', 'Always true; float has the method too.'],
]

completeType(intType, {
  layout: PyInt,
  new: [intNew, '(x=<unrepresentable>, /, base=<unrepresentable>)'],
  methods: intMethods,
  classMethods: () => [
    ['from_bytes', fromBytes, "($type, /, bytes, byteorder='big', *, signed=False)", 'The int that bytes represent.'],
  ],
  getset: () => [
    ['real', exact, null, 'The part that is not imaginary.'],
    ['imag', () => 0, null, 'The factor of 1j.'],
    ['numerator', exact, null, 'The number itself: an int is a fraction over 1.'],
    ['denominator', () => 1, null, '1: an int is a fraction over 1.'],
  ],
  matchSelf: true,
  doc: "A whole number of any size, from a number or from text in a base (0 reads the prefix).\n\n>>> int('-12'), int('0b101', 0), int('z', 36)\n(-12, 5, 35)",
})

// ── bool ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

function boolNew(_cls: PyType, x?: Value): Value {
  return x === undefined ? false : isTrue(x)
}

/** `&`, `|`, `^` of two bools make a bool; with an int they are int's. */
function logical(name: string, onBools: (a: boolean, b: boolean) => boolean, onInts: IntOperation): MethodTable {
  const forward = (a: Value, b: Value): Value => {
    if (typeof a === 'boolean' && typeof b === 'boolean') return onBools(a, b)
    const y = asInt(b)
    return y === undefined ? NotImplemented : onInts(own(a), y)
  }
  return [
    [`__${name}__`, forward, '($self, value, /)'],
    [`__r${name}__`, forward, '($self, value, /)'],
  ]
}

function boolInvert(self: boolean): Value {
  context.warn(
    deprecationWarningType,
    "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the underlying int object and is usually not what you expect from the negation of a bool object. Use the 'not' operator for boolean negation or ~int(x) for the bitwise inversion of the underlying int.",
  )
  return intInvert(self ? 1 : 0)
}

export const boolMethods = (): MethodTable => [
  ['__repr__', (self: boolean) => (self ? 'True' : 'False'), '($self, /)'],
  ['__invert__', boolInvert, '($self, /)'],
  ...logical('and', (a, b) => a && b, intAnd),
  ...logical('or', (a, b) => a || b, intOr),
  ...logical('xor', (a, b) => a !== b, intXor),
]

completeType(boolType, {
  layout: boolType.ctor,
  new: [boolNew, '(object=False, /)'],
  methods: boolMethods,
  matchSelf: true,
  final: true,
  doc: 'bool(x) -> bool\n\nTrue for an object that counts as true, else False.',
})
