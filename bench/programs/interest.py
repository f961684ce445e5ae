"""Money in decimals: compound interest, a loan's schedule, rounding modes, contexts, accounts; and the same in fractions."""

import sys
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal, getcontext, localcontext
from fractions import Fraction

CENT = Decimal('0.01')


def compound(principal, rate, years, per_year=12):
    balance = Decimal(principal)
    factor = 1 + Decimal(rate) / (100 * per_year)
    for _ in range(years * per_year):
        balance = (balance * factor).quantize(CENT, ROUND_HALF_EVEN)
    return balance


def instalment(principal, rate, months):
    monthly = Decimal(rate) / 1200
    return (principal * monthly / (1 - (1 + monthly) ** -months)).quantize(CENT, ROUND_UP)


def schedule(principal, rate, months):
    """Rows of a loan: interest, repayment, what is left."""
    left = Decimal(principal)
    payment = instalment(left, rate, months)
    monthly = Decimal(rate) / 1200
    while left > 0:
        interest = (left * monthly).quantize(CENT, ROUND_HALF_UP)
        repaid = min(payment - interest, left)
        left -= repaid
        yield interest, repaid, left


class Account:
    def __init__(self, name, rate):
        self.name = name
        self.rate = Decimal(rate)
        self.balance = Decimal(0)
        self.entries = []

    def post(self, amount, text):
        self.balance += amount
        self.entries.append((text, amount))

    def close_month(self):
        interest = (self.balance * self.rate / 1200).quantize(CENT, ROUND_DOWN)
        if interest:
            self.post(interest, 'interest')

    def __str__(self):
        return f'{self.name:<8}{self.balance:>16,.2f}{len(self.entries):>6}'


def bank(months):
    accounts = [Account('current', '0.25'), Account('savings', '2.75'), Account('deposit', '4.125')]
    for month in range(months):
        for i, account in enumerate(accounts):
            account.post(Decimal(month * 37 % 911 + i) / 4 + Decimal('0.10'), 'deposit')
            if month % 5 == i:
                account.post(-(account.balance / 9).quantize(CENT), 'withdrawal')
            account.close_month()
    return accounts


def pi_digits(digits):
    with localcontext() as context:
        context.prec = digits + 3
        three = Decimal(3)
        last, t, s, n, na, d, da = 0, three, 3, 1, 0, 0, 24
        while s != last:
            last = s
            n, na = n + na, na + 8
            d, da = d + da, da + 32
            t = (t * n) / d
            s += t
        context.prec = digits
        return +s


def harmonic(n):
    total = Fraction(0)
    for i in range(1, n + 1):
        total += Fraction(1, i)
    return total


def main(size):
    getcontext().prec = 28
    for rate in ('0.5', '1.75', '3', '4.2'):
        savings = [compound(1000 + 5 * i, rate, 30) for i in range(size // 500)]
        print(rate, savings[0], sum(savings))
    rows = list(schedule('250000', '3.85', min(size, 480)))
    print(len(rows), rows[0], rows[-1], sum(row[0] for row in rows))
    for months in range(12, min(size // 4, 600), 12):
        rows = list(schedule('9999.99', '6.5', months))
    print(instalment(Decimal(9999), '6.5', 120), rows[-1])
    for account in bank(size):
        print(account)
    print(pi_digits(size // 20))
    total = harmonic(size // 8)
    print(total.numerator % 10**9, total.denominator % 10**9, float(total))
    print(sum((Decimal(i) / 7).quantize(CENT) for i in range(size)), Decimal(2).sqrt(), Decimal('1E+3').normalize())


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60000)
