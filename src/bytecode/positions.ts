/**
 * Source positions in the debug section: one entry an instruction, most of them one to three bytes.
 *
 * An entry starts with a byte: 0 and a count `n` repeats the previous position `n` times; 1 is no position at all; 2 stays on the
 * previous line and gives column and width; 3 gives line (relative to the previous one), number of further lines, column and end column.
 * Numbers are variable-length, seven bits a byte, low bits first; signed ones are zigzag-coded.
 */

class Packer {
  readonly out: number[] = []

  unsigned(value: number): void {
    let rest = value
    while (rest > 127) {
      this.out.push((rest & 127) | 128)
      rest >>>= 7
    }
    this.out.push(rest)
  }

  signed(value: number): void {
    this.unsigned(value < 0 ? (-value << 1) - 1 : value << 1)
  }
}

/** Packs `positions` (four numbers an instruction). */
export function packPositions(positions: Int32Array): Uint8Array {
  const packer = new Packer()
  let line = 0
  let column = 0
  let i = 0
  while (i < positions.length) {
    const [l, el, c, ec] = [positions[i]!, positions[i + 1]!, positions[i + 2]!, positions[i + 3]!]
    if (l < 0) packer.out.push(1)
    else if (l === line && el === l && c >= 0 && ec >= c) {
      packer.out.push(2)
      packer.signed(c - column)
      packer.unsigned(ec - c)
      column = c
    } else {
      packer.out.push(3)
      packer.signed(l - line)
      packer.signed(el - l)
      packer.unsigned(c + 1)
      packer.unsigned(ec + 1)
      line = l
      column = Math.max(c, 0)
    }
    let same = 0
    let k = i + 4
    while (
      k < positions.length &&
      positions[k] === l &&
      positions[k + 1] === el &&
      positions[k + 2] === c &&
      positions[k + 3] === ec
    ) {
      same++
      k += 4
    }
    if (same > 0) {
      packer.out.push(0)
      packer.unsigned(same)
    }
    i = k
  }
  return Uint8Array.from(packer.out)
}

/** Unpacks the positions of `count` instructions. Broken data gives unknown positions, never an error. */
export function unpackPositions(data: Uint8Array, count: number): Int32Array {
  const out = new Int32Array(count * 4).fill(-1)
  let at = 0
  const unsigned = (): number => {
    let value = 0
    let shift = 0
    for (;;) {
      const byte = data[at++] ?? 0
      value |= (byte & 127) << shift
      if (byte < 128 || shift > 28) return value
      shift += 7
    }
  }
  const signed = (): number => {
    const value = unsigned()
    return value & 1 ? -((value + 1) >>> 1) : value >>> 1
  }
  let line = 0
  let column = 0
  let i = 0
  const end = count * 4
  while (i < end && at < data.length) {
    switch (data[at++]) {
      case 0: {
        const n = unsigned()
        for (let k = 0; k < n && i < end; k++, i += 4) if (i >= 4) out.copyWithin(i, i - 4, i)
        break
      }
      case 1:
        i += 4
        break
      case 2:
        column += signed()
        out[i] = line
        out[i + 1] = line
        out[i + 2] = column
        out[i + 3] = column + unsigned()
        i += 4
        break
      default: {
        line += signed()
        out[i] = line
        out[i + 1] = line + signed()
        out[i + 2] = unsigned() - 1
        out[i + 3] = unsigned() - 1
        column = Math.max(out[i + 2]!, 0)
        i += 4
      }
    }
  }
  return out
}
