"""Dicts under load: int, str and tuple keys, deletion, views, comprehensions, setdefault, a grid of cells."""

import sys


def neighbours(cells):
    counts = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    key = (x + dx, y + dy)
                    counts[key] = counts.get(key, 0) + 1
    return counts


def life(cells, generations):
    for _ in range(generations):
        counts = neighbours(cells)
        cells = {cell for cell, n in counts.items() if n == 3 or (n == 2 and cell in cells)}
    return cells


def graph(n):
    edges = {}
    for i in range(n):
        edges.setdefault(i, {})[i * 7 % n] = i
        edges.setdefault(i * 3 % n, {})[i] = -i
    return edges


def reach(edges, start):
    seen = {start: 0}
    queue = [start]
    for node in queue:
        for other in edges[node]:
            if other not in seen:
                seen[other] = seen[node] + 1
                queue.append(other)
    return seen


def churn(n):
    table = {}
    for i in range(n):
        table[f'k{i % 5000}'] = i
        if i % 3 == 0:
            table.pop(f'k{i // 2 % 5000}', None)
    return sum(table.values()), len(table)


def main(size):
    glider = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
    cells = life(glider | {(x, 20) for x in range(60)}, size * 11 // 6000)
    print(len(cells), sum(x * 31 + y for x, y in cells))
    edges = graph(size)
    seen = reach(edges, 1)
    print(len(seen), max(seen.values()), churn(size * 20 // 3))
    print(sum({k: v for k, v in zip(range(size * 5 // 3), range(size * 5 // 3, 0, -1)) if v & 1}.values()))


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 180000)
