"""A bank ledger: accounts, postings, interest, statements, an audit trail."""
from __future__ import annotations
import json
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, getcontext, localcontext
from enum import Enum, auto
from functools import total_ordering
from itertools import accumulate, groupby
from typing import Iterator

CENT = Decimal('0.01')


class Kind(Enum):
    ASSET = auto()
    LIABILITY = auto()
    INCOME = auto()
    EXPENSE = auto()

    @property
    def sign(self) -> int:
        return 1 if self in (Kind.ASSET, Kind.EXPENSE) else -1


class LedgerError(Exception):
    def __init__(self, message: str, *, entry: 'Entry | None' = None):
        super().__init__(message)
        self.entry = entry


@total_ordering
@dataclass(frozen=True)
class Money:
    amount: Decimal
    currency: str = 'EUR'

    def __post_init__(self):
        object.__setattr__(self, 'amount', self.amount.quantize(CENT, ROUND_HALF_EVEN))

    def _same(self, other):
        if not isinstance(other, Money):
            return NotImplemented
        if other.currency != self.currency:
            raise LedgerError(f'{self.currency} is not {other.currency}')
        return True

    def __add__(self, other):
        if (ok := self._same(other)) is NotImplemented:
            return ok
        return Money(self.amount + other.amount, self.currency)

    def __radd__(self, other):
        return self if other == 0 else NotImplemented

    def __neg__(self):
        return Money(-self.amount, self.currency)

    def __sub__(self, other):
        return self + -other

    def __mul__(self, factor):
        return Money(self.amount * Decimal(factor), self.currency)

    __rmul__ = __mul__

    def __lt__(self, other):
        self._same(other)
        return self.amount < other.amount

    def __bool__(self):
        return self.amount != 0

    def __format__(self, spec):
        return f'{self.amount:{spec or ",.2f"}} {self.currency}'


@dataclass(slots=True)
class Posting:
    account: str
    money: Money
    tags: frozenset[str] = frozenset()


@dataclass(slots=True)
class Entry:
    day: date
    text: str
    postings: list[Posting] = field(default_factory=list)
    number: int = 0

    def check(self) -> None:
        total = sum((p.money for p in self.postings), start=Money(Decimal(0)))
        if total:
            raise LedgerError(f'entry is out of balance by {total}', entry=self)


class Account:
    registry: dict[str, Account] = {}

    def __init_subclass__(cls, /, kind: Kind, **kw):
        super().__init_subclass__(**kw)
        cls.kind = kind

    def __new__(cls, name, *args, **kwargs):
        self = super().__new__(cls)
        Account.registry[name] = self
        return self

    def __init__(self, name: str):
        self.name = name
        self.history: list[tuple[date, Money]] = []
        self._balance = Money(Decimal(0))

    @property
    def balance(self) -> Money:
        return self._balance * self.kind.sign

    def post(self, day: date, money: Money) -> None:
        self.history.append((day, money))
        self._balance = self._balance + money

    def running(self) -> Iterator[tuple[date, Money]]:
        days = [d for d, _ in self.history]
        yield from zip(days, accumulate((m for _, m in self.history)))

    def __repr__(self):
        return f'<{type(self).__name__} {self.name} {self.balance}>'


class Asset(Account, kind=Kind.ASSET): pass
class Income(Account, kind=Kind.INCOME): pass
class Expense(Account, kind=Kind.EXPENSE): pass


class Savings(Asset, kind=Kind.ASSET):
    def __init__(self, name, rate):
        super().__init__(name)
        self.rate = Decimal(rate)

    def interest(self, days: int) -> Money:
        with localcontext() as ctx:
            ctx.prec = 18
            return Money(self.balance.amount * ((1 + self.rate) ** (Decimal(days) / 365) - 1))


class Ledger:
    def __init__(self):
        self.entries: list[Entry] = []
        self.failures = Counter()

    def __iadd__(self, entry: Entry):
        try:
            entry.check()
            for p in entry.postings:
                if p.account not in Account.registry:
                    raise LedgerError(f'no account {p.account!r}', entry=entry)
        except LedgerError as e:
            self.failures[str(e)[:24]] += 1
            return self
        entry.number = len(self.entries) + 1
        self.entries.append(entry)
        for p in entry.postings:
            Account.registry[p.account].post(entry.day, p.money)
        return self

    def by_month(self):
        for (y, m), entries in groupby(self.entries, key=lambda e: (e.day.year, e.day.month)):
            totals = defaultdict(lambda: Money(Decimal(0)))
            for e in entries:
                for p in e.postings:
                    for tag in p.tags or {'untagged'}:
                        totals[tag] += p.money
            yield f'{y}-{m:02}', dict(sorted(totals.items()))


def numbers(seed: int):
    while True:
        seed = (seed * 1103515245 + 12345) & 0x7fffffff
        yield seed >> 8


def transfer(day, text, source, target, amount, *tags) -> Entry:
    money = Money(Decimal(amount))
    return Entry(day, text, [Posting(target, money, frozenset(tags)), Posting(source, -money)])


def main(n=1500):
    getcontext().prec = 28
    bank, cash, saved = Asset('bank'), Asset('cash'), Savings('saved', '0.0325')
    Income('salary'), Income('interest'), Expense('food'), Expense('rent'), Expense('fun')
    ledger = Ledger()
    random = numbers(42)
    day = date(2023, 1, 1)
    for i in range(n):
        r = next(random)
        day += timedelta(days=r % 2)
        match r % 7:
            case 0:
                ledger += transfer(day, 'pay', 'salary', 'bank', f'{2000 + r % 500}.{r % 100:02}', 'work')
            case 1 | 2:
                ledger += transfer(day, f'shop {r % 13}', 'cash' if r & 1 else 'bank', 'food', Decimal(r % 9000) / 100, 'daily', 'food')
            case 3:
                ledger += transfer(day, 'rent', 'bank', 'rent', '850.505', 'home')
            case 4:
                ledger += transfer(day, 'machine', 'bank', 'cash', r % 30 * 10)
            case 5:
                ledger += Entry(day, 'broken', [Posting('bank', Money(Decimal(r % 5))), Posting('fun', Money(Decimal(-3)))])
            case _:
                if r % 3 == 0:
                    ledger += transfer(day, 'gone', 'nowhere', 'bank', 1)
                else:
                    ledger += transfer(day, 'save', 'bank', 'saved', '100')
        if i % 100 == 99:
            got = saved.interest(30)
            if got: ledger += transfer(day, 'interest', 'interest', 'saved', got.amount, 'work')
    for account in Account.registry.values():
        print(account, len(account.history))
    print(dict(ledger.failures))
    for month, totals in list(ledger.by_month())[-3:]:
        print(month, {k: f'{v}' for k, v in totals.items()})
    low = min(bank.running(), key=lambda x: x[1])
    print('lowest', low[0].isoformat(), f'{low[1]:>14,.2f}')
    last = ledger.entries[-1]
    print(json.dumps(asdict(last), default=lambda o: sorted(o) if isinstance(o, frozenset) else str(o), sort_keys=True)[:200])
    print(replace(last.postings[0].money, currency='USD'))
    try:
        replace(last.postings[0].money, currency='USD') + last.postings[0].money
    except LedgerError as e:
        print('error', e, e.entry)


for _ in range(4):
    Account.registry.clear()
    main()
