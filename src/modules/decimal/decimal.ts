/**
 * The class Decimal: construction, conversion, operators, and the operations that Decimal and Context share (CPython: Modules/_decimal).
 *
 * It is past 800 lines because each operator has a function of its own: one for all would see every kind of number of the program.
 */

import { getAttr } from '../../objects/attributes'
import { PyComplex } from '../../objects/complex'
import { context as interpreter } from '../../objects/context'
import { PyDict } from '../../objects/dict'
import { overflowError, typeError, valueError } from '../../objects/exceptions'
import { PyFloat } from '../../objects/float'
import { floatRatio } from '../../objects/floatmath'
import { identityOf } from '../../objects/identity'
import { asInt, normalise } from '../../objects/int'
import { intHash } from '../../objects/intmath'
import { PyList } from '../../objects/list'
import {
  defineType,
  type Int,
  type MethodRow,
  type MethodTable,
  PyObject,
  type PyType,
  typeOf,
  type Value,
} from '../../objects/object'
import { CompareIndex, isInstance } from '../../objects/operators'
import { comparisonRows } from '../../objects/sequence'
import { NotImplemented } from '../../objects/singletons'
import { asString } from '../../objects/str'
import { PyTuple } from '../../objects/tuple'
import { decimalValue } from '../../objects/unicode'
import * as a from './arithmetic'
import {
  begin,
  contextArgument,
  currentContext,
  defineContext,
  operate,
  type PyDecimalContext,
  record,
  roundingOf,
  settle,
  wordSized,
} from './contexts'
import { formatNumber, type Separators } from './format'
import type { Arith, Num } from './number'
import * as n from './number'
import * as t from './transcendental'

/** A Python Decimal. */
export class PyDecimal extends PyObject {
  n: Num = n.ZERO
  hash: Int | undefined = undefined
}

/** A Decimal of the exact class. */
export function wrap(value: Num): PyDecimal {
  const made = new PyDecimal()
  made.n = value
  return made
}

function wrapAs(cls: PyType, value: Num): PyDecimal {
  const made = new cls.ctor() as PyDecimal
  made.n = value
  return made
}

// ── Conversion from other values ────────────────────────────────────────────────────────────────────────────────────────

/** The number of an int. */
function fromInt(i: Int): Num {
  if (typeof i === 'number') return i < 0 ? n.smallNum(1, -i, 0) : n.smallNum(0, i, 0)
  return i < 0n ? n.num(1, -i, 0) : n.num(0, i, 0)
}

/** The exact value of a float. */
function fromFloat(x: number): Num {
  if (Number.isNaN(x)) return n.NAN
  const sign = x < 0 || Object.is(x, -0) ? 1 : 0
  if (!Number.isFinite(x)) return n.infinity(sign)
  const [top, bottom] = floatRatio(Math.abs(x))
  // A denominator of 2**k makes k decimal places.
  const k = BigInt(bottom).toString(2).length - 1
  return n.num(sign, BigInt(top) * 5n ** BigInt(k), -k)
}

/** Text with digits of any script as ASCII; null where other characters are not ASCII. */
function asciiDigits(text: string): string | null {
  if (/^[\x00-\x7f]*$/.test(text)) return text
  let out = ''
  for (const c of text) {
    const cp = c.codePointAt(0)!
    if (cp < 128) out += c
    else if (/\s/u.test(c)) out += ' '
    else {
      const d = decimalValue(cp)
      if (d === undefined || d < 0) return null
      out += d
    }
  }
  return out
}

/** The number of a text as it stands; conditions of a text that is not one, or beyond all limits, are recorded. */
function exactFromText(text: string, c: PyDecimalContext): Num {
  const short = n.parseShort(text)
  if (short !== null) return short
  const ascii = asciiDigits(text)
  const parsed = ascii === null ? null : n.parseNumber(ascii.trim().replaceAll('_', ''))
  if (parsed === null) {
    record(c, n.SYNTAX)
    return n.NAN
  }
  const wide = n.widest()
  const r = n.finalize(parsed, wide)
  if ((wide.status & (n.INEXACT | n.ROUNDED | n.CLAMPED)) !== 0) {
    record(c, n.INVALID)
    return n.NAN
  }
  return r
}

/** The number of a tuple (sign, digits, exponent). */
function fromTuple(items: readonly Value[]): Num {
  if (items.length !== 3) throw valueError('argument must be a sequence of length 3')
  const sign = asInt(items[0]!)
  if (sign !== 0 && sign !== 1) throw valueError('sign must be an integer with the value 0 or 1')
  const digits = items[1]!
  const e = items[2]!
  const word = asString(e)
  if (word !== undefined && word !== 'F' && word !== 'n' && word !== 'N')
    throw valueError("string argument in the third position must be 'F', 'n' or 'N'")
  if (word === undefined && asInt(e) === undefined) throw valueError('exponent must be an integer')
  if (word === 'F') return n.infinity(sign)
  if (!(digits instanceof PyTuple || digits instanceof PyList))
    throw valueError('coefficient must be a tuple of digits')
  let text = ''
  for (const d of digits.items) {
    const digit = asInt(d)
    if (digit === undefined || digit < 0 || digit > 9) throw valueError('coefficient must be a tuple of digits')
    text += digit
  }
  const coef = BigInt(text === '' ? 0 : text)
  if (word !== undefined) return n.nan(word === 'n' ? n.QUIET : n.SIGNALING, sign, coef)
  return n.num(sign, coef, Number(asInt(e)))
}

/** `Decimal(value)`: exact, whatever the context's precision. */
function exact(v: Value, c: PyDecimalContext): Num {
  if (v instanceof PyDecimal) return v.n
  const i = asInt(v)
  if (i !== undefined) return fromInt(i)
  const text = asString(v)
  if (text !== undefined) return exactFromText(text, c)
  if (v instanceof PyFloat) {
    record(c, n.FLOAT_OPERATION)
    return fromFloat(v.value)
  }
  if (v instanceof PyTuple || v instanceof PyList) return exactFromText(n.toText(fromTuple(v.items), true), c)
  throw typeError(`conversion from ${typeOf(v).name} to Decimal is not supported`)
}

/** `context.create_decimal(value)`: rounded to the context. */
function rounded(v: Value, c: PyDecimalContext): Num {
  const text = asString(v)
  if (text !== undefined) {
    const ascii = asciiDigits(text)
    const parsed = ascii === null || /\s|_/.test(ascii) ? null : n.parseNumber(ascii)
    return operate(c, (w) => {
      if (parsed === null) return n.invalid(w, n.SYNTAX)
      return checkedNaN(parsed, w)
    })
  }
  const value = v instanceof PyTuple || v instanceof PyList ? fromTuple(v.items) : exact(v, c)
  return operate(c, (w) => checkedNaN(value, w))
}

/** A payload that does not fit the precision is a conversion error. */
function checkedNaN(value: Num, w: Arith): Num {
  if (value.kind >= n.QUIET && value.small !== 0 && n.digits(value) > w.prec - w.clamp) return n.invalid(w, n.SYNTAX)
  return n.finalize(value, w)
}

/** An operand that must be a Decimal or int. */
function operand(v: Value): Num {
  if (v instanceof PyDecimal) return v.n
  const i = asInt(v)
  if (i === undefined) throw typeError(`conversion from ${typeOf(v).name} to Decimal is not supported`)
  return fromInt(i)
}

function onlyDecimal(x: Value): PyDecimal {
  if (!(x instanceof PyDecimal)) throw typeError('argument must be a Decimal')
  return x
}

/** An operand of an operator, or null. */
function operandOrNull(v: Value): Num | null {
  if (v instanceof PyDecimal) return v.n
  const i = asInt(v)
  return i === undefined ? null : fromInt(i)
}

// ── Conversion to other values ──────────────────────────────────────────────────────────────────────────────────────────

function wholeOf(value: Num, rounding: number): Int {
  if (value.kind >= n.QUIET) throw valueError('cannot convert NaN to integer')
  if (value.kind === n.INFINITE) throw overflowError('cannot convert Infinity to integer')
  if (value.exp === 0 && value.small >= 0) return value.sign === 1 ? 0 - value.small : value.small
  const r = a.rescale(value, Math.max(0, value.exp), { ...n.widest(), rounding })
  const coef = r.coef * n.pow10(r.exp)
  return normalise(r.sign === 1 ? -coef : coef)
}

function ratio(self: PyDecimal): Value {
  const v = self.n
  if (v.kind >= n.QUIET) throw valueError('cannot convert NaN to integer ratio')
  if (v.kind === n.INFINITE) throw overflowError('cannot convert Infinity to integer ratio')
  let top = v.coef
  let bottom = 1n
  if (v.exp >= 0) top *= n.pow10(v.exp)
  else if (top !== 0n) {
    bottom = n.pow10(-v.exp)
    let x = top
    let y = bottom
    while (y !== 0n) [x, y] = [y, x % y]
    top /= x
    bottom /= x
  }
  return new PyTuple([normalise(v.sign === 1 ? -top : top), normalise(bottom)])
}

/** The float nearest to a number. */
function toFloat(v: Num): number {
  if (v.kind === n.SIGNALING) throw valueError('cannot convert signaling NaN to float')
  return v.kind === n.QUIET ? Number.NaN : Number(n.toText(v, true))
}

const MODULUS = 2n ** 61n - 1n
const TENTH = powerMod(10n, MODULUS - 2n)

function powerMod(base: bigint, e: bigint): bigint {
  let r = 1n
  for (let x = base % MODULUS; e > 0n; e >>= 1n) {
    if ((e & 1n) === 1n) r = (r * x) % MODULUS
    x = (x * x) % MODULUS
  }
  return r
}

/** 10**-e by the modulus of hashes, the first of them kept. */
const smallTenths: bigint[] = []

function tenths(e: number): bigint {
  if (e >= 64) return powerMod(TENTH, BigInt(e))
  while (smallTenths.length <= e) smallTenths.push(powerMod(TENTH, BigInt(smallTenths.length)))
  return smallTenths[e]!
}

function hashOf(self: PyDecimal): Int {
  if (self.hash !== undefined) return self.hash
  const v = self.n
  if (v.kind === n.SIGNALING) throw typeError('Cannot hash a signaling NaN value')
  if (v.kind === n.QUIET) return identityOf(self)
  if (v.kind === n.INFINITE) return v.sign === 1 ? -314159 : 314159
  const scale = v.exp >= 0 ? powerMod(10n, BigInt(v.exp)) : tenths(-v.exp)
  const h = ((v.coef % MODULUS) * scale) % MODULUS
  self.hash = intHash(normalise(v.sign === 1 ? -h : h))
  return self.hash
}

let tupleClass: Value | null = null

/** The named tuple of `as_tuple()`. */
export function decimalTuple(): Value {
  if (tupleClass === null) {
    const make = getAttr(interpreter.importModule('collections'), 'namedtuple')
    tupleClass = interpreter.callKeywords(make, ['DecimalTuple', 'sign digits exponent'], ['module'], ['decimal'])
  }
  return tupleClass
}

function asTuple(self: PyDecimal): Value {
  const v = self.n
  const digits = [...v.coef.toString()].map(Number)
  if (v.kind === n.INFINITE) return interpreter.call3(decimalTuple(), v.sign, new PyTuple([0]), 'F')
  if (v.kind >= n.QUIET)
    return interpreter.call3(
      decimalTuple(),
      v.sign,
      new PyTuple(v.small === 0 ? [] : digits),
      v.kind === n.QUIET ? 'n' : 'N',
    )
  return interpreter.call3(decimalTuple(), v.sign, new PyTuple(digits), v.exp)
}

// ── Operations of both classes ──────────────────────────────────────────────────────────────────────────────────────────

type Unary = (x: Num, c: Arith) => Num
type Binary = (x: Num, y: Num, c: Arith) => Num

const unaryOperations: readonly [string, Unary][] = [
  ['exp', t.exponential],
  ['ln', t.naturalLog],
  ['log10', t.log10],
  ['logb', a.logb],
  ['logical_invert', a.logicalInvert],
  ['next_minus', a.nextMinus],
  ['next_plus', a.nextPlus],
  ['normalize', a.reduce],
  ['sqrt', a.squareRoot],
]
const binaryOperations: readonly [string, Binary][] = [
  ['compare', a.compare],
  ['compare_signal', a.compareSignal],
  ['compare_total', (x, y) => a.compareTotal(x, y)],
  ['compare_total_mag', (x, y) => a.compareTotalMag(x, y)],
  ['copy_sign', (x, y) => a.withSign(x, y.sign)],
  ['logical_and', (x, y, c) => a.logical(x, y, c, (p, q) => p & q)],
  ['logical_or', (x, y, c) => a.logical(x, y, c, (p, q) => p | q)],
  ['logical_xor', (x, y, c) => a.logical(x, y, c, (p, q) => p ^ q)],
  ['max', a.max],
  ['max_mag', a.maxMag],
  ['min', a.min],
  ['min_mag', a.minMag],
  ['next_toward', a.nextToward],
  ['remainder_near', a.remainderNear],
  ['rotate', a.rotate],
  ['scaleb', a.scaleb],
  ['shift', a.shift],
]
/** Tests without a context, and those that ask its limits. */
const predicates: readonly [string, (x: Num) => boolean][] = [
  ['is_canonical', () => true],
  ['is_finite', (x) => x.kind === n.FINITE],
  ['is_infinite', (x) => x.kind === n.INFINITE],
  ['is_nan', (x) => x.kind >= n.QUIET],
  ['is_qnan', (x) => x.kind === n.QUIET],
  ['is_signed', (x) => x.sign === 1],
  ['is_snan', (x) => x.kind === n.SIGNALING],
  ['is_zero', n.isZero],
]
const copies: readonly [string, (x: Num) => Num][] = [
  ['copy_abs', (x) => a.withSign(x, 0)],
  ['copy_negate', (x) => a.withSign(x, 1 - x.sign)],
]
const limits: readonly [string, (x: Num, c: Arith) => Value][] = [
  ['is_normal', a.isNormal],
  ['is_subnormal', a.isSubnormal],
  ['number_class', a.numberClass],
]

function decimalOperations(): MethodTable {
  const rows: MethodRow[] = []
  for (const [name, f] of unaryOperations)
    rows.push([
      name,
      (self: PyDecimal, c?: Value) => wrap(operate(contextArgument(c), (w) => f(self.n, w))),
      '($self, /, context=None)',
    ])
  for (const [name, f] of binaryOperations)
    rows.push([
      name,
      (self: PyDecimal, other: Value, c?: Value) => {
        const ctx = contextArgument(c)
        const y = operand(other)
        return wrap(operate(ctx, (w) => f(self.n, y, w)))
      },
      '($self, /, other, context=None)',
    ])
  for (const [name, f] of predicates) rows.push([name, (self: PyDecimal) => f(self.n), '($self, /)'])
  for (const [name, f] of copies) rows.push([name, (self: PyDecimal) => wrap(f(self.n)), '($self, /)'])
  for (const [name, f] of limits)
    rows.push([name, (self: PyDecimal, c?: Value) => f(self.n, contextArgument(c)), '($self, /, context=None)'])
  return rows
}

function contextOperations(): MethodTable {
  const rows: MethodRow[] = []
  const unary: [string, Unary][] = [
    ...unaryOperations,
    ['abs', a.absolute],
    ['minus', a.minus],
    ['plus', a.plus],
    ['to_integral_exact', (x, c) => a.toIntegral(x, c, true)],
    ['to_integral_value', (x, c) => a.toIntegral(x, c, false)],
    ['to_integral', (x, c) => a.toIntegral(x, c, false)],
    ['_apply', n.finalize],
  ]
  const binary: [string, Binary][] = [
    ...binaryOperations,
    ['add', a.add],
    ['divide', a.divide],
    ['divide_int', a.divideInt],
    ['multiply', a.multiply],
    ['quantize', a.quantize],
    ['remainder', a.remainder],
    ['subtract', a.subtract],
  ]
  for (const [name, f] of unary)
    rows.push([
      name,
      (c: PyDecimalContext, x: Value) => {
        const v = operand(x)
        return wrap(operate(c, (w) => f(v, w)))
      },
      '($self, x, /)',
    ])
  for (const [name, f] of binary)
    rows.push([
      name,
      (c: PyDecimalContext, x: Value, y: Value) => {
        const left = operand(x)
        const right = operand(y)
        return wrap(operate(c, (w) => f(left, right, w)))
      },
      '($self, x, y, /)',
    ])
  for (const [name, f] of predicates)
    rows.push([
      name,
      (_c: PyDecimalContext, x: Value) => f(name === 'is_canonical' ? onlyDecimal(x).n : operand(x)),
      '($self, x, /)',
    ])
  for (const [name, f] of copies)
    rows.push([name, (_c: PyDecimalContext, x: Value) => wrap(f(operand(x))), '($self, x, /)'])
  for (const [name, f] of limits)
    rows.push([name, (c: PyDecimalContext, x: Value) => f(operand(x), c), '($self, x, /)'])
  rows.push(
    ['same_quantum', (_c: Value, x: Value, y: Value) => a.sameQuantum(operand(x), operand(y)), '($self, x, y, /)'],
    [
      'canonical',
      (_c: Value, x: Value) => {
        if (!(x instanceof PyDecimal)) throw typeError('argument must be a Decimal')
        return x
      },
      '($self, x, /)',
    ],
    ['copy_decimal', (_c: Value, x: Value) => (x instanceof PyDecimal ? x : wrap(operand(x))), '($self, x, /)'],
    [
      'divmod',
      (c: PyDecimalContext, x: Value, y: Value) => {
        const left = operand(x)
        const right = operand(y)
        const [q, r] = operate(c, (w) => a.divmod(left, right, w))
        return new PyTuple([wrap(q), wrap(r)])
      },
      '($self, x, y, /)',
    ],
    [
      'fma',
      (c: PyDecimalContext, x: Value, y: Value, z: Value) => {
        const [p, q, r] = [operand(x), operand(y), operand(z)]
        return wrap(operate(c, (w) => a.fma(p, q, r, w)))
      },
      '($self, x, y, z, /)',
    ],
    [
      'power',
      (c: PyDecimalContext, x: Value, y: Value, m: Value = null) => {
        const [p, q] = [operand(x), operand(y)]
        const r = m === null ? null : operand(m)
        return wrap(operate(c, (w) => (r === null ? t.power(p, q, w) : t.powerModulo(p, q, r, w))))
      },
      '($self, /, a, b, modulo=None)',
    ],
    ['radix', () => wrap(n.num(0, 10n, 0)), '($self, /)'],
    ['create_decimal', (c: PyDecimalContext, v: Value = '0') => wrap(rounded(v, c)), '($self, num="0", /)'],
    [
      'create_decimal_from_float',
      (c: PyDecimalContext, v: Value) => {
        const value = floatOrInt(v)
        return wrap(operate(c, (w) => n.finalize(value, w)))
      },
      '($self, f, /)',
    ],
    ['to_sci_string', (c: PyDecimalContext, x: Value) => n.toText(operand(x), c.capitals === 1), '($self, x, /)'],
    ['to_eng_string', (c: PyDecimalContext, x: Value) => n.toText(operand(x), c.capitals === 1, true), '($self, x, /)'],
  )
  return rows
}

function floatOrInt(v: Value): Num {
  if (v instanceof PyFloat) return fromFloat(v.value)
  const i = asInt(v)
  if (i === undefined) throw typeError('argument must be int or float')
  return fromInt(i)
}

// ── Operators ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function operatorRows(
  name: string,
  left: (self: PyDecimal, other: Value) => Value,
  f: (x: Num, y: Num) => Value,
): MethodRow[] {
  return [
    [`__${name}__`, left, '($self, value, /)'],
    [
      `__r${name}__`,
      (self: PyDecimal, other: Value) => {
        const x = operandOrNull(other)
        return x === null ? NotImplemented : f(x, self.n)
      },
      '($self, value, /)',
    ],
  ]
}

// One function for each operator, and no function given to another: what an engine compiles of a shared one calls them all through a table.

function sumOf(x: Num, y: Num): Value {
  const c = currentContext()
  const r = a.add(x, y, begin(c))
  settle(c)
  return wrap(r)
}

function differenceOf(x: Num, y: Num): Value {
  const c = currentContext()
  const r = a.subtract(x, y, begin(c))
  settle(c)
  return wrap(r)
}

function productOf(x: Num, y: Num): Value {
  const c = currentContext()
  const r = a.multiply(x, y, begin(c))
  settle(c)
  return wrap(r)
}

function quotientOf(x: Num, y: Num): Value {
  const c = currentContext()
  const r = a.divide(x, y, begin(c))
  settle(c)
  return wrap(r)
}

function wholeQuotientOf(x: Num, y: Num): Value {
  const c = currentContext()
  const r = a.divideInt(x, y, begin(c))
  settle(c)
  return wrap(r)
}

function remainderOf(x: Num, y: Num): Value {
  const c = currentContext()
  const r = a.remainder(x, y, begin(c))
  settle(c)
  return wrap(r)
}

function addOperator(self: PyDecimal, other: Value): Value {
  const y = operandOrNull(other)
  return y === null ? NotImplemented : sumOf(self.n, y)
}

function subtractOperator(self: PyDecimal, other: Value): Value {
  const y = operandOrNull(other)
  return y === null ? NotImplemented : differenceOf(self.n, y)
}

function multiplyOperator(self: PyDecimal, other: Value): Value {
  const y = operandOrNull(other)
  return y === null ? NotImplemented : productOf(self.n, y)
}

function divideOperator(self: PyDecimal, other: Value): Value {
  const y = operandOrNull(other)
  return y === null ? NotImplemented : quotientOf(self.n, y)
}

function floorDivideOperator(self: PyDecimal, other: Value): Value {
  const y = operandOrNull(other)
  return y === null ? NotImplemented : wholeQuotientOf(self.n, y)
}

function remainderOperator(self: PyDecimal, other: Value): Value {
  const y = operandOrNull(other)
  return y === null ? NotImplemented : remainderOf(self.n, y)
}

function negate(self: PyDecimal): Value {
  const c = currentContext()
  const r = a.minus(self.n, begin(c))
  settle(c)
  return wrap(r)
}

function absolute(self: PyDecimal): Value {
  const c = currentContext()
  const r = a.absolute(self.n, begin(c))
  settle(c)
  return wrap(r)
}

function quantize(self: PyDecimal, exp: Value, rounding?: Value, context?: Value): Value {
  const c = contextArgument(context)
  const y = operand(exp)
  const mode = rounding === undefined || rounding === null ? c.rounding : roundingOf(rounding)
  const work = begin(c)
  work.rounding = mode
  const r = a.quantize(self.n, y, work)
  settle(c)
  return wrap(r)
}

function divmodPair(x: Num, y: Num): Value {
  const [q, r] = operate(currentContext(), (w) => a.divmod(x, y, w))
  return new PyTuple([wrap(q), wrap(r)])
}

function powerOperator(x: Value, y: Value, m: Value = null): Value {
  const base = operandOrNull(x)
  const e = operandOrNull(y)
  const modulus = m === null ? null : operandOrNull(m)
  if (base === null || e === null || (m !== null && modulus === null)) return NotImplemented
  return wrap(
    operate(currentContext(), (w) => (modulus === null ? t.power(base, e, w) : t.powerModulo(base, e, modulus, w))),
  )
}

/** Operand of a comparison, with what the Decimal is multiplied by; null where the values do not compare. */
function comparand(index: number, other: Value, c: PyDecimalContext): [Num, bigint] | null {
  const simple = operandOrNull(other)
  if (simple !== null) return [simple, 1n]
  const equality = index === CompareIndex.eq || index === CompareIndex.ne
  if (other instanceof PyFloat) {
    if (equality) c.status |= n.FLOAT_OPERATION
    else record(c, n.FLOAT_OPERATION)
    return [fromFloat(other.value), 1n]
  }
  if (other instanceof PyComplex) {
    if (!equality || other.imag !== 0) return null
    c.status |= n.FLOAT_OPERATION
    return [fromFloat(other.real), 1n]
  }
  if (isInstance(other, getAttr(interpreter.importModule('numbers'), 'Rational'))) {
    const top = asInt(getAttr(other, 'numerator'))
    const bottom = asInt(getAttr(other, 'denominator'))
    if (top === undefined || bottom === undefined) throw typeError('numerator and denominator must be integers')
    return [fromInt(top), BigInt(bottom)]
  }
  return null
}

function compareOperator(index: number, self: PyDecimal, other: Value): Value {
  if (other instanceof PyDecimal && self.n.kind < n.QUIET && other.n.kind < n.QUIET)
    return decide(index, a.compareNumbers(self.n, other.n))
  const c = currentContext()
  const pair = comparand(index, other, c)
  if (pair === null) return NotImplemented
  const y = pair[0]
  const x = pair[1] === 1n || self.n.kind !== n.FINITE ? self.n : n.num(self.n.sign, self.n.coef * pair[1], self.n.exp)
  if (x.kind >= n.QUIET || y.kind >= n.QUIET) {
    const equality = index === CompareIndex.eq || index === CompareIndex.ne
    if (!equality || x.kind === n.SIGNALING || y.kind === n.SIGNALING) record(c, n.INVALID)
    return index === CompareIndex.ne
  }
  return decide(index, a.compareNumbers(x, y))
}

/** What a comparison says of an order. */
function decide(index: number, order: number): boolean {
  switch (index) {
    case CompareIndex.lt:
      return order < 0
    case CompareIndex.le:
      return order <= 0
    case CompareIndex.eq:
      return order === 0
    case CompareIndex.ne:
      return order !== 0
    case CompareIndex.gt:
      return order > 0
    default:
      return order >= 0
  }
}

/** A context of the same limits with a rounding mode given by name, or the context itself. */
function withRounding(c: PyDecimalContext, rounding: Value | undefined, f: (w: Arith) => Num): Value {
  const mode = rounding === undefined || rounding === null ? c.rounding : roundingOf(rounding)
  return wrap(
    operate(c, (w) => {
      w.rounding = mode
      return f(w)
    }),
  )
}

/** Sizes of groups, each a C char. */
function groupSizes(grouping: string): number[] {
  const sizes = [...grouping].map((c) => c.charCodeAt(0))
  if (sizes.some((k) => k > 127)) throw valueError('invalid override dict')
  const end = sizes.indexOf(0)
  return end < 0 ? sizes : sizes.slice(0, end)
}

function separatorsFrom(v: Value): Separators | null {
  if (v === undefined || v === null) return null
  if (!(v instanceof PyDict)) throw typeError('optional argument must be a dict')
  const text = (key: string): string | undefined => {
    const item = v.getItem(key)
    if (item === undefined) return undefined
    const s = asString(item)
    if (s === undefined) throw typeError(`override_${key} must be a string`)
    return s
  }
  const grouping = text('grouping') ?? ''
  return {
    point: text('decimal_point') ?? '.',
    separator: text('thousands_sep') ?? '',
    sizes: groupSizes(grouping),
  }
}

function toIntegralRow(name: string, exactly: boolean): MethodRow {
  return [
    name,
    (self: PyDecimal, rounding?: Value, c?: Value) =>
      withRounding(contextArgument(c), rounding, (w) => a.toIntegral(self.n, w, exactly)),
    '($self, /, rounding=None, context=None)',
  ]
}

/** `Decimal` */
export const decimalType = defineType('Decimal', {
  layout: PyDecimal,
  module: 'decimal',
  doc: 'A decimal number, from an int, a float, text, a tuple (sign, digits, exponent) or a Decimal; zero by default.',
  new: [
    (cls: PyType, value: Value = '0', c?: Value) => {
      const ctx = contextArgument(c)
      if (cls === decimalType && value instanceof PyDecimal && value.cls === decimalType) return value
      return wrapAs(cls, exact(value, ctx))
    },
    '(value="0", context=None)',
  ],
  methods: () => [
    ...operatorRows('add', addOperator, sumOf),
    ...operatorRows('sub', subtractOperator, differenceOf),
    ...operatorRows('mul', multiplyOperator, productOf),
    ...operatorRows('truediv', divideOperator, quotientOf),
    ...operatorRows('floordiv', floorDivideOperator, wholeQuotientOf),
    ...operatorRows('mod', remainderOperator, remainderOf),
    [
      '__divmod__',
      (self: PyDecimal, other: Value) => {
        const y = operandOrNull(other)
        return y === null ? NotImplemented : divmodPair(self.n, y)
      },
      '($self, value, /)',
    ],
    [
      '__rdivmod__',
      (self: PyDecimal, other: Value) => {
        const x = operandOrNull(other)
        return x === null ? NotImplemented : divmodPair(x, self.n)
      },
      '($self, value, /)',
    ],
    ['__pow__', powerOperator, '($self, value, mod=None, /)'],
    [
      '__rpow__',
      (self: Value, other: Value, m: Value = null) => powerOperator(other, self, m),
      '($self, value, mod=None, /)',
    ],
    ['__neg__', negate, '($self, /)'],
    ['__pos__', (self: PyDecimal) => wrap(operate(currentContext(), (w) => a.plus(self.n, w))), '($self, /)'],
    ['__abs__', absolute, '($self, /)'],
    ['__bool__', (self: PyDecimal) => !n.isZero(self.n), '($self, /)'],
    ...comparisonRows(compareOperator),
    ['__hash__', hashOf, '($self, /)'],
    ['__int__', (self: PyDecimal) => wholeOf(self.n, n.DOWN), '($self, /)'],
    ['__trunc__', (self: PyDecimal) => wholeOf(self.n, n.DOWN), '($self, /)'],
    ['__floor__', (self: PyDecimal) => wholeOf(self.n, n.FLOOR), '($self, /)'],
    ['__ceil__', (self: PyDecimal) => wholeOf(self.n, n.CEILING), '($self, /)'],
    [
      '__round__',
      (self: PyDecimal, places?: Value) => {
        if (places === undefined) return wholeOf(self.n, n.HALF_EVEN)
        const p = asInt(places)
        if (p === undefined) throw typeError('optional arg must be an integer')
        wordSized(p)
        return wrap(operate(currentContext(), (w) => a.quantize(self.n, n.num(0, 1n, -Number(p)), w)))
      },
      '($self, ndigits=<unrepresentable>, /)',
    ],
    ['__float__', (self: PyDecimal) => new PyFloat(toFloat(self.n)), '($self, /)'],
    ['__complex__', (self: PyDecimal) => new PyComplex(toFloat(self.n), 0), '($self, /)'],
    ['__str__', (self: PyDecimal) => n.toText(self.n, currentContext().capitals === 1), '($self, /)'],
    ['__repr__', (self: PyDecimal) => `Decimal('${n.toText(self.n, currentContext().capitals === 1)}')`, '($self, /)'],
    [
      '__format__',
      (self: PyDecimal, spec: Value, override: Value = null) => {
        const text = asString(spec)
        if (text === undefined) throw typeError('format argument must be str')
        const c = currentContext()
        return formatNumber(self.n, text, c, c.capitals === 1, separatorsFrom(override))
      },
      '($self, format_spec, override=None, /)',
    ],
    ['__reduce__', (self: PyDecimal) => new PyTuple([self.cls, new PyTuple([n.toText(self.n, true)])]), '($self, /)'],
    ['__copy__', (self: Value) => self, '($self, /)'],
    ['__deepcopy__', (self: Value) => self, '($self, memo, /)'],
    ...decimalOperations(),
    ['adjusted', (self: PyDecimal) => (self.n.kind === n.FINITE ? n.adjusted(self.n) : 0), '($self, /)'],
    ['as_integer_ratio', ratio, '($self, /)'],
    ['as_tuple', asTuple, '($self, /)'],
    ['canonical', (self: Value) => self, '($self, /)'],
    ['conjugate', (self: Value) => self, '($self, /)'],
    ['radix', () => wrap(n.num(0, 10n, 0)), '($self, /)'],
    [
      'fma',
      (self: PyDecimal, other: Value, third: Value, c?: Value) => {
        const ctx = contextArgument(c)
        const [y, z] = [operand(other), operand(third)]
        return wrap(operate(ctx, (w) => a.fma(self.n, y, z, w)))
      },
      '($self, /, other, third, context=None)',
    ],
    ['quantize', quantize, '($self, /, exp, rounding=None, context=None)'],
    [
      'same_quantum',
      (self: PyDecimal, other: Value, c?: Value) => {
        contextArgument(c)
        return a.sameQuantum(self.n, operand(other))
      },
      '($self, /, other, context=None)',
    ],
    [
      'to_eng_string',
      (self: PyDecimal, c?: Value) => n.toText(self.n, contextArgument(c).capitals === 1, true),
      '($self, /, context=None)',
    ],
    toIntegralRow('to_integral', false),
    toIntegralRow('to_integral_value', false),
    toIntegralRow('to_integral_exact', true),
  ],
  classMethods: () => [
    [
      'from_float',
      (cls: PyType, v: Value) => {
        const made = wrap(floatOrInt(v))
        return cls === decimalType ? made : interpreter.call1(cls, made)
      },
      '($type, f, /)',
    ],
  ],
  getset: () => [
    ['real', (self: Value) => self],
    ['imag', () => wrap(n.ZERO)],
  ],
})

/** `Context` */
export const contextType = defineContext(contextOperations())
