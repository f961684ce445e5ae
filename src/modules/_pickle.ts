/** _pickle: object serialisation (Library Reference, "pickle"; CPython: Modules/_pickle.c). */
import { lookupAttr } from '../objects/attributes'
import { requireBytes } from '../objects/buffer'
import { dictType, PyDict } from '../objects/dict'
import { attributeError } from '../objects/exceptionfields'
import { overflowError, typeError, valueError } from '../objects/exceptions'
import { identityOf } from '../objects/identity'
import { asInt } from '../objects/int'
import { defineType, type GetSetRow, PyObject, type PyType, typeOf, type Value } from '../objects/object'
import { asIndex, getIter, isTrue } from '../objects/operators'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import type { NativeModule } from './definition'
import {
  DEFAULT_PROTOCOL,
  HIGHEST_PROTOCOL,
  pickleErrorType,
  picklingError,
  picklingErrorType,
  unpicklingError,
  unpicklingErrorType,
} from './pickle/common'
import { pickleBufferType } from './pickle/picklebuffer'
import { PyPickler } from './pickle/pickler'
import { findGlobal, Input, noPersistentLoad, PyUnpickler } from './pickle/unpickler'
import { Writer } from './pickle/writer'

// ── Pickler ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function configure(pickler: PyPickler, protocol: Value, fixImports: Value, bufferCallback: Value): void {
  let version = DEFAULT_PROTOCOL
  if (protocol !== null) {
    const n = asIndex(protocol)
    if (n > HIGHEST_PROTOCOL) throw valueError(`pickle protocol must be <= ${HIGHEST_PROTOCOL}`)
    version = n < 0 ? HIGHEST_PROTOCOL : Number(n)
  }
  if (bufferCallback !== null && version < 5) throw valueError('buffer_callback needs protocol >= 5')
  pickler.protocol = version
  pickler.bin = version > 0 ? 1 : 0
  pickler.fixImports = isTrue(fixImports) && version < 3
  pickler.bufferCallback = bufferCallback
}

function writeMethod(file: Value): Value {
  const write = lookupAttr(file, 'write')
  if (write === undefined) throw typeError("file must have a 'write' attribute")
  return write
}

function initPickler(
  self: PyPickler,
  file: Value,
  protocol: Value = null,
  fixImports: Value = true,
  bufferCallback: Value = null,
): Value {
  configure(self, protocol, fixImports, bufferCallback)
  self.writer = new Writer(writeMethod(file))
  self.memo = new Map()
  self.fast = 0
  self.dispatchTable = undefined
  self.dispatchTable = lookupAttr(self, 'dispatch_table')
  return null
}

/** A hook that a subclass or its instance defines; undefined where it is the class's own. */
function hook(self: PyPickler | PyUnpickler, name: string, base: PyType): Value | undefined {
  const inherited = typeOf(self).proto['$' + name] === base.proto['$' + name] && !typeOf(self).hasDict
  return inherited ? undefined : lookupAttr(self, name)
}

function dumpPickler(self: PyPickler, obj: Value): Value {
  const out = self.writer
  if (out === null) throw picklingError(`Pickler.__init__() was not called by ${typeOf(self).name}.__init__()`)
  self.dump(obj, hook(self, 'persistent_id', picklerType), lookupAttr(self, 'reducer_override'))
  out.flush()
  return null
}

class PicklerMemo extends PyObject {
  constructor(readonly pickler: PyPickler = null as never) {
    super()
  }
}
defineType('PicklerMemoProxy', {
  layout: PicklerMemo,
  module: '_pickle',
  unhashable: true,
  methods: () => [
    ['clear', (self: PicklerMemo) => (self.pickler.memo.clear(), null), '($self, /)', 'Forgets all objects.'],
    ['copy', (self: PicklerMemo) => copyPicklerMemo(self.pickler), '($self, /)', 'The memo as a dict.'],
    [
      '__reduce__',
      (self: PicklerMemo) => new PyTuple([dictType, new PyTuple([copyPicklerMemo(self.pickler)])]),
      '($self, /)',
    ],
  ],
})

function copyPicklerMemo(pickler: PyPickler): PyDict {
  const made = new PyDict()
  for (const [obj, at] of pickler.memo) made.setItem(identityOf(obj), new PyTuple([at, obj]))
  return made
}

function setPicklerMemo(self: PyPickler, value: Value | undefined): void {
  if (value === undefined) throw typeError('attribute deletion is not supported')
  const memo = new Map<Value, number>()
  if (value instanceof PicklerMemo) for (const [obj, at] of value.pickler.memo) memo.set(obj, at)
  else if (value instanceof PyDict)
    for (const pair of value.valueList()) {
      if (!(pair instanceof PyTuple) || pair.items.length !== 2) throw typeError("'memo' values must be 2-item tuples")
      const at = asInt(pair.items[0]!)
      if (at === undefined) throw typeError('an integer is required')
      if (typeof at === 'bigint') throw overflowError('Python int too large to convert to C ssize_t')
      memo.set(pair.items[1]!, at)
    }
  else throw typeError(`'memo' attribute must be a PicklerMemoProxy object or dict, not ${typeOf(value).name}`)
  self.memo = memo
}

export const picklerType = defineType('Pickler', {
  layout: PyPickler,
  module: '_pickle',
  doc: 'Writes pickles to a file.',
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: () => [
    ['__init__', initPickler, '($self, file, protocol=None, fix_imports=True, buffer_callback=None)'],
    ['dump', dumpPickler, '($self, obj, /)', 'Writes the pickle of an object.'],
    ['clear_memo', (self: PyPickler) => (self.memo.clear(), null), '($self, /)', 'Forgets the objects written so far.'],
    ['persistent_id', () => null, '($self, obj, /)', 'The persistent id of an object, None where it has none.'],
    [
      '__sizeof__',
      (self: PyPickler) => 168 + 24 * Math.max(8, 2 ** Math.ceil(Math.log2(self.memo.size * 3 + 1))),
      '($self, /)',
    ],
  ],
  members: 'bin fast dispatch_table',
  getset: () => [
    ['memo', (self: PyPickler) => new PicklerMemo(self), setPicklerMemo],
    intMember('bin'),
    intMember('fast'),
    [
      'dispatch_table',
      (self: PyPickler) => {
        if (self.dispatchTable === undefined)
          throw attributeError(
            `'${typeOf(self).name}' object has no attribute 'dispatch_table'`,
            self,
            'dispatch_table',
          )
        return self.dispatchTable
      },
      (self: PyPickler, v) => {
        self.dispatchTable = v
      },
    ],
  ],
})

function intMember(name: 'bin' | 'fast'): GetSetRow {
  return [
    name,
    (self: PyPickler) => self[name],
    (self: PyPickler, v) => {
      if (v === undefined) throw typeError("can't delete numeric/char attribute")
      self[name] = asIndex(v)
    },
  ]
}

// ── Unpickler ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function initUnpickler(
  self: PyUnpickler,
  file: Value,
  fixImports: Value = true,
  encoding: Value = 'ASCII',
  errors: Value = 'strict',
  buffers: Value = null,
): Value {
  // Files that can be read ahead of are asked for these too, whether or not they are used.
  lookupAttr(file, 'peek')
  lookupAttr(file, 'readinto')
  const read = lookupAttr(file, 'read')
  const readLine = lookupAttr(file, 'readline')
  if (read === undefined || readLine === undefined) throw typeError("file must have 'read' and 'readline' attributes")
  setUp(self, new Input(read, readLine), fixImports, encoding, errors, buffers, 'Unpickler')
  self.memo = []
  return null
}

function setUp(
  self: PyUnpickler,
  input: Input,
  fixImports: Value,
  encoding: Value,
  errors: Value,
  buffers: Value,
  name: string,
): void {
  for (const [label, v] of [
    ['encoding', encoding],
    ['errors', errors],
  ] as const)
    if (asString(v) === undefined)
      throw typeError(`${name}() argument '${label}' must be str, not ${v === null ? 'None' : typeOf(v).name}`)
  self.encoding = asString(encoding)!
  self.errors = asString(errors)!
  self.fixImports = isTrue(fixImports)
  self.buffers = buffers === null ? null : getIter(buffers)
  self.input = input
}

function loadUnpickler(self: PyUnpickler): Value {
  if (self.input === null)
    throw unpicklingError(`Unpickler.__init__() was not called by ${typeOf(self).name}.__init__()`)
  return self.load(hook(self, 'persistent_load', unpicklerType), hook(self, 'find_class', unpicklerType))
}

class UnpicklerMemo extends PyObject {
  constructor(readonly unpickler: PyUnpickler = null as never) {
    super()
  }
}
defineType('UnpicklerMemoProxy', {
  layout: UnpicklerMemo,
  module: '_pickle',
  unhashable: true,
  methods: () => [
    ['clear', (self: UnpicklerMemo) => ((self.unpickler.memo = []), null), '($self, /)', 'Forgets all objects.'],
    ['copy', (self: UnpicklerMemo) => copyUnpicklerMemo(self.unpickler), '($self, /)', 'The memo as a dict.'],
    [
      '__reduce__',
      (self: UnpicklerMemo) => new PyTuple([dictType, new PyTuple([copyUnpicklerMemo(self.unpickler)])]),
      '($self, /)',
    ],
  ],
})

function copyUnpicklerMemo(unpickler: PyUnpickler): PyDict {
  const made = new PyDict()
  unpickler.memo.forEach((obj, at) => {
    made.setItem(at, obj!)
  })
  return made
}

function setUnpicklerMemo(self: PyUnpickler, value: Value | undefined): void {
  if (value === undefined) throw typeError('attribute deletion is not supported')
  let memo: (Value | undefined)[] = []
  if (value instanceof UnpicklerMemo) memo = value.unpickler.memo.slice()
  else if (value instanceof PyDict)
    for (const key of value.keyList()) {
      const at = asInt(key)
      if (at === undefined) throw typeError('memo key must be integers')
      if (at < 0) throw valueError('memo key must be positive integers.')
      memo[Number(at)] = value.getItem(key)!
    }
  else throw typeError(`'memo' attribute must be an UnpicklerMemoProxy object or dict, not ${typeOf(value).name}`)
  self.memo = memo
}

export const unpicklerType = defineType('Unpickler', {
  layout: PyUnpickler,
  module: '_pickle',
  doc: 'Reads pickles from a file.',
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: () => [
    ['__init__', initUnpickler, "($self, file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())"],
    ['load', loadUnpickler, '($self, /)', 'Reads a pickle and returns the object.'],
    [
      'find_class',
      (self: PyUnpickler, module: Value, name: Value) => findGlobal(self, module, name),
      '($self, module_name, global_name, /)',
      'The object of a module by its name; called for classes and functions, imports the module.',
    ],
    [
      'persistent_load',
      () => {
        throw noPersistentLoad()
      },
      '($self, pid, /)',
      'The object of a persistent id.',
    ],
    [
      '__sizeof__',
      (self: PyUnpickler) => 320 + 8 * Math.max(32, self.memo.length) + self.encoding.length + self.errors.length + 2,
      '($self, /)',
    ],
  ],
  getset: () => [['memo', (self: PyUnpickler) => new UnpicklerMemo(self), setUnpicklerMemo]],
})

// ── Functions ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function dump(
  obj: Value,
  file: Value,
  protocol: Value = null,
  fixImports: Value = true,
  bufferCallback: Value = null,
): Value {
  const pickler = new PyPickler()
  configure(pickler, protocol, fixImports, bufferCallback)
  pickler.writer = new Writer(writeMethod(file))
  pickler.dump(obj, undefined, undefined)
  pickler.writer.flush()
  return null
}

function dumps(obj: Value, protocol: Value = null, fixImports: Value = true, bufferCallback: Value = null): Value {
  const pickler = new PyPickler()
  configure(pickler, protocol, fixImports, bufferCallback)
  pickler.writer = new Writer(null)
  pickler.dump(obj, undefined, undefined)
  return pickler.writer.take()
}

function load(file: Value, fixImports?: Value, encoding?: Value, errors?: Value, buffers?: Value): Value {
  const unpickler = new PyUnpickler()
  initUnpickler(unpickler, file, fixImports, encoding, errors, buffers)
  return unpickler.load(undefined, undefined)
}

function loads(
  data: Value,
  fixImports: Value = true,
  encoding: Value = 'ASCII',
  errors: Value = 'strict',
  buffers: Value = null,
): Value {
  const unpickler = new PyUnpickler()
  const input = new Input(null, null)
  setUp(unpickler, input, fixImports, encoding, errors, buffers, 'loads')
  input.bytes = requireBytes(data)
  return unpickler.load(undefined, undefined)
}

export const pickleModule: NativeModule = {
  name: '_pickle',
  doc: 'Object serialisation.',
  functions: [
    [
      'dump',
      dump,
      '(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None)',
      'Writes the pickle of an object to a file.',
    ],
    [
      'dumps',
      dumps,
      '(obj, protocol=None, *, fix_imports=True, buffer_callback=None)',
      'The pickle of an object as bytes.',
    ],
    [
      'load',
      load,
      "(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
      'Reads a pickle from a file and returns the object.',
    ],
    [
      'loads',
      loads,
      "(data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
      'The object of a pickle in bytes.',
    ],
  ],
  attributes: () => ({
    PickleError: pickleErrorType,
    PicklingError: picklingErrorType,
    UnpicklingError: unpicklingErrorType,
    Pickler: picklerType,
    Unpickler: unpicklerType,
    PickleBuffer: pickleBufferType,
  }),
}
