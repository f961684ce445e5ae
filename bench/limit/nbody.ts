import { float } from './text'

const SUN_MASS = 4 * Math.PI * Math.PI
const YEAR = 365.24

class Body {
  vx: number
  vy: number
  vz: number
  mass: number

  constructor(
    public x: number,
    public y: number,
    public z: number,
    vx: number,
    vy: number,
    vz: number,
    mass: number,
  ) {
    this.vx = vx * YEAR
    this.vy = vy * YEAR
    this.vz = vz * YEAR
    this.mass = mass * SUN_MASS
  }
}

function system(): Body[] {
  return [
    new Body(0, 0, 0, 0, 0, 0, 1),
    new Body(4.8414, -1.1603, -0.1036, 0.00166, 0.0077, -0.000069, 9.5479e-4),
    new Body(8.3434, 4.1248, -0.4035, -0.00277, 0.00499, 0.000023, 2.8589e-4),
    new Body(12.8944, -15.1112, -0.2233, 0.00296, 0.00238, -0.0000297, 4.3662e-5),
    new Body(15.3797, -25.9193, 0.1793, 0.00268, 0.00163, -0.0000952, 5.1514e-5),
  ]
}

function settle(bodies: Body[]): void {
  let px = 0
  let py = 0
  let pz = 0
  for (const b of bodies) {
    px += b.vx * b.mass
    py += b.vy * b.mass
    pz += b.vz * b.mass
  }
  const sun = bodies[0]!
  sun.vx = -px / SUN_MASS
  sun.vy = -py / SUN_MASS
  sun.vz = -pz / SUN_MASS
}

function advance(pairs: [Body, Body][], bodies: Body[], dt: number, steps: number): void {
  for (let step = 0; step < steps; step++) {
    for (const [a, b] of pairs) {
      const dx = a.x - b.x
      const dy = a.y - b.y
      const dz = a.z - b.z
      const square = dx * dx + dy * dy + dz * dz
      const mag = dt / (square * Math.sqrt(square))
      const am = a.mass * mag
      const bm = b.mass * mag
      a.vx -= dx * bm
      a.vy -= dy * bm
      a.vz -= dz * bm
      b.vx += dx * am
      b.vy += dy * am
      b.vz += dz * am
    }
    for (const b of bodies) {
      b.x += dt * b.vx
      b.y += dt * b.vy
      b.z += dt * b.vz
    }
  }
}

function energy(pairs: [Body, Body][], bodies: Body[]): number {
  let e = 0
  for (const b of bodies) e += 0.5 * b.mass * (b.vx * b.vx + b.vy * b.vy + b.vz * b.vz)
  for (const [a, b] of pairs) {
    const dx = a.x - b.x
    const dy = a.y - b.y
    const dz = a.z - b.z
    e -= (a.mass * b.mass) / Math.sqrt(dx * dx + dy * dy + dz * dz)
  }
  return e
}

export function main(size: number, print: (...values: unknown[]) => void): void {
  const bodies = system()
  const pairs = bodies.flatMap((a, i) => bodies.slice(i + 1).map((b): [Body, Body] => [a, b]))
  settle(bodies)
  print(float(energy(pairs, bodies)))
  advance(pairs, bodies, 0.01, size)
  print(float(energy(pairs, bodies)))
}
