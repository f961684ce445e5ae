"""A path through a grid: breadth first, printed as text."""
from collections import deque

width, height = 60, 30
walls = {(x, y) for x in range(width) for y in range(height) if (x * 7 + y * 13) % 11 == 0 and (x + y) % 5}
queue = deque([(0, 1)])
before = {(0, 1): None}
while queue:
    x, y = queue.popleft()
    for there in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
        if there not in before and there not in walls and 0 <= there[0] < width and 0 <= there[1] < height:
            before[there] = (x, y)
            queue.append(there)
at = max(before)
way = set()
while at is not None:
    way.add(at)
    at = before[at]
for y in range(height):
    print(''.join('*' if (x, y) in way else '#' if (x, y) in walls else ' ' for x in range(width)).rstrip())
print(len(before), len(way))
