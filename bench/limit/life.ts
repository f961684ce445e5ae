import { list } from './text'

const GUN = `\
........................O...........
......................O.O...........
............OO......OO............OO
...........O...O....OO............OO
OO........O.....O...OO..............
OO........O...O.OO....O.O...........
..........O.....O.......O...........
...........O...O....................
............OO......................`
const ACORN = `\
.O.....
...O...
OO..OOO`

class Board {
  private cells: number[][]

  constructor(
    private readonly width: number,
    private readonly height: number,
  ) {
    this.cells = Array.from({ length: height }, () => new Array<number>(width).fill(0))
  }

  put(pattern: string, x: number, y: number): void {
    pattern.split('\n').forEach((line, dy) => {
      for (let dx = 0; dx < line.length; dx++)
        if (line[dx] === 'O') this.cells[(y + dy) % this.height]![(x + dx) % this.width] = 1
    })
  }

  step(): void {
    const { cells, width, height } = this
    this.cells = cells.map((here, y) => {
      const above = cells[(y + height - 1) % height]!
      const below = cells[(y + 1) % height]!
      const row = new Array<number>(width).fill(0)
      for (let x = 0; x < width; x++) {
        const left = x > 0 ? x - 1 : width - 1
        const right = x + 1 < width ? x + 1 : 0
        const n =
          above[left]! +
          above[x]! +
          above[right]! +
          here[left]! +
          here[right]! +
          below[left]! +
          below[x]! +
          below[right]!
        if (n === 3 || (n === 2 && here[x] === 1)) row[x] = 1
      }
      return row
    })
  }

  alive(): number {
    let n = 0
    for (const row of this.cells) for (const cell of row) n += cell
    return n
  }

  toString(): string {
    return this.cells
      .map((row) =>
        row
          .map((c) => '.O'[c])
          .join('')
          .replace(/\.+$/, ''),
      )
      .join('\n')
  }
}

export function main(size: number, print: (...values: unknown[]) => void): void {
  const board = new Board(96, 72)
  board.put(GUN, 4, 4)
  board.put(ACORN, 60, 50)
  const history: number[] = []
  for (let generation = 0; generation < size; generation++) {
    board.step()
    if (generation % 10 === 0) history.push(board.alive())
  }
  print(board)
  print(
    list(history.slice(-12)),
    history.reduce((a, b) => a + b, 0),
  )
}
