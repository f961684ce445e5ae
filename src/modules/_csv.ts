/** _csv: reading and writing of delimited text (Library Reference, "csv"; PEP 305; CPython: Modules/_csv.c). */
import { getAttr, lookupAttr } from '../objects/attributes'
import { context } from '../objects/context'
import { PyDict } from '../objects/dict'
import {
  exceptionType,
  isException,
  makeException,
  type PyBaseException,
  typeError,
  typeErrorType,
  valueError,
} from '../objects/exceptions'
import { PyFloat } from '../objects/float'
import { asInt } from '../objects/int'
import { iteratorRows } from '../objects/iterators'
import { PyList } from '../objects/list'
import { defineType, PyObject, type PyType, typeOf, typeType, type Value } from '../objects/object'
import { getIter, isTrue, iterate, iterNext, PyIterator, strText } from '../objects/operators'
import { asString } from '../objects/str'
import { strLength } from '../objects/strops'
import { PyTuple } from '../objects/tuple'
import type { NativeModule } from './definition'

const MINIMAL = 0
const ALL = 1
const NONNUMERIC = 2
const NONE = 3
const STRINGS = 4
const NOTNULL = 5

let errorClass: PyType | null = null

function errorType(): PyType {
  if (errorClass === null) {
    const dict = new PyDict()
    dict.setItem('__module__', '_csv')
    errorClass = context.call(typeType, ['Error', new PyTuple([exceptionType]), dict]) as PyType
  }
  return errorClass
}

function failure(message: string): PyBaseException {
  return makeException(errorType(), message)
}

// ── Dialects ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A checked dialect; characters are strings of one code point, empty where not set. */
class PyDialect extends PyObject {
  delimiter = ','
  doublequote = true
  escapechar = ''
  lineterminator = '\r\n'
  quotechar = '"'
  quoting = MINIMAL
  skipinitialspace = false
  strict = false
}

const parameterNames = [
  'delimiter',
  'doublequote',
  'escapechar',
  'lineterminator',
  'quotechar',
  'quoting',
  'skipinitialspace',
  'strict',
] as const

function oneCharacter(name: string, v: Value | undefined, otherwise: string, noneAllowed: boolean): string {
  if (v === undefined) return otherwise
  if (v === null && noneAllowed) return ''
  const text = asString(v)
  if (text === undefined)
    throw typeError(`"${name}" must be string${noneAllowed ? ' or None' : ''}, not ${typeOf(v).name}`)
  if (strLength(text) !== 1) throw typeError(`"${name}" must be a 1-character string`)
  return text
}

const dialects = new PyDict()

function registered(name: Value): Value {
  const found = dialects.getItem(name)
  if (found === undefined) throw failure('unknown dialect')
  return found
}

function makeDialect(given: Value | undefined, keywords: readonly (Value | undefined)[]): PyDialect {
  const base = given === undefined || given === null ? null : asString(given) !== undefined ? registered(given) : given
  if (base instanceof PyDialect && keywords.every((k) => k === undefined)) return base
  const read = (i: number): Value | undefined => {
    if (keywords[i] !== undefined) return keywords[i]
    return base === null ? undefined : lookupAttr(base, parameterNames[i]!)
  }
  const d = new PyDialect()
  d.delimiter = oneCharacter('delimiter', read(0), ',', false)
  const double = read(1)
  d.doublequote = double === undefined || isTrue(double)
  d.escapechar = oneCharacter('escapechar', read(2), '', true)
  const terminator = read(3)
  if (terminator === null) throw typeError('lineterminator must be set')
  if (terminator !== undefined) {
    const text = asString(terminator)
    if (text === undefined) throw typeError('"lineterminator" must be a string')
    d.lineterminator = text
  }
  const quote = read(4)
  const quoting = read(5)
  d.quotechar = oneCharacter('quotechar', quote, '"', true)
  if (quoting !== undefined) {
    const n = typeOf(quoting).name === 'int' ? asInt(quoting) : undefined
    if (n === undefined) throw typeError('"quoting" must be an integer')
    if (n < 0 || n > NOTNULL) throw typeError('bad "quoting" value')
    d.quoting = Number(n)
  } else if (quote === null) d.quoting = NONE
  if (d.quoting !== NONE && d.quotechar === '') throw typeError('quotechar must be set if quoting enabled')
  const skip = read(6)
  d.skipinitialspace = skip !== undefined && isTrue(skip)
  const strict = read(7)
  d.strict = strict !== undefined && isTrue(strict)
  check(d)
  return d
}

function check(d: PyDialect): void {
  const characters: [string, string][] = [
    ['delimiter', d.delimiter],
    ['escapechar', d.escapechar],
    ['quotechar', d.quotechar],
  ]
  for (const [name, c] of characters) {
    const space = c === ' ' && d.skipinitialspace && name !== 'delimiter'
    if (c === '\n' || c === '\r' || space) throw valueError(`bad ${name} value`)
    if (c !== '' && d.lineterminator.includes(c)) throw valueError(`bad ${name} or lineterminator value`)
  }
  for (let i = 0; i < characters.length; i++)
    for (let j = i + 1; j < characters.length; j++)
      if (characters[i]![1] !== '' && characters[i]![1] === characters[j]![1])
        throw valueError(`bad ${characters[i]![0]} or ${characters[j]![0]} value`)
}

const dialectParameters = parameterNames.map((n) => `${n}=<unrepresentable>`).join(', ')

const dialectType = defineType('Dialect', {
  layout: PyDialect,
  module: '_csv',
  doc: 'The options of one way to write CSV.',
  new: [
    (cls: PyType, given?: Value, ...keywords: (Value | undefined)[]) => {
      const made = makeDialect(given, keywords)
      return made.cls === cls ? made : Object.assign(new cls.ctor(), made)
    },
    `(dialect=None, ${dialectParameters})`,
  ],
  members: 'doublequote skipinitialspace strict',
  getset: () => [
    ['delimiter', (d: PyDialect) => d.delimiter],
    ['doublequote', (d: PyDialect) => d.doublequote],
    ['escapechar', (d: PyDialect) => d.escapechar || null],
    ['lineterminator', (d: PyDialect) => d.lineterminator],
    ['quotechar', (d: PyDialect) => d.quotechar || null],
    ['quoting', (d: PyDialect) => d.quoting],
    ['skipinitialspace', (d: PyDialect) => d.skipinitialspace],
    ['strict', (d: PyDialect) => d.strict],
  ],
})

// ── Reader ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

let fieldLimit = 131072

type State =
  | 'start record'
  | 'start field'
  | 'escaped'
  | 'in field'
  | 'in quoted'
  | 'escaped in quoted'
  | 'quote in quoted'
  | 'end'
  | 'after newline'

class PyReader extends PyIterator {
  lines: Value = null
  dialect: PyDialect = new PyDialect()
  lineNumber = 0
  private state = 'start record' as State
  private field = ''
  private fields: Value[] = []
  private quoted = false

  next(): Value | undefined {
    this.fields = []
    this.state = 'start record' as State
    this.field = ''
    this.quoted = false
    do {
      const line = iterNext(this.lines)
      if (line === undefined) {
        const state = this.state as State
        if (this.field !== '' || state === 'in quoted' || state === 'escaped in quoted' || state === 'escaped') {
          if (this.dialect.strict) throw failure('unexpected end of data')
          this.save()
          return new PyList(this.fields)
        }
        return this.fields.length > 0 ? (this.save(), new PyList(this.fields)) : undefined
      }
      const text = asString(line)
      if (text === undefined)
        throw failure(
          `iterator should return strings, not ${typeOf(line).name} (the file should be opened in text mode)`,
        )
      this.lineNumber++
      for (const c of text) this.take(c)
      this.take('')
    } while (this.state !== 'start record')
    return new PyList(this.fields)
  }

  private add(c: string): void {
    if (this.field.length >= fieldLimit) throw failure(`field larger than field limit (${fieldLimit})`)
    this.field += c
  }

  private save(): void {
    const { quoting } = this.dialect
    let value: Value = this.field
    if (!this.quoted && this.field === '' && (quoting === NOTNULL || quoting === STRINGS)) value = null
    else if (!this.quoted && this.field !== '' && (quoting === NONNUMERIC || quoting === STRINGS))
      value = context.call1(getAttr(context.builtinsModule(), 'float'), this.field)
    this.fields.push(value)
    this.field = ''
    this.quoted = false
  }

  /** One character, or the empty string for the end of a line. */
  private take(c: string): void {
    const d = this.dialect
    const lineEnd = c === '' || c === '\n' || c === '\r'
    switch (this.state) {
      case 'start record':
        if (c === '') return
        if (lineEnd) {
          this.state = 'after newline'
          return
        }
        this.state = 'start field'
        this.startField(c)
        return
      case 'start field':
        this.startField(c)
        return
      case 'escaped':
        if (c === '\n' || c === '\r') {
          this.add(c)
          this.state = 'end'
          return
        }
        this.add(c === '' ? '\n' : c)
        this.state = 'in field'
        return
      case 'end':
        if (c === '') return
        this.inField(c)
        return
      case 'in field':
        this.inField(c)
        return
      case 'in quoted':
        if (c === '') return
        if (c === d.escapechar) this.state = 'escaped in quoted'
        else if (c === d.quotechar && d.quoting !== NONE) this.state = d.doublequote ? 'quote in quoted' : 'in field'
        else this.add(c)
        return
      case 'escaped in quoted':
        this.add(c === '' ? '\n' : c)
        this.state = 'in quoted'
        return
      case 'quote in quoted':
        if (d.quoting !== NONE && c === d.quotechar) {
          this.add(c)
          this.state = 'in quoted'
        } else if (c === d.delimiter) {
          this.save()
          this.state = 'start field'
        } else if (lineEnd) {
          this.save()
          this.state = c === '' ? 'start record' : 'after newline'
        } else if (!d.strict) {
          this.add(c)
          this.state = 'in field'
        } else throw failure(`'${d.delimiter}' expected after '${d.quotechar}'`)
        return
      default:
        if (c === '') this.state = 'start record'
        else if (!lineEnd)
          throw failure("new-line character seen in unquoted field - do you need to open the file with newline=''?")
    }
  }

  private startField(c: string): void {
    const d = this.dialect
    if (c === '' || c === '\n' || c === '\r') {
      this.save()
      this.state = c === '' ? 'start record' : 'after newline'
    } else if (c === d.quotechar && d.quoting !== NONE) {
      this.quoted = true
      this.state = 'in quoted'
    } else if (c === d.escapechar) this.state = 'escaped'
    else if (c === ' ' && d.skipinitialspace) this.state = 'start field'
    else if (c === d.delimiter) this.save()
    else {
      this.add(c)
      this.state = 'in field'
    }
  }

  private inField(c: string): void {
    const d = this.dialect
    if (c === '' || c === '\n' || c === '\r') {
      this.save()
      this.state = c === '' ? 'start record' : 'after newline'
    } else if (c === d.escapechar) this.state = 'escaped'
    else if (c === d.delimiter) {
      this.save()
      this.state = 'start field'
    } else {
      this.add(c)
      this.state = 'in field'
    }
  }
}

const readerType = defineType('reader', {
  layout: PyReader,
  module: '_csv',
  final: true,
  methods: () => iteratorRows,
  members: true,
  getset: () => [
    ['dialect', (r: PyReader) => r.dialect],
    ['line_num', (r: PyReader) => r.lineNumber],
  ],
})

// ── Writer ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

class PyWriter extends PyObject {
  write: Value = null
  dialect: PyDialect = new PyDialect()
}

/** The text of one field. `alone` where it is the only one of its row. */
function fieldText(d: PyDialect, v: Value): { text: string; quoted: boolean } {
  const s = asString(v)
  const numeric =
    typeof v === 'number' ||
    typeof v === 'bigint' ||
    v instanceof PyFloat ||
    typeOf(v).proto.$__float__ !== undefined ||
    typeOf(v).proto.$__index__ !== undefined
  let quoted = false
  if (d.quoting === NONNUMERIC) quoted = !numeric
  else if (d.quoting === ALL) quoted = true
  else if (d.quoting === STRINGS) quoted = s !== undefined
  else if (d.quoting === NOTNULL) quoted = v !== null
  const raw = s ?? (v === null ? '' : strText(v))
  let text = ''
  for (const c of raw) {
    if (
      c === d.delimiter ||
      c === d.escapechar ||
      c === d.quotechar ||
      c === '\n' ||
      c === '\r' ||
      d.lineterminator.includes(c)
    ) {
      let escape = false
      if (d.quoting === NONE) escape = true
      else {
        if (c === d.quotechar) {
          if (d.doublequote) text += d.quotechar
          else escape = true
        } else if (c === d.escapechar) escape = true
        if (!escape) quoted = true
      }
      if (escape) {
        if (d.escapechar === '') throw failure('need to escape, but no escapechar set')
        text += d.escapechar
      }
    }
    text += c
  }
  if (text === '' && d.delimiter === ' ' && d.skipinitialspace) {
    if (d.quoting === NONE || (v === null && (d.quoting === STRINGS || d.quoting === NOTNULL)))
      throw failure('empty field must be quoted if delimiter is a space and skipinitialspace is true')
    quoted = true
  }
  return { text, quoted }
}

function rowText(d: PyDialect, row: Value): string {
  let next: () => Value | undefined
  try {
    next = iterate(row)
  } catch (e) {
    if (isException(e, typeErrorType)) throw failure(`iterable expected, not ${typeOf(row).name}`)
    throw e
  }
  const parts: string[] = []
  let nulls = false
  for (let v = next(); v !== undefined; v = next()) {
    const { text, quoted } = fieldText(d, v)
    nulls = v === null
    parts.push(quoted ? d.quotechar + text + d.quotechar : text)
  }
  if (parts.length === 1 && parts[0] === '') {
    if (d.quoting === NONE || (nulls && (d.quoting === STRINGS || d.quoting === NOTNULL)))
      throw failure('single empty field record must be quoted')
    parts[0] = d.quotechar + d.quotechar
  }
  return parts.join(d.delimiter) + d.lineterminator
}

const writerType = defineType('writer', {
  layout: PyWriter,
  module: '_csv',
  final: true,
  methods: () => [
    ['writerow', (w: PyWriter, row: Value) => context.call1(w.write, rowText(w.dialect, row)), '($self, row, /)'],
    [
      'writerows',
      (w: PyWriter, rows: Value) => {
        const next = iterate(rows)
        for (let row = next(); row !== undefined; row = next()) context.call1(w.write, rowText(w.dialect, row))
        return null
      },
      '($self, rows, /)',
    ],
  ],
  members: true,
  getset: () => [['dialect', (w: PyWriter) => w.dialect]],
})

export const csvModule: NativeModule = {
  name: '_csv',
  doc: 'Reader and writer of comma-separated values.',
  functions: [
    [
      'reader',
      (lines: Value, given?: Value, ...keywords: (Value | undefined)[]) => {
        const made = new readerType.ctor() as PyReader
        made.lines = getIter(lines)
        made.dialect = makeDialect(given, keywords)
        return made
      },
      `(iterable, /, dialect='excel', *, ${dialectParameters})`,
    ],
    [
      'writer',
      (file: Value, given?: Value, ...keywords: (Value | undefined)[]) => {
        const made = new writerType.ctor() as PyWriter
        const write = lookupAttr(file, 'write')
        if (write === undefined) throw typeError('argument 1 must have a "write" method')
        made.write = write
        made.dialect = makeDialect(given, keywords)
        return made
      },
      `(fileobj, /, dialect='excel', *, ${dialectParameters})`,
    ],
    [
      'register_dialect',
      (name: Value, given?: Value, ...keywords: (Value | undefined)[]) => {
        if (asString(name) === undefined) throw typeError('dialect name must be a string')
        dialects.setItem(name, makeDialect(given, keywords))
        return null
      },
      `(name, /, dialect='excel', *, ${dialectParameters})`,
    ],
    [
      'unregister_dialect',
      (name: Value) => {
        registered(name)
        dialects.deleteItem(name)
        return null
      },
      '(name)',
    ],
    ['get_dialect', registered, '(name)'],
    [
      'list_dialects',
      () => {
        const names: Value[] = []
        const next = iterate(dialects)
        for (let k = next(); k !== undefined; k = next()) names.push(k)
        return new PyList(names)
      },
      '()',
    ],
    [
      'field_size_limit',
      (limit?: Value) => {
        const old = fieldLimit
        if (limit !== undefined) {
          const n = typeof limit === 'number' || typeof limit === 'bigint' ? limit : undefined
          if (n === undefined) throw typeError('limit must be an integer')
          fieldLimit = Number(n)
        }
        return old
      },
      '(new_limit=<unrepresentable>)',
    ],
  ],
  attributes: () => ({
    Dialect: dialectType,
    Reader: readerType,
    Writer: writerType,
    Error: errorType(),
    QUOTE_MINIMAL: MINIMAL,
    QUOTE_ALL: ALL,
    QUOTE_NONNUMERIC: NONNUMERIC,
    QUOTE_NONE: NONE,
    QUOTE_STRINGS: STRINGS,
    QUOTE_NOTNULL: NOTNULL,
    _dialects: dialects,
    __version__: '1.0',
  }),
}
