/**
 * The methods of float (Library Reference, "Numeric Types"; CPython: Objects/floatobject.c). The algorithms are in floatmath.ts.
 */
import { callSpecial0 } from './attributes'
import { bytesView } from './buffer'
import { complexPower } from './complex'
import { context } from './context'
import { deprecationWarningType, typeError, valueError, zeroDivisionError } from './exceptions'
import { floatType, PyFloat } from './float'
import {
  floatDivmod,
  floatFloorDiv,
  floatFromHex,
  floatHash,
  floatHex,
  floatMod,
  floatPow,
  floatRatio,
  floatRepr,
  floatRound,
  floatRoundToInt,
  parseFloatText,
} from './floatmath'
import { formatFloatValue } from './formatspec'
import { asInt } from './int'
import { floatToInt, intToFloat } from './intmath'
import { asciiNumber } from './intmethods'
import { completeType, type Int, type MethodTable, objectType, type PyType, typeOf, type Value } from './object'
import { asIndex } from './operators'
import { NotImplemented } from './singletons'
import { asString } from './str'
import { strRepr } from './strops'
import { PyTuple } from './tuple'

/** The double of a float or int operand; undefined for anything else. Raises OverflowError for an int that is too large. */
export function asDouble(v: Value): number | undefined {
  if (v instanceof PyFloat) return v.value
  const i = asInt(v)
  return i === undefined ? undefined : intToFloat(i)
}

/** `float(v)` for an argument that must be a real number (`math.sin` and friends). Raises TypeError, OverflowError. */
export function toDouble(v: Value): number {
  if (v instanceof PyFloat) return v.value
  if (typeof v === 'number') return v
  const proto = typeOf(v).proto
  if (proto.$__float__ !== undefined) {
    if (typeof v === 'bigint' || typeof v === 'boolean') return intToFloat(asInt(v)!)
    return fromMethod(v, proto.$__float__)
  }
  if (proto.$__index__ !== undefined) return intToFloat(asIndex(v))
  throw typeError(`must be real number, not ${typeOf(v).name}`)
}

/** The result of a `__float__` method. */
function fromMethod(v: Value, method: Value): number {
  const result = callSpecial0(method, v)
  if (!(result instanceof PyFloat))
    throw typeError(`${typeOf(v).name}.__float__() must return a float, not ${typeOf(result).name}`)
  if (result.cls !== floatType)
    context.warn(
      deprecationWarningType,
      `${typeOf(v).name}.__float__() must return a float, not ${typeOf(result).name}.  The ability to return an instance of a strict subclass of float is deprecated, and may not be supported in a future version of Python.`,
    )
  return result.value
}

function parseText(text: string, shown: () => string): number {
  const x = parseFloatText(asciiNumber(text))
  if (x === null) throw valueError(`could not convert string to float: ${shown()}`)
  return x
}

function floatNew(cls: PyType, x?: Value): Value {
  let value: number
  // A str subclass with a __float__ of its own is asked before its text is read.
  const text = x === undefined || typeOf(x).proto.$__float__ !== undefined ? undefined : asString(x)
  if (x === undefined) value = 0
  else if (text !== undefined) value = parseText(text, () => strRepr(text))
  else if (x instanceof PyFloat && x.cls !== floatType) value = fromMethod(x, x.cls.proto.$__float__!)
  else if (typeOf(x).proto.$__float__ !== undefined || typeOf(x).proto.$__index__ !== undefined) value = toDouble(x)
  else {
    const bytes = bytesView(x)
    if (bytes === null) throw typeError(`float() argument must be a string or a real number, not '${typeOf(x).name}'`)
    const latin = Buffer.from(bytes).toString('latin1')
    if (/[^\x00-\x7f]/.test(latin)) throw valueError(`could not convert string to float: b${strRepr(latin, true)}`)
    value = parseText(latin, () => 'b' + strRepr(latin, true))
  }
  return floatOfClass(cls, value)
}

function floatOfClass(cls: PyType, value: number): PyFloat {
  if (cls === floatType) return new PyFloat(value)
  const made = new cls.ctor() as PyFloat
  ;(made as { value: number }).value = value
  return made
}

function binary(name: string, operation: (a: number, b: number) => Value): MethodTable {
  return [
    [
      `__${name}__`,
      (a: PyFloat, b: Value): Value => {
        const y = asDouble(b)
        return y === undefined ? NotImplemented : operation(a.value, y)
      },
      '($self, value, /)',
    ],
    [
      `__r${name}__`,
      (a: PyFloat, b: Value): Value => {
        const x = asDouble(b)
        return x === undefined ? NotImplemented : operation(x, a.value)
      },
      '($self, value, /)',
    ],
  ]
}

/** Compares with a float or, exactly, with an int of any size. */
function comparison(name: string, test: (a: number | bigint, b: number | bigint) => boolean): MethodTable[number] {
  return [
    name,
    (a: PyFloat, b: Value): Value => {
      if (b instanceof PyFloat) return test(a.value, b.value)
      const i: Int | undefined = asInt(b)
      return i === undefined ? NotImplemented : test(a.value, i)
    },
    '($self, value, /)',
  ]
}

function divide(a: number, b: number): Value {
  if (b === 0) throw zeroDivisionError('float division by zero')
  return new PyFloat(a / b)
}

function powerOf(a: number, b: number): Value {
  const r = floatPow(a, b)
  return r === null ? complexPower(a, 0, b, 0) : new PyFloat(r)
}

function floatPower(self: PyFloat, other: Value, modulus?: Value): Value {
  refuseModulus(modulus)
  const b = asDouble(other)
  return b === undefined ? NotImplemented : powerOf(self.value, b)
}

function floatReflectedPower(self: PyFloat, other: Value, modulus?: Value): Value {
  refuseModulus(modulus)
  const a = asDouble(other)
  return a === undefined ? NotImplemented : powerOf(a, self.value)
}

function refuseModulus(modulus: Value | undefined): void {
  if (modulus !== undefined && modulus !== null)
    throw typeError('pow() 3rd argument not allowed unless all arguments are integers')
}

function floatRoundMethod(self: PyFloat, digits?: Value): Value {
  if (digits === undefined || digits === null) return floatRoundToInt(self.value)
  return new PyFloat(floatRound(self.value, asIndex(digits)))
}

function floatFormat(self: PyFloat, spec: Value): Value {
  const text = asString(spec)
  if (text === undefined) throw typeError(`__format__() argument must be str, not ${typeOf(spec).name}`)
  if (text === '') return self.cls === floatType ? floatRepr(self.value) : callSpecial0(self.cls.proto.$__str__!, self)
  return formatFloatValue(self.value, text, self.cls.name)
}

function fromHex(cls: PyType, text: Value): Value {
  const s = asString(text)
  if (s === undefined) throw typeError('bad argument type for built-in operation')
  const x = floatFromHex(s)
  return cls === floatType ? new PyFloat(x) : context.call1(cls, new PyFloat(x))
}

function getFormat(_cls: PyType, kind: Value): Value {
  const s = asString(kind)
  if (s === undefined) throw typeError(`__getformat__() argument must be str, not ${typeOf(kind).name}`)
  if (s !== 'double' && s !== 'float') throw valueError("__getformat__() argument 1 must be 'double' or 'float'")
  return 'IEEE, little-endian'
}

/** A NaN equals nothing, so it hashes by identity as an object does. */
function floatHashMethod(self: PyFloat): Value {
  return Number.isNaN(self.value) ? callSpecial0(objectType.proto.$__hash__!, self) : floatHash(self.value)
}

const plain = (self: PyFloat): Value => (self.cls === floatType ? self : new PyFloat(self.value))

export const floatMethods = (): MethodTable => [
  ['__repr__', (self: PyFloat) => floatRepr(self.value), '($self, /)'],
  ['__hash__', floatHashMethod, '($self, /)'],
  comparison('__lt__', (a, b) => a < b),
  comparison('__le__', (a, b) => a <= b),
  // biome-ignore lint/suspicious/noDoubleEquals: number and bigint compare by value only with ==
  comparison('__eq__', (a, b) => a == b),
  // biome-ignore lint/suspicious/noDoubleEquals: see above
  comparison('__ne__', (a, b) => a != b),
  comparison('__gt__', (a, b) => a > b),
  comparison('__ge__', (a, b) => a >= b),
  ...binary('add', (a, b) => new PyFloat(a + b)),
  ...binary('sub', (a, b) => new PyFloat(a - b)),
  ...binary('mul', (a, b) => new PyFloat(a * b)),
  ...binary('mod', (a, b) => new PyFloat(floatMod(a, b))),
  ...binary('divmod', (a, b) => {
    const [q, r] = floatDivmod(a, b)
    return new PyTuple([new PyFloat(q), new PyFloat(r)])
  }),
  ...binary('floordiv', (a, b) => new PyFloat(floatFloorDiv(a, b))),
  ...binary('truediv', divide),
  ['__pow__', floatPower, '($self, value, mod=None, /)'],
  ['__rpow__', floatReflectedPower, '($self, value, mod=None, /)'],
  ['__neg__', (self: PyFloat) => new PyFloat(-self.value), '($self, /)'],
  ['__pos__', plain, '($self, /)'],
  ['__abs__', (self: PyFloat) => new PyFloat(Math.abs(self.value)), '($self, /)'],
  ['__bool__', (self: PyFloat) => self.value !== 0, '($self, /)'],
  ['__int__', (self: PyFloat) => floatToInt(self.value), '($self, /)'],
  ['__float__', plain, '($self, /)'],
  ['__trunc__', (self: PyFloat) => floatToInt(self.value), '($self, /)'],
  ['__floor__', (self: PyFloat) => floatToInt(Math.floor(self.value)), '($self, /)'],
  ['__ceil__', (self: PyFloat) => floatToInt(Math.ceil(self.value)), '($self, /)'],
  ['__round__', floatRoundMethod, '($self, ndigits=None, /)'],
  ['__getnewargs__', (self: PyFloat) => new PyTuple([new PyFloat(self.value)]), '($self, /)'],
  ['__format__', floatFormat, '($self, format_spec, /)'],
  ['conjugate', plain, '($self, /)', 'The number itself.'],
  [
    'as_integer_ratio',
    (self: PyFloat) => new PyTuple(floatRatio(self.value)),
    '($self, /)',
    'Two ints in lowest terms whose ratio is exactly the number.\n\n>>> (2.5).as_integer_ratio()\n(5, 2)',
  ],
  ['is_integer', (self: PyFloat) => Number.isInteger(self.value), '($self, /)', 'Whether the number is integral.'],
  [
    'hex',
    (self: PyFloat) => floatHex(self.value),
    '($self, /)',
    "The number in hexadecimal notation.\n\n>>> (0.75).hex()\n'0x1.8000000000000p-1'",
  ],
]

completeType(floatType, {
  layout: PyFloat,
  new: [floatNew, '(x=0, /)'],
  methods: floatMethods,
  classMethods: () => [
    [
      'fromhex',
      fromHex,
      '($type, string, /)',
      "The float that hexadecimal notation denotes.\n\n>>> float.fromhex('0x1.8p-1')\n0.75\n>>> float.fromhex('-a')\n-10.0",
    ],
    ['__getformat__', getFormat, '($type, typestr, /)'],
  ],
  getset: () => [
    ['real', plain, null, 'The part that is not imaginary.'],
    ['imag', () => new PyFloat(0), null, 'The factor of 1j.'],
  ],
  matchSelf: true,
  doc: 'A double-precision number, from a number or from text.',
})
