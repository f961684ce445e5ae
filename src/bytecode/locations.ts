/**
 * `co_linetable`: source positions as CPython writes them (Objects/locations.md). An entry begins with a byte that has its high bit set, a
 * kind in four bits and the number of units less one in three; lines are relative to the entry before.
 */
import type { CodeObject } from './code'
import { givenTables, resumeLine, wordcode } from './wordcode'

/** The position of some units of `co_code`; -1 where unknown. */
export interface Location {
  readonly units: number
  readonly line: number
  readonly endLine: number
  readonly column: number
  readonly endColumn: number
}

/** Whether code that is compiled from now on knows columns and last lines (`-X no_debug_ranges`). */
export const positionDetail = { columns: true }

const Kind = { ONE_LINE: 10, NO_COLUMNS: 13, LONG: 14, NONE: 15 } as const
const MAX_UNITS = 8

/** The positions of a code object's units, in their order: those of its line table, where it was given one. */
export function locationsOf(code: CodeObject): Location[] {
  const given = givenTables(code)?.linetable
  if (given !== undefined) return readLineTable(given, code.firstlineno)
  const { offsets } = wordcode(code)
  const n = code.load().instructions.length
  const line = resumeLine(code)
  const made: Location[] = []
  const column = positionDetail.columns ? 0 : -1
  const endLine = positionDetail.columns ? Math.max(line, 1) : line
  if (offsets[0]! > 0) made.push({ units: offsets[0]!, line, endLine, column, endColumn: column })
  for (let i = 0; i < n; i++) {
    const [line, endLine, column, endColumn] = code.position(i)
    made.push({ units: offsets[i + 1]! - offsets[i]!, line, endLine: Math.max(line, endLine), column, endColumn })
  }
  return made
}

/** The line table of a code object. */
export function lineTable(code: CodeObject): Uint8Array {
  return givenTables(code)?.linetable ?? writeLineTable(locationsOf(code), code.firstlineno)
}

/** Writes positions as a line table. */
export function writeLineTable(locations: readonly Location[], firstLine: number): Uint8Array {
  const out: number[] = []
  let line = firstLine
  const unsigned = (value: number): void => {
    let rest = value
    for (; rest >= 64; rest >>>= 6) out.push(64 | (rest & 63))
    out.push(rest)
  }
  const signed = (value: number): void => unsigned(value < 0 ? (-value << 1) | 1 : value << 1)
  for (const at of locations)
    for (let left = at.units; left > 0; left -= MAX_UNITS) {
      const { column, endColumn } = at
      const head = (kind: number): number => out.push(128 | (kind << 3) | (Math.min(left, MAX_UNITS) - 1))
      if (at.line < 0) {
        head(Kind.NONE)
        continue
      }
      const delta = at.line - line
      line = at.line
      const oneLine = at.endLine === at.line
      if (column < 0 || endColumn < 0) {
        if (oneLine) {
          head(Kind.NO_COLUMNS)
          signed(delta)
          continue
        }
      } else if (oneLine && delta === 0 && column < 80 && endColumn >= column && endColumn - column < 16) {
        head(column >> 3)
        out.push(((column & 7) << 4) | (endColumn - column))
        continue
      } else if (oneLine && delta >= 0 && delta < 3 && column < 128 && endColumn < 128) {
        head(Kind.ONE_LINE + delta)
        out.push(column, endColumn)
        continue
      }
      head(Kind.LONG)
      signed(delta)
      unsigned(at.endLine - at.line)
      unsigned(column + 1)
      unsigned(endColumn + 1)
    }
  return Uint8Array.from(out)
}

/** Reads a line table. One that ends too early gives what it has. */
export function readLineTable(table: Uint8Array, firstLine: number): Location[] {
  const out: Location[] = []
  let at = 0
  let line = firstLine
  const unsigned = (): number => {
    let value = 0
    for (let shift = 0; ; shift += 6) {
      const byte = table[at++] ?? 0
      value |= (byte & 63) << shift
      if ((byte & 64) === 0 || shift > 24) return value
    }
  }
  const signed = (): number => {
    const value = unsigned()
    return value & 1 ? -(value >>> 1) : value >>> 1
  }
  while (at < table.length) {
    const first = table[at++]!
    const kind = (first >> 3) & 15
    const units = (first & 7) + 1
    let endLine = -1
    let column = -1
    let endColumn = -1
    if (kind === Kind.NONE) {
      out.push({ units, line: -1, endLine, column, endColumn })
      continue
    }
    if (kind === Kind.LONG) {
      line += signed()
      endLine = line + unsigned()
      column = unsigned() - 1
      endColumn = unsigned() - 1
    } else if (kind === Kind.NO_COLUMNS) {
      line += signed()
      endLine = line
    } else if (kind >= Kind.ONE_LINE) {
      line += kind - Kind.ONE_LINE
      endLine = line
      column = table[at++] ?? 0
      endColumn = table[at++] ?? 0
    } else {
      const second = table[at++] ?? 0
      endLine = line
      column = (kind << 3) | (second >> 4)
      endColumn = column + (second & 15)
    }
    out.push({ units, line, endLine, column, endColumn })
  }
  return out
}
