"""An order book of dataclasses: generated __init__, __eq__, ordering and hashing, fields with defaults, replace, asdict."""

import dataclasses
import sys
from dataclasses import dataclass, field
from enum import Enum
from typing import Dict, List, Tuple


# Offers that a side of a book holds: the worst one has to go.
DEPTH = 60


class Side(Enum):
    BUY = 'buy'
    SELL = 'sell'

    @property
    def other(self):
        return Side.SELL if self is Side.BUY else Side.BUY


@dataclass(frozen=True, order=True)
class Price:
    units: int
    cents: int = 0

    def __post_init__(self):
        if not 0 <= self.cents < 100:
            raise ValueError(f'cents: {self.cents}')

    @property
    def total(self):
        return self.units * 100 + self.cents

    @classmethod
    def of(cls, total):
        return cls(*divmod(total, 100))


@dataclass
class Order:
    ident: int
    side: Side
    symbol: str
    price: Price
    amount: int
    filled: int = 0
    history: List[Tuple[int, int]] = field(default_factory=list, compare=False, repr=False)

    @property
    def left(self):
        return self.amount - self.filled

    def fill(self, amount, tick):
        self.filled += amount
        self.history.append((tick, amount))


@dataclass(frozen=True)
class Trade:
    buyer: int
    seller: int
    symbol: str
    price: Price
    amount: int

    @property
    def value(self):
        return self.price.total * self.amount


@dataclass
class Book:
    symbol: str
    sides: Dict[Side, List[Order]] = field(default_factory=lambda: {Side.BUY: [], Side.SELL: []})
    trades: List[Trade] = field(default_factory=list)

    def crosses(self, order, best):
        if order.side is Side.BUY:
            return best.price <= order.price
        return best.price >= order.price

    def place(self, order, tick):
        waiting = self.sides[order.side.other]
        while order.left and waiting and self.crosses(order, waiting[-1]):
            best = waiting[-1]
            amount = min(order.left, best.left)
            order.fill(amount, tick)
            best.fill(amount, tick)
            buyer, seller = (order, best) if order.side is Side.BUY else (best, order)
            self.trades.append(Trade(buyer.ident, seller.ident, self.symbol, best.price, amount))
            if not best.left:
                waiting.pop()
        if order.left:
            self.insert(order)

    def insert(self, order):
        # The best offer is last: the highest bid, the lowest ask.
        side = self.sides[order.side]
        at = len(side)
        if order.side is Side.BUY:
            while at > 0 and side[at - 1].price >= order.price:
                at -= 1
        else:
            while at > 0 and side[at - 1].price <= order.price:
                at -= 1
        side.insert(at, order)
        if len(side) > DEPTH:
            del side[0]


@dataclass
class Market:
    books: Dict[str, Book] = field(default_factory=dict)
    tick: int = 0

    def submit(self, order):
        self.tick += 1
        book = self.books.get(order.symbol)
        if book is None:
            book = self.books[order.symbol] = Book(order.symbol)
        book.place(order, self.tick)


def stream(count):
    state = 99
    symbols = ['ABC', 'KLM', 'XYZ']
    for ident in range(count):
        state = (state * 1103515245 + 12345) % 2147483648
        n = state >> 7
        side = Side.BUY if n % 2 else Side.SELL
        base = 10000 - 40 if side is Side.BUY else 10000 + 40
        yield Order(ident, side, symbols[n // 2 % 3], Price.of(base + n // 6 % 160 - 80), 1 + n // 1000 % 50)


def main(size):
    market = Market()
    for order in stream(size):
        market.submit(order)
    for symbol in sorted(market.books):
        book = market.books[symbol]
        volume = sum(t.amount for t in book.trades)
        value = sum(t.value for t in book.trades)
        print(symbol, len(book.trades), volume, value, len(book.sides[Side.BUY]), len(book.sides[Side.SELL]))
        last = book.trades[-1]
        assert last == dataclasses.replace(last) and hash(last) == hash(dataclasses.replace(last))
        print(last, dataclasses.replace(last, amount=0) == last)
    trades = [t for book in market.books.values() for t in book.trades]
    prices = sorted({t.price for t in trades})
    print(prices[0], prices[-1], len(prices))
    by_price = {}
    for trade in trades:
        by_price.setdefault(trade.price, []).append(trade)
    busiest = max(by_price, key=lambda p: (len(by_price[p]), p))
    print(busiest, len(by_price[busiest]))
    rows = [dataclasses.asdict(t) for t in trades[: size // 40]]
    print(len(rows), rows[0], sum(r['price']['cents'] for r in rows))
    try:
        Price(3, 100)
    except ValueError as e:
        print(e)
    try:
        trades[0].amount = 3
    except dataclasses.FrozenInstanceError as e:
        print(e)


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 90000)
