"""Nanoseconds of each operation in operations.txt, warm, one after the other in one process: a line of JSON.

measure.py SECONDS [TEXT]   warms each up for so long; only those that contain the text
"""

import json
import os
import sys
import time

folder = os.path.dirname(os.path.abspath(__file__))


def operations():
    """The lines of the file; those that belong to the one before are indented or begin with except or finally."""
    found = []
    with open(folder + '/operations.txt') as file:
        for line in file.read().splitlines():
            if line.startswith(('    ', 'except', 'finally')):
                found[-1] += '\n' + line
            else:
                found.append(line)
    return found


def measured(operation, names, seconds):
    lines = ''.join(f'        {line}\n' for line in operation.split('\n'))
    exec(f'def loop(n):\n    x = 1\n    for i in range(n):\n{lines}', names)
    loop = names['loop']
    n = 1
    end = time.process_time() + seconds
    while True:
        start = time.process_time()
        loop(n)
        now = time.process_time()
        if now - start < 0.02:
            n *= 2
        elif now > end:
            break
    best = float('inf')
    for _ in range(5):
        start = time.perf_counter()
        loop(n)
        best = min(best, time.perf_counter() - start)
    return best / n * 1e9


names = {}
with open(folder + '/names.py') as file:
    exec(file.read(), names)
only = sys.argv[2] if len(sys.argv) > 2 else ''
print(json.dumps({op: measured(op, names, float(sys.argv[1])) for op in operations() if only in op}))
