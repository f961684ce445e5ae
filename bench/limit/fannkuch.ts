import { list } from './text'

function fannkuch(n: number): [number, number] {
  const perm1 = Array.from({ length: n }, (_, i) => i)
  const count = perm1.map((i) => i + 1)
  let best = 0
  let checksum = 0
  let sign = true
  let r = n
  for (;;) {
    if (perm1[0]! !== 0) {
      const perm = perm1.slice()
      let flips = 0
      let first = perm[0]!
      while (first !== 0) {
        for (let i = 0, j = first; i < j; i++, j--) {
          const moved = perm[i]!
          perm[i] = perm[j]!
          perm[j] = moved
        }
        flips++
        first = perm[0]!
      }
      if (flips > best) best = flips
      checksum += sign ? flips : -flips
    }
    const second = perm1[1]!
    if (sign) {
      perm1[1] = perm1[0]!
      perm1[0] = second
      sign = false
      continue
    }
    perm1[1] = perm1[2]!
    perm1[2] = second
    sign = true
    for (r = 2; r < n; r++) {
      count[r]!--
      if (count[r]! > 0) break
      count[r] = r + 1
      if (r === n - 1) return [checksum, best]
      const moved = perm1[0]!
      for (let i = 0; i <= r; i++) perm1[i] = perm1[i + 1]!
      perm1[r + 1] = moved
    }
  }
}

export function main(size: number, print: (...values: unknown[]) => void): void {
  print(...[size, size - 1, size].map((n) => list(fannkuch(n), '(', ')')))
}
