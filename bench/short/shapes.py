"""Classes, inheritance, special methods."""
import math
from abc import ABC, abstractmethod


class Shape(ABC):
    @abstractmethod
    def area(self): ...

    def __lt__(self, other):
        return self.area() < other.area()

    def __repr__(self):
        return f'{type(self).__name__}({self.area():.2f})'


class Circle(Shape):
    def __init__(self, radius):
        self.radius = radius

    def area(self):
        return math.pi * self.radius**2


class Rectangle(Shape):
    def __init__(self, width, height):
        self.width, self.height = width, height

    def area(self):
        return self.width * self.height


class Square(Rectangle):
    def __init__(self, side):
        super().__init__(side, side)


shapes = []
for i in range(1, 12000):
    shapes.append([Circle(i % 17), Square(i % 29), Rectangle(i % 11, i % 13)][i % 3])
shapes.sort()
print(shapes[:3], shapes[-3:], f'{sum(s.area() for s in shapes):.4f}')
try:
    Shape()
except TypeError as e:
    print(type(e).__name__)
