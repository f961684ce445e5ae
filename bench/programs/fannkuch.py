"""Pancake flips over all permutations: list indexing, slices, while loops."""

import sys


def fannkuch(n):
    perm1 = list(range(n))
    count = list(range(1, n + 1))
    best = checksum = 0
    sign = True
    r = n
    while True:
        if perm1[0]:
            perm = perm1[:]
            flips = 0
            first = perm[0]
            while first:
                perm[: first + 1] = perm[first::-1]
                flips += 1
                first = perm[0]
            if flips > best:
                best = flips
            checksum += flips if sign else -flips
        if sign:
            perm1[0], perm1[1] = perm1[1], perm1[0]
            sign = False
        else:
            perm1[1], perm1[2] = perm1[2], perm1[1]
            sign = True
            r = 2
            while r < n:
                count[r] -= 1
                if count[r] > 0:
                    break
                count[r] = r + 1
                if r == n - 1:
                    return checksum, best
                r += 1
                moved = perm1[0]
                for i in range(r):
                    perm1[i] = perm1[i + 1]
                perm1[r] = moved


def main(size):
    print(fannkuch(size), fannkuch(size - 1), fannkuch(size))


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
