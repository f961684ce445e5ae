/** Decompression of one bzip2 stream, whose bytes come in pieces of any length. */
import { combine, crcStep } from './crc'
import { Decoder } from './huffman'

const GROUP = 50

/** Thrown where the data are none of bzip2. */
export class BadStream {}

/** Thrown where a block was made with the randomisation of version 0.9 and before. */
export class RandomisedBlock {}

/** Thrown inside where more bytes must come; the reader goes back to where it can begin again. */
class Starved {}
const STARVED = new Starved()

/** Reads one stream. */
export class Bzip2Reader {
  /** The stream has ended, with its checksum right. */
  ended = false
  private input = new Uint8Array(0)
  private bit = 0
  private stage: 'stream' | 'block' | 'symbols' = 'stream'
  private level = 0
  private combined = 0
  private blockCrc = 0
  private origin = 0
  private decoders: Decoder[] = []
  private selectors: Uint8Array = new Uint8Array(0)
  private recent: Uint8Array = new Uint8Array(0)
  private end = 0
  private symbolCount = 0
  private block = new Int32Array(0)
  private size = 0
  private run = 0
  private runBit = 1

  /** Adds bytes. */
  feed(bytes: Uint8Array): void {
    const from = this.bit >> 3
    const joined = new Uint8Array(this.input.length - from + bytes.length)
    joined.set(this.input.subarray(from))
    joined.set(bytes, this.input.length - from)
    this.input = joined
    this.bit &= 7
  }

  /** The bytes after the end of the stream. */
  rest(): Uint8Array {
    return this.input.slice((this.bit + 7) >> 3)
  }

  /** The bytes of the next block; null where more must come first, or nothing comes. */
  next(): Uint8Array | null {
    let mark = this.bit
    try {
      while (!this.ended) {
        mark = this.bit
        if (this.stage === 'stream') this.readHeader()
        else if (this.stage === 'block') this.readBlockHeader()
        else if (this.readSymbols()) {
          this.stage = 'block'
          return this.expand()
        } else return null
      }
    } catch (e) {
      if (e !== STARVED) throw e
      this.bit = mark
    }
    return null
  }

  private bits(count: number): number {
    if (this.bit + count > this.input.length * 8) throw STARVED
    let value = 0
    for (let left = count; left > 0; ) {
      const inByte = this.bit & 7
      const taken = Math.min(left, 8 - inByte)
      value = (value << taken) | ((this.input[this.bit >> 3]! >> (8 - inByte - taken)) & ((1 << taken) - 1))
      this.bit += taken
      left -= taken
    }
    return value
  }

  private readHeader(): void {
    // Each byte is looked at as soon as it is there.
    for (const c of [0x42, 0x5a, 0x68]) if (this.bits(8) !== c) throw new BadStream()
    this.level = this.bits(8) - 0x30
    if (this.level < 1 || this.level > 9) throw new BadStream()
    this.stage = 'block'
  }

  private readBlockHeader(): void {
    const magic = [this.bits(24), this.bits(24)]
    if (magic[0] === 0x177245 && magic[1] === 0x385090) {
      if (this.bits(32) !== this.combined) throw new BadStream()
      this.ended = true
      return
    }
    if (magic[0] !== 0x314159 || magic[1] !== 0x265359) throw new BadStream()
    this.blockCrc = this.bits(32)
    if (this.bits(1) === 1) throw new RandomisedBlock()
    this.origin = this.bits(24)
    if (this.origin > 10 + this.level * 100_000) throw new BadStream()
    const ranges = this.bits(16)
    const used: number[] = []
    for (let i = 0; i < 16; i++) {
      if (((ranges >> (15 - i)) & 1) === 0) continue
      const range = this.bits(16)
      for (let k = 0; k < 16; k++) if ((range >> (15 - k)) & 1) used.push(i * 16 + k)
    }
    if (used.length === 0) throw new BadStream()
    const groups = this.bits(3)
    if (groups < 2 || groups > 6) throw new BadStream()
    this.selectors = this.readSelectors(groups)
    const alphabet = used.length + 2
    this.decoders = Array.from({ length: groups }, () => new Decoder(this.readLengths(alphabet), alphabet))
    this.recent = Uint8Array.from(used)
    this.end = used.length + 1
    this.symbolCount = 0
    if (this.block.length !== this.level * 100_000) this.block = new Int32Array(this.level * 100_000)
    this.size = 0
    this.run = 0
    this.runBit = 1
    this.stage = 'symbols'
  }

  private readSelectors(groups: number): Uint8Array {
    const count = this.bits(15)
    if (count === 0) throw new BadStream()
    const selectors = new Uint8Array(count)
    const recent = Uint8Array.from({ length: groups }, (_, i) => i)
    for (let i = 0; i < count; i++) {
      let place = 0
      while (this.bits(1) === 1) if (++place >= groups) throw new BadStream()
      const selector = recent[place]!
      recent.copyWithin(1, 0, place)
      recent[0] = selector
      selectors[i] = selector
    }
    return selectors
  }

  private readLengths(alphabet: number): Uint8Array {
    const lengths = new Uint8Array(alphabet)
    let current = this.bits(5)
    for (let i = 0; i < alphabet; i++) {
      for (;;) {
        if (current < 1 || current > 20) throw new BadStream()
        if (this.bits(1) === 0) break
        current += this.bits(1) === 0 ? 1 : -1
      }
      lengths[i] = current
    }
    return lengths
  }

  /** Goes on with the symbols of a block; whether its end was reached. */
  private readSymbols(): boolean {
    const { input, block, recent } = this
    const total = input.length * 8
    const limit = block.length
    for (;;) {
      const group = Math.floor(this.symbolCount / GROUP)
      if (group >= this.selectors.length) throw new BadStream()
      const decoder = this.decoders[this.selectors[group]!]!
      let code = 0
      let length = 0
      let bit = this.bit
      for (;;) {
        if (bit >= total) return false
        code = (code << 1) | ((input[bit >> 3]! >> (7 - (bit & 7))) & 1)
        bit++
        length++
        if (length > 20) throw new BadStream()
        if (length >= decoder.shortest && code <= decoder.limit[length]!) break
      }
      const symbol = decoder.symbols[code + decoder.base[length]!]
      if (symbol === undefined) throw new BadStream()
      this.bit = bit
      this.symbolCount++
      if (symbol <= 1) {
        if (this.runBit > 2 * 1024 * 1024) throw new BadStream()
        this.run += this.runBit << symbol
        this.runBit <<= 1
        continue
      }
      if (this.run > 0) {
        if (this.size + this.run > limit) throw new BadStream()
        block.fill(recent[0]!, this.size, this.size + this.run)
        this.size += this.run
        this.run = 0
        this.runBit = 1
      }
      if (symbol === this.end) return true
      if (this.size >= limit) throw new BadStream()
      const c = recent[symbol - 1]!
      recent.copyWithin(1, 0, symbol - 1)
      recent[0] = c
      block[this.size++] = c
    }
  }

  /** Undoes the transform and the runs of a block that was read. */
  private expand(): Uint8Array {
    const { block, size } = this
    if (this.origin >= size) throw new BadStream()
    // The upper bits of each entry lead to the character after the one in its lower bits.
    const start = new Int32Array(257)
    for (let i = 0; i < size; i++) start[(block[i]! & 255) + 1]!++
    for (let c = 0; c < 256; c++) start[c + 1]! += start[c]!
    for (let i = 0; i < size; i++) block[start[block[i]! & 255]!++]! |= i << 8
    let out = new Uint8Array(size + (size >> 3) + 256)
    let written = 0
    let crc = -1
    let at = block[this.origin]! >>> 8
    let last = -1
    let repeated = 0
    for (let i = 0; i < size; i++) {
      const entry = block[at]!
      const c = entry & 255
      at = entry >>> 8
      const times = repeated === 4 ? c : 1
      if (written + times > out.length) {
        const grown = new Uint8Array(Math.max(out.length * 2, written + times))
        grown.set(out)
        out = grown
      }
      if (repeated === 4) {
        for (let k = 0; k < times; k++) crc = crcStep(crc, last)
        out.fill(last, written, written + times)
        written += times
        repeated = 0
        last = -1
        continue
      }
      repeated = c === last ? repeated + 1 : 1
      last = c
      crc = crcStep(crc, c)
      out[written++] = c
    }
    if (~crc !== this.blockCrc) throw new BadStream()
    this.combined = combine(this.combined, this.blockCrc)
    return out.subarray(0, written)
  }
}
