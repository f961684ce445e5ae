/**
 * Compiles Python files and prints their code units as JSON, one a line, for `run-units.py`: `bun units-json.ts FILE…`. With `-` as the only
 * argument it answers requests on stdin, one path a line.
 */
import { readFileSync } from 'node:fs'
import {
  BytesConstant,
  ComplexConstant,
  type ConstantValue,
  EllipsisConstant,
  FloatConstant,
  FrozenSetConstant,
  TupleConstant,
  WideString,
} from '../../../src/base/constant'
import { type CodeUnit, isCodeUnit } from '../../../src/bytecode/code'
import { opcodeTable } from '../../../src/bytecode/opcodes'
import { verify } from '../../../src/bytecode/verify'
import { compile } from '../../../src/compiler/index'
import { parse } from '../../../src/syntax/index'

function constantJson(value: ConstantValue | CodeUnit): unknown {
  if (value === null || typeof value === 'boolean') return ['s', value]
  if (typeof value === 'number' || typeof value === 'bigint') return ['i', String(value)]
  if (typeof value === 'string')
    return [
      'u',
      Array.from({ length: value.length }, (_, i) => value.charCodeAt(i).toString(16).padStart(4, '0')).join(''),
    ]
  if (isCodeUnit(value)) return ['code', unitJson(value)]
  if (value instanceof FloatConstant) return ['f', bits(value.value)]
  if (value instanceof ComplexConstant) return ['c', bits(value.real), bits(value.imag)]
  if (value instanceof BytesConstant) return ['b', Buffer.from(value.value).toString('hex')]
  if (value instanceof WideString) return ['w', [...value.codePoints]]
  if (value instanceof TupleConstant) return ['t', value.items.map(constantJson)]
  if (value instanceof FrozenSetConstant) return ['fs', value.items.map(constantJson)]
  return value instanceof EllipsisConstant ? ['e'] : null
}

function bits(value: number): string {
  const data = Buffer.alloc(8)
  data.writeDoubleBE(value)
  return data.toString('hex')
}

function unitJson(unit: CodeUnit): unknown {
  return {
    ...unit,
    localsplusKinds: [...unit.localsplusKinds],
    instructions: Array.from(unit.instructions, (word) => [opcodeTable[word & 255]!.name, word >>> 8]),
    consts: unit.consts.map(constantJson),
    exceptionTable: [...unit.exceptionTable],
    positions: [...unit.positions],
  }
}

function answer(path: string): unknown {
  const parsed = parse(readFileSync(path), { filename: path, mode: 'exec' })
  if (parsed.isErr()) return { error: parsed.error.message }
  const compiled = compile(parsed.value.tree, { filename: path })
  if (compiled.isErr()) return { error: compiled.error.message }
  const sound = verify(compiled.value.unit)
  if (sound.isErr()) return { error: sound.error.message }
  return unitJson(compiled.value.unit)
}

if (process.argv[2] === '-') {
  for await (const line of console) if (line !== '') console.log(JSON.stringify(answer(line)))
} else for (const path of process.argv.slice(2)) console.log(JSON.stringify(answer(path)))
