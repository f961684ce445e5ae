import { list } from './text'

function* place(
  n: number,
  row: number,
  columns: number[],
  rising: Set<number>,
  falling: Set<number>,
): Generator<number[], void> {
  if (row === n) {
    yield columns.slice()
    return
  }
  for (let column = 0; column < n; column++) {
    if (columns.includes(column) || rising.has(row + column) || falling.has(row - column)) continue
    columns.push(column)
    rising.add(row + column)
    falling.add(row - column)
    yield* place(n, row + 1, columns, rising, falling)
    columns.pop()
    rising.delete(row + column)
    falling.delete(row - column)
  }
}

/** Permutations in lexicographic order. */
function* permutations(items: number[]): Generator<number[], void> {
  if (items.length === 0) {
    yield []
    return
  }
  for (const [i, first] of items.entries())
    for (const rest of permutations([...items.slice(0, i), ...items.slice(i + 1)])) yield [first, ...rest]
}

function* byPermutation(n: number): Generator<number[], void> {
  for (const p of permutations(Array.from({ length: n }, (_, i) => i)))
    if (new Set(p.map((c, i) => c + i)).size === n && new Set(p.map((c, i) => c - i)).size === n) yield p
}

export function main(size: number, print: (...values: unknown[]) => void): void {
  const solutions = [...place(size, 0, [], new Set(), new Set())]
  print(solutions.length, list(solutions[0]!, '(', ')'), list(solutions[solutions.length - 1]!, '(', ')'))
  let count = 0
  for (const _ of place(size - 1, 0, [], new Set(), new Set())) count++
  let firsts = 0
  for (const p of byPermutation(size - 2)) firsts += p[0]!
  print(count, firsts)
}
