/** The Python type `code` over bytecode's CodeObject (CPython: Objects/codeobject.c). */
import { CodeFlags, CodeObject, type CodeUnit, codeFromUnit, SlotKind } from '../bytecode/code'
import { exceptionTable, namesOf, resumeLine, wordcode } from '../bytecode/wordcode'
import { PyBytes } from './bytes'
import { PyComplex } from './complex'
import { constantOfValue } from './constants'
import { typeError, valueError } from './exceptions'
import { PyFloat } from './float'
import { iteratorRows } from './iterators'
import { defineType, type PyObject, typeOf, type Value } from './object'
import { address } from './objecttype'
import { equals, hashValue, PyIterator, toArray } from './operators'
import { PyFrozenSet } from './set'
import { NotImplemented } from './singletons'
import { PyTuple } from './tuple'

const names = (code: CodeObject, kind: number): Value => {
  const list: Value[] = []
  code.localsplus.forEach((name, i) => {
    if (code.localsplusKinds[i]! & kind) list.push(name)
  })
  return new PyTuple(list)
}

/** Names of global and attribute accesses, each once, as `co_names` shows them. */
function codeNames(code: CodeObject): Value {
  return new PyTuple(namesOf(code))
}

/** Runs of instructions as (start, end, line), offsets in `co_code`. */
class LineIterator extends PyIterator {
  /** The next instruction; -1 for what comes before them all. */
  private at = -1
  constructor(readonly code: CodeObject) {
    super()
  }
  next(): Value | undefined {
    const n = this.code.load().instructions.length
    if (this.at >= n) return undefined
    const start = this.at
    const line = start < 0 ? resumeLine(this.code) : this.code.position(start)[0]
    if (start < 0) this.at = 0
    while (this.at < n && this.code.position(this.at)[0] === line) this.at++
    const { offsets } = wordcode(this.code)
    return new PyTuple([start < 0 ? 0 : offsets[start]! * 2, offsets[this.at]! * 2, line < 0 ? null : line])
  }
}
defineType('line_iterator', { layout: LineIterator as never, final: true, methods: iteratorRows })

/** Positions of every unit of `co_code` as (line, end line, column, end column). */
class PositionIterator extends PyIterator {
  private at = -1
  private unit = 0
  constructor(readonly code: CodeObject) {
    super()
  }
  next(): Value | undefined {
    if (this.at >= this.code.load().instructions.length) return undefined
    const line = resumeLine(this.code)
    const p = this.at < 0 ? [line, Math.max(line, 1), 0, 0] : this.code.position(this.at)
    if (++this.unit >= wordcode(this.code).offsets[this.at + 1]!) this.at++
    return new PyTuple(p.map((x) => (x < 0 ? null : x)))
  }
}
defineType('positions_iterator', { layout: PositionIterator as never, final: true, methods: iteratorRows })

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

defineType('code', {
  layout: CodeObject as never,
  final: true,
  methods: [
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
    ['replace', codeReplace, '($self, /, **changes)'],
    ['__replace__', codeReplace, '($self, /, **changes)'],
    ['_varname_from_oparg', (self: CodeObject, i: Value) => self.localsplus[i as number]!, '($self, /, oparg)'],
  ],
  members:
    'co_name co_qualname co_filename co_firstlineno co_flags co_argcount co_posonlyargcount co_kwonlyargcount co_nlocals co_stacksize co_names co_consts co_exceptiontable co_linetable',
  getset: [
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
    ['co_names', codeNames],
    ['co_consts', (self: CodeObject) => new PyTuple(self.load().consts.slice() as Value[])],
    ['co_code', (self: CodeObject) => new PyBytes(wordcode(self).bytes.slice())],
    ['co_exceptiontable', (self: CodeObject) => new PyBytes(exceptionTable(self.load()))],
    ['co_linetable', (self: CodeObject) => lineTable(self)],
  ],
})

function bytesOf(words: Int32Array): Value {
  return new PyBytes(new Uint8Array(words.buffer.slice(words.byteOffset, words.byteOffset + words.byteLength)))
}

function lineTable(code: CodeObject): Value {
  const n = code.load().instructions.length
  const words = new Int32Array(n * 4)
  for (let i = 0; i < n; i++) words.set(code.position(i), i * 4)
  return bytesOf(words)
}

const REPLACEABLE: Record<string, keyof CodeObject> = {
  co_name: 'name',
  co_qualname: 'qualname',
  co_filename: 'filename',
  co_firstlineno: 'firstlineno',
  co_flags: 'flags',
  co_argcount: 'argcount',
  co_posonlyargcount: 'posonlyargcount',
  co_kwonlyargcount: 'kwonlyargcount',
  co_nlocals: 'nlocals',
  co_stacksize: 'stacksize',
}

/** A constant as a unit has it; what marshal cannot write is left to it to refuse. */
function unitConstant(v: unknown): CodeUnit['consts'][number] {
  return v instanceof CodeObject ? v.body.unit() : (constantOfValue(v as Value) ?? null)
}

/** `code.replace(**changes)`: names, numbers, constants and names of variables; not the instructions of another machine. */
function codeReplace(self: CodeObject, changes: Value): Value {
  self.load()
  const fields: Record<string, unknown> = {}
  let consts: unknown[] | null = null
  let localsplus = self.localsplus
  if (changes !== null) {
    const dict = changes as unknown as { keyList(): string[]; getItem(k: Value): Value }
    for (const key of dict.keyList()) {
      const v = dict.getItem(key)
      const field = REPLACEABLE[key]
      if (field !== undefined) {
        if (typeof v !== typeof self[field])
          throw typeError(
            `replace() argument '${key}' must be ${typeof self[field] === 'string' ? 'str' : 'int'}, not ${typeOf(v).name}`,
          )
        fields[field] = v
      } else if (key === 'co_consts') consts = (v as PyTuple).items
      else if (key === 'co_varnames' || key === 'co_cellvars' || key === 'co_freevars') {
        const kind = key === 'co_varnames' ? SlotKind.LOCAL : key === 'co_cellvars' ? SlotKind.CELL : SlotKind.FREE
        const fresh = (v as PyTuple).items as string[]
        const at = self.localsplus.map((_, i) => i).filter((i) => self.localsplusKinds[i]! & kind)
        if (fresh.length !== at.length) throw valueError(`code: ${key} is too small`)
        localsplus = localsplus.slice()
        at.forEach((slot, i) => {
          ;(localsplus as string[])[slot] = fresh[i]!
        })
      } else if (key !== 'co_code' && key !== 'co_names' && key !== 'co_linetable' && key !== 'co_exceptiontable')
        throw typeError(`replace() got an unexpected keyword argument '${key}'`)
    }
  }
  const unit = { ...self.body.unit(), ...fields, localsplus: localsplus.slice() } as CodeUnit
  if (consts !== null) unit.consts = consts.map(unitConstant)
  const kept = consts ?? self.consts
  const made = codeFromUnit(unit, { convert: () => null })
  made.instructions = self.instructions
  made.consts = kept
  made.names = self.names
  made.sites = self.sites
  made.exceptionTable = self.exceptionTable
  return made as unknown as PyObject
}
