/**
 * Code as CPython's `co_code` has it, for `dis` and everything that counts offsets as CPython does: units of two bytes, larger operands
 * in EXTENDED_ARG prefixes, jumps relative to the next instruction, and room for inline caches where the library's `opcode` expects it.
 * It begins with a RESUME, where a frame stands before its first instruction. Nothing runs this form; rawcode.ts reads it back.
 */
import { CodeFlags, type CodeObject } from './code'
import { Op, opcodeTable } from './opcodes'

/** Numbers of what is no instruction here. */
export const RESUME = 252
export const EXTENDED_ARG = 253
export const CACHE = 254

/** Units that follow an instruction, by name (opcode.py, _cache_format). */
const CACHES: Readonly<Record<string, number>> = {
  LOAD_GLOBAL: 4,
  UNPACK_SEQUENCE: 1,
  CONTAINS_OP: 1,
  BINARY_SUBSCR: 1,
  FOR_ITER: 1,
  LOAD_ATTR: 9,
  STORE_ATTR: 4,
  CALL: 3,
  STORE_SUBSCR: 1,
  SEND: 1,
  JUMP_BACKWARD: 1,
  POP_JUMP_IF_TRUE: 1,
  POP_JUMP_IF_FALSE: 1,
  POP_JUMP_IF_NONE: 1,
  POP_JUMP_IF_NOT_NONE: 1,
}

/** The form, and where in it each instruction begins. */
export interface Wordcode {
  readonly bytes: Uint8Array
  /** In units; one more than there are instructions. */
  readonly offsets: Int32Array
}

interface Unit {
  readonly op: number
  arg: number
  readonly caches: number
  /** The instruction it belongs to. */
  readonly index: number
  readonly jump: boolean
  prefixes: number
}

const kept = new WeakMap<CodeObject, Wordcode>()

/** What a code object was given by its constructor or by `replace()` and shows as it was given. */
export interface GivenTables {
  readonly names?: readonly string[]
  readonly linetable?: Uint8Array
  readonly exceptiontable?: Uint8Array
  /** Why the code cannot run; undefined where it can. */
  readonly problem?: string
}

const given = new WeakMap<CodeObject, GivenTables>()

/** The tables that a code object was given; undefined where the compiler made them. */
export function givenTables(code: CodeObject): GivenTables | undefined {
  return given.get(code)
}

/** Keeps the form and the tables that a code object was given. */
export function keepGiven(code: CodeObject, form: Wordcode | null, tables: GivenTables): void {
  if (form !== null) kept.set(code, form)
  given.set(code, tables)
}

/** `co_names`: each name once, in the order of use. */
export function namesOf(code: CodeObject): readonly string[] {
  const known = given.get(code)?.names
  if (known !== undefined) return known
  const names = new Set<string>()
  for (const word of code.load().instructions) {
    const operand = opcodeTable[word & 255]!.operand
    if (operand === 'name') names.add(code.names[word >>> 8]!)
    else if (operand === 'site') names.add(code.sites[word >>> 8]!)
  }
  return [...names]
}

/** The line of the RESUME: that of the definition; a module has none. */
export function resumeLine(code: CodeObject): number {
  return code.qualname === '<module>' && (code.flags & CodeFlags.OPTIMIZED) === 0 ? 0 : code.firstlineno
}

/** The units of a code object; made once. */
export function wordcode(code: CodeObject): Wordcode {
  const known = kept.get(code)
  if (known !== undefined) return known
  const made = encode(code)
  kept.set(code, made)
  return made
}

/** The instruction whose units are at an offset. */
export function instructionAt(code: CodeObject, offset: number): number {
  const { offsets } = wordcode(code)
  let low = 0
  for (let high = offsets.length - 1; low < high; ) {
    const middle = (low + high + 1) >> 1
    if (offsets[middle]! <= offset) low = middle
    else high = middle - 1
  }
  return low
}

function encode(code: CodeObject): Wordcode {
  const names = new Map(namesOf(code).map((name, i) => [name, i]))
  const instructions = code.instructions
  const units: Unit[] = [{ op: RESUME, arg: 0, caches: 0, index: -1, jump: false, prefixes: 0 }]
  const add = (index: number, op: number, arg: number, jump = false) => {
    const caches = CACHES[opcodeTable[op]!.name] ?? 0
    units.push({ op, arg, caches, index, jump, prefixes: jump ? 0 : prefixesOf(arg) })
  }
  for (let i = 0; i < instructions.length; i++) {
    const op = instructions[i]! & 255
    const arg = instructions[i]! >>> 8
    switch (opcodeTable[op]!.operand) {
      case 'local2':
        add(i, Op.LOAD_FAST, arg & 0xfff)
        add(i, Op.LOAD_FAST, arg >>> 12)
        break
      case 'localconst':
        add(i, Op.LOAD_FAST, arg & 0xfff)
        add(i, Op.LOAD_CONST, arg >>> 12)
        break
      case 'name':
        // The low bit of these two tells whether a NULL is pushed as well.
        add(i, op, names.get(code.names[arg]!)! << (op === Op.LOAD_GLOBAL ? 1 : 0))
        break
      case 'site':
        add(i, op, names.get(code.sites[arg]!)! << (op === Op.LOAD_ATTR ? 1 : 0))
        break
      default:
        add(i, op, arg, opcodeTable[op]!.operand === 'jump')
    }
  }
  const offsets = new Int32Array(instructions.length + 1)
  let size = 0
  // A jump that needs a prefix moves what is behind it, so that others may need one too.
  for (let again = true; again; ) {
    again = false
    size = 0
    let last = -1
    for (const unit of units) {
      if (unit.index !== last) offsets[unit.index] = size
      last = unit.index
      size += unit.prefixes + 1 + unit.caches
    }
    offsets[instructions.length] = size
    for (const unit of units) {
      if (!unit.jump) continue
      const next = offsets[unit.index]! + unit.prefixes + 1 + unit.caches
      unit.arg = Math.abs(offsets[instructions[unit.index]! >>> 8]! - next)
      if (prefixesOf(unit.arg) > unit.prefixes) {
        unit.prefixes = prefixesOf(unit.arg)
        again = true
      }
    }
  }
  const bytes = new Uint8Array(size * 2)
  let at = 0
  const put = (op: number, arg: number) => {
    bytes[at++] = op
    bytes[at++] = arg
  }
  for (const unit of units) {
    for (let k = unit.prefixes; k > 0; k--) put(EXTENDED_ARG, unit.arg >>> (8 * k))
    put(unit.op, unit.arg)
    for (let k = 0; k < unit.caches; k++) put(CACHE, 0)
  }
  return { bytes, offsets }
}

function prefixesOf(arg: number): number {
  return arg > 0xffff ? 2 : arg > 0xff ? 1 : 0
}

/** `co_exceptiontable`: entries of start, length, target, depth, each number in groups of six bits (Objects/exception_handling_notes.txt). */
export function exceptionTable(code: CodeObject): Uint8Array {
  const known = given.get(code)?.exceptiontable
  if (known !== undefined) return known
  const { offsets } = wordcode(code)
  const table = code.exceptionTable
  const out: number[] = []
  const put = (value: number, first: number) => {
    let groups = 0
    while (value >>> (6 * (groups + 1)) > 0) groups++
    for (let k = groups; k >= 0; k--)
      out.push(((value >>> (6 * k)) & 63) | (k > 0 ? 64 : 0) | (k === groups ? first : 0))
  }
  for (let r = 0; r < table.length; r += 4) {
    const start = offsets[table[r]!]!
    put(start, 128)
    put(offsets[table[r + 1]!]! - start, 0)
    put(offsets[table[r + 2]!]!, 0)
    put(table[r + 3]!, 0)
  }
  return new Uint8Array(out)
}
