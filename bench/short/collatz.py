"""The longest Collatz walk below a limit, with a cache."""
lengths = {1: 1}
best = 1
for start in range(2, 80000):
    n = start
    steps = 0
    while n not in lengths:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    lengths[start] = steps + lengths[n]
    if lengths[start] > lengths[best]:
        best = start
print(best, lengths[best], sum(lengths.values()))
