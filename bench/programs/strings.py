"""Builds and formats text: f-strings, join, %, format, slices, replace, Roman numerals, a table, ciphers."""

import sys

ROMAN = [(1000, 'M'), (900, 'CM'), (500, 'D'), (400, 'CD'), (100, 'C'), (90, 'XC')]
ROMAN += [(50, 'L'), (40, 'XL'), (10, 'X'), (9, 'IX'), (5, 'V'), (4, 'IV'), (1, 'I')]


def roman(n):
    text = ''
    for value, letters in ROMAN:
        while n >= value:
            text += letters
            n -= value
    return text


def table(rows):
    lines = []
    for i in range(rows):
        name = roman(i % 400 + 1)
        lines.append(f'| {name:<12} | {i * 1.25:>10.2f} | {i:08x} | {i % 7 == 0!s:^7} |')
        lines.append('%-10s %5d %8.3f %r' % (name.lower(), i, i / 7, name[::-1]))
        lines.append('{:>10}|{:,}|{!r}'.format(name, i * 12345, i))
    return '\n'.join(lines)


def rotate(text, by):
    out = []
    for ch in text:
        if 'a' <= ch <= 'z':
            out.append(chr((ord(ch) - 97 + by) % 26 + 97))
        elif 'A' <= ch <= 'Z':
            out.append(chr((ord(ch) - 65 + by) % 26 + 65))
        else:
            out.append(ch)
    return ''.join(out)


def palindromes(limit):
    return [s for s in map(str, range(limit)) if s == s[::-1] and s.startswith(('1', '7'))]


def main(size):
    text = table(size)
    secret = rotate(text[:1200000], 3)
    assert rotate(secret, -3) == text[:1200000]
    vowels = sum(text.count(v) for v in 'aeiouAEIOU')
    print(len(text), vowels, text[-60:], len(palindromes(size * 80 // 7)))
    print(len(text.replace('x', 'yy').upper().split('|')), sum(ord(c) for c in secret) % 65521)


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 105000)
