/**
 * Options of Bun's memory manager (mimalloc) in the finished executable. A variable of the environment, which is the way to set them, comes too late in
 * a program that runs already, so the defaults in the executable's table are changed; the environment still overrides them.
 *
 * Page faults were most of what a start costs beyond an empty program, 1,400 of 2,050, and a fifth to a half of the CPU time of programs of a second: the
 * threads that compile and collect give back what they take again a moment later.
 */
import { closeSync, openSync, readSync, writeSync } from 'node:fs'

/**
 * Options in mimalloc's table and what they become. Huge pages: 2 MB for the price of some small ones (`MIMALLOC_ALLOW_THP`). What was freed is kept
 * for what comes next (`MIMALLOC_PURGE_DELAY`); the collector gives its own blocks back all the same.
 */
const OPTIONS = { allow_thp: 1n, purge_delay: -1n } as const
/** `mi_option_desc_t`: value, state (0 while unread), number of the option, name, older name. */
const ENTRY = { state: 8, number: 12, name: 16, size: 32 }

/** A section of an executable: where it lies in memory and in the file. */
export interface Section {
  readonly address: number
  readonly offset: number
  readonly bytes: Buffer
}

/** The sections of an ELF executable by name, those wanted. */
export function sectionsOf(fd: number, wanted: readonly string[]): Map<string, Section> {
  const read = (offset: number, size: number): Buffer => {
    const bytes = Buffer.alloc(size)
    readSync(fd, bytes, 0, size, offset)
    return bytes
  }
  const head = read(0, 64)
  const found = new Map<string, Section>()
  // 64 bits, little endian.
  if (head.toString('latin1', 0, 6) !== '\x7fELF\x02\x01') return found
  const [count, names] = [head.readUInt16LE(0x3c), head.readUInt16LE(0x3e)]
  const table = read(Number(head.readBigUInt64LE(0x28)), count * 64)
  const place = (n: number) => [16, 24, 32].map((at) => Number(table.readBigUInt64LE(n * 64 + at)))
  const [, namesAt, namesSize] = place(names) as [number, number, number]
  const text = read(namesAt, namesSize).toString('latin1')
  for (let n = 0; n < count; n++) {
    const start = table.readUInt32LE(n * 64)
    const name = text.slice(start, text.indexOf('\0', start))
    if (!wanted.includes(name)) continue
    const [address, offset, size] = place(n) as [number, number, number]
    found.set(name, { address, offset, bytes: read(offset, size) })
  }
  return found
}

/** Where the option's value is in the file, or why it was not found. */
function valueOffset(fd: number, option: string): number | string {
  const sections = sectionsOf(fd, ['.rodata', '.data'])
  const [names, data] = [sections.get('.rodata'), sections.get('.data')]
  if (names === undefined || data === undefined) return 'no ELF executable of 64 bits'
  const name = names.bytes.indexOf(`\0${option}\0`)
  if (name < 0) return `no option ${option}`
  const pointer = Buffer.alloc(8)
  pointer.writeBigUInt64LE(BigInt(names.address + name + 1))
  const entry = data.bytes.indexOf(pointer) - ENTRY.name
  if (entry < ENTRY.size || entry + 2 * ENTRY.size > data.bytes.length) return 'no table of options'
  const numberOf = (at: number) => data.bytes.readUInt32LE(at + ENTRY.number)
  const table =
    numberOf(entry - ENTRY.size) + 1 === numberOf(entry) && numberOf(entry + ENTRY.size) - 1 === numberOf(entry)
  if (!table || data.bytes.readUInt32LE(entry + ENTRY.state) !== 0) return 'another table of options'
  return data.offset + entry
}

/** Sets the options in an executable; null, or why it cannot be done (other systems have executables of other kinds). */
export function allowHugePages(file: string): string | null {
  const fd = openSync(file, 'r+')
  try {
    const value = Buffer.alloc(8)
    for (const [option, setting] of Object.entries(OPTIONS)) {
      const offset = valueOffset(fd, option)
      if (typeof offset === 'string') return offset
      value.writeBigInt64LE(setting)
      writeSync(fd, value, 0, 8, offset)
    }
    return null
  } finally {
    closeSync(fd)
  }
}
