/** The checksum of bzip2: CRC-32 of bits in the order in which they are written, highest first. */

const table = new Int32Array(256)
for (let i = 0; i < 256; i++) {
  let c = i << 24
  for (let k = 0; k < 8; k++) c = c < 0 ? (c << 1) ^ 0x04c11db7 : c << 1
  table[i] = c
}

/** Goes on with a checksum, which begins as -1 and is inverted at the end. */
export function crcStep(crc: number, byte: number): number {
  return (crc << 8) ^ table[(crc >>> 24) ^ byte]!
}

/** The checksum of a stream after another block. */
export function combine(stream: number, block: number): number {
  return ((stream << 1) | (stream >>> 31)) ^ block
}
