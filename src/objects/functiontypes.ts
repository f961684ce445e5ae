/** Methods and attributes of functions, bound methods, builtins and descriptors (CPython: Objects/funcobject.c, descrobject.c). */
import { CodeObject } from '../bytecode/code'
import { attributeName, bind, dictOfInstance, genericGetAttr, getAttr, lookupAttr, setDescriptor } from './attributes'
import { cellType, PyCell } from './cell'
import { context, lateBodies } from './context'
import { PyDict } from './dict'
import { typeError, valueError } from './exceptions'
import {
  builtinFunctionType,
  classMethodDescriptorType,
  functionType,
  getSetType,
  memberType,
  methodDescriptorType,
  methodType,
  methodWrapperType,
  PyBuiltin,
  type PyClassMethodDescriptor,
  PyFunction,
  type PyGetSet,
  type PyMember,
  PyMethod,
  type PyMethodDescriptor,
  PyNativeMember,
  slotWrapperType,
} from './function'
import { identityOf } from './identity'
import {
  assumptions,
  completeType,
  type GetSetRow,
  type MethodRow,
  PyType,
  TypeFlag,
  typeOf,
  type Value,
} from './object'
import { address } from './objecttype'
import { CompareIndex, compare, hashValue, repr } from './operators'
import type { NativeFunction } from './signature'
import { NotImplemented } from './singletons'
import { asString } from './str'
import { PyTuple } from './tuple'

const callRow: MethodRow = [
  '__call__',
  (self: Value, args: Value[], kwargs: Value) => context.callDict(self, args, kwargs),
  '($self, /, *args, **kwargs)',
]

// ── function ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The annotations dict of a function; MAKE_FUNCTION left a flat array. */
export function functionAnnotations(f: PyFunction): PyDict {
  const a = f.annotations
  if (a instanceof PyDict) return a
  const dict = new PyDict()
  if (a !== null) for (let i = 0; i < a.length; i += 2) dict.setItem(a[i]!, a[i + 1]!)
  f.annotations = dict
  return dict
}

function functionNew(
  _cls: PyType,
  code: Value,
  globals: Value,
  name: Value = null,
  defaults: Value = null,
  closure: Value = null,
  kwdefaults: Value = null,
): Value {
  if (!((code as unknown) instanceof CodeObject))
    throw typeError(`function() argument 'code' must be code, not ${typeOf(code).name}`)
  if (!(globals instanceof PyDict))
    throw typeError(`function() argument 'globals' must be dict, not ${typeOf(globals).name}`)
  if (name !== null && asString(name) === undefined) throw typeError('arg 3 (name) must be None or string')
  if (defaults !== null && !(defaults instanceof PyTuple)) throw typeError('arg 4 (defaults) must be None or tuple')
  const made = code as unknown as CodeObject
  if (!(closure instanceof PyTuple)) {
    if (made.freeCount > 0 && closure === null) throw typeError('arg 5 (closure) must be tuple')
    if (closure !== null) throw typeError('arg 5 (closure) must be None or tuple')
  }
  if (kwdefaults !== null && !(kwdefaults instanceof PyDict)) throw typeError('arg 6 (kwdefaults) must be None or dict')
  const cells = closure === null ? [] : closure.items
  if (cells.length !== made.freeCount)
    throw valueError(`${made.name} requires closure of length ${made.freeCount}, not ${cells.length}`)
  for (const cell of cells)
    if (!(cell instanceof PyCell)) throw typeError(`arg 5 (closure) expected cell, found ${typeOf(cell).name}`)
  const f = new PyFunction(made, globals, context.builtinsOf(globals))
  const module = globals.getItem('__name__')
  if (module !== undefined) f.module = module
  if (made.flags & 0x4000000) f.doc = (made.load().consts[0] as Value) ?? null
  if (name !== null) f.name = asString(name)!
  if (defaults instanceof PyTuple) f.defaults = defaults.items
  if (cells.length > 0) f.closure = cells as PyCell[]
  if (kwdefaults !== null) f.kwdefaults = kwdefaults
  return f
}

/** Code or defaults of a function are others now. */
function functionChanged(f: PyFunction): void {
  f.version++
  if (!f.watched) return
  f.watched = false
  assumptions.epoch++
}

function nameSetter(what: '__name__' | '__qualname__') {
  return (self: PyFunction, value: Value | undefined) => {
    const text = value === undefined ? undefined : asString(value)
    if (text === undefined) throw typeError(`${what} must be set to a string object`)
    if (what === '__name__') self.name = text
    else self.qualname = text
  }
}

completeType(functionType, {
  layout: PyFunction as never,
  flags: TypeFlag.VECTORCALL | TypeFlag.METHOD_DESCRIPTOR,
  hasDict: true,
  doc: 'A function made of a code object and a namespace.',
  new: [functionNew, '(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)'],
  methods: () => [
    callRow,
    [
      '__get__',
      (self: PyFunction, instance: Value) => (instance === null ? self : new PyMethod(self, instance)),
      '($self, instance, owner=None, /)',
    ],
    ['__repr__', (self: PyFunction) => `<function ${self.qualname} at ${address(self)}>`, '($self, /)'],
  ],
  members: '__module__ __doc__ __globals__ __builtins__ __closure__',
  getset: () => [
    ['__name__', (self: PyFunction) => self.name, nameSetter('__name__')],
    ['__qualname__', (self: PyFunction) => self.qualname, nameSetter('__qualname__')],
    [
      '__module__',
      (self: PyFunction) => self.module,
      (self: PyFunction, value) => {
        self.module = value ?? null
      },
    ],
    [
      '__doc__',
      (self: PyFunction) => self.doc,
      (self: PyFunction, value) => {
        self.doc = value ?? null
      },
    ],
    [
      '__code__',
      (self: PyFunction) => self.code as never,
      (self: PyFunction, value) => {
        if (!((value as unknown) instanceof CodeObject)) throw typeError('__code__ must be set to a code object')
        const code = value as unknown as CodeObject
        const free = self.closure === null ? 0 : self.closure.length
        if (code.freeCount !== free)
          throw valueError(`${self.name}() requires a code object with ${free} free vars, not ${code.freeCount}`)
        self.code = code
        functionChanged(self)
      },
    ],
    [
      '__globals__',
      (self: PyFunction) => {
        lateBodies.complete?.(self.globals)
        return self.globals
      },
    ],
    ['__builtins__', (self: PyFunction) => self.builtins],
    ['__closure__', (self: PyFunction) => (self.closure === null ? null : new PyTuple(self.closure))],
    [
      '__defaults__',
      (self: PyFunction) => (self.defaults === null ? null : new PyTuple(self.defaults)),
      (self: PyFunction, value) => {
        if (value === undefined || value === null) self.defaults = null
        else if (value instanceof PyTuple) self.defaults = value.items
        else throw typeError('__defaults__ must be set to a tuple object')
        functionChanged(self)
      },
    ],
    [
      '__kwdefaults__',
      (self: PyFunction) => self.kwdefaults,
      (self: PyFunction, value) => {
        if (value === undefined || value === null) self.kwdefaults = null
        else if (value instanceof PyDict) self.kwdefaults = value
        else throw typeError('__kwdefaults__ must be set to a dict object')
        functionChanged(self)
      },
    ],
    [
      '__annotations__',
      functionAnnotations,
      (self: PyFunction, value) => {
        if (value === undefined || value === null) self.annotations = null
        else if (value instanceof PyDict) self.annotations = value
        else throw typeError('__annotations__ must be set to a dict object')
      },
    ],
    [
      '__type_params__',
      (self: PyFunction) => new PyTuple(self.typeParams ?? []),
      (self: PyFunction, value) => {
        if (!(value instanceof PyTuple)) throw typeError('__type_params__ must be set to a tuple')
        self.typeParams = value.items
      },
    ],
    [
      '__dict__',
      (self: PyFunction) => dictOfInstance(self)!,
      (self: PyFunction, value) => {
        if (!(value instanceof PyDict))
          throw typeError(
            `__dict__ must be set to a dictionary, not a '${value === undefined ? 'NULL' : typeOf(value).name}'`,
          )
        context.setDict(self, value)
      },
    ],
  ],
})

// ── method ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

completeType(methodType, {
  layout: PyMethod as never,
  flags: TypeFlag.VECTORCALL,
  doc: 'A function together with the first argument of its calls.',
  getattro: (o: Value, name: string) => {
    const own = genericGetAttr(o, name)
    if (own !== undefined) return own
    return lookupAttr((o as PyMethod).func, name)
  },
  new: [
    (_cls: PyType, f: Value, self: Value) => {
      if (typeOf(f).proto.$__call__ === undefined) throw typeError('first argument must be callable')
      if (self === null) throw typeError('instance must not be None')
      return new PyMethod(f, self)
    },
    '(function, instance, /)',
  ],
  methods: () => [
    callRow,
    ['__get__', (self: PyMethod) => self, '($self, instance, owner=None, /)'],
    [
      '__getattribute__',
      (self: PyMethod, name: Value) => {
        const text = attributeName(name)
        const v = genericGetAttr(self, text)
        return v === undefined ? getAttr(self.func, text) : v
      },
      '($self, name, /)',
    ],
    [
      '__repr__',
      (self: PyMethod) => {
        const qualname = lookupAttr(self.func, '__qualname__') ?? lookupAttr(self.func, '__name__')
        return `<bound method ${typeof qualname === 'string' ? qualname : '?'} of ${repr(self.self)}>`
      },
      '($self, /)',
    ],
    [
      '__eq__',
      (self: PyMethod, other: Value) => {
        if (!(other instanceof PyMethod)) return NotImplemented
        return (
          self.self === other.self &&
          (self.func === other.func || compare(CompareIndex.eq, self.func, other.func) === true)
        )
      },
      '($self, value, /)',
    ],
    [
      '__ne__',
      (self: PyMethod, other: Value) => {
        if (!(other instanceof PyMethod)) return NotImplemented
        return !(
          self.self === other.self &&
          (self.func === other.func || compare(CompareIndex.eq, self.func, other.func) === true)
        )
      },
      '($self, value, /)',
    ],
    [
      '__hash__',
      (self: PyMethod) => {
        const h = Number(BigInt.asIntN(53, BigInt(identityOf(self.self)) ^ BigInt(hashValue(self.func))))
        return h === -1 ? -2 : h
      },
      '($self, /)',
    ],
    [
      '__reduce__',
      (self: PyMethod) =>
        new PyTuple([
          getAttr(context.importModule('builtins'), 'getattr'),
          new PyTuple([self.self, getAttr(self.func, '__name__')]),
        ]),
      '($self, /)',
    ],
  ],
  members: '__func__ __self__',
  getset: () => [
    ['__func__', (self: PyMethod) => self.func],
    ['__self__', (self: PyMethod) => self.self],
    ['__doc__', (self: PyMethod) => lookupAttr(self.func, '__doc__') ?? null],
  ],
})

// ── Builtin functions and descriptors ──────────────────────────────────────────────────────────────────────────────────

/** The signature as `__text_signature__` shows it: bound methods without self. */
export function textSignature(native: NativeFunction): Value {
  // What makes and fills instances takes whatever the class says; the class shows it.
  if (native.name === '__new__') return '($type, *args, **kwargs)'
  if (native.name === '__init__') return '($self, /, *args, **kwargs)'
  const text = native.shown
  if (text === null) return null
  return text.startsWith('(self') ? `($self${text.slice(5)}` : text
}

function qualnameOf(native: NativeFunction, owner: PyType | null): string {
  return owner === null ? native.name : `${owner.qualname}.${native.name}`
}

const nativeGetset: GetSetRow[] = [
  ['__name__', (self: PyMethodDescriptor) => self.native.name],
  ['__qualname__', (self: PyMethodDescriptor) => qualnameOf(self.native, self.owner)],
  ['__doc__', (self: PyMethodDescriptor) => self.native.doc ?? null],
  ['__text_signature__', (self: PyMethodDescriptor) => textSignature(self.native)],
]

const reduceDescriptor: MethodRow = [
  '__reduce__',
  (self: PyMethodDescriptor) =>
    new PyTuple([getAttr(context.importModule('builtins'), 'getattr'), new PyTuple([self.owner, self.native.name])]),
  '($self, /)',
]

completeType(builtinFunctionType, {
  layout: PyBuiltin as never,
  flags: TypeFlag.VECTORCALL,
  methods: () => [
    callRow,
    [
      '__repr__',
      (self: PyBuiltin) =>
        // What belongs to a class, `__new__` and static methods, is bound to it.
        (self.self ?? self.owner ?? null) === null
          ? `<built-in function ${self.native.name}>`
          : `<built-in method ${self.native.name} of ${typeOf(self.self ?? self.owner).name} object at ${address(self.self ?? self.owner)}>`,
      '($self, /)',
    ],
    [
      '__eq__',
      (a: PyBuiltin, b: Value) =>
        b instanceof PyBuiltin
          ? a === b || (a.native === b.native && a.self === b.self && a.self !== undefined)
          : NotImplemented,
      '($self, value, /)',
    ],
    [
      '__ne__',
      (a: PyBuiltin, b: Value) =>
        b instanceof PyBuiltin
          ? !(a === b || (a.native === b.native && a.self === b.self && a.self !== undefined))
          : NotImplemented,
      '($self, value, /)',
    ],
    [
      '__hash__',
      (self: PyBuiltin) => {
        const h = Number(
          BigInt.asIntN(53, BigInt(identityOf(self.self ?? null)) ^ BigInt(identityOf(self.native as never))),
        )
        return h === -1 ? -2 : h
      },
      '($self, /)',
    ],
    [
      '__reduce__',
      (self: PyBuiltin) => {
        // A static method and `__new__` are found on their class.
        const owner = self.self ?? self.owner
        return owner === null
          ? self.native.name
          : new PyTuple([getAttr(context.importModule('builtins'), 'getattr'), new PyTuple([owner, self.native.name])])
      },
      '($self, /)',
    ],
  ],
  members: '__module__',
  getset: () => [
    [
      '__self__',
      (self: PyBuiltin) =>
        self.self !== undefined ? self.self : self.owner !== null ? self.owner : context.moduleOf(self.module),
    ],
    [
      '__module__',
      (self: PyBuiltin) => self.module,
      (self: PyBuiltin, value) => {
        self.module = value ?? null
      },
    ],
    ['__name__', (self: PyBuiltin) => self.native.name],
    [
      '__qualname__',
      (self: PyBuiltin) => {
        const bound = self.self
        if (bound === undefined) return qualnameOf(self.native, self.owner)
        const owner = bound instanceof PyType ? bound : typeOf(bound)
        return `${owner.qualname}.${self.native.name}`
      },
    ],
    ['__doc__', (self: PyBuiltin) => self.native.doc ?? null],
    ['__text_signature__', (self: PyBuiltin) => textSignature(self.native)],
  ],
})

completeType(methodWrapperType, {
  layout: methodWrapperType.ctor,
  methods: () => [
    callRow,
    [
      '__repr__',
      (self: PyBuiltin) =>
        `<method-wrapper '${self.native.name}' of ${typeOf(self.self!).name} object at ${address(self.self!)}>`,
      '($self, /)',
    ],
    [
      '__eq__',
      (a: PyBuiltin, b: Value) =>
        b instanceof PyBuiltin ? a.native === b.native && a.self === b.self : NotImplemented,
      '($self, value, /)',
    ],
    ['__hash__', (self: PyBuiltin) => hashValue(self.native.name), '($self, /)'],
    [
      '__reduce__',
      (self: PyBuiltin) =>
        new PyTuple([
          getAttr(context.importModule('builtins'), 'getattr'),
          new PyTuple([self.self!, self.native.name]),
        ]),
      '($self, /)',
    ],
  ],
  members: '__self__',
  getset: () => [
    ['__self__', (self: PyBuiltin) => self.self!],
    ['__objclass__', (self: PyBuiltin) => self.owner],
    ...(nativeGetset as never[]),
  ],
})

for (const [type, kind] of [
  [methodDescriptorType, 'method'],
  [slotWrapperType, 'slot wrapper'],
] as const)
  completeType(type, {
    layout: type.ctor,
    flags: TypeFlag.METHOD_DESCRIPTOR | (kind === 'method' ? TypeFlag.VECTORCALL : 0),
    methods: () => [
      callRow,
      [
        '__get__',
        (self: PyMethodDescriptor, instance: Value, owner: Value = null) => {
          if (instance === null) return self
          if (!typeOf(instance).isSubtype(self.owner))
            throw typeError(
              `descriptor '${self.native.name}' for '${self.owner.name}' objects doesn't apply to a '${typeOf(instance).name}' object`,
            )
          return bind(self, instance, owner instanceof PyType ? owner : typeOf(instance))
        },
        '($self, instance, owner=None, /)',
      ],
      [
        '__repr__',
        (self: PyMethodDescriptor) => `<${kind} '${self.native.name}' of '${self.owner.name}' objects>`,
        '($self, /)',
      ],
      reduceDescriptor,
    ],
    members: '__objclass__ __name__',
    getset: () => [['__objclass__', (self: PyMethodDescriptor) => self.owner], ...nativeGetset],
  })

completeType(classMethodDescriptorType, {
  layout: classMethodDescriptorType.ctor,
  methods: () => [
    [
      '__call__',
      (self: PyClassMethodDescriptor, args: Value[], kwargs: Value) => {
        if (args.length === 0)
          throw typeError(`descriptor '${self.native.name}' of '${self.owner.name}' object needs an argument`)
        const cls = args[0]!
        if (!(cls instanceof PyType))
          throw typeError(
            `descriptor '${self.native.name}' requires a type but received a '${typeOf(cls).name}' instance`,
          )
        if (!cls.isSubtype(self.owner))
          throw typeError(
            `descriptor '${self.native.name}' requires a subtype of '${self.owner.name}' but received '${cls.name}'`,
          )
        return context.callDict(bind(self as never, undefined, cls), args.slice(1), kwargs)
      },
      '($self, /, *args, **kwargs)',
    ],
    [
      '__get__',
      (self: PyClassMethodDescriptor, instance: Value, owner: Value = null) => {
        const cls = owner instanceof PyType ? owner : typeOf(instance)
        if (!cls.isSubtype(self.owner))
          throw typeError(
            `descriptor '${self.native.name}' requires a subtype of '${self.owner.name}' but received '${cls.name}'`,
          )
        return bind(self as never, undefined, cls)
      },
      '($self, instance, owner=None, /)',
    ],
    [
      '__repr__',
      (self: PyClassMethodDescriptor) => `<method '${self.native.name}' of '${self.owner.name}' objects>`,
      '($self, /)',
    ],
  ],
  members: '__objclass__ __name__',
  getset: () => [['__objclass__', (self: PyMethodDescriptor) => self.owner], ...nativeGetset],
})

completeType(getSetType, {
  layout: getSetType.ctor,
  methods: () => [
    [
      '__get__',
      (self: PyGetSet, instance: Value) => (instance === null ? self : bind(self, instance, typeOf(instance))),
      '($self, instance, owner=None, /)',
    ],
    [
      '__set__',
      (self: PyGetSet, instance: Value, value: Value) => (setDescriptor(self, instance, value), null),
      '($self, instance, value, /)',
    ],
    [
      '__delete__',
      (self: PyGetSet, instance: Value) => (setDescriptor(self, instance, undefined), null),
      '($self, instance, /)',
    ],
    ['__repr__', (self: PyGetSet) => `<attribute '${self.name}' of '${self.owner.name}' objects>`, '($self, /)'],
  ],
  members: '__name__ __objclass__',
  getset: () => [
    ['__name__', (self: PyGetSet) => self.name],
    ['__qualname__', (self: PyGetSet) => `${self.owner.qualname}.${self.name}`],
    ['__doc__', (self: PyGetSet) => self.doc],
    ['__objclass__', (self: PyGetSet) => self.owner],
  ],
})

completeType(memberType, {
  layout: memberType.ctor,
  methods: () => [
    [
      '__get__',
      (self: PyMember | PyNativeMember, instance: Value) =>
        instance === null ? self : bind(self, instance, typeOf(instance)),
      '($self, instance, owner=None, /)',
    ],
    [
      '__set__',
      (self: PyMember, instance: Value, value: Value) => (setDescriptor(self, instance, value), null),
      '($self, instance, value, /)',
    ],
    [
      '__delete__',
      (self: PyMember, instance: Value) => (setDescriptor(self, instance, undefined), null),
      '($self, instance, /)',
    ],
    ['__repr__', (self: PyMember) => `<member '${self.name}' of '${self.owner.name}' objects>`, '($self, /)'],
    [
      '__reduce__',
      (self: PyMember) =>
        new PyTuple([getAttr(context.importModule('builtins'), 'getattr'), new PyTuple([self.owner, self.name])]),
      '($self, /)',
    ],
  ],
  members: '__name__ __objclass__',
  getset: () => [
    ['__name__', (self: PyMember) => self.name],
    ['__qualname__', (self: PyMember) => `${self.owner.qualname}.${self.name}`],
    ['__doc__', (self: PyMember | PyNativeMember) => (self instanceof PyNativeMember ? self.doc : null)],
    ['__objclass__', (self: PyMember) => self.owner],
  ],
})

completeType(cellType, {
  unhashable: true,
  layout: PyCell,
  new: [
    (_cls: PyType, contents: Value | undefined) => new PyCell(contents),
    '([contents]) as (contents=<unrepresentable>, /)',
  ],
  methods: () => [
    [
      '__repr__',
      (self: PyCell) =>
        self.v === undefined
          ? `<cell at ${address(self)}: empty>`
          : `<cell at ${address(self)}: ${typeOf(self.v).name} object at ${address(self.v)}>`,
      '($self, /)',
    ],
    ...(['lt', 'le', 'eq', 'ne', 'gt', 'ge'] as const).map(
      (name): MethodRow => [
        `__${name}__`,
        (a: PyCell, b: Value) => {
          if (!(b instanceof PyCell)) return NotImplemented
          if (a.v === undefined || b.v === undefined) {
            const rank = (a.v === undefined ? 0 : 1) - (b.v === undefined ? 0 : 1)
            return compare(CompareIndex[name], rank, 0)
          }
          return compare(CompareIndex[name], a.v, b.v)
        },
        '($self, value, /)',
      ],
    ),
  ],
  getset: () => [
    [
      'cell_contents',
      (self: PyCell) => {
        if (self.v === undefined) throw valueError('cell is empty')
        return self.v
      },
      (self: PyCell, value) => {
        self.v = value
      },
    ],
  ],
})
