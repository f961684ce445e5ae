/**
 * The verifier: proves that a code unit cannot make the interpreter read outside its tables or its stack.
 *
 * Checked: every opcode exists; every operand is in range for its kind; jumps go to instructions of this unit, and only JUMP_BACKWARD
 * goes back; the value stack has one depth at each instruction whatever the way to it, never negative and never above `stacksize`;
 * exception-table rows are ordered ranges with handlers at a depth that their instructions have; no path falls off the end; and
 * (verify-types.ts) every slot of the stack holds what its users take it for.
 */
import { DxError } from '../base/errors'
import { err, ok, type Result } from '../base/result'
import { type CodeUnit, isCodeUnit, SlotKind } from './code'
import { intrinsic1, intrinsic2, Op, opcodeTable } from './opcodes'
import { checkTypes, Refusal } from './verify-types'

/** Checks a unit and the units nested in its constants. Error: `DPB_VERIFY`, with the unit's name and the instruction. */
export function verify(unit: CodeUnit): Result<void, DxError> {
  const todo: CodeUnit[] = [unit]
  while (todo.length > 0) {
    const current = todo.pop()!
    const problem = verifyUnit(current)
    if (problem !== null) return err(problem)
    for (const constant of current.consts) if (isCodeUnit(constant)) todo.push(constant)
  }
  return ok(undefined)
}

function refuse(unit: CodeUnit, refusal: Refusal): DxError {
  return new DxError('DPB_VERIFY', `${unit.qualname}: ${refusal.message}`, {
    unit: unit.qualname,
    instruction: refusal.instruction,
  })
}

/** Checks one unit without those nested in it; null where it is sound. */
function verifyUnit(unit: CodeUnit): DxError | null {
  try {
    checkHeader(unit)
    checkOperands(unit)
    checkExceptionTable(unit)
    checkTypes(unit)
    return null
  } catch (thrown) {
    if (thrown instanceof Refusal) return refuse(unit, thrown)
    throw thrown
  }
}

function checkHeader(unit: CodeUnit): void {
  const slots = unit.localsplus.length
  const fail = (message: string): never => {
    throw new Refusal(message, -1)
  }
  if (unit.localsplusKinds.length !== slots) fail('a kind for each local')
  if (unit.nlocals < 0 || unit.nlocals > slots) fail('nlocals out of range')
  const varargs = (unit.flags & 4 ? 1 : 0) + (unit.flags & 8 ? 1 : 0)
  if (unit.argcount < 0 || unit.kwonlyargcount < 0 || unit.posonlyargcount < 0) fail('negative argument count')
  if (unit.posonlyargcount > unit.argcount) fail('more positional-only arguments than arguments')
  if (unit.argcount + unit.kwonlyargcount + varargs > unit.nlocals) fail('more arguments than locals')
  if (unit.stacksize < 0 || unit.stacksize > 0xffffff) fail('stacksize out of range')
  if (unit.firstlineno < 0) fail('negative line')
  for (let i = 0; i < slots; i++) {
    const kind = unit.localsplusKinds[i]!
    const isLocal = (kind & SlotKind.LOCAL) !== 0
    if (isLocal !== i < unit.nlocals) fail('locals must come first')
    if (!isLocal && (kind & (SlotKind.CELL | SlotKind.FREE)) === 0) fail('a slot of no kind')
    if (i > 0 && unit.localsplusKinds[i - 1]! & SlotKind.FREE && !(kind & SlotKind.FREE))
      fail('free variables must come last')
    if (kind & SlotKind.FREE && kind & (SlotKind.CELL | SlotKind.LOCAL)) fail('a free variable is nothing else')
  }
  if (unit.instructions.length === 0) fail('no instructions')
  if (unit.positions.length !== unit.instructions.length * 4) fail('a position for each instruction')
}

function checkOperands(unit: CodeUnit): void {
  const { instructions, consts, names, sites } = unit
  const slots = unit.localsplus.length
  const n = instructions.length
  let usedSites = 0
  for (let i = 0; i < n; i++) {
    const word = instructions[i]!
    const op = word & 255
    const arg = word >>> 8
    const row = opcodeTable[op]
    if (row === undefined) throw new Refusal(`unknown opcode ${op}`, i)
    let sound = true
    switch (row.operand) {
      case 'none':
        sound = arg === 0
        break
      case 'const':
        sound = arg < consts.length
        if (sound && op === Op.LOAD_CONST && isCodeUnit(consts[arg])) {
          const next = instructions[i + 1]
          sound = next !== undefined && (next & 255) === Op.MAKE_FUNCTION
        }
        if (op === Op.RETURN_CONST) sound = sound && !isCodeUnit(consts[arg])
        break
      case 'name':
        sound = arg < names.length
        break
      case 'site':
        // One site for each instruction: a cache has one owner.
        sound = arg === usedSites++ && arg < sites.length
        break
      case 'local':
        sound = arg < slots && localFits(unit, op, arg)
        break
      case 'local2':
        sound = isFast(unit, arg & 0xfff) && isFast(unit, arg >>> 12)
        break
      case 'localconst':
        sound = isFast(unit, arg & 0xfff) && arg >>> 12 < consts.length && !isCodeUnit(consts[arg >>> 12])
        break
      case 'jump':
        sound = arg < n && (op === Op.JUMP_BACKWARD ? arg <= i : arg > i)
        break
      case 'intrinsic1':
        sound = arg < intrinsic1.length
        break
      case 'intrinsic2':
        sound = arg < intrinsic2.length
        break
      case 'flags':
      case 'count':
        sound = countFits(op, arg)
        break
      case 'unpackex':
        break
    }
    if (!sound) throw new Refusal(`operand ${arg} of ${row.name} out of range`, i)
  }
}

function isFast(unit: CodeUnit, slot: number): boolean {
  return slot < unit.nlocals
}

function localFits(unit: CodeUnit, op: number, slot: number): boolean {
  switch (op) {
    case Op.LOAD_FAST:
    case Op.LOAD_FAST_CHECK:
    case Op.LOAD_FAST_AND_CLEAR:
    case Op.STORE_FAST:
    case Op.DELETE_FAST:
      return isFast(unit, slot)
    case Op.MAKE_CELL:
      return (unit.localsplusKinds[slot]! & SlotKind.CELL) !== 0
    default:
      return (unit.localsplusKinds[slot]! & (SlotKind.CELL | SlotKind.FREE)) !== 0
  }
}

/** Operands that are counts or flags have limits of their own. */
function countFits(op: number, arg: number): boolean {
  switch (op) {
    case Op.COPY:
    case Op.LIST_APPEND:
    case Op.SET_ADD:
    case Op.MAP_ADD:
    case Op.LIST_EXTEND:
    case Op.SET_UPDATE:
    case Op.DICT_UPDATE:
    case Op.DICT_MERGE:
      return arg >= 1
    case Op.SWAP:
      return arg >= 2
    case Op.BUILD_SLICE:
      return arg === 2 || arg === 3
    case Op.RAISE_VARARGS:
      return arg <= 2
    case Op.CONVERT_VALUE:
      return arg >= 1 && arg <= 3
    case Op.GET_AWAITABLE:
      return arg <= 2
    case Op.CALL_EX:
    case Op.YIELD_VALUE:
    case Op.IS_OP:
    case Op.CONTAINS_OP:
      return arg <= 1
    case Op.SET_FUNCTION_ATTRIBUTE:
      return arg === 1 || arg === 2 || arg === 4 || arg === 8
    case Op.RERAISE:
      return arg <= 2
    default:
      return true
  }
}

function checkExceptionTable(unit: CodeUnit): void {
  const table = unit.exceptionTable
  const n = unit.instructions.length
  if (table.length % 4 !== 0) throw new Refusal('exception table of broken rows', -1)
  let previous = 0
  for (let i = 0; i < table.length; i += 4) {
    const [start, end, handler, info] = [table[i]!, table[i + 1]!, table[i + 2]!, table[i + 3]!]
    if (
      start < previous ||
      end <= start ||
      end > n ||
      handler < 0 ||
      handler >= n ||
      info < 0 ||
      info >>> 1 > unit.stacksize
    )
      throw new Refusal('exception table row out of range', start)
    previous = end
  }
}
