"""Groups words by their letters."""
syllables = ['ka', 'ak', 'lo', 'ol', 'mi', 'im', 'ne', 'en']
words = [a + b + c for a in syllables for b in syllables for c in syllables] * 40
groups = {}
for word in words:
    groups.setdefault(''.join(sorted(word)), []).append(word)
largest = max(groups.values(), key=lambda g: (len(g), g[0]))
print(len(words), len(groups), len(largest), largest[:3])
