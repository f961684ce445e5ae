/** The table of the programs in `programs/`: what each is about, and the size at which tests run it. The full size is each program's own default. */
import { join } from 'node:path'

/** A program of the suite: `programs/NAME.py` with a function `main(size)`. */
export interface Program {
  readonly name: string
  /** What it is about, as the table in README.md names it. */
  readonly kind: string
  /** A size at which it takes some milliseconds. */
  readonly small: number
  /** The same program by hand in TypeScript, in `limit/NAME.ts`. */
  readonly limit?: true
}

function program(name: string, kind: string, small: number, limit?: true): Program {
  return limit === undefined ? { name, kind, small } : { name, kind, small, limit }
}

export const programs: readonly Program[] = [
  program('aes', 'bytes, table look-ups', 150, true),
  program('asynctree', 'coroutines and tasks', 16),
  program('bigint', 'large ints', 60),
  program('btree', 'classes, bisect, recursion', 400),
  program('calculator', 'tokenizer, parser, interpreter', 30),
  program('closures', 'closures, decorators, keywords', 500),
  program('compress', 'bytes, heaps, dicts', 1500),
  program('constraints', 'an object graph (as DeltaBlue)', 60),
  program('dicts', 'dicts and sets', 600),
  program('exceptions', 'exceptions, context managers', 1000),
  program('fannkuch', 'lists of ints', 6, true),
  program('fib', 'recursive calls', 14, true),
  program('interest', 'decimals and fractions', 500),
  program('jsonparse', 'a parser of characters', 30),
  program('levenshtein', 'dynamic programming', 60, true),
  program('life', 'grids of ints', 20, true),
  program('logs', 'regular expressions', 150),
  program('lru', 'linked objects, special methods', 1500),
  program('mandelbrot', 'floats, complex numbers', 40),
  program('matrix', 'lists of lists', 12),
  program('nbody', 'floats in attributes', 300, true),
  program('orders', 'dataclasses, enums', 300),
  program('pagerank', 'dicts of floats', 120),
  program('pipeline', 'generators', 600),
  program('primes', 'ints, bytearrays', 3000),
  program('queens', 'recursive generators, sets', 6, true),
  program('raytrace', 'vectors with operators', 8, true),
  program('scheduler', 'small classes (as Richards)', 300, true),
  program('shortestpath', 'priority queues, tuples', 250),
  program('sorting', 'sorting, keys, heaps', 500),
  program('spectral', 'floats, small calls', 20, true),
  program('strings', 'formatting', 200),
  program('sudoku', 'search, dicts of strings', 1),
  program('templates', 'closures, regular expressions, text', 2),
  program('unionfind', 'lists of ints, while loops', 600),
  program('wordcount', 'methods of str, dicts', 150),
]

/** Where the programs are. */
export const programFolder = join(import.meta.dir, 'programs')

/** The programs of these names, all where there are none. */
export function chosenPrograms(names: readonly string[]): readonly Program[] {
  for (const name of names)
    if (!programs.some((p) => p.name === name)) throw new Error(`there is no program ${name} in bench/programs.ts`)
  return names.length === 0 ? programs : programs.filter((p) => names.includes(p.name))
}
