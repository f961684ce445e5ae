import { list } from './text'

function fib(n: number): number {
  return n < 2 ? n : fib(n - 1) + fib(n - 2)
}

function ackermann(m: number, n: number): number {
  if (m === 0) return n + 1
  if (n === 0) return ackermann(m - 1, 1)
  return ackermann(m - 1, ackermann(m, n - 1))
}

export function main(size: number, print: (...values: unknown[]) => void): void {
  const values: number[] = []
  for (let n = 0; n < size * 7; n += 40) values.push(ackermann(2, n))
  print(fib(size), list(values))
}
