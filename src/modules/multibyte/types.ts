/** The codec object of a multibyte encoding and the incremental and stream classes over it (CPython: Modules/cjkcodecs/multibytecodec.c). */
import { getAttr } from '../../objects/attributes'
import { requireBytes } from '../../objects/buffer'
import { PyBytes } from '../../objects/bytes'
import { decodeErrors, encodeErrors, strictEncodeError } from '../../objects/codecregistry'
import { context } from '../../objects/context'
import { attributeError } from '../../objects/exceptionfields'
import { typeError } from '../../objects/exceptions'
import { PyList } from '../../objects/list'
import { defineType, type GetSetTable, PyObject, type PyType, typeOf, type Value } from '../../objects/object'
import { asIndex, asSize, isTrue, iterate, str } from '../../objects/operators'
import { asString } from '../../objects/str'
import { splitLines } from '../../objects/strops'
import { PyTuple } from '../../objects/tuple'
import { pointsOf } from '../../objects/widestring'
import { decodeMultibyte, encodeMultibyte } from './codec'
import { type MultibyteTable, tableOf } from './tables'

/** What `getcodec` gives: an encoding by its name. Its table is read when it is first used. */
export class PyMultibyteCodec extends PyObject {
  name = ''

  get table(): MultibyteTable {
    return tableOf(this.name)
  }
}

function encode(codec: PyMultibyteCodec, input: Value, errors: string): [made: PyBytes, length: number] {
  const text = asString(input) === undefined ? str(input) : input
  const points = pointsOf(text as string)
  const onError = encodeErrors(errors, codec.name, text)
  return [
    new PyBytes(encodeMultibyte(codec.table, points, onError, strictEncodeError(codec.name, text))),
    points.length,
  ]
}

function errorsName(errors: Value | undefined, f: string): string {
  if (errors === undefined || errors === null) return 'strict'
  const text = asString(errors)
  if (text === undefined) throw typeError(`${f}() argument 'errors' must be str or None, not ${typeOf(errors).name}`)
  return text
}

defineType('MultibyteCodec', {
  layout: PyMultibyteCodec,
  module: '_multibytecodec',
  final: true,
  methods: () => [
    [
      'encode',
      (self: PyMultibyteCodec, input: Value, errors?: Value) =>
        new PyTuple(encode(self, input, errorsName(errors, 'encode'))),
      '($self, /, input, errors=None)',
      'The bytes of a text, and how many characters it has.',
    ],
    [
      'decode',
      (self: PyMultibyteCodec, input: Value, errors?: Value) => {
        const bytes = requireBytes(input)
        const onError = decodeErrors(errorsName(errors, 'decode'), self.name, bytes)
        return new PyTuple([decodeMultibyte(self.table, bytes, onError, true).text, bytes.length])
      },
      '($self, /, input, errors=None)',
      'The text of bytes, and how many these are.',
    ],
  ],
})

/** What the four classes have in common: the codec of their class, a handler of errors, and bytes that wait for more. */
class PyMultibyteState extends PyObject {
  codec = undefined as never as PyMultibyteCodec
  errors = 'strict'
  pending = new Uint8Array(0)
  stream: Value = null
}

function make(cls: PyType, errors: Value | undefined): PyMultibyteState {
  const codec = getAttr(cls, 'codec')
  if (!(codec instanceof PyMultibyteCodec)) throw typeError('codec is unexpected type')
  const made = new cls.ctor() as PyMultibyteState
  made.codec = codec
  made.errors = errorsName(errors, cls.qualname)
  return made
}

function decode(self: PyMultibyteState, input: Uint8Array, final: boolean): Value {
  const bytes = new Uint8Array(self.pending.length + input.length)
  bytes.set(self.pending)
  bytes.set(input, self.pending.length)
  const made = decodeMultibyte(self.codec.table, bytes, decodeErrors(self.errors, self.codec.name, bytes), final)
  self.pending = bytes.slice(made.consumed)
  return made.text
}

function reset(self: PyMultibyteState): Value {
  self.pending = new Uint8Array(0)
  return null
}

const commonFields: GetSetTable = [
  [
    'errors',
    (self: PyMultibyteState) => self.errors,
    (self: PyMultibyteState, value: Value | undefined) => {
      if (value === undefined) throw attributeError('cannot delete attribute')
      const text = asString(value)
      if (text === undefined) throw typeError('errors must be a string')
      self.errors = text
    },
    'The handler of errors.',
  ],
]
const common = { module: '_multibytecodec', getset: () => commonFields }

const inertInit = ['__init__', () => null, '($self, /, *args, **kwargs)'] as const
const incrementalNew = [(cls: PyType, errors?: Value) => make(cls, errors), "(errors='strict')"] as const
const streamNew = [
  (cls: PyType, stream: Value, errors?: Value) => {
    const made = make(cls, errors)
    made.stream = stream
    return made
  },
  "(stream, errors='strict')",
] as const

export const incrementalEncoderType = defineType('_multibytecodec.MultibyteIncrementalEncoder', {
  ...common,
  layout: class extends PyMultibyteState {},
  new: incrementalNew,
  methods: () => [
    inertInit,
    [
      'encode',
      (self: PyMultibyteState, input: Value) => {
        if (asString(input) === undefined) throw typeError("couldn't convert the object to str.")
        return encode(self.codec, input, self.errors)[0]
      },
      '($self, /, input, final=False)',
    ],
    ['reset', reset, '($self, /)'],
    // None of these encodings has shift states.
    ['getstate', () => 0, '($self, /)'],
    ['setstate', (_self: PyMultibyteState, state: Value) => (asIndex(state), null), '($self, state, /)'],
  ],
})

export const incrementalDecoderType = defineType('_multibytecodec.MultibyteIncrementalDecoder', {
  ...common,
  layout: class extends PyMultibyteState {},
  new: incrementalNew,
  methods: () => [
    inertInit,
    [
      'decode',
      (self: PyMultibyteState, input: Value, final: Value = false) => decode(self, requireBytes(input), isTrue(final)),
      '($self, /, input, final=False)',
    ],
    ['reset', reset, '($self, /)'],
    ['getstate', (self: PyMultibyteState) => new PyTuple([new PyBytes(self.pending.slice()), 0]), '($self, /)'],
    [
      'setstate',
      (self: PyMultibyteState, state: Value) => {
        if (!(state instanceof PyTuple) || state.items.length !== 2 || !(state.items[0] instanceof PyBytes))
          throw typeError('setstate(): illegal state argument')
        asIndex(state.items[1]!)
        self.pending = state.items[0].bytes.slice()
        return null
      },
      '($self, state, /)',
    ],
  ],
})

/** Reads with a method of the stream until there is a character. */
function read(self: PyMultibyteState, method: string, size: Value | undefined): Value {
  let limit = size === undefined || size === null ? -1 : asSize(size)
  if (limit === 0) return ''
  for (;;) {
    const f = getAttr(self.stream, method)
    const got = limit < 0 ? context.call0(f) : context.call1(f, limit)
    if (!(got instanceof PyBytes)) throw typeError(`stream function returned a non-bytes object (${typeOf(got).name})`)
    const ends = limit < 0 || got.bytes.length === 0
    const text = decode(self, got.bytes, ends)
    if (ends || text !== '') return text
    limit = 1
  }
}

export const streamReaderType = defineType('_multibytecodec.MultibyteStreamReader', {
  ...common,
  layout: class extends PyMultibyteState {},
  new: streamNew,
  methods: () => [
    inertInit,
    ['read', (self: PyMultibyteState, size?: Value) => read(self, 'read', size), '($self, sizeobj=None, /)'],
    ['readline', (self: PyMultibyteState, size?: Value) => read(self, 'readline', size), '($self, sizeobj=None, /)'],
    [
      'readlines',
      (self: PyMultibyteState, size?: Value) => new PyList(splitLines(asString(read(self, 'read', size))!, true)),
      '($self, sizehintobj=None, /)',
    ],
    ['reset', reset, '($self, /)'],
  ],
  getset: () => [...commonFields, ['stream', (self: PyMultibyteState) => self.stream]],
})

function write(self: PyMultibyteState, text: Value): void {
  const [bytes] = encode(self.codec, text, self.errors)
  context.call1(getAttr(self.stream, 'write'), bytes)
}

export const streamWriterType = defineType('_multibytecodec.MultibyteStreamWriter', {
  ...common,
  layout: class extends PyMultibyteState {},
  new: streamNew,
  methods: () => [
    inertInit,
    ['write', (self: PyMultibyteState, text: Value) => (write(self, text), null), '($self, strobj, /)'],
    [
      'writelines',
      (self: PyMultibyteState, lines: Value) => {
        const next = iterate(lines)
        for (let v = next(); v !== undefined; v = next()) write(self, v)
        return null
      },
      '($self, lines, /)',
    ],
    ['reset', reset, '($self, /)'],
  ],
  getset: () => [...commonFields, ['stream', (self: PyMultibyteState) => self.stream]],
})
