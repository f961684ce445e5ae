"""A few dataclasses and an enum."""
from dataclasses import asdict, dataclass, field
from enum import Enum


class Kind(Enum):
    TOOL = 1
    PART = 2


@dataclass(order=True)
class Item:
    name: str
    price: float
    kind: Kind = field(compare=False)
    stock: int = 0

    @property
    def value(self):
        return self.price * self.stock


items = [Item(f'n{i * 7 % 100:02}', i % 13 + 0.5, Kind.TOOL if i % 3 else Kind.PART, i % 5) for i in range(2000)]
items.sort()
print(items[0], items[-1])
print(sum(item.value for item in items), sum(item.kind is Kind.PART for item in items))
print(len({(i.name, i.price) for i in items}), asdict(items[7]))
