"""Counts the words of a text it makes: str methods, dict updates, sorting of items."""

import sys


def make_text(lines):
    syllables = ['ka', 'lo', 'mi', 'ne', 'ru', 'to', 'va', 'shi', 'po', 'en']
    state = 12345
    out = []
    for _ in range(lines):
        words = []
        for _ in range(9):
            state = (state * 1103515245 + 12345) % 2147483648
            n = state >> 8
            word = syllables[n % 10] + syllables[n // 10 % 10]
            if n & 3:
                word += syllables[n // 100 % 4]
            if n % 11 == 0:
                word = word.capitalize() + ','
            words.append(word)
        out.append(' '.join(words))
    return '\n'.join(out)


def count(text):
    counts = {}
    for line in text.splitlines():
        for word in line.split():
            word = word.strip(',.').lower()
            if word in counts:
                counts[word] += 1
            else:
                counts[word] = 1
    return counts


def main(size):
    text = make_text(size)
    total = {}
    for _ in range(4):
        for word, n in count(text).items():
            total[word] = total.get(word, 0) + n
    top = sorted(total.items(), key=lambda item: (-item[1], item[0]))[:8]
    print(len(text), len(total), top)


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 65000)
