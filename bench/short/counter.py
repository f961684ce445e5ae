"""Counts words and letters of a text with collections."""
import re
from collections import Counter, defaultdict

TEXT = 'the cat sat on the mat and the dog, who saw the cat, sat on the cat; nobody minded. ' * 150
words = re.findall(r'[a-z]+', TEXT)
counts = Counter(words)
lengths = defaultdict(list)
for word in counts:
    lengths[len(word)].append(word)
print(counts.most_common(3), {n: sorted(ws) for n, ws in sorted(lengths.items())})
print(Counter(TEXT).most_common(4), sum(counts.values()))
