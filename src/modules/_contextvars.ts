/** _contextvars (PEP 567; CPython: Python/context.c). */
import { context as interpreter } from '../objects/context'
import { keyError, lookupErrorType, makeException, runtimeError, typeError, valueError } from '../objects/exceptions'
import { genericAliasOf } from '../objects/genericalias'
import { PyList } from '../objects/list'
import { defineType, PyObject, type PyType, type Value } from '../objects/object'
import { address } from '../objects/objecttype'
import { equals, getIter, repr } from '../objects/operators'
import { NotImplemented } from '../objects/singletons'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import type { NativeModule } from './definition'

/** A variable. */
class PyContextVar extends PyObject {
  name = ''
  defaultValue: Value | undefined = undefined
}

/** A context: values of variables. Copies share nothing that changes. */
export class PyContext extends PyObject {
  values = new Map<PyContextVar, Value>()
  entered = false
  previous: PyContext | null = null
}

class PyToken extends PyObject {
  used = false
  constructor(
    readonly variable: PyContextVar,
    readonly owner: PyContext,
    readonly old: Value | undefined,
  ) {
    super()
  }
}

class PyMissing extends PyObject {}
defineType('Token.MISSING', { layout: PyMissing, methods: () => [['__repr__', () => '<Token.MISSING>', '($self, /)']] })
const missing = new PyMissing()

let current: PyContext | null = null

function active(): PyContext {
  if (current === null) {
    current = new PyContext()
    current.entered = true
  }
  return current
}

/** The values of the current context's variables: a Map that is not changed, but replaced, when one is set. */
export function contextValues(): ReadonlyMap<PyObject, Value> {
  return active().values
}

const contextVarType = defineType('ContextVar', {
  layout: PyContextVar,
  module: '_contextvars',
  final: true,
  new: [
    (cls: PyType, name: Value, otherwise: Value | undefined) => {
      const text = asString(name)
      if (text === undefined) throw typeError('context variable name must be a str')
      const made = new cls.ctor() as PyContextVar
      made.name = text
      made.defaultValue = otherwise
      return made
    },
    '(name, *, default=<unrepresentable>)',
  ],
  methods: () => [
    [
      'get',
      (self: PyContextVar, otherwise: Value | undefined) => {
        const v = active().values.get(self)
        if (v !== undefined) return v
        if (otherwise !== undefined) return otherwise
        if (self.defaultValue !== undefined) return self.defaultValue
        throw makeException(lookupErrorType, self)
      },
      '($self, default=<unrepresentable>, /)',
    ],
    [
      'set',
      (self: PyContextVar, v: Value) => {
        const c = active()
        const token = new PyToken(self, c, c.values.get(self))
        c.values = new Map(c.values).set(self, v)
        return token
      },
      '($self, value, /)',
    ],
    [
      'reset',
      (self: PyContextVar, token: Value) => {
        if (!(token instanceof PyToken)) throw typeError(`expected an instance of Token, got ${repr(token)}`)
        if (token.used) throw runtimeError(`${repr(token)} has already been used once`)
        if (token.variable !== self) throw valueError(`${repr(token)} was created by a different ContextVar`)
        const c = active()
        if (token.owner !== c) throw valueError(`${repr(token)} was created in a different Context`)
        token.used = true
        c.values = new Map(c.values)
        if (token.old === undefined) c.values.delete(self)
        else c.values.set(self, token.old)
        return null
      },
      '($self, token, /)',
    ],
    [
      '__repr__',
      (self: PyContextVar) =>
        `<ContextVar name=${repr(self.name)}${self.defaultValue === undefined ? '' : ` default=${repr(self.defaultValue)}`} at ${address(self)}>`,
      '($self, /)',
    ],
  ],
  classMethods: () => [
    ['__class_getitem__', (cls: PyType, item: Value) => genericAliasOf(cls, item), '($cls, object, /)'],
  ],
  members: true,
  getset: () => [['name', (self: PyContextVar) => self.name]],
})

const tokenType = defineType('Token', {
  layout: PyToken as never,
  module: '_contextvars',
  final: true,
  attributes: () => ({ MISSING: missing }),
  methods: () => [
    [
      '__repr__',
      (self: PyToken) => `<Token${self.used ? ' used' : ''} var=${repr(self.variable)} at ${address(self)}>`,
      '($self, /)',
    ],
  ],
  classMethods: () => [
    ['__class_getitem__', (cls: PyType, item: Value) => genericAliasOf(cls, item), '($cls, object, /)'],
  ],
  getset: () => [
    ['var', (self: PyToken) => self.variable],
    ['old_value', (self: PyToken) => self.old ?? missing],
  ],
})

function copy(c: PyContext): PyContext {
  const made = new PyContext()
  made.values = c.values
  return made
}

/** `copy_context()` */
export function currentContext(): PyObject {
  return copy(active())
}

/** Makes a context the current one. */
export function enterContext(self: PyContext): void {
  if (self.entered) throw runtimeError(`cannot enter context: ${repr(self)} is already entered`)
  self.previous = active()
  self.entered = true
  current = self
}

/** Goes back to the context before. */
export function leaveContext(self: PyContext): void {
  current = self.previous
  self.previous = null
  self.entered = false
}

/** Runs a function with a context as the current one. */
function run(self: PyContext, args: Value[], keywords: Value): Value {
  if (args.length === 0) throw typeError('run() missing 1 required positional argument')
  enterContext(self)
  try {
    const f = args[0]!
    if (keywords === null) {
      if (args.length === 1) return interpreter.call0(f)
      if (args.length === 2) return interpreter.call1(f, args[1]!)
    }
    return interpreter.callDict(f, args.slice(1), keywords)
  } finally {
    leaveContext(self)
  }
}

function variable(key: Value): PyContextVar {
  if (!(key instanceof PyContextVar)) throw typeError(`a ContextVar key was expected, got ${repr(key)}`)
  return key
}

const contextType = defineType('Context', {
  layout: PyContext,
  module: '_contextvars',
  final: true,
  unhashable: true,
  new: [(cls: PyType) => new cls.ctor(), '()'],
  methods: () => [
    ['run', run, '($self, /, *args, **kwargs)'],
    ['copy', copy, '($self, /)'],
    [
      'get',
      (self: PyContext, key: Value, otherwise: Value = null) => self.values.get(variable(key)) ?? otherwise,
      '($self, key, default=None, /)',
    ],
    ['keys', (self: PyContext) => new PyList([...self.values.keys()]), '($self, /)'],
    ['values', (self: PyContext) => new PyList([...self.values.values()]), '($self, /)'],
    ['items', (self: PyContext) => new PyList([...self.values].map(([k, v]) => new PyTuple([k, v]))), '($self, /)'],
    ['__len__', (self: PyContext) => self.values.size, '($self, /)'],
    ['__contains__', (self: PyContext, key: Value) => self.values.has(variable(key)), '($self, key, /)'],
    [
      '__getitem__',
      (self: PyContext, key: Value) => {
        const v = self.values.get(variable(key))
        if (v === undefined) throw keyError(key)
        return v
      },
      '($self, key, /)',
    ],
    ['__iter__', (self: PyContext) => getIter(new PyList([...self.values.keys()])), '($self, /)'],
    [
      '__eq__',
      (a: PyContext, b: Value) => {
        if (!(b instanceof PyContext)) return NotImplemented
        if (a.values.size !== b.values.size) return false
        for (const [k, v] of a.values) {
          const other = b.values.get(k)
          if (other === undefined || !equals(v, other)) return false
        }
        return true
      },
      '($self, value, /)',
    ],
  ],
})

export const contextvarsModule: NativeModule = {
  name: '_contextvars',
  doc: 'Variables that each context sees its own value of.',
  functions: [['copy_context', currentContext, '()']],
  attributes: () => ({ Context: contextType, ContextVar: contextVarType, Token: tokenType }),
}
