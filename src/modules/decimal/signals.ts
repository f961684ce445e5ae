/** The exception classes of decimal and the table that ties them to the conditions of the arithmetic. */
import { context } from '../../objects/context'
import { PyDict } from '../../objects/dict'
import {
  arithmeticErrorType,
  makeException,
  type PyBaseException,
  typeErrorType,
  zeroDivisionErrorType,
} from '../../objects/exceptions'
import { PyList } from '../../objects/list'
import { type PyType, typeType, type Value } from '../../objects/object'
import { PyTuple } from '../../objects/tuple'
import * as n from './number'

/** Makes a class of the module as a class statement would. */
export function makeClass(name: string, bases: readonly Value[], metaclass: PyType = typeType): PyType {
  const dict = new PyDict()
  dict.setItem('__module__', 'decimal')
  return context.call(metaclass, [name, new PyTuple([...bases]), dict]) as PyType
}

/** One signal: its class and the bits that raise it. */
export interface Signal {
  readonly name: string
  readonly type: PyType
  readonly bits: number
}

interface Table {
  readonly base: PyType
  /** In the order in which they are shown and tried. */
  readonly signals: readonly Signal[]
  /** Conditions that are part of InvalidOperation. */
  readonly conditions: readonly Signal[]
}

let table: Table | null = null

/** The classes, made once. */
export function signalTable(): Table {
  if (table === null) {
    const base = makeClass('DecimalException', [arithmeticErrorType])
    const invalid = makeClass('InvalidOperation', [base])
    const inexact = makeClass('Inexact', [base])
    const rounded = makeClass('Rounded', [base])
    const subnormal = makeClass('Subnormal', [base])
    const row = (type: PyType, bits: number): Signal => ({ name: type.qualname, type, bits })
    table = {
      base,
      signals: [
        row(invalid, n.IEEE_INVALID),
        row(makeClass('FloatOperation', [base, typeErrorType]), n.FLOAT_OPERATION),
        row(makeClass('DivisionByZero', [base, zeroDivisionErrorType]), n.DIVISION_BY_ZERO),
        row(makeClass('Overflow', [inexact, rounded]), n.OVERFLOW),
        row(makeClass('Underflow', [inexact, rounded, subnormal]), n.UNDERFLOW),
        row(subnormal, n.SUBNORMAL),
        row(inexact, n.INEXACT),
        row(rounded, n.ROUNDED),
        row(makeClass('Clamped', [base]), n.CLAMPED),
      ],
      conditions: [
        row(invalid, n.INVALID),
        row(makeClass('ConversionSyntax', [invalid]), n.SYNTAX),
        row(makeClass('DivisionImpossible', [invalid]), n.IMPOSSIBLE),
        row(makeClass('DivisionUndefined', [invalid, zeroDivisionErrorType]), n.UNDEFINED),
        row(makeClass('InvalidContext', [invalid]), n.BAD_CONTEXT),
      ],
    }
  }
  return table
}

/** Conditions in the order of libmpdec's bits, in which reprs list them. */
const shownOrder: readonly (readonly [number, string])[] = [
  [n.CLAMPED, 'Clamped'],
  [n.SYNTAX, 'InvalidOperation'],
  [n.DIVISION_BY_ZERO, 'DivisionByZero'],
  [n.IMPOSSIBLE, 'InvalidOperation'],
  [n.UNDEFINED, 'InvalidOperation'],
  [n.INEXACT, 'Inexact'],
  [n.BAD_CONTEXT, 'InvalidOperation'],
  [n.INVALID, 'InvalidOperation'],
  [n.FLOAT_OPERATION, 'FloatOperation'],
  [n.OVERFLOW, 'Overflow'],
  [n.ROUNDED, 'Rounded'],
  [n.SUBNORMAL, 'Subnormal'],
  [n.UNDERFLOW, 'Underflow'],
]

/** Names of the signals in a status, for reprs. */
export function signalNames(status: number): string {
  const names = new Set<string>()
  for (const [bit, name] of shownOrder) if ((status & bit) !== 0) names.add(name)
  return `[${[...names].join(', ')}]`
}

/** Classes of the signals in a status. */
export function signalList(status: number): PyList {
  return new PyList(
    signalTable()
      .signals.filter((s) => (status & s.bits) !== 0)
      .map((s) => s.type),
  )
}

/** The exception for trapped conditions: the first signal, with the list of all conditions. */
export function trapped(status: number): PyBaseException {
  const { signals, conditions } = signalTable()
  const first = signals.find((s) => (status & s.bits) !== 0)!
  const list = [...conditions, ...signals.slice(1)].filter((s) => (status & s.bits) !== 0).map((s) => s.type)
  return makeException(first.type, new PyList(list))
}

/** The signal of a class, or undefined. */
export function signalOf(type: Value): Signal | undefined {
  return signalTable().signals.find((s) => s.type === type)
}
