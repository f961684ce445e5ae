"""Chess: boards, legal moves, perft counts, notation, a small alpha-beta search."""
from __future__ import annotations
from functools import lru_cache
from typing import NamedTuple

KNIGHT = [(1, 2), (2, 1), (-1, 2), (-2, 1), (1, -2), (2, -1), (-1, -2), (-2, -1)]
DIAGONAL = [(1, 1), (1, -1), (-1, 1), (-1, -1)]
STRAIGHT = [(1, 0), (-1, 0), (0, 1), (0, -1)]
VALUE = dict(zip('pnbrqk', (100, 320, 330, 500, 900, 20000)))
START = 'rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1'


class Move(NamedTuple):
    source: int
    target: int
    promotion: str = ''

    def __str__(self):
        return square(self.source) + square(self.target) + self.promotion.lower()


def square(i: int) -> str:
    return 'abcdefgh'[i % 8] + str(i // 8 + 1)


def index(name: str) -> int:
    return ord(name[0]) - 97 + (int(name[1]) - 1) * 8


@lru_cache(maxsize=None)
def rays(i, steps, once):
    out = []
    x, y = i % 8, i // 8
    for dx, dy in steps:
        line = []
        a, b = x + dx, y + dy
        while 0 <= a < 8 and 0 <= b < 8:
            line.append(b * 8 + a)
            if once: break
            a += dx
            b += dy
        if line: out.append(tuple(line))
    return tuple(out)


N, D, S = tuple(KNIGHT), tuple(DIAGONAL), tuple(STRAIGHT)


class Board:
    __slots__ = ('cells', 'white', 'castling', 'passant', 'undo')

    def __init__(self, fen: str = START):
        rows, side, castling, passant, *_ = fen.split()
        self.cells = ['.'] * 64
        for r, row in enumerate(rows.split('/')):
            c = 0
            for ch in row:
                if ch.isdigit():
                    c += int(ch)
                else:
                    self.cells[(7 - r) * 8 + c] = ch
                    c += 1
        self.white = side == 'w'
        self.castling = '' if castling == '-' else castling
        self.passant = -1 if passant == '-' else index(passant)
        self.undo = []

    def fen(self) -> str:
        rows = []
        for r in range(7, -1, -1):
            text, empty = '', 0
            for ch in self.cells[r * 8:r * 8 + 8]:
                if ch == '.':
                    empty += 1
                    continue
                if empty: text += str(empty)
                text, empty = text + ch, 0
            rows.append(text + (str(empty) if empty else ''))
        return f"{'/'.join(rows)} {'bw'[self.white]} {self.castling or '-'} {square(self.passant) if self.passant >= 0 else '-'}"

    def mine(self, ch): return ch != '.' and ch.isupper() == self.white

    def attacked(self, i: int, by_white: bool) -> bool:
        cells = self.cells
        own = (lambda s: s.upper()) if by_white else (lambda s: s.lower())
        for (t,) in rays(i, N, True):
            if cells[t] == own('n'): return True
        for (t,) in rays(i, D + S, True):
            if cells[t] == own('k'): return True
        for steps, kinds in ((D, own('bq')), (S, own('rq'))):
            for line in rays(i, steps, False):
                for t in line:
                    ch = cells[t]
                    if ch != '.':
                        if ch in kinds: return True
                        break
        dy = -1 if by_white else 1
        for (t,) in rays(i, ((1, dy), (-1, dy)), True):
            if cells[t] == own('p'): return True
        return False

    def check(self, white: bool) -> bool:
        return self.attacked(self.cells.index('K' if white else 'k'), not white)

    def pseudo(self):
        cells = self.cells
        for i, ch in enumerate(cells):
            if not self.mine(ch): continue
            kind = ch.lower()
            if kind == 'p':
                yield from self.pawn(i)
                continue
            steps = {'n': N, 'b': D, 'r': S}.get(kind, D + S)
            for line in rays(i, steps, kind in 'nk'):
                for t in line:
                    if cells[t] == '.':
                        yield Move(i, t)
                        continue
                    if not self.mine(cells[t]): yield Move(i, t)
                    break
            if kind == 'k': yield from self.castles(i)

    def pawn(self, i):
        step = 8 if self.white else -8
        last = 7 if self.white else 0
        home = 1 if self.white else 6
        targets = []
        if self.cells[i + step] == '.':
            targets.append(i + step)
            if i // 8 == home and self.cells[i + 2 * step] == '.': targets.append(i + 2 * step)
        for dx in (-1, 1):
            if 0 <= i % 8 + dx < 8:
                t = i + step + dx
                if t == self.passant or (self.cells[t] != '.' and not self.mine(self.cells[t])): targets.append(t)
        for t in targets:
            if t // 8 == last:
                for p in 'QRBN': yield Move(i, t, p if self.white else p.lower())
            else:
                yield Move(i, t)

    def castles(self, i):
        for right, path, through in (('K', (5, 6), (4, 5, 6)), ('Q', (1, 2, 3), (2, 3, 4))):
            base = 0 if self.white else 56
            if (right if self.white else right.lower()) in self.castling and i == base + 4 and all(self.cells[base + p] == '.' for p in path):
                if not any(self.attacked(base + t, not self.white) for t in through):
                    yield Move(i, base + (6 if right == 'K' else 2))

    def push(self, m: Move):
        cells = self.cells
        ch, taken = cells[m.source], cells[m.target]
        self.undo.append((m, taken, self.castling, self.passant, cells[:]))
        cells[m.target], cells[m.source] = m.promotion or ch, '.'
        if ch in 'Pp' and m.target == self.passant:
            cells[m.target + (-8 if self.white else 8)] = '.'
        self.passant = (m.source + m.target) // 2 if ch in 'Pp' and abs(m.source - m.target) == 16 else -1
        if ch in 'Kk' and abs(m.source - m.target) == 2:
            rook = (m.source + 3, m.source + 1) if m.target > m.source else (m.source - 4, m.source - 1)
            cells[rook[1]], cells[rook[0]] = cells[rook[0]], '.'
        if self.castling:
            lost = {4: 'KQ', 60: 'kq', 0: 'Q', 7: 'K', 56: 'q', 63: 'k'}
            gone = lost.get(m.source, '') + lost.get(m.target, '')
            self.castling = ''.join(c for c in self.castling if c not in gone)
        self.white = not self.white

    def pop(self):
        _, _, self.castling, self.passant, self.cells[:] = self.undo.pop()
        self.white = not self.white

    def moves(self):
        for m in self.pseudo():
            self.push(m)
            ok = not self.check(not self.white)
            self.pop()
            if ok: yield m


def perft(board: Board, depth: int) -> int:
    if depth == 0: return 1
    total = 0
    for m in board.moves():
        board.push(m)
        total += perft(board, depth - 1)
        board.pop()
    return total


def evaluate(board):
    score = 0
    for i, ch in enumerate(board.cells):
        if ch != '.':
            v = VALUE[ch.lower()] + (3 - abs(3.5 - i % 8)) * 2
            score += v if ch.isupper() else -v
    return score if board.white else -score


def search(board, depth, alpha=-1e9, beta=1e9):
    if depth == 0: return evaluate(board), None
    best = None
    for m in sorted(board.moves(), key=lambda m: board.cells[m.target] == '.'):
        board.push(m)
        try:
            score = -search(board, depth - 1, -beta, -alpha)[0]
        finally:
            board.pop()
        if score > alpha:
            alpha, best = score, m
            if alpha >= beta: break
    if best is None and not any(True for _ in board.moves()):
        return (-1e6 - depth if board.check(board.white) else 0), None
    return alpha, best


for fen, depth in ((START, 3), ('r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1', 2),
                   ('8/2p5/3p4/KP5r/1R3p1k/8/4P1P1/8 w - - 0 1', 3), ('n1n5/PPPk4/8/8/8/8/4Kppp/5N1N b - - 0 1', 2)):
    b = Board(fen)
    print(fen.split()[0], [perft(b, d) for d in range(1, depth + 1)], b.fen() == ' '.join(fen.split()[:4]))
b = Board()
for _ in range(4):
    score, move = search(b, 2)
    print(move, round(score, 1), end=' ')
    b.push(move)
print(b.fen())
b = Board('6k1/5ppp/8/8/8/8/8/R6K w - - 0 1')
print(*(str(x) for x in search(b, 2)))
