"""Methods of bytes and of ASCII str at several sizes: a line for each with its CPU time and a hash of what it gave.

Runs under CPython and under dxpy; methods.ts runs both and compares. Usage: methods.py SIZE SECONDS [METHOD …]
"""

import hashlib
import sys
import time

size = int(sys.argv[1])
budget = float(sys.argv[2])
wanted = sys.argv[3:]

# Text with words, lines and capitals, the same everywhere: a linear congruence.
state = 12345
words = []
for _ in range(4096):
    state = (state * 1103515245 + 12345) & 0x7FFFFFFF
    n = 2 + (state >> 16) % 9
    word = ''
    for _ in range(n):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        word += 'etaoinshrdlucmfwypvbgkjqxzETAOINSH'[(state >> 16) % 34]
    words.append(word + (' ' if (state >> 8) % 11 else '\n'))
unit = ''.join(words)
text = (unit * (size // len(unit) + 1))[: size - 8] + '~needle~'
data = text.encode()
other = bytes(bytearray(data))
other_text = other.decode()
table = bytes.maketrans(b'aeiou\n', b'AEIOU ')
text_table = str.maketrans('aeiou\n', 'AEIOU ')

cases = {
    'bytes.count': lambda: data.count(b'e'),
    'bytes.count long': lambda: data.count(b'the'),
    'bytes.lower': lambda: data.lower(),
    'bytes.upper': lambda: data.upper(),
    'bytes.split': lambda: data.split(b' '),
    'bytes.split looked into': lambda: data.split(b' ')[:],
    'bytes.split()': lambda: data.split(),
    'bytes.replace': lambda: data.replace(b'in', b'IN '),
    'bytes.replace byte': lambda: data.replace(b'e', b'E'),
    'bytes.translate': lambda: data.translate(table),
    'bytes.translate delete': lambda: data.translate(None, b'xyz'),
    'bytes.find': lambda: data.find(b'~needle~'),
    'bytes.rfind': lambda: data.rfind(b'~absent~'),
    'bytes.splitlines': lambda: data.splitlines(),
    'bytes ==': lambda: data == other,
    'bytes.hex': lambda: data.hex(),
    'bytes.isalpha': lambda: (b'a' * size).isalpha(),
    'str.count': lambda: text.count('e'),
    'str.count long': lambda: text.count('the'),
    'str.lower': lambda: text.lower(),
    'str.upper': lambda: text.upper(),
    'str.split': lambda: text.split(' '),
    'str.split()': lambda: text.split(),
    'str.replace': lambda: text.replace('in', 'IN '),
    'str.translate': lambda: text.translate(text_table),
    'str.find': lambda: text.find('~needle~'),
    'str.rfind': lambda: text.rfind('~absent~'),
    'str.splitlines': lambda: text.splitlines(),
    'str ==': lambda: text == other_text,
    'str.isascii': lambda: text.isascii(),
    'str.encode': lambda: text.encode(),
}


def digest(value):
    h = hashlib.md5(usedforsecurity=False)
    if isinstance(value, list):
        h.update(str(len(value)).encode())
        value = (b'|' if isinstance(value[0], bytes) else '|').join(value)
    h.update(value if isinstance(value, bytes) else str(value).encode())
    return h.hexdigest()[:12]


def measure(f):
    """The median time of a call, in seconds."""
    clock = time.thread_time
    repeats = 1
    while True:
        start = clock()
        for _ in range(repeats):
            f()
        spent = clock() - start
        if spent > budget / 10 or repeats > 1_000_000:
            break
        repeats *= 4
    times = []
    end = clock() + budget
    # A call that takes long is not repeated often: the whole of 64 MB in a minute or two.
    least = 5 if spent / repeats < 0.1 else 3
    while clock() < end or len(times) < least:
        start = clock()
        for _ in range(repeats):
            f()
        times.append((clock() - start) / repeats)
    return sorted(times)[len(times) // 2]


for name, f in cases.items():
    if not wanted or name in wanted:
        print(f'{name}\t{digest(f())}\t{measure(f) * 1e9:.1f}', flush=True)
