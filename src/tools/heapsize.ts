/**
 * When the engine first collects, in the finished executable. JavaScriptCore's own setting is 32 MB of allocation (`largeHeapSize`); Bun lowers it to 8, which a
 * program reaches while it imports its modules, when all there is lives: 8 ms of CPU of 57, of nothing found. The variable of the environment that sets it
 * (`BUN_JSC_largeHeapSize`) comes too late in a program that runs already, and still overrides this.
 *
 * Bun's number is an operand of an instruction, found by what reads the variable: that code names it and says where the option is kept.
 */
import { closeSync, openSync, writeSync } from 'node:fs'
import { type Section, sectionsOf } from './hugepages'
import { shown } from './tierdefaults'

const VARIABLE = 'JSC_largeHeapSize'
const MEGABYTE = 1 << 20
/** What is looked for, in case that Bun's setting is another one day: then it is left alone. */
const BUN_SETS = 8 * MEGABYTE
const ENGINE_SETS = 32 * MEGABYTE
/** How far behind the name the code is that keeps what was read. */
const NEAR = 0x60

/** The address in a `[rip + offset]` operand whose four bytes are at `at`; the instruction ends `rest` bytes behind them. */
function target(text: Section, at: number, rest = 0): number {
  return text.address + at + 4 + rest + text.bytes.readInt32LE(at)
}

/** Where the option is kept: `mov edi, VARIABLE`, a call of getenv, in the end `mov eax, [rbp - n]; mov [rip + option], eax`. */
function optionAddress(names: Section, text: Section): number | null {
  const name = names.bytes.indexOf(`\0${VARIABLE}\0`)
  if (name < 0) return null
  const load = Buffer.alloc(5)
  load[0] = 0xbf
  load.writeUInt32LE(names.address + name + 1, 1)
  const code = text.bytes
  const found = code.indexOf(load)
  if (found < 0) return null
  for (let at = found + load.length; at < found + NEAR; at++)
    if (code[at] === 0x8b && code[at + 1] === 0x45 && code[at + 3] === 0x89 && code[at + 4] === 0x05)
      return target(text, at + 5)
  return null
}

/** Where the operands of `mov dword [rip + option], BUN_SETS` are in the file. */
function operands(text: Section, option: number): number[] {
  const value = Buffer.alloc(4)
  value.writeUInt32LE(BUN_SETS)
  const places: number[] = []
  for (let at = text.bytes.indexOf(value); at >= 0; at = text.bytes.indexOf(value, at + 1)) {
    const isMove = at >= 6 && text.bytes[at - 6] === 0xc7 && text.bytes[at - 5] === 0x05
    if (isMove && target(text, at - 4, 4) === option) places.push(text.offset + at)
  }
  return places
}

function write(file: string, at: number, setting: number): void {
  const fd = openSync(file, 'r+')
  try {
    const value = Buffer.alloc(4)
    value.writeUInt32LE(setting)
    writeSync(fd, value, 0, 4, at)
  } finally {
    closeSync(fd)
  }
}

/** Where Bun's number is in the file, or why it is not known. */
function placeIn(file: string): number | string {
  const fd = openSync(file, 'r')
  try {
    const sections = sectionsOf(fd, ['.rodata', '.text'])
    const [names, text] = [sections.get('.rodata'), sections.get('.text')]
    if (names === undefined || text === undefined) return 'no ELF executable of 64 bits'
    const option = optionAddress(names, text)
    if (option === null) return `nothing reads ${VARIABLE}`
    const places = operands(text, option)
    return places.length === 1 ? places[0]! : `it is set in ${places.length} places`
  } finally {
    closeSync(fd)
  }
}

/** Gives the engine its own setting back; null, or why it cannot be done (another architecture or system, another version of Bun). */
export function raiseHeapSize(file: string): string | null {
  const at = placeIn(file)
  if (typeof at === 'string') return at
  write(file, at, ENGINE_SETS)
  if (shown(file).includes(`largeHeapSize=${ENGINE_SETS}`)) return null
  write(file, at, BUN_SETS)
  return 'the setting found is not that of the option'
}
