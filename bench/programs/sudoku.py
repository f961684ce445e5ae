"""Sudoku by constraint propagation and search: dicts of strings, recursion, min with a key, all and any."""

import sys

DIGITS = '123456789'
ROWS = 'ABCDEFGHI'


def cross(a, b):
    return [x + y for x in a for y in b]


SQUARES = cross(ROWS, DIGITS)
UNITS = [cross(ROWS, c) for c in DIGITS]
UNITS += [cross(r, DIGITS) for r in ROWS]
UNITS += [cross(rs, cs) for rs in ('ABC', 'DEF', 'GHI') for cs in ('123', '456', '789')]
UNITS_OF = {s: [u for u in UNITS if s in u] for s in SQUARES}
PEERS = {s: [p for p in SQUARES if p != s and any(p in u for u in UNITS_OF[s])] for s in SQUARES}

PUZZLES = [
    '53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79',
    '4.....8.5.3..........7......2.....6.....8.4......1.......6.3.7.5..2.....1.4......',
    '..............3.85..1.2.......5.7.....4...1...9.......5......73..2.1........4...9',
    '52...6.........7.13...........4..8..6......5...........418.........3..2...87.....',
    '6.....8.3.4.7.................5.4.7.3..2.....1.6.......2.....5.....8.6......1....',
]


class Search:
    def __init__(self):
        self.guesses = 0

    def parse(self, puzzle):
        values = {s: DIGITS for s in SQUARES}
        for square, ch in zip(SQUARES, puzzle):
            if ch in DIGITS and not self.assign(values, square, ch):
                return None
        return values

    def assign(self, values, square, digit):
        others = values[square].replace(digit, '')
        return all(self.eliminate(values, square, d) for d in others)

    def eliminate(self, values, square, digit):
        if digit not in values[square]:
            return True
        values[square] = values[square].replace(digit, '')
        left = values[square]
        if not left:
            return False
        if len(left) == 1 and not all(self.eliminate(values, peer, left) for peer in PEERS[square]):
            return False
        for unit in UNITS_OF[square]:
            places = [s for s in unit if digit in values[s]]
            if not places:
                return False
            if len(places) == 1 and not self.assign(values, places[0], digit):
                return False
        return True

    def solve(self, values):
        if values is None:
            return None
        open_squares = [s for s in SQUARES if len(values[s]) > 1]
        if not open_squares:
            return values
        square = min(open_squares, key=lambda s: (len(values[s]), s))
        for digit in values[square]:
            self.guesses += 1
            copy = dict(values)
            if self.assign(copy, square, digit):
                solved = self.solve(copy)
                if solved:
                    return solved
        return None


def variant(puzzle, n):
    """The same puzzle with other digits, mirrored where n is odd."""
    if n % 2:
        puzzle = ''.join(puzzle[row::9] for row in range(9))
    return puzzle.translate(str.maketrans(DIGITS, DIGITS[n % 9 :] + DIGITS[: n % 9]))


def solved(values):
    return all(sorted(values[s] for s in unit) == list(DIGITS) for unit in UNITS)


def shown(values):
    return '\n'.join(' '.join(values[r + c] for c in DIGITS) for r in ROWS)


def main(size):
    guesses = 0
    corners = []
    for n in range(size):
        for puzzle in PUZZLES:
            search = Search()
            values = search.solve(search.parse(variant(puzzle, n)))
            assert solved(values)
            guesses += search.guesses
            corners.append(values['A1'] + values['I9'])
    print(shown(values), guesses, ' '.join(corners[-24:]), sep='\n')
    wrong = PUZZLES[0].replace('.', '3', 1)
    print(Search().solve(Search().parse(wrong)))


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 24)
