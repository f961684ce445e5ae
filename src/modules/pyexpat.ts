/**
 * pyexpat: parsers of XML that call Python's handlers (Library Reference, "xml.parsers.expat"; CPython: Modules/pyexpat.c). The parser
 * itself is in `xml/`.
 */
import { genericSetAttr, getAttr, lookupAttr } from '../objects/attributes'
import { bytesView } from '../objects/buffer'
import { PyBytes } from '../objects/bytes'
import { context, enterNative, leaveNative } from '../objects/context'
import { PyDict } from '../objects/dict'
import {
  exceptionType,
  makeException,
  overflowError,
  type PyBaseException,
  runtimeError,
  typeError,
  valueError,
} from '../objects/exceptions'
import { asInt } from '../objects/int'
import { PyList } from '../objects/list'
import { makeModule, type PyModule } from '../objects/module'
import { defineType, type GetSetRow, PyObject, type PyType, typeOf, typeType, type Value } from '../objects/object'
import { asCInt, asIndex, isTrue } from '../objects/operators'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import type { NativeModule } from './definition'
import { TableDecoder } from './xml/decoder'
import { type ContentModel, MODEL, QUANTIFIER } from './xml/dtd'
import { xmlErrors } from './xml/errors'
import type { XmlHandlers } from './xml/handlers'
import { Namespaces } from './xml/namespaces'
import { XmlParser } from './xml/parser'

/** The version of Expat that the parser behaves as. */
const VERSION = [2, 6, 3] as const
/** What Expat says of how it was built, as far as it is so here. */
const features: readonly (readonly [string, number])[] = [
  ['XML_DTD', 0],
  ['XML_NS', 0],
  ['XML_BLAP_MAX_AMP', 100],
  ['XML_BLAP_ACT_THRES', 8388608],
  ['XML_GE', 0],
]
const DEFAULT_BUFFER = 8192
const MAX_BUFFER = 0x7fffffff

let errorClass: PyType | null = null

function errorType(): PyType {
  if (errorClass === null) {
    const dict = new PyDict()
    dict.setItem('__module__', 'xml.parsers.expat')
    errorClass = context.call(typeType, ['ExpatError', new PyTuple([exceptionType]), dict]) as PyType
  }
  return errorClass
}

/** Names of handlers as attributes, in the order in which CPython has them. */
const handlerNames = [
  'StartElement',
  'EndElement',
  'ProcessingInstruction',
  'CharacterData',
  'UnparsedEntityDecl',
  'NotationDecl',
  'StartNamespaceDecl',
  'EndNamespaceDecl',
  'Comment',
  'StartCdataSection',
  'EndCdataSection',
  'Default',
  'DefaultExpand',
  'NotStandalone',
  'ExternalEntityRef',
  'StartDoctypeDecl',
  'EndDoctypeDecl',
  'EntityDecl',
  'XmlDecl',
  'ElementDecl',
  'AttlistDecl',
  'SkippedEntity',
] as const

type HandlerName = (typeof handlerNames)[number]

class PyParser extends PyObject {
  parser!: XmlParser
  readonly set = new Map<HandlerName, Value>()
  intern: PyDict | null = null
  private readonly interned = new Set<string>()
  buffer: string[] | null = null
  bufferSize = DEFAULT_BUFFER
  bufferUsed = 0
  orderedAttributes = false
  specifiedAttributes = false
  /** `namespace_prefixes` of a parser that knows no namespaces. */
  plainPrefixes = false
  inCallback = false
  /** What a handler raised; the parser stops after the token. */
  raised: unknown = undefined

  /** A name that is remembered in the dict of names. */
  name(text: string | null): Value {
    if (text === null || this.intern === null || this.interned.has(text)) return text
    this.interned.add(text)
    if (this.intern.getItem(text) === undefined) this.intern.setItem(text, text)
    return text
  }

  /** Calls a handler; what it raises ends the parsing. Undefined where it raised. */
  call(handler: Value, args: readonly Value[]): Value | undefined {
    if (this.buffer !== null) this.flush()
    return this.callNow(handler, args)
  }

  private callNow(handler: Value, args: readonly Value[]): Value | undefined {
    if (this.raised !== undefined) return undefined
    const before = this.inCallback
    this.inCallback = true
    try {
      return context.call(handler, args)
    } catch (e) {
      this.fail(e)
      return undefined
    } finally {
      this.inCallback = before
    }
  }

  fail(e: unknown): void {
    if (this.raised !== undefined) return
    this.raised = e
    this.clear()
    this.parser.stop()
  }

  clear(): void {
    this.set.clear()
    const { handlers } = this.parser
    const { externalEntity } = handlers
    for (const name of Object.keys(handlers) as (keyof XmlHandlers)[]) handlers[name] = null
    // An external entity must not pass for one that was read.
    if (externalEntity !== null) handlers.externalEntity = () => false
  }

  /** Passes on the text that was collected. */
  flush(): void {
    if (this.buffer === null || this.buffer.length === 0) return
    const text = this.buffer.join('')
    this.buffer.length = 0
    this.bufferUsed = 0
    const handler = this.set.get('CharacterData')
    if (handler !== undefined) this.callNow(handler, [text])
  }

  characters(handler: Value, text: string): void {
    if (this.buffer === null) {
      this.callNow(handler, [text])
      return
    }
    const size = Buffer.byteLength(text)
    if (this.bufferUsed + size > this.bufferSize) {
      this.flush()
      if (this.set.get('CharacterData') === undefined) return
      if (size > this.bufferSize) {
        this.callNow(handler, [text])
        return
      }
    }
    this.buffer.push(text)
    this.bufferUsed += size
  }
}

// ── Handlers ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function modelTuple(self: PyParser, model: ContentModel): PyTuple {
  enterNative(' in a content model')
  try {
    const children = new PyTuple(model.children.map((child) => modelTuple(self, child)))
    return new PyTuple([model.type, model.quantifier, self.name(model.name), children])
  } finally {
    leaveNative()
  }
}

function attributesValue(self: PyParser, attributes: readonly string[], specified: number): Value {
  const count = self.specifiedAttributes ? specified : attributes.length
  if (self.orderedAttributes) {
    const list: Value[] = []
    for (let i = 0; i < count; i += 2) list.push(self.name(attributes[i]!), attributes[i + 1]!)
    return new PyList(list)
  }
  const dict = new PyDict()
  for (let i = 0; i < count; i += 2) dict.setItem(self.name(attributes[i]!), attributes[i + 1]!)
  return dict
}

/** The answer of a handler that says whether to go on. */
function answer(self: PyParser, value: Value | undefined): boolean {
  if (value === undefined) return false
  try {
    return asIndex(value) !== 0
  } catch (e) {
    self.fail(e)
    return false
  }
}

/** Connects a handler of Python's with the parser's events; null takes it away. */
function connect(self: PyParser, name: HandlerName, f: Value | null): void {
  const h = self.parser.handlers
  switch (name) {
    case 'StartElement':
      h.startElement =
        f === null
          ? null
          : (element, attributes, specified) => {
              self.call(f, [self.name(element), attributesValue(self, attributes, specified)])
            }
      return
    case 'EndElement':
      h.endElement = f === null ? null : (element) => void self.call(f, [self.name(element)])
      return
    case 'ProcessingInstruction':
      h.instruction = f === null ? null : (target, data) => void self.call(f, [self.name(target), data])
      return
    case 'CharacterData':
      h.characters = f === null ? null : (text) => self.characters(f, text)
      return
    case 'UnparsedEntityDecl':
      h.unparsedEntity =
        f === null
          ? null
          : (...args) =>
              void self.call(
                f,
                args.map((text) => self.name(text)),
              )
      return
    case 'NotationDecl':
      h.notation =
        f === null
          ? null
          : (...args) =>
              void self.call(
                f,
                args.map((text) => self.name(text)),
              )
      return
    case 'StartNamespaceDecl':
      h.startNamespace = f === null ? null : (prefix, uri) => void self.call(f, [self.name(prefix), self.name(uri)])
      return
    case 'EndNamespaceDecl':
      h.endNamespace = f === null ? null : (prefix) => void self.call(f, [self.name(prefix)])
      return
    case 'Comment':
      h.comment = f === null ? null : (text) => void self.call(f, [text])
      return
    case 'StartCdataSection':
      h.startCdata = f === null ? null : () => void self.call(f, [])
      return
    case 'EndCdataSection':
      h.endCdata = f === null ? null : () => void self.call(f, [])
      return
    case 'Default':
    case 'DefaultExpand':
      h.other = f === null ? null : (text) => void self.call(f, [text])
      self.parser.expandEntities = name === 'DefaultExpand'
      return
    case 'NotStandalone':
      h.notStandalone = f === null ? null : () => answer(self, self.call(f, []))
      return
    case 'ExternalEntityRef':
      h.externalEntity =
        f === null
          ? null
          : (where, base, systemId, publicId) =>
              answer(self, self.call(f, [where, self.name(base), self.name(systemId), self.name(publicId)]))
      return
    case 'StartDoctypeDecl':
      h.startDoctype =
        f === null
          ? null
          : (doctype, systemId, publicId, internal) => {
              self.call(f, [self.name(doctype), self.name(systemId), self.name(publicId), internal ? 1 : 0])
            }
      return
    case 'EndDoctypeDecl':
      h.endDoctype = f === null ? null : () => void self.call(f, [])
      return
    case 'EntityDecl':
      h.entityDeclaration =
        f === null
          ? null
          : (entity, parameter, value, ...rest) => {
              self.call(f, [self.name(entity), parameter ? 1 : 0, value, ...rest.map((text) => self.name(text))])
            }
      return
    case 'XmlDecl':
      h.xmlDeclaration =
        f === null ? null : (version, encoding, standalone) => void self.call(f, [version, encoding, standalone])
      return
    case 'ElementDecl':
      h.elementDeclaration =
        f === null
          ? null
          : (element, model) => {
              let tuple: Value
              try {
                tuple = modelTuple(self, model)
              } catch (e) {
                return self.fail(e)
              }
              self.call(f, [self.name(element), tuple])
            }
      return
    case 'AttlistDecl':
      h.attributeDeclaration =
        f === null
          ? null
          : (element, attribute, type, value, required) => {
              self.call(f, [self.name(element), self.name(attribute), type, value, required ? 1 : 0])
            }
      return
    case 'SkippedEntity':
      h.skippedEntity =
        f === null ? null : (entity, parameter) => void self.call(f, [self.name(entity), parameter ? 1 : 0])
      return
  }
}

function handlerRow(name: HandlerName): GetSetRow {
  return [
    name === 'DefaultExpand' ? 'DefaultHandlerExpand' : `${name}Handler`,
    (self: PyParser) => self.set.get(name) ?? null,
    (self: PyParser, v) => {
      if (v === undefined) throw runtimeError('Cannot delete attribute')
      // Text that was collected for one handler must not go to the next.
      if (name === 'CharacterData') {
        self.flush()
        throwRaised(self)
      }
      if (v === null) self.set.delete(name)
      else self.set.set(name, v)
      connect(self, name, v)
    },
  ]
}

// ── Parsing ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

function throwRaised(self: PyParser): void {
  const e = self.raised
  if (e === undefined) return
  self.raised = undefined
  throw e
}

function failure(self: PyParser, code: number): PyBaseException {
  const { line, column } = self.parser.position()
  const e = makeException(errorType(), `${xmlErrors[code - 1]![1]}: line ${line}, column ${column}`)
  genericSetAttr(e, 'code', code)
  genericSetAttr(e, 'offset', column)
  genericSetAttr(e, 'lineno', line)
  return e
}

function parse(self: PyParser, bytes: Uint8Array, final: boolean): Value {
  const code = self.parser.parse(bytes, final)
  throwRaised(self)
  if (code !== 0) throw failure(self, code)
  self.flush()
  throwRaised(self)
  return 1
}

/** The bytes of a str, which override what a declaration says of the encoding. */
function encoded(self: PyParser, text: string): Uint8Array {
  if (!text.isWellFormed()) context.call1(getAttr(text, 'encode'), 'utf-8')
  if (!self.parser.started) self.parser.encoding = 'utf-8'
  return new Uint8Array(Buffer.from(text))
}

function parseData(self: PyParser, data: Value, final: Value = false): Value {
  const last = isTrue(final)
  const text = asString(data)
  if (text !== undefined) return parse(self, encoded(self, text), last)
  const bytes = bytesView(data)
  if (bytes === null) throw typeError(`a bytes-like object is required, not '${typeOf(data).name}'`)
  return parse(self, bytes.slice(), last)
}

const READ_SIZE = 2048

function parseFile(self: PyParser, file: Value): Value {
  const read = lookupAttr(file, 'read')
  if (read === undefined) throw typeError("argument must have 'read' attribute")
  for (;;) {
    const data = context.call1(read, READ_SIZE)
    const bytes = asString(data) === undefined ? bytesView(data) : null
    if (bytes === null) throw typeError(`read() did not return a bytes object (type=${typeOf(data).name})`)
    if (bytes.length > READ_SIZE)
      throw valueError(`read() returned too much data: ${READ_SIZE} bytes requested, ${bytes.length} returned`)
    const result = parse(self, bytes.slice(), bytes.length === 0)
    if (bytes.length === 0) return result
  }
}

/** A decoder for an encoding of one byte a character that only Python's codecs know. */
function codecDecoder(self: PyParser, name: string): TableDecoder | null {
  let text: string
  try {
    const all = new PyBytes(Uint8Array.from({ length: 256 }, (_, i) => i))
    text = asString(context.call2(getAttr(all, 'decode'), name, 'replace'))!
    if ([...text].length !== 256) throw valueError('multi-byte encodings are not supported')
  } catch (e) {
    self.fail(e)
    return null
  }
  const table = [...text].map((c) => (c === '\ufffd' ? '' : c))
  for (let i = 0; i < 128; i++)
    if (/[\t\n\r -#%-?A-_a-z|]/.test(String.fromCharCode(i)) && table[i] !== String.fromCharCode(i)) return null
  return new TableDecoder(table)
}

function newParser(parser: XmlParser, intern: PyDict | null): PyParser {
  const self = new parserType.ctor() as PyParser
  self.parser = parser
  self.intern = intern
  parser.unknownEncoding = (name) => codecDecoder(self, name)
  return self
}

function createParser(encoding: Value = null, separator: Value = null, intern?: Value): Value {
  const name = optionalText('ParserCreate', 'encoding', encoding)
  const sep = optionalText('ParserCreate', 'namespace_separator', separator)
  if (sep !== null && Buffer.byteLength(sep) > 1)
    throw valueError('namespace_separator must be at most one character, omitted, or None')
  if (intern !== undefined && intern !== null && !(intern instanceof PyDict))
    throw typeError('intern must be a dictionary')
  const names = intern === undefined ? new PyDict() : (intern as PyDict | null)
  return newParser(new XmlParser(name, sep === null ? null : new Namespaces(sep, false)), names)
}

function optionalText(f: string, parameter: string, v: Value): string | null {
  if (v === null) return null
  const text = asString(v)
  if (text === undefined) throw typeError(`${f}() argument '${parameter}' must be str or None, not ${typeOf(v).name}`)
  if (text.includes('\0')) throw valueError('embedded null character')
  return text
}

function externalParser(self: PyParser, where: Value, encoding?: Value): Value {
  const text = where === null ? null : asString(where)
  if (text === undefined)
    throw typeError(`ExternalEntityParserCreate() argument 1 must be str or None, not ${typeOf(where).name}`)
  const name = encoding === undefined ? null : asString(encoding)
  if (name === undefined)
    throw typeError(`ExternalEntityParserCreate() argument 2 must be str, not ${typeOf(encoding!).name}`)
  const made = newParser(self.parser.external(text, name), self.intern)
  made.orderedAttributes = self.orderedAttributes
  made.specifiedAttributes = self.specifiedAttributes
  made.bufferSize = self.bufferSize
  if (self.buffer !== null) made.buffer = []
  const { expandEntities } = self.parser
  for (const [handler, f] of self.set) {
    made.set.set(handler, f)
    connect(made, handler, f)
  }
  made.parser.expandEntities = expandEntities
  return made
}

// ── Attributes ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function setBufferSize(self: PyParser, v: Value | undefined): void {
  if (v === undefined) throw runtimeError('Cannot delete attribute')
  const size = asInt(v)
  if (size === undefined) throw typeError('buffer_size must be an integer')
  if (size === self.bufferSize) return
  if (typeof size === 'bigint') throw overflowError('Python int too large to convert to C long')
  if (size <= 0) throw valueError('buffer_size must be greater than zero')
  if (size > MAX_BUFFER) throw valueError(`buffer_size must not be greater than ${MAX_BUFFER}`)
  if (self.buffer !== null) {
    self.flush()
    throwRaised(self)
  }
  self.bufferSize = size
}

function setBufferText(self: PyParser, v: Value | undefined): void {
  if (v === undefined) throw runtimeError('Cannot delete attribute')
  if (isTrue(v)) {
    self.buffer ??= []
    return
  }
  if (self.buffer === null) return
  self.flush()
  throwRaised(self)
  self.buffer = null
}

function flagRow(
  name: string,
  get: (self: PyParser) => boolean,
  set: (self: PyParser, on: boolean) => void,
): GetSetRow {
  return [
    name,
    get as (self: Value) => Value,
    (self: PyParser, v) => {
      if (v === undefined) throw runtimeError('Cannot delete attribute')
      set(self, isTrue(v))
    },
  ]
}

const positionRows = (['Error', 'Current'] as const).flatMap((prefix): GetSetRow[] => [
  [`${prefix}LineNumber`, (self: PyParser) => self.parser.position().line],
  [`${prefix}ColumnNumber`, (self: PyParser) => self.parser.position().column],
  [`${prefix}ByteIndex`, (self: PyParser) => self.parser.position().byte],
])

const parserType = defineType('pyexpat.xmlparser', {
  layout: PyParser,
  module: 'pyexpat',
  final: true,
  doc: 'A parser of XML.',
  methods: () => [
    ['Parse', parseData, '($self, data, isfinal=False, /)', 'Parses data; the last is marked as final.'],
    ['ParseFile', parseFile, '($self, file, /)', 'Parses what an open file holds.'],
    [
      'SetBase',
      (self: PyParser, base: Value) => {
        const text = asString(base)
        if (text === undefined) throw typeError(`SetBase() argument must be str, not ${typeOf(base).name}`)
        self.parser.base = text
        return null
      },
      '($self, base, /)',
      'Sets what identifiers of external entities are relative to.',
    ],
    [
      'GetBase',
      (self: PyParser) => self.parser.base,
      '($self, /)',
      'What identifiers of external entities are relative to.',
    ],
    [
      'GetInputContext',
      (self: PyParser) => (self.inCallback ? new PyBytes(self.parser.context()) : null),
      '($self, /)',
      'The input from the current event on, inside a handler.',
    ],
    [
      'ExternalEntityParserCreate',
      externalParser,
      '($self, context, encoding=<unrepresentable>, /)',
      'A parser of the external entity that a handler was told of.',
    ],
    [
      'SetParamEntityParsing',
      (self: PyParser, flag: Value) => {
        const n = asCInt(flag)
        if (self.parser.started) return 0
        if (n >= 0 && n <= 2) self.parser.parameterEntities = n
        return 1
      },
      '($self, flag, /)',
      'Says when parameter entities and the external part of the DTD are read; whether that could be set.',
    ],
    [
      'UseForeignDTD',
      (self: PyParser, flag: Value = true) => {
        const on = isTrue(flag)
        if (self.parser.started) throw failure(self, 26)
        self.parser.foreignDtd = on
        return null
      },
      '($self, flag=True, /)',
      'Has a DTD asked for where the document names none.',
    ],
    [
      'SetReparseDeferralEnabled',
      (self: PyParser, enabled: Value) => {
        self.parser.deferReparse = isTrue(enabled)
        return null
      },
      '($self, enabled, /)',
      'Says whether a long token is only read again when much more of it has come.',
    ],
    [
      'GetReparseDeferralEnabled',
      (self: PyParser) => self.parser.deferReparse,
      '($self, /)',
      'Whether a long token is only read again when much more of it has come.',
    ],
  ],
  members: 'intern',
  getset: () => [
    ...handlerNames.map(handlerRow),
    ['ErrorCode', (self: PyParser) => self.parser.code],
    ...positionRows,
    ['buffer_size', (self: PyParser) => self.bufferSize, setBufferSize],
    ['buffer_text', (self: PyParser) => self.buffer !== null, setBufferText],
    ['buffer_used', (self: PyParser) => self.bufferUsed],
    flagRow(
      'namespace_prefixes',
      (self) => self.parser.ns?.triplets ?? self.plainPrefixes,
      (self, on) => {
        if (self.parser.ns !== null) self.parser.ns.triplets = on
        self.plainPrefixes = on
      },
    ),
    flagRow(
      'ordered_attributes',
      (self) => self.orderedAttributes,
      (self, on) => {
        self.orderedAttributes = on
      },
    ),
    flagRow(
      'specified_attributes',
      (self) => self.specifiedAttributes,
      (self, on) => {
        self.specifiedAttributes = on
      },
    ),
    ['intern', (self: PyParser) => self.intern],
  ],
})

// ── The module ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function submodule(parent: PyModule, name: string, doc: string, attributes: Readonly<Record<string, Value>>): void {
  const full = `pyexpat.${name}`
  const made = makeModule(full, doc)
  for (const key in attributes) made.namespace.setItem(key, attributes[key]!)
  const modules = context.sysAttribute('modules')
  if (modules instanceof PyDict) modules.setItem(full, made)
  parent.namespace.setItem(name, made)
}

function setup(module: PyModule): void {
  const codes = new PyDict()
  const messages = new PyDict()
  const errors: Record<string, Value> = {}
  xmlErrors.forEach(([name, message], i) => {
    errors[`XML_ERROR_${name}`] = message
    codes.setItem(message, i + 1)
    messages.setItem(i + 1, message)
  })
  submodule(module, 'errors', 'Constants used to describe error conditions.', { ...errors, codes, messages })
  const model: Record<string, Value> = {}
  for (const [name, n] of Object.entries(MODEL)) model[`XML_CTYPE_${name}`] = n
  ;['NONE', 'OPT', 'REP', 'PLUS'].forEach((name, i) => {
    model[`XML_CQUANT_${name}`] = QUANTIFIER['?*+'[i - 1] ?? '']!
  })
  submodule(module, 'model', 'Constants used to interpret content model information.', model)
}

/** The module. */
export const pyexpatModule: NativeModule = {
  name: 'pyexpat',
  doc: 'Parsers of XML.',
  functions: [
    [
      'ParserCreate',
      createParser,
      '(encoding=None, namespace_separator=None, intern=<unrepresentable>)',
      'Makes a parser. With a separator names are expanded by their namespaces.',
    ],
    [
      'ErrorString',
      (code: Value) => {
        const n = asIndex(code)
        return typeof n === 'number' ? (xmlErrors[n - 1]?.[1] ?? null) : null
      },
      '(code, /)',
      'The text of an error.',
    ],
  ],
  attributes: () => ({
    ExpatError: errorType(),
    error: errorType(),
    XMLParserType: parserType,
    EXPAT_VERSION: `expat_${VERSION.join('.')}`,
    version_info: new PyTuple([...VERSION]),
    native_encoding: 'UTF-8',
    features: new PyList(features.map(([name, value]) => new PyTuple([name, value]))),
    XML_PARAM_ENTITY_PARSING_NEVER: 0,
    XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE: 1,
    XML_PARAM_ENTITY_PARSING_ALWAYS: 2,
  }),
  setup,
}
