"""The Mandelbrot set as letters, in floats and in complex numbers: nested loops, early exits, joins."""

import sys

SHADES = ' .,:;-=+*#%@'


def escape(cr, ci, limit):
    zr = zi = 0.0
    for n in range(limit):
        rr = zr * zr
        ii = zi * zi
        if rr + ii > 4.0:
            return n
        zi = 2.0 * zr * zi + ci
        zr = rr - ii + cr
    return limit


def escape_complex(c, limit):
    z = 0j
    for n in range(limit):
        if abs(z) > 2.0:
            return n
        z = z * z + c
    return limit


def picture(width, height, limit):
    rows = []
    total = 0
    for y in range(height):
        ci = 2.4 * y / height - 1.2
        row = []
        for x in range(width):
            cr = 3.2 * x / width - 2.2
            n = escape(cr, ci, limit)
            total += n
            row.append(SHADES[n * (len(SHADES) - 1) // limit])
        rows.append(''.join(row))
    return rows, total


def main(size):
    rows, total = picture(2 * size, size, 100)
    for y in range(0, size, max(size // 12, 1)):
        print(rows[y][:: max(size // 32, 1)])
    print(total, sum(row.count('@') for row in rows))
    step = 3.0 / size
    inside = [
        escape_complex(complex(step * x - 2.0, step * y - 1.5), 40)
        for y in range(0, size, 2)
        for x in range(0, size, 2)
    ]
    print(sum(inside), max(inside))


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 480)
