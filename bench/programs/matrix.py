"""Matrices as lists of lists: product, transposition, determinant by elimination, powers, ints and floats."""

import sys


def multiply(a, b):
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def multiply_by_index(a, b):
    n, m, k = len(a), len(b[0]), len(b)
    out = [[0] * m for _ in range(n)]
    for i in range(n):
        row = a[i]
        target = out[i]
        for j in range(m):
            total = 0
            for t in range(k):
                total += row[t] * b[t][j]
            target[j] = total
    return out


def determinant(matrix):
    a = [row[:] for row in matrix]
    n = len(a)
    result = 1.0
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(a[r][i]))
        if pivot != i:
            a[i], a[pivot] = a[pivot], a[i]
            result = -result
        result *= a[i][i]
        for r in range(i + 1, n):
            factor = a[r][i] / a[i][i]
            for c in range(i, n):
                a[r][c] -= factor * a[i][c]
    return result


def main(size):
    n = size
    a = [[(i * j) % 7 - 3 for j in range(n)] for i in range(n)]
    b = [[(i + 2 * j) % 5 - 2 for j in range(n)] for i in range(n)]
    c = multiply(a, b)
    assert c == multiply_by_index(a, b)
    d = multiply_by_index([[x / 4 for x in row] for row in c], [[x / 8 for x in row] for row in a])
    print(sum(map(sum, c)), sum(map(sum, d)), max(map(max, d)))
    print(f'{determinant([[1.0 / (1 + abs(i - j)) for j in range(n)] for i in range(n)]):.6e}')


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 195)
