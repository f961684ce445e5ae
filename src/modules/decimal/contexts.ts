/** Context, its flags and traps, the current context and localcontext (Library Reference, "decimal", "Context objects"). */

import { getAttr } from '../../objects/attributes'
import { context as interpreter } from '../../objects/context'
import { PyDict } from '../../objects/dict'
import { attributeError } from '../../objects/exceptionfields'
import {
  isException,
  keyError,
  keyErrorType,
  overflowError,
  runtimeError,
  typeError,
  valueError,
} from '../../objects/exceptions'
import { asInt, normalise } from '../../objects/int'
import { PyList } from '../../objects/list'
import { defineType, type Int, type MethodTable, PyObject, type PyType, typeOf, type Value } from '../../objects/object'
import { getIter, isTrue } from '../../objects/operators'
import { asString } from '../../objects/str'
import { PyTuple } from '../../objects/tuple'
import { contextValues } from '../_contextvars'
import * as n from './number'
import { makeClass, signalList, signalNames, signalOf, signalTable, trapped } from './signals'

const LIMIT = 999999999999999999n

/** A context: what the arithmetic needs, and what Python sees of it. */
export class PyDecimalContext extends PyObject implements n.Arith {
  prec = 28
  rounding = n.HALF_EVEN
  emin = -999999
  emax = 999999
  clamp = 0
  status = 0
  traps = n.IEEE_INVALID | n.DIVISION_BY_ZERO | n.OVERFLOW
  capitals = 1
  /** `prec`, `Emin`, `Emax` as given, where they are beyond what a number holds exactly. */
  given: { prec?: bigint; emin?: bigint; emax?: bigint } = {}
  flagsDict: PySignalDict | null = null
  trapsDict: PySignalDict | null = null
}

/** Takes over the conditions of an operation: they become flags, and those that are trapped an exception. */
export function record(c: PyDecimalContext, status: number): void {
  c.status |= status
  if ((status & c.traps) !== 0) throw trapped(status & c.traps)
}

/** The context that operators work with: one object for all, as none of them calls Python. */
const shared: n.Arith = { prec: 0, rounding: 0, emin: 0, emax: 0, clamp: 0, status: 0 }

/** The limits of a context with an empty status, in an object that is used again; for operations that end with {@link settle}. */
export function begin(c: PyDecimalContext): n.Arith {
  shared.prec = c.prec
  shared.rounding = c.rounding
  shared.emin = c.emin
  shared.emax = c.emax
  shared.clamp = c.clamp
  shared.status = 0
  return shared
}

/** Records what the operation reported that {@link begin} began. */
export function settle(c: PyDecimalContext): void {
  if (shared.status !== 0) record(c, shared.status)
}

/** Runs an operation with an empty status and records what it reports. */
export function operate<T>(c: PyDecimalContext, f: (work: n.Arith) => T): T {
  const work = n.derived(c)
  const r = f(work)
  if (work.status !== 0) record(c, work.status)
  return r
}

// ── Flags and traps ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** A view of a context's flags or traps as a mapping from signal classes to bools. */
class PySignalDict extends PyObject {
  owner!: PyDecimalContext
  field!: 'status' | 'traps'
}

function bitsOf(key: Value): number {
  const found = signalOf(key)
  if (found === undefined) throw keyError('invalid error flag')
  return found.bits
}

function signalDictEqual(self: PySignalDict, other: Value): boolean | null {
  if (other instanceof PySignalDict) return mask(self.owner[self.field]) === mask(other.owner[other.field])
  if (other instanceof PyDict) {
    try {
      return mask(self.owner[self.field]) === mask(bitsFromMapping(other))
    } catch (e) {
      if (isException(e, keyErrorType)) return null
      throw e
    }
  }
  return null
}

/** A status with the parts of InvalidOperation taken as one. */
function mask(status: number): number {
  return (status & n.IEEE_INVALID) !== 0 ? status | n.IEEE_INVALID : status
}

const signalDictMixin = defineType('SignalDictMixin', {
  layout: PySignalDict,
  module: 'decimal',
  unhashable: true,
  methods: () => [
    ['__len__', () => signalTable().signals.length, '($self, /)'],
    ['__iter__', () => getIter(new PyTuple(signalTable().signals.map((s) => s.type))), '($self, /)'],
    [
      '__getitem__',
      (self: PySignalDict, key: Value) => (self.owner[self.field] & bitsOf(key)) !== 0,
      '($self, key, /)',
    ],
    [
      '__setitem__',
      (self: PySignalDict, key: Value, value: Value) => {
        const bits = bitsOf(key)
        if (isTrue(value)) self.owner[self.field] |= bits
        else self.owner[self.field] &= ~bits
        return null
      },
      '($self, key, value, /)',
    ],
    [
      '__delitem__',
      () => {
        throw valueError('signal keys cannot be deleted')
      },
      '($self, key, /)',
    ],
    ['__eq__', (self: PySignalDict, other: Value) => signalDictEqual(self, other) ?? false, '($self, value, /)'],
    ['__ne__', (self: PySignalDict, other: Value) => !(signalDictEqual(self, other) ?? false), '($self, value, /)'],
    [
      '__repr__',
      (self: PySignalDict) =>
        `{${signalTable()
          .signals.map(
            (s) => `<class 'decimal.${s.name}'>:${(self.owner[self.field] & s.bits) !== 0 ? 'True' : 'False'}`,
          )
          .join(', ')}}`,
      '($self, /)',
    ],
    [
      'copy',
      (self: PySignalDict) => {
        const d = new PyDict()
        for (const s of signalTable().signals) d.setItem(s.type, (self.owner[self.field] & s.bits) !== 0)
        return d
      },
      '($self, /)',
    ],
  ],
})

let signalDictClass: PyType | null = null

function signalDict(owner: PyDecimalContext, field: 'status' | 'traps'): PySignalDict {
  if (signalDictClass === null) {
    const mapping = getAttr(interpreter.importModule('collections.abc'), 'MutableMapping')
    signalDictClass = makeClass('SignalDict', [signalDictMixin, mapping], typeOf(mapping))
  }
  const made = new signalDictClass.ctor() as PySignalDict
  made.owner = owner
  made.field = field
  return made
}

/** Bits of a dict from signals to truth values; every signal must be in it. */
function bitsFromMapping(d: PyDict): number {
  let bits = 0
  const { signals } = signalTable()
  if (d.size !== signals.length) throw keyError('invalid signal dict')
  for (const s of signals) {
    const value = d.getItem(s.type)
    if (value === undefined) throw keyError('invalid signal dict')
    if (isTrue(value)) bits |= s.bits
  }
  return bits
}

/** Bits of what `Context(flags=…)` or an assignment takes: a list of signals, a dict, or flags of another context. */
function bitsFrom(v: Value, listAllowed: boolean): number {
  if (v instanceof PyList && listAllowed) {
    let bits = 0
    for (const item of v.items) {
      const found = signalOf(item) ?? signalTable().conditions.find((s) => s.type === item)
      if (found === undefined) throw typeError('values must be signals')
      bits |= found.bits
    }
    return bits
  }
  if (v instanceof PySignalDict) return v.owner[v.field]
  if (v instanceof PyDict) return bitsFromMapping(v)
  throw typeError('argument must be a signal dict')
}

// ── Attributes ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** An int in the range of Py_ssize_t. Raises OverflowError. */
export function wordSized(i: Int): bigint {
  const big = BigInt(i)
  if (BigInt.asIntN(64, big) !== big) throw overflowError('Python int too large to convert to C ssize_t')
  return big
}

function boundedInt(v: Value | undefined, low: bigint, high: bigint, message: string): bigint {
  if (v === undefined) throw attributeError('context attributes cannot be deleted')
  const i = asInt(v)
  if (i === undefined) throw typeError(`an integer is required (got type ${typeOf(v).name})`)
  const big = wordSized(i)
  if (big < low || big > high) throw valueError(message)
  return big
}

function setLimit(c: PyDecimalContext, field: 'prec' | 'emin' | 'emax', v: bigint): void {
  c[field] = Number(v)
  if (Number.isSafeInteger(c[field])) delete c.given[field]
  else c.given = { ...c.given, [field]: v }
}

function limit(c: PyDecimalContext, field: 'prec' | 'emin' | 'emax'): Int {
  return c.given[field] ?? c[field]
}

const roundingModes: ReadonlyMap<string, number> = new Map(n.roundingNames.map((name, mode) => [name, mode]))

/** Rounding mode of a name. Raises TypeError. */
export function roundingOf(v: Value | undefined): number {
  if (v === undefined) throw attributeError('context attributes cannot be deleted')
  const name = asString(v)
  const mode = name === undefined ? undefined : roundingModes.get(name)
  if (mode === undefined)
    throw typeError(
      'valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]',
    )
  return mode
}

type Setter = (c: PyDecimalContext, v: Value | undefined) => void

const setters: Readonly<Record<string, Setter>> = {
  prec: (c, v) => setLimit(c, 'prec', boundedInt(v, 1n, LIMIT, 'valid range for prec is [1, MAX_PREC]')),
  rounding: (c, v) => {
    c.rounding = roundingOf(v)
  },
  Emin: (c, v) => setLimit(c, 'emin', boundedInt(v, -LIMIT, 0n, 'valid range for Emin is [MIN_EMIN, 0]')),
  Emax: (c, v) => setLimit(c, 'emax', boundedInt(v, 0n, LIMIT, 'valid range for Emax is [0, MAX_EMAX]')),
  capitals: (c, v) => {
    c.capitals = Number(boundedInt(v, 0n, 1n, 'valid values for capitals are 0 or 1'))
  },
  clamp: (c, v) => {
    c.clamp = Number(boundedInt(v, 0n, 1n, 'valid values for clamp are 0 or 1'))
  },
  flags: (c, v) => {
    if (v === undefined) throw attributeError('context attributes cannot be deleted')
    c.status = bitsFrom(v, false)
  },
  traps: (c, v) => {
    if (v === undefined) throw attributeError('context attributes cannot be deleted')
    c.traps = bitsFrom(v, false)
  },
}

const getters: Readonly<Record<string, (c: PyDecimalContext) => Value>> = {
  prec: (c) => limit(c, 'prec'),
  rounding: (c) => n.roundingNames[c.rounding]!,
  Emin: (c) => limit(c, 'emin'),
  Emax: (c) => limit(c, 'emax'),
  capitals: (c) => c.capitals,
  clamp: (c) => c.clamp,
  flags: (c) => (c.flagsDict ??= signalDict(c, 'status')),
  traps: (c) => (c.trapsDict ??= signalDict(c, 'traps')),
}

function assign(c: PyDecimalContext, values: readonly (Value | undefined)[]): void {
  const names = ['prec', 'rounding', 'Emin', 'Emax', 'capitals', 'clamp', 'flags', 'traps']
  for (let i = 0; i < names.length; i++) {
    const v = values[i]
    if (v === undefined || v === null) continue
    if (i === 6) c.status = bitsFrom(v, true)
    else if (i === 7) c.traps = bitsFrom(v, true)
    else setters[names[i]!]!(c, v)
  }
}

/** A copy with its own flags and traps. */
export function copyContext(c: PyDecimalContext): PyDecimalContext {
  const made = new (contextType().ctor)() as PyDecimalContext
  made.prec = c.prec
  made.rounding = c.rounding
  made.emin = c.emin
  made.emax = c.emax
  made.clamp = c.clamp
  made.status = c.status
  made.traps = c.traps
  made.capitals = c.capitals
  made.given = c.given
  return made
}

const baseMethods: MethodTable = [
  // Arguments are set in __init__ too, so that subclasses may pass them on.
  [
    '__init__',
    (self: PyDecimalContext, ...values: (Value | undefined)[]) => {
      assign(self, values)
      return null
    },
    '($self, /, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None)',
  ],
  [
    '__repr__',
    (c: PyDecimalContext) =>
      `Context(prec=${limit(c, 'prec')}, rounding=${n.roundingNames[c.rounding]}, Emin=${limit(c, 'emin')}, Emax=${limit(c, 'emax')}, capitals=${c.capitals}, clamp=${c.clamp}, flags=${signalNames(c.status)}, traps=${signalNames(c.traps)})`,
    '($self, /)',
  ],
  [
    '__reduce__',
    (c: PyDecimalContext) =>
      new PyTuple([
        c.cls,
        new PyTuple([
          limit(c, 'prec'),
          n.roundingNames[c.rounding]!,
          limit(c, 'emin'),
          limit(c, 'emax'),
          c.capitals,
          c.clamp,
          signalList(c.status),
          signalList(c.traps),
        ]),
      ]),
    '($self, /)',
  ],
  ['copy', copyContext, '($self, /)'],
  ['__copy__', copyContext, '($self, /)'],
  [
    'clear_flags',
    (c: PyDecimalContext) => {
      c.status = 0
      return null
    },
    '($self, /)',
  ],
  [
    'clear_traps',
    (c: PyDecimalContext) => {
      c.traps = 0
      return null
    },
    '($self, /)',
  ],
  ['Etiny', (c: PyDecimalContext) => normalise(BigInt(limit(c, 'emin')) - BigInt(limit(c, 'prec')) + 1n), '($self, /)'],
  ['Etop', (c: PyDecimalContext) => normalise(BigInt(limit(c, 'emax')) - BigInt(limit(c, 'prec')) + 1n), '($self, /)'],
]

let contextClass: PyType | null = null

/** Defines the class Context with the operations that decimal.ts adds; called once. */
export function defineContext(operations: MethodTable): PyType {
  contextClass = defineType('Context', {
    layout: PyDecimalContext,
    module: 'decimal',
    new: [
      (cls: PyType) => {
        const made = new cls.ctor() as PyDecimalContext
        if (defaults !== null) {
          made.prec = defaults.prec
          made.rounding = defaults.rounding
          made.emin = defaults.emin
          made.emax = defaults.emax
          made.clamp = defaults.clamp
          made.traps = defaults.traps
          made.capitals = defaults.capitals
          made.given = defaults.given
        }
        return made
      },
      '(*args, **kwargs)',
    ],
    methods: () => [...baseMethods, ...operations],
    getset: () => Object.keys(setters).map((name) => [name, getters[name]!, setters[name]!] as const),
  })
  return contextClass
}

function contextType(): PyType {
  return contextClass!
}

// ── The current context ─────────────────────────────────────────────────────────────────────────────────────────────────

let defaults: PyDecimalContext | null = null
let basic: PyDecimalContext | null = null
let extended: PyDecimalContext | null = null
let variable: PyObject | null = null
let setter: Value = null
/** The values of the context variables when the current context was last looked up, and what it was. */
let lastValues: ReadonlyMap<PyObject, Value> | null = null
let lastContext: PyDecimalContext | null = null

/** The contexts that the module offers, made once. */
export function templates(): {
  DefaultContext: PyDecimalContext
  BasicContext: PyDecimalContext
  ExtendedContext: PyDecimalContext
} {
  if (defaults === null) {
    const fresh = new (contextType().ctor)() as PyDecimalContext
    basic = copyContext(fresh)
    basic.prec = 9
    basic.rounding = n.HALF_UP
    basic.traps = n.IEEE_INVALID | n.DIVISION_BY_ZERO | n.OVERFLOW | n.UNDERFLOW | n.CLAMPED
    extended = copyContext(fresh)
    extended.prec = 9
    extended.traps = 0
    defaults = fresh
    variable = interpreter.call1(
      getAttr(interpreter.importModule('_contextvars'), 'ContextVar'),
      'decimal_context',
    ) as PyObject
    setter = getAttr(variable, 'set')
  }
  return { DefaultContext: defaults, BasicContext: basic!, ExtendedContext: extended! }
}

/** `getcontext()` */
export function currentContext(): PyDecimalContext {
  const values = contextValues()
  if (values === lastValues) return lastContext!
  const found = values.get(variable!)
  if (found !== undefined) {
    lastValues = values
    lastContext = found as PyDecimalContext
    return lastContext
  }
  const made = copyContext(templates().DefaultContext)
  made.status = 0
  interpreter.call1(setter, made)
  return made
}

/** `setcontext(context)`: the three templates are copied. */
export function setCurrent(v: Value): null {
  if (!(v instanceof PyDecimalContext)) throw typeError('argument must be a context')
  let c = v
  if (c === defaults || c === basic || c === extended) {
    c = copyContext(c)
    c.status = 0
  }
  interpreter.call1(setter, c)
  return null
}

/** A context argument, the current one where it was not given. */
export function contextArgument(v: Value | undefined): PyDecimalContext {
  if (v === undefined || v === null) return currentContext()
  if (!(v instanceof PyDecimalContext)) throw typeError('optional argument must be a context')
  return v
}

/** What `localcontext()` gives to `with`. */
class PyContextManager extends PyObject {
  local!: PyDecimalContext
  saved!: PyDecimalContext
  entered = false
}

const managerType = defineType('ContextManager', {
  layout: PyContextManager,
  module: 'decimal',
  methods: () => [
    [
      '__enter__',
      (self: PyContextManager) => {
        self.entered = true
        setCurrent(self.local)
        return self.local
      },
      '($self, /)',
    ],
    [
      '__exit__',
      (self: PyContextManager) => {
        if (!self.entered) throw runtimeError('context manager was not entered')
        setCurrent(self.saved)
        return false
      },
      '($self, /, *args)',
    ],
  ],
})

/** `localcontext(ctx=None, **kwargs)` */
export function localContext(v: Value = null, ...values: (Value | undefined)[]): Value {
  const saved = currentContext()
  const made = new managerType.ctor() as PyContextManager
  if (v !== null && !(v instanceof PyDecimalContext)) throw typeError('optional argument must be a context')
  made.local = copyContext(v ?? saved)
  assign(made.local, values)
  made.saved = saved
  return made
}
