/**
 * Options of JavaScriptCore in the finished executable that Bun sets, or the engine itself, for programs that run for long. A variable of the environment, which is
 * the way to set them, comes too late in a program that runs already; it still overrides what is set here.
 *
 * - `largeHeapSize`: when the engine first collects. Its own setting is 32 MB of allocation; Bun lowers it to 8, which a program reaches while it imports its
 *   modules, when all there is lives: 8 ms of CPU of 57, and nothing found.
 * - `useWarmUpMarkedBlocks`: a thread that makes blocks of the heap ahead of the program. It is started when a heap has 64 blocks, and a start ends with 200: 0.3
 *   to 0.8 ms of 13, and nothing gained in programs of a second.
 *
 * A setting is an operand of an instruction, found by what reads the variable: that code names it and says where the option is kept.
 */
import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { type Section, sectionsOf } from './hugepages'
import { shown } from './tierdefaults'

const MEGABYTE = 1 << 20

/** An option, the size of its operand in bytes, what is looked for (where it is another one day it is left alone), and what it becomes. */
interface Option {
  readonly name: string
  readonly size: 1 | 4
  readonly from: number
  readonly to: number
  /** What `BUN_JSC_dumpOptions` says of it then. */
  readonly shown: string
}

const OPTIONS: readonly Option[] = [
  { name: 'largeHeapSize', size: 4, from: 8 * MEGABYTE, to: 32 * MEGABYTE, shown: `${32 * MEGABYTE}` },
  { name: 'useWarmUpMarkedBlocks', size: 1, from: 1, to: 0, shown: 'false' },
]

/** How far behind the name the code is that keeps what was read. */
const NEAR = 0x60
/** `mov [rip + …], …`: the first byte for an operand of a byte and of four, and what follows it. */
const STORE_CONSTANT = { 1: 0xc6, 4: 0xc7 } as const
const STORE_REGISTER = { 1: 0x88, 4: 0x89 } as const
const RIP_RELATIVE = 0x05

/** The address in a `[rip + offset]` operand whose four bytes are at `at`; the instruction ends `rest` bytes behind them. */
function target(text: Section, at: number, rest = 0): number {
  return text.address + at + 4 + rest + text.bytes.readInt32LE(at)
}

/** Where an option is kept: `mov edi, name`, a call of getenv, in the end `mov [rip + option], eax` (or `al`). */
function addressOf(option: Option, names: Section, text: Section): number | null {
  const name = names.bytes.indexOf(`\0JSC_${option.name}\0`)
  if (name < 0) return null
  const load = Buffer.alloc(5)
  load[0] = 0xbf
  load.writeUInt32LE(names.address + name + 1, 1)
  const code = text.bytes
  const found = code.indexOf(load)
  if (found < 0) return null
  for (let at = found + load.length; at < found + NEAR; at++)
    if (code[at] === STORE_REGISTER[option.size] && code[at + 1] === RIP_RELATIVE) return target(text, at + 2)
  return null
}

/** Where the operands of `mov [rip + option], from` are in the file. */
function operandsOf(option: Option, address: number, text: Section): number[] {
  const start = Buffer.from([STORE_CONSTANT[option.size], RIP_RELATIVE])
  const places: number[] = []
  for (let at = text.bytes.indexOf(start); at >= 0; at = text.bytes.indexOf(start, at + 1)) {
    if (at + 6 + option.size > text.bytes.length || target(text, at + 2, option.size) !== address) continue
    if (text.bytes.readUIntLE(at + 6, option.size) === option.from) places.push(text.offset + at + 6)
  }
  return places
}

/** Where the setting is in the file, or why it is not known. */
function placeOf(option: Option, file: string): number | string {
  const fd = openSync(file, 'r')
  try {
    const sections = sectionsOf(fd, ['.rodata', '.text'])
    const [names, text] = [sections.get('.rodata'), sections.get('.text')]
    if (names === undefined || text === undefined) return 'no ELF executable of 64 bits'
    const address = addressOf(option, names, text)
    if (address === null) return `nothing reads ${option.name}`
    const places = operandsOf(option, address, text)
    return places.length === 1 ? places[0]! : `${option.name} is set in ${places.length} places`
  } finally {
    closeSync(fd)
  }
}

/** Replaces some bytes of a file; what was there. */
function exchange(file: string, at: number, bytes: Buffer): Buffer {
  const fd = openSync(file, 'r+')
  try {
    const before = Buffer.alloc(bytes.length)
    readSync(fd, before, 0, before.length, at)
    writeSync(fd, bytes, 0, bytes.length, at)
    return before
  } finally {
    closeSync(fd)
  }
}

/** Sets the options in an executable; what could not be set, and why (another architecture or system, another version of Bun). */
export function setEngineOptions(file: string): string[] {
  const refused: string[] = []
  for (const option of OPTIONS) {
    const at = placeOf(option, file)
    if (typeof at === 'string') {
      refused.push(at)
      continue
    }
    const value = Buffer.alloc(option.size)
    value.writeUIntLE(option.to, 0, option.size)
    const before = exchange(file, at, value)
    if (shown(file).includes(`${option.name}=${option.shown}\n`)) continue
    exchange(file, at, before)
    refused.push(`the setting found is not that of ${option.name}`)
  }
  return refused
}
