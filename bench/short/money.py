"""Prices in decimals, an invoice as text."""
from decimal import ROUND_HALF_UP, Decimal
from string import Template

LINE = Template('$name  x$count  $total')
lines = [('bolt', 40, '0.12'), ('nut', 12, '1.05'), ('crate', 1, '129.90')] * 60
net = Decimal(0)
for name, count, price in lines:
    total = (count * Decimal(price)).quantize(Decimal('0.01'), ROUND_HALF_UP)
    net += total
text = [LINE.substitute(name=n, count=c, total=c * Decimal(p)) for n, c, p in lines[:3]]
print('\n'.join(text))
tax = (net * Decimal('0.19')).quantize(Decimal('0.01'))
print(f'{net:,} + {tax:,} = {net + tax:,}')
