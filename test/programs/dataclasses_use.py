from dataclasses import dataclass, field, asdict, replace, astuple, fields
from functools import total_ordering
@dataclass(order=True, frozen=True)
class Point:
    x: int
    y: int = 0
    tags: list = field(default_factory=list, compare=False)
@dataclass
class Shape:
    name: str
    points: list[Point] = field(default_factory=list)
    area: float = field(init=False, default=0.0)
    def __post_init__(self): self.area = float(len(self.points))
s = Shape('tri', [Point(1), Point(2, 3), Point(0, 5)])
print(s, asdict(s)); print(sorted(s.points), replace(s.points[0], y=9), astuple(s.points[1]), hash(Point(1, 2)) == hash(Point(1, 2)))
try: s.points[0].x = 5
except Exception as e: print(type(e).__name__, e)
print([f.name for f in fields(Shape)], Point.__match_args__)
match s.points[1]:
    case Point(x, y) if y > x: print('above', x, y)
