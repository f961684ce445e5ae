/**
 * The way back from `co_code` and `co_exceptiontable` (wordcode.ts) to instructions, for code objects that a program makes of parts. Not loaded
 * without need.
 */
import { Op, opcodeTable } from './opcodes'
import { CACHE, EXTENDED_ARG, RESUME, type Wordcode } from './wordcode'

/** Instructions and the names they use, as code objects have them. */
export interface RawCode {
  readonly instructions: Int32Array
  /** Attribute names, one entry for each instruction with a `site` operand. */
  readonly sites: string[]
  readonly form: Wordcode
}

/** Reads units of two bytes. An unknown opcode becomes an instruction of that number, which the verifier refuses. */
export function readWordcode(bytes: Uint8Array, names: readonly string[]): RawCode {
  const words: number[] = []
  const sites: string[] = []
  const starts: number[] = []
  /** Jumps by instruction: the unit they go to. */
  const targets = new Map<number, number>()
  let start = 0
  let high = 0
  for (let unit = 0; unit * 2 < bytes.length; unit++) {
    const op = bytes[unit * 2]!
    let arg = (high << 8) | bytes[unit * 2 + 1]!
    if (op === EXTENDED_ARG) {
      high = arg
      continue
    }
    high = 0
    if (op === CACHE || op === RESUME) {
      start = unit + 1
      continue
    }
    const operand = opcodeTable[op]?.operand
    if (operand === 'jump') {
      let next = unit + 1
      while (bytes[next * 2] === CACHE) next++
      targets.set(words.length, op === Op.JUMP_BACKWARD ? next - arg : next + arg)
    } else if (operand === 'site') {
      sites.push(names[op === Op.LOAD_ATTR ? arg >> 1 : arg] ?? '')
      arg = sites.length - 1
    } else if (op === Op.LOAD_GLOBAL) arg >>= 1
    else if (operand === 'none') arg = 0
    starts.push(start)
    words.push((arg << 8) | op)
    start = unit + 1
  }
  const offsets = Int32Array.from([...starts, bytes.length / 2])
  for (const [at, unit] of targets) words[at] = (instructionFrom(offsets, unit) << 8) | (words[at]! & 255)
  return { instructions: Int32Array.from(words), sites, form: { bytes, offsets } }
}

/** The first instruction at a unit or after it. */
function instructionFrom(offsets: Int32Array, unit: number): number {
  let low = 0
  for (let high = offsets.length - 1; low < high; ) {
    const middle = (low + high) >> 1
    if (offsets[middle]! < unit) low = middle + 1
    else high = middle
  }
  return low
}

/** Reads an exception table: rows of start, end, handler, and depth with its flag. */
export function readExceptionTable(table: Uint8Array, form: Wordcode): Int32Array {
  const rows: number[] = []
  let at = 0
  const number = (): number => {
    let byte = table[at++] ?? 0
    let value = byte & 63
    while (byte & 64 && at < table.length) {
      byte = table[at++]!
      value = (value << 6) | (byte & 63)
    }
    return value
  }
  while (at < table.length) {
    const start = number()
    const end = start + number()
    const target = number()
    rows.push(...[start, end, target].map((unit) => instructionFrom(form.offsets, unit)), number())
  }
  return Int32Array.from(rows)
}
