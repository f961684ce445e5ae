class Vector {
  constructor(
    readonly x: number,
    readonly y: number,
    readonly z: number,
  ) {}

  plus(other: Vector): Vector {
    return new Vector(this.x + other.x, this.y + other.y, this.z + other.z)
  }

  minus(other: Vector): Vector {
    return new Vector(this.x - other.x, this.y - other.y, this.z - other.z)
  }

  times(k: number): Vector {
    return new Vector(this.x * k, this.y * k, this.z * k)
  }

  dot(other: Vector): number {
    return this.x * other.x + this.y * other.y + this.z * other.z
  }

  cross(other: Vector): Vector {
    return new Vector(
      this.y * other.z - this.z * other.y,
      this.z * other.x - this.x * other.z,
      this.x * other.y - this.y * other.x,
    )
  }

  unit(): Vector {
    return this.times(1 / Math.sqrt(this.dot(this)))
  }

  reflect(normal: Vector): Vector {
    return this.minus(normal.times(2 * this.dot(normal)))
  }
}

class Ray {
  readonly direction: Vector

  constructor(
    readonly origin: Vector,
    direction: Vector,
  ) {
    this.direction = direction.unit()
  }

  at(t: number): Vector {
    return this.origin.plus(this.direction.times(t))
  }
}

type Colour = readonly [number, number, number]

class Surface {
  constructor(
    protected readonly colour: Colour,
    readonly shine = 0,
    readonly diffuse = 0.8,
  ) {}

  colourAt(_point: Vector): Colour {
    return this.colour
  }
}

class Chequered extends Surface {
  constructor(
    even: Colour,
    private readonly odd: Colour,
    shine: number,
  ) {
    super(even, shine)
  }

  override colourAt(point: Vector): Colour {
    return (Math.floor(point.x) + Math.floor(point.z)) % 2 === 0 ? this.colour : this.odd
  }
}

interface Thing {
  readonly surface: Surface
  meet(ray: Ray): number | null
  normal(point: Vector): Vector
}

class Sphere implements Thing {
  constructor(
    private readonly centre: Vector,
    private readonly radius: number,
    readonly surface: Surface,
  ) {}

  meet(ray: Ray): number | null {
    const towards = this.centre.minus(ray.origin)
    const along = towards.dot(ray.direction)
    const rest = this.radius * this.radius - (towards.dot(towards) - along * along)
    return rest < 0 ? null : along - Math.sqrt(rest)
  }

  normal(point: Vector): Vector {
    return point.minus(this.centre).unit()
  }
}

class Floor implements Thing {
  private readonly up = new Vector(0, 1, 0)

  constructor(
    private readonly height: number,
    readonly surface: Surface,
  ) {}

  meet(ray: Ray): number | null {
    const slope = ray.direction.y
    return Math.abs(slope) < 1e-9 ? null : (this.height - ray.origin.y) / slope
  }

  normal(): Vector {
    return this.up
  }
}

class Scene {
  readonly things: Thing[] = []
  readonly lights: Vector[] = []
  rays = 0
  private readonly ahead: Vector
  private readonly right: Vector
  private readonly up: Vector

  constructor(
    private readonly eye: Vector,
    target: Vector,
  ) {
    this.ahead = target.minus(eye).unit()
    this.right = this.ahead.cross(new Vector(0, 1, 0)).unit()
    this.up = this.right.cross(this.ahead)
  }

  private nearest(ray: Ray): [Thing | null, number] {
    let best: Thing | null = null
    let bestT = 1e30
    for (const thing of this.things) {
      const t = thing.meet(ray)
      if (t !== null && t > 1e-6 && t < bestT) {
        best = thing
        bestT = t
      }
    }
    return [best, bestT]
  }

  private lit(point: Vector, light: Vector): boolean {
    const towards = light.minus(point)
    const distance = Math.sqrt(towards.dot(towards))
    const ray = new Ray(point, towards)
    for (const thing of this.things) {
      const t = thing.meet(ray)
      if (t !== null && t > 1e-6 && t < distance) return false
    }
    return true
  }

  private trace(ray: Ray, depth = 0): Colour {
    this.rays++
    const [thing, t] = this.nearest(ray)
    if (thing === null) {
      const fade = 0.5 * (ray.direction.y + 1)
      return [0.4 + 0.3 * fade, 0.5 + 0.4 * fade, 0.9]
    }
    const point = ray.at(t)
    const normal = thing.normal(point)
    const { surface } = thing
    let [r, g, b] = surface.colourAt(point)
    let bright = 0.15
    for (const light of this.lights) {
      const cosine = light.minus(point).unit().dot(normal)
      if (cosine > 0 && this.lit(point, light)) bright += surface.diffuse * cosine
    }
    r *= bright
    g *= bright
    b *= bright
    if (surface.shine > 0 && depth < 3) {
      const [mr, mg, mb] = this.trace(new Ray(point, ray.direction.reflect(normal)), depth + 1)
      const k = surface.shine
      r += k * mr
      g += k * mg
      b += k * mb
    }
    return [r, g, b]
  }

  *render(width: number, height: number): Generator<Colour[], void> {
    for (let y = 0; y < height; y++) {
      const row: Colour[] = []
      for (let x = 0; x < width; x++) {
        const across = this.right.times((x - width / 2) / height)
        const above = this.up.times((height / 2 - y) / height)
        row.push(this.trace(new Ray(this.eye, this.ahead.plus(across).plus(above))))
      }
      yield row
    }
  }
}

function level(c: number): number {
  return Math.min(255, Math.max(0, Math.trunc(c * 255)))
}

export function main(size: number, print: (...values: unknown[]) => void): void {
  const scene = new Scene(new Vector(0, 1.6, -8), new Vector(0, 0.8, 0))
  scene.lights.push(new Vector(-6, 8, -6), new Vector(7, 5, -3))
  scene.things.push(new Floor(0, new Chequered([0.9, 0.9, 0.9], [0.2, 0.2, 0.25], 0.1)))
  for (let i = 0; i < 6; i++) {
    const colour: Colour = [(i % 3) / 2, i % 2, 1 - i / 5]
    const centre = new Vector(i * 1.5 - 3.7, 0.8, ((i * i) % 4) - 1)
    scene.things.push(new Sphere(centre, 0.75, new Surface(colour, 0.3)))
  }
  let checksum = 0
  let brightest = 0
  let y = 0
  for (const row of scene.render(Math.floor((size * 4) / 3), size)) {
    for (const [r, g, b] of row) {
      checksum = (checksum * 31 + level(r) * 7 + level(g) * 3 + level(b)) % 1000003
      brightest = Math.max(brightest, level(r) + level(g) + level(b))
    }
    if (y % Math.max(Math.floor(size / 10), 1) === 0) {
      const step = Math.max(Math.floor(size / 48), 1)
      const shades = row.filter((_, x) => x % step === 0).map(([, g]) => ' .:-=+*#%@'[Math.min(9, Math.trunc(g * 10))])
      print(shades.join(''))
    }
    y++
  }
  print(scene.rays, checksum, brightest)
}
