"""Spheres over a chequered floor: vectors with operators, polymorphic shapes, recursion for reflections."""

import sys
from math import sqrt


class Vector:
    __slots__ = ('x', 'y', 'z')

    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k, self.z * k)

    def __neg__(self):
        return Vector(-self.x, -self.y, -self.z)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def cross(self, other):
        return Vector(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )

    def unit(self):
        return self * (1.0 / sqrt(self.dot(self)))

    def reflect(self, normal):
        return self - normal * (2.0 * self.dot(normal))


class Ray:
    def __init__(self, origin, direction):
        self.origin = origin
        self.direction = direction.unit()

    def at(self, t):
        return self.origin + self.direction * t


class Surface:
    def __init__(self, colour, shine=0.0, diffuse=0.8):
        self.colour = colour
        self.shine = shine
        self.diffuse = diffuse

    def colour_at(self, point):
        return self.colour


class Chequered(Surface):
    def __init__(self, even, odd, **rest):
        super().__init__(even, **rest)
        self.odd = odd

    def colour_at(self, point):
        return self.colour if (int(point.x // 1) + int(point.z // 1)) % 2 == 0 else self.odd


class Sphere:
    def __init__(self, centre, radius, surface):
        self.centre = centre
        self.radius = radius
        self.surface = surface

    def meet(self, ray):
        towards = self.centre - ray.origin
        along = towards.dot(ray.direction)
        rest = self.radius * self.radius - (towards.dot(towards) - along * along)
        if rest < 0.0:
            return None
        return along - sqrt(rest)

    def normal(self, point):
        return (point - self.centre).unit()


class Floor:
    def __init__(self, height, surface):
        self.height = height
        self.surface = surface
        self.up = Vector(0.0, 1.0, 0.0)

    def meet(self, ray):
        slope = ray.direction.y
        if abs(slope) < 1e-9:
            return None
        return (self.height - ray.origin.y) / slope

    def normal(self, point):
        return self.up


class Scene:
    def __init__(self, eye, target):
        self.eye = eye
        self.ahead = (target - eye).unit()
        self.right = self.ahead.cross(Vector(0.0, 1.0, 0.0)).unit()
        self.up = self.right.cross(self.ahead)
        self.things = []
        self.lights = []
        self.rays = 0

    def nearest(self, ray):
        best = None
        best_t = 1e30
        for thing in self.things:
            t = thing.meet(ray)
            if t is not None and 1e-6 < t < best_t:
                best, best_t = thing, t
        return best, best_t

    def lit(self, point, light):
        towards = light - point
        distance = sqrt(towards.dot(towards))
        ray = Ray(point, towards)
        for thing in self.things:
            t = thing.meet(ray)
            if t is not None and 1e-6 < t < distance:
                return False
        return True

    def trace(self, ray, depth=0):
        self.rays += 1
        thing, t = self.nearest(ray)
        if thing is None:
            fade = 0.5 * (ray.direction.y + 1.0)
            return (0.4 + 0.3 * fade, 0.5 + 0.4 * fade, 0.9)
        point = ray.at(t)
        normal = thing.normal(point)
        surface = thing.surface
        r, g, b = surface.colour_at(point)
        bright = 0.15
        for light in self.lights:
            cosine = (light - point).unit().dot(normal)
            if cosine > 0.0 and self.lit(point, light):
                bright += surface.diffuse * cosine
        r, g, b = r * bright, g * bright, b * bright
        if surface.shine > 0.0 and depth < 3:
            mr, mg, mb = self.trace(Ray(point, ray.direction.reflect(normal)), depth + 1)
            k = surface.shine
            r, g, b = r + k * mr, g + k * mg, b + k * mb
        return (r, g, b)

    def render(self, width, height):
        for y in range(height):
            row = []
            for x in range(width):
                across = self.right * ((x - width / 2) / height)
                above = self.up * ((height / 2 - y) / height)
                row.append(self.trace(Ray(self.eye, self.ahead + across + above)))
            yield row


def level(c):
    return min(255, max(0, int(c * 255)))


def main(size):
    scene = Scene(Vector(0.0, 1.6, -8.0), Vector(0.0, 0.8, 0.0))
    scene.lights = [Vector(-6.0, 8.0, -6.0), Vector(7.0, 5.0, -3.0)]
    scene.things.append(Floor(0.0, Chequered((0.9, 0.9, 0.9), (0.2, 0.2, 0.25), shine=0.1)))
    for i in range(6):
        colour = ((i % 3) / 2, (i % 2) / 1, 1.0 - i / 5)
        scene.things.append(Sphere(Vector(i * 1.5 - 3.7, 0.8, (i * i) % 4 - 1.0), 0.75, Surface(colour, shine=0.3)))
    checksum = 0
    brightest = 0
    for y, row in enumerate(scene.render(size * 4 // 3, size)):
        for r, g, b in row:
            checksum = (checksum * 31 + level(r) * 7 + level(g) * 3 + level(b)) % 1000003
            brightest = max(brightest, level(r) + level(g) + level(b))
        if y % max(size // 10, 1) == 0:
            print(''.join(' .:-=+*#%@'[min(9, int(g * 10))] for _, g, _ in row[:: max(size // 48, 1)]))
    print(scene.rays, checksum, brightest)


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 190)
