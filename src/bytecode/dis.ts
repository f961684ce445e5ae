/**
 * The disassembler behind `dxpy dis`: code as text, one instruction a line, with source lines, labels at jump targets, operands by
 * name and the exception table.
 */
import {
  BytesConstant,
  ComplexConstant,
  type ConstantValue,
  EllipsisConstant,
  FloatConstant,
  FrozenSetConstant,
  TupleConstant,
  WideString,
} from '../base/constant'
import { type CodeUnit, isCodeUnit, SlotKind } from './code'
import { intrinsic1, intrinsic2, Op, opcodeTable } from './opcodes'

/** Options of {@link disassemble}. */
export interface DisassembleOptions {
  /** Nested code follows its parent. Default true. */
  readonly nested?: boolean
  /** Show positions as `line:column-line:column`. Default false. */
  readonly positions?: boolean
}

/** The text of a unit and of those nested in it. */
export function disassemble(unit: CodeUnit, options: DisassembleOptions = {}): string {
  const out: string[] = []
  const todo: CodeUnit[] = [unit]
  while (todo.length > 0) {
    const current = todo.shift()!
    if (out.length > 0) out.push('')
    one(current, options.positions === true, out)
    if (options.nested === false) break
    const nested = current.consts.filter(isCodeUnit)
    todo.unshift(...nested)
  }
  return out.join('\n') + '\n'
}

function one(unit: CodeUnit, withPositions: boolean, out: string[]): void {
  out.push(`${unit.qualname}  (${unit.filename}:${unit.firstlineno})`)
  out.push(
    `  args ${unit.argcount}/${unit.posonlyargcount}/${unit.kwonlyargcount}  flags 0x${unit.flags.toString(16)}  stack ${unit.stacksize}` +
      (unit.localsplus.length > 0 ? `  slots ${unit.localsplus.map((n, i) => slotName(unit, n, i)).join(' ')}` : ''),
  )
  const labels = labelsOf(unit)
  let line = -1
  for (let i = 0; i < unit.instructions.length; i++) {
    const word = unit.instructions[i]!
    const row = opcodeTable[word & 255]!
    const current = unit.positions[i * 4]!
    const lineText = current === line ? '' : current < 0 ? '--' : String(current)
    line = current
    const label = labels.get(i)
    const operand = operandText(unit, word, labels)
    const position = withPositions ? `  ${positionText(unit, i)}` : ''
    out.push(
      `${lineText.padStart(6)} ${(label === undefined ? '' : label + ':').padStart(6)} ${String(i).padStart(4)} ${row.name.padEnd(24)}${operand}${position}`.trimEnd(),
    )
  }
  const table = unit.exceptionTable
  for (let r = 0; r < table.length; r += 4) {
    const info = table[r + 3]!
    out.push(
      `  except ${table[r]}..${table[r + 1]! - 1} → ${labels.get(table[r + 2]!)} depth ${info >>> 1}${info & 1 ? ' lasti' : ''}`,
    )
  }
}

function slotName(unit: CodeUnit, name: string, slot: number): string {
  const kind = unit.localsplusKinds[slot]!
  return name + (kind & SlotKind.FREE ? '(free)' : kind & SlotKind.CELL ? '(cell)' : '')
}

function labelsOf(unit: CodeUnit): Map<number, string> {
  const targets = new Set<number>()
  for (const word of unit.instructions) if (opcodeTable[word & 255]!.operand === 'jump') targets.add(word >>> 8)
  for (let r = 0; r < unit.exceptionTable.length; r += 4) targets.add(unit.exceptionTable[r + 2]!)
  const labels = new Map<number, string>()
  for (const target of [...targets].sort((a, b) => a - b)) labels.set(target, 'L' + (labels.size + 1))
  return labels
}

function positionText(unit: CodeUnit, i: number): string {
  const p = unit.positions
  return `${p[i * 4]}:${p[i * 4 + 2]}-${p[i * 4 + 1]}:${p[i * 4 + 3]}`
}

const functionAttributes: Readonly<Record<number, string>> = {
  1: 'defaults',
  2: 'kwdefaults',
  4: 'annotations',
  8: 'closure',
}

function operandText(unit: CodeUnit, word: number, labels: ReadonlyMap<number, string>): string {
  const op = word & 255
  const arg = word >>> 8
  switch (opcodeTable[op]!.operand) {
    case 'none':
      return ''
    case 'const':
      return constantText(unit.consts[arg])
    case 'name':
      return unit.names[arg]!
    case 'site':
      return unit.sites[arg]!
    case 'local':
      return unit.localsplus[arg]!
    case 'local2':
      return `${unit.localsplus[arg & 0xfff]} ${unit.localsplus[arg >>> 12]}`
    case 'localconst':
      return `${unit.localsplus[arg & 0xfff]} ${constantText(unit.consts[arg >>> 12])}`
    case 'jump':
      return labels.get(arg)!
    case 'intrinsic1':
      return intrinsic1[arg]!
    case 'intrinsic2':
      return intrinsic2[arg]!
    case 'unpackex':
      return `${arg & 255} * ${arg >>> 8}`
    case 'flags':
      if (op === Op.SET_FUNCTION_ATTRIBUTE) return functionAttributes[arg]!
      return arg === 0 ? '' : String(arg)
    case 'count':
      return String(arg)
  }
}

/** A constant as the disassembler shows it: Python's notation, strings as JSON. */
export function constantText(value: ConstantValue | CodeUnit | undefined): string {
  if (value === undefined) return '?'
  if (value === null) return 'None'
  switch (typeof value) {
    case 'boolean':
      return value ? 'True' : 'False'
    case 'number':
    case 'bigint':
      return String(value)
    case 'string':
      return JSON.stringify(value)
  }
  if (isCodeUnit(value)) return `<code ${value.qualname}>`
  if (value instanceof FloatConstant)
    return Number.isInteger(value.value) && Math.abs(value.value) < 1e16 ? value.value.toFixed(1) : String(value.value)
  if (value instanceof ComplexConstant) return `complex(${value.real}, ${value.imag})`
  if (value instanceof BytesConstant) return 'b"' + Array.from(value.value, byteText).join('') + '"'
  if (value instanceof WideString) return `wide(${[...value.codePoints].map((c) => c.toString(16)).join(' ')})`
  if (value instanceof TupleConstant)
    return `(${value.items.map(constantText).join(', ')}${value.items.length === 1 ? ',' : ''})`
  if (value instanceof FrozenSetConstant) return `frozenset(${value.items.map(constantText).join(', ')})`
  return value instanceof EllipsisConstant ? '...' : '?'
}

function byteText(byte: number): string {
  if (byte === 34 || byte === 92) return '\\' + String.fromCharCode(byte)
  return byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '\\x' + byte.toString(16).padStart(2, '0')
}
