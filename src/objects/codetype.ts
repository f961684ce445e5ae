/** The Python type `code` over bytecode's CodeObject (CPython: Objects/codeobject.c). */
import { CodeFlags, CodeObject, SlotKind } from '../bytecode/code'
import { type Location, lineTable, locationsOf } from '../bytecode/locations'
import { exceptionTable, namesOf, wordcode } from '../bytecode/wordcode'
import { PyBytes } from './bytes'
import { PyComplex } from './complex'
import { context } from './context'
import { deprecationWarningType, indexError } from './exceptions'
import { PyFloat } from './float'
import { iteratorRows } from './iterators'
import { defineType, type PyType, typeOf, type Value } from './object'
import { address } from './objecttype'
import { asCInt, equals, hashValue, PyIterator, toArray } from './operators'
import { PyFrozenSet } from './set'
import { NotImplemented } from './singletons'
import { PyTuple } from './tuple'

const names = (code: CodeObject, kind: number): Value =>
  new PyTuple(code.localsplus.filter((_, i) => (code.localsplusKinds[i]! & kind) !== 0))

type Builder = typeof import('./codebuild')
const builder = (): Builder => require('./codebuild') as Builder

/** Runs of units on one line as (start, end, line), offsets in `co_code`. */
class LineIterator extends PyIterator {
  private readonly locations: readonly Location[]
  private at = 0
  private offset = 0
  constructor(code: CodeObject) {
    super()
    this.locations = locationsOf(code)
  }
  next(): Value | undefined {
    const first = this.locations[this.at]
    if (first === undefined) return undefined
    const start = this.offset
    for (let l: Location | undefined = first; l !== undefined && l.line === first.line; l = this.locations[this.at]) {
      this.offset += l.units * 2
      this.at++
    }
    return new PyTuple([start, this.offset, first.line < 0 ? null : first.line])
  }
}
defineType('line_iterator', { layout: LineIterator as never, final: true, methods: () => iteratorRows })

/** Positions of every unit of `co_code` as (line, end line, column, end column). */
class PositionIterator extends PyIterator {
  private readonly locations: readonly Location[]
  private at = 0
  private unit = 0
  constructor(code: CodeObject) {
    super()
    this.locations = locationsOf(code)
  }
  next(): Value | undefined {
    const l = this.locations[this.at]
    if (l === undefined) return undefined
    if (++this.unit >= l.units) {
      this.at++
      this.unit = 0
    }
    return new PyTuple([l.line, l.endLine, l.column, l.endColumn].map((x) => (x < 0 ? null : x)))
  }
}
defineType('positions_iterator', { layout: PositionIterator as never, final: true, methods: () => iteratorRows })

function sameCode(a: CodeObject, b: CodeObject): boolean {
  if (a === b) return true
  a.load()
  b.load()
  return (
    a.name === b.name &&
    a.argcount === b.argcount &&
    a.posonlyargcount === b.posonlyargcount &&
    a.kwonlyargcount === b.kwonlyargcount &&
    a.flags === b.flags &&
    a.firstlineno === b.firstlineno &&
    a.instructions.length === b.instructions.length &&
    a.instructions.every((x, i) => x === b.instructions[i]) &&
    a.exceptionTable.length === b.exceptionTable.length &&
    a.exceptionTable.every((x, i) => x === b.exceptionTable[i]) &&
    a.names.join('\0') === b.names.join('\0') &&
    a.sites.join('\0') === b.sites.join('\0') &&
    a.localsplus.join('\0') === b.localsplus.join('\0') &&
    a.instructions.every((_, i) => a.position(i).every((n, k) => n === b.position(i)[k])) &&
    a.consts.length === b.consts.length &&
    a.consts.every((x, i) => sameConstant(x as Value, b.consts[i] as Value))
  )
}

/** Equal, of the same type, and with the same signs of zeros, all the way down (CPython: _PyCode_ConstantKey). */
function sameConstant(a: Value, b: Value): boolean {
  if ((a as unknown) instanceof CodeObject && (b as unknown) instanceof CodeObject)
    return sameCode(a as unknown as CodeObject, b as unknown as CodeObject)
  if (typeOf(a) !== typeOf(b)) return false
  if (a instanceof PyFloat && b instanceof PyFloat) return Object.is(a.value, b.value)
  if (a instanceof PyComplex && b instanceof PyComplex) return Object.is(a.real, b.real) && Object.is(a.imag, b.imag)
  if (a instanceof PyTuple && b instanceof PyTuple)
    return a.items.length === b.items.length && a.items.every((x, i) => sameConstant(x, b.items[i]!))
  if (a instanceof PyFrozenSet && b instanceof PyFrozenSet) {
    const rest = toArray(b)
    return a.map.size === rest.length && toArray(a).every((x) => rest.some((y) => sameConstant(x, y)))
  }
  return equals(a, b)
}

const PARTS =
  'argcount posonlyargcount kwonlyargcount nlocals stacksize flags code consts names varnames filename name qualname firstlineno linetable exceptiontable freevars cellvars'
/** Made when the type is looked into. */
const replaceSignature = (): string => {
  const keywords = PARTS.split(' ').map((part) => `co_${part}=<unrepresentable>`)
  return `($self, /, **changes) as ($self, /, *, ${keywords.join(', ')})`
}
const NEW =
  '(argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize, flags, codestring, constants, names, varnames, filename, name, qualname, firstlineno, linetable, exceptiontable, freevars=(), cellvars=(), /)'

/** `co_lnotab`: pairs of a distance in bytes and one in lines, the form before Python 3.10. */
function lineNumberTable(code: CodeObject): Value {
  context.warn(deprecationWarningType, 'co_lnotab is deprecated, use co_lines instead.')
  const out: number[] = []
  let line = code.firstlineno
  let offset = 0
  let at = 0
  for (const l of locationsOf(code)) {
    if (l.line >= 0 && l.line !== line) {
      let bytes = at - offset
      for (; bytes > 254; bytes -= 254) out.push(254, 0)
      let lines = l.line - line
      for (; lines > 127; lines -= 127, bytes = 0) out.push(bytes, 127)
      for (; lines < -128; lines += 128, bytes = 0) out.push(bytes, 128)
      out.push(bytes, lines & 255)
      line = l.line
      offset = at
    }
    at += l.units * 2
  }
  return new PyBytes(Uint8Array.from(out))
}

defineType('code', {
  layout: CodeObject as never,
  final: true,
  doc: 'What the compiler makes of a module, class or function; its parts are given in order.',
  new: [(cls: PyType, ...values: Value[]) => builder().newCode(cls, ...values), NEW],
  methods: () => [
    [
      '__repr__',
      (self: CodeObject) =>
        `<code object ${self.name} at ${address(self as never)}, file "${self.filename}", line ${self.firstlineno}>`,
      '($self, /)',
    ],
    [
      '__eq__',
      (a: CodeObject, b: Value) =>
        (b as unknown) instanceof CodeObject ? sameCode(a, b as unknown as CodeObject) : NotImplemented,
      '($self, value, /)',
    ],
    [
      '__hash__',
      (self: CodeObject) => {
        const { instructions, names, sites } = self.load()
        const parts = [
          self.name,
          self.firstlineno,
          self.argcount,
          self.posonlyargcount,
          self.kwonlyargcount,
          self.flags,
          self.localsplus.join(),
          names.join(),
          sites.join(),
          instructions.join(),
        ]
        return hashValue(parts.join('\0'))
      },
      '($self, /)',
    ],
    ['co_lines', (self: CodeObject) => new LineIterator(self), '($self, /)'],
    ['co_positions', (self: CodeObject) => new PositionIterator(self), '($self, /)'],
    ['replace', (self: CodeObject, ...values: Value[]) => builder().replaceCode(self, ...values), replaceSignature()],
    [
      '__replace__',
      (self: CodeObject, ...values: Value[]) => builder().replaceCode(self, ...values),
      replaceSignature(),
    ],
    [
      '_varname_from_oparg',
      (self: CodeObject, i: Value) => {
        const name = self.localsplus[asCInt(i)]
        if (name === undefined) throw indexError('tuple index out of range')
        return name
      },
      '($self, /, oparg)',
    ],
  ],
  members:
    'co_name co_qualname co_filename co_firstlineno co_flags co_argcount co_posonlyargcount co_kwonlyargcount co_nlocals co_stacksize co_names co_consts co_exceptiontable co_linetable',
  getset: () => [
    ['co_name', (self: CodeObject) => self.name],
    ['co_qualname', (self: CodeObject) => self.qualname],
    ['co_filename', (self: CodeObject) => self.filename],
    ['co_firstlineno', (self: CodeObject) => self.firstlineno],
    ['co_flags', (self: CodeObject) => self.flags & ~CodeFlags.HAS_DOCSTRING],
    ['co_argcount', (self: CodeObject) => self.argcount],
    ['co_posonlyargcount', (self: CodeObject) => self.posonlyargcount],
    ['co_kwonlyargcount', (self: CodeObject) => self.kwonlyargcount],
    ['co_nlocals', (self: CodeObject) => self.nlocals],
    ['co_stacksize', (self: CodeObject) => self.stacksize],
    ['co_varnames', (self: CodeObject) => names(self, SlotKind.LOCAL)],
    ['co_cellvars', (self: CodeObject) => names(self, SlotKind.CELL)],
    ['co_freevars', (self: CodeObject) => names(self, SlotKind.FREE)],
    ['co_names', (self: CodeObject) => new PyTuple([...namesOf(self)])],
    ['co_consts', (self: CodeObject) => new PyTuple(self.load().consts.slice() as Value[])],
    ['co_code', (self: CodeObject) => new PyBytes(wordcode(self).bytes.slice())],
    // Instructions are never rewritten while they run.
    ['_co_code_adaptive', (self: CodeObject) => new PyBytes(wordcode(self).bytes.slice())],
    ['co_exceptiontable', (self: CodeObject) => new PyBytes(exceptionTable(self.load()).slice())],
    ['co_linetable', (self: CodeObject) => new PyBytes(lineTable(self).slice())],
    ['co_lnotab', lineNumberTable],
  ],
})
