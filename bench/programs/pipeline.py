"""Generators chained into pipelines: records flow through parsing, filtering, windows, grouping and merging."""

import heapq
import itertools
import sys


def readings(count):
    """Lines of a log of sensors."""
    state = 4711
    for second in range(count):
        state = (state * 69069 + 1) % 4294967296
        sensor = state >> 12 & 7
        value = (state >> 16) % 4000 / 100
        yield f'{second:08d} s{sensor} {value:.2f}' if state >> 9 & 63 else f'{second:08d} s{sensor} ERROR'


def parse(lines):
    for line in lines:
        time, sensor, value = line.split()
        yield int(time), sensor, None if value == 'ERROR' else float(value)


def valid(records):
    return (r for r in records if r[2] is not None)


def only(records, sensor):
    for record in records:
        if record[1] == sensor:
            yield record


def windows(values, n):
    window = list(itertools.islice(values, n))
    if len(window) == n:
        yield tuple(window)
    for value in values:
        window = window[1:] + [value]
        yield tuple(window)


def smooth(records, n):
    for window in windows(iter(records), n):
        total = 0.0
        for record in window:
            total += record[2]
        yield window[-1][0], window[-1][1], total / n


def changes(records):
    last = None
    for time, sensor, value in records:
        if last is not None and abs(value - last) > 2.5:
            yield time, sensor, value - last
        last = value


def batches(items, n):
    items = iter(items)
    while True:
        batch = list(itertools.islice(items, n))
        if not batch:
            return
        yield batch


def running():
    """A coroutine of the old kind: takes values, gives the mean so far."""
    total = 0.0
    count = 0
    mean = 0.0
    while True:
        value = yield mean
        total += value
        count += 1
        mean = total / count


def tree(depth, label=1):
    if depth == 0:
        return
    yield from tree(depth - 1, 2 * label)
    yield label
    yield from tree(depth - 1, 2 * label + 1)


def main(size):
    data = list(parse(readings(size)))
    per_sensor = [list(changes(smooth(only(valid(data), f's{i}'), 4))) for i in range(8)]
    print([len(c) for c in per_sensor])
    merged = list(heapq.merge(*per_sensor))
    assert merged == sorted(merged)
    print(len(merged), merged[0], merged[-1])
    print(sum(1 for _ in batches(valid(data), 7)), sum(len(b) == 7 for b in batches(data, 7)))
    mean = running()
    next(mean)
    for _, _, value in valid(iter(data)):
        latest = mean.send(value)
    print(round(latest, 6))
    hours = itertools.groupby(data, key=lambda r: r[0] // 3600)
    print([(hour, sum(1 for r in group if r[2] is None)) for hour, group in hours][:5])
    pairs = zip(data, itertools.islice(data, 1, None))
    print(sum(a[1] == b[1] for a, b in pairs), sum(itertools.takewhile(lambda t: t < size // 2, (r[0] for r in data))))
    depth = max(size.bit_length() - 2, 3)
    print(sum(i * label % 7 for i, label in enumerate(tree(depth))), next(tree(depth)))


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 230000)
