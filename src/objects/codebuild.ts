/**
 * Code objects that a program makes of parts: `types.CodeType(…)` and `code.replace(…)` (CPython: Objects/codeobject.c). Parts that cannot run
 * together make a code object all the same; running it raises SystemError. Not loaded without need.
 */
import { CodeFlags, type CodeObject, type CodeUnit, codeFromUnit, SlotKind } from '../bytecode/code'
import { type Location, lineTable, readLineTable } from '../bytecode/locations'
import { readExceptionTable, readWordcode } from '../bytecode/rawcode'
import { verify } from '../bytecode/verify'
import { exceptionTable, givenTables, keepGiven, namesOf, type Wordcode, wordcode } from '../bytecode/wordcode'
import { PyBytes } from './bytes'
import { constantOfValue } from './constants'
import { systemError, typeError, valueError } from './exceptions'
import { type PyObject, type PyType, typeOf, type Value } from './object'
import { asCInt } from './operators'
import { asString } from './str'
import { PyTuple } from './tuple'

/** The parts of a code object, as its constructor takes them. */
export interface CodeParts {
  argcount: number
  posonlyargcount: number
  kwonlyargcount: number
  nlocals: number
  stacksize: number
  flags: number
  code: Uint8Array
  consts: readonly Value[]
  names: readonly string[]
  varnames: readonly string[]
  filename: string
  name: string
  qualname: string
  firstlineno: number
  linetable: Uint8Array
  exceptiontable: Uint8Array
  freevars: readonly string[]
  cellvars: readonly string[]
}

/** The names of the slots of a kind, in their order. */
export function slotNames(code: CodeObject, kind: number): string[] {
  return code.localsplus.filter((_, i) => (code.localsplusKinds[i]! & kind) !== 0)
}

function partsOf(code: CodeObject): CodeParts {
  code.load()
  return {
    argcount: code.argcount,
    posonlyargcount: code.posonlyargcount,
    kwonlyargcount: code.kwonlyargcount,
    nlocals: code.nlocals,
    stacksize: code.stacksize,
    flags: code.flags,
    code: wordcode(code).bytes,
    consts: code.consts as Value[],
    names: namesOf(code),
    varnames: slotNames(code, SlotKind.LOCAL),
    filename: code.filename,
    name: code.name,
    qualname: code.qualname,
    firstlineno: code.firstlineno,
    linetable: lineTable(code),
    exceptiontable: exceptionTable(code),
    freevars: slotNames(code, SlotKind.FREE),
    cellvars: slotNames(code, SlotKind.CELL),
  }
}

const sameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((x, i) => x === b[i])
const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

/** Slots and their kinds: locals, of which some are cells, then the other cells, then free variables. */
function slotsOf(parts: CodeParts): { localsplus: string[]; kinds: Uint8Array } {
  const captured = new Set(parts.cellvars)
  const own = parts.cellvars.filter((name) => !parts.varnames.includes(name))
  return {
    localsplus: [...parts.varnames, ...own, ...parts.freevars],
    kinds: Uint8Array.from([
      ...parts.varnames.map((name) => SlotKind.LOCAL | (captured.has(name) ? SlotKind.CELL : 0)),
      ...own.map(() => SlotKind.CELL),
      ...parts.freevars.map(() => SlotKind.FREE),
    ]),
  }
}

/** A constant as a unit has it; what marshal cannot write is left to it to refuse. */
function unitConstant(v: unknown): CodeUnit['consts'][number] {
  const code = v as Partial<CodeObject> | null
  return typeof code === 'object' && code?.body !== undefined ? code.body.unit() : (constantOfValue(v as Value) ?? null)
}

function checkParts(parts: CodeParts): void {
  if (parts.nlocals !== parts.varnames.length) throw valueError('code: co_nlocals != len(co_varnames)')
  if (parts.argcount < parts.posonlyargcount)
    throw systemError('Objects/codeobject.c:412: bad argument to internal function')
  if (parts.code.length % 2 !== 0) throw valueError('code: co_code is malformed')
  const args = parts.argcount + parts.kwonlyargcount + (parts.flags & 4 ? 1 : 0) + (parts.flags & 8 ? 1 : 0)
  if (args > parts.nlocals) throw valueError('code: co_varnames is too small')
}

/** Four numbers for each instruction, from the positions of units. */
function positionsFrom(locations: readonly Location[], { offsets }: Wordcode): Int32Array {
  const positions = new Int32Array((offsets.length - 1) * 4).fill(-1)
  let at = 0
  let end = 0
  let location = -1
  for (let i = 0; i < offsets.length - 1; i++) {
    // The unit of the instruction itself, behind its prefixes, would do as well: they share a position.
    while (end <= offsets[i]! && at < locations.length) {
      location = at
      end += locations[at++]!.units
    }
    if (end <= offsets[i]!) break
    const { line, endLine, column, endColumn } = locations[location]!
    positions.set([line, endLine, column, endColumn], i * 4)
  }
  return positions
}

/** Makes the code object; what is as in `base` is taken from it. */
function build(parts: CodeParts, base: CodeObject | null): CodeObject {
  checkParts(parts)
  const old = base === null ? null : partsOf(base)
  const sameCode = old !== null && sameBytes(parts.code, old.code) && sameList(parts.names, old.names)
  const raw = sameCode ? null : readWordcode(parts.code, parts.names)
  const form = raw?.form ?? wordcode(base!)
  const sameSlots =
    old !== null &&
    sameList(parts.varnames, old.varnames) &&
    sameList(parts.cellvars, old.cellvars) &&
    sameList(parts.freevars, old.freevars)
  const slots = sameSlots ? { localsplus: base!.localsplus.slice(), kinds: base!.localsplusKinds } : slotsOf(parts)
  const sameLines =
    old !== null && sameCode && parts.firstlineno === old.firstlineno && sameBytes(parts.linetable, old.linetable)
  const sameRows = old !== null && sameCode && sameBytes(parts.exceptiontable, old.exceptiontable)
  const unit: CodeUnit = {
    name: parts.name,
    qualname: parts.qualname,
    filename: parts.filename,
    firstlineno: parts.firstlineno,
    flags: parts.flags,
    argcount: parts.argcount,
    posonlyargcount: parts.posonlyargcount,
    kwonlyargcount: parts.kwonlyargcount,
    localsplus: slots.localsplus,
    localsplusKinds: slots.kinds,
    nlocals: parts.nlocals,
    stacksize: parts.stacksize,
    instructions: raw?.instructions ?? base!.instructions,
    consts: parts.consts.map(unitConstant),
    names: [...(raw === null ? base!.names : parts.names)],
    sites: raw?.sites ?? [...base!.sites],
    exceptionTable: sameRows ? base!.exceptionTable : readExceptionTable(parts.exceptiontable, form),
    positions: sameLines
      ? base!.body.positions()
      : positionsFrom(readLineTable(parts.linetable, parts.firstlineno), form),
  }
  const sound = verify(unit)
  const made = codeFromUnit(unit, { convert: () => null })
  made.load()
  made.consts = parts.consts as Value[]
  const before = base === null ? undefined : givenTables(base)
  if (raw !== null || before !== undefined || !sameLines || !sameRows || sound.isErr())
    keepGiven(made, form, {
      names: raw === null ? before?.names : parts.names,
      linetable: sameLines ? before?.linetable : parts.linetable,
      exceptiontable: sameRows ? before?.exceptiontable : parts.exceptiontable,
      problem: sound.isErr() ? problemOf(sound.error.message) : undefined,
    })
  if (sound.isErr()) {
    made.instructions = Int32Array.of(UNKNOWN)
    made.exceptionTable = new Int32Array(0)
  }
  return made
}

/** No instruction has this number. */
const UNKNOWN = 255

function problemOf(message: string): string {
  return /unknown opcode \d+/.exec(message)?.[0] ?? `invalid bytecode: ${message}`
}

// ── Arguments ──────────────────────────────────────────────────────────────────────────────────────────────────────────

type Label = (position: number, name: keyof CodeParts) => string

const KEYS = [
  'argcount',
  'posonlyargcount',
  'kwonlyargcount',
  'nlocals',
  'stacksize',
  'flags',
  'code',
  'consts',
  'names',
  'varnames',
  'filename',
  'name',
  'qualname',
  'firstlineno',
  'linetable',
  'exceptiontable',
  'freevars',
  'cellvars',
] as const satisfies readonly (keyof CodeParts)[]

const BYTES = new Set<keyof CodeParts>(['code', 'linetable', 'exceptiontable'])
const TUPLES = new Set<keyof CodeParts>(['consts', 'names', 'varnames', 'freevars', 'cellvars'])
const TEXTS = new Set<keyof CodeParts>(['filename', 'name', 'qualname'])

/** Reads an argument as its part; the names in tuples are checked later. */
function part(key: keyof CodeParts, v: Value, label: string): unknown {
  if (BYTES.has(key)) {
    if (v instanceof PyBytes) return v.bytes
    throw typeError(`${label} must be bytes, not ${typeOf(v).name}`)
  }
  if (TUPLES.has(key)) {
    if (v instanceof PyTuple) return v.items
    throw typeError(`${label} must be tuple, not ${typeOf(v).name}`)
  }
  if (TEXTS.has(key)) {
    const text = asString(v)
    if (text !== undefined) return text
    throw typeError(`${label} must be str, not ${typeOf(v).name}`)
  }
  return asCInt(v)
}

function readParts(parts: CodeParts, values: readonly (Value | undefined)[], label: Label): void {
  KEYS.forEach((key, i) => {
    const v = values[i]
    if (v !== undefined) (parts as unknown as Record<string, unknown>)[key] = part(key, v, label(i + 1, key))
  })
}

/** `code(argcount, …, cellvars=())`. @public loaded by `codetype.ts` when it is needed */
export function newCode(_cls: PyType, ...values: (Value | undefined)[]): Value {
  const parts = { freevars: [], cellvars: [] } as unknown as CodeParts
  readParts(parts, values, (position) => `code() argument ${position}`)
  for (const key of ['argcount', 'posonlyargcount', 'kwonlyargcount', 'nlocals'] as const)
    if (parts[key] < 0) throw valueError(`code: ${key} must not be negative`)
  for (const key of ['names', 'varnames', 'freevars', 'cellvars'] as const)
    for (const name of parts[key])
      if (asString(name) === undefined)
        throw typeError(`name tuples must contain only strings, not '${typeOf(name).name}'`)
  return build(parts, null) as unknown as PyObject
}

/** `code.replace(…)`. @public loaded by `codetype.ts` when it is needed */
export function replaceCode(self: CodeObject, ...values: (Value | undefined)[]): Value {
  const parts = partsOf(self)
  const documented = parts.flags & CodeFlags.HAS_DOCSTRING
  readParts(parts, values, (_, name) => `replace() argument 'co_${name}'`)
  for (const key of [
    'argcount',
    'posonlyargcount',
    'kwonlyargcount',
    'nlocals',
    'stacksize',
    'flags',
    'firstlineno',
  ] as const)
    if (parts[key] < 0) throw valueError(`co_${key} must be a positive integer`)
  for (const key of ['names', 'varnames', 'freevars', 'cellvars'] as const)
    if (parts[key].some((name) => asString(name) === undefined)) throw systemError('non-string found in code slot')
  parts.flags |= documented
  return build(parts, self) as unknown as PyObject
}
