/** Methods and attributes of the exceptions: `__init__`, `__str__`, fields (CPython: Objects/exceptions.c). */

import { dictOfInstance } from './attributes'
import { context } from './context'
import { PyDict } from './dict'
import {
  attributeErrorType,
  blockingIOErrorType,
  importErrorType,
  nameErrorType,
  osErrorType,
  type PyAttributeError,
  type PyImportError,
  type PyNameError,
  type PyOSError,
  type PyStopIteration,
  type PySyntaxError,
  type PySystemExit,
  type PyUnicodeError,
  stopIterationType,
  syntaxErrorType,
  systemExitType,
  unicodeDecodeErrorType,
  unicodeEncodeErrorType,
  unicodeTranslateErrorType,
} from './exceptionfields'
import { baseExceptionType, keyErrorType, PyBaseException, typeError } from './exceptions'
import { PyList } from './list'
import {
  type AttributeRecord,
  bareName,
  completeType,
  type GetSetRow,
  type MethodTable,
  type PyType,
  typeOf,
  type Value,
} from './object'
import { asSize, getItem, length, repr, strText } from './operators'
import { osErrorSubtype } from './oserrors'
import { asString } from './str'
import { PyTuple } from './tuple'

function noKeywords(self: PyBaseException, kwargs: PyDict | null): void {
  if (kwargs !== null) throw typeError(`${typeOf(self).name}() takes no keyword arguments`)
}

function baseInit(self: PyBaseException, args: Value[], kwargs: PyDict | null): Value {
  noKeywords(self, kwargs)
  self.args = args
  return null
}

function baseStr(self: PyBaseException): Value {
  if (self.args.length === 0) return ''
  if (self.args.length === 1) return strText(self.args[0]!)
  return repr(new PyTuple(self.args))
}

function baseRepr(self: PyBaseException): Value {
  const name = bareName(typeOf(self))
  if (self.args.length === 1) return `${name}(${repr(self.args[0]!)})`
  return name + repr(new PyTuple(self.args))
}

/** `exception.add_note(note)` */
export function addNote(self: PyBaseException, note: Value): Value {
  if (asString(note) === undefined) throw typeError(`note must be a str, not '${typeOf(note).name}'`)
  const dict = dictOfInstance(self)!
  const notes = dict.getItem('__notes__')
  if (notes === undefined) dict.setItem('__notes__', new PyList([note]))
  else if (notes instanceof PyList) notes.items.push(note)
  else throw typeError('Cannot add note: __notes__ is not a list')
  return null
}

function reduce(self: PyBaseException): Value {
  const dict = dictOfInstance(self)
  const items: Value[] = [typeOf(self), new PyTuple(self.args)]
  if (dict !== undefined && dict.size > 0) items.push(dict.copy())
  return new PyTuple(items)
}

function setState(self: PyBaseException, state: Value): Value {
  if (state === null) return null
  if (!(state instanceof PyDict)) throw typeError('state is not a dictionary')
  // Setting an attribute may run code that changes the dict.
  const values = state.valueList()
  state.keyList().forEach((key, i) => typeOf(self).setattro(self, asString(key)!, values[i]!))
  return null
}

function exceptionOrNone(what: string, value: Value | undefined): PyBaseException | null {
  if (value === undefined) throw typeError(`${what} may not be deleted`)
  if (value !== null && !(value instanceof PyBaseException))
    throw typeError(`exception ${what.slice(2, -2)} must be None or derive from BaseException`)
  return value
}

completeType(baseExceptionType, {
  layout: PyBaseException,
  hasDict: true,
  doc: 'What every exception is.',
  methods: () => [
    ['__init__', baseInit, '($self, /, *args, **kwargs)'],
    ['__str__', baseStr, '($self, /)'],
    ['__repr__', baseRepr, '($self, /)'],
    ['__reduce__', reduce, '($self, /)'],
    ['__setstate__', setState, '($self, object, /)'],
    [
      'with_traceback',
      (self: PyBaseException, tb: Value) => {
        setTraceback(self, tb)
        return self
      },
      '($self, object, /)',
    ],
    ['add_note', addNote, '($self, object, /)'],
  ],
  members: '__suppress_context__',
  getset: () => [
    [
      'args',
      (self: PyBaseException) => new PyTuple(self.args),
      (self: PyBaseException, value) => {
        if (value === undefined) throw typeError('args may not be deleted')
        self.args =
          value instanceof PyTuple ? value.items : (context.call1(typeOf(new PyTuple([])), value) as PyTuple).items
      },
    ],
    ['__traceback__', (self: PyBaseException) => self.traceback, setTraceback],
    [
      '__cause__',
      (self: PyBaseException) => self.cause,
      (self: PyBaseException, value) => {
        self.cause = exceptionOrNone('__cause__', value)
        self.suppressContext = true
      },
    ],
    [
      '__context__',
      (self: PyBaseException) => self.context,
      (self: PyBaseException, value) => {
        self.context = exceptionOrNone('__context__', value)
      },
    ],
    [
      '__suppress_context__',
      (self: PyBaseException) => self.suppressContext,
      (self: PyBaseException, value) => {
        if (value === undefined) throw typeError("can't delete numeric/char attribute")
        if (typeof value !== 'boolean') throw typeError('attribute value type must be bool')
        self.suppressContext = value
      },
    ],
    [
      '__dict__',
      (self: PyBaseException) => dictOfInstance(self)!,
      (self: PyBaseException, value) => {
        context.setDict(self, value)
      },
    ],
  ],
})

function setTraceback(self: PyBaseException, value: Value | undefined): void {
  if (value === undefined) throw typeError('__traceback__ may not be deleted')
  if (value !== null && typeOf(value).name !== 'traceback') throw typeError('__traceback__ must be a traceback or None')
  self.traceback = value as never
}

function field(name: string, property: string): GetSetRow {
  return [
    name,
    (self) => self[property] ?? null,
    (self, value) => {
      self[property] = value ?? null
    },
  ]
}

function extend(type: PyType, methods: () => MethodTable, getset: () => readonly GetSetRow[]): void {
  completeType(type, {
    layout: type.ctor,
    hasDict: true,
    methods,
    getset,
    members: true,
    ...(type.doc === null ? {} : { doc: type.doc }),
  })
}

extend(
  stopIterationType,
  () => [
    [
      '__init__',
      (self: PyStopIteration, args: Value[], kwargs: PyDict | null) => {
        baseInit(self, args, kwargs)
        self.value = args.length > 0 ? args[0]! : null
        return null
      },
      '($self, /, *args, **kwargs)',
    ],
  ],
  () => [field('value', 'value')],
)

extend(
  systemExitType,
  () => [
    [
      '__init__',
      (self: PySystemExit, args: Value[], kwargs: PyDict | null) => {
        baseInit(self, args, kwargs)
        self.code = args.length === 0 ? null : args.length === 1 ? args[0]! : new PyTuple(args)
        return null
      },
      '($self, /, *args, **kwargs)',
    ],
  ],
  () => [field('code', 'code')],
)

extend(
  keyErrorType,
  () => [
    [
      '__str__',
      (self: PyBaseException) => (self.args.length === 1 ? repr(self.args[0]!) : baseStr(self)),
      '($self, /)',
    ],
  ],
  () => [],
)

function takeKeywords(self: PyBaseException, kwargs: PyDict | null, names: readonly string[]): void {
  if (kwargs === null) return
  for (const key of kwargs.keyList() as string[]) {
    if (!names.includes(key)) throw typeError(`${typeOf(self).name}() got an unexpected keyword argument '${key}'`)
    const property = key === 'name_from' ? 'nameFrom' : key
    ;(self as unknown as Record<string, Value>)[property] = kwargs.getItem(key)!
  }
}

extend(
  importErrorType,
  () => [
    [
      '__init__',
      (self: PyImportError, args: Value[], kwargs: PyDict | null) => {
        self.name = self.path = self.nameFrom = null
        takeKeywords(self, kwargs, ['name', 'path', 'name_from'])
        self.args = args
        self.msg = args.length === 1 ? args[0]! : null
        return null
      },
      '($self, /, *args, **kwargs)',
    ],
    ['__str__', (self: PyImportError) => (typeof self.msg === 'string' ? self.msg : baseStr(self)), '($self, /)'],
    [
      '__reduce__',
      (self: PyImportError) => {
        const state = dictOfInstance(self)!.copy()
        if (self.name !== null) state.setItem('name', self.name)
        if (self.path !== null) state.setItem('path', self.path)
        if (self.nameFrom !== null) state.setItem('name_from', self.nameFrom)
        return new PyTuple(
          state.size > 0 ? [typeOf(self), new PyTuple(self.args), state] : [typeOf(self), new PyTuple(self.args)],
        )
      },
      '($self, /)',
    ],
  ],
  () => [field('msg', 'msg'), field('name', 'name'), field('path', 'path'), field('name_from', 'nameFrom')],
)

extend(
  nameErrorType,
  () => [
    [
      '__init__',
      (self: PyNameError, args: Value[], kwargs: PyDict | null) => {
        self.args = args
        self.name = null
        takeKeywords(self, kwargs, ['name'])
        return null
      },
      '($self, /, *args, **kwargs)',
    ],
  ],
  () => [field('name', 'name')],
)

extend(
  attributeErrorType,
  () => [
    [
      '__init__',
      (self: PyAttributeError, args: Value[], kwargs: PyDict | null) => {
        self.args = args
        self.name = self.obj = null
        takeKeywords(self, kwargs, ['name', 'obj'])
        return null
      },
      '($self, /, *args, **kwargs)',
    ],
    [
      '__getstate__',
      (self: PyAttributeError) => {
        const state = dictOfInstance(self)!.copy()
        state.setItem('name', self.name)
        state.setItem('args', new PyTuple(self.args))
        return state
      },
      '($self, /)',
    ],
    [
      '__reduce__',
      (self: PyAttributeError) => {
        const state = dictOfInstance(self)!.copy()
        state.setItem('name', self.name)
        state.setItem('args', new PyTuple(self.args))
        return new PyTuple([typeOf(self), new PyTuple(self.args), state])
      },
      '($self, /)',
    ],
  ],
  () => [field('name', 'name'), field('obj', 'obj')],
)

// ── OSError ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function parseOSError(self: PyOSError, args: Value[]): void {
  self.errno = self.strerror = self.filename = self.filename2 = null
  if (args.length >= 2 && args.length <= 5) {
    self.errno = args[0]!
    self.strerror = args[1]!
    if (args.length >= 3 && args[2] !== null) {
      if (self.cls.isSubtype(blockingIOErrorType) && typeof args[2] === 'number') self.written = args[2]
      else {
        self.filename = args[2]!
        if (args.length === 5) self.filename2 = args[4]!
        args = args.slice(0, 2)
      }
    } else if (args.length >= 3) args = args.slice(0, 2)
  }
  self.args = args
}

function osErrorNew(cls: PyType, args: Value[], kwargs: PyDict | null): Value {
  const ownInit = cls.proto.$__init__ !== osErrorType.proto.$__init__
  const ownNew = cls.proto.$__new__ !== osErrorType.proto.$__new__
  if (!(ownInit && !ownNew) && kwargs !== null) throw typeError(`${cls.name}() takes no keyword arguments`)
  if (cls === osErrorType && args.length >= 2 && args.length <= 5) {
    const sub = osErrorSubtype(args[0]!)
    if (sub !== null) cls = sub
  }
  const e = new cls.ctor() as PyOSError
  if (ownInit && !ownNew) {
    e.args = []
    return e
  }
  parseOSError(e, args)
  return e
}

completeType(osErrorType, {
  layout: osErrorType.ctor,
  hasDict: true,
  doc: 'A call of the operating system failed.',
  new: [osErrorNew, '(*args, **kwargs)'],
  methods: () => [
    [
      '__init__',
      (self: PyOSError, args: Value[], kwargs: PyDict | null) => {
        const cls = typeOf(self)
        const ownInit = cls.proto.$__init__ !== osErrorType.proto.$__init__
        const ownNew = cls.proto.$__new__ !== osErrorType.proto.$__new__
        if (!(ownInit && !ownNew)) return null
        noKeywords(self, kwargs)
        parseOSError(self, args)
        return null
      },
      '($self, /, *args, **kwargs)',
    ],
    [
      '__str__',
      (self: PyOSError) => {
        const text = (v: Value) => strText(v)
        if (self.filename !== null) {
          const base = `[Errno ${text(self.errno)}] ${text(self.strerror)}: ${repr(self.filename)}`
          return self.filename2 !== null ? `${base} -> ${repr(self.filename2)}` : base
        }
        if (self.errno !== null && self.strerror !== null) return `[Errno ${text(self.errno)}] ${text(self.strerror)}`
        return baseStr(self)
      },
      '($self, /)',
    ],
    [
      '__reduce__',
      (self: PyOSError) => {
        let args = self.args
        if (args.length === 2 && self.filename !== null)
          args = self.filename2 !== null ? [...args, self.filename, null, self.filename2] : [...args, self.filename]
        const items: Value[] = [typeOf(self), new PyTuple(args)]
        const dict = dictOfInstance(self)!
        if (dict.size > 0) items.push(dict.copy())
        return new PyTuple(items)
      },
      '($self, /)',
    ],
  ],
  members: 'errno strerror filename filename2',
  getset: () => [
    field('errno', 'errno'),
    field('strerror', 'strerror'),
    field('filename', 'filename'),
    field('filename2', 'filename2'),
    [
      'characters_written',
      (self: PyOSError) => {
        if (self.written === undefined) throw context.attributeError(self, 'characters_written')
        return self.written
      },
      (self: PyOSError, value) => {
        if (value === undefined) {
          if (self.written === undefined) throw context.attributeError(self, 'characters_written')
          self.written = undefined
        } else self.written = asSize(value)
      },
    ],
  ],
})

// ── SyntaxError ────────────────────────────────────────────────────────────────────────────────────────────────────────

extend(
  syntaxErrorType,
  () => [
    [
      '__init__',
      (self: PySyntaxError, args: Value[], kwargs: PyDict | null) => {
        baseInit(self, args, kwargs)
        if (args.length >= 1) self.msg = args[0]!
        if (args.length === 2) {
          const info = context.call1(typeOf(new PyTuple([])), args[1]!) as PyTuple
          const n = length(info)
          if (n < 4 || n === 5 || n > 6)
            throw typeError(
              n < 4
                ? `function missing required argument${n === 3 ? " 'text' (pos 4)" : `s`}`
                : 'end_offset must be provided when end_lineno is provided',
            )
          self.filename = getItem(info, 0)
          self.lineno = getItem(info, 1)
          self.offset = getItem(info, 2)
          self.text = getItem(info, 3)
          if (n === 6) {
            self.endLineno = getItem(info, 4)
            self.endOffset = getItem(info, 5)
          }
        }
        return null
      },
      '($self, /, *args, **kwargs)',
    ],
    [
      '__str__',
      (self: PySyntaxError) => {
        const file = typeof self.filename === 'string' ? self.filename.slice(self.filename.lastIndexOf('/') + 1) : null
        const line = typeof self.lineno === 'number' ? self.lineno : null
        const msg = strText(self.msg)
        if (file !== null && line !== null) return `${msg} (${file}, line ${line})`
        if (file !== null) return `${msg} (${file})`
        return line !== null ? `${msg} (line ${line})` : msg
      },
      '($self, /)',
    ],
  ],
  () => [
    field('msg', 'msg'),
    field('filename', 'filename'),
    field('lineno', 'lineno'),
    field('offset', 'offset'),
    field('text', 'text'),
    field('end_lineno', 'endLineno'),
    field('end_offset', 'endOffset'),
    field('print_file_and_line', 'printFileAndLine'),
  ],
)

// ── Unicode errors ─────────────────────────────────────────────────────────────────────────────────────────────────────

function need(v: Value, what: string, check: (v: Value) => boolean, position: number): Value {
  if (!check(v)) throw typeError(`argument ${position} must be ${what}, not ${typeOf(v).name}`)
  return v
}

const isStr = (v: Value) => asString(v) !== undefined

function codecInit(bytes: boolean) {
  return (self: PyUnicodeError, args: Value[], kwargs: PyDict | null) => {
    baseInit(self, args, kwargs)
    if (args.length !== 5) throw typeError(`function takes exactly 5 arguments (${args.length} given)`)
    self.encoding = need(args[0]!, 'str', isStr, 1)
    self.object = bytes ? context.bytesLike(args[1]!) : need(args[1]!, 'str', isStr, 2)
    self.start = asSize(args[2]!)
    self.end = asSize(args[3]!)
    self.reason = need(args[4]!, 'str', isStr, 5)
    return null
  }
}

function unicodeFields(encoding: boolean): GetSetRow[] {
  const rows: GetSetRow[] = [
    ...['object', 'reason'].map(
      (name): GetSetRow => [
        name,
        (self) => {
          const v = self[name]
          if (v === undefined) throw typeError(`${name} attribute not set`)
          return v
        },
        (self, value) => {
          self[name] = value
        },
      ],
    ),
    [
      'start',
      (self) => clampStart(self),
      (self, value) => {
        self.start = asSize(value!)
      },
    ],
    [
      'end',
      (self) => clampEnd(self),
      (self, value) => {
        self.end = asSize(value!)
      },
    ],
  ]
  if (encoding)
    rows.push([
      'encoding',
      (self) => {
        if (self.encoding === undefined) throw typeError('encoding attribute not set')
        return self.encoding
      },
      (self, value) => {
        self.encoding = value
      },
    ])
  else rows.push(['encoding', (self) => self.encoding ?? null])
  return rows
}

function objectLength(self: PyUnicodeError): number {
  return self.object === undefined ? 0 : length(self.object)
}

/** Whether the range is one position of the object; both of its ends may have been set to anything. */
function isSingle(self: PyUnicodeError): boolean {
  return self.start >= 0 && self.start < length(self.object!) && self.end === self.start + 1
}

function clampStart(self: PyUnicodeError): number {
  const n = objectLength(self)
  return Math.max(0, Math.min(self.start, n === 0 ? 0 : n - 1))
}

function clampEnd(self: PyUnicodeError): number {
  const n = objectLength(self)
  return n === 0 ? 0 : Math.max(1, Math.min(self.end, n))
}

function codePointText(self: PyUnicodeError, at: number): string {
  const c = asString(getItem(self.object!, at))!.codePointAt(0)!
  if (c <= 0xff) return `\\x${c.toString(16).padStart(2, '0')}`
  return c <= 0xffff ? `\\u${c.toString(16).padStart(4, '0')}` : `\\U${c.toString(16).padStart(8, '0')}`
}

extend(
  unicodeEncodeErrorType,
  () => [
    ['__init__', codecInit(false), '($self, /, *args, **kwargs)'],
    [
      '__str__',
      (self: PyUnicodeError) => {
        if (self.object === undefined) return ''
        const { start, end } = self
        if (isSingle(self))
          return `'${strText(self.encoding!)}' codec can't encode character '${codePointText(self, start)}' in position ${start}: ${strText(self.reason!)}`
        return `'${strText(self.encoding!)}' codec can't encode characters in position ${start}-${end - 1}: ${strText(self.reason!)}`
      },
      '($self, /)',
    ],
  ],
  () => unicodeFields(true),
)
extend(
  unicodeDecodeErrorType,
  () => [
    ['__init__', codecInit(true), '($self, /, *args, **kwargs)'],
    [
      '__str__',
      (self: PyUnicodeError) => {
        if (self.object === undefined) return ''
        const { start, end } = self
        if (isSingle(self))
          return `'${strText(self.encoding!)}' codec can't decode byte 0x${(getItem(self.object, start) as number).toString(16).padStart(2, '0')} in position ${start}: ${strText(self.reason!)}`
        return `'${strText(self.encoding!)}' codec can't decode bytes in position ${start}-${end - 1}: ${strText(self.reason!)}`
      },
      '($self, /)',
    ],
  ],
  () => unicodeFields(true),
)
extend(
  unicodeTranslateErrorType,
  () => [
    [
      '__init__',
      (self: PyUnicodeError, args: Value[], kwargs: PyDict | null) => {
        baseInit(self, args, kwargs)
        if (args.length !== 4) throw typeError(`function takes exactly 4 arguments (${args.length} given)`)
        self.object = need(args[0]!, 'str', isStr, 1)
        self.start = asSize(args[1]!)
        self.end = asSize(args[2]!)
        self.reason = need(args[3]!, 'str', isStr, 4)
        return null
      },
      '($self, /, *args, **kwargs)',
    ],
    [
      '__str__',
      (self: PyUnicodeError) => {
        if (self.object === undefined) return ''
        const { start, end } = self
        if (isSingle(self))
          return `can't translate character '${codePointText(self, start)}' in position ${start}: ${strText(self.reason!)}`
        return `can't translate characters in position ${start}-${end - 1}: ${strText(self.reason!)}`
      },
      '($self, /)',
    ],
  ],
  () => unicodeFields(false),
)

/** An attribute record of an exception, for the modules that add attributes. */
export type ExceptionRecord = PyBaseException & AttributeRecord
