/**
 * The order in which CPython would iterate over a set of ints. Programs print such sets, and although no order is promised, the one
 * that CPython gives (small ints come out sorted) is the one they were written against. Sets of anything else keep the order of
 * insertion.
 *
 * The ints are put into a table of slots by the method of Objects/setobject.c: linear probes, then a perturbed jump; the table
 * grows fourfold (twofold when large) once it is three fifths full, and a set merged into another reserves room at once.
 */

const LINEAR_PROBES = 9

/** A table of ints as CPython's set has it, without the slots of removed ints. NaN marks a free slot. */
export class IntSetTable {
  private slots = new Float64Array(8).fill(Number.NaN)
  private mask = 7
  private used = 0

  private place(value: number): boolean {
    const hash = value === -1 ? -2 : value
    const mask = this.mask
    const slots = this.slots
    let i = hash & mask
    // The jumps consume the hash as an unsigned 64-bit number, five bits each.
    let low = hash | 0
    let high = Math.floor(hash / 0x1_0000_0000) | 0
    for (;;) {
      const last = i + LINEAR_PROBES <= mask ? i + LINEAR_PROBES : i
      for (let k = i; k <= last; k++) {
        const found = slots[k]!
        if (found === value) return false
        if (Number.isNaN(found)) {
          slots[k] = value
          return true
        }
      }
      low = (low >>> 5) | (high << 27)
      high >>>= 5
      i = (Math.imul(i, 5) + 1 + low) & mask
    }
  }

  private resize(wanted: number): void {
    let size = 8
    while (size <= wanted) size *= 2
    const old = this.slots
    this.mask = size - 1
    this.slots = new Float64Array(size).fill(Number.NaN)
    for (let i = 0; i < old.length; i++) if (!Number.isNaN(old[i]!)) this.place(old[i]!)
  }

  /** Adds an int unless it is there. */
  add(value: number): void {
    if (!this.place(value)) return
    this.used++
    if (this.used * 5 >= this.mask * 3) this.resize(this.used > 50000 ? this.used * 2 : this.used * 4)
  }

  /** Adds all ints of another table. */
  merge(other: IntSetTable): void {
    if ((this.used + other.used) * 5 >= this.mask * 3) this.resize((this.used + other.used) * 2)
    if (this.used === 0 && this.mask === other.mask) {
      this.slots = other.slots.slice()
      this.used = other.used
    } else for (const value of other.values()) this.add(value)
  }

  /** The ints in order. */
  values(): number[] {
    const out: number[] = []
    const slots = this.slots
    for (let i = 0; i < slots.length; i++) if (!Number.isNaN(slots[i]!)) out.push(slots[i]!)
    return out
  }
}

/** The table of ints that were added one by one. */
export function intSetTable(values: Iterable<number>): IntSetTable {
  const table = new IntSetTable()
  for (const value of values) table.add(value)
  return table
}
