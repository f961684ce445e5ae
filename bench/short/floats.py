"""Integrals and roots in floats, at module level."""
import math

step = 1.0 / 150000
area = 0.0
for i in range(150000):
    x = (i + 0.5) * step
    area += 4.0 / (1.0 + x * x)
print(f'{area * step:.10f}')
low, high = 1.0, 2.0
while high - low > 1e-12:
    middle = (low + high) / 2
    if middle**3 - middle - 2 > 0:
        high = middle
    else:
        low = middle
print(f'{low:.9f}', f'{sum(math.sin(i) for i in range(20000)):.6f}')
