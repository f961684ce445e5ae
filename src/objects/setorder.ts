/**
 * The order in which CPython would iterate over a set of ints. Programs print such sets, and although no order is promised, the one
 * that CPython gives (small ints come out sorted) is the one they were written against. Sets of anything else keep the order of
 * insertion.
 *
 * The ints are put into a table of slots by the method of Objects/setobject.c: linear probes, then a perturbed jump; the table
 * grows fourfold (twofold when large) once it is three fifths full.
 */

const LINEAR_PROBES = 9

function insert(table: (number | undefined)[], mask: number, value: number): void {
  let i = (value === -1 ? -2 : value) & mask
  let perturb = -1n
  for (;;) {
    const probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0
    for (let k = 0; k <= probes; k++) {
      if (table[i + k] === undefined) {
        table[i + k] = value
        return
      }
    }
    // The jump needs the hash as an unsigned 64-bit number; it is rare enough for a bigint.
    if (perturb < 0n) perturb = BigInt.asUintN(64, BigInt(value === -1 ? -2 : value))
    perturb >>= 5n
    i = Number((BigInt(i * 5 + 1) + perturb) & BigInt(mask))
  }
}

/** The values in the order of CPython's table, if they were added one by one in the given order. */
export function intSetOrder(values: readonly number[]): number[] {
  let mask = 7
  let table: (number | undefined)[] = new Array(8).fill(undefined)
  for (let n = 0; n < values.length; n++) {
    insert(table, mask, values[n]!)
    const used = n + 1
    if (used * 5 < mask * 3) continue
    const wanted = used > 50000 ? used * 2 : used * 4
    let size = 8
    while (size <= wanted) size *= 2
    const old = table
    mask = size - 1
    table = new Array(size).fill(undefined)
    for (let i = 0; i < old.length; i++) if (old[i] !== undefined) insert(table, mask, old[i]!)
  }
  const out: number[] = []
  for (let i = 0; i < table.length; i++) if (table[i] !== undefined) out.push(table[i]!)
  return out
}
