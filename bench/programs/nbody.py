"""Planets that attract each other: float attributes of instances, arithmetic in straight lines."""

import sys
from math import pi, sqrt

SUN_MASS = 4 * pi * pi
YEAR = 365.24


class Body:
    def __init__(self, x, y, z, vx, vy, vz, mass):
        self.x, self.y, self.z = x, y, z
        self.vx, self.vy, self.vz = vx * YEAR, vy * YEAR, vz * YEAR
        self.mass = mass * SUN_MASS


def system():
    return [
        Body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0),
        Body(4.8414, -1.1603, -0.1036, 0.00166, 0.0077, -0.000069, 9.5479e-4),
        Body(8.3434, 4.1248, -0.4035, -0.00277, 0.00499, 0.000023, 2.8589e-4),
        Body(12.8944, -15.1112, -0.2233, 0.00296, 0.00238, -0.0000297, 4.3662e-5),
        Body(15.3797, -25.9193, 0.1793, 0.00268, 0.00163, -0.0000952, 5.1514e-5),
    ]


def settle(bodies):
    px = py = pz = 0.0
    for b in bodies:
        px += b.vx * b.mass
        py += b.vy * b.mass
        pz += b.vz * b.mass
    sun = bodies[0]
    sun.vx, sun.vy, sun.vz = -px / SUN_MASS, -py / SUN_MASS, -pz / SUN_MASS


def advance(pairs, bodies, dt, steps):
    for _ in range(steps):
        for a, b in pairs:
            dx = a.x - b.x
            dy = a.y - b.y
            dz = a.z - b.z
            square = dx * dx + dy * dy + dz * dz
            mag = dt / (square * sqrt(square))
            am = a.mass * mag
            bm = b.mass * mag
            a.vx -= dx * bm
            a.vy -= dy * bm
            a.vz -= dz * bm
            b.vx += dx * am
            b.vy += dy * am
            b.vz += dz * am
        for b in bodies:
            b.x += dt * b.vx
            b.y += dt * b.vy
            b.z += dt * b.vz


def energy(pairs, bodies):
    e = 0.0
    for b in bodies:
        e += 0.5 * b.mass * (b.vx * b.vx + b.vy * b.vy + b.vz * b.vz)
    for a, b in pairs:
        dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
        e -= a.mass * b.mass / sqrt(dx * dx + dy * dy + dz * dz)
    return e


def main(size):
    bodies = system()
    pairs = [(a, b) for i, a in enumerate(bodies) for b in bodies[i + 1 :]]
    settle(bodies)
    print(energy(pairs, bodies))
    advance(pairs, bodies, 0.01, size)
    print(energy(pairs, bodies))


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 220000)
