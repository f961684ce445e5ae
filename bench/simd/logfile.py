"""What people do with a log file: prints the result, the CPU time of the process in seconds and its peak memory in MB.

Usage: logfile.py make MEGABYTES FILE, then logfile.py lines|matching|lengths|stripped|word|bytesword|column FILE under each interpreter.
"""

import resource
import sys
import time


def make(megabytes, path):
    state = 12345

    def below(n):
        nonlocal state
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        return (state >> 8) % n

    levels = ['INFO', 'WARN', 'ERROR', 'DEBUG']
    unit = ''.join(
        f'2024-03-{below(28) + 1:02d} {below(24):02d}:{below(60):02d}:{below(60):02d} {levels[below(4)]} {below(100000)}'
        f' worker-{below(16)} GET /api/v1/items/{below(1000000)} status={(200, 404, 500)[below(3)]} took {below(500)} ms\n'
        for _ in range(20000)
    )
    with open(path, 'w') as f:
        for _ in range(megabytes * 1000000 // len(unit) + 1):
            f.write(unit)


def lines(path):
    n = 0
    for line in open(path):
        n += 1
    return n


def matching(path):
    n = 0
    with open(path) as f:
        for line in f:
            if 'ERROR' in line:
                n += 1
    return n


def lengths(path):
    n = 0
    with open(path) as f:
        for line in f:
            n += len(line)
    return n


def stripped(path):
    n = 0
    with open(path) as f:
        for line in f:
            line = line.strip()
            if line and not line.startswith('#'):
                n += 1
    return n


def word(path):
    return open(path).read().count('ERROR')


def bytesword(path):
    return open(path, 'rb').read().count(b'ERROR')


def column(path):
    total = 0
    for line in open(path):
        total += int(line.split()[3])
    return total


if sys.argv[1] == 'make':
    make(int(sys.argv[2]), sys.argv[3])
else:
    start = time.process_time()
    result = globals()[sys.argv[1]](sys.argv[2])
    spent = time.process_time() - start
    print(result, f'{spent:.2f} s', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, 'MB')
