function entry(i: number, j: number): number {
  const ij = i + j
  return 1 / (Math.floor((ij * (ij + 1)) / 2) + i + 1)
}

function times(v: number[]): number[] {
  return v.map((_, i) => {
    let total = 0
    for (let j = 0; j < v.length; j++) total += entry(i, j) * v[j]!
    return total
  })
}

function transposedTimes(v: number[]): number[] {
  return v.map((_, i) => {
    let total = 0
    for (let j = 0; j < v.length; j++) total += entry(j, i) * v[j]!
    return total
  })
}

function norm(n: number, rounds: number): number {
  let u = new Array<number>(n).fill(1)
  let v = u
  for (let round = 0; round < rounds; round++) {
    v = transposedTimes(times(u))
    u = transposedTimes(times(v))
  }
  let numerator = 0
  let denominator = 0
  for (let i = 0; i < n; i++) {
    numerator += u[i]! * v[i]!
    denominator += v[i]! * v[i]!
  }
  return Math.sqrt(numerator / denominator)
}

export function main(size: number, print: (...values: unknown[]) => void): void {
  print(norm(size, 10).toFixed(9))
}
