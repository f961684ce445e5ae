"""Shortest ways with a priority queue: Dijkstra on a road map, A* on a grid with walls, heapq and tuples."""

import heapq
import sys


class Generator:
    """A linear congruential generator: the same map everywhere."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 1103515245 + 12345) % 2147483648
        return (self.state >> 8) % n


def road_map(towns, random):
    roads = {town: [] for town in range(towns)}
    for town in range(towns):
        for _ in range(3):
            other = (town + 1 + random.below(40)) % towns
            length = 1 + random.below(99)
            roads[town].append((other, length))
            roads[other].append((town, length))
    return roads


def dijkstra(roads, start):
    distance = {start: 0}
    before = {}
    queue = [(0, start)]
    while queue:
        d, town = heapq.heappop(queue)
        if d > distance[town]:
            continue
        for other, length in roads[town]:
            new = d + length
            if other not in distance or new < distance[other]:
                distance[other] = new
                before[other] = town
                heapq.heappush(queue, (new, other))
    return distance, before


def way(before, town):
    stops = [town]
    while town in before:
        town = before[town]
        stops.append(town)
    return stops[::-1]


def maze(width, height, random):
    return [['#' if random.below(100) < 28 else '.' for _ in range(width)] for _ in range(height)]


def a_star(grid, start, goal):
    height, width = len(grid), len(grid[0])
    gx, gy = goal

    def estimate(x, y):
        return abs(x - gx) + abs(y - gy)

    cost = {start: 0}
    came = {}
    queue = [(estimate(*start), 0, start)]
    pushes = 0
    while queue:
        _, _, here = heapq.heappop(queue)
        if here == goal:
            break
        x, y = here
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            nx, ny = x + dx, y + dy
            if not (0 <= nx < width and 0 <= ny < height) or grid[ny][nx] == '#':
                continue
            new = cost[here] + 1
            there = (nx, ny)
            if new < cost.get(there, 1 << 30):
                cost[there] = new
                came[there] = here
                pushes += 1
                heapq.heappush(queue, (new + estimate(nx, ny), pushes, there))
    return cost.get(goal), pushes, came


def main(size):
    random = Generator(2024)
    roads = road_map(size, random)
    for start in (0, size // 3, size // 2):
        distance, before = dijkstra(roads, start)
        far = max(distance, key=lambda town: (distance[town], town))
        stops = way(before, far)
        print(len(distance), far, distance[far], len(stops), stops[:6])
    side = max(int(size**0.5), 8)
    for _ in range(3):
        grid = maze(2 * side, side, random)
        grid[0][0] = grid[-1][-1] = '.'
        steps, pushes, came = a_star(grid, (0, 0), (2 * side - 1, side - 1))
        print(steps, pushes, len(came))


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50000)
