"""Searches words in a square of letters, in eight directions."""
size = 80
state = 3
square = []
for _ in range(size):
    row = []
    for _ in range(size):
        state = (state * 48271) % 2147483647
        row.append('abcdefgh'[state >> 4 & 7])
    square.append(row)
words = ['bad', 'cab', 'face', 'head', 'bead', 'ace', 'beg']
found = {word: 0 for word in words}
for y in range(size):
    for x in range(size):
        for dy in (-1, 0, 1):
            for dx in (-1, 0, 1):
                if dx == dy == 0:
                    continue
                for word in words:
                    if square[y][x] != word[0]:
                        continue
                    for i, ch in enumerate(word):
                        yy, xx = y + dy * i, x + dx * i
                        if not (0 <= yy < size and 0 <= xx < size) or square[yy][xx] != ch:
                            break
                    else:
                        found[word] += 1
print(found)
