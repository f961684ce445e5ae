/**
 * complex: pairs of doubles (Library Reference, "Numeric Types"; CPython: Objects/complexobject.c).
 */
import { callSpecial0 } from './attributes'
import { context } from './context'
import {
  deprecationWarningType,
  makeException,
  overflowError,
  overflowErrorType,
  typeError,
  valueError,
  zeroDivisionError,
} from './exceptions'
import { floatType, PyFloat } from './float'
import { floatHash, formatFloat, parseFloatText, power, signBit } from './floatmath'
import { formatComplex } from './formatspec'
import { asInt } from './int'
import { intToFloat } from './intmath'
import { asciiNumber } from './intmethods'
import { defineType, type Int, type MethodTable, PyObject, type PyType, typeOf, type Value } from './object'
import { NotImplemented } from './singletons'
import { asString } from './str'
import { PyTuple } from './tuple'

/** A complex number, or an instance of a subclass. */
export class PyComplex extends PyObject {
  constructor(
    readonly real: number = 0,
    readonly imag: number = 0,
  ) {
    super()
  }
}

/** The complex value of a number operand; undefined for anything else. */
function asComplex(v: Value): PyComplex | undefined {
  if (v instanceof PyComplex) return v
  if (v instanceof PyFloat) return new PyComplex(v.value, 0)
  const i = asInt(v)
  return i === undefined ? undefined : new PyComplex(intToFloat(i), 0)
}

/** `(ar + ai j) / (br + bi j)` by Smith's method. Raises ZeroDivisionError. */
function divide(ar: number, ai: number, br: number, bi: number): PyComplex {
  if (br === 0 && bi === 0) throw zeroDivisionError('complex division by zero')
  if (Math.abs(br) >= Math.abs(bi)) {
    const ratio = bi / br
    const denominator = br + bi * ratio
    return new PyComplex((ar + ai * ratio) / denominator, (ai - ar * ratio) / denominator)
  }
  if (Math.abs(bi) >= Math.abs(br)) {
    const ratio = br / bi
    const denominator = br * ratio + bi
    return new PyComplex((ar * ratio + ai) / denominator, (ai * ratio - ar) / denominator)
  }
  return new PyComplex(Number.NaN, Number.NaN)
}

function multiply(ar: number, ai: number, br: number, bi: number): PyComplex {
  return new PyComplex(ar * br - ai * bi, ar * bi + ai * br)
}

function checkOverflow(z: PyComplex): PyComplex {
  if (
    z.real === Number.POSITIVE_INFINITY ||
    z.real === Number.NEGATIVE_INFINITY ||
    z.imag === Number.POSITIVE_INFINITY ||
    z.imag === Number.NEGATIVE_INFINITY
  )
    throw overflowError('complex exponentiation')
  return z
}

/** `(ar + ai j) ** (br + bi j)` Raises ZeroDivisionError, OverflowError. */
export function complexPower(ar: number, ai: number, br: number, bi: number): PyComplex {
  if (bi === 0 && Number.isInteger(br) && Math.abs(br) <= 100) {
    if (br < 0) {
      if (ar === 0 && ai === 0) throw zeroDivisionError('0.0 to a negative or complex power')
      const p = integerPower(ar, ai, -br)
      return checkOverflow(divide(1, 0, p.real, p.imag))
    }
    return checkOverflow(integerPower(ar, ai, br))
  }
  if (ar === 0 && ai === 0) {
    if (bi !== 0 || br < 0) throw zeroDivisionError('0.0 to a negative or complex power')
    return new PyComplex(0, 0)
  }
  const abs = Math.hypot(ar, ai)
  let length = power(abs, br)
  const angle = Math.atan2(ai, ar)
  let phase = angle * br
  if (bi !== 0) {
    length *= Math.exp(-angle * bi)
    phase += bi * Math.log(abs)
  }
  // The C library reports a domain error for the cosine of an infinity, and that is what the message is made of.
  if (phase === Number.POSITIVE_INFINITY || phase === Number.NEGATIVE_INFINITY)
    throw zeroDivisionError('0.0 to a negative or complex power')
  return checkOverflow(new PyComplex(length * Math.cos(phase), length * Math.sin(phase)))
}

function integerPower(ar: number, ai: number, n: number): PyComplex {
  let result = new PyComplex(1, 0)
  let base = new PyComplex(ar, ai)
  for (let mask = 1; mask <= n; mask *= 2) {
    if (n & mask) result = multiply(result.real, result.imag, base.real, base.imag)
    base = multiply(base.real, base.imag, base.real, base.imag)
  }
  return result
}

// ── Construction ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** `complex(text)` Raises ValueError. */
function parseComplex(text: string): [number, number] {
  let s = asciiNumber(text)
  if (s.startsWith('(') && s.endsWith(')')) s = s.slice(1, -1).trim()
  const bad = (): unknown => valueError('complex() arg is a malformed string')
  if (s === '') throw bad()
  const real = parseFloatText(s)
  if (real !== null) return [real, 0]
  if (!/[jJ]$/.test(s)) throw bad()
  const body = s.slice(0, -1)
  // The imaginary part begins at the last sign that is not an exponent's.
  let at = body.length - 1
  while (
    at >= 0 &&
    !(
      (body[at] === '+' || body[at] === '-') &&
      !(at > 0 && /[eE]/.test(body[at - 1]!) && /[\d.]/.test(body[at - 2] ?? ''))
    )
  )
    at--
  const imagText = at < 0 ? body : body.slice(at)
  const realText = at <= 0 ? '' : body.slice(0, at)
  const imag = imagText === '' || imagText === '+' ? 1 : imagText === '-' ? -1 : parseFloatText(imagText)
  const realPart = realText === '' ? 0 : parseFloatText(realText)
  if (imag === null || realPart === null) throw bad()
  return [realPart, imag]
}

/** `z.__complex__()` where there is one. */
function tryComplexMethod(v: Value): PyComplex | undefined {
  if (v instanceof PyComplex && v.cls === complexType) return v
  const method = typeOf(v).proto.$__complex__
  if (method === undefined) return undefined
  const result = callSpecial0(method, v)
  if (!(result instanceof PyComplex))
    throw typeError(`${typeOf(v).name}.__complex__() must return a complex, not ${typeOf(result).name}`)
  if (result.cls !== complexType)
    context.warn(
      deprecationWarningType,
      `${typeOf(v).name}.__complex__() must return a complex, not ${typeOf(result).name}.  The ability to return an instance of a strict subclass of complex is deprecated, and may not be supported in a future version of Python.`,
    )
  return result
}

function realNumber(v: Value): number | undefined {
  if (v instanceof PyFloat && v.cls === floatType) return v.value
  const proto = typeOf(v).proto
  if (proto.$__float__ !== undefined) {
    const i = asInt(v)
    if (i !== undefined && typeof v !== 'object') return intToFloat(i)
    const result = callSpecial0(proto.$__float__, v)
    if (!(result instanceof PyFloat))
      throw typeError(`${typeOf(v).name}.__float__() must return a float, not ${typeOf(result).name}`)
    return result.value
  }
  if (proto.$__index__ !== undefined) {
    const i = asInt(callSpecial0(proto.$__index__, v))
    if (i !== undefined) return intToFloat(i)
  }
  return undefined
}

function complexOf(cls: PyType, real: number, imag: number): PyComplex {
  if (cls === complexType) return new PyComplex(real, imag)
  const made = new cls.ctor() as { -readonly [K in keyof PyComplex]: PyComplex[K] }
  made.real = real
  made.imag = imag
  return made as PyComplex
}

function complexNew(cls: PyType, r?: Value, i?: Value): Value {
  if (r === undefined && i === undefined) return complexOf(cls, 0, 0)
  if (r !== undefined && i === undefined) {
    if (r instanceof PyComplex && r.cls === complexType && cls === complexType) return r
    const text = asString(r)
    if (text !== undefined) {
      const [real, imag] = parseComplex(text)
      return complexOf(cls, real, imag)
    }
  }
  if (r !== undefined && asString(r) !== undefined)
    throw typeError("complex() can't take second arg if first is a string")
  if (i !== undefined && asString(i) !== undefined) throw typeError("complex() second arg can't be a string")
  let real = 0
  let imag: number | null = null
  if (r !== undefined) {
    const z = tryComplexMethod(r)
    if (z !== undefined) {
      real = z.real
      imag = z.imag
    } else {
      const x = realNumber(r)
      if (x === undefined)
        throw typeError(`complex() first argument must be a string or a number, not '${typeOf(r).name}'`)
      real = x
    }
  }
  if (i !== undefined) {
    if (i instanceof PyComplex) {
      real -= i.imag
      imag = imag === null ? i.real : imag + i.real
    } else {
      const x = realNumber(i)
      if (x === undefined) throw typeError(`complex() second argument must be a number, not '${typeOf(i).name}'`)
      imag = imag === null ? x : imag + x
    }
  }
  return complexOf(cls, real, imag ?? 0)
}

function complexRepr(self: PyComplex): string {
  const imag = formatFloat(self.imag, 'r', 0)
  if (self.real === 0 && !signBit(self.real)) return imag + 'j'
  const sign = imag.startsWith('-') ? '' : '+'
  return `(${formatFloat(self.real, 'r', 0)}${sign}${imag}j)`
}

function complexHash(self: PyComplex): Int {
  const hr = Number.isNaN(self.real) ? 0 : floatHash(self.real)
  const hi = Number.isNaN(self.imag) ? 0 : floatHash(self.imag)
  const h = BigInt.asIntN(64, BigInt(hr) + 1000003n * BigInt(hi))
  if (h === -1n) return -2
  const n = Number(h)
  return Number.isSafeInteger(n) ? n : h
}

function equal(self: PyComplex, other: Value): boolean | undefined {
  if (other instanceof PyComplex) return self.real === other.real && self.imag === other.imag
  // biome-ignore lint/suspicious/noDoubleEquals: number and bigint compare by value only with ==
  if (other instanceof PyFloat) return self.imag === 0 && self.real == other.value
  const i = asInt(other)
  // biome-ignore lint/suspicious/noDoubleEquals: see above
  return i === undefined ? undefined : self.imag === 0 && self.real == i
}

function binary(name: string, operation: (a: PyComplex, b: PyComplex) => Value): MethodTable {
  return [
    [
      `__${name}__`,
      (a: PyComplex, b: Value): Value => {
        const y = asComplex(b)
        return y === undefined ? NotImplemented : operation(a, y)
      },
      '($self, value, /)',
    ],
    [
      `__r${name}__`,
      (a: PyComplex, b: Value): Value => {
        const x = asComplex(b)
        return x === undefined ? NotImplemented : operation(x, a)
      },
      '($self, value, /)',
    ],
  ]
}

function powerMethod(reflected: boolean) {
  return (self: PyComplex, other: Value, modulus?: Value): Value => {
    const z = asComplex(other)
    if (z === undefined) return NotImplemented
    if (modulus !== undefined && modulus !== null) throw valueError('complex modulo')
    return reflected
      ? complexPower(z.real, z.imag, self.real, self.imag)
      : complexPower(self.real, self.imag, z.real, z.imag)
  }
}

function complexAbs(self: PyComplex): Value {
  const r = Math.hypot(self.real, self.imag)
  if (r === Number.POSITIVE_INFINITY && Number.isFinite(self.real) && Number.isFinite(self.imag))
    throw makeException(overflowErrorType, 'absolute value too large')
  return new PyFloat(r)
}

function complexFormat(self: PyComplex, spec: Value): Value {
  const text = asString(spec)
  if (text === undefined) throw typeError(`__format__() argument must be str, not ${typeOf(spec).name}`)
  if (text === '') return callSpecial0(self.cls.proto.$__str__!, self)
  return formatComplex(self.real, self.imag, text, self.cls.name)
}

const unordered = (): Value => NotImplemented

export const complexMethods = (): MethodTable => [
  ['__repr__', complexRepr, '($self, /)'],
  ['__hash__', complexHash, '($self, /)'],
  ['__eq__', (a: PyComplex, b: Value) => equal(a, b) ?? NotImplemented, '($self, value, /)'],
  [
    '__ne__',
    (a: PyComplex, b: Value) => {
      const same = equal(a, b)
      return same === undefined ? NotImplemented : !same
    },
    '($self, value, /)',
  ],
  ['__lt__', unordered, '($self, value, /)'],
  ['__le__', unordered, '($self, value, /)'],
  ['__gt__', unordered, '($self, value, /)'],
  ['__ge__', unordered, '($self, value, /)'],
  ...binary('add', (a, b) => new PyComplex(a.real + b.real, a.imag + b.imag)),
  ...binary('sub', (a, b) => new PyComplex(a.real - b.real, a.imag - b.imag)),
  ...binary('mul', (a, b) => multiply(a.real, a.imag, b.real, b.imag)),
  ...binary('truediv', (a, b) => divide(a.real, a.imag, b.real, b.imag)),
  ['__pow__', powerMethod(false), '($self, value, mod=None, /)'],
  ['__rpow__', powerMethod(true), '($self, value, mod=None, /)'],
  ['__neg__', (self: PyComplex) => new PyComplex(-self.real, -self.imag), '($self, /)'],
  ['__pos__', (self: PyComplex) => new PyComplex(self.real, self.imag), '($self, /)'],
  ['__abs__', complexAbs, '($self, /)'],
  ['__bool__', (self: PyComplex) => self.real !== 0 || self.imag !== 0, '($self, /)'],
  ['__complex__', (self: PyComplex) => new PyComplex(self.real, self.imag), '($self, /)'],
  ['__format__', complexFormat, '($self, format_spec, /)'],
  ['__getnewargs__', (self: PyComplex) => new PyTuple([new PyFloat(self.real), new PyFloat(self.imag)]), '($self, /)'],
  ['conjugate', (self: PyComplex) => new PyComplex(self.real, -self.imag), '($self, /)', 'The complex conjugate.'],
]

export const complexType = defineType('complex', {
  layout: PyComplex,
  new: [complexNew, '(real=0, imag=0) as (real=<unrepresentable>, imag=<unrepresentable>)'],
  methods: complexMethods,
  members: true,
  getset: () => [
    ['real', (z: PyComplex) => new PyFloat(z.real), null, 'The part that is not imaginary.'],
    ['imag', (z: PyComplex) => new PyFloat(z.imag), null, 'The factor of 1j.'],
  ],
  doc: 'A complex number, from a real and an imaginary part, from a number or from text.',
})
