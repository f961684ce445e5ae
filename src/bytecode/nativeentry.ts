/** Marks the functions of a module that have native bodies (interpreter/nativebody.ts). */
import { type CodeUnit, isCodeUnit } from './code'
import { Op, opcodeTable } from './opcodes'

/** Puts NATIVE_BODY in front of the functions with these qualified names, which must be there and be plain. */
export function markNativeBodies(module: CodeUnit, names: Iterable<string>): void {
  const wanted = new Set(names)
  const visit = (unit: CodeUnit): void => {
    if (wanted.delete(unit.qualname)) mark(unit)
    for (const constant of unit.consts) if (isCodeUnit(constant)) visit(constant)
  }
  visit(module)
  if (wanted.size > 0) throw new Error(`${module.filename} has no ${[...wanted].join(', ')}`)
}

function mark(unit: CodeUnit): void {
  const { instructions, positions, exceptionTable } = unit
  const n = instructions.length
  const made = new Int32Array(n + 2)
  made[0] = Op.NATIVE_BODY | ((n + 1) << 8)
  for (let i = 0; i < n; i++) {
    const word = instructions[i]!
    const jumps = opcodeTable[word & 255]!.operand === 'jump'
    made[i + 1] = jumps ? (word & 255) | (((word >>> 8) + 1) << 8) : word
  }
  made[n + 1] = Op.RETURN_VALUE
  const places = new Int32Array((n + 2) * 4).fill(-1)
  // It stands on the line of what follows, so that a tracer sees no line of its own.
  places.set(positions.subarray(0, 4), 0)
  places.set(positions, 4)
  places.set(positions.subarray(0, 4), (n + 1) * 4)
  unit.instructions = made
  unit.positions = places
  unit.exceptionTable = exceptionTable.map((v, i) => (i % 4 < 3 ? v + 1 : v))
  unit.stacksize = Math.max(unit.stacksize, 1)
}
