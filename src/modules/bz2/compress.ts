/**
 * Compression as bzip2 does it, giving the same bytes: runs, the Burrows-Wheeler transform, move-to-front, and prefix codes that change
 * every fifty symbols.
 */
import { combine, crcStep } from './crc'
import { codeLengths, codesOf } from './huffman'

const GROUP = 50
const MAX_LENGTH = 17
const RUN_A = 0
const RUN_B = 1

class BitOutput {
  private bytes = new Uint8Array(1 << 12)
  private size = 0
  private held = 0
  private bits = 0

  write(count: number, value: number): void {
    for (; count > 16; count -= 16) this.short(16, (value >>> (count - 16)) & 0xffff)
    this.short(count, value & ((1 << count) - 1))
  }

  private short(count: number, value: number): void {
    this.held = (this.held << count) | value
    this.bits += count
    while (this.bits >= 8) {
      this.bits -= 8
      this.byte((this.held >>> this.bits) & 255)
    }
    this.held &= (1 << this.bits) - 1
  }

  private byte(b: number): void {
    if (this.size === this.bytes.length) {
      const grown = new Uint8Array(this.size * 2)
      grown.set(this.bytes)
      this.bytes = grown
    }
    this.bytes[this.size++] = b
  }

  pad(): void {
    if (this.bits > 0) this.short(8 - this.bits, 0)
  }

  /** The whole bytes written since the last call. */
  take(): Uint8Array {
    const taken = this.bytes.slice(0, this.size)
    this.size = 0
    return taken
  }
}

/** The order of all rotations of a block, by doubling the length that is compared. */
function sortRotations(block: Uint8Array, n: number): Int32Array {
  let order = new Int32Array(n)
  let spare = new Int32Array(n)
  let rank = new Int32Array(n)
  let next = new Int32Array(n)
  const count = new Int32Array(Math.max(256, n) + 1)
  for (let i = 0; i < n; i++) count[block[i]! + 1]!++
  for (let c = 0; c < 256; c++) count[c + 1]! += count[c]!
  for (let i = 0; i < n; i++) order[count[block[i]!]!++] = i
  let classes = 1
  rank[order[0]!] = 0
  for (let i = 1; i < n; i++) {
    if (block[order[i]!] !== block[order[i - 1]!]) classes++
    rank[order[i]!] = classes - 1
  }
  for (let step = 1; step < n && classes < n; step *= 2) {
    count.fill(0, 0, classes + 1)
    for (let i = 0; i < n; i++) count[rank[i]! + 1]!++
    for (let c = 0; c < classes; c++) count[c + 1]! += count[c]!
    // Rotations in the order of their second halves, put in the order of their first ones.
    for (let i = 0; i < n; i++) {
      let at = order[i]! - step
      if (at < 0) at += n
      spare[count[rank[at]!]!++] = at
    }
    ;[order, spare] = [spare, order]
    classes = 1
    next[order[0]!] = 0
    for (let i = 1; i < n; i++) {
      const a = order[i]!
      const b = order[i - 1]!
      let a2 = a + step
      let b2 = b + step
      if (a2 >= n) a2 -= n
      if (b2 >= n) b2 -= n
      if (rank[a] !== rank[b] || rank[a2] !== rank[b2]) classes++
      next[a] = classes - 1
    }
    ;[rank, next] = [next, rank]
  }
  return order
}

/** Writes one stream. */
export class Bzip2Writer {
  private readonly out = new BitOutput()
  private readonly block: Uint8Array
  private size = 0
  private readonly limit: number
  private run = -1
  private runLength = 0
  private crc = -1
  private combined = 0

  private begun = false

  constructor(private readonly level: number) {
    this.limit = level * 100_000 - 19
    this.block = new Uint8Array(level * 100_000)
  }

  /** The header comes with the first block. */
  private begin(): void {
    if (this.begun) return
    this.begun = true
    this.out.write(24, 0x425a68)
    this.out.write(8, 0x30 + this.level)
  }

  /** Takes bytes; gives what is written so far. */
  write(bytes: Uint8Array): Uint8Array {
    for (const b of bytes) {
      if (this.size >= this.limit) this.writeBlock()
      if (b === this.run && this.runLength < 255) {
        this.runLength++
        continue
      }
      this.flushRun()
      this.run = b
      this.runLength = 1
    }
    return this.out.take()
  }

  /** Ends the stream. */
  finish(): Uint8Array {
    if (this.run >= 0) {
      if (this.size >= this.limit) this.writeBlock()
      this.flushRun()
    }
    if (this.size > 0) this.writeBlock()
    this.begin()
    this.out.write(24, 0x177245)
    this.out.write(24, 0x385090)
    this.out.write(32, this.combined)
    this.out.pad()
    return this.out.take()
  }

  /** A run of four and more becomes four and a count. */
  private flushRun(): void {
    if (this.run < 0) return
    for (let i = 0; i < this.runLength; i++) this.crc = crcStep(this.crc, this.run)
    const shown = Math.min(4, this.runLength)
    for (let i = 0; i < shown; i++) this.block[this.size++] = this.run
    if (shown === 4) this.block[this.size++] = this.runLength - 4
    this.run = -1
  }

  private writeBlock(): void {
    const { out, block, size } = this
    this.begin()
    const crc = ~this.crc
    this.combined = combine(this.combined, crc)
    const order = sortRotations(block, size)
    out.write(24, 0x314159)
    out.write(24, 0x265359)
    out.write(32, crc)
    out.write(1, 0)
    out.write(24, order.indexOf(0))
    const used = new Uint8Array(256)
    for (let i = 0; i < size; i++) used[block[i]!] = 1
    this.writeUsed(used)
    this.writeSymbols(...this.moveToFront(order, used))
    this.size = 0
    this.crc = -1
  }

  private writeUsed(used: Uint8Array): void {
    for (let i = 0; i < 16; i++) this.out.write(1, used.subarray(i * 16, i * 16 + 16).includes(1) ? 1 : 0)
    for (let i = 0; i < 16; i++)
      if (used.subarray(i * 16, i * 16 + 16).includes(1))
        for (let k = 0; k < 16; k++) this.out.write(1, used[i * 16 + k]!)
  }

  /** The last column, moved to front, its zeros as runs; the number of symbols there are and how often each comes. */
  private moveToFront(order: Int32Array, used: Uint8Array): [symbols: Uint16Array, count: number, alphabet: number] {
    const { block, size } = this
    const list: number[] = []
    for (let c = 0; c < 256; c++) if (used[c] === 1) list.push(c)
    const end = list.length + 1
    const symbols = new Uint16Array(size + 1)
    let count = 0
    let zeros = 0
    const flush = (): void => {
      // The number of zeros in the system of digits one and two.
      for (; zeros > 0; zeros = (zeros - 1) >> 1) symbols[count++] = zeros & 1 ? RUN_A : RUN_B
    }
    for (let i = 0; i < size; i++) {
      const at = order[i]!
      const c = block[at === 0 ? size - 1 : at - 1]!
      if (list[0] === c) {
        zeros++
        continue
      }
      flush()
      const place = list.indexOf(c)
      list.copyWithin(1, 0, place)
      list[0] = c
      symbols[count++] = place + 1
    }
    flush()
    symbols[count++] = end
    return [symbols, count, end + 1]
  }

  private writeSymbols(symbols: Uint16Array, count: number, alphabet: number): void {
    const { out } = this
    const frequency = new Int32Array(alphabet)
    for (let i = 0; i < count; i++) frequency[symbols[i]!]!++
    const groups = count < 200 ? 2 : count < 600 ? 3 : count < 1200 ? 4 : count < 2400 ? 5 : 6
    const lengths = firstLengths(frequency, alphabet, groups, count)
    let selectors: number[] = []
    for (let round = 0; round < 4; round++) {
      const frequencies = lengths.map(() => new Int32Array(alphabet))
      selectors = []
      for (let from = 0; from < count; from += GROUP) {
        const to = Math.min(from + GROUP, count)
        let best = 0
        let least = Number.POSITIVE_INFINITY
        for (let t = 0; t < groups; t++) {
          const table = lengths[t]!
          let cost = 0
          for (let i = from; i < to; i++) cost += table[symbols[i]!]!
          if (cost < least) {
            least = cost
            best = t
          }
        }
        selectors.push(best)
        const chosen = frequencies[best]!
        for (let i = from; i < to; i++) chosen[symbols[i]!]!++
      }
      for (let t = 0; t < groups; t++) codeLengths(frequencies[t]!, alphabet, MAX_LENGTH, lengths[t]!)
    }
    out.write(3, groups)
    out.write(15, selectors.length)
    const recent = Array.from({ length: groups }, (_, i) => i)
    for (const selector of selectors) {
      const place = recent.indexOf(selector)
      recent.copyWithin(1, 0, place)
      recent[0] = selector
      for (let i = 0; i < place; i++) out.write(1, 1)
      out.write(1, 0)
    }
    for (const table of lengths) {
      let current = table[0]!
      out.write(5, current)
      for (let i = 0; i < alphabet; i++) {
        for (; current < table[i]!; current++) out.write(2, 2)
        for (; current > table[i]!; current--) out.write(2, 3)
        out.write(1, 0)
      }
    }
    const codes = lengths.map((table) => codesOf(table, alphabet))
    for (let i = 0; i < count; i++) {
      const selector = selectors[Math.floor(i / GROUP)]!
      out.write(lengths[selector]![symbols[i]!]!, codes[selector]![symbols[i]!]!)
    }
  }
}

/** Lengths to begin with: each table takes a range of symbols of about the same weight, from the last table to the first. */
function firstLengths(frequency: Int32Array, alphabet: number, groups: number, count: number): Uint8Array[] {
  const lengths = Array.from({ length: groups }, () => new Uint8Array(258).fill(15))
  let left = count
  let from = 0
  for (let part = groups; part > 0; part--) {
    const share = Math.floor(left / part)
    let to = from - 1
    let sum = 0
    while (sum < share && to < alphabet - 1) sum += frequency[++to]!
    if (to > from && part !== groups && part !== 1 && (groups - part) % 2 === 1) sum -= frequency[to--]!
    lengths[part - 1]!.fill(0, from, to + 1)
    from = to + 1
    left -= sum
  }
  return lengths
}
