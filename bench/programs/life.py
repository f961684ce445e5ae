"""Conway's game of life on a grid that wraps: lists of lists of ints, index arithmetic, strings in and out."""

import sys

PATTERNS = {
    'gun': """\
........................O...........
......................O.O...........
............OO......OO............OO
...........O...O....OO............OO
OO........O.....O...OO..............
OO........O...O.OO....O.O...........
..........O.....O.......O...........
...........O...O....................
............OO......................""",
    'acorn': """\
.O.....
...O...
OO..OOO""",
}


class Board:
    def __init__(self, width, height):
        self.width = width
        self.height = height
        self.cells = [[0] * width for _ in range(height)]

    def put(self, pattern, x, y):
        for dy, line in enumerate(pattern.splitlines()):
            for dx, ch in enumerate(line):
                if ch == 'O':
                    self.cells[(y + dy) % self.height][(x + dx) % self.width] = 1

    def step(self):
        cells, width, height = self.cells, self.width, self.height
        after = []
        for y in range(height):
            above, here, below = cells[y - 1], cells[y], cells[(y + 1) % height]
            row = [0] * width
            for x in range(width):
                left = x - 1
                right = x + 1 if x + 1 < width else 0
                n = (
                    above[left] + above[x] + above[right]
                    + here[left] + here[right]
                    + below[left] + below[x] + below[right]
                )
                if n == 3 or (n == 2 and here[x]):
                    row[x] = 1
            after.append(row)
        self.cells = after

    def alive(self):
        return sum(map(sum, self.cells))

    def __str__(self):
        return '\n'.join(''.join('.O'[c] for c in row).rstrip('.') for row in self.cells)


def main(size):
    board = Board(96, 72)
    board.put(PATTERNS['gun'], 4, 4)
    board.put(PATTERNS['acorn'], 60, 50)
    history = []
    for generation in range(size):
        board.step()
        if generation % 10 == 0:
            history.append(board.alive())
    print(board)
    print(history[-12:], sum(history))


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1400)
