/** What the writers of random programs have in common: choices taken from a tape of numbers, and lines of Python with their indentation. */

/** With DXPY_MESSAGES=1 programs print messages of exceptions too, which is stricter than what the runtime promises. */
export const MESSAGE = process.env.DXPY_MESSAGES === '1' ? ', e' : ''

/**
 * A writer takes one number for each choice it makes. An exhausted tape gives 0, and choice 0 is always the simplest alternative, so that every tape
 * gives a finite program and a shorter tape a simpler one: cutting the tape minimises programs without knowing Python.
 */
export class TapeWriter {
  #at = 0
  #indent = 0
  #names = 0
  protected readonly lines: string[] = []

  constructor(readonly tape: readonly number[]) {}

  /** A number below `n` from the tape. */
  choose(n: number): number {
    const v = this.#at < this.tape.length ? (this.tape[this.#at++] as number) : 0
    return v % n
  }

  pick<T>(list: readonly T[]): T {
    return list[this.choose(list.length)] as T
  }

  /** One of several texts; only the chosen one is made. */
  oneOf(...makers: (() => string)[]): string {
    return this.pick(makers)()
  }

  fresh(prefix: string): string {
    return `${prefix}${this.#names++}`
  }

  /** Writes a statement at the indentation of the block; it may have lines of its own. */
  emit(text: string): void {
    for (const line of text.split('\n')) this.lines.push('    '.repeat(this.#indent) + line)
  }

  block(head: string, body: () => void): void {
    this.emit(head)
    this.#indent++
    const before = this.lines.length
    body()
    if (this.lines.length === before) this.emit('pass')
    this.#indent--
  }

  /** A statement whose exception is printed, so that the program goes on. */
  guarded(make: () => void): void {
    this.block('try:', make)
    this.block('except Exception as e:', () => this.emit(`print(type(e).__name__${MESSAGE})`))
  }

  text(): string {
    return `${this.lines.join('\n')}\n`
  }
}

/** Tapes for the writers of the shortest and the greatest length: numbers of a generator of its own, since many thousands of them are wanted fast. */
export function tapes(count: number, seed: number, shortest: number, longest: number): number[][] {
  let state = (seed ^ 0x9e3779b9) | 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return (t ^ (t >>> 14)) >>> 1
  }
  return Array.from({ length: count }, () => {
    const length = shortest + (next() % (longest - shortest + 1))
    return Array.from({ length }, next)
  })
}
